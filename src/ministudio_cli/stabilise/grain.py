"""The grain of a take: what is fine and another in each frame, where the picture is even."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture

Levels = NDArray[np.float32]
LEAST = 2.0
"""Levels (a standard deviation) under which a picture is taken for clean."""
FRAMES = 8
"""Opening frames by which grain is measured."""
_FINE = 1 / 300
"""Shares of the height under which something is fine: a Gaussian's deviation."""
_EVEN = 40
"""Percentile of a picture's own detail under which it is even."""
_MOST = 3.0
"""Deviations beyond which something is no grain."""


def fine(picture: Picture) -> Levels:
    """What is fine in a picture (BGR): its luma without what is wider than grain."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return np.asarray(grey - cv2.GaussianBlur(grey, (0, 0), max(1.0, _FINE * grey.shape[0])), np.float32)


def grain_of(frames: Sequence[Picture]) -> float:
    """The standard deviation of a take's grain in levels, from frames that follow each other (BGR)."""
    layers = [fine(frame) for frame in frames]
    found = []
    for before, after in pairwise(layers):
        detail = cv2.blur(np.abs(before + after), (9, 9))
        even = detail <= np.percentile(detail, _EVEN)
        found.append(1.48 * float(np.median(np.abs(after - before)[even])) / np.sqrt(2))
    return float(np.median(found)) if found else 0.0


class Grain:
    """Gives a laid plate the grain of the take: where the plate has detail of its own, less of it."""

    def __init__(self, deviation: float) -> None:
        self.deviation = deviation
        self._plate: Picture | None = None
        self._fine = self._share = np.zeros((0, 0), np.float32)

    def given(self, laid: Picture, frame: Picture) -> Picture:
        """A laid plate with the grain of a frame in the same light (BGR both)."""
        if self._plate is not laid:
            self._plate, self._fine = laid, fine(laid)
            detail = cv2.blur(np.abs(self._fine), (9, 9))
            self._share = np.asarray(1 / (1 + (detail / self.deviation) ** 2), np.float32)
        most = _MOST * self.deviation
        grain = np.clip(fine(frame) - self._fine, -most, most) * self._share
        return np.asarray(cv2.add(laid, cv2.merge([grain] * 3), dtype=cv2.CV_8U), np.uint8)

"""Faces found in pictures by BlazeFace, a small net of MediaPipe (Apache-2.0)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture

Numbers = NDArray[np.float64]
_DETECT = 128
"""Side of the picture that the net takes, in pixels."""
_SURE = 0.6


class FaceFinder:
    def __init__(self) -> None:
        weights = Path(__file__).parent / "weights" / "face_detection.tflite"
        self._detector: Any = cv2.dnn.readNetFromTFLite(str(weights))

    def find(self, picture: Picture) -> tuple[Numbers, float, float] | None:
        """Middle (x, y) and width in pixels, and slant in radians, of the surest face in a picture (BGR); None without
        one. A face of less than a tenth of the picture may be missed: give parts of it.
        """
        rows, columns = picture.shape[:2]
        side = max(rows, columns)
        edge = np.array([(side - columns) // 2, (side - rows) // 2])
        square = cv2.copyMakeBorder(
            picture, edge[1], side - rows - edge[1], edge[0], side - columns - edge[0], cv2.BORDER_CONSTANT
        )
        small = cv2.resize(square, (_DETECT, _DETECT), interpolation=cv2.INTER_AREA)
        net = self._detector
        net.setInput(cv2.dnn.blobFromImage(small, 1 / 127.5, (_DETECT, _DETECT), (127.5,) * 3, swapRB=True))
        raw = np.asarray(net.forward("classificators"), np.float64).ravel()
        sure = 1 / (1 + np.exp(-np.clip(raw, -30, 30)))
        best = int(sure.argmax())
        if sure[best] < _SURE:
            return None
        boxes = np.asarray(net.forward("regressors"), np.float64).reshape(-1, 16) / _DETECT
        centres = boxes[:, :2] + _ANCHORS
        near = (np.linalg.norm(centres - centres[best], axis=1) < 0.3 * boxes[best, 2]) & (sure > 0.4)
        weight = sure[near] / sure[near].sum()
        eyes = (boxes[near, 6:8] - boxes[near, 4:6]).T @ weight
        middle = (centres[near].T @ weight) * side - edge
        return middle, float((boxes[near, 2:4].T @ weight).max() * side), float(np.arctan2(eyes[1], eyes[0]))


def _anchors() -> Numbers:
    """The places that the detector's answers are relative to, (896, 2) in shares of the picture."""
    found = []
    for step, each in ((8, 2), (16, 6)):
        cells = _DETECT // step
        down, across = np.mgrid[0:cells, 0:cells]
        at = (np.stack([across, down], axis=-1).reshape(-1, 2) + 0.5) / cells
        found.append(np.repeat(at, each, axis=0))
    return np.concatenate(found)


_ANCHORS = _anchors()

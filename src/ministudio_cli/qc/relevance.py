"""Whether a take is of its shot at all: signs of its set and of its cast that need neither registration nor masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.colour import lab_of
from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.palette import Palette

SAMPLES = 5
"""Frames of a take that are looked at."""
_SIDE = 120
_BINS = (6, 10, 10)
_RANGE = ((0, 100), (-60, 60), (-60, 60))
_NEAR = 15.0
"""Distance in L*a*b*, L* counting half, within which a pixel has a garment's colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """`alike`: share of the picture's colours that the plate has too, 0 to 1, at best over the frames. `present`: for
    each figure the share of a frame, beyond the plate's own, that has its main garment's colour, at best.
    """

    alike: float
    present: tuple[float, ...]


def belonging(frames: Sequence[Picture], plate: Picture, palettes: Sequence[Palette]) -> Belonging:
    """Hold some frames (BGR) of a take against its plate and its cast."""
    set_lab = _small(plate)
    own = _histogram(set_lab)
    looks = [_small(frame) for frame in frames]
    alike = max((float(np.minimum(own, _histogram(lab)).sum()) for lab in looks), default=0.0)
    present = []
    for palette in palettes:
        worn = [swatch for swatch in palette.swatches if swatch.part in ("garment", "body")] or list(palette.swatches)
        colour = np.array(worn[0].lab) if worn else np.zeros(3)
        base = _share(set_lab, colour)
        present.append(max((_share(lab, colour) - base for lab in looks), default=0.0))
    return Belonging(alike=round(alike, 4), present=tuple(round(max(0.0, share), 4) for share in present))


def _small(picture: Picture) -> NDArray[np.float64]:
    scale = _SIDE / max(picture.shape[:2])
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return lab_of(cv2.resize(picture[..., :3], size, interpolation=cv2.INTER_AREA)).reshape(-1, 3)


def _histogram(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of the picture in coarse cells of L*a*b*, softened, so that a little drift is no other colour."""
    counts, _ = np.histogramdd(np.clip(lab, [low for low, _ in _RANGE], [high for _, high in _RANGE]), _BINS, _RANGE)
    soft = counts / max(1.0, counts.sum())
    for axis in range(3):
        moved = np.apply_along_axis(lambda row: np.convolve(row, (0.25, 0.5, 0.25), mode="same"), axis, soft)
        soft = moved / max(1e-9, moved.sum())
    return np.asarray(soft)


def _share(lab: NDArray[np.float64], colour: NDArray[np.float64]) -> float:
    away = (lab - colour) * (0.5, 1, 1)
    return float((np.linalg.norm(away, axis=1) < _NEAR).mean())

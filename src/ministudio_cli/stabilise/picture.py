"""Rulers for pictures that need no weights: sharpness and structural similarity. 8-bit BGR pictures of one size."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture

_COARSE = 4
"""By how much a picture is shrunk before what is broad in it is looked for."""


def sharpness(picture: Picture, where: NDArray[np.bool_]) -> float:
    """Mean strength of the finest edges where asked, in levels."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    fine: Any = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    return float(fine[where].mean()) if where.any() else 0.0


def similar(picture: Picture, other: Picture, where: NDArray[np.bool_]) -> float:
    """Structural similarity (Wang et al. 2004) of the luma where asked: 1 is the same picture."""
    first, second = (cv2.cvtColor(each, cv2.COLOR_BGR2GRAY).astype(np.float32) for each in (picture, other))
    mean_1, mean_2 = _mean(first), _mean(second)
    spread_1 = _mean(first * first) - mean_1 * mean_1
    spread_2 = _mean(second * second) - mean_2 * mean_2
    both = _mean(first * second) - mean_1 * mean_2
    low, high = 6.5025, 58.5225
    map_ = ((2 * mean_1 * mean_2 + low) * (2 * both + high)) / (
        (mean_1 * mean_1 + mean_2 * mean_2 + low) * (spread_1 + spread_2 + high)
    )
    return float(map_[where].mean()) if where.any() else 1.0


def length(field: NDArray[np.float32]) -> NDArray[np.float32]:
    """How long the vectors of a field (rows, columns, channels) are."""
    return np.asarray(cv2.sqrt(cv2.transform(field * field, np.ones((1, field.shape[2]), np.float32))), np.float32)


def broad(picture: NDArray[np.float32], spread: float) -> NDArray[np.float32]:
    """A picture without what is smaller than `spread` pixels (some), at a fraction of what a Gaussian of it costs."""
    size = (max(1, picture.shape[1] // _COARSE), max(1, picture.shape[0] // _COARSE))
    small = cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (0, 0), spread / _COARSE)
    return np.asarray(cv2.resize(small, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def texture(grey: Picture | NDArray[np.float32], spread: float) -> NDArray[np.float32]:
    """A grey picture without its light: what changes over `spread` pixels and more is left out; signed, in levels."""
    plain = grey.astype(np.float32)
    return np.asarray(plain - broad(plain, spread), np.float32)


def slopes(grey: Picture | NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How steep a grey picture is across and down at each pixel, in levels a pixel (Sobel)."""
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *axis, scale=1 / 8) for axis in ((1, 0), (0, 1)))
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def _mean(picture: Any) -> Any:
    return cv2.GaussianBlur(picture, (11, 11), 1.5)

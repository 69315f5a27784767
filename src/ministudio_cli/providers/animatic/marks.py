"""Small moving things drawn straight into a frame: sub-pixel points, colours and light."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.paint import Picture

Effect = Callable[[Picture, float, float], None]
"""Draws into a BGR frame at `t` from 0 to 1 of the shot and at `now` seconds."""

SHIFT = 4
"""OpenCV's fractional bits of a point."""


def bgr(colour: str) -> tuple[float, float, float]:
    red, green, blue = rgb(colour)
    return blue * 255, green * 255, red * 255


def add_light(frame: Picture, light: Picture, left: int, top: int, blur: float) -> None:
    """Lay light over a region, with its glow."""
    lit = cv2.add(light, blurred(light, blur))
    region = frame[top : top + light.shape[0], left : left + light.shape[1]]
    # Light of a colour takes some of what is behind it away, or it would be white before a bright wall.
    dimmed = cv2.subtract(region, cv2.merge([cv2.convertScaleAbs(lit.max(axis=2), alpha=0.6)] * 3))
    region[:] = cv2.add(dimmed, lit)


def blurred(picture: Picture, sigma: float) -> Picture:
    """A Gaussian blur; a wide one at a smaller size."""
    shrink = int(sigma / 1.4)
    rows, columns = picture.shape[:2]
    if shrink < 2 or rows < 2 * shrink or columns < 2 * shrink:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)
    small = cv2.resize(picture, (columns // shrink, rows // shrink), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_LINEAR), np.uint8)


def point(x: float, y: float) -> tuple[int, int]:
    return round(x * (1 << SHIFT)), round(y * (1 << SHIFT))

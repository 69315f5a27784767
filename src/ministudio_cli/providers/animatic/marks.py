"""Small moving things drawn straight into a frame: sub-pixel points, colours and light."""

from __future__ import annotations

from collections.abc import Callable

import cv2

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
    lit = cv2.add(light, cv2.GaussianBlur(light, (0, 0), blur))
    region = frame[top : top + light.shape[0], left : left + light.shape[1]]
    # Light of a colour takes some of what is behind it away, or it would be white before a bright wall.
    dimmed = cv2.subtract(region, cv2.merge([cv2.convertScaleAbs(lit.max(axis=2), alpha=0.6)] * 3))
    region[:] = cv2.add(dimmed, lit)


def point(x: float, y: float) -> tuple[int, int]:
    return round(x * (1 << SHIFT)), round(y * (1 << SHIFT))

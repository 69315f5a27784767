"""What single frames are measured by: bars, steepness, noise, flicker."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.picture import slopes, texture
from ministudio_cli.stabilise.register import LIGHT, Registrar

Numbers = NDArray[np.float64]
GRID = (48, 27)
"""Cells, across and down, in which what lives in a set is counted."""


def bars_of(grey: Picture) -> Numbers:
    """Rows and columns at the four edges (top, bottom, left, right) that are black and have nothing in them."""
    found = []
    for lines in (grey, grey[::-1], grey.T, grey.T[::-1]):
        black = (lines.mean(axis=1) < 14) & (lines.std(axis=1) < 5)
        found.append(float(len(black) if black.all() else np.argmin(black)))
    return np.array(found)


def steepness_of(plate: Picture) -> NDArray[np.float32]:
    """How steep a plate is in each cell, shape GRID: root mean square, in levels a pixel."""
    across, down = slopes(np.asarray(cv2.cvtColor(plate, cv2.COLOR_BGR2GRAY), np.uint8))
    return np.asarray(cv2.sqrt(cv2.resize(across**2 + down**2, GRID, interpolation=cv2.INTER_AREA)), np.float32)


def noise_of(frame: Picture, plate: Picture, where: NDArray[np.bool_]) -> float:
    """By how many levels most of a frame's texture differs from its plate's where asked: a standard deviation."""
    away = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).astype(np.float32) - cv2.cvtColor(plate, cv2.COLOR_BGR2GRAY)
    rough = texture(np.asarray(away, np.float32), LIGHT)
    return float(1.48 * np.median(np.abs(rough[where]))) if where.any() else 0.0


def flicker(
    before: tuple[Picture, Numbers, Picture], now: tuple[Picture, Numbers, Picture], registrar: Registrar
) -> float:
    """Mean change of what is background in both of two frames, (frame, place, background) each, in levels of 255; the
    earlier is moved as the camera moved.
    """
    moved = registrar.carried(before[0], before[1], now[1])
    there = registrar.carried(before[2], before[1], now[1], cv2.INTER_NEAREST)
    both = cv2.erode(cv2.bitwise_and(now[2], there), np.ones((3, 3), np.uint8)) > 0
    if both.sum() < 100:
        return 0.0
    return float(cv2.absdiff(now[0], moved)[both].mean())

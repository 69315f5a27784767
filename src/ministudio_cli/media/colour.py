"""Colours as people see them: L*a*b*, and how far two of them are apart (CIEDE2000; Sharma, Wu and Dalal 2005)."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def lab_of(bgr: Any) -> Numbers:
    """L*a*b* (D65) of BGR pixels of 8 bits, or of 0 to 255 in floats: any shape with three last."""
    pixels = np.asarray(bgr, np.float32).reshape(1, -1, 3) / 255
    if not pixels.size:
        return np.zeros(np.shape(bgr))
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB), np.float64).reshape(np.shape(bgr))


def bgr_of(lab: Any) -> Numbers:
    """BGR from 0 to 255, in floats; what no screen shows is clipped."""
    values = np.asarray(lab, np.float32).reshape(1, -1, 3)
    return np.asarray(cv2.cvtColor(values, cv2.COLOR_LAB2BGR).clip(0, 1) * 255, np.float64).reshape(np.shape(lab))


def ciede2000(one: Any, other: Any) -> Numbers:
    """The difference of L*a*b* colours, any shapes that fit each other with three last."""
    one, other = np.asarray(one, np.float64), np.asarray(other, np.float64)
    l1, a1, b1 = one[..., 0], one[..., 1], one[..., 2]
    l2, a2, b2 = other[..., 0], other[..., 1], other[..., 2]
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    grey = c1 * c2 == 0
    turn = np.where(grey, 0.0, (h2 - h1 + 180) % 360 - 180)
    big = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    apart = np.abs(h1 - h2) > 180
    hue = np.where(grey, h1 + h2, np.where(apart, (h1 + h2 + 360) / 2 % 360, (h1 + h2) / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    twist = 60 * np.exp(-(((hue - 275) / 25) ** 2))
    rt = -np.sin(np.radians(twist)) * 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    return np.asarray(
        np.sqrt(((l2 - l1) / sl) ** 2 + ((c2 - c1) / sc) ** 2 + (big / sh) ** 2 + rt * ((c2 - c1) / sc) * (big / sh)),
        np.float64,
    )

"""Rulers for pictures: colour differences, masks of takes, frames of films."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]


def frames(film: Path, first: int = 0, last: int | None = None, layout: str = "bgr24") -> list[Numbers]:
    """The decoded frames from `first` up to, without, `last`."""
    with av.open(str(film)) as container:
        decoded = (frame.to_ndarray(format=layout) for frame in container.decode(video=0))
        return [frame for number, frame in enumerate(decoded) if first <= number and (last is None or number < last)]


def lab(colour: Numbers) -> Numbers:
    """CIE L*a*b* of BGR pixels of 8 bits, any shape with three last."""
    pixels = np.asarray(colour, np.float32).reshape(1, -1, 3) / 255
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB).reshape(colour.shape), np.float64)


def ciede2000(numbers: Numbers, other: Numbers) -> float:
    """The colour difference of two L*a*b* colours (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = (tuple(map(float, value)) for value in (numbers, other))
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    big = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    hm = h1 + h2 if c1 * c2 == 0 else ((h1 + h2) / 2 if abs(h1 - h2) <= 180 else ((h1 + h2 + 360) / 2) % 360)
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(hm - 30))
        + 0.24 * np.cos(np.radians(2 * hm))
        + 0.32 * np.cos(np.radians(3 * hm + 6))
        - 0.20 * np.cos(np.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    turn = 60 * np.exp(-(((hm - 275) / 25) ** 2))
    rt = -np.sin(np.radians(turn)) * 2 * np.sqrt(cm**7 / (cm**7 + 25.0**7))
    return float(
        np.sqrt(((l2 - l1) / sl) ** 2 + ((c2 - c1) / sc) ** 2 + (big / sh) ** 2 + rt * ((c2 - c1) / sc) * (big / sh))
    )


def garment(picture: Numbers, mask: Numbers, near: Numbers, reach: float = 22.0) -> Numbers:
    """The L*a*b* of a garment: the median of the mask's pixels whose hue and chroma are near an expected colour."""
    inside = lab(picture[mask > 200])
    close = np.hypot(inside[:, 1] - near[1], inside[:, 2] - near[2]) < reach
    assert close.sum() > 200, "the garment is not in the picture"
    return np.asarray(np.median(inside[close], axis=0))

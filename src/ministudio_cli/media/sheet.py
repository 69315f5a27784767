"""Stills of takes, and the contact sheet made of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ministudio_cli.media.writing import write_picture

STILL = 480
"""Pixels of a still's longer side."""
_GAP = 8
_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 88]
MOST = 40_000_000
"""Pixels of a contact sheet: about a hundred shots at their stills' own size."""
_TALL = 2
"""How many times as high as wide a sheet of more shots is."""


def write_still(frame: Any, path: Path) -> Path:
    """A frame (BGR) as a small picture."""
    rows, columns = frame.shape[:2]
    scale = STILL / max(rows, columns)
    small = cv2.resize(frame, (round(columns * scale), round(rows * scale)), interpolation=cv2.INTER_AREA)
    return write_picture(path, small, _QUALITY)


def write_sheet(shots: Sequence[Sequence[Path]], path: Path) -> Path:
    """Three stills a shot, in rows of two or more shots, on black. What would be larger than `MOST` is made smaller, in
    longer rows: a film of 2,000 shots is still one picture, with stills of a hundred pixels.
    """
    first = next(picture for stills in shots for still in stills if (picture := cv2.imread(str(still))) is not None)
    shape = first.shape
    rows, columns = shape[:2]
    across = 2 if columns > rows else 4
    area = len(shots) * 3 * (columns + _GAP) * (rows + _GAP)
    shrunk = area > MOST
    if shrunk:
        across = max(across, math.ceil(math.sqrt(len(shots) * rows / (_TALL * 3 * columns))))
        scale = math.sqrt(MOST / area)
        columns, rows = max(1, int(columns * scale)), max(1, int(rows * scale))
    gap = _GAP // 4 if shrunk else _GAP
    wide, tall = columns + gap, rows + gap
    count = -(-len(shots) // across)
    sheet = np.full((count * tall + gap, across * 3 * wide + gap, 3), 16, np.uint8)
    for index, stills in enumerate(shots):
        top = gap + index // across * tall
        for place, file in enumerate(stills):
            still = cv2.imread(str(file))
            if still is not None and still.shape == shape:
                left = gap + (index % across * 3 + place) * wide
                if shrunk:
                    still = cv2.resize(still, (columns, rows), interpolation=cv2.INTER_AREA)
                sheet[top : top + rows, left : left + columns] = still
    return write_picture(path, sheet, _QUALITY)

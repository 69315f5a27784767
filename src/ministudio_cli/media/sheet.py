"""Stills of takes, and the contact sheet made of them."""

from __future__ import annotations

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


def write_still(frame: Any, path: Path) -> Path:
    """A frame (BGR) as a small picture."""
    rows, columns = frame.shape[:2]
    scale = STILL / max(rows, columns)
    small = cv2.resize(frame, (round(columns * scale), round(rows * scale)), interpolation=cv2.INTER_AREA)
    return write_picture(path, small, _QUALITY)


def write_sheet(shots: Sequence[Sequence[Path]], path: Path) -> Path:
    """Three stills a shot, in rows of two or more shots, on black."""
    pictures = [[cv2.imread(str(still)) for still in stills] for stills in shots]
    first = next(picture for row in pictures for picture in row if picture is not None)
    rows, columns = first.shape[:2]
    across = 2 if columns > rows else 4
    wide, tall = columns + _GAP, rows + _GAP
    count = -(-len(pictures) // across)
    sheet = np.full((count * tall + _GAP, across * 3 * wide + _GAP, 3), 16, np.uint8)
    for index, stills in enumerate(pictures):
        top = _GAP + index // across * tall
        for place, still in enumerate(stills):
            if still is not None and still.shape[:2] == (rows, columns):
                left = _GAP + (index % across * 3 + place) * wide
                sheet[top : top + rows, left : left + columns] = still
    return write_picture(path, sheet, _QUALITY)

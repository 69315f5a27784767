"""What is burnt into a picture: writing, which stands still in the frame and is not in the set's plate."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture

SAMPLES = 24
"""Frames of a take that are looked at."""
_FEWEST = 4
_LEVELS = 10.0
"""Levels by which a stroke stands out from what is around it, in the mean of the frames."""
_STEADY, _FINER = 2.5, 2.0
"""How many times more than it changes, and than the plate's own detail around."""
_PARTS = 4
"""Into which the frames are dealt."""
_STROKE = 9
"""Pixels of the examined size: strokes are narrower."""
_LETTERS = 5
"""Pieces of one height in a row, from which they are writing."""
_TALL, _HIGH = 5, 0.12
"""Pixels of the examined size, and share of its height: letters are between."""
_EDGE = 0.22
"""Share of the height from the top or the bottom in which marks stand."""


class Marks:
    """Gathers by what each place of the frame differs from the plate that is laid there, over some frames.

    The cast is gathered too: what is written over the set is taken for somebody of it.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._sum, self._squares, self._fine = (np.zeros(size[::-1], np.float32) for _ in range(3))
        self._parts = [np.zeros(size[::-1], np.float32) for _ in range(_PARTS)]
        self._count = 0

    def add(self, frame: Picture, laid: Picture) -> None:
        """One frame, and the plate laid and lit as it is (BGR)."""
        plate = cv2.cvtColor(laid, cv2.COLOR_BGR2GRAY).astype(np.float32)
        away = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY) - plate
        self._sum += away
        self._parts[self._count % _PARTS] += away
        self._squares += away**2
        self._fine += cv2.blur(np.abs(plate - cv2.GaussianBlur(plate, (0, 0), 2.0)), (9, 9))
        self._count += 1

    def boxes(self) -> list[list[float]]:
        """Each mark as [left, top, width, height] in shares of the frame."""
        if self._count < _FEWEST:
            return []
        mean = self._sum / self._count
        spread = np.sqrt(np.maximum(self._squares / self._count - mean**2, 0.25))
        # Strokes are narrow: what is brighter or darker as a whole is none.
        wide = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_STROKE, _STROKE))
        found: list[list[float]] = []
        for how in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT):
            stroke = cv2.morphologyEx(mean, how, wide)
            peak = cv2.dilate(stroke, np.ones((_STROKE, 2 * _STROKE), np.uint8))
            # What is written stands in every part of the frames; rain that falls along one line does in some.
            shares = (cv2.morphologyEx(part * (_PARTS / self._count), how, wide) for part in self._parts)
            stands = np.logical_and.reduce([share > 0.5 * stroke for share in shares])
            clear = stands & (stroke > _LEVELS) & (stroke > _STEADY * spread)
            clear &= stroke > _FINER * self._fine / self._count
            found += _written(np.where(clear & (stroke > 0.5 * peak), 255, 0).astype(np.uint8))
        return found


def _written(strokes: Picture) -> list[list[float]]:
    """Boxes of what stands in a row like the letters of a line."""
    rows, columns = strokes.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    lines: list[list[tuple[int, int, int, int, int]]] = []
    for left, top, wide, tall, _area, piece in sorted(
        (*row, piece) for piece, row in enumerate(stats.tolist()) if piece
    ):
        at_edge = not _EDGE * rows < top + tall / 2 < (1 - _EDGE) * rows
        inside = left > 0 and top > 0 and left + wide < columns and top + tall < rows
        if not (_TALL <= tall < _HIGH * rows and at_edge and inside):
            continue
        letters = 1 if wide < 1.6 * tall else _crossed(labels[top : top + tall, left : left + wide] == piece)
        if not letters:
            continue
        one = (left, top, wide, tall, letters)
        line = next((line for line in lines if _follows(line[-1], one)), None)
        if line is None:
            lines.append([one])
        else:
            line.append(one)
    found = []
    for line in lines:
        if sum(letters for *_, letters in line) >= _LETTERS:
            left, top = min(box[0] for box in line), min(box[1] for box in line)
            wide, tall = max(box[0] + box[2] for box in line) - left, max(box[1] + box[3] for box in line) - top
            found.append([round(part, 3) for part in (left / columns, top / rows, wide / columns, tall / rows)])
    return found


def _crossed(piece: NDArray[np.bool_]) -> int:
    """How many letters a wide piece may be: half of the strokes that a row of it crosses; 0 for what is no writing."""
    runs = (np.diff(piece.astype(np.int8), axis=1, prepend=0) == 1).sum(axis=1)
    across = piece.shape[1] / piece.shape[0]
    strokes = float(np.median(runs))
    return round(strokes / 2) if strokes > 0.8 * across and 0.2 < piece.mean() < 0.75 else 0


def _follows(last: Sequence[int], box: Sequence[int]) -> bool:
    """Whether a piece [left, top, width, height, letters] stands beside another as the next letter of a line does."""
    tall = max(last[3], box[3])
    gap = box[0] - last[0] - last[2]
    level = abs(box[1] + box[3] - last[1] - last[3]) < 0.3 * tall
    return level and min(last[3], box[3]) > 0.6 * tall and -0.3 * tall < gap < 1.2 * tall

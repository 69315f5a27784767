"""What is kept of a frame before its plate is laid: the cast's masks, closed where it encloses them and agreed in time.

A plate may show through nothing that the cast encloses: a face in the colours of the wall behind it is no hole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ministudio_cli.media.frames import Picture

SURE = 50
"""Level of a soft mask from which a pixel is the cast's."""
_PIECE = 0.003
"""Share of the frame from which a piece is closed."""
_REACH = 0.14
"""Of the root of a piece's area: how wide a gap is closed."""
_HOLE = (0.06, 0.25)
"""Shares of the frame and of its piece under which a hole that is enclosed is filled."""
AROUND = 3
"""Frames before and after, in which what is kept must be seen on both sides to be kept between them."""


def closed(mask: Picture) -> Picture:
    """A frame's mask (8 bits, soft) made hard: each large piece closed, what it encloses filled."""
    hard = np.where(mask > SURE, 255, 0).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hard, connectivity=8)
    done = hard.copy()
    for piece in range(1, count):
        area = int(stats[piece, cv2.CC_STAT_AREA])
        if area < _PIECE * hard.size:
            continue
        own = np.where(labels == piece, 255, 0).astype(np.uint8)
        wide = max(3, round(_REACH * float(np.sqrt(area)))) | 1
        # Padded, so that what the frame's border cuts is closed as if it went on.
        padded = cv2.copyMakeBorder(own, wide, wide, wide, wide, cv2.BORDER_REPLICATE)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide))
        full = np.asarray(cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)[wide:-wide, wide:-wide], np.uint8)
        done |= _filled(full, area)
    return np.asarray(done, np.uint8)


def _filled(piece: Picture, area: int) -> Picture:
    """A piece without the holes that it encloses, as long as they are small beside it and beside the frame."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(piece), connectivity=4)
    rows, columns = piece.shape
    inside = (
        (stats[:, 0] > 0)
        & (stats[:, 1] > 0)
        & (stats[:, 0] + stats[:, 2] < columns)
        & (stats[:, 1] + stats[:, 3] < rows)
    )
    small = stats[:, cv2.CC_STAT_AREA] < min(_HOLE[0] * piece.size, _HOLE[1] * area)
    inside &= small
    inside[0] = False
    return np.asarray(np.where(inside[labels], 255, piece), np.uint8)


def kept(masks: Iterator[Sequence[Picture]]) -> Iterator[tuple[Sequence[Picture], Picture]]:
    """Each frame's masks with what is kept of it; memory holds a few frames only, whatever the length."""
    held: deque[tuple[Sequence[Picture], Picture]] = deque()
    window: deque[Picture] = deque()
    ahead = 0
    for one in masks:
        mask = closed(np.asarray(np.max(one, axis=0), np.uint8))
        held.append((one, mask))
        window.append(mask)
        ahead += 1
        if ahead > AROUND:
            yield held[-AROUND - 1][0], _agreed(window, len(window) - AROUND - 1)
            if len(window) > 2 * AROUND:
                window.popleft()
                held.popleft()
    for left in range(min(AROUND, ahead), 0, -1):
        yield held[-left][0], _agreed(window, len(window) - left)


def _agreed(window: Sequence[Picture], at: int) -> Picture:
    """What is kept at one place of a window: what was seen before or there, and is seen there or after."""
    frames = list(window)
    before = np.maximum.reduce(frames[max(0, at - AROUND) : at + 1])
    after = np.maximum.reduce(frames[at : at + AROUND + 1])
    return np.asarray(np.minimum(before, after), np.uint8)

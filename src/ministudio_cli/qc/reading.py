"""What the numbers of an examination tell of a take: depth, life in the set, cuts, what appears at once. Pure."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.qc.findings import Analysis

Numbers = NDArray[np.float64]
LIVING = {False: 2.6, True: 1.15}
"""How much more than the calm of the set a place must move to live by itself; less where the screenplay says so."""
_BEFORE, _AT_ONCE = 6, 0.6
"""Frames before and after in which what appears was not there and stays, and the share of it that comes at once."""
_TRAVEL = 4.0
"""Pixels of the examined size from which a camera travels."""
LASTS = {False: 0.33, True: 0.5}
"""Pixels of 480 across by which a place moves at least for longer than a frame if it lives by itself and does not only
boil (0 to 0.3; water 0.8 and more); and from which it surely does, where the screenplay says so.
"""
_PATCH = 0.015
"""Share of the plate from which such a place counts: shimmer moves a little everywhere, water moves as a whole."""
_ENOUGH = 3
"""Of the cells around one, so many must be known to speak for it where it is not."""
POPS = 0.01
"""Share of the frame that is neither set nor cast and is there, or gone, from one frame to the next: what goes through
a picture, a lamp, clouds and crowds leave under half of that.
"""
KNOWN = 0.5
"""Share of points that must follow a plate for what stands before it to be told: of sets that are not its up to 0.46
do, of one that is held 0.6 and more.
"""
SAME, DARK = 0.02, 6.0
"""Mean change of a picture, and mean level, under which two frames are one picture and a frame is black."""
_CUT = (14.0, 5.0, 1.5)
MOVES = 0.3
"""Mean change of a picture, in levels, from which something in it moves."""
STUTTERS = (6, 0.08)
"""Frames, and share of a take's frames, that may repeat the one before amid motion."""
_LOW = (0.04, 0.2)
"""Shares of the usual change of a picture under which a frame repeats the one before (codecs leave 0.01 of it), and
over which it moves.
"""
_LIVELY, _MOST = 1.5, 0.4
"""Usual change of a picture, in levels, from which its repeats are no calm: where a mouth alone moves in a picture
without grain, frames are alike. And the share of repeats beyond which they are the way in which it is animated.
"""
_CADENCE = 0.8
"""Share of the distances between such frames that are alike, from which they are a cadence: a clip on twos, or of
another rate.
"""


def bend(found: Analysis, path: Numbers) -> float:
    """By how many pixels of the examined size the most moving tenth of a set runs ahead of what one similarity tells,
    or stays behind, over the travel of its camera: 0 where the camera does not travel.
    """
    if len(found.bend) < 8 or len(found.bend) != len(path):
        return 0.0
    moved = path[:, [2, 3, 0]] * np.array([1, 1, 0.5]) * found.size[0]
    moved = moved - np.median(moved, axis=0)
    _, _, axes = np.linalg.svd(moved, full_matrices=False)
    travel = moved @ axes[0]
    travel -= travel.mean()
    reach = float(np.percentile(travel, 97) - np.percentile(travel, 3))
    if reach < _TRAVEL:
        return 0.0
    cells = found.bend.reshape(len(travel), -1, 2)
    seen = np.isfinite(cells[..., 0])
    known = seen.sum(axis=0) > 0.4 * len(travel)
    weight = np.where(seen, travel[:, None], 0.0)
    slope = np.einsum("tc,tcd->cd", weight, np.nan_to_num(cells)) / np.maximum((weight**2).sum(axis=0), 1e-9)[:, None]
    bent = np.linalg.norm(slope[known], axis=1) * reach
    return float(np.percentile(bent, 90)) if bent.size > 8 else 0.0


def living(found: Analysis, *, moving: bool) -> NDArray[np.uint8]:
    """The cells of the plate that live by themselves, 255: what is told apart is left as it was filmed."""
    cells = found.living.astype(np.float32)
    even = cv2.medianBlur(_filled(cells) if moving else cells, 3)
    lasting = cv2.resize(found.lasting.astype(np.float32), cells.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    alive = (even > LIVING[moving]) & ~(lasting < LASTS[False])
    lives = (alive | (lasting > LASTS[True]) if moving else alive).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lives, connectivity=8)
    large = stats[:, cv2.CC_STAT_AREA] >= _PATCH * lives.size
    large[0] = False
    around = np.ones((7, 7) if moving else (3, 3), np.uint8)
    return np.asarray(cv2.dilate(np.where(large[labels], 255, 0).astype(np.uint8), around), np.uint8)


def _filled(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cells of which nothing can be told (0) are as most of those around them are."""
    padded = np.pad(np.where(cells > 0, cells, np.nan), 1, constant_values=np.nan)
    around = np.lib.stride_tricks.sliding_window_view(padded, (3, 3)).reshape(*cells.shape, 9)
    enough = np.isfinite(around).sum(axis=2) >= _ENOUGH
    filled = cells.copy()
    fill = (cells == 0) & enough
    filled[fill] = np.nanmedian(around[fill], axis=1)
    return filled


def pops(found: Analysis) -> tuple[int, float]:
    """The frame at which something appears or vanishes at once, and the share of the frame that it covers; (0, 0.0)
    where nothing does. What comes into a picture grows in it over some frames.
    """
    rest = found.rest
    if len(rest) != found.frames:
        return 0, 0.0
    for at in range(_BEFORE, len(rest) - _BEFORE):
        if (found.follow[at - _BEFORE : at + _BEFORE] < KNOWN).any():
            continue
        before, after = float(np.median(rest[at - _BEFORE : at])), float(np.median(rest[at : at + _BEFORE]))
        if abs(after - before) > POPS and abs(rest[at] - rest[at - 1]) > _AT_ONCE * abs(after - before):
            return at, abs(after - before)
    return 0, 0.0


def stutter(step: Numbers, ours: NDArray[np.bool_]) -> int:
    """How many frames of a take repeat the one before while the picture moves just before and after, at no regular
    distance; 0 where these are few. `step` is the mean change of each frame in levels, `ours` where conforming repeats.
    """
    own = step[~ours]
    usual = _usual(own)
    moves = own > max(MOVES, _LOW[1] * usual)
    same = np.flatnonzero(own < max(SAME, _LOW[0] * usual))
    same = np.array([at for at in same if moves[max(0, at - 3) : at].any() and moves[at + 1 : at + 4].any()], np.intp)
    if usual < _LIVELY or not max(STUTTERS[0], STUTTERS[1] * len(own)) <= len(same) <= _MOST * len(own):
        return 0
    apart = np.diff(same)
    alike = float((apart == np.median(apart)).mean())
    return 0 if alike > _CADENCE else len(same)


def _usual(step: Numbers) -> float:
    """The usual change of a picture from frame to frame, where it changes, in levels."""
    moving = step[step > MOVES]
    return float(np.median(moving)) if moving.size else 0.0


def longest(where: NDArray[np.bool_]) -> tuple[int, int]:
    """The longest stretch in which something holds: (first frame, frames)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], where.astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return 0, 0
    best = int((ends - starts).argmax())
    return int(starts[best]), int(ends[best] - starts[best])


def cut_of(found: Analysis) -> int:
    """The first frame whose change stands far above those around it, and is no flash."""
    step, level = found.step, found.level
    usual = _usual(step)
    for at in range(2, len(step) - 2):
        around = np.concatenate([step[max(1, at - 4) : at], step[at + 1 : at + 5]])
        jump = step[at] > _CUT[0] and step[at] > _CUT[1] * (float(np.median(around)) + 0.5)
        # Where frames repeat, what is usual looks like a jump.
        jump = jump and step[at] > _CUT[2] * usual
        if jump and abs(level[at] - level[at - 1]) < 0.6 * step[at]:
            return at
    return 0

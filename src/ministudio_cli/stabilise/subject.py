"""What stands before a plate: where a frame is not what the plate, in the frame's own light, would be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.picture import length
from ministudio_cli.stabilise.register import Found, Registrar

Numbers = NDArray[np.float64]
_BAND = np.ones((5, 5), np.uint8)
"""A pixel may be any of the plate's within two pixels of it: what is left of the registration is no subject."""
_REACH = 6.0
"""Pixels that the plate is bent by at most to meet the frame."""
_LEAST = 0.0006
"""Share of the frame under which a piece is no subject but noise."""
_LASTS = 4
"""Frames over which what was seen is remembered."""
_HOLE = 0.004
_CLOSED = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
"""Gaps as wide as this are closed: hair before wood of its own colour is hair."""
_AROUND = 13
"""Pixels, across and down, in which a plate's texture is looked for."""
_SPEAKS, _PART = 0.15, 0.25
"""Share of these pixels that must be outside the mask; and of the mask, what it may grow by in one place."""
_TEXTURE, _HIDDEN = 5.0, 0.3
"""Spread of a plate's levels from which its texture would be seen, and the share of it under which it is hidden: a set
that boils shows 0.5 of it at least in all but a hundredth of its pixels, a black helmet before dark bushes 0.1.
"""


@dataclass(frozen=True, slots=True)
class Grade:
    """A frame's light against the plate's: frame = gain × plate + lift in each channel (BGR), in levels."""

    gain: Numbers
    lift: Numbers

    def table(self) -> Picture:
        """As a lookup table for 8-bit pixels, shape (1, 256, 3)."""
        return np.clip(np.rint(np.arange(256)[None, :, None] * self.gain + self.lift), 0, 255).astype(np.uint8)


NEUTRAL = Grade(np.ones(3), np.zeros(3))


def regrade(seen: Grade, wanted: Grade) -> Picture:
    """A lookup table from a frame's own light to the one that is wanted."""
    levels = np.arange(256)[None, :, None]
    plain = (levels - seen.lift) / np.clip(seen.gain, 0.4, 2.5)
    return np.clip(np.rint(plain * wanted.gain + wanted.lift), 0, 255).astype(np.uint8)


def grade_of(frame: Picture, plate: Picture, background: Picture) -> Grade:
    """The light that most of the background follows, by least squares reweighted against what does not belong."""
    step = 3
    usable = background[::step, ::step] > 0
    seen, plain = frame[::step, ::step][usable].astype(np.float64), plate[::step, ::step][usable].astype(np.float64)
    if len(seen) < 200:
        return NEUTRAL
    gain, lift = np.ones(3), np.zeros(3)
    for channel in range(3):
        x, y = plain[:, channel], seen[:, channel]
        lit = (y > 2) & (y < 253)
        x, y = (x[lit], y[lit]) if lit.sum() > 100 else (x, y)
        weight = np.ones_like(x)
        for _ in range(4):
            whole = weight.sum()
            mx, my = (weight @ x) / whole, (weight @ y) / whole
            spread = weight @ (x - mx) ** 2 / whole
            # A plate of one tone tells no gain: the prior holds it near 1.
            gain[channel] = (weight @ ((x - mx) * (y - my)) / whole + 30) / (spread + 30)
            lift[channel] = my - gain[channel] * mx
            away = np.abs(y - gain[channel] * x - lift[channel])
            reach = max(3.0, 2.5 * float(np.median(away)))
            weight = np.clip(1 - (away / reach) ** 2, 0, None) ** 2 + 1e-6
    return Grade(gain, lift)


def difference(frame: Picture, plate: Picture) -> NDArray[np.float32]:
    """By how much each pixel is beyond the plate's pixels around it, (rows, columns, 3) in units of L*a*b*, signed;
    8-bit BGR pictures of one size.
    """
    here, there = cv2.cvtColor(frame, cv2.COLOR_BGR2LAB), cv2.cvtColor(plate, cv2.COLOR_BGR2LAB)
    most, least = cv2.dilate(there, _BAND), cv2.erode(there, _BAND)
    away = cv2.subtract(cv2.subtract(here, most), cv2.subtract(least, here), dtype=cv2.CV_32F)
    away[..., 0] *= 100 / 255
    return np.asarray(away, np.float32)


class Memory:
    """What frames differed by of late, in the newest frame's place: noise has no sign of its own and fades, the cast
    stays.
    """

    def __init__(self) -> None:
        self._mean = np.zeros((0, 0, 3), np.float32)
        self._place: Numbers | None = None
        self._count = 0

    def weigh(self, away: NDArray[np.float32], found: Found, registrar: Registrar) -> NDArray[np.float32]:
        """Distances (rows, columns) as they and the frames before speak for them; `away` is added to what is known.

        Nothing of old is told where the frame itself says little: what has left leaves no ghost.
        """
        before = away
        if self._place is not None:
            before = registrar.carried(self._mean, self._place, found.place, beyond=cv2.BORDER_REPLICATE)
        self._place = found.place
        self._count = min(self._count + 1, _LASTS)
        self._mean = np.asarray(before + (away - before) / self._count, np.float32)
        now, known = length(away), length(self._mean)
        # What is only of this frame counts less, but a fast arm is: never less than two fifths.
        doubt = np.clip(known / (0.45 * now + 1e-3), 0.4, 1)
        return np.asarray(np.maximum(now * doubt, np.minimum(1.5 * known, 2 * now)), np.float32)


@dataclass(frozen=True, slots=True)
class Apart:
    """A frame taken apart: the mask of what is not the set (8 bits, hard), its distances, the light, and the plate as
    it lies in the frame in the set's own light.
    """

    mask: Picture
    away: NDArray[np.float32]
    grade: Grade
    laid: Picture

    def lit(self) -> Picture:
        """The plate as it lies in the frame, in the frame's light."""
        return np.asarray(cv2.LUT(self.laid, self.grade.table()), np.uint8)


def take_apart(
    frame: Picture,
    found: Found,
    registrar: Registrar,
    before: Picture | None,
    memory: Memory,
    segment: Callable[[Picture], Picture] | None = None,
) -> Apart:
    """Tell what stands before the plate. `before` is the mask of the frame before: no light is measured there, and what
    was in it stays in it more easily; `memory` is of the frames before. `segment` adds what it knows of people.
    """
    laid = registrar.laid(found.place)
    covered = registrar.covered(found.place)
    background = covered if before is None else cv2.bitwise_and(covered, cv2.bitwise_not(cv2.dilate(before, _BAND)))
    grade = grade_of(frame, laid, np.asarray(background, np.uint8))
    lit = np.asarray(cv2.LUT(laid, grade.table()), np.uint8)
    down, across = np.mgrid[0 : frame.shape[0], 0 : frame.shape[1]].astype(np.float32)
    left = np.clip(cv2.GaussianBlur(found.left, (0, 0), 2), -_REACH, _REACH)
    bent = cv2.remap(lit, across - left[..., 0], down - left[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    plain, closer = difference(frame, lit), difference(frame, np.asarray(bent, np.uint8))
    away, other = length(plain), length(closer)
    plain[other < away] = closer[other < away]
    plain[covered == 0] = 0
    away = np.minimum(away, other) * (covered > 0)
    mask = _stands(memory.weigh(plain, found, registrar), np.asarray(background, np.uint8), before)
    mask = _covering(frame, np.asarray(bent, np.uint8), mask)
    if segment is not None and mask.any():
        mask = np.asarray(cv2.bitwise_or(mask, segment(frame)), np.uint8)
    return Apart(mask, away, grade, laid)


def known(frame: Picture, found: Found, registrar: Registrar, mask: Picture) -> Apart:
    """A frame whose mask is known, taken apart: only its light is looked for."""
    laid = registrar.laid(found.place)
    hard = np.where(mask > 100, 255, 0).astype(np.uint8)
    around = cv2.dilate(mask, np.ones((9, 9), np.uint8))
    background = np.where((registrar.covered(found.place) > 0) & (around < 20), 255, 0).astype(np.uint8)
    grade = grade_of(frame, laid, background)
    away = length(difference(frame, np.asarray(cv2.LUT(laid, grade.table()), np.uint8)))
    return Apart(hard, away, grade, laid)


def _stands(away: NDArray[np.float32], background: Picture, before: Picture | None) -> Picture:
    """Hysteresis: what is surely not the set, with all of its surroundings that may not be."""
    calm = away[background > 0]
    noise = float(np.percentile(calm, 80)) if calm.size > 100 else 4.0
    low, high = float(np.clip(2.5 * noise, 6, 12)), float(np.clip(5 * noise, 13, 24))
    maybe = (away > low).astype(np.uint8)
    if before is not None:
        maybe |= ((before > 0) & (away > 0.6 * low)).astype(np.uint8)
    maybe = cv2.morphologyEx(maybe, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(maybe, connectivity=8)
    sure = np.zeros(count, bool)
    sure[np.unique(labels[away > high])] = True
    sure[0] = False
    sure &= stats[:, cv2.CC_STAT_AREA] > _LEAST * away.size
    kept = np.where(sure[labels], 255, 0).astype(np.uint8)
    return _filled(np.asarray(cv2.morphologyEx(kept, cv2.MORPH_CLOSE, _CLOSED), np.uint8))


def _covering(frame: Picture, plate: Picture, mask: Picture) -> Picture:
    """A mask with what hides the plate's texture beside it: what is dark before a dark set is hardly another colour.
    8-bit BGR pictures of one size, the plate in the frame's light.

    Of the plate's texture, the slope of a regression tells how much is seen around each pixel outside the mask.
    """
    if not mask.any():
        return mask
    here, there = (cv2.cvtColor(each, cv2.COLOR_BGR2GRAY).astype(np.float32) for each in (frame, plate))
    outside = (mask == 0).astype(np.float32)
    parts = cv2.merge([outside, here * outside, there * outside, here * there * outside, there * there * outside])
    share, one, other, both, others = cv2.split(cv2.boxFilter(parts, -1, (_AROUND, _AROUND)))
    share = np.maximum(share, np.float32(1e-3))
    spread = others / share - (other / share) ** 2
    seen = (both / share - one * other / share**2) / np.maximum(spread, 1)
    hidden = (outside > 0) & (share > _SPEAKS) & (spread > _TEXTURE**2) & (seen < _HIDDEN)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hidden.astype(np.uint8), connectivity=8)
    beside = np.zeros(count, bool)
    beside[np.unique(labels[cv2.dilate(mask, _BAND) > 0])] = True
    beside[0] = False
    beside &= stats[:, cv2.CC_STAT_AREA] < _PART * np.count_nonzero(mask)
    if not beside.any():
        return mask
    whole = np.where(beside[labels], 255, mask).astype(np.uint8)
    return _filled(np.asarray(cv2.morphologyEx(whole, cv2.MORPH_CLOSE, _CLOSED), np.uint8))


def _filled(mask: Picture) -> Picture:
    """A mask without its small holes."""
    holes = cv2.bitwise_not(mask)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(holes, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < _HOLE * mask.size
    small[0] = False
    return np.asarray(np.where(small[labels], 255, mask), np.uint8)

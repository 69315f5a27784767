"""The locks, applied to frame after frame at its full size: the plate behind the cast, the cast in its colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.colour import bgr_of, lab_of
from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.grain import LEAST, Grain
from ministudio_cli.stabilise.light import Lights
from ministudio_cli.stabilise.likeness import GATE
from ministudio_cli.stabilise.palette import FLAT
from ministudio_cli.stabilise.register import matrix
from ministudio_cli.stabilise.subject import Grade, regrade

Numbers = NDArray[np.float64]
_SOFT = 1.0
_TABLE = 64
_MOVED = 2.0
"""L*a*b* by which a colour that is held may have drifted before the colour table is made anew; less is added to it."""
_BLINK = 0.04
"""Share by which the light may change before the table is made anew at once."""
_WIDE, _NARROW = 11.0, 7.0
"""How far a colour that is held, and one that is not, reach: L*a*b* with half of L*. Footage is noisy."""
_FAR = 4.0
"""Beyond so many times its reach, a colour that is held moves nothing."""
_FLICKERS = 6.0
"""L*a*b* by which a frame is moved at most beside what drifts."""
_SAMPLES, _FEW, _PART, _INSIDE = 4000, 40, 0.05, 250
"""Pixels of a figure that are read in a frame, how many of them and what share a colour must have to be believed, and
how surely (of 255) a pixel must be the figure's.
"""
_STRANGER = 0.02
"""How much a colour that is like no swatch resists being moved."""


class PlateLock:
    """Lays the registered plate, in the light that was decided, behind what stands before it; `blur` is by how many
    pixels of the frame the set is softer than it was painted (a Gaussian's deviation), `grain` the take's in levels.
    """

    def __init__(
        self, plate: Picture, path: Numbers, lights: Lights, size: tuple[int, int], blur: float, grain: float
    ) -> None:
        self.path, self.lights, self.size = path, lights, size
        grown = float(np.exp(np.median(path[:, 0]))) * size[0] / plate.shape[1]
        self.plate = _blurred(plate, blur / max(0.2, grown))
        self.grain = Grain(grain) if grain >= LEAST else None
        self._laid: tuple[bytes, Picture, NDArray[np.float32]] | None = None

    def lay(self, number: int, frame: Picture, mask: Picture, grade: Grade) -> Picture:
        """One frame with the set from the plate; `mask` (small) is what is kept, in the light that all is given."""
        gain, lift = self.lights.gain[number], self.lights.lift[number]
        key = b"".join(colour.tobytes() for colour in (self.path[number], gain, lift))
        if self._laid is None or self._laid[0] != key:
            found = matrix(self.path[number], self.plate.shape[1::-1], self.size)
            laid = cv2.warpAffine(self.plate, found, self.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            if (gain != 1).any() or (lift != 0).any():
                laid = cv2.LUT(laid, Grade(gain, lift).table())
            self._laid = key, np.asarray(laid, np.uint8), self._inside(number, mask.shape[1::-1])
        laid, inside = self._laid[1:]
        kept = cv2.GaussianBlur(np.maximum(mask.astype(np.float32) / 255, 1 - inside), (0, 0), _SOFT)
        kept = cv2.resize(np.clip(kept * 1.15 - 0.02, 0, 1), self.size, interpolation=cv2.INTER_LINEAR)
        regraded = np.asarray(cv2.LUT(frame, regrade(grade, Grade(gain, lift))), np.uint8)
        if self.grain:
            laid = self.grain.given(laid, regraded)
        return np.asarray(cv2.blendLinear(regraded, laid, kept, 1 - kept), np.uint8)

    def _inside(self, number: int, size: tuple[int, ...]) -> NDArray[np.float32]:
        """Where a frame lies inside the plate, at the masks' size: 1, else 0."""
        across, down = self.plate.shape[1] // 4, self.plate.shape[0] // 4
        small = (int(size[0]), int(size[1]))
        place = matrix(self.path[number], (across, down), small)
        inside = cv2.warpAffine(np.full((down, across), 255, np.uint8), place, small, flags=cv2.INTER_LINEAR)
        return np.asarray(cv2.erode(inside, np.ones((5, 5), np.uint8)), np.float32) / np.float32(255)


@dataclass(frozen=True, slots=True)
class Exposure:
    """One swatch to be held: its colour in each frame (frames, 3) and the colour it is to have, L*a*b*."""

    seen: Numbers
    wanted: Numbers


class ColourLock:
    """Moves the colours of one figure where they belong; what is none of its swatches is left as it is.

    Colours are told in the plate's own light, and moved in the light that each frame is given. What drifts slowly is
    known from the whole take; by what a frame is off besides, it flickers, and is read in the frame itself.
    """

    def __init__(self, holds: Sequence[Exposure], others: Sequence[Numbers], lights: Lights) -> None:
        self.holds, self.others, self.lights = tuple(holds), tuple(others), lights
        axis = (np.arange(_TABLE) + 0.5) * (256 / _TABLE)
        blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
        self._bgr = np.stack([blue.ravel(), green.ravel(), red.ravel()], axis=1).astype(np.float32)
        self._lab = lab_of(self._bgr).astype(np.float32)
        self._scaled = self._lab * FLAT.astype(np.float32)
        self._shift: _Shift | None = None
        self._lit, self._number = 1.0, 0

    def hold(self, number: int, frame: Picture, mask: Picture) -> None:
        """Move the figure's colours in a frame, in place; `mask` (small) is the figure's."""
        left, top, wide, tall = cv2.boundingRect(mask)
        if not wide or not tall:
            return
        light = float(self.lights.gain[number].mean())
        if self._shift is None or self._drifted(number) or abs(light / self._lit - 1) > _BLINK:
            self._shift, self._lit, self._number = self._made(number), light, number
        rows, columns = frame.shape[:2]
        grow = columns / mask.shape[1]
        x, y = int(left * grow), int(top * grow)
        right, bottom = min(columns, int((left + wide) * grow) + 1), min(rows, int((top + tall) * grow) + 1)
        part = frame[y:bottom, x:right]
        share = cv2.resize(mask, (columns, rows), interpolation=cv2.INTER_LINEAR)[y:bottom, x:right]
        table = self._shift.table(self._besides(number, part, share))
        moved = cv2.blur(np.ascontiguousarray(_looked_up(table, part)), (3, 3))
        scaled = cv2.multiply(moved, cv2.merge([share.astype(np.int16)] * 3), scale=1 / 255, dtype=cv2.CV_16S)
        frame[y:bottom, x:right] = cv2.add(part.astype(np.int16), scaled, dtype=cv2.CV_8U)

    def _drifted(self, number: int) -> bool:
        """Whether a colour is another than the table in use was made for."""
        return any(float(np.abs(hold.seen[number] - hold.seen[self._number]).max()) > _MOVED for hold in self.holds)

    def _besides(self, number: int, part: Picture, share: Picture) -> Numbers:
        """By how much (BGR) each colour that is held must be moved in a frame beside what the table in use tells: what
        has drifted since, and what flickers. (holds, 3)
        """
        grade = Grade(self.lights.gain[number], self.lights.lift[number])
        seen = np.array([_under(hold.seen[number], grade) for hold in self.holds])
        off = seen - np.array([_under(hold.seen[self._number], grade) for hold in self.holds])
        step = max(1, int(np.sqrt(share.size / _SAMPLES)))
        pixels = part[::step, ::step][share[::step, ::step] > _INSIDE]
        if len(pixels) >= _FEW:
            # As they were read when they were found: else what is read here would lean towards what was read there.
            every = np.array([*seen, *(_under(other, grade) for other in self.others)])
            away = np.linalg.norm((lab_of(pixels)[:, None] - every[None]) * FLAT, axis=2)
            near = away.argmin(axis=1)
            for index in range(len(self.holds)):
                own = pixels[(near == index) & (away[:, index] < GATE)]
                if len(own) >= max(_FEW, _PART * len(pixels)):
                    flickers = lab_of(np.median(own, axis=0)[None])[0] - seen[index]
                    off[index] += flickers * min(1.0, _FLICKERS / max(float(np.linalg.norm(flickers)), 1e-6))
        wanted = np.array([_under(hold.wanted, grade) for hold in self.holds])
        return np.asarray(bgr_of(wanted) - bgr_of(wanted + off), np.float64)

    def _made(self, number: int) -> _Shift:
        """What is added to each colour (BGR) in a frame, as its figure's colours have drifted."""
        grade = Grade(self.lights.gain[number], self.lights.lift[number])
        flat = FLAT.astype(np.float32)
        seen = [_under(hold.seen[number], grade) for hold in self.holds]
        reach = ((self._scaled[None] - np.array(seen, np.float32)[:, None] * flat) ** 2).sum(axis=2).min(axis=0)
        some = np.flatnonzero(reach < (_FAR * _WIDE) ** 2)
        scaled = self._scaled[some]
        near = [_near(scaled, colour * flat, _WIDE) for colour in seen]
        whole = np.sum(near, axis=0) + _STRANGER
        for other in self.others:
            whole = whole + _near(scaled, _under(other, grade) * flat, _NARROW)
        moved = self._lab[some]
        shares = np.stack([np.minimum(colour / whole * (1 + _STRANGER), 1) for colour in near], axis=1)
        for index, hold in enumerate(self.holds):
            moved += shares[:, index : index + 1] * (_under(hold.wanted, grade) - seen[index]).astype(np.float32)
        return _Shift(len(self._bgr), some, (bgr_of(moved) - self._bgr[some]).astype(np.float32), shares)


@dataclass(frozen=True, slots=True)
class _Shift:
    """What is added (BGR) to `some` of so many colours, and the share that each hold has in each of these."""

    count: int
    some: NDArray[np.intp]
    added: NDArray[np.float32]
    shares: NDArray[np.float32]

    def table(self, besides: Numbers) -> NDArray[np.int64]:
        """(colours,), with what is added `besides` for each hold: four numbers of 16 bits each, of which three count,
        because one wide number is looked up four times as fast as three small ones.
        """
        table = np.zeros((self.count, 4), np.int16)
        table[self.some, :3] = np.rint(self.added + self.shares @ besides.astype(np.float32))
        return table.view(np.int64)[:, 0]


def _looked_up(table: NDArray[np.int64], picture: Picture) -> NDArray[np.int16]:
    """What a table (see `_Shift.table`) adds to each pixel, (rows, columns, 3)."""
    bits = int(np.log2(_TABLE))
    coarse = picture >> (8 - bits)
    index = coarse[..., 0].astype(np.int32)
    for channel in (1, 2):
        index <<= bits
        index |= coarse[..., channel]
    return np.take(table, index).view(np.int16).reshape(*index.shape, 4)[..., :3]


def _under(lab: Numbers, grade: Grade) -> Numbers:
    """A colour as it is seen in a light."""
    return np.asarray(lab_of(np.clip(bgr_of(lab[None]) * grade.gain + grade.lift, 0, 255))[0], np.float64)


def _near(lab: NDArray[np.float32], colour: Numbers, spread: float) -> NDArray[np.float32]:
    away = ((lab - colour.astype(np.float32)) ** 2).sum(axis=1)
    return np.asarray(np.exp(-away / (2 * spread**2)), np.float32)


def _blurred(picture: Picture, blur: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8) if blur > 0.15 else picture

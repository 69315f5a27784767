"""The first look at a take, frame by frame at a small size: where the plate lies, who stands before it, in what light.

Nothing is judged here and nothing is mended; memory does not grow with the take but by a few numbers a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Decoded, Picture
from ministudio_cli.qc.marks import Marks
from ministudio_cli.qc.motion import BENT, TEXTURED, Lasting, normal, residual, without_affine
from ministudio_cli.qc.notes import LOST, Notes
from ministudio_cli.qc.pixels import GRID, Numbers, bars_of, flicker, noise_of, steepness_of
from ministudio_cli.stabilise.likeness import Cast
from ministudio_cli.stabilise.palette import Palette
from ministudio_cli.stabilise.picture import length, sharpness, similar, slopes
from ministudio_cli.stabilise.placement import Closely
from ministudio_cli.stabilise.register import Found, Registrar, matrix
from ministudio_cli.stabilise.subject import NEUTRAL, Apart, Memory, known, take_apart

FINE = 8
"""Opening frames from which the light on the cast is learnt."""
CLOSE = 16
"""Opening frames that are looked at once more, at twice the size."""
_AROUND = np.ones((9, 9), np.uint8)
_BESIDE = np.ones((25, 25), np.uint8)
_FEW = 400
"""Pixels of a frame from which its own motion is told."""
_CALM = 0.5
"""Pixels of motion that any background has."""
_SURELY = 1.5
"""How much more than noise explains a bare place must move to be believed."""
_SEARCHED, _SELDOM = 24, 12
"""Frames in which a plate is looked for in each, and one of how many after that."""
_FOCUSED = 0.6
"""Sharpness over the plate's from which a frame tells what is written in it."""
_TRUSTED = 0.3
"""Share of points that follow a place from which it is looked at closely."""
_SOMETIMES = 8
"""One frame of so many is held against the plate in full."""


class Examiner:
    """Looks at one take. `write` is given each frame's masks (8 bits, soft), one figure below the other, and below them
    the mask of what is neither figure nor set.
    """

    def __init__(
        self,
        plate: Picture,
        size: tuple[int, int],
        palettes: Sequence[Palette],
        write: Callable[[Picture], None],
        segment: Callable[[Picture], Picture] | None = None,
    ) -> None:
        self.size = size
        self.notes = Notes()
        self.registrar = Registrar(plate, size)
        self.cast = Cast(palettes, size)
        self.marks = Marks(size)
        self.found = False
        """Whether the plate was ever seen."""
        self.closely: Closely | None = None
        self._plate = plate
        self._write, self._segment = write, segment
        self._memory = Memory()
        self._place: Numbers | None = None
        self._before: tuple[Picture, Numbers, Picture] | None = None
        self._mask: Picture | None = None
        self._waiting: list[tuple[Picture, Apart, NDArray[np.uint8] | None]] = []
        self._sums = np.zeros((3, GRID[1], GRID[0]))
        self._lasting = Lasting(self.registrar)
        self.noise_of: list[float] = []
        self._grey: Picture | None = None
        self._dark: list[Numbers] = []

    def look(self, frame: Decoded, given: NDArray[np.uint8] | None = None, *, apart: bool = False) -> None:
        """One frame, in order. `given` are masks (figures, rows, columns) that are known; `apart` that frames were left
        out since the last.
        """
        small = frame.bgr(*self.size)
        if apart:
            self._before = self._grey = None
            self._lasting.skip()
        grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
        notes, number = self.notes, len(self.notes.level)
        notes.level.append(float(grey.mean()))
        notes.step.append(0.0 if self._grey is None else float(cv2.absdiff(grey, self._grey).mean()))
        self._grey = grey
        self._dark.append(bars_of(grey))
        found = self._follow(small)
        if found is None:
            self._lost(small)
            return
        seen = (
            take_apart(small, found, self.registrar, self._mask, self._memory, self._segment)
            if given is None
            else known(small, found, self.registrar, np.asarray(given.max(axis=0, initial=0), np.uint8))
        )
        background = self.registrar.background(seen.mask, found.place)
        if number < CLOSE and given is None:
            self._look_closer(frame, found, seen, background)
        self._mask = seen.mask
        self._note(small, found, seen, background)
        self._name(small, seen, given)

    def close(self) -> None:
        """Write what was still waiting for the light to be known."""
        self._settle()

    @property
    def subject(self) -> Picture | None:
        """Where the cast is in the frame that was looked at last, 255; None where its plate is not seen."""
        return self._mask

    def places(self) -> Numbers:
        """The plate's place in each frame, (frames, 4), as exact as the closer look has it."""
        found = np.asarray(self.notes.place, np.float64).reshape(-1, 4)
        if self.closely is None:
            return found
        nudge = self.closely.nudge()
        return np.array([self.closely.moved(place, nudge) for place in found]).reshape(-1, 4)

    def softness(self) -> float:
        """See `Closely.softness`."""
        return self.closely.softness() if self.closely else 0.0

    def living(self) -> NDArray[np.float32]:
        """How much more each cell of the plate moves by itself than the calm part of it does, shape GRID; 1 is calm, 0
        that it cannot be told: where the plate has hardly any texture, noise alone looks like motion.
        """
        count, whole, squares = self._sums
        seen = count > 0.3 * max(1.0, float(count.max()))
        spread = np.sqrt(np.maximum(0, squares / np.maximum(count, 1) - (whole / np.maximum(count, 1)) ** 2))
        spread += whole / np.maximum(count, 1)
        calm = float(np.median(spread[seen])) if seen.any() else 1.0
        noise = float(np.median(self.noise_of)) if self.noise_of else 0.0
        doubt = noise / np.maximum(steepness_of(self.registrar.plate), 0.1)
        ratio = spread / np.maximum(max(calm, _CALM), doubt)
        return np.asarray(np.where(seen & ((doubt < max(calm, _CALM)) | (ratio > _SURELY)), ratio, 0), np.float32)

    def bend(self) -> Numbers:
        """The motion that is left in cells of the plate, see `Notes.bend`; none where no picture shows it."""
        rows = np.asarray(self.notes.bend, np.float32).reshape(-1, *BENT[::-1], 2)
        return np.where(np.isfinite(rows) & self._lasting.random()[None, :, :, None], np.float32(0), rows)

    def lasting(self) -> Numbers:
        """By how many pixels of 480 across each cell of the plate moves for longer than a frame, see `Lasting`."""
        return self._lasting.cells() * 480 / self.size[0]

    def bars(self) -> float:
        """The share of the picture's height or width that is black at its edges in nearly all frames, though its plate
        is not.
        """
        if not self._dark:
            return 0.0
        top, bottom, left, right = np.percentile(np.stack(self._dark), 10, axis=0)
        plate = bars_of(cv2.cvtColor(cv2.resize(self.registrar.plate, self.size), cv2.COLOR_BGR2GRAY))
        own = np.maximum(np.array([top, bottom, left, right]) - plate, 0)
        return float(max((own[0] + own[1]) / self.size[1], (own[2] + own[3]) / self.size[0]))

    def _follow(self, small: Picture) -> Found | None:
        if self._place is None:
            looked = len(self.notes.level)
            if looked > _SEARCHED and looked % _SELDOM:
                return None
            self._place = self.registrar.begin(small)
            if self._place is None:
                return None
            self.found = True
            self._place = self.registrar.follow(small, self._place, None).place
        subject = None if self._mask is None else np.asarray(cv2.dilate(self._mask, _AROUND), np.uint8)
        found = self.registrar.follow(small, self._place, subject)
        self._place = found.place
        return found

    def _lost(self, small: Picture) -> None:
        """A frame in which the plate is not seen: its row stands, so that rows count with frames."""
        notes, nothing = self.notes, np.zeros((self.size[1], self.size[0]), np.uint8)
        notes.place.append(np.zeros(4))
        notes.follow.append(LOST)
        notes.away.append(99.0)
        notes.flow.append(99.0)
        notes.gain.append(NEUTRAL.gain)
        notes.lift.append(NEUTRAL.lift)
        notes.stretch.append(0.0)
        notes.bend.append(np.full((*BENT[::-1], 2), np.nan, np.float32))
        self._before = self._mask = None
        self._memory = Memory()
        self._name(small, Apart(nothing, nothing.astype(np.float32), NEUTRAL, small), None)

    def _look_closer(self, frame: Decoded, found: Found, apart: Apart, background: Picture) -> None:
        if self.closely is None:
            grow = float(np.clip(frame.width / self.size[0], 1, 2))
            self.closely = Closely(
                self._plate, (round(self.size[0] * grow), round(self.size[1] * grow)), self.registrar
            )
        if found.inliers > _TRUSTED:
            self.closely.add(frame.bgr(*self.closely.size), found, apart, background)

    def _note(self, small: Picture, found: Found, apart: Apart, background: Picture) -> None:
        notes = self.notes
        behind = background > 0
        some = bool(behind.sum() > 200)
        notes.place.append(found.place)
        notes.follow.append(found.inliers)
        notes.away.append(float(np.median(apart.away[behind])) if some else 99.0)
        strength = length(found.left)
        notes.flow.append(float(np.median(strength[behind])) if some else 99.0)
        notes.gain.append(apart.grade.gain)
        notes.lift.append(apart.grade.lift)
        notes.stretch.append(found.stretch)
        if self._before is not None:
            notes.flicker.append(flicker(self._before, (small, found.place, background), self.registrar))
        self._before = small, found.place, background
        if len(notes.place) % _SOMETIMES == 1 and some:
            laid = apart.lit()
            notes.like.append(similar(small, laid, behind))
            notes.sharp.append(sharpness(small, behind) / max(0.05, sharpness(laid, behind)))
            if notes.sharp[-1] > _FOCUSED:
                self.marks.add(small, laid)
            self.noise_of.append(noise_of(small, laid, behind))
        self._count(small, found, apart, behind)

    def _count(self, small: Picture, found: Found, apart: Apart, behind: NDArray[np.bool_]) -> None:
        """Add a frame's own motion to the plate's cells."""
        back = cv2.invertAffineTransform(matrix(found.place, self.registrar.plate_size, self.size))
        scale = np.array([GRID[0] / self.registrar.plate_size[0], GRID[1] / self.registrar.plate_size[1]])
        back = back * scale[:, None]
        across, down = slopes(np.asarray(cv2.cvtColor(apart.laid, cv2.COLOR_BGR2GRAY), np.uint8))
        textured = behind & (cv2.blur(across**2 + down**2, (9, 9)) > TEXTURED**2)
        self.notes.bend.append(self._bent(found, textured))
        flow = np.asarray(found.left, np.float32)
        self._persists(flow, textured, (across, down), found.place, (small, apart.lit()))
        clear, strength = self._clear(behind), length(normal(flow, across, down))
        inside = cv2.warpAffine(clear.astype(np.float32), back, GRID, flags=cv2.INTER_AREA)
        moved = cv2.warpAffine(np.where(clear, strength, 0).astype(np.float32), back, GRID, flags=cv2.INTER_AREA)
        here = inside > 0.5
        value = np.where(here, moved / np.maximum(inside, 0.5), 0)
        self._sums += np.stack([here, value, value**2])

    def _bent(self, found: Found, textured: NDArray[np.bool_]) -> Numbers:
        """The mean motion that is left in each cell of the plate, by the background whose texture tells one."""
        steep = textured.astype(np.float32)
        cells = self.registrar.cells([steep, *(found.left[..., axis] * steep for axis in (0, 1))], found.place, BENT)
        enough = cells[..., 0] > 0.15
        mean = cells[..., 1:] / np.maximum(cells[..., :1], 0.15)
        return np.where(enough[..., None], mean, np.nan).astype(np.float32)

    def _clear(self, behind: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """What of the background is not beside the cast, where flow is partly the cast's."""
        return behind if self._mask is None else behind & (cv2.dilate(self._mask, _BESIDE) == 0)

    def _persists(
        self,
        flow: NDArray[np.float32],
        textured: NDArray[np.bool_],
        steep: tuple[NDArray[np.float32], NDArray[np.float32]],
        place: Numbers,
        seen: tuple[Picture, Picture],
    ) -> None:
        """Count what of a frame's own motion is as it was in the frame before: what is stretched or turned as a whole
        is no life of the set. `seen` are the frame and the plate as it lies there.
        """
        where = self._clear(textured)
        if where.sum() < _FEW:
            self._lasting.skip()
            return
        own = without_affine(flow, where)
        left = residual(*seen, own.motion)
        self._lasting.add(len(self.notes.level) - 1, normal(own.flow, *steep), where, place, left)

    def _name(self, small: Picture, apart: Apart, given: NDArray[np.uint8] | None) -> None:
        """Tell the figures apart, once enough was seen to know the light that they stand in."""
        if self.cast.light is not None or not self.cast.count:
            self._tell(small, apart, given)
            return
        self._waiting.append((small, apart, given))
        if len(self._waiting) >= FINE:
            self._settle()

    def _settle(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and self.cast.count:
            self.cast.observe([(small, apart.mask, apart.grade) for small, apart, _ in waiting])
        for place in waiting:
            self._tell(*place)

    def _tell(self, small: Picture, apart: Apart, given: NDArray[np.uint8] | None) -> None:
        masks, rest = self.cast.tell(small, apart.mask, apart.grade, given)
        pixels = float(self.size[0] * self.size[1])
        self.notes.subject.append(float(np.count_nonzero(masks.max(axis=0))) / pixels if len(masks) else 0.0)
        self.notes.rest.append(float(np.count_nonzero(rest)) / pixels)
        self._write(np.asarray(np.vstack([cv2.GaussianBlur(mask, (0, 0), 1.0) for mask in (*masks, rest)]), np.uint8))

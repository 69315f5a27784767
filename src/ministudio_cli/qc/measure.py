"""What the finished frames measure, and whether a lock made them better: the gate after."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.colour import ciede2000, lab_of
from ministudio_cli.media.frames import Picture
from ministudio_cli.planning.inspection_tasks import ColourTarget
from ministudio_cli.qc.findings import Analysis
from ministudio_cli.qc.judge import GateDecision
from ministudio_cli.qc.motion import BENT, TEXTURED, Lasting, residual, without_affine
from ministudio_cli.qc.pixels import flicker
from ministudio_cli.stabilise.palette import FLAT
from ministudio_cli.stabilise.path import curve
from ministudio_cli.stabilise.picture import sharpness, similar, slopes
from ministudio_cli.stabilise.register import Registrar
from ministudio_cli.stabilise.subject import NEUTRAL, Grade, regrade
from ministudio_cli.store.artifact import Facts

Numbers = NDArray[np.float64]
OFF, MOVING = 0.33, 0.55
"""Pixels of 480 across by which a laid set may be off the take's own for longer than a frame, under a camera that
stands and one that moves. Sets that boil are off by 0 to 0.21, by 0.27 where they waver by more than a pixel, by 0.4
where the camera pans besides; water and a breathing lens under a camera that stands by 0.42 and more (80 kinds of
photographs, and simulated waver).
"""
BREATHES = 1.5
"""Pixels of 480, at the frame's edge, by which a lens may go in and out under a camera that stands. A set that boils
seems to by 0.1 to 0.4, one that is slowly stretched by its tenth; a lens that does by 1.2 % by 2.5 (simulated).
"""
_EVERY, _PAIR, _SHORT = 6, 4, 120
"""One frame of so many is measured in full; of so many, two that follow each other are held against each other, but of
a take of so few frames all are: a dozen pairs do not tell a waver from a set that was laid elsewhere.
"""
_GATE = 26.0
_DARK, _FLAT, _ALIKE = 24.0, 36.0, 0.6
"""Levels that are added to both before they are divided (what is dark is noisy), variance of a cell from which its
texture tells something, and correlation with the plate's from which it is the plate's.
"""


class After:
    """Measures finished frames as they pass, at the size at which the take was examined."""

    def __init__(self, found: Analysis, ruling: GateDecision, plate: Picture, *, laid: bool) -> None:
        self.found, self.ruling = found, ruling
        self.path = ruling.path.path if laid else found.place
        self.registrar = Registrar(plate, found.size, features=False)
        self.flicker: list[float] = []
        self.like: list[float] = []
        self.sharp: list[float] = []
        self.seam: list[float] = []
        self.colours: list[list[Numbers]] = [[] for _ in found.cast]
        self.laid = laid
        self.level: list[float] = []
        """The finished frames' mean level over the take's."""
        self.scale: list[tuple[int, float]] = []
        """Of frames, by how much the take's own set is larger than the finished one's; a camera that stands."""
        self._lit: list[NDArray[np.float32]] = []
        """See `_lighter`, of frames; under a camera that stands."""
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._lasting = Lasting(self.registrar)
        self._before: tuple[Picture, Numbers, Picture] | None = None
        self._last = 0
        self._pair = _PAIR if found.frames > _SHORT else 1

    def small(self, number: int, picture: Picture) -> Picture | None:
        """A frame as it came, at the examined size, where it will be held against the finished one."""
        if number >= len(self.path) or number % self._pair > 1:
            return None
        return np.asarray(cv2.resize(picture, self.found.size, interpolation=cv2.INTER_AREA), np.uint8)

    def look(
        self,
        number: int,
        picture: Picture,
        masks: Sequence[Picture],
        came: Picture | None = None,
        kept: Picture | None = None,
    ) -> None:
        """A finished frame; `came` is the take's own (see `small`), `kept` what of it was left as it was filmed."""
        if number >= len(self.path) or (number % self._pair > 1 and number % _EVERY):
            return
        size, place = self.found.size, self.path[number]
        small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        mask = np.where(np.max(masks, axis=0) > 60, 255, 0).astype(np.uint8)
        background = self.registrar.background(mask, place)
        now = (small, place, background)
        if self._before is not None and number == self._last + 1:
            self.flicker.append(flicker(self._before, now, self.registrar))
        self._before, self._last = now, number
        if came is not None and background.any():
            behind = background > 0
            if kept is not None:
                behind &= cv2.dilate(kept, np.ones((9, 9), np.uint8)) < 8
            self._against(number, small, came, behind, place)
        if number % _EVERY == 0 and background.any():
            behind = background > 0
            light = Grade(self.ruling.lights.gain[number], self.ruling.lights.lift[number])
            lit = cv2.LUT(self.registrar.laid(place), light.table())
            self.like.append(similar(small, np.asarray(lit, np.uint8), behind))
            self.sharp.append(sharpness(small, behind) / max(0.05, sharpness(np.asarray(lit, np.uint8), behind)))
            self.seam.append(_seam(small, mask))
            self._read(np.asarray(cv2.LUT(small, regrade(light, NEUTRAL)), np.uint8), masks)

    def _against(self, number: int, small: Picture, came: Picture, behind: NDArray[np.bool_], place: Numbers) -> None:
        """Hold a finished frame against the take's own. A set that boils is off it another way in each frame; one that
        was laid where it was not filmed, or held against its own motion, is off it by the same in the next.
        """
        self.level.append(float(small.mean()) / max(1.0, float(came.mean())))
        now, before = (cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) for picture in (small, came))
        if self.ruling.path.kind == "static":
            self._lit.append(self._lighter(np.asarray(before, np.float32), place))
        across, down = slopes(np.asarray(before, np.uint8))
        steep = behind & (cv2.blur(across**2 + down**2, (9, 9)) > TEXTURED**2)
        if not self.laid or steep.sum() < 400:
            self._lasting.skip()
            return
        flow = np.asarray(self._flow.calc(now, before, None), np.float32)
        moving = self.ruling.path.kind != "static"
        unstretched = without_affine(flow, steep, moving=moving)
        if not moving:
            self.scale.append((number, unstretched.scale))
        # A set whose proportions drift is off its plate by the same from frame to frame, and does not move by itself.
        self._lasting.add(number, unstretched.flow, steep, place, residual(came, small, unstretched.motion))

    def _lighter(self, came: NDArray[np.float32], place: Numbers) -> NDArray[np.float32]:
        """How much lighter (a logarithm) than its plate each cell of a frame is, beside the middle one; NaN where it
        does not have the plate's texture: what stands before it, whatever it is taken for, is no light.
        """
        plate = cv2.cvtColor(self.registrar.laid(place), cv2.COLOR_BGR2GRAY).astype(np.float32)
        share = np.log((came + _DARK) / (plate + _DARK))
        parts = [np.ones_like(came), share, came, plate, came**2, plate**2, came * plate]
        inside, share, one, other, ones, others, both = np.moveaxis(self.registrar.cells(parts, place, BENT), 2, 0)
        inside = np.maximum(inside, 0.1)
        spread = (ones / inside - (one / inside) ** 2, others / inside - (other / inside) ** 2)
        alike = (both / inside - one * other / inside**2) / np.sqrt(np.maximum(spread[0] * spread[1], 1.0))
        known = np.where((inside > 0.6) & (spread[1] > _FLAT) & (alike > _ALIKE), share / inside, np.nan)
        return np.asarray(known - (np.nanmedian(known) if np.isfinite(known).any() else 0), np.float32)

    def uneven(self) -> float:
        """By how much (a logarithm) the light of a tenth of the set changes over the take otherwise than the rest does:
        a lamp that goes on, the shadow of a cloud. 0 where it cannot be told, and under a camera that moves.
        """
        if len(self._lit) < 12:
            return 0.0
        cells = np.array(self._lit).reshape(len(self._lit), -1)
        cells = cells[:, np.isfinite(cells).mean(axis=0) > 0.5]
        if cells.shape[1] < 12:
            return 0.0
        wide = max(5, len(cells) // 6)
        starts = range(0, len(cells) - wide + 1, max(1, wide // 2))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a cell that is hidden for a while
            smooth = np.array([np.nanmedian(cells[at : at + wide], axis=0) for at in starts])
        return float(np.percentile(np.nanmax(smooth, axis=0) - np.nanmin(smooth, axis=0), 90))

    def off(self) -> Numbers:
        """By how many pixels of 480 across each cell of the plate is off the take's own for longer than a frame, shape
        (rows, columns); NaN where that cannot be told.
        """
        return self._lasting.cells() * 480 / self.found.size[0]

    def away(self) -> float:
        """How far the worst tenth of the set is off the take's own, see `off`; 0 where it cannot be told."""
        known = self.off()[np.isfinite(self.off())]
        return float(np.percentile(known, 90)) if known.size > 8 else 0.0

    def breath(self) -> float:
        """By how many pixels of 480, at the frame's edge, the take's lens goes in and out, where the finished one's
        stands: the amplitude of its scale beside a steady growth.
        """
        if len(self.scale) < 8:
            return 0.0
        numbers, scales = np.asarray(self.scale, np.float64).T
        left = scales - np.polyval(np.polyfit(numbers, scales, 1), numbers)
        middle = np.median(np.stack([left[:-2], left[1:-1], left[2:]]), axis=0)
        return float(240 * np.sqrt(2 * np.mean(middle**2)))

    def moving(self) -> NDArray[np.uint8] | None:
        """The cells of the plate (255) that were laid against a motion of their own; None where there are none, or so
        many that the whole is not the set's.
        """
        off = self.off()
        known = np.isfinite(off)
        if self.away() <= (OFF if self.ruling.path.kind == "static" else MOVING) or not known.any():
            return None
        far = known & (off > max(0.5, 1.5 * float(np.median(off[known]))))
        if not far.any() or far.sum() > 0.45 * known.sum():
            return None
        return np.asarray(cv2.dilate(np.where(far, 255, 0).astype(np.uint8), np.ones((3, 3), np.uint8)), np.uint8)

    def _read(self, small: Picture, masks: Sequence[Picture]) -> None:
        """Each figure's swatches in the plate's own light, nearest to where they were found."""
        for index, character in enumerate(self.found.cast):
            inner = cv2.erode(masks[index], np.ones((5, 5), np.uint8)) > 200
            lab = lab_of(small[inner])[:: max(1, int(inner.sum()) // 3000)]
            row = np.full((len(character.parts), 3), np.nan)
            known = [at for at in range(len(character.parts)) if character.swatch(at)]
            if len(lab) >= 40 and known:
                start = np.stack([character.seen[np.isfinite(character.seen[:, at, 0])][0, at, :3] for at in known])
                away = np.linalg.norm((lab[:, None] - start[None]) * FLAT, axis=2)
                for place, at in enumerate(known):
                    here = lab[(away.argmin(axis=1) == place) & (away.min(axis=1) < _GATE)]
                    if len(here) >= 12:
                        row[at] = np.median(here, axis=0)
            self.colours[index].append(row)

    def as_facts(self, hues: Sequence[ColourTarget]) -> Facts:
        """The figures as JSON holds them; colours as the largest ΔE00 of each swatch to what it is to be."""
        return {
            "flicker": _middle(self.flicker),
            "like": _middle(self.like),
            "sharp": _middle(self.sharp),
            "seam": _middle(self.seam),
            "off": round(self.away(), 3) if self.laid else None,
            "figures": [
                {
                    "figure": character.figure,
                    "colours": [
                        {"part": character.parts[hue.swatch], "swatch": hue.swatch, "away": round(away, 2)}
                        for hue in hues
                        if hue.figure == character.figure and (away := self._away(index, hue)) is not None
                    ],
                }
                for index, character in enumerate(self.found.cast)
            ],
        }

    def _away(self, index: int, hue: ColourTarget) -> float | None:
        """How far a swatch is from its anchor, ΔE00: the largest over the take, smooth in time as it was before."""
        rows = [frame[hue.swatch] for frame in self.colours[index] if not np.isnan(frame[hue.swatch]).any()]
        if len(rows) < 3:
            return None
        smooth = np.stack([curve(column) for column in np.stack(rows).T], axis=1)
        return float(ciede2000(smooth, np.asarray(hue.lab)).max())


def _seam(picture: Picture, mask: Picture) -> float:
    """How much more edge there is just outside a mask than a little farther out; near 1 where no seam is seen."""
    if not mask.any():
        return 1.0
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    edges = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    rings = [cv2.dilate(mask, np.ones((size, size), np.uint8)) > 0 for size in (5, 9, 17)]
    near, far = rings[1] & ~rings[0], rings[2] & ~rings[1]
    if near.sum() < 30 or far.sum() < 30:
        return 1.0
    return float((edges[near].mean() + 1) / (edges[far].mean() + 1))


def _middle(values: Sequence[float]) -> float | None:
    return round(float(np.median(values)), 4) if len(values) else None

"""What the examination of a take found, as values: kept beside it as numbers, and judged by whoever wants to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.qc.examine import Examiner
from ministudio_cli.stabilise.likeness import MERGED
from ministudio_cli.stabilise.palette import main_of
from ministudio_cli.stabilise.path import curve
from ministudio_cli.store.artifact import Facts

Numbers = NDArray[np.float64]
_ROWS = (
    "place", "follow", "away", "flow", "gain", "lift", "subject", "rest", "flicker", "step", "level", "stretch", "like",
    "sharp", "bend",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """One figure in one take: its swatches' parts and shares of the portrait, and their colours (L*a*b*).

    `expected` (swatches, 3) is the portrait under the set's light; `seen` (samples, swatches, 4) what was read, with
    shares of the figure, NaN where a swatch is not seen; `strange` (samples,) the share that no swatch explains.
    """

    figure: str
    parts: tuple[str, ...]
    shares: tuple[float, ...]
    expected: Numbers
    seen: Numbers
    strange: Numbers

    def swatch(self, index: int) -> bool:
        """Whether a swatch is seen in most of the take."""
        return bool(len(self.seen)) and float(np.isfinite(self.seen[:, index, 0]).mean()) > 0.6

    def share(self, index: int) -> float:
        """The share of the figure that a swatch is, where it is seen: the median."""
        return float(np.nanmedian(self.seen[:, index, 3])) if self.swatch(index) else 0.0

    def apart(self, index: int, frames: int, at: Numbers) -> bool:
        """Whether a swatch stays one of its own: what is followed into a larger one's colour was never that swatch."""
        own = self.over(index, frames, at)
        for other in range(len(self.parts)):
            if other != index and self.share(other) > self.share(index):
                apart = float(np.linalg.norm(self.expected[index] - self.expected[other]))
                if float(np.linalg.norm(own - self.over(other, frames, at), axis=1).min()) < MERGED * apart:
                    return False
        return True

    def over(self, index: int, frames: int, at: Numbers) -> Numbers:
        """A swatch's colour in each frame, (frames, 3), smooth in time; before the first sample and after the last as
        it drifts there.
        """
        rows = self.seen[:, index, :3]
        here = np.isfinite(rows[:, 0])
        places = np.arange(frames)
        smooth = [curve(column) for column in rows[here].T]
        return np.stack([_through(places, at[here], column) for column in smooth], axis=1)

    def main(self) -> int:
        """The figure's largest garment, see `main_of`."""
        return main_of(self.parts, self.shares)


def _through(places: NDArray[np.intp], at: Numbers, column: Numbers) -> Numbers:
    """A column of samples in each place, straight between them and for one step beyond the first and the last."""
    if len(at) < 2:
        return np.asarray(np.interp(places, at, column), np.float64)
    first, last = 2 * at[0] - at[1], 2 * at[-1] - at[-2]
    ends = 2 * column[0] - column[1], 2 * column[-1] - column[-2]
    return np.asarray(np.interp(places, [first, *at, last], [ends[0], *column, ends[1]]), np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """See `examine.Notes` for the rows. `found`: whether the plate was ever seen. `softness`: by how much the set is
    softer than its plate, in shares of the frame's width. `bars`: the share of its height or width that is black all
    the time and not in the plate. `grain`: see `grain.grain_of`. `close`: the height of the largest face in
    shares of the frame's. `features`: how many the plate has, by which it is found. `stutter`: see `reading.stutter`.
    `samples`: frames in which colours were read. `living` (rows, columns): how much more each cell of the plate moves
    than its calm part, 0 where that cannot be told. `lasting` (rows, columns): by how many pixels of 480 across each
    moves for longer than a frame, NaN where that cannot be told.
    """

    frames: int
    size: tuple[int, int]
    found: bool
    softness: float
    place: Numbers
    follow: Numbers
    away: Numbers
    flow: Numbers
    gain: Numbers
    lift: Numbers
    subject: Numbers
    rest: Numbers
    flicker: Numbers
    step: Numbers
    level: Numbers
    stretch: Numbers
    like: Numbers
    sharp: Numbers
    bend: Numbers
    living: Numbers
    lasting: Numbers
    samples: Numbers
    bars: float
    grain: float
    close: float
    features: int
    stutter: int
    cast: tuple[Likeness, ...]


def save(examiner: Examiner, path: Path) -> tuple[Path, Facts]:
    """Write an examination down: the numbers into a file, and the facts that name them."""
    notes, cast = examiner.notes, examiner.cast
    arrays: Facts = {name: np.asarray(getattr(notes, name), np.float32) for name in _ROWS}
    arrays["place"] = examiner.places()
    arrays |= {"living": examiner.living(), "lasting": examiner.lasting(), "bend": examiner.bend()}
    arrays |= {"samples": np.asarray(cast.frames, np.float64)}
    figures = []
    for index, palette in enumerate(cast.palettes):
        arrays[f"seen-{index}"] = np.asarray(cast.colours[index], np.float64).reshape(-1, len(palette.swatches), 4)
        arrays[f"expected-{index}"] = cast.expected[index] if cast.expected else palette.lab
        arrays[f"strange-{index}"] = np.asarray(cast.strange[index], np.float64)
        figures.append(
            {
                "figure": palette.figure,
                "parts": [swatch.part for swatch in palette.swatches],
                "shares": [round(swatch.share, 4) for swatch in palette.swatches],
            }
        )
    np.savez_compressed(path, **arrays)
    softness = round(examiner.softness(), 6)
    plate = {"found": examiner.found, "softness": softness, "features": examiner.registrar.features}
    return path, {"size": list(examiner.size), "bars": round(examiner.bars(), 4), "figures": figures} | plate


def load(path: Path, facts: Mapping[str, Any]) -> Analysis:
    """Read back what `save` wrote."""
    with np.load(path) as file:
        rows = {name: np.asarray(file[name], np.float64) for name in (*_ROWS, "living", "lasting", "samples")}
        cast = tuple(
            Likeness(
                figure=fact["figure"],
                parts=tuple(fact["parts"]),
                shares=tuple(fact["shares"]),
                expected=np.asarray(file[f"expected-{index}"]),
                seen=np.asarray(file[f"seen-{index}"]),
                strange=np.asarray(file[f"strange-{index}"]),
            )
            for index, fact in enumerate(facts["figures"])
        )
    size = (int(facts["size"][0]), int(facts["size"][1]))
    return Analysis(
        frames=len(rows["level"]), size=size, found=bool(facts["found"]), softness=float(facts["softness"]), cast=cast,
        bars=float(facts["bars"]), grain=float(facts.get("grain", 0.0)),
        close=float(facts.get("close", 0.0)), features=int(facts["features"]),
        stutter=int(facts.get("stutter", 0)), **rows,
    )  # fmt: skip

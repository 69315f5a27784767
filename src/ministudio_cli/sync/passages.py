"""The cuts of a film whose music changes: each music is a passage of its own, planned from where the one before ended,
as its beats count from there. Pure.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.sync.demands import refuse_lengths
from ministudio_cli.sync.optimiser import between_pins, explain, plan_cuts
from ministudio_cli.sync.problem import Cut, CutCandidate, Passage, ShotConstraint, binds


def plan_passages(
    demands: Sequence[ShotConstraint], passages: Sequence[Passage], fps: float, total: int | None = None
) -> tuple[Cut, ...]:
    """The cuts of all passages; raises ScreenplayInvalid, with the place, where a demand cannot be met."""
    if len(passages) == 1:
        return plan_cuts(demands, passages[0].landings, fps, total)
    refuse_lengths(demands, fps, total)
    _refuse_silence(demands, passages)
    wanted = _wanted(demands, total)
    ends: list[int] = []
    for passage, first, last in _placed(passages):
        begin = ends[-1] if ends else 0
        own = _relative(wanted[first:last], begin)
        after = demands[last] if last < len(demands) else None
        fixed = total if after is None else after.start
        found = plan_cuts(own, passage.landings, fps, None if fixed is None else fixed - begin)
        earliest, latest = _room(demands, last, total)
        within = min(max(begin + found[-1].end, earliest), latest)
        if within != begin + found[-1].end:
            found = plan_cuts(own, passage.landings, fps, int(within) - begin)
        ends += [begin + cut.end for cut in found]
    return explain_passages(demands, passages, ends)


def explain_passages(
    demands: Sequence[ShotConstraint], passages: Sequence[Passage], ends: Sequence[int]
) -> tuple[Cut, ...]:
    """The cuts at these ends: what each lands on, in its own music or in the one that comes in there."""
    if len(passages) == 1:
        return explain(demands, passages[0].landings, ends)
    cuts: list[Cut] = []
    for number, (passage, first, last) in enumerate(_placed(passages)):
        begin = ends[first - 1] if first else 0
        own = explain(
            _relative(demands[first:last], begin), passage.landings, [end - begin for end in ends[first:last]]
        )
        moved = [dataclasses.replace(cut, start=cut.start + begin, end=cut.end + begin) for cut in own]
        comes_in = passages[number + 1].comes_in if number + 1 < len(passages) else ""
        if comes_in:
            reason = moved[-1].reason.split(",", maxsplit=1)[0] + ", where other music comes in"
            moved[-1] = dataclasses.replace(moved[-1], landing=comes_in, reason=reason)
        cuts += moved
    return tuple(cuts)


def laid(passages: Sequence[Passage], ends: Sequence[int]) -> Iterator[CutCandidate]:
    """What can be landed on in the whole film, cut at these ends; the first beat of each music too."""
    for passage, first, last in _placed(passages):
        begin, end = ends[first - 1] if first else 0, ends[last - 1]
        if passage.comes_in:
            bar = 0 if passage.comes_in == "downbeat" else -1
            yield CutCandidate(frame=begin, kind=passage.comes_in, beat=0, bar=bar)
        for landing in passage.landings:
            if begin + landing.frame < end:
                yield dataclasses.replace(landing, frame=begin + landing.frame)


def _placed(passages: Sequence[Passage]) -> Iterator[tuple[Passage, int, int]]:
    """Each passage with its first shot and the one after its last, by number."""
    first = 0
    for passage in passages:
        yield passage, first, first + passage.shots
        first += passage.shots


def _relative(demands: Sequence[ShotConstraint], begin: int) -> list[ShotConstraint]:
    """The demands of a passage, counted from the frame on which it begins: with its music, whatever its shot wishes."""
    if not begin:
        return list(demands)
    first = dataclasses.replace(demands[0], start=None, on="")
    rest = (
        demand if demand.start is None else dataclasses.replace(demand, start=demand.start - begin)
        for demand in demands[1:]
    )
    return [first, *rest]


def _wanted(demands: Sequence[ShotConstraint], total: int | None) -> list[ShotConstraint]:
    """The demands with the lengths that meet a film's length and its fixed cuts, where there are any."""
    if total is None and all(demand.start is None for demand in demands):
        return list(demands)
    ends = between_pins(demands, total)
    return [
        dataclasses.replace(demand, wanted=max(1, end - begin))
        for demand, begin, end in zip(demands, (0, *ends), ends, strict=False)
    ]


def _room(demands: Sequence[ShotConstraint], last: int, total: int | None) -> tuple[float, float]:
    """The earliest and the latest frame on which a passage can end, so that what follows has its fixed frames."""
    earliest, latest, least, most = 0.0, math.inf, 0, 0.0
    for fixed, demand in (*((after.start, after) for after in demands[last:]), (total, None)):
        if fixed is not None:
            earliest, latest = max(earliest, fixed - most), min(latest, fixed - least)
        if demand is not None:
            least, most = least + demand.least, most + (demand.most or math.inf)
    return earliest, latest


def _refuse_silence(demands: Sequence[ShotConstraint], passages: Sequence[Passage]) -> None:
    """Refuse a wish for music where none comes in."""
    for passage, first, _ in _placed(passages):
        demand = demands[first]
        if first and binds(demand.on) and not passage.comes_in:
            place = f"{demand.at}: " if demand.at else ""
            raise ScreenplayInvalid(
                f"{place}“{demand.shot}” is to begin in the music, and none with a beat comes in there",
                hint="leave on: out",
            )

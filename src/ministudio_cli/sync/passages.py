"""The cuts of a film whose music changes: each music is a passage of its own, planned from where the one before ended,
as its beats count from there. Pure.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.sync.demands import earliest_end, refuse_lengths, where
from ministudio_cli.sync.optimiser import between_pins, explain, plan_cuts
from ministudio_cli.sync.problem import Cut, CutCandidate, Passage, ShotConstraint, binds, meets


def plan_passages(
    demands: Sequence[ShotConstraint], passages: Sequence[Passage], fps: float, total: int | None = None
) -> tuple[Cut, ...]:
    """The cuts of all passages; raises ScreenplayInvalid, with the place, where a demand cannot be met."""
    if len(passages) == 1:
        return plan_cuts(demands, passages[0].landings, fps, total)
    refuse_lengths(demands, fps, total)
    _refuse_entrances(demands, passages)
    wanted = _wanted(demands, total)
    ends: list[int] = []
    for passage, first, last in _placed(passages):
        begin = ends[-1] if ends else 0
        own = _relative(wanted[first:last], begin)
        after = demands[last] if last < len(demands) else None
        fixed = total if after is None else after.start
        free = after is not None and after.on == "free"
        found = plan_cuts(own, passage.landings, fps, None if fixed is None else fixed - begin, free_end=free)
        earliest, latest = _room(demands, passages, last, total, fps)
        within = min(max(begin + found[-1].end, earliest), latest)
        if within != begin + found[-1].end:
            found = plan_cuts(own, passage.landings, fps, int(within) - begin, free_end=free)
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
        inside = [end - begin for end in ends[first:last]]
        free = last < len(demands) and demands[last].on == "free"
        own = explain(_relative(demands[first:last], begin), passage.landings, inside, free_end=free)
        moved = [dataclasses.replace(cut, start=cut.start + begin, end=cut.end + begin) for cut in own]
        comes_in = passages[number + 1].comes_in if number + 1 < len(passages) else ""
        if comes_in:
            moved[-1] = _because(moved[-1], "where other music comes in", comes_in)
        elif free:
            moved[-1] = _because(moved[-1], f"free of the music as “{demands[last].shot}” asks", moved[-1].landing)
        cuts += moved
    return tuple(cuts)


def _because(cut: Cut, why: str, landing: str) -> Cut:
    """A cut with another reason than its own music is."""
    return dataclasses.replace(cut, landing=landing, reason=f"{cut.reason.split(',', maxsplit=1)[0]}, {why}")


def laid(passages: Sequence[Passage], ends: Sequence[int]) -> Iterator[CutCandidate]:
    """What can be landed on in the whole film, cut at these ends; the first beat of each music too."""
    for passage, first, last in _placed(passages):
        begin, end = ends[first - 1] if first else 0, ends[last - 1]
        if (begins := _entrance(passage, begin)) is not None:
            # Where the film begins, its music does not turn.
            yield begins if begin else dataclasses.replace(begins, turn="")
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
    return [
        demand if demand.start is None else dataclasses.replace(demand, start=demand.start - begin)
        for demand in _from_its_music(demands)
    ]


def _from_its_music(demands: Sequence[ShotConstraint]) -> list[ShotConstraint]:
    """The demands of a passage whose first shot begins with its music."""
    return [dataclasses.replace(demands[0], start=None, on=""), *demands[1:]]


def _wanted(demands: Sequence[ShotConstraint], total: int | None) -> list[ShotConstraint]:
    """The demands with the lengths that meet a film's length and its fixed cuts, where there are any."""
    if total is None and all(demand.start is None for demand in demands):
        return list(demands)
    ends = between_pins(demands, total)
    return [
        dataclasses.replace(demand, wanted=max(1, end - begin))
        for demand, begin, end in zip(demands, (0, *ends), ends, strict=False)
    ]


def _room(
    demands: Sequence[ShotConstraint], passages: Sequence[Passage], last: int, total: int | None, fps: float
) -> tuple[float, float]:
    """The earliest and the latest frame on which a passage can end, so that what follows has its fixed frames and can
    begin on what it is to begin on.
    """
    earliest, latest, least, most = 0.0, math.inf, 0, 0.0
    for passage, first, end in _placed(passages):
        if first < last:
            continue
        own = demands[first:end]
        for demand in own:
            if demand.start is not None:
                earliest, latest = max(earliest, demand.start - most), min(latest, demand.start - least)
            least, most = least + demand.least, most + (demand.most or math.inf)
        if all(demand.start is None for demand in own):
            needed = earliest_end(_from_its_music(own), passage.landings, fps)
            least += needed - sum(demand.least for demand in own)
    if total is not None:
        earliest, latest = max(earliest, total - most), min(latest, total - least)
    return earliest, latest


def _refuse_entrances(demands: Sequence[ShotConstraint], passages: Sequence[Passage]) -> None:
    """Refuse a wish for what the music that comes in there does not begin on."""
    for passage, first, _ in _placed(passages):
        demand = demands[first]
        if not first or not binds(demand.on):
            continue
        begins = _entrance(passage, 0)
        if begins is None or not meets(begins, demand.on):
            place = f"{demand.at}: " if demand.at else ""
            comes_in = (
                f"the music that comes in there begins on a {passage.comes_in}"
                if begins
                else ("none with a beat comes in there")
            )
            raise ScreenplayInvalid(
                f"{place}“{demand.shot}” is to begin {where(demand.on)}, and {comes_in}", hint="leave on: out"
            )


def _entrance(passage: Passage, frame: int) -> CutCandidate | None:
    """What a music begins on; None where it has no beat there."""
    if not passage.comes_in:
        return None
    return CutCandidate(
        frame=frame, kind=passage.comes_in, beat=0, bar=0 if passage.comes_in == "downbeat" else -1, turn="section"
    )

"""The cut plan: one global optimum over every cut of the film, in whole frames.

Narration is law, beats are a strong wish, asked-for lengths a wish. A dynamic program runs over (shot, end frame); a
cut's cost is its length's plus its place's, and the film's total is weighed at the end. Pure: no clock, no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ministudio_cli.errors import ScreenplayInvalid

LENGTH = 100.0
AUTOMATIC = 0.15
NO_LANDING = 6.0
PLACES = {"downbeat": 0.0, "beat": 0.35, "onset": 1.0}
WEAKNESS = 0.5
TOTAL = 100.0
MOVED = 2.0
"""What it costs to give an unchanged shot another length than the one it was locked at: it would be drawn again."""
WINDOW_SECONDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A shot's wishes in frames: at least `least`, best `wanted`; `kept` is the length it was locked at, or 0."""

    shot: str
    least: int
    wanted: int
    automatic: bool = True
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Something in the music that a cut can land on: its frame, what it is, and its strength from 0 to 1."""

    frame: int
    kind: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The end of a shot: the frame where it ends, what that lands on (“” for nothing), and what it cost."""

    shot: str
    start: int
    end: int
    wanted: int
    landing: str
    cost: float
    reason: str

    @property
    def frames(self) -> int:
        return self.end - self.start


def place_cost(landing: Landing) -> float:
    return PLACES[landing.kind] + WEAKNESS * (1 - landing.strength)


def plan_cuts(
    demands: Sequence[Demand], landings: Sequence[Landing], fps: float, total: int | None = None
) -> tuple[Cut, ...]:
    """The cheapest frame for every cut; raises ScreenplayInvalid where no film of `total` frames can hold the lines."""
    least = sum(demand.least for demand in demands)
    if total is not None and least > total:
        raise ScreenplayInvalid(
            f"the shots need {least / fps:.1f} s at least and the film has {total / fps:.1f} s",
            hint="raise length:, or shorten the lines",
        )
    if not landings:
        return explain(demands, (), _asked(demands, total))
    window = round(WINDOW_SECONDS * fps)
    whole = sum(max(demand.wanted, demand.least) for demand in demands)
    while True:
        ends = _search(demands, landings, total, window)
        if ends is not None:
            return explain(demands, landings, ends)
        if window > 4 * (whole + (total or 0)):
            raise ScreenplayInvalid("no cut plan holds every line", hint="raise length:, or shorten the lines")
        window *= 2


def _asked(demands: Sequence[Demand], total: int | None) -> list[int]:
    """Without music: every shot as long as it asks; a hard total is met by all in proportion, automatic ones first."""
    lengths = [max(demand.kept or demand.wanted, demand.least) for demand in demands]
    for free in (True, False):
        off = 0 if total is None else total - sum(lengths)
        bend = [index for index, demand in enumerate(demands) if demand.automatic is free]
        room = [lengths[index] if off > 0 else lengths[index] - demands[index].least for index in bend]
        share = min(1.0, abs(off) / sum(room)) if sum(room) else 0.0
        for index, one in zip(bend, room, strict=True):
            lengths[index] += round(one * share) if off > 0 else -int(one * share)
    off = 0 if total is None else total - sum(lengths)
    order = sorted(range(len(demands)), key=lambda index: (not demands[index].automatic, -lengths[index]))
    for index in order * (1 if off >= 0 else 2):
        step = off if off > 0 else max(off, demands[index].least - lengths[index])
        lengths[index] += step
        off -= step
    ends, at = [], 0
    for length in lengths:
        at += length
        ends.append(at)
    return ends


def _search(demands: Sequence[Demand], landings: Sequence[Landing], total: int | None, window: int) -> list[int] | None:
    import numpy as np  # noqa: PLC0415 - a render that changes nothing plans no cuts

    wanted = np.cumsum([max(demand.wanted, demand.least) for demand in demands])
    least = np.cumsum([demand.least for demand in demands])
    scale = 1.0 if total is None else total / float(wanted[-1])
    place = np.full(int(wanted[-1] * max(scale, 1) + 2 * window + least[-1] + 2), NO_LANDING)
    for landing in landings:
        if 0 <= landing.frame < place.size:
            place[landing.frame] = min(place[landing.frame], place_cost(landing))
    starts, costs = np.array([0]), np.array([0.0])
    trail: list[tuple[Any, Any]] = []
    for index, demand in enumerate(demands):
        target = round(float(wanted[index]) * scale)
        last = index == len(demands) - 1
        low, high = max(int(least[index]), target - window), target + window
        ends = np.array([total]) if last and total is not None else np.arange(low, high + 1)
        length = ends[:, None] - starts[None, :]
        step = LENGTH * (AUTOMATIC if demand.automatic else 1.0) * (length / max(demand.wanted, 1) - 1.0) ** 2
        if demand.kept:
            step += MOVED * (length != demand.kept)
        through = np.where(length >= demand.least, step + costs[None, :], np.inf)
        best = through.argmin(axis=1)
        value = through[np.arange(ends.size), best] + place[ends]
        if last and total is None:
            value = value + TOTAL * len(demands) * (ends / float(wanted[-1]) - 1.0) ** 2
        fits = np.isfinite(value)
        if not fits.any():
            return None
        trail.append((ends[fits], best[fits]))
        starts, costs = ends[fits], value[fits]
    chosen = int(costs.argmin())
    found = []
    for ends, best in reversed(trail):
        found.append(int(ends[chosen]))
        chosen = int(best[chosen])
    return found[::-1]


def explain(demands: Sequence[Demand], landings: Sequence[Landing], ends: Sequence[int]) -> tuple[Cut, ...]:
    """The cuts at these ends: what each lands on, what it costs and why."""
    known: dict[int, Landing] = {}
    for landing in landings:
        if landing.frame not in known or place_cost(landing) < place_cost(known[landing.frame]):
            known[landing.frame] = landing
    cuts, start = [], 0
    for demand, end in zip(demands, ends, strict=True):
        landed = known.get(end)
        length = end - start
        cost = LENGTH * (AUTOMATIC if demand.automatic else 1.0) * (length / max(demand.wanted, 1) - 1.0) ** 2
        cost += place_cost(landed) if landed else (NO_LANDING if landings else 0.0)
        cuts.append(
            Cut(
                shot=demand.shot,
                start=start,
                end=end,
                wanted=demand.wanted,
                landing=landed.kind if landed else "",
                cost=round(cost, 4),
                reason=_reason(demand, length, landed, music=bool(landings)),
            )
        )
        start = end
    return tuple(cuts)


def _reason(demand: Demand, length: int, landed: Landing | None, *, music: bool) -> str:
    moved = length - demand.wanted
    change = f"{moved:+d} frames" if moved else "as asked"
    if landed:
        return f"{change}, on a {landed.kind}"
    if not music:
        return change
    if length == demand.least:
        return f"{change}, off the beat: the lines leave no room"
    return f"{change}, off the beat: a beat would cost more than it gives"

"""The cut plan: one global optimum over every cut of the film, in whole frames.

Narration is law, beats are a strong wish, asked-for lengths a wish. A dynamic program runs over (shot, end frame); a
cut's cost is its length's plus its place's, and the film's total is weighed at the end. Pure: no clock, no files.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from ministudio_cli.sync.demands import impossible, reach, refuse
from ministudio_cli.sync.problem import NO_LANDING, Cut, CutCandidate, ShotConstraint, binds, meets, place_cost

LENGTH = 100.0
AUTOMATIC = 0.15
TOTAL = 100.0
MOVED = 2.0
"""What it costs to give an unchanged shot another length than the one it was locked at: it would be drawn again."""
LOOSE_END = 2.0
"""What it costs to end the film on anything but a downbeat."""
WINDOW_SECONDS = 8
FARTHEST_SECONDS = 48
"""How far from its asked time a cut is looked for where footage limits it: memory grows with the square of it."""


def plan_cuts(
    demands: Sequence[ShotConstraint],
    landings: Sequence[CutCandidate],
    fps: float,
    total: int | None = None,
    *,
    free_end: bool = False,
) -> tuple[Cut, ...]:
    """The cheapest frame for every cut; raises ScreenplayInvalid, with the place, where a demand cannot be met.

    `free_end`: the music has no say in the last cut, as the shot behind it asks.
    """
    refuse(demands, landings, fps, total)
    reach(demands, landings, fps, total)
    window = round(WINDOW_SECONDS * fps)
    if not landings:
        ends = between_pins(demands, total)
        for demand, end, fixed in zip(demands, ends, [*(after.start for after in demands[1:]), total], strict=True):
            if fixed is not None and end != fixed:
                raise impossible(demand, fps)
        return explain(demands, (), ends)
    # There is a plan, unless footage is too short for it; it may lie far from what was asked.
    most = round(FARTHEST_SECONDS * fps) if any(demand.most for demand in demands) else math.inf
    while not (ends := _search(demands, landings, total, window, free_end=free_end)):
        if window > most:
            raise impossible(next(demand for demand in reversed(demands) if demand.most or demand is demands[0]), fps)
        window *= 2
    return explain(demands, landings, ends)


def between_pins(demands: Sequence[ShotConstraint], total: int | None) -> list[int]:
    """Without music, each run of shots between two fixed cuts is planned as a film of its own."""
    ends: list[int] = []
    first = 0
    for index in range(1, len(demands) + 1):
        fixed = demands[index].start if index < len(demands) else total
        if index == len(demands) or fixed is not None:
            begin = ends[-1] if ends else 0
            run = _asked(demands[first:index], None if fixed is None else fixed - begin)
            ends += [begin + end for end in run]
            first = index
    return ends


def _asked(demands: Sequence[ShotConstraint], total: int | None) -> list[int]:
    """Without music: every shot as long as it asks; a hard total is met by all in proportion, automatic ones first."""
    lengths = [max(demand.kept or demand.wanted, demand.least) for demand in demands]
    lengths = [min(length, demand.most or length) for length, demand in zip(lengths, demands, strict=True)]
    for free in (True, False):
        off = 0 if total is None else total - sum(lengths)
        bend = [index for index, demand in enumerate(demands) if demand.automatic is free]
        room = [_room(demands[index], lengths[index], off) for index in bend]
        share = min(1.0, abs(off) / sum(room)) if sum(room) else 0.0
        for index, bonus in zip(bend, room, strict=True):
            lengths[index] += round(bonus * share) if off > 0 else -int(bonus * share)
    off = 0 if total is None else total - sum(lengths)
    order = sorted(range(len(demands)), key=lambda index: (not demands[index].automatic, -lengths[index]))
    for index in order * (1 if off >= 0 else 2):
        most = demands[index].most
        longer = min(off, most - lengths[index]) if most else off
        step = longer if off > 0 else max(off, demands[index].least - lengths[index])
        lengths[index] += step
        off -= step
    ends, at = [], 0
    for length in lengths:
        at += length
        ends.append(at)
    return ends


def _room(demand: ShotConstraint, length: int, off: int) -> int:
    """Frames by which a shot can be longer (up to twice as long) or shorter."""
    if off <= 0:
        return length - demand.least
    return min(length, demand.most - length) if demand.most else length


def _search(
    demands: Sequence[ShotConstraint],
    landings: Sequence[CutCandidate],
    total: int | None,
    window: int,
    *,
    free_end: bool = False,
) -> list[int]:
    """The optimum with every cut within a window of its asked time; empty where there is none.

    A length's cost hangs on end − start alone, so a shot's costs are one vector, seen through a sliding window for
    every pair of an end and a start: nothing is computed twice and no frame is left out.
    """
    import numpy as np  # noqa: PLC0415 - a render that changes nothing plans no cuts

    wanted = asked_ends(demands)
    least = np.cumsum([demand.least for demand in demands])
    scale = 1.0 if total is None else total / float(wanted[-1])
    pins = [demand.start or 0 for demand in demands]
    size = int(wanted[-1] * max(scale, 1) + 2 * window + least[-1] + max(pins) + 2)
    places = _places(landings, size, {demand.on for demand in demands if binds(demand.on)})
    last_wish = "free" if free_end else "end"
    start, costs = 0, np.zeros(1)
    trail: list[tuple[int, int, Any]] = []
    for index, demand in enumerate(demands):
        after = demands[index + 1] if index + 1 < len(demands) else None
        target = round(float(wanted[index]) * scale)
        low, high = max(int(least[index]), target - window), target + window
        fixed = total if after is None else after.start
        if fixed is not None:
            low = high = fixed
        low, high = max(low, start + demand.least), min(high, size - 1)
        if high < low:
            return []
        # Lengths from the shortest pair (first end, last start) to the longest (last end, first start).
        lengths = np.arange(low - (start + costs.size - 1), high - start + 1)
        step = LENGTH * (AUTOMATIC if demand.automatic else 1.0) * (lengths / max(demand.wanted, 1) - 1.0) ** 2
        if demand.kept:
            step += MOVED * (lengths != demand.kept)
        step[lengths < demand.least] = np.inf
        if demand.most:
            step[lengths > demand.most] = np.inf
        through = np.lib.stride_tricks.sliding_window_view(step, costs.size) + costs[::-1]
        best = through.argmin(axis=1)
        value = through[np.arange(best.size), best] + places[after.on if after else last_wish][low : high + 1]
        if after is None and total is None:
            value = value + TOTAL * len(demands) * (np.arange(low, high + 1) / float(wanted[-1]) - 1.0) ** 2
        if not np.isfinite(value).any():
            return []
        trail.append((low, start + costs.size - 1, best))
        start, costs = low, value
    found = [start + int(costs.argmin())]
    for low, last_start, best in reversed(trail[1:]):
        found.append(last_start - int(best[found[-1] - low]))
    return found[::-1]


def asked_ends(demands: Sequence[ShotConstraint]) -> list[int]:
    """Where every shot would end if each were as long as it asks, counted anew from every fixed cut."""
    ends, at = [], 0
    for demand in demands:
        at = (at if demand.start is None else demand.start) + max(demand.wanted, demand.least)
        ends.append(at)
    return ends


def _places(landings: Sequence[CutCandidate], size: int, wishes: AbstractSet[str]) -> dict[str, Any]:
    """What it costs to cut at each frame, for every wish of `on`."""
    import numpy as np  # noqa: PLC0415

    found = {"": np.full(size, NO_LANDING), "free": np.zeros(size)}
    found |= {wish: np.full(size, np.inf) for wish in wishes}
    found["end"] = np.full(size, NO_LANDING + LOOSE_END)
    for landing in landings:
        if not 0 <= landing.frame < size:
            continue
        cost = place_cost(landing)
        for wish in ("", *(wish for wish in wishes if meets(landing, wish))):
            found[wish][landing.frame] = min(found[wish][landing.frame], cost)
        loose = 0.0 if landing.kind == "downbeat" else LOOSE_END
        found["end"][landing.frame] = min(found["end"][landing.frame], cost + loose)
    return found


def explain(
    demands: Sequence[ShotConstraint],
    landings: Sequence[CutCandidate],
    ends: Sequence[int],
    *,
    free_end: bool = False,
) -> tuple[Cut, ...]:
    """The cuts at these ends: what each lands on, what it costs and why."""
    known: dict[int, CutCandidate] = {}
    for landing in landings:
        if landing.frame not in known or place_cost(landing) < place_cost(known[landing.frame]):
            known[landing.frame] = landing
    cuts, start = [], 0
    for index, (demand, end) in enumerate(zip(demands, ends, strict=True)):
        after = demands[index + 1] if index + 1 < len(demands) else None
        landed = known.get(end)
        length = end - start
        cost = LENGTH * (AUTOMATIC if demand.automatic else 1.0) * (length / max(demand.wanted, 1) - 1.0) ** 2
        free = free_end if after is None else after.on == "free"
        if not free:
            cost += place_cost(landed) if landed else (NO_LANDING if landings else 0.0)
        if after is None and not free and landings and (landed is None or landed.kind != "downbeat"):
            cost += LOOSE_END
        cuts.append(
            Cut(
                shot=demand.shot,
                start=start,
                end=end,
                wanted=demand.wanted,
                landing=landed.kind if landed else "",
                cost=round(cost, 4),
                reason=_reason(demand, after, length, landed, music=bool(landings)),
            )
        )
        start = end
    return tuple(cuts)


def _reason(
    demand: ShotConstraint, after: ShotConstraint | None, length: int, landed: CutCandidate | None, *, music: bool
) -> str:
    moved = length - demand.wanted
    change = f"{moved:+d} frames" if moved else "as asked"
    if after is not None and after.start is not None:
        return f"{change}, fixed by at: of “{after.shot}”" + (f", on a {landed.kind}" if landed else "")
    if after is not None and after.on == "free":
        return f"{change}, free of the music as “{after.shot}” asks"
    if landed:
        return f"{change}, on a {landed.kind}" + (" as asked" if after is not None and binds(after.on) else "")
    if not music:
        return change
    if length == demand.least:
        return f"{change}, off the beat: the lines leave no room"
    return f"{change}, off the beat: a beat would cost more than it gives"

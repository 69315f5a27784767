"""What no cut plan can meet, told before it is searched for. Pure."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.sync.problem import COUNTS_AS, CutCandidate, ShotConstraint, binds, meets


def refuse(demands: Sequence[ShotConstraint], landings: Sequence[CutCandidate], fps: float, total: int | None) -> None:
    """Say what cannot be before it is searched for."""
    refuse_lengths(demands, fps, total)
    met = {demand.on: any(meets(landing, demand.on) for landing in landings) for demand in demands if binds(demand.on)}
    for demand in demands[1:]:
        if not met.get(demand.on, True):
            place = f"{demand.at}: " if demand.at else ""
            raise ScreenplayInvalid(
                f"{place}“{demand.shot}” is to begin {where(demand.on)}, and there is none in the music",
                hint="leave on: out, or choose music with a beat"
                + ("" if demand.on in COUNTS_AS else " and such turns"),
            )


def refuse_lengths(demands: Sequence[ShotConstraint], fps: float, total: int | None) -> None:
    """Refuse lengths and fixed cuts that cannot be, whatever the music."""
    earliest = 0
    for index, demand in enumerate(demands):
        place = f"{demand.at}: " if demand.at else ""
        if demand.most and demand.least > demand.most:
            need, have = demand.least / fps, demand.most / fps
            raise ScreenplayInvalid(
                f"{place}“{demand.shot}” needs {need:.2f} s and its footage lasts {have:.2f} s",
                hint="show more of it (in:, out:, a slower speed:, another clip), or shorten its lines",
            )
        if demand.start is not None:
            if (index == 0 and demand.start) or demand.start < earliest:
                need = 0 if index == 0 else earliest
                raise ScreenplayInvalid(
                    f"{place}“{demand.shot}” is to begin at {demand.start / fps:.2f} s; "
                    + ("a film begins at 0" if index == 0 else f"the shots before it need {need / fps:.2f} s"),
                    hint=f"write at: {need / fps:.2f}s or later, or shorten what is said before"
                    if index
                    else "leave at: out of the first shot",
                )
            earliest = demand.start
        earliest += demand.least
    if total is not None and earliest > total:
        last = next((demand for demand in reversed(demands) if demand.start is not None), None)
        why = f"; “{last.shot}” begins at {last.start / fps:.2f} s" if last and last.start else ""
        raise ScreenplayInvalid(
            f"the shots need {earliest / fps:.1f} s at least and the film has {total / fps:.1f} s{why}",
            hint=f"write length: {earliest / fps:.1f}s or more, or shorten the lines",
        )


def reach(demands: Sequence[ShotConstraint], landings: Sequence[CutCandidate], fps: float, total: int | None) -> None:
    """Refuse what no plan can meet, by the earliest and, where footage limits it, the latest frame that each cut can
    have: a pass over the shots, in memory that does not grow with the film.
    """
    earliest, latest, limited = _bounds(demands, landings, fps)
    if total is not None and not earliest <= total <= latest:
        raise impossible(demands[-1] if earliest > total else limited, fps)


def earliest_end(demands: Sequence[ShotConstraint], landings: Sequence[CutCandidate], fps: float) -> int:
    """The earliest frame on which shots can end that begin on what they wish; raises ScreenplayInvalid for none."""
    return _bounds(demands, landings, fps)[0]


def _bounds(
    demands: Sequence[ShotConstraint], landings: Sequence[CutCandidate], fps: float
) -> tuple[int, float, ShotConstraint]:
    """The earliest and the latest frame on which the last shot can end, and the last shot whose footage limits it."""
    frames = {
        wish: sorted({landing.frame for landing in landings if meets(landing, wish)})
        for wish in {demand.on for demand in demands if binds(demand.on)}
    }
    earliest, latest = 0, 0.0
    limited = demands[0]
    for index, demand in enumerate(demands):
        earliest, latest = earliest + demand.least, latest + (demand.most or math.inf)
        limited = demand if demand.most else limited
        if index + 1 == len(demands):
            break
        after = demands[index + 1]
        allowed = frames.get(after.on)
        earliest = _next_cut(after, earliest, allowed, fps)
        if latest < earliest:
            raise impossible(limited, fps)
        latest = earliest if after.start is not None else latest
    return earliest, latest, limited


def _next_cut(after: ShotConstraint, earliest: int, allowed: Sequence[int] | None, fps: float) -> int:
    """The earliest frame on which a shot can begin; raises ScreenplayInvalid where there is none."""
    if after.start is not None:
        if earliest > after.start or (allowed is not None and after.start not in allowed):
            raise impossible(after, fps)
        return after.start
    if allowed is None:
        return earliest
    place = bisect_left(allowed, earliest)
    if place == len(allowed):
        raise impossible(after, fps)
    return allowed[place]


def where(on: str) -> str:
    """What a shot is to begin on, in words."""
    return f"on every {on}" if on[:1].isdigit() else f"on a {on}"


def impossible(demand: ShotConstraint, fps: float) -> ScreenplayInvalid:
    place = f"{demand.at}: " if demand.at else ""
    if demand.most:
        message = f"{place}no cut plan fits the {demand.most / fps:.2f} s that the footage of “{demand.shot}” lasts"
        return ScreenplayInvalid(message, hint="show more of it, or leave on:, at: or length: out")
    wish = where(demand.on) if binds(demand.on) else "where the shots around it leave it room"
    return ScreenplayInvalid(
        f"{place}no cut plan lets “{demand.shot}” begin {wish} and hold its {demand.least / fps:.1f} s",
        hint="leave on: or at: out, raise length:, or shorten the lines",
    )

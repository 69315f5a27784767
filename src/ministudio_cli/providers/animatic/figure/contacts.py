"""Where what a figure does can be heard: feet that come down, hands that strike, what is set down. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ministudio_cli.providers.animatic.figure.gaits import GAITS
from ministudio_cli.providers.animatic.figure.motion import Act, Performance

STEP = "step"
_WEIGHTS = {"sneak": 0.3, "slow": 0.6, "stagger": 0.9, "run": 1.0}
"""How hard a foot comes down, by its gait; a walk is 0.7."""
_RISEN = 0.45
"""Seconds into a change of posture at which cloth is heard."""


@dataclass(frozen=True, slots=True, order=True)
class Contact:
    """A sound that is seen: seconds into the shot, its kind (see `providers.foley`), and how hard, from 0 to 1."""

    at: float
    kind: str
    weight: float


def contacts_of(performance: Performance, seconds: float) -> tuple[Contact, ...]:
    """What is heard of a figure in a shot of so many seconds, in the order of time."""
    found: list[Contact] = []
    for number, act in enumerate(performance.acts):
        end = min(act.end, seconds)
        found += [*_steps(act, end), *_struck(act, end)]
        changed = number and performance.postures[number] != performance.postures[number - 1]
        if changed and act.start + _RISEN < end:
            found.append(Contact(act.start + _RISEN, "cloth", 0.6))
    return tuple(sorted(found))


def _steps(act: Act, end: float) -> Iterator[Contact]:
    """Each foot comes down half a cycle after the other; the first stands already."""
    gait = GAITS.get(act.motion.gait)
    if gait is None or not gait.steps:
        return
    weight = _WEIGHTS.get(act.motion.gait, 0.7)
    at = act.start + gait.seconds / 2
    while at < end:
        yield Contact(at, STEP, weight)
        at += gait.seconds / 2


def _struck(act: Act, end: float) -> Iterator[Contact]:
    """What sounds at the keys of a motion, in each of its turns."""
    keys, cycle = act.motion.keys, act.motion.cycle
    if not keys:
        return
    first = keys[cycle or 0].at
    back = keys[cycle + 1].at - first if cycle is not None and cycle + 1 < len(keys) else 0.5
    whole = keys[-1].at - first + back
    for index, kind in act.motion.sounds:
        turning = cycle is not None and index >= cycle
        at = act.start + keys[index].at
        while at < end:
            yield Contact(at, kind, 0.7 + 0.3 * math.cos(7.1 * at))
            if not turning:
                break
            at += whole

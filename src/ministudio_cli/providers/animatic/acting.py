"""A shot's action on its clock: what each figure does when, out of the action's words, the lines and who else is there."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic.deeds import names_of, read, worn
from ministudio_cli.providers.animatic.figure.motion import Act, Motion, motions
from ministudio_cli.providers.animatic.handling import (
    at_large,
    carried_on,
    handled,
    mounted,
    seen_near,
)
from ministudio_cli.providers.animatic.objects import Object, objects_in, objects_of
from ministudio_cli.providers.animatic.riders import is_pushed, riding, shared
from ministudio_cli.providers.animatic.subjects import near_to, shown_in, subject_of, with_subject
from ministudio_cli.providers.animatic.things import held as held_thing
from ministudio_cli.providers.animatic.worked import gripped
from ministudio_cli.reading.action import Deed
from ministudio_cli.screenplay.drawing import Art

_BEGIN = 0.25
"""Seconds into a shot at which what is done in it begins, so that its beginning is seen."""
_FURNITURE = {
    "desk": ("desk",), "table": ("desk",), "laptop": ("desk", "laptop"), "computer": ("desk", "laptop"),
    "console": ("desk", "laptop"), "screen": ("desk", "laptop"), "keyboard": ("desk", "laptop"), "paper": ("desk", "paper"),
    "papers": ("desk", "paper"), "letter": ("desk", "paper"), "piano": ("piano",), "door": ("door",), "bed": ("bed",),
}  # fmt: skip
_DOORS = {"door", "doors", "gate", "house", "room", "entrance", "cabin", "hut", "wall", "window", "hatch", "closet"}
_SITS = ("sit", "slump")
_MEANT = {"it", "them"}
"""What stands for the thing of the deed before."""
_FREE = ("stand", "look", "sit", "look_up", "look_down", "lean", "nod", "listen", "kneel", "rise", "turn", "stop")
"""Motions beside which somebody who speaks also gestures."""


@dataclass(frozen=True, slots=True)
class Line:
    """When somebody speaks in a shot, in seconds."""

    speaker: str
    start: float
    end: float


def acts_of(
    figures: Sequence[CharacterState],
    action: str,
    lines: Sequence[Line],
    seconds: float,
    places: Mapping[str, float],
    *,
    near: bool = False,
    art: tuple[Art, ...] = (),
) -> dict[str, tuple[Act, ...]]:
    """The acts of each figure. `places` are where they stand across the frame, 0 to 1; `near` is whether no ground is
    seen, `art` are drawings of the film's own.
    """
    whole = read(action, figures)
    found = whole.deeds
    names = frozenset(word.lower() for figure in figures for word in f"{figure.name} {figure.id}".split())
    wear = {figure.id: worn(figure) for figure in figures}
    together: list[tuple[str, ...]] = []
    slots = _slots(found, seconds)
    acted: dict[str, list[Act]] = {figure.id: [] for figure in figures}
    seen: Object | None = None
    subject = subject_of(whole, names, art)
    for deed, start in zip(map(gripped, found), slots, strict=True):
        who = deed.who or ((figures[0].id,) if len(figures) == 1 else ())
        for key in who:
            if key in acted:
                named, large = objects_of(deed, names, wear[key], art)
                meant = deed.rest.lower().split()
                seen = named or (seen if _MEANT & set(meant) else None)
                seen = seen or (subject if _MEANT & set(meant[:1]) else None)
                if len(who) > 1 and seen is not None and seen.count == 1 and who not in together:
                    together.append(tuple(who))
                act = _act(deed, key, who, start, places, seen)
                act = dataclasses.replace(act, motion=at_large(act.motion, large))
                if acted[key] and not deed.meanwhile:
                    act = _carried_on(acted[key][-1], act)
                if near:
                    act = dataclasses.replace(act, motion=seen_near(act.motion))
                if deed.meanwhile and acted[key]:
                    act = _beside(acted[key].pop(), act)
                acted[key].append(act)
                # It takes two to embrace.
                other = acted[key][-1].target
                if acted[key][-1].motion.meets and other in acted and other not in who:
                    acted[other].append(_act(deed, other, (other, key), start, places, None))
    if len(figures) == 1 and not acted[figures[0].id]:
        acted[figures[0].id] += _borne(action, figures[0], names)
    _seated(acted, places)
    with_subject(acted, subject)
    if not shown_in(acted):
        with_subject(acted, near_to(whole, names, frozenset().union(*wear.values()), art))
    for who in together:
        # Those who ride on the same thing ride on one.
        riders = [acted[key] for key in who if acted.get(key)]
        for own, motion in zip(riders, shared([own[-1].motion for own in riders]), strict=True):
            own[-1] = dataclasses.replace(own[-1], motion=motion)
    for figure in figures:
        own = acted[figure.id]
        spoken = [line for line in lines if line.speaker == figure.id]
        other = _partner(figure.id, lines, found, places)
        aside = _toward(figure.id, other, places)
        if not own or own[0].start > 0.4:
            own.insert(
                0, Act(motion=_idle(alone=len(figures) == 1), start=-2.0, end=seconds, aside=aside, target=other)
            )
        own[:] = _talking(own, spoken, seconds)
    return {key: _ended(own, seconds) for key, own in acted.items()}


def _borne(action: str, figure: CharacterState, names: frozenset[str]) -> list[Act]:
    """Who is carried off by what somebody can ride: “the sled races away with Ana on it”."""
    called = "|".join(re.escape(name) for name in names_of([figure])[figure.id])
    if not re.search(rf"\b(?:with|carrying|bearing) (?:{called})\b", action, re.IGNORECASE):
        return []
    vehicle = next((each for each in objects_in(action, names, frozenset()) if each.ridden), None)
    if vehicle is None:
        return []
    motion = dataclasses.replace(riding("under:" + vehicle.name), gait="ride", side=72.0)
    return [Act(motion=motion, start=-0.6, end=0.0)]


def _seated(acted: dict[str, list[Act]], places: Mapping[str, float]) -> None:
    """Whoever does nothing beside what can be ridden, a wheelchair that another pushes, sits in it."""
    idle = [key for key, own in acted.items() if not own]
    for key, own in acted.items():
        for number, act in enumerate(own):
            vehicle = next((name for name in act.motion.props if is_pushed(name)), "")
            if vehicle and len(idle) == 1 and act.motion.name in ("push", "pull", "take"):
                kept = tuple(name for name in act.motion.props if name != vehicle)
                own[number] = dataclasses.replace(act, motion=dataclasses.replace(act.motion, props=kept))
                if not acted[idle[0]]:
                    aside = _toward(key, idle[0], places)
                    acted[idle[0]].append(Act(motion=riding(vehicle), start=-2.0, end=0.0, aside=aside))


def _slots(deeds: Sequence[Deed], seconds: float) -> list[float]:
    """When each deed begins: one after another over the shot, each at least as long as it takes to be seen."""
    steps = [deed for deed in deeds if not deed.meanwhile]
    needs = [max(1.0, motions()[deed.row].seconds) for deed in steps]
    room = max(seconds - _BEGIN, 0.5)
    share = room / max(sum(needs), 1e-6)
    starts, at, number = [], _BEGIN, -1
    for deed in deeds:
        if not deed.meanwhile:
            at = at if number < 0 else at + needs[number] * share
            number += 1
        starts.append(at)
    return starts


def _act(
    deed: Deed, key: str, who: Sequence[str], start: float, places: Mapping[str, float], seen: Object | None
) -> Act:
    motion = _with_object(motions()[deed.row], deed)
    target = deed.target if deed.target in places and deed.target != key else ""
    if not target and len(who) > 1:
        target = next((other for other in who if other != key), "")
    if not target and not deed.target and (motion.talks or motion.gaze == "target"):
        # Who speaks or looks, at nobody who is named, does so at who is there.
        target = min(
            (name for name in places if name != key), key=lambda name: abs(places[name] - places[key]), default=""
        )
    if motion.gait and start <= _BEGIN:
        start = -0.6  # who walks is on the way when the shot begins
    if not motion.keys and not motion.gait and not motion.start and start <= _BEGIN:
        start = -2.0
    extra = tuple(name for noun in (deed.thing, deed.target) for name in _FURNITURE.get(noun, ()))
    for own, same in (("table", "desk"), ("opening_door", "door")):
        if own in motion.props:
            extra = tuple(name for name in extra if name != same)
    if extra and (motion.posture in (*_SITS, "") or deed.row == "rise"):
        motion = dataclasses.replace(motion, props=tuple(dict.fromkeys((*motion.props, *extra))))
    if {"door", "opening_door"} & set(motion.props) and deed.thing and deed.thing not in _DOORS:
        # What is opened, rung or knocked on is no door.
        motion = dataclasses.replace(
            motion, props=tuple(prop for prop in motion.props if "door" not in prop), hand="object"
        )
    motion, thing = handled(motion, deed, seen)
    motion = mounted(motion, deed, places)
    aside = _toward(key, target, places)
    return Act(motion=motion, start=start, end=0.0, thing=thing, aside=aside, target=target or deed.target)


def _carried_on(before: Act, act: Act) -> Act:
    """An act with what the one before it left in the hand or under the figure."""
    motion, thing = carried_on((before.motion, before.thing), act.motion, act.thing)
    return dataclasses.replace(act, motion=motion, thing=thing)


_OBJECTS = {"cheer": "hold", "turn": "reach", "rise": "hold"}
"""What is done with a thing where the verb alone is done with the body: who raises a cup holds it up."""


def _with_object(motion: Motion, deed: Deed) -> Motion:
    """A verb's motion where it has an object that changes what is seen of it."""
    if deed.thing and not deed.target and motion.name in _OBJECTS and held_thing(deed.thing):
        return motions()[_OBJECTS[motion.name]]
    return motion


def _beside(first: Act, second: Act) -> Act:
    """What one figure does while it does something else: it goes, sits or lies as in the first, its hands do the second."""
    one, other = first.motion, second.motion
    if not other.keys:
        one, other = other, one
    motion = dataclasses.replace(
        other,
        posture=first.motion.posture or other.posture,
        gait=one.gait or other.gait,
        side=one.side if one.gait else other.side,
        props=tuple(dict.fromkeys((*one.props, *other.props))),
    )
    return dataclasses.replace(
        second,
        motion=motion,
        start=min(first.start, second.start),
        aside=first.aside,
        thing=second.thing or first.thing,
    )


def _idle(*, alone: bool) -> Motion:
    return dataclasses.replace(motions()["stand"], side=12.0 if alone else 32.0)


def _toward(key: str, other: str, places: Mapping[str, float]) -> int:
    """Which side somebody turns to: toward the other, else into the picture."""
    here = places.get(key, 0.5)
    there = places.get(other, 0.52 if here <= 0.5 else 0.48)
    return 1 if there >= here else -1


def _partner(key: str, lines: Sequence[Line], deeds: Sequence[Deed], places: Mapping[str, float]) -> str:
    """Whom somebody attends to: who speaks, else who acts, else who stands nearest."""
    others = [name for name in places if name != key]
    for line in lines:
        if line.speaker in others:
            return line.speaker
    for deed in deeds:
        for name in deed.who:
            if name in others:
                return name
    return min(others, key=lambda name: abs(places[name] - places[key]), default="")


def _talking(acts: Sequence[Act], spoken: Sequence[Line], seconds: float) -> list[Act]:
    """The acts with gestures where somebody speaks and has the hands for it."""
    found = list(acts)
    for line in spoken:
        busy = max((act for act in found if act.start <= line.start + 0.3), key=lambda act: act.start, default=None)
        if busy is None or busy.motion.name not in _FREE:
            continue
        gesture = dataclasses.replace(motions()["explain"], side=busy.motion.side, props=busy.motion.props)
        after = [act for act in found if line.start + 0.3 < act.start < line.end]
        end = min([line.end, *(act.start for act in after)])
        if end - line.start < 0.8:
            continue
        found.append(Act(motion=gesture, start=line.start, end=end, aside=busy.aside, target=busy.target))
        if end < seconds - 0.4 and not after:
            rest = dataclasses.replace(
                busy.motion, keys=() if busy.motion.name == "rise" else busy.motion.keys, start=""
            )
            found.append(dataclasses.replace(busy, motion=rest, start=end))
    return sorted(found, key=lambda act: act.start)


def _ended(acts: Sequence[Act], seconds: float) -> tuple[Act, ...]:
    ordered = sorted(acts, key=lambda act: act.start)
    ends = [act.start for act in ordered[1:]] + [seconds]
    return tuple(dataclasses.replace(act, end=end) for act, end in zip(ordered, ends, strict=True))

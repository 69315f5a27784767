"""Motion as a value: what a verb moves, when, and how one flows into the next."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from ministudio_cli.providers.animatic.figure.face import VISEMES
from ministudio_cli.providers.animatic.figure.gaits import GAITS, stepped, travelled
from ministudio_cli.providers.animatic.figure.pose import Pose, pose_from
from ministudio_cli.providers.animatic.figure.skeleton import Measures, Rig, rig_of
from ministudio_cli.providers.animatic.look import Feeling, feeling_named
from ministudio_cli.providers.animatic.vocabulary import family

SETTLE = 0.55
"""Seconds in which one motion flows into the next."""
RESETTLE = 1.0
"""Seconds in which a body changes its posture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a body is at `at` seconds of a motion: a pose over its posture's."""

    at: float
    pose: Mapping[str, Any]
    posture: str = ""
    face: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """A verb's motion; see `words/verbs.yaml`."""

    name: str
    posture: str = ""
    keys: tuple[Key, ...] = ()
    cycle: int | None = None
    hold: bool = False
    side: float = 0.0
    gait: str = ""
    start: str = ""
    """The posture that it begins in."""
    props: tuple[str, ...] = ()
    hand: str = ""
    """What is in the right hand: a thing, or “object” for what the sentence names."""
    other: str = ""
    face: Mapping[str, Any] = field(default_factory=dict)
    gaze: str = ""
    talks: bool = False
    meets: float = 0.0
    """Units between two figures that touch."""
    after: float = 0.0
    """Seconds from which the thing is in the hand."""
    until: float = 1e9
    """Seconds to which it is."""
    sounds: tuple[tuple[int, str], ...] = ()
    """The keys at which it can be heard, each with the kind of sound (see `providers.foley`)."""

    @property
    def seconds(self) -> float:
        """How long it needs at least to be read."""
        return self.keys[-1].at + 0.5 if self.keys else 1.2


@cache
def motions() -> Mapping[str, Motion]:
    """Every motion by its name."""
    return {name: _motion(name, row) for name, row in family("verbs").items()}


def _motion(name: str, row: Mapping[str, Any]) -> Motion:
    keys = tuple(
        Key(
            at=float(at),
            pose={part: value for part, value in moved.items() if part not in ("posture", "face")},
            posture=str(moved.get("posture", "")),
            face=moved.get("face", {}),
        )
        for at, moved in row.get("keys", ())
    )
    return Motion(
        name=name,
        posture=str(row.get("posture", "")),
        keys=keys,
        cycle=row.get("cycle"),
        hold=bool(row.get("hold")),
        side=float(row.get("side", 0)),
        gait=str(row.get("gait", "")),
        start=str(row.get("from", "")),
        props=tuple(row.get("props", ())),
        hand=str(row.get("hand", "")),
        other=str(row.get("other", "")),
        face=row.get("face", {}),
        gaze=str(row.get("gaze", "")),
        talks=bool(row.get("talks")),
        meets=float(row.get("meets", 0)),
        after=float(row.get("after", 0)),
        until=float(row.get("until", 1e9)),
        sounds=tuple((int(index), str(kind)) for index, kind in row.get("sounds", ())),
    )


@cache
def posture(name: str) -> Pose:
    """A posture by its name; see `words/postures.yaml`."""
    return pose_from(family("postures")[name], Pose()) if name else Pose()


def ease(share: float) -> float:
    """From 0 to 1 with rest at both ends."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A motion on the clock of a shot, in seconds: of `thing`, with `aside` (−1, 1) the side that it turns to."""

    motion: Motion
    start: float
    end: float
    thing: str = ""
    aside: int = 1
    target: str = ""


@dataclass(frozen=True, slots=True)
class Expression:
    """What a motion shows on the face; None leaves the state's own."""

    feeling: Feeling | None = None
    lids: float = 1.0
    mouth: tuple[float, float, float, float] | None = None
    laugh: float = 0.0


@dataclass(frozen=True, slots=True)
class Stance:
    """A body at a moment: its rig, degrees from the viewer, how far it has come along its way, and its face."""

    rig: Rig
    side: float
    travel: float
    expression: Expression


class Performance:
    """The acts of one figure through a shot."""

    def __init__(self, m: Measures, acts: Sequence[Act]) -> None:
        self.m = m
        self.acts = tuple(sorted(acts, key=lambda act: act.start)) or (
            Act(motion=motions()["stand"], start=0.0, end=1e9),
        )
        self._rigs: dict[tuple[str, int, str], Rig] = {}
        self.postures = self._carried()

    def act_at(self, now: float) -> int:
        """The number of the act that is on at a moment."""
        return max((number for number, act in enumerate(self.acts) if act.start <= now + 1e-6), default=0)

    def at(self, now: float) -> Stance:
        """The body at `now` seconds."""
        number = self.act_at(now)
        act = self.acts[number]
        rig, face = self._within(number, now - act.start)
        side, travel = act.motion.side * act.aside, self._travel(now)
        if number:
            before = self.acts[number - 1]
            calm = RESETTLE if self.postures[number] != self.postures[number - 1] else SETTLE
            share = ease((now - act.start) / calm)
            if share < 1:
                left, _ = self._within(number - 1, act.start - before.start)
                rig = left.mixed(rig, share)
                side = before.motion.side * before.aside * (1 - share) + side * share
        return Stance(rig, side, travel, face)

    def _travel(self, now: float) -> float:
        way = 0.0
        for act in self.acts:
            if act.motion.gait and now > act.start:
                way += act.aside * travelled(GAITS[act.motion.gait], min(now, act.end) - act.start, self.m)
        return way

    def _carried(self) -> list[str]:
        """Each act's posture: its own, or the one before."""
        found: list[str] = []
        for act in self.acts:
            found.append(act.motion.posture or (found[-1] if found else "stand"))
        return found

    def _base(self, number: int) -> Rig:
        name = self.postures[number]
        return self._rig(name, -1, name, {})

    def _rig(self, owner: str, index: int, posture_name: str, pose: Mapping[str, Any]) -> Rig:
        key = (owner, index, posture_name)
        if key not in self._rigs:
            self._rigs[key] = rig_of(pose_from(pose, posture(posture_name)), self.m)
        return self._rigs[key]

    def _within(self, number: int, since: float) -> tuple[Rig, Expression]:
        act, motion = self.acts[number], self.acts[number].motion
        base = self._base(number)
        start = base
        if motion.start:
            start = self._rig(motion.start, -1, motion.start, {})
            base = start.mixed(base, ease((since - 0.3) / 1.3))
            start = base
        rig, key_face = self._keyed(number, since, start, base)
        if motion.gait:
            walked = min(since, act.end - act.start)
            strength = ease(since / 0.35)
            moved = stepped(rig, GAITS[motion.gait], walked, self.m, arms=not motion.keys)
            rig = rig.mixed(moved, strength)
        return rig, _expression({**motion.face, **key_face}, ease(since / 0.5))

    def _keyed(self, number: int, since: float, start: Rig, base: Rig) -> tuple[Rig, Mapping[str, Any]]:
        motion = self.acts[number].motion
        if not motion.keys:
            return base, {}
        own = self.postures[number]
        # Who sits, kneels or lies goes on doing so: its hands do the rest.
        left_out = _LEGS if not motion.posture and own != "stand" else frozenset()
        poses = [{k: v for k, v in key.pose.items() if key.posture or k not in left_out} for key in motion.keys]
        rigs = [self._rig(motion.name, at, key.posture or own, poses[at]) for at, key in enumerate(motion.keys)]
        times = [key.at for key in motion.keys]
        if since <= times[0]:
            return start.mixed(rigs[0], ease(since / times[0])), motion.keys[0].face
        for index in range(1, len(times)):
            if since <= times[index]:
                share = ease((since - times[index - 1]) / (times[index] - times[index - 1]))
                return rigs[index - 1].mixed(rigs[index], share), motion.keys[index].face
        if motion.cycle is not None and len(times) > motion.cycle:
            return self._cycled(motion, rigs, times, since)
        if motion.hold:
            return rigs[-1], motion.keys[-1].face
        return rigs[-1].mixed(base, ease((since - times[-1]) / 0.6)), {}

    def _cycled(
        self, motion: Motion, rigs: Sequence[Rig], times: Sequence[float], since: float
    ) -> tuple[Rig, Mapping[str, Any]]:
        assert motion.cycle is not None  # noqa: S101 - asked by the caller
        loop, places = list(rigs[motion.cycle :]), list(times[motion.cycle :])
        faces = [key.face for key in motion.keys[motion.cycle :]]
        back = places[1] - places[0] if len(places) > 1 else 0.5
        whole = places[-1] - places[0] + back
        at = (since - times[-1]) % whole
        # It goes on from the last key to the first, and through the rest again.
        if at < back:
            return loop[-1].mixed(loop[0], ease(at / back)), faces[0]
        at = at - back + places[0]
        for index in range(1, len(places)):
            if at <= places[index] + 1e-9:
                share = ease((at - places[index - 1]) / (places[index] - places[index - 1]))
                return loop[index - 1].mixed(loop[index], share), faces[index]
        return loop[-1], faces[-1]


_LEGS = frozenset(("hip", "tilt", "lift", "left_foot", "right_foot", "both_foot"))


def _expression(face: Mapping[str, Any], share: float) -> Expression:
    """What a row's `face` shows, come in by a share."""
    feeling = feeling_named(str(face["feeling"])) if "feeling" in face else None
    if feeling is not None or {"brow", "tilt"} & face.keys():
        feeling = dataclasses.replace(
            feeling or feeling_named("neutral"), **{key: float(face[key]) for key in ("brow", "tilt") if key in face}
        )
    mouth = VISEMES[face["mouth"]] if "mouth" in face else None
    if mouth is not None and share < 1:
        rest = VISEMES["rest"]
        mouth = tuple(a + (b - a) * share for a, b in zip(rest, mouth, strict=True))  # type: ignore[assignment]
    return Expression(
        feeling=feeling,
        lids=1 - (1 - float(face.get("lids", 1.0))) * share,
        mouth=mouth,
        laugh=float(face.get("laugh", 0.0)) * (1 if share > 0.5 else 0),
    )


def mirrored(rig: Rig) -> Rig:
    """The same body, seen in a mirror: its right hand does what its left did."""
    flip, turn = np.array([-1.0, 1, 1]), np.array([-1.0, 1, -1])
    return dataclasses.replace(
        rig, root=rig.root * flip, tilt=rig.tilt * turn, spine=rig.spine * turn, head=rig.head * turn,
        hands=rig.hands[::-1] * flip, elbows=rig.elbows[::-1] * flip, fingers=rig.fingers[::-1] * flip,
        thumbs=rig.thumbs[::-1] * flip, grips=rig.grips[::-1], feet=rig.feet[::-1] * flip,
        toes=rig.toes[::-1] * np.array([1.0, -1]), knees=rig.knees[::-1] * flip, shrug=rig.shrug[::-1], turn=-rig.turn,
    )  # fmt: skip

"""A person on the stage: a jointed figure that acts, lit as its set is, laid into each frame. Its own pixels are its mask."""

from __future__ import annotations

import dataclasses
import math
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from functools import cached_property

import cv2
import numpy as np

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic.actor import Actor, Heard, Part, Sprite
from ministudio_cli.providers.animatic.backdrop import CAST
from ministudio_cli.providers.animatic.camera import Pose
from ministudio_cli.providers.animatic.figure.contacts import contacts_of
from ministudio_cli.providers.animatic.figure.draw import Drawn, draw_figure, draw_furniture, view_of
from ministudio_cli.providers.animatic.figure.face import VISEMES, Face
from ministudio_cli.providers.animatic.figure.motion import Act, Performance, Stance, mirrored, posture
from ministudio_cli.providers.animatic.figure.placed import ALONG, board_of, lift_of, stands_still
from ministudio_cli.providers.animatic.figure.skeleton import Rig, joints_of, measures_of
from ministudio_cli.providers.animatic.figure.solid import View
from ministudio_cli.providers.animatic.figure.things import BEDS, FURNITURE
from ministudio_cli.providers.animatic.framed import AT_THE_FACE, holding, seen_of
from ministudio_cli.providers.animatic.paint import Picture

DRAWINGS = 12.0
"""Drawings a second: a figure is drawn on twos, as drawn films are."""
_MOST = 520_000
"""Pixels of the largest drawing; what is larger is drawn smaller and enlarged."""
_KEPT = 24
_BREATHS = 6.0
"""How often a second what is hardly seen to move is drawn anew."""
_MOVING = frozenset({"bicycle", "helm", "easel", "opening_door", "ball_ground", "ball_air"})
"""What changes by itself while it is drawn."""
_SEATS = ("chair", "stool", "boat", "bicycle")


class Person(Actor):
    """Somebody with a skeleton, who acts."""

    def __init__(self, figure: CharacterState, part: Part) -> None:
        super().__init__(figure, part)
        self.m = measures_of(self.look)
        self.performance = Performance(self.m, part.acts)
        self._drawn: OrderedDict[Hashable, Drawn | None] = OrderedDict()
        self._sprite: tuple[Hashable, Sprite | None] | None = None

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        """Lay the figure into a frame; its own pixels into its mask."""
        now = math.floor(number / fps * DRAWINGS + 1e-6) / DRAWINGS
        at = min(round(now * fps), number)
        stance = self._eased(self.performance.at(now))
        act = self.performance.acts[self.performance.act_at(now)]
        rig = mirrored(stance.rig) if act.aside < 0 else stance.rig
        rig = self._shown(self._alive(rig, math.floor(now * _BREATHS) / _BREATHS), act, now - act.start)
        turn, rise = self.drift(now)
        travel = self._way(stance)
        place = (self.mark.x + travel * self.mark.unit, self.mark.y - rise * self.mark.unit)
        if "bed" in act.motion.props and rig.tilt[1] < -30:
            rig = dataclasses.replace(rig, lift=rig.lift + BEDS * self.m.hip / 267)
        elif board_of(act.motion.props):
            rig = dataclasses.replace(rig, lift=rig.lift + lift_of(act.motion.props, self.m.hip))
            self.shadow(frame, pose, self._reach, 0.0, place)
        elif rig.lift < 40:
            # It keeps its width: what lies outside the mask stands still.
            self.shadow(frame, pose, self._reach, -rig.lift, place)
        behind, before = self._furniture
        for sprite, away in behind:
            self.lay(frame, None, sprite, (self.mark.x + away, self.mark.y), pose)
        face = self._face(stance, act, at, now)
        own = self._picture(rig, stance, act, face, now, place, frame.shape, pose)
        if own is not None:
            self.lay(frame, mask, own, place, pose, turn)
        for sprite, away in before:
            self._before(frame, mask, sprite, (self.mark.x + away, self.mark.y), pose)

    def heard(self) -> list[Heard]:
        if self.part.adrift or self.part.afloat:
            return []
        found = []
        for contact in contacts_of(self.performance, self.part.seconds):
            place = self.mark.x + self._way(self.performance.at(contact.at)) * self.mark.unit
            found.append(self.contact(contact.at, contact.kind, contact.weight, place, drawn=DRAWINGS))
        return found

    def _before(self, frame: Picture, mask: Picture, sprite: Sprite, place: tuple[float, float], pose: Pose) -> None:
        """Something that stands before the figure, and hides it from its mask."""
        hidden = np.zeros_like(mask)
        self.lay(frame, hidden, sprite, place, pose)
        cv2.multiply(mask, cv2.bitwise_not(hidden), dst=mask, scale=1 / 255)

    @cached_property
    def _furniture(self) -> tuple[list[tuple[Sprite, float]], list[tuple[Sprite, float]]]:
        """What stands behind and before it through the whole shot, each with how far from its mark, in pixels."""
        behind: list[tuple[Sprite, float]] = []
        before: list[tuple[Sprite, float]] = []
        known: set[tuple[str, ...]] = set()
        scale = min(self.mark.unit, 2.2)
        for number, act in enumerate(self.performance.acts):
            props = tuple(name for name in self._props(number) if name in FURNITURE or stands_still(name))
            if not props or props in known:
                continue
            known.add(props)
            yaw = act.aside * (act.motion.side * self.part.turned + posture(self.performance.postures[number]).turn)
            away = self._way(self.performance.at(act.start + 0.01)) * self.mark.unit
            view = View(
                yaw=yaw,
                pitch=self.mark.pitch,
                scale=scale,
                x=0.0,
                y=0.0 if "bed" not in props else -BEDS * self.m.hip / 267 * scale,
            )
            pictures = draw_furniture(self.m, props, view, self._seen)
            for drawn, found in zip(pictures, (behind, before), strict=True):
                if drawn is not None:
                    found.append((Sprite(self.relit(drawn.picture, scale), scale, drawn.x, drawn.y), away))
        return behind, before

    def _props(self, number: int) -> tuple[str, ...]:
        """What an act needs at hand; who sits, sits on something."""
        props = list(self.performance.acts[number].motion.props)
        seated = self.performance.postures[number] in ("sit", "slump")
        if seated and not set(props) & set(_SEATS) and not board_of(props):
            props.append("chair")
        return tuple(props)

    @cached_property
    def _seen(self) -> tuple[float, float]:
        return seen_of(self.part)

    def _shown(self, rig: Rig, act: Act, since: float) -> Rig:
        """The body with what its hands hold inside the picture."""
        _, held = self._things(act, since)
        as_it_is = not act.thing or act.motion.other or act.motion.name in AT_THE_FACE
        return rig if as_it_is else holding(rig, held, *self._seen)

    def _eased(self, stance: Stance) -> Stance:
        kept = self.part.turned
        if kept == 1 or abs(stance.side) > 100:
            return stance
        head = stance.rig.head * np.array([kept, 1.0, 1.0])
        return dataclasses.replace(stance, side=stance.side * kept, rig=dataclasses.replace(stance.rig, head=head))

    def _alive(self, rig: Rig, now: float) -> Rig:
        """Breath, and weight that is never quite still; each in a time of its own."""
        breath = math.sin(2 * math.pi * (0.21 + 0.05 * ((self.seed % 7) / 7)) * now + self.phase)
        sway = math.sin(2 * math.pi * 0.083 * now + self.phase * 2)
        root = rig.root + np.array([1.6 * sway, 0.0, 0.0])
        spine = rig.spine + np.array([0.5 * sway, -0.7 * breath, -0.6 * sway])
        head = rig.head + np.array([1.8 * sway, 0.6 * breath, 1.2 * math.sin(0.53 * now + self.phase)])
        shrug = rig.shrug + 1.1 * breath
        return dataclasses.replace(rig, root=root, spine=spine, head=head, shrug=shrug)

    def _way(self, stance: Stance) -> float:
        """Units to the viewer's right that a walk has come, its middle at the mark."""
        # Where no feet are seen the camera goes with who walks, and lets it gain a little on the picture.
        kept = 1.0 if self.part.grounded else min(1.0, 0.3 * self.part.room / max(abs(self._whole), 1.0))
        return (stance.travel - self._whole / 2) * math.sin(math.radians(74)) * kept

    @cached_property
    def _whole(self) -> float:
        """Units that it comes in the whole shot."""
        return self.performance.at(self.part.seconds).travel

    @cached_property
    def _reach(self) -> float:
        """Half the width of its shadow: of its feet, where they are farthest apart in what it does."""
        rigs = [self.performance.at(self.part.seconds * share).rig for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
        return 34 + 0.5 * (60 * self.m.limb + max(float(np.ptp(rig.feet[:, 2])) for rig in rigs) * 0.8)

    def _face(self, stance: Stance, act: Act, at: int, now: float) -> Face:
        """Lids that blink, eyes that look where the figure does, the mouth of what it says."""
        shown = stance.expression
        feeling = shown.feeling or self.feeling
        lids = shown.lids * (1.0, 0.45, 0.0)[2 - self.eyes(at, self.part.fps)]
        spoken = self.part.visemes[at] if at < len(self.part.visemes) else ""
        mouth = VISEMES[spoken] if spoken else shown.mouth or VISEMES["rest"]
        laugh = shown.laugh if lids > 0.3 else 0.0
        x, y = {
            "up": (0.2 * act.aside, 0.8), "down": (0.1 * act.aside, -0.85), "away": (-0.9 * act.aside, 0.1),
            "viewer": (-0.3 * act.aside, 0.0), "target": (0.55 * act.aside, 0.05),
        }.get(act.motion.gaze, (0.45 * act.aside if act.target else 0.0, 0.0))  # fmt: skip
        # Eyes are never quite still: they leave for a moment, and come back.
        wander = math.sin(1.7 * now + self.phase * 3)
        if wander > 0.93:
            x, y = x - 0.35 * act.aside, y - 0.2
        return Face(feeling=feeling, lids=lids, gaze=(x, y), mouth=mouth, laugh=laugh)

    def _picture(
        self,
        rig: Rig,
        stance: Stance,
        act: Act,
        face: Face,
        now: float,
        place: tuple[float, float],
        shape: Sequence[int],
        pose: Pose,
    ) -> Sprite | None:
        """The figure drawn and lit; what was drawn alike before is taken again."""
        unit, since = self.mark.unit, now - act.start
        scale = min(unit, math.sqrt(_MOST / max(1.0, self._seen_area(shape, unit))) * unit)
        window = self._window(place, shape, pose, scale)
        props, held = self._things(act, since)
        laid = act.thing if act.motion.name == "put_down" and since >= act.motion.until else ""
        sway = self._swing(now)
        moving = not _MOVING.isdisjoint(props)
        key = (
            _rounded(rig, unit),
            round(stance.side), face, props, held, laid, tuple(round(value) for value in sway),
            round(since * DRAWINGS) if moving else 0, tuple(round(value / 24) for value in window),
        )  # fmt: skip
        if self._sprite is not None and self._sprite[0] == key:
            return self._sprite[1]
        if key not in self._drawn:
            view = view_of(rig, scale, pitch=self.mark.pitch, turn=stance.side)
            self._drawn[key] = draw_figure(
                self.look, self.m, rig, face, view, window, sway, props, held, since, laid, self._seen
            )
            if len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        drawn = self._drawn[key]
        if drawn is None:
            self._sprite = (key, None)
            return None
        picture = self.relit(drawn.picture, scale)
        sprite = Sprite(picture, scale, drawn.x, drawn.y)
        self._sprite = (key, sprite)
        return sprite

    def _seen_area(self, shape: Sequence[int], unit: float) -> float:
        tall = min(self.m.height * unit, shape[0] * 1.2)
        return tall * min(300 * unit, shape[1])

    def _window(
        self, place: tuple[float, float], shape: Sequence[int], pose: Pose, scale: float
    ) -> tuple[float, float, float, float]:
        """What of the figure the camera sees, from its ground point in the drawing's pixels; in large steps, so that a
        camera that moves does not ask for another drawing each time.
        """
        rows, columns = shape[0], shape[1]
        k, step = scale / self.mark.unit, max(rows, columns) / 14
        spare = 0.02 * max(rows, columns) * (1 + abs(pose.turn))
        sides = []
        for size, shift, own in ((columns, pose.x, place[0]), (rows, pose.y, place[1])):
            middle = size / 2 + shift * CAST.slide * size
            half = size / 2 / pose.zoom + spare
            sides.append(
                (math.floor((middle - half - own) / step) * step, math.ceil((middle + half - own) / step) * step)
            )
        (left, right), (top, bottom) = sides
        return left * k, top * k, right * k, bottom * k

    def _things(self, act: Act, since: float) -> tuple[tuple[str, ...], tuple[str, str]]:
        """What moves with the figure: what its whole body works, and what its hands hold."""
        motion = act.motion
        props = tuple(name for name in motion.props if name not in FURNITURE and not stands_still(name))
        hand = motion.hand
        if hand == "object" or (not hand and act.thing):
            hand = act.thing or ("ball" if motion.name in ("throw", "catch") else "")
        elif hand and act.thing and motion.name in ("drink", "aim", "phone"):
            hand = act.thing
        held = (hand if motion.after <= since < motion.until else "", motion.other)
        if motion.name == "pick_up" and since < motion.after and hand.startswith("art:"):
            props = (*props, ALONG + hand)  # it lies there before
        return props, held if act.aside > 0 else (held[1], held[0])

    def _swing(self, now: float) -> tuple[float, float]:
        """How what hangs trails behind the head: by how far it has come since the drawing before, in units."""
        if self.look.hair not in ("long", "ponytail", "bob", "braids"):
            return 0.0, 0.0
        here, before = self._head_at(now), self._head_at(max(0.0, now - 1 / DRAWINGS))
        # Seen from behind or from the side it trails along the head's own axes.
        along = math.cos(math.radians(self.performance.at(now).side))
        return max(-26.0, min(26.0, -1.1 * (here - before) * along)), 0.0

    def _head_at(self, now: float) -> float:
        """How far to the viewer's right the head is, in units."""
        stance = self.performance.at(now)
        aside = self.performance.acts[self.performance.act_at(now)].aside
        rig = mirrored(stance.rig) if aside < 0 else stance.rig
        joints = joints_of(rig, self.m)
        return float(view_of(rig, 1.0, turn=stance.side).seen(joints.skull)[0][0, 0]) + stance.travel


def _rounded(rig: Rig, unit: float) -> tuple[int, ...]:
    """A rig's numbers in steps that are not seen at so many pixels a unit: half a pixel, and as much of a turn."""
    step = max(0.1, 0.5 / unit)
    values = np.concatenate([np.ravel(getattr(rig, part.name)) for part in dataclasses.fields(rig)])
    return tuple(np.round(values / step).astype(int).tolist())

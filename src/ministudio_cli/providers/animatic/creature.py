"""What is no jointed figure: other beings, and pictures of the user's own."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic import beings
from ministudio_cli.providers.animatic.actor import Actor, Heard, Part, Sprite, cast_light, trimmed
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.art.sprite import sprite
from ministudio_cli.providers.animatic.belonging import Belonging, belongings_of
from ministudio_cli.providers.animatic.camera import Pose
from ministudio_cli.providers.animatic.figure.motion import Act
from ministudio_cli.providers.animatic.paint import Picture
from ministudio_cli.providers.animatic.stage import FLOATING, flight

NECK = 434.0
"""Units from the ground to the base of a grown woman's neck."""


class Mover(Actor):
    """What goes about without a skeleton: it hops, glides, swims or flies as its action says."""

    def __init__(self, figure: CharacterState, part: Part) -> None:
        super().__init__(figure, part)
        self._belongings: dict[tuple[float, str], tuple[list[Belonging], float]] = {}

    wet = False
    """Whether it is in the water."""
    winged = False

    @property
    def floats(self) -> bool:
        return self.wet or self.winged

    def way(self, now: float) -> tuple[bool, float, float, float]:
        """Whether it is turned to the right, how far it has come and risen (units), and its lean in degrees."""
        act = self.act(now)
        gait = act.motion.gait or act.motion.name if act is not None else ""
        right = self.mark.x < 0.5 * self.part.room * self.mark.unit / 0.86
        hang = 14 * math.sin(1.5 * now + self.phase) if self.floats else 0.0
        if gait not in _MOVES:
            nod = 3 * math.sin(0.9 * now + self.phase) if gait in ("nod", "eat", "drink", "look", "listen") else 0.0
            return right, 0.0, hang + (0.12 * self.part.room if self.winged else 0.0), nod
        speed, hop, pace = _MOVES[gait]
        share = min(1.0, max(0.0, (now - (act.start if act else 0.0)) / max(0.5, self.part.seconds)))
        way = min(speed * self.part.seconds, 0.5 * self.part.room)
        travel = (share - 0.5) * way * (1 if right else -1)
        beat = abs(math.sin(math.pi * pace * now))
        floats = self.floats or gait in ("swim", "fly")
        rise = hang + (0.16 * self.part.room if gait == "fly" else 0.0) if floats else hop * beat
        return right, travel, rise, (3 * math.sin(2 * math.pi * pace * now / 2)) * (0.5 if floats else 1.0)

    def act(self, now: float) -> Act | None:
        """What it does at a moment."""
        return next((act for act in reversed(self.part.acts) if act.start <= now), None)

    def belongings(self, now: float, wide: float, tall: float) -> tuple[list[Belonging], float]:
        """What it has to do with at a moment, see `belongings_of`."""
        act = self.act(now)
        if act is None or not (act.thing or act.motion.props):
            return [], 0.0
        key = (act.start, act.motion.name)
        if key not in self._belongings:
            self._belongings[key] = belongings_of(self, act, wide, tall, right=self.way(now)[0])
        return self._belongings[key]

    def lay_things(
        self,
        frame: Picture,
        mask: Picture,
        found: list[Belonging],
        place: tuple[float, float],
        pose: Pose,
        *,
        before: bool,
    ) -> None:
        """Lay those of its things that hide it, or those that do not; what is its own goes with its mask."""
        for each in found:
            if each.before is before:
                at = (place[0] + each.x * self.mark.unit, place[1] - each.y * self.mark.unit)
                self.lay(frame, mask, each.sprite, at, pose)

    def heard(self) -> list[Heard]:
        """Paws and hooves, each time a hop comes down."""
        found = []
        for act in () if self.floats or self.part.adrift else self.part.acts:
            _, hop, pace = _MOVES.get(act.motion.gait or act.motion.name, (0.0, 0.0, 0.0))
            if not hop or act.motion.gait in ("swim", "fly") or self.look.being in FLOATING:
                continue
            first = math.floor(act.start * pace) + 1
            for number in range(first, math.ceil(min(act.end, self.part.seconds) * pace)):
                at = number / pace
                place = self.mark.x + self.way(at)[1] * self.mark.unit
                found.append(self.contact(at, "paw", 0.5 + 0.4 * (hop > 20), place, drawn=self.part.fps))
        return found


class Creature(Mover):
    """Anything else: light that flies, machines, animals, a crowd."""

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        now, unit, shape = number / fps, self.mark.unit, beings.shape_of(self.look.being, self.look.grown)
        flies = self.look.being in FLOATING
        rise, grow = flight(self.part.action, number / max(len(self.part.mouths) - 1, 1)) if flies else (0.0, 1.0)
        turn, drift = self.drift(now)
        goes = not flies and self.look.being not in ("crowd", "children")
        _, travel, hop, lean = self.way(now) if goes else (False, 0.0, 0.0, 0.0)
        bob = unit * (
            14 * math.sin(2 * math.pi * 0.4 * now + self.phase) if flies else 1.5 * math.sin(1.6 * now + self.phase)
        )
        if not flies and self.look.being not in ("fish", "crowd", "children"):
            self.shadow(frame, pose, shape.box[2] * 0.36, 0.0, (self.mark.x + travel * unit, self.mark.y))
        eyes, mouth = self.eyes(number, fps), self.part.mouths[number]
        picture = self.sprite(
            (eyes, mouth),
            lambda: beings.draw_being(self.look, mouth=mouth, eyes=eyes),
            self._raster if self.look.being == "orb" else self.lit,
        )
        middle = (
            self.mark.x + travel * unit,
            self.mark.y + bob - (drift + hop) * unit + rise * frame.shape[0] + 280 * unit * (grow - 1),
        )
        things, lift = self.belongings(now, shape.box[2], shape.height) if goes else ([], 0.0)
        ground = (middle[0], self.mark.y)
        self.lay_things(frame, mask, things, ground, pose, before=False)
        self.lay(frame, mask, picture, (middle[0], middle[1] - lift * unit), pose, turn + lean, grow)
        self.lay_things(frame, mask, things, ground, pose, before=True)


class Beast(Mover):
    """A being of the art library: it breathes, turns to where it goes, and hops, glides or flies there."""

    def __init__(self, figure: CharacterState, part: Part) -> None:
        super().__init__(figure, part)
        self.shape = beings.shape_of(self.look.being, self.look.grown)
        drawing = library.drawing(self.look.being.removeprefix("art:"))
        tall = max(16, round(self.shape.height * self.mark.unit))
        picture = sprite(drawing, min(tall, _TALLEST), coat=self.look.coat)
        self.picture = {turned: self._lit(picture[:, ::-1] if turned else picture) for turned in (False, True)}
        self.wet = drawing.where == "water" or self.part.afloat
        self.winged = drawing.where == "sky"

    def _lit(self, picture: Picture) -> Sprite:
        lit = self.relit(np.ascontiguousarray(picture), self.mark.unit)
        return trimmed(lit, self.shape.box)

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        now, unit = number / fps, self.mark.unit
        turned, travel, rise, lean = self.way(now)
        breath = 1 + 0.008 * math.sin(2 * math.pi * 0.3 * now + self.phase)
        speaks = self.part.mouths[number] if number < len(self.part.mouths) else 0
        place = (self.mark.x + travel * unit, self.mark.y - (rise + 1.6 * speaks) * unit)
        if not (self.floats or rise > 60):
            self.shadow(frame, pose, self.shape.box[2] * 0.4, 0.0, (place[0], self.mark.y))
        things, lift = self.belongings(now, self.shape.box[2], self.shape.height)
        ground = (place[0], self.mark.y)
        self.lay_things(frame, mask, things, ground, pose, before=False)
        raised = (place[0], place[1] - lift * unit)
        self.lay(frame, mask, self.picture[turned], raised, pose, lean + (1.2 * speaks / 4), breath)
        self.lay_things(frame, mask, things, ground, pose, before=True)


_TALLEST = 1100
"""Pixels of the tallest sprite of a beast."""
_MOVES = {
    "walk": (90.0, 9.0, 1.7), "run": (230.0, 26.0, 2.6), "crawl": (40.0, 4.0, 1.2), "sneak": (50.0, 4.0, 1.0), "jump": (110.0, 90.0, 1.3),
    "swim": (110.0, 0.0, 0.8), "fly": (170.0, 0.0, 1.6), "dance": (20.0, 40.0, 2.0), "climb": (30.0, 10.0, 1.4), "stagger": (50.0, 8.0, 1.0),
}  # fmt: skip
"""Units a second, of a hop, and hops a second."""


class Cutout(Actor):
    """A figure from a picture that was given: it breathes and sways, and stays as it was drawn."""

    def __init__(self, figure: CharacterState, part: Part, given: Picture) -> None:
        super().__init__(figure, part)
        rows, columns = given.shape[:2]
        # A head is about an eighth of a standing figure, and well over a third of a bust.
        whole = rows > 1.9 * columns
        heads = (NECK + 120) / 100 if whole else 2.4
        tall = 100.0 * heads
        self.wide, self.foot = tall * columns / rows, tall - 120.0 if whole else 0.0
        self.picture = trimmed(self._tinted(given), (-self.wide / 2, -120.0, self.wide, tall))

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        now = number / fps
        turn, rise = self.drift(now)
        breath = math.sin(2 * math.pi * 0.23 * now + self.phase)
        if self.foot:
            self.shadow(frame, pose, self.wide * 0.4, 0.0)
        place = (self.mark.x, self.mark.y - self.mark.unit * (NECK + 1.2 * breath + rise))
        self.lay(frame, mask, self.picture, place, pose, turn + 0.5 * math.sin(0.7 * now + self.phase))

    def _tinted(self, given: Picture) -> Picture:
        """The picture, a little in the set's light."""
        light = 1 + 0.5 * (cast_light(self.mood) - 1)
        colour = cv2.convertScaleAbs(given[..., :3] * light)
        alpha = np.ascontiguousarray(given[..., 3])
        return np.asarray(cv2.merge([*cv2.split(cv2.min(colour, cv2.merge([alpha] * 3))), alpha]), np.uint8)

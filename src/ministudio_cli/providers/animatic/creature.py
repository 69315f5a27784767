"""What is no jointed figure: other beings, and pictures of the user's own."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic import beings
from ministudio_cli.providers.animatic.actor import Actor, Part, cast_light, trimmed
from ministudio_cli.providers.animatic.camera import Pose
from ministudio_cli.providers.animatic.paint import Picture
from ministudio_cli.providers.animatic.stage import FLOATING, flight

NECK = 434.0
"""Units from the ground to the base of a grown woman's neck."""


class Creature(Actor):
    """Anything else: light that flies, machines, animals, a crowd."""

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        now, unit, shape = number / fps, self.mark.unit, beings.SHAPES[self.look.being]
        flies = self.look.being in FLOATING
        rise, grow = flight(self.part.action, number / max(len(self.part.mouths) - 1, 1)) if flies else (0.0, 1.0)
        turn, drift = self.drift(now)
        bob = unit * (
            14 * math.sin(2 * math.pi * 0.4 * now + self.phase) if flies else 1.5 * math.sin(1.6 * now + self.phase)
        )
        if not flies and self.look.being not in ("fish", "crowd", "children"):
            self.shadow(frame, pose, shape.box[2] * 0.36, 0.0)
        eyes, mouth = self.eyes(number, fps), self.part.mouths[number]
        picture = self.sprite(
            (eyes, mouth),
            lambda: beings.draw_being(self.look, mouth=mouth, eyes=eyes),
            self._raster if self.look.being == "orb" else self.lit,
        )
        middle = (self.mark.x, self.mark.y + bob - drift * unit + rise * frame.shape[0] + 280 * unit * (grow - 1))
        self.lay(frame, mask, picture, middle, pose, turn, grow)


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

"""A figure on the stage: sprites made once, laid into each frame at a sub-pixel place. Its alpha is its identity mask."""

from __future__ import annotations

import hashlib
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic import beings, body, head
from ministudio_cli.providers.animatic.backdrop import CAST
from ministudio_cli.providers.animatic.camera import Pose
from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.compose import GRID, lay
from ministudio_cli.providers.animatic.look import feeling_of, look_of
from ministudio_cli.providers.animatic.paint import Picture, noise, rasterise
from ministudio_cli.providers.animatic.scenery import Mood
from ministudio_cli.providers.animatic.stage import FLOATING, PEOPLE, Mark, flight
from ministudio_cli.providers.animatic.svg import Drawing

SPRITE = 1_300_000
"""Pixels of the largest sprite: what is painted softly needs no more, and drawing it costs by the pixel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a figure does in one shot. `mouths` holds an opening from 0 to 4 for each frame; `gaze` is −1, 0 or 1."""

    mark: Mark
    mood: Mood
    pose: str = "relaxed"
    held: str = ""
    action: str = ""
    mouths: Sequence[int] = ()
    gaze: int = 0
    adrift: bool = False
    """Without weight: it floats, turns slowly and throws no shadow."""


def cast(figure: CharacterState, part: Part, given: Picture | None = None) -> Actor:
    """The actor for a figure: a person, or something else, or the cut-out (premultiplied BGRA) of a picture of it."""
    if given is not None:
        return Cutout(figure, part, given)
    return (Person if look_of(figure).being in PEOPLE else Creature)(figure, part)


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture (premultiplied BGRA) of nothing but what is seen: pixels a unit, and where its drawing's origin lies."""

    picture: Picture
    scale: float
    x: float
    y: float


def trimmed(picture: Picture, box: tuple[float, float, float, float]) -> Sprite:
    """A drawing's picture without its empty edges; `box` is the drawing's own, in units."""
    # The drawing is fitted into whole pixels and stands in their middle.
    scale = min(picture.shape[0] / box[3], picture.shape[1] / box[2])
    spare = (picture.shape[1] - box[2] * scale) / 2, (picture.shape[0] - box[3] * scale) / 2
    # An additive glow has colour where it has no cover.
    left, top, wide, tall = cv2.boundingRect(np.ascontiguousarray(picture.max(axis=2)))
    kept = np.ascontiguousarray(picture[top : top + tall, left : left + wide]) if wide and tall else picture[:1, :1]
    return Sprite(kept, scale, -box[0] * scale - left + spare[0], -box[1] * scale - top + spare[1])


class Actor(ABC):
    """One character through one shot: its sprites, made when first needed, and how they are lit and laid."""

    def __init__(self, figure: CharacterState, part: Part) -> None:
        self.look = look_of(figure)
        self.feeling = feeling_of(figure)
        self.mark = part.mark
        self.mood = part.mood
        self.part = part
        self.seed = int.from_bytes(hashlib.sha256(figure.id.encode()).digest()[:4], "big") % 100_000
        self.phase = (self.seed % 628) / 100
        self._sprites: dict[Hashable, Sprite] = {}
        self._lights: dict[tuple[int, int], Any] = {}
        self._rest: tuple[tuple[int, int], Picture] | None = None

    @abstractmethod
    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        """Lay the figure into a BGR frame and its alpha into its own mask (a quarter of the size)."""

    def eyes(self, number: int, fps: float) -> int:
        """Blinks: every three to five seconds, five frames long."""
        span = int(fps * (3.1 + (self.seed % 17) / 10))
        at = (number + self.seed % span) % span
        shut = int(at * 24 / fps)
        return (1, 0, 0, 1)[shut] if shut < 4 else 2

    def drift(self, now: float) -> tuple[float, float]:
        """How far something without weight has turned, in degrees, and risen, in units."""
        if not self.part.adrift:
            return 0.0, 0.0
        return 6 * math.sin(0.5 * now + self.phase), 11 * math.sin(0.7 * now + self.phase * 2)

    def sprite(self, key: Hashable, draw: Callable[[], Drawing], finish: Callable[[Drawing], Picture]) -> Sprite:
        """The sprite of this key, drawn and finished once."""
        if key not in self._sprites:
            drawing = draw()
            self._sprites[key] = trimmed(finish(drawing), drawing.box)
        return self._sprites[key]

    def shadow(self, frame: Picture, pose: Pose, reach: float, foot: float) -> None:
        """What the figure takes from the light of the ground it stands on, `foot` units below its mark."""
        if self.part.adrift:
            return
        box = (-reach, foot - 12, reach * 2, 36.0)
        picture = self.sprite("shadow", lambda: _shade(box), self._raster)
        self.lay(frame, None, picture, (self.mark.x, self.mark.y), pose)

    def _raster(self, drawing: Drawing) -> Picture:
        """A sprite at the figure's size in pixels, or as large as a painted figure needs to be, and no larger."""
        _, _, wide, tall = drawing.box
        scale = min(self.mark.unit, math.sqrt(SPRITE / (wide * tall)))
        return rasterise(drawing, max(8, round(wide * scale)), max(8, round(tall * scale)))

    def lit(self, drawing: Drawing) -> Picture:
        """The set's light on the figure: its tint, a soft fall-off, the brush's wash and a rim toward the lamp."""
        sprite = self._raster(drawing)
        if self.look.being == "hologram":
            return _hologram(sprite)
        height, width = sprite.shape[:2]
        colour, alpha = cv2.cvtColor(sprite, cv2.COLOR_BGRA2BGR), np.ascontiguousarray(sprite[..., 3])
        colour = cv2.multiply(colour, self._light(width, height), dtype=cv2.CV_8U)
        reach = max(1.5, 2.4 * self.mark.unit)
        shifted = cv2.warpAffine(alpha, np.array([[1, 0, -reach], [0, 1, reach * 0.35]], np.float32), (width, height))
        rim = cv2.GaussianBlur(cv2.subtract(alpha, shifted), (0, 0), max(0.6, reach * 0.45))
        rim = cv2.multiply(rim, alpha, scale=0.42 / 255)
        key = rgb(self.mood.key)[::-1]
        colour = cv2.add(colour, cv2.merge([cv2.convertScaleAbs(rim, alpha=part) for part in key]))
        # Premultiplied colour cannot be brighter than its alpha.
        colour = cv2.min(colour, cv2.merge([alpha] * 3))
        return np.asarray(cv2.merge([*cv2.split(colour), alpha]), np.uint8)

    def _light(self, width: int, height: int) -> Any:
        """The light on a sprite of this size: the set's tint, a fall-off across it, the brush's wash."""
        if (width, height) not in self._lights:
            fall = np.linspace(0.9, 1.1, width, dtype=np.float32)[None, :, None]
            small = noise(max(8, width // 4), max(8, height // 4), self.seed, octaves=4, base=5)
            wash = 1 + 0.045 * cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)[..., None]
            self._lights[width, height] = np.ascontiguousarray(cast_light(self.mood) * fall * wash, np.float32)
        return self._lights[width, height]

    def lay(
        self,
        frame: Picture,
        mask: Picture | None,
        sprite: Sprite,
        place: tuple[float, float],
        pose: Pose,
        turn: float = 0.0,
        grow: float = 1.0,
    ) -> None:
        """Warp a sprite so that its drawing's origin falls on `place`, as the camera sees it, and blend only there."""
        rows, columns = frame.shape[:2]
        x = (place[0] - columns / 2 - pose.x * CAST.slide * columns) * pose.zoom + columns / 2
        y = (place[1] - rows / 2 - pose.y * CAST.slide * rows) * pose.zoom + rows / 2
        k = pose.zoom * grow * self.mark.unit / sprite.scale
        angle = math.radians(turn + pose.turn)
        cos, sin = k * math.cos(angle), k * math.sin(angle)
        ox, oy = sprite.x, sprite.y
        warp = np.array([[cos, -sin, x - cos * ox + sin * oy], [sin, cos, y - sin * ox - cos * oy]], np.float64)
        laid = lay(frame, sprite.picture, warp)
        if mask is None or laid is None:
            return
        left, top, patch = laid
        small = mask[
            top // GRID : -(-(top + patch.shape[0]) // GRID), left // GRID : -(-(left + patch.shape[1]) // GRID)
        ]
        shrunk = cv2.resize(patch[..., 3], (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
        np.maximum(small, shrunk, out=small)


class Person(Actor):
    """Someone with a body, a head on it, and what the hands do."""

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        now, unit, part = number / fps, self.mark.unit, self.part
        breath = math.sin(2 * math.pi * 0.23 * now + self.phase)
        turn, rise = self.drift(now)
        place = (self.mark.x, self.mark.y - unit * (1.2 * breath + rise))
        measures = body.frame_of(self.look)
        self.shadow(frame, pose, measures.hip * 2.3, measures.foot)
        nod = 0.5 * math.sin(2 * math.pi * 1.9 * now) if part.mouths[number] else 0.0
        sway = turn + self.feeling.head + 1.3 * math.sin(2 * math.pi * 0.11 * now + self.phase * 2) + nod
        up = unit * (5 * self.feeling.slump - 54 + 0.5 * nod)
        lean = math.radians(turn + pose.turn)
        neck = (place[0] - up * math.sin(lean), place[1] + up * math.cos(lean))
        if self.look.hair in head.BEHIND:
            hair = self.sprite("hair", lambda: head.draw_back_hair(self.look), self.lit)
            self.lay(frame, mask, hair, neck, pose, sway)
        # What no camera of this shot will see of the body is not drawn.
        end = (frame.shape[0] * 1.2 - self.mark.y) / unit
        trunk = self.sprite(
            "body",
            lambda: body.draw_body(self.look, self.feeling, part.pose, part.held).cut_below(end),
            self.lit,
        )
        self.lay(frame, mask, trunk, place, pose, turn)
        face = head.Face(eyes=self.eyes(number, fps), mouth=part.mouths[number], gaze=part.gaze)
        self.lay(frame, mask, self._face(face), neck, pose, sway)

    def _face(self, face: head.Face) -> Sprite:
        """The head with a face: of all but the first only what has changed is drawn, into a copy of it."""
        first = next((key for key in self._sprites if isinstance(key, head.Face)), None)
        if face in self._sprites or first is None or self.look.beard or self.look.being != "person":
            return self.sprite(face, lambda: head.draw_head(self.look, self.feeling, face), self.lit)
        whole = self._sprites[first]
        if self._rest is None:
            self._rest = self._features(first)
        at, before = self._rest
        _, now = self._features(face)
        changed = cv2.absdiff(now, before).max(axis=2, keepdims=True) > 2
        picture = whole.picture.copy()
        region = picture[at[1] : at[1] + now.shape[0], at[0] : at[0] + now.shape[1]]
        np.copyto(region[..., :3], now[..., :3], where=changed)
        self._sprites[face] = Sprite(picture, whole.scale, whole.x, whole.y)
        return self._sprites[face]

    def _features(self, face: head.Face) -> tuple[tuple[int, int], Picture]:
        """The part of the head that a face changes, lit: its corner in the first head's sprite, and its pixels."""
        whole = next(sprite for key, sprite in self._sprites.items() if isinstance(key, head.Face))
        scale, (x, y, across, down) = whole.scale, head.FEATURES
        left, top = math.ceil(x * scale + whole.x), math.ceil(y * scale + whole.y)
        wide, tall = int(across * scale), min(int(down * scale), whole.picture.shape[0] - top)
        box = ((left - whole.x) / scale, (top - whole.y) / scale, wide / scale, tall / scale)
        part = rasterise(head.draw_head(self.look, self.feeling, face), wide, tall, box)
        canvas = round(head.BOX[2] * scale), round(head.BOX[3] * scale)
        light = self._light(*canvas)
        row, column = round((box[1] - head.BOX[1]) * scale), round((box[0] - head.BOX[0]) * scale)
        colour = cv2.multiply(
            cv2.cvtColor(part, cv2.COLOR_BGRA2BGR), light[row : row + tall, column : column + wide], dtype=cv2.CV_8U
        )
        return (left, top), np.asarray(cv2.merge([*cv2.split(colour), part[..., 3]]), np.uint8)


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
        heads = 7.4 if whole else 2.4
        tall = 100.0 * heads
        self.wide, self.foot = tall * columns / rows, tall - 120.0 if whole else 0.0
        self.picture = trimmed(self._tinted(given), (-self.wide / 2, -120.0, self.wide, tall))

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        now = number / fps
        turn, rise = self.drift(now)
        breath = math.sin(2 * math.pi * 0.23 * now + self.phase)
        if self.foot:
            self.shadow(frame, pose, self.wide * 0.4, self.foot)
        place = (self.mark.x, self.mark.y - self.mark.unit * (1.2 * breath + rise))
        self.lay(frame, mask, self.picture, place, pose, turn + 0.5 * math.sin(0.7 * now + self.phase))

    def _tinted(self, given: Picture) -> Picture:
        """The picture, a little in the set's light."""
        light = 1 + 0.5 * (cast_light(self.mood) - 1)
        colour = cv2.convertScaleAbs(given[..., :3] * light)
        alpha = np.ascontiguousarray(given[..., 3])
        return np.asarray(cv2.merge([*cv2.split(cv2.min(colour, cv2.merge([alpha] * 3))), alpha]), np.uint8)


def _shade(box: tuple[float, float, float, float]) -> Drawing:
    left, top, wide, tall = box
    d = Drawing(wide, tall, left=left, top=top)
    d.ellipse(left + wide / 2, top + tall / 2, wide / 2, tall / 2, d.glow("#06040C", 0.8))
    return d


def cast_light(mood: Mood) -> Any:
    """The light on the cast, BGR: the set's tint, kept bright enough that a face can be read."""
    ambient, key = np.array(rgb(mood.ambient)[::-1], np.float32), np.array(rgb(mood.key)[::-1], np.float32)
    tint = ambient * 0.62 + key * 0.38
    luma = float(tint @ np.array([0.07, 0.72, 0.21], np.float32))
    bright = 0.56 + 0.5 * luma
    tint = tint / max(luma, 0.05)
    return ((0.8 + 0.2 * tint) * bright * 1.12).astype(np.float32)


def _hologram(sprite: Picture) -> Picture:
    """A figure of light: its drawing's brightness in blue-white, in lines, thinner toward the ground."""
    height, width = sprite.shape[:2]
    grey = cv2.cvtColor(sprite, cv2.COLOR_BGRA2GRAY).astype(np.float32)
    edge = cv2.morphologyEx(sprite[..., 3], cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8)).astype(np.float32)
    lines = 0.72 + 0.28 * (np.arange(height) // max(2, height // 160) % 2)[:, None].astype(np.float32)
    fade = np.linspace(1.0, 0.55, height, dtype=np.float32)[:, None]
    alpha = np.clip(sprite[..., 3].astype(np.float32) * 0.62 + edge * 0.5, 0, 235) * lines * fade
    tone = np.array([255, 232, 170], np.float32)
    shade = np.clip(0.45 + grey / 300, 0, 1)[..., None]
    out = np.empty_like(sprite)
    out[..., :3] = np.clip(
        alpha[..., None] / 255 * (tone * shade) + edge[..., None] * 0.35, 0, alpha[..., None]
    ).astype(np.uint8)
    out[..., 3] = alpha.astype(np.uint8)
    return np.asarray(out[:, :width])

"""A figure on the stage: sprites made once, laid into each frame at a sub-pixel place. Its alpha is its identity mask."""

from __future__ import annotations

import hashlib
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic.backdrop import CAST
from ministudio_cli.providers.animatic.camera import Pose
from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.compose import GRID, lay
from ministudio_cli.providers.animatic.figure.motion import Act
from ministudio_cli.providers.animatic.look import feeling_of, look_of
from ministudio_cli.providers.animatic.paint import Picture, noise, rasterise
from ministudio_cli.providers.animatic.rendering import Rendering
from ministudio_cli.providers.animatic.scenery import Mood
from ministudio_cli.providers.animatic.stage import Mark
from ministudio_cli.providers.animatic.svg import Drawing

SPRITE = 1_300_000
"""Pixels of the largest sprite: what is painted softly needs no more, and drawing it costs by the pixel."""


_STANDING = 560
"""Units of somebody who stands: as tall as the frame, they are as loud as they can be."""
_GAIN = 100
"""A gain of 1 in the light on a sprite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a figure does in one shot of `seconds` at `fps`: its acts, and in each frame its mouth: an opening from 0 to 4,
    and the shape of what it says (see `figure.face.VISEMES`; “” while it is silent).
    """

    mark: Mark
    mood: Mood
    acts: tuple[Act, ...] = ()
    action: str = ""
    mouths: Sequence[int] = ()
    visemes: Sequence[str] = ()
    seconds: float = 1.0
    fps: float = 24.0
    room: float = 1e6
    """Units across the frame."""
    turned: float = 1.0
    """How much of its turning away from the viewer is kept: close to a face less is."""
    grounded: bool = True
    """Whether the ground is seen on which it stands."""
    absent: bool = False
    """Whether the shot is seen through its eyes."""
    adrift: bool = False
    """Without weight: it floats, turns slowly and throws no shadow."""
    afloat: bool = False
    """Under water."""
    rendering: Rendering = Rendering("painted")  # noqa: RUF009 - frozen
    rows: int = 1080
    """Pixels of the frame's shorter side."""
    tall: int = 0
    """Pixels of its height; 0 where nothing asks for it."""


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


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound of what is seen: the first frame that shows it, its kind, how loud it is at the camera (0 to 1), and where
    it is, from −1 left to 1 right.
    """

    frame: int
    kind: str
    weight: float
    pan: float


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

    @abstractmethod
    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, fps: float) -> None:
        """Lay the figure into a BGR frame and its alpha into its own mask (a quarter of the size)."""

    def heard(self) -> list[Heard]:
        """What can be heard of it in its shot; nothing where it is not said."""
        return []

    def contact(self, at: float, kind: str, weight: float, place: float, *, drawn: float) -> Heard:
        """A sound at `at` seconds, of somebody who is drawn so many times a second, at a pixel from the left."""
        fps = self.part.fps
        frame = math.ceil(math.ceil(at * drawn - 1e-6) / drawn * fps - 1e-6)
        near = min(1.0, max(0.12, self.mark.unit * _STANDING / self.part.rows))
        across = self.part.room * self.mark.unit / 0.86
        return Heard(frame, kind, weight * near, min(1.0, max(-1.0, 2 * place / across - 1)))

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

    def shadow(
        self, frame: Picture, pose: Pose, reach: float, foot: float, place: tuple[float, float] | None = None
    ) -> None:
        """What the figure takes from the light of the ground it stands on, `foot` units below its place."""
        if self.part.adrift:
            return
        box = (-reach, foot - 12, reach * 2, 36.0)
        picture = self.sprite(("shadow", round(reach / 6)), lambda: _shade(box), self._raster)
        self.lay(frame, None, picture, place or (self.mark.x, self.mark.y), pose)

    def _raster(self, drawing: Drawing) -> Picture:
        """A sprite at the figure's size in pixels, or as large as a painted figure needs to be, and no larger."""
        _, _, wide, tall = drawing.box
        scale = min(self.mark.unit, math.sqrt(SPRITE / (wide * tall)))
        return rasterise(drawing, max(8, round(wide * scale)), max(8, round(tall * scale)))

    def lit(self, drawing: Drawing) -> Picture:
        """The set's light on the figure: its tint, a soft fall-off, the brush's wash and a rim toward the lamp."""
        return self.relit(self._raster(drawing), self.mark.unit)

    def relit(self, sprite: Picture, unit: float) -> Picture:
        """A picture in the set's light; `unit` is its pixels a unit."""
        if self.look.being == "hologram":
            return _hologram(sprite)
        height, width = sprite.shape[:2]
        # Fields that are smooth are kept small, and are enlarged to each sprite.
        lit = cv2.multiply(sprite, cv2.resize(self._gain, (width, height)), scale=1 / _GAIN)
        alpha = np.ascontiguousarray(sprite[..., 3])
        reach = max(1.5, 2.4 * unit)
        shrink = max(1, round(reach / 3))
        size = (max(2, width // shrink), max(2, height // shrink))
        small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
        move = np.array([[1, 0, -reach / shrink], [0, 1, reach * 0.35 / shrink]], np.float32)
        rim = cv2.subtract(small, cv2.warpAffine(small, move, size))
        rim = cv2.multiply(cv2.GaussianBlur(rim, (0, 0), max(0.6, reach * 0.45 / shrink)), small, scale=0.42 / 255)
        key = rgb(self.mood.key)[::-1]
        rims = cv2.merge([*(cv2.convertScaleAbs(rim, alpha=part) for part in key), np.zeros_like(rim)])
        cv2.add(lit, cv2.resize(rims, (width, height), interpolation=cv2.INTER_LINEAR), dst=lit)
        # Premultiplied colour cannot be brighter than its alpha.
        done = np.asarray(cv2.min(lit, cv2.merge([alpha] * 4)), np.uint8)
        return self.part.rendering.sprite(done, self.part.rows / 1080 * unit / self.mark.unit)

    @cached_property
    def _gain(self) -> Picture:
        """The light on a sprite, in hundredths: the set's tint, a fall-off across it, the brush's wash."""
        fall = np.linspace(0.95, 1.05, 96, dtype=np.float32)[None, :, None]
        wash = 1 + 0.035 * noise(96, 96, self.seed, octaves=4, base=5)[..., None]
        gain = np.clip(cast_light(self.mood) * fall * wash * _GAIN, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(np.dstack([gain, np.full((96, 96), _GAIN, np.uint8)]))

    def _warp(
        self,
        sprite: Sprite,
        place: tuple[float, float],
        pose: Pose,
        turn: float,
        grow: float,
        rows: int,
        columns: int,
    ) -> NDArray[np.float64]:
        """From a sprite's pixels to the frame's, 2 × 3."""
        x = (place[0] - columns / 2 - pose.x * CAST.slide * columns) * pose.zoom + columns / 2
        y = (place[1] - rows / 2 - pose.y * CAST.slide * rows) * pose.zoom + rows / 2
        k = pose.zoom * grow * self.mark.unit / sprite.scale
        angle = math.radians(turn + pose.turn)
        cos, sin = k * math.cos(angle), k * math.sin(angle)
        ox, oy = sprite.x, sprite.y
        return np.array([[cos, -sin, x - cos * ox + sin * oy], [sin, cos, y - sin * ox - cos * oy]], np.float64)

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
        warp = self._warp(sprite, place, pose, turn, grow, *frame.shape[:2])
        laid = lay(frame, sprite.picture, warp)
        if mask is None or laid is None:
            return
        left, top, patch = laid
        self._masked(mask, left, top, np.ascontiguousarray(patch[..., 3]))

    def _masked(self, mask: Picture, left: int, top: int, cover: Picture) -> None:
        small = mask[
            top // GRID : -(-(top + cover.shape[0]) // GRID), left // GRID : -(-(left + cover.shape[1]) // GRID)
        ]
        shrunk = cv2.resize(cover, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
        np.maximum(small, shrunk, out=small)


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

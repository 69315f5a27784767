"""A figure on the stage: sprites made once, laid into each frame at a sub-pixel place. Its alpha is its identity mask."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from ministudio_cli.plan.state import Figure
from ministudio_cli.providers.animatic import beings, body, head
from ministudio_cli.providers.animatic.camera import Pose
from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.look import feeling_of, look_of
from ministudio_cli.providers.animatic.paint import Picture, noise, rasterise
from ministudio_cli.providers.animatic.scenery import Mood
from ministudio_cli.providers.animatic.stage import FLOATING, Mark, flight
from ministudio_cli.providers.animatic.svg import Drawing

PARALLAX = 1.35
MASK_SCALE = 4
SPRITE = 1100
"""Pixels across the largest sprite: what is painted softly needs no more, and drawing it costs by the pixel."""


class Actor:
    """One character through one shot. `mouths` holds an opening from 0 to 4 for each frame."""

    def __init__(
        self,
        figure: Figure,
        mark: Mark,
        mood: Mood,
        pose: str,
        action: str,
        mouths: Sequence[int],
        seed: int,
        gaze: int,
    ) -> None:
        self.look = look_of(figure)
        self.feeling = feeling_of(figure)
        self.mark = mark
        self.mood = mood
        self.pose = pose
        self.action = action
        self.mouths = mouths
        self.seed = seed
        self.gaze = gaze
        self._sprites: dict[Any, Any] = {}

    def draw(self, frame: Picture, mask: Picture, pose: Pose, number: int, frames: int, fps: float) -> None:
        """Lay the figure into a BGR frame and its alpha into its own mask (a quarter of the size)."""
        now = number / fps
        phase = (self.seed % 628) / 100
        if self.look.being in ("person", "hologram"):
            breath = math.sin(2 * math.pi * 0.23 * now + phase)
            unit = self.mark.unit
            nod = 0.5 * math.sin(2 * math.pi * 1.9 * now) if self.mouths[number] else 0.0
            lift = self.mark.y - unit * 1.2 * breath
            self._lay(frame, None, self._shadow(), (self.mark.x, self.mark.y), self._ground, pose, 0.0, 1.0)
            self._lay(frame, mask, self._body(), (self.mark.x, lift), body.BOX, pose, 0.0, 1.0)
            sway = self.feeling.head + 1.3 * math.sin(2 * math.pi * 0.11 * now + phase * 2) + nod
            drop = 5 * self.feeling.slump
            face = head.Face(eyes=self._eyes(number, fps), mouth=self.mouths[number], gaze=self.gaze)
            place = (self.mark.x, lift + unit * (drop - 54 + 0.5 * nod))
            self._lay(frame, mask, self._head(face), place, head.BOX, pose, sway, 1.0)
            return
        t = number / max(frames - 1, 1)
        rise, grow = flight(self.action, t) if self.look.being in FLOATING else (0.0, 1.0)
        bob = (self.mark.unit * 14 * math.sin(2 * math.pi * 0.4 * now + phase)) if self.look.being in FLOATING else 0.0
        sprite = self._being(self._eyes(number, fps), self.mouths[number])
        middle = (self.mark.x, self.mark.y + bob + rise * frame.shape[0] + 280 * self.mark.unit * (grow - 1))
        self._lay(frame, mask, sprite, middle, beings.BOX, pose, 0.0, grow)

    def _eyes(self, number: int, fps: float) -> int:
        """Blinks: every three to five seconds, five frames long."""
        span = int(fps * (3.1 + (self.seed % 17) / 10))
        at = (number + self.seed % span) % span
        return (1, 0, 0, 1)[at] if at < 4 else 2

    def _body(self) -> Picture:
        if "body" not in self._sprites:
            self._sprites["body"] = self._lit(body.draw_body(self.look, self.feeling, self.pose))
        body_sprite: Picture = self._sprites["body"]
        return body_sprite

    def _shadow(self) -> Picture:
        """What the figure takes from the light of the ground it stands on."""
        if "shadow" not in self._sprites:
            left, top, wide, tall = self._ground
            d = Drawing(wide, tall, left=left, top=top)
            d.ellipse(0, top + tall / 2, wide / 2, tall / 2, d.glow("#06040C", 0.8))
            self._sprites["shadow"] = self._raster(d)
        shadow: Picture = self._sprites["shadow"]
        return shadow

    @property
    def _ground(self) -> tuple[float, float, float, float]:
        """The box of the ground under the feet, in the body's units."""
        frame = body.frame_of(self.look)
        return (-frame.hip * 2.3, frame.foot - 12, frame.hip * 4.6, 36.0)

    def _head(self, face: head.Face) -> Picture:
        if face not in self._sprites:
            self._sprites[face] = self._lit(head.draw_head(self.look, self.feeling, face))
        head_sprite: Picture = self._sprites[face]
        return head_sprite

    def _being(self, eyes: int, mouth: int) -> Picture:
        key = ("being", eyes, mouth)
        if key not in self._sprites:
            drawing = beings.draw_being(self.look, mouth=mouth, eyes=eyes)
            self._sprites[key] = self._raster(drawing) if self.look.being == "orb" else self._lit(drawing)
        being: Picture = self._sprites[key]
        return being

    def _raster(self, drawing: Drawing) -> Picture:
        """A sprite at the figure's size in pixels, or as large as a painted figure needs to be, and no larger."""
        _, _, wide, tall = drawing.box
        scale = min(self.mark.unit, SPRITE / wide)
        return rasterise(drawing, max(8, round(wide * scale)), max(8, round(tall * scale)))

    def _lit(self, drawing: Drawing) -> Picture:
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
        rim = cv2.multiply(rim, alpha, scale=0.55 / 255)
        key = rgb(self.mood.key)[::-1]
        colour = cv2.add(colour, cv2.merge([cv2.convertScaleAbs(rim, alpha=part) for part in key]))
        # Premultiplied colour cannot be brighter than its alpha.
        colour = cv2.min(colour, cv2.merge([alpha] * 3))
        return np.asarray(cv2.merge([*cv2.split(colour), alpha]), np.uint8)

    def _light(self, width: int, height: int) -> Any:
        """The light on a sprite of this size: the set's tint, a fall-off across it, the brush's wash."""
        key = ("light", width, height)
        if key not in self._sprites:
            fall = np.linspace(0.9, 1.1, width, dtype=np.float32)[None, :, None]
            small = noise(max(8, width // 4), max(8, height // 4), self.seed, octaves=4, base=5)
            wash = 1 + 0.045 * cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)[..., None]
            self._sprites[key] = np.ascontiguousarray(cast_light(self.mood) * fall * wash, np.float32)
        return self._sprites[key]

    def _lay(
        self,
        frame: Picture,
        mask: Picture | None,
        sprite: Picture,
        place: tuple[float, float],
        box: tuple[float, float, float, float],
        pose: Pose,
        turn: float,
        grow: float,
    ) -> None:
        """Warp a sprite so that its drawing's origin falls on `place`, as the camera sees it, and blend only there."""
        rows, columns = frame.shape[:2]
        x = (place[0] - columns / 2 - pose.x * PARALLAX * columns) * pose.zoom + columns / 2
        y = (place[1] - rows / 2 - pose.y * PARALLAX * rows) * pose.zoom + rows / 2
        tall, wide = sprite.shape[:2]
        own = tall / box[3]
        k = pose.zoom * grow * self.mark.unit / own
        angle = math.radians(turn + pose.turn)
        cos, sin = k * math.cos(angle), k * math.sin(angle)
        ox, oy = -box[0] * own, -box[1] * own
        warp = np.array([[cos, -sin, x - cos * ox + sin * oy], [sin, cos, y - sin * ox - cos * oy]], np.float64)
        corners = np.array([[0, 0, 1], [wide, 0, 1], [0, tall, 1], [wide, tall, 1]], np.float64) @ warp.T
        left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
        right = min(columns, int(np.ceil(corners[:, 0].max())) + 1)
        bottom = min(rows, int(np.ceil(corners[:, 1].max())) + 1)
        # Masks are a quarter of the size: the region keeps to their grid.
        left, top = left - left % MASK_SCALE, top - top % MASK_SCALE
        right, bottom = min(columns, right + -right % MASK_SCALE), min(rows, bottom + -bottom % MASK_SCALE)
        if right <= left or bottom <= top:
            return
        warp[:, 2] -= (left, top)
        patch = cv2.warpAffine(sprite, warp, (int(right - left), int(bottom - top)), flags=cv2.INTER_LINEAR)
        blend(frame[top:bottom, left:right], patch)
        if mask is None:
            return
        small = mask[top // MASK_SCALE : bottom // MASK_SCALE, left // MASK_SCALE : right // MASK_SCALE]
        shrunk = cv2.resize(patch[..., 3], (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
        np.maximum(small, shrunk, out=small)


def blend(under: Picture, over: Picture) -> None:
    """Lay a premultiplied BGRA patch over a BGR region, in place."""
    colour, alpha = cv2.cvtColor(over, cv2.COLOR_BGRA2BGR), over[..., 3]
    through = cv2.merge([cv2.bitwise_not(alpha)] * 3)
    under[:] = cv2.add(cv2.multiply(under, through, scale=1 / 255), colour)


def cast_light(mood: Mood) -> Any:
    """The light on the cast, BGR: the set's tint, kept bright enough that a face can be read."""
    ambient, key = np.array(rgb(mood.ambient)[::-1], np.float32), np.array(rgb(mood.key)[::-1], np.float32)
    tint = ambient * 0.62 + key * 0.38
    luma = float(tint @ np.array([0.07, 0.72, 0.21], np.float32))
    bright = 0.56 + 0.5 * luma
    tint = tint / max(luma, 0.05)
    return ((0.7 + 0.3 * tint) * bright * 1.12).astype(np.float32)


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

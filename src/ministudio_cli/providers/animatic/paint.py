"""From drawings to painted pictures: rasterised, relit, washed and grained. Pictures are BGR, 8 bits a channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import Defect
from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.scenery import FAR, MIDDLE, NEAR, Lamp, Layer, Mood, Scenery
from ministudio_cli.providers.animatic.svg import Drawing

Picture = NDArray[np.uint8]
"""Shape (rows, columns, 3) BGR, or 4 with alpha, premultiplied."""
Field = NDArray[np.float32]


def rasterise(
    drawing: Drawing, width: int, height: int, box: tuple[float, float, float, float] | None = None
) -> Picture:
    """A drawing, or the part of it in a box of its units, as premultiplied BGRA of width × height pixels."""
    return premultiplied(pixels_of(drawing.svg(box), width, height))


def pixels_of(svg: str, width: int, height: int) -> Picture:
    """An SVG as BGRA of width × height pixels, not premultiplied; raises Defect where it gives none."""
    import resvg_py  # noqa: PLC0415

    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True)
    picture = decoded(bytes(png))
    if picture.shape[2] == 3:
        picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA), np.uint8)
    if picture.shape[:2] != (height, width):
        picture = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return picture


def decoded(png: bytes) -> Picture:
    """A PNG's pixels as they are; raises Defect where there are none."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise Defect("a drawing gave no picture")
    return np.asarray(picture, np.uint8)


def premultiplied(picture: Picture) -> Picture:
    alpha = cv2.merge([picture[..., 3]] * 3 + [np.full_like(picture[..., 3], 255)])
    return np.asarray(cv2.multiply(picture, alpha, scale=1 / 255))


def light_of(colour: Field) -> Field:
    """How light each pixel is, 0 to 255."""
    return np.asarray(colour @ np.array([0.11, 0.59, 0.3], np.float32), np.float32)


def as_bytes(field: Field) -> Picture:
    """Colours from 0 to 255 in 8 bits."""
    return np.asarray(np.clip(field, 0, 255), np.uint8)


def vivid(colour: Field, share: float) -> Field:
    """Colours with so many times their saturation."""
    grey = light_of(colour)[..., None]
    return np.asarray(grey + (colour - grey) * share, np.float32)


def noise(width: int, height: int, seed: int, *, octaves: int = 4, base: int = 5, gain: float = 0.55) -> Field:
    """Fractal value noise around 0, about ±1."""
    chance = np.random.default_rng(seed)
    whole = np.zeros((height, width), np.float32)
    weight, total = 1.0, 0.0
    for octave in range(octaves):
        cells = base * 2**octave
        grid = chance.standard_normal((max(2, cells * height // width + 1), cells + 1)).astype(np.float32)
        whole += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        total += weight
        weight *= gain
    return np.asarray(whole / total, np.float32)


@dataclass(frozen=True, slots=True)
class Painted:
    """A set as it is filmed: the far layer (BGR) and what stands before it (premultiplied BGRA), all of one size."""

    far: Picture
    middle: Picture | None
    near: Picture | None

    @property
    def plate(self) -> Picture:
        """The set as one picture, BGR: far and middle. What is near the lens belongs to the shot."""
        whole = self.far.copy()
        if self.middle is not None:
            blend(whole, self.middle)
        return whole


def paint_set(s: Scenery, width: int, height: int, seed: int) -> Painted:
    """A set as a painting of width × height pixels: each layer under the same lamps, by the same brush."""
    brush = Brush(width, height, seed, width / s.width, s.mood, s.lamps)
    glows = [brush.glow(s.layers[name]) for name in (FAR, MIDDLE)]
    far, gain = brush.far(s.layers[FAR], glows)
    return Painted(far, brush.free(s.layers[MIDDLE], gain, glows[1]), brush.close(s.layers[NEAR], gain))


class Brush:
    """One painter's hand over one canvas: where its edges waver, how its washes pool, and the light it sees."""

    def __init__(self, width: int, height: int, seed: int, scale: float, mood: Mood, lamps: Iterable[Lamp]) -> None:
        self.width, self.height, self.scale, self.mood = width, height, scale, mood
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        xs += noise(width, height, seed, octaves=5, base=7) * (5.0 * scale)
        ys += noise(width, height, seed + 1, octaves=5, base=7) * (5.0 * scale)
        self.maps = cv2.convertMaps(xs, ys, cv2.CV_16SC2)
        wash = (
            1
            + 0.07 * noise(width, height, seed + 2, octaves=4, base=6)
            + 0.035 * noise(width, height, seed + 5, octaves=3, base=60)
        )
        tone = (1 + 0.05 * noise(width, height, seed + 3, octaves=3, base=4)) * vignette(width, height, 0.2)
        self.wash, self.tone = wash[..., None], tone[..., None]
        self.light = light_field(width, height, scale, mood, lamps) * self.wash
        grain = np.random.default_rng(seed + 9).normal(0, 2.2, (height, width)).astype(np.float32)
        self.grain = cv2.GaussianBlur(grain, (0, 0), 0.7)[..., None]

    def glow(self, layer: Layer) -> Picture | None:
        """What shines on a layer, premultiplied BGRA."""
        return None if layer.shine.empty else self.wavered(rasterise(layer.shine, self.width, self.height))

    def far(self, layer: Layer, glows: Sequence[Picture | None]) -> tuple[Picture, float]:
        """The back of the set, opaque, and the gain that its light asked for."""
        lit = self.wavered(rasterise(layer.base, self.width, self.height)[..., :3]) * self.light
        shining = np.zeros((self.height, self.width), np.uint8)
        if glows[0] is not None:
            shining = glows[0][..., :3].max(axis=2)
        gain = exposure(lit[shining < 40], self.mood)
        lit *= gain
        _add_glow(lit, glows[0], shining, self.wash)
        around = sum(
            (
                bloom(cv2.max(glow[..., :3].astype(np.float32) * 1.9 - 300, 0), 0.7 * self.mood.glow)
                for glow in glows
                if glow is not None
            ),
            np.zeros((1, 1, 3), np.float32),
        )
        picture = self._finished(lit + around, slice(None), slice(None))
        smooth = cv2.edgePreservingFilter(picture, flags=cv2.RECURS_FILTER, sigma_s=9 * self.scale, sigma_r=0.12)
        return np.asarray(cv2.add(smooth, self.grain.repeat(3, axis=2), dtype=cv2.CV_8U), np.uint8), gain

    def free(self, layer: Layer, gain: float, glow: Picture | None) -> Picture | None:
        """What stands free in the set, with what shines on it."""
        if layer.base.empty and glow is None:
            return None
        own = self.wavered(rasterise(layer.base, self.width, self.height))
        cover = own[..., 3] if glow is None else cv2.max(own[..., 3], glow[..., 3])
        rows, columns = _extent(cover)
        lit = own[rows, columns, :3] * self.light[rows, columns] * gain
        if glow is not None:
            here = glow[rows, columns]
            _add_glow(lit, here, here[..., :3].max(axis=2), self.wash[rows, columns])
        alpha = np.maximum(
            own[rows, columns, 3], 0 if glow is None else (glow[rows, columns, :3].max(axis=2) * 0.6).astype(np.uint8)
        )
        lit = self._finished(lit, rows, columns) + self.grain[rows, columns] * (alpha[..., None] / np.float32(255))
        whole = np.zeros((self.height, self.width, 4), np.uint8)
        whole[rows, columns, 3] = alpha
        whole[rows, columns, :3] = np.clip(lit, 0, 255)
        return whole

    def close(self, layer: Layer, gain: float) -> Picture | None:
        """What the lens is too close to: out of focus, and in its own shadow."""
        if layer.base.empty:
            return None
        # Half the size is enough for what is out of focus.
        size = (self.width // 2, self.height // 2)
        lit = rasterise(layer.base, *size).astype(np.float32)
        lit[..., :3] *= cv2.resize(self.light, size, interpolation=cv2.INTER_AREA) * (0.55 * gain)
        soft = cv2.GaussianBlur(np.minimum(lit, 255).astype(np.uint8), (0, 0), 3.25 * self.scale)
        soft[..., :3] = cv2.min(soft[..., :3], cv2.merge([soft[..., 3]] * 3))
        return np.asarray(cv2.resize(soft, (self.width, self.height), interpolation=cv2.INTER_LINEAR), np.uint8)

    def wavered(self, picture: Picture) -> Picture:
        """Edges as a hand draws them."""
        return np.asarray(
            cv2.remap(picture, self.maps[0], self.maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.uint8
        )

    def _finished(self, lit: Field, rows: slice, columns: slice) -> Picture:
        return shoulder(lit * self.tone[rows, columns]).astype(np.uint8)


def _add_glow(lit: Field, glow: Picture | None, shining: Any, wash: Field) -> None:
    """Light on top, in place: where it shines, what is under it gives way."""
    if glow is None:
        return
    cover = glow[..., 3:].astype(np.float32) * (0.5 / 255) * (shining > 60)[..., None]
    lit *= 1 - cover
    lit += glow[..., :3] * (0.86 * wash)


def _extent(alpha: Any) -> tuple[slice, slice]:
    left, top, wide, tall = cv2.boundingRect(alpha)
    return slice(top, top + tall), slice(left, left + wide)


def blend(under: Picture, over: Picture) -> None:
    """Lay a premultiplied BGRA picture over a BGR one of the same size, in place."""
    colour, alpha = cv2.cvtColor(over, cv2.COLOR_BGRA2BGR), over[..., 3]
    through = cv2.cvtColor(cv2.bitwise_not(alpha), cv2.COLOR_GRAY2BGR)
    cv2.add(cv2.multiply(under, through, scale=1 / 255), colour, dst=under)


def light_field(width: int, height: int, scale: float, mood: Mood, lamps: Iterable[Lamp]) -> Field:
    """How much light of each colour (BGR) falls on each pixel: shadows' fill, plus every lamp's pool."""
    small = (max(2, width // 8), max(2, height // 8))
    ys, xs = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32) * (8 / scale)
    field = np.empty((small[1], small[0], 3), np.float32)
    field[:] = np.array(rgb(mood.ambient)[::-1], np.float32) * 1.15
    key = np.array(rgb(mood.key)[::-1], np.float32)
    field += key * np.float32(0.28 * mood.strength)
    for lamp in lamps:
        away = ((xs - lamp.x) ** 2 + (ys - lamp.y) ** 2) / np.float32(lamp.reach**2)
        pool = np.exp(-1.6 * away) * np.float32(lamp.strength)
        field += pool[..., None] * np.array(rgb(lamp.colour)[::-1], np.float32)
    return np.asarray(cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR))


def exposure(lit: Field, mood: Mood) -> float:
    """The gain that brings a picture's middle tones to where its light wants them: dark at night, never burnt out."""
    some = lit[::61]
    # A red or blue light is bright long before its luma is.
    luma = 0.6 * (some @ np.array([0.07, 0.72, 0.21], np.float32)) + 0.4 * some.max(axis=-1)
    blue, green, red = rgb(mood.ambient)[::-1]
    target = 46 + 145 * (0.07 * blue + 0.72 * green + 0.21 * red)
    middle = float(np.median(luma)) if luma.size else 0.0
    # Space is black, whatever its light.
    return float(np.clip(target / middle, 0.5, 1.7)) if middle > 6 else 1.0


def shoulder(lit: Field) -> Field:
    """Film's answer to too much light: straight below 190, then ever slower to white."""
    over = np.maximum(lit - 190, 0)
    return np.asarray(np.minimum(lit, 190) + 65 * (1 - np.exp(-over / 65)), np.float32)


def bloom(light: Field, strength: float) -> Field:
    """What bright things pour over their surroundings."""
    height, width = light.shape[:2]
    small = cv2.resize(light, (max(2, width // 8), max(2, height // 8)), interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(small, (0, 0), max(width, height) / 8 / 26)
    close = cv2.GaussianBlur(small, (0, 0), max(width, height) / 8 / 90)
    return np.asarray(
        cv2.resize((0.55 * wide + 0.45 * close) * strength, (width, height), interpolation=cv2.INTER_LINEAR)
    )


@lru_cache(maxsize=8)
def _vignette(width: int, height: int, depth: float) -> Any:
    ys, xs = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    return (1 - depth * np.clip((xs**2 + ys**2 - 0.35) / 1.65, 0, 1) ** 1.3).astype(np.float32)


def vignette(width: int, height: int, depth: float) -> Field:
    return np.asarray(_vignette(width, height, depth))

"""From drawings to painted pictures: rasterised, relit, washed and grained. Pictures are BGR, 8 bits a channel."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import Defect
from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.scenery import Lamp, Mood
from ministudio_cli.providers.animatic.svg import Drawing

Picture = NDArray[np.uint8]
"""Shape (rows, columns, 3) BGR, or 4 with alpha, premultiplied."""
Field = NDArray[np.float32]


def rasterise(drawing: Drawing, width: int, height: int) -> Picture:
    """A drawing as premultiplied BGRA of width × height pixels."""
    import resvg_py  # noqa: PLC0415

    png = resvg_py.svg_to_bytes(svg_string=drawing.svg(), width=width, height=height, skip_system_fonts=True)
    picture = decoded(bytes(png))
    if picture.shape[2] == 3:
        picture = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
    if picture.shape[:2] != (height, width):
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return premultiplied(picture)


def decoded(png: bytes) -> Picture:
    """A PNG's pixels as they are; raises Defect where there are none."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise Defect("a drawing gave no picture")
    return np.asarray(picture, np.uint8)


def premultiplied(picture: Picture) -> Picture:
    alpha = cv2.merge([picture[..., 3]] * 3 + [np.full_like(picture[..., 3], 255)])
    return np.asarray(cv2.multiply(picture, alpha, scale=1 / 255))


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


def paint_plate(
    base: Drawing, shine: Drawing, width: int, height: int, seed: int, mood: Mood, lamps: list[Lamp]
) -> Picture:
    """A set as a painting: its own colours under its light, what shines over it, and the hand of the painter."""
    own = rasterise(base, width, height)[..., :3]
    scale = width / base.box[2]
    own = painted(own, seed, strength=scale)
    lit = own.astype(np.float32) * light_field(width, height, scale, mood, lamps)
    light = painted(rasterise(shine, width, height), seed, strength=scale)
    cover = light[..., 3:].astype(np.float32) / 255
    # Where light is drawn it adds; where it is drawn black it covers nothing but other light.
    glowing = light[..., :3].astype(np.float32)
    lit *= exposure(lit[cover[..., 0] < 0.5], mood)
    lit = lit * (1 - 0.5 * cover * (glowing.max(axis=2, keepdims=True) > 60)) + glowing * 0.86
    lit += bloom(np.clip(glowing * 1.9 - 300, 0, 255), 0.7 * mood.glow)
    lit *= 1 + 0.05 * noise(width, height, seed + 3, octaves=3, base=4)[..., None]
    lit *= vignette(width, height, 0.2)[..., None]
    lit = shoulder(lit)
    picture = np.clip(lit, 0, 255).astype(np.uint8)
    picture = cv2.edgePreservingFilter(picture, flags=cv2.RECURS_FILTER, sigma_s=9 * scale, sigma_r=0.12)
    grain = np.random.default_rng(seed + 9).normal(0, 2.2, (height, width)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 0.7)
    return np.asarray(np.clip(picture.astype(np.float32) + grain[..., None], 0, 255), np.uint8)


def painted(picture: Picture, seed: int, *, strength: float = 1.0) -> Picture:
    """The hand of a painter: edges that waver, washes that pool. Any number of channels."""
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    xs += noise(width, height, seed, octaves=5, base=7) * (5.0 * strength)
    ys += noise(width, height, seed + 1, octaves=5, base=7) * (5.0 * strength)
    moved = cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    wash = (
        1
        + 0.07 * noise(width, height, seed + 2, octaves=4, base=6)
        + 0.035 * noise(width, height, seed + 5, octaves=3, base=60)
    )
    return np.asarray(np.clip(moved.astype(np.float32) * wash[..., None], 0, 255), np.uint8)


def exposure(lit: Field, mood: Mood) -> float:
    """The gain that brings a picture's middle tones to where its light wants them: dark at night, never burnt out."""
    luma = lit[::61] @ np.array([0.07, 0.72, 0.21], np.float32)
    blue, green, red = rgb(mood.ambient)[::-1]
    target = 46 + 145 * (0.07 * blue + 0.72 * green + 0.21 * red)
    return float(np.clip(target / max(1.0, float(np.median(luma))), 0.5, 1.7)) if luma.size else 1.0


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

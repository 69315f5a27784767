"""Ways of drawing: what `style.look` makes of a painted picture. Plates and figures are rendered once each, so that
strokes and grain stay on what they were drawn on; a way that changes what is seen as a whole also has a last step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from ministudio_cli.providers.animatic.frame_looks import FRAMES
from ministudio_cli.providers.animatic.paint import Field, Painted, Picture, as_bytes, light_of, noise, vivid
from ministudio_cli.providers.animatic.vocabulary import first_row
from ministudio_cli.screenplay.model import Style

Core = Callable[[Field, Field, float], Field]
"""Colour (rows, columns, 3) BGR from 0 to 255, cover from 0 to 1, and pixels at 1080p; gives the colour anew."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A way of drawing by its name, see `words/looks.yaml`."""

    name: str

    def set(self, painted: Painted) -> Painted:
        """A set's layers, drawn this way."""
        if self.name not in CORES:
            return painted
        scale = min(painted.far.shape[:2]) / 1080
        whole = np.ones(painted.far.shape[:2], np.float32)
        far = CORES[self.name](painted.far.astype(np.float32), whole, scale)
        return Painted(as_bytes(far), self._layer(painted.middle, scale), self._layer(painted.near, scale))

    def _layer(self, layer: Picture | None, scale: float) -> Picture | None:
        return None if layer is None else self.sprite(layer, scale)

    def sprite(self, picture: Picture, scale: float) -> Picture:
        """A premultiplied BGRA picture, drawn this way; `scale` is its pixels beside those of a film of 1080 rows."""
        if self.name not in CORES:
            return picture
        left, top, wide, tall = cv2.boundingRect(np.ascontiguousarray(picture[..., 3]))
        if not wide or not tall:
            return picture
        out = picture.copy()
        part = picture[top : top + tall, left : left + wide]
        alpha = np.asarray(part[..., 3], np.float32) / np.float32(255)
        colour = np.asarray(part[..., :3], np.float32) / np.maximum(alpha, 0.02)[..., None]
        drawn = CORES[self.name](np.minimum(colour, 255), alpha, scale)
        out[top : top + tall, left : left + wide, :3] = as_bytes(drawn * alpha[..., None])
        return out

    def frame(self, picture: Picture) -> Picture:
        """A whole frame's last step."""
        last = FRAMES.get(self.name)
        return picture if last is None else last(picture)


@lru_cache(maxsize=64)
def rendering_of(style: Style) -> Rendering:
    """The way of drawing that a style's look names; painted where it names none."""
    return Rendering(first_row("looks", (style.look,), "painted"))


def _lines(light: Field, alpha: Field, wide: float) -> Field:
    """Where a pen would draw, 0 to 1: edges of tone, and of what stands free."""
    near = cv2.GaussianBlur(light, (0, 0), max(0.6, wide))
    far = cv2.GaussianBlur(light, (0, 0), max(1.0, wide * 1.7))
    drawn = np.clip((far - near - 1.2) / 5.0, 0, 1)
    if float(alpha.min()) < 0.5:
        size = max(3, round(wide * 2.6) | 1)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        drawn = np.maximum(drawn, np.clip((alpha - cv2.erode(alpha, kernel)) * 1.2, 0, 1))
    return np.asarray(drawn, np.float32)


@lru_cache(maxsize=8)
def _grain(rows: int, columns: int, seed: int, cell: int) -> Field:
    """Noise of the paper, about ±1, in cells of so many pixels."""
    return noise(columns, rows, seed, octaves=2, base=max(4, columns // max(2, cell)))


@lru_cache(maxsize=8)
def _strokes(rows: int, columns: int, spacing: int, slope: float) -> Field:
    """Parallel hatching lines that waver, 0 on a line to 1 between two."""
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    waver = noise(columns, rows, 31, octaves=2, base=6) * spacing * 0.5
    phase = (xs + ys * slope + waver) / spacing
    return np.asarray(np.abs((phase % 1) * 2 - 1), np.float32)


def _hatched(light: Field, scale: float, *, darkest: int = 4) -> Field:
    """Hatching by tone, 0 to 1: crossed where it is darker."""
    rows, columns = light.shape
    step = max(4, round(9 * scale))
    found = np.zeros_like(light)
    soft = cv2.GaussianBlur(light, (0, 0), max(0.8, 2 * scale))
    for index, (limit, slope) in enumerate(((150.0, 1.0), (105.0, -1.0), (66.0, 0.25), (36.0, 3.2))[:darkest]):
        lines = _strokes(rows, columns, step, slope)
        dark = np.clip((limit - soft) / 42, 0, 1)
        found = np.maximum(found, np.where(lines < 0.16 + 0.3 * dark, dark * (0.72 + 0.07 * index), 0))
    return np.asarray(found, np.float32)


def _smooth(colour: Field, scale: float, share: float = 0.2) -> Field:
    small = max(1, round(2 * scale))
    rows, columns = colour.shape[:2]
    reduced = cv2.resize(
        as_bytes(colour), (max(8, columns // small), max(8, rows // small)), interpolation=cv2.INTER_AREA
    )
    done = cv2.edgePreservingFilter(reduced, flags=cv2.RECURS_FILTER, sigma_s=24, sigma_r=share)
    return np.asarray(cv2.resize(done, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)


def _watercolour(colour: Field, alpha: Field, scale: float) -> Field:
    soft = _smooth(colour, scale, 0.32)
    wet = cv2.GaussianBlur(soft, (0, 0), max(1.0, 7 * scale))
    wash = 0.7 * soft + 0.3 * wet
    paper = 255 - (255 - vivid(wash, 1.25)) * 0.66
    rows, columns = alpha.shape
    light = light_of(wash)
    # Pigment gathers where a wash ends.
    pooled = np.clip(cv2.GaussianBlur(light, (0, 0), max(1.0, 5 * scale)) - light, 0, 30) / 30
    edge = np.clip(1 - cv2.GaussianBlur(alpha, (0, 0), max(0.8, 3 * scale)), 0, 1) * (alpha > 0.05)
    grain = (
        _grain(rows, columns, 5, max(3, round(5 * scale))) * 7 + _grain(rows, columns, 6, round(120 * scale) or 40) * 9
    )
    return np.asarray(paper * (1 - 0.3 * pooled - 0.4 * edge)[..., None] + grain[..., None], np.float32)


def _gouache(colour: Field, alpha: Field, scale: float) -> Field:
    soft = vivid(_smooth(colour, scale, 0.42), 1.35)
    steps = np.round(soft / 26) * 26
    steps = cv2.GaussianBlur(steps, (0, 0), max(0.6, 1.4 * scale))
    rows, columns = alpha.shape
    bristle = cv2.GaussianBlur(
        _grain(rows, columns, 8, max(2, round(3 * scale))), (0, 0), sigmaX=max(1.0, 9 * scale), sigmaY=0.6
    )
    return np.asarray(0.94 * steps + 14 + bristle[..., None] * 26, np.float32)


def _lifted(light: Field, alpha: Field) -> Field:
    """Tones as a pen has them: it draws no night, so that a dark set's middle tones become paper."""
    gain = float(np.clip(150 / max(12.0, float(np.median(light))), 1.0, 4.0)) if float(alpha.min()) > 0.5 else 1.35
    return np.asarray(np.clip(255 * (light / 255) ** 0.75 * gain, 0, 255), np.float32)


def _ink(colour: Field, alpha: Field, scale: float) -> Field:
    light = _lifted(light_of(colour), alpha)
    drawn = np.maximum(_lines(light, alpha, 1.7 * scale), _hatched(light, scale))
    paper = np.array([206, 228, 240], np.float32) + _grain(*alpha.shape, 9, max(3, round(6 * scale)))[..., None] * 5
    return np.asarray(
        paper * (1 - drawn)[..., None] + np.array([40, 28, 26], np.float32) * drawn[..., None], np.float32
    )


def _line(colour: Field, alpha: Field, scale: float) -> Field:
    wash = 255 - (255 - vivid(_smooth(colour, scale, 0.4), 1.15)) * 0.74
    drawn = _lines(light_of(colour), alpha, 1.9 * scale)[..., None]
    return np.asarray(wash * (1 - drawn) + np.array([36, 26, 22], np.float32) * drawn, np.float32)


def _flat(colour: Field, alpha: Field, scale: float) -> Field:
    soft = _smooth(colour, scale, 0.6)
    lab = cv2.cvtColor(np.clip(soft / 255, 0, 1).astype(np.float32), cv2.COLOR_BGR2LAB)
    lab[..., 0] = np.round(lab[..., 0] / 13) * 13 + 4
    lab[..., 1:] = np.round(lab[..., 1:] * 1.6 / 15) * 15
    done = as_bytes(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR) * 255)
    size = min(15, max(3, round(9 * scale) | 1))
    del alpha
    return np.asarray(cv2.medianBlur(done, size), np.float32)


def _cutout(colour: Field, alpha: Field, scale: float) -> Field:
    sheets = _flat(colour, alpha, scale)
    light = light_of(sheets)
    reach = max(2, round(5 * scale))
    away = np.roll(light, (reach, reach), (0, 1))
    # A lighter sheet lies over a darker, and throws its shadow down to the right.
    shade = cv2.GaussianBlur(np.clip((away - light) / 24, 0, 1), (0, 0), max(0.8, 2.2 * scale))
    rim = np.clip((light - np.roll(light, (1, 1), (0, 1))) / 20, 0, 1)
    fibre = _grain(*alpha.shape, 12, max(2, round(3 * scale))) * 6
    edge = np.clip(alpha - cv2.erode(alpha, np.ones((3, 3), np.uint8)), 0, 1)
    return np.asarray(sheets * (1 - 0.5 * shade)[..., None] + (34 * rim + 60 * edge + fibre)[..., None] + 8, np.float32)


def _pencil(colour: Field, alpha: Field, scale: float) -> Field:
    light = _lifted(light_of(colour), alpha)
    inverse = cv2.GaussianBlur(255 - light, (0, 0), max(1.2, 9 * scale))
    dodged = np.clip(light * 255 / np.maximum(256 - inverse, 1), 0, 255)
    shade = 1 - 0.55 * _hatched(light, scale, darkest=2) * (
        0.75 + 0.5 * _grain(*alpha.shape, 14, max(2, round(2 * scale)))
    )
    drawn = 1 - 0.75 * _lines(light, alpha, 1.2 * scale)
    tone = np.minimum(dodged, 244) * shade * drawn
    tint = vivid(colour, 0.5) * 0.12
    return np.asarray(tone[..., None] * 0.88 + tint + 8, np.float32)


def _chalk(colour: Field, alpha: Field, scale: float) -> Field:
    light = _lifted(light_of(colour), alpha)
    rough = _grain(*alpha.shape, 15, max(2, round(2 * scale)))
    lines = _lines(light, alpha, 2.4 * scale) * np.clip(1.0 + 0.4 * rough, 0, 1)
    # The side of the chalk drawn across what is light.
    body = np.clip((light - 50) / 170, 0, 1) * np.clip(0.66 + 0.26 * rough, 0, 1)
    body *= 0.62 + 0.38 * (_strokes(*alpha.shape, max(5, round(13 * scale)), 0.6) > 0.3)
    stroke = np.maximum(np.minimum(1.5 * lines, 1), body * 0.95)
    tone = np.clip(vivid(colour, 1.7) * 0.55 + 140, 0, 255)
    board = np.array([52, 58, 46], np.float32) + _grain(*alpha.shape, 16, round(160 * scale) or 40)[..., None] * 7
    return np.asarray(board * (1 - stroke)[..., None] + tone * stroke[..., None], np.float32)


def _noir(colour: Field, alpha: Field, scale: float) -> Field:
    light = np.asarray(255 * (light_of(colour) / 255) ** 1.55, np.float32)
    around = cv2.GaussianBlur(light, (0, 0), max(4.0, 70 * scale))
    tone = light + 0.55 * (light - around)
    low, high = 1 / (1 + np.exp(-(tone - 62) / 8)), 1 / (1 + np.exp(-(tone - 150) / 9))
    drawn = 16 + 74 * low + 156 * high
    drawn *= 1 - 0.7 * _lines(light, alpha, 1.5 * scale)
    if float(alpha.min()) > 0.5:
        # Light falls in from one side, the rest lies in shadow.
        rows, columns = light.shape
        ys, xs = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j].astype(np.float32)
        drawn *= np.clip(1.12 - 0.5 * (xs**2 * 0.8 + ys**2 * 0.6) - 0.22 * (xs - ys), 0.25, 1.05)
    return np.asarray(np.repeat(drawn[..., None], 3, axis=2), np.float32)


def _blueprint(colour: Field, alpha: Field, scale: float) -> Field:
    light = light_of(colour)
    drawn = _lines(light, alpha, 1.3 * scale)
    grid = np.zeros_like(light)
    if float(alpha.min()) > 0.5:
        # A fine grid, every fifth line of it stronger.
        step = max(6, round(22 * scale))
        for every, strength in ((step, 0.13), (5 * step, 0.3)):
            grid[::every] = np.maximum(grid[::every], strength)
            grid[:, ::every] = np.maximum(grid[:, ::every], strength)
    ground = np.array([132, 70, 26], np.float32) * (0.84 + 0.16 * light / 255)[..., None]
    shown = np.clip(np.maximum(drawn, grid), 0, 1)[..., None]
    return np.asarray(ground * (1 - shown) + np.array([252, 244, 230], np.float32) * shown, np.float32)


CORES: dict[str, Core] = {
    "watercolour": _watercolour, "gouache": _gouache, "ink": _ink, "line": _line, "flat": _flat, "cutout": _cutout,
    "pencil": _pencil, "chalk": _chalk, "noir": _noir, "blueprint": _blueprint,
}  # fmt: skip

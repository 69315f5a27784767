"""Foreign drawings in our paint: rasterised, without gloss and outlines, rounded by light as everything else is."""

from __future__ import annotations

import base64
from functools import lru_cache

import cv2
import numpy as np

from ministudio_cli.errors import Defect
from ministudio_cli.providers.animatic.art.library import Drawing
from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.paint import Field, Picture, pixels_of
from ministudio_cli.reading.conditions import BROKEN, OUT


@lru_cache(maxsize=256)
def sprite(
    drawing: Drawing, tall: int, *, mirrored: bool = False, coat: str = "", snowy: bool = False, condition: str = ""
) -> Picture:
    """A drawing `tall` pixels high without empty edges: premultiplied BGRA, shape (tall, wide, 4). `coat` is a colour,
    `#rrggbb`, that its own largest colour gives way to; `condition` how it is (see `reading.conditions`).
    """
    raw = _raster(drawing, max(12, tall))
    alpha: Field = np.asarray(raw[..., 3], np.float32) / np.float32(255)
    colour = raw[..., :3].astype(np.float32)
    size = max(3, round(0.012 * raw.shape[0]) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    flat = cv2.morphologyEx(cv2.morphologyEx(colour, cv2.MORPH_OPEN, kernel), cv2.MORPH_CLOSE, kernel)
    colour = np.asarray(0.35 * colour + 0.65 * flat, np.float32)
    grey = colour @ np.array([0.11, 0.59, 0.3], np.float32)
    colour = grey[..., None] + (colour - grey[..., None]) * 0.84
    if coat:
        colour = _coated(colour, alpha, coat)
    if condition == OUT:
        colour = _unlit(colour)
    colour = 24 + colour * (225 / 255)
    colour *= _rounded(alpha)[..., None]
    foot = np.linspace(0, 1, raw.shape[0], dtype=np.float32)[:, None, None]
    colour *= 1 - 0.2 * np.clip((foot - 0.7) / 0.3, 0, 1) ** 2
    if snowy:
        colour = _snowed(colour, alpha)
    if condition == BROKEN:
        colour = _cracked(colour, alpha)
    out = np.dstack([np.clip(colour, 0, 255) * alpha[..., None], raw[..., 3]]).astype(np.uint8)
    return np.ascontiguousarray(out[:, ::-1]) if mirrored else out


def _raster(drawing: Drawing, tall: int) -> Picture:
    """BGRA that is not premultiplied, cut to what is seen, `tall` rows."""
    box = _box(drawing)
    wide = max(4, round(tall * box[2] / box[3]))
    return _rasterised(drawing, box, wide, tall)


@lru_cache(maxsize=512)
def _box(drawing: Drawing) -> tuple[float, float, float, float]:
    """What of its canvas a drawing fills: left, top, width and height in its units."""
    scale = 256 / max(drawing.across, drawing.down)
    whole = _rasterised(
        drawing, (0, 0, drawing.across, drawing.down), round(drawing.across * scale), round(drawing.down * scale)
    )
    left, top, wide, tall = cv2.boundingRect(np.ascontiguousarray(whole[..., 3]))
    if not wide or not tall:
        raise Defect(f"the drawing “{drawing.name}” shows nothing")
    return left / scale, top / scale, wide / scale, tall / scale


def _rasterised(drawing: Drawing, box: tuple[float, float, float, float], wide: int, tall: int) -> Picture:
    view = " ".join(f"{value:.2f}" for value in box)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" preserveAspectRatio="none">{drawing.body}</svg>'
    return pixels_of(svg, wide, tall)


def _rounded(alpha: Field) -> Field:
    """The shade of a form blown up from its silhouette, lit from the upper left."""
    tall, wide = alpha.shape
    shrink = max(1.0, min(tall, wide) / 160)
    size = (max(4, round(wide / shrink)), max(4, round(tall / shrink)))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    padded = cv2.copyMakeBorder(small, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=0)
    away = cv2.distanceTransform((padded > 0.5).astype(np.uint8), cv2.DIST_L2, 5)[2:-2, 2:-2]
    reach = max(3.0, 0.16 * min(size))
    height = np.sqrt(np.clip(1 - (1 - np.clip(away / reach, 0, 1)) ** 2, 0, 1)) * reach
    height = cv2.GaussianBlur(height.astype(np.float32), (0, 0), max(1.0, reach * 0.22))
    down, across = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8), cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8)
    shade = (-across * -0.52 - down * -0.72 + 0.62) / np.sqrt(across**2 + down**2 + 1)
    shade = 0.62 + 0.62 * np.clip(shade, -0.1, 1.15)
    return np.asarray(cv2.resize(shade.astype(np.float32), (wide, tall), interpolation=cv2.INTER_CUBIC), np.float32)


def _coated(colour: Field, alpha: Field, coat: str) -> Field:
    """The drawing's leading colour replaced, its light and dark kept."""
    lab = cv2.cvtColor(np.clip(colour / 255, 0, 1).astype(np.float32), cv2.COLOR_BGR2LAB)
    goal = cv2.cvtColor(np.array([[rgb(coat)[::-1]]], np.float32), cv2.COLOR_BGR2LAB)[0, 0]
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    seen = alpha > 0.5
    vivid = seen & (chroma > 14)
    pale = seen & (chroma <= 14) & (lab[..., 0] > 48)
    angle = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    counts, edges = np.histogram(angle[vivid], bins=18, range=(-180, 180))
    if counts.max() > max(0.08 * seen.sum(), 0.8 * pale.sum()):
        lead = (edges[counts.argmax()] + edges[counts.argmax() + 1]) / 2
        near = np.abs((angle - lead + 180) % 360 - 180) < 34
        weight = (near & (chroma > 10)).astype(np.float32)
    else:
        weight = pale.astype(np.float32) if pale.sum() > 0.15 * seen.sum() else (lab[..., 0] > 12).astype(np.float32)
    chosen = seen & (weight > 0.5)
    middle = float(np.median(lab[..., 0][chosen])) if chosen.any() else 60.0
    fresh = lab.copy()
    fresh[..., 0] = np.clip(goal[0] + (lab[..., 0] - middle) * 0.8, 4, 98)
    fresh[..., 1:] = goal[1:]
    weight = cv2.GaussianBlur(weight, (0, 0), 0.8)[..., None]
    return np.asarray(cv2.cvtColor(lab * (1 - weight) + fresh * weight, cv2.COLOR_LAB2BGR) * 255, np.float32)


def _unlit(colour: Field) -> Field:
    """What shone is grey and dark: bright warm colours most of all."""
    grey = colour @ np.array([0.11, 0.59, 0.3], np.float32)
    warm = np.clip((colour[..., 2] - colour[..., 0]) / 150, 0, 1) * np.clip((grey - 90) / 110, 0, 1)
    share = (0.25 + 0.65 * warm)[..., None]
    return np.asarray(colour * (1 - share) + 0.5 * grey[..., None] * share, np.float32)


def _cracked(colour: Field, alpha: Field) -> Field:
    """Cracks that run from one side of a form to the other."""
    tall, wide = alpha.shape
    lines = np.zeros((tall, wide), np.uint8)
    width = max(1, round(0.016 * min(tall, wide)))
    for crack in CRACKS:
        points = np.array([(x * wide, y * tall) for x, y in crack], np.int32)
        cv2.polylines(lines, [points], isClosed=False, color=255, thickness=width, lineType=cv2.LINE_AA)
    share = (cv2.GaussianBlur(lines, (0, 0), 0.5).astype(np.float32) / 255 * (alpha > 0.5))[..., None]
    light = np.roll(share, max(1, width // 2), axis=1) * 0.35 * (1 - share)
    return np.asarray(colour * (1 - share - light) + np.float32(28) * share + np.float32(250) * light, np.float32)


CRACKS = (
    ((0.62, -0.02), (0.54, 0.14), (0.6, 0.26), (0.46, 0.42), (0.52, 0.56), (0.4, 0.74), (0.44, 1.02)),
    ((0.46, 0.42), (0.3, 0.46), (0.22, 0.36), (-0.02, 0.4)),
    ((0.52, 0.56), (0.7, 0.6), (0.78, 0.72), (1.02, 0.7)),
    ((0.6, 0.26), (0.76, 0.3), (0.86, 0.2)),
)
"""Where something broken is cracked, in shares of its width and height."""


def _snowed(colour: Field, alpha: Field) -> Field:
    """Snow on what faces upward."""
    deep = max(2, round(0.035 * alpha.shape[0]))
    above = np.zeros_like(alpha)
    above[deep:] = alpha[:-deep]
    lies = cv2.GaussianBlur(np.clip(alpha - above, 0, 1), (0, 0), max(0.8, deep * 0.2))[..., None]
    return np.asarray(colour * (1 - lies) + np.array([248, 243, 238], np.float32) * lies, np.float32)


def embedded(picture: Picture) -> str:
    """A premultiplied picture as the address of an SVG image."""
    alpha = np.maximum(picture[..., 3:].astype(np.float32), 1)
    straight = np.dstack([np.minimum(picture[..., :3] * (255 / alpha), 255).astype(np.uint8), picture[..., 3]])
    done, png = cv2.imencode(".png", straight, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise Defect("a sprite could not be written")
    return "data:image/png;base64," + base64.b64encode(png.tobytes()).decode()


def outline(picture: Picture, x: float, y: float, scale: float) -> str:
    """The silhouette of a picture as path data, its corner at (x, y), `scale` units a pixel."""
    edges, _ = cv2.findContours((picture[..., 3] > 110).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    parts = []
    for edge in edges:
        points = cv2.approxPolyDP(edge, 1.2, closed=True)[:, 0]
        if len(points) > 2:
            parts.append("M" + " L".join(f"{x + px * scale:.1f} {y + py * scale:.1f}" for px, py in points) + " Z")
    return " ".join(parts)

"""Volumes painted: shaded as if inflated, with contours and the shadows that they throw."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.figure.solid import SHIFT, Decal, Flat, Points, Volume
from ministudio_cli.providers.animatic.marks import blurred
from ministudio_cli.providers.animatic.paint import Picture


@dataclass(slots=True)
class Canvas:
    """A picture (premultiplied BGRA) in the making, at `scale` pixels a unit; its corner is at (left, top)."""

    left: int
    top: int
    width: int
    height: int
    scale: float
    picture: Picture = field(init=False)

    def __post_init__(self) -> None:
        self.picture = np.zeros((self.height, self.width, 4), np.uint8)

    def paste(self, decal: Decal) -> None:
        """Lay a picture over what is there."""
        left, top = round(decal.x) - self.left, round(decal.y) - self.top
        tall, wide = decal.picture.shape[:2]
        x, y, right, bottom = max(left, 0), max(top, 0), min(left + wide, self.width), min(top + tall, self.height)
        if right <= x or bottom <= y:
            return
        piece = decal.picture[y - top : bottom - top, x - left : right - left]
        through = cv2.bitwise_not(piece[..., 3])
        under = self.picture[y:bottom, x:right]
        cv2.add(cv2.multiply(under, cv2.merge([through] * 4), scale=1 / 255), piece, dst=under)

    def paint(self, volume: Volume) -> None:
        """Shade a volume and lay it over what is there, with the shadow that it throws on it."""
        if not volume.hulls:
            return
        thick = max(2.0, volume.thick * self.scale)
        every = np.concatenate(volume.hulls) - (self.left, self.top)
        pad = math.ceil(1.6 * thick) + 3
        left, top = (math.floor(value) - pad for value in every.min(axis=0))
        right, bottom = (math.ceil(value) + pad for value in every.max(axis=0))
        seen = (max(left, 0), max(top, 0), min(right, self.width), min(bottom, self.height))
        if seen[2] <= seen[0] or seen[3] <= seen[1]:
            return
        # No more beyond the canvas's edge than the shade reaches.
        left, top = max(left, seen[0] - pad), max(top, seen[1] - pad)
        right, bottom = min(right, seen[2] + pad), min(bottom, seen[3] + pad)
        corner = (left + self.left, top + self.top)
        mask = np.zeros((bottom - top, right - left), np.uint8)
        for hull in volume.hulls:
            _fill(mask, hull - corner, 255)
        for hole in volume.holes:
            _fill(mask, hole - corner, 0, convex=False)
        box = (slice(seen[1] - top, seen[3] - top), slice(seen[0] - left, seen[2] - left))
        alpha = mask
        if volume.fade is not None:
            alpha = _faded(mask, volume, *corner)
        if 0 < volume.opacity < 1:
            alpha = cv2.convertScaleAbs(alpha, alpha=volume.opacity)
        under = self.picture[seen[1] : seen[3], seen[0] : seen[2]]
        if volume.opacity:
            self._fill_in(volume, under, mask, alpha, box, thick)
        for mark in volume.marks:
            self._mark(under, alpha[box], mark, (seen[0] + self.left, seen[1] + self.top))

    def _fill_in(
        self,
        volume: Volume,
        under: Picture,
        mask: NDArray[np.uint8],
        alpha: NDArray[np.uint8],
        box: tuple[slice, slice],
        thick: float,
    ) -> None:
        if volume.shadow and self.scale * volume.thick > 2.5:
            _cast(under, alpha, box, thick, volume.shadow)
        if volume.plain:
            colour = np.empty((*mask.shape, 3), np.uint8)
            colour[:] = np.array(rgb(volume.colour)[::-1]) * 255
        else:
            colour = self._shaded(mask, volume, thick)
        _over(under, colour[box], alpha[box])

    def _mark(self, under: Picture, where: NDArray[np.uint8], mark: Flat, corner: tuple[int, int]) -> None:
        points = mark.points - corner
        blur = mark.blur * self.scale
        pad = math.ceil(mark.width * self.scale + 3 * blur) + 2
        left, top = (max(0, math.floor(value) - pad) for value in points.min(axis=0))
        right = min(where.shape[1], math.ceil(points[:, 0].max()) + pad)
        bottom = min(where.shape[0], math.ceil(points[:, 1].max()) + pad)
        if right <= left or bottom <= top:
            return
        patch = np.zeros((bottom - top, right - left), np.uint8)
        if mark.width:
            wide = mark.width * self.scale
            corners = np.round((points - (left, top)) * (1 << SHIFT)).astype(np.int32)
            cv2.polylines(patch, [corners], mark.closed, 255, max(1, round(wide)), cv2.LINE_AA, SHIFT)
            if wide < 1:
                patch = cv2.convertScaleAbs(patch, alpha=max(0.25, wide))
        else:
            _fill(patch, points - (left, top), 255, convex=False)
        if blur > 0.4:
            patch = blurred(patch, blur)
        patch = cv2.min(patch, where[top:bottom, left:right])
        if mark.opacity < 1:
            patch = cv2.convertScaleAbs(patch, alpha=mark.opacity)
        flat = np.empty((*patch.shape, 3), np.uint8)
        flat[:] = np.array(rgb(mark.colour)[::-1]) * 255
        _over(under[top:bottom, left:right], flat, np.asarray(patch, np.uint8))

    def _shaded(self, mask: NDArray[np.uint8], volume: Volume, thick: float) -> Picture:
        """Colour (BGR) that is light where the surface turns up and to the left, and dark where it turns away."""
        shrink = max(1.0, thick / 2.5)
        size = (max(3, round(mask.shape[1] / shrink)), max(3, round(mask.shape[0] / shrink)))
        small = cv2.resize(mask, size, interpolation=cv2.INTER_AREA).astype(np.float32) * np.float32(1 / 255)
        sigma = 0.42 * thick / shrink
        bent = 0.60 * _slope(small, sigma) + 0.24 * _slope(small, 2.2 * sigma)
        level = np.clip(122 + 118 * bent, 0, 255).astype(np.uint8)
        whole = cv2.resize(level, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_LINEAR)
        colour = np.asarray(cv2.applyColorMap(whole, ramp(volume.colour, volume.soft)), np.uint8)
        if volume.contour and self.scale > 0.25:
            strong = cv2.LUT(
                blurred(mask, max(0.7, 1.15 * self.scale)), _contour(round(volume.contour * 20 * min(1.0, self.scale)))
            )
            colour = np.asarray(cv2.multiply(colour, cv2.merge([strong] * 3), scale=1 / 255), np.uint8)
        return colour


def _fill(mask: NDArray[np.uint8], points: Points, value: int, *, convex: bool = True) -> None:
    corners = np.round(points * (1 << SHIFT)).astype(np.int32)
    if convex:
        cv2.fillConvexPoly(mask, corners, value, cv2.LINE_AA, SHIFT)
    else:
        cv2.fillPoly(mask, [corners], value, cv2.LINE_AA, SHIFT)


def _slope(small: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """How much of the light from the upper left a blurred silhouette catches, about ±1."""
    soft = cv2.GaussianBlur(small, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    reach = max(1, round(0.9 * sigma))
    padded = cv2.copyMakeBorder(soft, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    rows, columns = small.shape
    across = round(0.62 * reach)
    # A place is bright where there is less of the body toward the light than away from it.
    toward = padded[0:rows, reach - across : reach - across + columns]
    away = padded[2 * reach : 2 * reach + rows, reach + across : reach + across + columns]
    return np.asarray(away - toward, np.float32)


@lru_cache(maxsize=256)
def ramp(colour: str, soft: float) -> NDArray[np.uint8]:
    """256 shades (BGR) of a colour, from its shadow to its light."""
    c = np.array(rgb(colour)[::-1]) * 255
    dark = c * np.array([0.42, 0.36, 0.46]) + np.array([14, 4, 8])
    light = c + (np.array([226, 244, 255]) - c) * 0.62
    level = np.linspace(-1, 1, 256)[:, None]
    shade = np.where(level < 0, c + (dark - c) * soft * np.minimum(1, -level * 1.15), c + (light - c) * 0.55 * level)
    return np.asarray(np.clip(shade, 0, 255).astype(np.uint8).reshape(256, 1, 3))


@lru_cache(maxsize=16)
def _contour(strength: int) -> NDArray[np.uint8]:
    inside = np.clip((np.arange(256) / 255 - 0.5) / 0.42, 0, 1)
    return np.asarray((255 * (1 - strength / 20 * 0.42 * (1 - inside) ** 1.3)), np.uint8)


def _faded(mask: NDArray[np.uint8], volume: Volume, left: int, top: int) -> NDArray[np.uint8]:
    assert volume.fade is not None  # noqa: S101 - asked by the caller
    x, y, start, end = volume.fade
    ys, xs = np.ogrid[: mask.shape[0], : mask.shape[1]]
    away = np.sqrt((xs - (x - left)) ** 2 + (ys - (y - top)) ** 2)
    share = np.clip((away - start) / max(end - start, 1e-3), 0, 1)
    if volume.keep is not None:
        whole = np.zeros(mask.shape, np.uint8)
        cv2.fillConvexPoly(whole, np.round((volume.keep - (left, top)) * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        share = np.maximum(share, whole / 255)
    return np.asarray(mask * share, np.uint8)


def _cast(under: Picture, alpha: NDArray[np.uint8], box: tuple[slice, slice], thick: float, strength: float) -> None:
    """The soft shadow of a part on those behind it, in place."""
    shrink = max(1, int(thick / 4))
    rows, columns = alpha.shape
    size = (max(2, columns // shrink), max(2, rows // shrink))
    small = cv2.GaussianBlur(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), (0, 0), 0.30 * thick / shrink)
    down = 0.2 * thick / shrink
    move = np.array([[1, 0, down * 0.5], [0, 1, down]], np.float32)
    shade = cv2.convertScaleAbs(cv2.warpAffine(small, move, size), alpha=0.30 * strength)
    left, top, wide, tall = cv2.boundingRect(cv2.threshold(shade, 2, 255, cv2.THRESH_BINARY)[1])
    if not wide:
        return
    # Only where something is behind it, and some of the shadow falls.
    first = max(box[0].start, top * rows // size[1]), max(box[1].start, left * columns // size[0])
    last = (
        min(box[0].stop, -(-(top + tall) * rows // size[1])),
        min(box[1].stop, -(-(left + wide) * columns // size[0])),
    )
    if last[0] <= first[0] or last[1] <= first[1]:
        return
    here = under[first[0] - box[0].start : last[0] - box[0].start, first[1] - box[1].start : last[1] - box[1].start]
    if not here[::3, ::3, 3].any():
        return
    whole = cv2.resize(shade, (columns, rows), interpolation=cv2.INTER_LINEAR)[first[0] : last[0], first[1] : last[1]]
    through = cv2.bitwise_not(np.ascontiguousarray(whole))
    cv2.multiply(here, cv2.merge([through, through, through, np.full_like(through, 255)]), dst=here, scale=1 / 255)


def _over(under: Picture, colour: Picture, alpha: NDArray[np.uint8]) -> None:
    """Lay a colour with a cover over premultiplied BGRA, in place."""
    own = cv2.multiply(cv2.merge([*cv2.split(colour), np.full_like(alpha, 255)]), cv2.merge([alpha] * 4), scale=1 / 255)
    through = cv2.merge([cv2.bitwise_not(alpha)] * 4)
    cv2.add(cv2.multiply(under, through, scale=1 / 255), own, dst=under)

"""A closer look at the opening frames of a take: where exactly its plate lies, and how soft it is seen."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.picture import slopes, texture
from ministudio_cli.stabilise.register import PLATE, Found, Registrar, joined, matrix, place_of, shrunk
from ministudio_cli.stabilise.subject import Apart

Numbers = NDArray[np.float64]
_SOFT = (0.0, 0.35, 0.5, 0.65, 0.8, 1.0, 1.25, 1.55, 1.9, 2.4, 3.0, 3.8, 4.8, 6.0)
"""Blurs that are tried, in pixels: a standard deviation."""
_JUDGED = 4
"""One frame of so many tells how soft the set is."""
_STEEP = 6.0
"""Strength of an edge, in levels, from which its softness can be told."""
_LIGHT = 12.0
"""Pixels over which what changes is light and no texture."""
_SEEN = 0.4
"""Share of the frames in which a pixel of the plate must be seen."""
_TURNS = 10
_REACH = 4.7 * 1.48
"""Tukey's constant, over a median of distances that tells a normal deviation."""
_FAR = 0.006
"""Shares of the plate's width beyond which a correction is believed to be a mistake."""


class Closely:
    """Gathers the opening frames on the plate, each by the place that was found for it, so that noise and waver cancel
    out and what all of them are off by is left. `size` is (columns, rows) of the frames; `examined` found the places.
    """

    def __init__(self, plate: Picture, size: tuple[int, int], examined: Registrar) -> None:
        self.size = size
        self._plate = np.asarray(cv2.cvtColor(shrunk(plate, round(size[0] * PLATE)), cv2.COLOR_BGR2GRAY), np.uint8)
        self._shape = (self._plate.shape[1], self._plate.shape[0])
        self._examined = examined
        self._sum = np.zeros(self._plate.shape, np.float32)
        self._count = np.zeros(self._plate.shape, np.float32)
        self._soft: list[float] = []
        self._frames = 0

    def add(self, frame: Picture, found: Found, apart: Apart, background: Picture) -> None:
        """One frame; what was found and told apart, and the background (255), are of the examined size."""
        grey = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
        behind = cv2.resize(background, self.size, interpolation=cv2.INTER_NEAREST).astype(np.float32) / 255
        place = self._grown(found.affine)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        self._sum += cv2.warpAffine(texture(grey, _LIGHT) * behind, place, self._shape, flags=flags)
        self._count += cv2.warpAffine(behind, place, self._shape, flags=flags)
        if self._frames % _JUDGED == 0:
            self._judge(grey, found, apart, behind > 0)
        self._frames += 1

    def _grown(self, affine: Numbers) -> Numbers:
        """A motion between pixels of the examined sizes, between those of these: middles stay middles."""
        grow = self.size[0] / self._examined.size[0]
        turn = affine[:, :2] * grow * self._examined.plate_size[0] / self._shape[0]
        small, large = (
            np.array([(size[0] - 1) / 2, (size[1] - 1) / 2]) for size in (self._examined.plate_size, self._shape)
        )
        off = affine[:, :2] @ small + affine[:, 2] - (np.array(self._examined.size) - 1) / 2
        to = grow * off + (np.array(self.size) - 1) / 2
        return np.hstack([turn, (to - turn @ large)[:, None]])

    def nudge(self) -> Numbers:
        """What every place is to be preceded by: a similarity (2 × 3) between pixels of the plate as it is kept here.

        By Gauss and Newton, with Tukey's weights, so that what is not the plate does not pull.
        """
        step = np.eye(2, 3)
        usable = self._count > _SEEN * max(1, self._frames)
        if usable.mean() < 0.02:
            return step
        detail = texture(self._plate, _LIGHT)
        mean = self._sum / np.maximum(self._count, 1e-3)
        down, across = np.nonzero(usable)
        slope = [slope[usable] for slope in slopes(detail)]
        steep = np.hypot(*slope)
        some = steep > max(1.0, float(np.percentile(steep, 70)))
        if some.sum() < 400:
            return step
        middle = np.array([(self._shape[0] - 1) / 2, (self._shape[1] - 1) / 2])
        x, y = across[some] - middle[0], down[some] - middle[1]
        gx, gy = slope[0][some].astype(np.float64), slope[1][some].astype(np.float64)
        rows = np.stack([gx * x + gy * y, gy * x - gx * y, gx, gy], axis=1)
        here = detail[usable][some].astype(np.float64)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        for _ in range(_TURNS):
            seen = cv2.warpAffine(mean, step, self._shape, flags=flags, borderMode=cv2.BORDER_REPLICATE)
            now = seen[usable][some].astype(np.float64)
            gain = float(here @ now / max(here @ here, 1e-9))
            away = now - gain * here
            reach = _REACH * float(np.median(np.abs(away))) + 1e-6
            weight = np.clip(1 - (away / reach) ** 2, 0, None) ** 2
            scaled = rows * (gain * weight)[:, None]
            solved = np.linalg.lstsq(gain * scaled.T @ rows, -scaled.T @ away, rcond=None)[0]
            turn = np.array([[1 + solved[0], -solved[1]], [solved[1], 1 + solved[0]]])
            moved = np.hstack([turn, (middle + solved[2:] - turn @ middle)[:, None]])
            step = joined(step, moved)
            if float(np.abs(moved - np.eye(2, 3)).max()) < 1e-4:
                break
        corners = np.array([[0, 0, 1], [self._shape[0], self._shape[1], 1]], np.float64)
        far = np.abs(corners @ step.T - corners[:, :2]).max() > _FAR * self._shape[0]
        return np.eye(2, 3) if far else step

    def moved(self, place: Numbers, nudge: Numbers) -> Numbers:
        """A place, as it is with the nudge."""
        return place_of(joined(matrix(place, self._shape, self.size), nudge), self._shape, self.size)

    def softness(self) -> float:
        """By how much the set is softer in the take than its plate: a Gaussian's deviation, in shares of the width."""
        return float(np.median(self._soft)) / self.size[0] if self._soft else 0.0

    def _judge(self, grey: Picture, found: Found, apart: Apart, behind: NDArray[np.bool_]) -> None:
        """Lay the plate, bent as the frame is, and find the blur that leaves least: noise is in all alike."""
        left = cv2.resize(cv2.GaussianBlur(found.left, (0, 0), 2), self.size, interpolation=cv2.INTER_LINEAR)
        left *= self.size[0] / found.left.shape[1]
        down, across = np.mgrid[0 : self.size[1], 0 : self.size[0]].astype(np.float32)
        back = cv2.invertAffineTransform(matrix(found.place, self._shape, self.size)).astype(np.float32)
        x, y = across - left[..., 0], down - left[..., 1]
        from_x = back[0, 0] * x + back[0, 1] * y + back[0, 2]
        from_y = back[1, 0] * x + back[1, 1] * y + back[1, 2]
        bent = cv2.remap(self._plate, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        gain = float(apart.grade.gain @ (0.114, 0.587, 0.299))
        seen, detail = texture(grey, _LIGHT), texture(np.asarray(bent, np.uint8), _LIGHT) * np.float32(gain)
        steep = behind & (np.abs(cv2.Laplacian(bent, cv2.CV_32F)) > _STEEP)
        if steep.sum() < 400:
            return
        steep = cv2.dilate(steep.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(bool) & behind
        here = seen[steep]
        errors = [
            float(np.abs(here - (cv2.GaussianBlur(detail, (0, 0), blur) if blur else detail)[steep]).mean())
            for blur in _SOFT
        ]
        self._soft.append(_SOFT[int(np.argmin(errors))])

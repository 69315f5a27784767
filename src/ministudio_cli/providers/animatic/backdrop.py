"""The locked plate as one shot sees it: its layers at the shot's size, each moving as its depth would."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.providers.animatic.camera import STILL, Pose
from ministudio_cli.providers.animatic.compose import GRID, lay, pieces, slid
from ministudio_cli.providers.animatic.paint import Painted, Picture, blend
from ministudio_cli.providers.animatic.stage import Framing

MARGIN = 1.14
"""How much more of the set than the frame a wide shot keeps ready around it, so that the camera can move."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How a layer answers the camera: its share of a move along the picture, of a move into it, and of a closer size."""

    slide: float
    push: float
    size: float


FAR, MIDDLE, NEAR = Depth(0.85, 0.75, 1.0), Depth(1.05, 0.9, 1.12), Depth(1.6, 1.5, 1.8)
CAST = Depth(1.3, 1.0, 1.0)


class Backdrop:
    """A set behind (and before) the cast, for one shot of width × height pixels."""

    def __init__(
        self, painted: Painted, framing: Framing, width: int, height: int, *, focus: bool, ground: float = math.inf
    ) -> None:
        """`ground` is the row at which the cast stands: what stands nearer hides it."""
        self.width, self.height = width, height
        blur = framing.blur * height / 1080
        rows, columns = painted.far.shape[:2]
        self._scale = max(width * MARGIN / columns, height * MARGIN / rows)
        far = self._sized(painted.far, framing, FAR, (round(width * MARGIN), round(height * MARGIN)))
        self._far = _soft(far, blur)
        self._four: dict[int, Picture] = {}
        self._soft = cv2.GaussianBlur(self._far, (0, 0), height / 1080 * 9) if focus else None
        standing = self._cut(painted.middle, framing, MIDDLE, blur * 0.55)
        ahead = [piece for piece in standing if piece[1] + piece[2].shape[0] > ground + 0.012 * height]
        self._middle = [piece for piece in standing if not any(piece is other for other in ahead)]
        self._near = [
            *((*piece, MIDDLE) for piece in ahead),
            *((*piece, NEAR) for piece in self._cut(painted.near, framing, NEAR, 0.0)),
        ]
        self._still: Picture | None = None
        self._resting: list[tuple[int, int, Picture]] | None = None

    def behind(self, pose: Pose) -> Picture:
        """The set behind the cast as the camera sees it: a fresh BGR frame."""
        if pose == STILL and self._soft is None:
            if self._still is None:
                self._still = self._seen(self._far, pose)
            return self._still.copy()
        frame = self._seen(self._far, pose)
        if self._soft is not None and pose.focus < 1:
            share = 1 - pose.focus
            frame = np.asarray(
                cv2.addWeighted(self._seen(self._soft, pose, stand=False), share, frame, 1 - share, 0), np.uint8
            )
        return frame

    def before(self, frame: Picture, masks: Picture, pose: Pose) -> None:
        """What stands nearer than the cast, laid into the frame; it hides the figures from their masks."""
        if pose == STILL and self._resting is not None:
            for left, top, patch in self._resting:
                blend(frame[top : top + patch.shape[0], left : left + patch.shape[1]], patch)
                self._hide(masks, left, top, patch)
            return
        found = []
        for x, y, piece, depth in self._near:
            edge = cv2.BORDER_REPLICATE if depth is NEAR else cv2.BORDER_CONSTANT
            laid = lay(frame, piece, _warp(pose, depth, x, y, self.width, self.height), edge=edge)
            if laid is not None:
                self._hide(masks, *laid)
                found.append(laid)
        if pose == STILL:
            self._resting = found

    def _hide(self, masks: Picture, left: int, top: int, patch: Picture) -> None:
        """Take what a patch covers away from every figure's mask."""
        wide, tall = -(-patch.shape[1] // GRID), -(-patch.shape[0] // GRID)
        through = cv2.bitwise_not(cv2.resize(patch[..., 3], (wide, tall), interpolation=cv2.INTER_AREA))
        for first in range(0, masks.shape[0], -(-self.height // GRID)):
            region = masks[first + top // GRID : first + top // GRID + tall, left // GRID : left // GRID + wide]
            cv2.multiply(region, through, dst=region, scale=1 / 255)

    def _seen(self, far: Picture, pose: Pose, *, stand: bool = True) -> Picture:
        rows, columns = far.shape[:2]
        if pose.zoom == 1 and pose.turn == 0:
            left = (columns - self.width) / 2 + pose.x * self.width * FAR.slide
            top = (rows - self.height) / 2 + pose.y * self.height * FAR.slide
            return self._stood(slid(far, left, top, self.width, self.height), pose, stand=stand)
        # Four channels warp in half the time of three.
        if id(far) not in self._four:
            self._four[id(far)] = np.asarray(cv2.cvtColor(far, cv2.COLOR_BGR2BGRA), np.uint8)
        warp = _warp(pose, FAR, (self.width - columns) / 2, (self.height - rows) / 2, self.width, self.height)
        seen = cv2.warpAffine(
            self._four[id(far)],
            warp,
            (self.width, self.height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return self._stood(np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGRA2BGR), np.uint8), pose, stand=stand)

    def _stood(self, frame: Picture, pose: Pose, *, stand: bool) -> Picture:
        """What stands free, laid into the frame of what lies behind it."""
        for x, y, piece in self._middle if stand else ():
            lay(frame, piece, _warp(pose, MIDDLE, x, y, self.width, self.height))
        return frame

    def _sized(self, picture: Picture, framing: Framing, depth: Depth, size: tuple[int, int]) -> Picture:
        """The part of a layer that the shot can see, at the shot's scale."""
        rows, columns = picture.shape[:2]
        scale = self._scale * (1 + (framing.zoom - 1) * depth.size)
        x = (
            min(max(framing.x * columns, size[0] / 2 / scale), columns - size[0] / 2 / scale)
            if depth is FAR
            else framing.x * columns
        )
        y = (
            min(max(framing.y * rows, size[1] / 2 / scale), rows - size[1] / 2 / scale)
            if depth is FAR
            else framing.y * rows
        )
        warp = np.array([[scale, 0, size[0] / 2 - x * scale], [0, scale, size[1] / 2 - y * scale]])
        return np.asarray(
            cv2.warpAffine(
                picture, warp, size, flags=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA,
                borderMode=cv2.BORDER_REPLICATE if depth is not MIDDLE else cv2.BORDER_CONSTANT,
            ),
            np.uint8,
        )  # fmt: skip

    def _cut(
        self, layer: Picture | None, framing: Framing, depth: Depth, blur: float
    ) -> list[tuple[float, float, Picture]]:
        if layer is None:
            return []
        size = (round(self.width * MARGIN), round(self.height * MARGIN))
        left, top = (self.width - size[0]) / 2, (self.height - size[1]) / 2
        sized = _soft(self._sized(layer, framing, depth, size), blur)
        return [(left + x, top + y, piece) for x, y, piece in pieces(sized)]


def _warp(pose: Pose, depth: Depth, x: float, y: float, width: int, height: int) -> NDArray[np.float64]:
    """From a piece's pixels, its corner at (x, y) of the resting frame, to the frame as the camera sees it."""
    zoom = 1 + (pose.zoom - 1) * depth.push
    middle = (width / 2 + pose.x * width * depth.slide, height / 2 + pose.y * height * depth.slide)
    warp = cv2.getRotationMatrix2D(middle, -pose.turn * 0.6, zoom)
    warp[:, 2] += (width / 2 - middle[0], height / 2 - middle[1])
    warp[:, 2] += warp[:, :2] @ np.array([x, y])
    return np.asarray(warp, np.float64)


def _soft(picture: Picture, blur: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8) if blur > 0.4 else picture

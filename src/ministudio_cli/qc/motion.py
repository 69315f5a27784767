"""Motion that lasts: what of a flow is the same in the next frame, told from what wavers in each frame anew."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.picture import texture
from ministudio_cli.stabilise.register import LIGHT, Registrar

Numbers = NDArray[np.float64]
BENT = (16, 9)
"""Cells of the plate, across and down, in which motion is counted."""
TEXTURED = 3.0
"""How steep a place must be for its motion to be believed, in levels a pixel."""
DOUBT = 1.5
"""Standard errors that are taken off a mean product before it is believed."""
RANDOM = 0.25
"""Share of what a set is off its plate by that must be the same in the next frame for its motion to be believed. Of
sets that boil it is 0.02 to 0.17, of water 0.78 and more (photographs; a drawn river). Before an even sky, masts and
wires seem to move along themselves for frames on end: no picture shows that they do not.
"""


STAYS, LEVELS = 0.6, 4.0
"""Share of what a cell of a set is off its plate by that is the same in the next frame, and levels of it, from which it
moves for longer than a frame whatever a flow says. Of water, of depth under a camera that travels and of a focus that
is pulled 19 to 65 cells are over both, at 6 to 20 levels; of sets that boil, of grain, rain and crowds none is.
"""
LATER, ALIKE = 8, 0.75
"""Frames after which what moves has become another, and the share of what a cell is off its plate by that is the same
then in what stands still: a wall that was painted over once is another plate's, and no water.
"""
SURELY = 1.0
"""Pixels of the flow's frame by which such a cell is said to move at least."""


class _Frame(NamedTuple):
    """What `Lasting.add` was given of a frame."""

    number: int
    flow: NDArray[np.float32]
    where: NDArray[np.bool_]
    place: Numbers
    left: NDArray[np.float32] | None


class Lasting:
    """Sums over pairs of neighbouring frames. A set that boils is off it another way in each frame; what moves by
    itself, or was laid where it was not filmed, is off it by the same in the next.
    """

    def __init__(self, registrar: Registrar) -> None:
        self._registrar = registrar
        self._sums = np.zeros((3, BENT[1], BENT[0]))
        self._left = np.zeros((2, BENT[1], BENT[0]))
        self._later = np.zeros((2, BENT[1], BENT[0]))
        self._earlier: deque[_Frame] = deque(maxlen=2 * LATER)
        self._last: _Frame | None = None

    def skip(self) -> None:
        """A frame of which no flow is known."""
        self._last = None

    def add(
        self,
        number: int,
        flow: NDArray[np.float32],
        where: NDArray[np.bool_],
        place: Numbers,
        left: NDArray[np.float32] | None = None,
    ) -> None:
        """A frame's flow (rows, columns, 2) in pixels, where it is believed, where the plate lies in it, and the levels
        by which its texture differs from the plate's (all frames, or none).
        """
        last, self._last = self._last, _Frame(number, flow, where, place, left)
        if last is None or last.number != number - 1:
            return
        both = where & last.where
        same = np.where(both, (flow * last.flow).sum(axis=2), 0).astype(np.float32)
        cells = self._registrar.cells([both.astype(np.float32), same], place, BENT)
        here = cells[..., 0] > 0.1
        product = np.where(here, cells[..., 1] / np.maximum(cells[..., 0], 0.1), 0)
        self._sums += np.stack([here, product, product**2])
        if left is not None and last.left is not None:
            # As it lies on the plate: under a camera that pans, a fault goes with the picture.
            before = self._registrar.carried(last.left, last.place, place)
            self._left += self._shares(left, before, both, place)
            self._compare_later(number, left, both, place)

    def _shares(
        self, left: NDArray[np.float32], before: NDArray[np.float32], where: NDArray[np.bool_], place: Numbers
    ) -> Numbers:
        """Of each cell, the mean product of two residuals and of their squares."""
        parts = [np.where(where, part, np.float32(0)) for part in (left * before, (left**2 + before**2) / 2)]
        return np.asarray(np.moveaxis(self._registrar.cells(parts, place, BENT), 2, 0), np.float64)

    def _compare_later(self, number: int, left: NDArray[np.float32], where: NDArray[np.bool_], place: Numbers) -> None:
        """Count what a frame is off its plate by against a frame some time before."""
        old = next((frame for frame in reversed(self._earlier) if frame.number <= number - LATER), None)
        if old is not None and old.left is not None:
            before = self._registrar.carried(old.left, old.place, place)
            self._later += self._shares(left, before, where, place)
        if self._last is not None:
            self._earlier.append(self._last)

    def cells(self) -> Numbers:
        """By how many pixels of the flow's frame each cell moves for longer than a frame, (rows, columns) of BENT; NaN
        where that cannot be told.
        """
        found = lasting(*self._sums)
        found = np.where(np.isfinite(found) & self.random(), 0.0, found)
        return np.where(self._stays(), np.fmax(found, SURELY), found)

    def _stays(self) -> NDArray[np.bool_]:
        """Cells that are off their plate by much, by the same from frame to frame, by something else after a while."""
        (count, _, _), (same, whole) = self._sums, self._left
        levels = np.sqrt(np.maximum(same, 0) / np.maximum(count, 1))
        same_later, whole_later = self._later
        changes = (whole_later > 0) & (same_later < ALIKE * whole_later)
        return np.asarray((count > 2) & (same >= STAYS * whole) & (levels >= LEVELS) & changes)

    def random(self) -> NDArray[np.bool_]:
        """Cells, (rows, columns) of BENT, in which the set is off its plate another way in each frame."""
        same, whole = self._left
        return np.asarray(same < RANDOM * whole)


def lasting(count: Numbers, whole: Numbers, squares: Numbers) -> Numbers:
    """By how many pixels each cell is off for longer than a frame; NaN where too few frames show it. `count` are pairs
    of neighbouring frames, `whole` and `squares` the sums of their offsets' products and of these squared.

    From the mean product some of its standard error is taken: of a set that wavers at random, a dozen pairs leave a
    mean that is not zero.
    """
    seen = (count > 0.4 * max(1.0, float(count.max()))) & (count > 2)
    mean = whole / np.maximum(count, 1)
    error = np.sqrt(np.maximum(squares / np.maximum(count, 1) - mean**2, 0) / np.maximum(count - 1, 1))
    return np.asarray(np.where(seen, np.sqrt(np.maximum(mean - DOUBT * error, 0)), np.nan), np.float64)


def residual(picture: Picture, plate: Picture, motion: Numbers) -> NDArray[np.float32]:
    """The levels by which a picture's texture (8-bit BGR) differs from a plate's as it lies there, in one light, once
    an affine motion of the whole, a matrix (2, 3) of pixels, is taken back; 0 where the picture then does not reach.
    """
    size, back = (picture.shape[1], picture.shape[0]), cv2.WARP_INVERSE_MAP
    linear, nearest = cv2.INTER_LINEAR | back, cv2.INTER_NEAREST | back
    still = np.asarray(cv2.warpAffine(picture, motion, size, flags=linear, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    there = cv2.warpAffine(np.ones(picture.shape[:2], np.uint8), motion, size, flags=nearest)
    seen, plain = (texture(np.asarray(cv2.cvtColor(each, cv2.COLOR_BGR2GRAY)), LIGHT) for each in (still, plate))
    return np.asarray(cv2.GaussianBlur(np.where(there > 0, seen - plain, np.float32(0)), (0, 0), 1), np.float32)


def normal(flow: NDArray[np.float32], across: NDArray[np.float32], down: NDArray[np.float32]) -> NDArray[np.float32]:
    """The part of a flow (rows, columns, 2) that a picture with these slopes shows. Along an edge nothing tells motion:
    what a flow says there it has from elsewhere, such as the cast before a horizon.
    """
    steep = across**2 + down**2
    along = (flow[..., 0] * across + flow[..., 1] * down) / np.maximum(steep, np.float32(1e-3))
    return np.stack([along * across, along * down], axis=2)


class Unstretched(NamedTuple):
    """A flow (rows, columns, 2) without the affine motion that most of it follows, by how much that enlarges, and the
    motion itself, as a matrix (2, 3) of pixels.
    """

    flow: NDArray[np.float32]
    scale: float
    motion: Numbers


def without_affine(flow: NDArray[np.float32], where: NDArray[np.bool_], *, moving: bool = False) -> Unstretched:
    """A flow without the affine motion that most of it follows: of a camera that stands, proportions are held with its
    place. Of one that is `moving`, only what stretches and shears is taken out.
    """
    down, across = np.nonzero(where)
    some = slice(None, None, max(1, len(down) // 2000))
    here = np.stack([across[some], down[some]], axis=1).astype(np.float32)
    cv2.setRNGSeed(7)
    fitted, _ = cv2.estimateAffine2D(
        here, here + flow[down[some], across[some]], method=cv2.RANSAC, ransacReprojThreshold=0.6, maxIters=600,
        confidence=0.99,
    )  # fmt: skip
    if fitted is None:
        return Unstretched(flow, 0.0, np.eye(2, 3))
    rows, columns = flow.shape[:2]
    motion = np.asarray(fitted, np.float64)
    scale = float(np.sqrt(abs(np.linalg.det(motion[:, :2])))) - 1
    if moving:
        linear = motion[:, :2]
        even, turn = (linear[0, 0] + linear[1, 1]) / 2, (linear[1, 0] - linear[0, 1]) / 2
        stretch = np.eye(2) + linear - np.array([[even, -turn], [turn, even]])
        middle = np.array([columns / 2, rows / 2])
        motion = np.hstack([stretch, (middle - stretch @ middle)[:, None]])
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    moved = np.stack([x, y, np.ones_like(x)], axis=2) @ motion.T - np.stack([x, y], axis=2)
    return Unstretched(np.asarray(flow - moved, np.float32), scale, motion)

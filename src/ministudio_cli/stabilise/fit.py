"""The affine motion that most points of a plate follow, found by what the texture around each tells. Pure."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.picture import slopes

Numbers = NDArray[np.float64]
Motion = tuple[Numbers, float, float]
"""A 2 × 3 matrix, the share of points that follow it, and by how much wider than high it makes things, as a share."""
PATCH = 9
"""Pixels, across and down, whose texture speaks for the motion of the one in their middle."""
_NEAR = 1.2
"""Pixels within which a point follows a similarity."""
_SAYS = 4.0
"""Steepness of an even picture, in levels a pixel, from which a point's motion is more than noise: an even sky has 1 to
3, whatever is on it 10 and more.
"""
_SOME = 0.1
_LEAST = 24
"""Share, and number, of the points that must have it for the others to be left out."""


def share_of(found: Motion) -> float:
    return found[1]


def tensors(even: Picture) -> NDArray[np.float32]:
    """What the texture around each pixel tells of a motion, (rows, columns, 3): the structure tensor's xx, xy, yy."""
    across, down = slopes(even)
    products = cv2.merge([across * across, across * down, down * down])
    return np.asarray(cv2.boxFilter(products, -1, (PATCH, PATCH)), np.float32)


def motion(points: Numbers, moved: Numbers, texture: NDArray[np.float32]) -> Motion:
    """The affine motion that most points follow, their share, and how much wider than high it makes things, as a share:
    a model's proportions drift, and must not choose which side is believed.

    Points count as much as the texture around them tells: an edge of nothing along it, a bare wall of next to nothing.
    """
    cv2.setRNGSeed(7)
    found, follows = cv2.estimateAffine2D(
        points.astype(np.float32), moved.astype(np.float32), method=cv2.RANSAC, ransacReprojThreshold=_NEAR,
        maxIters=400, confidence=0.99, refineIters=0,
    )  # fmt: skip
    if found is None:
        return np.eye(2, 3), 0.0, 0.0
    near = follows.ravel() > 0
    xx, xy, yy = (texture[:, index].astype(np.float64) + extra for index, extra in enumerate((1e-3, 0.0, 1e-3)))
    strongest = (xx + yy) / 2 + np.hypot((xx - yy) / 2, xy)
    # Cholesky's factor of each tensor turns its measure of distance into the plain one.
    root, both, own = np.sqrt(xx), xy / np.sqrt(xx), np.sqrt(np.maximum(yy - xy**2 / xx, 0))
    whole = np.hstack([points, np.ones((len(points), 1))])
    first = np.hstack([root[:, None] * whole, both[:, None] * whole])
    rows = np.concatenate([first, np.hstack([np.zeros_like(whole), own[:, None] * whole])])
    wanted = np.concatenate([root * moved[:, 0] + both * moved[:, 1], own * moved[:, 1]])
    for _ in range(3):
        if near.sum() < 12:
            break
        chosen = np.tile(near, 2)
        found = np.linalg.lstsq(rows[chosen], wanted[chosen], rcond=None)[0].reshape(2, 3)
        away = (rows @ found.ravel() - wanted).reshape(2, -1)
        near = np.sqrt((away**2).sum(axis=0) / strongest) < 1.5 * _NEAR
    near = np.linalg.norm(whole @ found.T - moved, axis=1) < 1.5 * _NEAR
    # Of an even sky the flow is noise, and a plate of it lies where it should all the same.
    says = strongest > _SAYS**2
    near = near[says] if says.mean() > _SOME and says.sum() >= _LEAST else near
    stretch = math.hypot(found[0, 0], found[1, 0]) - math.hypot(found[0, 1], found[1, 1])
    return np.asarray(found, np.float64), float(near.mean()), stretch


def least_squares(points: Numbers, moved: Numbers) -> Numbers:
    middle, there = points.mean(axis=0), moved.mean(axis=0)
    one, two = points - middle, moved - there
    size = max(float((one**2).sum()), 1e-9)
    a = float((one * two).sum()) / size
    b = float((one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]).sum()) / size
    turn = np.array([[a, -b], [b, a]])
    return np.hstack([turn, (there - turn @ middle)[:, None]])

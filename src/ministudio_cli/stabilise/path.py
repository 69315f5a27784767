"""The camera's path over a take, steadied: what the camera was not asked to move is held, what it moves runs smoothly.

A path has a row for each frame: (log scale, angle, x, y), as `register` tells places. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_DEGREES = (0, 1, 2, 3, 5)
LIKELY = 3.0
"""What a degree costs, in units of twice the log-likelihood: between Akaike's 2 and Bayes' logarithm."""
_FIRM = 5.0
"""The same for a camera's path: its ends must not follow a tracker's noise."""
SURE = 9.0
"""The same where a change must be beyond doubt: of three hundred columns of mere noise, one is believed to change."""
_DRIFT = np.array([0.035, 0.012, 0.02, 0.02])
"""How far what is not asked to move may drift and still be held: log scale, radians, shares of the width."""
_SLIDE = np.array([0.004, 0.003, 0.0025, 0.0025])
"""The same for a camera that moves otherwise: the cast would slide on a set that is held against the camera's drift."""
_SWAY = np.array([1 / 500, 1 / 700, 1 / 960, 1 / 960])
"""What is no motion but a tracker's own noise."""

_JOLT = 2.5 / 480
"""Shares of the width by which a set moves from one frame to the next, and back in the one after, if its camera is
struck: a place that is found in a set that boils moves by a quarter of that, and nothing drifts so fast.
"""

_WINDOWS = (25, 17, 11, 7, 5)
"""Frames of the pieces in which a path is fitted where one curve does not tell it."""

_WORDS = {
    "scale": {"push", "pull", "zoom", "dolly", "forward", "backward", "crane", "in", "out"},
    "turn": {"orbit", "roll", "dutch", "tilted"},
    "across": {"pan", "track", "tracking", "truck", "dolly", "orbit", "whip", "left", "right"},
    "down": {"tilt", "crane", "pedestal", "boom", "up", "down"},
}
_HAND = {"handheld", "jittery", "shaky", "hand"}


@dataclass(frozen=True, slots=True)
class Steady:
    """A path made smooth, what it was taken for (static, handheld, moving), and the largest distance in shares of the
    frame's width between what was found and what is kept; `stray` is the same without the axes that are held on
    purpose: how far the kept path is from the camera's own.
    """

    path: Numbers
    kind: str
    left: float
    stray: float = 0.0


def steadied(found: Numbers, camera: str) -> Steady:
    """The path that the camera was asked for, as near to the found one as it may be."""
    looks = _steadied(_looking(found), camera)
    path = _placed(looks.path)
    return Steady(path, looks.kind, _left(found, path), looks.stray)


def _looking(found: Numbers) -> Numbers:
    """The same path by what of the plate is in the frame's middle: a push then moves its scale and nothing else."""
    size, cos, sin = np.exp(-found[:, 0]), np.cos(found[:, 1]), np.sin(found[:, 1])
    x, y = found[:, 2], found[:, 3]
    return np.stack([found[:, 0], found[:, 1], -size * (cos * x + sin * y), -size * (cos * y - sin * x)], axis=1)


def _placed(looks: Numbers) -> Numbers:
    """The inverse of `_looking`."""
    size, cos, sin = np.exp(looks[:, 0]), np.cos(looks[:, 1]), np.sin(looks[:, 1])
    x, y = looks[:, 2], looks[:, 3]
    return np.stack([looks[:, 0], looks[:, 1], -size * (cos * x - sin * y), -size * (sin * x + cos * y)], axis=1)


def _steadied(found: Numbers, camera: str) -> Steady:
    said = set(re.findall(r"[a-z]+", camera.lower()))
    asked = np.array([bool(said & words) for words in _WORDS.values()])
    if said & _HAND:
        path = np.stack([_swayed(column) for column in found.T], axis=1)
        return Steady(path, "handheld", _left(found, path))
    if not asked.any() and _struck(found):
        # An impact, an earthquake: it is meant, and what shakes with the cast is not to stand still behind it.
        path = np.stack([_followed(column, float(bound)) for column, bound in zip(found.T, _SWAY, strict=True)], axis=1)
        left = _left(found, path)
        return Steady(path, "moving", left, left)
    columns = []
    moving, own = False, np.zeros(4, bool)
    for index, column in enumerate(found.T):
        fitted = _followed(column, float(_SWAY[index]))
        opening = float(fitted[0])
        span = float(fitted.max() - fitted.min())
        if not asked[index] and span <= (_SLIDE if asked.any() else _DRIFT)[index]:
            columns.append(np.full_like(column, opening))
        else:
            moving = moving or span > _SWAY[index]
            own[index] = True
            columns.append(fitted)
    path = np.stack(columns, axis=1)
    stray = _left(np.where(own, found, 0), np.where(own, path, 0))
    static = not asked.any()
    if static:
        # Asked to stand still: whatever it did, it is brought back; the gate judges whether that was too much.
        path = np.tile([_opening(column) for column in found.T], (len(found), 1))
    kind = "static" if static or not moving else "moving"
    return Steady(path, kind, _left(found, path), 0.0 if static else stray)


def _struck(found: Numbers) -> bool:
    """Whether a camera is shaken: it jumps to and fro, which no drift does."""
    steps = np.diff(found[:, 2:], axis=0)
    far = np.hypot(steps[:, 0], steps[:, 1]) > _JOLT
    back = (steps[1:] * steps[:-1]).sum(axis=1) < 0
    return bool((far[1:] & far[:-1] & back).any())


def _followed(column: Numbers, bound: float) -> Numbers:
    """A column as the camera moved: one curve where that is near enough everywhere, else fitted piece by piece, so that
    holds, starts, stops and whips stay where they are. `bound`: what is no motion but a tracker's own noise.
    """
    whole = curve(column, price=_FIRM)
    if _near(column, whole, bound):
        return whole
    kept = _pieces(column, _WINDOWS[-1])
    for width in _WINDOWS:
        local = _pieces(column, width)
        if _near(column, local, bound):
            kept = local
            break
    # A tracker's noise by its third differences, to which a camera's own motion adds next to nothing.
    noise = 1.48 * float(np.median(np.abs(np.diff(column, 3)))) / np.sqrt(20) if len(column) > 4 else 0.0
    off = (np.abs(column - kept) > max(bound / 2, 4 * noise)).astype(np.float64)
    beside = np.pad(off, 1)
    share = np.maximum(off, 0.5 * np.maximum(beside[:-2], beside[2:]))
    return np.asarray(share * column + (1 - share) * kept, np.float64)


def _near(column: Numbers, fitted: Numbers, bound: float) -> bool:
    """Whether a fit is within a bound nearly everywhere, a tracker's noise (the mean of three frames) apart."""
    away = np.convolve(np.pad(column - fitted, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return bool(np.percentile(np.abs(away), 98) <= bound)


def _pieces(column: Numbers, width: int) -> Numbers:
    """A parabola through so many frames around each; at the ends, the first and the last of them."""
    width = min(width, len(column) - 1 + len(column) % 2)
    if width < 5:
        return column.copy()
    half = width // 2
    at = np.arange(width) - half
    basis = np.stack([np.ones(width), at, at**2], axis=1)
    solve = np.linalg.pinv(basis)
    middle = np.convolve(column, solve[0][::-1], mode="valid")
    first = basis[:half] @ (solve @ column[:width])
    last = basis[-half:] @ (solve @ column[-width:])
    return np.concatenate([first, middle, last])


def _left(found: Numbers, path: Numbers) -> float:
    """The largest distance at the frame's edge between two paths, without the few worst frames."""
    away = np.abs(found - path)
    edge = away[:, 0] * 0.5 + away[:, 1] * 0.5 + np.hypot(away[:, 2], away[:, 3])
    return float(np.percentile(edge, 95)) if len(edge) else 0.0


def curve(column: Numbers, degrees: Sequence[int] = _DEGREES, price: float = LIKELY) -> Numbers:
    """The polynomial that tells a column best for its degree, deaf to outliers (a criterion weighs both)."""
    t = np.linspace(-1, 1, len(column))
    best: Numbers = np.full_like(column, float(np.median(column)))
    score = np.inf
    for degree in degrees:
        if len(column) <= 2 * degree + 2:
            break
        fitted = _fit(t, column, degree)
        away = np.abs(column - fitted)
        left = np.minimum(away, 4 * float(np.median(away)) + 1e-9)
        now = len(column) * float(np.log((left**2).mean() + 1e-14)) + price * degree
        if now < score:
            best, score = fitted, now
    return best


def _opening(column: Numbers) -> float:
    """Where a column begins: it stood still, or drifts slowly, which much must speak for."""
    return float(curve(column, (0, 1, 2), SURE)[0])


def _fit(t: Numbers, column: Numbers, degree: int) -> Numbers:
    basis = np.polynomial.chebyshev.chebvander(t, degree)
    weight = np.ones_like(column)
    curve = column
    for _ in range(5):
        root = np.sqrt(weight)[:, None]
        solved, *_ = np.linalg.lstsq(basis * root, column * root[:, 0], rcond=None)
        curve = basis @ solved
        away = np.abs(column - curve)
        reach = 3 * float(np.median(away)) + 1e-9
        weight = np.clip(1 - (away / reach) ** 2, 0.0, None) ** 2 + 1e-3
    return np.asarray(curve, np.float64)


def _swayed(column: Numbers) -> Numbers:
    """A hand's own motion without a tracker's noise: a parabola through five frames around each."""
    if len(column) < 5:
        return column.copy()
    padded = np.concatenate([2 * column[0] - column[2:0:-1], column, 2 * column[-1] - column[-2:-4:-1]])
    return np.asarray(np.convolve(padded, np.array([-3, 12, 17, 12, -3]) / 35, mode="valid"), np.float64)

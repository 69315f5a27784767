"""Volumes to paint: rows of rings in space, seen from one side, filled as one silhouette and shaded as if inflated.

Points are (x, y, z) in units: x to the right, y up, z toward the viewer. Consecutive rings are joined by their convex
hull, so that the outline of a limb is exact from every side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.providers.animatic.paint import Picture

Points = NDArray[np.float64]
"""Shape (n, 3) in space, or (n, 2) on the canvas."""
FAR = 2600.0
"""Units from the viewer to the figure, by which near limbs are larger."""
SHIFT = 4
_ROUND = 14
_CIRCLE = np.stack([np.cos(np.linspace(0, math.tau, _ROUND, endpoint=False)),
                    np.sin(np.linspace(0, math.tau, _ROUND, endpoint=False))], 1)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """From a figure's own space to its canvas: turned by `yaw` about its ground, seen from `pitch` degrees above.

    `scale` is pixels a unit, `x` and `y` the canvas place of the ground point.
    """

    yaw: float
    pitch: float
    scale: float
    x: float
    y: float
    roll: float = 0.0
    matrix: Points = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        turn = rotation(0, self.pitch, self.roll) @ rotation(self.yaw, 0, 0)
        object.__setattr__(self, "matrix", turn)

    def seen(self, points: Points) -> tuple[Points, Points]:
        """Canvas points (n, 2), and how far each is toward the viewer, in units."""
        turned = (points if points.ndim == 2 else points[None]) @ self.matrix.T
        depth = turned[:, 2]
        flat = turned[:, :2] * (FAR * self.scale / (FAR - depth))[:, None]
        flat[:, 1] *= -1
        flat += (self.x, self.y)
        return flat, depth


def rotation(yaw: float, pitch: float, roll: float) -> Points:
    """A turn to the right, then a bow forward, then a lean to the right, in degrees: Ry · Rx · Rz."""
    a, b, c = (math.radians(angle) for angle in (yaw, pitch, -roll))
    ry = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    rx = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    rz = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    return np.asarray(ry @ rx @ rz)


@lru_cache(maxsize=4096)
def spaced(first: float, last: float, count: int, endpoint: bool = True) -> Points:  # noqa: FBT001, FBT002 - as numpy has it
    """Even steps, made once; not to be written to."""
    steps = np.linspace(first, last, count, endpoint=endpoint)
    steps.flags.writeable = False
    return steps


@lru_cache(maxsize=64)
def _circle(count: int) -> tuple[Points, Points]:
    turn = np.linspace(0, math.tau, count, endpoint=False)
    return np.cos(turn)[:, None], np.sin(turn)[:, None]


def ring(centre: Points, across: Points, along: Points, count: int = 18) -> Points:
    """An ellipse in space with two half axes."""
    cos, sin = _circle(count)
    return np.asarray(centre + cos * across + sin * along)


@dataclass(slots=True, kw_only=True)
class Flat:
    """Something painted on a volume: an area, or a line where it has a `width` (units); `blur` is in units."""

    points: Points
    colour: str
    opacity: float = 1.0
    width: float = 0.0
    blur: float = 0.0
    closed: bool = False


@dataclass(slots=True, kw_only=True)
class Volume:
    """Something to paint: convex outlines on the canvas, of a colour, `thick` units, before what lies deeper.

    `fade` is a place (canvas) and two distances (pixels) between which it comes in; `holes` are left out of it; `marks`
    are painted on it, and only there.
    """

    hulls: list[Points]
    colour: str
    thick: float
    depth: float
    fade: tuple[float, float, float, float] | None = None
    keep: Points | None = None
    """A polygon of the canvas in which it does not fade."""
    contour: float = 1.0
    shadow: float = 1.0
    soft: float = 0.52
    """How dark its shade is."""
    opacity: float = 1.0
    """0: only its marks are seen."""
    holes: list[Points] = field(default_factory=list)
    marks: list[Flat] = field(default_factory=list)
    plain: bool = False
    """Without shade: what shines, and glass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decal:
    """A flat picture (premultiplied BGRA) in front of what lies deeper; its corner is at (x, y) of the canvas's space."""

    picture: Picture
    x: float
    y: float
    depth: float


def tube(view: View, points: Points, radii: Sequence[float] | NDArray[np.float64]) -> list[Points]:
    """The hulls of a row of spheres."""
    flat, depth = view.seen(points)
    sizes = np.asarray(radii) * view.scale * FAR / (FAR - depth)
    circles = [centre + _CIRCLE * size for centre, size in zip(flat, sizes, strict=True)]
    return hulls(circles)


def loft(view: View, rings: Sequence[Points]) -> list[Points]:
    """The hulls of a row of rings in space."""
    return hulls([view.seen(each)[0] for each in rings])


def hulls(flat: Sequence[Points]) -> list[Points]:
    """The convex hull of each two that follow each other."""
    if len(flat) == 1:
        return [_hull(flat[0])]
    return [_hull(np.concatenate([one, two])) for one, two in pairwise(flat)]


def _hull(points: Points) -> Points:
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float64)


def near(view: View, point: Points) -> float:
    """How far a place is toward the viewer, in units."""
    return float(view.seen(point)[1][0])


def dot(place: Points, radius: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    return np.asarray(place + radius * np.stack([np.cos(turn), np.sin(turn)], 1))

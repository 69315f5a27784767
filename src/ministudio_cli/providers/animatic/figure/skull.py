"""A head's shape, and the chart on which its features are laid: degrees to the figure's left, and heights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ministudio_cli.providers.animatic.figure.solid import Points, View, hulls, spaced, tube
from ministudio_cli.providers.animatic.look import Look

_RINGS = ((6.0, 45.5, 44.5, 53.5), (-6.0, 44.8, 44.0, 49.0), (-16.0, 42.6, 42.8, 41.0), (-25.0, 39.2, 41.0, 29.0), (-33.0, 33.6, 39.6, 14.0),
          (-39.0, 27.6, 38.6, 1.0), (-44.0, 21.0, 37.4, -8.0), (-47.5, 15.2, 36.0, -13.5), (-50.0, 9.4, 34.0, -19.0), (-51.3, 2.0, 31.0, -26.0))  # fmt: skip
"""The skull below its widest: height, half width, how far it reaches forward and back."""


_DOME = 6 + 41 * np.sin(spaced(0.12, math.pi / 2, 9))


HEIGHTS = np.array([*[row[0] for row in _RINGS[::-1]], *_DOME])


_ARCH = np.sqrt(np.maximum(0.0, 1 - ((_DOME - 6) / 41) ** 2))


_WIDE, _FRONT, _BACK = (
    np.array([*[row[at] for row in _RINGS[::-1]], *(_RINGS[0][at] * _ARCH + (0.4 if at == 1 else 0))])
    for at in (1, 2, 3)
)


@dataclass(frozen=True, slots=True)
class Skull:
    """Where a head is and how it is turned, as seen."""

    at: Points
    turn: Points
    view: View
    yaw: float = field(init=False)
    """Degrees that the face is turned to the viewer's right."""

    def __post_init__(self) -> None:
        ahead = self.view.matrix @ self.turn[:, 2]
        object.__setattr__(self, "yaw", math.degrees(math.atan2(float(ahead[0]), float(ahead[2]))))

    @property
    def away(self) -> bool:
        """Whether the face is not seen at all."""
        return abs(self.yaw) > 105

    def seen(self, points: Points) -> Points:
        return self.view.seen(self.at + np.atleast_2d(points) @ self.turn.T)[0]

    def chart(self, degrees: Points, heights: Points, out: float = 0.0) -> Points:
        """Chart places, brought to the edge of what is seen where they lie beyond it, on the canvas."""
        yaw = self.yaw
        angle = np.asarray(degrees, np.float64) - 4.5 * math.sin(math.radians(2 * yaw)) * np.cos(np.radians(degrees))
        turned = np.clip(angle + yaw, -91.5, 91.5) - yaw if abs(yaw) < 140 else angle
        return self.seen(surface(turned, np.asarray(heights, np.float64), out))

    def shows(self, degrees: float, limit: float = 84.0) -> bool:
        return abs((degrees + self.yaw + 180) % 360 - 180) < limit


def surface(degrees: Points, heights: Points, out: float = 0.0) -> Points:
    """Places on the skull (n, 3), `out` units above it."""
    arch = np.sqrt(np.maximum(0.0, 1 - ((np.maximum(heights, 6.0) - 6) / 41) ** 2))
    wide = np.interp(heights, HEIGHTS[:10], _WIDE[:10]) * arch + out
    front, back = (np.interp(heights, HEIGHTS[:10], values[:10]) * arch for values in (_FRONT, _BACK))
    middle, half = (front - back) / 2, (front + back) / 2 + out
    angle = np.radians(degrees)
    return np.stack([wide * np.sin(angle), heights, middle + half * np.cos(angle)], 1)


def silhouette_of(look: Look, s: Skull) -> list[Points]:
    points = s.seen(cranium())
    soft = 0.6 if look.age == "child" else 1.0
    nose = surface(np.array([0.0]), np.array([-8.5]))[0] + np.array([0, 0, 3.0 * soft])
    bridge = surface(np.array([0.0]), np.array([4.0]))[0]
    under = surface(np.array([0.0]), np.array([-13.5]))[0]
    shapes = [convex_hull(points)]
    if abs(s.yaw) < 125:
        shapes += tube(s.view, placed(s, np.array([bridge, nose, under])), [1.2, 4.4 * (0.8 + 0.2 * soft), 2.0])
        lips = surface(np.zeros(3), np.array([-22.5, -28.0, -33.0]), 0.6)
        shapes += tube(s.view, placed(s, lips), [1.4, 2.6, 1.6])
        chin = surface(np.zeros(2), np.array([-41.0, -45.0]), -3.4)
        shapes += tube(s.view, placed(s, chin), [4.2, 5.0])
    return shapes


def cranium(out: float = 0.0) -> Points:
    angles = spaced(0, 360, 28, endpoint=False)
    return np.concatenate([surface(angles, np.full(28, height), out) for height in HEIGHTS])


def placed(s: Skull, points: Points) -> Points:
    return np.asarray(s.at + points @ s.turn.T)


def convex_hull(points: Points) -> Points:
    return hulls([points])[0]


def chart_ellipse(s: Skull, x: float, y: float, half: float, tall: float, turn: float = 0.0, count: int = 28) -> Points:
    """An ellipse on the chart: `x` and `half` along the skin, in units."""
    angle = spaced(0, math.tau, count, endpoint=False)
    across, up = half * np.cos(angle), tall * np.sin(angle)
    spin = math.radians(turn)
    dx, dy = across * math.cos(spin) - up * math.sin(spin), across * math.sin(spin) + up * math.cos(spin)
    return s.chart(to_degrees(x + dx), y + dy)


def to_degrees(x: Points | float) -> Points:
    """From units along the skin to degrees."""
    return np.asarray(np.degrees(np.asarray(x, np.float64) / 47.0))


def chart_line(s: Skull, places: Sequence[tuple[float, float]]) -> Points:
    x, y = np.array(places).T
    return s.chart(to_degrees(x), y)

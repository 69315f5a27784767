"""The blocks of which furniture and things are built."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.figure.skeleton import Joints, Measures
from ministudio_cli.providers.animatic.figure.solid import Flat, Points, View, Volume, hulls, ring, tube

WOOD, PALE, STEEL, DARK = "#8A5A32", "#C79A62", "#AEB6BE", "#4A3A34"


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are built: a figure's joints and measures, from one side, so long after its motion began."""

    j: Joints
    m: Measures
    view: View
    since: float
    below: float = -1e9
    """Units above the ground of the lowest that is seen, where the ground is not."""
    span: float = 1e9
    """Units that are seen from there to the picture's upper edge."""

    @property
    def k(self) -> float:
        """How large furniture is beside a grown woman's."""
        return self.m.hip / 267

    def hand(self, index: int) -> tuple[Points, Points, Points, Points]:
        """A hand's grip, and which way its fingers, its thumb and its palm point."""
        back, along, thumb = self.j.turn_hands[index].T
        return self.j.wrists[index] + along * 11, along, thumb, -back


Build = Callable[[Place], Iterator[Volume]]


def box(
    p: Place,
    centre: Sequence[float],
    half: Sequence[float],
    colour: str,
    depth: float,
    turn: Points | None = None,
    *,
    scaled: bool = True,
) -> Iterator[Volume]:
    """The faces of a box that are seen."""
    k = p.k if scaled else 1.0
    axes = np.eye(3) if turn is None else turn
    middle, sides = np.asarray(centre, np.float64) * k, np.asarray(half, np.float64) * k
    faces = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            normal = axes[:, axis] * sign
            toward = float((p.view.matrix @ normal)[2])
            if toward <= 0.01:
                continue
            a, b = (axis + 1) % 3, (axis + 2) % 3
            corners = [middle + axes[:, axis] * sign * sides[axis] + axes[:, a] * u * sides[a] + axes[:, b] * v * sides[b]
                       for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1))]  # fmt: skip
            seen = p.view.matrix @ normal
            light = 0.32 * float(seen[1]) - 0.22 * float(seen[0]) + 0.08 * float(seen[2])
            tone = lighter(colour, light * 0.6) if light > 0 else darker(colour, -light * 1.1)
            faces.append(
                (
                    toward,
                    Volume(
                        hulls=[p.view.seen(np.array(corners))[0]],
                        colour=tone,
                        thick=float(min(sides)) * 3 + 8,
                        depth=depth + 0.001 * toward,
                        soft=0.3,
                        contour=0.9,
                        shadow=0.3,
                    ),
                )
            )
    for _, volume in sorted(faces, key=lambda face: face[0]):
        yield volume


def rod(
    p: Place,
    places: Sequence[Points],
    radius: float | Sequence[float],
    colour: str,
    depth: float,
    *,
    scaled: bool = True,
) -> Volume:
    """A rounded bar through places."""
    k = p.k if scaled else 1.0
    points = np.array(places, np.float64) * k
    radii = np.full(len(points), float(radius)) if isinstance(radius, int | float) else np.array(radius, np.float64)
    return Volume(
        hulls=tube(p.view, points, radii * k),
        colour=colour,
        thick=float(radii.max()) * 1.9 * k,
        depth=depth,
        shadow=0.4,
    )


def disc(
    p: Place,
    centre: Sequence[float],
    across: Sequence[float],
    along: Sequence[float],
    colour: str,
    depth: float,
    *,
    deep: float = 0.0,
    scaled: bool = True,
) -> Volume:
    """A round slab: two half axes, and how far it goes down."""
    k = p.k if scaled else 1.0
    top = ring(
        np.asarray(centre, np.float64) * k, np.asarray(across, np.float64) * k, np.asarray(along, np.float64) * k, 28
    )
    rings = [top, top - np.array([0, deep * k, 0])] if deep else [top]
    return Volume(hulls=hulls([p.view.seen(each)[0] for each in rings]), colour=colour, thick=max(8.0, deep * k), depth=depth, soft=0.4, shadow=0.4,
                  marks=[Flat(points=p.view.seen(top)[0], colour=lighter(colour, 0.16), opacity=0.8)] if deep else [])  # fmt: skip


def ahead_depth(p: Place) -> float:
    """Whether what lies ahead of the figure is behind it for the viewer: a depth for it."""
    ahead = float((p.view.matrix @ np.array([0, 0, 1.0]))[2])
    return -60.0 if ahead < -0.25 else 16.0


def legs(
    p: Place, corners: Sequence[tuple[float, float]], top: float, colour: str, depth: float, radius: float = 4.0
) -> Iterator[Volume]:
    middle = float(p.view.seen(np.array([0.0, top, 40.0]) * p.k)[1][0])
    for x, z in corners:
        # Of what stands before the figure, the legs on its far side are behind it.
        far = float(p.view.seen(np.array([x, top, z]) * p.k)[1][0]) < middle - 8
        own = -59.0 if far and depth > 0 else depth - 0.2
        yield rod(p, [np.array([x, top, z]), np.array([x, 0.0, z])], radius, colour, own)


def sheet(p: Place, corners: Sequence[Sequence[float]], colour: str, depth: float, lines: int = 0) -> Volume:
    places = np.array(corners, np.float64) * p.k
    volume = Volume(
        hulls=[p.view.seen(places)[0]],
        colour=colour,
        thick=16,
        depth=depth,
        soft=0.2,
        contour=0.9,
        shadow=0.4,
    )
    for row in range(lines):
        share = (row + 1) / (lines + 1)
        left, right = places[0] + (places[3] - places[0]) * share, places[1] + (places[2] - places[1]) * share
        volume.marks.append(
            Flat(
                points=p.view.seen(np.array([left + (right - left) * 0.12, left + (right - left) * 0.86]))[0],
                colour="#8A92A0",
                width=1.1,
                opacity=0.7,
            )
        )
    return volume

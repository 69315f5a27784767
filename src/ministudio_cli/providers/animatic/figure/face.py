"""A face: eyes, brows, nose, mouth and ears, on the chart of a skull."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.figure.skull import (
    Skull,
    chart_ellipse,
    chart_line,
    convex_hull,
    placed,
    surface,
    to_degrees,
)
from ministudio_cli.providers.animatic.figure.solid import Flat, Points, Volume, hulls, ring, spaced
from ministudio_cli.providers.animatic.look import Feeling, Look

FINE = 0.9
"""Pixels a unit from which the finest strokes of a face can be seen."""
VISEMES: dict[str, tuple[float, float, float, float]] = {
    "rest": (9.0, 0.0, 0.0, 0.0), "mbp": (8.0, 0.0, 0.0, 0.0), "ah": (9.5, 15.0, 0.5, 0.8), "ee": (12.5, 7.0, 1.0, 0.3),
    "eh": (11.0, 9.5, 0.8, 0.6), "oh": (7.5, 13.0, 0.2, 0.4), "oo": (5.0, 7.5, 0.0, 0.0), "fv": (9.5, 4.0, 1.0, 0.0),
    "lth": (9.5, 8.0, 0.7, 1.0),
}  # fmt: skip
"""A mouth's half width, its opening, how much of the teeth and of the tongue is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a face shows: the lids (0 shut to 1 open), where the eyes look (−1 to 1 to the viewer's right and up), the
    mouth (see `VISEMES`), and the feeling.
    """

    feeling: Feeling
    lids: float = 1.0
    gaze: tuple[float, float] = (0.0, 0.0)
    mouth: tuple[float, float, float, float] = VISEMES["rest"]
    laugh: float = 0.0
    """How far the lower lids are pushed up."""


def face_marks(look: Look, face: Face, s: Skull) -> Iterator[Flat]:
    skin, feeling = look.skin, face.feeling
    yield Flat(points=chart_ellipse(s, 0, -44, 34, 12), colour=darker(skin, 0.35), opacity=0.16, blur=4)
    blush = (0.42 if look.blush else 0.17) * (0.7 if _dark(skin) else 1.0)
    for side in (-1, 1):
        if s.shows(side * 33):
            yield Flat(
                points=chart_ellipse(s, side * 28, -17, 11, 7),
                colour=mix("#E8646A", skin, 0.15),
                opacity=blush,
                blur=4.5,
            )
    if look.age == "elder":
        for side in (-1, 1):
            yield Flat(
                points=chart_line(s, [(side * 13, -17), (side * 18, -25), (side * 18, -31)]),
                colour=darker(skin, 0.45),
                width=1.4,
                opacity=0.5,
            )
            yield Flat(
                points=chart_line(s, [(side * 34, -1), (side * 38, -4)]),
                colour=darker(skin, 0.4),
                width=1.2,
                opacity=0.5,
            )
        for y in (27, 32):
            yield Flat(
                points=chart_line(s, [(-17, y), (0, y + 2), (17, y)]), colour=darker(skin, 0.4), width=1.2, opacity=0.35
            )
    for side in (-1, 1):
        if s.shows(side * 25, 92):
            yield from _eye(look, face, s, side)
            yield from _brow(look, feeling, s, side)
    shade = darker(skin, 0.5)
    turned = max(-1.0, min(1.0, s.yaw / 30))
    yield Flat(
        points=chart_line(s, [(-2.6 - turned, -12.6), (0.4, -14.6), (3.6 - turned, -12.6)]),
        colour=shade,
        width=1.7,
        opacity=0.55,
    )
    yield Flat(points=chart_ellipse(s, -1.5, -6, 2.6, 5.5), colour=lighter(skin, 0.6), opacity=0.32, blur=1.6)
    if not (look.beard and not look.moustache):
        yield from mouth_marks(look, face, s)


def _dark(skin: str) -> bool:
    return int(skin[1:3], 16) < 150


def _eye(look: Look, face: Face, s: Skull, side: int) -> Iterator[Flat]:
    x, y = side * 20.0, 1.5
    big = 1.14 if look.age == "child" else 0.88 if look.age == "elder" else 1.0
    half, tall = 10.8 * big, 12.4 * big * min(1.25, face.feeling.eye)
    open_ = max(0.0, min(1.0, face.lids))
    ink = darker(look.hair_colour if look.age != "elder" else "#5A4A42", 0.62)
    if face.laugh > 0.6:
        arc = [(x + half * math.cos(a), y - 4 + 8 * math.sin(a)) for a in spaced(0.15, math.pi - 0.15, 11)]
        yield Flat(points=chart_line(s, arc), colour=ink, width=3.0)
        return
    if open_ < 0.12:
        arc = [(x + half * math.cos(a), y - 1 - 5 * math.sin(a)) for a in spaced(0.1, math.pi - 0.1, 11)]
        yield Flat(points=chart_line(s, arc), colour=ink, width=2.8)
        if look.feminine:
            yield Flat(
                points=chart_line(s, [(x + side * half, y - 2), (x + side * (half + 4), y - 4)]), colour=ink, width=2.0
            )
        return
    turn = spaced(0, math.tau, 30, endpoint=False)
    up = tall * (0.12 + 0.88 * open_)
    down = tall * (1 - 0.55 * min(1.0, face.laugh / 0.6))
    dx = half * np.cos(turn)
    dy = np.where(np.sin(turn) > 0, up * np.sin(turn), down * np.sin(turn))
    white = s.chart(to_degrees(x + dx), y + dy)
    yield Flat(points=white, colour="#FBFAF6")
    gx, gy = x + face.gaze[0] * 4.2, y + face.gaze[1] * 4.0
    radius = 8.8 * big

    def inside(points: Points) -> Points:
        """Of an eye only what lies between its lids."""
        return _clipped(points, white)

    yield Flat(points=inside(chart_ellipse(s, gx, gy, radius, radius * 1.1)), colour=darker(look.eyes, 0.5))
    yield Flat(points=inside(chart_ellipse(s, gx, gy - 1.2, radius * 0.86, radius * 0.92)), colour=look.eyes)
    fine = s.view.scale > FINE
    if fine:
        yield Flat(
            points=inside(chart_ellipse(s, gx, gy - 4.0, radius * 0.62, radius * 0.5)),
            colour=lighter(look.eyes, 0.45),
            opacity=0.75,
            blur=0.7,
        )
    yield Flat(points=inside(chart_ellipse(s, gx, gy, radius * 0.5, radius * 0.56)), colour="#1C1218")
    if fine:
        yield Flat(
            points=inside(
                chart_line(
                    s, [(x - half, y + up * 0.7), (x + half, y + up * 0.7), (x + half, y + up), (x - half, y + up)]
                )
            ),
            colour="#3A2A34",
            opacity=0.22,
        )
    yield Flat(
        points=inside(chart_ellipse(s, gx - 3.1, gy + 3.9, 3.1 * big, 3.3 * big)), colour="#FFFFFF", opacity=0.97
    )
    if fine:
        yield Flat(
            points=inside(chart_ellipse(s, gx + 3.2, gy - 3.8, 1.6 * big, 1.6 * big)), colour="#FFFFFF", opacity=0.75
        )
    lid = [
        (x + (half + 0.8) * math.cos(a), y + up * math.sin(a) + 0.4)
        for a in (spaced(0.1, math.pi - 0.5, 13) if side > 0 else spaced(0.5, math.pi - 0.1, 13))
    ]
    yield Flat(points=chart_line(s, lid), colour=ink, width=2.6 if look.feminine else 2.1)
    if not fine:
        return
    under = [(x + 0.7 * half * math.cos(a), y - down * math.sin(a) - 0.8) for a in spaced(0.5, math.pi - 0.5, 9)]
    yield Flat(points=chart_line(s, under), colour=darker(look.skin, 0.5), width=1.1, opacity=0.55)
    if open_ < 0.75:
        crease = [(x + half * math.cos(a), y + up * math.sin(a) + 3.6) for a in spaced(0.5, math.pi - 0.5, 9)]
        yield Flat(points=chart_line(s, crease), colour=darker(look.skin, 0.4), width=1.1, opacity=0.5)
    if look.feminine:
        edge = x + side * half
        yield Flat(
            points=chart_line(s, [(edge - side, y + up * 0.42), (edge + side * 4.4, y + up * 0.42 + 4.2)]),
            colour=ink,
            width=2.2,
        )


def _clipped(points: Points, frame: Points) -> Points:
    """A convex polygon cut to another, on the canvas."""
    import cv2  # noqa: PLC0415

    _, shape = cv2.intersectConvexConvex(convex_hull(points).astype(np.float32), convex_hull(frame).astype(np.float32))
    return np.asarray(shape[:, 0], np.float64) if shape is not None and len(shape) > 2 else frame[:1].repeat(3, 0)


def _brow(look: Look, feeling: Feeling, s: Skull, side: int) -> Iterator[Flat]:
    y = 19.5 + 5.5 * feeling.brow
    inner, outer = y + 5.0 * feeling.tilt, y - 3.4 * feeling.tilt
    thick = 1.15 if look.feminine or look.age == "child" else 1.8
    tone = darker(look.hair_colour, 0.12) if look.age != "elder" else "#D8D4CC"
    top, low = [], []
    for share in spaced(0, 1, 9):
        x = side * (9 + 22.5 * share)
        rise = inner + (outer - inner) * share + 3.2 * math.sin(math.pi * min(1.0, share * 1.15)) - 1.5
        half = thick * (0.75 + 0.5 * math.sin(math.pi * share)) * (1.0 if share < 0.7 else 1.0 - (share - 0.7) / 0.42)
        top.append((x, rise + half))
        low.append((x, rise - half))
    yield Flat(points=chart_line(s, [*top, *low[::-1]]), colour=tone)


def mouth_marks(look: Look, face: Face, s: Skull) -> Iterator[Flat]:
    half, tall, teeth, tongue = face.mouth
    part = 6.0 * face.feeling.part
    if tall < part:
        tall = part
        teeth = max(teeth, 0.5)
    curve = face.feeling.curve * 5.4
    y = -27.5
    lip = mix(darker(look.skin, 0.42), "#A8343E", 0.42)
    lift = curve * 0.42
    half += 0.35 * abs(curve)
    if tall < 1.2:
        bow = [
            (half * share, y + lift * share * share - curve * 0.45 * (1 - share * share)) for share in spaced(-1, 1, 13)
        ]
        yield Flat(points=chart_line(s, bow), colour=lip, width=2.5)
        yield Flat(
            points=chart_line(s, [(-4.5, y - 5.4 - curve * 0.4), (4.5, y - 5.4 - curve * 0.4)]),
            colour=darker(look.skin, 0.4),
            width=1.6,
            opacity=0.28,
        )
        return
    top = [
        (half * share, y + lift * share * share + (0.26 * tall - 0.2 * curve) * (1 - share * share))
        for share in spaced(-1, 1, 13)
    ]
    low = [
        (half * share, y + lift * share * share - (0.85 * tall + 0.3 * curve) * (1 - abs(share) ** 2.4))
        for share in spaced(1, -1, 13)
    ]
    hole = chart_line(s, [*top, *low])
    yield Flat(points=hole, colour="#4E141E")
    if tongue:
        yield Flat(points=chart_line(s, [(half * 0.62 * share, y - tall * (0.8 if abs(share) < 0.5 else 0.62) + (0.22 * tall * tongue if abs(share) < 0.9 else 0)) for share in spaced(-1, 1, 9)] +
                   [(half * 0.6 * share, y - 0.78 * tall * (1 - 0.4 * abs(share))) for share in spaced(1, -1, 9)]), colour="#C8606A", opacity=0.9)  # fmt: skip
    if teeth:
        deep = min(3.6, 0.26 * tall) * teeth
        rows = [(0.84 * a, b) for a, b in top]
        yield Flat(points=chart_line(s, [*rows, *[(a, b - deep) for a, b in rows[::-1]]]), colour="#F6F0EA")
    yield Flat(points=hole, colour=lip, width=2.0, closed=True)


def ear_volumes(look: Look, s: Skull) -> Iterator[Volume]:
    for side in (-1, 1):
        if not s.shows(side * 96, 116):
            continue
        centre = surface(np.array([side * 97.0]), np.array([-4.0]), 1.0)[0]
        out = np.array([side * math.cos(0.5), 0, -math.sin(0.5)])
        up = np.array([0, 1.0, -0.12])
        rings = [
            ring(centre + out * away, up * (11.5 * k), np.array([0, 0, 1.0]) * 6.4 * k + out * 2.2 * k, 16)
            for away, k in ((0.0, 0.86), (2.6, 1.0), (4.6, 0.82))
        ]
        depth = 29.4 if abs(s.yaw) < 60 or side * s.yaw < 0 else 29.3
        near = (side * s.yaw < -18) or abs(s.yaw) > 105
        marks = []
        if near:
            inner = placed(
                s, ring(centre + out * 4.8 + np.array([0, 0.5, 0.6]), up * 6.4, np.array([0, 0, 1.0]) * 2.6, 12)
            )
            marks.append(Flat(points=s.view.seen(inner)[0], colour=darker(look.skin, 0.42), opacity=0.45, blur=0.7))
        yield Volume(
            hulls=hulls([s.seen(each) for each in rings]),
            colour=darker(look.skin, 0.04),
            thick=15,
            depth=31.2 if near else depth,
            soft=0.5,
            marks=marks,
        )

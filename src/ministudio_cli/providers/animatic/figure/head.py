"""A figure's head from any side: skull, face and hair; features are laid on a chart of degrees and heights.

The middle of the head is (0, 0, 0), its chin at y = −51, its crown at 47; a place of the chart is (degrees to the
figure's left from the middle of the face, y).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.figure.face import Face, ear_volumes, face_marks, mouth_marks
from ministudio_cli.providers.animatic.figure.hair import covers, hair_opening, hair_volumes
from ministudio_cli.providers.animatic.figure.skull import (
    HEIGHTS,
    Skull,
    chart_ellipse,
    chart_line,
    convex_hull,
    cranium,
    placed,
    silhouette_of,
    surface,
)
from ministudio_cli.providers.animatic.figure.solid import Flat, Points, View, Volume, hulls, ring, tube
from ministudio_cli.providers.animatic.look import Look


def head_volumes(
    look: Look, face: Face, at: Points, turn: Points, view: View, sway: tuple[float, float] = (0.0, 0.0)
) -> Iterator[Volume]:
    """Every volume of a head; `sway` moves what hangs, in units to the viewer's right and up."""
    s = Skull(at, turn, view)
    hair = list(hair_volumes(look, s, sway))
    yield from hair
    skin = Volume(hulls=silhouette_of(look, s), colour=look.skin, thick=74, depth=30, soft=0.46, contour=0.8)
    if not s.away:
        skin.marks = list(face_marks(look, face, s))
    ears = list(ear_volumes(look, s))
    if look.hair not in ("bob", "long", "curly") and not covers(look):
        yield from ears
    yield skin
    if look.beard and not s.away:
        yield from _beard(look, face, s)
    yield from _worn(look, s)


# Hair


def _beard(look: Look, face: Face, s: Skull) -> Iterator[Volume]:
    tone, open_ = look.beard, face.mouth[1]
    y = -27.5
    if not look.moustache:
        drop = 0.55 * open_
        edge = [
            (a, h)
            for a, h in (
                (-86, 2),
                (-74, -12),
                (-52, -19),
                (-26, -17.5),
                (0, -20),
                (26, -17.5),
                (52, -19),
                (74, -12),
                (86, 2),
            )
        ]
        low = [
            (82, -20),
            (72, -38),
            (58, -52 - drop),
            (38, -63 - drop),
            (14, -69 - drop),
            (-14, -69 - drop),
            (-38, -63 - drop),
            (-58, -52 - drop),
            (-72, -38),
            (-82, -20),
        ]
        degrees, heights = (np.array(values, np.float64) for values in zip(*edge, *low, strict=True))
        turned = np.clip(degrees + s.yaw, -94, 94) - s.yaw
        # Below the jaw it keeps the jaw's width, and narrows as hair does.
        places = surface(turned, np.maximum(heights, -30), 4.0) * np.array([1.0, 0.0, 1.0])
        narrow = 1 - 0.42 * np.clip((-30 - heights) / 40, 0, 1) ** 1.5
        places = places * np.stack([narrow, narrow, np.ones_like(narrow)], 1)
        places[:, 1] = heights
        shape = s.seen(places)
        hole = [
            (9.5 * math.cos(a), y + (2 + 0.5 * open_) * math.sin(a) - 0.35 * open_)
            for a in np.linspace(0, math.tau, 16, endpoint=False)
        ]
        beard = Volume(
            hulls=[convex_hull(shape)],
            colour=tone,
            thick=34,
            depth=30.6,
            holes=[_above(shape[: len(edge)], s), chart_line(s, hole)],
        )
        for x in (-26, -13, 0, 13, 26):
            beard.marks.append(
                Flat(
                    points=chart_line(s, [(x, -40), (x * 0.9, -48 - drop)]),
                    colour=darker(tone, 0.3),
                    width=1.4,
                    opacity=0.5,
                )
            )
        beard.marks += list(mouth_marks(look, face, s))
        yield beard
        skin = Volume(hulls=[convex_hull(chart_line(s, hole))], colour=look.skin, thick=30, depth=30.55, contour=0)
        skin.marks = list(mouth_marks(look, face, s))
        yield skin
    both = [
        [(side * x, h) for x, h in ((0, -18), (8, -16.5), (17, -20), (25, -27), (15, -25.5), (6, -24.5), (0, -23.5))]
        for side in (-1, 1)
    ]
    yield Volume(
        hulls=[convex_hull(chart_line(s, half)) for half in both],
        colour=lighter(tone, 0.1),
        thick=12,
        depth=30.8,
        shadow=0.4,
    )


def _above(edge: Points, s: Skull) -> Points:
    """What lies above a line over the face, on the canvas."""
    lift = np.array([0, -90 * s.view.scale])
    return np.concatenate([edge, edge[::-1] + lift])


def _worn(look: Look, s: Skull) -> Iterator[Volume]:
    glasses, hat = look.worn("eyes"), look.worn("hat")
    if glasses and not s.away:
        yield from _glasses(glasses.colour, s)
    if hat is None:
        return
    tone, front = hat.colour, 32.0
    match hat.cut:
        case "toque":
            band = [
                ring(np.array([0, y, -3.0]), np.array([r, 0, 0]), np.array([0, 0, r * 1.1]))
                for y, r in ((24, 47), (56, 45))
            ]
            yield Volume(hulls=hulls([s.seen(each) for each in band]), colour="#F4F1EA", thick=60, depth=front)
            puffs = np.array([[-26, 68, 6.0], [0, 78, 6], [26, 68, 6], [0, 68, -26]])
            for place in puffs:
                yield Volume(
                    hulls=tube(s.view, placed(s, place[None]), [26.0]),
                    colour="#FBFAF6",
                    thick=48,
                    depth=front + 0.2,
                    shadow=0.4,
                )
        case "crown":
            for number in range(14):
                angle = number * 360 / 14
                place = surface(np.array([angle]), np.array([29.0]), 8.0)
                depth = front if s.shows(angle, 95) else 28.0
                tones = ("#F4EEE4", "#F0A8B4", tone)
                yield Volume(
                    hulls=tube(s.view, placed(s, place), [8.5]),
                    colour=tones[number % 3],
                    thick=15,
                    depth=depth,
                    shadow=0.5,
                )
        case "hood" | "hijab":
            shell = np.concatenate(
                [
                    surface(np.linspace(0, 360, 28, endpoint=False), np.full(28, height), 9.0)
                    for height in HEIGHTS
                    if height > -40
                ]
            )
            neck = ring(np.array([0, -76.0, -8]), np.array([48.0, 0, 0]), np.array([0, 0, 40.0]))
            hood = Volume(
                hulls=hulls([s.seen(np.concatenate([shell, [[0, 58.0, -8]]])), s.seen(neck)]),
                colour=tone,
                thick=70,
                depth=front,
            )
            if not s.away:
                hood.holes = [
                    hair_opening(
                        s,
                        ((-62, -30), (-60, -8), (-52, 14), (-30, 27), (0, 31), (30, 27), (52, 14), (60, -8), (62, -30)),
                    )[:-2]
                ]
                hood.holes = [np.concatenate([hood.holes[0], chart_line(s, [(34, -46), (0, -56), (-34, -46)])])]
            yield hood
        case "helmet":
            ball = placed(s, np.array([[0, 0.0, -2]]))
            circle = tube(s.view, ball, [73.0])
            yield Volume(hulls=circle, colour="#DCE2E8", thick=100, depth=-0.5 if not s.away else 36)
            if not s.away:
                yield Volume(
                    hulls=tube(s.view, ball, [66.0]),
                    colour="#8AB8E8",
                    thick=90,
                    depth=36,
                    opacity=0.14,
                    shadow=0,
                    contour=0,
                    plain=True,
                )
                arc = np.array([[-52 * math.cos(a), 12 + 44 * math.sin(a), 20] for a in np.linspace(0.3, 1.3, 9)])
                yield Volume(
                    hulls=tube(s.view, placed(s, arc), [2.6] * 9),
                    colour="#FFFFFF",
                    thick=5,
                    depth=36.2,
                    opacity=0.75,
                    shadow=0,
                    plain=True,
                )
        case _:
            crown = [
                ring(np.array([0, y, -3.0]), np.array([r, 0, 0]), np.array([0, 0, r * 1.12]))
                for y, r in ((25, 50), (44, 47), (62, 37), (69, 22))
            ]
            if hat.cut == "hat":
                brim = ring(np.array([0, 26.0, -2]), np.array([76.0, 0, 0]), np.array([0, 0, 82.0]), 28)
                yield Volume(hulls=[convex_hull(s.seen(brim))], colour=darker(tone, 0.12), thick=18, depth=front - 0.2)
            elif not s.away:
                visor = np.concatenate(
                    [
                        surface(np.linspace(-58, 58, 15), np.full(15, 25.0), 6.0),
                        surface(np.linspace(-44, 44, 15), np.full(15, 20.0), 34.0),
                    ]
                )
                yield Volume(hulls=[convex_hull(s.seen(visor))], colour=darker(tone, 0.2), thick=12, depth=front + 0.3)
            yield Volume(hulls=hulls([s.seen(each) for each in crown]), colour=tone, thick=64, depth=front)


def _glasses(colour: str, s: Skull) -> Iterator[Volume]:
    frames = Volume(
        hulls=[convex_hull(s.seen(cranium(4.0)))], colour=colour, thick=4, depth=31.6, shadow=0, opacity=0.0
    )
    for side in (-1, 1):
        if not s.shows(side * 24, 80):
            continue
        x, y = side * 20.0, 0.5
        rim = chart_ellipse(s, x, y, 15.0, 15.0)
        frames.marks.append(Flat(points=rim, colour="#DDEEFF", opacity=0.13))
        frames.marks.append(Flat(points=rim, colour=colour, width=2.5, closed=True))
        frames.marks.append(
            Flat(points=chart_line(s, [(x - 8, y + 5), (x - 3, y + 10)]), colour="#FFFFFF", width=1.8, opacity=0.8)
        )
        arm = s.chart(np.array([side * 43.0, side * 70, side * 92]), np.array([3.0, 1.0, -1.0]))
        frames.marks.append(Flat(points=arm, colour=colour, width=2.1))
    frames.marks.append(Flat(points=chart_line(s, [(-5.5, 1), (0, 4), (5.5, 1)]), colour=colour, width=2.3))
    yield frames

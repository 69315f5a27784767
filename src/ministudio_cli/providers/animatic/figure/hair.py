"""Hair, and a beard, from any side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.figure.curls import fringe_of_bald, rough_hair
from ministudio_cli.providers.animatic.figure.hairlines import LINES, cut
from ministudio_cli.providers.animatic.figure.skull import (
    HEIGHTS,
    Skull,
    convex_hull,
    placed,
    surface,
)
from ministudio_cli.providers.animatic.figure.solid import Flat, Points, Volume, hulls, spaced, tube
from ministudio_cli.providers.animatic.look import Look


def covers(look: Look) -> bool:
    hat = look.worn("hat")
    return hat is not None and hat.cut in ("hood", "helmet", "hijab")


def hair_volumes(look: Look, s: Skull, sway: tuple[float, float]) -> Iterator[Volume]:
    tone = look.hair_colour
    if look.hair == "bald":
        yield from fringe_of_bald(look, s)
        return
    if covers(look):
        return
    cap = _cap(look, s)
    yield cap
    if look.hair in ("bob", "long") or (look.hair == "curly" and look.feminine):
        yield from _fall(look, s, sway)
    elif look.hair == "ponytail":
        yield from _tail(look, s, sway)
    elif look.hair == "bun":
        knot = placed(s, np.array([[0, 44.0, -38.0]]))
        ahead = s.view.seen(knot)[1][0] > s.view.seen(s.at)[1][0]
        yield Volume(hulls=tube(s.view, knot, [20.0]), colour=tone, thick=38, depth=33 if ahead else 29)
    elif look.hair == "braids":
        for side in (-1, 1):
            steps = np.arange(7)
            places = np.stack([side * (46 + 2.5 * steps) + sway[0] * steps / 6, -6 - 15.5 * steps, np.full(7, 4.0)], 1)
            marks = [
                Flat(
                    points=s.seen(places[at : at + 1] + np.array([[-9.0, 6, 8], [0, 1, 11], [9, 6, 8]])),
                    colour=darker(tone, 0.45),
                    width=1.6,
                    opacity=0.6,
                )
                for at in range(7)
            ]
            yield Volume(
                hulls=tube(s.view, placed(s, places), [10.5, 11, 10.5, 10.5, 10, 9, 6]),
                colour=tone,
                thick=20,
                depth=31.5 if s.shows(side * 90, 105) else 24.0,
                marks=marks,
            )
    if look.hair in ("curly", "spiky"):
        yield from rough_hair(look, s, cap)


def _cap(look: Look, s: Skull) -> Volume:
    tone, lift = look.hair_colour, 7.5 if look.hair == "curly" else 5.2
    high = np.concatenate(
        [surface(spaced(0, 360, 28, endpoint=False), np.full(28, height), lift) for height in HEIGHTS if height > -26]
    )
    low = surface(spaced(112, 248, 13), -30.0 - 9 * np.sin(spaced(0, math.pi, 13)), lift * 0.4)
    crown = np.array([[0, 46.6 + lift, -5.0], [8, 46.0 + lift, -4.0], [-8, 46.0 + lift, -4.0]])
    volume = Volume(
        hulls=[convex_hull(s.seen(np.concatenate([high, low, crown])))],
        colour=tone,
        thick=62,
        depth=31.0,
        soft=0.7,
        contour=0.8,
    )
    if not s.away:
        volume.holes = [hair_opening(s, LINES[cut(look)])]
    for degrees in (-40, -12, 14, 42, 96, -96, 140, 180, -140):
        start = -8.0 if abs(degrees) > 90 else 16.0
        heights = spaced(start if abs(degrees) > 90 else 30.0, 50.0, 7)
        where = np.degrees(
            np.arctan2(np.sin(np.radians(np.full(7, float(degrees)))), np.cos(np.radians(np.full(7, float(degrees)))))
        )
        if not s.shows(float(degrees), 86):
            continue
        points = s.seen(surface(where * spaced(1.0, 0.75, 7), np.minimum(heights, 46.9), lift))
        volume.marks.append(Flat(points=points, colour=darker(tone, 0.45), width=1.5, opacity=0.4))
    shine = spaced(-62, 8, 15) - s.yaw
    volume.marks.append(
        Flat(
            points=s.seen(surface(shine, 35 - 6 * ((shine + s.yaw + 26) / 36) ** 2, lift)),
            colour=lighter(tone, 0.6),
            width=4.2,
            opacity=0.36,
            blur=1.6,
        )
    )
    return volume


def hair_opening(s: Skull, line: Sequence[tuple[float, float]]) -> Points:
    """The face's opening in the hair, on the canvas: beyond the edge of what is seen it is pulled out over it."""
    degrees, heights = (np.array(values, np.float64) for values in zip(*line, strict=True))
    yaw = s.yaw
    turned = degrees + yaw
    points = s.seen(surface(np.clip(turned, -90, 90) - yaw, heights, 0.6))
    beyond = np.clip((np.abs(turned) - 70) / 20, 0, 1) * np.clip((np.abs(turned) - 90) / 14 + 1, 0, 1)
    side = np.sign(turned)
    # Only the far side of a turned face reaches over the silhouette.
    far = (side * np.sign(yaw) > 0) & (abs(yaw) > 8)
    points[:, 0] += np.where(far & (np.abs(turned) > 80), side * 24 * s.view.scale * beyond, 0)
    ends = points[[-1, 0]].copy()
    ends[:, 1] += 60 * s.view.scale
    return np.concatenate([points, ends])


def _fall(look: Look, s: Skull, sway: tuple[float, float]) -> Iterator[Volume]:
    """Hair that falls behind and beside the neck."""
    tone = look.hair_colour
    low = -64.0 if look.hair in ("bob", "curly") else -138.0
    heights = spaced(18, low, 9)
    share = spaced(0, 1, 9)

    def rows(first: float, last: float, out: float) -> list[Points]:
        angles = spaced(first, last, 14)
        found = []
        for height, part in zip(heights, share, strict=True):
            flare = out + (4.0 if look.hair == "bob" else 7.0) * math.sin(math.pi * part * 0.8)
            wide, deep = 46.0 + flare, 45.0 + 0.4 * flare - (6 * part if look.hair == "bob" else 0)
            middle = (first + last) / 2
            own = middle + (angles - middle) * (1 - 0.22 * max(0.0, part - 0.72) / 0.28)
            x = wide * np.sin(np.radians(own)) * (1 - 0.06 * max(0.0, part - 0.7) / 0.3) + sway[0] * part**2
            z = -5.0 + deep * np.cos(np.radians(own))
            low_ = height + sway[1] * part**2 - 7 * max(0.0, part - 0.8) / 0.2 * np.sin(spaced(0, math.pi, 14))
            found.append(np.stack([x, low_, z], 1))
        return found

    back = Volume(
        hulls=hulls([s.seen(row) for row in rows(100, 260, 5.0)]),
        colour=darker(tone, 0.1),
        thick=58,
        depth=34 if s.away else -50,
    )
    for degrees in (128, 155, 180, 205, 232) if s.away else ():
        strand = np.stack(
            [50 * np.sin(np.radians(np.full(9, degrees))), heights, -5 + 46 * np.cos(np.radians(np.full(9, degrees)))],
            1,
        )
        back.marks.append(Flat(points=s.seen(strand), colour=darker(tone, 0.5), width=1.5, opacity=0.4))
    yield back
    if s.away:
        return
    for side in (-1, 1):
        turned = side * 90 + s.yaw
        if abs(turned) > 150:
            continue
        near = side * s.yaw < -14
        first, last = (60.0, 150.0 if near else 112.0)
        panel = Volume(hulls=hulls([s.seen(row * np.array([side, 1, 1]) if side < 0 else row) for row in rows(first, last, 3.0)]),
                       colour=tone, thick=46, depth=31.3 if near or abs(s.yaw) < 16 else 29.0, shadow=0.7)  # fmt: skip
        for degrees in (78, 100, 124) if near else (74,):
            strand = np.stack(
                [
                    side * 50 * np.sin(np.radians(np.full(9, degrees))),
                    heights,
                    -5 + 46 * np.cos(np.radians(np.full(9, degrees))),
                ],
                1,
            )
            panel.marks.append(Flat(points=s.seen(strand), colour=darker(tone, 0.5), width=1.5, opacity=0.38))
        yield panel


def _tail(look: Look, s: Skull, sway: tuple[float, float]) -> Iterator[Volume]:
    steps = spaced(0, 1, 9)
    root = np.array([0, 30.0, -50.0])
    places = root + np.stack(
        [
            sway[0] * steps**1.6,
            14 * np.sin(steps * 2.2) - 92 * steps**1.5 + sway[1] * steps,
            -26 * np.sin(steps * 2.6) - 4 * steps,
        ],
        1,
    )
    radii = 5.5 + 9.5 * np.sin(np.pi * np.clip(steps * 0.9 + 0.08, 0, 1))
    ahead = s.view.seen(placed(s, root[None]))[1][0] > s.view.seen(s.at)[1][0]
    depth = 34.0 if ahead else -49.0 if abs(s.yaw) < 35 else 28.0
    yield Volume(hulls=tube(s.view, placed(s, places), radii), colour=look.hair_colour, thick=24, depth=depth)
    yield Volume(
        hulls=tube(s.view, placed(s, root[None] + np.array([[0, 2, -2.0]])), [7.5]),
        colour=mix("#E2607A", look.hair_colour, 0.1),
        thick=13,
        depth=depth + 0.5,
    )

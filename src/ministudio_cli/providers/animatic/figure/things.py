"""What a motion needs at hand: furniture before and under a figure, instruments, and things in its hands."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ministudio_cli.providers.animatic.figure.building import (
    DARK,
    PALE,
    WOOD,
    Build,
    Place,
    ahead_depth,
    box,
    disc,
    legs,
    rod,
    sheet,
)
from ministudio_cli.providers.animatic.figure.instruments import INSTRUMENTS
from ministudio_cli.providers.animatic.figure.solid import Flat, Volume


def _chair(p: Place) -> Iterator[Volume]:
    yield from legs(p, [(-36, -46), (36, -46), (-36, 30), (36, 30)], 128, WOOD, -57)
    yield from box(p, (0, 131, -8), (42, 5, 42), WOOD, -56)
    away = float((p.view.matrix @ np.array([0, 0, 1.0]))[2]) < -0.2
    for x in (-34, 34):
        yield rod(p, [np.array([x, 132.0, -50]), np.array([x, 268.0, -60])], 4.5, WOOD, 26 if away else -58)
    for y in (196, 226, 256):
        yield from box(p, (0, y, -56), (36, 9, 3), PALE, 26.1 if away else -57.9)


def _stool(p: Place) -> Iterator[Volume]:
    yield from legs(p, [(-30, -36), (30, -36), (-30, 20), (30, 20)], 128, DARK, -57)
    yield disc(p, (0, 136, -8), (42, 0, 0), (0, 0, 40), "#7A2E34", -56, deep=12)


def _table(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    yield from legs(p, [(-70, 82), (70, 82), (-70, 158), (70, 158)], 206, WOOD, depth)
    yield from box(p, (0, 208, 120), (80, 5, 46), WOOD, depth)


def _desk(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    yield from legs(p, [(-92, 84), (92, 84), (-92, 176), (92, 176)], 206, WOOD, depth, 5)
    yield from box(p, (0, 208, 130), (102, 5, 56), WOOD, depth)


def _laptop(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p) + 0.6
    yield from box(p, (0, 215, 130), (36, 2, 24), "#C8CDD4", depth)
    lid = np.array([[-36, 217, 154], [36, 217, 154], [36, 264, 172], [-36, 264, 172]], np.float64) * p.k
    ahead = float((p.view.matrix @ np.array([0, 0.3, -1.0]))[2]) > 0
    inner = lid * np.array([0.9, 1, 1]) + np.array([0, 1.5, -1.5])
    screen = Volume(hulls=[p.view.seen(lid)[0]], colour="#B4BAC2", thick=14, depth=depth + 0.1, soft=0.3)
    if ahead:
        screen.marks.append(Flat(points=p.view.seen(inner)[0], colour="#BFE6F2"))
    else:
        middle = p.view.seen(lid.mean(axis=0))[0][0]
        turn = np.linspace(0, math.tau, 14)
        screen.marks.append(
            Flat(points=middle + 4 * p.view.scale * np.stack([np.cos(turn), np.sin(turn)], 1), colour="#F2F5F8")
        )
    yield screen


def _paper(p: Place) -> Iterator[Volume]:
    yield sheet(p, [(-30, 214, 92), (24, 214, 92), (24, 214, 146), (-30, 214, 146)], "#F6F1E4", ahead_depth(p) + 0.6, 5)


def _plate_on(p: Place) -> Iterator[Volume]:
    yield disc(p, (0, 215, 118), (30, 0, 0), (0, 0, 22), "#F4F2EC", ahead_depth(p) + 0.6, deep=3)
    yield rod(p, [np.array([-8.0, 219, 118]), np.array([8.0, 221, 120])], 9, "#C8803A", ahead_depth(p) + 0.7)


def _glass(p: Place) -> Iterator[Volume]:
    yield rod(p, [np.array([28.0, 214, 110]), np.array([28.0, 240, 110])], [8, 10], "#BFDCE8", ahead_depth(p) + 0.6)


def _book(p: Place) -> Iterator[Volume]:
    right, left = p.hand(0)[0], p.hand(1)[0]
    up = p.j.turn_chest @ np.array([0, 1.0, 0.42])
    out = left - right
    out = out / max(float(np.linalg.norm(out)), 1e-6)
    middle = (right + left) / 2 + up * 10
    wide, tall = 25.0 * p.k**0.5, 33.0 * p.k**0.5
    back = np.cross(out, up) * 7
    for side in (-1, 1):
        cover = np.array(
            [
                middle - up * tall - back,
                middle + out * side * wide - up * tall,
                middle + out * side * wide + up * tall * 0.6,
                middle + up * tall * 0.6 - back,
            ]
        )
        toward = float((p.view.matrix @ np.cross(out, up))[2])
        volume = Volume(
            hulls=[p.view.seen(cover)[0]],
            colour="#8A2F3C" if toward > -0.1 else "#F6F0E2",
            thick=20,
            depth=51,
            soft=0.4,
        )
        if toward > -0.1:
            inner = middle + (cover - middle) * 0.72
            volume.marks.append(
                Flat(points=p.view.seen(inner)[0], colour="#D8B45A", width=1.4, closed=True, opacity=0.7)
            )
        yield volume


def _carried(p: Place) -> Iterator[Volume]:
    middle = (p.hand(0)[0] + p.hand(1)[0]) / 2
    turn = p.j.turn_chest
    yield from box(
        p, middle + turn @ np.array([0, 26.0, 14]), (40 * p.k, 30 * p.k, 26 * p.k), "#B98A56", 20.5, turn, scaled=False
    )


def _crate(p: Place) -> Iterator[Volume]:
    yield from box(p, (0, 146, 196), (84, 146, 66), "#A6743F", ahead_depth(p))


def _door(p: Place, *, opens: bool = False) -> Iterator[Volume]:
    depth = ahead_depth(p)
    angle = math.radians(70 * min(1.0, max(0.0, (p.since - 0.6) / 0.9)) if opens else 0.0)
    hinge = np.array([-78.0, 0, 124])
    along = np.array([math.cos(angle), 0, -math.sin(angle)])
    middle = hinge + along * 76 + np.array([0, 268.0, 0])
    turn = np.stack([along, np.array([0, 1.0, 0]), np.cross(along, np.array([0, 1.0, 0]))], 1)
    yield from box(p, (-86, 276, 126), (8, 276, 9), DARK, depth - 0.4)
    yield from box(p, (86, 276, 126), (8, 276, 9), DARK, depth - 0.4)
    yield from box(p, (0, 558, 126), (94, 8, 9), DARK, depth - 0.4)
    yield from box(p, middle, (76, 268, 5), "#9C6436", depth, turn)
    knob = hinge + along * 140 + np.array([0, 250.0, 0]) + np.cross(along, np.array([0, 1.0, 0])) * -9
    yield rod(p, [knob], 6.5, "#E0B94A", depth + 0.4)


def _ladder(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    for x in (-34, 34):
        yield rod(p, [np.array([x, -20.0, 92]), np.array([x, 760.0, 92])], 5.5, PALE, depth)
    for y in range(20, 760, 48):
        yield rod(p, [np.array([-34.0, y, 92]), np.array([34.0, y, 92])], 4.2, PALE, depth + 0.1)


def _easel(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    for x in (-56, 56):
        yield rod(p, [np.array([x * 0.3, 430.0, 150]), np.array([x * 1.3, 0.0, 150])], 4.5, PALE, depth)
    canvas = sheet(p, [(-78, 210, 142), (78, 210, 142), (78, 404, 150), (-78, 404, 150)], "#FBF7EC", depth + 0.2)
    corners = np.array([(-78, 210, 142), (78, 210, 142), (78, 404, 150), (-78, 404, 150)], np.float64) * p.k
    for spot, (u, v, colour) in enumerate(
        ((0.3, 0.35, "#3A8AB8"), (0.6, 0.5, "#E2A23A"), (0.5, 0.75, "#D8543A"), (0.4, 0.2, "#5A9A4A"))
    ):
        if p.since < 0.5 + 0.5 * spot:
            break
        middle = corners[0] + (corners[1] - corners[0]) * u + (corners[3] - corners[0]) * v
        turn = np.linspace(0, math.tau, 16)
        blob = (
            middle
            + np.outer(np.cos(turn), (corners[1] - corners[0]) * 0.16)
            + np.outer(np.sin(turn), (corners[3] - corners[0]) * 0.09)
        )
        canvas.marks.append(Flat(points=p.view.seen(blob)[0], colour=colour, opacity=0.9))
    yield canvas


def _stove(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    yield from box(p, (0, 104, 130), (88, 104, 50), "#E8E4DC", depth - 0.5)
    yield from box(p, (0, 211, 130), (90, 4, 52), "#3A3A40", depth)
    yield disc(p, (14, 228, 112), (36, 0, 0), (0, 0, 26), "#2E2E34", depth + 0.3, deep=14)


def _workbench(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    yield from legs(p, [(-80, 76), (80, 76), (-80, 190), (80, 190)], 206, "#6E4A2A", depth, 8)
    yield from box(p, (0, 212, 134), (96, 9, 66), "#8A6238", depth)
    yield from box(p, (0, 226, 130), (18, 6, 74), "#E0BE88", depth + 0.5)


def _basin(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    yield from box(p, (0, 104, 124), (74, 104, 42), "#D8DEE2", depth - 0.5)
    yield disc(p, (0, 214, 120), (62, 0, 0), (0, 0, 36), "#BCD8E6", depth, deep=10)
    for number in range(5):
        place = (-36 + 18 * number, 218 + 4 * (number % 2), 112 + 8 * (number % 3))
        yield rod(p, [np.array(place, np.float64)], 8 + 2 * (number % 2), "#F8FCFF", depth + 0.3)


def _bed(p: Place) -> Iterator[Volume]:
    yield from box(p, (0, -44, -4), (78, 20, 300), WOOD, -62)
    yield from box(p, (0, -14, -4), (74, 12, 290), "#E8E2D4", -61)
    yield rod(p, [np.array([-40.0, 4, -226]), np.array([40.0, 4, -226])], 24, "#FBF8F0", -58)
    yield from box(p, (0, 20, -306), (78, 74, 8), WOOD, -62.5)


BUILD: dict[str, Build] = {
    "chair": _chair, "stool": _stool, "table": _table, "desk": _desk, "laptop": _laptop, "paper": _paper,
    "plate": _plate_on, "glass": _glass, "book": _book, "box": _carried, "crate": _crate, "door": _door,
    "opening_door": lambda p: _door(p, opens=True), "ladder": _ladder, "easel": _easel, "stove": _stove, "workbench": _workbench, "basin": _basin, "bed": _bed,
} | INSTRUMENTS  # fmt: skip
"""What a motion's `props` can name."""
FURNITURE = frozenset((
    "chair", "stool", "table", "desk", "laptop", "paper", "plate", "glass", "door", "ladder", "piano", "drum",
    "stove", "workbench", "basin", "heap", "wheel", "bed",
))  # fmt: skip
"""What stands where it is through the whole shot; the rest moves with the figure."""
BEDS = 62.0
"""Units by which who lies on a bed is above the ground."""


# In a hand

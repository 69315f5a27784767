"""Instruments, vehicles and what is worked with the whole body."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ministudio_cli.providers.animatic.figure.building import (
    PALE,
    STEEL,
    WOOD,
    Build,
    Place,
    ahead_depth,
    box,
    disc,
    rod,
)
from ministudio_cli.providers.animatic.figure.solid import Volume, loft, ring


def _rope(p: Place) -> Iterator[Volume]:
    first, second = p.hand(0)[0], p.hand(1)[0]
    way = p.j.turn_pelvis @ np.array([0, -0.1, 1.0])
    yield rod(
        p,
        [first - way * 50 - (0, 50, 0), first - way * 10, first, second, second + way * 120, second + way * 460],
        4.2,
        "#C8A468",
        21,
        scaled=False,
    )


def _guitar(p: Place) -> Iterator[Volume]:
    chest, at = p.j.turn_chest, p.j.spine[2]
    body, neck = at + chest @ np.array([-28.0, -30, 40]), p.hand(1)[0]
    way = (neck - body) / max(float(np.linalg.norm(neck - body)), 1e-6)
    yield rod(p, [body - way * 18, body + way * 4, body + way * 30], [34, 27, 24], "#C4803A", 20.5, scaled=False)
    yield rod(p, [body + way * 40, neck + way * 24], 4.2, "#5A3A22", 20.8, scaled=False)
    hole = p.view.seen(body + way * 14)[0][0]
    turn = np.linspace(0, math.tau, 18)
    yield Volume(
        hulls=[hole + 9 * p.view.scale * np.stack([np.cos(turn), np.sin(turn)], 1)],
        colour="#3A2418",
        thick=8,
        depth=20.6,
        shadow=0,
    )
    yield rod(p, [body - way * 30, neck + way * 10], 0.8, "#EDE3C8", 20.9, scaled=False)


def _violin(p: Place) -> Iterator[Volume]:
    chin = p.j.skull + p.j.turn_head @ np.array([20.0, -46, 36])
    neck = p.hand(1)[0]
    way = (neck - chin) / max(float(np.linalg.norm(neck - chin)), 1e-6)
    yield rod(p, [chin, chin + way * 18, chin + way * 44], [14, 10.5, 13], "#9A4A22", 49, scaled=False)
    yield rod(p, [chin + way * 48, neck + way * 8], 2.8, "#3A2418", 49.2, scaled=False)
    bow = p.hand(0)[0]
    string = chin + way * 30 + np.array([0, 9.0, 0])
    line = (string - bow) / max(float(np.linalg.norm(string - bow)), 1e-6)
    yield rod(p, [bow, bow + line * 130], 1.6, "#6A4A2A", 51, scaled=False)


def _piano(p: Place) -> Iterator[Volume]:
    depth = ahead_depth(p)
    yield from box(p, (0, 100, 166), (128, 100, 30), "#2A2228", depth - 0.4)
    yield from box(p, (0, 250, 182), (128, 60, 16), "#332A30", depth - 0.3)
    yield from box(p, (0, 204, 122), (126, 6, 20), "#F6F2E8", depth)
    for x in range(-110, 111, 22):
        yield from box(p, (x, 212, 132), (4, 2, 10), "#1E181C", depth + 0.1)


def _drum(p: Place) -> Iterator[Volume]:
    yield disc(p, (0, 168, 104), (50, 0, 0), (0, 0, 44), "#F2EBDC", 17, deep=62)
    yield rod(
        p, [np.array([-50.0, 136, 104]), np.array([0.0, 136, 150]), np.array([50.0, 136, 104])], 22, "#B2332E", 16.9
    )


def _flute(p: Place) -> Iterator[Volume]:
    mouth = p.j.skull + p.j.turn_head @ np.array([0.0, -30, 46])
    away = p.hand(0)[0] + p.j.turn_head @ np.array([0.0, 14, 6]) - mouth
    away = away / max(float(np.linalg.norm(away)), 1e-6)
    yield rod(p, [mouth - away * 12, mouth + away * 104], 3.6, "#D9DEE4", 51, scaled=False)


def _shovel(p: Place) -> Iterator[Volume]:
    top, low = p.hand(0)[0], p.hand(1)[0]
    way = (low - top) / max(float(np.linalg.norm(low - top)), 1e-6)
    yield rod(p, [top - way * 30, low + way * 74], 4.0, PALE, 20.5, scaled=False)
    yield rod(p, [low + way * 76, low + way * 92, low + way * 116], [11, 17, 7], "#7A828A", 20.6, scaled=False)


def _heap(p: Place) -> Iterator[Volume]:
    yield rod(
        p,
        [np.array([-46.0, -6, 168]), np.array([0.0, 12, 172]), np.array([46.0, -6, 168])],
        [30, 38, 28],
        "#6A4A32",
        -59,
    )


def _wheel(p: Place) -> Iterator[Volume]:
    turn = np.linspace(0, math.tau, 22)
    places = [np.array([40 * math.cos(a), 240 + 36 * math.sin(a), 106 + 14 * math.sin(a)]) for a in turn]
    yield rod(p, places, 4.6, "#2E2A2E", 21)
    yield rod(p, [np.array([-38.0, 240, 106]), np.array([38.0, 240, 106])], 4, "#3A363A", 20.9)
    yield from box(p, (0, 196, 158), (110, 40, 16), "#4A4448", 20)


def _helm(p: Place) -> Iterator[Volume]:
    centre = np.array([0.0, 292, 92])
    turn = np.linspace(0, math.tau, 26)
    yield from box(p, (0, 120, 112), (14, 130, 12), WOOD, 15)
    yield rod(p, [centre + np.array([58 * math.cos(a), 58 * math.sin(a), 0]) for a in turn], 5.2, WOOD, 20)
    spin = 0.5 * math.sin(p.since * 1.6)
    for spoke in range(8):
        a = spin + spoke * math.tau / 8
        way = np.array([math.cos(a), math.sin(a), 0])
        yield rod(p, [centre, centre + way * 76], 3.2, PALE, 20.1)


def _bicycle(p: Place) -> Iterator[Volume]:
    turn = np.linspace(0, math.tau, 26)
    for z in (-96, 122):
        yield rod(
            p,
            [np.array([0, 78 + 74 * math.sin(a), z + 74 * math.cos(a)]) for a in turn],
            4.4,
            "#2A2A2E",
            -30 if z < 0 else -29,
        )
        for spoke in range(6):
            a = p.since * 5 + spoke * math.tau / 6
            yield rod(
                p,
                [np.array([0, 78.0, z]), np.array([0, 78 + 72 * math.sin(a), z + 72 * math.cos(a)])],
                0.9,
                STEEL,
                -30.5,
            )
    frame = [(-96, 78), (-34, 178), (86, 196), (0, 74), (-34, 178)]
    yield rod(p, [np.array([0.0, y, z]) for z, y in frame], 4.2, "#C23B36", -28)
    yield rod(p, [np.array([0.0, 78, 122]), np.array([0.0, 214, 82]), np.array([-40.0, 220, 88])], 3.8, "#3A3A40", -27)
    yield rod(p, [np.array([-10.0, 192, -38]), np.array([10.0, 192, -38])], [11, 11], "#3A2E2A", -27)


def _boat(p: Place) -> Iterator[Volume]:
    rows = [
        ring(np.array([0, y, z]) * p.k, np.array([half, 0, 0]) * p.k, np.array([0, 34, 0]) * p.k, 18)
        for z, half, y in ((-190, 10, 70), (-120, 62, 42), (20, 84, 34), (150, 68, 42), (240, 8, 76))
    ]
    yield Volume(
        hulls=loft(p.view, rows),
        colour="#8A4A2E",
        thick=70,
        depth=30.5 if abs(float(p.view.matrix[2, 2])) < 0.75 else 14,
        soft=0.7,
    )
    for index, side in ((0, -1), (1, 1)):
        hand = p.hand(index)[0]
        away = p.j.turn_pelvis @ np.array([side * 1.0, -0.42, -0.2 * side * 0])
        near = float(p.view.seen(hand)[1][0])
        depth = 31 if near > float(p.view.seen(p.j.pelvis)[1][0]) else -45
        yield rod(p, [hand - away * 16, hand + away * 170], 4.0, PALE, depth, scaled=False)
        yield rod(p, [hand + away * 170, hand + away * 220], [6, 13], PALE, depth, scaled=False)


def _bow(p: Place) -> Iterator[Volume]:
    grip, along, _, _ = p.hand(1)
    back = p.hand(0)[0]
    up = np.array([0, 1.0, 0])
    arc = [grip + up * 105 * math.sin(a) - along * (52 * (1 - math.cos(a))) for a in np.linspace(-1.15, 1.15, 13)]
    yield rod(p, arc, 3.2, WOOD, 21, scaled=False)
    yield rod(p, [arc[0], back, arc[-1]], 0.9, "#E8E0CC", 21.2, scaled=False)
    yield rod(p, [back, grip + along * 34], 1.5, PALE, 21.3, scaled=False)


def _ball_ground(p: Place) -> Iterator[Volume]:
    gone = p.since - 0.62
    z = 96.0 if gone < 0 else 96 + 560 * gone
    y = 22.0 if gone < 0 else 22 + 330 * gone - 240 * gone * gone
    yield rod(p, [np.array([0.0, max(22.0, y), z])], 22, "#F4F2EE", 18)


def _ball_air(p: Place) -> Iterator[Volume]:
    share = min(1.0, p.since / 0.8)
    middle = (p.hand(0)[0] + p.hand(1)[0]) / 2
    start = middle + np.array([40.0, -60, 420])
    yield rod(p, [start + (middle - start) * share], 24, "#F4F2EE", 51.5, scaled=False)


INSTRUMENTS: dict[str, Build] = {
    "rope": _rope,
    "guitar": _guitar,
    "violin": _violin,
    "piano": _piano,
    "drum": _drum,
    "flute": _flute,
    "shovel": _shovel,
    "heap": _heap,
    "wheel": _wheel,
    "helm": _helm,
    "bicycle": _bicycle,
    "boat": _boat,
    "bow": _bow,
    "ball_ground": _ball_ground,
    "ball_air": _ball_air,
}

"""Things that stand against a wall or hang on it; drawn as in `props.py`."""

from __future__ import annotations

import itertools
import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Scenery

_SPINES = ("#3E6E82", "#7A5A8A", "#A8603E", "#4E7A5C", "#B8954E", "#8A3E4A", "#3E4E7A", "#6A5A4A", "#B5705A")


def bookshelf(s: Scenery, x: float, y: float, k: float) -> None:
    wide, tall = 250 * k, 470 * k
    wood = "#5A3A28"
    s.base.rect(x - wide / 2 - 8, y - tall - 10, wide + 16, tall + 14, darker(wood, 0.35), radius=4)
    s.base.rect(x - wide / 2, y - tall, wide, tall, darker(wood, 0.6))
    rows = 5
    for row in range(rows):
        ground = y - tall + (row + 1) * tall / rows
        books(s, x - wide / 2 + 6, ground - 8 * k, wide - 12, tall / rows - 16 * k)
        s.base.rect(x - wide / 2 - 4, ground - 8 * k, wide + 8, 10 * k, wood)
        s.base.rect(x - wide / 2 - 4, ground - 8 * k, wide + 8, 3 * k, lighter(wood, 0.25), opacity=0.6)


def books(s: Scenery, x: float, y: float, room: float, tall: float) -> None:
    """A row of books of many sizes, some leaning, some gone."""
    with s.base.within():
        at = x
        while at < x + room - 8:
            wide = s.chance.uniform(0.09, 0.2) * tall
            if s.chance.random() < 0.08:
                at += wide * 1.6
                continue
            wide = min(wide, x + room - at)
            high = tall * s.chance.uniform(0.66, 0.96)
            colour = mix(s.chance.choice(_SPINES), s.accent(s.chance.randrange(2)), 0.18)
            lean = s.chance.choice((0, 0, 0, 0, 5, -4))
            s.base.rect(
                at,
                y - high,
                wide,
                high,
                s.base.across(lighter(colour, 0.12), darker(colour, 0.3)),
                radius=1.5,
                turn=lean,
            )
            if s.chance.random() < 0.6:
                s.base.rect(
                    at + wide * 0.18, y - high * 0.82, wide * 0.64, high * 0.06, "#E9D9A8", opacity=0.75, turn=lean
                )
            at += wide + 1.2


def arches(s: Scenery, x: float, y: float, k: float) -> None:
    """A tall arched case of mahogany shelves."""
    wide, tall = 270 * k, 540 * k
    wood = "#6E3420"
    top = y - tall
    outer = f"M{x - wide / 2} {y} V{top + wide / 2} A{wide / 2} {wide / 2} 0 0 1 {x + wide / 2} {top + wide / 2} V{y} Z"
    s.base.path(outer, s.base.across(lighter(wood, 0.1), darker(wood, 0.25)))
    inset = 22 * k
    half = wide / 2 - inset
    inner = f"M{x - half} {y} V{top + wide / 2} A{half} {half} 0 0 1 {x + half} {top + wide / 2} V{y} Z"
    s.base.path(inner, darker(wood, 0.72))
    rows = 5
    step = (tall - wide * 0.32) / rows
    for row in range(rows):
        ground = y - row * step - 6 * k
        squeeze = 1.0 if row < rows - 1 else 0.8
        books(s, x - half * squeeze + 4, ground, 2 * half * squeeze - 8, step * 0.86)
        s.base.rect(x - half, ground, 2 * half, 8 * k, lighter(wood, 0.05))
    s.base.path(inner, stroke=lighter(wood, 0.3), width=3 * k, opacity=0.8)


def stair(s: Scenery, x: float, y: float, k: float) -> None:
    """A spiral stair round a post."""
    wood = "#7A4428"
    s.base.rect(
        x - 9 * k, y - 640 * k, 18 * k, 640 * k, s.base.across(lighter(wood, 0.25), darker(wood, 0.4)), radius=6
    )
    rail = []
    for step in range(17):
        turn = step / 17 * math.tau * 1.25
        reach = 118 * k * math.cos(turn)
        ground = y - 20 * k - step * 36 * k
        tone = lighter(wood, 0.12) if math.sin(turn) > 0 else darker(wood, 0.35)
        s.base.shape(
            [(x, ground), (x + reach, ground + 10 * k), (x + reach, ground + 24 * k), (x, ground + 15 * k)], tone
        )
        rail.append((x + reach, ground - 82 * k))
        s.base.rect(x + reach - 2, ground - 82 * k, 4, 94 * k, darker(wood, 0.2))
    s.base.line(rail, lighter(wood, 0.2), 9 * k)


def whiteboard(s: Scenery, x: float, y: float, k: float) -> None:
    _board(s, x, y, k, "#F2F5F3", "#C4CCD0", ("#3A6AA8", "#B8433A", "#2F7A5A"))


def blackboard(s: Scenery, x: float, y: float, k: float) -> None:
    _board(s, x, y, k, "#2A4A40", "#8A6240", ("#E8EDE2", "#F0DFA0", "#DCE6E6"))


def _board(s: Scenery, x: float, y: float, k: float, face: str, frame: str, inks: tuple[str, ...]) -> None:
    wide, tall = 380 * k, 232 * k
    left, top = x - wide / 2, y - 470 * k
    s.base.rect(left - 9, top - 9, wide + 18, tall + 18, frame, radius=6)
    s.base.rect(left, top, wide, tall, face, radius=3)
    nodes = [(left + s.chance.uniform(0.1, 0.9) * wide, top + s.chance.uniform(0.16, 0.84) * tall) for _ in range(8)]
    for node, other in itertools.pairwise(nodes):
        s.base.line([node, other], s.chance.choice(inks), 2.6, opacity=0.8)
    for px, py in nodes:
        ink = s.chance.choice(inks)
        if s.chance.random() < 0.5:
            s.base.rect(px - 24 * k, py - 14 * k, 48 * k, 28 * k, face, radius=4, stroke=ink, width=3)
        else:
            s.base.ellipse(px, py, 18 * k, 18 * k, face, stroke=ink, width=3)
        s.base.line([(px - 10 * k, py), (px + 10 * k, py)], ink, 2.4)


def poster(s: Scenery, x: float, y: float, k: float) -> None:
    paper = mix("#2A3A5A", s.accent(), 0.3)
    s.base.rect(x - 84 * k, y - 500 * k, 168 * k, 226 * k, "#E6DCC4", radius=3)
    s.base.rect(x - 74 * k, y - 490 * k, 148 * k, 206 * k, s.base.down(lighter(paper, 0.2), paper))
    for turn in (0, 60, 120):
        s.base.ellipse(x, y - 394 * k, 58 * k, 21 * k, "none", stroke="#F2E4B8", width=3.4, turn=turn)
    s.base.ellipse(x, y - 394 * k, 10 * k, 10 * k, "#F0B85A")
    s.base.rect(x - 48 * k, y - 306 * k, 96 * k, 8 * k, "#F2E4B8", radius=4, opacity=0.9)


def curtain(s: Scenery, x: float, y: float, k: float) -> None:
    for fold in range(9):
        tone = "#8A2630" if fold % 2 else "#A8323A"
        s.base.rect(
            x + (fold - 4.5) * 42 * k,
            y - 700 * k,
            44 * k,
            710 * k,
            s.base.across(lighter(tone, 0.1), darker(tone, 0.4)),
            radius=16,
        )


def clock(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.ellipse(x, y - 500 * k, 58 * k, 58 * k, "#6A4A30")
    s.base.ellipse(x, y - 500 * k, 49 * k, 49 * k, "#F4EEDC")
    for hour in range(12):
        turn = math.radians(hour * 30)
        s.base.ellipse(x + math.cos(turn) * 40 * k, y - 500 * k + math.sin(turn) * 40 * k, 3 * k, 3 * k, "#3A2E28")
    for turn, long in ((-60, 24), (35, 36)):
        s.base.line(
            [
                (x, y - 500 * k),
                (x + math.cos(math.radians(turn)) * long * k, y - (500 - math.sin(math.radians(turn)) * long) * k),
            ],
            "#2A2220",
            4.5 * k,
        )


def worldmap(s: Scenery, x: float, y: float, k: float) -> None:
    left, top = x - 190 * k, y - 520 * k
    s.base.rect(left - 8, top - 8, 380 * k + 16, 220 * k + 16, "#8A6240", radius=4)
    s.base.rect(left, top, 380 * k, 220 * k, "#A8CFDA")
    for px, py, wide, tall in (
        (70, 62, 58, 40),
        (104, 148, 26, 46),
        (196, 58, 34, 30),
        (206, 128, 40, 54),
        (282, 70, 74, 44),
        (316, 158, 30, 20),
    ):
        points = [
            (
                left + (px + math.cos(a) * wide * s.chance.uniform(0.7, 1.1)) * k,
                top + (py + math.sin(a) * tall * s.chance.uniform(0.7, 1.1)) * k,
            )
            for a in (i * math.tau / 9 for i in range(9))
        ]
        s.base.blob(points, s.chance.choice(("#8AB06A", "#C8B46A", "#B08A5A")))


def painting(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 112 * k, y - 510 * k, 224 * k, 172 * k, "#B08A3E", radius=4)
    s.base.rect(x - 98 * k, y - 496 * k, 196 * k, 144 * k, s.base.down("#8AB8DA", "#F2D8A8"))
    for hill, tone in enumerate(("#6A8AA0", "#5E8A5A", "#3E6A42")):
        base = y - (420 - hill * 22) * k
        s.base.shape([(x - 98 * k, base), (x - 30 * k, base - s.chance.uniform(10, 40) * k), (x + 40 * k, base), (x + 98 * k, base - 24 * k),
                      (x + 98 * k, y - 352 * k), (x - 98 * k, y - 352 * k)], tone)  # fmt: skip


def mirror(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.ellipse(x, y - 430 * k, 96 * k, 132 * k, "#A8823E")
    s.base.ellipse(x, y - 430 * k, 82 * k, 118 * k, s.base.across("#DCE8EA", "#9AB0B8", "#D0DEE2"))
    s.base.line([(x - 40 * k, y - 380 * k), (x + 30 * k, y - 500 * k)], "#FFFFFF", 8 * k, opacity=0.5)


def door(s: Scenery, x: float, y: float, k: float) -> None:
    wood = "#7A5234"
    s.base.rect(x - 128 * k, y - 530 * k, 256 * k, 536 * k, darker(wood, 0.3))
    s.base.rect(x - 112 * k, y - 514 * k, 224 * k, 518 * k, s.base.across(lighter(wood, 0.1), darker(wood, 0.15)))
    for top, tall in ((-480, 190), (-260, 220)):
        for side in (-90, 14):
            s.base.rect(
                x + side * k, y + top * k, 76 * k, tall * k, darker(wood, 0.15), stroke=darker(wood, 0.4), width=3
            )
    s.base.ellipse(x + 88 * k, y - 250 * k, 10 * k, 10 * k, "#E0C070")

"""What is fitted to a wall or hangs before it: counters, shelves, tools, lamps, washing."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery


def servers(s: Scenery, x: float, y: float, k: float) -> None:
    for rack in range(3):
        left = x + (rack - 1.5) * 118 * k
        s.base.rect(left, y - 520 * k, 112 * k, 530 * k, s.base.across("#39434F", "#1C232C"), radius=5)
        for unit in range(15):
            top = y - 508 * k + unit * 34 * k
            s.base.rect(left + 9 * k, top, 94 * k, 27 * k, "#12181F", radius=3)
            for light in range(6):
                if s.chance.random() < 0.62:
                    tone = s.chance.choice((s.mood.key, lighter(s.mood.key, 0.4), s.accent()))
                    s.shine.rect(left + (16 + light * 13) * k, top + 10 * k, 7 * k, 5 * k, tone, radius=2, opacity=0.9)
        s.lamps.append(Lamp(x=left + 56 * k, y=y - 260 * k, reach=210 * k, colour=s.mood.key, strength=0.16))


def counter(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 330 * k, y - 150 * k, 660 * k, 170 * k, s.base.down("#8AA09A", "#5A706C"), radius=4)
    s.base.rect(x - 345 * k, y - 168 * k, 690 * k, 24 * k, "#E6DCC8", radius=5)
    for door in range(5):
        s.base.rect(
            x + (-318 + door * 130) * k, y - 134 * k, 116 * k, 136 * k, "none", radius=4, stroke="#4A605C", width=3
        )
        s.base.ellipse(x + (-214 + door * 130) * k, y - 72 * k, 5 * k, 5 * k, "#E0C878")


def hood(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.shape([(x - 60 * k, y - 640 * k), (x + 60 * k, y - 640 * k), (x + 150 * k, y - 400 * k), (x - 150 * k, y - 400 * k)],
                 s.base.across("#C8CED0", "#8A9498"))  # fmt: skip


def pots(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 170 * k, y - 470 * k, 340 * k, 8 * k, "#5A4A3A")
    for offset in (-130, -50, 40, 120):
        tone = s.chance.choice(("#B4643A", "#8A9096", "#C28A4A"))
        s.base.line([(x + offset * k, y - 466 * k), (x + offset * k, y - 420 * k)], "#4A3E34", 3)
        s.base.ellipse(
            x + offset * k, y - 396 * k, 32 * k, 28 * k, s.base.round(lighter(tone, 0.4), tone, darker(tone, 0.4))
        )


def shelves(s: Scenery, x: float, y: float, k: float) -> None:
    for row in range(4):
        top = y - (130 + row * 100) * k
        s.base.rect(x - 190 * k, top, 380 * k, 10 * k, "#6A4A30")
        for jar in range(8):
            tone = s.chance.choice(("#B8954E", "#8A3E4A", "#4E7A5C", "#3E6E82", "#C2703E", "#D8CBB0"))
            high = s.chance.uniform(36, 72) * k
            s.base.rect(
                x + (-180 + jar * 46) * k, top - high, 36 * k, high, s.base.across(lighter(tone, 0.25), tone), radius=8
            )


def panels(s: Scenery, x: float, y: float, k: float) -> None:
    for row in range(3):
        tone = lighter(s.mood.key, 0.2)
        s.base.rect(x - 120 * k, y - (470 - row * 130) * k, 240 * k, 104 * k, "#4A5662", radius=10)
        s.shine.rect(x - 104 * k, y - (456 - row * 130) * k, 120 * k, 10 * k, tone, radius=5, opacity=0.8)
        s.lamps.append(Lamp(x=x, y=y - (440 - row * 130) * k, reach=170 * k, colour=tone, strength=0.25))


def spots(s: Scenery, x: float, y: float, k: float) -> None:
    s.shine.shape([(x - 20 * k, y - 700 * k), (x + 20 * k, y - 700 * k), (x + 190 * k, y + 60 * k), (x - 190 * k, y + 60 * k)],
                  s.shine.down("#FFF2CC", "#3A2A10"), opacity=0.3)  # fmt: skip
    s.lamps.append(Lamp(x=x, y=y, reach=420 * k, colour="#FFE9B8", strength=0.8))


def tools(s: Scenery, x: float, y: float, k: float) -> None:
    """A board of tools."""
    s.base.rect(x - 200 * k, y - 520 * k, 400 * k, 230 * k, "#A8845A", radius=4)
    for place in range(7):
        px, steel = x + (-168 + place * 56) * k, s.chance.choice(("#8A969E", "#B4BEC4"))
        s.base.rect(
            px - 6 * k, y - 420 * k, 12 * k, 96 * k, s.chance.choice(("#7A4A2A", "#B23A34", "#2E5A78")), radius=4
        )
        if place % 3 == 0:
            s.base.rect(px - 28 * k, y - 460 * k, 56 * k, 30 * k, steel, radius=4)
        elif place % 3 == 1:
            s.base.shape(
                [
                    (px - 10 * k, y - 416 * k),
                    (px + 10 * k, y - 416 * k),
                    (px + 4 * k, y - 500 * k),
                    (px - 4 * k, y - 500 * k),
                ],
                steel,
            )
        else:
            s.base.ellipse(px, y - 446 * k, 24 * k, 24 * k, "none", stroke=steel, width=11 * k)


def lights(s: Scenery, x: float, y: float, k: float) -> None:
    """Strings of small lamps from side to side."""
    for string in range(2):
        top = y * 0.1 + string * 60 * k
        points = [(s.width * i / 16, top + math.sin(i / 16 * math.pi * 3) ** 2 * 80 * k + 16 * k) for i in range(17)]
        s.base.line(points, "#3A3028", 3)
        for px, py in points:
            s.shine.ellipse(px, py + 12, 44, 44, s.shine.glow("#FFD890", 0.8))
            s.shine.ellipse(px, py + 12, 8, 10, "#FFF2C8")
    s.lamps.append(Lamp(x=x, y=y * 0.2, reach=s.width * 0.7, colour="#FFD08A", strength=0.35))


def flag(s: Scenery, _x: float, y: float, k: float) -> None:
    for number in range(int(s.width / 90) + 1):
        px = number * 90.0
        top = y * 0.08 + 40 * math.sin(number * 0.7) * k + 30
        tone = s.chance.choice(("#C23B36", "#E8C547", "#2E8A8A", s.accent(), s.accent(1)))
        s.base.shape([(px, top), (px + 62, top + 4), (px + 30, top + 66 * k)], tone)


def laundry(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.line([(x - 260 * k, y - 420 * k), (x, y - 396 * k), (x + 260 * k, y - 424 * k)], "#5A4A3A", 3)
    for place in range(6):
        px = x + (-210 + place * 80) * k
        tone = s.chance.choice(("#E8E2D2", "#C26A4A", "#7AA0B8", "#E8C98A", s.accent()))
        s.base.rect(
            px,
            y - 408 * k,
            62 * k,
            s.chance.uniform(70, 120) * k,
            s.base.down(lighter(tone, 0.15), darker(tone, 0.1)),
            radius=3,
        )

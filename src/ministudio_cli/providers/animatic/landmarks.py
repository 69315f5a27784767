"""What stands out of doors and is seen from afar: arches, houses, mills, masts, rockets."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery, is_dark


def arch(s: Scenery, x: float, y: float, k: float) -> None:
    """An arch of flowers."""
    wood = "#E8DCC4"
    s.base.path(
        f"M{x - 210 * k} {y} V{y - 420 * k} A{210 * k} {190 * k} 0 0 1 {x + 210 * k} {y - 420 * k} V{y}",
        stroke=wood,
        width=22 * k,
    )
    for step in range(90):
        turn = step / 89
        if turn < 0.28:
            px, py = x - 210 * k, y - turn / 0.28 * 420 * k
        elif turn > 0.72:
            px, py = x + 210 * k, y - (1 - turn) / 0.28 * 420 * k
        else:
            angle = math.pi * (1 - (turn - 0.28) / 0.44)
            px, py = x + math.cos(angle) * 210 * k, y - 420 * k - math.sin(angle) * 190 * k
        px, py = px + s.chance.uniform(-26, 26) * k, py + s.chance.uniform(-22, 22) * k
        tone = s.chance.choice(("#5A8A52", "#6A9A5A", "#F4EEE4", "#F0A8B4", s.accent(), s.accent(1)))
        reach = s.chance.uniform(13, 27) * k
        s.base.ellipse(px, py, reach, reach * 0.9, s.base.round(lighter(tone, 0.25), tone, darker(tone, 0.15)))


def chimney(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 74 * k, y - 300 * k, 148 * k, 320 * k, s.base.across("#A8604A", "#6A3A30"))
    for course in range(8):
        s.base.rect(x - 74 * k, y - (286 - course * 38) * k, 148 * k, 4 * k, "#5A3028", opacity=0.6)
    s.base.rect(x - 90 * k, y - 326 * k, 180 * k, 34 * k, "#7A4638", radius=3)
    if s.says("snow", "snowy", "winter"):
        s.base.rect(x - 94 * k, y - 346 * k, 188 * k, 28 * k, "#F2F6F8", radius=13)
    for puff in range(6):
        s.shine.ellipse(x + (puff * 20 + s.chance.uniform(-8, 8)) * k, y - (372 + puff * 52) * k, (34 + puff * 13) * k, (28 + puff * 9) * k,
                        s.shine.glow(mix(s.mood.sky[1], "#E8E8F0", 0.5), 0.4))  # fmt: skip


def vane(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 4 * k, y - 300 * k, 8 * k, 300 * k, "#2A2D36")
    s.base.rect(x - 84 * k, y - 232 * k, 168 * k, 6 * k, "#2A2D36")
    s.base.shape(
        [
            (x - 90 * k, y - 292 * k),
            (x + 70 * k, y - 304 * k),
            (x + 108 * k, y - 286 * k),
            (x + 70 * k, y - 268 * k),
            (x - 90 * k, y - 276 * k),
        ],
        "#3A3E48",
    )
    s.base.blob(
        [
            (x - 40 * k, y - 300 * k),
            (x - 20 * k, y - 356 * k),
            (x + 10 * k, y - 330 * k),
            (x + 34 * k, y - 372 * k),
            (x + 44 * k, y - 300 * k),
        ],
        "#3A3E48",
    )


def well(s: Scenery, x: float, y: float, k: float) -> None:
    stone = "#9A948A"
    for post in (-110, 96):
        s.base.rect(x + post * k, y - 330 * k, 16 * k, 240 * k, "#6A4A30")
    s.base.shape(
        [(x - 160 * k, y - 320 * k), (x, y - 420 * k), (x + 160 * k, y - 320 * k)], s.base.across("#A8643A", "#6A3A22")
    )
    s.base.rect(
        x - 130 * k, y - 120 * k, 260 * k, 126 * k, s.base.across(lighter(stone, 0.15), darker(stone, 0.35)), radius=14
    )
    for _ in range(14):
        s.base.ellipse(
            x + s.chance.uniform(-110, 110) * k,
            y - s.chance.uniform(10, 100) * k,
            22 * k,
            13 * k,
            darker(stone, s.chance.uniform(0, 0.3)),
            opacity=0.7,
        )
    s.base.ellipse(x, y - 120 * k, 128 * k, 22 * k, "#2A2A30")


def house(s: Scenery, x: float, y: float, k: float) -> None:
    wall = s.chance.choice(("#E8D8B8", "#D8C0A0", "#E8E2D4", "#C8A888"))
    roof = s.chance.choice(("#A8503A", "#7A4A3A", "#5A5E6E"))
    wide, tall = s.chance.uniform(220, 290) * k, s.chance.uniform(190, 250) * k
    s.base.rect(x - wide / 2, y - tall, wide, tall + 4, s.base.across(lighter(wall, 0.1), darker(wall, 0.2)))
    s.base.shape([(x - wide * 0.6, y - tall), (x - wide * 0.3, y - tall - 130 * k), (x + wide * 0.3, y - tall - 130 * k), (x + wide * 0.6, y - tall)],
                 s.base.down(lighter(roof, 0.1), darker(roof, 0.2)))  # fmt: skip
    if s.says("snow", "snowy", "winter"):
        s.base.shape(
            [
                (x - wide * 0.58, y - tall - 10 * k),
                (x - wide * 0.3, y - tall - 136 * k),
                (x + wide * 0.3, y - tall - 136 * k),
                (x + wide * 0.58, y - tall - 10 * k),
            ],
            "#EEF3F6",
        )
    s.base.rect(x - 24 * k, y - 104 * k, 48 * k, 106 * k, "#6A4630", radius=5)
    for side in (-1, 1):
        left = x + side * wide * 0.32 - 24 * k
        target = s.shine if is_dark(s) or s.mood.name == "dusk" else s.base
        target.rect(left, y - tall * 0.72, 48 * k, 54 * k, "#FFD98A" if target is s.shine else "#7A9AAA", radius=3)
        s.base.rect(left + 22 * k, y - tall * 0.72, 4 * k, 54 * k, "#5A4636")
        if target is s.shine:
            s.lamps.append(Lamp(x=left + 24 * k, y=y - tall * 0.6, reach=180 * k, colour="#FFC97A", strength=0.35))


def windmill(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.shape(
        [(x - 76 * k, y), (x - 46 * k, y - 330 * k), (x + 46 * k, y - 330 * k), (x + 76 * k, y)],
        s.base.across("#F0E8D8", "#B0A490"),
    )
    s.base.shape([(x - 58 * k, y - 326 * k), (x, y - 396 * k), (x + 58 * k, y - 326 * k)], "#7A4A3A")
    for blade in range(4):
        turn = math.radians(22 + blade * 90)
        tip = (x + math.cos(turn) * 230 * k, y - 340 * k + math.sin(turn) * 230 * k)
        across = (-math.sin(turn) * 34 * k, math.cos(turn) * 34 * k)
        s.base.shape(
            [(x, y - 340 * k), tip, (tip[0] + across[0], tip[1] + across[1]), (x + across[0], y - 340 * k + across[1])],
            "#E8DCC4",
            stroke="#6A4A34",
            width=3,
        )


def signs(s: Scenery, x: float, y: float, k: float) -> None:
    """Neon signs, one above another."""
    for place in range(3):
        px, py = x + (place - 1) * 120 * k, y - (420 - place * 90) * k
        tone = s.chance.choice(("#FF4FA8", "#3FE0F0", "#FFD23F", "#8A6AFF", "#6AF07A"))
        wide, tall = s.chance.uniform(80, 150) * k, s.chance.uniform(60, 150) * k
        s.base.rect(px - wide / 2, py, wide, tall, "#14121E", radius=8)
        s.shine.rect(px - wide / 2, py, wide, tall, "none", radius=8, stroke=tone, width=6 * k)
        for mark in range(max(1, int(tall / (34 * k)))):
            s.shine.line(
                [
                    (px - wide * 0.3, py + (22 + mark * 32) * k),
                    (px, py + (14 + mark * 32) * k),
                    (px + wide * 0.3, py + (24 + mark * 32) * k),
                ],
                lighter(tone, 0.3),
                5 * k,
            )
        s.shine.ellipse(px, py + tall / 2, wide * 1.3, tall, s.shine.glow(tone, 0.5))
        s.lamps.append(Lamp(x=px, y=py, reach=360 * k, colour=tone, strength=0.45))


def satellite(s: Scenery, x: float, y: float, k: float) -> None:
    y = s.height * 0.36
    for side in (-1, 1):
        s.base.rect(
            x + side * 150 * k - 100 * k, y - 40 * k, 200 * k, 80 * k, s.base.across("#3A5AA8", "#1E2E66"), turn=-14
        )
        for cell in range(-3, 4):
            s.base.rect(x + (side * 150 + cell * 26) * k, y - 40 * k, 3, 80 * k, "#8AA8E0", turn=-14, opacity=0.6)
    s.base.rect(x - 46 * k, y - 56 * k, 92 * k, 112 * k, s.base.across("#F0E0B0", "#A8823E"), radius=6, turn=-14)
    s.base.ellipse(x + 6 * k, y - 78 * k, 56 * k, 26 * k, s.base.down("#F4F6F8", "#9AA6B2"), turn=-14)


def station(s: Scenery, x: float, y: float, k: float) -> None:
    """A wheel of a space station, far away."""
    y = s.height * 0.28
    s.base.ellipse(x, y, 190 * k, 66 * k, "none", stroke="#C8D2DC", width=22 * k, turn=-12)
    s.base.ellipse(x, y, 190 * k, 66 * k, "none", stroke="#7A8896", width=8 * k, turn=-12)
    s.base.rect(x - 190 * k, y - 6 * k, 380 * k, 12 * k, "#A8B4C0", turn=-12)
    s.base.ellipse(x, y, 44 * k, 40 * k, s.base.round("#F4F6F8", "#AAB6C2", "#5A6672"))
    for light in range(14):
        turn = light / 14 * math.tau
        px, py = math.cos(turn) * 190 * k, math.sin(turn) * 66 * k
        lean = math.radians(-12)
        s.shine.ellipse(
            x + px * math.cos(lean) - py * math.sin(lean),
            y + px * math.sin(lean) + py * math.cos(lean),
            4,
            4,
            "#FFE9B0",
        )


def rocket(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.path(f"M{x - 66 * k} {y - 60 * k} C{x - 90 * k} {y - 330 * k} {x - 30 * k} {y - 500 * k} {x} {y - 560 * k} C{x + 30 * k} {y - 500 * k} {x + 90 * k} {y - 330 * k} {x + 66 * k} {y - 60 * k} Z",
                s.base.across("#F4F4F0", "#C8CED4", "#8A949E"))  # fmt: skip
    for side in (-1, 1):
        s.base.shape(
            [(x + side * 62 * k, y - 180 * k), (x + side * 132 * k, y), (x + side * 54 * k, y - 50 * k)], "#C23B36"
        )
    s.base.ellipse(x, y - 340 * k, 34 * k, 34 * k, "#3A5A78", stroke="#8A949E", width=8 * k)

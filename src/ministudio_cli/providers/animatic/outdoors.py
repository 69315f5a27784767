"""What people have put under the sky. Each draws itself at (x, ground) in units at scale k, in its own colours."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.furniture import chair
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery, is_dark


def parkbench(s: Scenery, x: float, y: float, k: float) -> None:
    for slat in range(3):
        s.base.rect(x - 170 * k, y - (178 - slat * 32) * k, 340 * k, 20 * k, "#9A6A42", radius=5)
    s.base.shape(
        [(x - 166 * k, y - 86 * k), (x + 166 * k, y - 86 * k), (x + 184 * k, y - 62 * k), (x - 184 * k, y - 62 * k)],
        "#B07C4E",
    )
    for leg in (-150, 134):
        s.base.rect(x + leg * k, y - 180 * k, 14 * k, 184 * k, "#3A3A40", radius=4)


def streetlamp(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 8 * k, y - 560 * k, 16 * k, 564 * k, s.base.across("#4A4E58", "#23262E"))
    s.base.rect(x - 20 * k, y - 26 * k, 40 * k, 30 * k, "#2A2D36", radius=4)
    s.base.shape([(x - 42 * k, y - 640 * k), (x + 42 * k, y - 640 * k), (x, y - 676 * k)], "#2A2D36")
    if is_dark(s) or s.mood.name in ("dusk", "storm"):
        s.shine.ellipse(x, y - 600 * k, 190 * k, 190 * k, s.shine.glow("#FFD890", 0.8))
        s.shine.rect(x - 26 * k, y - 638 * k, 52 * k, 72 * k, "#FFF0C0", radius=8)
        s.lamps.append(Lamp(x=x, y=y - 560 * k, reach=520 * k, colour="#FFCF86", strength=0.7))
    else:
        s.base.rect(x - 26 * k, y - 638 * k, 52 * k, 72 * k, "#DCE6E6", radius=8)


def car(s: Scenery, x: float, y: float, k: float) -> None:
    paint = mix(s.chance.choice(("#B23A34", "#2E5A78", "#C8A03A", "#4A6A5A")), s.accent(1), 0.2)
    s.base.ellipse(x, y + 6 * k, 290 * k, 20 * k, "#0A0A10", opacity=0.5)
    s.base.blob(
        [(x - 170 * k, y - 120 * k), (x - 104 * k, y - 206 * k), (x + 70 * k, y - 206 * k), (x + 146 * k, y - 120 * k)],
        darker(paint, 0.2),
    )
    s.base.rect(
        x - 270 * k,
        y - 134 * k,
        540 * k,
        104 * k,
        s.base.down(lighter(paint, 0.3), paint, darker(paint, 0.35)),
        radius=44,
    )
    for left, wide in ((-112, 84), (-14, 92)):
        s.base.rect(x + left * k, y - 192 * k, wide * k, 62 * k, "#A8C4D4", radius=14)
    for wheel in (-160, 164):
        s.base.ellipse(x + wheel * k, y - 36 * k, 52 * k, 52 * k, "#1C1C22")
        s.base.ellipse(x + wheel * k, y - 36 * k, 26 * k, 26 * k, "#9AA2AA")
    lit = is_dark(s)
    for place, tone in ((-258, "#FF5A4A"), (252, "#FFF2C8")):
        (s.shine if lit else s.base).ellipse(x + place * k, y - 94 * k, 13 * k, 16 * k, tone)
        if lit:
            s.shine.ellipse(x + place * k, y - 94 * k, 120 * k, 90 * k, s.shine.glow(tone, 0.6))


def bicycle(s: Scenery, x: float, y: float, k: float) -> None:
    for wheel in (-96, 96):
        s.base.ellipse(x + wheel * k, y - 70 * k, 68 * k, 68 * k, "none", stroke="#2A2A30", width=8 * k)
    tone = s.chance.choice(("#B23A34", "#2E8A8A", "#E8C547"))
    frame = [
        (x - 96 * k, y - 70 * k),
        (x - 40 * k, y - 176 * k),
        (x + 74 * k, y - 172 * k),
        (x - 6 * k, y - 70 * k),
        (x - 96 * k, y - 70 * k),
    ]
    s.base.path("M" + " L".join(f"{px:.1f} {py:.1f}" for px, py in frame), stroke=tone, width=9 * k)
    s.base.path(
        f"M{x + 96 * k} {y - 70 * k} L{x + 66 * k} {y - 210 * k} L{x + 100 * k} {y - 220 * k} M{x - 6 * k} {y - 70 * k} L{x - 50 * k} {y - 204 * k}",
        stroke=tone,
        width=9 * k,
    )
    s.base.rect(x - 84 * k, y - 216 * k, 66 * k, 15 * k, "#3A2A22", radius=7)


def umbrella(s: Scenery, x: float, y: float, k: float) -> None:
    tone = mix("#C23B36", s.accent(1), 0.4)
    s.base.rect(x - 5 * k, y - 380 * k, 10 * k, 384 * k, "#6A4A34")
    s.base.path(f"M{x - 190 * k} {y - 350 * k} A{190 * k} {150 * k} 0 0 1 {x + 190 * k} {y - 350 * k} Q{x + 142 * k} {y - 378 * k} {x + 95 * k} {y - 350 * k} "
                f"Q{x + 47 * k} {y - 378 * k} {x} {y - 350 * k} Q{x - 47 * k} {y - 378 * k} {x - 95 * k} {y - 350 * k} Q{x - 142 * k} {y - 378 * k} {x - 190 * k} {y - 350 * k} Z",
                s.base.across(lighter(tone, 0.25), tone, darker(tone, 0.3)))  # fmt: skip


def fountain(s: Scenery, x: float, y: float, k: float) -> None:
    stone = "#B8B0A4"
    s.base.ellipse(x, y - 40 * k, 250 * k, 56 * k, darker(stone, 0.2))
    s.base.rect(
        x - 250 * k, y - 44 * k, 500 * k, 50 * k, s.base.across(lighter(stone, 0.1), darker(stone, 0.3)), radius=12
    )
    s.base.ellipse(x, y - 48 * k, 226 * k, 42 * k, "#6AA8C0")
    s.base.rect(x - 24 * k, y - 230 * k, 48 * k, 190 * k, s.base.across(stone, darker(stone, 0.3)))
    s.base.ellipse(x, y - 230 * k, 110 * k, 26 * k, stone)
    for side in (-1, 1):
        for arc in (60, 120, 180):
            s.base.path(
                f"M{x} {y - 262 * k} Q{x + side * arc * 0.5 * k} {y - (330 - arc * 0.3) * k} {x + side * arc * k} {y - 52 * k}",
                stroke="#DCEFF6",
                width=4 * k,
                opacity=0.7,
            )


def fence(s: Scenery, _x: float, y: float, k: float) -> None:
    tone = "#B08A5E"
    for rail in (-96, -48):
        s.base.rect(0, y + rail * k, s.width, 13 * k, darker(tone, 0.15))
    for post in range(int(s.width / 64) + 1):
        px = post * 64 + s.chance.uniform(-4, 4)
        tall = s.chance.uniform(118, 136) * k
        s.base.shape(
            [(px - 10, y), (px - 10, y - tall), (px, y - tall - 14), (px + 10, y - tall), (px + 10, y)],
            lighter(tone, s.chance.uniform(0, 0.14)),
        )


def boat(s: Scenery, x: float, y: float, k: float) -> None:
    y = min(y, s.floor * 1.06)
    s.base.shape([(x - 130 * k, y - 46 * k), (x + 150 * k, y - 54 * k), (x + 96 * k, y + 10 * k), (x - 92 * k, y + 10 * k)],
                 s.base.down("#A8643A", "#5E3420"))  # fmt: skip
    s.base.rect(x - 6 * k, y - 300 * k, 10 * k, 256 * k, "#5A3E2A")
    s.base.shape(
        [(x + 10 * k, y - 296 * k), (x + 130 * k, y - 80 * k), (x + 10 * k, y - 74 * k)],
        s.base.across("#F4EEDC", "#C8BCA4"),
    )
    s.base.shape(
        [(x - 12 * k, y - 270 * k), (x - 100 * k, y - 78 * k), (x - 12 * k, y - 74 * k)],
        s.base.across("#D8CCB4", "#F4EEDC"),
    )


def tent(s: Scenery, x: float, y: float, k: float) -> None:
    cloth = mix("#C8964A", s.accent(1), 0.25)
    s.base.shape(
        [(x - 230 * k, y), (x, y - 290 * k), (x + 230 * k, y)], s.base.across(lighter(cloth, 0.2), darker(cloth, 0.25))
    )
    s.base.shape([(x - 60 * k, y), (x, y - 220 * k), (x + 60 * k, y)], darker(cloth, 0.7))
    if is_dark(s):
        s.shine.shape(
            [(x - 52 * k, y), (x, y - 200 * k), (x + 52 * k, y)], s.shine.down("#6A4A1E", "#FFC870"), opacity=0.8
        )
        s.lamps.append(Lamp(x=x, y=y - 60 * k, reach=330 * k, colour="#FFC070", strength=0.6))


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


def chairs(s: Scenery, _x: float, y: float, k: float) -> None:
    """Rows of chairs on both sides of an aisle."""
    for row in range(2):
        for place in (-2.9, -2.2, 2.2, 2.9):
            chair(s, s.width / 2 + place * (s.width * 0.14), y - 20 * k + row * 96 * k, k * (0.6 + row * 0.2))


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


def stalls(s: Scenery, _x: float, y: float, k: float) -> None:
    """A row of market stalls under striped awnings, hung with wares."""
    for stall in range(5):
        px, py = s.width * (0.1 + stall * 0.2), y - (70 - 26 * (stall % 2)) * k
        tone = s.chance.choice(("#B23A34", "#C28A2E", "#2F7A7A", "#7A3E6A", s.accent()))
        q = k * (1.15 + 0.15 * (stall % 2))
        s.base.rect(px - 104 * q, py - 190 * q, 208 * q, 150 * q, darker(tone, 0.7), opacity=0.85)
        for side in (-106, 96):
            s.base.rect(px + side * q, py - 230 * q, 10 * q, 240 * q, "#5A3E2A")
        for ware in range(6):
            wx = px + (-84 + ware * 32) * q
            wares = s.chance.choice(("#E8C547", "#C26A4A", "#4A8A8A", "#D8CBB0", "#8A4A8A"))
            s.base.rect(
                wx,
                py - 186 * q,
                20 * q,
                s.chance.uniform(36, 80) * q,
                s.base.across(lighter(wares, 0.2), darker(wares, 0.2)),
                radius=7,
            )
        for stripe in range(8):
            left = px + (-128 + stripe * 32) * q
            cloth = tone if stripe % 2 else "#F2E8D2"
            s.base.shape([(left + (4 - stripe) * 7 * q + 16 * q, py - 292 * q), (left + (3 - stripe) * 7 * q + 39 * q, py - 292 * q), (left + 32 * q, py - 214 * q), (left, py - 214 * q)],
                         s.base.down(lighter(cloth, 0.15), darker(cloth, 0.1)))  # fmt: skip
            s.base.ellipse(left + 16 * q, py - 214 * q, 16 * q, 12 * q, darker(cloth, 0.12))
        s.base.rect(px - 116 * q, py - 66 * q, 232 * q, 74 * q, s.base.down("#A8784A", "#6E4A2C"))
        for fruit in range(15):
            s.base.ellipse(
                px + (-100 + fruit * 14) * q,
                py - (70 + fruit % 3 * 8) * q,
                12 * q,
                11 * q,
                s.chance.choice(("#E2802F", "#C23B36", "#8AA03E", "#E8C547")),
            )

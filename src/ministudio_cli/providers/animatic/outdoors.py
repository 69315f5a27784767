"""What people have put under the sky. Each draws itself at (x, ground) in units at scale k, in its own colours."""

from __future__ import annotations

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


def chairs(s: Scenery, _x: float, y: float, k: float) -> None:
    """Rows of chairs on both sides of an aisle."""
    for row in range(2):
        for place in (-2.9, -2.2, 2.2, 2.9):
            chair(s, s.width / 2 + place * (s.width * 0.14), y - 20 * k + row * 96 * k, k * (0.6 + row * 0.2))


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

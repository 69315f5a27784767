"""Walls by what they are made of: each fills a box of the picture from `top` to `foot`, in units."""

from __future__ import annotations

from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery, is_dark

Wall = Callable[[Scenery, float, float, float, float, str], None]
"""Left, top, width, foot and colour."""


def plaster(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    s.base.rect(left, top, wide, foot - top, s.base.down(darker(tone, 0.28), tone))
    for _ in range(9):
        x, y = s.chance.uniform(left, left + wide), s.chance.uniform(top, foot)
        s.base.ellipse(x, y, s.chance.uniform(60, 200), s.chance.uniform(30, 80), lighter(tone, 0.1), opacity=0.2)
    s.base.rect(left, foot - 24, wide, 24, s.base.down(lighter(tone, 0.14), darker(tone, 0.35)))


def brick(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    _courses(s, left, top, wide, foot, tone, 62, 24, joint=darker(tone, 0.5))


def stone(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    _courses(s, left, top, wide, foot, tone, 108, 52, joint=darker(tone, 0.55))


def blocks(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    """Painted blocks or bare concrete in large panels."""
    s.base.rect(left, top, wide, foot - top, s.base.down(darker(tone, 0.22), tone))
    for row in range(int((foot - top) / 130) + 1):
        s.base.rect(left, foot - row * 130, wide, 3, darker(tone, 0.4), opacity=0.6)
    for column in range(int(wide / 220) + 1):
        s.base.rect(left + column * 220, top, 3, foot - top, darker(tone, 0.4), opacity=0.5)
    for _ in range(14):
        x = s.chance.uniform(left, left + wide)
        s.base.rect(x, s.chance.uniform(top, foot - 60), 5, s.chance.uniform(40, 160), darker(tone, 0.4), opacity=0.12)


def _courses(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str, long: float, tall: float, *, joint: str) -> None:  # fmt: skip
    s.base.rect(left, top, wide, foot - top, joint)
    y, row = foot, 0
    while y > top - tall:
        x = left - long * (0.5 if row % 2 else 0.0) - s.chance.uniform(0, 6)
        while x < left + wide:
            span = long * s.chance.uniform(0.86, 1.12)
            a, b = max(left, x + 2), min(left + wide, x + span - 2)
            if b > a:
                shade = s.chance.uniform(-0.2, 0.16)
                s.base.rect(a, max(top, y - tall + 2), b - a, min(y, foot) - max(top, y - tall + 2) - 2 if y - tall + 2 < y - 2 else 1,
                            lighter(tone, shade) if shade > 0 else darker(tone, -shade), radius=3)  # fmt: skip
            x += span
        y -= tall
        row += 1


def wood(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    s.base.rect(left, top, wide, foot - top, s.base.down(darker(tone, 0.3), tone))
    x = left
    while x < left + wide:
        span = s.chance.uniform(46, 70)
        shade = s.chance.uniform(-0.12, 0.12)
        s.base.rect(
            x,
            top,
            min(span, left + wide - x),
            foot - top,
            lighter(tone, shade) if shade > 0 else darker(tone, -shade),
            opacity=0.5,
        )
        s.base.rect(x, top, 3, foot - top, darker(tone, 0.55), opacity=0.7)
        x += span
    s.base.rect(left, foot - 20, wide, 20, darker(tone, 0.3))


def logs(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    y = foot
    while y > top:
        s.base.rect(
            left, y - 52, wide, 50, s.base.down(darker(tone, 0.15), lighter(tone, 0.18), darker(tone, 0.4)), radius=20
        )
        for _ in range(6):
            x = s.chance.uniform(left, left + wide)
            s.base.line([(x, y - 26), (x + 70, y - 28), (x + 150, y - 25)], darker(tone, 0.4), 2, opacity=0.5)
        y -= 50


def panelled(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    """Wainscot below, paper above."""
    plaster(s, left, top, wide, foot, tone)
    rail = foot - 210
    dark = mix(tone, "#5A3A26", 0.7)
    s.base.rect(left, rail, wide, 210, s.base.down(lighter(dark, 0.06), darker(dark, 0.2)))
    s.base.rect(left, rail - 8, wide, 14, lighter(dark, 0.22))
    for column in range(int(wide / 150) + 1):
        s.base.rect(left + column * 150 + 18, rail + 30, 114, 146, "none", stroke=darker(dark, 0.4), width=5, radius=4)
    for column in range(int(wide / 74) + 1):
        s.base.rect(left + column * 74, top, 16, rail - top, lighter(tone, 0.16), opacity=0.35)


def tiled(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    s.base.rect(left, top, wide, foot - top, s.base.down(darker(tone, 0.12), tone))
    for row in range(int((foot - top) / 54) + 1):
        s.base.rect(left, foot - row * 54, wide, 3, darker(tone, 0.28), opacity=0.55)
    for column in range(int(wide / 54) + 1):
        s.base.rect(left + column * 54, top, 3, foot - top, darker(tone, 0.28), opacity=0.55)
    for _ in range(22):
        x, y = left + int(s.chance.uniform(0, wide / 54)) * 54, foot - int(s.chance.uniform(1, (foot - top) / 54)) * 54
        s.base.rect(x + 3, y + 3, 51, 51, "#FFFFFF", opacity=0.16)


def steel(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    s.base.rect(left, top, wide, foot - top, s.base.down(darker(tone, 0.35), tone))
    for column in range(int(wide / 190) + 1):
        x = left + column * 190
        s.base.rect(x, top, 10, foot - top, s.base.across(lighter(tone, 0.2), darker(tone, 0.5)))
        for row in range(int((foot - top) / 90)):
            s.base.ellipse(x + 22, top + 40 + row * 90, 4, 4, lighter(tone, 0.35))
    for row in range(1, 3):
        s.base.rect(left, top + (foot - top) * row / 3, wide, 7, darker(tone, 0.4), opacity=0.8)


def corrugated(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    s.base.rect(left, top, wide, foot - top, s.base.down(darker(tone, 0.25), tone))
    for column in range(int(wide / 28) + 1):
        s.base.rect(
            left + column * 28, top, 12, foot - top, s.base.across(lighter(tone, 0.16), darker(tone, 0.3)), opacity=0.6
        )


def glass(s: Scenery, left: float, top: float, wide: float, foot: float, _tone: str) -> None:
    """A curtain wall, with the sky and what is outside behind it."""
    frame = "#4E5A64"
    s.base.rect(left, top, wide, foot - top, "#000000")
    s.shine.rect(left, top, wide, foot - top, s.shine.down(*s.mood.sky))
    for _ in range(12):
        x, tall = s.chance.uniform(left, left + wide), s.chance.uniform(90, 330)
        across = s.chance.uniform(60, 140)
        tone = mix(s.mood.sky[1], "#3A4456", 0.5)
        s.shine.rect(x, foot - 40 - tall, min(across, left + wide - x), tall + 40, tone, opacity=0.85)
        if is_dark(s):
            for _ in range(10):
                s.shine.rect(
                    min(x + s.chance.uniform(6, 60), left + wide - 8),
                    foot - 30 - s.chance.uniform(20, tall),
                    7,
                    9,
                    "#FFDF9A",
                    opacity=0.9,
                )
    for column in range(int(wide / 210) + 1):
        s.base.rect(left + column * 210, top, 12, foot - top, frame)
    for share in (0.34, 0.7):
        s.base.rect(left, top + (foot - top) * share, wide, 9, frame)
    s.base.rect(left, foot - 40, wide, 40, darker(frame, 0.2))
    s.lamps.append(Lamp(x=left + wide / 2, y=(top + foot) / 2, reach=wide * 0.6, colour=s.mood.key, strength=0.35))


def rock(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    s.base.rect(left, top, wide, foot - top, s.base.down(darker(tone, 0.5), tone))
    for _ in range(int(wide * (foot - top) / 5200)):
        x, y = s.chance.uniform(left, left + wide), s.chance.uniform(top, foot)
        size = s.chance.uniform(24, 100)
        points = [
            (x + size * s.chance.uniform(0.5, 1) * dx, y + size * s.chance.uniform(0.4, 0.8) * dy)
            for dx, dy in ((-1, -0.3), (-0.2, -1), (0.9, -0.5), (0.7, 0.6), (-0.5, 0.8))
        ]
        shade = s.chance.uniform(-0.3, 0.14)
        s.base.shape(
            [(min(max(px, left), left + wide), min(max(py, top), foot)) for px, py in points],
            lighter(tone, shade) if shade > 0 else darker(tone, -shade),
            opacity=0.6,
        )


def canvas(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    """Striped cloth, gathered toward the top."""
    stripes = 22
    for index in range(stripes):
        a, b = left + wide * index / stripes, left + wide * (index + 1) / stripes
        middle = left + wide / 2
        colour = tone if index % 2 else "#F2E6CC"
        s.base.shape(
            [(middle + (a - middle) * 0.5, top), (middle + (b - middle) * 0.5, top), (b, foot), (a, foot)],
            s.base.down(darker(colour, 0.45), colour),
        )
    s.base.rect(left, foot - 30, wide, 30, darker(tone, 0.35))


def drapes(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    x = left
    while x < left + wide:
        span = s.chance.uniform(44, 72)
        s.base.rect(
            x,
            top,
            min(span, left + wide - x),
            foot - top,
            s.base.across(darker(tone, 0.5), lighter(tone, 0.08), darker(tone, 0.3)),
        )
        x += span
    s.base.rect(left, foot - 16, wide, 14, mix(tone, "#E8C070", 0.6))


def shelving(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    """Shelves of goods to the ceiling."""
    s.base.rect(left, top, wide, foot - top, darker(tone, 0.5))
    colours = ("#C23B36", "#E2B04A", "#3A7A8A", "#6A9A4A", "#E8E2D4", "#7A4A8A", "#D87A3A", "#4A6AB0")
    for row in range(int((foot - top) / 84) + 1):
        y = foot - row * 84
        x = left + 8
        while x < left + wide - 20:
            span, tall = s.chance.uniform(16, 44), s.chance.uniform(36, 70)
            colour = mix(s.chance.choice(colours), tone, 0.2)
            if y - 10 - tall > top:
                s.base.rect(
                    x, y - 10 - tall, span, tall, s.base.across(lighter(colour, 0.15), darker(colour, 0.2)), radius=4
                )
            x += span + s.chance.uniform(1, 8)
        s.base.rect(left, y - 10, wide, 12, lighter(tone, 0.2))
    for column in range(int(wide / 260) + 1):
        s.base.rect(left + column * 260, top, 12, foot - top, darker(tone, 0.2))


def racks(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    """A warehouse's racks with boxes and pallets."""
    s.base.rect(left, top, wide, foot - top, darker(tone, 0.6))
    for row in range(int((foot - top) / 130) + 1):
        y = foot - row * 130
        x = left
        while x < left + wide:
            span, tall = s.chance.uniform(70, 120), s.chance.uniform(60, 104)
            colour = s.chance.choice(("#B8905E", "#A87E4E", "#C8A472", "#8A9AA8"))
            if s.chance.random() < 0.86 and y - tall > top:
                s.base.rect(
                    x, y - 12 - tall, span, tall, s.base.down(lighter(colour, 0.1), darker(colour, 0.2)), radius=2
                )
                s.base.rect(x + span * 0.42, y - 12 - tall, span * 0.16, tall, lighter(colour, 0.25), opacity=0.6)
            x += span + 8
        s.base.rect(left, y - 12, wide, 13, "#D8742E")
    for column in range(int(wide / 320) + 1):
        s.base.rect(left + column * 320, top, 16, foot - top, "#3A5A9A")


def lockers(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    plaster(s, left, top, wide, foot, lighter(tone, 0.5))
    high = max(top, foot - 380)
    x = left
    while x < left + wide:
        s.base.rect(x + 2, high, 76, foot - high - 8, s.base.across(lighter(tone, 0.14), darker(tone, 0.2)), radius=3)
        for slit in range(4):
            s.base.rect(x + 20, high + 26 + slit * 12, 40, 4, darker(tone, 0.5))
        s.base.rect(x + 62, high + 190, 6, 26, lighter(tone, 0.5))
        x += 80


def bars(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    """A cell: stone behind, bars before it."""
    stone(s, left, top, wide, foot, darker(tone, 0.25))
    for column in range(int(wide / 64) + 1):
        s.base.rect(left + column * 64, top, 13, foot - top, s.base.across("#8A9098", "#3A3E46"))
    for share in (0.12, 0.6, 0.95):
        s.base.rect(left, top + (foot - top) * share, wide, 13, "#565C66")


def books(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    s.base.rect(left, top, wide, foot - top, darker(tone, 0.55))
    for row in range(int((foot - top) / 92) + 1):
        y = foot - row * 92
        x = left + 10
        while x < left + wide - 12:
            span, tall = s.chance.uniform(9, 24), s.chance.uniform(48, 74)
            colour = mix(
                s.chance.choice(("#7A3A32", "#2E4A5E", "#5A6A3A", "#8A6A3A", "#4A3A5A", "#A8823E", "#3A3A3E")),
                tone,
                0.15,
            )
            if y - 10 - tall > top and s.chance.random() < 0.95:
                s.base.rect(x, y - 10 - tall, span, tall, colour, radius=1)
                s.base.rect(x, y - 10 - tall * 0.8, span, 4, "#D8B86A", opacity=0.6)
            x += span + 1
        s.base.rect(left, y - 10, wide, 12, lighter(tone, 0.1))
    for column in range(int(wide / 330) + 1):
        s.base.rect(left + column * 330, top, 20, foot - top, s.base.across(lighter(tone, 0.18), darker(tone, 0.3)))


def consoles(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str) -> None:
    """Screens and panels of lights."""
    steel(s, left, top, wide, foot, tone)
    for column in range(int(wide / 250)):
        x, y = left + 24 + column * 250, top + (foot - top) * 0.28
        s.base.rect(x - 8, y - 8, 218, 146, "#14181E", radius=8)
        s.shine.rect(x, y, 202, 130, s.shine.down("#1E5A7A", "#0A2436"), radius=4)
        for line in range(4):
            points = [(x + 10 + step * 20, y + 24 + line * 26 - s.chance.uniform(0, 18)) for step in range(10)]
            s.shine.line(points, s.chance.choice(("#6AF0D0", "#FFC85A", "#7AC8FF")), 3)
        for lamp in range(14):
            s.shine.ellipse(
                x + 8 + lamp * 15, y + 168, 4, 4, s.chance.choice(("#FF6A5A", "#6AF07A", "#FFD25A", "#6AB8FF"))
            )
        s.lamps.append(Lamp(x=x + 100, y=y + 60, reach=260, colour="#7AC8F0", strength=0.22))


WALLS: dict[str, Wall] = {
    "plaster": plaster, "brick": brick, "stone": stone, "blocks": blocks, "wood": wood, "logs": logs, "panelled": panelled,
    "tiled": tiled, "steel": steel, "corrugated": corrugated, "glass": glass, "rock": rock, "canvas": canvas, "drapes": drapes,
    "shelving": shelving, "racks": racks, "lockers": lockers, "bars": bars, "books": books, "consoles": consoles,
}  # fmt: skip
"""By the name that a row of `words/places.yaml` gives."""

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
    _joints(s, left, top, wide, foot, darker(tone, 0.4), (220, 130), (0.5, 0.6))
    for _ in range(14):
        x = s.chance.uniform(left, left + wide)
        s.base.rect(x, s.chance.uniform(top, foot - 60), 5, s.chance.uniform(40, 160), darker(tone, 0.4), opacity=0.12)


def _joints(s: Scenery, left: float, top: float, wide: float, foot: float, tone: str, size: tuple[int, int], cover: tuple[float, float]) -> None:  # fmt: skip
    """The joints of tiles or panels of a size (width, height), the upright ones and the level ones so opaque."""
    for row in range(int((foot - top) / size[1]) + 1):
        s.base.rect(left, foot - row * size[1], wide, 3, tone, opacity=cover[1])
    for column in range(int(wide / size[0]) + 1):
        s.base.rect(left + column * size[0], top, 3, foot - top, tone, opacity=cover[0])


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
    _joints(s, left, top, wide, foot, darker(tone, 0.28), (54, 54), (0.55, 0.55))
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

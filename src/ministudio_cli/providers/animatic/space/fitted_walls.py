"""Walls with something before them: shelves, racks, lockers, bars, consoles."""

from __future__ import annotations

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery
from ministudio_cli.providers.animatic.space.plain_walls import plaster, steel, stone


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

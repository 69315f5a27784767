"""What is above: ceilings and roofs, what hangs there, and lights of the sky that fill the upper picture."""

from __future__ import annotations

import math
from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery
from ministudio_cli.providers.animatic.vocabulary import colour_in

Overhead = Callable[[Scenery, float, str], None]
"""The row of the wall's foot, and the wall's colour."""


def _ceiling(s: Scenery, tone: str, tall: float) -> float:
    """A ceiling `tall` of the picture's height deep; gives its lower edge."""
    low = s.height * tall
    s.base.rect(0, 0, s.width, low, s.base.down(darker(tone, 0.5), darker(tone, 0.28)))
    return low


def beams(s: Scenery, foot: float, _tone: str) -> None:
    del foot
    wood = "#5A3E2A"
    low = _ceiling(s, "#8A7258", 0.11)
    for index in range(-6, 7):
        x = s.width / 2 + index * s.width * 0.1
        s.base.shape(
            [
                (x - 14, low),
                (x + 14, low),
                (s.width / 2 + index * s.width * 0.16 + 24, 0),
                (s.width / 2 + index * s.width * 0.16 - 24, 0),
            ],
            s.base.down(wood, lighter(wood, 0.12)),
        )
    s.base.rect(0, low - 8, s.width, 22, s.base.down(lighter(wood, 0.14), darker(wood, 0.3)))


def panels(s: Scenery, foot: float, tone: str) -> None:
    """A suspended ceiling with flat lights."""
    del foot
    low = _ceiling(s, lighter(tone, 0.3), 0.12)
    for index in range(-8, 9):
        s.base.line(
            [(s.width / 2 + index * s.width * 0.07, low), (s.width / 2 + index * s.width * 0.13, 0)],
            darker(tone, 0.3),
            2,
            opacity=0.6,
        )
    for y in (low * 0.35, low * 0.7):
        s.base.rect(0, y, s.width, 2, darker(tone, 0.3), opacity=0.6)
    for share in (0.22, 0.5, 0.78):
        x = s.width * share
        s.shine.shape(
            [(x - 66, low * 0.68), (x + 66, low * 0.68), (x + 82, low * 0.38), (x - 82, low * 0.38)],
            "#FBFFFC",
            opacity=0.95,
        )
        s.lamps.append(Lamp(x=x, y=low, reach=540, colour="#F0F8F4", strength=0.42))


def tubes(s: Scenery, foot: float, tone: str) -> None:
    """Pipes and strip lights."""
    del foot
    low = _ceiling(s, darker(tone, 0.3), 0.1)
    for row, colour in enumerate(("#7A828A", "#9A6A4A", "#5E666E")):
        s.base.rect(0, low * (0.2 + row * 0.28), s.width, 15, s.base.down(lighter(colour, 0.3), darker(colour, 0.4)))
    for share in (0.25, 0.75):
        s.shine.rect(s.width * share - 120, low, 240, 12, "#F4FFFA", radius=6)
        s.lamps.append(Lamp(x=s.width * share, y=low + 20, reach=560, colour="#E6F6F0", strength=0.42))


def vault(s: Scenery, foot: float, tone: str) -> None:
    """Ribs that meet overhead."""
    middle = s.width / 2
    for index, depth in enumerate((1.0, 0.72, 0.5)):
        wide, top = s.width * 0.62 * depth, s.height * 0.03 + (1 - depth) * foot * 0.5
        colour = darker(tone, 0.2 + 0.1 * index)
        s.base.path(
            f"M{middle - wide:.0f} {foot * 0.62:.0f} Q{middle - wide:.0f} {top:.0f} {middle:.0f} {top:.0f} Q{middle + wide:.0f} {top:.0f} {middle + wide:.0f} {foot * 0.62:.0f}",
            stroke=colour,
            width=34 * depth,
            opacity=0.9,
        )
        s.base.path(
            f"M{middle - wide:.0f} {foot * 0.62:.0f} Q{middle - wide:.0f} {top:.0f} {middle:.0f} {top:.0f} Q{middle + wide:.0f} {top:.0f} {middle + wide:.0f} {foot * 0.62:.0f}",
            stroke=lighter(tone, 0.2),
            width=9 * depth,
            opacity=0.7,
        )


def iron_roof(s: Scenery, foot: float, tone: str) -> None:
    """A station's roof on columns."""
    del tone
    iron = "#2E3A44"
    s.base.rect(0, 0, s.width, s.height * 0.055, s.base.down("#20262E", iron))
    x = 0.0
    while x < s.width:
        s.base.shape([(x, s.height * 0.05), (x + 40, s.height * 0.05), (x + 20, s.height * 0.085)], iron)
        x += 40
    for side in (-1, 1):
        for z in (10.5, 6.2):
            px, py = s.lens.at(side * (4.0 + (0.5 if z < 8 else 0.0)), 0, z)
            unit = s.lens.unit(z)
            wide = unit * 0.14
            if -80 < px < s.width + 80:
                s.base.rect(px - wide / 2, 0, wide, py, s.base.across(lighter(iron, 0.25), darker(iron, 0.3)))
                s.base.rect(px - wide, py - unit * 0.4, wide * 2, unit * 0.4, darker(iron, 0.2))
                for turn in (-1, 1):
                    s.base.path(
                        f"M{px} {py - unit * 2.5} Q{px} {s.height * 0.07} {px + turn * unit * 1.0} {s.height * 0.06}",
                        stroke=iron,
                        width=unit * 0.07,
                    )
    del foot


def trusses(s: Scenery, foot: float, tone: str) -> None:
    """A hall's steel roof with hanging lamps."""
    del foot
    low = _ceiling(s, darker(tone, 0.35), 0.13)
    steel = "#6A7480"
    s.base.rect(0, low - 16, s.width, 16, steel)
    for index in range(int(s.width / 100) + 1):
        x = index * 100.0
        s.base.line([(x, low - 8), (x + 50, low - 80), (x + 100, low - 8)], steel, 9)
    s.base.rect(0, low - 88, s.width, 12, steel)
    for share in (0.2, 0.5, 0.8):
        x = s.width * share
        s.base.line([(x, low), (x, low + 46)], "#2A2E34", 3)
        s.base.shape([(x - 44, low + 76), (x - 14, low + 44), (x + 14, low + 44), (x + 44, low + 76)], "#3A424C")
        s.shine.ellipse(x, low + 78, 34, 8, "#FFF4D8")
        s.lamps.append(Lamp(x=x, y=low + 90, reach=480, colour="#FFEFD0", strength=0.45))


def tent_top(s: Scenery, foot: float, tone: str) -> None:
    del foot
    middle = s.width / 2
    for index in range(-8, 9):
        colour = tone if index % 2 else "#F2E6CC"
        a, b = middle + index * s.width * 0.085, middle + (index + 1) * s.width * 0.085
        s.base.shape(
            [(middle, -60), (middle, -60), (b, s.height * 0.2), (a, s.height * 0.2)],
            s.base.down(lighter(colour, 0.05), darker(colour, 0.2)),
        )
    for index in range(26):
        x = s.width * index / 25.0
        s.shine.ellipse(x, s.height * 0.2 + math.sin(index) * 7, 6, 6, "#FFE6A0")
    s.lamps.append(Lamp(x=middle, y=s.height * 0.2, reach=s.width * 0.5, colour="#FFDFA0", strength=0.4))


def dome(s: Scenery, foot: float, tone: str) -> None:
    """A dome open to the stars, as of an observatory."""
    del foot
    middle = s.width / 2
    s.base.rect(0, 0, s.width, s.height * 0.3, darker(tone, 0.5))
    for ring in range(4):
        s.base.path(
            f"M{middle - s.width * (0.6 - ring * 0.12)} {s.height * 0.34} Q{middle} {-s.height * (0.24 - ring * 0.05)} {middle + s.width * (0.6 - ring * 0.12)} {s.height * 0.34}",
            stroke=lighter(tone, 0.1),
            width=7,
            opacity=0.7,
        )
    slit = [(middle - 90, 0), (middle + 90, 0), (middle + 60, s.height * 0.32), (middle - 60, s.height * 0.32)]
    s.base.shape(slit, "#000000")
    s.shine.shape(slit, s.shine.down("#0A1030", "#2A3A6E"))
    for _ in range(46):
        y = s.chance.uniform(4, s.height * 0.31)
        s.shine.ellipse(middle + s.chance.uniform(-58, 58), y, 1.8, 1.8, "#FFFFFF")


def canopy(s: Scenery, foot: float, tone: str) -> None:
    """Leaves that hang into the picture."""
    del foot, tone
    for _ in range(90):
        x, y = s.chance.uniform(-30, s.width + 30), s.chance.uniform(-40, s.height * 0.17)
        reach = s.chance.uniform(30, 90)
        s.base.ellipse(
            x, y, reach, reach * 0.6, mix(s.chance.choice(("#3E7A46", "#2F5E3E", "#5A8A46")), s.mood.sky[1], 0.1)
        )


def aurora(s: Scenery, foot: float, tone: str) -> None:
    del tone
    for band, colour in enumerate(("#3AF0B0", "#4AE0D0", "#9A7AF0")):
        y = s.height * (0.12 + band * 0.08)
        phase = s.chance.uniform(0, 6)
        for step in range(110):
            x = s.width * step / 109
            lift = y + math.sin(step * 0.09 + phase) * 50 + math.sin(step * 0.23 + phase * 2) * 18
            long = 130 + 60 * math.sin(step * 0.31 + band)
            if lift < foot:
                s.shine.shape(
                    [(x, lift - long), (x + 16, lift - long), (x + 19, lift), (x - 3, lift)],
                    s.shine.down("#000000", colour),
                    opacity=0.26,
                )
    s.lamps.append(Lamp(x=s.width / 2, y=s.height * 0.2, reach=s.width * 0.8, colour="#4AE0B8", strength=0.4))


def shafts(s: Scenery, foot: float, tone: str) -> None:
    """Beams of light that fall in."""
    del foot, tone
    for index in range(5):
        x = s.width * (0.16 + index * 0.17) + s.chance.uniform(-30, 30)
        s.shine.shape(
            [(x, 0), (x + 70, 0), (x - 60, s.height * 0.95), (x - 260, s.height * 0.95)],
            s.shine.down(s.mood.key, "#000000"),
            opacity=0.2,
        )


def spotlight(s: Scenery, foot: float, tone: str) -> None:
    """A beam from above onto the middle, in the colour that the words give."""
    del tone
    colour = lighter(colour_in(s.view.light, "#FFF0D0"), 0.25)
    x, ground = s.width / 2, foot + (s.height - foot) * 0.52
    s.shine.shape(
        [(x - 30, 0), (x + 30, 0), (x + s.width * 0.17, ground), (x - s.width * 0.17, ground)],
        s.shine.down(colour, mix(colour, "#000000", 0.5)),
        opacity=0.3,
    )
    s.shine.ellipse(x, ground, s.width * 0.18, 46, colour, opacity=0.34)
    s.lamps.append(Lamp(x=x, y=ground - 120, reach=s.width * 0.24, colour=colour, strength=1.1))


def lanterns(s: Scenery, foot: float, tone: str) -> None:
    """Strings of lanterns across."""
    del foot, tone
    for row in range(2):
        for index in range(11):
            x = s.width * index / 10
            y = s.height * (0.09 + row * 0.1) + math.sin(math.pi * (index % 5) / 4) * 42
            colour = s.chance.choice(("#F0683A", "#F0B84A", "#E85A5A"))
            s.shine.ellipse(x, y, 19, 24, colour)
            s.shine.ellipse(x, y, 70, 70, s.shine.glow(colour, 0.5))
    s.lamps.append(Lamp(x=s.width / 2, y=s.height * 0.2, reach=s.width * 0.6, colour="#FFB060", strength=0.45))


def disco(s: Scenery, foot: float, tone: str) -> None:
    """Coloured beams from the ceiling."""
    low = _ceiling(s, darker(tone, 0.6), 0.08)
    for index, colour in enumerate(("#FF4FA8", "#3FE0F0", "#8A6AFF", "#6AF07A", "#FFD23F", "#FF4FA8")):
        x = s.width * (0.08 + index * 0.17)
        end = x + (index - 2.5) * -110
        s.shine.shape(
            [(x - 8, low), (x + 8, low), (end + 100, s.height * 0.95), (end - 100, s.height * 0.95)],
            s.shine.down(colour, mix(colour, "#000000", 0.6)),
            opacity=0.3,
        )
        s.lamps.append(Lamp(x=end, y=s.height * 0.8, reach=330, colour=colour, strength=0.5))
    del foot


OVERHEADS: dict[str, Overhead] = {
    "beams": beams, "panels": panels, "tubes": tubes, "vault": vault, "ironroof": iron_roof, "trusses": trusses,
    "tent": tent_top, "dome": dome, "canopy": canopy, "aurora": aurora, "shafts": shafts, "spotlight": spotlight,
    "lanterns": lanterns, "disco": disco,
}  # fmt: skip
"""By the name that a row of `words/places.yaml` gives."""

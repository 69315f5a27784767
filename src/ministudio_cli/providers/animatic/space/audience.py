"""What stands behind the ground where people gather: stands, stalls, tents, pews."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.outdoors import stalls
from ministudio_cli.providers.animatic.scenery import FAR, Lamp, Scenery
from ministudio_cli.providers.animatic.space.country import air, hills
from ministudio_cli.providers.animatic.space.plain_walls import stone
from ministudio_cli.providers.animatic.space.streets import cottages, fronts, skyline


def stands(s: Scenery, foot: float) -> None:
    """A stadium's stands with their crowd, under floodlights."""
    high = foot - s.height * 0.32
    s.base.shape([(0, high - 60), (s.width, high - 60), (s.width, foot), (0, foot)], s.base.down("#2A3248", "#4A546A"))
    colours = ("#C23B36", "#E8E4DA", "#3A6AB0", "#E2B04A", "#4A4A56", "#D88A6A", s.accent(), s.accent(1))
    rows = 24
    for row in range(rows):
        y = high + (foot - 26 - high) * row / rows
        if row == rows // 2:
            s.base.rect(0, y - 6, s.width, 16, "#8A98B0")
            continue
        step = 8 + row * 0.2
        x = s.chance.uniform(0, step)
        while x < s.width:
            if s.chance.random() < 0.9:
                s.base.ellipse(x, y, 3.6, 4.6, mix(s.chance.choice(colours), "#20242E", 0.15))
            x += step
    s.base.rect(0, foot - 28, s.width, 28, s.base.down("#E8ECF0", "#9AA4B0"))
    for index in range(int(s.width / 170) + 1):
        s.base.rect(
            index * 170 + 8,
            foot - 24,
            154,
            18,
            s.chance.choice(("#3A6AB0", "#C23B36", "#2F7A5A", s.accent())),
            radius=2,
        )
    masts(s, high - 60)
    _goal(s, foot)


def _goal(s: Scenery, foot: float) -> None:
    """A goal with its net, before the stands."""
    z = min(18.0, s.lens.depth(foot) - 2)
    unit, y = s.lens.unit(z), s.lens.ground(z)
    left, top, wide, tall = s.width / 2 - 3.66 * unit, y - 2.44 * unit, 7.32 * unit, 2.44 * unit
    for index in range(27):
        x = left + wide * index / 26
        s.base.line([(x, top), (s.width / 2 + (x - s.width / 2) * 0.94, y - unit * 0.3)], "#E8ECEE", 1.2, opacity=0.6)
    for index in range(9):
        s.base.line(
            [(left, top + tall * index / 9), (left + wide, top + tall * index / 9)], "#E8ECEE", 1.2, opacity=0.5
        )
    s.base.path(f"M{left:.1f} {y:.1f} V{top:.1f} H{left + wide:.1f} V{y:.1f}", stroke="#FAFAF6", width=9)


def masts(s: Scenery, foot: float) -> None:
    """Floodlights on masts."""
    for share in (0.08, 0.36, 0.64, 0.92):
        x, y = s.width * share, max(40.0, foot - s.height * 0.2)
        s.base.rect(x - 5, y, 10, foot - y, "#4A5262")
        s.base.rect(x - 58, y - 46, 116, 52, "#2A303C", radius=4)
        for row in range(3):
            for column in range(7):
                s.shine.ellipse(x - 46 + column * 15, y - 36 + row * 16, 6, 6, "#FFFFFF")
        s.shine.ellipse(x, y - 20, 210, 150, s.shine.glow("#DDE8FF", 0.7))
        s.lamps.append(Lamp(x=x, y=y + 140, reach=s.width * 0.32, colour="#E4ECFF", strength=0.5))


def tents(s: Scenery, foot: float) -> None:
    hills(s, foot)
    for _ in range(9):
        x, size = s.chance.uniform(0, s.width), s.chance.uniform(60, 120)
        tone = air(s, s.chance.choice(("#C8964A", "#B23A34", "#3A6A9A", "#E2D8C0")), 0.2)
        s.base.shape(
            [(x - size, foot + 6), (x, foot - size), (x + size, foot + 6)],
            s.base.across(lighter(tone, 0.2), darker(tone, 0.25)),
        )
        s.base.shape(
            [(x - size * 0.24, foot + 6), (x, foot - size * 0.7), (x + size * 0.24, foot + 6)], darker(tone, 0.6)
        )


def stalls_row(s: Scenery, foot: float) -> None:
    cottages(s, foot) if not s.says("city", "street", "night market") else fronts(s, foot)
    with s.on(FAR):
        stalls(s, s.width / 2, s.lens.ground(14.0), 0.62)


def fair(s: Scenery, foot: float) -> None:
    """Rides and bulbs of a fairground."""
    skyline(s, foot)
    x, y, r = s.width * 0.24, foot - s.height * 0.27, s.height * 0.25
    for spoke in range(16):
        turn = math.tau * spoke / 16
        px, py = x + math.cos(turn) * r, y + math.sin(turn) * r
        s.base.line([(x, y), (px, py)], "#8A94A8", 4)
        s.base.rect(px - 17, py, 34, 28, s.chance.choice(("#C23B36", "#E2B04A", "#3A8A8A", "#8A5AB0")), radius=8)
        s.shine.ellipse(px, py, 5, 5, "#FFE9A8")
    s.base.ellipse(x, y, r, r, "none", stroke="#A8B2C4", width=9)
    for leg in (-1, 1):
        s.base.line([(x, y), (x + leg * r * 0.5, foot)], "#6A7486", 12)
    tone = "#B23A34"
    left = s.width * 0.72
    for index in range(8):
        a, b = left - 200 + index * 50, left - 150 + index * 50
        s.base.shape(
            [(left, foot - 330), (left, foot - 330), (b, foot - 170), (a, foot - 170)], tone if index % 2 else "#F2E6CC"
        )
        s.base.rect(a, foot - 170, 50, 172, darker(tone if index % 2 else "#F2E6CC", 0.1))
    for index in range(40):
        px = s.width * index / 39
        py = foot - 250 + math.sin(index * 0.8) * 26
        s.shine.ellipse(px, py, 6, 6, s.chance.choice(("#FFD98A", "#FF9A7A", "#8AE0FF", "#B8F08A")))
    s.lamps.append(Lamp(x=s.width / 2, y=foot - 150, reach=s.width * 0.6, colour="#FFD08A", strength=0.35))


def pews(s: Scenery, foot: float) -> None:
    """The nave of a church: pillars, coloured windows, an altar."""
    tone = "#B8AE9E"
    stone(s, 0, 0, s.width, foot + 3, tone)
    middle = s.width / 2
    for x, wide, tall in ((middle, 190, 330), (middle - 330, 120, 280), (middle + 330, 120, 280)):
        top = foot - 120 - tall
        shape = f"M{x - wide / 2} {foot - 120} V{top + wide / 2} Q{x - wide / 2} {top} {x} {top - 30} Q{x + wide / 2} {top} {x + wide / 2} {top + wide / 2} V{foot - 120} Z"
        s.base.path(shape, "#000000")
        s.shine.path(shape, s.shine.down("#5A7AD8", "#C85A8A", "#F0B85A"))
        for _ in range(16):
            s.shine.ellipse(
                x + s.chance.uniform(-0.4, 0.4) * wide,
                foot - 140 - s.chance.random() * tall * 0.8,
                18,
                26,
                s.chance.choice(("#F0D060", "#E8605A", "#60A8F0", "#70D090", "#C070E0")),
                opacity=0.85,
            )
        s.lamps.append(Lamp(x=x, y=foot - 200, reach=420, colour=mix(s.mood.key, "#E8B0C0", 0.4), strength=0.4))
    s.base.rect(middle - 130, foot - 76, 260, 80, s.base.down("#F4EEE2", "#C8BCA8"))
    for side in (-1, 1):
        for z in (11.5, 9.6, 8.0, 6.6):
            x, y = s.lens.at(side * 2.6, 0, z)
            unit = s.lens.unit(z)
            s.base.rect(
                x - unit * 1.5, y - unit * 0.95, unit * 3, unit * 0.95, s.base.down("#8A5E38", "#4E321C"), radius=4
            )
            s.base.rect(x - unit * 1.5, y - unit * 1.0, unit * 3, unit * 0.1, "#A8784A")
        for z in (12.0, 8.6):
            x = s.lens.at(side * 4.6, 0, z)[0]
            y, unit = s.lens.ground(z), s.lens.unit(z)
            s.base.rect(x - unit * 0.4, 0, unit * 0.8, y, s.base.across(lighter(tone, 0.2), darker(tone, 0.35)))


def seats(s: Scenery, foot: float) -> None:
    """A screen or a stage before rows of seats seen from behind."""
    s.base.rect(0, 0, s.width, foot + 3, s.base.down("#241A24", "#3A2630"))
    left, wide = s.width * 0.2, s.width * 0.6
    s.base.rect(left - 16, s.height * 0.08, wide + 32, foot * 0.72 + 32, "#14101A")
    s.shine.rect(left, s.height * 0.1, wide, foot * 0.72, s.shine.down("#DCE8F4", "#8AA8D0"))
    s.lamps.append(Lamp(x=s.width / 2, y=foot * 0.5, reach=s.width * 0.5, colour="#B8D0F4", strength=0.6))
    for side in (-1, 1):
        for fold in range(4):
            s.base.rect(
                s.width / 2 + side * (wide / 2 + 30 + fold * 46) - 22,
                0,
                44,
                foot,
                s.base.across("#5A141E", "#A82E3A", "#5A141E"),
            )
    for z in (10.5, 8.6, 7.0):
        unit, y = s.lens.unit(z), s.lens.ground(z)
        for index in range(-9, 10):
            x = s.width / 2 + index * unit * 0.66
            if abs(index) > (1 if z < 8 else 0) and -60 < x < s.width + 60:
                s.base.rect(
                    x - unit * 0.28,
                    y - unit * 0.9,
                    unit * 0.56,
                    unit * 0.9,
                    s.base.down("#B83A42", "#5E1820"),
                    radius=unit * 0.14,
                )

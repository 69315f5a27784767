"""Grounds that nobody laid: earth, sand, grass, crops, snow, ice, water, lava."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery
from ministudio_cli.providers.animatic.space.ground_lines import NEAREST, depths, fill, scatter

_STALKS = ((0.3, 0.0), (0.05, 0.1), (0.25, 0.25), (0.1, 0.35), (0.2, 0.5), (0.0, 0.6))
"""The shades of a crop: by how much each is lighter, and how much of the dark of its depth is in it."""


def earth(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone)
    for x, y, unit in scatter(s, top, 190):
        long = unit * s.chance.uniform(0.06, 0.34)
        shade = s.chance.choice((darker(tone, 0.28), lighter(tone, 0.18)))
        s.base.ellipse(x, y, long, long * 0.26, shade, opacity=0.5)
    for x, y, unit in scatter(s, top, 40):
        s.base.ellipse(x, y, unit * 0.07, unit * 0.045, s.base.round(lighter(tone, 0.35), darker(tone, 0.3)))


def sand(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone, far=0.12, near=0.16)
    for x, y, unit in scatter(s, top, 120):
        long = unit * s.chance.uniform(0.5, 1.6)
        shade = s.chance.choice((darker(tone, 0.2), lighter(tone, 0.3)))
        s.base.line(
            [(x - long / 2, y), (x, y - unit * 0.05), (x + long / 2, y)], shade, max(1.0, unit * 0.018), opacity=0.35
        )


def grass(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone, far=0.18, near=0.22)
    for x, y, unit in scatter(s, top, 70):
        s.base.ellipse(
            x,
            y,
            unit * s.chance.uniform(0.5, 1.4),
            unit * 0.1,
            s.chance.choice((lighter(tone, 0.14), darker(tone, 0.14))),
            opacity=0.4,
        )
    for x, y, unit in scatter(s, top, 520):
        tall = min(64.0, unit * s.chance.uniform(0.05, 0.16))
        lean = s.chance.uniform(-0.4, 0.4) * tall
        shade = s.chance.choice((lighter(tone, 0.2), darker(tone, 0.25), mix(tone, "#C8C25A", 0.3)))
        s.base.path(
            f"M{x - tall * 0.09:.1f} {y:.1f} L{x + lean:.1f} {y - tall:.1f} L{x + tall * 0.09:.1f} {y:.1f} Z",
            shade,
            opacity=0.8,
        )


def crops(s: Scenery, top: float, tone: str) -> None:
    """A field of standing grain."""
    fill(s, top, darker(tone, 0.25), far=0.05, near=0.3)
    shades = [mix(lighter(tone, light), darker(tone, 0.35), dark) for light, dark in _STALKS]
    far = min(70.0, s.lens.depth(top))
    z = far
    while z > NEAREST:
        unit = s.lens.unit(z)
        step = max(7.0, unit * 0.07)
        x = -s.chance.uniform(0, step)
        y = s.lens.ground(z)
        # A row is drawn in a few shades, each as one path: ten thousand stalks one by one take five seconds.
        stalks: dict[str, list[str]] = {shade: [] for shade in shades}
        ears: dict[str, list[str]] = {shade: [] for shade in shades}
        wide, broad, long = max(1.6, unit * 0.012), max(1.5, unit * 0.017), max(3.0, unit * 0.06)
        while x < s.width + step:
            tall = unit * s.chance.uniform(0.5, 0.72)
            lean = s.chance.uniform(-0.16, 0.2) * tall
            shade = s.chance.choice(shades)
            tip_x, tip_y = x + lean, y - tall
            stalks[shade].append(f"M{x - wide:.1f} {y:.1f} L{tip_x:.1f} {tip_y:.1f} L{x + wide:.1f} {y:.1f} Z")
            turn = math.radians(lean)
            off_x, off_y = long * math.sin(turn), long * math.cos(turn)
            arc = f"A{broad:.1f} {long:.1f} {lean:.0f} 0 1"
            low, high = f"{tip_x - off_x:.1f} {tip_y + off_y:.1f}", f"{tip_x + off_x:.1f} {tip_y - off_y:.1f}"
            ears[shade].append(f"M{low} {arc} {high} {arc} {low} Z")
            x += step * s.chance.uniform(0.7, 1.3)
        for shade in shades:
            if stalks[shade]:
                s.base.path(" ".join(stalks[shade]), shade)
                s.base.path(" ".join(ears[shade]), lighter(shade, 0.16))
        z -= max(0.3, z * 0.055)


def furrows(s: Scenery, top: float, tone: str) -> None:
    """Ploughed or planted rows that run away."""
    fill(s, top, tone)
    far = min(80.0, s.lens.depth(top))
    for index in range(-34, 35):
        x = index * 0.9
        corners = [
            s.lens.at(x, 0, far),
            s.lens.at(x + 0.4, 0, far),
            s.lens.at(x + 0.4, 0, NEAREST),
            s.lens.at(x, 0, NEAREST),
        ]
        if corners[2][0] > -s.width and corners[3][0] < 2 * s.width:
            s.base.shape(corners, darker(tone, 0.3), opacity=0.7)
    green = "#5E8A44"
    for z in reversed(depths(s, top, 0.55)):
        unit, y = s.lens.unit(z), s.lens.ground(z)
        for index in range(-34, 35):
            x = s.lens.at(index * 0.9 + 0.65, 0, z)[0]
            if -30 < x < s.width + 30:
                s.base.ellipse(
                    x, y - unit * 0.1, unit * 0.2, unit * 0.15, mix(green, s.chance.choice(("#7AA84E", "#3E6A38")), 0.4)
                )


def snow(s: Scenery, top: float, _tone: str) -> None:
    tone = "#E6EEF6"
    s.base.rect(0, top, s.width, s.height - top + 2, s.base.down("#B8C8DE", "#E2EAF4", "#F2F6FA"))
    for x, y, unit in scatter(s, top, 60):
        long = unit * s.chance.uniform(0.6, 2.0)
        s.base.ellipse(
            x, y, long, long * 0.1, s.chance.choice(("#C2D0E2", "#FFFFFF", darker(tone, 0.08))), opacity=0.55
        )


def ice(s: Scenery, top: float, _tone: str) -> None:
    s.base.rect(0, top, s.width, s.height - top + 2, s.base.down("#8EC2DE", "#BFE2F0", "#DDF2F8"))
    for x, y, unit in scatter(s, top, 44):
        long = unit * s.chance.uniform(0.5, 2.2)
        points = [
            (x, y),
            (x + long * 0.4, y + unit * s.chance.uniform(-0.1, 0.12)),
            (x + long, y + unit * s.chance.uniform(-0.14, 0.16)),
        ]
        s.base.line(points, s.chance.choice(("#F6FCFF", "#7FB2D0")), max(1.2, unit * 0.012), opacity=0.7)
    for x, y, unit in scatter(s, top, 20):
        s.base.ellipse(x, y, unit * 1.2, unit * 0.12, "#F4FBFF", opacity=0.55)


def water(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone, far=-0.0 if tone == "#000000" else 0.1, near=0.35)
    rough = s.mood.name == "storm" or s.says("storm", "stormy", "gale", "waves", "rough")
    for x, y, unit in scatter(s, top, 300):
        long = unit * s.chance.uniform(0.4, 1.8)
        rise = unit * (0.16 if rough else 0.04)
        shade = lighter(tone, s.chance.uniform(0.2, 0.5)) if s.chance.random() < 0.6 else darker(tone, 0.3)
        s.base.line([(x - long / 2, y), (x, y - rise), (x + long / 2, y)], shade, max(1.0, unit * 0.02), opacity=0.5)
        if rough and s.chance.random() < 0.25:
            s.base.line(
                [(x - long * 0.3, y - rise * 0.4), (x, y - rise), (x + long * 0.2, y - rise * 0.6)],
                "#F0F6F8",
                max(1.6, unit * 0.035),
                opacity=0.8,
            )
    for glint in range(34):
        y = top + (glint / 34) ** 1.3 * (s.height - top)
        x = s.width * 0.64 + s.chance.uniform(-1, 1) * (20 + glint * 5)
        s.shine.ellipse(x, y, 14 + glint, 2.2, s.mood.key, opacity=0.28)


def seabed(s: Scenery, top: float, tone: str) -> None:
    sand(s, top, tone)
    for x, y, unit in scatter(s, top, 60):
        s.shine.ellipse(x, y, unit * s.chance.uniform(0.4, 1.1), unit * 0.06, "#BFF0EA", opacity=0.14)


def lunar(s: Scenery, top: float, tone: str) -> None:
    """Dust and craters."""
    fill(s, top, tone, far=0.1, near=0.3)
    for x, y, unit in scatter(s, top, 34):
        wide = unit * s.chance.uniform(0.2, 1.1)
        s.base.ellipse(x, y, wide, wide * 0.2, darker(tone, 0.45), opacity=0.8)
        s.base.ellipse(x, y + wide * 0.05, wide * 0.9, wide * 0.15, lighter(tone, 0.2), opacity=0.7)
    for x, y, unit in scatter(s, top, 40):
        s.base.ellipse(x, y, unit * 0.09, unit * 0.06, s.base.round(lighter(tone, 0.3), darker(tone, 0.5)))


def lava(s: Scenery, top: float, _tone: str) -> None:
    earth(s, top, "#3A2C2C")
    for _ in range(9):
        z = s.chance.uniform(4, 30)
        x = s.chance.uniform(-1, 1) * s.lens.half(z)
        points = [s.lens.at(x + s.chance.uniform(-0.5, 0.5), 0, z - step * z * 0.07) for step in range(5)]
        s.shine.line(points, "#FF7A2A", s.lens.unit(z) * 0.1)
        s.shine.line(points, "#FFD46A", s.lens.unit(z) * 0.04)
        px, py = points[2]
        s.lamps.append(_lamp(px, py, s.lens.unit(z) * 2.4))


def _lamp(x: float, y: float, reach: float) -> Lamp:
    return Lamp(x=x, y=y, reach=reach, colour="#FF8A3A", strength=0.5)

"""What lies behind the ground of a place in the country: hills, woods, cliffs, orchards."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.land import ridge
from ministudio_cli.providers.animatic.nature import pine, tree
from ministudio_cli.providers.animatic.scenery import Scenery, is_dark


def air(s: Scenery, tone: str, share: float) -> str:
    """A colour as it is seen through much air."""
    return mix(tone, mix(s.mood.sky[1], s.mood.ambient, 0.4), share)


def hills(s: Scenery, foot: float) -> None:
    snow = s.says("snow", "snowy", "winter")
    for depth, (rise, tone) in enumerate(((150, "#7A94A8"), (90, "#6E9276"), (44, "#5E8A54"))):
        ridge(s, foot + 4, rise, air(s, "#D4DEE8" if snow else tone, 0.5 - depth * 0.16), peaks=5 + depth)


def plain_far(s: Scenery, foot: float) -> None:
    """Nothing but the horizon."""
    ridge(s, foot + 4, 14, air(s, "#7A8A6A", 0.5), peaks=4)


def peaks(s: Scenery, foot: float) -> None:
    for depth, rise in enumerate((430, 300, 170)):
        tone = air(s, "#5A6A82", 0.5 - depth * 0.17)
        points = ridge(s, foot + 6, rise, tone, peaks=8 + depth * 2, sharp=True)
        for x, y in points[1::2] if depth < 2 or s.says("snow", "snowy", "winter", "ice") else ():
            wide = (foot - y) * 0.2
            s.base.shape(
                [
                    (x, y),
                    (x + wide, y + wide * 1.3),
                    (x + wide * 0.4, y + wide),
                    (x - wide * 0.1, y + wide * 1.5),
                    (x - wide * 0.5, y + wide),
                    (x - wide, y + wide * 1.3),
                ],
                "#F0F4F6",
            )


def dunes(s: Scenery, foot: float) -> None:
    for depth, rise in enumerate((130, 80, 40)):
        ridge(s, foot + 4, rise, air(s, ("#D8B07A", "#D09A5E", "#D8AE70")[depth], 0.3 - depth * 0.1), peaks=4 + depth)


def woods(s: Scenery, foot: float) -> None:
    """The edge of a wood."""
    ridge(s, foot - 60, 60, air(s, "#3E6A4A", 0.4), peaks=14)
    for _ in range(44):
        x, k = s.chance.uniform(-40, s.width + 40), s.chance.uniform(0.34, 0.6)
        (pine if s.chance.random() < 0.4 or s.says("snow", "pine", "fir") else tree)(
            s, x, foot + s.chance.uniform(-6, 14), k
        )


def jungle(s: Scenery, foot: float) -> None:
    """Thick leaves from the ground to above the picture."""
    s.base.rect(0, 0, s.width, foot + 6, s.base.down("#3E6A52", "#2A4E3C"))
    if not is_dark(s):
        s.shine.ellipse(
            s.width / 2, foot * 0.5, s.width * 0.24, foot * 0.6, s.shine.glow(lighter(s.mood.key, 0.2), 0.5)
        )
    for _ in range(11):
        x, wide = s.chance.uniform(0, s.width), s.chance.uniform(18, 46)
        s.base.rect(x, 0, wide, foot + 10, s.base.across("#4A3A2A", "#6A5236", "#33281E"), radius=4)
    for depth in range(4):
        tone = mix("#2E5E48", "#1E3A2A", depth / 3)
        for _ in range(26):
            x, y = s.chance.uniform(-60, s.width + 60), foot - s.chance.uniform(-20, foot) * (1 - depth * 0.05)
            for leaf in range(7):
                turn = math.pi * (0.1 + 0.8 * leaf / 6) + s.chance.uniform(-0.1, 0.1)
                long = s.chance.uniform(60, 150)
                tip = (x + math.cos(turn) * long, y - math.sin(turn) * long * 0.8)
                colour = lighter(mix(tone, "#5A9A4A", s.chance.random() * 0.6), 0.05)
                s.base.path(
                    f"M{x:.1f} {y:.1f} Q{(x + tip[0]) / 2 + 14:.1f} {(y + tip[1]) / 2 - 26:.1f} {tip[0]:.1f} {tip[1]:.1f} Q{(x + tip[0]) / 2 - 10:.1f} {(y + tip[1]) / 2 + 12:.1f} {x:.1f} {y:.1f} Z",
                    colour,
                )


def poplars(s: Scenery, foot: float) -> None:
    hills(s, foot)
    for index in range(14):
        z = 9 + index * 5.0
        x, y = s.lens.at(-7.5, 0, z)
        unit = s.lens.unit(z)
        tone = air(s, "#4A6A34", min(0.6, z / 110))
        s.base.blob(
            [
                (x - unit * 0.7, y),
                (x - unit * 0.9, y - unit * 3),
                (x - unit * 0.5, y - unit * 7.4),
                (x, y - unit * 9),
                (x + unit * 0.5, y - unit * 7),
                (x + unit * 0.8, y - unit * 3),
                (x + unit * 0.6, y),
            ],
            s.base.across(lighter(tone, 0.15), darker(tone, 0.3)),
        )


def hedges(s: Scenery, foot: float) -> None:
    woods(s, foot)
    s.base.rect(0, foot - 60, s.width, 66, s.base.down("#4E7E46", "#2E5434"))
    for _ in range(160):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(foot - 66, foot)
        s.base.ellipse(x, y, 16, 12, mix("#4E7E46", s.chance.choice(("#7AA85A", "#2E5A36")), 0.5), opacity=0.8)


def cliffs(s: Scenery, foot: float) -> None:
    for side, reach in ((0, 0.36), (1, 0.3)):
        edge = 0.0 if side == 0 else s.width
        inner = [
            (abs(edge - s.width * reach * share) + s.chance.uniform(-20, 20), y)
            for share, y in ((0.72, s.height * 0.06), (0.86, s.height * 0.2), (0.8, s.height * 0.34), (1.0, foot + 10))
        ]
        tone = air(s, "#8A7462", 0.15)
        s.base.shape([(edge, 0), *inner, (edge, foot + 30)], s.base.down(lighter(tone, 0.1), darker(tone, 0.3)))
        for layer in range(9):
            y = s.height * (0.08 + layer * 0.05)
            s.base.line(
                [(edge, y), (abs(edge - s.width * reach * 0.6), y + s.chance.uniform(-10, 10))],
                darker(tone, 0.3),
                5,
                opacity=0.4,
            )
    hills(s, foot)


def orchard(s: Scenery, foot: float) -> None:
    hills(s, foot)
    for z in (34.0, 26.0, 19.0, 13.0):
        for index in range(-6, 7):
            x, y = s.lens.at(index * 5.4 + (2.2 if z in (26.0, 13.0) else 0), 0, z)
            if -60 < x < s.width + 60 and not (z == 13.0 and 0.28 < x / s.width < 0.72):
                tree(s, x, y, 10.5 / z)
                for _ in range(12):
                    s.base.ellipse(
                        x + s.chance.uniform(-1, 1) * 1250 / z,
                        y - s.chance.uniform(1500, 3100) / z,
                        90 / z,
                        90 / z,
                        s.chance.choice(("#C8342E", "#E0563A", "#E8A83A")),
                    )


def greenery(s: Scenery, foot: float) -> None:
    """A glasshouse full of plants."""
    s.base.rect(0, 0, s.width, foot, "#000000")
    s.shine.rect(0, 0, s.width, foot, s.shine.down(lighter(s.mood.sky[0], 0.3), s.mood.sky[1]))
    for column in range(int(s.width / 110) + 2):
        s.base.rect(column * 110, 0, 8, foot, "#D8E0DC")
    for share in (0.2, 0.45, 0.7):
        s.base.rect(0, foot * share, s.width, 6, "#D8E0DC")
    for side in (-1, 1):
        for z in (16.0, 12.0, 9.0, 7.0):
            x, y = s.lens.at(side * (2.6 + z * 0.16), 0, z)
            unit = s.lens.unit(z)
            s.base.rect(x - unit, y - unit * 0.8, unit * 2, unit * 0.8, s.base.down("#A8845A", "#6A4A30"))
            for _ in range(16):
                px, py = x + s.chance.uniform(-1, 1) * unit, y - unit * s.chance.uniform(0.8, 1.9)
                s.base.ellipse(
                    px,
                    py,
                    unit * 0.2,
                    unit * 0.15,
                    s.chance.choice(("#4E8A46", "#6AA050", "#356A3E", "#E0563A", "#F0C24A", "#E88AB0")),
                )

"""What lies behind the ground by, on and under water, in the air and in space."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.land import cloud
from ministudio_cli.providers.animatic.nature import pine
from ministudio_cli.providers.animatic.scenery import Scenery
from ministudio_cli.providers.animatic.space.country import air, hills


def shore(s: Scenery, foot: float) -> None:
    """Water to the horizon behind the ground."""
    line = s.lens.horizon + 4
    tone = mix("#2A6A8A", s.accent(), 0.15)
    s.base.rect(0, line, s.width, foot - line + 30, s.base.down(lighter(air(s, tone, 0.3), 0.1), tone))
    for _ in range(90):
        y = line + s.chance.random() ** 1.6 * (foot - line)
        long = 20 + (y - line) * 0.9
        x = s.chance.uniform(0, s.width)
        s.base.line(
            [(x, y), (x + long / 2, y - 2), (x + long, y)], lighter(tone, 0.45), 1.6 + (y - line) * 0.012, opacity=0.45
        )
    for glint in range(20):
        y = line + (foot - line) * glint / 20
        s.shine.ellipse(
            s.width * 0.64 + s.chance.uniform(-1, 1) * (10 + glint * 4), y, 12 + glint, 2, s.mood.key, opacity=0.35
        )
    for row in range(3):
        points = [(s.width * share / 8, foot - row * 15 + s.chance.uniform(-5, 5)) for share in range(9)]
        s.base.line(points, "#F4F8F6", 7 - row * 2, opacity=0.75)


def lakeside(s: Scenery, foot: float) -> None:
    line = s.lens.horizon + 6
    hills(s, line)
    for _ in range(50):
        pine(s, s.chance.uniform(0, s.width), line + 8, s.chance.uniform(0.14, 0.26))
    tone = mix("#3A6E86", s.mood.sky[1], 0.3)
    s.base.rect(0, line + 4, s.width, foot - line + 30, s.base.down(mix(tone, "#2E4A3E", 0.4), tone))
    for _ in range(70):
        y = line + 8 + s.chance.random() * (foot - line)
        x = s.chance.uniform(0, s.width)
        s.base.line([(x, y), (x + 60, y)], lighter(tone, 0.35), 2, opacity=0.4)


def icebergs(s: Scenery, foot: float) -> None:
    line = s.lens.horizon + 4
    s.base.rect(0, line, s.width, foot - line + 30, s.base.down("#3A6A86", "#1E4A66"))
    for share, tall in ((0.1, 210), (0.26, 90), (0.58, 100), (0.86, 250)):
        x, wide = s.width * share, tall * 1.1
        crest = [
            (x - wide, line + 20),
            (x - wide * 0.6, line - tall * 0.5),
            (x - wide * 0.1, line - tall),
            (x + wide * 0.3, line - tall * 0.75),
            (x + wide * 0.8, line - tall * 0.3),
            (x + wide, line + 20),
        ]
        s.base.shape(crest, s.base.down("#EAF6FA", "#7FB6D0"))
        s.base.shape(
            [crest[2], crest[3], (x + wide * 0.3, line + 20), (x - wide * 0.1, line + 20)], "#5E9CBE", opacity=0.6
        )
    for _ in range(12):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(line + 30, foot)
        wide = 60 + (y - line) * 1.2
        s.base.ellipse(x, y, wide, wide * 0.1, "#DDF0F6")
        s.base.ellipse(x, y + wide * 0.06, wide, wide * 0.08, "#4A86A6", opacity=0.6)


def quay(s: Scenery, foot: float) -> None:
    """A harbour: water, ships far off, cranes and stacked containers."""
    shore(s, foot)
    for share in (0.14, 0.84):
        x, high = s.width * share, s.height * 0.1
        for leg in (-46, 40):
            s.base.rect(x + leg, high, 12, foot - high, air(s, "#C2502E", 0.2))
        s.base.rect(x - 190, high - 12, 400, 16, air(s, "#D8642E", 0.15))
        s.base.line([(x + 150, high), (x + 150, high + 170)], "#2A2E36", 3)
        s.base.rect(x - 20, high - 60, 70, 50, air(s, "#D8642E", 0.1))
    for row in range(2):
        for index in range(8):
            if s.chance.random() < 0.7 and not 2 <= index <= 5:
                tone = air(s, s.chance.choice(("#B23A34", "#3A5A9A", "#C28A2E", "#4A7A5A", "#7A7E86")), 0.1)
                x = s.width * index / 8
                s.base.rect(
                    x, foot - 74 * (row + 1), s.width / 8 - 6, 72, s.base.down(lighter(tone, 0.1), darker(tone, 0.25))
                )
                for rib in range(9):
                    s.base.rect(
                        x + 8 + rib * (s.width / 8 - 12) / 9,
                        foot - 74 * (row + 1) + 6,
                        4,
                        60,
                        darker(tone, 0.3),
                        opacity=0.6,
                    )


def reef(s: Scenery, foot: float) -> None:
    """Rocks and corals on both sides, under water."""
    for side in (0, 1):
        for depth in range(3):
            edge = 0.0 if side == 0 else s.width
            reach = s.width * (0.34 - depth * 0.08) * s.chance.uniform(0.8, 1.1)
            tall = foot - s.height * (0.42 + 0.1 * depth)
            tone = mix("#3A6A7E", "#2A4650", depth / 2)
            points = [
                (edge, foot - tall),
                (abs(edge - reach * 0.4), foot - tall * s.chance.uniform(0.8, 1.05)),
                (abs(edge - reach * 0.75), foot - tall * 0.5),
                (abs(edge - reach), foot + 40 + depth * 30),
                (edge, foot + 60),
            ]
            s.base.shape(points, s.base.down(lighter(tone, 0.16), darker(tone, 0.35)))
    for _ in range(34):
        x = s.chance.choice((s.chance.uniform(0, 0.34), s.chance.uniform(0.66, 1))) * s.width
        _coral(s, x, foot + s.chance.uniform(-30, 250), s.chance.uniform(90, 230))
    for _ in range(14):
        x, y = s.chance.uniform(0, s.width), foot + s.chance.uniform(0, 160)
        for blade in range(4):
            sway = s.chance.uniform(-40, 40)
            s.base.line(
                [
                    (x + blade * 8, y),
                    (x + blade * 8 + sway * 0.3, y - 60),
                    (x + blade * 8 + sway, y - s.chance.uniform(90, 160)),
                ],
                s.chance.choice(("#3A8A5A", "#2E7A6A", "#5AA06A")),
                7,
            )


def _coral(s: Scenery, x: float, y: float, size: float) -> None:
    tone = s.chance.choice(("#E8785A", "#E8A04A", "#D85A8A", "#B86AC8", "#F0C86A"))

    def branch(px: float, py: float, long: float, turn: float, wide: float) -> None:
        if long < 9:
            return
        qx, qy = px + math.cos(turn) * long, py - math.sin(turn) * long
        s.base.line([(px, py), (qx, qy)], mix(tone, "#FFF2DC", s.chance.random() * 0.25), wide)
        for lean in (-0.5, 0.45):
            branch(qx, qy, long * s.chance.uniform(0.6, 0.78), turn + lean + s.chance.uniform(-0.2, 0.2), wide * 0.72)

    branch(x, y, size * 0.36, math.pi / 2, size * 0.13)


def clouds_below(s: Scenery, foot: float) -> None:
    for row in range(6):
        for _ in range(8):
            cloud(s, s.chance.uniform(0, s.width), foot - 10 + row * 50, 110 + row * 46, 0.7)


def sky_only(s: Scenery, foot: float) -> None:
    """High in the air: clouds around and below."""
    del foot
    for _ in range(16):
        y = s.chance.uniform(0.1, 1.0) * s.height
        cloud(s, s.chance.uniform(0, s.width), y, 60 + y * 0.22, 0.75)


def galaxy(s: Scenery, foot: float) -> None:
    del foot
    s.base.rect(0, 0, s.width, s.height, "#05060E")
    for _ in range(420):
        size = s.chance.uniform(0.5, 1.9)
        s.shine.ellipse(
            s.chance.uniform(0, s.width),
            s.chance.uniform(0, s.height * 0.6),
            size,
            size,
            "#FFFFFF",
            opacity=s.chance.uniform(0.3, 1),
        )
    x, y = s.width * 0.74, s.height * 0.2
    s.shine.ellipse(x, y, 170, 170, s.shine.glow("#5AA0F0", 0.6))
    s.shine.ellipse(x, y, 92, 92, s.shine.round("#7AB8E8", "#2A62A8", "#0E2246"))

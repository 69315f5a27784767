"""What is far from land: space, and what is under it: caves."""

from __future__ import annotations

import itertools

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import MIDDLE, NEAR, Lamp, Scenery


def space(s: Scenery) -> None:
    """Stars, a nebula in the film's colours and a planet's limb."""
    w, h = s.width, s.height
    s.base.rect(0, 0, w, h, "#05060E")
    for _ in range(7):
        x, y = s.chance.uniform(0, w), s.chance.uniform(0, h)
        s.shine.ellipse(x, y, 340, 200, s.shine.glow(mix(s.accent(), "#5A3A9A", s.chance.random()), 0.28))
    for _ in range(420):
        size = s.chance.uniform(0.5, 1.9)
        tone = s.chance.choice(("#FFFFFF", "#CFE0FF", "#FFE9CF"))
        s.shine.ellipse(
            s.chance.uniform(0, w), s.chance.uniform(0, h), size, size, tone, opacity=s.chance.uniform(0.25, 1)
        )
    _planet(s, w * 0.34, h * 1.32, w * 0.56)
    s.lamps.append(Lamp(x=w * 0.85, y=h * 0.1, reach=w, colour="#FFF6E2", strength=0.35))
    s.floor = h * 0.86


def _planet(s: Scenery, x: float, y: float, r: float) -> None:
    """Seas, land and cloud in bands along the limb, an edge of air, and night on the far side."""
    s.shine.ellipse(x, y, r * 1.2, r * 1.2, s.shine.glow("#4A98F0", 0.75))
    s.shine.ellipse(x, y, r, r, s.shine.round("#4A90C8", "#2A629C", "#0E2246"))
    for _ in range(34):
        up = s.chance.uniform(0.45, 0.97)
        px = x + s.chance.uniform(-1, 1) * r * (1 - up * up) ** 0.5
        tone = s.chance.choice(("#4A8A5A", "#8A8A52", "#3E7A62"))
        wide = s.chance.uniform(0.03, 0.12) * r
        points = [
            (px - wide, y - up * r),
            (px - wide * 0.3, y - up * r - wide * 0.22),
            (px + wide, y - up * r + wide * 0.05),
            (px + wide * 0.2, y - up * r + wide * 0.24),
        ]
        s.shine.blob(points, tone, opacity=0.55)
    for _ in range(70):
        up = s.chance.uniform(0.4, 0.985)
        px = x + s.chance.uniform(-1, 1) * r * (1 - up * up) ** 0.5 * 0.98
        long = s.chance.uniform(0.04, 0.16) * r
        s.shine.ellipse(
            px,
            y - up * r,
            long,
            long * 0.11,
            "#E8F2F8",
            opacity=s.chance.uniform(0.25, 0.6),
            turn=s.chance.uniform(-8, 8),
        )
    s.shine.path(f"M{x - r} {y} A{r} {r} 0 0 1 {x + r} {y}", stroke="#9AD0FF", width=7, opacity=0.8)
    s.shine.ellipse(x - r * 0.5, y - r * 0.2, r * 0.8, r * 1.1, s.shine.glow("#000208", 0.85))


def cave(s: Scenery) -> None:
    """Rock from all sides, each wall nearer and darker, with a light in its depth."""
    w, h = s.width, s.height
    s.base.rect(0, 0, w, h, s.base.down("#2A2630", "#4A3E3E", "#3A3030"))
    warm = (
        "#FF9A4A" if s.mood.name in ("candle", "alarm") or s.says("embers", "fire", "lava", "campfire") else s.mood.key
    )
    for depth in range(3):
        with s.on(MIDDLE if depth == 2 else s.layer):
            _walls(s, depth)
        if depth == 0:
            s.shine.ellipse(w / 2, s.floor, 420, 240, s.shine.glow(warm, 0.5))
    s.lamps.append(Lamp(x=w / 2, y=s.floor, reach=700, colour=warm, strength=0.8))
    floor = [
        (0, s.floor * 1.16),
        (w * 0.3, s.floor * 1.04),
        (w * 0.7, s.floor * 1.05),
        (w, s.floor * 1.14),
        (w, h),
        (0, h),
    ]
    s.base.shape(floor, s.base.down("#5A4A42", "#2E2628"))
    for _ in range(40):
        x, y = s.chance.uniform(0, w), s.chance.uniform(s.floor * 1.1, h)
        size = (y - s.floor) * s.chance.uniform(0.05, 0.16)
        s.base.ellipse(x, y, size * 1.5, size * 0.7, s.base.down("#7A675A", "#3A2E2C"))
    with s.on(NEAR):
        for edge in (0.0, w):
            rock = [
                (edge, h * 0.3),
                (abs(edge - w * 0.06), h * 0.5),
                (abs(edge - w * 0.04), h * 0.72),
                (abs(edge - w * 0.13), h),
                (edge, h),
            ]
            s.base.shape(rock, "#1E181C")


def _walls(s: Scenery, depth: int) -> None:
    w, h = s.width, s.height
    tone = mix("#6A5A58", "#221C22", depth / 2)
    for side in (0, 1):
        inner = [(w * (0.34 - depth * 0.1) + s.chance.uniform(-46, 46), h * i / 9) for i in range(10)]
        points = [(x if side == 0 else w - x, y) for x, y in inner]
        edge = 0.0 if side == 0 else w
        fill = (
            s.base.across(darker(tone, 0.4), lighter(tone, 0.1))
            if side == 0
            else s.base.across(lighter(tone, 0.1), darker(tone, 0.4))
        )
        s.base.shape([*points, (edge, h), (edge, 0.0)], fill)
        for (x1, y1), (x2, y2) in itertools.pairwise(points[1:]):
            s.base.shape(
                [(x1, y1), (x2, y2), ((x1 + edge) / 2, (y1 + y2) / 2 + 30)],
                lighter(tone, s.chance.uniform(0, 0.16)),
                opacity=0.5,
            )
    for _ in range(9):
        x, long = s.chance.uniform(0, w), s.chance.uniform(50, 200) * (0.6 + depth * 0.3)
        if depth < 2 or not 0.25 < x / w < 0.75:
            s.base.shape(
                [(x - 24, 0), (x + 24, 0), (x + s.chance.uniform(-8, 8), long)],
                s.base.down(darker(tone, 0.3), lighter(tone, 0.1)),
            )

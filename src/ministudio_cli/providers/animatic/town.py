"""Streets and markets."""

from __future__ import annotations

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery, is_dark
from ministudio_cli.providers.animatic.vocabulary import words_of


def stalls(s: Scenery) -> None:
    for stall in range(5):
        x, y = s.width * (0.1 + stall * 0.2), s.floor * (1.02 + 0.05 * (stall % 2))
        tone = s.chance.choice(("#B23A34", "#C28A2E", "#2F7A7A", "#7A3E6A"))
        for side in (-90, 82):
            s.base.rect(x + side, y - 170, 8, 180, "#5A3E2A")
            s.shine.rect(x + side, y - 170, 8, 180, "#000000")
        roof = [(x - 112, y - 160), (x - 70, y - 220), (x + 70, y - 220), (x + 112, y - 160)]
        s.shine.shape(roof, "#000000")
        s.base.shape(roof, s.base.across(lighter(tone, 0.25), tone))
        s.base.rect(x - 96, y - 56, 192, 62, "#8A6240")
        s.shine.rect(x - 96, y - 56, 192, 62, "#000000")
        for fruit in range(12):
            s.base.ellipse(
                x - 84 + fruit * 15, y - 62, 9, 9, s.chance.choice(("#E2802F", "#C23B36", "#8AA03E", "#E8C547"))
            )


def city(s: Scenery) -> None:
    dark = is_dark(s)
    for depth, (count, low, high) in enumerate(((16, 160, 360), (11, 240, 480), (7, 300, 620))):
        tone = mix(mix("#7A8AA0", "#4A4652", depth / 2), s.accent(), 0.12)
        for index in range(count):
            wide = s.width / count * s.chance.uniform(0.8, 1.1)
            x, tall = index * s.width / count, s.chance.uniform(low, high)
            if depth == 2 and 0.25 < (x + wide / 2) / s.width < 0.75:
                continue
            top = s.floor * 1.06 - tall
            s.shine.rect(x, top, wide, s.height, "#000000")
            s.base.rect(x, top, wide, s.height, s.base.across(lighter(tone, 0.1), darker(tone, 0.3)))
            _lit_windows(s, x, top, wide, tall, 0.42 if dark else 0.12, 1 + depth * 0.4)
            if s.mood.name == "neon" and depth == 2:
                _neon(s, x + wide * 0.5, top + tall * 0.5)
    road = s.floor * 1.05
    s.base.rect(0, road, s.width, s.height, s.base.down("#4A4A56", "#2E2E38"))
    s.shine.rect(0, road, s.width, s.height, "#000000")
    for mark in range(7):
        y = road + (mark / 7) ** 1.8 * (s.height - road)
        s.base.rect(s.width / 2 - 5 - mark * 2, y, 10 + mark * 4, 10 + mark * 7, "#C8C0A8", opacity=0.6)
    if {"market", "bazaar"} & set(words_of(s.words())):
        stalls(s)


def _lit_windows(s: Scenery, x: float, top: float, wide: float, tall: float, share: float, k: float) -> None:
    for row in range(int(tall / (26 * k))):
        for column in range(max(1, int(wide / (22 * k)))):
            px, py = x + 7 * k + column * 22 * k, top + 12 * k + row * 26 * k
            if s.chance.random() < share:
                s.shine.rect(px, py, 10 * k, 13 * k, s.chance.choice(("#FFD98A", "#FFE9B8", "#A8D8F0")), opacity=0.8)
            else:
                s.base.rect(px, py, 10 * k, 13 * k, "#2A3444", opacity=0.5)


def _neon(s: Scenery, x: float, y: float) -> None:
    tone = s.chance.choice(("#FF4FA8", "#3FE0F0", "#FFD23F", "#8A6AFF"))
    s.shine.rect(x - 26, y - 120, 52, 220, "none", radius=12, stroke=tone, width=6)
    for mark in range(4):
        s.shine.line(
            [(x - 12, y - 88 + mark * 52), (x + 12, y - 88 + mark * 52), (x, y - 62 + mark * 52)], lighter(tone, 0.3), 5
        )
    s.lamps.append(Lamp(x=x, y=y, reach=420, colour=tone, strength=0.6))

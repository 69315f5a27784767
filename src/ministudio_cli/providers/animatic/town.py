"""Where people live: streets, villages, roofs."""

from __future__ import annotations

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.landmarks import house
from ministudio_cli.providers.animatic.outdoors import stalls
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery, is_dark


def city(s: Scenery) -> None:
    """A street between houses that runs away from the lens."""
    _skyline(s)
    road = s.floor * 1.02
    asphalt = "#4A4A56" if not s.says("snow", "snowy") else "#C8D2DC"
    s.base.rect(0, road, s.width, s.height, s.base.down(lighter(asphalt, 0.06), darker(asphalt, 0.4)))
    middle = s.width / 2
    for side in (-1, 1):
        s.base.shape([(middle + side * s.width * 0.12, road), (middle + side * s.width * 0.6, road), (middle + side * s.width * 0.9, s.height), (middle + side * s.width * 0.36, s.height)],
                     s.base.down("#6A6A74", "#55555F"))  # fmt: skip
        s.base.line([(middle + side * s.width * 0.12, road), (middle + side * s.width * 0.36, s.height)], "#8A8A92", 7)
    for mark in range(7):
        y = road + (mark / 7) ** 1.8 * (s.height - road)
        s.base.rect(middle - 5 - mark * 2, y, 10 + mark * 4, 10 + mark * 7, "#C8C0A8", opacity=0.6)
    if s.says("rain", "rainy", "wet", "puddle"):
        _wet(s, road)
    if s.says("market", "bazaar"):
        stalls(s, middle, road + 40, 1.0)


def _skyline(s: Scenery) -> None:
    dark = is_dark(s)
    for depth, (count, low, high) in enumerate(((16, 160, 360), (11, 240, 480))):
        tone = mix(mix("#7A8AA0", "#5A5E72", depth), s.accent(), 0.12)
        for index in range(count):
            wide = s.width / count * s.chance.uniform(0.8, 1.1)
            x, tall = index * s.width / count, s.chance.uniform(low, high)
            _block(s, x, s.floor * 1.04 - tall, wide, tall, tone, 0.42 if dark else 0.12, 1 + depth * 0.4)
    # The street's own houses, seen along their fronts.
    for side in (-1, 1):
        for house_number in range(3):
            near, far = 1 - house_number * 0.28, 1 - (house_number + 1) * 0.28
            x1, x2 = (s.width / 2 + side * s.width * (0.13 + 0.44 * share) for share in (near, far))
            top1, top2 = (s.floor - (170 + 560 * share) for share in (near, far))
            low1, low2 = (s.floor * 1.02 + 190 * (share - 0.16) * 0.9 for share in (near, far))
            tone = mix(s.chance.choice(("#8A6A5A", "#6A5A6E", "#7A7A72", "#94705A")), s.accent(), 0.1)
            s.base.shape(
                [(x1, top1), (x2, top2), (x2, low2), (x1, low1)], s.base.across(darker(tone, 0.1), darker(tone, 0.4))
            )
            _front(s, (x1, x2), (top1, top2), (low1, low2), 0.5 if dark else 0.15)


def _front(
    s: Scenery, xs: tuple[float, float], tops: tuple[float, float], lows: tuple[float, float], share: float
) -> None:
    """Windows in perspective, a lit shop below, and a sign over it."""

    def at(across: float, down: float) -> tuple[float, float]:
        top, low = tops[0] + (tops[1] - tops[0]) * across, lows[0] + (lows[1] - lows[0]) * across
        return xs[0] + (xs[1] - xs[0]) * across, top + (low - top) * down

    for row in range(6):
        for column in range(4):
            a, b = 0.1 + column * 0.22, 0.24 + column * 0.22
            c, d = 0.06 + row * 0.115, 0.13 + row * 0.115
            shape = [at(a, c), at(b, c), at(b, d), at(a, d)]
            if s.chance.random() < share:
                s.shine.shape(shape, s.chance.choice(("#FFD98A", "#FFE9B8", "#A8D8F0")), opacity=0.8)
            else:
                s.base.shape(shape, "#2A3444", opacity=0.6)
    shop = [at(0.08, 0.79), at(0.92, 0.79), at(0.92, 0.97), at(0.08, 0.97)]
    tone = s.chance.choice(("#FFD08A", "#F2E0B0", "#9AE0E8"))
    (s.shine if is_dark(s) or s.mood.name == "dusk" else s.base).shape(
        shop, tone if is_dark(s) else "#8AA0A8", opacity=0.85
    )
    awning = s.chance.choice(("#B23A34", "#2F7A6A", "#C28A2E", "#4A4A7A"))
    s.base.shape([at(0.05, 0.74), at(0.95, 0.74), at(0.95, 0.8), at(0.05, 0.8)], awning)
    if is_dark(s):
        x, y = at(0.5, 0.88)
        s.lamps.append(Lamp(x=x, y=y, reach=260, colour=tone, strength=0.4))
    if s.mood.name == "neon":
        _neon(s, *at(0.5, 0.4))


def _block(s: Scenery, x: float, top: float, wide: float, tall: float, tone: str, share: float, k: float) -> None:
    s.base.rect(x, top, wide, s.height, s.base.across(lighter(tone, 0.1), darker(tone, 0.3)))
    with s.base.within():
        for row in range(int(tall / (26 * k))):
            for column in range(max(1, int(wide / (22 * k)))):
                px, py = x + 7 * k + column * 22 * k, top + 12 * k + row * 26 * k
                if s.chance.random() < share:
                    s.shine.rect(
                        px, py, 10 * k, 13 * k, s.chance.choice(("#FFD98A", "#FFE9B8", "#A8D8F0")), opacity=0.8
                    )
                else:
                    s.base.rect(px, py, 10 * k, 13 * k, "#2A3444", opacity=0.5)


def _neon(s: Scenery, x: float, y: float) -> None:
    tone = s.chance.choice(("#FF4FA8", "#3FE0F0", "#FFD23F", "#8A6AFF"))
    s.base.rect(x - 32, y - 126, 64, 232, "#14121E", radius=12)
    s.shine.rect(x - 26, y - 120, 52, 220, "none", radius=12, stroke=tone, width=6)
    for mark in range(4):
        s.shine.line(
            [(x - 12, y - 88 + mark * 52), (x + 12, y - 88 + mark * 52), (x, y - 62 + mark * 52)], lighter(tone, 0.3), 5
        )
    s.shine.ellipse(x, y, 120, 200, s.shine.glow(tone, 0.5))
    s.lamps.append(Lamp(x=x, y=y, reach=420, colour=tone, strength=0.6))


def _wet(s: Scenery, road: float) -> None:
    """The lights of a street, drawn out in its wet ground."""
    for _ in range(46):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(road + 6, s.height * 0.97)
        tone = s.chance.choice((s.mood.key, "#FFD98A", "#9AE0F0", s.accent(1)))
        long = 30 + (y - road) * 0.5
        s.shine.rect(x, y, s.chance.uniform(6, 22), long, s.shine.down(tone, "#000000"), radius=5, opacity=0.32)


def village(s: Scenery) -> None:
    """Houses along a lane."""
    green = "#7A9A5E" if not s.says("snow", "snowy", "winter") else "#DCE6EE"
    s.base.path(f"M0 {s.floor * 0.94} Q{s.width * 0.5} {s.floor * 0.84} {s.width} {s.floor * 0.94} V{s.height} H0 Z",
                s.base.down(lighter(green, 0.1), darker(green, 0.2)))  # fmt: skip
    for row, (count, size) in enumerate(((7, 0.6), (5, 0.95))):
        for index in range(count):
            x = s.width * (index + 0.5) / count + s.chance.uniform(-30, 30)
            if row == 1 and abs(x - s.width / 2) < s.width * 0.12:
                continue
            house(s, x, s.floor * (0.97 + row * 0.1), size)
    lane = "#C8AE84" if not s.says("snow", "snowy", "winter") else "#EEF3F6"
    s.base.shape([(s.width * 0.47, s.floor * 0.98), (s.width * 0.53, s.floor * 0.98), (s.width * 0.78, s.height), (s.width * 0.22, s.height)],
                 s.base.down(lane, darker(lane, 0.2)))  # fmt: skip
    if s.says("market", "bazaar"):
        stalls(s, s.width / 2, s.floor * 1.12, 1.0)


def rooftop(s: Scenery) -> None:
    """A roof above a town: the ridge across the picture, other roofs below."""
    snow = s.says("snow", "snowy", "winter")
    below = "#8A9AB0" if snow else "#6A6A72"
    s.base.path(
        f"M0 {s.floor * 0.8} Q{s.width * 0.5} {s.floor * 0.7} {s.width} {s.floor * 0.82} V{s.height} H0 Z",
        s.base.down(below, darker(below, 0.4)),
    )
    for row, size in enumerate((0.55, 0.8)):
        for index in range(8 - row * 2):
            x = s.width * (index + s.chance.uniform(0.2, 0.8)) / (8 - row * 2)
            house(s, x, s.floor * (0.86 + row * 0.16), size)
    tile = "#8A4E40" if not snow else "#E4ECF4"
    ridge = s.floor * 1.14
    s.base.path(
        f"M0 {ridge + 30} Q{s.width * 0.5} {ridge - 18} {s.width} {ridge + 22} V{s.height} H0 Z",
        s.base.down(lighter(tile, 0.15), darker(tile, 0.25)),
    )
    for row in range(7):
        y = ridge + 26 + row * (s.height - ridge) / 6
        for place in range(int(s.width / 60) + 2):
            x = place * 60 - 30 * (row % 2)
            s.base.path(
                f"M{x} {y} Q{x + 30} {y + 30} {x + 60} {y}",
                stroke=darker(tile, 0.3 if not snow else 0.14),
                width=3,
                opacity=0.55,
            )
    if snow:
        s.base.path(
            f"M0 {ridge + 16} Q{s.width * 0.25} {ridge - 26} {s.width * 0.5} {ridge - 22} T{s.width} {ridge + 10} V{ridge + 40} Q{s.width * 0.5} {ridge + 6} 0 {ridge + 46} Z",
            "#F6F9FB",
        )
    s.floor = ridge

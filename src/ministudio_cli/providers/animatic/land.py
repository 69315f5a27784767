"""Sky and land, drawn from far to near: each ridge nearer, darker and warmer."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.nature import cactus, flowers, pine, tree
from ministudio_cli.providers.animatic.outdoors import parkbench, stalls
from ministudio_cli.providers.animatic.scenery import MIDDLE, NEAR, Lamp, Scenery, is_dark
from ministudio_cli.providers.animatic.svg import smooth


def sky(s: Scenery) -> None:
    """The sky shines by itself: it is drawn as light, over black ground."""
    w = s.width
    s.base.rect(0, 0, w, s.floor, "#000000")
    s.shine.rect(0, 0, w, s.floor + 2, s.shine.down(s.mood.sky[0], mix(*s.mood.sky, 0.6), s.mood.sky[1]))
    stormy = s.mood.name in ("storm", "overcast") or s.says("storm", "stormy", "thunder", "overcast")
    if is_dark(s):
        _stars(s, 30 if stormy else 150)
        s.shine.ellipse(w * 0.78, s.height * 0.17, 150, 150, s.shine.glow("#C8D8F4", 0.7))
        s.shine.ellipse(w * 0.78, s.height * 0.17, 44, 44, "#F4F0DC")
    elif not stormy:
        low = s.mood.name in ("golden", "dusk", "dawn")
        x, y = w * 0.64, s.floor * (0.74 if low else 0.22)
        s.shine.ellipse(x, y, w * 0.42, w * 0.42, s.shine.glow(lighter(s.mood.key, 0.2), 0.55))
        s.shine.ellipse(x, y, 58, 58, lighter(s.mood.key, 0.7))
        s.lamps.append(Lamp(x=x, y=y, reach=w * 0.9, colour=s.mood.key, strength=0.55))
    for _ in range(9):
        cloud(s, s.chance.uniform(0, w), s.chance.uniform(0.06, 0.62) * s.floor, s.chance.uniform(60, 170), 0.5)
    if stormy:
        for row in range(3):
            for _ in range(9):
                _bank(s, s.chance.uniform(-80, w + 80), s.floor * (0.02 + row * 0.13), s.chance.uniform(150, 260))


def _stars(s: Scenery, count: int) -> None:
    for _ in range(count):
        size = s.chance.uniform(0.7, 2.0)
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(0, s.floor * 0.9)
        s.shine.ellipse(x, y, size, size, "#FFFFFF", opacity=s.chance.uniform(0.3, 0.95))


def cloud(s: Scenery, x: float, y: float, size: float, opacity: float) -> None:
    tone = mix(lighter(s.mood.sky[1], 0.2), s.mood.key, 0.2)
    shade = mix(s.mood.sky[0], s.mood.sky[1], 0.3)
    for puff in range(8):
        px = x + (puff - 3.5) * size * 0.36 + s.chance.uniform(-12, 12)
        rise = size * (0.5 - abs(puff - 3.5) * 0.09) * s.chance.uniform(0.7, 1.15)
        s.shine.ellipse(px, y + rise * 0.3, rise * 1.0, rise * 0.58, shade, opacity=opacity)
        s.shine.ellipse(px, y, rise * 0.9, rise * 0.56, tone, opacity=opacity * 0.7)


def _bank(s: Scenery, x: float, y: float, size: float) -> None:
    """A heavy cloud, dark below."""
    tone = mix(s.mood.sky[0], "#20242E", 0.45)
    for puff in range(7):
        px = x + (puff - 3) * size * 0.34
        rise = size * s.chance.uniform(0.34, 0.6)
        s.shine.ellipse(px, y + rise * 0.1, rise, rise * 0.6, mix(tone, s.mood.sky[1], 0.35), opacity=0.75)
        s.shine.ellipse(px, y + rise * 0.34, rise * 1.02, rise * 0.5, tone, opacity=0.8)


def ridge(
    s: Scenery, y: float, rough: float, tone: str, *, peaks: int = 9, sharp: bool = False
) -> list[tuple[float, float]]:
    points = []
    for i in range(peaks + 1):
        lift = s.chance.uniform(0.1, 1) * rough * (1 if i % 2 or not sharp else 0.25)
        points.append((s.width * i / peaks, y - lift))
    ground(s, points, tone, sharp=sharp)
    return points


def ground(s: Scenery, points: list[tuple[float, float]], tone: str, *, sharp: bool) -> None:
    """Fill from a ridge line down."""
    fill = s.base.down(lighter(tone, 0.12), tone, darker(tone, 0.25))
    if sharp:
        s.base.shape([*points, (s.width, s.height), (0.0, s.height)], fill)
    else:
        s.base.path(smooth(points) + f" L{points[-1][0]} {s.height} L{points[0][0]} {s.height} Z", fill)


def haze(s: Scenery, y: float, tall: float, opacity: float) -> None:
    tone = mix(s.mood.sky[1], s.mood.key, 0.3)
    s.shine.rect(0, y - tall, s.width, tall * 2, s.shine.down("#000000", tone, "#000000"), opacity=opacity)


def foliage(s: Scenery, x: float, y: float, k: float) -> None:
    """Leaves that stand into the picture."""
    for _ in range(26):
        turn = s.chance.uniform(math.pi * 0.1, math.pi * 0.9)
        long = s.chance.uniform(90, 230) * k
        tip = (x + math.cos(turn) * long, y - math.sin(turn) * long)
        bend = s.chance.uniform(-40, 40) * k
        tone = mix(s.chance.choice(("#3F6A3A", "#2F5A40", "#557A3E")), s.accent(), 0.1)
        s.base.path(f"M{x:.1f} {y:.1f} Q{(x + tip[0]) / 2 + bend:.1f} {(y + tip[1]) / 2 - 20 * k:.1f} {tip[0]:.1f} {tip[1]:.1f} "
                    f"Q{(x + tip[0]) / 2 + bend + 22 * k:.1f} {(y + tip[1]) / 2:.1f} {x:.1f} {y:.1f} Z", tone)  # fmt: skip


def _corners(s: Scenery, size: float = 1.3) -> None:
    with s.on(NEAR):
        foliage(s, -10, s.height * 1.02, size)
        foliage(s, s.width + 10, s.height * 1.02, size)


def mountains(s: Scenery) -> None:
    snow = s.says("snow", "snowy", "winter")
    for depth, (lift, rough) in enumerate(((0.86, 300), (0.98, 240), (1.1, 150))):
        tone = mix("#5A6E8A", "#3A5A4A" if not snow else "#8A9AB0", depth / 2)
        points = ridge(s, s.floor * lift, rough, mix(tone, s.accent(), 0.15), peaks=10 + depth * 2, sharp=True)
        for x, y in points[1::2] if depth < 2 or snow else ():
            s.base.shape(
                [(x, y), (x + 46, y + 66), (x + 18, y + 52), (x - 4, y + 78), (x - 24, y + 50), (x - 46, y + 68)],
                "#EEF2F4",
            )
        haze(s, s.floor * lift + 20, 60, 0.1)
    meadow = "#DCE6EE" if snow else "#5E8A52"
    ground(s, [(0, s.floor * 1.12), (s.width * 0.5, s.floor * 1.06), (s.width, s.floor * 1.14)], meadow, sharp=False)
    with s.on(MIDDLE):
        for _ in range(9):
            x = s.chance.choice((s.chance.uniform(0, 0.3), s.chance.uniform(0.7, 1))) * s.width
            pine(s, x, s.floor * s.chance.uniform(1.1, 1.24), s.chance.uniform(0.45, 0.8))


def fields(s: Scenery) -> None:
    snow = s.says("snow", "snowy", "winter")
    greens = ("#6A8A7A", "#5E9258", "#6EA04E", "#5A8A40") if not snow else ("#A8B8C8", "#C4D2DE", "#DCE6EE", "#EAF0F5")
    for depth, (lift, rough) in enumerate(((0.94, 90), (1.0, 60), (1.1, 40), (1.22, 26))):
        ridge(s, s.floor * lift, rough, mix(greens[depth], s.accent(), 0.1), peaks=6)
    for _ in range(22):
        x, y = s.chance.uniform(0, s.width), s.floor * s.chance.uniform(0.96, 1.08)
        tree(s, x, y, 0.1 + (y - s.floor * 0.95) * 0.0021)
    if not snow:
        flowers(s, s.width / 2, s.height * 0.86, 1.6)
    _corners(s)


def park(s: Scenery) -> None:
    """Lawns and trees with a path between them."""
    fields(s)
    path = "#D8C49A"
    s.base.path(f"M{s.width * 0.47} {s.floor * 1.06} Q{s.width * 0.58} {s.floor * 1.16} {s.width * 0.3} {s.height} H{s.width * 0.72} "
                f"Q{s.width * 0.66} {s.floor * 1.18} {s.width * 0.5} {s.floor * 1.06} Z", s.base.down(path, darker(path, 0.15)))  # fmt: skip
    with s.on(MIDDLE):
        for share, size in ((0.08, 1.0), (0.24, 0.8), (0.8, 0.85), (0.95, 1.05)):
            tree(s, s.width * share, s.floor * (1.12 + 0.06 * (size > 0.9)), size)
        parkbench(s, s.width * 0.76, s.floor * 1.27, 0.8)


def forest(s: Scenery) -> None:
    ground(s, [(0, s.floor * 0.98), (s.width / 2, s.floor * 1.02), (s.width, s.floor * 0.98)], "#3E5A3A", sharp=False)
    for depth in range(4):
        with s.on(MIDDLE if depth == 3 else s.layer):
            for _ in range(9 if depth < 3 else 5):
                x = s.chance.uniform(-40, s.width + 40)
                wide = 18 + depth * 20
                if depth == 3 and 0.3 < x / s.width < 0.7:
                    continue
                tone = mix("#6A8A86", "#3A2A20", (depth + 1) / 4)
                y = s.floor * (0.98 + depth * 0.09)
                shape = [(x - wide * 0.4, 0), (x + wide * 0.4, 0), (x + wide * 0.62, y), (x - wide * 0.62, y)]
                s.base.shape(shape, s.base.across(lighter(tone, 0.15), tone, darker(tone, 0.35)))
    for _ in range(60):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(-20, s.height * 0.24)
        reach = s.chance.uniform(40, 110)
        tone = mix(s.chance.choice(("#3E7A46", "#2F5E3E", "#5A8A46")), s.accent(), 0.1)
        s.base.ellipse(x, y, reach, reach * 0.6, tone)
    if not is_dark(s):
        for shaft in range(5):
            x = s.width * (0.2 + shaft * 0.15)
            s.shine.shape([(x, 0), (x + 60, 0), (x - 90, s.floor * 1.1), (x - 220, s.floor * 1.1)],
                          s.shine.down(s.mood.key, "#000000"), opacity=0.14)  # fmt: skip
    _corners(s, 1.6)


def desert(s: Scenery) -> None:
    for depth, (lift, rough) in enumerate(((0.96, 70), (1.04, 60), (1.16, 44), (1.3, 30))):
        ridge(s, s.floor * lift, rough, ("#D8B07A", "#D09A5E", "#C88A4E", "#BE7C42")[depth], peaks=4)
        if depth == 1 and s.says("market", "bazaar", "town", "village"):
            _adobe(s)
    if s.says("market", "bazaar"):
        with s.on(MIDDLE):
            stalls(s, s.width / 2, s.floor * 1.2, 1.0)
    else:
        with s.on(MIDDLE):
            for share in (0.14, 0.86):
                cactus(s, s.width * share, s.floor * 1.2, 0.9)


def _adobe(s: Scenery) -> None:
    """Flat-roofed houses of clay."""
    x = -40.0
    while x < s.width:
        wide, tall = s.chance.uniform(110, 220), s.chance.uniform(110, 300)
        tone = s.chance.choice(("#E0BC8A", "#D8A870", "#C89460", "#E8CCA0"))
        base = s.floor * 1.06
        s.base.rect(x, base - tall, wide, tall + 40, s.base.across(lighter(tone, 0.15), darker(tone, 0.2)))
        s.base.rect(x - 5, base - tall - 10, wide + 10, 16, lighter(tone, 0.2))
        if s.chance.random() < 0.3:
            s.base.path(
                f"M{x + wide * 0.2} {base - tall} A{wide * 0.3} {wide * 0.3} 0 0 1 {x + wide * 0.8} {base - tall} Z",
                mix(tone, s.accent(1), 0.35),
            )
        for row in range(int(tall / 80)):
            for column in range(int(wide / 60)):
                px, py = x + 20 + column * 58, base - tall + 30 + row * 76
                s.base.path(
                    f"M{px} {py + 40} V{py + 12} A12 12 0 0 1 {px + 24} {py + 12} V{py + 40} Z", "#5A3A2A", opacity=0.75
                )
        x += wide * s.chance.uniform(0.85, 1.05)

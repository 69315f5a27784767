"""Exteriors: sky, depth and weather. Land is drawn from far to near, each ridge nearer, darker and warmer."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery, is_dark
from ministudio_cli.providers.animatic.town import city, stalls
from ministudio_cli.providers.animatic.vocabulary import words_of


def place(s: Scenery, kind: str) -> None:
    """Draw a place of a kind from `words/places.yaml`."""
    _sky(s, space=kind in ("space", "cave"))
    {"balcony": _balcony, "clouds": _sea_of_clouds, "city": city, "sea": _sea, "mountains": _mountains,
     "desert": _desert, "forest": _forest, "space": _space, "cave": _cave, "fields": _fields}[kind](s)  # fmt: skip


def _sky(s: Scenery, *, space: bool) -> None:
    w, h = s.width, s.height
    if space:
        return
    # The sky shines by itself: it is drawn as light, over black ground.
    s.base.rect(0, 0, w, s.floor, "#000000")
    s.shine.rect(0, 0, w, s.floor + 2, s.shine.down(s.mood.sky[0], mix(*s.mood.sky, 0.6), s.mood.sky[1]))
    if is_dark(s):
        for _ in range(150):
            size = s.chance.uniform(0.7, 2.0)
            s.shine.ellipse(
                s.chance.uniform(0, w),
                s.chance.uniform(0, s.floor * 0.9),
                size,
                size,
                "#FFFFFF",
                opacity=s.chance.uniform(0.3, 0.95),
            )
        s.shine.ellipse(w * 0.78, h * 0.17, 150, 150, s.shine.glow("#C8D8F4", 0.7))
        s.shine.ellipse(w * 0.78, h * 0.17, 44, 44, "#F4F0DC")
    elif s.mood.name != "storm":
        low = s.mood.name in ("golden", "dusk", "dawn")
        x, y = w * 0.64, s.floor * (0.74 if low else 0.22)
        s.shine.ellipse(x, y, w * 0.42, w * 0.42, s.shine.glow(lighter(s.mood.key, 0.2), 0.55))
        s.shine.ellipse(x, y, 58, 58, lighter(s.mood.key, 0.7))
        s.lamps.append(Lamp(x=x, y=y, reach=w * 0.9, colour=s.mood.key, strength=0.55))
    for _ in range(9):
        _cloud(s, s.chance.uniform(0, w), s.chance.uniform(0.06, 0.62) * s.floor, s.chance.uniform(60, 170), 0.5)


def _cloud(s: Scenery, x: float, y: float, size: float, opacity: float) -> None:
    tone = mix(lighter(s.mood.sky[1], 0.2), s.mood.key, 0.2)
    shade = mix(s.mood.sky[0], s.mood.sky[1], 0.3)
    for puff in range(8):
        px = x + (puff - 3.5) * size * 0.36 + s.chance.uniform(-12, 12)
        rise = size * (0.5 - abs(puff - 3.5) * 0.09) * s.chance.uniform(0.7, 1.15)
        s.shine.ellipse(px, y + rise * 0.3, rise * 1.0, rise * 0.58, shade, opacity=opacity)
        s.shine.ellipse(px, y, rise * 0.9, rise * 0.56, tone, opacity=opacity * 0.7)


def _ridge(
    s: Scenery, y: float, rough: float, tone: str, *, peaks: int = 9, sharp: bool = False
) -> list[tuple[float, float]]:
    points = []
    for i in range(peaks + 1):
        lift = s.chance.uniform(0.1, 1) * rough * (1 if i % 2 or not sharp else 0.25)
        points.append((s.width * i / peaks, y - lift))
    _ground(s, points, tone, sharp=sharp)
    return points


def _ground(s: Scenery, points: list[tuple[float, float]], tone: str, *, sharp: bool) -> None:
    """Fill from a ridge line down: over the sky's light, which it blocks."""
    corners = [(s.width, s.height), (0.0, s.height)]
    fill = s.base.down(lighter(tone, 0.12), tone, darker(tone, 0.25))
    if sharp:
        s.base.shape([*points, *corners], fill)
        s.shine.shape([*points, *corners], "#000000")
        return
    from ministudio_cli.providers.animatic.svg import smooth  # noqa: PLC0415

    d = smooth(points) + f" L{s.width} {s.height} L0 {s.height} Z"
    s.base.path(d, fill)
    s.shine.path(d, "#000000")


def _haze(s: Scenery, y: float, tall: float, opacity: float) -> None:
    s.shine.rect(
        0,
        y - tall,
        s.width,
        tall * 2,
        s.shine.down("#000000", mix(s.mood.sky[1], s.mood.key, 0.3), "#000000"),
        opacity=opacity,
    )


def _mountains(s: Scenery) -> None:
    snow = "snow" in words_of(s.words() + " " + s.view.weather)
    for depth, (lift, rough) in enumerate(((0.86, 300), (0.98, 240), (1.1, 150))):
        tone = mix("#5A6E8A", "#3A5A4A", depth / 2)
        points = _ridge(s, s.floor * lift, rough, mix(tone, s.accent(), 0.15), peaks=10 + depth * 2, sharp=True)
        for x, y in points[1::2] if depth < 2 or snow else ():
            s.base.shape(
                [(x, y), (x + 46, y + 66), (x + 18, y + 52), (x - 4, y + 78), (x - 24, y + 50), (x - 46, y + 68)],
                "#EEF2F4",
            )
        _haze(s, s.floor * lift + 20, 60, 0.1)
    if snow:
        _ground(
            s, [(0, s.floor * 1.12), (s.width * 0.5, s.floor * 1.06), (s.width, s.floor * 1.14)], "#DCE6EE", sharp=False
        )


def _fields(s: Scenery) -> None:
    for depth, (lift, rough) in enumerate(((0.94, 90), (1.0, 60), (1.1, 40), (1.22, 26))):
        _ridge(
            s, s.floor * lift, rough, mix(("#6A8A7A", "#5E9258", "#6EA04E", "#5A8A40")[depth], s.accent(), 0.1), peaks=6
        )
    for _ in range(26):
        x, y = s.chance.uniform(0, s.width), s.floor * s.chance.uniform(0.96, 1.16)
        _tree(s, x, y, 40 + (y - s.floor * 0.95) * 0.9)
    for _ in range(90):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(s.floor * 1.2, s.height)
        size = 3 + (y - s.floor) * 0.014
        s.base.ellipse(x, y, size, size * 0.8, s.chance.choice(("#F2D45A", "#E88AA0", "#F4F0E4", s.accent(1))))


def _tree(s: Scenery, x: float, y: float, size: float) -> None:
    s.base.rect(x - size * 0.06, y - size * 0.5, size * 0.12, size * 0.5, "#5A3E2A")
    s.shine.rect(x - size * 0.06, y - size * 0.5, size * 0.12, size * 0.5, "#000000")
    tone = mix(s.chance.choice(("#3E7A46", "#4E8A4A", "#336A4E")), s.accent(), 0.12)
    for _ in range(7):
        px, py = x + s.chance.uniform(-0.32, 0.32) * size, y - size * s.chance.uniform(0.5, 1.05)
        reach = size * s.chance.uniform(0.2, 0.32)
        s.shine.ellipse(px, py, reach, reach * 0.88, "#000000")
        s.base.ellipse(px, py, reach, reach * 0.88, s.base.round(lighter(tone, 0.25), tone, darker(tone, 0.3)))


def _forest(s: Scenery) -> None:
    _ground(s, [(0, s.floor * 0.98), (s.width / 2, s.floor * 1.02), (s.width, s.floor * 0.98)], "#3E5A3A", sharp=False)
    for depth in range(4):
        for _ in range(9):
            x = s.chance.uniform(-40, s.width + 40)
            wide = 18 + depth * 20
            tone = mix("#6A8A86", "#3A2A20", (depth + 1) / 4)
            y = s.floor * (0.98 + depth * 0.09)
            shape = [(x - wide * 0.4, 0), (x + wide * 0.4, 0), (x + wide * 0.62, y), (x - wide * 0.62, y)]
            s.shine.shape(shape, "#000000")
            s.base.shape(shape, s.base.across(lighter(tone, 0.15), tone, darker(tone, 0.35)))
    for _ in range(60):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(-20, s.height * 0.24)
        reach = s.chance.uniform(40, 110)
        s.shine.ellipse(x, y, reach, reach * 0.6, "#000000")
        s.base.ellipse(
            x, y, reach, reach * 0.6, mix(s.chance.choice(("#3E7A46", "#2F5E3E", "#5A8A46")), s.accent(), 0.1)
        )


def _sea(s: Scenery) -> None:
    w, line = s.width, s.floor * 0.92
    water = mix("#2A6A8A", s.accent(), 0.2)
    s.base.rect(0, line, w, s.height - line, s.base.down(lighter(water, 0.2), water, darker(water, 0.3)))
    s.shine.rect(0, line, w, s.height, "#000000")
    for _ in range(130):
        y = line + (s.chance.random() ** 1.8) * (s.height - line)
        long = 16 + (y - line) * 0.4
        x = s.chance.uniform(-40, w)
        s.base.line(
            [(x, y), (x + long / 2, y - 3), (x + long, y)], lighter(water, 0.45), 1.5 + (y - line) * 0.008, opacity=0.4
        )
    for glint in range(40):
        y = line + glint * (s.height - line) / 40
        x = w * 0.64 + s.chance.uniform(-1, 1) * (14 + glint * 4)
        s.shine.ellipse(x, y, 16 + glint, 2.2, s.mood.key, opacity=0.35)
    words = words_of(s.words())
    if "lighthouse" in words:
        _lighthouse(s, line)
    if "beach" in words or "sand" in words or "shore" in words:
        points = [(0, s.height * 0.8), (w * 0.4, s.height * 0.86), (w * 0.75, s.height * 0.8), (w, s.height * 0.84)]
        _ground(s, points, "#E0C896", sharp=False)


def _lighthouse(s: Scenery, line: float) -> None:
    x = s.width * 0.3
    rock = [(x - 210, line + 60), (x - 120, line - 40), (x - 30, line - 70), (x + 90, line - 50), (x + 220, line + 60)]
    for drawing, fill in ((s.shine, "#000000"), (s.base, "#4A4A52")):
        drawing.shape(rock, fill)
        drawing.shape([(x - 46, line - 60), (x - 30, line - 380), (x + 30, line - 380), (x + 46, line - 60)],
                      fill if drawing is s.shine else s.base.across("#F4F0E6", "#A8A49E"))  # fmt: skip
    for band in range(2):
        y = line - 150 - band * 120
        s.base.shape(
            [(x - 42 + band * 5, y), (x + 42 - band * 5, y), (x + 39 - band * 5, y - 54), (x - 39 + band * 5, y - 54)],
            "#B23A34",
        )
    s.base.rect(x - 40, line - 394, 80, 14, "#3A3A40")
    s.base.rect(x - 26, line - 452, 52, 60, "#2A2A30")
    s.base.shape([(x - 36, line - 450), (x + 36, line - 450), (x, line - 492)], "#8A2E2A")
    s.shine.rect(x - 20, line - 446, 40, 48, "#FFF2C0")
    beam = s.shine.across("#FFF2C0", "#000000")
    s.shine.shape(
        [(x + 10, line - 430), (s.width, line - 620), (s.width, line - 330), (x + 10, line - 412)], beam, opacity=0.45
    )
    s.shine.ellipse(x, line - 422, 120, 120, s.shine.glow("#FFF2C0", 0.8))
    s.lamps.append(Lamp(x=x, y=line - 422, reach=520, colour="#FFE9B0", strength=0.6))


def _desert(s: Scenery) -> None:
    for depth, (lift, rough) in enumerate(((0.96, 70), (1.04, 60), (1.16, 44), (1.3, 30))):
        _ridge(s, s.floor * lift, rough, ("#D8B07A", "#D09A5E", "#C88A4E", "#BE7C42")[depth], peaks=4)
    if {"market", "bazaar", "tent"} & set(words_of(s.words())):
        stalls(s)


def _space(s: Scenery) -> None:
    w, h = s.width, s.height
    s.base.rect(0, 0, w, h, "#05060E")
    for _ in range(420):
        size = s.chance.uniform(0.5, 1.9)
        s.shine.ellipse(s.chance.uniform(0, w), s.chance.uniform(0, h), size, size, s.chance.choice(("#FFFFFF", "#CFE0FF", "#FFE9CF")),
                        opacity=s.chance.uniform(0.25, 1))  # fmt: skip
    for _ in range(6):
        s.shine.ellipse(
            s.chance.uniform(0, w),
            s.chance.uniform(0, h),
            340,
            200,
            s.shine.glow(mix(s.accent(), "#5A3A9A", s.chance.random()), 0.28),
        )
    s.shine.ellipse(w * 0.3, h * 1.18, w * 0.62, w * 0.62, s.shine.glow("#5AA8F0", 0.5))
    s.base.ellipse(w * 0.3, h * 1.2, w * 0.5, w * 0.5, s.base.round("#8AC8F0", "#3A7AB8", "#16305A"))
    s.shine.ellipse(w * 0.3, h * 1.2, w * 0.5, w * 0.5, "#000000", opacity=0.6)
    for _ in range(16):
        x, y = w * 0.3 + s.chance.uniform(-0.4, 0.4) * w, h * s.chance.uniform(0.82, 1)
        s.base.ellipse(x, y, s.chance.uniform(40, 130), 10, "#F4F8FA", opacity=0.55)
    s.lamps.append(Lamp(x=w * 0.85, y=h * 0.1, reach=w, colour="#FFF6E2", strength=0.9))
    s.floor = h * 0.86


def _cave(s: Scenery) -> None:
    w, h = s.width, s.height
    s.base.rect(0, 0, w, h, s.base.down("#2A2630", "#4A3E3E", "#3A3030"))
    for depth in range(3):
        tone = mix("#6A5A58", "#221C22", depth / 2)
        for side in (0, 1):
            edge = [(w * (0.34 - depth * 0.1) + s.chance.uniform(-30, 30), h * i / 7) for i in range(8)]
            points = [(x if side == 0 else w - x, y) for x, y in edge]
            s.base.shape([*points, (0.0 if side == 0 else w, h), (0.0 if side == 0 else w, 0.0)], tone)
        for _ in range(9):
            x, long = s.chance.uniform(0, w), s.chance.uniform(50, 200) * (0.6 + depth * 0.3)
            s.base.shape([(x - 24, 0), (x + 24, 0), (x + s.chance.uniform(-8, 8), long)], darker(tone, 0.15))
    s.shine.ellipse(w / 2, s.floor, 420, 240, s.shine.glow("#FF9A4A" if s.mood.name == "candle" else s.mood.key, 0.5))
    s.lamps.append(Lamp(x=w / 2, y=s.floor, reach=700, colour=s.mood.key, strength=0.8))
    s.base.shape(
        [
            (0, h),
            (0, s.floor * 1.16),
            (w * 0.3, s.floor * 1.04),
            (w * 0.7, s.floor * 1.05),
            (w, s.floor * 1.14),
            (w, h),
        ],
        "#4A3C38",
    )


def _sea_of_clouds(s: Scenery) -> None:
    for row in range(7):
        y = s.floor * (0.84 + row * 0.075)
        for _ in range(10):
            _cloud(s, s.chance.uniform(-60, s.width + 60), y, 120 + row * 44, 0.5)
    s.base.rect(0, s.floor, s.width, s.height, "#000000")


def _balcony(s: Scenery) -> None:
    """A stone balcony above a sea of clouds."""
    w, h = s.width, s.height
    for depth, lift in enumerate((0.9, 0.98)):
        _ridge(s, s.floor * lift, 150 - depth * 40, mix("#7A8AA8", s.accent(), 0.3), peaks=8, sharp=True)
    _sea_of_clouds(s)
    top = h * 0.8
    stone = mix("#C8B498", s.accent(1), 0.12)
    s.shine.rect(0, top + 60, w, h, "#000000")
    s.base.rect(0, top + 60, w, h - top, s.base.down(lighter(stone, 0.1), darker(stone, 0.35)))
    rail = top - 96
    for post in range(int(w / 62) + 1):
        x = post * 62 + 20
        for drawing, fill in ((s.shine, "#000000"), (s.base, s.base.across(lighter(stone, 0.2), darker(stone, 0.35)))):
            drawing.rect(x - 7, rail + 16, 14, 150, fill)
            drawing.ellipse(x, rail + 92, 17, 46, fill)
    for y, tall in ((rail, 26), (top + 52, 24)):
        s.shine.rect(0, y, w, tall, "#000000")
        s.base.rect(0, y, w, tall, s.base.down(lighter(stone, 0.35), stone, darker(stone, 0.2)))
    for slab in range(1, 5):
        y = top + 76 + (h - top - 76) * (slab / 5) ** 1.5
        s.base.rect(0, y, w, 3, darker(stone, 0.5), opacity=0.5)
    s.lamps.append(
        Lamp(x=w * 0.64, y=s.floor * 0.7, reach=w * 0.8, colour=s.mood.key, strength=0.4 + 0.1 * math.cos(0.3))
    )
    s.floor = h * 0.86

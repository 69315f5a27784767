"""Water and what lies beside it, and the sea of clouds."""

from __future__ import annotations

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.land import cloud, foliage, ground, ridge
from ministudio_cli.providers.animatic.scenery import NEAR, Lamp, Scenery, is_dark


def sea(s: Scenery) -> None:
    """Open water to the horizon; a shore before it where the words say so."""
    w, line = s.width, s.floor * 0.92
    rough = s.mood.name == "storm" or s.says("storm", "stormy", "gale", "waves")
    water = mix("#2A6A8A", s.accent(), 0.2)
    s.base.rect(0, line, w, s.height - line, s.base.down(lighter(water, 0.2), water, darker(water, 0.3)))
    for glint in range(40):
        y = line + glint * (s.height - line) / 40
        x = w * (0.78 if is_dark(s) else 0.64) + s.chance.uniform(-1, 1) * (14 + glint * 4)
        s.shine.ellipse(x, y, 16 + glint, 2.2, s.mood.key, opacity=0.35)
    for _ in range(130):
        y = line + (s.chance.random() ** 1.8) * (s.height - line)
        long = 16 + (y - line) * 0.4
        x = s.chance.uniform(-40, w)
        s.base.line(
            [(x, y), (x + long / 2, y - 3), (x + long, y)], lighter(water, 0.45), 1.5 + (y - line) * 0.008, opacity=0.4
        )
    if rough:
        _swell(s, line, water)
    if s.says("lighthouse"):
        lighthouse(s, line)
    if s.says("beach", "sand", "shore", "island"):
        sand = [(0, s.height * 0.8), (w * 0.4, s.height * 0.86), (w * 0.75, s.height * 0.8), (w, s.height * 0.84)]
        s.base.line([(x, y - 12) for x, y in sand], "#F4F8F6", 16, opacity=0.8)
        ground(s, sand, "#E0C896", sharp=False)
        s.floor = s.height * 0.84


def _swell(s: Scenery, line: float, water: str) -> None:
    """Waves with broken crests, the nearer ones higher."""
    for row in range(6):
        y = line + 20 + (row / 6) ** 1.4 * (s.height - line)
        high, long = 12 + row * 13, 130 + row * 60
        shift = s.chance.uniform(0, long)
        points = [
            (x, y - (high if i % 2 else 0) + s.chance.uniform(-6, 6))
            for i, x in enumerate(_steps(-long + shift, s.width + long, long / 2))
        ]
        ground(s, points, darker(mix(water, "#5A7A8A", 0.3 - row * 0.04), 0.06 * row), sharp=False)
        for x, top in points[1::2]:
            s.base.line(
                [(x - long * 0.26, top + high * 0.34), (x, top), (x + long * 0.2, top + high * 0.2)],
                "#E8F0F2",
                3 + row,
                opacity=0.75,
            )


def _steps(start: float, end: float, step: float) -> list[float]:
    return [start + i * step for i in range(int((end - start) / step) + 1)]


def lighthouse(s: Scenery, line: float) -> None:
    x = s.width * 0.3
    rock = [(x - 210, line + 60), (x - 120, line - 40), (x - 30, line - 70), (x + 90, line - 50), (x + 220, line + 60)]
    s.base.shape(rock, s.base.down("#6A6A72", "#33333C"))
    s.base.shape([(x - 46, line - 60), (x - 30, line - 380), (x + 30, line - 380), (x + 46, line - 60)],
                 s.base.across("#F4F0E6", "#A8A49E"))  # fmt: skip
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


def sea_of_clouds(s: Scenery) -> None:
    s.base.rect(0, s.floor, s.width, s.height, "#000000")
    for row in range(7):
        y = s.floor * (0.84 + row * 0.075)
        for _ in range(10):
            cloud(s, s.chance.uniform(-60, s.width + 60), y, 120 + row * 44, 0.5)


def balcony(s: Scenery) -> None:
    """A stone balcony above a sea of clouds."""
    w, h = s.width, s.height
    for depth, lift in enumerate((0.9, 0.98)):
        ridge(s, s.floor * lift, 150 - depth * 40, mix("#7A8AA8", s.accent(), 0.3), peaks=8, sharp=True)
    sea_of_clouds(s)
    top = h * 0.8
    stone = mix("#C8B498", s.accent(1), 0.12)
    s.base.rect(0, top + 60, w, h - top, s.base.down(lighter(stone, 0.1), darker(stone, 0.35)))
    rail = top - 96
    for post in range(int(w / 62) + 1):
        x = post * 62 + 20
        fill = s.base.across(lighter(stone, 0.2), darker(stone, 0.35))
        s.base.rect(x - 7, rail + 16, 14, 150, fill)
        s.base.ellipse(x, rail + 92, 17, 46, fill)
    for y, tall in ((rail, 26), (top + 52, 24)):
        s.base.rect(0, y, w, tall, s.base.down(lighter(stone, 0.35), stone, darker(stone, 0.2)))
    with s.on(NEAR):
        for side in (0.02, 0.98):
            foliage(s, w * side, h * 0.96, 1.2)
    for slab in range(1, 5):
        y = top + 76 + (h - top - 76) * (slab / 5) ** 1.5
        s.base.rect(0, y, w, 3, darker(stone, 0.5), opacity=0.5)
    s.lamps.append(Lamp(x=w * 0.64, y=s.floor * 0.7, reach=w * 0.8, colour=s.mood.key, strength=0.5))
    s.floor = h * 0.86

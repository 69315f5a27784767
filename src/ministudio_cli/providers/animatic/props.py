"""Things that stand in a set. Each draws itself at (x, ground) in units, in its own colours; the light comes later.

A row of `words/props.yaml` names a function here. `PLACE` says where a thing may stand: against the wall, hanging on
it, on the floor before it, or on a table.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery
from ministudio_cli.providers.animatic.walls import (
    arches,
    blackboard,
    bookshelf,
    counter,
    curtain,
    hood,
    panels,
    poster,
    pots,
    servers,
    shelves,
    spots,
    stair,
    whiteboard,
)

Prop = Callable[[Scenery, float, float, float], None]


def bed(s: Scenery, x: float, y: float, k: float) -> None:
    cloth = mix("#5A7A9A", s.accent(), 0.35)
    s.base.rect(x - 190 * k, y - 120 * k, 22 * k, 150 * k, "#6A4A34", radius=8)
    s.base.rect(x - 180 * k, y - 50 * k, 380 * k, 70 * k, s.base.down(cloth, darker(cloth, 0.45)), radius=22)
    s.base.ellipse(x - 120 * k, y - 58 * k, 62 * k, 24 * k, "#E6E0D2", turn=-6)
    s.base.blob([(x - 60 * k, y - 52 * k), (x + 40 * k, y - 70 * k), (x + 150 * k, y - 54 * k), (x + 200 * k, y - 10 * k),
                 (x + 40 * k, y + 4 * k)], lighter(cloth, 0.18))  # fmt: skip


def screens(s: Scenery, x: float, y: float, k: float) -> None:
    """Floating windows of light, too many of them."""
    colour = s.mood.key if s.mood.name in ("screens", "alarm", "neon") else "#8FD8F0"
    for column, row, wide, tall in ((-1.05, -0.1, 150, 96), (0.05, -0.32, 240, 150), (1.15, -0.02, 170, 118),
                                    (-0.6, 0.62, 190, 112), (0.62, 0.66, 150, 90)):  # fmt: skip
        left = x + column * 190 * k - wide * k / 2 + s.chance.uniform(-14, 14)
        top = y - 480 * k + row * 190 * k + s.chance.uniform(-10, 10)
        turn = s.chance.uniform(-3.5, 3.5)
        tone = mix(colour, s.accent(), s.chance.uniform(0, 0.4))
        s.shine.rect(left - 10, top - 10, wide * k + 20, tall * k + 20, tone, radius=12, opacity=0.16, turn=turn)
        s.shine.rect(left, top, wide * k, tall * k, s.shine.down(lighter(tone, 0.2), darker(tone, 0.35)), radius=7,
                     opacity=0.62, turn=turn)  # fmt: skip
        for line in range(int(tall * k / 15)):
            long = s.chance.uniform(0.25, 0.82) * wide * k
            s.shine.rect(left + 12, top + 12 + line * 15, long, 4.5, "#F4FDFF", radius=2, opacity=0.55, turn=turn)
        s.lamps.append(Lamp(x=left + wide * k / 2, y=top + tall * k / 2, reach=250 * k, colour=tone, strength=0.34))


def desk(s: Scenery, x: float, y: float, k: float) -> None:
    wood = "#70482E"
    s.base.ellipse(x, y + 122 * k, 300 * k, 24 * k, "#14100E", opacity=0.35)
    for leg in (-250, 226):
        s.base.rect(x + leg * k, y - 40 * k, 26 * k, 166 * k, darker(wood, 0.35))
    s.base.shape([(x - 252 * k, y - 78 * k), (x + 252 * k, y - 78 * k), (x + 290 * k, y - 38 * k), (x - 290 * k, y - 38 * k)],
                 s.base.down(lighter(wood, 0.2), wood))  # fmt: skip
    s.base.rect(x - 290 * k, y - 40 * k, 580 * k, 24 * k, darker(wood, 0.25), radius=3)
    laptop(s, x + 60 * k, y - 58 * k, k)
    cup(s, x - 170 * k, y - 56 * k, k)


def laptop(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.shape([(x - 92 * k, y), (x + 92 * k, y), (x + 112 * k, y + 20 * k), (x - 112 * k, y + 20 * k)], "#3A414C")
    s.base.rect(x - 92 * k, y - 118 * k, 184 * k, 120 * k, "#20262E", radius=8)
    tone = mix("#A4E4F4", s.accent(), 0.25)
    s.shine.rect(
        x - 84 * k, y - 110 * k, 168 * k, 104 * k, s.shine.down(lighter(tone, 0.4), tone), radius=4, opacity=0.9
    )
    s.lamps.append(Lamp(x=x, y=y - 60 * k, reach=240 * k, colour=tone, strength=0.5))


def cup(s: Scenery, x: float, y: float, k: float) -> None:
    tone = s.chance.choice(("#D8D2C4", "#C26A4A", "#4A7A8A"))
    s.base.ellipse(x + 20 * k, y - 16 * k, 13 * k, 11 * k, "none", stroke=darker(tone, 0.2), width=5 * k)
    s.base.rect(x - 18 * k, y - 36 * k, 36 * k, 38 * k, s.base.across(lighter(tone, 0.2), darker(tone, 0.3)), radius=6)
    s.base.ellipse(x, y - 36 * k, 18 * k, 5 * k, "#3A241A")


def papers(s: Scenery, x: float, y: float, k: float) -> None:
    """Sheets on the floor, and some nearer to the lens."""
    for _ in range(17):
        px, py = x + s.chance.uniform(-420, 420) * k, y + s.chance.uniform(30, 200) * k
        size = 34 * k * (0.7 + (py - y) / 260)
        lean = s.chance.uniform(-0.6, 0.6)
        tone = s.chance.choice(("#EDE8DA", "#E2E6EA", "#D8D2C0"))
        s.base.shape([(px - size, py), (px + size * lean, py - size * 0.36), (px + size * (1 + lean), py + size * 0.02),
                      (px + size * 0.1, py + size * 0.42)], tone)  # fmt: skip
        s.base.line([(px - size * 0.4, py + 2), (px + size * 0.5, py - size * 0.05)], "#9AA2AA", 1.6, opacity=0.7)


def stacks(s: Scenery, x: float, y: float, k: float) -> None:
    """Towers of documents."""
    for offset, high in ((-150, 30), (-62, 44), (30, 36), (120, 50), (196, 24)):
        at, sway = y + s.chance.uniform(-8, 40) * k, 0.0
        for _ in range(high):
            sway += s.chance.uniform(-2.2, 2.2) * k
            wide = 92 * k + s.chance.uniform(-8, 8) * k
            tone = s.chance.choice(("#E8E2D2", "#DCE0E2", "#CFC6B0", "#E8E2D2", s.accent(s.chance.randrange(2))))
            s.base.rect(x + offset * k * 1.15 - wide / 2 + sway, at - 11 * k, wide, 10.2 * k,
                        s.base.across(lighter(tone, 0.1), darker(tone, 0.3)), radius=1.5)  # fmt: skip
            at -= 10.6 * k


def plant(s: Scenery, x: float, y: float, k: float) -> None:
    clay = "#A8593A"
    for leaf in range(13):
        turn = math.pi * (0.08 + 0.84 * leaf / 12) + s.chance.uniform(-0.1, 0.1)
        long = s.chance.uniform(110, 190) * k
        tx, ty = x + math.cos(turn) * long, y - 78 * k - math.sin(turn) * long
        bend = s.chance.uniform(14, 40) * k
        tone = mix(s.chance.choice(("#3F7A4A", "#5A9A58", "#2F6A50")), s.accent(), 0.18)
        mx, my = (x + tx) / 2, (y - 78 * k + ty) / 2 - bend
        s.base.path(
            f"M{x} {y - 70 * k} Q{mx - 12 * k} {my} {tx} {ty} Q{mx + 14 * k} {my + 14 * k} {x} {y - 70 * k} Z", tone
        )
    s.base.shape([(x - 46 * k, y - 82 * k), (x + 46 * k, y - 82 * k), (x + 34 * k, y), (x - 34 * k, y)],
                 s.base.across(lighter(clay, 0.2), darker(clay, 0.35)))  # fmt: skip
    s.base.rect(x - 52 * k, y - 94 * k, 104 * k, 18 * k, lighter(clay, 0.12), radius=4)


def armchair(s: Scenery, x: float, y: float, k: float) -> None:
    cloth = mix("#7A3E34", s.accent(1, "#8A4A3A"), 0.22)
    s.base.ellipse(x, y + 28 * k, 170 * k, 22 * k, "#14100E", opacity=0.4)
    s.base.rect(
        x - 120 * k, y - 270 * k, 240 * k, 240 * k, s.base.down(lighter(cloth, 0.2), darker(cloth, 0.2)), radius=60
    )
    s.base.rect(x - 104 * k, y - 108 * k, 208 * k, 80 * k, lighter(cloth, 0.16), radius=26)
    for side in (-1, 1):
        s.base.rect(x + side * 118 * k - 36 * k, y - 150 * k, 72 * k, 158 * k,
                    s.base.across(lighter(cloth, 0.12), darker(cloth, 0.3)), radius=32)  # fmt: skip
    s.base.rect(x - 110 * k, y - 44 * k, 220 * k, 58 * k, darker(cloth, 0.2), radius=14)


def rug(s: Scenery, x: float, y: float, k: float) -> None:
    tone = mix("#8A3A34", s.accent(1, "#8A3A34"), 0.25)
    for ring, colour in enumerate((tone, lighter(tone, 0.35), darker(tone, 0.2), lighter(tone, 0.15))):
        s.base.ellipse(x, y + 96 * k, (330 - ring * 40) * k, (62 - ring * 9) * k, colour)


def cushion(s: Scenery, x: float, y: float, k: float) -> None:
    tone = mix("#C2703E", s.accent(), 0.3)
    s.base.ellipse(x, y + 40 * k, 112 * k, 36 * k, s.base.down(lighter(tone, 0.25), darker(tone, 0.3)))
    s.base.ellipse(x, y + 30 * k, 88 * k, 20 * k, lighter(tone, 0.3), opacity=0.6)


def bench(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 270 * k, y - 54 * k, 540 * k, 22 * k, "#B4BEC6", radius=5)
    s.base.rect(x - 250 * k, y - 34 * k, 500 * k, 150 * k, s.base.down("#56626E", "#333C46"), radius=5)
    for offset in (-150, 90):
        s.base.rect(x + (offset - 8) * k, y - 76 * k, 16 * k, 26 * k, "#39434F")
        s.base.rect(x + (offset - 88) * k, y - 182 * k, 176 * k, 112 * k, "#1A2028", radius=7)
        tone = lighter(s.mood.key, 0.2)
        s.shine.rect(x + (offset - 80) * k, y - 174 * k, 160 * k, 96 * k, s.shine.down(tone, darker(tone, 0.5)), radius=3,
                     opacity=0.75)  # fmt: skip
        points = [(x + (offset - 70 + 14 * i) * k, y - (120 + s.chance.uniform(-30, 30)) * k) for i in range(11)]
        s.shine.line(points, "#F4FFFF", 3, opacity=0.8)
        s.lamps.append(Lamp(x=x + offset * k, y=y - 120 * k, reach=230 * k, colour=tone, strength=0.4))
    for offset in (-230, 0, 215):
        cup(s, x + offset * k, y - 52 * k, k * 0.85)


def globe(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 5 * k, y - 44 * k, 10 * k, 44 * k, "#8A6240")
    s.base.ellipse(x, y, 42 * k, 9 * k, "#6A4A30")
    s.base.ellipse(x, y - 92 * k, 54 * k, 54 * k, s.base.round("#9AD0E0", "#4A8AAA", "#244A6A"))
    s.base.blob(
        [(x - 30 * k, y - 116 * k), (x - 4 * k, y - 122 * k), (x + 6 * k, y - 92 * k), (x - 18 * k, y - 76 * k)],
        "#7AA86A",
    )


def lamp(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 4 * k, y - 330 * k, 8 * k, 330 * k, "#5A4636")
    s.base.ellipse(x, y, 52 * k, 10 * k, "#5A4636")
    s.shine.shape([(x - 40 * k, y - 400 * k), (x + 40 * k, y - 400 * k), (x + 72 * k, y - 316 * k), (x - 72 * k, y - 316 * k)],
                  s.shine.down("#FFE9B8", "#F2B968"), opacity=0.85)  # fmt: skip
    s.lamps.append(Lamp(x=x, y=y - 350 * k, reach=400 * k, colour="#FFC97A", strength=0.7))


WALL, HANGING, FLOOR = "wall", "hanging", "floor"
PLACE: dict[str, tuple[str, Prop]] = {
    "bookshelf": (WALL, bookshelf), "arches": (WALL, arches), "stair": (WALL, stair), "bed": (WALL, bed),
    "servers": (WALL, servers), "shelves": (WALL, shelves), "curtain": (WALL, curtain), "counter": (WALL, counter),
    "plant": (FLOOR, plant), "lamp": (WALL, lamp), "stacks": (FLOOR, stacks), "armchair": (FLOOR, armchair),
    "screens": (HANGING, screens), "whiteboard": (HANGING, whiteboard), "blackboard": (HANGING, blackboard),
    "poster": (HANGING, poster), "hood": (HANGING, hood), "pots": (HANGING, pots), "panels": (HANGING, panels),
    "spots": (HANGING, spots), "desk": (FLOOR, desk), "bench": (FLOOR, bench), "papers": (FLOOR, papers),
    "rug": (FLOOR, rug), "cushion": (FLOOR, cushion), "laptop": (FLOOR, desk), "cup": (FLOOR, desk), "globe": (FLOOR, globe),
}  # fmt: skip
"""Where each thing stands, and what draws it."""

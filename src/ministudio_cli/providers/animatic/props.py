"""Things that stand in a set. Each draws itself at (x, ground) in units, in its own colours; the light comes later.

A row of `words/props.yaml` names a function here. `PLACE` says where a thing may stand: against the wall, hanging on
it, on the floor before it, or on a table.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery

Prop = Callable[[Scenery, float, float, float], None]

_SPINES = ("#3E6E82", "#7A5A8A", "#A8603E", "#4E7A5C", "#B8954E", "#8A3E4A", "#3E4E7A", "#6A5A4A", "#B5705A")


def bookshelf(s: Scenery, x: float, y: float, k: float) -> None:
    wide, tall = 250 * k, 470 * k
    wood = "#5A3A28"
    s.base.rect(x - wide / 2 - 8, y - tall - 10, wide + 16, tall + 14, darker(wood, 0.35), radius=4)
    s.base.rect(x - wide / 2, y - tall, wide, tall, darker(wood, 0.6))
    rows = 5
    for row in range(rows):
        ground = y - tall + (row + 1) * tall / rows
        books(s, x - wide / 2 + 6, ground - 8 * k, wide - 12, tall / rows - 16 * k)
        s.base.rect(x - wide / 2 - 4, ground - 8 * k, wide + 8, 10 * k, wood)
        s.base.rect(x - wide / 2 - 4, ground - 8 * k, wide + 8, 3 * k, lighter(wood, 0.25), opacity=0.6)


def books(s: Scenery, x: float, y: float, room: float, tall: float) -> None:
    """A row of books of many sizes, some leaning, some gone."""
    at = x
    while at < x + room - 8:
        wide = s.chance.uniform(0.09, 0.2) * tall
        if s.chance.random() < 0.08:
            at += wide * 1.6
            continue
        wide = min(wide, x + room - at)
        high = tall * s.chance.uniform(0.66, 0.96)
        colour = mix(s.chance.choice(_SPINES), s.accent(s.chance.randrange(2)), 0.18)
        lean = s.chance.choice((0, 0, 0, 0, 5, -4))
        s.base.rect(
            at, y - high, wide, high, s.base.across(lighter(colour, 0.12), darker(colour, 0.3)), radius=1.5, turn=lean
        )
        if s.chance.random() < 0.6:
            s.base.rect(at + wide * 0.18, y - high * 0.82, wide * 0.64, high * 0.06, "#E9D9A8", opacity=0.75, turn=lean)
        at += wide + 1.2


def arches(s: Scenery, x: float, y: float, k: float) -> None:
    """A tall arched case of mahogany shelves."""
    wide, tall = 270 * k, 540 * k
    wood = "#6E3420"
    top = y - tall
    outer = f"M{x - wide / 2} {y} V{top + wide / 2} A{wide / 2} {wide / 2} 0 0 1 {x + wide / 2} {top + wide / 2} V{y} Z"
    s.base.path(outer, s.base.across(lighter(wood, 0.1), darker(wood, 0.25)))
    inset = 22 * k
    half = wide / 2 - inset
    inner = f"M{x - half} {y} V{top + wide / 2} A{half} {half} 0 0 1 {x + half} {top + wide / 2} V{y} Z"
    s.base.path(inner, darker(wood, 0.72))
    rows = 5
    step = (tall - wide * 0.32) / rows
    for row in range(rows):
        ground = y - row * step - 6 * k
        squeeze = 1.0 if row < rows - 1 else 0.8
        books(s, x - half * squeeze + 4, ground, 2 * half * squeeze - 8, step * 0.86)
        s.base.rect(x - half, ground, 2 * half, 8 * k, lighter(wood, 0.05))
    s.base.path(inner, stroke=lighter(wood, 0.3), width=3 * k, opacity=0.8)


def stair(s: Scenery, x: float, y: float, k: float) -> None:
    """A spiral stair round a post."""
    wood = "#7A4428"
    s.base.rect(
        x - 9 * k, y - 640 * k, 18 * k, 640 * k, s.base.across(lighter(wood, 0.25), darker(wood, 0.4)), radius=6
    )
    rail = []
    for step in range(17):
        turn = step / 17 * math.tau * 1.25
        reach = 118 * k * math.cos(turn)
        ground = y - 20 * k - step * 36 * k
        tone = lighter(wood, 0.12) if math.sin(turn) > 0 else darker(wood, 0.35)
        s.base.shape(
            [(x, ground), (x + reach, ground + 10 * k), (x + reach, ground + 24 * k), (x, ground + 15 * k)], tone
        )
        rail.append((x + reach, ground - 82 * k))
        s.base.rect(x + reach - 2, ground - 82 * k, 4, 94 * k, darker(wood, 0.2))
    s.base.line(rail, lighter(wood, 0.2), 9 * k)


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


def whiteboard(s: Scenery, x: float, y: float, k: float) -> None:
    _board(s, x, y, k, "#F2F5F3", "#C4CCD0", ("#3A6AA8", "#B8433A", "#2F7A5A"))


def blackboard(s: Scenery, x: float, y: float, k: float) -> None:
    _board(s, x, y, k, "#2A4A40", "#8A6240", ("#E8EDE2", "#F0DFA0", "#DCE6E6"))


def _board(s: Scenery, x: float, y: float, k: float, face: str, frame: str, inks: tuple[str, ...]) -> None:
    wide, tall = 380 * k, 232 * k
    left, top = x - wide / 2, y - 470 * k
    s.base.rect(left - 9, top - 9, wide + 18, tall + 18, frame, radius=6)
    s.base.rect(left, top, wide, tall, face, radius=3)
    nodes = [(left + s.chance.uniform(0.1, 0.9) * wide, top + s.chance.uniform(0.16, 0.84) * tall) for _ in range(8)]
    for one, other in itertools.pairwise(nodes):
        s.base.line([one, other], s.chance.choice(inks), 2.6, opacity=0.8)
    for px, py in nodes:
        ink = s.chance.choice(inks)
        if s.chance.random() < 0.5:
            s.base.rect(px - 24 * k, py - 14 * k, 48 * k, 28 * k, face, radius=4, stroke=ink, width=3)
        else:
            s.base.ellipse(px, py, 18 * k, 18 * k, face, stroke=ink, width=3)
        s.base.line([(px - 10 * k, py), (px + 10 * k, py)], ink, 2.4)


def servers(s: Scenery, x: float, y: float, k: float) -> None:
    for rack in range(3):
        left = x + (rack - 1.5) * 118 * k
        s.base.rect(left, y - 520 * k, 112 * k, 530 * k, s.base.across("#39434F", "#1C232C"), radius=5)
        for unit in range(15):
            top = y - 508 * k + unit * 34 * k
            s.base.rect(left + 9 * k, top, 94 * k, 27 * k, "#12181F", radius=3)
            for light in range(6):
                if s.chance.random() < 0.62:
                    tone = s.chance.choice((s.mood.key, lighter(s.mood.key, 0.4), s.accent()))
                    s.shine.rect(left + (16 + light * 13) * k, top + 10 * k, 7 * k, 5 * k, tone, radius=2, opacity=0.9)
        s.lamps.append(Lamp(x=left + 56 * k, y=y - 260 * k, reach=210 * k, colour=s.mood.key, strength=0.16))


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


def counter(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 330 * k, y - 150 * k, 660 * k, 170 * k, s.base.down("#8AA09A", "#5A706C"), radius=4)
    s.base.rect(x - 345 * k, y - 168 * k, 690 * k, 24 * k, "#E6DCC8", radius=5)
    for door in range(5):
        s.base.rect(
            x + (-318 + door * 130) * k, y - 134 * k, 116 * k, 136 * k, "none", radius=4, stroke="#4A605C", width=3
        )
        s.base.ellipse(x + (-214 + door * 130) * k, y - 72 * k, 5 * k, 5 * k, "#E0C878")


def hood(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.shape([(x - 60 * k, y - 640 * k), (x + 60 * k, y - 640 * k), (x + 150 * k, y - 400 * k), (x - 150 * k, y - 400 * k)],
                 s.base.across("#C8CED0", "#8A9498"))  # fmt: skip


def pots(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 170 * k, y - 470 * k, 340 * k, 8 * k, "#5A4A3A")
    for offset in (-130, -50, 40, 120):
        tone = s.chance.choice(("#B4643A", "#8A9096", "#C28A4A"))
        s.base.line([(x + offset * k, y - 466 * k), (x + offset * k, y - 420 * k)], "#4A3E34", 3)
        s.base.ellipse(
            x + offset * k, y - 396 * k, 32 * k, 28 * k, s.base.round(lighter(tone, 0.4), tone, darker(tone, 0.4))
        )


def shelves(s: Scenery, x: float, y: float, k: float) -> None:
    for row in range(4):
        top = y - (130 + row * 100) * k
        s.base.rect(x - 190 * k, top, 380 * k, 10 * k, "#6A4A30")
        for jar in range(8):
            tone = s.chance.choice(("#B8954E", "#8A3E4A", "#4E7A5C", "#3E6E82", "#C2703E", "#D8CBB0"))
            high = s.chance.uniform(36, 72) * k
            s.base.rect(
                x + (-180 + jar * 46) * k, top - high, 36 * k, high, s.base.across(lighter(tone, 0.25), tone), radius=8
            )


def poster(s: Scenery, x: float, y: float, k: float) -> None:
    paper = mix("#2A3A5A", s.accent(), 0.3)
    s.base.rect(x - 84 * k, y - 500 * k, 168 * k, 226 * k, "#E6DCC4", radius=3)
    s.base.rect(x - 74 * k, y - 490 * k, 148 * k, 206 * k, s.base.down(lighter(paper, 0.2), paper))
    for turn in (0, 60, 120):
        s.base.ellipse(x, y - 394 * k, 58 * k, 21 * k, "none", stroke="#F2E4B8", width=3.4, turn=turn)
    s.base.ellipse(x, y - 394 * k, 10 * k, 10 * k, "#F0B85A")
    s.base.rect(x - 48 * k, y - 306 * k, 96 * k, 8 * k, "#F2E4B8", radius=4, opacity=0.9)


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


def panels(s: Scenery, x: float, y: float, k: float) -> None:
    for row in range(3):
        tone = lighter(s.mood.key, 0.2)
        s.base.rect(x - 120 * k, y - (470 - row * 130) * k, 240 * k, 104 * k, "#4A5662", radius=10)
        s.shine.rect(x - 104 * k, y - (456 - row * 130) * k, 120 * k, 10 * k, tone, radius=5, opacity=0.8)
        s.lamps.append(Lamp(x=x, y=y - (440 - row * 130) * k, reach=170 * k, colour=tone, strength=0.25))


def curtain(s: Scenery, x: float, y: float, k: float) -> None:
    for fold in range(9):
        tone = "#8A2630" if fold % 2 else "#A8323A"
        s.base.rect(
            x + (fold - 4.5) * 42 * k,
            y - 700 * k,
            44 * k,
            710 * k,
            s.base.across(lighter(tone, 0.1), darker(tone, 0.4)),
            radius=16,
        )


def spots(s: Scenery, x: float, y: float, k: float) -> None:
    s.shine.shape([(x - 20 * k, y - 700 * k), (x + 20 * k, y - 700 * k), (x + 190 * k, y + 60 * k), (x - 190 * k, y + 60 * k)],
                  s.shine.down("#FFF2CC", "#3A2A10"), opacity=0.3)  # fmt: skip
    s.lamps.append(Lamp(x=x, y=y, reach=420 * k, colour="#FFE9B8", strength=0.8))


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

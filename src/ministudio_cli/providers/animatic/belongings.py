"""Things that people own: papers, pots, baskets, plants, a guitar."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.furniture import table
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery


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


def cushion(s: Scenery, x: float, y: float, k: float) -> None:
    tone = mix("#C2703E", s.accent(), 0.3)
    s.base.ellipse(x, y + 40 * k, 112 * k, 36 * k, s.base.down(lighter(tone, 0.25), darker(tone, 0.3)))
    s.base.ellipse(x, y + 30 * k, 88 * k, 20 * k, lighter(tone, 0.3), opacity=0.6)


def globe(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 5 * k, y - 44 * k, 10 * k, 44 * k, "#8A6240")
    s.base.ellipse(x, y, 42 * k, 9 * k, "#6A4A30")
    s.base.ellipse(x, y - 92 * k, 54 * k, 54 * k, s.base.round("#9AD0E0", "#4A8AAA", "#244A6A"))
    s.base.blob(
        [(x - 30 * k, y - 116 * k), (x - 4 * k, y - 122 * k), (x + 6 * k, y - 92 * k), (x - 18 * k, y - 76 * k)],
        "#7AA86A",
    )


def candles(s: Scenery, x: float, y: float, k: float) -> None:
    for offset, tall in ((-38, 70), (0, 104), (36, 58)):
        s.base.rect(
            x + (offset - 11) * k, y - tall * k, 22 * k, tall * k, s.base.across("#F6EBD0", "#C8B68E"), radius=4
        )
        s.shine.ellipse(x + offset * k, y - (tall + 20) * k, 60 * k, 60 * k, s.shine.glow("#FFC36A", 0.8))
        s.shine.ellipse(x + offset * k, y - (tall + 16) * k, 7 * k, 16 * k, "#FFF0B8")
    s.base.ellipse(x, y + 2, 66 * k, 10 * k, "#8A6A3A")
    s.lamps.append(Lamp(x=x, y=y - 90 * k, reach=420 * k, colour="#FFB35A", strength=0.8))


def pile(s: Scenery, x: float, y: float, k: float) -> None:
    """A pile of books on the floor."""
    at = y
    for _ in range(8):
        wide, tall = s.chance.uniform(96, 140) * k, s.chance.uniform(16, 28) * k
        tone = mix(
            s.chance.choice(("#3E6E82", "#A8603E", "#4E7A5C", "#8A3E4A", "#B8954E")),
            s.accent(s.chance.randrange(2)),
            0.15,
        )
        left = x - wide / 2 + s.chance.uniform(-12, 12) * k
        s.base.rect(left, at - tall, wide, tall, s.base.across(lighter(tone, 0.12), darker(tone, 0.25)), radius=3)
        s.base.rect(left + wide * 0.9, at - tall + 3, wide * 0.08, tall - 6, "#EDE4CC")
        at -= tall


def vase(s: Scenery, x: float, y: float, k: float) -> None:
    """Flowers in a vase."""
    glaze = mix("#4A7A9A", s.accent(), 0.4)
    for stem in range(9):
        turn = math.radians(90 + (stem - 4) * 11 + s.chance.uniform(-4, 4))
        long = s.chance.uniform(120, 190) * k
        px, py = x + math.cos(turn) * long, y - 96 * k - math.sin(turn) * long
        s.base.line([(x, y - 90 * k), ((x + px) / 2, y - 110 * k - long * 0.4), (px, py)], "#4A7A46", 4 * k)
        tone = s.chance.choice(("#E88AA0", "#F2C14E", "#E8E2D8", "#C26ABF", s.accent(1)))
        for petal in range(6):
            angle = petal * math.pi / 3
            s.base.ellipse(px + math.cos(angle) * 11 * k, py + math.sin(angle) * 11 * k, 10 * k, 10 * k, tone)
        s.base.ellipse(px, py, 7 * k, 7 * k, "#F2D45A")
    s.base.blob([(x - 18 * k, y - 108 * k), (x + 18 * k, y - 108 * k), (x + 42 * k, y - 50 * k), (x + 22 * k, y), (x - 22 * k, y),
                 (x - 42 * k, y - 50 * k)], s.base.across(lighter(glaze, 0.3), glaze, darker(glaze, 0.35)))  # fmt: skip


def basket(s: Scenery, x: float, y: float, k: float) -> None:
    """Baskets of fruit."""
    for offset in (-110, 0, 112):
        px = x + offset * k
        for fruit in range(11):
            s.base.ellipse(px + (fruit % 4 - 1.5) * 24 * k, y - (62 + fruit // 4 * 14) * k, 17 * k, 16 * k,
                           s.chance.choice(("#E2802F", "#C23B36", "#8AA03E", "#E8C547")))  # fmt: skip
        s.base.shape([(px - 58 * k, y - 62 * k), (px + 58 * k, y - 62 * k), (px + 44 * k, y), (px - 44 * k, y)],
                     s.base.across("#C89A5A", "#8A6234"))  # fmt: skip
        for weave in range(3):
            s.base.rect(
                px - (54 - weave * 4) * k,
                y - (50 - weave * 17) * k,
                (108 - weave * 8) * k,
                5 * k,
                "#7A5228",
                opacity=0.6,
            )


def pottery(s: Scenery, x: float, y: float, k: float) -> None:
    for offset, size in ((-96, 0.8), (0, 1.2), (94, 0.95)):
        px, q = x + offset * k, k * size
        tone = s.chance.choice(("#B4643A", "#C2803E", "#8A4A34", s.accent()))
        s.base.blob([(px - 22 * q, y - 128 * q), (px + 22 * q, y - 128 * q), (px + 18 * q, y - 108 * q), (px + 52 * q, y - 60 * q), (px + 26 * q, y),
                     (px - 26 * q, y), (px - 52 * q, y - 60 * q), (px - 18 * q, y - 108 * q)], s.base.across(lighter(tone, 0.25), tone, darker(tone, 0.35)))  # fmt: skip
        s.base.line(
            [(px - 44 * q, y - 70 * q), (px, y - 60 * q), (px + 44 * q, y - 70 * q)], "#F0E2C0", 4 * q, opacity=0.8
        )


def barrel(s: Scenery, x: float, y: float, k: float) -> None:
    for offset in (-64, 66):
        px = x + offset * k
        s.base.blob([(px - 46 * k, y - 150 * k), (px + 46 * k, y - 150 * k), (px + 60 * k, y - 75 * k), (px + 46 * k, y), (px - 46 * k, y),
                     (px - 60 * k, y - 75 * k)], s.base.across("#A8744A", "#8A5A36", "#5A3822"))  # fmt: skip
        for band in (-124, -75, -26):
            s.base.line(
                [(px - 54 * k, y + band * k), (px, y + (band + 8) * k), (px + 54 * k, y + band * k)], "#4A4A50", 7 * k
            )


def crate(s: Scenery, x: float, y: float, k: float) -> None:
    for px, py, size in ((x - 70 * k, y, 130 * k), (x + 76 * k, y, 116 * k), (x - 4 * k, y - 122 * k, 112 * k)):
        s.base.rect(px - size / 2, py - size, size, size, s.base.across("#B98A54", "#8A6238"), radius=2)
        s.base.rect(px - size / 2, py - size, size, size, "none", stroke="#6A4626", width=8 * k)
        s.base.line([(px - size / 2 + 8, py - 8), (px + size / 2 - 8, py - size + 8)], "#6A4626", 8 * k)


def guitar(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 9 * k, y - 360 * k, 18 * k, 220 * k, "#4A3022", turn=8)
    s.base.ellipse(x - 14 * k, y - 66 * k, 68 * k, 64 * k, s.base.round("#E0A05A", "#B4703A", "#7A4422"))
    s.base.ellipse(x - 4 * k, y - 142 * k, 52 * k, 48 * k, s.base.round("#E0A05A", "#B4703A", "#7A4422"))
    s.base.ellipse(x - 8 * k, y - 112 * k, 19 * k, 19 * k, "#2A1A12")


def suitcase(s: Scenery, x: float, y: float, k: float) -> None:
    tone = mix("#8A4A34", s.accent(1), 0.2)
    s.base.rect(x - 30 * k, y - 158 * k, 60 * k, 30 * k, "none", radius=10, stroke="#4A2E22", width=8 * k)
    s.base.rect(
        x - 104 * k, y - 138 * k, 208 * k, 140 * k, s.base.down(lighter(tone, 0.15), darker(tone, 0.2)), radius=12
    )
    for strap in (-58, 42):
        s.base.rect(x + strap * k, y - 138 * k, 16 * k, 140 * k, darker(tone, 0.4))


def vegetables(s: Scenery, x: float, y: float, k: float) -> None:
    """A table with a board and what will be cut on it."""
    table(s, x, y, k)
    s.base.rect(x - 120 * k, y - 186 * k, 190 * k, 16 * k, "#C89A62", radius=5)
    for offset, tone in (
        (-90, "#C23B36"),
        (-52, "#E2802F"),
        (-14, "#5A9A48"),
        (22, "#8A4A8A"),
        (96, "#C23B36"),
        (130, "#E8C547"),
    ):
        s.base.ellipse(
            x + offset * k, y - 200 * k, 20 * k, 18 * k, s.base.round(lighter(tone, 0.35), tone, darker(tone, 0.3))
        )
    for leaf in (-150, -136, -162):
        s.base.line([(x + leaf * k, y - 176 * k), (x + (leaf - 4) * k, y - 226 * k)], "#5A9A48", 9 * k)

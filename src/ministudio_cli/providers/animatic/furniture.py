"""Things that stand in rooms. Each draws itself at (x, ground) in units at scale k, in its own colours; light comes later."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic import devices
from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery


def bed(s: Scenery, x: float, y: float, k: float) -> None:
    cloth = mix("#5A7A9A", s.accent(), 0.35)
    s.base.rect(x - 190 * k, y - 120 * k, 22 * k, 150 * k, "#6A4A34", radius=8)
    s.base.rect(x - 180 * k, y - 50 * k, 380 * k, 70 * k, s.base.down(cloth, darker(cloth, 0.45)), radius=22)
    s.base.ellipse(x - 120 * k, y - 58 * k, 62 * k, 24 * k, "#E6E0D2", turn=-6)
    s.base.blob([(x - 60 * k, y - 52 * k), (x + 40 * k, y - 70 * k), (x + 150 * k, y - 54 * k), (x + 200 * k, y - 10 * k),
                 (x + 40 * k, y + 4 * k)], lighter(cloth, 0.18))  # fmt: skip


_MODERN = ("laptop", "computer", "office", "dorm", "programmer", "keyboard", "desk", "screens")
"""What is said of a place in which a computer stands on a desk."""
_OLD = (
    "abbey",
    "monastery",
    "scriptorium",
    "medieval",
    "ancient",
    "century",
    "victorian",
    "castle",
    "old-fashioned",
    "slanted",
    "writing",
)
"""What is said of a place in which no computer stands."""


def desk(s: Scenery, x: float, y: float, k: float) -> None:
    wood = "#70482E"
    s.base.ellipse(x, y + 122 * k, 300 * k, 24 * k, "#14100E", opacity=0.35)
    for leg in (-250, 226):
        s.base.rect(x + leg * k, y - 40 * k, 26 * k, 166 * k, darker(wood, 0.35))
    s.base.shape([(x - 252 * k, y - 78 * k), (x + 252 * k, y - 78 * k), (x + 290 * k, y - 38 * k), (x - 290 * k, y - 38 * k)],
                 s.base.down(lighter(wood, 0.2), wood))  # fmt: skip
    s.base.rect(x - 290 * k, y - 40 * k, 580 * k, 24 * k, darker(wood, 0.25), radius=3)
    if s.says(*_MODERN) and not s.says(*_OLD):
        devices.laptop(s, x + 60 * k, y - 58 * k, k)
    devices.cup(s, x - 170 * k, y - 56 * k, k)


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


def table(s: Scenery, x: float, y: float, k: float) -> None:
    wood = "#8A5E3C"
    s.base.ellipse(x, y + 12 * k, 230 * k, 20 * k, "#14100E", opacity=0.35)
    for leg in (-176, 156):
        s.base.rect(x + leg * k, y - 150 * k, 22 * k, 160 * k, darker(wood, 0.3))
    s.base.shape([(x - 190 * k, y - 178 * k), (x + 190 * k, y - 178 * k), (x + 224 * k, y - 148 * k), (x - 224 * k, y - 148 * k)],
                 s.base.down(lighter(wood, 0.22), wood))  # fmt: skip
    s.base.rect(x - 224 * k, y - 149 * k, 448 * k, 18 * k, darker(wood, 0.2), radius=3)


def chair(s: Scenery, x: float, y: float, k: float) -> None:
    wood = mix("#9A6A42", s.accent(1), 0.12)
    for side in (-1, 1):
        s.base.rect(x + side * 44 * k - 7 * k, y - 230 * k, 14 * k, 236 * k, darker(wood, 0.2), radius=5)
    for slat in range(3):
        s.base.rect(x - 46 * k, y - (222 - slat * 34) * k, 92 * k, 18 * k, lighter(wood, 0.1), radius=6)
    s.base.shape([(x - 54 * k, y - 108 * k), (x + 54 * k, y - 108 * k), (x + 66 * k, y - 88 * k), (x - 66 * k, y - 88 * k)],
                 lighter(wood, 0.16))  # fmt: skip
    for side in (-1, 1):
        s.base.rect(x + side * 58 * k - 7 * k, y - 92 * k, 14 * k, 106 * k, darker(wood, 0.12), radius=4)


def schooldesks(s: Scenery, x: float, y: float, k: float) -> None:
    """Rows of small desks, the nearer ones larger."""
    wood = "#B98A54"
    for row in range(3):
        size = k * (0.62 + row * 0.24)
        for place in (-1.5, -0.5, 0.5, 1.5):
            px, py = x + place * 300 * size, y - (110 - row * 88) * k
            s.base.ellipse(px, py + 6 * size, 96 * size, 12 * size, "#14100E", opacity=0.3)
            for leg in (-70, 60):
                s.base.rect(px + leg * size, py - 88 * size, 10 * size, 96 * size, "#5E666E")
            s.base.shape([(px - 74 * size, py - 116 * size), (px + 74 * size, py - 116 * size), (px + 90 * size, py - 86 * size),
                          (px - 90 * size, py - 86 * size)], s.base.down(lighter(wood, 0.25), wood))  # fmt: skip
            s.base.rect(px - 90 * size, py - 87 * size, 180 * size, 12 * size, darker(wood, 0.25))
            s.base.rect(
                px - 34 * size,
                py - 112 * size,
                44 * size,
                14 * size,
                s.chance.choice(("#E8E2D2", "#C26A4A", "#4A7AA8")),
            )


def fireplace(s: Scenery, x: float, y: float, k: float) -> None:
    stone = "#8A8078"
    s.base.rect(x - 150 * k, y - 640 * k, 300 * k, 360 * k, s.base.across(darker(stone, 0.1), darker(stone, 0.3)))
    s.base.rect(
        x - 184 * k, y - 290 * k, 368 * k, 296 * k, s.base.across(lighter(stone, 0.1), darker(stone, 0.2)), radius=4
    )
    s.base.rect(x - 206 * k, y - 312 * k, 412 * k, 28 * k, "#6A4630", radius=4)
    s.base.path(
        f"M{x - 112 * k} {y} V{y - 150 * k} A{112 * k} {96 * k} 0 0 1 {x + 112 * k} {y - 150 * k} V{y} Z", "#1C1412"
    )
    flames(s, x, y - 8 * k, k * 1.1)


def flames(s: Scenery, x: float, y: float, k: float) -> None:
    """Fire over three logs."""
    for turn in (-14, 12, 0):
        s.base.rect(x - 66 * k, y - 22 * k, 132 * k, 20 * k, "#4A2E20", radius=9, turn=turn)
    s.shine.ellipse(x, y - 60 * k, 210 * k, 180 * k, s.shine.glow("#FF8A3A", 0.7))
    for tone, wide, tall in (("#F2602A", 62, 150), ("#FFA23A", 42, 110), ("#FFE27A", 22, 66)):
        lean = s.chance.uniform(-12, 12) * k
        s.shine.path(f"M{x - wide * k} {y - 16 * k} C{x - wide * 1.1 * k} {y - tall * 0.5 * k} {x - 12 * k + lean} {y - tall * 0.6 * k} {x + lean} {y - tall * k} "
                     f"C{x + 18 * k} {y - tall * 0.62 * k} {x + wide * 1.15 * k} {y - tall * 0.5 * k} {x + wide * k} {y - 16 * k} Z", tone, opacity=0.95)  # fmt: skip
    s.lamps.append(Lamp(x=x, y=y - 70 * k, reach=640 * k, colour="#FF9A4A", strength=1.0))


def piano(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 220 * k, y - 300 * k, 440 * k, 306 * k, s.base.across("#3A2A28", "#1E1618"), radius=8)
    s.base.rect(x - 232 * k, y - 312 * k, 464 * k, 22 * k, "#4A3630", radius=4)
    s.base.rect(x - 232 * k, y - 160 * k, 464 * k, 44 * k, "#2A1E1E", radius=4)
    s.base.rect(x - 204 * k, y - 154 * k, 408 * k, 24 * k, "#F2EDE0")
    for key in range(24):
        if key % 7 not in (2, 6):
            s.base.rect(x + (-196 + key * 17) * k, y - 154 * k, 9 * k, 15 * k, "#1A1618")
    s.base.shape(
        [(x - 60 * k, y - 196 * k), (x + 60 * k, y - 196 * k), (x + 54 * k, y - 262 * k), (x - 54 * k, y - 262 * k)],
        "#EDE6D2",
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


def chandelier(s: Scenery, x: float, y: float, k: float) -> None:
    top = y - 640 * k
    s.base.rect(x - 3, top - 200 * k, 6, 210 * k, "#6A5430")
    s.base.path(
        f"M{x - 150 * k} {top + 46 * k} Q{x} {top + 100 * k} {x + 150 * k} {top + 46 * k}",
        stroke="#B89048",
        width=9 * k,
    )
    for arm in range(7):
        px = x + (arm - 3) * 50 * k
        py = top + (50 + 22 * (1 - abs(arm - 3) / 3)) * k
        s.base.rect(px - 5 * k, py - 34 * k, 10 * k, 32 * k, "#F2E8CE")
        s.shine.ellipse(px, py - 48 * k, 36 * k, 36 * k, s.shine.glow("#FFD890", 0.9))
        s.shine.ellipse(px, py - 44 * k, 5 * k, 11 * k, "#FFF6D8")
    s.lamps.append(Lamp(x=x, y=top + 60 * k, reach=760 * k, colour="#FFCF86", strength=0.8))


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


def easel(s: Scenery, x: float, y: float, k: float) -> None:
    for lean in (-90, 90):
        s.base.line([(x, y - 420 * k), (x + lean * k, y)], "#7A5432", 12 * k)
    s.base.rect(x - 110 * k, y - 370 * k, 220 * k, 190 * k, "#F2ECDC", stroke="#C8B48A", width=4)
    for _ in range(16):
        s.base.ellipse(x + s.chance.uniform(-86, 86) * k, y - s.chance.uniform(200, 350) * k, s.chance.uniform(10, 30) * k, s.chance.uniform(6, 18) * k,
                       s.chance.choice(("#4A8AAA", "#E2A23A", "#C2503E", "#5A9A58", s.accent())), opacity=0.85)  # fmt: skip
    s.base.rect(x - 124 * k, y - 182 * k, 248 * k, 14 * k, "#7A5432")


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

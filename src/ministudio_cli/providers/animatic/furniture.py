"""Things that stand in rooms. Each draws itself at (x, ground) in units at scale k, in its own colours; light comes later."""

from __future__ import annotations

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


def easel(s: Scenery, x: float, y: float, k: float) -> None:
    for lean in (-90, 90):
        s.base.line([(x, y - 420 * k), (x + lean * k, y)], "#7A5432", 12 * k)
    s.base.rect(x - 110 * k, y - 370 * k, 220 * k, 190 * k, "#F2ECDC", stroke="#C8B48A", width=4)
    for _ in range(16):
        s.base.ellipse(x + s.chance.uniform(-86, 86) * k, y - s.chance.uniform(200, 350) * k, s.chance.uniform(10, 30) * k, s.chance.uniform(6, 18) * k,
                       s.chance.choice(("#4A8AAA", "#E2A23A", "#C2503E", "#5A9A58", s.accent())), opacity=0.85)  # fmt: skip
    s.base.rect(x - 124 * k, y - 182 * k, 248 * k, 14 * k, "#7A5432")

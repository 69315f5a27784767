"""What grows, lies and burns under the sky. Each draws itself at (x, ground) in units at scale k, in its own colours."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.furniture import flames
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery


def tree(s: Scenery, x: float, y: float, k: float) -> None:
    size = 420 * k
    s.base.shape([(x - size * 0.07, y), (x - size * 0.04, y - size * 0.6), (x + size * 0.04, y - size * 0.6), (x + size * 0.08, y)],
                 s.base.across("#7A5638", "#4A3222"))  # fmt: skip
    tone = mix(s.chance.choice(("#3E7A46", "#4E8A4A", "#336A4E")), s.accent(), 0.1)
    if s.says("autumn", "fall"):
        tone = s.chance.choice(("#C8743C", "#D89A3A", "#A84A30"))
    elif s.says("cherry", "blossom", "spring"):
        tone = "#E8A8BC"
    elif s.says("snow", "snowy", "winter"):
        tone = "#DCE6EE"
    for _ in range(16):
        px, py = x + s.chance.uniform(-0.34, 0.34) * size, y - size * s.chance.uniform(0.5, 1.05)
        reach = size * s.chance.uniform(0.14, 0.24)
        s.base.ellipse(px, py, reach, reach * 0.86, s.base.round(lighter(tone, 0.26), tone, darker(tone, 0.32)))


def pine(s: Scenery, x: float, y: float, k: float) -> None:
    size = 460 * k
    s.base.rect(x - size * 0.03, y - size * 0.16, size * 0.06, size * 0.17, "#4A3222")
    snow = s.says("snow", "snowy", "winter")
    for tier in range(4):
        low, wide = y - size * (0.12 + tier * 0.2), size * (0.26 - tier * 0.05)
        tone = darker("#3A6A4E", 0.1 * (3 - tier))
        s.base.shape(
            [(x - wide, low), (x, low - size * 0.32), (x + wide, low)],
            s.base.across(lighter(tone, 0.15), darker(tone, 0.3)),
        )
        if snow:
            s.base.shape(
                [
                    (x - wide * 0.62, low - size * 0.12),
                    (x, low - size * 0.33),
                    (x + wide * 0.62, low - size * 0.12),
                    (x, low - size * 0.17),
                ],
                "#EEF3F6",
            )


def palm(s: Scenery, x: float, y: float, k: float) -> None:
    lean = s.chance.choice((-1, 1)) * 60 * k
    top = (x + lean, y - 470 * k)
    s.base.path(f"M{x - 16 * k} {y} Q{x + lean * 0.2 - 12 * k} {y - 240 * k} {top[0] - 8 * k} {top[1]} L{top[0] + 8 * k} {top[1]} "
                f"Q{x + lean * 0.2 + 16 * k} {y - 240 * k} {x + 18 * k} {y} Z", s.base.across("#A8825A", "#6A4A30"))  # fmt: skip
    for frond in range(9):
        turn = math.radians(-10 + frond * 25)
        long = s.chance.uniform(150, 200) * k
        tip = (top[0] + math.cos(turn) * long, top[1] - math.sin(turn) * long * 0.6 + 50 * k)
        middle = ((top[0] + tip[0]) / 2, (top[1] + tip[1]) / 2 - 70 * k)
        tone = mix(s.chance.choice(("#4E8A3E", "#3A7A46", "#6A9A3E")), s.accent(), 0.08)
        s.base.path(f"M{top[0]:.1f} {top[1]:.1f} Q{middle[0]:.1f} {middle[1]:.1f} {tip[0]:.1f} {tip[1]:.1f} "
                    f"Q{middle[0]:.1f} {middle[1] + 34 * k:.1f} {top[0]:.1f} {top[1]:.1f} Z", tone)  # fmt: skip
    for nut in (-12, 6, 18):
        s.base.ellipse(top[0] + nut * k, top[1] + 12 * k, 11 * k, 12 * k, "#6A4426")


def cactus(s: Scenery, x: float, y: float, k: float) -> None:
    tone = s.base.across("#6A9A5A", "#3E6A3E")
    s.base.rect(x - 26 * k, y - 260 * k, 52 * k, 264 * k, tone, radius=26)
    for side, low, tall in ((-1, 110, 110), (1, 150, 90)):
        s.base.rect(min(x, x + side * 84 * k), y - (low + 34) * k, 84 * k, 34 * k, tone, radius=16)
        s.base.rect(x + side * 84 * k - 17 * k, y - (low + tall) * k, 34 * k, tall * k, tone, radius=16)


def puddles(s: Scenery, _x: float, _y: float, _k: float) -> None:
    """Water on the ground, with the lights in it."""
    for _ in range(9):
        px, py = s.chance.uniform(0, s.width), s.chance.uniform(s.floor * 1.1, s.height)
        wide = s.chance.uniform(70, 190) * (0.5 + (py - s.floor) / 300)
        s.base.ellipse(
            px,
            py,
            wide,
            wide * 0.14,
            s.base.down(mix(s.mood.sky[1], "#3A4A66", 0.4), mix(s.mood.sky[0], "#1C2438", 0.4)),
        )
        tone = s.chance.choice((s.mood.key, s.accent(1), lighter(s.mood.key, 0.4)))
        s.shine.ellipse(px + s.chance.uniform(-0.3, 0.3) * wide, py, wide * 0.4, wide * 0.05, tone, opacity=0.5)


def rocks(s: Scenery, x: float, y: float, k: float) -> None:
    for offset, size in ((-150, 0.8), (120, 1.0), (-20, 1.3)):
        px, q = x + offset * k, k * size
        tone = mix("#6A6E78", s.accent(), 0.12)
        s.base.shape([(px - 120 * q, y + 14 * q), (px - 92 * q, y - 70 * q), (px - 20 * q, y - 118 * q), (px + 64 * q, y - 92 * q), (px + 118 * q, y + 14 * q)],
                     s.base.down(lighter(tone, 0.15), darker(tone, 0.4)))  # fmt: skip
        s.base.shape(
            [(px - 20 * q, y - 118 * q), (px + 64 * q, y - 92 * q), (px + 20 * q, y - 30 * q)],
            lighter(tone, 0.22),
            opacity=0.6,
        )


def campfire(s: Scenery, x: float, y: float, k: float) -> None:
    for stone in range(8):
        turn = stone / 8 * math.tau
        s.base.ellipse(
            x + math.cos(turn) * 104 * k,
            y + math.sin(turn) * 26 * k,
            26 * k,
            18 * k,
            s.chance.choice(("#6A645E", "#57524E", "#7A726A")),
        )
    flames(s, x, y, k)


def crystals(s: Scenery, x: float, y: float, k: float) -> None:
    for offset, tall, lean in ((-96, 150, -26), (-40, 230, -10), (24, 290, 12), (84, 190, 30), (128, 110, 44)):
        tone = mix(s.chance.choice(("#7AD0F0", "#B08AF0", "#7AF0C8")), s.accent(), 0.2)
        px = x + offset * k
        shape = [
            (px - 26 * k, y),
            (px - 26 * k + lean * 0.6 * k, y - tall * 0.75 * k),
            (px + lean * k, y - tall * k),
            (px + 26 * k + lean * 0.6 * k, y - tall * 0.7 * k),
            (px + 26 * k, y),
        ]
        s.base.shape(shape, s.base.across(lighter(tone, 0.4), tone, darker(tone, 0.4)))
        s.shine.shape(shape, s.shine.down(lighter(tone, 0.3), darker(tone, 0.7)), opacity=0.5)
    s.shine.ellipse(x, y - 120 * k, 260 * k, 220 * k, s.shine.glow("#9AC8F8", 0.45))
    s.lamps.append(Lamp(x=x, y=y - 120 * k, reach=360 * k, colour="#9AC8F8", strength=0.5))


def chest(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 110 * k, y - 96 * k, 220 * k, 100 * k, s.base.across("#8A5A34", "#5A3820"), radius=4)
    s.base.path(
        f"M{x - 116 * k} {y - 110 * k} Q{x - 100 * k} {y - 226 * k} {x} {y - 226 * k} Q{x + 100 * k} {y - 226 * k} {x + 116 * k} {y - 110 * k} Z",
        darker("#8A5A34", 0.2),
    )
    for _ in range(26):
        s.base.ellipse(
            x + s.chance.uniform(-94, 94) * k,
            y - (100 + s.chance.uniform(0, 26)) * k,
            15 * k,
            8 * k,
            s.chance.choice(("#F2C84A", "#E0A830", "#FFE28A")),
        )
    s.shine.ellipse(x, y - 116 * k, 190 * k, 90 * k, s.shine.glow("#FFD860", 0.55))
    for band in (-86, 66):
        s.base.rect(x + band * k, y - 96 * k, 20 * k, 100 * k, "#B08A3E")
    s.base.rect(x - 18 * k, y - 88 * k, 36 * k, 36 * k, "#D8B450", radius=6)


def bones(s: Scenery, x: float, y: float, k: float) -> None:
    tone = "#DCD2BA"
    for offset, turn in ((-70, 12), (40, -18), (110, 30)):
        px = x + offset * k
        s.base.rect(px - 58 * k, y - 8 * k, 116 * k, 14 * k, tone, radius=7, turn=turn)
    s.base.ellipse(x, y - 44 * k, 44 * k, 40 * k, s.base.round(lighter(tone, 0.3), tone, darker(tone, 0.3)))
    s.base.rect(x - 24 * k, y - 18 * k, 48 * k, 22 * k, tone, radius=6)
    for eye in (-16, 16):
        s.base.ellipse(x + eye * k, y - 42 * k, 11 * k, 12 * k, "#2A221E")


def snowman(s: Scenery, x: float, y: float, k: float) -> None:
    for up, size in ((60, 92), (182, 66), (276, 46)):
        s.base.ellipse(x, y - up * k, size * k, size * 0.94 * k, s.base.round("#FFFFFF", "#EAF0F6", "#B4C4D6"))
    for eye in (-16, 16):
        s.base.ellipse(x + eye * k, y - 288 * k, 6 * k, 6 * k, "#1C1C22")
    s.base.shape([(x, y - 278 * k), (x + 52 * k, y - 270 * k), (x, y - 264 * k)], "#E8802F")
    s.base.rect(x - 44 * k, y - 244 * k, 88 * k, 24 * k, "#B23A34", radius=10)
    for side in (-1, 1):
        s.base.line([(x + side * 60 * k, y - 190 * k), (x + side * 140 * k, y - 250 * k)], "#5A3E2A", 8 * k)


def mushrooms(s: Scenery, x: float, y: float, k: float) -> None:
    for offset, size in ((-80, 0.8), (0, 1.3), (70, 0.6), (116, 0.95)):
        px, q = x + offset * k, k * size
        s.base.rect(px - 14 * q, y - 70 * q, 28 * q, 74 * q, s.base.across("#F4ECDC", "#C8B89A"), radius=10)
        s.base.path(
            f"M{px - 62 * q} {y - 62 * q} Q{px} {y - 172 * q} {px + 62 * q} {y - 62 * q} Q{px} {y - 46 * q} {px - 62 * q} {y - 62 * q} Z",
            s.base.down("#E0503E", "#A82E2A"),
        )
        for dot in (-28, 4, 30):
            s.base.ellipse(px + dot * q, y - (86 + dot % 17) * q, 8 * q, 6 * q, "#FBF4E6")


def flowers(s: Scenery, x: float, y: float, k: float) -> None:
    for _ in range(44):
        px, py = x + s.chance.uniform(-300, 300) * k, y + s.chance.uniform(-30, 90) * k
        size = (5 + (py - s.floor) * 0.02) * k
        s.base.line([(px, py), (px + s.chance.uniform(-6, 6), py - 34 * k)], "#4A7A3E", 3 * k)
        tone = s.chance.choice(("#F2D45A", "#E88AA0", "#F4F0E4", "#B08AE0", s.accent(1)))
        for petal in range(5):
            turn = petal * math.tau / 5
            s.base.ellipse(
                px + math.cos(turn) * size, py - 34 * k + math.sin(turn) * size, size * 0.8, size * 0.8, tone
            )
        s.base.ellipse(px, py - 34 * k, size * 0.6, size * 0.6, "#F2B03A")


def hay(s: Scenery, x: float, y: float, k: float) -> None:
    for px, py, q in ((x - 90 * k, y, k), (x + 96 * k, y + 10 * k, k * 0.9)):
        s.base.ellipse(px, py - 80 * q, 92 * q, 86 * q, s.base.round("#F0D080", "#D8AE54", "#9A7430"))
        for ring in (64, 42, 20):
            s.base.ellipse(
                px, py - 80 * q, ring * q, ring * 0.94 * q, "none", stroke="#A87E36", width=4 * q, opacity=0.6
            )


def graves(s: Scenery, x: float, y: float, k: float) -> None:
    for offset, tall in ((-150, 120), (-20, 160), (120, 104)):
        px = x + offset * k
        s.base.path(
            f"M{px - 44 * k} {y} V{y - tall * k} A{44 * k} {44 * k} 0 0 1 {px + 44 * k} {y - tall * k} V{y} Z",
            s.base.across("#9AA0A4", "#5E656C"),
        )
        s.base.line([(px - 20 * k, y - tall * k), (px + 20 * k, y - tall * k)], "#4A5058", 4 * k)

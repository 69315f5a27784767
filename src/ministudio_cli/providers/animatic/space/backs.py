"""What bounds a place under the sky: each stands on the row `foot` and rises into the picture."""

from __future__ import annotations

import math
from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.land import cloud, ridge
from ministudio_cli.providers.animatic.nature import pine, tree
from ministudio_cli.providers.animatic.scenery import FAR, Lamp, Scenery, is_dark
from ministudio_cli.providers.animatic.space.walls import brick, stone

Back = Callable[[Scenery, float], None]


def _air(s: Scenery, tone: str, share: float) -> str:
    """A colour as it is seen through much air."""
    return mix(tone, mix(s.mood.sky[1], s.mood.ambient, 0.4), share)


def hills(s: Scenery, foot: float) -> None:
    snow = s.says("snow", "snowy", "winter")
    for depth, (rise, tone) in enumerate(((150, "#7A94A8"), (90, "#6E9276"), (44, "#5E8A54"))):
        ridge(s, foot + 4, rise, _air(s, "#D4DEE8" if snow else tone, 0.5 - depth * 0.16), peaks=5 + depth)


def plain_far(s: Scenery, foot: float) -> None:
    """Nothing but the horizon."""
    ridge(s, foot + 4, 14, _air(s, "#7A8A6A", 0.5), peaks=4)


def peaks(s: Scenery, foot: float) -> None:
    for depth, rise in enumerate((430, 300, 170)):
        tone = _air(s, "#5A6A82", 0.5 - depth * 0.17)
        points = ridge(s, foot + 6, rise, tone, peaks=8 + depth * 2, sharp=True)
        for x, y in points[1::2] if depth < 2 or s.says("snow", "snowy", "winter", "ice") else ():
            wide = (foot - y) * 0.2
            s.base.shape(
                [
                    (x, y),
                    (x + wide, y + wide * 1.3),
                    (x + wide * 0.4, y + wide),
                    (x - wide * 0.1, y + wide * 1.5),
                    (x - wide * 0.5, y + wide),
                    (x - wide, y + wide * 1.3),
                ],
                "#F0F4F6",
            )


def dunes(s: Scenery, foot: float) -> None:
    for depth, rise in enumerate((130, 80, 40)):
        ridge(s, foot + 4, rise, _air(s, ("#D8B07A", "#D09A5E", "#D8AE70")[depth], 0.3 - depth * 0.1), peaks=4 + depth)


def woods(s: Scenery, foot: float) -> None:
    """The edge of a wood."""
    ridge(s, foot - 60, 60, _air(s, "#3E6A4A", 0.4), peaks=14)
    for _ in range(44):
        x, k = s.chance.uniform(-40, s.width + 40), s.chance.uniform(0.34, 0.6)
        (pine if s.chance.random() < 0.4 or s.says("snow", "pine", "fir") else tree)(
            s, x, foot + s.chance.uniform(-6, 14), k
        )


def jungle(s: Scenery, foot: float) -> None:
    """Thick leaves from the ground to above the picture."""
    s.base.rect(0, 0, s.width, foot + 6, s.base.down("#3E6A52", "#2A4E3C"))
    if not is_dark(s):
        s.shine.ellipse(
            s.width / 2, foot * 0.5, s.width * 0.24, foot * 0.6, s.shine.glow(lighter(s.mood.key, 0.2), 0.5)
        )
    for _ in range(11):
        x, wide = s.chance.uniform(0, s.width), s.chance.uniform(18, 46)
        s.base.rect(x, 0, wide, foot + 10, s.base.across("#4A3A2A", "#6A5236", "#33281E"), radius=4)
    for depth in range(4):
        tone = mix("#2E5E48", "#1E3A2A", depth / 3)
        for _ in range(26):
            x, y = s.chance.uniform(-60, s.width + 60), foot - s.chance.uniform(-20, foot) * (1 - depth * 0.05)
            for leaf in range(7):
                turn = math.pi * (0.1 + 0.8 * leaf / 6) + s.chance.uniform(-0.1, 0.1)
                long = s.chance.uniform(60, 150)
                tip = (x + math.cos(turn) * long, y - math.sin(turn) * long * 0.8)
                colour = lighter(mix(tone, "#5A9A4A", s.chance.random() * 0.6), 0.05)
                s.base.path(
                    f"M{x:.1f} {y:.1f} Q{(x + tip[0]) / 2 + 14:.1f} {(y + tip[1]) / 2 - 26:.1f} {tip[0]:.1f} {tip[1]:.1f} Q{(x + tip[0]) / 2 - 10:.1f} {(y + tip[1]) / 2 + 12:.1f} {x:.1f} {y:.1f} Z",
                    colour,
                )


def poplars(s: Scenery, foot: float) -> None:
    hills(s, foot)
    for index in range(14):
        z = 9 + index * 5.0
        x, y = s.lens.at(-7.5, 0, z)
        unit = s.lens.unit(z)
        tone = _air(s, "#4A6A34", min(0.6, z / 110))
        s.base.blob(
            [
                (x - unit * 0.7, y),
                (x - unit * 0.9, y - unit * 3),
                (x - unit * 0.5, y - unit * 7.4),
                (x, y - unit * 9),
                (x + unit * 0.5, y - unit * 7),
                (x + unit * 0.8, y - unit * 3),
                (x + unit * 0.6, y),
            ],
            s.base.across(lighter(tone, 0.15), darker(tone, 0.3)),
        )


def skyline(s: Scenery, foot: float) -> None:
    dark = is_dark(s)
    for depth, (count, low, high) in enumerate(((18, 150, 400), (12, 90, 260))):
        for index in range(count):
            wide = s.width / count * s.chance.uniform(0.7, 1.1)
            x, tall = index * s.width / count, s.chance.uniform(low, high)
            tone = _air(s, s.chance.choice(("#5A6A82", "#6E6A7E", "#7A7A80", "#54606E")), 0.5 - depth * 0.25)
            s.base.rect(x, foot - tall, wide, tall + 6, s.base.across(lighter(tone, 0.08), darker(tone, 0.15)))
            if s.chance.random() < 0.3:
                s.base.rect(x + wide * 0.45, foot - tall - 60, 5, 60, tone)
            for row in range(int(tall / 26)):
                for column in range(int(wide / 20)):
                    if s.chance.random() < (0.45 if dark else 0.2):
                        where = (x + 6 + column * 20, foot - tall + 12 + row * 26, 9, 13)
                        if dark:
                            s.shine.rect(*where, s.chance.choice(("#FFD98A", "#FFE9B8", "#A8D8F0")), opacity=0.85)
                        else:
                            s.base.rect(*where, "#34465A", opacity=0.6)


def fronts(s: Scenery, foot: float) -> None:
    """Houses along both sides of a street that runs away, and more across its end."""
    skyline(s, foot)
    _rows_of_houses(s, ("#A86A52", "#8A7A6A", "#B89A7A", "#7A6A72", "#94705A"), tall=(8.5, 15.0), shops=True)


def cottages(s: Scenery, foot: float) -> None:
    hills(s, foot)
    _rows_of_houses(s, ("#E8D8B8", "#D8C0A0", "#E8E2D4", "#C8A888"), tall=(4.6, 6.4), shops=False)


def _rows_of_houses(s: Scenery, tones: tuple[str, ...], *, tall: tuple[float, float], shops: bool) -> None:
    dark = is_dark(s) or s.mood.name == "dusk"
    for side in (-1, 1):
        far = 58.0
        while far > 7:
            near = far - s.chance.uniform(6.5, 9.5)
            near = max(near, 4.2)
            wall, high = s.chance.choice(tones), s.chance.uniform(*tall)
            x = side * (7.0 if shops else 8.4)
            quad = [s.lens.at(x, 0, far), s.lens.at(x, high, far), s.lens.at(x, high, near), s.lens.at(x, 0, near)]
            share = min(0.55, far / 130)
            s.base.shape(quad, s.base.across(_air(s, wall, share), _air(s, darker(wall, 0.2), share)))
            if not shops:
                roof = s.chance.choice(("#A8503A", "#7A4A3A", "#5A5E6E"))
                ridge_top = [s.lens.at(x + side * 2.4, high + 2.6, far), s.lens.at(x + side * 2.4, high + 2.6, near)]
                s.base.shape(
                    [quad[1], ridge_top[0], ridge_top[1], quad[2]],
                    _air(s, "#EEF3F6" if s.says("snow", "snowy", "winter") else roof, share),
                )
            else:
                s.base.shape(
                    [quad[1], s.lens.at(x, high + 0.4, far), s.lens.at(x, high + 0.4, near), quad[2]],
                    _air(s, darker(wall, 0.35), share),
                )
            floors, bays = int(high / 2.7), max(2, int((far - near) / 2.2))
            for level in range(floors):
                for bay in range(bays):
                    a, b = far - (bay + 0.25) * (far - near) / bays, far - (bay + 0.72) * (far - near) / bays
                    low = level * 2.7 + (0.9 if level or not shops else 0.3)
                    up = low + (1.5 if level or not shops else 2.0)
                    pane = [s.lens.at(x, low, a), s.lens.at(x, up, a), s.lens.at(x, up, b), s.lens.at(x, low, b)]
                    if (dark and s.chance.random() < 0.5) or (shops and level == 0 and dark):
                        s.shine.shape(pane, s.chance.choice(("#FFD98A", "#FFE9B8", "#FFC87A")), opacity=0.85)
                        if level == 0:
                            px, py = s.lens.at(x, 0.3, (a + b) / 2)
                            s.lamps.append(
                                Lamp(x=px - side * 40, y=py, reach=s.lens.unit(b) * 2.2, colour="#FFCF8A", strength=0.2)
                            )
                    else:
                        s.base.shape(pane, "#33424E", opacity=0.8)
                if shops and level == 0:
                    tone = s.chance.choice(("#B23A34", "#2F7A7A", "#3A5A9A", "#C28A2E", "#4A7A4A", s.accent()))
                    awning = [
                        s.lens.at(x, 2.9, far - 0.3),
                        s.lens.at(x, 2.9, near + 0.3),
                        s.lens.at(x - side * 1.1, 2.3, near + 0.3),
                        s.lens.at(x - side * 1.1, 2.3, far - 0.3),
                    ]
                    s.base.shape(awning, _air(s, tone, share))
            far = near


def stands(s: Scenery, foot: float) -> None:
    """A stadium's stands with their crowd, under floodlights."""
    high = foot - s.height * 0.32
    s.base.shape([(0, high - 60), (s.width, high - 60), (s.width, foot), (0, foot)], s.base.down("#2A3248", "#4A546A"))
    colours = ("#C23B36", "#E8E4DA", "#3A6AB0", "#E2B04A", "#4A4A56", "#D88A6A", s.accent(), s.accent(1))
    rows = 24
    for row in range(rows):
        y = high + (foot - 26 - high) * row / rows
        if row == rows // 2:
            s.base.rect(0, y - 6, s.width, 16, "#8A98B0")
            continue
        step = 8 + row * 0.2
        x = s.chance.uniform(0, step)
        while x < s.width:
            if s.chance.random() < 0.9:
                s.base.ellipse(x, y, 3.6, 4.6, mix(s.chance.choice(colours), "#20242E", 0.15))
            x += step
    s.base.rect(0, foot - 28, s.width, 28, s.base.down("#E8ECF0", "#9AA4B0"))
    for index in range(int(s.width / 170) + 1):
        s.base.rect(
            index * 170 + 8,
            foot - 24,
            154,
            18,
            s.chance.choice(("#3A6AB0", "#C23B36", "#2F7A5A", s.accent())),
            radius=2,
        )
    masts(s, high - 60)
    _goal(s, foot)


def _goal(s: Scenery, foot: float) -> None:
    """A goal with its net, before the stands."""
    z = min(18.0, s.lens.depth(foot) - 2)
    unit, y = s.lens.unit(z), s.lens.ground(z)
    left, top, wide, tall = s.width / 2 - 3.66 * unit, y - 2.44 * unit, 7.32 * unit, 2.44 * unit
    for index in range(27):
        x = left + wide * index / 26
        s.base.line([(x, top), (s.width / 2 + (x - s.width / 2) * 0.94, y - unit * 0.3)], "#E8ECEE", 1.2, opacity=0.6)
    for index in range(9):
        s.base.line(
            [(left, top + tall * index / 9), (left + wide, top + tall * index / 9)], "#E8ECEE", 1.2, opacity=0.5
        )
    s.base.path(f"M{left:.1f} {y:.1f} V{top:.1f} H{left + wide:.1f} V{y:.1f}", stroke="#FAFAF6", width=9)


def masts(s: Scenery, foot: float) -> None:
    """Floodlights on masts."""
    for share in (0.08, 0.36, 0.64, 0.92):
        x, y = s.width * share, max(40.0, foot - s.height * 0.2)
        s.base.rect(x - 5, y, 10, foot - y, "#4A5262")
        s.base.rect(x - 58, y - 46, 116, 52, "#2A303C", radius=4)
        for row in range(3):
            for column in range(7):
                s.shine.ellipse(x - 46 + column * 15, y - 36 + row * 16, 6, 6, "#FFFFFF")
        s.shine.ellipse(x, y - 20, 210, 150, s.shine.glow("#DDE8FF", 0.7))
        s.lamps.append(Lamp(x=x, y=y + 140, reach=s.width * 0.32, colour="#E4ECFF", strength=0.5))


def hedges(s: Scenery, foot: float) -> None:
    woods(s, foot)
    s.base.rect(0, foot - 60, s.width, 66, s.base.down("#4E7E46", "#2E5434"))
    for _ in range(160):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(foot - 66, foot)
        s.base.ellipse(x, y, 16, 12, mix("#4E7E46", s.chance.choice(("#7AA85A", "#2E5A36")), 0.5), opacity=0.8)


def cliffs(s: Scenery, foot: float) -> None:
    for side, reach in ((0, 0.36), (1, 0.3)):
        edge = 0.0 if side == 0 else s.width
        inner = [
            (abs(edge - s.width * reach * share) + s.chance.uniform(-20, 20), y)
            for share, y in ((0.72, s.height * 0.06), (0.86, s.height * 0.2), (0.8, s.height * 0.34), (1.0, foot + 10))
        ]
        tone = _air(s, "#8A7462", 0.15)
        s.base.shape([(edge, 0), *inner, (edge, foot + 30)], s.base.down(lighter(tone, 0.1), darker(tone, 0.3)))
        for layer in range(9):
            y = s.height * (0.08 + layer * 0.05)
            s.base.line(
                [(edge, y), (abs(edge - s.width * reach * 0.6), y + s.chance.uniform(-10, 10))],
                darker(tone, 0.3),
                5,
                opacity=0.4,
            )
    hills(s, foot)


def castle_walls(s: Scenery, foot: float) -> None:
    """A courtyard: a wall with a gate, towers, and walls to both sides."""
    tone = "#8E8A92"
    high = s.height * 0.14
    stone(s, -4, high, s.width + 8, foot + 3, tone)
    for index in range(int(s.width / 92) + 1):
        s.base.rect(index * 92, high - 40, 52, 44, darker(tone, 0.1))
    for share in (0.24, 0.76):
        x = s.width * share
        stone(s, x - 92, high - 100, 184, foot + 3, lighter(tone, 0.06))
        s.base.shape([(x - 112, high - 96), (x, high - 260), (x + 112, high - 96)], s.base.across("#5A5E78", "#34384E"))
        s.shine.rect(x - 12, high + 40, 24, 60, "#FFCF7A", opacity=0.9)
    middle = s.width / 2
    s.base.path(
        f"M{middle - 110} {foot + 3} V{foot - 170} A110 110 0 0 1 {middle + 110} {foot - 170} V{foot + 3} Z",
        darker(tone, 0.35),
    )
    s.base.path(
        f"M{middle - 88} {foot + 3} V{foot - 168} A88 88 0 0 1 {middle + 88} {foot - 168} V{foot + 3} Z", "#17141C"
    )
    for bar in range(-4, 5):
        s.base.rect(middle + bar * 20 - 3, foot - 240 + abs(bar) * 12, 6, 243 - abs(bar) * 12, "#4A4450")
    for row in range(5):
        s.base.rect(middle - 86, foot - 40 - row * 44, 172, 6, "#4A4450")
    for side in (-1, 1):
        far, near = s.lens.depth(foot), 4.4
        x = side * s.lens.half(far) * 0.98
        quad = [s.lens.at(x, 0, far), s.lens.at(x, 5.4, far), s.lens.at(x, 5.4, near), s.lens.at(x, 0, near)]
        s.base.shape(quad, s.base.across(darker(tone, 0.1), darker(tone, 0.4)))
    torches(s, foot)


def torches(s: Scenery, foot: float) -> None:
    """Burning torches on the wall."""
    for share in (0.1, 0.37, 0.63, 0.9):
        x, y = s.width * share, foot - s.height * 0.17
        s.base.shape([(x - 9, y), (x + 9, y), (x + 4, y + 54), (x - 4, y + 54)], "#4A3424")
        s.shine.path(
            f"M{x - 15} {y} Q{x - 20} {y - 30} {x - 2} {y - 62} Q{x + 22} {y - 32} {x + 15} {y} Z",
            s.shine.down("#FF8A2E", "#FFE08A"),
        )
        s.shine.ellipse(x, y - 20, 120, 120, s.shine.glow("#FFA04A", 0.24))
        s.lamps.append(Lamp(x=x, y=y, reach=300, colour="#FFA050", strength=0.85))


def ruins(s: Scenery, foot: float) -> None:
    hills(s, foot)
    tone = _air(s, "#A89C86", 0.15)
    for share in (0.06, 0.2, 0.34, 0.66, 0.8, 0.94):
        x, tall = s.width * share, s.chance.uniform(150, 400)
        wide = 52
        s.base.rect(
            x - wide / 2, foot - tall, wide, tall + 4, s.base.across(lighter(tone, 0.2), tone, darker(tone, 0.35))
        )
        for flute in range(4):
            s.base.rect(x - wide / 2 + 6 + flute * 12, foot - tall + 20, 4, tall - 30, darker(tone, 0.3), opacity=0.5)
        s.base.rect(x - wide * 0.7, foot - 22, wide * 1.4, 26, darker(tone, 0.1))
        if s.chance.random() < 0.6:
            s.base.rect(x - wide * 0.7, foot - tall - 16, wide * 1.4, 22, lighter(tone, 0.1))
    for _ in range(26):
        x, size = s.chance.uniform(0, s.width), s.chance.uniform(16, 52)
        s.base.shape(
            [
                (x - size, foot + 8),
                (x - size * 0.6, foot - size * 0.6),
                (x + size * 0.5, foot - size * 0.7),
                (x + size, foot + 8),
            ],
            mix(tone, "#6A6458", s.chance.random() * 0.5),
        )


def shore(s: Scenery, foot: float) -> None:
    """Water to the horizon behind the ground."""
    line = s.lens.horizon + 4
    tone = mix("#2A6A8A", s.accent(), 0.15)
    s.base.rect(0, line, s.width, foot - line + 30, s.base.down(lighter(_air(s, tone, 0.3), 0.1), tone))
    for _ in range(90):
        y = line + s.chance.random() ** 1.6 * (foot - line)
        long = 20 + (y - line) * 0.9
        x = s.chance.uniform(0, s.width)
        s.base.line(
            [(x, y), (x + long / 2, y - 2), (x + long, y)], lighter(tone, 0.45), 1.6 + (y - line) * 0.012, opacity=0.45
        )
    for glint in range(20):
        y = line + (foot - line) * glint / 20
        s.shine.ellipse(
            s.width * 0.64 + s.chance.uniform(-1, 1) * (10 + glint * 4), y, 12 + glint, 2, s.mood.key, opacity=0.35
        )
    for row in range(3):
        points = [(s.width * share / 8, foot - row * 15 + s.chance.uniform(-5, 5)) for share in range(9)]
        s.base.line(points, "#F4F8F6", 7 - row * 2, opacity=0.75)


def lakeside(s: Scenery, foot: float) -> None:
    line = s.lens.horizon + 6
    hills(s, line)
    for _ in range(50):
        pine(s, s.chance.uniform(0, s.width), line + 8, s.chance.uniform(0.14, 0.26))
    tone = mix("#3A6E86", s.mood.sky[1], 0.3)
    s.base.rect(0, line + 4, s.width, foot - line + 30, s.base.down(mix(tone, "#2E4A3E", 0.4), tone))
    for _ in range(70):
        y = line + 8 + s.chance.random() * (foot - line)
        x = s.chance.uniform(0, s.width)
        s.base.line([(x, y), (x + 60, y)], lighter(tone, 0.35), 2, opacity=0.4)


def icebergs(s: Scenery, foot: float) -> None:
    line = s.lens.horizon + 4
    s.base.rect(0, line, s.width, foot - line + 30, s.base.down("#3A6A86", "#1E4A66"))
    for share, tall in ((0.1, 210), (0.26, 90), (0.58, 100), (0.86, 250)):
        x, wide = s.width * share, tall * 1.1
        crest = [
            (x - wide, line + 20),
            (x - wide * 0.6, line - tall * 0.5),
            (x - wide * 0.1, line - tall),
            (x + wide * 0.3, line - tall * 0.75),
            (x + wide * 0.8, line - tall * 0.3),
            (x + wide, line + 20),
        ]
        s.base.shape(crest, s.base.down("#EAF6FA", "#7FB6D0"))
        s.base.shape(
            [crest[2], crest[3], (x + wide * 0.3, line + 20), (x - wide * 0.1, line + 20)], "#5E9CBE", opacity=0.6
        )
    for _ in range(12):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(line + 30, foot)
        wide = 60 + (y - line) * 1.2
        s.base.ellipse(x, y, wide, wide * 0.1, "#DDF0F6")
        s.base.ellipse(x, y + wide * 0.06, wide, wide * 0.08, "#4A86A6", opacity=0.6)


def quay(s: Scenery, foot: float) -> None:
    """A harbour: water, ships far off, cranes and stacked containers."""
    shore(s, foot)
    for share in (0.14, 0.84):
        x, high = s.width * share, s.height * 0.1
        for leg in (-46, 40):
            s.base.rect(x + leg, high, 12, foot - high, _air(s, "#C2502E", 0.2))
        s.base.rect(x - 190, high - 12, 400, 16, _air(s, "#D8642E", 0.15))
        s.base.line([(x + 150, high), (x + 150, high + 170)], "#2A2E36", 3)
        s.base.rect(x - 20, high - 60, 70, 50, _air(s, "#D8642E", 0.1))
    for row in range(2):
        for index in range(8):
            if s.chance.random() < 0.7 and not 2 <= index <= 5:
                tone = _air(s, s.chance.choice(("#B23A34", "#3A5A9A", "#C28A2E", "#4A7A5A", "#7A7E86")), 0.1)
                x = s.width * index / 8
                s.base.rect(
                    x, foot - 74 * (row + 1), s.width / 8 - 6, 72, s.base.down(lighter(tone, 0.1), darker(tone, 0.25))
                )
                for rib in range(9):
                    s.base.rect(
                        x + 8 + rib * (s.width / 8 - 12) / 9,
                        foot - 74 * (row + 1) + 6,
                        4,
                        60,
                        darker(tone, 0.3),
                        opacity=0.6,
                    )


def train(s: Scenery, foot: float) -> None:
    """A railway carriage standing along the platform's edge, its windows lit."""
    far = s.lens.depth(foot)
    unit = s.lens.unit(far)
    skyline(s, foot - unit * 0.4)
    tone = mix("#8A2E2E", s.accent(), 0.2)
    top, low = foot - unit * 3.5, foot - unit * 0.55
    s.base.rect(0, low, s.width, unit * 0.6, "#26242A")
    for left, right in ((-40.0, s.width * 0.485), (s.width * 0.505, s.width + 40)):
        s.base.rect(left, top - 24, right - left, 44, darker(tone, 0.45), radius=18)
        s.base.rect(
            left, top, right - left, low - top, s.base.down(lighter(tone, 0.12), tone, darker(tone, 0.3)), radius=8
        )
        s.base.rect(left, top + (low - top) * 0.62, right - left, 9, "#E8C87A")
        x = left + 46
        while x < right - 120:
            s.base.rect(x - 6, top + 26, 112, (low - top) * 0.44 + 12, darker(tone, 0.4), radius=6)
            s.shine.rect(
                x, top + 32, 100, (low - top) * 0.44, s.shine.down("#FFE6A8", "#F0B85A"), radius=4, opacity=0.92
            )
            x += 150
        for wheel in range(int((right - left) / 150)):
            s.base.ellipse(left + 70 + wheel * 150, foot - unit * 0.24, unit * 0.34, unit * 0.34, "#1E1C22")
            s.base.ellipse(left + 70 + wheel * 150, foot - unit * 0.24, unit * 0.14, unit * 0.14, "#6A6A72")
    s.lamps.append(Lamp(x=s.width / 2, y=foot, reach=s.width * 0.5, colour="#FFD08A", strength=0.25))
    s.base.rect(0, foot - 3, s.width, 14, "#E8E0CC")
    s.base.rect(0, foot + 14, s.width, 10, "#E8C23E")


def orchard(s: Scenery, foot: float) -> None:
    hills(s, foot)
    for z in (34.0, 26.0, 19.0, 13.0):
        for index in range(-6, 7):
            x, y = s.lens.at(index * 5.4 + (2.2 if z in (26.0, 13.0) else 0), 0, z)
            if -60 < x < s.width + 60 and not (z == 13.0 and 0.28 < x / s.width < 0.72):
                tree(s, x, y, 10.5 / z)
                for _ in range(12):
                    s.base.ellipse(
                        x + s.chance.uniform(-1, 1) * 1250 / z,
                        y - s.chance.uniform(1500, 3100) / z,
                        90 / z,
                        90 / z,
                        s.chance.choice(("#C8342E", "#E0563A", "#E8A83A")),
                    )


def tents(s: Scenery, foot: float) -> None:
    hills(s, foot)
    for _ in range(9):
        x, size = s.chance.uniform(0, s.width), s.chance.uniform(60, 120)
        tone = _air(s, s.chance.choice(("#C8964A", "#B23A34", "#3A6A9A", "#E2D8C0")), 0.2)
        s.base.shape(
            [(x - size, foot + 6), (x, foot - size), (x + size, foot + 6)],
            s.base.across(lighter(tone, 0.2), darker(tone, 0.25)),
        )
        s.base.shape(
            [(x - size * 0.24, foot + 6), (x, foot - size * 0.7), (x + size * 0.24, foot + 6)], darker(tone, 0.6)
        )


def stalls_row(s: Scenery, foot: float) -> None:
    from ministudio_cli.providers.animatic.outdoors import stalls  # noqa: PLC0415 - a cycle at import

    cottages(s, foot) if not s.says("city", "street", "night market") else fronts(s, foot)
    with s.on(FAR):
        stalls(s, s.width / 2, s.lens.ground(14.0), 0.62)


def fair(s: Scenery, foot: float) -> None:
    """Rides and bulbs of a fairground."""
    skyline(s, foot)
    x, y, r = s.width * 0.24, foot - s.height * 0.27, s.height * 0.25
    for spoke in range(16):
        turn = math.tau * spoke / 16
        px, py = x + math.cos(turn) * r, y + math.sin(turn) * r
        s.base.line([(x, y), (px, py)], "#8A94A8", 4)
        s.base.rect(px - 17, py, 34, 28, s.chance.choice(("#C23B36", "#E2B04A", "#3A8A8A", "#8A5AB0")), radius=8)
        s.shine.ellipse(px, py, 5, 5, "#FFE9A8")
    s.base.ellipse(x, y, r, r, "none", stroke="#A8B2C4", width=9)
    for leg in (-1, 1):
        s.base.line([(x, y), (x + leg * r * 0.5, foot)], "#6A7486", 12)
    tone = "#B23A34"
    left = s.width * 0.72
    for index in range(8):
        a, b = left - 200 + index * 50, left - 150 + index * 50
        s.base.shape(
            [(left, foot - 330), (left, foot - 330), (b, foot - 170), (a, foot - 170)], tone if index % 2 else "#F2E6CC"
        )
        s.base.rect(a, foot - 170, 50, 172, darker(tone if index % 2 else "#F2E6CC", 0.1))
    for index in range(40):
        px = s.width * index / 39
        py = foot - 250 + math.sin(index * 0.8) * 26
        s.shine.ellipse(px, py, 6, 6, s.chance.choice(("#FFD98A", "#FF9A7A", "#8AE0FF", "#B8F08A")))
    s.lamps.append(Lamp(x=s.width / 2, y=foot - 150, reach=s.width * 0.6, colour="#FFD08A", strength=0.35))


def graves(s: Scenery, foot: float) -> None:
    woods(s, foot)
    for z in (22.0, 17.0, 13.0, 10.0):
        for index in range(-5, 6):
            x, y = s.lens.at(index * 2.6 + s.chance.uniform(-0.4, 0.4), 0, z)
            unit = s.lens.unit(z)
            if z > 10 or abs(index) > 1:
                tone = s.chance.choice(("#8A8E90", "#9AA09A", "#74787E"))
                s.base.path(
                    f"M{x - unit * 0.32:.1f} {y:.1f} V{y - unit * 0.7:.1f} A{unit * 0.32:.1f} {unit * 0.32:.1f} 0 0 1 {x + unit * 0.32:.1f} {y - unit * 0.7:.1f} V{y:.1f} Z",
                    s.base.across(lighter(tone, 0.2), darker(tone, 0.35)),
                )


def fence_wire(s: Scenery, foot: float) -> None:
    skyline(s, foot)
    high = foot - 150
    for index in range(int(s.width / 130) + 1):
        s.base.rect(index * 130, high, 9, foot - high, "#8A9098")
    for step in range(int(s.width / 26) + 8):
        x = step * 26
        s.base.line([(x, high), (x - 150, foot)], "#9AA2AA", 1.6, opacity=0.6)
        s.base.line([(x - 150, high), (x, foot)], "#9AA2AA", 1.6, opacity=0.6)


def airfield(s: Scenery, foot: float) -> None:
    """A terminal, its tower and hangars beyond the apron."""
    hills(s, foot)
    tone = _air(s, "#B8C0C8", 0.2)
    s.base.rect(s.width * 0.05, foot - 110, s.width * 0.5, 114, s.base.down(lighter(tone, 0.1), darker(tone, 0.2)))
    for index in range(14):
        s.base.rect(s.width * 0.06 + index * s.width * 0.035, foot - 90, s.width * 0.03, 54, "#5E8AA8")
    x = s.width * 0.66
    s.base.shape([(x - 20, foot + 2), (x - 14, foot - 220), (x + 14, foot - 220), (x + 20, foot + 2)], tone)
    s.base.shape([(x - 50, foot - 280), (x + 50, foot - 280), (x + 34, foot - 216), (x - 34, foot - 216)], "#4A7A9A")
    s.base.rect(x - 54, foot - 290, 108, 12, darker(tone, 0.2))
    for index in range(2):
        left = s.width * (0.76 + index * 0.13)
        s.base.path(
            f"M{left} {foot + 2} V{foot - 60} Q{left + 90} {foot - 150} {left + 180} {foot - 60} V{foot + 2} Z",
            darker(tone, 0.15),
        )


def reef(s: Scenery, foot: float) -> None:
    """Rocks and corals on both sides, under water."""
    for side in (0, 1):
        for depth in range(3):
            edge = 0.0 if side == 0 else s.width
            reach = s.width * (0.34 - depth * 0.08) * s.chance.uniform(0.8, 1.1)
            tall = foot - s.height * (0.42 + 0.1 * depth)
            tone = mix("#3A6A7E", "#2A4650", depth / 2)
            points = [
                (edge, foot - tall),
                (abs(edge - reach * 0.4), foot - tall * s.chance.uniform(0.8, 1.05)),
                (abs(edge - reach * 0.75), foot - tall * 0.5),
                (abs(edge - reach), foot + 40 + depth * 30),
                (edge, foot + 60),
            ]
            s.base.shape(points, s.base.down(lighter(tone, 0.16), darker(tone, 0.35)))
    for _ in range(34):
        x = s.chance.choice((s.chance.uniform(0, 0.34), s.chance.uniform(0.66, 1))) * s.width
        _coral(s, x, foot + s.chance.uniform(-30, 250), s.chance.uniform(90, 230))
    for _ in range(14):
        x, y = s.chance.uniform(0, s.width), foot + s.chance.uniform(0, 160)
        for blade in range(4):
            sway = s.chance.uniform(-40, 40)
            s.base.line(
                [
                    (x + blade * 8, y),
                    (x + blade * 8 + sway * 0.3, y - 60),
                    (x + blade * 8 + sway, y - s.chance.uniform(90, 160)),
                ],
                s.chance.choice(("#3A8A5A", "#2E7A6A", "#5AA06A")),
                7,
            )


def _coral(s: Scenery, x: float, y: float, size: float) -> None:
    tone = s.chance.choice(("#E8785A", "#E8A04A", "#D85A8A", "#B86AC8", "#F0C86A"))

    def branch(px: float, py: float, long: float, turn: float, wide: float) -> None:
        if long < 9:
            return
        qx, qy = px + math.cos(turn) * long, py - math.sin(turn) * long
        s.base.line([(px, py), (qx, qy)], mix(tone, "#FFF2DC", s.chance.random() * 0.25), wide)
        for lean in (-0.5, 0.45):
            branch(qx, qy, long * s.chance.uniform(0.6, 0.78), turn + lean + s.chance.uniform(-0.2, 0.2), wide * 0.72)

    branch(x, y, size * 0.36, math.pi / 2, size * 0.13)


def clouds_below(s: Scenery, foot: float) -> None:
    for row in range(6):
        for _ in range(8):
            cloud(s, s.chance.uniform(0, s.width), foot - 10 + row * 50, 110 + row * 46, 0.7)


def greenery(s: Scenery, foot: float) -> None:
    """A glasshouse full of plants."""
    s.base.rect(0, 0, s.width, foot, "#000000")
    s.shine.rect(0, 0, s.width, foot, s.shine.down(lighter(s.mood.sky[0], 0.3), s.mood.sky[1]))
    for column in range(int(s.width / 110) + 2):
        s.base.rect(column * 110, 0, 8, foot, "#D8E0DC")
    for share in (0.2, 0.45, 0.7):
        s.base.rect(0, foot * share, s.width, 6, "#D8E0DC")
    for side in (-1, 1):
        for z in (16.0, 12.0, 9.0, 7.0):
            x, y = s.lens.at(side * (2.6 + z * 0.16), 0, z)
            unit = s.lens.unit(z)
            s.base.rect(x - unit, y - unit * 0.8, unit * 2, unit * 0.8, s.base.down("#A8845A", "#6A4A30"))
            for _ in range(16):
                px, py = x + s.chance.uniform(-1, 1) * unit, y - unit * s.chance.uniform(0.8, 1.9)
                s.base.ellipse(
                    px,
                    py,
                    unit * 0.2,
                    unit * 0.15,
                    s.chance.choice(("#4E8A46", "#6AA050", "#356A3E", "#E0563A", "#F0C24A", "#E88AB0")),
                )


def pews(s: Scenery, foot: float) -> None:
    """The nave of a church: pillars, coloured windows, an altar."""
    tone = "#B8AE9E"
    stone(s, 0, 0, s.width, foot + 3, tone)
    middle = s.width / 2
    for x, wide, tall in ((middle, 190, 330), (middle - 330, 120, 280), (middle + 330, 120, 280)):
        top = foot - 120 - tall
        shape = f"M{x - wide / 2} {foot - 120} V{top + wide / 2} Q{x - wide / 2} {top} {x} {top - 30} Q{x + wide / 2} {top} {x + wide / 2} {top + wide / 2} V{foot - 120} Z"
        s.base.path(shape, "#000000")
        s.shine.path(shape, s.shine.down("#5A7AD8", "#C85A8A", "#F0B85A"))
        for _ in range(16):
            s.shine.ellipse(
                x + s.chance.uniform(-0.4, 0.4) * wide,
                foot - 140 - s.chance.random() * tall * 0.8,
                18,
                26,
                s.chance.choice(("#F0D060", "#E8605A", "#60A8F0", "#70D090", "#C070E0")),
                opacity=0.85,
            )
        s.lamps.append(Lamp(x=x, y=foot - 200, reach=420, colour=mix(s.mood.key, "#E8B0C0", 0.4), strength=0.4))
    s.base.rect(middle - 130, foot - 76, 260, 80, s.base.down("#F4EEE2", "#C8BCA8"))
    for side in (-1, 1):
        for z in (11.5, 9.6, 8.0, 6.6):
            x, y = s.lens.at(side * 2.6, 0, z)
            unit = s.lens.unit(z)
            s.base.rect(
                x - unit * 1.5, y - unit * 0.95, unit * 3, unit * 0.95, s.base.down("#8A5E38", "#4E321C"), radius=4
            )
            s.base.rect(x - unit * 1.5, y - unit * 1.0, unit * 3, unit * 0.1, "#A8784A")
        for z in (12.0, 8.6):
            x = s.lens.at(side * 4.6, 0, z)[0]
            y, unit = s.lens.ground(z), s.lens.unit(z)
            s.base.rect(x - unit * 0.4, 0, unit * 0.8, y, s.base.across(lighter(tone, 0.2), darker(tone, 0.35)))


def seats(s: Scenery, foot: float) -> None:
    """A screen or a stage before rows of seats seen from behind."""
    s.base.rect(0, 0, s.width, foot + 3, s.base.down("#241A24", "#3A2630"))
    left, wide = s.width * 0.2, s.width * 0.6
    s.base.rect(left - 16, s.height * 0.08, wide + 32, foot * 0.72 + 32, "#14101A")
    s.shine.rect(left, s.height * 0.1, wide, foot * 0.72, s.shine.down("#DCE8F4", "#8AA8D0"))
    s.lamps.append(Lamp(x=s.width / 2, y=foot * 0.5, reach=s.width * 0.5, colour="#B8D0F4", strength=0.6))
    for side in (-1, 1):
        for fold in range(4):
            s.base.rect(
                s.width / 2 + side * (wide / 2 + 30 + fold * 46) - 22,
                0,
                44,
                foot,
                s.base.across("#5A141E", "#A82E3A", "#5A141E"),
            )
    for z in (10.5, 8.6, 7.0):
        unit, y = s.lens.unit(z), s.lens.ground(z)
        for index in range(-9, 10):
            x = s.width / 2 + index * unit * 0.66
            if abs(index) > (1 if z < 8 else 0) and -60 < x < s.width + 60:
                s.base.rect(
                    x - unit * 0.28,
                    y - unit * 0.9,
                    unit * 0.56,
                    unit * 0.9,
                    s.base.down("#B83A42", "#5E1820"),
                    radius=unit * 0.14,
                )


def sky_only(s: Scenery, foot: float) -> None:
    """High in the air: clouds around and below."""
    del foot
    for _ in range(16):
        y = s.chance.uniform(0.1, 1.0) * s.height
        cloud(s, s.chance.uniform(0, s.width), y, 60 + y * 0.22, 0.75)


def galaxy(s: Scenery, foot: float) -> None:
    del foot
    s.base.rect(0, 0, s.width, s.height, "#05060E")
    for _ in range(420):
        size = s.chance.uniform(0.5, 1.9)
        s.shine.ellipse(
            s.chance.uniform(0, s.width),
            s.chance.uniform(0, s.height * 0.6),
            size,
            size,
            "#FFFFFF",
            opacity=s.chance.uniform(0.3, 1),
        )
    x, y = s.width * 0.74, s.height * 0.2
    s.shine.ellipse(x, y, 170, 170, s.shine.glow("#5AA0F0", 0.6))
    s.shine.ellipse(x, y, 92, 92, s.shine.round("#7AB8E8", "#2A62A8", "#0E2246"))


def wall_brick(s: Scenery, foot: float) -> None:
    """The backs of houses: an alley or a yard."""
    brick(s, 0, -10, s.width, foot + 3, "#8A5A4A")
    dark = is_dark(s)
    for index in range(5):
        x = s.width * (0.1 + index * 0.2)
        where = (x - 50, s.height * 0.1, 100, 150)
        if dark and index % 2:
            s.shine.rect(*where, "#FFD98A", opacity=0.85)
            s.lamps.append(Lamp(x=x, y=s.height * 0.2, reach=260, colour="#FFCF8A", strength=0.3))
        else:
            s.base.rect(*where, "#2A3440")
        s.base.rect(x - 58, s.height * 0.1 + 150, 116, 12, "#B8A890")
    s.base.rect(s.width * 0.02, 0, 14, foot, "#4A4E56")


BACKS: dict[str, Back] = {
    "hills": hills, "far": plain_far, "peaks": peaks, "dunes": dunes, "woods": woods, "jungle": jungle, "poplars": poplars,
    "skyline": skyline, "fronts": fronts, "cottages": cottages, "stands": stands, "hedges": hedges, "cliffs": cliffs,
    "castle": castle_walls, "ruins": ruins, "shore": shore, "lakeside": lakeside, "icebergs": icebergs, "quay": quay,
    "train": train, "orchard": orchard, "tents": tents, "stalls": stalls_row, "fair": fair, "graves": graves,
    "wire": fence_wire, "airfield": airfield, "reef": reef, "clouds": clouds_below, "greenhouse": greenery, "pews": pews,
    "seats": seats, "sky": sky_only, "galaxy": galaxy, "alley": wall_brick,
}  # fmt: skip
"""By the name that a row of `words/places.yaml` gives."""

"""What stands behind the ground of a place that was built: houses, walls, ruins, trains."""

from __future__ import annotations

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery, is_dark
from ministudio_cli.providers.animatic.space.country import air, hills, woods
from ministudio_cli.providers.animatic.space.plain_walls import brick, stone


def skyline(s: Scenery, foot: float) -> None:
    dark = is_dark(s)
    for depth, (count, low, high) in enumerate(((18, 150, 400), (12, 90, 260))):
        for index in range(count):
            wide = s.width / count * s.chance.uniform(0.7, 1.1)
            x, tall = index * s.width / count, s.chance.uniform(low, high)
            tone = air(s, s.chance.choice(("#5A6A82", "#6E6A7E", "#7A7A80", "#54606E")), 0.5 - depth * 0.25)
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
            s.base.shape(quad, s.base.across(air(s, wall, share), air(s, darker(wall, 0.2), share)))
            if not shops:
                roof = s.chance.choice(("#A8503A", "#7A4A3A", "#5A5E6E"))
                ridge_top = [s.lens.at(x + side * 2.4, high + 2.6, far), s.lens.at(x + side * 2.4, high + 2.6, near)]
                s.base.shape(
                    [quad[1], ridge_top[0], ridge_top[1], quad[2]],
                    air(s, "#EEF3F6" if s.says("snow", "snowy", "winter") else roof, share),
                )
            else:
                s.base.shape(
                    [quad[1], s.lens.at(x, high + 0.4, far), s.lens.at(x, high + 0.4, near), quad[2]],
                    air(s, darker(wall, 0.35), share),
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
                    s.base.shape(awning, air(s, tone, share))
            far = near


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
    tone = air(s, "#A89C86", 0.15)
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
    tone = air(s, "#B8C0C8", 0.2)
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

"""What one stands on: each drawn from the row `top` to the picture's lower edge."""

from __future__ import annotations

from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery

NEAREST = 2.6
"""Metres: nearer ground is below the picture."""
Ground = Callable[[Scenery, float, str], None]


def _fill(s: Scenery, top: float, tone: str, *, far: float = 0.3, near: float = 0.12) -> None:
    s.base.rect(
        0, top, s.width, s.height - top + 2, s.base.down(darker(tone, far), lighter(tone, 0.04), darker(tone, near))
    )


def _depths(s: Scenery, top: float, step: float) -> list[float]:
    """Distances from the far edge to the lens, `step` metres apart; never so close that lines run together."""
    far, z, found = min(60.0, s.lens.depth(top)), NEAREST, []
    while z < far:
        found.append(z)
        z += max(step, z * z * 0.006)
    return found


def _along(s: Scenery, top: float, step: float, tone: str, *, width: float = 2.2, opacity: float = 0.45) -> None:
    """Lines that run away from the lens."""
    far = min(60.0, s.lens.depth(top))
    reach = int(s.lens.half(far) / step) + 2
    for index in range(-min(reach, 90), min(reach, 90) + 1):
        s.base.line(
            [s.lens.at(index * step, 0, far), s.lens.at(index * step, 0, NEAREST)], tone, width, opacity=opacity
        )


def _across(s: Scenery, top: float, step: float, tone: str, *, opacity: float = 0.4) -> None:
    for z in _depths(s, top, step):
        y = s.lens.ground(z)
        if y > top:
            s.base.rect(0, y, s.width, max(0.8, s.lens.unit(z) * 0.012), tone, opacity=opacity)


def _scatter(s: Scenery, top: float, count: int) -> list[tuple[float, float, float]]:
    """Points on the ground, as many near as far: (column, row, units of a metre)."""
    found = []
    for _ in range(count):
        y = top + (s.height - top) * s.chance.random() ** 1.25
        found.append((s.chance.uniform(-20, s.width + 20), y, s.lens.unit(s.lens.depth(y))))
    return sorted(found, key=lambda point: point[1])


def plain(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone)
    for x, y, unit in _scatter(s, top, 26):
        s.base.ellipse(x, y, unit * s.chance.uniform(0.3, 1.2), unit * 0.1, darker(tone, 0.3), opacity=0.1)


def planks(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone)
    far = s.lens.depth(top)
    for index in range(-40, 41):
        a, b = s.lens.at(index * 0.32, 0, far), s.lens.at(index * 0.32, 0, NEAREST)
        c, d = s.lens.at((index + 1) * 0.32, 0, NEAREST), s.lens.at((index + 1) * 0.32, 0, far)
        shade = s.chance.uniform(-0.14, 0.14)
        if b[0] < s.width * 1.4 and c[0] > -s.width * 0.4:
            s.base.shape([a, b, c, d], lighter(tone, shade) if shade > 0 else darker(tone, -shade), opacity=0.5)
    _along(s, top, 0.32, darker(tone, 0.55), width=2.0)
    for _ in range(50):
        z, index = s.chance.uniform(NEAREST, max(4.0, far)), s.chance.randrange(-24, 24)
        a, b = s.lens.at(index * 0.32, 0, z), s.lens.at((index + 1) * 0.32, 0, z)
        s.base.line([a, b], darker(tone, 0.55), 2, opacity=0.5)


def boards(s: Scenery, top: float, tone: str) -> None:
    """Planks across, as of a deck, a jetty or a stage."""
    _fill(s, top, tone)
    for z in _depths(s, top, 0.22):
        y, unit = s.lens.ground(z), s.lens.unit(z)
        if y > top:
            s.base.rect(0, y, s.width, unit * 0.03, lighter(tone, 0.15), opacity=0.4)
            s.base.rect(0, y + unit * 0.02, s.width, max(0.8, unit * 0.01), darker(tone, 0.5), opacity=0.42)


def tiles(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone, far=0.2)
    _along(s, top, 0.6, darker(tone, 0.4), width=1.8)
    _across(s, top, 0.6, darker(tone, 0.4))


def checker(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone, far=0.15)
    far = min(40.0, s.lens.depth(top))
    rows = int(far / 0.7)
    for row in range(int(NEAREST / 0.7), rows):
        for index in range(-34, 34):
            if (row + index) % 2:
                z = row * 0.7
                corners = [s.lens.at(index * 0.7, 0, z + 0.7), s.lens.at((index + 1) * 0.7, 0, z + 0.7),
                           s.lens.at((index + 1) * 0.7, 0, z), s.lens.at(index * 0.7, 0, z)]  # fmt: skip
                if corners[3][0] < s.width and corners[2][0] > 0 and corners[2][1] > top:
                    s.base.shape(corners, darker(tone, 0.55), opacity=0.85)


def paving(s: Scenery, top: float, tone: str) -> None:
    """Slabs of stone."""
    _fill(s, top, tone)
    for z in _depths(s, top, 1.1):
        for index in range(-12, 12):
            if s.chance.random() < 0.4:
                corners = [s.lens.at(index * 1.1, 0, z + 1.1), s.lens.at((index + 1) * 1.1, 0, z + 1.1),
                           s.lens.at((index + 1) * 1.1, 0, z), s.lens.at(index * 1.1, 0, z)]  # fmt: skip
                s.base.shape(
                    [(x, max(top, y)) for x, y in corners], darker(tone, s.chance.uniform(0.04, 0.2)), opacity=0.6
                )
    _along(s, top, 1.1, darker(tone, 0.45), width=2.2)
    _across(s, top, 1.1, darker(tone, 0.45), opacity=0.5)


def cobbles(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, darker(tone, 0.35))
    for z in reversed(_depths(s, top, 0.3)):
        y, unit = s.lens.ground(z), s.lens.unit(z)
        step = max(unit * 0.3, 9.0)
        x = -s.chance.uniform(0, step)
        while x < s.width + step:
            shade = s.chance.uniform(-0.2, 0.22)
            colour = lighter(tone, shade) if shade > 0 else darker(tone, -shade)
            s.base.ellipse(x, y, step * 0.46, max(1.6, unit * 0.07), colour)
            x += step


def asphalt(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone)
    for x, y, unit in _scatter(s, top, 160):
        s.base.ellipse(x, y, unit * 0.03, unit * 0.012, lighter(tone, 0.3), opacity=0.4)


def road(s: Scenery, top: float, tone: str) -> None:
    """A road that runs away, with verges of earth and grass."""
    grass(s, top, "#6E8A4E" if not s.says("snow", "snowy", "winter") else "#DCE6EE")
    far = min(140.0, s.lens.depth(top))
    corners = [s.lens.at(-3.4, 0, far), s.lens.at(3.4, 0, far), s.lens.at(3.4, 0, NEAREST), s.lens.at(-3.4, 0, NEAREST)]
    s.base.shape(corners, s.base.down(lighter(tone, 0.12), darker(tone, 0.15)))
    for side in (-1, 1):
        s.base.shape(
            [
                s.lens.at(side * 3.1, 0, far),
                s.lens.at(side * 3.2, 0, far),
                s.lens.at(side * 3.2, 0, NEAREST),
                s.lens.at(side * 3.1, 0, NEAREST),
            ],
            "#E6E2D4",
            opacity=0.7,
        )
    z = NEAREST
    while z < far:
        s.base.shape(
            [s.lens.at(-0.07, 0, z + 1.6), s.lens.at(0.07, 0, z + 1.6), s.lens.at(0.07, 0, z), s.lens.at(-0.07, 0, z)],
            "#F0E6C0",
            opacity=0.85,
        )
        z += 4.2


def street(s: Scenery, top: float, tone: str) -> None:
    """A roadway between pavements."""
    paving(s, top, "#8E8C88")
    far = min(90.0, s.lens.depth(top))
    corners = [s.lens.at(-3.6, 0, far), s.lens.at(3.6, 0, far), s.lens.at(3.6, 0, NEAREST), s.lens.at(-3.6, 0, NEAREST)]
    s.base.shape(corners, s.base.down(lighter(tone, 0.1), darker(tone, 0.2)))
    for side in (-1, 1):
        s.base.line([s.lens.at(side * 3.6, 0, far), s.lens.at(side * 3.6, 0, NEAREST)], "#B4B2AA", 8, opacity=0.9)
    z = NEAREST
    while z < far:
        s.base.shape(
            [s.lens.at(-0.08, 0, z + 1.4), s.lens.at(0.08, 0, z + 1.4), s.lens.at(0.08, 0, z), s.lens.at(-0.08, 0, z)],
            "#E8E2CC",
            opacity=0.8,
        )
        z += 3.6


def earth(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone)
    for x, y, unit in _scatter(s, top, 190):
        long = unit * s.chance.uniform(0.06, 0.34)
        shade = s.chance.choice((darker(tone, 0.28), lighter(tone, 0.18)))
        s.base.ellipse(x, y, long, long * 0.26, shade, opacity=0.5)
    for x, y, unit in _scatter(s, top, 40):
        s.base.ellipse(x, y, unit * 0.07, unit * 0.045, s.base.round(lighter(tone, 0.35), darker(tone, 0.3)))


def sand(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone, far=0.12, near=0.16)
    for x, y, unit in _scatter(s, top, 120):
        long = unit * s.chance.uniform(0.5, 1.6)
        shade = s.chance.choice((darker(tone, 0.2), lighter(tone, 0.3)))
        s.base.line(
            [(x - long / 2, y), (x, y - unit * 0.05), (x + long / 2, y)], shade, max(1.0, unit * 0.018), opacity=0.35
        )


def grass(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone, far=0.18, near=0.22)
    for x, y, unit in _scatter(s, top, 70):
        s.base.ellipse(
            x,
            y,
            unit * s.chance.uniform(0.5, 1.4),
            unit * 0.1,
            s.chance.choice((lighter(tone, 0.14), darker(tone, 0.14))),
            opacity=0.4,
        )
    for x, y, unit in _scatter(s, top, 520):
        tall = min(64.0, unit * s.chance.uniform(0.05, 0.16))
        lean = s.chance.uniform(-0.4, 0.4) * tall
        shade = s.chance.choice((lighter(tone, 0.2), darker(tone, 0.25), mix(tone, "#C8C25A", 0.3)))
        s.base.path(
            f"M{x - tall * 0.09:.1f} {y:.1f} L{x + lean:.1f} {y - tall:.1f} L{x + tall * 0.09:.1f} {y:.1f} Z",
            shade,
            opacity=0.8,
        )


def crops(s: Scenery, top: float, tone: str) -> None:
    """A field of standing grain."""
    _fill(s, top, darker(tone, 0.25), far=0.05, near=0.3)
    far = min(70.0, s.lens.depth(top))
    z = far
    while z > NEAREST:
        unit = s.lens.unit(z)
        step = max(7.0, unit * 0.07)
        x = -s.chance.uniform(0, step)
        y = s.lens.ground(z)
        while x < s.width + step:
            tall = unit * s.chance.uniform(0.5, 0.72)
            lean = s.chance.uniform(-0.16, 0.2) * tall
            shade = mix(lighter(tone, s.chance.uniform(0, 0.3)), darker(tone, 0.35), s.chance.random() * 0.6)
            wide = max(1.6, unit * 0.012)
            s.base.path(f"M{x - wide:.1f} {y:.1f} L{x + lean:.1f} {y - tall:.1f} L{x + wide:.1f} {y:.1f} Z", shade)
            s.base.ellipse(
                x + lean, y - tall, max(1.5, unit * 0.017), max(3.0, unit * 0.06), lighter(shade, 0.16), turn=lean
            )
            x += step * s.chance.uniform(0.7, 1.3)
        z -= max(0.3, z * 0.055)


def furrows(s: Scenery, top: float, tone: str) -> None:
    """Ploughed or planted rows that run away."""
    _fill(s, top, tone)
    far = min(80.0, s.lens.depth(top))
    for index in range(-34, 35):
        x = index * 0.9
        corners = [
            s.lens.at(x, 0, far),
            s.lens.at(x + 0.4, 0, far),
            s.lens.at(x + 0.4, 0, NEAREST),
            s.lens.at(x, 0, NEAREST),
        ]
        if corners[2][0] > -s.width and corners[3][0] < 2 * s.width:
            s.base.shape(corners, darker(tone, 0.3), opacity=0.7)
    green = "#5E8A44"
    for z in reversed(_depths(s, top, 0.55)):
        unit, y = s.lens.unit(z), s.lens.ground(z)
        for index in range(-34, 35):
            x = s.lens.at(index * 0.9 + 0.65, 0, z)[0]
            if -30 < x < s.width + 30:
                s.base.ellipse(
                    x, y - unit * 0.1, unit * 0.2, unit * 0.15, mix(green, s.chance.choice(("#7AA84E", "#3E6A38")), 0.4)
                )


def snow(s: Scenery, top: float, _tone: str) -> None:
    tone = "#E6EEF6"
    s.base.rect(0, top, s.width, s.height - top + 2, s.base.down("#B8C8DE", "#E2EAF4", "#F2F6FA"))
    for x, y, unit in _scatter(s, top, 60):
        long = unit * s.chance.uniform(0.6, 2.0)
        s.base.ellipse(
            x, y, long, long * 0.1, s.chance.choice(("#C2D0E2", "#FFFFFF", darker(tone, 0.08))), opacity=0.55
        )


def ice(s: Scenery, top: float, _tone: str) -> None:
    s.base.rect(0, top, s.width, s.height - top + 2, s.base.down("#8EC2DE", "#BFE2F0", "#DDF2F8"))
    for x, y, unit in _scatter(s, top, 44):
        long = unit * s.chance.uniform(0.5, 2.2)
        points = [
            (x, y),
            (x + long * 0.4, y + unit * s.chance.uniform(-0.1, 0.12)),
            (x + long, y + unit * s.chance.uniform(-0.14, 0.16)),
        ]
        s.base.line(points, s.chance.choice(("#F6FCFF", "#7FB2D0")), max(1.2, unit * 0.012), opacity=0.7)
    for x, y, unit in _scatter(s, top, 20):
        s.base.ellipse(x, y, unit * 1.2, unit * 0.12, "#F4FBFF", opacity=0.55)


def water(s: Scenery, top: float, tone: str) -> None:
    _fill(s, top, tone, far=-0.0 if tone == "#000000" else 0.1, near=0.35)
    rough = s.mood.name == "storm" or s.says("storm", "stormy", "gale", "waves", "rough")
    for x, y, unit in _scatter(s, top, 300):
        long = unit * s.chance.uniform(0.4, 1.8)
        rise = unit * (0.16 if rough else 0.04)
        shade = lighter(tone, s.chance.uniform(0.2, 0.5)) if s.chance.random() < 0.6 else darker(tone, 0.3)
        s.base.line([(x - long / 2, y), (x, y - rise), (x + long / 2, y)], shade, max(1.0, unit * 0.02), opacity=0.5)
        if rough and s.chance.random() < 0.25:
            s.base.line(
                [(x - long * 0.3, y - rise * 0.4), (x, y - rise), (x + long * 0.2, y - rise * 0.6)],
                "#F0F6F8",
                max(1.6, unit * 0.035),
                opacity=0.8,
            )
    for glint in range(34):
        y = top + (glint / 34) ** 1.3 * (s.height - top)
        x = s.width * 0.64 + s.chance.uniform(-1, 1) * (20 + glint * 5)
        s.shine.ellipse(x, y, 14 + glint, 2.2, s.mood.key, opacity=0.28)


def pool(s: Scenery, top: float, tone: str) -> None:
    """A swimming pool let into tiles, with lanes."""
    tiles(s, top, tone)
    far, near = min(s.lens.depth(top) * 0.9, 30.0), 5.6
    corners = [s.lens.at(-7.5, 0, far), s.lens.at(7.5, 0, far), s.lens.at(7.5, 0, near), s.lens.at(-7.5, 0, near)]
    s.base.shape(corners, s.base.down("#2E9CC4", "#62D0E8"))
    for index in range(-2, 3):
        s.base.line(
            [s.lens.at(index * 2.5, 0, far), s.lens.at(index * 2.5, 0, near)],
            "#E85A4A" if index % 2 else "#F4F4F0",
            5,
            opacity=0.85,
        )
    for _ in range(70):
        z = s.chance.uniform(near, far)
        x, y = s.lens.at(s.chance.uniform(-7, 7), 0, z)
        s.base.ellipse(x, y, s.lens.unit(z) * 0.4, max(1.0, s.lens.unit(z) * 0.02), "#DDF6FA", opacity=0.5)
    s.base.shape([*corners, corners[0]], "none", stroke="#F4F6F4", width=7)


def pitch(s: Scenery, top: float, _tone: str) -> None:
    """A mown pitch with its lines."""
    grass(s, top, "#2E8A3E")
    for row, z in enumerate(_depths(s, top, 3.0)):
        if row % 2:
            y, below = s.lens.ground(z + 3), s.lens.ground(z)
            s.base.rect(0, max(top, y), s.width, below - max(top, y), "#58B04E", opacity=0.28)
    for z in (22.0, 14.0, 5.6):
        y = s.lens.ground(z)
        if y > top:
            s.base.rect(0, y, s.width, max(2.0, s.lens.unit(z) * 0.05), "#F4F6F0", opacity=0.85)
    for side in (-1, 1):
        s.base.line([s.lens.at(side * 9, 0, 22), s.lens.at(side * 9, 0, 14)], "#F4F6F0", 4, opacity=0.8)


def court(s: Scenery, top: float, tone: str) -> None:
    """The boards of a sports hall with coloured lines."""
    planks(s, top, tone)
    for z, colour in ((11.0, "#F4F0E6"), (7.4, "#2E6AB0"), (5.2, "#C23B36")):
        y = s.lens.ground(z)
        if y > top:
            s.base.rect(0, y, s.width, s.lens.unit(z) * 0.05, colour, opacity=0.8)
    x, y = s.lens.at(0, 0, 6.4)
    s.base.ellipse(
        x, y, s.lens.unit(6.4) * 1.8, s.lens.unit(6.4) * 0.42, "none", stroke="#F4F0E6", width=6, opacity=0.8
    )


def ring(s: Scenery, top: float, tone: str) -> None:
    """The sand of a circus or an arena inside a painted kerb."""
    sand(s, top, tone)
    x, y = s.lens.at(0, 0, 9)
    for grow, colour in ((1.0, "#B23A34"), (0.97, "#F0DCA0"), (0.93, tone)):
        s.base.ellipse(x, y, s.width * 0.47 * grow, (s.height - top) * 0.6 * grow, colour)
    for px, py, unit in _scatter(s, y, 60):
        s.base.ellipse(px, py, unit * 0.3, unit * 0.04, darker(tone, 0.2), opacity=0.3)


def rails(s: Scenery, top: float, tone: str) -> None:
    """A bed of ballast with a track that runs away."""
    earth(s, top, tone)
    far = min(90.0, s.lens.depth(top))
    z = NEAREST
    while z < far:
        s.base.shape(
            [s.lens.at(-1.3, 0, z + 0.24), s.lens.at(1.3, 0, z + 0.24), s.lens.at(1.3, 0, z), s.lens.at(-1.3, 0, z)],
            "#5A4636",
        )
        z += max(0.62, z * z * 0.008)
    for side in (-1, 1):
        a, b = s.lens.at(side * 0.72, 0.12, far), s.lens.at(side * 0.72, 0.12, NEAREST)
        c, d = s.lens.at(side * 0.8, 0.12, NEAREST), s.lens.at(side * 0.8, 0.12, far)
        s.base.shape([a, b, c, d], s.base.down("#8A8E96", "#C8CCD2"))


def carpet(s: Scenery, top: float, tone: str) -> None:
    plain(s, top, tone)
    for z in _depths(s, top, 0.8):
        for index in range(-14, 15):
            x, y = s.lens.at(index * 0.8 + (0.4 if int(z) % 2 else 0), 0, z)
            if y > top:
                s.base.ellipse(x, y, s.lens.unit(z) * 0.12, s.lens.unit(z) * 0.035, lighter(tone, 0.25), opacity=0.4)


def metal(s: Scenery, top: float, tone: str) -> None:
    """Plates with rivets."""
    _fill(s, top, tone)
    _along(s, top, 1.4, darker(tone, 0.5), width=3)
    _across(s, top, 1.4, darker(tone, 0.5), opacity=0.6)
    for z in _depths(s, top, 1.4):
        for index in range(-16, 17):
            x, y = s.lens.at(index * 1.4 + 0.16, 0, z + 0.14)
            if top < y and 0 < x < s.width:
                s.base.ellipse(x, y, s.lens.unit(z) * 0.035, s.lens.unit(z) * 0.014, lighter(tone, 0.35), opacity=0.8)


def seabed(s: Scenery, top: float, tone: str) -> None:
    sand(s, top, tone)
    for x, y, unit in _scatter(s, top, 60):
        s.shine.ellipse(x, y, unit * s.chance.uniform(0.4, 1.1), unit * 0.06, "#BFF0EA", opacity=0.14)


def lunar(s: Scenery, top: float, tone: str) -> None:
    """Dust and craters."""
    _fill(s, top, tone, far=0.1, near=0.3)
    for x, y, unit in _scatter(s, top, 34):
        wide = unit * s.chance.uniform(0.2, 1.1)
        s.base.ellipse(x, y, wide, wide * 0.2, darker(tone, 0.45), opacity=0.8)
        s.base.ellipse(x, y + wide * 0.05, wide * 0.9, wide * 0.15, lighter(tone, 0.2), opacity=0.7)
    for x, y, unit in _scatter(s, top, 40):
        s.base.ellipse(x, y, unit * 0.09, unit * 0.06, s.base.round(lighter(tone, 0.3), darker(tone, 0.5)))


def lava(s: Scenery, top: float, _tone: str) -> None:
    earth(s, top, "#3A2C2C")
    for _ in range(9):
        z = s.chance.uniform(4, 30)
        x = s.chance.uniform(-1, 1) * s.lens.half(z)
        points = [s.lens.at(x + s.chance.uniform(-0.5, 0.5), 0, z - step * z * 0.07) for step in range(5)]
        s.shine.line(points, "#FF7A2A", s.lens.unit(z) * 0.1)
        s.shine.line(points, "#FFD46A", s.lens.unit(z) * 0.04)
        px, py = points[2]
        s.lamps.append(_lamp(px, py, s.lens.unit(z) * 2.4))


def _lamp(x: float, y: float, reach: float) -> Lamp:
    return Lamp(x=x, y=y, reach=reach, colour="#FF8A3A", strength=0.5)


GROUNDS: dict[str, Ground] = {
    "plain": plain, "planks": planks, "boards": boards, "tiles": tiles, "checker": checker, "paving": paving,
    "cobbles": cobbles, "asphalt": asphalt, "road": road, "street": street, "earth": earth, "sand": sand, "grass": grass,
    "crops": crops, "furrows": furrows, "snow": snow, "ice": ice, "water": water, "pool": pool, "pitch": pitch,
    "court": court, "ring": ring, "rails": rails, "carpet": carpet, "metal": metal, "seabed": seabed, "lunar": lunar,
    "lava": lava,
}  # fmt: skip
"""By the name that a row of `words/places.yaml` gives."""
TONES = {
    "plain": "#8A8A88", "planks": "#8A5E3C", "boards": "#9A7450", "tiles": "#C2C4BE", "checker": "#E6E2D6", "paving": "#A8A49A",
    "cobbles": "#8E8880", "asphalt": "#55565C", "road": "#5A5A5E", "street": "#54555C", "earth": "#8A6A4A", "sand": "#E0C892",
    "grass": "#5E8E44", "crops": "#D8A24A", "furrows": "#7A5A3E", "snow": "#E6EEF6", "ice": "#BFE2F0", "water": "#2E6E8E",
    "pool": "#D8DCD8", "pitch": "#2E8A3E", "court": "#C8965A", "ring": "#D8B078", "rails": "#7A746C", "carpet": "#7A3A3E",
    "metal": "#6E7680", "seabed": "#D8CC9A", "lunar": "#9A968E", "lava": "#3A2C2C",
}  # fmt: skip
"""Each ground's colour where a row names none."""

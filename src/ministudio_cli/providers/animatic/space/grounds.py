"""What one stands on: each drawn from the row `top` to the picture's lower edge."""

from __future__ import annotations

from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.scenery import Scenery
from ministudio_cli.providers.animatic.space.ground_lines import NEAREST, across, along, depths, fill, scatter
from ministudio_cli.providers.animatic.space.nature_grounds import (
    crops,
    earth,
    furrows,
    grass,
    ice,
    lava,
    lunar,
    sand,
    seabed,
    snow,
    water,
)

Ground = Callable[[Scenery, float, str], None]


def plain(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone)
    for x, y, unit in scatter(s, top, 26):
        s.base.ellipse(x, y, unit * s.chance.uniform(0.3, 1.2), unit * 0.1, darker(tone, 0.3), opacity=0.1)


def planks(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone)
    far = s.lens.depth(top)
    for index in range(-40, 41):
        a, b = s.lens.at(index * 0.32, 0, far), s.lens.at(index * 0.32, 0, NEAREST)
        c, d = s.lens.at((index + 1) * 0.32, 0, NEAREST), s.lens.at((index + 1) * 0.32, 0, far)
        shade = s.chance.uniform(-0.14, 0.14)
        if b[0] < s.width * 1.4 and c[0] > -s.width * 0.4:
            s.base.shape([a, b, c, d], lighter(tone, shade) if shade > 0 else darker(tone, -shade), opacity=0.5)
    along(s, top, 0.32, darker(tone, 0.55), width=2.0)
    for _ in range(50):
        z, index = s.chance.uniform(NEAREST, max(4.0, far)), s.chance.randrange(-24, 24)
        a, b = s.lens.at(index * 0.32, 0, z), s.lens.at((index + 1) * 0.32, 0, z)
        s.base.line([a, b], darker(tone, 0.55), 2, opacity=0.5)


def boards(s: Scenery, top: float, tone: str) -> None:
    """Planks across, as of a deck, a jetty or a stage."""
    fill(s, top, tone)
    for z in depths(s, top, 0.22):
        y, unit = s.lens.ground(z), s.lens.unit(z)
        if y > top:
            s.base.rect(0, y, s.width, unit * 0.03, lighter(tone, 0.15), opacity=0.4)
            s.base.rect(0, y + unit * 0.02, s.width, max(0.8, unit * 0.01), darker(tone, 0.5), opacity=0.42)


def tiles(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone, far=0.2)
    along(s, top, 0.6, darker(tone, 0.4), width=1.8)
    across(s, top, 0.6, darker(tone, 0.4))


def checker(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone, far=0.15)
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
    fill(s, top, tone)
    for z in depths(s, top, 1.1):
        for index in range(-12, 12):
            if s.chance.random() < 0.4:
                corners = [s.lens.at(index * 1.1, 0, z + 1.1), s.lens.at((index + 1) * 1.1, 0, z + 1.1),
                           s.lens.at((index + 1) * 1.1, 0, z), s.lens.at(index * 1.1, 0, z)]  # fmt: skip
                s.base.shape(
                    [(x, max(top, y)) for x, y in corners], darker(tone, s.chance.uniform(0.04, 0.2)), opacity=0.6
                )
    along(s, top, 1.1, darker(tone, 0.45), width=2.2)
    across(s, top, 1.1, darker(tone, 0.45), opacity=0.5)


def cobbles(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, darker(tone, 0.35))
    for z in reversed(depths(s, top, 0.3)):
        y, unit = s.lens.ground(z), s.lens.unit(z)
        step = max(unit * 0.3, 9.0)
        x = -s.chance.uniform(0, step)
        while x < s.width + step:
            shade = s.chance.uniform(-0.2, 0.22)
            colour = lighter(tone, shade) if shade > 0 else darker(tone, -shade)
            s.base.ellipse(x, y, step * 0.46, max(1.6, unit * 0.07), colour)
            x += step


def asphalt(s: Scenery, top: float, tone: str) -> None:
    fill(s, top, tone)
    for x, y, unit in scatter(s, top, 160):
        s.base.ellipse(x, y, unit * 0.03, unit * 0.012, lighter(tone, 0.3), opacity=0.4)


def road(s: Scenery, top: float, tone: str) -> None:
    """A road that runs away, with verges of earth and grass."""
    grass(s, top, "#6E8A4E" if not s.says("snow", "snowy", "winter") else "#DCE6EE")
    far = min(140.0, s.lens.depth(top))
    _strip(s, -3.4, 3.4, NEAREST, far, s.base.down(lighter(tone, 0.12), darker(tone, 0.15)))
    for side in (-1, 1):
        _strip(s, side * 3.1, side * 3.2, NEAREST, far, "#E6E2D4", opacity=0.7)
    _dashes(s, 0.07, 1.6, 4.2, far, "#F0E6C0", opacity=0.85)


def street(s: Scenery, top: float, tone: str) -> None:
    """A roadway between pavements."""
    paving(s, top, "#8E8C88")
    far = min(90.0, s.lens.depth(top))
    _strip(s, -3.6, 3.6, NEAREST, far, s.base.down(lighter(tone, 0.1), darker(tone, 0.2)))
    for side in (-1, 1):
        s.base.line([s.lens.at(side * 3.6, 0, far), s.lens.at(side * 3.6, 0, NEAREST)], "#B4B2AA", 8, opacity=0.9)
    _dashes(s, 0.08, 1.4, 3.6, far, "#E8E2CC", opacity=0.8)


def _strip(s: Scenery, left: float, right: float, near: float, far: float, paint: str, *, opacity: float = 1.0) -> None:
    """A strip of ground that runs away, between two distances (metres)."""
    corners = [s.lens.at(left, 0, far), s.lens.at(right, 0, far), s.lens.at(right, 0, near), s.lens.at(left, 0, near)]
    s.base.shape(corners, paint, opacity=opacity)


def _dashes(s: Scenery, half: float, long: float, step: float, far: float, tone: str, *, opacity: float) -> None:
    """The dashes down the middle of a roadway: half as wide, so long and so far apart in metres."""
    z = NEAREST
    while z < far:
        _strip(s, -half, half, z, z + long, tone, opacity=opacity)
        z += step


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
    for row, z in enumerate(depths(s, top, 3.0)):
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
    for px, py, unit in scatter(s, y, 60):
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
    for z in depths(s, top, 0.8):
        for index in range(-14, 15):
            x, y = s.lens.at(index * 0.8 + (0.4 if int(z) % 2 else 0), 0, z)
            if y > top:
                s.base.ellipse(x, y, s.lens.unit(z) * 0.12, s.lens.unit(z) * 0.035, lighter(tone, 0.25), opacity=0.4)


def metal(s: Scenery, top: float, tone: str) -> None:
    """Plates with rivets."""
    fill(s, top, tone)
    along(s, top, 1.4, darker(tone, 0.5), width=3)
    across(s, top, 1.4, darker(tone, 0.5), opacity=0.6)
    for z in depths(s, top, 1.4):
        for index in range(-16, 17):
            x, y = s.lens.at(index * 1.4 + 0.16, 0, z + 0.14)
            if top < y and 0 < x < s.width:
                s.base.ellipse(x, y, s.lens.unit(z) * 0.035, s.lens.unit(z) * 0.014, lighter(tone, 0.35), opacity=0.8)


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

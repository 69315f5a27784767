"""Things set into a place: each as large as it is, where such a thing stands, under the set's own lens and light."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic import beings
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.art.sprite import embedded, outline, sprite
from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.condition import shine_at
from ministudio_cli.providers.animatic.look import look_of
from ministudio_cli.providers.animatic.paint import Picture
from ministudio_cli.providers.animatic.scenery import FAR, MIDDLE, Scenery, is_dark
from ministudio_cli.providers.animatic.things import Thing
from ministudio_cli.providers.animatic.titles import label
from ministudio_cli.reading.conditions import LIT

SMALL = 0.36
"""Metres: what is smaller stands on a table, or is drawn this large so that it is seen."""
_TABLE = 0.74


@lru_cache(maxsize=64)
def being_drawing(kind: str) -> library.Drawing:
    """A being of ours as a drawing that can stand in a set."""
    figure = CharacterState(id=kind, name=kind, identity=(("kind", kind),), state=())
    whole = beings.draw_being(look_of(figure))
    left, top, wide, tall = whole.box
    text = whole.svg()
    body = text[text.index(">") + 1 : text.rindex("</svg>")]
    return library.Drawing(
        name=f"being {kind}", body=f'<g transform="translate({-left} {-top})">{body}</g>', metres=1.0, where="ground",
        alive=True, across=wide, down=tall,
    )  # fmt: skip


def drawing_of(thing: Thing) -> library.Drawing:
    return being_drawing(thing.being) if thing.being else library.drawing(thing.art)


def _sprite_of(thing: Thing, tall: float, *, mirrored: bool = False, snowy: bool = False) -> Picture:
    """A thing as it is, so many pixels high."""
    return sprite(
        drawing_of(thing), max(14, round(tall)), mirrored=mirrored, coat=thing.colour, snowy=snowy,
        condition=thing.condition,
    )  # fmt: skip


def where_of(thing: Thing) -> str:
    """ground, far, water, sky or wall."""
    return "ground" if thing.being or not thing.art else library.drawing(thing.art).where


def lay_sprite(s: Scenery, picture: Picture, x: float, y: float, *, layer: str, shadow: bool = True) -> None:
    """A sprite whose foot's middle is at (x, y), drawn at its own pixels."""
    tall, wide = (size / s.pixels for size in picture.shape[:2])
    with s.on(layer):
        if shadow:
            s.base.ellipse(x, y, wide * 0.46, max(5.0, tall * 0.035), darker("#14121C", 0.2), opacity=0.34)
        left, top = x - wide / 2, y - tall
        s.base.add(
            f'<image x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" href="{embedded(picture)}"/>',
            hidden=f'<path d="{outline(picture, left, top, 1 / s.pixels)}" fill="#000000"/>',
        )


def stand(s: Scenery, thing: Thing, x: float, z: float, *, layer: str = MIDDLE, raised: float = 0.0, most: float = 0.5, index: int = 0) -> None:  # fmt: skip
    """A thing at a column (units) and a distance (metres), `raised` above the ground; no taller than a share of the set."""
    unit = s.lens.unit(z)
    tall = min(thing.metres * unit, most * s.height)
    if not thing.art and not thing.being:
        covered(s, thing, x, s.lens.ground(z) - raised * unit, min(tall, 0.9 * unit), layer=layer)
        return
    drawing = drawing_of(thing)
    pixels = max(14, round(tall * s.pixels))
    turned = (x < s.width / 2) == (index % 2 == 0)
    picture = _sprite_of(
        thing, pixels, mirrored=turned,
        snowy=layer != FAR and s.says("snow", "snowy", "snowfall", "blizzard") and thing.metres > 1 and not drawing.alive,
    )  # fmt: skip
    widest = 0.44 * s.width * s.pixels
    if picture.shape[1] > widest:
        picture = _sprite_of(thing, pixels * widest / picture.shape[1], mirrored=turned)
    wide = picture.shape[1] / s.pixels
    if layer == MIDDLE and wide > 0.15 * s.width:
        # The middle is the cast's.
        x = min(x, 0.27 * s.width - wide / 2 + 0.02 * s.width) if x < s.width / 2 else max(x, 0.71 * s.width + wide / 2)
    foot = s.lens.ground(z) - raised * unit
    lay_sprite(s, _hazed(s, picture, z), x, foot, layer=layer, shadow=raised == 0)
    if thing.condition == LIT:
        with s.on(layer):
            shine_at(s, x, foot - 0.6 * picture.shape[0] / s.pixels, picture.shape[0] / s.pixels)


def _hazed(s: Scenery, picture: Picture, z: float) -> Picture:
    """What is far, seen through the air."""
    share = 1 - math.exp(-max(0.0, z - 8) * (0.03 if s.says("fog", "foggy", "mist", "misty", "haze") else 0.006))
    if share < 0.03:
        return picture
    from ministudio_cli.providers.animatic.colour import mix, rgb  # noqa: PLC0415

    air = np.array(rgb(mix(s.mood.sky[1], s.mood.ambient, 0.4))[::-1], np.float32) * 255
    alpha = picture[..., 3:].astype(np.float32) / 255
    out = picture.copy()
    out[..., :3] = (picture[..., :3] * (1 - share) + air * alpha * share).astype(np.uint8)
    return out


def fly(s: Scenery, thing: Thing, x: float, y: float, index: int) -> None:
    """A thing in the air, at a row of units."""
    tall = min(max(thing.metres * s.lens.unit(13.0), 0.075 * s.height), 0.26 * s.height) * (1.0 - 0.16 * (index % 3))
    picture = _sprite_of(thing, tall * s.pixels, mirrored=index % 2 == 1)
    if thing.art in ("sun", "full-moon", "crescent-moon", "star") and is_dark(s):
        s.shine.ellipse(x, y - tall / 2, tall, tall, s.shine.glow("#F4F0DC", 0.5))
    lay_sprite(s, picture, x, y, layer=FAR, shadow=False)


def swim(s: Scenery, thing: Thing, x: float, y: float, index: int) -> None:
    """A thing afloat under water."""
    tall = min(max(thing.metres * s.lens.unit(5.4), 0.11 * s.height), 0.36 * s.height) * (1.0 - 0.12 * (index % 3))
    picture = _sprite_of(thing, tall * s.pixels, mirrored=index % 2 == 1)
    lay_sprite(s, _hazed(s, picture, 9.0 + 4 * (index % 3)), x, y, layer=FAR if index else MIDDLE, shadow=False)


def table_with(s: Scenery, things: list[Thing], x: float, z: float) -> None:
    """A side table with small things on it."""
    unit = s.lens.unit(z)
    ground = s.lens.ground(z)
    heights = [max(thing.metres, 0.2) for thing in things]
    sizes = [
        _sprite_of(thing, min(0.62, tall * 1.35) * unit * s.pixels) for thing, tall in zip(things, heights, strict=True)
    ]
    wide = max(1.0 * unit, sum(picture.shape[1] / s.pixels for picture in sizes) * 1.1)
    top = ground - _TABLE * unit
    wood = "#7A5236"
    with s.on(MIDDLE):
        s.base.ellipse(x, ground, wide * 0.55, 12, "#14121C", opacity=0.34)
        for side in (-1, 1):
            s.base.rect(
                x + side * wide * 0.44 - unit * 0.035,
                top,
                unit * 0.07,
                ground - top,
                s.base.across(lighter(wood, 0.1), darker(wood, 0.35)),
            )
        s.base.rect(
            x - wide * 0.52,
            top,
            wide * 1.04,
            unit * 0.075,
            s.base.down(lighter(wood, 0.25), darker(wood, 0.2)),
            radius=4,
        )
    left = x - sum(picture.shape[1] / s.pixels for picture in sizes) / 2
    for thing, picture in zip(things, sizes, strict=True):
        across, tall = picture.shape[1] / s.pixels, picture.shape[0] / s.pixels
        lay_sprite(s, picture, left + across / 2, top + unit * 0.02, layer=MIDDLE, shadow=False)
        if thing.condition == LIT:
            with s.on(MIDDLE):
                shine_at(s, left + across / 2, top - 0.55 * tall, tall)
        left += across


def covered(s: Scenery, thing: Thing, x: float, y: float, tall: float, *, layer: str) -> None:
    """A thing that nothing draws: a shape under a cloth, with its name on it."""
    tall = max(tall, 0.075 * s.height)
    wide = tall * 0.9
    cloth = "#A8A49C"
    with s.on(layer):
        s.base.ellipse(x, y, wide * 0.62, 12, "#14121C", opacity=0.34)
        s.base.path(
            f"M{x - wide * 0.55:.1f} {y:.1f} Q{x - wide * 0.46:.1f} {y - tall * 0.7:.1f} {x - wide * 0.3:.1f} {y - tall * 0.92:.1f} "
            f"Q{x:.1f} {y - tall * 1.08:.1f} {x + wide * 0.3:.1f} {y - tall * 0.92:.1f} Q{x + wide * 0.46:.1f} {y - tall * 0.7:.1f} {x + wide * 0.55:.1f} {y:.1f} Z",
            s.base.across(lighter(cloth, 0.25), cloth, darker(cloth, 0.3)),
        )
        for fold in (-0.3, -0.08, 0.2, 0.36):
            s.base.line(
                [
                    (x + fold * wide * 0.6, y - tall * 0.8),
                    (x + fold * wide, y - tall * 0.4),
                    (x + fold * wide * 1.2, y),
                ],
                darker(cloth, 0.3),
                4,
                opacity=0.5,
            )
    lay_sprite(s, label(thing.words, round(0.036 * s.height * s.pixels)), x, y - tall * 0.34, layer=layer, shadow=False)

"""Things in a figure's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.art.sprite import sprite
from ministudio_cli.providers.animatic.condition import as_drawn
from ministudio_cli.providers.animatic.figure.building import (
    PALE,
    WOOD,
    Place,
    box,
    disc,
    rod,
)
from ministudio_cli.providers.animatic.figure.skeleton import METRE
from ministudio_cli.providers.animatic.figure.solid import Decal, Volume
from ministudio_cli.providers.animatic.held import HELD
from ministudio_cli.providers.animatic.paint import Picture, rasterise
from ministudio_cli.providers.animatic.svg import Drawing
from ministudio_cli.providers.animatic.vocabulary import family


def _stick(p: Place, index: int, length: float, radius: float, colour: str, back: float = 18.0) -> Volume:
    grip, along, thumb, _ = p.hand(index)
    way = along * 0.55 + thumb
    way = way / np.linalg.norm(way)
    return rod(p, [grip - way * back, grip + way * length], radius, colour, _depth(p, index), scaled=False)


def _depth(p: Place, index: int) -> float:
    chest = float(p.view.seen((p.j.spine[2] + p.j.spine[3]) / 2)[1][0])
    near = 0.3 * float(p.view.seen(p.j.elbows[index])[1][0]) + 0.7 * float(p.view.seen(p.j.wrists[index])[1][0]) - chest
    raised = p.j.wrists[index][1] > p.j.spine[3][1] - 10
    if raised and float(p.view.seen(p.j.wrists[index])[1][0]) > float(p.view.seen(p.j.skull)[1][0]) - 18:
        return 50.45
    return 22.45 if near > -2 else -39.5


def _microphone(p: Place, index: int) -> Iterator[Volume]:
    grip, along, thumb, _ = p.hand(index)
    way = along * 0.35 + thumb
    mouth = p.j.skull + p.j.turn_head @ np.array([0.0, -30, 56])
    way = mouth - grip if float(np.linalg.norm(mouth - grip)) < 70 else way
    way = way / np.linalg.norm(way)
    depth = _depth(p, index)
    yield rod(p, [grip - way * 22, grip + way * 12], 3.6, "#2E2E34", depth, scaled=False)
    yield rod(p, [grip + way * 17], 8.6, "#9AA2AA", depth + 0.3, scaled=False)


def _hammer(p: Place, index: int) -> Iterator[Volume]:
    grip, along, thumb, _ = p.hand(index)
    yield _stick(p, index, 50, 3.4, PALE)
    way = (along * 0.55 + thumb) / np.linalg.norm(along * 0.55 + thumb)
    across = np.cross(way, np.cross(along, thumb))
    yield rod(
        p,
        [grip + way * 50 - across * 14, grip + way * 50 + across * 16],
        7.4,
        "#6A7078",
        _depth(p, index) + 0.01,
        scaled=False,
    )


def _plane(p: Place, index: int) -> Iterator[Volume]:
    if index:
        return
    middle = (p.hand(0)[0] + p.hand(1)[0]) / 2
    yield from box(
        p, middle + np.array([0, -12.0 * p.k, 0]), (9 * p.k, 7 * p.k, 30 * p.k), "#9C6A34", 21.5, scaled=False
    )


def _saw(p: Place, index: int) -> Iterator[Volume]:
    grip, along, _, _ = p.hand(index)
    way = along / np.linalg.norm(along)
    down = np.array([0, -1.0, 0])
    blade = np.array(
        [grip + way * 6 + down * -6, grip + way * 116, grip + way * 114 + down * 12, grip + way * 6 + down * 22]
    )
    yield Volume(hulls=[p.view.seen(blade)[0]], colour="#C4CAD0", thick=14, depth=_depth(p, index) - 0.3, soft=0.3)
    yield rod(p, [grip - way * 8 + down * 8, grip + way * 4 + down * -6], 7.5, WOOD, _depth(p, index), scaled=False)


def _jug(p: Place, index: int) -> Iterator[Volume]:
    grip, along, thumb, _ = p.hand(index)
    up = thumb / np.linalg.norm(thumb)
    out = along / np.linalg.norm(along)
    middle = grip + out * 20
    yield rod(
        p,
        [middle - up * 18, middle + up * 4, middle + up * 24],
        [19, 17, 11],
        "#7A9AB4",
        _depth(p, index) - 0.2,
        scaled=False,
    )
    if p.since > 1.1:
        spout = middle + up * 30 + out * 6
        yield rod(
            p,
            [spout, spout + np.array([0, -24.0, 0]), spout + np.array([0, -70.0, 0])],
            [2, 2.6, 2.2],
            "#BFE2F2",
            _depth(p, index) - 0.3,
            scaled=False,
        )


def _ladle(p: Place, index: int) -> Iterator[Volume]:
    grip, along, _, _ = p.hand(index)
    down = along * 0.5 + np.array([0, -1.0, 0])
    down = down / np.linalg.norm(down)
    yield rod(p, [grip - down * 26, grip + down * 36], 2.8, PALE, _depth(p, index), scaled=False)


def _cloth(p: Place, index: int) -> Iterator[Volume]:
    grip = p.hand(index)[0]
    drop = p.j.turn_chest @ np.array([10.0, -52, 8])
    yield rod(p, [grip, grip + drop * 0.5, grip + drop], [9, 18, 22], "#B24A6A", _depth(p, index) - 0.2, scaled=False)


def _needle(p: Place, index: int) -> Iterator[Volume]:
    yield _stick(p, index, 16, 0.9, "#E8ECF0", 2)
    if index == 0:
        yield rod(p, [p.hand(0)[0], p.hand(1)[0]], 0.7, "#F2E8D8", _depth(p, 0) - 0.1, scaled=False)


def _dish(p: Place, index: int) -> Iterator[Volume]:
    if index:
        return
    middle = (p.hand(0)[0] + p.hand(1)[0]) / 2
    turn = p.j.turn_chest
    yield disc(
        p,
        middle + np.array([0, 4.0, 0]),
        turn @ np.array([24.0, 0, 0]),
        turn @ np.array([0, 18.0, 10]),
        "#F4F2EC",
        21.4,
        scaled=False,
    )


def _simple(length: float, radius: float, colour: str, back: float = 18.0) -> Callable[[Place, int], Iterator[Volume]]:
    def build(p: Place, index: int) -> Iterator[Volume]:
        yield _stick(p, index, length, radius, colour, back)

    return build


TOOLS: dict[str, Callable[[Place, int], Iterator[Volume]]] = {
    "microphone": _microphone, "hammer": _hammer, "plane": _plane, "saw": _saw, "jug": _jug, "ladle": _ladle,
    "cloth": _cloth, "needle": _needle, "plate": _dish, "pen": _simple(20, 1.9, "#2E3A6A", 10),
    "brush": _simple(36, 2.2, "#8A5A32", 12), "stick": _simple(62, 2.6, PALE), "fork": _simple(24, 1.5, "#C4CAD0", 8),
}  # fmt: skip
"""What a motion's `hand` can name, beside what `words/held.yaml` has."""


def in_hand(p: Place, index: int, name: str) -> Iterator[Volume | Decal]:
    """A thing in one hand."""
    if _plain(name) in TOOLS:
        yield from TOOLS[_plain(name)](p, index)
    elif _plain(name) in HELD or name.startswith("art:"):
        picture, x, y = held_picture(name, round(p.view.scale * 1000), most=_most(p))
        place = p.view.seen(p.hand(index)[0])[0][0]
        if picture.shape[0] > _LARGE * p.view.scale and name.startswith("art:"):
            # What is large is held by its handle, or from below and ahead of who carries it.
            hangs = parts(name)[0].removeprefix("art:") in family("handled")["hangs"] and p.below < 0
            y = picture.shape[0] * (0.1 if hangs else 0.8)
            x -= 0 if hangs or p.below > 300 else (-0.28 if p.view.yaw < 0 else 0.28) * picture.shape[1]
        yield Decal(picture=picture, x=float(place[0]) - x, y=float(place[1]) - y, depth=_depth(p, index) + 0.0)


def on_table(p: Place, name: str) -> Iterator[Decal]:
    """A thing that was put down before a figure."""
    if _plain(name) in HELD or name.startswith("art:"):
        picture, x, y = held_picture(name, round(p.view.scale * 1000))
        side = float(np.sign(p.view.yaw) or 1.0)
        place = p.view.seen(np.array([-8.0 * side, 232.0, 122.0]) * p.k)[0][0]
        yield Decal(picture=picture, x=float(place[0]) - x, y=float(place[1]) - y, depth=17.0)


_REACH = 260.0
"""Units from the hand to which a held thing is drawn: an umbrella and a balloon stand high over it."""
_LARGE = 150.0
"""Units from which a held thing is large."""
_LEAST, _HIGHEST = 74.0, 300
"""Units of the smallest and the largest thing of the library in a hand."""


def parts(name: str) -> tuple[str, str, str]:
    """A held thing's own name, its colour (`#rrggbb`) and its condition, each of these “” where it has none."""
    whole, _, condition = name.partition("!")
    plain, _, colour = whole.partition("#")
    return plain, colour and f"#{colour}", condition


def _plain(name: str) -> str:
    return parts(name)[0]


def _most(p: Place) -> int:
    """Units of the largest thing of the library in a hand: it leaves room for who holds it."""
    return round(min(_HIGHEST, 0.6 * p.span))


@lru_cache(maxsize=64)
def held_picture(name: str, scale: int, *, most: int = _HIGHEST) -> tuple[Picture, float, float]:
    """A held thing's drawing at a scale (thousandths of a pixel a unit), at `most` so many units high; and where the
    hand is in it.
    """
    plain, coat, condition = parts(name)
    if plain.startswith("art:"):
        own = library.drawing(plain.removeprefix("art:"))
        # Hand-sized things are drawn large enough to be known.
        tall = min(max(own.metres * METRE, _LEAST), most)
        picture = sprite(own, max(8, round(tall * scale / 1000)), coat=coat, condition=condition)
        if picture.shape[1] > 1.5 * picture.shape[0]:
            # Of what is flat the length counts.
            rows = max(8, round(1.5 * picture.shape[0] ** 2 / picture.shape[1]))
            picture = sprite(own, rows, coat=coat, condition=condition)
        grip = 0.5 if tall < 120 else 0.62
        return picture, picture.shape[1] / 2, picture.shape[0] * grip
    drawing = Drawing(2 * _REACH, 2 * _REACH, left=-_REACH, top=-_REACH)
    before = drawing.mark()
    HELD[plain](drawing, 0.0, 0.0)
    as_drawn(drawing, before, coat, condition)
    side = max(8, round(2 * _REACH * min(scale, 2400) / 1000))
    picture = rasterise(drawing, side, side)
    if scale > 2400:
        import cv2  # noqa: PLC0415

        side = round(2 * _REACH * scale / 1000)
        picture = np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_LINEAR), np.uint8)
    return picture, side / 2, side / 2

"""Drawings of the art library that a figure handles and no hand holds: on a table, on the ground ahead of it, going
along with it, or under who rides on it.

A motion's `props` name them: `on:`, `ahead:`, `along:`, `above:` (on a string), `under:`, and the drawing as a hand would hold it
(`art:canoe#3F8F57`); `shared:` is under who rides with another, who has it `with:` them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.art.sprite import sprite
from ministudio_cli.providers.animatic.figure.building import Place, ahead_depth
from ministudio_cli.providers.animatic.figure.skeleton import METRE
from ministudio_cli.providers.animatic.figure.solid import Decal, Volume
from ministudio_cli.providers.animatic.figure.tools import parts
from ministudio_cli.providers.animatic.paint import Picture
from ministudio_cli.providers.animatic.vocabulary import family

ON, AHEAD, ALONG, UNDER, SHARED, WITH, ABOVE = "on:", "ahead:", "along:", "under:", "shared:", "with:", "above:"
_SMALLEST, _LARGEST, _ON_TABLE = 80.0, 760.0, 190.0
"""Units of the height of what is drawn: it must be known, and leave room for who handles it."""
_RIDDEN = ("under", "shared", "with")
APART = 210.0
"""Units between two who ride together."""
_BESIDE = 62.0
"""Units from a figure's middle to what stands beside it."""
_ALOFT = 640.0
"""Units above the ground of what is flown, where all of the picture is seen."""
_SEAT = 141.0
"""Units of a seat that the postures of those who sit are made for."""


@dataclass(frozen=True, slots=True)
class Board:
    """How a drawing is ridden: at which share of its height the rider sits or stands, in which posture, whether it hides
    what of the rider is below, and how many units high it is at least.
    """

    seat: float
    posture: str = "sit"
    hides: bool = True
    least: float = 0.0
    at: float = 0.5
    """At which share of its width from its front the rider is."""
    aloft: float = 0.0
    """Units above the ground at which it flies."""


@cache
def boards() -> Mapping[str, Board]:
    """Drawings that somebody can ride on or in, by their names."""
    return {
        str(name): Board(
            seat=float(row["seat"]),
            posture=str(row.get("as", "sit")),
            hides=not row.get("open", False),
            least=float(row.get("least", 0)),
            at=float(row.get("at", 0.5)),
            aloft=float(row.get("aloft", 0)),
        )
        for name, row in family("handled")["boards"].items()
    }


def kind_of(name: str) -> str:
    """`on`, `ahead`, `along` or `under` of a prop that is placed; “” of the others."""
    where, colon, rest = name.partition(":")
    return where if colon and rest.startswith("art:") else ""


def stands_still(name: str) -> bool:
    """Whether a placed thing stays where it is through the shot."""
    return kind_of(name) in ("on", "ahead")


def board_of(props: Sequence[str]) -> Board | None:
    """What somebody with these props rides on."""
    under = next((name for name in props if kind_of(name) in _RIDDEN), "")
    return boards().get(_drawing(under)) if under else None


def lift_of(props: Sequence[str], hip: float) -> float:
    """Units by which who rides is above where its posture has it; `hip` is the height of its hips as it stands."""
    under = next((name for name in props if kind_of(name) in _RIDDEN), "")
    board = boards().get(_drawing(under)) if under else None
    if board is None:
        return 0.0
    seat = 0.0 if board.posture == "stand" else (_SEAT if board.posture == "sit" else 190.0) * hip / 267
    return max(0.0, board.seat * _tall(under) - seat) + board.aloft


def _drawing(name: str) -> str:
    return parts(name.partition(":")[2])[0].removeprefix("art:")


def _tall(name: str) -> float:
    own = library.drawing(_drawing(name))
    least = boards()[own.name].least if kind_of(name) in _RIDDEN and own.name in boards() else 0.0
    most = _ON_TABLE if kind_of(name) == "on" else _LARGEST
    return min(max(own.metres * METRE, _SMALLEST, least), most)


def picture_of(name: str, scale: float, tall: float, wide: float = 1e9, *, rightward: bool) -> Picture:
    """A placed thing's picture (premultiplied BGRA) at a scale in pixels a unit, at most so many units high; wider than
    `wide` units only where it is no more than 1.6 times as wide as high. `rightward`: it looks to the viewer's right.
    """
    plain, coat, condition = parts(name.partition(":")[2])
    own = library.drawing(plain.removeprefix("art:"))
    # A film's own drawing, and a name, read the same from both sides.
    mirrored = rightward is not (own.name in family("handled")["rightward"]) and not own.name.startswith("own ")
    picture = sprite(
        own, max(8, round(min(_tall(name), tall) * scale)), mirrored=mirrored, coat=coat, condition=condition
    )
    rows, columns = picture.shape[:2]
    most = max(wide * scale, 1.6 * rows)
    if columns <= most:
        return picture
    # Of what is long the length counts.
    return sprite(own, max(8, round(rows * most / columns)), mirrored=mirrored, coat=coat, condition=condition)


def placed(p: Place, name: str) -> Iterator[Decal | Volume]:
    """A placed thing, where it stands in the figure's space as it is seen."""
    kind, scale = kind_of(name), p.view.scale
    own = library.drawing(_drawing(name))
    way = -1.0 if p.view.yaw < 0 else 1.0
    if kind == "with":
        return
    room = {"on": 0.45 * p.span, "under": 1e9, "shared": 1e9}.get(kind, 0.7 * p.span)
    wide = 1e9 if kind in _RIDDEN else 0.42 * p.span
    picture = picture_of(name, scale, room, wide, rightward=way > 0)
    rows, columns = picture.shape[:2]
    # Of what stands below the picture's edge as much is raised into it as tells what it is.
    raised = max(0.0, p.below + min(0.9 * rows / scale, 0.48 * p.span) - rows / scale)
    if kind in _RIDDEN:
        board = boards().get(own.name, Board(0.5))
        x = (way * APART / 2 * scale if kind == "shared" else 0.0) - columns * (1 - board.at if way > 0 else board.at)
        y = -rows - board.aloft * scale
        yield Decal(picture=picture, x=x, y=y, depth=31.0 if board.hides else -59.0)
    elif kind == "on":
        place = p.view.seen(np.array([0.0, 214.0, 122.0]) * p.k)[0][0]
        x = float(place[0])
        if p.below > 0:
            # Close to a face it stands beside it.
            x = way * max(abs(x), _BESIDE * scale + 0.42 * columns)
        y = min(float(place[1]), -(p.below + 0.12 * p.span) * scale)
        yield Decal(picture=picture, x=x - columns / 2, y=y - rows, depth=ahead_depth(p) + 0.8)
    elif kind == "above":
        high = p.below + 0.86 * p.span - rows / scale if p.span < 1e8 else _ALOFT
        x, y = way * max(0.3 * min(p.span, 900.0), _BESIDE + columns / scale / 2) * scale, -high * scale
        hand = p.view.seen(p.hand(0)[0])[0][0]
        string = np.stack([hand, [x, y]])
        yield Volume(hulls=[string], colour="#F4F0E6", thick=1.6, depth=52.0, soft=0.2)
        yield Decal(picture=picture, x=x - columns / 2, y=y - rows, depth=ahead_depth(p) + 0.8)
    else:
        ahead = p.view.seen(np.array([0.0, 0.0, 110.0]))[0][0][0] / scale
        x = way * max(abs(float(ahead)) + 0.25 * columns / scale, _BESIDE + 0.42 * columns / scale)
        y = p.view.y if kind == "ahead" else 0.0
        yield Decal(picture=picture, x=x * scale - columns / 2, y=y - raised * scale - rows, depth=-60.0)

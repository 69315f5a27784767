"""What a being without hands has to do with: at its mouth or its side, on the ground before it, or around it."""

from __future__ import annotations

from dataclasses import dataclass

from ministudio_cli.providers.animatic.actor import Actor, Sprite
from ministudio_cli.providers.animatic.figure.motion import Act
from ministudio_cli.providers.animatic.figure.placed import board_of, kind_of, picture_of
from ministudio_cli.providers.animatic.figure.tools import held_picture
from ministudio_cli.providers.animatic.framed import seen_of

_SCALE = 2.4
"""Pixels a unit of the largest picture."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A thing's picture, where its origin is beside the being's ground point (units to the right and up), and whether it
    hides the being.
    """

    sprite: Sprite
    x: float
    y: float
    before: bool


def belongings_of(actor: Actor, act: Act, wide: float, tall: float, *, right: bool) -> tuple[list[Belonging], float]:
    """The things of an act of a being so many units wide and high that is turned to the right or not; and the units by
    which it is raised.
    """
    way, scale = (1.0 if right else -1.0), min(actor.mark.unit, _SCALE)
    below, span = seen_of(actor.part)
    found, lift = [], 0.0
    if act.thing and act.motion.hand and act.motion.after < 1e6:
        picture, x, y = held_picture(act.thing, round(scale * 1000), most=round(min(0.55 * tall, 0.5 * span)))
        sprite = Sprite(actor.relit(picture, scale), scale, x, y)
        high = max(0.46 * tall, below + 0.3 * span) if below > 0 else 0.46 * tall
        found.append(Belonging(sprite, way * (0.40 * wide + 0.3 * picture.shape[1] / scale), high, before=True))
    for name in act.motion.props:
        kind = kind_of(name)
        if kind in ("", "with"):
            continue
        room = 1.25 * tall if kind == "under" else 0.7 * span
        picture = picture_of(name, scale, room, rightward=right)
        rows, columns = picture.shape[:2]
        sprite = Sprite(actor.relit(picture, scale), scale, columns / 2, float(rows))
        if kind in ("under", "shared"):
            board = board_of((name,))
            lift = (board.seat * 0.7 if board else 0.4) * rows / scale
            found.append(Belonging(sprite, 0.0, 0.0, before=True))
        else:
            raised = max(0.0, below + min(0.9 * rows / scale, 0.48 * span) - rows / scale) if below > 0 else 0.0
            found.append(Belonging(sprite, way * (0.5 * wide + 0.42 * columns / scale), raised, before=False))
    return found, lift

"""How much work orders are, in frames of picture drawn at 1080 lines: what progress counts in. Pure.

A frame takes about 60 ms of CPU to draw, a plate 6 s (`make bench`); the other shares were set by what renders showed.
"""

from __future__ import annotations

from ministudio_cli.planning.film import Plan
from ministudio_cli.planning.orders import FinishTask, InspectTask, LineTask, Order, PlateTask, ShotTask

_PLATE, _PORTRAIT = 95, 8
_LETTER = 0.42
_LOOK_DRAWN, _LOOK, _FINISH = 0.25, 1.8, 1.4
"""Of a frame that is looked at, drawn or generated, and of one that is finished."""
CUT, PROOF = 0.10, 0.16
"""Of a frame of the film that is cut and mixed, and that is read back."""


def work_of(order: Order) -> int:
    if isinstance(order, ShotTask):
        return order.head + order.body + order.tail
    if isinstance(order, InspectTask):
        return look_at(order, generated=False)
    if isinstance(order, FinishTask):
        return round(_FINISH * (order.head + order.body + order.tail))
    if isinstance(order, LineTask):
        return max(8, round(_LETTER * len(order.text)))
    return _PLATE if isinstance(order, PlateTask) else _PORTRAIT


def look_at(order: InspectTask, *, generated: bool) -> int:
    """Of a drawn take two frames of twelve are looked at, of a generated one all."""
    return max(1, round((_LOOK if generated else _LOOK_DRAWN) * order.frames))


def shots_ahead(plan: Plan) -> int:
    """The work of pass 2 and of all that follows it, before it is known what of it is in the store."""
    frames = float(plan.expected * plan.film.format.fps)
    generated = plan.makers.model is not None
    return round(frames * (1 + (_LOOK_DRAWN if not generated else _LOOK + _FINISH) + CUT + PROOF))


def ending_ahead(frames: int, *, unfinished: bool = False) -> int:
    """The work of what follows the shots of a film of so many frames, whose takes may be still to be finished."""
    return round(frames * (CUT + PROOF + _FINISH * unfinished))

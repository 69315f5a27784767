"""Another take of a shot: one thing changed, by what was wrong with the last. Pure."""

from __future__ import annotations

import dataclasses

from ministudio_cli.plan.orders import ShotOrder
from ministudio_cli.plan.seeds import derive

_WORDS = {
    "cut": "One continuous shot, without any cut.",
    "background": "The camera is locked off; the set does not change.",
}


def retaken(order: ShotOrder, cause: str, number: int) -> ShotOrder:
    """The order for take `number` after a fault of identity, background or cut."""
    seed = derive(order.seed, "shot", take=number)
    words = _WORDS.get(cause, "")
    return dataclasses.replace(order, seed=seed, prompt=f"{order.prompt}\n{words}" if words else order.prompt)

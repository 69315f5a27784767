"""Another take of a shot: one thing changed, by what was wrong with the last. Pure."""

from __future__ import annotations

import dataclasses

from ministudio_cli.planning.capability import Capability
from ministudio_cli.planning.seeds import derive
from ministudio_cli.planning.tasks import ShotTask

_WORDS = {
    "cut": "One continuous shot, without any cut.",
    "background": "The camera is locked off; the set does not change.",
    "proportions": "Nothing is stretched: people and things keep their proportions from the first frame to the last.",
    "face": "Every face keeps its features and its shape from the first frame to the last.",
    "mark": "The picture is clean: without writing, logo or watermark laid over it.",
    "popping": "Nothing appears or vanishes from one moment to the next: what is there stays there.",
    "still": "The picture is alive from the first frame to the last: breathing, blinking, small movements.",
    "stutter": "Everything moves smoothly, with a new picture in every frame.",
    "black": "The picture is lit from the first frame to the last, without a fade to black.",
    "bars": "The picture fills the whole frame, without black bars.",
}


def taken_seed(seed: int, number: int, model: Capability | None = None) -> int:
    """The seed of a shot's take `number`, as a model takes seeds; the first has the shot's own."""
    if number == 1:
        return seed
    found = derive(seed, "take", take=number)
    return model.seed_for(found) if model else found


def retaken(order: ShotTask, cause: str, number: int, model: Capability | None = None) -> ShotTask:
    """The order for take `number` after a fault of a cause (as in `_WORDS`, or another); seeds as `model` takes."""
    seed = derive(order.seed, "shot", take=number)
    words = _WORDS.get(cause, "")
    prompt = f"{order.prompt}\n{words}" if words else order.prompt
    return dataclasses.replace(order, seed=model.seed_for(seed) if model else seed, prompt=prompt)

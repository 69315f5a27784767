"""Acts turned to where the staging has somebody face."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from ministudio_cli.providers.animatic.figure.motion import Act


def from_behind(acts: Sequence[Act]) -> tuple[Act, ...]:
    """The same acts of somebody who stands before the lens and faces who stands beyond."""
    return tuple(dataclasses.replace(act, motion=dataclasses.replace(act.motion, side=142.0)) for act in acts)


def facing(acts: Sequence[Act], way: str, here: float, places: Mapping[str, float]) -> tuple[Act, ...]:
    """The same acts of somebody who faces as it is said: left, right, camera, away, or another who stands in `places`."""
    if way == "camera":
        return to_the_lens(acts)
    if way == "away":
        return tuple(dataclasses.replace(act, motion=dataclasses.replace(act.motion, side=165.0)) for act in acts)
    target = way if way in places else ""
    aside = {"left": -1, "right": 1}.get(way, 1 if places.get(way, here) >= here else -1)
    return tuple(
        dataclasses.replace(
            act,
            aside=aside,
            target=target or act.target,
            motion=dataclasses.replace(act.motion, side=max(act.motion.side, 58.0)),
        )
        for act in acts
    )


def to_the_lens(acts: Sequence[Act]) -> tuple[Act, ...]:
    """The same acts of somebody who is seen by another: turned to the lens, through which that one looks."""
    seen = (dataclasses.replace(act.motion, side=0.25 * act.motion.side, gaze="viewer") for act in acts)
    return tuple(dataclasses.replace(act, motion=motion) for act, motion in zip(acts, seen, strict=True))

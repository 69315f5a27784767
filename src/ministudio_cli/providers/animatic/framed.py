"""What a picture shows of somebody: what framing needs of a body, and what its hands hold inside the picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic.actor import Part
from ministudio_cli.providers.animatic.figure.draw import view_of
from ministudio_cli.providers.animatic.figure.motion import Act, Performance, mirrored
from ministudio_cli.providers.animatic.figure.placed import lift_of
from ministudio_cli.providers.animatic.figure.skeleton import Rig, joints_of, measures_of
from ministudio_cli.providers.animatic.look import look_of
from ministudio_cli.providers.animatic.stage import Standing

_HANDS_SEEN, _FACE_FILLS = 420.0, 300.0
"""Units of the picture's height under which hands can be below it, and under which a face fills it."""
AT_THE_FACE = frozenset(("drink", "eat", "phone", "sing", "flute", "aim", "kiss", "blow"))
"""Motions whose thing is at the face by itself."""


def standing_of(figure: CharacterState, acts: Sequence[Act], seconds: float) -> Standing:
    """What framing needs to know of a figure that acts for so many seconds: the middle of three moments."""
    m = measures_of(look_of(figure))
    performance = Performance(m, acts)
    moments = []
    for share in (0.3, 0.55, 0.8):
        stance = performance.at(seconds * share)
        act = performance.acts[performance.act_at(seconds * share)]
        rig = mirrored(stance.rig) if act.aside < 0 else stance.rig
        rig = dataclasses.replace(rig, lift=rig.lift + lift_of(act.motion.props, m.hip))
        joints, view = joints_of(rig, m), view_of(rig, 1.0, turn=stance.side)
        skull = view.seen(joints.skull)[0][0]
        moments.append((-skull[1], skull[0], -view.seen(joints.wrists)[0][:, 1].mean()))
    eyes, ahead, hands = np.median(moments, axis=0).tolist()
    wide = 150.0 if any(act.motion.props for act in acts) else 120.0
    return Standing(tall=m.height, eyes=eyes, ahead=ahead, hands=hands, wide=wide)


def seen_of(part: Part) -> tuple[float, float]:
    """The lowest unit above a figure's ground that the picture shows, and how many it shows; all where the ground is
    seen.
    """
    if part.grounded or not part.tall:
        return -1e9, 1e9
    return (part.mark.y - part.tall) / part.mark.unit, part.tall / part.mark.unit


def holding(rig: Rig, held: tuple[str, str], below: float, span: float) -> Rig:
    """A body whose hands hold things, in a picture that shows so many units from the lowest on: they are raised into it,
    and before a face that fills it are ahead of it, to the side that it looks to.
    """
    if span > _HANDS_SEEN or not any(held):
        return rig
    hands = rig.hands.copy()
    for index, name in enumerate(held):
        if name:
            hands[index, 1] = max(hands[index, 1], below + 0.34 * span)
            if span < _FACE_FILLS:
                hands[index, 0] *= 0.3
                hands[index, 2] = max(hands[index, 2], 150.0)
    return dataclasses.replace(rig, hands=hands)

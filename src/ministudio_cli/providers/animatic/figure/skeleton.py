"""A figure's bones: measures by age and build, poses as values that blend, and the joints that follow by kinematics.

The ground under the figure is (0, 0, 0); it faces +z, its own left hand is at +x. Angles are degrees: yaw to the
viewer's right, pitch forward, roll to the viewer's right.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.providers.animatic.figure.pose import GRIPS, Hand, Pose, Vector
from ministudio_cli.providers.animatic.figure.solid import Points, rotation
from ministudio_cli.providers.animatic.look import Look

SIDES = (-1, 1)
"""The figure's right hand, which is at the viewer's left when it faces the viewer, and its left."""
METRE = 330.0
"""Units of a metre: a grown woman is 1.65 metres high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Lengths of bones and half widths of the trunk."""

    hip: float
    thigh: float
    shin: float
    ankle: float
    spine: Vector
    neck: float
    shoulder: float
    upper: float
    fore: float
    limb: float
    """Thickness of arms and legs beside a grown woman's."""
    waist: float
    chest: float
    pelvis: float
    deep: float
    """Half the depth of the chest."""
    stoop: float = 0.0
    """Degrees by which the back is bent at rest."""

    @property
    def stand(self) -> float:
        """Half the distance of the feet."""
        return 0.46 * self.pelvis

    @property
    def reach(self) -> float:
        """An arm's length beside a grown woman's."""
        return (self.upper + self.fore) / 162

    @property
    def neck_height(self) -> float:
        """Of the neck's base above the ground, standing upright."""
        return self.hip + sum(self.spine)

    @property
    def height(self) -> float:
        """Of the crown above the ground."""
        return self.neck_height + self.neck + 90


def measures_of(look: Look) -> Measures:
    """The measures of a look: a child's, a woman's, a man's or an elder's, and its build."""
    if look.age == "child":
        return Measures(
            hip=157, thigh=69, shin=70, ankle=15, spine=(41, 38, 38), neck=13, shoulder=39, upper=51, fore=49,
            limb=0.8, waist=29, chest=32, pelvis=32, deep=22,
        )  # fmt: skip
    man = not look.feminine
    k = look.build
    elder = look.age == "elder"
    size = 0.96 if elder else 1.0
    return Measures(
        hip=266 * size + 1, thigh=122 * size, shin=123 * size, ankle=20, spine=(58 * size, 54 * size, 56 * size), neck=23,
        shoulder=(60 if man else 49) * k, upper=87, fore=79, limb=(1.12 if man else 1.0) * (0.6 + 0.4 * k),
        waist=(40 if man else 30) * (0.4 + 0.6 * k), chest=(47 if man else 37) * k, pelvis=40 * k,
        deep=(30 if man else 26) * (0.5 + 0.5 * k), stoop=13.0 if elder else 0.0,
    )  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Rig:
    """A pose on one figure's measures, in numbers that blend: see `Pose`, with hands and feet in the figure's space."""

    root: Points
    tilt: Points
    spine: Points
    head: Points
    hands: Points
    elbows: Points
    fingers: Points
    thumbs: Points
    grips: Points
    feet: Points
    toes: Points
    knees: Points
    shrug: Points
    turn: float = 0.0
    lift: float = 0.0

    def mixed(self, other: Rig, share: float) -> Rig:
        """Between this and another."""
        if share <= 0:
            return self
        if share >= 1:
            return other
        values = {
            part.name: getattr(self, part.name) + (getattr(other, part.name) - getattr(self, part.name)) * share
            for part in dataclasses.fields(self)
        }
        return Rig(**values)


@dataclass(slots=True)
class Joints:
    """Where every joint is, and how the trunk, the chest, the head and the hands are turned (3 × 3, columns are the
    axes to the figure's left, up and forward).
    """

    pelvis: Points
    hips: Points
    knees: Points
    ankles: Points
    toes: Points
    spine: Points
    """Four places from the pelvis to the base of the neck."""
    shoulders: Points
    elbows: Points
    wrists: Points
    neck: Points
    skull: Points
    turn_pelvis: Points
    turn_chest: Points
    turn_head: Points
    turn_hands: list[Points]
    turns_spine: list[Points]
    grips: Points
    feet_turn: list[Points] = field(default_factory=list)


def rig_of(pose: Pose, m: Measures) -> Rig:
    """A pose on the measures of one figure."""
    leg = m.hip / 265
    root = np.array([pose.hip[0], m.hip + pose.hip[1] * leg, pose.hip[2] * leg], np.float64)
    feet = np.array(
        [
            [side * (m.stand + foot.at[0] * leg), m.ankle + foot.at[1] * leg, foot.at[2] * leg]
            for side, foot in zip(SIDES, pose.feet, strict=True)
        ]
    )
    spine = np.array(pose.spine, np.float64) + np.array([0, m.stoop, 0])
    head = np.array(pose.head, np.float64) + np.array([0, -0.55 * m.stoop, 0])
    bare = Rig(
        root=root, tilt=np.array(pose.tilt, np.float64), spine=spine, head=head, hands=np.zeros((2, 3)),
        elbows=_mirrored([hand.elbow for hand in pose.hands]), fingers=_mirrored([hand.fingers for hand in pose.hands]),
        thumbs=_mirrored([hand.thumb for hand in pose.hands]), grips=np.array([GRIPS[hand.grip] for hand in pose.hands]),
        feet=feet, toes=np.array([[foot.pitch, side * foot.out] for side, foot in zip(SIDES, pose.feet, strict=True)]),
        knees=_mirrored([foot.knee for foot in pose.feet]), shrug=np.array(pose.shrug, np.float64),
        turn=pose.turn, lift=pose.lift * leg,
    )  # fmt: skip
    trunk = trunk_of(bare, m)
    for index, (side, hand) in enumerate(zip(SIDES, pose.hands, strict=True)):
        bare.hands[index] = _place(hand, side, trunk, m, index)
    return bare


def _place(hand: Hand, side: int, trunk: Trunk, m: Measures, index: int) -> Points:
    offset = np.array([side * hand.at[0], hand.at[1], hand.at[2]])
    match hand.frame:
        case "shoulder":
            return np.asarray(trunk.shoulders[index] + trunk.turn_chest @ (offset * m.reach))
        case "chest":
            return np.asarray(trunk.spine[3] + trunk.turn_chest @ (offset * m.reach))
        case "head":
            # A head is the same size on everybody.
            return np.asarray(trunk.skull + trunk.turn_head @ offset)
        case "hip":
            return np.asarray(trunk.pelvis + trunk.turn_pelvis @ (offset * m.reach))
        case _:
            return np.asarray(offset * (m.hip / 265))


def _mirrored(values: Sequence[Vector]) -> Points:
    return np.array([[side * value[0], value[1], value[2]] for side, value in zip(SIDES, values, strict=True)])


@dataclass(slots=True)
class Trunk:
    """The spine with what it carries: places, and turns as in `Joints`."""

    pelvis: Points
    turn_pelvis: Points
    spine: Points
    turns: list[Points]
    turn_chest: Points
    shoulders: Points
    neck: Points
    skull: Points
    turn_head: Points


def trunk_of(rig: Rig, m: Measures) -> Trunk:
    """The trunk of a rig."""
    turn = rotation(*rig.tilt)
    at, places, turns = rig.root, [rig.root], [turn]
    for share, length in zip((0.3, 0.36, 0.34), m.spine, strict=True):
        turn = turn @ rotation(*(rig.spine * share))
        at = at + turn @ np.array([0, length, 0])
        places.append(at)
        turns.append(turn)
    chest = turn
    shoulders = np.array(
        [
            at + chest @ np.array([side * m.shoulder, -15 + shrug, -2])
            for side, shrug in zip(SIDES, rig.shrug, strict=True)
        ]
    )
    # The head goes with half of the chest's bend: people look where they look.
    bend = math.degrees(math.asin(float(np.clip(-chest[1, 2], -1, 1))))
    carried = rotation(0, -0.35 * bend, 0)
    turn_neck = chest @ carried @ rotation(rig.head[0] * 0.35, rig.head[1] * 0.4, rig.head[2] * 0.5)
    neck = at + turn_neck @ np.array([0, m.neck, 2])
    turn_head = chest @ carried @ rotation(*rig.head)
    skull = neck + turn_head @ np.array([0, 36, 9])
    return Trunk(rig.root, rotation(*rig.tilt), np.array(places), turns, chest, shoulders, neck, skull, turn_head)


def joints_of(rig: Rig, m: Measures) -> Joints:
    """The joints of a rig; limbs that cannot reach point to where they should be."""
    trunk = trunk_of(rig, m)
    hips = np.array([trunk.pelvis + trunk.turn_pelvis @ np.array([side * 0.47 * m.pelvis, -4, 0]) for side in SIDES])
    knees, ankles = np.zeros((2, 3)), np.zeros((2, 3))
    for index in range(2):
        knees[index], ankles[index] = bent(hips[index], rig.feet[index], m.thigh, m.shin, rig.knees[index])
    feet_turn = [rotation(float(yaw), float(pitch), 0.0) for pitch, yaw in rig.toes]
    toes = np.array([ankle + turn @ np.array([0, -m.ankle * 0.55, 46 * m.limb**0.5]) for ankle, turn in zip(ankles, feet_turn, strict=True)])  # fmt: skip
    elbows, wrists = np.zeros((2, 3)), np.zeros((2, 3))
    turn_hands: list[Points] = []
    for index in range(2):
        pole = trunk.turn_chest @ rig.elbows[index]
        elbows[index], wrists[index] = bent(trunk.shoulders[index], rig.hands[index], m.upper, m.fore, pole)
        fore = _unit(wrists[index] - elbows[index])
        fingers = _unit(fore + 1.6 * (trunk.turn_chest @ rig.fingers[index]))
        thumb = trunk.turn_chest @ rig.thumbs[index]
        thumb = _unit(thumb - fingers * float(thumb @ fingers))
        turn_hands.append(np.stack([np.cross(fingers, thumb) * SIDES[index], fingers, thumb], 1))
    return Joints(
        pelvis=trunk.pelvis, hips=hips, knees=knees, ankles=ankles, toes=toes, spine=trunk.spine,
        shoulders=trunk.shoulders, elbows=elbows, wrists=wrists, neck=trunk.neck, skull=trunk.skull,
        turn_pelvis=trunk.turn_pelvis, turn_chest=trunk.turn_chest, turn_head=trunk.turn_head, turn_hands=turn_hands,
        turns_spine=trunk.turns, grips=rig.grips, feet_turn=feet_turn,
    )  # fmt: skip


def bent(start: Points, end: Points, first: float, second: float, pole: Points) -> tuple[Points, Points]:
    """Two bones from a start to an end, bent toward a pole: the joint between them, and where the second ends."""
    line = end - start
    far = float(np.linalg.norm(line))
    along = line / far if far > 1e-6 else np.array([0.0, -1.0, 0.0])
    away = min(max(far, abs(first - second) * 1.02 + 1e-3), 0.998 * (first + second))
    ahead = (first**2 - second**2 + away**2) / (2 * away)
    aside = math.sqrt(max(0.0, first**2 - ahead**2))
    side = pole - along * float(pole @ along)
    if float(np.linalg.norm(side)) < 1e-6:
        side = np.array([0.0, 0.0, 1.0]) - along * along[2]
    return start + along * ahead + _unit(side) * aside, start + along * away


def _unit(vector: NDArray[np.float64]) -> Points:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))

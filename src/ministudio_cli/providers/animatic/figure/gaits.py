"""How a figure travels: feet that are planted and swung, the hip that follows from them, arms that counter."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from ministudio_cli.providers.animatic.figure.skeleton import SIDES, Measures, Rig, trunk_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Gait:
    """A way of going: the length of a cycle (hundredths of a head, on a grown woman) and its seconds, how long a foot
    is on the ground (a share of the cycle), how high it is lifted, how far arms swing (degrees), how the body is held.
    """

    stride: float
    seconds: float
    stance: float = 0.6
    lift: float = 15.0
    arms: float = 26.0
    bend: float = 3.0
    crouch: float = 0.0
    elbows: float = 8.0
    rock: float = 0.0
    """Degrees of leaning from side to side."""
    steps: bool = True
    """Whether feet step at all; what flies or rides is only carried."""


GAITS = {
    "walk": Gait(stride=215, seconds=1.12),
    "slow": Gait(stride=120, seconds=1.7, arms=0),
    "sneak": Gait(stride=150, seconds=1.6, lift=34, arms=14, bend=26, crouch=26, elbows=70),
    "stagger": Gait(stride=140, seconds=1.5, arms=16, bend=16, rock=11, lift=10),
    "run": Gait(stride=430, seconds=0.72, stance=0.36, lift=58, arms=46, bend=16, crouch=10, elbows=84),
    "crawl": Gait(stride=90, seconds=1.3, steps=False),
    "swim": Gait(stride=120, seconds=1.2, steps=False),
    "fly": Gait(stride=380, seconds=1.0, steps=False),
    "float": Gait(stride=12, seconds=1.0, steps=False),
    "ride": Gait(stride=380, seconds=1.0, steps=False),
}


def travelled(gait: Gait, seconds: float, m: Measures) -> float:
    """Units that a figure has come forward after so many seconds."""
    return gait.stride * (m.hip / 267) * seconds / gait.seconds


def stepped(rig: Rig, gait: Gait, seconds: float, m: Measures, *, arms: bool) -> Rig:
    """A rig in its stride; `arms` says whether they are free to swing."""
    if not gait.steps:
        return rig
    size = m.hip / 267
    stride, lift = gait.stride * size, gait.lift * size
    cycle = seconds / gait.seconds
    feet, toes = rig.feet.copy(), rig.toes.copy()
    for index, side in enumerate(SIDES):
        phase = (cycle + (0.5 if side > 0 else 0.0)) % 1.0
        z, y, pitch = _foot(phase, stride, lift, gait, m)
        feet[index] = (side * m.stand * 0.55, y, z)
        toes[index] = (pitch, side * 4.0)
    legs = 0.995 * (m.thigh + m.shin)
    # The hip is as high as the legs that carry it allow: it rises and sinks by itself.
    heights = []
    for index in range(2):
        away = float(feet[index][2])
        if feet[index][1] < m.ankle + 0.5 * lift + 12 * size:
            heights.append(feet[index][1] + math.sqrt(max(legs**2 - away**2, (0.55 * legs) ** 2)) + 4)
    hip = min(heights, default=m.hip) - gait.crouch * size
    if gait.stance < 0.5:  # both feet leave the ground
        hip = m.hip - (gait.crouch + 8) * size + 13 * size * math.cos(4 * math.pi * (cycle - 0.18))
    turn = math.sin(2 * math.pi * cycle)
    sway = math.cos(2 * math.pi * cycle)
    root = np.array([gait.rock * 0.9 * math.sin(2 * math.pi * cycle), hip, rig.root[2]])
    tilt = rig.tilt + np.array([-7 * sway, 0.35 * gait.bend, -1.5 * turn])
    spine = rig.spine + np.array([14 * sway, gait.bend, gait.rock * turn])
    changed = dataclasses.replace(rig, feet=feet, toes=toes, root=root, tilt=tilt, spine=spine)
    if not arms or not gait.arms:
        return changed
    hands, elbows, fingers = rig.hands.copy(), rig.elbows.copy(), rig.fingers.copy()
    shoulders = trunk_of(changed, m).shoulders
    for index, side in enumerate(SIDES):
        swing = math.radians(gait.arms * (-sway if side < 0 else sway)) + math.radians(6)
        upper = np.array([0, -math.cos(swing), math.sin(swing)]) * m.upper
        lower_angle = swing + math.radians(gait.elbows + 10 * max(0.0, math.sin(swing)))
        lower = np.array([0, -math.cos(lower_angle), math.sin(lower_angle)]) * m.fore
        hands[index] = shoulders[index] + upper + lower + (side * 7.0, 0, 0)
        elbows[index] = (side * 0.25, -0.1, -1.0)
        fingers[index] = (0, -0.3 if gait.elbows < 40 else 0.4, 0.35)
    return dataclasses.replace(changed, hands=hands, elbows=elbows, fingers=fingers)


def _foot(phase: float, stride: float, lift: float, gait: Gait, m: Measures) -> tuple[float, float, float]:
    """Forward, up and pitch of a foot at a share of its cycle: planted first, then swung."""
    reach = gait.stance / 2
    if phase < gait.stance:
        z = stride * (reach - phase)
        part = phase / gait.stance
        heel = max(0.0, part - 0.62) / 0.38
        pitch = -20 * max(0.0, 1 - part / 0.16) + 44 * heel**1.4
        # It turns about the ball: the ankle comes up and forward as the heel does.
        ball = 26.0
        angle = math.radians(max(pitch, 0.0))
        y = m.ankle + ball * math.sin(angle)
        z += ball * (1 - math.cos(angle))
        if pitch < 0:
            y += 5.0 * (-pitch / 20)
        return z, y, pitch
    part = (phase - gait.stance) / (1 - gait.stance)
    smooth = part * part * (3 - 2 * part)
    start, end = -stride * reach + 26 * (1 - math.cos(math.radians(44))), stride * reach
    rise = m.ankle + 26 * math.sin(math.radians(44)) * (1 - smooth) + 5 * smooth
    return start + (end - start) * smooth, rise + lift * math.sin(math.pi * part), 44 - 64 * smooth

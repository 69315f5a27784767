"""Poses as values: where hands and feet are, whoever has them, and as the word lists write them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from ministudio_cli.json_types import JsonObject

Vector = tuple[float, float, float]


GRIPS: dict[str, tuple[float, float, float, float]] = {
    "open": (0.0, 0.0, 1.0, 0.0),
    "rest": (0.30, 0.22, 0.35, 0.25),
    "fist": (1.0, 1.0, 0.0, 1.0),
    "point": (1.0, 0.0, 0.0, 1.0),
    "hold": (0.62, 0.56, 0.1, 0.5),
    "flat": (0.05, 0.04, 0.1, 0.2),
    "type": (0.42, 0.40, 0.5, 0.2),
    "pinch": (0.55, 0.62, 0.2, 0.9),
}
"""A hand's curl, the forefinger's, the fingers' spread, the thumb's curl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Where a hand is: `at` outward, up and forward of `frame` (the shoulder, head, hip, ground or lap), in a grown
    woman's units; which way fingers and thumb point (outward, up, forward; zeros: as they fall), and its grip.
    """

    at: Vector = (9.0, -152.0, 10.0)
    frame: str = "shoulder"
    fingers: Vector = (0.0, -0.6, 0.25)
    thumb: Vector = (-0.25, 0.1, 1.0)
    elbow: Vector = (0.6, -0.1, -1.0)
    grip: str = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Where a foot is, outward, up and forward of where it stands; its pitch (toes down) and how far it is turned out."""

    at: Vector = (0.0, 0.0, 0.0)
    pitch: float = 0.0
    out: float = 9.0
    knee: Vector = (0.12, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A body's attitude, whoever has it; lengths are a grown woman's and are scaled to the figure."""

    hip: Vector = (0.0, 0.0, 0.0)
    """Of the pelvis from where it stands: to the right, up, forward."""
    tilt: Vector = (0.0, 0.0, 0.0)
    """Of the pelvis: yaw, pitch, roll."""
    spine: Vector = (0.0, 2.0, 0.0)
    """Over the back: twist, bend, lean."""
    head: Vector = (0.0, 0.0, 0.0)
    """Yaw, pitch and roll beside the chest's."""
    hands: tuple[Hand, Hand] = (Hand(), Hand())
    feet: tuple[Foot, Foot] = (Foot(), Foot())
    shrug: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    """Of the whole figure, degrees to the right."""
    lift: float = 0.0
    """Of the whole figure above the ground."""


def pose_from(written: Mapping[str, object], base: Pose) -> Pose:
    """A pose as `words/poses.yaml` has it, over another: hands and feet by `right`, `left`, `both`, each over its own."""
    changes: dict[str, object] = {}
    for key, value in written.items():
        if key in ("hip", "tilt", "spine", "head"):
            changes[key] = _vector(value)
        elif key in ("turn", "lift"):
            changes[key] = float(value)  # type: ignore[arg-type]
        elif key == "shrug":
            changes[key] = (float(value[0]), float(value[1]))  # type: ignore[index]
    hands, feet = list(base.hands), list(base.feet)
    for key, own in (("both", (0, 1)), ("right", (0,)), ("left", (1,))):
        for index in own:
            if f"{key}" in written:
                hands[index] = dataclasses.replace(hands[index], **_fields(written[key]))
            if f"{key}_foot" in written:
                feet[index] = dataclasses.replace(feet[index], **_fields(written[f"{key}_foot"]))
    return dataclasses.replace(base, **changes, hands=tuple(hands), feet=tuple(feet))  # type: ignore[arg-type]


def _fields(written: object) -> JsonObject:
    assert isinstance(written, Mapping)  # noqa: S101 - our own file
    return {key: _vector(value) if isinstance(value, list) else value for key, value in written.items()}


def _vector(value: object) -> Vector:
    assert isinstance(value, list)  # noqa: S101 - our own file
    first, second, third = (float(part) for part in value)
    return first, second, third

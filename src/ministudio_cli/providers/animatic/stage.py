"""Blocking: where each figure stands in the frame, how large, and where the camera looks in the set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ministudio_cli.providers.animatic.beings import SHAPES
from ministudio_cli.providers.animatic.look import Look
from ministudio_cli.providers.animatic.vocabulary import match, words_of

FLOATING = ("orb", "bird")
PEOPLE = ("person", "hologram")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a figure stands: the neck's base (or the ground, for what has no neck) in pixels, and pixels per unit."""

    x: float
    y: float
    unit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """What of the set is seen: zoom beyond the wide view, the middle in shares of the plate, and blur in pixels at 1080p."""

    zoom: float
    x: float
    y: float
    blur: float


_HEADS = {"wide": (0.108, 0.082), "medium": (0.25, 0.155), "close": (0.40, 0.25), "extreme-close": (0.72, 0.42)}
"""A head's height in shares of the frame's, for wide frames and for tall ones."""
_NECKS = {"medium": (0.53, 0.50), "close": (0.72, 0.62), "extreme-close": (0.98, 0.76)}
_LEAN = (0.0, -0.07, 0.09, 0.05, -0.04)
"""A lone figure stands a little to one side, not always the same one."""
_PLACES = {1: (0.46,), 2: (0.33, 0.67), 3: (0.22, 0.5, 0.78), 4: (0.16, 0.39, 0.61, 0.84)}
_TALL = {1: (0.5,), 2: (0.29, 0.71), 3: (0.2, 0.5, 0.8), 4: (0.16, 0.39, 0.61, 0.84)}


def block(looks: Sequence[Look], size: str, width: int, height: int, seed: int = 0) -> tuple[Mark, ...]:
    """A mark for each figure, in the order of the cast; light floats where it can be seen between people."""
    tall = height > width
    grounded = [index for index, look in enumerate(looks) if look.being not in FLOATING]
    spread = (_TALL if tall else _PLACES).get(len(grounded)) or tuple(
        (i + 0.5) / len(grounded) for i in range(len(grounded))
    )
    crowd = 1.0 if len(grounded) < 3 or size == "wide" else 0.78
    crowd *= 0.86 if len(grounded) == 2 and size == "close" else 1.0
    unit = _HEADS[size][tall] * height / 100 * crowd
    marks = []
    for index, look in enumerate(looks):
        if look.being in FLOATING:
            marks.append(_floating(index, len(grounded), size, width, height, tall=tall))
            continue
        x = width * (
            spread[grounded.index(index)] + (_LEAN[seed % len(_LEAN)] if len(grounded) == 1 and not tall else 0)
        )
        if look.being in PEOPLE:
            foot = height * (0.955 if not tall else 0.86)
            short = 292 if look.age == "child" else 470
            neck = (
                foot - short * unit
                if size == "wide"
                else _NECKS[size][tall] * height + (46 * unit if look.age == "child" and len(looks) > 1 else 0)
            )
            marks.append(Mark(x=x, y=neck, unit=unit))
        else:
            marks.append(_creature(look, x, unit, size, width, height, alone=len(grounded) == 1))
    return tuple(marks)


def _creature(look: Look, x: float, unit: float, size: str, width: int, height: int, *, alone: bool) -> Mark:
    """What is no person stands on its ground in a wide shot, larger when it is alone; closer, its head is in the frame."""
    tall = height > width
    shape = SHAPES[look.being]
    if size == "wide":
        grown = (
            shape.stature
            * (shape.alone if alone else 1.0)
            / max(1.0, shape.height * unit * shape.stature / height / 0.9)
        )
        return Mark(x=x, y=height * (0.955 if not tall else 0.86), unit=unit * grown)
    unit = min(
        _HEADS[size][tall] * height * 1.15 / shape.face, 0.92 * width / shape.box[2] if look.being == "crowd" else 99.0
    )
    neck = (_NECKS[size][tall] - _HEADS[size][tall] * 0.5) * height
    return Mark(x=x, y=neck + shape.eyes * unit, unit=unit)


def _floating(index: int, others: int, size: str, width: int, height: int, *, tall: bool) -> Mark:
    unit = (
        {"wide": 0.00072, "medium": 0.00125, "close": 0.0017, "extreme-close": 0.0027}[size]
        * height
        * (0.7 if tall else 1)
    )
    x = 0.5 if others in (0, 2) else 0.72
    y = 0.46 if others == 0 else 0.4
    return Mark(x=width * (x + 0.04 * (index % 2)), y=height * y + 280 * unit, unit=unit)


def frame_set(size: str, seed: int, *, alone: bool) -> Framing:
    """Closer shots see less of the set, softer, and not always the same part of it."""
    zoom, blur = {"wide": (1.0, 0.0), "medium": (1.22, 1.6), "close": (1.6, 4.5), "extreme-close": (2.1, 9.0)}[size]
    lean = ((seed % 1000) / 1000 - 0.5) * 0.16 * (zoom - 1) / 0.6
    return Framing(zoom=zoom, x=0.5 + lean, y=0.5 if size == "wide" else 0.47, blur=0.0 if alone else blur)


_HOLDING = {"holds", "holding", "carries", "lifts", "raises", "offers", "shows", "drinks", "reads", "waves", "takes", "tastes", "opens",
            "hands", "gives", "grips", "clutches", "writes", "uses", "with", "picks"}  # fmt: skip


def held_in(action: str) -> str:
    """What the action puts into a hand: a row of `words/held.yaml`, or “”."""
    return match("held", action) if _HOLDING & set(words_of(action)) else ""


def pose_for(action: str, emotion_slump: float, *, speaking: bool) -> str:
    """What the arms do, out of the action's verbs."""
    said = set(words_of(action))
    if held_in(action):
        return "hold"
    if said & {"drown", "drowns", "despair", "overwhelmed", "clutches", "head", "cries", "buried"}:
        return "despair" if emotion_slump > 0.3 else "relaxed"
    if said & {"cheers", "celebrates", "jumps", "throws", "raises", "triumph", "arms", "wow"}:
        return "raised"
    if said & {"reaches", "holds", "opens", "types", "touches", "offers", "lifts", "takes", "works", "cooks"}:
        return "reach"
    if speaking or said & {"points", "explains", "teaches", "waves", "gestures", "shows", "adjusts", "greets"}:
        return "gesture"
    return "relaxed"


def flight(action: str, t: float) -> tuple[float, float]:
    """How something that floats travels: (rise in shares of the frame, size factor) at t from 0 to 1 of the shot."""
    said = set(words_of(action))
    rise, grow = 0.0, 1.0
    if said & {"rises", "rise", "emerges", "ascends", "lifts"}:
        rise = 0.3 * (1 - min(1.0, t * 1.6)) ** 2
    if said & {"lens", "camera", "toward", "towards", "into"} and said & {"flies", "fly", "rushes", "dives"}:
        grow = 1.0 + 5.5 * max(0.0, (t - 0.62) / 0.38) ** 3
    return rise, grow

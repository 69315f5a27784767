"""The director of photography: how large the cast is in each size of a shot, from which angle, where each stands, and
what of the set is seen behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ministudio_cli.providers.animatic.beings import shape_of
from ministudio_cli.providers.animatic.look import Look
from ministudio_cli.providers.animatic.space.lens import HORIZON
from ministudio_cli.providers.animatic.vocabulary import words_of

FLOATING = ("orb", "bird")
GROWN = 545.0
"""Units from a grown woman's soles to her crown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a figure stands: its ground point in pixels, pixels a unit, and degrees from which it is seen above."""

    x: float
    y: float
    unit: float
    pitch: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """What of the set is seen: zoom beyond the wide view, the middle in shares of the plate, and blur in pixels at 1080p."""

    zoom: float
    x: float
    y: float
    blur: float
    roll: float = 0.0
    """Degrees by which the camera is tilted to one side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size of shot: a grown figure's height as a share of the frame's (of what is seen of it or not), where its eyes
    are from the top, or its ground where whole figures are seen; and how the set is seen.
    """

    height: float
    eyes: float = 0.0
    ground: float = 0.0
    across: float = 0.0
    """The most that its shoulders may take of the frame's width."""
    zoom: float = 1.0
    blur: float = 0.0


SIZES = {
    "establishing": Size(height=0.17, ground=0.735),
    "extreme-wide": Size(height=0.13, ground=0.725),
    "wide": Size(height=0.30, ground=0.79, across=0.2),
    "full": Size(height=0.76, ground=0.945, across=0.42, zoom=1.1, blur=0.8),
    "two-shot": Size(height=1.30, eyes=0.30, across=0.34, zoom=1.2, blur=1.4),
    "medium": Size(height=1.52, eyes=0.30, across=0.60, zoom=1.22, blur=1.6),
    "medium-close": Size(height=2.55, eyes=0.33, across=0.8, zoom=1.5, blur=3.4),
    "over-shoulder": Size(height=2.0, eyes=0.34, across=0.62, zoom=1.4, blur=3.4),
    "pov": Size(height=1.6, eyes=0.33, across=0.60, zoom=1.3, blur=1.6),
    "close": Size(height=3.3, eyes=0.335, across=1.1, zoom=1.6, blur=4.5),
    "insert": Size(height=3.0, eyes=0.5, across=1.1, zoom=1.7, blur=5.0),
    "extreme-close": Size(height=5.3, eyes=0.40, across=1.9, zoom=2.1, blur=9.0),
}
"""Every size of the schema."""
WIDE = ("establishing", "extreme-wide", "wide", "full")
"""Those in which figures stand on ground that is seen."""
ANGLES = {"eye": 0.0, "low": -15.0, "high": 24.0, "top": 62.0, "dutch": 0.0}
"""Degrees from which the cast is seen above."""
_SHOULDERS = 118.0
_PLACES = {1: (0.5,), 2: (0.32, 0.68), 3: (0.22, 0.5, 0.78), 4: (0.15, 0.38, 0.62, 0.85)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What framing needs of a person, in units: the height of its standing body; of its eyes and its hands in the middle
    of what it does, above the ground; how far its head has come to the viewer's right; and the room that it takes.
    """

    tall: float
    eyes: float
    ahead: float = 0.0
    hands: float = 0.0
    wide: float = 150.0


def places_of(looks: Sequence[Look]) -> tuple[float, ...]:
    """Where each of a shot's figures stands across the frame, 0 to 1, in the order of the cast: screen direction is kept
    through a scene. What floats has its own place.
    """
    grounded = [index for index, look in enumerate(looks) if look.being not in FLOATING]
    spread = _PLACES.get(len(grounded)) or tuple((i + 0.5) / len(grounded) for i in range(len(grounded)))
    found = [0.5 if len(grounded) in (0, 2) else 0.72] * len(looks)
    for order, index in enumerate(grounded):
        found[index] = spread[order]
    return tuple(found)


def block(
    looks: Sequence[Look],
    standing: Sequence[Standing | None],
    size: str,
    angle: str,
    width: int,
    height: int,
    *,
    sides: Sequence[int],
    focus: int = 0,
    close: float = 0.0,
    at: Mapping[int, float] | None = None,
    depths: Mapping[int, float] | None = None,
) -> tuple[Mark, ...]:
    """A mark for each figure. `sides` are which way each turns; `focus` is who the shot is of; `close` is how near two
    who touch stand, in units; `at` is where some stand across the frame, `depths` how much larger some are than the rest.
    """
    rule, tall = SIZES[size], height > width
    people = [each for each in standing if each is not None]
    count = sum(look.being not in FLOATING for look in looks)
    unit = rule.height * height / GROWN
    if rule.across:
        unit = min(unit, rule.across * width / _SHOULDERS)
    if count > 1:
        room = 0.9 * width / (sum(each.wide for each in people) + 150.0 * (count - len(people)))
        unit = min(unit, room)
    if size == "full" and people:
        # A child fills the frame as a grown one does; the tallest fits.
        unit *= min(GROWN / max(each.tall for each in people), 1.35)
    if size in ("medium", "medium-close", "two-shot") and people:
        unit *= min((GROWN / max(each.tall for each in people)) ** 0.5, 1.2)
    if angle == "low":
        unit *= 1.06
    places = [(at or {}).get(index, place) for index, place in enumerate(places_of(looks))]
    marks: list[Mark] = []
    for index, (look, each) in enumerate(zip(looks, standing, strict=True)):
        if look.being in FLOATING:
            marks.append(_floating(index, count, size, width, height, tall=tall))
            continue
        x = places[index] * width
        if count == 1 and index not in (at or {}):
            x = width * (0.5 - 0.07 * sides[index] * (0 if tall else 1))
        if close and count == 2:
            x = width / 2 + (-0.5 if places[index] < 0.5 else 0.5) * close * unit
        if each is None:
            marks.append(
                _creature(look, x, unit, size, width, height, alone=count == 1, people=unit if people else 0.0)
            )
            continue
        if size in WIDE:
            ground = rule.ground * height + (0.06 * height if angle == "low" else 0)
        else:
            group = people if count > 1 and size != "over-shoulder" else [each]
            level = max(one.eyes for one in group) if size in ("medium", "two-shot", "pov") else each.eyes
            if size == "insert":
                level = each.hands
            ground = rule.eyes * height + level * unit
            if angle == "low":
                ground -= 0.03 * height
            x -= each.ahead * unit * (0.8 if count == 1 else 0.3)
        marks.append(Mark(x=x, y=ground, unit=unit, pitch=ANGLES[angle]))
    level = HORIZON * height if size in WIDE else rule.eyes * height
    for index, grow in (depths or {}).items():
        mark = marks[index]
        marks[index] = Mark(x=mark.x, y=level + (mark.y - level) * grow, unit=mark.unit * grow, pitch=mark.pitch)
    if size == "over-shoulder" and count == 2:
        marks = _over_shoulder(marks, standing, focus, width, height)
    return tuple(marks)


def _over_shoulder(
    marks: Sequence[Mark], standing: Sequence[Standing | None], focus: int, width: int, height: int
) -> list[Mark]:
    """Who is spoken to stands before the lens at one side, seen from behind; the other at two thirds."""
    found = list(marks)
    for index, mark in enumerate(marks):
        each = standing[index]
        left = mark.x < width / 2
        if index == focus or each is None:
            found[index] = Mark(x=width * (0.36 if left else 0.64), y=mark.y, unit=mark.unit, pitch=mark.pitch)
        else:
            unit = mark.unit * 1.45
            found[index] = Mark(
                x=width * (0.14 if left else 0.86), y=0.30 * height + each.eyes * unit, unit=unit, pitch=mark.pitch
            )
    return found


_HEADS = {"medium": (0.25, 0.155), "close": (0.40, 0.25), "extreme-close": (0.72, 0.42)}
_NECKS = {"medium": (0.53, 0.50), "close": (0.72, 0.62), "extreme-close": (0.98, 0.76)}
_NEAREST = {
    "two-shot": "medium", "pov": "medium", "medium-close": "close", "over-shoulder": "medium", "insert": "close",
}  # fmt: skip


def _creature(
    look: Look, x: float, unit: float, size: str, width: int, height: int, *, alone: bool, people: float = 0.0
) -> Mark:
    """What is no person stands on its ground in a wide shot, larger when it is alone; closer, its head is in the frame."""
    tall = height > width
    shape = shape_of(look.being, look.grown)
    if size in WIDE:
        grown = (
            shape.stature
            * (shape.alone if alone else 1.0)
            / max(1.0, shape.height * unit * shape.stature / height / 0.9)
        )
        return Mark(x=x, y=SIZES[size].ground * height, unit=unit * grown)
    near = _NEAREST.get(size, size)
    unit = min(
        _HEADS[near][tall] * height * 1.15 / shape.face, 0.92 * width / shape.box[2] if look.being == "crowd" else 99.0
    )
    if look.being.startswith("art:"):
        # A beast is seen whole, on the picture's lower edge: no larger than it fills a good half of it.
        most = 0.62 if alone else 0.46
        own = min(1.35 * people if people else unit, most * height / shape.height, most * width / shape.box[2])
        if size in ("close", "extreme-close") and alone:
            # Closer, what is below goes out of the picture: heads of beasts are above.
            nearer = 1.25 if size == "close" else 1.7
            larger = min(nearer * height / shape.height, (0.76 * nearer + tall) * width / shape.box[2])
            return Mark(x=x, y=max(0.97 * height, 0.07 * height + shape.height * larger), unit=max(own, larger))
        return Mark(x=x, y=0.97 * height, unit=own)
    neck = (_NECKS[near][tall] - _HEADS[near][tall] * 0.5) * height
    return Mark(x=x, y=neck + shape.eyes * unit, unit=unit)


def _floating(index: int, others: int, size: str, width: int, height: int, *, tall: bool) -> Mark:
    near = {"wide": 0.00072, "medium": 0.00125, "close": 0.0017, "extreme-close": 0.0027}
    share = (
        0.0005
        if size in ("establishing", "extreme-wide")
        else near[_NEAREST.get(size, size if size in near else "wide")]
    )
    unit = share * height * (0.7 if tall else 1)
    x = 0.5 if others in (0, 2) else 0.72
    y = 0.46 if others == 0 else 0.4
    return Mark(x=width * (x + 0.04 * (index % 2)), y=height * y + 280 * unit, unit=unit)


def frame_set(size: str, angle: str, seed: int, *, alone: bool) -> Framing:
    """Closer shots see less of the set, softer, and not always the same part of it; a low angle sees more of what is
    high, a high one more of the floor.
    """
    rule = SIZES[size]
    zoom = rule.zoom
    lean = ((seed % 1000) / 1000 - 0.5) * 0.16 * (zoom - 1) / 0.6
    y = 0.5 if size in WIDE else 0.47
    if angle in ("low", "high", "top", "dutch"):
        zoom *= 1.16
    y += {"low": -0.07, "high": 0.07, "top": 0.16}.get(angle, 0.0)
    if angle == "top":
        zoom *= 1.3
    return Framing(
        zoom=zoom, x=0.5 + lean, y=y, blur=0.0 if alone else rule.blur, roll=7.0 if angle == "dutch" else 0.0
    )


def flight(action: str, t: float) -> tuple[float, float]:
    """How something that floats travels: (rise in shares of the frame, size factor) at t from 0 to 1 of the shot."""
    said = set(words_of(action))
    rise, grow = 0.0, 1.0
    if said & {"rises", "rise", "emerges", "ascends", "lifts"}:
        rise = 0.3 * (1 - min(1.0, t * 1.6)) ** 2
    if said & {"lens", "camera", "toward", "towards", "into"} and said & {"flies", "fly", "rushes", "dives"}:
        grow = 1.0 + 5.5 * max(0.0, (t - 0.62) / 0.38) ** 3
    return rise, grow

"""What a shot says of its people, its set and how it begins, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How a shot begins: `kind` is cut, dissolve, fade-black, fade-white or wipe; seconds it takes."""

    kind: str = "cut"
    seconds: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    """What a shot's picture does in the music: `kind` is flash, push or shake; `on` what it does it on, as of a cut."""

    kind: str
    on: str = "beat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a shot changes on its set, from here on."""

    light: str | None = None
    time: str | None = None
    weather: str | None = None
    props: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """Where a character stands in one shot: `at` across the frame from 0 to 1, None where the cast's order says; which
    way it faces: left, right, camera, away, the id of another, or “”; and how far it is: near, middle or far.
    """

    who: str
    at: Fraction | None = None
    faces: str = ""
    depth: str = "middle"

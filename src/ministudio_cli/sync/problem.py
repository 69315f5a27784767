"""What the cuts of a film are decided from, and what is decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

NO_LANDING = 6.0


PLACES = {"downbeat": 0.0, "beat": 0.35, "onset": 1.0}


WEAKNESS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotConstraint:
    """A shot's wishes in frames: at least `least`, best `wanted`; `kept` is the length it was locked at, or 0.

    `start` is the frame on which it must begin, or None; `on` what it must begin on (see `meets`), “free” for a cut
    that the music has no say in, or “”. `at` is its place in the screenplay, for whoever must mend it.
    """

    shot: str
    least: int
    wanted: int
    most: int = 0
    """The most frames that its footage lasts; 0: any."""
    automatic: bool = True
    kept: int = 0
    start: int | None = None
    on: str = ""
    at: str = field(default="", metadata={"digest": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class CutCandidate:
    """Something in the music that a cut can land on: its frame, what it is, and its strength from 0 to 1.

    `beat` is its number among the beats, `bar` that of the bar it begins, both from 0, −1 where it is or begins none;
    `turn` is “section” where the music becomes another there, “drop” where it also comes in loud, else “”.
    """

    frame: int
    kind: str
    strength: float = 1.0
    beat: int = -1
    bar: int = -1
    turn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Shots under one music: how many, what their cuts can land on, in frames from where it comes in, and what it comes
    in on: “downbeat”, “beat”, or “” where it has neither there.
    """

    shots: int
    landings: tuple[CutCandidate, ...]
    comes_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The end of a shot: the frame where it ends, what that lands on (“” for nothing), and what it cost."""

    shot: str
    start: int
    end: int
    wanted: int
    landing: str
    cost: float
    reason: str

    @property
    def frames(self) -> int:
        return self.end - self.start


COUNTS_AS = {
    "downbeat": ("downbeat",),
    "bar": ("downbeat",),
    "beat": ("downbeat", "beat"),
    "onset": ("downbeat", "beat", "onset"),
}
"""Kinds of landings that a wish is content with."""
_TURNS = {"section": ("section", "drop"), "drop": ("drop",)}


def meets(landing: CutCandidate, on: str) -> bool:
    """Whether a shot that is to begin “on” something can begin there: a downbeat or bar, a beat (downbeats are beats),
    an onset (anything in the music), a section, a drop, or every so many beats or bars (“2 bars”).
    """
    if on in COUNTS_AS:
        return landing.kind in COUNTS_AS[on]
    if on in _TURNS:
        return landing.turn in _TURNS[on]
    count, _, unit = on.partition(" ")
    number = landing.bar if unit.startswith("bar") else landing.beat
    return number >= 0 and number % int(count) == 0


def binds(on: str) -> bool:
    """Whether a wish names something in the music."""
    return on not in ("", "free")


def place_cost(landing: CutCandidate) -> float:
    return PLACES[landing.kind] + WEAKNESS * (1 - landing.strength)

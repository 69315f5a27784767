"""What the cuts of a film are decided from, and what is decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

NO_LANDING = 6.0


PLACES = {"downbeat": 0.0, "beat": 0.35, "onset": 1.0}


WEAKNESS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotConstraint:
    """A shot's wishes in frames: at least `least`, best `wanted`; `kept` is the length it was locked at, or 0.

    `start` is the frame on which it must begin, or None; `on` what it must begin on: a downbeat, a beat (downbeats are
    beats), an onset (anything in the music), “free” for a cut that the music has no say in, or “”. `at` is its place in
    the screenplay, for whoever must mend it.
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
    """Something in the music that a cut can land on: its frame, what it is, and its strength from 0 to 1."""

    frame: int
    kind: str
    strength: float = 1.0


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


def place_cost(landing: CutCandidate) -> float:
    return PLACES[landing.kind] + WEAKNESS * (1 - landing.strength)

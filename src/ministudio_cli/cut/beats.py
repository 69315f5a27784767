"""The frames on which a shot's accents fall. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

LASTS = Fraction(1, 2)
"""Seconds after which nothing of an accent is seen."""
APART = Fraction(1, 3)
"""Seconds between two flashes at least: three in a second are the most that is safe to look at (WCAG 2.3.1)."""


def hits(frames: Sequence[int], kind: str, fps: Fraction, flashed: int | None = None) -> tuple[int, ...]:
    """The frames on which accents of a kind fall: of flashes that are too near to each other, or to the frame on which
    the film `flashed` last, the later ones are left out.
    """
    found: list[int] = []
    for frame in sorted(set(frames)):
        if kind != "flash" or flashed is None or frame - flashed >= APART * fps:
            found.append(frame)
            flashed = frame
    return tuple(found)

"""The frames on which a shot's accents fall. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

APART = Fraction(1, 3)
"""Seconds between two flashes at least: three in a second are the most that is safe to look at (WCAG 2.3.1)."""


def hits(frames: Sequence[int], kind: str, fps: Fraction) -> tuple[int, ...]:
    """The frames on which accents of a kind fall: of flashes that are too near, the later ones are left out."""
    found: list[int] = []
    for frame in sorted(set(frames)):
        if kind != "flash" or not found or frame - found[-1] >= APART * fps:
            found.append(frame)
    return tuple(found)

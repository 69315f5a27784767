"""Lengths of time as people write them."""

from __future__ import annotations

import re
from fractions import Fraction

_FORM = re.compile(
    r"(?P<minus>-)?(?:(?P<minutes>\d{1,9})m(?!s))?\s{0,9}(?:(?P<number>\d{1,9}(?:\.\d{1,9})?)\s{0,9}(?P<unit>ms|s)?)?\Z"
)

FEWEST_FRAMES = 6
"""Frames of the shortest shot."""


def seconds(value: object) -> Fraction:
    """`6`, `6.5`, `"6s"`, `"250ms"`, `"1m2s"`, `"-0.5s"` as exact seconds; raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is not a length of time")  # noqa: TRY004 - one error for all that cannot be read
    found = _FORM.match(str(value).strip())
    if not found or not (found["minutes"] or found["number"]):
        raise ValueError(f"{value!r} is not a length of time: write 6, 6.5s or 1m2s")
    rest = Fraction(found["number"] or 0)
    seconds = 60 * Fraction(found["minutes"] or 0) + (rest / 1000 if found["unit"] == "ms" else rest)
    return -seconds if found["minus"] else seconds


_COUNT = re.compile(r"\s{0,9}(?P<count>\d{1,4}(?:\.\d{1,4})?)\s{0,9}(?P<unit>beats?|bars?)\s{0,9}\Z")


def musical(value: object) -> tuple[Fraction, str] | None:
    """`4 beats` or `2 bars` as their number and “beat” or “bar”; None for anything else."""
    found = _COUNT.match(value) if isinstance(value, str) else None
    return (Fraction(found["count"]), found["unit"].rstrip("s")) if found else None


def in_music(value: object, tempo: Fraction | None, meter: int) -> Fraction:
    """A length as `seconds` reads it, or in beats or bars of music with a tempo (beats a minute) and a meter (beats a
    bar, 0 where it is not known); raises ValueError where that is not known.
    """
    counted = musical(value)
    if counted is None:
        return seconds(value)
    count, unit = counted
    if not tempo:
        raise ValueError(f"{value!r} is a length in music whose tempo is not written")
    if unit == "bar" and not meter:
        raise ValueError(f"{value!r} is a length in music whose meter is not written")
    return count * (meter if unit == "bar" else 1) * 60 / tempo

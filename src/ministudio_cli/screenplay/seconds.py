"""Lengths of time as people write them."""

from __future__ import annotations

import re
from fractions import Fraction

_FORM = re.compile(
    r"(?P<minus>-)?(?:(?P<minutes>\d{1,9})m(?!s))?\s{0,9}(?:(?P<number>\d{1,9}(?:\.\d{1,9})?)\s{0,9}(?P<unit>ms|s)?)?\Z"
)


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

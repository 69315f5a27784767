"""How much is read of what a stranger may have written; a person raises a limit by `MINISTUDIO_LIMITS`.

As in `MINISTUDIO_LIMITS="pixels=300e6 music_seconds=36000"`: names and numbers, parted by spaces or commas.
"""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from functools import cache

from ministudio_cli.errors import UsageFault

VARIABLE = "MINISTUDIO_LIMITS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The usual ones."""

    screenplay_bytes: int = 4_000_000
    values: int = 400_000
    """Values of a screenplay, aliases counted as what they stand for."""
    nesting: int = 40
    """Lists and mappings within each other."""
    faults: int = 50
    """Faults that are printed; of more only the count is."""
    picture_bytes: int = 200_000_000
    pixels: int = 120_000_000
    """Of a picture: more than any phone's camera makes."""
    music_bytes: int = 4_000_000_000
    music_seconds: int = 4 * 3600
    lock_bytes: int = 50_000_000
    cache_bytes: int = 20_000_000_000
    """Of copies of a shared store's files, among the user's caches."""
    ffmpeg_seconds: int = 12 * 3600
    """After which ffmpeg is taken to hang: longer than the longest film takes on a slow machine."""


@cache
def limits() -> Limits:
    """The limits that hold in this process; raises UsageFault where the variable names none."""
    found = Limits()
    known = {field.name for field in dataclasses.fields(Limits)}
    for part in os.environ.get(VARIABLE, "").replace(",", " ").split():
        name, _, text = part.partition("=")
        try:
            value = int(float(text))
        except (ValueError, OverflowError):
            value = -1
        if name not in known or value < 1:
            raise UsageFault(f"{VARIABLE}: “{part}” is no limit", hint=f"NAME=NUMBER, of: {', '.join(sorted(known))}")
        found = dataclasses.replace(found, **{name: value})
    return found

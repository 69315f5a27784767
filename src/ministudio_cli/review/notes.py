"""Notes that a director gives at a moment of a shot: text beside the screenplay, `story.notes.json`."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.limits import limits
from ministudio_cli.store.files import write_whole

LONGEST = 2000
"""Characters of a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words at a second of a shot, with a number that no other note of the film has."""

    number: int
    shot: str
    seconds: float
    words: str


def notes_path(screenplay: Path) -> Path:
    return screenplay.with_name(f"{screenplay.stem}.notes.json")


def notes_of(screenplay: Path) -> tuple[Note, ...]:
    """The notes of a film, none where there is no file. Raises UsageFault where it cannot be read."""
    path = notes_path(screenplay)
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8") as file:
            return tuple(_read(json.loads(file.read(limits().lock_bytes))))
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
        raise UsageFault(f"{path.name} holds no notes", hint="mend it, or move it away") from None


def _read(written: Any) -> Iterator[Note]:
    for one in written["notes"]:
        words, shot = str(one["words"])[:LONGEST], str(one["shot"])
        yield Note(number=int(one["number"]), shot=shot, seconds=_finite(float(one["seconds"])), words=words)


def _finite(seconds: float) -> float:
    if not math.isfinite(seconds):
        raise ValueError(seconds)
    return seconds


def note(screenplay: Path, shot: str, seconds: float, words: str) -> Note:
    """Keep a note. Raises UsageFault where it says nothing or too much."""
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise UsageFault(f"a note has 1 to {LONGEST:,} characters", hint="write it shorter, or as two")
    before = notes_of(screenplay)
    # A number is not given again: another viewer may still see the note that had it.
    number = max(time.time_ns() // 1_000_000, 1 + max((one.number for one in before), default=0))
    made = Note(number=number, shot=shot, seconds=round(max(0.0, _finite(seconds)), 3), words=words)
    _keep(screenplay, (*before, made))
    return made


def forget(screenplay: Path, number: int) -> None:
    """Take a note away."""
    _keep(screenplay, tuple(one for one in notes_of(screenplay) if one.number != number))


def _keep(screenplay: Path, notes: tuple[Note, ...]) -> None:
    rows = ",\n".join(" " + json.dumps(asdict(one), ensure_ascii=False) for one in notes)
    write_whole(notes_path(screenplay), f'{{"ministudio-notes": 1, "notes": [\n{rows}\n]}}\n')

"""What a render says while it works: plain values, shown by the console, ignored by nobody's result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`kind` is pass, reuse, start, progress, done, fail or note. `done` of `whole` counts frames, words or bytes."""

    kind: str
    order: str = ""
    label: str = ""
    doing: str = ""
    done: int = 0
    whole: int = 0
    reason: str = ""


Watch = Callable[[Event], None]


def unwatched(_event: Event) -> None:
    """For renders that nobody looks at."""

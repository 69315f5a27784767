"""What a run says while it works: plain values, shown by the console or a caller's own function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`kind` is pass, wait, reuse, start, progress, done, fail, note or expect; `order` a task's digest.

    `done` of `whole` counts frames, words or bytes; of a wait and an expect `whole` is work, in frames of
    picture drawn. `spent` and `most` are US dollars: what the run has cost, and what it may cost.
    """

    kind: str
    order: str = ""
    label: str = ""
    doing: str = ""
    done: int = 0
    whole: int = 0
    reason: str = ""
    spent: str = ""
    most: str = ""


ProgressSink = Callable[[Event], None]


def no_progress(_event: Event) -> None:
    """For runs whose progress nobody shows."""

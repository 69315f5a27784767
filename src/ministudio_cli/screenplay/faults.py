"""A fault of a screenplay: where, what, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from ministudio_cli.errors import MinistudioError, ScreenplayInvalid
from ministudio_cli.screenplay.model import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    at: Place
    message: str
    hint: str = ""
    rule: str

    def __str__(self) -> str:
        return f"{self.at} {self.message}" + (f" ({self.hint})" if self.hint else "")

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.at.file,
            "line": self.at.line,
            "column": self.at.column,
            "rule": self.rule,
            "message": self.message,
            "hint": self.hint,
        }


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A suggestion for a mistyped word, or the choices where there are few."""
    known = sorted(map(str, choices))
    near = difflib.get_close_matches(word.lower(), [choice.lower() for choice in known], n=1, cutoff=0.6)
    if near:
        return f"did you mean “{next(choice for choice in known if choice.lower() == near[0])}”?"
    if known and len(known) <= 24:
        return f"one of: {', '.join(known)}"
    return ""


def faults_told(error: MinistudioError) -> list[dict[str, object]]:
    """The faults of a screenplay as JSON holds them; of another error its sentence and its hint."""
    if isinstance(error, ScreenplayInvalid):
        return [fault.as_json() for fault in error.faults if isinstance(fault, Fault)]
    return [{"message": error.message, "hint": error.hint}]

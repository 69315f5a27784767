"""Whose work is in a film beside its makers' own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A work that may be seen or heard in a film: its name, its holder, its licence (SPDX where it has a name there),
    and what of it is used.
    """

    name: str
    holder: str
    licence: str
    used_for: str


LETTERING = (
    Credit(name="Lato", holder="Łukasz Dziedzic", licence="OFL-1.1", used_for="lettering"),
    Credit(name="Noto", holder="The Noto Project Authors", licence="OFL-1.1", used_for="lettering"),
)


def credits_text(title: str, works: Iterable[Credit]) -> str:
    """The credits as a text file: a line for each work under the film's title."""
    rows = [f"{work.used_for}: {work.name}, {work.holder} ({work.licence})" for work in works]
    return "\n".join([title, "", *rows, "made with ministudio"]) + "\n"

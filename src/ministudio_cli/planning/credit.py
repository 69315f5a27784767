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


def credits_text(title: str, credits: Iterable[Credit]) -> str:  # noqa: A002 - the trade's word
    """The credits as a text file."""
    rows = [f"{credit.used_for}: {credit.name}, {credit.holder} ({credit.licence})" for credit in credits]
    return "\n".join([title, "", *rows, "made with ministudio"]) + "\n"

"""An action's words, read as what the cast does; nothing of it is drawn here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from ministudio_cli.planning.state import CharacterState, named_in
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.reading.action import Read, read_action
from ministudio_cli.reading.action_words import DETERMINERS


@cache
def verb_rows() -> Mapping[str, str]:
    """A verb's lemma, with its particle where it has one, to the name of its motion."""
    rows: dict[str, str] = {}
    for name, row in family("verbs").items():
        for word in row["words"]:
            rows.setdefault(str(word), name)
    return rows


def names_of(figures: Sequence[CharacterState]) -> dict[str, tuple[str, ...]]:
    """What each figure of a shot is called in its action."""
    return {
        figure.id: tuple(dict.fromkeys((figure.name, figure.id, figure.name.removeprefix("The "))))
        for figure in figures
    }


def read(action: str, figures: Sequence[CharacterState]) -> Read:
    """The deeds of an action, as the animatic can act them."""
    return read_action(action, names_of(figures), verb_rows(), library.kinds_of_verbs())


def unacted(action: str, figures: Sequence[CharacterState]) -> list[str]:
    """What of an action is not acted, in words: what somebody of the cast does, in a verb that is not known."""
    names = names_of(figures)
    return [
        f"action “{clause}”: no motion for it"
        for clause in read(action, figures).unread
        if figures and (_names_somebody(clause, names) or clause.split()[0].lower() not in DETERMINERS)
    ]


def _names_somebody(clause: str, names: Mapping[str, Sequence[str]]) -> bool:
    return any(named_in(clause, name) for each in names.values() for name in each)

"""An action's words, read as what the cast does; nothing of it is drawn here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ministudio_cli.planning.state import KINDS, CharacterState, named_in
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.objects import objects_of
from ministudio_cli.providers.animatic.things import article
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.reading.action import Deed, Read, read_action
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
        figure.id: tuple(
            dict.fromkeys(
                (
                    figure.name,
                    figure.id,
                    figure.name.removeprefix("The "),
                    *_parts_of(figure, figures),
                    *_kinds_of(figure, figures),
                )
            )
        )
        for figure in figures
    }


def _parts_of(figure: CharacterState, figures: Sequence[CharacterState]) -> Iterator[str]:
    """First and last names by which nobody else of them is called: Inés Okafor is Inés."""
    others = {word.lower() for other in figures if other is not figure for word in other.name.split()}
    words = figure.name.replace(".", "").split()
    for word in words if len(words) > 1 else ():
        if word[:1].isupper() and word.lower() not in family("handled")["titles"] and word.lower() not in others:
            yield word


_KIND = re.compile(r"\b(man|woman|boy|girl|child|robot|android|old man|old woman)\b")


def _kinds_of(figure: CharacterState, figures: Sequence[CharacterState]) -> Iterator[str]:
    """What somebody is called by what it is, where nobody else of them is the same: the robot, the girl."""

    def kinds(each: CharacterState) -> set[str]:
        told = " ".join(value.lower() for part, value in each.identity if part == "age" or part in KINDS)
        species = [value.lower().split()[-1] for part, value in each.identity if part in KINDS and value.split()]
        return {*_KIND.findall(told), *species}

    others = {kind for other in figures if other is not figure for kind in kinds(other)}
    yield from sorted(kinds(figure) - others)


def read(action: str, figures: Sequence[CharacterState]) -> Read:
    """The deeds of an action, as the animatic can act them."""
    return read_action(action, names_of(figures), verb_rows(), library.kinds_of_verbs(), "reach")


def unacted(action: str, figures: Sequence[CharacterState]) -> list[str]:
    """What of an action is not acted as it is written, in words: what somebody of the cast does in a verb that is not
    known, and things that something else stands for.
    """
    names = names_of(figures)
    found = read(action, figures)
    return [
        *(
            f"action “{clause}”: no motion for it"
            for clause in found.unread
            if figures and (_names_somebody(clause, names) or clause.split()[0].lower() not in DETERMINERS)
        ),
        *_stand_ins(found.deeds, figures),
    ]


def _stand_ins(deeds: Sequence[Deed], figures: Sequence[CharacterState]) -> Iterator[str]:
    """The things of an action that are seen as something else, in words."""
    called = frozenset(word.lower() for figure in figures for word in f"{figure.name} {figure.id}".split())
    for deed in deeds if figures else ():
        thing, _ = objects_of(deed, called, worn(figures))
        if thing is not None and thing.how == "cloth":
            yield f"action “{deed.words}”: “{thing.noun}” is under a cloth with its name"
        elif thing is not None and thing.how == "kind":
            yield f"action “{deed.words}”: “{thing.noun}” is drawn as {article(thing.drawing.replace('-', ' '))}"


def worn(figures: Sequence[CharacterState]) -> str:
    """What figures have on, in small letters: it is in no hand."""
    parts = (text for figure in figures for part, text in (*figure.identity, *figure.state) if part == "wears")
    return " ".join(parts).lower()


def _names_somebody(clause: str, names: Mapping[str, Sequence[str]]) -> bool:
    return any(named_in(clause, name) for each in names.values() for name in each)

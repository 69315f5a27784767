"""An action's words, read as what the cast does; nothing of it is drawn here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ministudio_cli.planning.state import KINDS, CharacterState, named_in
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.figure.motion import motions
from ministudio_cli.providers.animatic.handling import at_large, handled
from ministudio_cli.providers.animatic.objects import objects_of
from ministudio_cli.providers.animatic.things import article
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.providers.animatic.worked import gripped
from ministudio_cli.reading.action import Deed, Read, read_action
from ministudio_cli.reading.action_words import DETERMINERS
from ministudio_cli.reading.phrases import singular
from ministudio_cli.reading.traits import parts_of
from ministudio_cli.screenplay.drawing import Art


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
    """The first name by which nobody else of them is called, and which is no verb: Inés Okafor is Inés."""
    others = {word.lower() for other in figures if other is not figure for word in other.name.split()}
    parts = figure.name.replace(".", "").split()
    first = next((word for word in parts if word.lower() not in family("handled")["titles"]), "")
    if len(parts) > 1 and first[:1].isupper() and first.lower() not in others and first.lower() not in verb_rows():
        yield first


_KIND = re.compile(r"\b(man|woman|boy|girl|child|robot|android)\b")


def _kinds_of(figure: CharacterState, figures: Sequence[CharacterState]) -> Iterator[str]:
    """What somebody is called by what it is, where nobody else of them is the same: the robot, the girl."""

    def kinds(each: CharacterState) -> set[str]:
        words = " ".join(value.lower() for part, value in each.identity if part == "age" or part in KINDS)
        species = [value.lower().split()[-1] for part, value in each.identity if part in KINDS and value.split()]
        return {*_KIND.findall(words), *species}

    others = {kind for other in figures if other is not figure for kind in kinds(other)}
    yield from (f"the {kind}" for kind in sorted(kinds(figure) - others))


def read(action: str, figures: Sequence[CharacterState]) -> Read:
    """The deeds of an action, as the animatic can act them."""
    return read_action(action, names_of(figures), verb_rows(), library.kinds_of_verbs(), "reach")


def unacted(action: str, figures: Sequence[CharacterState], art: tuple[Art, ...] = ()) -> list[str]:
    """What of an action is not acted as it is written, in words: what somebody of the cast does in a verb that is not
    known, and things that something else stands for; `art` are drawings of the film's own.
    """
    names = names_of(figures)
    found = read(action, figures)
    return [
        *(
            f"action “{clause}”: no motion for it"
            for clause in found.unread
            if figures and (_names_somebody(clause, names) or clause.split()[0].lower() not in DETERMINERS)
        ),
        *_stand_ins(found.deeds, figures, art),
    ]


def _stand_ins(deeds: Sequence[Deed], figures: Sequence[CharacterState], art: tuple[Art, ...]) -> Iterator[str]:
    """The things of an action that are seen as something else, in words."""
    called = frozenset(word.lower() for figure in figures for word in f"{figure.name} {figure.id}".split())
    for deed in map(gripped, deeds):
        doer = next((figure for figure in figures if figure.id in deed.who), None)
        if doer is None and (deed.who or len(figures) != 1):
            continue
        thing, large = objects_of(deed, called, worn(doer or figures[0]), art)
        motion, held = handled(motions()[deed.row], deed, thing)
        shown = {held, *(prop.partition(":")[2] for prop in at_large(motion, large).props)}
        for each in (thing, large):
            if each is None or each.name not in shown:
                continue
            if each.how == "cloth":
                yield f"action “{deed.words}”: “{each.noun}” is under a cloth with its name"
            elif each.how == "kind":
                yield f"action “{deed.words}”: “{each.noun}” is drawn as {article(each.drawing.replace('-', ' '))}"


_JOINTS = re.compile(r"[,;]| and | with | over | under ")


def worn(figure: CharacterState) -> frozenset[str]:
    """The nouns of what somebody has on, in small letters: that is in no hand."""
    parts = (parts_of(figure.identity), parts_of(figure.state))
    texts = (each["wears"].lower() for each in parts if "wears" in each)
    heads = (piece.split()[-1] for text in texts for piece in _JOINTS.split(text) if piece.split())
    return frozenset(form for head in heads for form in (head, singular(head)))


def _names_somebody(clause: str, names: Mapping[str, Sequence[str]]) -> bool:
    return any(named_in(clause, name) for each in names.values() for name in each)

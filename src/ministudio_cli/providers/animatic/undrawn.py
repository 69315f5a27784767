"""What of a screenplay's words the animatic has no drawing for, and what it draws instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ministudio_cli.planning.state import KINDS, CharacterState, SetState
from ministudio_cli.providers.animatic.look import PEOPLE, beast_of, garment_of, look_of
from ministudio_cli.providers.animatic.naming import named_place
from ministudio_cli.providers.animatic.things import article, undrawn_words
from ministudio_cli.providers.animatic.vocabulary import colour_in, matches, words_of
from ministudio_cli.reading.conditions import bare
from ministudio_cli.reading.traits import parts_of

_JOINTS = re.compile(r"[,;]| and | with | over | under | of ")
_ALWAYS = {
    "light",
    "glow",
    "window",
    "wall",
    "floor",
    "ceiling",
    "glass-walled",
    "balustrade",
    "horizon",
    "moon",
    "star",
    "stars",
}
"""What every room or land has."""


def undrawn(view: SetState | None, figures: Sequence[CharacterState]) -> tuple[str, ...]:
    """Each thing that will not be seen as it is written, once, in words."""
    return (*(_of_set(view) if view else ()), *(words for figure in figures for words in _of_figure(figure)))


def _of_set(view: SetState) -> Iterator[str]:
    place = named_place(view)
    if place.how == "none":
        yield f"place “{view.place}”: drawn as an empty stage"
    elif place.how == "kind":
        yield f"place “{place.noun}”: drawn as {article(place.row)}"
    own = {word for art in view.art for word in art.words}
    for words in undrawn_words(
        ", ".join(prop for prop in map(bare, view.props) if not own & {prop.lower(), *words_of(prop)}),
        language=view.language,
    ):
        yield f"prop {words}"
    for words in undrawn_words(view.architecture, covered=False, language=view.language):
        yield f"architecture {words}"
    for phrase in _JOINTS.split(view.weather):
        if phrase.strip() and not matches("air", phrase) and not _light(phrase):
            yield f"weather “{phrase.strip()}”: left out"
    words = f"{view.light}, {view.time}, {view.place}, {view.architecture}"
    if (view.light or view.time) and not matches("light", words):
        yield f"light “{view.light or view.time}”: drawn as noon"


def _of_figure(figure: CharacterState) -> Iterator[str]:
    identity, state = parts_of(figure.identity), parts_of(figure.state)
    look = look_of(figure)
    if look.being in PEOPLE:
        for phrase in re.split(r",| over | and | under ", state.get("wears") or identity.get("wears", "")):
            if phrase.strip() and not garment_of(phrase):
                yield f"{figure.name} wears “{phrase.strip()}”: left out"
        hair = identity.get("hair", "")
        if hair and not matches("hair", hair) and colour_in(hair, "") == "":
            yield f"{figure.name}'s hair “{hair}”: drawn short and dark"
    elif not figure.art and identity.keys() & set(KINDS):
        kind = " ".join(identity.get(key, "") for key in KINDS)
        if not matches("beings", f"{figure.id} {figure.name} {kind}") and not beast_of(kind):
            yield f"{figure.name} “{kind.strip()}”: drawn as a person"
    feeling = " ".join(state.get(key, "") for key in ("emotion", "mood", "feeling", "expression", "face"))
    if feeling.strip() and not matches("emotions", feeling):
        yield f"{figure.name} feels “{feeling.strip()}”: drawn as neutral"


def _light(phrase: str) -> bool:
    return bool(matches("light", phrase)) or bool(_ALWAYS & set(words_of(phrase)))

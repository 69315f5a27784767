"""Which place a set's words name: the row of `words/places.yaml` that it is drawn as."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.state import SetState
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.things import foreign, known, translated
from ministudio_cli.providers.animatic.vocabulary import family, match, matches
from ministudio_cli.reading.phrases import phrases, singular

EMPTY = "empty"
"""The row of a place that no word names."""
_EITHER = {"cave"}
"""Drawn alike whether the screenplay calls it an interior or not."""
_FIRST = re.compile(r"[,;]| (?:in|on|off|at|by|across|through|along|beyond|among|between|under|over|above|below|beneath|near|beside|behind|with|of|from|inside|outside|where|during|after|before|overlooking) ")  # fmt: skip
_PART = re.compile(
    r"^(?:the |a |an )?(?:[\w-]+ )?(?:bank|edge|side|foot|top|middle|corner|heart|outskirts|end|mouth|bottom|face|depths|back|front|centre|center"
    r"|inside|interior|outside|ridge|crest|slope|rim)s? of (?:the |a |an )?"
)
"""What says which part of a place it is: the bank of a river is none for money."""
_ROOM = re.compile(r"^(?:the |a |an )?(?:[\w-]+ )?room\b", re.IGNORECASE)
_OUTSIDE = re.compile(r"\b(?:outside|exterior|hull|spacewalk|space walk)\b", re.IGNORECASE)
_STATIONS = re.compile(r"\b(?:weather|research|ranger|fire|rescue|lifeboat|coastguard|signal|pumping|polling) station\b", re.IGNORECASE)  # fmt: skip
"""Stations at which no train stops; where they stand says what is seen."""
_NO_KIND = {"corridor", "stairwell", "elevator", "highway", "terminal", "platform", "tower", "circus", "bridgeway", "plaza", "lane", "bridge", "bank", "stage", "cobbled", "carpark", "gym"}  # fmt: skip
"""Rows that stand for what their words say and for no kind of it: a chimney is a passage, and no corridor."""


@dataclass(frozen=True, slots=True)
class Named:
    """Which row of `words/places.yaml` a set is, which other stands behind it, and how it was found: by name, as a kind
    of it (`noun` then is what was written), or not at all.
    """

    row: str
    how: str = "name"
    noun: str = ""
    behind: str = ""


def inside(row: JsonObject) -> bool:
    """Whether a row of `words/places.yaml` is a room."""
    return row["draw"] in ("room", "corridor") or "wall" in row


def indoors(view: SetState) -> bool:
    """Whether a set is a room: as the screenplay has it, else as its place's words do."""
    return view.interior if view.interior is not None else inside(family("places")[place_of(view)])


def place_of(view: SetState) -> str:
    """The row of `words/places.yaml` that a set is drawn as."""
    return named_place(view).row


@lru_cache(maxsize=512)
def named_place(view: SetState) -> Named:
    """What a set's words name: what stands first in its place leads; indoors and out keep to their own where that is said."""
    found = [row for part in _FIRST.split(_PART.sub("", view.place)) for row in _rows(view, part)]
    if found[:1] == ["shipdeck"] and "spacestation" in found:
        found.insert(0, "spacestation")  # a deck on it
    if "spacestation" in found and _OUTSIDE.search(view.place):
        found = ["space", *found]
    if found[:1] == ["living"] and len(found) > 1 and inside(family("places")[found[1]]) and _ROOM.search(view.place):
        found = found[1:]  # a room on a hospital ward
    # A pier of a floating island is none of the sea.
    found.sort(key=lambda row: not family("places")[row].get("leads", False))
    if not found:
        kinds = list(_kinds(view, view.place))
        if kinds:
            return kinds[0]
        found = _rows(view, view.architecture)
    if not found:
        return next(_kinds(view, view.architecture), Named(EMPTY, "none"))
    behind = next((row for row in found[1:] if row != found[0]), "")
    return Named(found[0], behind=behind)


def _rows(view: SetState, text: str) -> list[str]:
    """Rows that a text names and that are inside or outside as the set is: what is named last in it comes first,
    corridors before all.
    """
    rows = family("places")
    fits = [
        name
        for name in matches("places", _STATIONS.sub("", text))
        if view.interior is None or inside(rows[name]) == view.interior or rows[name]["draw"] in _EITHER
    ]
    if "corridor" in fits:
        return ["corridor", *(name for name in fits if name != "corridor")]
    # The head of a phrase is its last word: a temple courtyard is a courtyard.
    return fits[::-1]


def _kinds(view: SetState, text: str) -> Iterator[Named]:
    """Rows of which a text's nouns are a kind, by the art library's words; in other languages too."""
    rows = family("places")
    for phrase in phrases(text, _is_place):
        for noun in (phrase.noun, singular(phrase.words.split()[-1])):
            entry = library.noun("place", noun) if noun else None
            if (
                entry
                and (entry.how != "kind" or entry.row not in _NO_KIND)
                and (view.interior is None or inside(rows[entry.row]) == view.interior)
            ):
                yield Named(entry.row, entry.how, phrase.words)
        english = translated(phrase.words, view.language) or foreign(phrase.words)
        entry = library.noun("place", english) if english else None
        row = (match("places", english) if english else "") or (entry.row if entry else "")
        if row and (view.interior is None or inside(rows[row]) == view.interior):
            yield Named(row, "name", phrase.words)


def _is_place(noun: str) -> bool:
    return library.noun("place", noun) is not None or known(noun)

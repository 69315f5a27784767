"""A set from its words: which place it is, drawn layer by layer and painted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.state import SetState
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.paint import Painted, paint_set
from ministudio_cli.providers.animatic.places import open_place
from ministudio_cli.providers.animatic.props import furnish
from ministudio_cli.providers.animatic.rooms import corridor, room
from ministudio_cli.providers.animatic.scenery import scenery
from ministudio_cli.providers.animatic.space.composed import close_by, compose
from ministudio_cli.providers.animatic.things import foreign, known
from ministudio_cli.providers.animatic.vocabulary import family, match, matches
from ministudio_cli.reading.phrases import phrases, singular
from ministudio_cli.screenplay.model import Style

EMPTY = "empty"
"""The row of a place that no word names."""
_EITHER = {"cave"}
"""Drawn alike whether the screenplay calls it an interior or not."""
_FIRST = re.compile(r"[,;]| (?:in|on|at|by|under|over|above|below|near|beside|behind|with|of|from|inside|outside|where|during|after|before|overlooking) ")  # fmt: skip
_WALLS = {
    "brick": "brick", "bricks": "brick", "stone": "stone", "wooden": "wood", "wood": "wood", "timber": "wood", "tiled": "tiled",
    "concrete": "blocks", "steel": "steel", "metal": "steel", "iron": "steel", "glass": "glass", "rock": "rock", "log": "logs",
    "canvas": "canvas", "panelled": "panelled", "plaster": "plaster", "corrugated": "corrugated", "whitewashed": "plaster",
}  # fmt: skip
_FLOORS = {
    "wooden": "planks", "wood": "planks", "parquet": "planks", "plank": "planks", "tiled": "tiles", "tile": "tiles", "stone": "paving",
    "marble": "checker", "chequered": "checker", "checkered": "checker", "carpeted": "carpet", "concrete": "plain", "earth": "earth",
    "dirt": "earth", "metal": "metal", "steel": "metal", "cobbled": "cobbles", "cobblestone": "cobbles", "sandy": "sand",
}  # fmt: skip
_NO_KIND = {"corridor", "stairwell", "elevator", "highway", "terminal", "platform", "tower", "circus", "bridgeway", "plaza", "lane", "bridge", "bank", "stage", "cobbled", "carpark", "gym"}  # fmt: skip
"""Rows that stand for what their words say and for no kind of it: a chimney is a passage, and no corridor."""
_DISTANCE = {"peaks", "skyline", "woods", "jungle", "dunes", "shore", "icebergs", "hills", "cliffs", "lakeside"}
"""Bounds that may be seen behind another."""


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
    found = [row for part in _FIRST.split(view.place) for row in _rows(view, part)]
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
    """Rows that a text names and that are inside or outside as the set is, the earlier ones of the list first."""
    rows = family("places")
    order = list(rows)
    fits = [
        name
        for name in matches("places", text)
        if view.interior is None or inside(rows[name]) == view.interior or rows[name]["draw"] in _EITHER
    ]
    if "corridor" in fits:
        return ["corridor", *(name for name in fits if name != "corridor")]
    return sorted(fits, key=order.index)


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
        english = foreign(phrase.words)
        row = match("places", english) if english else ""
        if row and (view.interior is None or inside(rows[row]) == view.interior):
            yield Named(row, "name", phrase.words)


def _is_place(noun: str) -> bool:
    return library.noun("place", noun) is not None or known(noun)


def paint(view: SetState, style: Style, seed: int, width: int, height: int) -> Painted:
    """The empty set as a painting in layers of width × height pixels; the same words and seed draw the same bytes."""
    s = scenery(view, style, seed, width, height)
    named = named_place(view)
    row = _said(view, family("places")[named.row], named)
    if row["draw"] == "composed":
        compose(s, row)
        furnish(s, row, ground=(s.floor, s.height))
        close_by(s, row)
    elif row["draw"] == "room":
        room(s, named.row, row)
    elif row["draw"] == "corridor":
        corridor(s, row)
    else:
        open_place(s, row)
    return paint_set(s, width, height, seed)


def _said(view: SetState, row: JsonObject, named: Named) -> JsonObject:
    """A row with the materials that the architecture's words give, and with what is said to lie behind."""
    row = dict(row)
    words = f"{view.place}, {view.architecture}".lower()
    wall = next((_WALLS[found] for found in re.findall(r"(\w+) (?:walls?|walled)\b", words) if found in _WALLS), "")
    floor = next(
        (
            _FLOORS[found]
            for found in re.findall(r"(\w+) (?:floor|floors|flooring|ground)\b", words)
            if found in _FLOORS
        ),
        "",
    )
    if wall and row["draw"] == "room" and named.row not in ("stage", "bridge"):
        row |= {
            "draw": "composed",
            "tone": row["wall"],
            "ground": "planks",
            "window": "one" if row.get("window", "none") != "none" else "",
        }
    if row["draw"] == "composed":
        if wall and "wall" in row:
            row["wall"] = wall
        if floor:
            row["ground"] = floor
            row.pop("floor", None)
        other = family("places").get(named.behind, {})
        far = [name for name in str(other.get("back", "")).split() if name in _DISTANCE]
        if "back" in row and far and far[0] not in str(row["back"]).split():
            row["back"] = f"{far[0]} {row['back']}"
    return row

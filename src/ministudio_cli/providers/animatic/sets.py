"""A set from its words: which place it is, drawn layer by layer and painted."""

from __future__ import annotations

import re

from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.state import SetState
from ministudio_cli.providers.animatic.naming import Named, named_place
from ministudio_cli.providers.animatic.paint import Painted, paint_set
from ministudio_cli.providers.animatic.places import open_place
from ministudio_cli.providers.animatic.props import furnish
from ministudio_cli.providers.animatic.rendering import rendering_of
from ministudio_cli.providers.animatic.rooms import corridor, room
from ministudio_cli.providers.animatic.scenery import scenery
from ministudio_cli.providers.animatic.space.composed import close_by, compose
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.screenplay.model import Style

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
_DISTANCE = {"peaks", "skyline", "woods", "jungle", "dunes", "shore", "icebergs", "hills", "cliffs", "lakeside"}
"""Bounds that may be seen behind another."""


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
    return rendering_of(style).set(paint_set(s, width, height, seed))


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

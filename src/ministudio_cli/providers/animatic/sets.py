"""A set from its words: which place it is, drawn layer by layer and painted."""

from __future__ import annotations

from ministudio_cli.planning.state import SetState
from ministudio_cli.providers.animatic.paint import Painted, paint_set
from ministudio_cli.providers.animatic.places import place
from ministudio_cli.providers.animatic.rooms import corridor, room
from ministudio_cli.providers.animatic.scenery import scenery
from ministudio_cli.providers.animatic.vocabulary import family, matches
from ministudio_cli.screenplay.model import Style

FALLBACK = {True: "living", False: "fields"}
_INSIDE = {"room", "corridor"}
_EITHER = {"cave"}
"""Drawn alike whether the screenplay calls it an interior or not."""


def place_of(view: SetState) -> str:
    """The row of `words/places.yaml` that a set's words name, or the fallback; indoors and out keep to their own."""
    return named_place(view) or FALLBACK[view.interior]


def named_place(view: SetState) -> str:
    """The row that a set's words name, or “”: the earliest row of those that the first telling text names."""
    rows = family("places")
    order = list(rows)
    for text in (view.place, view.architecture):
        fits = [
            name
            for name in matches("places", text)
            if (rows[name]["draw"] in _INSIDE) == view.interior or rows[name]["draw"] in _EITHER
        ]
        if "corridor" in fits:
            return "corridor"
        if fits:
            return min(fits, key=order.index)
    return ""


def paint(view: SetState, style: Style, seed: int, width: int, height: int) -> Painted:
    """The empty set as a painting in layers of width × height pixels; the same words and seed draw the same bytes."""
    s = scenery(view, style, seed, width, height)
    kind = place_of(view)
    drawing = family("places")[kind]["draw"]
    if drawing == "room":
        room(s, kind)
    elif drawing == "corridor":
        corridor(s, kind)
    else:
        place(s, kind, drawing)
    return paint_set(s, width, height, seed)

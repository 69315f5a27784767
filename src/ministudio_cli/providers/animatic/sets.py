"""A set from its words: which place it is, drawn and painted as one plate."""

from __future__ import annotations

from ministudio_cli.plan.state import View
from ministudio_cli.providers.animatic.paint import Picture, paint_plate
from ministudio_cli.providers.animatic.places import place
from ministudio_cli.providers.animatic.rooms import corridor, room
from ministudio_cli.providers.animatic.scenery import scenery
from ministudio_cli.providers.animatic.vocabulary import family, matches
from ministudio_cli.screenplay.model import Style

FALLBACK = {True: "living", False: "fields"}


def place_of(view: View) -> str:
    """The row of `words/places.yaml` that a set's words name; indoors and out keep to their own."""
    rows = family("places")
    inside = {"room", "corridor"}
    for text in (view.place, view.architecture):
        for name in matches("places", text):
            if (rows[name]["draw"] in inside) == view.interior or rows[name]["draw"] == "cave":
                return name
    return FALLBACK[view.interior]


def draw_plate(view: View, style: Style, seed: int, width: int, height: int) -> Picture:
    """The empty set as a painting of width × height pixels, BGR; the same words and seed draw the same bytes."""
    s = scenery(view, style, seed, width, height)
    kind = place_of(view)
    draw = family("places")[kind]["draw"]
    if draw == "room":
        room(s, kind)
    elif draw == "corridor":
        corridor(s, kind)
    else:
        place(s, draw)
    return paint_plate(s.base, s.shine, width, height, seed, s.mood, s.lamps)

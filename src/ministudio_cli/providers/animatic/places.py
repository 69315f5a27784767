"""Exteriors: sky, depth and weather, with the things that the screenplay names standing in them."""

from __future__ import annotations

from collections.abc import Callable

from ministudio_cli.json_types import JsonObject
from ministudio_cli.providers.animatic.beyond import cave, space
from ministudio_cli.providers.animatic.colour import lighter, mix
from ministudio_cli.providers.animatic.land import desert, fields, forest, haze, mountains, park, sky
from ministudio_cli.providers.animatic.props import furnish
from ministudio_cli.providers.animatic.scenery import MIDDLE, Scenery
from ministudio_cli.providers.animatic.town import city, rooftop, village
from ministudio_cli.providers.animatic.waters import balcony, sea, sea_of_clouds

PLACES: dict[str, Callable[[Scenery], None]] = {
    "balcony": balcony, "clouds": sea_of_clouds, "city": city, "sea": sea, "mountains": mountains, "desert": desert,
    "forest": forest, "space": space, "cave": cave, "fields": fields, "park": park, "village": village,
    "rooftop": rooftop,
}  # fmt: skip
"""What draws a place of `words/places.yaml`."""


def open_place(s: Scenery, row: JsonObject) -> None:
    """Draw a place that is drawn whole, and what stands in it."""
    drawing = str(row["draw"])
    if drawing not in ("space", "cave"):
        sky(s)
    PLACES[drawing](s)
    furnish(s, row, ground=(s.floor, s.height))
    if s.says("fog", "foggy", "mist", "misty", "haze"):
        fog(s)
    if s.says("snow", "snowy", "snowfall") and drawing in ("city", "village"):
        haze(s, s.floor, 120, 0.12)


def fog(s: Scenery) -> None:
    """Banks of fog, between what is far and what stands free."""
    tone = mix(lighter(s.mood.sky[1], 0.15), s.mood.ambient, 0.35)
    s.shine.rect(0, s.floor * 0.4, s.width, s.height, s.shine.down("#000000", tone, tone), opacity=0.5)
    for layer in (s.layer, MIDDLE):
        with s.on(layer):
            for _ in range(12):
                x, y = s.chance.uniform(0, s.width), s.chance.uniform(0.75, 1.2) * s.floor
                s.shine.ellipse(x, y, s.chance.uniform(260, 520), s.chance.uniform(40, 90), s.shine.glow(tone, 0.3))

"""Walls by the names that places give them."""

from __future__ import annotations

from ministudio_cli.providers.animatic.space.fitted_walls import bars, books, consoles, lockers, racks, shelving
from ministudio_cli.providers.animatic.space.plain_walls import (
    Wall,
    blocks,
    brick,
    canvas,
    corrugated,
    drapes,
    glass,
    logs,
    panelled,
    plaster,
    rock,
    steel,
    stone,
    tiled,
    wood,
)

WALLS: dict[str, Wall] = {
    "plaster": plaster, "brick": brick, "stone": stone, "blocks": blocks, "wood": wood, "logs": logs, "panelled": panelled,
    "tiled": tiled, "steel": steel, "corrugated": corrugated, "glass": glass, "rock": rock, "canvas": canvas, "drapes": drapes,
    "shelving": shelving, "racks": racks, "lockers": lockers, "bars": bars, "books": books, "consoles": consoles,
}  # fmt: skip
"""By the name that a row of `words/places.yaml` gives."""

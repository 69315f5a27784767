"""What bounds a place under the sky: each stands on the row `foot` and rises into the picture."""

from __future__ import annotations

from collections.abc import Callable

from ministudio_cli.providers.animatic.scenery import Scenery
from ministudio_cli.providers.animatic.space.audience import fair, pews, seats, stalls_row, stands, tents
from ministudio_cli.providers.animatic.space.country import (
    cliffs,
    dunes,
    greenery,
    hedges,
    hills,
    jungle,
    orchard,
    peaks,
    plain_far,
    poplars,
    woods,
)
from ministudio_cli.providers.animatic.space.streets import (
    airfield,
    castle_walls,
    cottages,
    fence_wire,
    fronts,
    graves,
    ruins,
    skyline,
    train,
    wall_brick,
)
from ministudio_cli.providers.animatic.space.waterside import (
    clouds_below,
    galaxy,
    icebergs,
    lakeside,
    quay,
    reef,
    shore,
    sky_only,
)

Back = Callable[[Scenery, float], None]


BACKS: dict[str, Back] = {
    "hills": hills, "far": plain_far, "peaks": peaks, "dunes": dunes, "woods": woods, "jungle": jungle, "poplars": poplars,
    "skyline": skyline, "fronts": fronts, "cottages": cottages, "stands": stands, "hedges": hedges, "cliffs": cliffs,
    "castle": castle_walls, "ruins": ruins, "shore": shore, "lakeside": lakeside, "icebergs": icebergs, "quay": quay,
    "train": train, "orchard": orchard, "tents": tents, "stalls": stalls_row, "fair": fair, "graves": graves,
    "wire": fence_wire, "airfield": airfield, "reef": reef, "clouds": clouds_below, "greenhouse": greenery, "pews": pews,
    "seats": seats, "sky": sky_only, "galaxy": galaxy, "alley": wall_brick,
}  # fmt: skip
"""By the name that a row of `words/places.yaml` gives."""

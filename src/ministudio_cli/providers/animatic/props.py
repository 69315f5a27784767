"""Where each thing stands, and what draws it: a row of `words/props.yaml` names a drawing of this table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ministudio_cli.errors import Defect
from ministudio_cli.providers.animatic import devices, furniture, nature, outdoors, walls
from ministudio_cli.providers.animatic.scenery import FAR, MIDDLE, Scenery
from ministudio_cli.providers.animatic.vocabulary import family, matches

Prop = Callable[[Scenery, float, float, float], None]
"""Draws itself at (x, ground) in units, at a scale."""

WALL, HANGING, FLOOR, GROUND, BACK, SKY = SLOTS = ("wall", "hanging", "floor", "ground", "back", "sky")
"""Against the wall or far off; hanging there; free before it; flat on the ground; free, from side to side; overhead."""

PLACE: dict[str, tuple[str, Prop]] = {
    "bookshelf": (WALL, walls.bookshelf), "arches": (WALL, walls.arches), "stair": (WALL, walls.stair),
    "servers": (WALL, walls.servers), "shelves": (WALL, walls.shelves), "curtain": (WALL, walls.curtain),
    "counter": (WALL, walls.counter), "door": (WALL, walls.door), "fireplace": (WALL, furniture.fireplace),
    "piano": (WALL, furniture.piano), "bed": (WALL, furniture.bed), "lamp": (WALL, furniture.lamp),
    "television": (WALL, devices.television), "fridge": (WALL, devices.fridge), "stove": (WALL, devices.stove),
    "airlock": (WALL, devices.airlock), "pod": (WALL, devices.pod), "bridge": (WALL, devices.bridge),
    "screens": (HANGING, devices.screens), "whiteboard": (HANGING, walls.whiteboard),
    "blackboard": (HANGING, walls.blackboard), "poster": (HANGING, walls.poster), "hood": (HANGING, walls.hood),
    "pots": (HANGING, walls.pots), "panels": (HANGING, walls.panels), "spots": (HANGING, walls.spots),
    "clock": (HANGING, walls.clock), "map": (HANGING, walls.worldmap), "painting": (HANGING, walls.painting),
    "mirror": (HANGING, walls.mirror), "tools": (HANGING, walls.tools), "pipes": (HANGING, devices.pipes),
    "laundry": (HANGING, walls.laundry), "chandelier": (HANGING, furniture.chandelier),
    "desk": (FLOOR, furniture.desk), "laptop": (FLOOR, furniture.desk), "cup": (FLOOR, furniture.desk),
    "table": (FLOOR, furniture.table), "chair": (FLOOR, furniture.chair), "armchair": (FLOOR, furniture.armchair),
    "bench": (FLOOR, devices.bench), "stacks": (FLOOR, furniture.stacks), "pile": (FLOOR, furniture.pile),
    "plant": (FLOOR, furniture.plant), "vase": (FLOOR, furniture.vase), "globe": (FLOOR, furniture.globe),
    "cushion": (FLOOR, furniture.cushion), "candles": (FLOOR, furniture.candles), "basket": (FLOOR, furniture.basket),
    "pottery": (FLOOR, furniture.pottery), "barrel": (FLOOR, furniture.barrel), "crate": (FLOOR, furniture.crate),
    "easel": (FLOOR, furniture.easel), "guitar": (FLOOR, furniture.guitar), "suitcase": (FLOOR, furniture.suitcase),
    "vegetables": (FLOOR, furniture.vegetables), "telescope": (FLOOR, devices.telescope),
    "sickbed": (FLOOR, devices.sickbed), "radio": (FLOOR, devices.radio), "greatlamp": (FLOOR, devices.greatlamp),
    "tree": (FLOOR, nature.tree), "pine": (FLOOR, nature.pine), "palm": (FLOOR, nature.palm),
    "cactus": (FLOOR, nature.cactus), "parkbench": (FLOOR, outdoors.parkbench), "car": (FLOOR, outdoors.car),
    "streetlamp": (FLOOR, outdoors.streetlamp), "bicycle": (FLOOR, outdoors.bicycle), "tent": (FLOOR, outdoors.tent),
    "umbrella": (FLOOR, outdoors.umbrella), "fountain": (FLOOR, outdoors.fountain), "boat": (FLOOR, outdoors.boat),
    "rocks": (FLOOR, nature.rocks), "campfire": (FLOOR, nature.campfire), "crystals": (FLOOR, nature.crystals),
    "chest": (FLOOR, nature.chest), "bones": (FLOOR, nature.bones), "chimney": (FLOOR, outdoors.chimney),
    "vane": (FLOOR, outdoors.vane), "snowman": (FLOOR, nature.snowman), "well": (FLOOR, outdoors.well),
    "house": (FLOOR, outdoors.house), "windmill": (FLOOR, outdoors.windmill), "hay": (FLOOR, nature.hay),
    "mushrooms": (FLOOR, nature.mushrooms), "graves": (FLOOR, nature.graves), "signs": (FLOOR, outdoors.signs),
    "rocket": (FLOOR, outdoors.rocket),
    "papers": (GROUND, furniture.papers), "rug": (GROUND, furniture.rug), "puddles": (GROUND, nature.puddles),
    "flowers": (GROUND, nature.flowers),
    "schooldesks": (BACK, furniture.schooldesks), "arch": (BACK, outdoors.arch), "chairs": (BACK, outdoors.chairs),
    "stalls": (BACK, outdoors.stalls), "fence": (BACK, outdoors.fence),
    "satellite": (SKY, outdoors.satellite), "station": (SKY, outdoors.station), "lights": (SKY, walls.lights),
    "flags": (SKY, walls.flag),
}  # fmt: skip

_SHARES = {
    WALL: (0.13, 0.87, 0.31, 0.69, 0.5),
    HANGING: (0.68, 0.3, 0.5, 0.88, 0.12),
    FLOOR: (0.78, 0.2, 0.92, 0.07, 0.63),
    GROUND: (0.5, 0.3, 0.7),
    BACK: (0.5, 0.5),
    SKY: (0.78, 0.26, 0.5),
}
"""Where the first, second … thing of a slot stands, in shares of the width: the middle is the cast's."""


def named(s: Scenery) -> tuple[str, ...]:
    """What the set's words ask for, in their order."""
    view = s.view
    return matches("props", f"{', '.join(view.props)}, {view.architecture}, {view.place}")


def furnish(s: Scenery, kind: str, *, ground: tuple[float, float], scale: float = 1.0) -> None:
    """Place what the screenplay names, then what belongs to the place, where there is room; `ground` is its top and end."""
    asked = named(s)
    wanted: Sequence[str] = [*asked, *(name for name in family("places")[kind]["props"] if name not in asked)]
    drawn: set[Prop] = set()
    used = dict.fromkeys(SLOTS, 0)
    top, end = ground
    chosen: list[tuple[str, float, Prop]] = []
    for name in wanted:
        if name not in PLACE:
            raise Defect(
                f"the word row “{name}” has no row in PLACE of providers/animatic/props.py", hint="add it there"
            )
        slot, draw = PLACE[name]
        room = len(_SHARES[slot]) if s.wide else min(3, len(_SHARES[slot]))
        if draw in drawn or used[slot] >= room:
            continue
        drawn.add(draw)
        chosen.append((slot, _SHARES[slot][used[slot]], draw))
        used[slot] += 1
    scale *= 1.0 if s.wide else 0.92
    for slot, share, draw in sorted(chosen, key=lambda row: (SKY, WALL, HANGING, BACK, GROUND, FLOOR).index(row[0])):
        down = {FLOOR: 0.36, BACK: 0.3, GROUND: 0.3}.get(slot, 0.02)
        with s.on(MIDDLE if slot in (FLOOR, BACK) else FAR):
            draw(s, s.width * share, top + (end - top) * down, scale)

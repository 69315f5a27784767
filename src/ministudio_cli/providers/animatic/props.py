"""Where each thing stands, and what draws it: a row of `words/props.yaml` names a drawing of this table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ministudio_cli.errors import Defect
from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.state import SetState, named_in
from ministudio_cli.providers.animatic import (
    belongings,
    devices,
    fittings,
    furniture,
    landmarks,
    nature,
    outdoors,
    walls,
)
from ministudio_cli.providers.animatic.condition import as_it_is
from ministudio_cli.providers.animatic.scenery import FAR, MIDDLE, Scenery
from ministudio_cli.providers.animatic.space.lens import FOCAL
from ministudio_cli.providers.animatic.standing import SMALL, drawing_of, fly, stand, swim, table_with, where_of
from ministudio_cli.providers.animatic.things import Thing, from_row, own_thing, things
from ministudio_cli.providers.animatic.vocabulary import colour_in, family, match, words_of
from ministudio_cli.reading.conditions import bare, conditions_of

Prop = Callable[[Scenery, float, float, float], None]
"""Draws itself at (x, ground) in units, at a scale."""

WALL, HANGING, FLOOR, GROUND, BACK, SKY = SLOTS = ("wall", "hanging", "floor", "ground", "back", "sky")
"""Against the wall or far off; hanging there; free before it; flat on the ground; free, from side to side; overhead."""

PLACE: dict[str, tuple[str, Prop]] = {
    "bookshelf": (WALL, walls.bookshelf), "arches": (WALL, walls.arches), "stair": (WALL, walls.stair),
    "servers": (WALL, fittings.servers), "shelves": (WALL, fittings.shelves), "curtain": (WALL, walls.curtain),
    "counter": (WALL, fittings.counter), "door": (WALL, walls.door), "fireplace": (WALL, furniture.fireplace),
    "piano": (WALL, furniture.piano), "bed": (WALL, furniture.bed), "lamp": (WALL, furniture.lamp),
    "television": (WALL, devices.television), "fridge": (WALL, devices.fridge), "stove": (WALL, devices.stove),
    "airlock": (WALL, devices.airlock), "pod": (WALL, devices.pod), "bridge": (WALL, devices.bridge),
    "screens": (HANGING, devices.screens), "whiteboard": (HANGING, walls.whiteboard),
    "blackboard": (HANGING, walls.blackboard), "poster": (HANGING, walls.poster), "hood": (HANGING, fittings.hood),
    "pots": (HANGING, fittings.pots), "panels": (HANGING, fittings.panels), "spots": (HANGING, fittings.spots),
    "clock": (HANGING, walls.clock), "map": (HANGING, walls.worldmap), "painting": (HANGING, walls.painting),
    "mirror": (HANGING, walls.mirror), "tools": (HANGING, fittings.tools), "pipes": (HANGING, devices.pipes),
    "laundry": (HANGING, fittings.laundry), "chandelier": (HANGING, furniture.chandelier),
    "desk": (FLOOR, furniture.desk), "laptop": (FLOOR, furniture.desk), "cup": (FLOOR, furniture.desk),
    "table": (FLOOR, furniture.table), "chair": (FLOOR, furniture.chair), "armchair": (FLOOR, furniture.armchair),
    "bench": (FLOOR, devices.bench), "stacks": (FLOOR, belongings.stacks), "pile": (FLOOR, belongings.pile),
    "plant": (FLOOR, belongings.plant), "vase": (FLOOR, belongings.vase), "globe": (FLOOR, belongings.globe),
    "cushion": (FLOOR, belongings.cushion), "candles": (FLOOR, belongings.candles), "basket": (FLOOR, belongings.basket),
    "pottery": (FLOOR, belongings.pottery), "barrel": (FLOOR, belongings.barrel), "crate": (FLOOR, belongings.crate),
    "easel": (FLOOR, furniture.easel), "guitar": (FLOOR, belongings.guitar), "suitcase": (FLOOR, belongings.suitcase),
    "vegetables": (FLOOR, belongings.vegetables), "telescope": (FLOOR, devices.telescope),
    "sickbed": (FLOOR, devices.sickbed), "radio": (FLOOR, devices.radio), "greatlamp": (FLOOR, devices.greatlamp),
    "tree": (FLOOR, nature.tree), "pine": (FLOOR, nature.pine), "palm": (FLOOR, nature.palm),
    "cactus": (FLOOR, nature.cactus), "parkbench": (FLOOR, outdoors.parkbench), "car": (FLOOR, outdoors.car),
    "streetlamp": (FLOOR, outdoors.streetlamp), "bicycle": (FLOOR, outdoors.bicycle), "tent": (FLOOR, outdoors.tent),
    "umbrella": (FLOOR, outdoors.umbrella), "fountain": (FLOOR, outdoors.fountain), "boat": (FLOOR, outdoors.boat),
    "rocks": (FLOOR, nature.rocks), "campfire": (FLOOR, nature.campfire), "crystals": (FLOOR, nature.crystals),
    "chest": (FLOOR, nature.chest), "bones": (FLOOR, nature.bones), "chimney": (FLOOR, landmarks.chimney),
    "vane": (FLOOR, landmarks.vane), "snowman": (FLOOR, nature.snowman), "well": (FLOOR, landmarks.well),
    "house": (FLOOR, landmarks.house), "windmill": (FLOOR, landmarks.windmill), "hay": (FLOOR, nature.hay),
    "mushrooms": (FLOOR, nature.mushrooms), "graves": (FLOOR, nature.graves), "signs": (FLOOR, landmarks.signs),
    "rocket": (FLOOR, landmarks.rocket),
    "papers": (GROUND, belongings.papers), "rug": (GROUND, furniture.rug), "puddles": (GROUND, nature.puddles),
    "flowers": (GROUND, nature.flowers),
    "schooldesks": (BACK, furniture.schooldesks), "arch": (BACK, landmarks.arch), "chairs": (BACK, outdoors.chairs),
    "stalls": (BACK, outdoors.stalls), "fence": (BACK, outdoors.fence),
    "satellite": (SKY, landmarks.satellite), "station": (SKY, landmarks.station), "lights": (SKY, fittings.lights),
    "flags": (SKY, fittings.flag),
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
    """The rows of `words/props.yaml` that the set's words ask for, in their order."""
    return tuple(thing.own for thing in asked(s) if thing.own)


def asked(s: Scenery) -> list[Thing]:
    """What the set's words ask for, in their order."""
    view = s.view
    own = [own_thing(art, s.words()) for art in view.art]
    taken = {word for art in view.art for word in art.words}
    found = [
        *own,
        *(thing for thing in as_they_are(view) if not taken & {thing.words, *words_of(thing.words)}),
    ]
    listed = list(found)
    found += [thing for thing in things(view.architecture, view.language) if thing.drawn_as]
    # “That mirrors the sky” names no mirror.
    place = re.split(
        r"\b(?:that|which|where|before|after|during|over|above|in|near|at|on|by|beyond|overlooking|of)\b", view.place
    )[0]
    found += [
        thing for thing in things(place, view.language) if thing.own or (thing.art and thing.how in ("name", "synonym"))
    ]
    row = match("places", view.place)
    names = {part for word in family("places")[row]["words"] for part in str(word).split()} if row else set()
    kept: list[Thing] = []
    for thing in found:
        # A stadium is where one is, and a cabin what one is in; no model of it stands there.
        if thing not in listed and (
            names & set(words_of(thing.words)) or (row and match("places", thing.words) == row)
        ):
            continue
        if all(thing.drawn_as != other.drawn_as or not thing.drawn_as for other in kept):
            kept.append(thing)
    return kept


def as_they_are(view: SetState) -> Iterator[Thing]:
    """The things that a set's props name, each in its colour and as it is now."""
    for thing in things(", ".join(map(bare, view.props)), view.language):
        named = [prop for prop in view.props if named_in(bare(prop), thing.words)]
        whole = min(named, key=lambda prop: len(bare(prop)), default=thing.words)
        condition, colour = conditions_of(whole)
        yield replace(thing, condition=condition, colour=colour_in(colour, thing.colour))


def furnish(s: Scenery, row: JsonObject, *, ground: tuple[float, float], scale: float = 1.0) -> None:
    """Place what the screenplay names, then what belongs to the place, where there is room; `ground` is its top and end."""
    wanted = asked(s)
    seen = {thing.drawn_as for thing in wanted}
    wanted += [thing for name in row["props"] if (thing := from_row(name)).drawn_as not in seen]
    outside = row["draw"] not in ("room", "corridor") and "wall" not in row
    _own(s, [thing for thing in wanted if thing.own], ground, scale, outside=outside)
    _foreign(s, [thing for thing in wanted if not thing.own], row)


_OUTSIDE = {"clock", "door", "laundry", "spots"}
"""Of what needs a wall, what is seen in the open too."""
_BEHIND = 8.7
"""Metres from which on what stands free is behind the cast of a wide shot, which sees seven eighths of the plate."""
_DEEP: dict[Prop, tuple[float, float]] = {
    furniture.desk: (0.66, 118.0), devices.bench: (0.8, 106.0), belongings.cushion: (1.0, 66.0), furniture.schooldesks: (1.0, 60.0),
    outdoors.chairs: (1.0, 70.0), landmarks.arch: (1.0, 28.0),
}  # fmt: skip
"""What is drawn about its middle: its size, and how far its feet are below, so that the cast stands before it."""


def _own(
    s: Scenery, wanted: Sequence[Thing], ground: tuple[float, float], scale: float, *, outside: bool = False
) -> None:
    drawn: set[Prop] = set()
    used = dict.fromkeys(SLOTS, 0)
    top, end = ground
    chosen: list[tuple[str, float, Prop, Thing]] = []
    for thing in wanted:
        name = thing.own
        if outside and PLACE.get(name, (FLOOR,))[0] in (WALL, HANGING) and name not in _OUTSIDE:
            continue
        if name not in PLACE:
            raise Defect(
                f"the word row “{name}” has no row in PLACE of providers/animatic/props.py", hint="add it there"
            )
        slot, draw = PLACE[name]
        room = len(_SHARES[slot]) if s.wide else min(3, len(_SHARES[slot]))
        if draw in drawn or used[slot] >= room:
            continue
        drawn.add(draw)
        chosen.append((slot, _SHARES[slot][used[slot]], draw, thing))
        used[slot] += 1
    scale *= 1.0 if s.wide else 0.92
    for slot, share, draw, thing in sorted(
        chosen, key=lambda row: (SKY, WALL, HANGING, BACK, GROUND, FLOOR).index(row[0])
    ):
        down = {FLOOR: 0.36, BACK: 0.3, GROUND: 0.3}.get(slot, 0.02)
        size, foot = _DEEP.get(draw, (1.0, 0.0))
        row = top + (end - top) * down
        if slot in (FLOOR, BACK):
            # What stands free stands behind the cast.
            row = min(row, s.lens.ground(_BEHIND))
        with s.on(MIDDLE if slot in (FLOOR, BACK) else FAR), as_it_is(s, thing):
            draw(s, s.width * share, row - foot * size * scale, scale * size)
    s.taken = used[FLOOR]


_STANDS = (0.79, 0.2, 0.93, 0.07, 0.66, 0.34)
"""Where the first, second … thing of the library stands across the set."""
_FLIES = ((0.26, 0.26), (0.74, 0.2), (0.5, 0.16), (0.12, 0.34), (0.88, 0.34), (0.38, 0.12), (0.62, 0.3))
_SWIMS = ((0.27, 0.5), (0.75, 0.42), (0.16, 0.3), (0.86, 0.62), (0.4, 0.24), (0.62, 0.26), (0.5, 0.34))


def _foreign(s: Scenery, wanted: Sequence[Thing], row: JsonObject) -> None:
    """Things of the library, of ours that live, and those that nothing draws."""
    inside = "wall" in row or row["draw"] in ("room", "corridor")
    submerged = row.get("air") == "water" and not inside
    afloat = str(row.get("ground", "")) == "water" or row["draw"] == "sea"
    beside = {"shore", "lakeside", "quay", "icebergs"} & set(str(row.get("back", "")).split())
    stands, flies, swims, floats = s.taken, 0, 0, 0
    tabled: list[Thing] = []
    for thing in wanted[: 9 if s.wide else 6]:
        where = where_of(thing)
        # A thing that nothing draws is shown once.
        for number in range(min(thing.count, 7) if thing.art or thing.being else 1):
            spread = (number - (min(thing.count, 7) - 1) / 2) * 0.075
            if where == "sky" and not submerged and (not inside or thing.art == "balloon"):
                x, y = _FLIES[flies % len(_FLIES)]
                fly(s, thing, s.width * x, s.height * y, flies)
                flies += 1
            elif (submerged and where in ("water", "sky")) or (submerged and thing.art in _SWIMMERS):
                x, y = _SWIMS[swims % len(_SWIMS)]
                swim(s, thing, s.width * x, s.height * y, swims)
                swims += 1
            elif where == "water" and (afloat or beside) and thing.art != "ring-buoy":
                z = (
                    (16.0, 22.0, 30.0)[floats % 3]
                    if afloat
                    else s.lens.depth(s.lens.horizon + 0.5 * (s.floor - s.lens.horizon))
                )
                x = (0.74, 0.24, 0.9, 0.1, 0.56, 0.4, 0.66)[floats % 7]
                stand(s, thing, s.width * x, z, layer=FAR, most=0.42, index=number)
                floats += 1
            elif thing.metres < TABLED and inside and (thing.art or thing.being) and not _alive(thing):
                tabled += [thing] * min(thing.count, 3)
                break
            else:
                x = _STANDS[stands % len(_STANDS)] + (spread if thing.count > 1 else 0.0)
                _stood(s, thing, x, number, inside=inside, wall=where == "wall", far=where == "far")
        else:
            if where not in ("sky", "water") or not (submerged or afloat or beside):
                stands += 0 if where == "sky" else 1
    for index in range(0, len(tabled), 3):
        table_with(s, tabled[index : index + 3], s.width * _STANDS[(stands + index // 3) % len(_STANDS)], _BEHIND)


TABLED = 0.62
"""Metres: indoors what is smaller stands on a table."""
_SWIMMERS = {"turtle", "crab", "seal", "penguin", "lobster"}


def _alive(thing: Thing) -> bool:
    return bool(thing.being) or (bool(thing.art) and drawing_of(thing).alive)


def _stood(s: Scenery, thing: Thing, x: float, number: int, *, inside: bool, wall: bool, far: bool) -> None:
    limit = s.lens.depth(s.floor)
    if wall and inside:
        stand(s, thing, s.width * (0.5 + (x - 0.5) * 0.7), limit, layer=FAR, raised=1.5, most=0.24, index=number)
        return
    small = replace(thing, metres=max(thing.metres, SMALL))
    if inside:
        most = 0.46
        z = min(limit - 0.3, max(_BEHIND + 0.6 * (number % 3), thing.metres * FOCAL / most if thing.metres < 4 else 0))
        stand(s, small, s.width * x, z, most=most, index=number)
        return
    if far or thing.metres > 5:
        z = max(limit * 0.92 if far else 0.0, thing.metres * FOCAL / 0.52)
        stand(s, small, s.width * x, min(z, max(limit, 14.0)), layer=FAR, most=0.6 if far else 0.62, index=number)
        return
    z = max(_BEHIND + 0.9 * (number % 3), thing.metres * FOCAL / 0.4)
    stand(s, small, s.width * x, min(z, max(limit, 9.0)), index=number)

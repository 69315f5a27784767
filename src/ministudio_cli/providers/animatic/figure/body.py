"""A figure below the neck: trunk, limbs, hands and feet as volumes, in what it wears."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ministudio_cli.providers.animatic.figure.clothes import (
    details,
    facing,
    neck_volumes,
    neckwear,
    over_volumes,
    pack,
    trunk_rings,
)
from ministudio_cli.providers.animatic.figure.limbs import SLEEVE, arms, leg_volumes, limb, skirt_volume, taper
from ministudio_cli.providers.animatic.figure.skeleton import SIDES, Joints, Measures
from ministudio_cli.providers.animatic.figure.solid import Points, View, Volume, loft, tube
from ministudio_cli.providers.animatic.look import Garment, Look

_BARE = ("tank",)


def body_volumes(look: Look, m: Measures, j: Joints, view: View) -> Iterator[Volume]:
    """Every volume of a body but its head, in no order; depths part them."""
    front = facing(j, view)
    yield from leg_volumes(look, m, j, view)
    yield from _trunk(look, m, j, view, front)
    yield from neck_volumes(look, j, view)
    yield from arms(look, m, j, view)


# Trunk


def _trunk(look: Look, m: Measures, j: Joints, view: View, front: float) -> Iterator[Volume]:
    dress, over = look.worn("dress"), look.worn("over")
    top = dress or look.worn("top")
    colour = top.colour if top else (over.colour if over else "#7A8894")
    rings = trunk_rings(m, j, hem=-26 if top and top.cut in ("hoodie", "knit", "suit", "spacesuit") else -20)
    sleeve = over or top
    stump = _stumps(m, j, view, sleeve)
    trunk = Volume(hulls=loft(view, rings), colour=colour, thick=m.deep * 1.9, depth=0)
    if not over or over.cut == "apron":
        trunk.hulls += stump
    if top:
        trunk.marks = list(details(look, top, rings, view, front))
    yield trunk
    if dress:
        yield skirt_volume(m, j, view, dress.colour, 0.86)
    if over:
        yield from over_volumes(m, j, view, over, stump, front)
    if look.worn("neck") is not None:
        yield from neckwear(j, view, look.worn("neck"), rings, front)  # type: ignore[arg-type]
    if top and top.cut == "spacesuit":
        yield from pack(m, j, view, front)


def _stumps(m: Measures, j: Joints, view: View, sleeve: Garment | None) -> list[Points]:
    """The beginning of each sleeve, as a part of the trunk: no ball is seen at the shoulder."""
    if sleeve is not None and sleeve.cut in _BARE:
        return []
    found: list[Points] = []
    for index in range(2):
        places = limb(j.shoulders[index], j.elbows[index], j.wrists[index])
        radii = taper(
            SLEEVE,
            places,
            m.limb * (1.12 if sleeve and sleeve.cut in ("coat", "robe", "jacket", "suit", "spacesuit") else 1.0),
        )
        found += tube(view, places[:4], radii[:4])
        inner = j.spine[3] + j.turn_chest @ np.array([SIDES[index] * 0.5 * m.shoulder, -14, 0])
        found += tube(view, np.array([inner, places[0]]), [16 * m.limb, radii[0]])
    return found


# Limbs

"""What is worn over and round the trunk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.figure.limbs import skirt_volume, stands
from ministudio_cli.providers.animatic.figure.skeleton import SIDES, Joints, Measures
from ministudio_cli.providers.animatic.figure.solid import (
    Flat,
    Points,
    View,
    Volume,
    dot,
    hulls,
    loft,
    near,
    ring,
    spaced,
    tube,
)
from ministudio_cli.providers.animatic.look import Garment, Look


def facing(j: Joints, view: View) -> float:
    """1 where the chest faces the viewer, −1 where it faces away."""
    return float((view.matrix @ j.turn_chest)[2, 2])


def trunk_rings(m: Measures, j: Joints, grow: float = 0.0, hem: float = -20.0) -> list[Points]:
    """Rings of the trunk from its hem to the neck, grown by what lies over it."""
    pelvis, waist, low, top = j.spine
    across, deep = 1 + grow / 60, m.deep + grow
    third = np.linalg.norm(top - low)
    rows = (
        (pelvis, j.turn_pelvis, hem * m.reach, 0.98 * m.pelvis, 0.93 * deep),
        (pelvis, j.turn_pelvis, 6, m.pelvis, 0.98 * deep),
        (waist, j.turns_spine[1], -8, 0.5 * (m.waist + m.pelvis) * 0.94, 0.84 * deep),
        (waist, j.turns_spine[1], 22 * m.reach, m.waist, 0.80 * deep),
        (low, j.turns_spine[2], 8 * m.reach, 0.42 * m.waist + 0.58 * m.chest, 0.92 * deep),
        (low, j.turns_spine[2], 0.52 * third, m.chest, deep),
        (top, j.turn_chest, -19, 0.90 * m.shoulder, 0.86 * deep),
        (top, j.turn_chest, -8, 0.74 * m.shoulder, 0.66 * deep),
        (top, j.turn_chest, -1, 0.46 * m.shoulder, 0.5 * deep),
        (top, j.turn_chest, 5, 16.5, 15.5),
    )
    return [
        ring(at + turn @ np.array([0, up, 0]), turn[:, 0] * (half * across), turn[:, 2] * back, 24)
        for at, turn, up, half, back in rows
    ]


def on_trunk(rings: Sequence[Points], angle: float, height: float) -> Points:
    """A place on the trunk: degrees from its front to the figure's left, rings from its hem."""
    low = min(int(height), len(rings) - 2)
    share = height - low
    where = ((90 - angle) % 360) / 360 * 24
    first, part = int(where) % 24, where - int(where)

    def at(one: Points) -> Points:
        return np.asarray(one[first] * (1 - part) + one[(first + 1) % 24] * part)

    return np.asarray(at(rings[low]) * (1 - share) + at(rings[low + 1]) * share)


def details(look: Look, top: Garment, rings: Sequence[Points], view: View, front: float) -> Iterator[Flat]:
    """What is sewn on the front: plackets, buttons, seams, a print."""
    c = top.colour

    def line(places: Sequence[tuple[float, float]], colour: str, width: float, opacity: float = 0.8) -> Flat:
        points = np.array([on_trunk(rings, *place) for place in places])
        return Flat(points=view.seen(points)[0], colour=colour, width=width, opacity=opacity)

    for side in SIDES:
        yield line([(side * 62, 3.2), (side * 40, 2.6), (side * 22, 2.9)], darker(c, 0.4), 1.6, 0.35)
    if top.cut in ("knit", "hoodie", "suit"):
        hem = [(angle, 0.35) for angle in range(-90, 91, 15)]
        if front > 0:
            yield line(hem, darker(c, 0.35), 1.6, 0.6)
        else:
            yield line([(180 + angle, 0.35) for angle in range(-90, 91, 15)], darker(c, 0.35), 1.6, 0.6)
    if front < 0.12:
        return
    if top.cut in ("shirt", "blouse", "suit", "hoodie"):
        yield line([(0, height) for height in spaced(0, 7.6, 9)], darker(c, 0.42), 1.7)
        if top.cut in ("shirt", "blouse"):
            for height in spaced(0.9, 6.9, 6):
                place = view.seen(on_trunk(rings, 3.5, float(height)))[0][0]
                yield Flat(points=dot(place, 1.9 * view.scale), colour=lighter(c, 0.5))
    elif top.cut == "tee":
        for angle, tone in ((-17, "#3AB5B0"), (0, "#F2D45A"), (17, "#E2607A")):
            place = view.seen(on_trunk(rings, angle, 5.4))[0][0]
            yield Flat(points=dot(place, 7.5 * view.scale), colour=mix(tone, c, 0.12))
    elif top.cut == "spacesuit":
        corners = [(-24, 5.6), (24, 5.6), (24, 4.4), (-24, 4.4)]
        points = np.array([on_trunk(rings, *corner) for corner in corners])
        yield Flat(points=view.seen(points)[0], colour="#8A96A2")
        for angle, tone in ((-14, "#E05A4A"), (0, "#5AC88A"), (14, "#F2C84A")):
            yield Flat(points=dot(view.seen(on_trunk(rings, angle, 5.2))[0][0], 3.6 * view.scale), colour=tone)
        yield line([(angle, 1.2) for angle in range(-88, 89, 11)], "#8A96A2", 7.0, 1.0)
    if look.age == "elder" and top.cut != "spacesuit":
        yield line([(-12, 4.4), (-16, 3.4)], darker(c, 0.4), 1.6, 0.3)


def over_volumes(
    m: Measures, j: Joints, view: View, over: Garment, stump: list[Points], front: float
) -> Iterator[Volume]:
    """What is worn over the top: an apron, or a coat that is open at the front."""
    c = over.colour
    if over.cut == "apron":
        rings = trunk_rings(m, j, grow=2.0)
        arc = np.arange(-52, 53, 13)
        if front > -0.75:
            rows = [np.array([on_trunk(rings, angle * k, height) for angle in arc]) for height, k in
                    ((6.2, 0.5), (5.0, 0.62), (3.4, 1.0), (1.6, 1.25), (0.0, 1.3))]  # fmt: skip
            below = (
                rows[-1] + np.array([0, -0.62 * m.thigh, 0])
                if stands(j)
                else rows[-1] + j.turn_pelvis @ np.array([0, -18, 12])
            )
            yield Volume(
                hulls=hulls([view.seen(row)[0] for row in (*rows, below)]), colour=c, thick=m.deep * 1.8, depth=3
            )
        strap = [on_trunk(rings, angle, 3.0) for angle in range(-180, 181, 15)]
        seen = [point for point in strap if near(view, point) > near(view, j.spine[1])]
        if len(seen) > 1:
            yield Volume(hulls=tube(view, np.array(seen), [2.6] * len(seen)), colour=darker(c, 0.1), thick=5, depth=3.2)
        return
    long = over.cut in ("coat", "robe")
    rings = trunk_rings(m, j, grow=4.0, hem=-26)
    shell = loft(view, rings[:-1]) + stump
    whole = Volume(hulls=shell, colour=c, thick=m.deep * 1.9, depth=2)
    if long:
        below = skirt_volume(m, j, view, c, 0.62 if over.cut == "coat" else 0.86)
        below.depth = 1.9 if stands(j) else 12.5
        below.marks = []
        if front > 0.15 and stands(j):
            below.holes = [_opening(m, view, rings)]
        yield below
    if front > 0.1:
        # Open at the front: what is under it is seen there.
        edge = [
            (-17, 0.0),
            (-15, 2.5),
            (-13, 5.0),
            (-26, 7.2),
            (-30, 8.6),
            (30, 8.6),
            (26, 7.2),
            (13, 5.0),
            (15, 2.5),
            (17, 0.0),
            (17, -0.6),
            (-17, -0.6),
        ]
        points = np.array([on_trunk(rings, angle, max(0.0, height)) for angle, height in edge])
        hole = view.seen(points)[0]
        hole[-2:, 1] += 12 * view.scale
        whole.holes = [hole]
        for side in SIDES:
            lapel = [(side * a, h) for a, h in ((13, 5.0), (30, 6.0), (36, 7.1), (30, 8.4), (26, 7.2))]
            flat = np.array([on_trunk(rings, *place) for place in lapel])
            if over.cut in ("coat", "jacket", "suit", "blazer"):
                whole.marks.append(Flat(points=view.seen(flat)[0], colour=lighter(c, 0.14), opacity=0.9))
                whole.marks.append(
                    Flat(points=view.seen(flat)[0], colour=darker(c, 0.4), width=1.3, opacity=0.7, closed=True)
                )
            seam = np.array([on_trunk(rings, side * a, h) for a, h in ((17, 0.0), (15, 2.5), (13, 5.0))])
            whole.marks.append(Flat(points=view.seen(seam)[0], colour=darker(c, 0.42), width=1.6, opacity=0.7))
            pocket = np.array([on_trunk(rings, side * a, 1.5) for a in (34, 46, 58)])
            whole.marks.append(Flat(points=view.seen(pocket)[0], colour=darker(c, 0.35), width=2.2, opacity=0.6))
    yield whole


def _opening(m: Measures, view: View, rings: Sequence[Points]) -> Points:
    top = view.seen(np.array([on_trunk(rings, angle, 1.0) for angle in (-14, 14)]))[0]
    down = 0.85 * (m.thigh + 0.4 * m.shin) * view.scale
    return np.array([top[0], top[1], top[1] + (10 * view.scale, down), top[0] + (-10 * view.scale, down)])


def pack(m: Measures, j: Joints, view: View, front: float) -> Iterator[Volume]:
    rings = [
        ring(
            j.spine[2] + j.turn_chest @ np.array([0, up, -m.deep - 10]),
            j.turn_chest[:, 0] * m.chest * 0.95,
            j.turn_chest[:, 2] * 20,
        )
        for up in (-46, -40, 44, 50)
    ]
    yield Volume(hulls=loft(view, rings), colour="#AEB8C2", thick=36, depth=-30 if front > 0 else 26)


def neckwear(j: Joints, view: View, worn: Garment, rings: Sequence[Points], front: float) -> Iterator[Volume]:
    c, top, turn = worn.colour, j.spine[3], j.turn_chest
    if worn.cut == "tie":
        if front > 0.1:
            rows = [(0, 8.4, 6), (0, 8.0, 4.5), (0, 4.4, 9), (0, 3.8, 1)]
            flat = []
            for angle, height, half in rows:
                place = on_trunk(rings, angle, height) + turn @ np.array([0, 0, 2.0])
                flat.append(np.array([place + turn @ np.array([side * half, 0, 0]) for side in SIDES]))
            yield Volume(hulls=hulls([view.seen(row)[0] for row in flat]), colour=c, thick=10, depth=2.4)
        return
    loops = [
        ring(top + turn @ np.array([0, up, 1]), turn[:, 0] * wide, turn[:, 2] * wide * 0.92)
        for up, wide in ((-9, 31), (-2, 33), (7, 27), (12, 22))
    ]
    yield Volume(hulls=loft(view, loops), colour=c, thick=26, depth=4)
    if front > -0.2:
        places = [
            on_trunk(rings, angle, height) + turn @ np.array([0, 0, 5])
            for angle, height in ((20, 8.2), (22, 6.4), (22, 4.6), (21, 3.2))
        ]
        yield Volume(hulls=tube(view, np.array(places), [9, 9.5, 10, 10]), colour=c, thick=16, depth=4.2)


def neck_volumes(look: Look, j: Joints, view: View) -> Iterator[Volume]:
    wide = (14.5 if look.feminine or look.age == "child" else 18.0) * (0.9 if look.age == "child" else 1.0)
    base = j.spine[3] + j.turn_chest @ np.array([0, -9, 0])
    head = j.skull + j.turn_head @ np.array([0, -24, -8])
    top = look.worn("dress") or look.worn("top")
    yield Volume(
        hulls=tube(view, np.array([base, (base + head) / 2, head]), [wide * 1.15, wide, wide]),
        colour=darker(look.skin, 0.07),
        thick=wide * 1.8,
        depth=-1,
        soft=0.6,
    )
    if top is None:
        return
    turn, at = j.turn_chest, j.spine[3]
    if top.cut in ("turtleneck", "knit", "spacesuit"):
        high = 20 if top.cut == "turtleneck" else 11
        rows = (
            [(-2, wide + 7), (2, wide + 5), (high, wide + 3.4)]
            if top.cut != "spacesuit"
            else [(-6, 40), (2, 42), (8, 38)]
        )
        loops = [
            ring(at + turn @ np.array([0, up, 0]), turn[:, 0] * half, turn[:, 2] * half * 0.95) for up, half in rows
        ]
        yield Volume(
            hulls=loft(view, loops), colour=top.colour if top.cut != "spacesuit" else "#8A96A2", thick=24, depth=1
        )
    elif top.cut in ("shirt", "blouse", "suit", "hoodie"):
        loops = [
            ring(at + turn @ np.array([0, up, 1]), turn[:, 0] * half, turn[:, 2] * half * 0.95)
            for up, half in ((-4, wide + 11), (3, wide + 7), (9, wide + 4))
        ]
        tone = lighter(top.colour, 0.12)
        collar = Volume(hulls=loft(view, loops), colour=tone, thick=20, depth=1)
        if facing(j, view) > 0.6:
            notch = np.array([[-6, 12, wide + 3], [6, 12, wide + 3], [0, -10, wide + 10]])
            collar.holes = [view.seen(at + notch @ turn.T)[0]]
        yield collar

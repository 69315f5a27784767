"""Arms, legs, hands and feet as volumes, in what they are dressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ministudio_cli.providers.animatic.colour import darker
from ministudio_cli.providers.animatic.figure.hand import hand_volumes
from ministudio_cli.providers.animatic.figure.skeleton import SIDES, Joints, Measures
from ministudio_cli.providers.animatic.figure.solid import Flat, Points, View, Volume, loft, near, ring, spaced, tube
from ministudio_cli.providers.animatic.look import Look

SLEEVE = (14.4, 14.2, 12.4, 12.0, 10.0)


TROUSER = (23.0, 21.5, 17.0, 16.0, 13.4)


ARM = (12.0, 11.4, 9.6, 9.4, 6.8)


LEG = (22.0, 18.5, 13.8, 13.4, 8.8)
"""Radii along a limb, at five even places."""


_SHORT = ("tee", "blouse", "tank")


def limb(start: Points, joint: Points, end: Points, steps: int = 7) -> Points:
    """A row of places along a bent limb, rounded at its joint."""
    round_ = 0.3
    first = joint + (start - joint) * round_
    last = joint + (end - joint) * round_
    straight = [start + (first - start) * share for share in spaced(0, 1, steps)[:-1]]
    curve = [first * (1 - share) ** 2 + joint * 2 * share * (1 - share) + last * share**2 for share in spaced(0, 1, 5)]
    rest = [last + (end - last) * share for share in spaced(0, 1, steps)[1:]]
    return np.array([*straight, *curve, *rest])


def taper(keys: Sequence[float], places: Points, thick: float) -> Points:
    """Radii for places along a limb, by their share of its length."""
    steps = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    return np.asarray(np.interp(steps / max(steps[-1], 1e-6), spaced(0, 1, len(keys)), keys) * thick)


def skirt_volume(m: Measures, j: Joints, view: View, colour: str, share: float) -> Volume:
    """From the waist to a share of the way to the ankles, hung over both legs."""
    legs = [limb(j.hips[index], j.knees[index], j.ankles[index]) for index in range(2)]
    rings = [
        ring(
            j.pelvis + j.turn_pelvis @ np.array([0, 14, 0]),
            j.turn_pelvis[:, 0] * m.pelvis,
            j.turn_pelvis[:, 2] * m.deep,
        )
    ]
    count = len(legs[0])
    last = max(2, round((count - 1) * share))
    for step in range(1, last + 1):
        middle = (legs[0][step] + legs[1][step]) / 2
        apart = legs[1][step] - legs[0][step]
        wide = float(np.linalg.norm(apart[[0, 2]])) / 2
        away = step / count
        across = apart / max(float(np.linalg.norm(apart)), 1e-6) * (wide + (24 + 16 * away) * m.limb)
        along = j.turn_pelvis[:, 2] * (m.deep * 0.9 + 16 * away * m.limb)
        rings.append(ring(middle, across, along))
    folds = []
    for angle in (-55, -20, 20, 55):
        turn = (90 - angle) % 360 / 360 * 18
        points = np.array([each[round(turn) % 18] for each in rings[1:]])
        folds.append(Flat(points=view.seen(points)[0], colour=darker(colour, 0.4), width=2.4, opacity=0.35, blur=0.8))
    return Volume(
        hulls=loft(view, rings), colour=colour, thick=m.deep * 2.0, depth=-1.0 if stands(j) else 12, marks=folds
    )


def stands(j: Joints) -> bool:
    return bool(j.knees[:, 1].max() < j.pelvis[1] - 30)


def leg_volumes(look: Look, m: Measures, j: Joints, view: View) -> Iterator[Volume]:
    legs, dress = look.worn("legs"), look.worn("dress")
    top = look.worn("top")
    suit = top is not None and top.cut == "spacesuit"
    cut = (
        "skirt"
        if legs is not None and legs.cut == "skirt"
        else "shorts"
        if legs is not None and legs.cut == "shorts"
        else ""
    )
    bare = bool(cut) or dress is not None
    colour = top.colour if suit and top else legs.colour if legs else "#4A3F3A"
    depths = [near(view, (j.knees[index] + j.ankles[index]) / 2) for index in range(2)]
    seated = not stands(j)
    shoes = look.worn("feet")
    for index in range(2):
        places = limb(j.hips[index], j.knees[index], j.ankles[index])
        behind = depths[index] < depths[1 - index]
        depth = (6.0 if seated else -20.0) + (-2 if behind else 0) + 0.01 * depths[index]
        radii = taper(LEG if bare else TROUSER, places, m.limb * (1.25 if suit else 1.0))
        tone = look.skin if bare else colour
        yield _foot(m, j, view, index, shoes.colour if shoes else "#4A3428", depth - 0.5, suit=suit)
        leg = Volume(
            hulls=tube(view, places, radii),
            colour=tone,
            thick=30 * m.limb,
            depth=depth,
            soft=0.62 if bare else 0.72,
            shadow=0.8,
        )
        yield leg
        if cut == "shorts":
            yield Volume(
                hulls=tube(view, places[:7], taper(TROUSER, places, m.limb * 1.08)[:7]),
                colour=colour,
                thick=34 * m.limb,
                depth=depth + 0.3,
            )
    if not bare or cut == "shorts":
        seat = [
            ring(
                j.pelvis + j.turn_pelvis @ np.array([0, up, 0]),
                j.turn_pelvis[:, 0] * m.pelvis * k,
                j.turn_pelvis[:, 2] * m.deep * 0.94 * k,
            )
            for up, k in ((-26, 0.86), (-10, 0.97), (8, 1.0))
        ]
        yield Volume(
            hulls=loft(view, seat),
            colour=colour,
            thick=m.deep * 1.6,
            depth=-3 if not seated else -0.5,
            contour=0.4,
            shadow=0,
        )
    if cut == "skirt":
        yield skirt_volume(m, j, view, colour, 0.5)


def _foot(m: Measures, j: Joints, view: View, index: int, colour: str, depth: float, *, suit: bool) -> Volume:
    turn, at, k = j.feet_turn[index], j.ankles[index], m.limb**0.5 * (1.2 if suit else 1.0)
    low = m.ankle
    rows = (
        (-2, -low * 0.48, -13, 9.4),
        (0, -low * 0.42, -4, 10.6),
        (1, -low * 0.50, 12, 10.0),
        (1, -low * 0.60, 27, 8.6),
        (0, -low * 0.68, 38, 6.6),
    )
    side = SIDES[index]
    places = np.array([at + turn @ np.array([side * x * k, y, z * k]) for x, y, z, _ in rows])
    shapes = tube(view, places, [radius * k * min(1.0, low / 18) for *_, radius in rows])
    shapes += tube(
        view,
        np.array([at + turn @ np.array([0, 7, -2]), at + turn @ np.array([0, -low * 0.4, -3])]),
        [9.6 * k, 10.2 * k],
    )
    tone = "#D8DEE4" if suit else colour
    sole = np.array([at + turn @ np.array([x * k, -low * 0.98, z * k]) for x, z in ((0, -20), (0, 42))])
    return Volume(hulls=shapes, colour=tone, thick=17 * k, depth=depth, shadow=0.6,
                  marks=[Flat(points=view.seen(sole)[0], colour=darker(tone, 0.6), width=3.4, opacity=0.8)])  # fmt: skip


def arms(look: Look, m: Measures, j: Joints, view: View) -> Iterator[Volume]:
    over, top = look.worn("over"), look.worn("dress") or look.worn("top")
    sleeve = over if over and over.cut != "apron" else top
    colour = sleeve.colour if sleeve else look.skin
    short = bool(sleeve and sleeve.cut in _SHORT)
    wide = 1.12 if sleeve and sleeve.cut in ("coat", "robe", "jacket", "suit", "spacesuit") else 1.0
    chest = near(view, (j.spine[2] + j.spine[3]) / 2)
    head = near(view, j.skull)
    for index in range(2):
        places = limb(j.shoulders[index], j.elbows[index], j.wrists[index])
        ahead = 0.3 * near(view, j.elbows[index]) + 0.7 * near(view, j.wrists[index]) - chest
        shoulder = near(view, j.shoulders[index]) - chest
        depth = 22.0 + 0.02 * ahead if ahead + 0.35 * shoulder > -2 else -40.0 + 0.02 * ahead
        raised = j.wrists[index][1] > j.spine[3][1] - 10
        lower = depth
        if raised and near(view, j.wrists[index]) > head - 18:
            lower = 50.0
        tone = colour
        skin = taper(ARM, places, m.limb)
        half = len(places) // 2 - 1
        if short:
            cut = max(3, half)
            # It begins inside its sleeve, whose own beginning is a part of the trunk.
            yield Volume(
                hulls=tube(view, places[cut - 2 :], skin[cut - 2 :]),
                colour=look.skin,
                thick=17 * m.limb,
                depth=depth,
                soft=0.62,
            )
            arm = Volume(
                hulls=tube(view, places[:cut], taper(SLEEVE, places, m.limb * 1.1)[:cut]),
                colour=tone,
                thick=24 * m.limb,
                depth=depth + 0.2,
            )
            arm.fade = _fade(view, j, m, index, depth)
            yield arm
        else:
            radii = taper(SLEEVE, places, m.limb * wide)
            shapes = tube(view, places, radii)
            arm = Volume(
                hulls=shapes if lower == depth else shapes[: half + 3],
                colour=tone,
                thick=23 * m.limb * wide,
                depth=depth,
            )
            arm.fade = _fade(view, j, m, index, depth)
            if depth > 0:
                arm.keep = view.seen(np.array([j.wrists[index], j.elbows[index]]))[0]
                arm.keep = _band(arm.keep, radii[half] * view.scale)
            yield arm
            if lower != depth:
                yield Volume(hulls=shapes[half:], colour=tone, thick=21 * m.limb * wide, depth=lower)
            fore = (places[-1] - places[-2]) / max(float(np.linalg.norm(places[-1] - places[-2])), 1e-6)
            across = np.cross(fore, j.turn_hands[index][:, 2])
            across /= max(float(np.linalg.norm(across)), 1e-6)
            along = np.cross(fore, across)
            end = radii[-1] * 1.12
            loops = [
                ring(places[-1] + fore * away, across * end * k, along * end * k, 14)
                for away, k in ((-8, 1.0), (-1, 1.08), (1.5, 0.95))
            ]
            yield Volume(hulls=loft(view, loops), colour=darker(tone, 0.06), thick=16, depth=lower + 0.3, shadow=0.5)
        yield from hand_volumes(look, j, view, index, lower)


def _band(line: Points, half: float) -> Points:
    along = line[1] - line[0]
    across = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-6) * half
    return np.array([line[0] + across, line[1] + across, line[1] - across, line[0] - across])


def _fade(view: View, j: Joints, m: Measures, index: int, depth: float) -> tuple[float, float, float, float] | None:
    if depth < 0:
        return None
    place = view.seen(j.shoulders[index])[0][0]
    return float(place[0]), float(place[1]), 12 * m.limb * view.scale, 34 * m.limb * view.scale

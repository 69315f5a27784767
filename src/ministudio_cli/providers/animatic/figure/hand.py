"""Hands: a palm, four fingers and a thumb."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ministudio_cli.providers.animatic.figure.skeleton import Joints
from ministudio_cli.providers.animatic.figure.solid import Points, View, Volume, dot, hulls, near, tube
from ministudio_cli.providers.animatic.look import Look

_FINGERS = ((17.0, 2.9, 6.4), (19.0, 3.0, 2.1), (17.8, 2.9, -2.2), (13.6, 2.5, -6.2))
"""Length, radius and place across the palm of the four fingers, from the thumb's side."""


def hand_volumes(look: Look, j: Joints, view: View, index: int, depth: float) -> Iterator[Volume]:
    """A palm, four fingers and a thumb; one outline where it is too small for more."""
    k = 1.12 * (0.78 if look.age == "child" else 1.12 if not look.feminine else 1.0)
    out, along, thumb = j.turn_hands[index].T
    # `out` is the back of the hand: fingers curl the other way.
    palm_side = -out
    wrist = j.wrists[index] + along * 3
    curl, first, spread, bent_thumb = j.grips[index]
    gloves = look.worn("top") is not None and look.worn("top").cut == "spacesuit"  # type: ignore[union-attr]
    skin = "#E4E8EC" if gloves else look.skin
    palm = tube(view, np.array([wrist, wrist + along * 9 * k, wrist + along * 15 * k]), np.array([6.0, 7.0, 6.2]) * k)
    edges = [wrist + along * 14 * k + thumb * side * 6.3 * k for side in (-1, 1)]
    palm += hulls([*[_circle(view, at, 3.4 * k) for at in (wrist + thumb * 4 * k, edges[1])]])
    palm += hulls([*[_circle(view, at, 3.4 * k) for at in (wrist - thumb * 4 * k, edges[0])]])
    palm += hulls([_circle(view, edges[0], 3.2 * k), _circle(view, edges[1], 3.2 * k)])
    fingers: list[tuple[float, list[Points]]] = []
    for number, (length, radius, across) in enumerate(_FINGERS):
        own = first if number == 0 else curl
        fan = spread * (across / 6.4) * 0.26
        root = wrist + (along * 15.5 + thumb * across) * k
        straight = along + thumb * fan
        straight = straight / np.linalg.norm(straight)
        low, high = np.radians(88 * own + 6), np.radians(88 * own + 6 + 96 * own + 10)
        middle = root + (straight * np.cos(low) + palm_side * np.sin(low)) * length * 0.52 * k
        tip = middle + (straight * np.cos(high) + palm_side * np.sin(high)) * length * 0.48 * k
        fingers.append(
            (
                near(view, (root + tip) / 2),
                tube(view, np.array([root, middle, tip]), np.array([radius, radius, radius * 0.86]) * k),
            )
        )
    base = wrist + (along * 4.5 + thumb * 6.0) * k
    way = along * (0.75 - 0.35 * bent_thumb) + thumb * (0.75 - 0.7 * bent_thumb) + palm_side * 0.9 * bent_thumb
    way = way / np.linalg.norm(way)
    bend = way + palm_side * 0.5 * bent_thumb + along * 0.3
    knuckle = base + way * 10.5 * k
    tip = knuckle + bend / np.linalg.norm(bend) * 9 * k
    fingers.append((near(view, tip), tube(view, np.array([base, knuckle, tip]), np.array([3.9, 3.2, 2.7]) * k)))
    if view.scale * k < 1.6:
        yield Volume(
            hulls=palm + [each for _, shapes in fingers for each in shapes],
            colour=skin,
            thick=11 * k,
            depth=depth + 0.5,
            soft=0.6,
        )
        return
    centre = near(view, wrist + along * 8 * k)
    order = sorted(fingers, key=lambda finger: finger[0])
    behind = [shapes for z, shapes in order if z < centre]
    before = [shapes for z, shapes in order if z >= centre]
    at = 0
    for group, level in ((behind, 0.4), (before, 0.7)):
        for shapes in group:
            at += 1
            yield Volume(
                hulls=shapes,
                colour=skin,
                thick=6.2 * k,
                depth=depth + level + 0.001 * at,
                soft=0.55,
                contour=1.15,
                shadow=0.35,
            )
    yield Volume(hulls=palm, colour=skin, thick=13 * k, depth=depth + 0.55, soft=0.55, shadow=0.3)


def _circle(view: View, at: Points, radius: float) -> Points:
    flat, _ = view.seen(at)
    return dot(flat[0], radius * view.scale)

"""Hair that is rough, and hair that is nearly gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ministudio_cli.providers.animatic.figure.hairlines import LINES, cut
from ministudio_cli.providers.animatic.figure.skull import (
    Skull,
    convex_hull,
    placed,
    surface,
)
from ministudio_cli.providers.animatic.figure.solid import Volume, spaced, tube
from ministudio_cli.providers.animatic.look import Look


def rough_hair(look: Look, s: Skull, cap: Volume) -> Iterator[Volume]:
    """Curls, or spikes, over the cap's outline."""
    line = LINES[cut(look)]
    for number, (degrees, height) in enumerate(
        [(a, h) for h in (44, 34, 20, 4, -12) for a in range(-180, 180, 30 if h < 40 else 60)]
    ):
        shown = degrees + (15 if (number // 3) % 2 else 0)
        if not s.shows(shown, 112) or _is_face(shown, height, line):
            continue
        at = surface(np.array([float(shown)]), np.array([float(height)]), 6.0)
        if look.hair == "curly":
            cap.hulls += tube(s.view, placed(s, at), [12.5])
        elif height > 0:
            out = at / np.linalg.norm(at)
            tip = at + out * 17 + np.array([[4.0, 8, 0]])
            cap.hulls += tube(s.view, placed(s, np.concatenate([at, tip])), [11.0, 1.2])
    yield from ()


def _is_face(degrees: float, height: float, line: Sequence[tuple[float, float]]) -> bool:
    angles, heights = zip(*line, strict=True)
    turned = (degrees + 180) % 360 - 180
    return abs(turned) < 92 and height < float(np.interp(turned, angles, heights)) + 9


def fringe_of_bald(look: Look, s: Skull) -> Iterator[Volume]:
    for side in (-1, 1):
        if s.shows(side * 120, 118):
            points = np.concatenate(
                [surface(side * spaced(84, 176, 9), np.full(9, height), 3.6) for height in (12.0, 4.0, -8.0, -22.0)]
            )
            near = side * s.yaw < 0 or s.away
            yield Volume(
                hulls=[convex_hull(s.seen(points))],
                colour=look.hair_colour,
                thick=22,
                depth=31 if near and abs(s.yaw) > 10 else 29.5,
            )

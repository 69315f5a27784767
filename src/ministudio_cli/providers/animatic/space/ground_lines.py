"""Lines and spots on a ground, in metres under the lens."""

from __future__ import annotations

from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.scenery import Scenery

NEAREST = 2.6
"""Metres: nearer ground is below the picture."""


def fill(s: Scenery, top: float, tone: str, *, far: float = 0.3, near: float = 0.12) -> None:
    s.base.rect(
        0, top, s.width, s.height - top + 2, s.base.down(darker(tone, far), lighter(tone, 0.04), darker(tone, near))
    )


def depths(s: Scenery, top: float, step: float) -> list[float]:
    """Distances from the far edge to the lens, `step` metres apart; never so close that lines run together."""
    far, z, found = min(60.0, s.lens.depth(top)), NEAREST, []
    while z < far:
        found.append(z)
        z += max(step, z * z * 0.006)
    return found


def along(s: Scenery, top: float, step: float, tone: str, *, width: float = 2.2, opacity: float = 0.45) -> None:
    """Lines that run away from the lens."""
    far = min(60.0, s.lens.depth(top))
    reach = int(s.lens.half(far) / step) + 2
    for index in range(-min(reach, 90), min(reach, 90) + 1):
        s.base.line(
            [s.lens.at(index * step, 0, far), s.lens.at(index * step, 0, NEAREST)], tone, width, opacity=opacity
        )


def across(s: Scenery, top: float, step: float, tone: str, *, opacity: float = 0.4) -> None:
    for z in depths(s, top, step):
        y = s.lens.ground(z)
        if y > top:
            s.base.rect(0, y, s.width, max(0.8, s.lens.unit(z) * 0.012), tone, opacity=opacity)


def scatter(s: Scenery, top: float, count: int) -> list[tuple[float, float, float]]:
    """Points on the ground, as many near as far: (column, row, units of a metre)."""
    found = []
    for _ in range(count):
        y = top + (s.height - top) * s.chance.random() ** 1.25
        found.append((s.chance.uniform(-20, s.width + 20), y, s.lens.unit(s.lens.depth(y))))
    return sorted(found, key=lambda point: point[1])

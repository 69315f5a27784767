"""The lens of every set: from metres to units of the picture."""

from __future__ import annotations

from dataclasses import dataclass

EYE = 1.6
"""Metres of the lens above the ground."""
HORIZON, FOCAL = 0.48, 1.42
"""Of the picture's height: where the horizon is, and how many units a metre is at one metre."""


@dataclass(frozen=True, slots=True)
class Lens:
    """x to the right of the middle, y up from the ground, z away from the lens, all in metres."""

    width: float
    height: float

    @property
    def horizon(self) -> float:
        return HORIZON * self.height

    def unit(self, z: float) -> float:
        """Units of a metre at a distance."""
        return FOCAL * self.height / z

    def at(self, x: float, y: float, z: float) -> tuple[float, float]:
        unit = self.unit(z)
        return self.width / 2 + x * unit, self.horizon + (EYE - y) * unit

    def ground(self, z: float) -> float:
        """The row of the ground at a distance."""
        return self.horizon + EYE * self.unit(z)

    def depth(self, y: float) -> float:
        """How far the ground of a row is; far away at the horizon."""
        return EYE * FOCAL * self.height / max(1.0, y - self.horizon)

    def half(self, z: float) -> float:
        """Metres from the middle to the picture's edge at a distance."""
        return self.width / 2 / self.unit(z)

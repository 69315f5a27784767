"""The sounds of places: each kind of `reading.soundscape.SOUNDS` with what makes it and how loud it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from ministudio_cli.providers.ambience import nature, people
from ministudio_cli.providers.ambience.tools import Filter, Stereo

KINDS: dict[str, tuple[Callable[[np.random.Generator], Callable[[int], Stereo]], float]] = {
    "room": (nature.room, -62),
    "air": (nature.air, -58),
    "rain": (nature.rain, -36),
    "thunder": (nature.thunder, -27),
    "wind": (nature.wind, -36),
    "waves": (nature.waves, -35),
    "stream": (nature.stream, -38),
    "birds": (nature.birds, -35),
    "crickets": (nature.crickets, -35),
    "traffic": (people.traffic, -40),
    "crowd": (people.crowd, -27),
    "stadium": (people.stadium, -38),
    "cafe": (people.cafe, -24),
    "train": (people.train, -38),
    "machines": (people.machines, -36),
    "computers": (people.computers, -46),
    "fire": (nature.fire, -38),
    "underwater": (nature.underwater, -37),
}
"""Each kind with its level in dB, by what is measured of it: about 20 dB under a voice, room and air far under."""


class Sounding:
    """One sound that goes on: `more` gives its next samples, (count, 2)."""

    def __init__(self, make: Callable[[int], Stereo], level: float, *, muffled: bool) -> None:
        self._make, self._level = make, np.float32(10 ** (level / 20))
        self._walls = [Filter(None, 550) for _ in range(2)] if muffled else []

    def more(self, count: int) -> Stereo:
        sound = self._make(count) * self._level
        if self._walls:
            through = [wall(sound[:, side].astype(np.float64)) for side, wall in enumerate(self._walls)]
            sound = np.stack(through, axis=1).astype(np.float32) * np.float32(0.8)
        return sound


def sounding(kind: str, seed: int, *, muffled: bool) -> Sounding:
    """A kind of sound of `reading.soundscape.SOUNDS`, by a seed."""
    make, level = KINDS[kind]
    own = int.from_bytes(hashlib.sha256(f"{kind} {muffled}".encode()).digest()[:4], "big")
    return Sounding(make(np.random.default_rng([seed, own])), level, muffled=muffled)

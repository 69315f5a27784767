"""What ambience is made of: filtered noise that goes on, values that wander, short sounds laid by chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt, sosfilt_zi

RATE = 48_000
Stereo = NDArray[np.float32]
Mono = NDArray[np.float64]


class Filter:
    """A Butterworth filter that remembers what it was given before; (low, high) in Hz, None where it is open."""

    def __init__(self, low: float | None, high: float | None, order: int = 2) -> None:
        if low is None:
            self._sections = butter(order, high, "lowpass", fs=RATE, output="sos")
        elif high is None:
            self._sections = butter(order, low, "highpass", fs=RATE, output="sos")
        else:
            self._sections = butter(order, (low, high), "bandpass", fs=RATE, output="sos")
        self._rest: Any = sosfilt_zi(self._sections) * 0

    def __call__(self, sound: Mono) -> Mono:
        done, self._rest = sosfilt(self._sections, sound, zi=self._rest)
        return np.asarray(done, np.float64)


class Wander:
    """A value that wanders between 0 and 1, smoothly, with a turn about every so many seconds."""

    def __init__(self, chance: np.random.Generator, seconds: float) -> None:
        self._chance, self._step = chance, max(1, round(seconds * RATE))
        self._values = [float(chance.random()), float(chance.random())]
        self._at = 0

    def more(self, count: int) -> Mono:
        places = (self._at + np.arange(count)) / self._step
        while len(self._values) < int(places[-1]) + 2:
            self._values.append(float(self._chance.random()))
        whole = places.astype(int)
        share = (1 - np.cos(np.pi * (places - whole))) / 2
        values = np.asarray(self._values)
        self._at += count
        if whole[-1] > 64:
            self._values = self._values[int(whole[-1]) :]
            self._at -= int(whole[-1]) * self._step
        return np.asarray(values[whole] * (1 - share) + values[whole + 1] * share, np.float64)


class Page:
    """Short sounds laid where chance has them, whose ends reach over into what comes next."""

    def __init__(self) -> None:
        self._rest: Stereo = np.zeros((0, 2), np.float32)

    def add(self, at: int, sound: Mono, pan: float) -> None:
        """A mono sound so many samples on from here; pan −1 left to 1 right."""
        more = at + sound.size - len(self._rest)
        if more > 0:
            self._rest = np.concatenate([self._rest, np.zeros((more, 2), np.float32)])
        self._rest[at : at + sound.size, 0] += (sound * np.cos((pan + 1) * np.pi / 4)).astype(np.float32)
        self._rest[at : at + sound.size, 1] += (sound * np.sin((pan + 1) * np.pi / 4)).astype(np.float32)

    def turned(self, count: int) -> Stereo:
        done = np.zeros((count, 2), np.float32)
        there = min(count, len(self._rest))
        done[:there] = self._rest[:there]
        self._rest = self._rest[there:].copy()
        return done


def noise(chance: np.random.Generator, low: float | None, high: float | None) -> Callable[[int], Mono]:
    """Filtered noise of unit power."""
    own = Filter(low, high)
    width = ((high or RATE / 2) - (low or 0)) / (RATE / 2)
    scale = 1 / np.sqrt(max(width, 1e-3))
    return lambda count: own(chance.standard_normal(count)) * scale


def both(make: Callable[[], Callable[[int], Mono]]) -> Callable[[int], Stereo]:
    """The same kind of sound in each ear, from chance of its own."""
    left, right = make(), make()
    return lambda count: np.stack([left(count), right(count)], axis=1).astype(np.float32)

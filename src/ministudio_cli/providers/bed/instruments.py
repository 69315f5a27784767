"""Instruments, each as a function of pitch, length and strength; mono at 48 kHz, the same note the same samples."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

RATE = 48_000
Mono = NDArray[np.float32]
_TABLE = 4096
_TABLES: dict[str, tuple[float, ...]] = {
    "warm": (1.0, 0.32, 0.14, 0.05),
    "strings": (1.0, 0.62, 0.5, 0.36, 0.3, 0.2, 0.16, 0.11, 0.08, 0.06),
    "glass": (1.0, 0.05, 0.3, 0.02, 0.14, 0.0, 0.06),
    "choir": (1.0, 0.8, 0.25, 0.1, 0.16, 0.2, 0.08, 0.03),
    "flute": (1.0, 0.22, 0.12, 0.03),
    "brass": (0.8, 1.0, 0.85, 0.66, 0.5, 0.36, 0.25, 0.16, 0.1, 0.06),
}
"""Strength of each partial of what is blown, bowed and sung."""
_RISE = {"strings": 0.22, "choir": 0.35, "glass": 0.4, "warm": 0.3, "flute": 0.06, "brass": 0.05}
SUSTAINED = tuple(_TABLES)
_PITCHES = 120
"""Notes of an instrument that are kept: some 50 MB."""


def hertz(semitone: float) -> float:
    """The frequency so many semitones from middle C."""
    return float(261.6256 * 2.0 ** (semitone / 12))


@lru_cache(maxsize=len(_TABLES))
def _wave(name: str) -> Mono:
    turn = 2 * np.pi * np.arange(_TABLE) / _TABLE
    wave = sum(level * np.sin((part + 1) * turn + 0.7 * part) for part, level in enumerate(_TABLES[name]))
    return np.asarray(wave / np.abs(wave).max(), np.float32)


def sustained(name: str, semitone: float, samples: int, *, detune: float = 0.0, phase: float = 0.0) -> Mono:
    """A note that is held so long and dies away in another second: pads, strings, voices, winds."""
    tail = samples + RATE
    time = np.arange(tail, dtype=np.float32) / np.float32(RATE)
    depth = {"flute": 0.004, "strings": 0.0032, "choir": 0.0036}.get(name, 0.0)
    pitch = hertz(semitone) * (1 + detune)
    turn = pitch * time.astype(np.float64) + phase
    if depth:
        # A vibrato that comes in after the note has begun.
        turn += pitch * depth / (2 * np.pi * 5.2) * np.sin(2 * np.pi * 5.2 * time) * np.clip(time / 0.5, 0, 1)
    wave = _wave(name)
    tone = np.take(wave, (turn * _TABLE).astype(np.int64) & (_TABLE - 1))
    swell = np.clip(time / _RISE[name], 0, 1) * np.clip((tail / RATE - time) / 0.9, 0, 1) ** 1.3
    return np.asarray(tone * swell, np.float32)


@lru_cache(maxsize=_PITCHES)
def plucked(semitone: int, bright: float) -> Mono:
    """A string by Karplus and Strong: noise that goes round a loop as long as its period, duller each time."""
    period = RATE / hertz(semitone)
    # What dulls it also holds it back by half a sample.
    loop = int(period - 0.5)
    chance = np.random.default_rng([semitone + 200, 3])
    burst = np.zeros(int(RATE * 1.8))
    burst[:loop] = lfilter([bright], [1, bright - 1], chance.uniform(-1, 1, loop))
    # The loop is as long as the period to a part of a sample, so that high notes are in tune.
    share = period - 0.5 - loop
    filtered = np.zeros(loop + 3)
    filtered[0] = 1
    hold = 0.5 ** (1 / (RATE / loop * (0.55 if semitone > 12 else 0.9)))
    filtered[loop : loop + 3] = -hold * np.array([0.5 * (1 - share), 0.5, 0.5 * share])
    tone = lfilter([1.0], filtered, burst)
    fade = np.clip((1.8 - np.arange(tone.size) / RATE) / 0.3, 0, 1)
    return np.asarray(tone / max(1e-9, np.abs(tone).max()) * fade, np.float32)


def _modes(semitone: int, modes: tuple[tuple[float, float, float], ...], seconds: float, strike: float) -> Mono:
    """A struck body: partials as (ratio, strength, how fast it dies), after a strike that lasts so long."""
    time = np.arange(int(RATE * seconds), dtype=np.float32) / np.float32(RATE)
    base = hertz(semitone)
    tone = np.zeros(time.size, np.float32)
    for ratio, level, fall in modes:
        if base * ratio < RATE / 2.2:
            tone += level * np.sin(np.float32(2 * np.pi * base * ratio) * time) * np.exp(-fall * time)
    shape = np.clip(time / strike, 0, 1) * np.clip((seconds - time) / 0.1, 0, 1)
    return np.asarray(tone / max(1e-9, float(np.abs(tone).max())) * shape, np.float32)


@lru_cache(maxsize=_PITCHES)
def piano(semitone: int) -> Mono:
    """Partials of a stiff string, each a little sharper than the last, the high ones gone first."""
    stiff = 0.00035 * 2 ** (semitone / 24)
    slow = 1.1 * 2 ** (semitone / 26)
    modes = tuple(
        (part * np.sqrt(1 + stiff * part**2), part**-1.25 * (0.6 if part % 7 == 0 else 1.0), slow * (0.6 + 0.42 * part))
        for part in range(1, 11)
    )
    return _modes(semitone, modes, 2.4, 0.004)


@lru_cache(maxsize=_PITCHES)
def marimba(semitone: int) -> Mono:
    return _modes(semitone, ((1, 1.0, 6.5), (3.93, 0.35, 17), (9.2, 0.12, 42)), 1.0, 0.002)


@lru_cache(maxsize=_PITCHES)
def celesta(semitone: int) -> Mono:
    return _modes(semitone + 12, ((1, 1.0, 3.2), (2.76, 0.3, 7), (5.4, 0.16, 13), (8.93, 0.06, 22)), 1.8, 0.002)


def _guitar(semitone: int) -> Mono:
    return plucked(semitone, 0.35)


def _pluck(semitone: int) -> Mono:
    return plucked(semitone, 0.8)


STRUCK: dict[str, Callable[[int], Mono]] = {
    "piano": piano, "marimba": marimba, "celesta": celesta, "guitar": _guitar, "pluck": _pluck,
}  # fmt: skip
"""Instruments whose notes die away by themselves."""


@lru_cache(maxsize=64)
def drum(name: str, variant: int = 0) -> Mono:
    """One stroke: kick, snare, brush, hat, taiko, rim, crash, riser (which ends at its loudest)."""
    chance = np.random.default_rng([variant, sum(map(ord, name))])
    return np.asarray(_DRUMS[name](chance), np.float32)


def _time(seconds: float) -> Any:
    return np.arange(int(seconds * RATE)) / RATE


def _band(sound: Any, low: float, high: float) -> Any:
    return sosfilt(butter(2, (low, high), "bandpass", fs=RATE, output="sos"), sound)


def _kick(_chance: Any) -> Any:
    time = _time(0.35)
    return np.sin(2 * np.pi * (48 * time + 9 * (1 - np.exp(-28 * time)) / 2)) * np.exp(-11 * time)


def _snare(chance: Any) -> Any:
    time = _time(0.25)
    body = 0.5 * np.sin(2 * np.pi * 190 * time) * np.exp(-30 * time)
    return body + _band(chance.standard_normal(time.size), 900, 7000) * np.exp(-20 * time) * 0.9


def _brush(chance: Any) -> Any:
    time = _time(0.35)
    return _band(chance.standard_normal(time.size), 2500, 9000) * np.exp(-18 * time) * np.clip(time / 0.012, 0, 1)


def _hat(chance: Any) -> Any:
    time = _time(0.12)
    return _band(chance.standard_normal(time.size), 6000, 15000) * np.exp(-60 * time)


def _taiko(chance: Any) -> Any:
    time = _time(0.9)
    pitch = float(chance.uniform(58, 82))
    skin = np.sin(2 * np.pi * (pitch * time + 2.2 * (1 - np.exp(-24 * time)))) * np.exp(-5.5 * time)
    return skin + 0.5 * _band(chance.standard_normal(time.size), 80, 900) * np.exp(-26 * time)


def _rim(chance: Any) -> Any:
    time = _time(0.08)
    return np.sin(2 * np.pi * 1700 * time) * np.exp(-90 * time) + 0.2 * chance.standard_normal(time.size) * np.exp(
        -160 * time
    )


def _crash(chance: Any) -> Any:
    time = _time(2.6)
    return _band(chance.standard_normal(time.size), 3000, 14000) * np.exp(-1.7 * time) * np.clip(time / 0.006, 0, 1)


def _riser(chance: Any) -> Any:
    time = _time(1.6)
    noise = chance.standard_normal(time.size)
    whole = _band(noise, 400, 1500) * (1 - time / 1.6) + _band(noise, 1500, 9000) * (time / 1.6)
    return whole * (time / 1.6) ** 2.2 * np.clip((1.6 - time) / 0.03, 0, 1)


_DRUMS: dict[str, Callable[[Any], Any]] = {
    "kick": _kick, "snare": _snare, "brush": _brush, "hat": _hat, "taiko": _taiko, "rim": _rim, "crash": _crash,
    "riser": _riser,
}  # fmt: skip

"""Voices as they are heard: louder or softer, through a telephone, in a cave. Mono at 48 kHz, by a fixed seed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.planning.voicing import Voicing

_SPACES: dict[str, tuple[float, float, float, float]] = {
    "room": (0.4, -15.0, 0.006, 5000),
    "tiles": (0.8, -12.0, 0.004, 9000),
    "tunnel": (1.6, -11.0, 0.012, 3500),
    "hall": (1.5, -13.0, 0.02, 4500),
    "cave": (2.2, -11.0, 0.03, 2600),
    "church": (3.0, -13.0, 0.03, 3800),
}
"""Of a space: seconds in which its echo falls by 60 dB, its level against the voice in dB, seconds until it comes, and
Hz over which it is dull.
"""
_BANDS = {"telephone": (300, 3400), "radio": (180, 5000), "loudspeaker": (250, 4200), "wall": (60, 480)}
"""Hz that are heard through something."""
_DRIVE = {"telephone": 2.0, "radio": 1.6, "loudspeaker": 2.5, "wall": 0.0}
"""How hard it is driven: 0 leaves a voice clean."""
_LOSS = {"telephone": 0.0, "radio": 0.0, "loudspeaker": 0.0, "wall": -5.0}
_SLAP = ((0.11, 0.35), (0.23, 0.16))
"""Echoes of a loudspeaker in the open: seconds and share."""
_ORDER = 4
_KNEE, _HIGHEST = 0.8, 0.98
"""Of full scale, over which a voice that is too loud is bent, and what it never reaches."""
_SEED = 20_260


def voiced(line: NDArray[np.float32], voicing: Voicing) -> NDArray[np.float32]:
    """A line as it is heard; longer than it was where a space goes on after it."""
    sound = line.astype(np.float64)
    if not sound.any():
        return line
    if voicing.through:
        sound = _through(sound, voicing.through)
    if voicing.acoustics:
        sound = _within(sound, voicing.acoustics)
    return _rounded(sound * 10 ** (voicing.level / 20)).astype(np.float32)


def _rounded(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """What would go over full scale, bent under it; all else as it is."""
    if not sound.size or float(np.abs(sound).max()) < 1:
        return sound
    over = np.maximum(0, np.abs(sound) - _KNEE)
    room = _HIGHEST - _KNEE
    bent = _KNEE + room * np.tanh(over / room)
    curved: NDArray[np.float64] = np.where(over > 0, np.sign(sound) * bent, sound)
    return curved


def _through(sound: NDArray[np.float64], kind: str) -> NDArray[np.float64]:
    from scipy.signal import butter, sosfiltfilt  # noqa: PLC0415

    low, high = _BANDS[kind]
    band = butter(_ORDER // 2, (low, high), "bandpass", fs=SAMPLE_RATE, output="sos")
    # Both ways, so that nothing comes later than it was spoken; padded, for lines of any length.
    heard: NDArray[np.float64] = sosfiltfilt(band, sound, padlen=min(sound.size - 1, SAMPLE_RATE // 10))
    before = _level(sound)
    if drive := _DRIVE[kind]:
        peak = float(np.abs(heard).max()) or 1.0
        heard = np.tanh(drive * heard / peak) * peak
    heard = heard * (before / _level(heard) * 10 ** (_LOSS[kind] / 20)) if before and _level(heard) else heard
    if kind == "loudspeaker":
        dry, heard = heard, np.concatenate([heard, np.zeros(round(_SLAP[-1][0] * SAMPLE_RATE))])
        for seconds, share in _SLAP:
            at = round(seconds * SAMPLE_RATE)
            heard[at : at + dry.size] += share * dry
    return heard


def _within(sound: NDArray[np.float64], kind: str) -> NDArray[np.float64]:
    from scipy.signal import butter, fftconvolve, sosfilt  # noqa: PLC0415

    fall, level, comes, dull = _SPACES[kind]
    count = round(fall * SAMPLE_RATE)
    at = np.arange(count) / SAMPLE_RATE
    echo = np.random.default_rng(_SEED).standard_normal(count) * 10 ** (-3 * at / fall)
    echo = sosfilt(butter(1, dull, fs=SAMPLE_RATE, output="sos"), echo)
    echo *= 1 - np.exp(-at / 0.004)
    wet = fftconvolve(sound, echo)
    wet *= _level(sound) / max(_level(wet[: sound.size]), 1e-9) * 10 ** (level / 20)
    late = round(comes * SAMPLE_RATE)
    heard = np.zeros(late + wet.size)
    heard[: sound.size] = sound
    heard[late:] += wet
    return heard


def _level(sound: NDArray[np.float64]) -> float:
    return math.sqrt(float(np.mean(sound**2))) if sound.size else 0.0

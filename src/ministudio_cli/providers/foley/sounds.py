"""What foley is made of: struck things that ring in their own modes, grains, and noise that swells. Mono, 48 kHz."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

RATE = 48_000
Mono = NDArray[np.float64]
_RISE = 48
"""Samples in which a sound begins, so that it does not click."""


def made(kind: str, ground: str, chance: np.random.Generator) -> Mono:
    """One sound of a kind at its own level, on a ground (see `reading.soundscape.GROUNDS`)."""
    level, make = KINDS[kind]
    sound = make(chance) if kind not in ("step", "paw", "land") else _on(kind, ground, chance)
    rise = min(_RISE, sound.size)
    sound[:rise] *= np.linspace(0, 1, rise)
    peak = float(np.abs(sound).max()) or 1.0
    return np.asarray(sound / peak * 10 ** ((level + float(chance.uniform(-1.5, 1.5))) / 20), np.float64)


def _time(seconds: float) -> Mono:
    return np.arange(round(seconds * RATE)) / RATE


def _noise(chance: np.random.Generator, seconds: float, low: float, high: float) -> Mono:
    sections = butter(2, (low, high), "bandpass", fs=RATE, output="sos")
    return np.asarray(sosfilt(sections, chance.standard_normal(round(seconds * RATE))), np.float64)


def _modes(chance: np.random.Generator, modes: Sequence[tuple[float, float, float]], seconds: float) -> Mono:
    """A struck thing: (Hz, seconds to die away, share) for each of its modes, a little off each time."""
    t, found = _time(seconds), np.zeros(round(seconds * RATE))
    for pitch, decay, share in modes:
        own = pitch * (1 + 0.03 * float(chance.standard_normal()))
        found += share * np.sin(2 * np.pi * own * t) * np.exp(-t / decay)
    return found


def _burst(chance: np.random.Generator, seconds: float, low: float, high: float, decay: float) -> Mono:
    return _noise(chance, seconds, low, high) * np.exp(-_time(seconds) / decay)


def _swell(chance: np.random.Generator, seconds: float, low: float, high: float) -> Mono:
    t = _time(seconds)
    return np.asarray(_noise(chance, seconds, low, high) * np.sin(np.pi * t / seconds) ** 1.5, np.float64)


def _grains(chance: np.random.Generator, seconds: float, low: float, high: float, count: int) -> Mono:
    """Many small things that move: gravel, snow, leaves, keys."""
    found = np.zeros(round(seconds * RATE))
    for at in np.sort(chance.beta(1.6, 3.0, count)) * (seconds - 0.02):
        grain = _burst(chance, 0.02, low, high, 0.003 + 0.004 * float(chance.random()))
        start = int(at * RATE)
        found[start : start + grain.size] += grain * float(chance.uniform(0.3, 1.0))
    return found


def _together(*parts: Mono) -> Mono:
    whole = np.zeros(max(part.size for part in parts))
    for part in parts:
        whole[: part.size] += part
    return whole


def _later(sound: Mono, seconds: float) -> Mono:
    return np.concatenate([np.zeros(round(seconds * RATE)), sound])


def _wood(chance: np.random.Generator) -> Mono:
    return _together(
        _modes(chance, ((95, 0.035, 1.0), (168, 0.028, 0.7), (340, 0.016, 0.3)), 0.16),
        0.35 * _burst(chance, 0.03, 700, 2600, 0.006),
    )


def _stone(chance: np.random.Generator) -> Mono:
    return _together(
        _burst(chance, 0.09, 1500, 5200, 0.011), _modes(chance, ((140, 0.02, 0.5), (1900, 0.012, 0.25)), 0.09)
    )


def _metal(chance: np.random.Generator) -> Mono:
    return _together(
        _modes(chance, ((210, 0.12, 0.7), (533, 0.16, 0.5), (1270, 0.1, 0.3), (2410, 0.06, 0.2)), 0.4),
        0.4 * _burst(chance, 0.03, 1500, 5000, 0.006),
    )


_GROUND: dict[str, Callable[[np.random.Generator], Mono]] = {
    "wood": _wood,
    "stone": _stone,
    "carpet": lambda chance: _burst(chance, 0.14, 60, 420, 0.035),
    "grass": lambda chance: _together(_swell(chance, 0.17, 500, 3200), 0.5 * _burst(chance, 0.12, 60, 240, 0.03)),
    "earth": lambda chance: _together(_burst(chance, 0.16, 80, 700, 0.04), 0.3 * _grains(chance, 0.14, 900, 3500, 9)),
    "gravel": lambda chance: _together(_grains(chance, 0.24, 1100, 6500, 44), 0.3 * _burst(chance, 0.1, 80, 300, 0.03)),
    "sand": lambda chance: _swell(chance, 0.24, 700, 4200),
    "snow": lambda chance: _together(_grains(chance, 0.26, 1500, 5200, 90), 0.4 * _swell(chance, 0.2, 300, 1400)),
    "leaves": lambda chance: _grains(chance, 0.26, 1800, 7800, 60),
    "water": lambda chance: _splash(chance, 0.4),
    "metal": _metal,
}
"""What a foot sounds like, by what it comes down on."""


def _on(kind: str, ground: str, chance: np.random.Generator) -> Mono:
    """A foot: heel, then the ball; a paw is lighter, and who lands comes down with both feet."""
    make = _GROUND[ground]
    if kind == "paw":
        light = make(chance)
        return np.asarray(light[: light.size // 2] * np.linspace(1, 0, light.size // 2), np.float64)
    ball = _later(make(chance), 0.055 + 0.02 * float(chance.random()) if kind == "step" else 0.02)
    both = _together(make(chance), (0.4 if kind == "step" else 0.9) * ball)
    return both if kind == "step" else _together(both, _burst(chance, 0.2, 40, 160, 0.05))


def _splash(chance: np.random.Generator, seconds: float) -> Mono:
    drops = np.zeros(round(seconds * RATE))
    for at in chance.random(14) * (seconds - 0.06):
        t = _time(0.05)
        pitch = float(chance.uniform(600, 2100))
        drop = np.sin(2 * np.pi * (pitch * t + 6 * pitch * t**2)) * np.exp(-t / 0.012)
        start = int(at * RATE)
        drops[start : start + drop.size] += drop * float(chance.uniform(0.05, 0.3))
    return _together(_burst(chance, seconds, 350, 5200, seconds / 4), drops)


def _pour(chance: np.random.Generator) -> Mono:
    t = _time(2.2)
    found = 0.4 * _noise(chance, 2.2, 900, 4800) * np.minimum(1, np.minimum(t / 0.2, (2.2 - t) / 0.4))
    for at in np.sort(chance.random(70)) * 2.1:
        bubble, pitch = _time(0.04), (380 + 320 * at) * float(chance.uniform(0.85, 1.2))
        wave = np.sin(2 * np.pi * pitch * bubble * (1 + 4 * bubble)) * np.exp(-bubble / 0.012)
        start = int(at * RATE)
        found[start : start + wave.size] += wave[: found.size - start] * float(chance.uniform(0.2, 0.7))
    return found


def _saw(chance: np.random.Generator) -> Mono:
    t = _time(0.34)
    teeth = 0.55 + 0.45 * np.sign(np.sin(2 * np.pi * (42 + 30 * t) * t))
    return np.asarray(_swell(chance, 0.34, 900, 4800) * teeth, np.float64)


def _creak(chance: np.random.Generator) -> Mono:
    """A hinge sticks and slips, quicker as it goes."""
    seconds = 0.75
    found, at = np.zeros(round(seconds * RATE)), 0.05
    while at < seconds - 0.06:
        slip = _modes(chance, ((430, 0.012, 1.0), (1120, 0.008, 0.5), (1730, 0.006, 0.25)), 0.05)
        start = int(at * RATE)
        found[start : start + slip.size] += slip * np.sin(np.pi * at / seconds)
        at += 0.028 - 0.014 * at / seconds + 0.004 * float(chance.random())
    return found


def _swing(chance: np.random.Generator) -> Mono:
    """A band of noise that rises and falls as something passes."""
    parts = [_later(_swell(chance, 0.16, low, 1.8 * low), 0.035 * n) for n, low in enumerate((320, 560, 900, 560))]
    return _together(*parts)


def _keys(chance: np.random.Generator) -> Mono:
    found = np.zeros(round(0.2 * RATE))
    for at in (0.0, float(chance.uniform(0.07, 0.12))):
        click = _together(
            _burst(chance, 0.03, 1800, 6800, 0.004), _later(0.6 * _burst(chance, 0.02, 900, 3000, 0.004), 0.014),
            _modes(chance, ((260, 0.008, 0.4),), 0.03),
        )  # fmt: skip
        start = int(at * RATE)
        found[start : start + click.size] += click * float(chance.uniform(0.6, 1.0))
    return found


def _clap(chance: np.random.Generator) -> Mono:
    hands = [_later(_burst(chance, 0.05, 700, 3800, 0.005), at) for at in (0.0, 0.006, 0.011)]
    return _together(*hands, _burst(chance, 0.12, 800, 2600, 0.022))


def _string(chance: np.random.Generator) -> Mono:
    return _together(_modes(chance, ((118, 0.12, 1.0), (236, 0.08, 0.5), (356, 0.05, 0.3)), 0.4), 0.4 * _swing(chance))


def _thud(chance: np.random.Generator) -> Mono:
    return _together(_modes(chance, ((58, 0.07, 1.0), (94, 0.05, 0.6)), 0.3), 0.4 * _burst(chance, 0.2, 120, 900, 0.04))


def _two_clicks(chance: np.random.Generator, apart: float) -> Mono:
    return _together(
        _burst(chance, 0.02, 1500, 6000, 0.003), _later(0.8 * _burst(chance, 0.03, 900, 4200, 0.005), apart)
    )


def _kick(chance: np.random.Generator) -> Mono:
    return _together(_modes(chance, ((88, 0.05, 1.0), (190, 0.03, 0.6)), 0.2), 0.3 * _clap(chance))


def _drum(chance: np.random.Generator) -> Mono:
    skin = _modes(chance, ((122, 0.14, 1.0), (196, 0.09, 0.5), (281, 0.06, 0.3)), 0.4)
    return _together(skin, 0.3 * _burst(chance, 0.04, 700, 3000, 0.008))


def _chop(chance: np.random.Generator) -> Mono:
    return _together(_modes(chance, ((240, 0.02, 1.0), (610, 0.012, 0.6)), 0.09), 0.3 * _keys(chance))


def _dig(chance: np.random.Generator) -> Mono:
    return _together(_grains(chance, 0.34, 700, 4200, 60), 0.6 * _burst(chance, 0.2, 80, 500, 0.05))


def _cup(chance: np.random.Generator) -> Mono:
    china = _modes(chance, ((1480, 0.03, 0.5), (2830, 0.025, 0.4), (4350, 0.015, 0.2)), 0.15)
    return _together(china, 0.7 * _wood(chance))


def _page(chance: np.random.Generator) -> Mono:
    return _together(_swell(chance, 0.3, 1800, 8200), _later(_grains(chance, 0.16, 2400, 8200, 14), 0.14))


KINDS: dict[str, tuple[float, Callable[[np.random.Generator], Mono]]] = {
    "step": (-18, _wood),
    "paw": (-26, _wood),
    "land": (-16, _wood),
    "cloth": (-34, lambda chance: _swell(chance, 0.32, 900, 5200)),
    "keys": (-26, _keys),
    "knock": (-14, lambda chance: _modes(chance, ((170, 0.03, 1.0), (410, 0.025, 0.8), (930, 0.012, 0.4)), 0.15)),
    "clap": (-18, _clap),
    "hammer": (-14, lambda chance: _together(_wood(chance), 0.7 * _metal(chance))),
    "saw": (-21, _saw),
    "scrape": (-24, lambda chance: _swell(chance, 0.45, 1400, 6200)),
    "latch": (-22, lambda chance: _two_clicks(chance, 0.09)),
    "creak": (-24, _creak),
    "door": (-14, lambda chance: _together(_thud(chance), _wood(chance), _later(_two_clicks(chance, 0.03), 0.04))),
    "pour": (-24, _pour),
    "swing": (-25, _swing),
    "kick": (-16, _kick),
    "hit": (-18, lambda chance: _together(_thud(chance), 0.5 * _burst(chance, 0.06, 500, 2600, 0.012))),
    "drum": (-16, _drum),
    "chop": (-21, _chop),
    "dig": (-21, _dig),
    "thud": (-14, _thud),
    "thump": (-22, lambda chance: _burst(chance, 0.2, 60, 320, 0.05)),
    "cup": (-25, _cup),
    "scratch": (-32, lambda chance: _swell(chance, 0.26, 2400, 7600)),
    "page": (-25, _page),
    "splash": (-21, lambda chance: _splash(chance, 0.7)),
    "brush": (-31, lambda chance: _swell(chance, 0.4, 1500, 6200)),
    "catch": (-20, lambda chance: _together(_clap(chance), 0.6 * _burst(chance, 0.1, 90, 400, 0.025))),
    "string": (-19, _string),
    "shutter": (-24, lambda chance: _two_clicks(chance, 0.06)),
    "click": (-28, lambda chance: _two_clicks(chance, 0.03)),
}  # fmt: skip
"""Every kind with the level of its peak in dBFS, as somebody is heard who is as tall as the frame."""

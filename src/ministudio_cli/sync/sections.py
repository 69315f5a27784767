"""Where music turns: bars from which it sounds otherwise than before them, and those of them where it comes in loud."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.sync.pulse import RATE

AROUND = 4
"""Bars on either side of a bar line that are held against each other, and fewest bars of a section."""
CHANGE = 4.0
"""dB by which bands differ in the mean from the bars before to those after, where a section begins."""
DROP_LOW, DROP_ALL = 6.0, 2.0
"""dB that a drop adds to what is under 150 Hz, and to the whole."""
_WINDOW, _HOP = 4096, 2048
_AT_ONCE = 256
"""Spectra that are held at once."""
_BANDS = 24
_LOW = 150.0
_RANGE = 60.0
"""dB under the loudest bar from which a band counts as silent."""


def turns(sound: NDArray[np.float32], bars: Sequence[float]) -> tuple[tuple[float, str], ...]:
    """The bar lines on which music turns, in seconds, each “section” or “drop”. `sound` is mono at 22,050 Hz, `bars`
    are the seconds on which bars begin.
    """
    if len(bars) < 2 * AROUND:
        return ()
    bands, low, whole = _levels(sound, bars)
    count = len(bands)
    change = np.zeros(count)
    for at in range(2, count - 1):
        before, after = bands[max(0, at - AROUND) : at], bands[at : at + AROUND]
        change[at] = np.sqrt(np.mean((after.mean(axis=0) - before.mean(axis=0)) ** 2))
    found: list[tuple[float, str]] = []
    for at in range(2, count - 1):
        if change[at] < CHANGE or change[at] < change[max(0, at - AROUND + 1) : at + AROUND].max():
            continue
        rise = [part[at : at + AROUND].mean() - part[max(0, at - AROUND) : at].mean() for part in (low, whole)]
        found.append((bars[at], "drop" if rise[0] >= DROP_LOW and rise[1] >= DROP_ALL else "section"))
    return tuple(found)


def _levels(
    sound: NDArray[np.float32], bars: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """What each bar holds, in dB: by bands (bars, 24), under 150 Hz, and in all."""
    hertz = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    edges = np.searchsorted(hertz, np.geomspace(40, RATE / 2, _BANDS + 1))
    edges = np.maximum.accumulate(np.maximum(edges, np.arange(_BANDS + 1) + 1))
    window = np.hanning(_WINDOW).astype(np.float32)
    lines = np.searchsorted(hertz, _LOW)
    rows: list[NDArray[np.float64]] = []
    for start, end in zip(bars, (*bars[1:], sound.size / RATE), strict=True):
        piece = sound[round(start * RATE) : round(end * RATE)]
        if piece.size < _WINDOW:
            piece = np.pad(piece, (0, _WINDOW - piece.size))
        frames = np.lib.stride_tricks.sliding_window_view(piece, _WINDOW)[::_HOP]
        power = np.zeros(hertz.size)
        for first in range(0, len(frames), _AT_ONCE):
            power += (np.abs(np.fft.rfft(frames[first : first + _AT_ONCE] * window, axis=1)) ** 2).sum(axis=0)
        power /= len(frames)
        rows.append(np.array([*np.add.reduceat(power, edges[:-1]), power[1:lines].sum(), power.sum()]))
    powers = np.array(rows)
    floor = max(float(powers[:, -1].max()) * 10 ** (-_RANGE / 10), 1e-12)
    levels = 10 * np.log10(powers + floor)
    return levels[:, :_BANDS], levels[:, _BANDS], levels[:, _BANDS + 1]

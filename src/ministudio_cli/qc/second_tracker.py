"""A second tracker of beats, which shares nothing with the one that films are cut to: its onsets are rises of level in
nine octave bands, and its beats the most likely path of a hidden Markov model over tempo and place in the beat (the bar
pointer model of Whiteley, Cemgil and Godsill, 2006, with the states of Krebs, Böck and Widmer, 2015).

How right it is on annotated music is told by `tests/bench/music.py`, beside the first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

RATE = 50
"""Frames a second."""
_WINDOW = 92
"""Milliseconds that a frame looks at."""
_EDGES = (30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 11000)
"""Hz between which levels are taken."""
_STEEPEST = 20.0
"""dB in 40 ms over which a rise counts no more."""
_SLOWEST, _FASTEST, _USUAL, _WIDTH = 45, 200, 105, 0.5
"""Beats a minute that are looked for, those that are likeliest, and by how many octaves others may be off them."""
_SPREAD = 1.22
"""By how much the tempo may leave what it mostly is."""
_STEADY = 200.0
_PART = 12
"""The share of a beat, one in so many, in which its onset is."""
_SHORTEST = 6
"""Seconds under which nothing is tracked."""
_EARLY = 0.018
"""Seconds by which a rise is seen before it is heard: the window reaches ahead."""
_NEAR = 0.07
_STRETCH, _APART = 4.0, 0.5
"""Seconds of a stretch in which two trackers are compared, and the share of beats under which they disagree."""


def tracked(pieces: Iterator[NDArray[np.float32]], rate: int) -> tuple[float, ...]:
    """The beats, in seconds, of mono sound that comes in pieces."""
    onsets = novelty(pieces, rate)
    if onsets.size < _SHORTEST * RATE or not onsets.any():
        return ()
    return tuple((_path(onsets, 60 * RATE / _tempo(onsets)) / RATE + _EARLY).tolist())


def disagreements(beats: Sequence[float], others: Sequence[float], seconds: float) -> tuple[tuple[float, float], ...]:
    """Stretches (start, end) in which two trackers hear other beats; twice or half as many are the same."""
    one, other = np.asarray(beats), np.asarray(others)
    found: list[tuple[float, float]] = []
    for start in np.arange(0, max(_STRETCH, seconds), _STRETCH):
        end = min(seconds, start + _STRETCH)
        here, there = (row[(row >= start) & (row < end)] for row in (one, other))
        if min(len(here), len(there)) < 2:
            continue
        shared = max(_shared(here, other), _shared(there, one))
        if shared < _APART:
            joined = found and found[-1][1] >= start
            found[-1:] = [(found[-1][0], float(end))] if joined else [*found[-1:], (float(start), float(end))]
    return tuple(found)


def _shared(row: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    return float((np.abs(row[:, None] - others[None]).min(axis=1) <= _NEAR).mean())


def novelty(pieces: Iterator[NDArray[np.float32]], rate: int) -> NDArray[np.float64]:
    """How much begins at each frame, from 0 to 1."""
    from scipy.ndimage import uniform_filter1d  # noqa: PLC0415

    levels = 10 * np.log10(_energies(pieces, rate))
    levels = np.maximum(levels, levels.max(initial=-100) - 70)
    rises = levels - np.concatenate([levels[:2], levels[:-2]])
    mean = np.clip(rises, 0, _STEEPEST).mean(axis=1)
    beyond = np.maximum(0, mean - uniform_filter1d(mean, RATE))
    found: NDArray[np.float64] = np.clip(beyond / (3 * np.sqrt(uniform_filter1d(beyond**2, 8 * RATE)) + 1e-3), 0, 1)
    return found


def _energies(pieces: Iterator[NDArray[np.float32]], rate: int) -> NDArray[np.float64]:
    """The energy of each frame in each band, (frames, bands)."""
    hop, size = rate // RATE, rate * _WINDOW // 1000
    shape = np.hanning(size).astype(np.float32)
    bins = [max(1, round(edge * size / rate)) for edge in _EDGES]
    found = [np.zeros((0, len(bins) - 1))]
    held = np.zeros(size // 2, np.float32)
    for piece in itertools.chain(pieces, [np.zeros(size // 2, np.float32)]):
        held = np.concatenate([held, piece])
        count = max(0, (held.size - size) // hop + 1)
        frames = np.lib.stride_tricks.sliding_window_view(held, size)[: count * hop : hop] if count else held[:0]
        for some in (frames[at : at + 1000] for at in range(0, count, 1000)):
            power = np.abs(np.fft.rfft(some * shape, axis=1)) ** 2
            bands = [power[:, low : max(low + 1, high)].mean(axis=1) for low, high in itertools.pairwise(bins)]
            found.append(np.stack(bands, axis=1))
        held = held[count * hop :]
    return np.concatenate(found) + 1e-12


def _tempo(onsets: NDArray[np.float64]) -> float:
    """Beats a minute: at which lag, and its multiples, onsets come back most, in windows of 9 s."""
    length = 9 * RATE
    padded = np.pad(onsets, (0, max(0, length - onsets.size)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, length)[::RATE] * np.hanning(length)
    windows = windows - windows.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(windows, 2 * length, axis=1)
    similar = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :length]
    mean = (similar / np.maximum(similar[:, :1], 1e-9)).mean(axis=0)
    lags = np.arange(60 * RATE / _FASTEST, 60 * RATE / _SLOWEST, 0.1)
    weights = ((1, 1.0), (2, 0.5), (3, 0.5), (4, 0.5))
    comes_back = sum(weight * np.interp(times * lags, np.arange(length), mean) for times, weight in weights)
    rates = 60 * RATE / lags
    likely = np.exp(-0.5 * (np.log2(rates / _USUAL) / _WIDTH) ** 2)
    return float(rates[int((comes_back * likely).argmax())])


def _path(onsets: NDArray[np.float64], period: float) -> NDArray[np.intp]:
    """The frames on which the likeliest path through beats of about a period, in frames, begins a beat."""
    periods = np.arange(int(np.ceil(period / _SPREAD)), int(period * _SPREAD) + 1)
    first = np.concatenate([[0], np.cumsum(periods)[:-1]])
    last = first + periods - 1
    begins = np.concatenate([np.arange(length) < length / _PART for length in periods])
    change = -_STEADY * np.abs(periods[None] / periods[:, None] - 1)
    change -= np.log(np.exp(change).sum(axis=1, keepdims=True))
    on = np.log(np.clip(onsets, 1e-3, 1))
    off = np.log(np.clip((1 - onsets) / (_PART - 1), 1e-6, 1))
    came = np.zeros((onsets.size, periods.size), np.int16)
    likely = np.where(begins, on[0], off[0])
    columns = np.arange(periods.size)
    for frame in range(1, onsets.size):
        ends = likely[last][:, None] + change
        came[frame] = best = ends.argmax(axis=0)
        moved = np.empty_like(likely)
        moved[1:] = likely[:-1]
        moved[first] = ends[best, columns]
        likely = moved + np.where(begins, on[frame], off[frame])
        likely -= likely.max()
    state, beats = int(likely.argmax()), []
    for frame in range(onsets.size - 1, -1, -1):
        of = int(np.searchsorted(first, state, "right")) - 1
        if state == first[of]:
            beats.append(frame)
            state = int(last[came[frame][of]])
        else:
            state -= 1
    return np.asarray(beats[::-1], np.intp)

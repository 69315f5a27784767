"""Music found in a film by what it sounds like: where it begins in it, whatever a plan says."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
REACH = RATE // 2
"""Samples that a stem may be out of place and still be found."""
_PIECE = 4 * RATE
_PIECES = 5
_PLAIN = 10.0
"""How far the best match must stand above all others (units of their spread)."""
SHORTEST = RATE
"""Samples of a film under which nothing is told of its music."""
_COARSE = 6000
"""Samples a second at which a piece is looked for in the whole of a file."""
LONGEST = 20 * 60
"""Seconds of a file that are looked through."""


class Sound(Protocol):
    """Mono sound at 48 kHz of which stretches are read."""

    samples: int

    def read(self, start: int, end: int) -> NDArray[np.float32]: ...

    def levels(self, step: int) -> NDArray[np.float64]: ...


def stem_offset(film: Sound, stem: Sound) -> float | None:
    """By how many ms a film has its music later than a stem that is as long as it; None where it is not found."""
    found = [
        lag for start in _loudest(stem) if (lag := _lag(stem.read(start, start + _PIECE), film, start)) is not None
    ]
    return None if (middle := _agreed(found)) is None else 1000 * middle / RATE


def start_in_film(film: Sound, music: Sound) -> float | None:
    """The second of a film at which a file of music begins, negative where it is played from later on; None where it is
    not found.
    """
    length = min(music.samples, LONGEST * RATE)
    step = RATE // _COARSE
    coarse = _thinned(music.read(0, length), step)
    # Half of a short piece of music: where it goes round, a piece as long as all of it would fit nowhere.
    wide = min(2 * _PIECE, length // 2)
    starts, pieces = [], _loudest(film)
    for at in pieces:
        piece = _thinned(film.read(at, at + wide), step)
        if _COARSE // 2 <= piece.size < coarse.size and (found := _best(piece, coarse)) is not None:
            starts.append(at / RATE - found / _COARSE)
    # A piece of a later turn of a loop seems to begin a turn later: the earliest that is heard is meant.
    for rough in sorted(starts):
        fine = [lag for at in pieces if (lag := _fine(film, music, at, rough)) is not None]
        if (middle := _agreed(fine)) is not None:
            return rough + middle / RATE
    return None


def _agreed(lags: list[int]) -> float | None:
    """The lag, in samples, that most of the pieces tell within 2 ms; None where they do not agree."""
    if not lags:
        return None
    middle = float(np.median(lags))
    near = sum(abs(lag - middle) < RATE // 500 for lag in lags)
    return middle if 2 * near > len(lags) else None


def _fine(film: Sound, music: Sound, at: int, rough: float) -> int | None:
    """By how many samples a piece of a film stands later than it would if the music began at a second of it."""
    place = at - round(rough * RATE)
    long = min(_PIECE, music.samples - place)
    return _lag(music.read(place, place + long), film, at) if place >= 0 and long >= RATE else None


def _loudest(sound: Sound) -> list[int]:
    """The first samples of a few pieces that are loud, apart from each other and from the ends where there is room."""
    levels = sound.levels(RATE // 2)
    wide = _PIECE // (RATE // 2)
    if levels.size <= wide:
        return [0]
    sums = np.convolve(levels, np.ones(wide), "valid")
    found = []
    for part in np.array_split(np.arange(sums.size), _PIECES):
        if part.size:
            best = int(part[int(sums[part].argmax())])
            if sums[best] > 1e-3 * wide:
                found.append(best * (RATE // 2))
    return sorted(set(found))


def _lag(own: NDArray[np.float32], film: Sound, start: int) -> int | None:
    """By how many samples `own` stands later in a film than at `start`; None where it is not plainly there."""
    around = np.zeros(own.size + 2 * REACH, np.float32)
    before = max(0, REACH - start)
    there = film.read(start - REACH + before, start + own.size + REACH)
    around[before : before + there.size] = there
    found = _best(own, around)
    return None if found is None else found - REACH


def _best(own: NDArray[np.float32], around: NDArray[np.float32]) -> int | None:
    """Where a piece is in a longer one, by its phases alone; None where nothing stands out."""
    size = 1 << (own.size + around.size).bit_length()
    cross = np.fft.rfft(around, size) * np.conj(np.fft.rfft(own, size))
    if not np.abs(cross).any():
        return None
    match = np.fft.irfft(cross / np.maximum(np.abs(cross), 1e-6 * float(np.abs(cross).max())), size)
    match = match[: around.size - own.size + 1]
    best = int(match.argmax())
    spread = float(np.std(match))
    return best if spread and match[best] - float(np.mean(match)) > _PLAIN * spread else None


def _thinned(sound: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    """Every `step` samples as their mean."""
    count = sound.size // step
    return np.asarray(sound[: count * step].reshape(count, step).mean(axis=1), np.float32)

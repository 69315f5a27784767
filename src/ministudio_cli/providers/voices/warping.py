"""Two readings of the same words laid over each other: spectra, features, and the cheapest path between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float32]
RATE = 16_000
HOP, WINDOW, POINTS = 160, 400, 512
_POWER = 1e-8
QUIETEST = float(np.log(_POWER))
"""The logarithm of power in a band of silence."""
_NOISE, _LOUD = 0.1, 0.95
"""Of a recording's frames: what is quieter is its noise, what is louder its speech's strongest."""
_ABOVE = 1.0
"""How far over its noise (natural logarithm) a recording's spectra begin to count."""
_LEVEL = 0.25
"""Up to where from a recording's quietest to its loud it is silent."""
_PAUSE, _LATE, _LONG = 4, 4, 12
"""Frames of a silence that no word begins in; and how far behind a word's beginning one of how many frames may lie:
what is before it is the word before, and what is shorter a consonant that closes the mouth.
"""
_ONSET = 0.02
"""Seconds before the sound in which a word begins after a silence."""
_COARSE = 8
"""Fine frames in a coarse one."""


_REACH = 100
"""Fine frames by which the fine path may leave the coarse one."""


def pitch(sound: Frames) -> float:
    """The median fundamental of a voice (mono, 16 kHz) in Hz, by autocorrelation of its louder half; 0 for silence."""
    size, low, high = 1024, RATE // 400, RATE // 60
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    energy = (frames**2).sum(axis=1)
    loud = frames[energy > max(1e-3, float(np.median(energy)))] if len(frames) else frames
    if not len(loud):
        return 0.0
    loud = loud - loud.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(loud * np.hanning(size), 2 * size)) ** 2
    alike = np.fft.irfft(spectrum)[:, low:high] / np.maximum(1e-9, spectrum.mean(axis=1, keepdims=True))
    voiced = alike.max(axis=1) > 0.4 * (np.fft.irfft(spectrum)[:, 0] / np.maximum(1e-9, spectrum.mean(axis=1)))
    return float(np.median(RATE / (low + alike[voiced].argmax(axis=1)))) if voiced.any() else 0.0


def frames_in(seconds: float) -> int:
    """How many frames lie in a length."""
    return round(seconds * RATE / HOP)


def spectra_of(sound: Frames) -> Frames:
    """Natural logarithms of a sound's power in mel bands, shape (frames, 40).

    librosa's own are not used: to load them compiles its loops for half a minute in every new process.
    """
    padded = np.pad(sound, WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * np.hanning(WINDOW)
    return np.asarray(np.log(np.abs(np.fft.rfft(frames, POINTS)) ** 2 @ _mel().T + _POWER), np.float32)


def in_its_noise(reference: Frames, recording: Frames) -> tuple[Frames, Frames]:
    """Spectra of a clean reading and of a recording, both as loud and both in the recording's own noise: a room and its
    hum would otherwise be compared with silence.
    """
    floor = np.quantile(recording, _NOISE, axis=0) + _ABOVE
    spoken = reference[reference.mean(axis=1) > QUIETEST + 1]
    louder = np.quantile(recording, _LOUD) - np.quantile(spoken, _LOUD) if len(spoken) else 0.0
    return np.logaddexp(reference + louder, floor), np.logaddexp(recording, floor)


def features(spectra: Frames) -> Frames:
    """Cepstra and their change, shape (frames, 26), each of mean 0 and deviation 1."""
    from scipy.fft import dct  # noqa: PLC0415

    cepstra = dct(spectra.astype(np.float64), axis=1, norm="ortho")[:, :13]
    both = np.hstack([cepstra, np.gradient(cepstra, axis=0)])
    return np.asarray((both - both.mean(axis=0)) / (both.std(axis=0) + 1e-6), np.float32)


def after_silence(starts: NDArray[np.float64], ends: NDArray[np.float64], sound: Frames) -> NDArray[np.float64]:
    """Seconds at which words begin, of which those in a silence of the recording that end behind it are put to its end:
    a pause that only the recording has belongs to no word.
    """
    power = (np.lib.stride_tricks.sliding_window_view(np.pad(sound, WINDOW // 2), WINDOW)[::HOP] ** 2).mean(axis=1)
    level = np.log10(power + 1e-10)
    low, high = np.quantile(level, (0.05, 0.9))
    loud = np.flatnonzero(level >= low + _LEVEL * (high - low))
    found = starts.copy()
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        frame = frames_in(float(start))
        # The end of the word before may lie a little behind the place that was found.
        for late, least in ((0, _PAUSE), (_LATE, _LONG)):
            silent = _first_silent(loud, frame, late)
            at = int(np.searchsorted(loud, silent))
            if at < len(loud) and loud[at] - silent >= least and loud[at] < frames_in(float(end)):
                found[number] = max(float(start), loud[at] * HOP / RATE - _ONSET)
                break
    return found


def _first_silent(loud: NDArray[np.int64], frame: int, late: int) -> int:
    """The first of the frames from `frame` to `late` behind it that is not loud; `frame` itself where all are."""
    own = set(loud[np.searchsorted(loud, frame) : np.searchsorted(loud, frame + late + 1)].tolist())
    return next((at for at in range(frame, frame + late + 1) if at not in own), frame)


@lru_cache(maxsize=1)
def _mel() -> NDArray[np.float64]:
    """Triangles over the spectrum, evenly apart in mel (O'Shaughnessy's formula), shape (40, points)."""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, 42) / 2595) - 1)
    at = np.fft.rfftfreq(POINTS, 1 / RATE)
    rise = (at - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - at) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rise, fall))


def cheapest_path(reference: Frames, recording: Frames) -> NDArray[np.float64]:
    """For each frame of the reference the frame of the recording that it lies on."""
    coarse = [_averaged(frames) for frames in (reference, recording)]
    whole = np.tile([0, len(coarse[1])], (len(coarse[0]), 1))
    rough = _warped(coarse[0], coarse[1], whole)
    centre = np.interp(np.arange(len(reference)), np.arange(len(rough)) * _COARSE, rough * _COARSE)
    low = np.clip(np.minimum.accumulate((centre - _REACH)[::-1])[::-1], 0, len(recording) - 1).astype(int)
    high = np.clip(np.maximum.accumulate(centre + _REACH), 1, len(recording)).astype(int)
    low[0], high[-1] = 0, len(recording)
    return _warped(reference, recording, np.stack([low, np.maximum(high, low + 1)], axis=1))


def _averaged(frames: Frames) -> Frames:
    count = max(1, len(frames) // _COARSE)
    return np.asarray(frames[: count * _COARSE].reshape(count, -1, frames.shape[1]).mean(axis=1), np.float32)


def _warped(reference: Frames, recording: Frames, band: NDArray[np.int64]) -> NDArray[np.float64]:
    """Dynamic time warping inside a band of (first, last) recorded frames for each reference frame.

    A row's cheapest way along itself is a running minimum of what came before less the row's summed costs, so that
    each row is a few array operations.
    """
    rows: list[NDArray[np.float64]] = []
    before = np.full(0, np.inf)
    first_before = 0
    for number, (first, last) in enumerate(band):
        cost = np.linalg.norm(recording[first:last] - reference[number], axis=1).astype(np.float64)
        total = np.cumsum(cost)
        start = np.full(last - first, np.inf)
        if number:
            straight = _shifted(before, first_before, first, last)
            slanted = _shifted(before, first_before + 1, first, last)
            start = np.minimum(straight, slanted)
        elif first == 0:
            start[0] = 0.0
        row = total + np.minimum.accumulate(start - np.concatenate([[0.0], total[:-1]]))
        rows.append(row)
        before, first_before = row, first
    return _traced(rows, band)


def _shifted(row: NDArray[np.float64], at: int, first: int, last: int) -> NDArray[np.float64]:
    """A row that begins at a frame, as it lies in another stretch of frames."""
    found = np.full(last - first, np.inf)
    low, high = max(first, at), min(last, at + len(row))
    if high > low:
        found[low - first : high - first] = row[low - at : high - at]
    return found


def _traced(rows: Sequence[NDArray[np.float64]], band: NDArray[np.int64]) -> NDArray[np.float64]:
    """The middle of what each reference frame lies on, from the end back."""
    path = np.zeros(len(rows))
    at = int(band[-1][1]) - 1
    for number in range(len(rows) - 1, -1, -1):
        first = int(band[number][0])
        entered = at
        if number:
            before, begin = rows[number - 1], int(band[number - 1][0])
            # Go back along this row as long as that is cheaper than to leave it.
            while entered > first:
                leave = min(_at(before, begin, entered), _at(before, begin, entered - 1))
                stay = rows[number][entered - 1 - first]
                if leave <= stay:
                    break
                entered -= 1
            path[number] = (entered + at) / 2
            at = entered if _at(before, begin, entered) < _at(before, begin, entered - 1) else max(entered - 1, 0)
            at = int(np.clip(at, begin, begin + len(before) - 1))
        else:
            path[0] = at
    return path


def _at(row: NDArray[np.float64], begin: int, frame: int) -> float:
    return float(row[frame - begin]) if 0 <= frame - begin < len(row) else float("inf")

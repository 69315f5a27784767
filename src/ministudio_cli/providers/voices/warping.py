"""Two readings of the same words laid over each other: features, and the cheapest path between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float32]
RATE = 16_000
HOP, WINDOW, POINTS = 160, 400, 512

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


def mel_features(sound: Frames) -> Frames:
    """Cepstra and their change, shape (frames, 26), each of mean 0 and deviation 1.

    librosa's own are not used: to load them compiles its loops for half a minute in every new process.
    """
    from scipy.fft import dct  # noqa: PLC0415

    padded = np.pad(sound, WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(frames, POINTS)) ** 2
    cepstra = dct(np.log(power @ _mel().T + 1e-8), axis=1, norm="ortho")[:, :13]
    both = np.hstack([cepstra, np.gradient(cepstra, axis=0)])
    return np.asarray((both - both.mean(axis=0)) / (both.std(axis=0) + 1e-6), np.float32)


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

"""How many beats a bar of music has, and which of them begins it: by where the bass is, where the harmony changes, and
where it is loud.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.sync.pulse import HOP, RATE

METERS = (3, 5, 7)
"""What is tried beside four. Two and six are not told from four and three by accents."""
_MORE = 1.5
"""By how much more than of four the accents must speak for another meter (units of a standard error)."""
_FEWEST = 8
"""Beats from which bars are told."""
_WINDOW = 4096
_PIECE = 2500
"""Spectra that are held at once."""
_WEIGHTS = (1.0, 1.0, 0.5)
"""Of bass, change of harmony, and loudness."""


def bars(sound: NDArray[np.float32], envelope: NDArray[np.float64], beats: list[float], meter: int) -> tuple[int, int]:
    """Beats a bar and the first beat that begins one; (0, 0) where too few are heard. `sound` is mono at 22,050 Hz,
    `envelope` its onsets (one value a hop of 256 samples), `beats` in seconds; a `meter` that is given is kept.
    """
    if len(beats) < max(_FEWEST, 2 * meter):
        return 0, 0
    accents = sum(
        weight * _scaled(values)
        for weight, values in zip(
            _WEIGHTS, (_bass(sound, beats), _harmony(sound, beats), _loudness(envelope, beats)), strict=True
        )
    )
    spread = float(np.std(accents))
    if spread < 1e-6:
        return meter or 4, 0
    found = {count: _contrast(np.asarray(accents) / spread, count) for count in ((meter,) if meter else (4, *METERS))}
    if meter:
        return meter, found[meter][1]
    best = max(METERS, key=lambda count: found[count][0])
    count = best if found[best][0] > found[4][0] + _MORE and len(beats) >= 4 * best else 4
    return count, found[count][1]


def _contrast(accents: NDArray[np.float64], meter: int) -> tuple[float, int]:
    """By how many standard errors the beats that would begin a bar stand out, at the best phase; and that phase."""
    found = []
    for phase in range(meter):
        own = accents[phase::meter]
        others = (accents.sum() - own.sum()) / max(1, accents.size - own.size)
        found.append(((own.mean() - others) * np.sqrt(own.size * (accents.size - own.size) / accents.size), phase))
    return max(found, key=lambda each: (each[0], -each[1]))


def _scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.clip((values - values.mean()) / max(float(values.std()), 1e-9), -2.5, 2.5), np.float64)


def _bass(sound: NDArray[np.float32], beats: list[float]) -> NDArray[np.float64]:
    """The log energy of the bass in the 120 ms after each beat."""
    from scipy.ndimage import uniform_filter1d  # noqa: PLC0415 - it comes with librosa

    low = uniform_filter1d(sound, 110, mode="constant")
    pieces = [low[int(time * RATE) : int((time + 0.12) * RATE)] for time in beats]
    return np.array([np.log(1e-7 + float(np.square(piece).mean())) if piece.size > 1000 else -16 for piece in pieces])


def _harmony(sound: NDArray[np.float32], beats: list[float]) -> NDArray[np.float64]:
    """By how much the harmony between each beat and the next is another than the one before, 0 to 1."""
    from librosa import feature  # noqa: PLC0415

    hop = _WINDOW // 8
    # Piece by piece: of an hour at once the spectra alone would take gigabytes.
    pieces = [sound[start : start + _PIECE * hop] for start in range(0, max(1, sound.size), _PIECE * hop)]
    chroma = np.concatenate(
        [
            feature.chroma_stft(y=piece, sr=RATE, n_fft=_WINDOW, hop_length=hop, tuning=0.0)[:, :_PIECE]
            for piece in pieces
            if piece.size >= _WINDOW
        ],
        axis=1,
    )
    columns = [min(chroma.shape[1] - 1, int(time * RATE / hop)) for time in beats] + [chroma.shape[1]]
    each = np.array([np.median(chroma[:, a : max(b, a + 1)], axis=1) for a, b in itertools.pairwise(columns)])
    norms = np.linalg.norm(each, axis=1)
    alike = (each[1:] * each[:-1]).sum(axis=1) / np.maximum(norms[1:] * norms[:-1], 1e-9)
    return np.concatenate([[0.0], 1 - alike])


def _loudness(envelope: NDArray[np.float64], beats: list[float]) -> NDArray[np.float64]:
    """The strongest onset within two hops of each beat."""
    frames = [round(time * RATE / HOP) for time in beats]
    return np.array([float(envelope[max(0, frame - 2) : frame + 3].max(initial=0.0)) for frame in frames])

"""The sound of a place out of a file: played on and on, one turn passing into the next."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from ministudio_cli.media.pcm import WavReader, WavWriter, decoded
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.providers.ambience.tools import Stereo

LEVEL, MOST = -37.0, 30.0
"""dB (RMS) to which a file is brought, as the sounds that are made are, and by which it is changed at most."""
_PASSING = SAMPLE_RATE
"""Samples in which one turn passes into the next."""


class Recorded:
    """A file that goes on: `more` gives its next samples, (count, 2). Its PCM is kept at `place`."""

    def __init__(self, file: Path, place: Path) -> None:
        self._path = place
        square, count = 0.0, 0
        with WavWriter(self._path, 2, SAMPLE_RATE) as out:
            for piece in decoded(file, SAMPLE_RATE, mono=False):
                out.write(piece)
                square += float(np.sum(np.square(piece, dtype=np.float64)))
                count += piece.size
        level = 10 * math.log10(square / count) if square and count else LEVEL
        self._gain = np.float32(10 ** (max(-MOST, min(MOST, LEVEL - level)) / 20))
        self._whole = count // 2
        self._passing = min(_PASSING, self._whole // 4)
        self._at = 0

    def more(self, count: int) -> Stereo:
        found = np.zeros((count, 2), np.float32)
        period = self._whole - self._passing
        if period <= 0:
            return found
        with WavReader(self._path) as sound:
            done = 0
            while done < count:
                turn, place = divmod(self._at, period)
                length = min(count - done, period - place)
                piece = sound.read(place, length).copy()
                over = min(max(0, self._passing - place), length) if turn else 0
                if over:
                    ramp = (np.arange(place, place + over, dtype=np.float32) / self._passing * np.pi / 2)[:, None]
                    piece[:over] = piece[:over] * np.sin(ramp) + sound.read(period + place, over) * np.cos(ramp)
                found[done : done + length] = piece
                done += length
                self._at += length
        return found * self._gain

"""The music of a film as one track: each piece played from its start, looped and faded, at its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.cut.tasks import MusicUnder
from ministudio_cli.media.pcm import BLOCK, Sound, WavReader, WavWriter, decoded
from ministudio_cli.planning.tasks import SAMPLE_RATE

_ROOM = 10 * math.log10(2)
"""dB by which music is lower in a track in which two pieces can be heard at once."""


def place_music(files: Sequence[tuple[MusicUnder, Path]], samples: int, path: Path) -> tuple[Path, float]:
    """Music, each with its file, in one track of exactly so many samples, and the level (dB) at which that is mixed."""
    if len(files) == 1 and files[0][0].place == (0, samples):
        under, file = files[0]
        return fit_music(file, under, path), under.level
    # Where two are heard together they need room.
    loudest = max(under.level for under, _ in files)
    parts = [
        (under, fit_music(file, under, path.with_name(f"music-{number}.wav")))
        for number, (under, file) in enumerate(files)
    ]
    with WavWriter(path, 2, SAMPLE_RATE) as out:
        for first in range(0, samples, BLOCK):
            block = np.zeros((min(BLOCK, samples - first), 2), np.float32)
            for under, fitted in parts:
                begin, end = under.place
                start, stop = max(begin, first), min(end, first + len(block))
                if start < stop:
                    gain = np.float32(10 ** ((under.level - loudest - _ROOM) / 20))
                    # As many files as a film has music are not open at once.
                    with WavReader(fitted) as music:
                        block[start - first : stop - first] += gain * music.read(start - begin, stop - start)
            out.write(block)
    return path, loudest + _ROOM


def fit_music(file: Path, under: MusicUnder, path: Path) -> Path:
    """Music of exactly as many samples as its place has: played from its start, looped between two samples (downbeats
    if there are any), faded in and out.
    """
    samples = under.place[1] - under.place[0]
    whole, skip = path.with_name("decoded.wav"), under.start
    with WavWriter(whole, 2, SAMPLE_RATE) as out:
        for piece in decoded(file, SAMPLE_RATE, mono=False):
            out.write(piece[skip:])
            skip = max(0, skip - len(piece))
    rise, fall = (min(samples, fade) for fade in under.fades)
    come, go = (min(samples, fade) for fade in under.crossfades)
    with WavReader(whole) as music, WavWriter(path, 2, SAMPLE_RATE) as out:
        # Its seconds were heard at another rate: the end may be a sample beyond.
        first, last = under.loop[0], min(under.loop[1], music.samples)
        first, last = (first, last) if 0 <= first < last else (0, music.samples)
        # It is not turned back for what is heard of it beyond its own scenes: its beats in them would move.
        turned = music.samples < samples - under.crossfades[1] // 2
        for start in range(0, samples, BLOCK):
            count = min(BLOCK, samples - start)
            sound = _turning(music, first, last, start, count) if turned else _padded(music.read(start, count), count)
            at = np.arange(start, start + count)
            gain = (
                _faded(at, rise) * _faded(samples - 1 - at, fall) * _crossed(at, come) * _crossed(samples - 1 - at, go)
            )
            out.write(sound * gain.astype(np.float32)[:, None])
    return path


def _padded(sound: Sound, count: int) -> Sound:
    return sound if len(sound) == count else np.pad(sound, ((0, count - len(sound)), (0, 0)))


def _faded(at: NDArray[np.intp], length: int) -> NDArray[np.float64]:
    """The gain so many samples from silence, of a fade of a length."""
    return np.where(at < length, 0.5 - 0.5 * np.cos(np.pi * at / max(1, length - 1)), 1.0)


def _crossed(at: NDArray[np.intp], length: int) -> NDArray[np.float64]:
    """The gain so many samples from silence, of a crossfade of a length: of two, the power stays the same."""
    return np.where(at < length, np.sin(np.pi / 2 * at / max(1, length - 1)), 1.0)


def _turning(music: WavReader, first: int, last: int, start: int, count: int) -> Sound:
    """A stretch of music that turns back from `last` to `first`, each turn exactly `last - first` samples.

    The 30 ms before `first` fade in over those before `last`, at equal power, so that no beat moves.
    """
    span = min(SAMPLE_RATE * 30 // 1000, first, last - first)
    found: list[Sound] = []
    at, end = start, start + count
    while at < end:
        if at < first:
            piece = music.read(at, min(end, first) - at)
        else:
            place = (at - first) % (last - first)
            piece = music.read(first + place, min(end - at, last - first - place)).copy()
            # The part of this piece that lies in the last `span` samples of its turn.
            begin = max(0, last - first - span - place)
            if span and begin < len(piece):
                into = place + begin - (last - first - span)
                ramp = np.linspace(0, np.pi / 2, span, dtype=np.float32)[into : into + len(piece) - begin, None]
                before = music.read(first - span + into, len(piece) - begin)
                piece[begin:] = piece[begin:] * np.cos(ramp) + before * np.sin(ramp)
        found.append(piece)
        at += len(piece)
    return np.concatenate(found)

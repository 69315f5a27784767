"""A bed composed on this machine, by numbers alone, the same bytes each time: sections on the scenes, each in its key
and its strength, a motif for who is in them, an end at home.

`moods` is what is played, `form` the bars, `players` who plays in them, `instruments` what on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ministudio_cli.media.pcm import BLOCK, Sound, WavWriter
from ministudio_cli.planning.tasks import SAMPLE_RATE, BedTask
from ministudio_cli.providers.bed.form import bars
from ministudio_cli.providers.bed.moods import MOODS
from ministudio_cli.providers.bed.players import play
from ministudio_cli.providers.kit import Take, TakeContext

__all__ = ["MOODS", "Bed", "composed"]


class Bed:
    """Composes `bed.wav`, 48 kHz stereo, exactly as long as ordered, ending on its home chord."""

    def bed(self, order: BedTask, context: TakeContext) -> Take:
        raw, path = context.folder / "bed.raw", context.folder / "bed.wav"
        loudest = _Loudness()
        with raw.open("wb") as file:
            for piece in composed(order):
                loudest.hear(piece)
                file.write(piece.tobytes())
        gain = np.float32(0.5 / max(1e-6, loudest.share(0.995)))
        with raw.open("rb") as file, WavWriter(path, 2, SAMPLE_RATE) as out:
            while data := file.read(8 * BLOCK):
                out.write(np.tanh(np.frombuffer(data, np.float32).reshape(-1, 2) * gain) * np.float32(0.9))
        raw.unlink()
        context.progress(order.samples, order.samples)
        return Take(files={"bed.wav": path}, facts={"samples": order.samples})


class _Loudness:
    """How loud samples are, by their number: what share of them stays below a level."""

    def __init__(self) -> None:
        self._counts = np.zeros(1 << 16, np.int64)

    def hear(self, piece: Sound) -> None:
        levels = np.minimum(np.abs(piece) * (1 << 13), self._counts.size - 1).astype(np.int64)
        self._counts += np.bincount(levels.ravel(), minlength=self._counts.size)

    def share(self, most: float) -> float:
        reached = np.searchsorted(np.cumsum(self._counts), most * self._counts.sum())
        return float(reached + 1) / (1 << 13)


def composed(order: BedTask) -> Iterator[Sound]:
    """The bed piece by piece, shape (samples, 2), before its level is settled: memory does not grow with its length."""
    whole = order.samples
    rise, fall = min(whole, SAMPLE_RATE // 2), min(whole, int(1.4 * SAMPLE_RATE))
    room = _Room(np.random.default_rng([order.seed, 1]))
    at = 0
    for dry in _dry(order):
        mix = dry * np.float32(0.8) + room.answer(dry) * np.float32(0.34)
        places = np.arange(at, at + len(mix))
        risen = np.clip(places / max(1, rise - 1), 0, 1) ** 1.5
        fallen = np.cos(np.clip((places - (whole - fall)) / max(1, fall - 1), 0, 1) * np.pi) * 0.5 + 0.5
        yield np.asarray(mix * (risen * fallen).astype(np.float32)[:, None], np.float32)
        at += len(mix)


def _dry(order: BedTask) -> Iterator[Sound]:
    """What is played, without its room: a bar at a time is given away, when nothing more will sound in it."""
    page, last = _Page(order.samples), 0
    for bar in bars(order):
        last = bar.start
        # What leads on to a section begins before its bar's own start at a quick tempo.
        yield from page.turned(bar.start - REACH)
        play(page, bar, order)
    yield from page.turned(last)
    yield from page.turned(order.samples)


REACH = 2 * SAMPLE_RATE
"""Samples before a bar in which something of it may sound."""


class _Page:
    """The stretch of a mix of `whole` samples that is still written on."""

    def __init__(self, whole: int) -> None:
        self.whole, self.first = whole, 0
        self.sound: Sound = np.zeros((0, 2), np.float32)

    def turned(self, until: int) -> Iterator[Sound]:
        """Everything before a sample, which nothing will be added to."""
        count = min(until, self.whole) - self.first
        if count > 0:
            self._reach(self.first + count)
            done, self.sound = self.sound[:count], self.sound[count:].copy()
            self.first += count
            yield done

    def add(self, start: int, sound: Any, pan: float) -> None:
        """Lay a mono sound into the mix at a sample, −1 left to 1 right; what goes beyond the mix is left out."""
        room = min(sound.size, self.whole - start)
        if room <= 0 or start < 0:
            return
        self._reach(start + room)
        at = start - self.first
        self.sound[at : at + room, 0] += sound[:room] * np.float32(np.cos((pan + 1) * np.pi / 4))
        self.sound[at : at + room, 1] += sound[:room] * np.float32(np.sin((pan + 1) * np.pi / 4))

    def _reach(self, end: int) -> None:
        more = end - self.first - len(self.sound)
        if more > 0:
            self.sound = np.concatenate([self.sound, np.zeros((more, 2), np.float32)])


class _Room:
    """A soft hall: convolution with noise that dies away in two seconds, of pieces that follow each other."""

    def __init__(self, chance: Any) -> None:
        length = int(SAMPLE_RATE * 1.9)
        decay = np.exp(-np.arange(length) / SAMPLE_RATE * 3.2)
        noise = (chance.standard_normal(length) * decay for _ in range(2))
        self._answers = [np.convolve(layer, np.ones(6) / 6, mode="same") * 0.02 for layer in noise]
        self._rest = np.zeros((length, 2))

    def answer(self, dry: Sound) -> Sound:
        """What is heard of the room while a piece sounds."""
        length = len(self._rest)
        size = 1 << int(np.ceil(np.log2(len(dry) + length)))
        whole = np.zeros((len(dry) + length, 2))
        for channel, answer in enumerate(self._answers):
            spectrum = np.fft.rfft(dry[:, channel], size) * np.fft.rfft(answer, size)
            whole[:, channel] = np.fft.irfft(spectrum, size)[: len(whole)]
        whole[:length] += self._rest
        self._rest = whole[len(dry) : len(dry) + length].copy()
        return np.asarray(whole[: len(dry)], np.float32)

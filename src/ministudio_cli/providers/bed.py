"""A bed composed on this machine: pads, bass, plucks and soft drums, by numbers alone, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ministudio_cli.media.pcm import BLOCK, Sound, WavWriter
from ministudio_cli.planning.tasks import SAMPLE_RATE, BedTask
from ministudio_cli.providers.kit import Take, TakeContext
from ministudio_cli.sync.score import METRE, beat_sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """Chords as semitones over middle C's octave, bar by bar, and how much of each voice is heard."""

    chords: tuple[tuple[int, ...], ...]
    pad: float = 0.5
    pluck: float = 0.4
    bass: float = 0.5
    drum: float = 0.25
    bright: float = 0.5
    pattern: tuple[int, ...] = (0, 2, 1, 2, 3, 2, 1, 2)


MOODS = {
    "wonder": Mood(chords=((0, 4, 7, 11), (9, 12, 16, 19), (5, 9, 12, 16), (7, 11, 14, 17)), bright=0.6),
    "tension": Mood(
        chords=((0, 3, 7, 10), (8, 12, 15, 19), (5, 8, 12, 15), (7, 11, 14, 17)), pluck=0.28, drum=0.34, bright=0.35
    ),
    "warm": Mood(chords=((5, 9, 12, 16), (0, 4, 7, 12), (9, 12, 16, 19), (7, 11, 14, 19)), pad=0.42, bright=0.5),
    "playful": Mood(
        chords=((0, 4, 7, 12), (5, 9, 12, 17), (2, 5, 9, 14), (7, 11, 14, 19)),
        pad=0.26,
        pluck=0.6,
        drum=0.34,
        bright=0.7,
        pattern=(0, 3, 2, 3, 1, 3, 2, 1),
    ),
    "calm": Mood(
        chords=((0, 7, 12, 16), (5, 9, 12, 16), (9, 12, 16, 19), (5, 9, 12, 17)),
        pluck=0.25,
        drum=0.0,
        bright=0.3,
        pattern=(0, -1, 2, -1, 1, -1, 3, -1),
    ),
}


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
    mood, whole = MOODS[order.mood], order.samples
    chance = np.random.default_rng(order.seed)
    bar_samples = beat_sample(order.tempo, METRE, SAMPLE_RATE)
    shift = int(chance.integers(-3, 4))
    page = _Page(whole)
    for bar in range(-(-whole // bar_samples)):
        start = beat_sample(order.tempo, bar * METRE, SAMPLE_RATE)
        end = beat_sample(order.tempo, (bar + 1) * METRE, SAMPLE_RATE)
        yield from page.turned(start)
        last = end + bar_samples // 2 >= whole
        chord = mood.chords[0] if last else mood.chords[bar % len(mood.chords)]
        arc = 0.55 + 0.45 * min(1.0, bar / 6)
        _pad(page, chord, shift, start, end - start, mood, chance)
        _bass(page, chord[0] + shift, start, order, bar, mood.bass * arc)
        if last:
            _final(page, chord, shift, start)
            break
        _plucks(page, chord, shift, order, bar, mood, arc, chance)
        if bar >= 2 and mood.drum:
            _drums(page, order, bar, mood.drum * arc, chance)
    yield from page.turned(whole)


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


def _hertz(semitone: int) -> float:
    return float(261.6256 * 2.0 ** (semitone / 12))


def _pad(page: _Page, chord: tuple[int, ...], shift: int, start: int, length: int, mood: Mood, chance: Any) -> None:
    tail = length + SAMPLE_RATE
    time = np.arange(tail, dtype=np.float32) / SAMPLE_RATE
    swell = np.clip(time / 0.5, 0, 1) * np.clip((tail / SAMPLE_RATE - time) / 1.0, 0, 1)
    for index, note in enumerate(chord):
        base = _hertz(note + shift - 12)
        for detune, pan in ((-0.0035, -0.7), (0.0035, 0.7)):
            phase = chance.uniform(0, 2 * np.pi)
            turn = 2 * np.pi * base * (1 + detune) * time + phase
            tone = np.sin(turn) + mood.bright * 0.4 * np.sin(2 * turn) + mood.bright * 0.16 * np.sin(3 * turn)
            page.add(start, (tone * swell * mood.pad * 0.09).astype(np.float32), pan * (1 - 0.2 * index))


def _bass(page: _Page, note: int, start: int, order: BedTask, bar: int, level: float) -> None:
    for beat, strength in ((0, 1.0), (2, 0.6)):
        at = beat_sample(order.tempo, bar * METRE + beat, SAMPLE_RATE)
        time = np.arange(int(SAMPLE_RATE * 1.2), dtype=np.float32) / SAMPLE_RATE
        turn = 2 * np.pi * _hertz(note - 24 if note >= 4 else note - 12) * time
        tone = (np.sin(turn) + 0.35 * np.sin(2 * turn)) * np.exp(-2.1 * time) * np.clip(time / 0.006, 0, 1)
        page.add(at if beat else start, (tone * level * strength * 0.42).astype(np.float32), 0.0)


def _plucks(
    page: _Page, chord: tuple[int, ...], shift: int, order: BedTask, bar: int, mood: Mood, arc: float, chance: Any
) -> None:
    time = np.arange(int(SAMPLE_RATE * 0.9), dtype=np.float32) / SAMPLE_RATE
    decay = np.exp(-5.2 * time) * np.clip(time / 0.003, 0, 1)
    for eighth, step in enumerate(mood.pattern):
        if step < 0:
            continue
        at = round((bar * METRE + eighth / 2) * 60 * SAMPLE_RATE / order.tempo)
        turn = 2 * np.pi * _hertz(chord[step % len(chord)] + shift + 12) * time
        tone = np.sin(turn + 1.6 * mood.bright * np.sin(2 * turn) * np.exp(-9 * time))
        accent = 1.0 if eighth % 2 == 0 else 0.6
        page.add(
            at,
            (tone * decay * mood.pluck * accent * arc * 0.2).astype(np.float32),
            float(chance.uniform(-0.5, 0.5)),
        )


def _drums(page: _Page, order: BedTask, bar: int, level: float, chance: Any) -> None:
    time = np.arange(int(SAMPLE_RATE * 0.35), dtype=np.float32) / SAMPLE_RATE
    kick = np.sin(2 * np.pi * (48 * time + 9 * (1 - np.exp(-28 * time)))) * np.exp(-11 * time)
    for beat in range(METRE):
        at = beat_sample(order.tempo, bar * METRE + beat, SAMPLE_RATE)
        if beat % 2 == 0:
            page.add(at, (kick * level * 0.9).astype(np.float32), 0.0)
        brush = chance.standard_normal(time.size).astype(np.float32)
        brush = np.diff(brush, prepend=np.float32(0)) * np.exp(-(34 if beat % 2 == 0 else 18) * time)
        page.add(at, (brush * level * (0.1 if beat % 2 == 0 else 0.26)).astype(np.float32), 0.2)


def _final(page: _Page, chord: tuple[int, ...], shift: int, start: int) -> None:
    """The home chord, rolled, left to ring."""
    time = np.arange(SAMPLE_RATE * 3, dtype=np.float32) / SAMPLE_RATE
    for index, note in enumerate((*chord, chord[0] + 12)):
        turn = 2 * np.pi * _hertz(note + shift) * time
        tone = (np.sin(turn) + 0.3 * np.sin(2 * turn)) * np.exp(-1.3 * time) * np.clip(time / 0.004, 0, 1)
        page.add(start + index * 1700, (tone * 0.14).astype(np.float32), (index - 2) * 0.25)


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

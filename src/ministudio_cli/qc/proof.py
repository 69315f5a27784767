"""The proof of a finished film: measured on the file, by something that never saw the plan.

With the narration's stem every line's offset is found by cross-correlation, and its captions are held against what is
spoken; with the music's, the music is found in the film; with its beats, the cuts that are seen in the picture are held
against them. Without them the file alone still tells its frames, its black, frozen and silent stretches, its loudness,
whether its sound is set to begin with its picture, and how fast its captions run.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.ffmpeg import loudness, run
from ministudio_cli.media.pcm import BLOCK, WavReader, WavWriter, decoded
from ministudio_cli.media.watch import captions_in, sound_delay, watch
from ministudio_cli.qc.film_measures import HeardLine, Proof
from ministudio_cli.qc.located import LONGEST, SHORTEST, start_in_film, stem_offset
from ministudio_cli.qc.second_tracker import disagreements, tracked

RATE = 48_000
STRETCH = 2.0
"""Seconds that a picture may be black or frozen, and a sound silent, before it is told."""
_FRAME = RATE // 100
"""Samples in which a stem speaks or does not."""
_REACH = RATE // 5
_TAIL = RATE // 4
_CHANCES = 400
_EDGE = 0.15
"""Seconds in which a cut at the edge of silence is still one of the music's: levels are measured each tenth."""
_CAPTIONED = 0.2
"""Seconds of speech that a caption holds at least."""


def prove(film: Path, voices: Sequence[Path] = (), beats: Sequence[float] = (), music: Path | None = None) -> Proof:
    """Measure a film; the stems of what is spoken in it and the beats, in seconds, count from its first sample.

    `music` is its stem, or a file that is played in it: then the beats count from the file's own first sample.
    """
    times, changes, luma = _seen(film)
    steps = [late - early for early, late in itertools.pairwise(times)]
    step = Counter(steps).most_common(1)[0][0] if steps else Fraction(1, 24)
    fps = float(1 / step)
    lufs, peak = loudness(
        run(["-i", film, "-map", "0:a:0", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"])
    )
    cuts = tuple(_cuts(changes))
    cues = captions_in(film)
    # What is sung stands between notes: it is in the music, not in the voice.
    unsung = [cue for cue in cues if "♪" not in (cue[2].strip()[:1], cue[2].strip()[-1:])]
    speeds = [(len(words) / max(0.001, end - start)) for start, end, words in cues]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_files:
        sound = open_files.enter_context(Track(film, place=Path(folder) / "film.wav"))
        voice = open_files.enter_context(Track(*voices, place=Path(folder) / "voice.wav")) if voices else None
        under = open_files.enter_context(Track(music, place=Path(folder) / "music.wav")) if music else None
        place = _placed(sound, under, step) if under else NOWHERE
        beats = [beat + place.start for beat in beats if beat + place.start >= 0]
        places, seconds = [cut / fps for cut in cuts], len(times) / fps
        quiet = _stretches(under.levels(RATE // 10) < 0.001, 10.0) if under and place.offset is not None else ()
        share, kappa = agreement(*without_silence(places, beats, seconds, quiet), 1 / fps)
        others = [beat + place.start for beat in tracked(under.pieces(), RATE)] if under and len(beats) > 1 else []
        speech = spoken(voice.levels(_FRAME)) if voice else []
        unspoken, uncaptioned = captioned(unsung, speech) if unsung and speech else (None, None)
        return Proof(
            frames=len(times),
            fps=fps,
            uneven=sum(one != step for one in steps) + (bool(times) and times[0] != 0),
            duplicates=int(np.sum((changes[1:-1] < 0.002) & (changes[:-2] > 0.2) & (changes[2:] > 0.2)))
            if len(changes) > 2
            else 0,
            sound=sound.samples / RATE,
            cuts=cuts,
            black=_stretches(luma < 6, fps),
            frozen=_stretches(np.concatenate([[False], changes < 0.002]), fps),
            silent=_stretches(sound.levels(RATE // 10) < 0.001, 10.0),
            lufs=None if lufs < -69 or lufs != lufs else lufs,  # noqa: PLR0124 - NaN
            peak=None if lufs < -69 or lufs != lufs else peak,  # noqa: PLR0124
            lines=tuple(_line(sound, voice, *stretch) for stretch in speech) if voice else (),
            stem=voice.samples / RATE if voice else None,
            beats=tuple(beats),
            on_beat=share,
            kappa=kappa,
            captions=max(speeds) if speeds else None,
            delay=1000 * sound_delay(film),
            music_offset=place.offset,
            music_found=place.found,
            unspoken=unspoken,
            uncaptioned=uncaptioned,
            second_kappa=agreement(*without_silence(places, others, seconds, quiet), 1 / fps)[1],
            disagreements=disagreements(beats, others, seconds),
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """Where music is in a film: the second at which its file begins, and of a stem the ms by which it is late."""

    start: float = 0.0
    offset: float | None = None
    found: bool | None = None


NOWHERE = Placed()


def _placed(sound: Track, music: Track, step: Fraction) -> Placed:
    """A stem is as long as its film, and stands at its first sample; any other file may begin anywhere."""
    if sound.samples < SHORTEST:
        return NOWHERE
    if abs(music.samples - sound.samples) <= RATE * float(step) * 2:
        offset = stem_offset(sound, music)
        return Placed(offset=offset, start=(offset or 0.0) / 1000, found=offset is not None)
    begins = start_in_film(sound, music)
    if begins is None and music.samples > LONGEST * RATE:
        return NOWHERE
    return Placed(start=begins or 0.0, found=begins is not None)


def captioned(
    cues: Sequence[tuple[float, float, str]], speech: Sequence[tuple[int, int]]
) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]:
    """The captions in which nobody speaks, and what is spoken and stands in no caption, (start, end) in seconds."""
    voiced = np.asarray(speech, np.float64).reshape(-1, 2) / RATE
    shown = np.array([(start, end) for start, end, _ in cues], np.float64).reshape(-1, 2)

    def shared(start: float, end: float, others: NDArray[np.float64]) -> float:
        return float(np.clip(np.minimum(end, others[:, 1]) - np.maximum(start, others[:, 0]), 0, None).sum())

    unspoken = tuple((a, b) for a, b in shown.tolist() if shared(a, b, voiced) < min(_CAPTIONED, 0.5 * (b - a)))
    return unspoken, tuple((a, b) for a, b in voiced.tolist() if shared(a, b, shown) < 0.5 * (b - a))


def _written(path: Path, place: Path) -> Path:
    with WavWriter(place, 1, RATE) as out:
        for piece in decoded(path, RATE):
            out.write(piece)
    return place


def _add_up(parts: Sequence[Path], place: Path) -> None:
    with contextlib.ExitStack() as files, WavWriter(place, 1, RATE) as out:
        tracks = [files.enter_context(WavReader(part)) for part in parts]
        for first in range(0, max(track.samples for track in tracks), BLOCK):
            sum_of = np.zeros(min(BLOCK, max(track.samples for track in tracks) - first), np.float32)
            for track in tracks:
                piece = track.read(first, BLOCK)
                sum_of[: piece.size] += piece
            out.write(sum_of)


class Track:
    """The sound of a file, or of several together, mono, kept on the disk: of a long film only stretches of it are in
    memory.
    """

    def __init__(self, *paths: Path, place: Path) -> None:
        whole = [_written(path, place if len(paths) == 1 else place.with_stem(f"{place.stem}-{number}"))
                 for number, path in enumerate(paths)]  # fmt: skip
        if len(whole) > 1:
            _add_up(whole, place)
        self._file = WavReader(place)
        self.samples = self._file.samples

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.__exit__()

    def read(self, start: int, end: int) -> NDArray[np.float32]:
        """The samples [start, end), as far as there are any."""
        start = max(0, start)
        return np.asarray(self._file.read(start, max(0, min(end, self.samples) - start)), np.float32)

    def pieces(self) -> Iterator[NDArray[np.float32]]:
        """All of it, a piece after another."""
        return (self.read(start, start + BLOCK) for start in range(0, self.samples, BLOCK))

    def levels(self, step: int) -> NDArray[np.float64]:
        """The root mean square of each `step` samples."""
        found = [np.zeros(0)]
        for start in range(0, self.samples // step * step, 1000 * step):
            piece = self.read(start, start + 1000 * step)
            count = len(piece) // step
            found.append(np.sqrt(np.square(piece[: count * step]).reshape(count, step).mean(axis=1)))
        return np.concatenate(found)


def without_silence(
    cuts: Sequence[float], beats: Sequence[float], seconds: float, quiet: Sequence[tuple[float, float]]
) -> tuple[list[float], list[float], float]:
    """Cuts, beats and length, in seconds, without the stretches in which no music is played: no cut there can be on a
    beat, and none is off it.
    """

    def left(times: Sequence[float]) -> list[float]:
        inside = [time for time in times if not any(start + _EDGE < time < end - _EDGE for start, end in quiet)]
        return [time - sum(min(max(0.0, time - start), end - start) for start, end in quiet) for time in inside]

    return left(cuts), left(beats), seconds - sum(end - start for start, end in quiet)


def agreement(
    cuts: Sequence[float], beats: Sequence[float], seconds: float, near: float
) -> tuple[float | None, float | None]:
    """The share of cuts within `near` of a beat, and κ: that share over chance, (hits − chance) / (1 − chance).

    Chance is what the same cuts would hit if they were shifted, in a circle, to random places of the film.
    """
    if not cuts or len(beats) < 2:
        return None, None
    marks, places = np.asarray(beats), np.asarray(cuts)
    chance = random.Random(len(cuts))  # noqa: S311 - a ruler, not a secret
    # Half a millisecond for what a clock's rounding takes.
    hits = float((_away(places, marks) <= near + 5e-4).mean())
    shifted = [((places + chance.uniform(0, seconds)) % seconds) for _ in range(_CHANCES)]
    luck = float(np.mean([(_away(step, marks) <= near + 5e-4).mean() for step in shifted]))
    return hits, (hits - luck) / (1 - luck) if luck < 1 else 0.0


def spoken(levels: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Where a narration's stem speaks, from its level in each hundredth of a second: (start, end) in samples, joined
    over pauses shorter than a third of a second.
    """
    step, loud = _FRAME, levels > 0.004
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud.view(np.int8), [0]])))
    found: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if found and (start * step - found[-1][1]) < RATE // 3:
            found[-1] = (found[-1][0], int(end * step))
        else:
            found.append((int(start * step), int(end * step)))
    return [(start, end) for start, end in found if end - start > RATE // 10]


def _line(sound: Track, voice: Track, start: int, end: int) -> HeardLine:
    """How late a stretch of the stem is in the film, and whether its end is there."""
    own = voice.read(start, end)
    before = max(0, start - _REACH)
    around = sound.read(before, end + _REACH)
    size = 1 << (own.size + around.size).bit_length()
    # Whitened a little: a low hum must not outweigh consonants.
    one, two = (
        np.fft.rfft(np.diff(own, prepend=np.float32(0)), size),
        np.fft.rfft(np.diff(around, prepend=np.float32(0)), size),
    )
    match = (
        np.fft.irfft(two * np.conj(one), size)[: max(1, around.size - own.size + 1)]
        if around.size >= own.size
        else np.zeros(1)
    )
    lag = int(match.argmax()) + before - start
    heard = np.zeros(own.size, np.float32)
    piece = sound.read(start + lag, start + lag + own.size)
    heard[: piece.size] = piece
    whole = float(own @ heard) / max(1e-9, float(own @ own))
    tail = own[-_TAIL:]
    left = float(tail @ heard[-_TAIL:]) / max(1e-9, float(tail @ tail))
    return HeardLine(start=start / RATE, end=end / RATE, offset=1000 * lag / RATE, whole=left > 0.4 * whole > 0)


def _seen(film: Path) -> tuple[list[Fraction], NDArray[np.float64], NDArray[np.float64]]:
    """Every frame's time, its mean change from the frame before (levels of 255) and its mean luma."""
    times, changes, luma = [], [], []
    before: Any = None
    for time, picture in watch(film):
        now = picture.astype(np.int16)
        times.append(time)
        luma.append(float(now.mean()))
        if before is not None:
            changes.append(float(np.abs(now - before).mean()))
        before = now
    return times, np.asarray(changes), np.asarray(luma)


def _cuts(changes: NDArray[np.float64]) -> list[int]:
    """Frames that begin a shot: a change far above those around it."""
    found = []
    for index, change in enumerate(changes):
        around = np.concatenate([changes[max(0, index - 3) : index], changes[index + 1 : index + 4]])
        if change > 4 and change > 3 * (float(around.max()) if around.size else 0) + 1:
            found.append(index + 1)
    return found


def _away(places: NDArray[np.float64], marks: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.abs(places[:, None] - marks[None, :]).min(axis=1))


def _stretches(found: NDArray[np.bool_], rate: float) -> tuple[tuple[float, float], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], found.astype(np.int8), [0]])))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple(
        (round(start / rate, 3), round(end / rate, 3)) for start, end in pairs if (end - start) / rate >= STRETCH
    )

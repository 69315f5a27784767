"""Listening, held against exact truth: tracks made by a script, whose every beat and onset is known to the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ministudio_cli.media.pcm import write_wav
from ministudio_cli.report.beats import heard_words, labels, timeline
from ministudio_cli.sync.listen import RATE, Hearing, listen

from .conftest import ENVIRONMENT, ministudio

pytestmark = pytest.mark.usefixtures("compiled")


def struck(times: Sequence[float], seconds: float, *, accents: Sequence[bool] = ()) -> np.ndarray:
    """A drum at each time: low and loud where accented, with a quiet chord under all."""
    track = 0.02 * np.sin(2 * np.pi * 220 * np.arange(int(seconds * RATE)) / RATE)
    span = np.arange(2600) / RATE
    noise = np.random.default_rng(3).standard_normal(2600)
    for index, time in enumerate(times):
        loud = bool(accents[index]) if accents else index % 4 == 0
        tone = np.sin(2 * np.pi * (85 if loud else 700) * span)
        hit = (0.6 if loud else 0.4) * tone * np.exp(-span * 60) + 0.25 * noise * np.exp(-span * 160)
        at = round(time * RATE)
        track[at : at + hit.size] += hit[: max(0, track.size - at)]
    return track.astype(np.float32)


def f_measure(truth: Sequence[float], found: Sequence[float], near: float) -> float:
    """Each found time may answer one true time, as in mir_eval."""
    left, hits = list(found), 0
    for time in truth:
        best = min(left, key=lambda one: abs(one - time), default=None)
        if best is not None and abs(best - time) <= near:
            left.remove(best)
            hits += 1
    return 2 * hits / max(1, len(truth) + len(found))


def steady(tempo: float, seconds: float = 30, *, metre: int = 4) -> tuple[list[float], list[bool]]:
    times = list(np.arange(0.6, seconds - 0.4, 60 / tempo))
    return times, [index % metre == 0 for index in range(len(times))]


@pytest.mark.parametrize(("tempo", "metre"), [(72, 4), (92, 3), (104, 4), (126, 4), (140, 3)])
def test_beats_and_onsets_of_steady_music(tempo: float, metre: int) -> None:
    times, accents = steady(tempo, metre=metre)
    heard = listen(struck(times, 30, accents=accents))
    beats, onsets = [time for time, _ in heard.beats], [time for time, _ in heard.onsets]
    assert f_measure(times, beats, 0.07) >= 0.9
    assert f_measure(times, onsets, 0.025) >= 0.9
    assert np.median([min(abs(time - beat) for beat in beats) for time in times]) <= 0.003


def test_onsets_of_swing_and_of_a_ritardando() -> None:
    swung: list[float] = []
    for beat in np.arange(0.6, 29, 60 / 110):
        swung += [beat, beat + 2 / 3 * 60 / 110]
    slowing, at, span = [], 0.6, 0.45
    while at < 29:
        slowing.append(at)
        span *= 1.012
        at += span
    for times in (swung, slowing):
        heard = listen(struck(times, 30))
        found = [time for time, _ in heard.onsets]
        assert f_measure(times, found, 0.025) >= 0.9
        assert np.median([min(abs(time - one) for one in found) for time in times]) <= 0.003


@pytest.mark.parametrize("kind", ["noise", "silence", "drone", "speech"])
def test_what_has_no_beat_gives_none_and_says_so(kind: str) -> None:
    chance = np.random.default_rng(8)
    span = np.arange(RATE * 15) / RATE
    syllables = np.zeros(span.size)
    at = 0.3
    while at < 14.5:
        long = chance.uniform(0.08, 0.24)
        place = slice(int(at * RATE), int((at + long) * RATE))
        shape = np.hanning(place.stop - place.start)
        syllables[place] += 0.3 * shape * np.sin(2 * np.pi * chance.uniform(110, 190) * span[place])
        at += long + chance.uniform(0.02, 0.45)
    track = {
        "silence": np.zeros(span.size),
        "noise": chance.standard_normal(span.size) * 0.2,
        "drone": 0.3 * np.sin(2 * np.pi * 110 * span) + 0.2 * np.sin(2 * np.pi * 165.3 * span),
        "speech": syllables,
    }[kind].astype(np.float32)
    heard = listen(track)
    assert heard.beats == ()
    assert heard.tempo == 0
    assert "no " in heard_words(heard)


def test_the_timeline_marks_beats_under_their_waveform() -> None:
    heard = Hearing(tempo=60, clarity=9, beats=((1.0, 1.0), (2.0, 1.0)), downbeats=(0,), onsets=(), seconds=4.0)
    wave, marks = timeline(heard, np.ones(4 * RATE, np.float32), RATE, 108)
    assert wave.count("█") == 40
    assert (marks.index("┃"), marks.index("╵")) == (17, 27)
    assert labels(heard).splitlines()[0] == "1.000000\t1.000000\tdownbeat"


def test_beats_command_shows_draws_clicks_and_labels(tmp_path: Path) -> None:
    times, accents = steady(100, 12)
    track = write_wav(tmp_path / "t.wav", struck(times, 12, accents=accents), RATE)
    files = {name: tmp_path / name for name in ("p.svg", "p.png", "c.wav", "l.txt")}
    for plot in ("p.svg", "p.png"):
        done = ministudio("beats", track, "--plot", files[plot], "--click", files["c.wav"], "--labels", files["l.txt"])
        assert done.returncode == 0, done.stderr
    assert "beats a minute" in done.stdout
    assert "┃" in done.stdout
    assert all(file.stat().st_size > 100 for file in files.values())
    assert ministudio("beats", tmp_path / "none.wav").returncode == 2
    assert "no sound" in ministudio("beats", files["l.txt"]).stderr


def test_several_that_listen_at_once_fill_a_new_cache_without_harm(compiled: list[int]) -> None:
    assert compiled == [0, 0]
    assert list(Path(ENVIRONMENT["NUMBA_CACHE_DIR"]).glob("filled-*"))

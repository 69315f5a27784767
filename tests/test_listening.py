"""Listening, held against exact truth: tracks made by a script, whose every beat and onset is known to the sample."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ministudio_cli.errors import UsageFault
from ministudio_cli.media.pcm import write_wav
from ministudio_cli.providers.listening import hear
from ministudio_cli.report.beats import heard_words, labels, timeline
from ministudio_cli.screenplay.taps import taps_of
from ministudio_cli.sync.listen import RATE, Hearing, Known, listen

from .bench.music import f_measure
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


def test_music_that_is_played_by_a_hand_keeps_its_beats() -> None:
    """Beats that a hand strikes are some 20 ms apart from a clock's; they are beats all the same."""
    chance = np.random.default_rng(4)
    times = [time + chance.normal(0, 0.018) for time in np.arange(0.6, 39, 60 / 96)]
    heard = listen(struck(times, 40))
    assert f_measure(times, [time for time, _ in heard.beats], 0.07) >= 0.9


@pytest.mark.parametrize("seconds", [1.0, 1.5, 2.0, 3.0])
def test_of_a_few_seconds_no_beat_is_claimed(seconds: float) -> None:
    times, accents = steady(100, seconds)
    heard = listen(struck(times, seconds, accents=accents))
    assert heard.beats == ()
    assert heard.seconds == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize(("tempo", "meter"), [(92, 3), (104, 4), (110, 5), (126, 7)])
def test_bars_are_as_long_as_their_accents_say(tempo: float, meter: int) -> None:
    times, accents = steady(tempo, metre=meter)
    heard = listen(struck(times, 30, accents=accents))
    assert heard.meter == meter
    first = [heard.beats[at][0] for at in heard.downbeats]
    assert f_measure([time for time, lead in zip(times, accents, strict=True) if lead], first, 0.07) >= 0.85


def test_what_is_known_of_music_is_kept() -> None:
    times, accents = steady(120, metre=4)
    track = struck(times, 30, accents=accents)
    assert listen(track, Known(tempo=60)).tempo == pytest.approx(60, rel=0.03)
    assert listen(track, Known(meter=6)).meter == 6
    taps = tuple((0.25 + 0.75 * at, at % 3 == 0) for at in range(60))
    heard = listen(track, Known(beats=taps))
    assert [time for time, _ in heard.beats] == [time for time, _ in taps if time <= 30]
    assert (heard.meter, heard.downbeats[:3]) == (3, (0, 3, 6))
    assert heard.tempo == pytest.approx(80)
    silence = listen(np.zeros(RATE * 20, np.float32), Known(beats=taps))
    assert len(silence.beats) == len([time for time, _ in taps if time <= 20])


def test_silence_at_the_head_is_skipped_and_short_silence_is_not(tmp_path: Path) -> None:
    times, accents = steady(120, 12)
    track = struck(times, 12, accents=accents)
    for seconds, begins in ((7.0, 6.95), (60.0, 59.95), (0.3, 0.0)):
        late = np.concatenate([np.zeros(round(seconds * RATE), np.float32), track])
        heard, start = hear(write_wav(tmp_path / "late.wav", late, RATE), start=None)
        assert start == pytest.approx(begins, abs=0.015)
        own = [time + seconds - start for time in times]
        assert f_measure(own, [time for time, _ in heard.beats], 0.03) >= 0.9
    heard, start = hear(
        write_wav(tmp_path / "late.wav", track, RATE), Known(beats=((1.0, True), (4.5, False))), start=0.8
    )
    assert start == 0.8
    assert [round(time, 3) for time, _ in heard.beats] == [0.2, 3.7]
    with pytest.raises(UsageFault, match="is to be played from 20 s"):
        hear(tmp_path / "late.wav", start=20)


@pytest.mark.parametrize(
    ("text", "beats"),
    [
        ("0.5\n1.0\n1.5 downbeat\n", [(0.5, False), (1.0, False), (1.5, True)]),
        ("0.5\t1\n1.0\t2\n1.5\t1\n", [(0.5, True), (1.0, False), (1.5, True)]),
        ("0.500000\t0.500000\tdownbeat\n1.000000\t1.000000\tbeat\n\\\t100\t200\n", [(0.5, True), (1.0, False)]),
        ("# tapped\n1:02.5, 1.1\n0:30\n", [(30.0, False), (62.5, True)]),
        ("\ufeff0.25\n0.75\n", [(0.25, False), (0.75, False)]),
        ("0.0 1.1\n0.5 1.2\n2.0 2.1\n", [(0.0, True), (0.5, False), (2.0, True)]),
    ],
)
def test_beats_of_ones_own_are_read_as_they_are_written(
    text: str, beats: list[tuple[float, bool]], tmp_path: Path
) -> None:
    path = tmp_path / "taps.txt"
    path.write_text(text, "utf-8")
    assert list(taps_of(path, "song.wav")) == beats


def test_a_beat_grid_of_rekordbox_is_read_from_mark_to_mark(tmp_path: Path) -> None:
    path = tmp_path / "collection.xml"
    path.write_text(
        """<?xml version="1.0" encoding="UTF-8"?><DJ_PLAYLISTS Version="1.0.0"><COLLECTION Entries="2">
        <TRACK Name="other" Location="file://localhost/music/other.mp3" TotalTime="9"><TEMPO Inizio="0.1" Bpm="90" Metro="4/4" Battito="1"/></TRACK>
        <TRACK Name="song" Location="file://localhost/music/my%20song.mp3" TotalTime="4">
        <TEMPO Inizio="0.5" Bpm="120.00" Metro="3/4" Battito="2"/><TEMPO Inizio="2.0" Bpm="60.00" Metro="4/4" Battito="1"/></TRACK>
        </COLLECTION></DJ_PLAYLISTS>""",
        "utf-8",
    )
    assert list(taps_of(path, "my song.mp3")) == [
        (0.5, False), (1.0, False), (1.5, True), (2.0, True), (3.0, False), (4.0, False),
    ]  # fmt: skip
    with pytest.raises(UsageFault, match="2 tracks"):
        taps_of(path, "third.mp3")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.5\nhello\n", "line 2: “hello” is no time"),
        ("0.5\n", "holds 1 beats"),
        ("", "holds 0 beats"),
        ("nan\n1\n", "line 1"),
        ("0,5\n1,0\n", "decimals are written with a point"),
        ('<a><TRACK TotalTime="inf"><TEMPO Inizio="0" Bpm="90"/></TRACK></a>', "no number"),
        ("-1\n1\n", "line 1"),
        ("<a>", "no XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ('<a><TRACK TotalTime="9"><TEMPO Inizio="x" Bpm="90"/></TRACK></a>', "no number"),
    ],
)
def test_beats_that_cannot_be_read_are_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "taps.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageFault, match=re.escape(words)):
        taps_of(path, "song.wav")


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


@pytest.mark.long
def test_beats_command_shows_draws_clicks_and_labels(tmp_path: Path) -> None:
    times, accents = steady(100, 12)
    track = write_wav(tmp_path / "t.wav", struck(times, 12, accents=accents), RATE)
    files = {name: tmp_path / name for name in ("p.svg", "p.png", "c.wav", "l.txt")}
    given = ministudio("beats", track, "--tempo", 50, "--meter", 3, "--json")
    heard = json.loads(given.stdout)
    assert heard["tempo"] == pytest.approx(50, rel=0.03)
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

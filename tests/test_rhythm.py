"""Films that keep time with their music: lengths in beats, cuts on bars, sections and drops, shots of six frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ministudio_cli.errors import ScreenplayInvalid, UsageFault
from ministudio_cli.media.pcm import write_wav
from ministudio_cli.report.beats import heard_words, labels
from ministudio_cli.report.cues import SUNG, cues
from ministudio_cli.screenplay.lyrics import lyrics_of
from ministudio_cli.screenplay.read import read
from ministudio_cli.sync.listen import RATE, Hearing, listen
from ministudio_cli.timeline import Source, VoiceClip

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio, rendered

BAR = 2.0
"""Seconds a bar, at 120 beats a minute in four."""


def arranged(form: str, rate: int = RATE) -> np.ndarray:
    """Music by a form, a letter a bar: `t` thin (chord and ticks), `f` full (drums, bass), `b` a breakdown without
    drums or bass.
    """
    random = np.random.default_rng(1)
    track = np.zeros(int(rate * (len(form) * BAR + 1)))
    chords = (220, 196, 262, 247)
    for number, part in enumerate(form):
        first = int(number * BAR * rate)
        bar = np.arange(int(BAR * rate)) / rate
        track[first : first + bar.size] += 0.05 * np.sin(2 * np.pi * chords[number % 4] * bar)
        if part == "f":
            track[first : first + bar.size] += 0.1 * np.sign(np.sin(2 * np.pi * chords[number % 4] / 4 * bar))
        if part == "b":
            track[first : first + bar.size] += 0.06 * np.sin(2 * np.pi * 880 * bar)
        for beat in range(4):
            at = first + int(beat * BAR / 4 * rate)
            span = np.arange(rate // 8) / rate
            tick = random.standard_normal(span.size) * np.exp(-span * 110)
            low = np.sin(2 * np.pi * 60 * span) * np.exp(-span * 25)
            strong = 1.0 if beat == 0 else 0.7
            track[at : at + span.size] += strong * (0.7 * low + 0.2 * tick if part == "f" else 0.15 * tick)
    return (0.9 * track / np.abs(track).max()).astype(np.float32)


@pytest.fixture(scope="module")
def heard(compiled: list[int]) -> Hearing:
    assert compiled is not None
    return listen(arranged("ttttttttffffffffbbbbffffffffffff"))


def test_music_turns_where_its_instruments_come_and_go(heard: Hearing) -> None:
    assert [(round(time), kind) for time, kind in heard.turns] == [(16, "drop"), (32, "section"), (40, "drop")]
    assert heard_words(heard).endswith("; turns at 32.0 s; drops at 16.0, 40.0 s")
    assert [line.split("\t")[2] for line in labels(heard).splitlines()].count("drop") == 2


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("form", ["t" * 24, "f" * 24])
def test_music_that_stays_as_it_is_does_not_turn(form: str) -> None:
    assert listen(arranged(form)).turns == ()


def cuts_of(report: dict[str, Any]) -> list[tuple[int, int]]:
    return [(cut["start"], cut["end"]) for cut in report["cuts"]]


@pytest.mark.film
def test_lengths_in_beats_are_kept_to_the_frame_and_a_shot_has_six_frames(tmp_path: Path) -> None:
    shots = [
        a_shot("opening", cast=["emma"], duration="1 bar"),
        a_shot("window", cast=["emma"], duration="2 beats"),
        a_shot("blink", cast=["david"], duration="0.5 beats"),
        a_shot("glance", cast=["emma"], duration="0.5 beats", on="free"),
        a_shot("stare", cast=["david"], duration="1 beat"),
        a_shot("door", cast=["david"], duration="4 beats", on="2 bars"),
    ]
    told = a_screenplay(*shots, music={"bed": "calm", "tempo": 120}, format={"resolution": "360p"})
    report = rendered(write(tmp_path, told))
    assert cuts_of(report) == [(0, 48), (48, 72), (72, 78), (78, 84), (84, 96), (96, 144)]
    checked = ministudio("check", tmp_path / "build" / "story" / "story.mp4")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.film
@pytest.mark.usefixtures("compiled")
@pytest.mark.long
def test_a_film_cuts_where_its_music_drops(tmp_path: Path) -> None:
    write_wav(tmp_path / "song.wav", np.repeat(arranged("ttttffffffff", 48_000)[:, None], 2, axis=1), 48_000)
    shots = [
        a_shot("before", cast=["emma"], duration="6s"),
        a_shot("after", cast=["emma"], duration="4s", on="drop"),
    ]
    told = a_screenplay(*shots, music={"file": "song.wav"}, format={"resolution": "360p"})
    report = rendered(write(tmp_path, told))
    assert abs(cuts_of(report)[1][0] - 8 * 24) <= 1
    assert report["cuts"][0]["reason"].endswith("as asked")


@pytest.mark.parametrize(
    ("music", "duration", "word"),
    [
        ("none", "4 beats", "tempo"),
        ({"file": "song.wav"}, "4 beats", "tempo"),
        ({"file": "song.wav", "tempo": 120}, "2 bars", "meter"),
        ({"bed": "calm", "tempo": 300}, "0.25 beats", "6 at least"),
        ("none", "200ms", "6 at least"),
        ({"bed": "calm"}, "0 beats", "cannot be"),
        ({"bed": "calm", "tempo": float("inf")}, "4 beats", "tempo"),
    ],
)
def test_a_length_that_nothing_tells_is_a_fault_at_its_line(
    music: Any, duration: str, word: str, tmp_path: Path
) -> None:
    write_wav(tmp_path / "song.wav", np.zeros((48_000, 2), np.float32), 48_000)
    path = write(tmp_path, a_screenplay(a_shot("opening", cast=["emma"], duration=duration), music=music))
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    fault = next(fault for fault in caught.value.faults if word in fault.message)
    assert path.read_text("utf-8").splitlines()[fault.at.line - 1].strip().startswith("duration:")


@pytest.mark.parametrize("wish", ["drop", "16 bars"])
def test_a_cut_on_what_the_music_has_not_is_one_sentence(wish: str, tmp_path: Path) -> None:
    shots = [a_shot("opening", cast=["emma"], duration="2s"), a_shot("door", cast=["emma"], duration="2s", on=wish)]
    path = write(tmp_path, a_screenplay(*shots, length="4s", music={"bed": "calm"}, format={"resolution": "360p"}))
    result = ministudio("render", path)
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
    assert "“door”" in result.stderr


# Lyrics

LRC = """[ti:A Song]
[ar:Nobody]
[00:01.00]First line of the song
[00:03.50][00:07.00]A refrain that comes again
[00:05.00]
[00:09.00]<00:09.00>Word <00:09.50>by <00:10.20>word
"""


def test_lyrics_are_read_with_their_times(tmp_path: Path) -> None:
    (tmp_path / "song.lrc").write_text(LRC, "utf-8")
    lines = lyrics_of(tmp_path / "song.lrc")
    assert [" ".join(word for word, _, _ in line.words) for line in lines] == [
        "First line of the song", "A refrain that comes again", "A refrain that comes again", "Word by word"
    ]  # fmt: skip
    assert [round(line.start, 2) for line in lines] == [1.0, 3.5, 7.0, 9.0]
    assert [round(line.end, 2) for line in lines[:3]] == [3.5, 5.0, 9.0]
    assert [(word, round(start, 2)) for word, start, _ in lines[3].words] == [
        ("Word", 9.0),
        ("by", 9.5),
        ("word", 10.2),
    ]
    for line in lines:
        times = [time for _, start, end in line.words for time in (start, end)]
        assert times == sorted(times)


@pytest.mark.parametrize(("offset", "start"), [("+500", 0.5), ("-1000", 2.0), ("0", 1.0)])
def test_an_offset_moves_all_lines(offset: str, start: float, tmp_path: Path) -> None:
    (tmp_path / "song.lrc").write_text(f"[offset:{offset}]\n" + LRC, "utf-8")
    moved, plain = lyrics_of(tmp_path / "song.lrc"), tmp_path / "plain.lrc"
    plain.write_text(LRC, "utf-8")
    assert moved[0].start == pytest.approx(start)
    for line, other in zip(moved, lyrics_of(plain), strict=True):
        for (_, first, last), (_, begin, end) in zip(line.words, other.words, strict=True):
            assert (first - begin, last - end) == pytest.approx((start - 1, start - 1))


def test_two_languages_of_one_line_stand_as_long(tmp_path: Path) -> None:
    (tmp_path / "song.lrc").write_text("[00:01.00]One line\n[00:01.00]Une ligne\n[00:04.00]Next\n", "utf-8")
    assert [(line.start, line.end) for line in lyrics_of(tmp_path / "song.lrc")][:2] == [(1.0, 4.0), (1.0, 4.0)]


def test_a_hostile_song_is_read_in_a_moment(tmp_path: Path) -> None:
    (tmp_path / "song.lrc").write_text("[00:01.00]" * 100_000 + "word " * 100_000, "utf-8")
    with pytest.raises(UsageFault, match="more words than a song"):
        lyrics_of(tmp_path / "song.lrc")
    (tmp_path / "song.lrc").write_text("[00:01.00]" * 100_000 + "la", "utf-8")
    assert len(lyrics_of(tmp_path / "song.lrc")) == 100_000


def test_a_sung_line_of_many_cues_stands_between_notes_in_each() -> None:
    words = [(f"syllable{number}", float(number), number + 0.9) for number in range(24)]
    line = VoiceClip(
        shot="", speaker=SUNG, name="", text="", language="en", start=0, end=24 * 48_000,
        source=Source(artifact="", file="", sha256=""),
        words=tuple((word, round(start * 48_000), round(end * 48_000)) for word, start, end in words),
    )  # fmt: skip
    shown = cues([line])
    assert len(shown) > 2
    assert all(cue.text.startswith(f"{SUNG} ") and cue.text.endswith(f" {SUNG}") for cue in shown)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no lyrics"),
        ("[00:01.00]\n", "no lyrics"),
        ("[00:01.0]a\nb\n", "line 2"),
        ("[offset:x]\n[00:01.0]a", "offset"),
    ],
)
def test_what_is_no_lyrics_is_a_fault_at_its_line(text: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "song.lrc").write_text(text, "utf-8")
    with pytest.raises(UsageFault, match=word):
        lyrics_of(tmp_path / "song.lrc")
    write_wav(tmp_path / "song.wav", np.zeros((48_000, 2), np.float32) + np.float32(0.1), 48_000)
    path = write(tmp_path, a_screenplay(music={"file": "song.wav", "lyrics": "song.lrc"}))
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    assert word in caught.value.faults[0].message


@pytest.mark.film
@pytest.mark.usefixtures("compiled")
@pytest.mark.long
def test_a_song_is_captioned_where_nobody_speaks(tmp_path: Path) -> None:
    write_wav(tmp_path / "song.wav", np.repeat(arranged("ffffff", 48_000)[:, None], 2, axis=1), 48_000)
    (tmp_path / "song.lrc").write_text(LRC, "utf-8")
    shots = [
        a_shot("sung", cast=["emma"], duration="6s"),
        a_shot("spoken", cast=["emma"], narration="Nobody sang while this was said.", duration="5s"),
    ]
    told = a_screenplay(*shots, music={"file": "song.wav", "lyrics": "song.lrc"}, format={"resolution": "360p"})
    rendered(write(tmp_path, told))
    shown = (tmp_path / "build" / "story" / "story.srt").read_text("utf-8")
    assert "♪ First line of the song ♪" in shown
    assert "Nobody sang while" in shown
    assert shown.count("A refrain") == 1, "the second would stand over what is said"
    checked = ministudio("check", tmp_path / "build" / "story" / "story.mp4")
    assert checked.returncode == 0, checked.stdout
    (tmp_path / "song.lrc").write_text(LRC.replace("First", "Second"), "utf-8")
    assert ministudio("render", tmp_path / "story.yaml", "--locked").returncode == 4

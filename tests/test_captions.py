"""Captions: readable cues with the words as they were written."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.report import captions
from ministudio_cli.report.captions import LINE, Cue, Said, cues, srt, vtt, wrapped


def said(text: str, speaker: str = "", start: int = 0) -> Said:
    words = text.split()
    return Said(
        speaker=speaker, start=start, words=tuple((word, i * 12_000, (i + 1) * 12_000) for i, word in enumerate(words))
    )


@given(st.lists(st.text("abcdefgh,.!", min_size=1, max_size=14), min_size=1, max_size=60))
def test_every_word_is_captioned_once_in_order_on_at_most_two_lines(words: list[str]) -> None:
    shown = cues([said(" ".join(words))])
    assert " ".join(cue.text.replace("\n", " ") for cue in shown).split() == words
    for cue in shown:
        assert len(cue.text.split("\n")) <= 2
        assert all(len(line) <= LINE for line in cue.text.split("\n"))
        assert cue.end > cue.start


def test_cues_never_overlap() -> None:
    shown = cues([said("one two three. four five six. seven eight nine ten eleven.")])
    assert all(one.end <= other.start for one, other in itertools.pairwise(shown))


def test_a_speaker_is_named_where_it_changes() -> None:
    shown = cues([said("Hello there.", "Sarah"), said("Still me.", "Sarah", 96_000), said("And me.", "ARIA", 192_000)])
    assert [cue.text for cue in shown] == ["Sarah: Hello there.", "Still me.", "ARIA: And me."]


def test_signs_emoji_and_arabic_stay_as_written() -> None:
    line = "'; %{pts} \\: [x] 🎬 مرحبا بالعالم"
    assert line in srt(cues([said(line)]))


def test_two_lines_are_of_even_length() -> None:
    first, second = wrapped("It shows her how things belong together: this note explains").split("\n")
    assert abs(len(first) - len(second)) < 24


def a_cue(text: str, start: float, end: float) -> captions.Cue:
    words = text.split(" ")
    step = (end - start) / len(words)
    timed = tuple((word, start + n * step, start + (n + 1) * step) for n, word in enumerate(words))
    return captions.Cue(start=start, end=end, text=text, words=timed)


def test_fast_speech_is_shown_longer_than_it_lasts() -> None:
    words = tuple(
        (word, n * 6000, n * 6000 + 5500) for n, word in enumerate(["a", "very", "quickly", "spoken", "little", "line"])
    )
    late = captions.Said(speaker="", start=48_000 * 6, words=words)
    cue, after = captions.cues([captions.Said(speaker="", start=48_000, words=words), late])
    assert len(cue.text) / (cue.end - cue.start) <= 17.1
    assert cue.end < after.start


def test_writing_without_spaces_is_broken_and_counted_by_its_width() -> None:
    line = "私たちは朝早く丘を越えて水辺まで歩いて行きました、そして誰もが静かに笑っていました。"
    found = captions.cues([captions.Said(speaker="", start=0, words=((line, 0, 48_000 * 6),))])
    assert len(found) >= 2
    assert "".join(cue.text.replace("\n", "") for cue in found) == line
    assert all(captions.width(row) <= 42 for cue in found for row in cue.text.split("\n"))


def test_marks_and_right_to_left_writing_are_kept_whole() -> None:
    words = tuple(
        (word, n * 20_000, n * 20_000 + 18_000) for n, word in enumerate(["שלום", "לכולם,", "👩\u200d🚀", "مرحبا"])
    )
    (cue,) = captions.cues([captions.Said(speaker="", start=0, words=words)])
    assert cue.text == "שלום לכולם, 👩‍🚀 مرحبا"


def test_webvtt_gives_every_word_its_time_and_escapes_what_it_must() -> None:
    text = captions.vtt([a_cue("one <two> & three", 1.0, 3.0)])
    assert text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n")
    assert "one <00:00:01.500>&lt;two&gt;" in text
    assert "&amp;" in text


def test_ass_lights_each_word_and_begins_a_stretch_at_nothing() -> None:
    text = captions.ass([a_cue("one {two} three", 10.0, 13.0)], 1280, 720, since=9.0, until=12.0)
    line = next(row for row in text.splitlines() if row.startswith("Dialogue"))
    assert line.startswith("Dialogue: 0,0:00:01.00,0:00:03.00,Said")
    assert line.count("\\k100}") == 3
    assert "(two)" in line
    assert "Dialogue" not in captions.ass([a_cue("one", 10.0, 13.0)], 1280, 720, since=20.0, until=30.0)


@pytest.mark.parametrize("write", [srt, vtt])
def test_an_arrow_in_a_line_makes_no_time_of_it(write: Callable[[Sequence[Cue]], str], tmp_path: Path) -> None:
    shown = cues([Said(speaker="A", start=0, words=(("x", 0, 900), ("00:00:01,000", 900, 1800), ("-->", 1800, 2700)))])
    again = cues(
        [Said(speaker="", start=96_000, words=(("00:00:01,000", 0, 9), ("-->", 9, 18), ("00:00:02,000", 18, 27)))]
    )
    path = tmp_path / f"a.{write.__name__}"
    path.write_text(write([*shown, *again]), "utf-8")
    with av.open(str(path)) as file:
        found = [bytes(packet).decode() for packet in file.demux() if packet.size]
    assert len(found) == 2
    assert "00:00:02,000" in found[1]
    assert not [line for line in "\n".join(found).splitlines() if "-->" in line]

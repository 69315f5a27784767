"""Captions: readable cues with the words as they were written."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.report.captions import LINE, Said, cues, srt, wrapped


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

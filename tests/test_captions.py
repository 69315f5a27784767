"""Captions: readable cues with the words as they were written."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.cut.picture import burn
from ministudio_cli.media.ffmpeg import Encoder
from ministudio_cli.media.fonts import undrawn, width
from ministudio_cli.report.captions import ass, srt, vtt
from ministudio_cli.report.cues import LINE, Cue, Piece, cues, joined, line_room
from ministudio_cli.timeline import Source, VoiceClip


def said(text: str, speaker: str = "", start: int = 0) -> VoiceClip:
    words = text.split()
    return a_line(*((word, i * 12_000, (i + 1) * 12_000) for i, word in enumerate(words)), name=speaker, start=start)


def a_line(*words: tuple[str, int, int], name: str = "", start: int = 0, language: str = "en") -> VoiceClip:
    """A line of words with samples after its start."""
    return VoiceClip(
        shot="a", speaker="a", name=name, text="", language=language, start=start, end=start + words[-1][2],
        source=Source(artifact="", file="", sha256=""),
        words=tuple((word, start + first, start + last) for word, first, last in words),
    )  # fmt: skip


@given(st.lists(st.text("abcdefgh,.!", min_size=1, max_size=14), min_size=1, max_size=60))
def test_every_word_is_captioned_once_in_order_on_at_most_two_lines(words: list[str]) -> None:
    shown = cues([said(" ".join(words))])
    assert " ".join(cue.text.replace("\n", " ") for cue in shown).split() == words
    for cue in shown:
        assert len(cue.text.split("\n")) <= 2
        assert all(width(line) <= LINE for line in cue.text.split("\n"))
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
    (cue,) = cues([said("It shows her how things belong together: this note explains")])
    first, second = cue.text.split("\n")
    assert abs(len(first) - len(second)) < 24


def a_cue(text: str, start: float, end: float) -> Cue:
    words = text.split(" ")
    step = (end - start) / len(words)
    pieces = tuple(Piece(word, start + n * step, start + (n + 1) * step) for n, word in enumerate(words))
    return Cue(start=start, end=end, lines=(pieces,))


def test_fast_speech_is_shown_longer_than_it_lasts() -> None:
    words = tuple(
        (word, n * 6000, n * 6000 + 5500) for n, word in enumerate(["a", "very", "quickly", "spoken", "little", "line"])
    )
    late = a_line(*words, start=48_000 * 6)
    cue, after = cues([a_line(*words, start=48_000), late])
    assert len(cue.text) / (cue.end - cue.start) <= 17.1
    assert cue.end < after.start


def test_writing_without_spaces_is_broken_and_counted_by_its_width() -> None:
    line = "私たちは朝早く丘を越えて水辺まで歩いて行きました、そして誰もが静かに笑っていました。"
    found = cues([a_line((line, 0, 48_000 * 6))])
    assert len(found) >= 2
    assert "".join(cue.text.replace("\n", "") for cue in found) == line
    assert all(width(row) <= LINE for cue in found for row in cue.text.split("\n"))


def test_marks_and_right_to_left_writing_are_kept_whole() -> None:
    words = tuple(
        (word, n * 20_000, n * 20_000 + 18_000) for n, word in enumerate(["שלום", "לכולם,", "👩\u200d🚀", "مرحبا"])
    )
    (cue,) = cues([a_line(*words)])
    assert cue.text == "שלום לכולם, 👩‍🚀 مرحبا"


def test_webvtt_gives_every_word_its_time_and_escapes_what_it_must() -> None:
    text = vtt([a_cue("one <two> & three", 1.0, 3.0)])
    assert text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n")
    assert "one <00:00:01.500>&lt;two&gt;" in text
    assert "&amp;" in text


def test_ass_lights_each_word_and_begins_a_stretch_at_nothing() -> None:
    text = ass([a_cue("one {two} three", 10.0, 13.0)], (1280, 720), since=9.0, until=12.0)
    line = next(row for row in text.splitlines() if row.startswith("Dialogue"))
    assert line.startswith("Dialogue: 0,0:00:01.00,0:00:03.00,Caption")
    assert [int(at) for at in re.findall(r"\\t\((\d+),", line)] == [1000, 2000]
    assert "\\{two\\}" in line
    assert "Dialogue" not in ass([a_cue("one", 10.0, 13.0)], (1280, 720), since=20.0, until=30.0)


@pytest.mark.parametrize("write", [srt, vtt])
def test_an_arrow_in_a_line_makes_no_time_of_it(write: Callable[[Sequence[Cue]], str], tmp_path: Path) -> None:
    shown = cues([a_line(("x", 0, 900), ("00:00:01,000", 900, 1800), ("-->", 1800, 2700), name="A")])
    again = cues([a_line(("00:00:01,000", 0, 9), ("-->", 9, 18), ("00:00:02,000", 18, 27), start=96_000)])
    path = tmp_path / f"a.{write.__name__}"
    path.write_text(write([*shown, *again]), "utf-8")
    with av.open(str(path)) as file:
        found = [bytes(packet).decode() for packet in file.demux() if packet.size]
    assert len(found) == 2
    assert "00:00:02,000" in found[1]
    assert not [line for line in "\n".join(found).splitlines() if "-->" in line]


def test_an_arrow_braces_and_a_backslash_stay_as_written() -> None:
    line = "a --> b {c} \\ & d"
    assert line in srt(cues([said(line)]))
    assert "a <00:00:00.250>--&gt; <00:00:00.500>b" in vtt(cues([said(line)]))


def test_a_long_word_is_whole_where_a_line_holds_it_and_breaks_without_spaces_where_none_does() -> None:
    (cue,) = cues([said("The understanding of internationalization matters")])
    assert cue.text.replace("\n", " ") == "The understanding of internationalization matters"
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    found = cues([a_line((word, 0, 96_000), language="de")], line_room((720, 1280)))
    assert "".join(cue.text.replace("\n", "") for cue in found) == word
    assert all(width(row) <= line_room((720, 1280)) for cue in found for row in cue.text.split("\n"))


def test_a_title_of_a_path_breaks_where_an_address_may() -> None:
    address = "https://example.com/a/very/long/path/that/does/not/end/soon?with=query&and=more"
    found = cues([said(f"Visit {address} today.")])
    rows = [row for cue in found for row in cue.text.split("\n")]
    assert "".join(rows).replace(" ", "") == f"Visit{address}today."
    assert all(row[-1] in "/?&." or row.endswith("more today.") for row in rows)


SCRIPTS = {
    "ja": "今日は私たちの町の図書館で、静かな一日を過ごしました。", "zh": "你好，今天天气很好，我们一起去公园散步吧。",
    "ar": "مرحبا بالعالم، هذا سطر عربي فيه 25 كلمة تقريبا.", "he": "שלום עולם, זו שורה בעברית עם the word film בתוכה.",
    "hi": "नमस्ते, आज हम एक छोटी सी कहानी सुनेंगे।", "th": "วันนี้เราจะไปตลาดเพื่อซื้อผลไม้และดอกไม้สำหรับแม่",
    "en": "Emoji 🎬 and \\ backslash {braces} --> arrows & FORTY CAPITALS RUN ON AND ON.",
    "de": "Die Donaudampfschifffahrtsgesellschaftskapitänswitwe wohnt hier.",
}  # fmt: skip
SAFE = {(640, 360): (0.05, 0.95), (360, 640): (0.10, 0.82), (480, 480): (0.05, 0.95)}
"""Of each frame: the shares of its width and height that captions stay within, left and bottom."""


def drawn(text: str, language: str, frame: tuple[int, int], folder: Path) -> tuple[list[Cue], list[Any], Any]:
    """The captions of a line, the frames with them drawn in, and the ground they are drawn on."""
    words = tuple((word, n * 14_400, (n + 1) * 14_400) for n, word in enumerate(text.split()))
    if len(words) < 3:
        words = tuple((word, 6 * start, 6 * end) for word, start, end in words)
    shown = cues([a_line(*words, language=language)], line_room(frame))
    ground = np.full((frame[1], frame[0], 3), (90, 70, 50), np.uint8)
    encoder = Encoder(folder / "ground.mp4", *frame, 4, preset="ultrafast", crf=12)
    for _ in range(int(4 * (shown[-1].end + 1))):
        encoder.write(ground.data)
    encoder.close()
    burn(folder / "ground.mp4", ass(shown, frame), 4, folder / "burnt.mp4")
    with av.open(str(folder / "burnt.mp4")) as file:
        return list(shown), [one.to_ndarray(format="bgr24") for one in file.decode(video=0)], ground


@pytest.mark.parametrize("language", [*SCRIPTS])
def test_burnt_captions_of_every_writing_stay_in_the_safe_area(language: str, tmp_path: Path) -> None:
    if undrawn(SCRIPTS[language]):
        pytest.skip("the fonts for Chinese, Japanese and Korean are an extra")
    for frame, (left, low) in SAFE.items():
        folder = tmp_path / f"{frame[0]}"
        folder.mkdir()
        shown, frames, ground = drawn(SCRIPTS[language], language, frame, folder)
        for cue in shown:
            picture = frames[min(len(frames) - 1, int(2 * (cue.start + cue.end)))]
            down, across = np.nonzero(np.abs(picture.astype(int) - ground).max(axis=2) > 40)
            assert len(across) > 60, cue.text
            assert left <= across.min() / frame[0], cue.text
            assert across.max() / frame[0] <= 1 - left, cue.text
            assert down.max() / frame[1] <= low, cue.text


@pytest.mark.parametrize(("language", "text"), [("he", "שלום עולם"), ("ar", "مرحبا بالعالم")])
def test_words_of_right_to_left_writing_are_lit_from_the_right(language: str, text: str, tmp_path: Path) -> None:
    words = tuple((word, n * 96_000, (n + 1) * 96_000) for n, word in enumerate(text.split()))
    shown = cues([a_line(*words, language=language)])
    ground = np.full((360, 640, 3), (90, 70, 50), np.uint8)
    encoder = Encoder(tmp_path / "ground.mp4", 640, 360, 4, preset="ultrafast", crf=12)
    for _ in range(18):
        encoder.write(ground.data)
    encoder.close()
    burn(tmp_path / "ground.mp4", ass(shown, (640, 360)), 4, tmp_path / "burnt.mp4")
    with av.open(str(tmp_path / "burnt.mp4")) as file:
        frames = [one.to_ndarray(format="bgr24").astype(int) for one in file.decode(video=0)]
    waiting = (frames[5][..., 2] - frames[5][..., 0] > 40) & (frames[5][..., 2] > 180)  # the colour of what is to come
    lit = frames[5].min(axis=2) > 200
    assert waiting.sum() > 20
    assert lit.sum() > 20
    # The first word stands on the right, and is lit while the second waits.
    assert np.nonzero(lit)[1].mean() > np.nonzero(waiting)[1].mean() + 10


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80))
def test_captions_in_every_format_hold_exactly_the_written_words(text: str) -> None:
    words = text.split()
    if not words:
        return
    line = said(" ".join(words))
    shown = cues([line])
    wanted = "".join(words)

    def letters(found: str) -> str:
        return "".join(found.split())

    assert letters("".join(joined(row) for cue in shown for row in cue.lines)) == wanted
    times = [piece for cue in shown for row in cue.lines for piece in row]
    assert all(one.start <= one.end for one in times)
    assert all(one.start <= other.start for one, other in itertools.pairwise(times))
    plain = re.sub(r"<\d\d:[\d:.]+>", "", "".join(re.split(r".* --> .*\n", vtt(shown))[1:]))
    assert letters(html.unescape(plain)) == letters(html.unescape(html.escape(wanted, quote=False)))

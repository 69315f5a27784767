"""The words of a song, out of an LRC file: lines with their times, and words with theirs where the file has them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.errors import UsageFault

LARGEST = 2_000_000
"""Bytes of a file of lyrics that are read."""
LONGEST = 8.0
"""Seconds that a line is sung at most, where the file does not say when it ends."""
_LINE = 2000
"""Letters of a line."""
_FORMS = "a line of an LRC file is [01:23.45] and its words"
_TIME = re.compile(r"\[(\d{1,3}):(\d{1,2}(?:[.:]\d{1,3})?)\]")
_WORD = re.compile(r"<(\d{1,3}):(\d{1,2}(?:[.:]\d{1,3})?)>")
_TAG = re.compile(r"\[([a-zA-Z#]+):([^\]]*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lyric:
    """A sung line: its words as (text, first second, last) of the file of music."""

    words: tuple[tuple[str, float, float], ...]

    @property
    def start(self) -> float:
        return self.words[0][1]

    @property
    def end(self) -> float:
        return self.words[-1][2]


def lyrics_of(path: Path) -> tuple[Lyric, ...]:
    """The lines of an LRC file in their order. Raises UsageFault where there are none, or a time cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise UsageFault(f"“{path.name}” has over {LARGEST // 1_000_000} MB", hint=_FORMS)
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageFault(f"“{path.name}” is no text: {type(error).__name__}", hint=_FORMS) from error
    shift = 0.0
    marks: list[tuple[float, str]] = []
    letters = 0
    for number, line in enumerate(text.splitlines(), 1):
        times, words = _parted(line)
        letters += len(times) * len(words)
        if len(words) > _LINE or letters > LARGEST:
            raise UsageFault(f"“{path.name}”, line {number}: these are more words than a song has", hint=_FORMS)
        if times:
            marks += [(time, words) for time in times]
        elif tag := _TAG.match(line.strip()):
            shift = _offset(path.name, number, tag[2]) if tag[1].lower() == "offset" else shift
        elif line.strip() and marks:
            raise UsageFault(f"“{path.name}”, line {number}: no time stands before these words", hint=_FORMS)
    marks.sort(key=lambda mark: mark[0])
    starts = sorted({time for time, _ in marks})
    following = dict(zip(starts, [*starts[1:], math.inf], strict=True)) if starts else {}
    found = tuple(_sung(time, following[time], words, shift) for time, words in marks if _WORD.sub("", words).strip())
    if not found:
        raise UsageFault(f"“{path.name}” holds no lyrics", hint=_FORMS)
    return found


def _parted(line: str) -> tuple[list[float], str]:
    """The times that stand before a line (a refrain has several), and its words."""
    place, times = 0, []
    while mark := _TIME.match(line, place):
        times.append(_seconds(mark))
        place = mark.end()
    return times, line[place:].strip()


def _seconds(mark: re.Match[str]) -> float:
    return int(mark[1]) * 60 + float(mark[2].replace(":", "."))


def _offset(name: str, number: int, value: str) -> float:
    """Seconds by which a file says that its words come earlier."""
    try:
        return max(-60.0, min(60.0, int(value) / 1000))
    except ValueError:
        raise UsageFault(f"“{name}”, line {number}: the offset is no number of milliseconds", hint=_FORMS) from None


def _sung(start: float, end: float, words: str, shift: float) -> Lyric:
    """A line from its time to the next one's, all of it `shift` seconds earlier: each word at its own time, else as
    long as its letters ask.
    """
    end = min(end, start + LONGEST)
    marks = [(_seconds(mark), mark.start(), mark.end()) for mark in _WORD.finditer(words)]
    if marks:
        pieces = [(start, words[: marks[0][1]])] if words[: marks[0][1]].strip() else []
        last = [at for _, at, _ in marks[1:]] + [len(words)]
        pieces += [(time, words[after:until]) for (time, _, after), until in zip(marks, last, strict=True)]
        times = [time for time, _ in pieces] + [end]
        timed = [(text, first, max(first, then)) for (first, text), then in zip(pieces, times[1:], strict=True)]
        split = [one for text, first, then in timed if text.strip() for one in _spread(text.split(), first, then)]
        return Lyric(words=_earlier(split, shift))
    return Lyric(words=_earlier(list(_spread(words.split(), start, end)), shift))


def _earlier(words: list[tuple[str, float, float]], shift: float) -> tuple[tuple[str, float, float], ...]:
    return tuple((word, max(0.0, start - shift), max(0.0, end - shift)) for word, start, end in words)


def _spread(words: list[str], start: float, end: float) -> Iterator[tuple[str, float, float]]:
    whole, done = sum(len(word) + 1 for word in words), 0
    for word in words:
        first, done = done, done + len(word) + 1
        yield word, start + (end - start) * first / whole, start + (end - start) * done / whole

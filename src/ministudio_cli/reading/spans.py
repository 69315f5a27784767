"""A text that was rewritten, and where each part of it came from."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Characters `start` to `end` of a text, spoken as `spoken`."""

    start: int
    end: int
    spoken: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is spoken. `pieces` tile both texts in order: (first, last) of what is written, (first, last) of
    what is spoken, and whether the piece stands as it was written.
    """

    written: str
    spoken: str
    pieces: tuple[tuple[int, int, int, int, bool], ...]

    @property
    def changed(self) -> bool:
        """Whether anything of it is spoken otherwise than it is written."""
        return any(not same for *_, same in self.pieces)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the written text from which a stretch of the spoken one came."""
        return self._across(start, end, 2, 0)

    def target(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the spoken text that a stretch of the written one became; empty where it is not spoken."""
        return self._across(start, end, 0, 2)

    def then(self, other: Reading) -> Reading:
        """Both rewritings as one: the other is of what is spoken here."""
        edits = []
        for first, last, begin, end, same in other.pieces:
            if not same:
                edits.append((self.source(first, last), other.spoken[begin:end]))
        own = [((first, last), self.spoken[begin:end]) for first, last, begin, end, same in self.pieces if not same]
        whole = [Edit(start=at[0], end=at[1], spoken="") for at, _ in (*own, *edits)]
        joined: list[Edit] = []
        for span in _merged(whole):
            begin, end = other.target(*self.target(span.start, span.end))
            joined.append(Edit(start=span.start, end=span.end, spoken=other.spoken[begin:end]))
        return rewritten(self.written, joined)

    def _across(self, start: int, end: int, here: int, there: int) -> tuple[int, int]:
        if not self.pieces:
            return 0, 0
        starts = [piece[here] for piece in self.pieces]
        first = max(0, bisect.bisect_right(starts, start) - 1)
        while first + 1 < len(self.pieces) and self.pieces[first][here + 1] <= start:
            first += 1
        last = first
        while last + 1 < len(self.pieces) and self.pieces[last + 1][here] < end:
            last += 1
        head, tail = self.pieces[first], self.pieces[last]
        begin = head[there] + (start - head[here]) if head[4] else head[there]
        finish = tail[there] + (end - tail[here]) if tail[4] else tail[there + 1]
        return begin, max(begin, finish)


def rewritten(text: str, edits: Iterable[Edit]) -> Reading:
    """A text with edits, which must not overlap, applied."""
    pieces: list[tuple[int, int, int, int, bool]] = []
    spoken, at, length = [], 0, 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start > at:
            pieces.append((at, edit.start, length, length + edit.start - at, True))
            spoken.append(text[at : edit.start])
            length += edit.start - at
        pieces.append((edit.start, edit.end, length, length + len(edit.spoken), False))
        spoken.append(edit.spoken)
        length += len(edit.spoken)
        at = edit.end
    if at < len(text):
        pieces.append((at, len(text), length, length + len(text) - at, True))
        spoken.append(text[at:])
    return Reading(text, "".join(spoken), tuple(pieces))


def _merged(edits: Sequence[Edit]) -> list[Edit]:
    """Edits that touch the same characters as one, in order."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if found and (edit.start < found[-1].end or edit.start == found[-1].start):
            found[-1] = Edit(start=found[-1].start, end=max(found[-1].end, edit.end), spoken="")
        else:
            found.append(edit)
    return found


def timed(reading: Reading, tokens: Sequence[tuple[int, int, float, float]]) -> list[tuple[str, float, float]]:
    """The written words with their times: they tile the line in order, none is lost and none has no length where
    anything was spoken.

    `tokens` are (first, last) characters of the spoken text with (start, end) in seconds, in order. Words that share
    what is spoken of them (“World War II” said as three words of which the last stands for one) share it by their
    letters; a word of which nothing is spoken takes the pause where it stands.
    """
    words = words_of(reading.written)
    found: list[list[float] | None] = []
    groups: dict[tuple[int, int], list[int]] = {}
    for index, (start, end) in enumerate(words):
        begin, finish = reading.target(start, end)
        own = [at for at, token in enumerate(tokens) if token[0] < finish and token[1] > begin]
        if not own or finish <= begin:
            found.append(None)
            continue
        found.append([tokens[own[0]][2], tokens[own[-1]][3]])
        groups.setdefault((own[0], own[-1]), []).append(index)
    _share(words, found, groups)
    _in_order(found)
    return [
        (reading.written[start:end], float(span[0]), float(span[1]))
        for (start, end), span in zip(words, found, strict=True)
        if span is not None
    ]


def _share(
    words: Sequence[tuple[int, int]], found: list[list[float] | None], groups: dict[tuple[int, int], list[int]]
) -> None:
    """Words of one stretch of speech divide it by their letters."""
    for members in groups.values():
        if len(members) < 2:
            continue
        first, last = found[members[0]], found[members[-1]]
        if first is None or last is None:
            continue
        start, whole = first[0], last[1] - first[0]
        letters = [words[at][1] - words[at][0] for at in members]
        done = 0
        for at, count in zip(members, letters, strict=True):
            found[at] = [start + whole * done / sum(letters), start + whole * (done + count) / sum(letters)]
            done += count


def _in_order(found: list[list[float] | None]) -> None:
    """No word begins before the one before it ends; one of which nothing is spoken takes the pause where it stands."""
    before = 0.0
    for at, span in enumerate(found):
        later = next((other[0] for other in found[at + 1 :] if other is not None), None)
        if span is None:
            found[at] = [before, before if later is None else max(before, later)]
        else:
            span[0] = max(span[0], before)
            span[1] = max(span[0], span[1])
            if later is not None and span[0] < later < span[1]:
                span[1] = later
        before = (found[at] or [before, before])[1]


def words_of(text: str) -> list[tuple[int, int]]:
    """Each word of a text, as it is written between spaces: (first, last) characters."""
    spans, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    return spans

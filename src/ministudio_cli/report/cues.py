"""Captions: words with times to cues that can be read. Pure but for the fonts, whose widths decide what fits.

A cue has at most two lines, breaks after phrases where it can and never inside a word that fits on a line, and stays
while it can be read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from ministudio_cli.media.fonts import width
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.reading.scripts import base
from ministudio_cli.screenplay.lyrics import Lyric
from ministudio_cli.timeline import Caption, FilmTimeline, Source, VoiceClip

LINE = 21.0
"""Ems that a line may be wide: about 42 letters."""
SPEED = 17.0
"""Characters a second that can be read."""
EARLY = 0.5
"""Seconds that a cue may stand before its first word, where it could not be read in time otherwise."""
LINGER = 0.5
"""Seconds that a cue stays after its last word, if nothing follows."""
PAUSE = 0.65
SUNG = "♪"
"""What stands around words that are sung."""
SUNG_APART = 0.3
"""Seconds between lyrics and speech, under which the lyrics give way."""
_STOPS = (".", "!", "?", "…", "。", "؟", "！", "？", "।")
_PHRASES = (*_STOPS, ",", ";", ":", "—", "،", "、", "，", "；", "：")
_SPACE = 0.2
"""Ems between words."""
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_ROOM = {True: 0.76, False: 0.86}
"""Shares of a frame's width that a line may take: upright, and otherwise."""
_EM = 0.0433
"""An em in shares of a frame's shorter side."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cue that stays together: a word, or a part of one that is written without spaces. Seconds of the
    film; `close` where no space stands before it; a speaker's name is not `spoken`.
    """

    text: str
    start: float
    end: float
    close: bool = False
    spoken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """From `start` to `end` in seconds, its pieces line by line, in a language (a BCP 47 tag)."""

    start: float
    end: float
    lines: tuple[tuple[Piece, ...], ...]
    language: str = ""

    @property
    def text(self) -> str:
        """What is shown, with line ends."""
        return "\n".join(map(joined, self.lines))

    @property
    def words(self) -> tuple[tuple[str, float, float], ...]:
        """What is spoken, with the seconds at which it is."""
        return tuple((piece.text, piece.start, piece.end) for line in self.lines for piece in line if piece.spoken)


def line_room(frame: tuple[int, int] | None, size: float = 1.0) -> float:
    """Ems that a line may be wide in a frame of (width, height) pixels, at a share of the usual letters' size."""
    if frame is None:
        return LINE
    across, down = frame
    return min(LINE, _ROOM[down > across] * across / em(frame, size))


def em(frame: tuple[int, int], size: float = 1.0) -> float:
    """An em in pixels."""
    return _EM * size * min(frame)


def joined(pieces: Sequence[Piece]) -> str:
    """Pieces as text."""
    return "".join(piece.text if piece.close or not at else f" {piece.text}" for at, piece in enumerate(pieces))


def cues(lines: Iterable[VoiceClip], room: float = LINE) -> tuple[Cue, ...]:
    """Break lines into cues of lines at most `room` ems wide; a speaker's name stands where it changes (empty for the
    narrator).
    """
    found: list[Cue] = []
    before = ""
    for line in lines:
        pieces = [
            piece
            for text, start, end in line.words
            for piece in _pieces(text, start / SAMPLE_RATE, end / SAMPLE_RATE, room, line.language)
        ]
        if not pieces:
            continue
        if line.name and line.name != before:
            name = _pieces(f"{line.name}:", pieces[0].start, pieces[0].start, room, line.language)
            pieces = [
                *(Piece(piece.text, piece.start, piece.end, piece.close, spoken=False) for piece in name),
                *pieces,
            ]
        sung = line.speaker == SUNG
        for phrase in _phrases(pieces, room - 2 * width(f"{SUNG} ") if sung else room):
            part = _between_notes(phrase) if sung else phrase
            spoken = [piece for piece in part if piece.spoken] or part
            found.append(Cue(start=spoken[0].start, end=spoken[-1].end, lines=_set(part, room), language=line.language))
        before = line.name
    return tuple(_readable(found))


def _between_notes(pieces: Sequence[Piece]) -> list[Piece]:
    """A sung cue, with the notes that say so."""
    first, last = pieces[0], pieces[-1]
    notes = Piece(SUNG, first.start, first.start, spoken=False), Piece(SUNG, last.end, last.end, spoken=False)
    return [notes[0], *pieces, notes[1]]


def film_cues(film: FilmTimeline, scale: float = 1.0, sung: Sequence[Lyric] = ()) -> tuple[Cue, ...]:
    """A film's captions, of letters in a share of their usual size; `sung` are the lyrics of its music in seconds of
    the film, which stand between notes where nobody speaks.
    """
    room = line_room((film.width, film.height), scale)
    spoken = sorted(film.voice, key=lambda line: line.start)
    taken = [(line.start / SAMPLE_RATE - SUNG_APART, line.end / SAMPLE_RATE + SUNG_APART) for line in spoken]
    seconds = float(film.frames / film.rate)
    free = [
        lyric
        for lyric in sung
        if 0 <= lyric.start < seconds and not any(lyric.start < end and lyric.end > start for start, end in taken)
    ]
    shown = [(line.start / SAMPLE_RATE, line) for line in spoken]
    shown += [(lyric.start, _as_line(lyric, seconds, film.language)) for lyric in free]
    return cues([line for _, line in sorted(shown, key=lambda each: each[0])], room)


def _as_line(lyric: Lyric, seconds: float, language: str) -> VoiceClip:
    """A sung line as captions read it, no longer than the film."""
    timed = [(word, min(start, seconds), min(end, seconds)) for word, start, end in lyric.words]
    words = [(word, round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)) for word, start, end in timed]
    return VoiceClip(
        shot="", speaker=SUNG, name="", text="", language=language, start=words[0][1], end=words[-1][2],
        source=Source(artifact="", file="", sha256=""), words=tuple(words),
    )  # fmt: skip


def captions_of(shown: Iterable[Cue]) -> Iterator[Caption]:
    """Cues as a timeline has them."""
    for cue in shown:
        yield Caption(start=round(cue.start, 4), end=round(cue.end, 4), lines=tuple(map(joined, cue.lines)))


def _pieces(text: str, start: float, end: float, room: float, language: str) -> list[Piece]:
    """A word; or, where it is written without spaces or wider than a line, its parts, which share its time."""
    if _unspaced(text) or width(text) > room:
        parts = [piece for part in _segments(text, language) for piece in _narrow(part, room)]
    else:
        return [Piece(text, start, end)]
    whole, at, found = max(1, len(text)), 0, []
    for part in parts:
        first, at = at, at + len(part)
        times = (start + (end - start) * first / whole, start + (end - start) * at / whole)
        found.append(Piece(part, *times, close=first > 0))
    return found


def _unspaced(text: str) -> bool:
    return any(unicodedata.name(sign, "").startswith(_UNSPACED) for sign in text if not sign.isascii())


def _segments(text: str, language: str) -> list[str]:
    """Where a line may break: by phrases in Japanese, by ICU's rules and dictionaries in others."""
    if base(language) == "ja" or any(unicodedata.name(sign, "").startswith(("HIRAGANA", "KATAKANA")) for sign in text):
        return [str(part) for part in _phraser().parse(text)]
    import icu  # noqa: PLC0415 - 30 MB that English does without

    ends = icu.BreakIterator.createLineInstance(icu.Locale(base(language)))
    # ICU counts UTF-16 units, as a letter beyond the first plane has two.
    units = text.encode("utf-16-le")
    ends.setText(icu.UnicodeString(text))
    places = [0, *ends]
    return [units[2 * a : 2 * b].decode("utf-16-le") for a, b in pairwise(places) if b > a]


@cache
def _phraser() -> Any:
    import budoux  # noqa: PLC0415

    return budoux.load_default_japanese_parser()


def _narrow(text: str, room: float) -> list[str]:
    """A part that is still wider than a line, broken between letters; marks stay with theirs."""
    if width(text) <= room:
        return [text]
    parts, now = [], ""
    for sign in text:
        together = (
            unicodedata.combining(sign) or unicodedata.category(sign) in ("Mc", "Me", "Cf") or now.endswith("\u200d")
        )
        if now and not together and width(now + sign) > room:
            parts.append(now)
            now = ""
        now += sign
    return [*parts, now] if now else parts


def _wide(pieces: Sequence[Piece]) -> float:
    return sum(width(piece.text) + (0 if piece.close or not at else _SPACE) for at, piece in enumerate(pieces))


def _set(pieces: Sequence[Piece], room: float) -> tuple[tuple[Piece, ...], ...]:
    """On one line, or on two of even width."""
    if _wide(pieces) <= room or len(pieces) < 2:
        return (tuple(pieces),)
    best = min(range(1, len(pieces)), key=lambda at: _uneven(pieces[:at], pieces[at:], room))
    return tuple(pieces[:best]), tuple(pieces[best:])


def _uneven(first: Sequence[Piece], second: Sequence[Piece], room: float) -> float:
    widths = _wide(first), _wide(second)
    over = sum(max(0.0, each - room) for each in widths)
    return 100 * over + abs(widths[0] - widths[1]) - 4 * first[-1].text.endswith(_PHRASES) + 2 * second[0].close


def _phrases(pieces: Sequence[Piece], room: float) -> list[list[Piece]]:
    """Split where a sentence ends, a voice pauses, or the cue is full; then rather after a comma than before."""
    found: list[list[Piece]] = []
    now: list[Piece] = []
    for piece in pieces:
        pause = now and now[-1].spoken and piece.start - now[-1].end > PAUSE
        full = now and not _fits([*now, piece], room)
        ended = now and now[-1].text.endswith(_STOPS) and _wide(now) > room / 3
        if pause or full or ended:
            cut = len(now)
            if full and not pause:
                cut = next(
                    (at for at in range(len(now), len(now) // 2, -1) if now[at - 1].text.endswith(_PHRASES)), cut
                )
            found.append(now[:cut])
            now = now[cut:]
        now.append(piece)
    return [*found, now] if now else found


def _fits(pieces: Sequence[Piece], room: float) -> bool:
    """Whether pieces can be set on two lines."""
    used, lines = 0.0, 1
    for piece in pieces:
        own = width(piece.text)
        gap = 0 if piece.close or not used else _SPACE
        if used + gap + own <= room or not used:
            used += gap + own
        elif lines == 1:
            lines, used = 2, own
        else:
            return False
    return True


def _readable(found: list[Cue]) -> Iterable[Cue]:
    """Each cue stays until it can be read, or comes a little before its first word; none overlaps another."""
    free = 0.0
    for index, cue in enumerate(found):
        limit = found[index + 1].start - 0.001 if index + 1 < len(found) else cue.end + 4 * LINGER
        need = len(cue.text) / SPEED
        end = max(min(max(cue.end + LINGER, cue.start + need), limit), cue.start + 0.2)
        start = max(free, cue.start - EARLY, min(cue.start, end - need))
        free = end + 0.001
        yield Cue(start=start, end=end, lines=cue.lines, language=cue.language)

"""Captions: words with times to cues that can be read, and the files that hold them. Pure.

A cue has at most two lines of 42 characters, breaks after phrases where it can, and stays while it can be read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ministudio_cli.plan.film import Plan
from ministudio_cli.plan.orders import SAMPLE_RATE
from ministudio_cli.screenplay.model import NARRATOR
from ministudio_cli.sync.timeline import Timeline

LINE = 42
SPEED = 17.0
"""Characters a second that can be read."""
EARLY = 0.5
"""Seconds that a cue may stand before its first word, where it could not be read in time otherwise."""
LINGER = 0.5
"""Seconds that a cue stays after its last word, if nothing follows."""
PAUSE = 0.65
_STOPS = (".", "!", "?", "…", "。", "؟")
_PHRASES = (*_STOPS, ",", ";", ":", "—", "،")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line in the film: who, from which sample, and its words as (text, start, end) in samples of the line."""

    speaker: str
    start: int
    words: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """From `start` to `end` in seconds; `words` are its words with the seconds at which each is spoken."""

    start: float
    end: float
    text: str
    words: tuple[tuple[str, float, float], ...] = ()


def cues(lines: Iterable[Said]) -> tuple[Cue, ...]:
    """Break lines into cues; `speaker` stands before a cue where it changes (empty for the narrator)."""
    found: list[Cue] = []
    before = ""
    for line in lines:
        spoken = [piece for word in line.words for piece in _pieces(word)]
        for index, words in enumerate(_phrases(spoken, len(line.speaker) + 2 if line.speaker else 0)):
            name = f"{line.speaker}: " if index == 0 and line.speaker and line.speaker != before else ""
            text = name + joined([word for word, _, _ in words])
            start, end = (line.start + words[0][1]) / SAMPLE_RATE, (line.start + words[-1][2]) / SAMPLE_RATE
            timed = tuple(
                (word, (line.start + first) / SAMPLE_RATE, (line.start + last) / SAMPLE_RATE)
                for word, first, last in words
            )
            found.append(Cue(start=start, end=end, text=wrapped(text), words=timed))
        before = line.speaker
    return tuple(_readable(found))


def film_cues(plan: Plan, timeline: Timeline) -> tuple[Cue, ...]:
    """A film's captions; none where the screenplay wants none."""
    if plan.film.captions == "none":
        return ()
    names = {one.id: one.name for one in plan.film.cast} | {NARRATOR: ""}
    lines = sorted(timeline.lines, key=lambda line: line.start)
    return cues([Said(speaker=names[line.speaker], start=line.start, words=line.spoken.words) for line in lines])


def vtt(shown: Sequence[Cue]) -> str:
    """The cues as WebVTT, with the time of every word."""
    parts = ["WEBVTT\n\n"]
    for cue in shown:
        text = _marked(cue.text)
        at, marked = 0, ""
        for word, start, _ in cue.words:
            safe = _marked(word)
            place = text.find(safe, at)
            if place >= 0 and cue.start < start < cue.end and at:
                marked += text[at:place] + f"<{_clock(start, '.')}>"
            elif place >= 0:
                marked += text[at:place]
            if place >= 0:
                marked += safe
                at = place + len(safe)
        parts.append(f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{marked + text[at:]}\n\n")
    return "".join(parts)


def ass(shown: Sequence[Cue], width: int, height: int, *, since: float = 0.0, until: float = 1e9) -> str:
    """The cues as Advanced SubStation Alpha, each word lit as it is spoken; a stretch of the film begins at 0."""
    size = round(min(height * 0.052, width * 0.052))
    edge, shade, low = max(1, size // 14), max(1, size // 24), round(height * 0.055)
    look = {
        "Name": "Said", "Fontname": "Lato", "Fontsize": size, "PrimaryColour": "&H00FFFFFF",
        "SecondaryColour": "&H00B8D8F0", "OutlineColour": "&H00181010", "BackColour": "&H80000000", "Bold": -1,
        "Italic": 0, "Underline": 0, "StrikeOut": 0, "ScaleX": 100, "ScaleY": 100, "Spacing": 0, "Angle": 0,
        "BorderStyle": 1, "Outline": edge, "Shadow": shade, "Alignment": 2, "MarginL": 40, "MarginR": 40,
        "MarginV": low, "Encoding": 1,
    }  # fmt: skip
    columns = ("Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text")
    head = ["[Script Info]", "ScriptType: v4.00+", f"PlayResX: {width}", f"PlayResY: {height}", "WrapStyle: 2", ""]
    head += ["[V4+ Styles]", f"Format: {', '.join(look)}", f"Style: {','.join(map(str, look.values()))}", ""]
    head += ["[Events]", f"Format: {', '.join(columns)}"]
    for cue in shown:
        if cue.end <= since or cue.start >= until:
            continue
        times = (_hundredths(max(0.0, cue.start - since)), _hundredths(min(cue.end, until) - since))
        head.append(f"Dialogue: 0,{times[0]},{times[1]},Said,,0,0,0,,{_lit(cue, max(cue.start, since))}")
    return "\n".join(head) + "\n"


def _lit(cue: Cue, shown: float) -> str:
    """The cue's text with a karaoke time before each word."""
    text, at, marked, clock = cue.text, 0, "", shown
    for word, _, end in cue.words:
        place = text.find(word, at)
        if place < 0:
            continue
        gap = text[at:place]
        marked += _plain(gap) + f"{{\\k{max(0, round(100 * (end - clock)))}}}" + _plain(word)
        at, clock = place + len(word), max(clock, end)
    return marked + _plain(text[at:])


def _plain(text: str) -> str:
    return text.replace("\\", "＼").replace("{", "(").replace("}", ")").replace("\n", "\\N")


def _hundredths(seconds: float) -> str:
    whole = round(seconds * 100)
    return f"{whole // 360000}:{whole // 6000 % 60:02}:{whole // 100 % 60:02}.{whole % 100:02}"


def _marked(text: str) -> str:
    """Text as WebVTT holds it: no tag, and no “-->”, which would make a line of it a time."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _untimed(text: str) -> str:
    """Text as SubRip holds it, which knows no escapes: an arrow of one sign, so that no line of it is a time."""
    return text.replace("-->", "→")


def srt(shown: Sequence[Cue]) -> str:
    """The cues as a SubRip file."""
    return "".join(
        f"{number}\n{_clock(cue.start)} --> {_clock(cue.end)}\n{_untimed(cue.text)}\n\n"
        for number, cue in enumerate(shown, 1)
    )


def width(text: str) -> int:
    """Columns that a text takes: those of East Asian writing are two wide, marks over letters none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def joined(words: Sequence[str]) -> str:
    """Words with spaces between them, but none where East Asian writing has none."""
    text = ""
    for word in words:
        close = (
            text and unicodedata.east_asian_width(text[-1]) in "WF" and unicodedata.east_asian_width(word[0]) in "WF"
        )
        text += word if close or not text else f" {word}"
    return text


def _pieces(word: tuple[str, int, int]) -> list[tuple[str, int, int]]:
    """A word too wide for half a line, as writing without spaces has them, in pieces that share its time."""
    text, start, end = word
    if width(text) <= LINE // 2:
        return [word]
    pieces, now = [], ""
    for sign in text:
        now += sign
        if width(now) >= LINE // 4 or sign in "、。，！？；：":
            pieces.append(now)
            now = ""
    pieces += [now] if now else []
    ends = [start + round((end - start) * sum(map(len, pieces[: at + 1])) / len(text)) for at in range(len(pieces))]
    return list(zip(pieces, [start, *ends[:-1]], ends, strict=True))


def wrapped(text: str) -> str:
    """Over two lines of even length where one is not enough."""
    if width(text) <= LINE:
        return text
    if " " not in text:
        half = next((at for at in range(1, len(text)) if width(text[:at]) >= width(text) / 2), len(text))
        return f"{text[:half]}\n{text[half:]}"
    words = text.split(" ")
    best = min(range(1, len(words)), key=lambda at: _uneven(" ".join(words[:at]), " ".join(words[at:])), default=0)
    return " ".join(words[:best]) + "\n" + " ".join(words[best:]) if best else text


def _uneven(first: str, second: str) -> float:
    over = max(0, width(first) - LINE) + max(0, width(second) - LINE)
    return 100 * over + abs(width(first) - width(second)) - 8 * first.endswith(_PHRASES)


def _phrases(words: Sequence[tuple[str, int, int]], name: int) -> list[list[tuple[str, int, int]]]:
    """Split where a sentence ends, a voice pauses, or the cue is full; then rather after a comma than before.

    `name` is the room in characters that the speaker's name takes on the first line.
    """
    found: list[list[tuple[str, int, int]]] = []
    now: list[tuple[str, int, int]] = []
    for word in words:
        pause = now and (word[1] - now[-1][2]) / SAMPLE_RATE > PAUSE
        full = now and not _fits([one[0] for one in (*now, word)], 0 if found else name)
        ended = now and now[-1][0].endswith(_STOPS) and sum(len(one[0]) + 1 for one in now) > 14
        if pause or full or ended:
            cut = len(now)
            if full and not pause:
                cut = next((at for at in range(len(now), len(now) // 2, -1) if now[at - 1][0].endswith(_PHRASES)), cut)
            found.append(now[:cut])
            now = now[cut:]
        now.append(word)
    return [*found, now] if now else found


def _fits(words: Sequence[str], name: int) -> bool:
    """Whether words can be set on two lines."""
    first = name - 1 if name else -1
    for at, word in enumerate(words):
        if first + 1 + width(word) > LINE:
            return width(joined(words[at:])) <= LINE
        first += 1 + width(word)
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
        yield Cue(start=start, end=end, text=cue.text, words=cue.words)


def _clock(seconds: float, point: str = ",") -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}{point}{whole % 1000:03}"

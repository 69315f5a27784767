"""Captions: words with times to cues that can be read, and the files that hold them. Pure.

A cue has at most two lines of 42 characters, breaks after phrases where it can, and stays while it can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ministudio_cli.plan.film import Plan
from ministudio_cli.plan.orders import SAMPLE_RATE
from ministudio_cli.screenplay.model import NARRATOR
from ministudio_cli.sync.timeline import Timeline

LINE = 42
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
    """From `start` to `end` in seconds."""

    start: float
    end: float
    text: str


def cues(lines: Iterable[Said]) -> tuple[Cue, ...]:
    """Break lines into cues; `speaker` stands before a cue where it changes (empty for the narrator)."""
    found: list[Cue] = []
    before = ""
    for line in lines:
        for index, words in enumerate(_phrases(line.words, len(line.speaker) + 2 if line.speaker else 0)):
            name = f"{line.speaker}: " if index == 0 and line.speaker and line.speaker != before else ""
            text = name + " ".join(word for word, _, _ in words)
            start, end = (line.start + words[0][1]) / SAMPLE_RATE, (line.start + words[-1][2]) / SAMPLE_RATE
            found.append(Cue(start=start, end=end, text=wrapped(text)))
        before = line.speaker
    return tuple(_readable(found))


def film_captions(plan: Plan, timeline: Timeline) -> str:
    """A film's captions as a SubRip file; empty where the screenplay wants none."""
    if plan.film.captions == "none":
        return ""
    names = {one.id: one.name for one in plan.film.cast} | {NARRATOR: ""}
    said = [Said(speaker=names[line.speaker], start=line.start, words=line.spoken.words) for line in timeline.lines]
    return srt(cues(said))


def srt(shown: Sequence[Cue]) -> str:
    """The cues as a SubRip file."""
    return "".join(
        f"{number}\n{_clock(cue.start)} --> {_clock(cue.end)}\n{cue.text}\n\n" for number, cue in enumerate(shown, 1)
    )


def wrapped(text: str) -> str:
    """Over two lines of even length where one is not enough."""
    if len(text) <= LINE:
        return text
    words = text.split(" ")
    best = min(range(1, len(words)), key=lambda at: _uneven(" ".join(words[:at]), " ".join(words[at:])), default=0)
    return " ".join(words[:best]) + "\n" + " ".join(words[best:]) if best else text


def _uneven(first: str, second: str) -> float:
    over = max(0, len(first) - LINE) + max(0, len(second) - LINE)
    return 100 * over + abs(len(first) - len(second)) - 8 * first.endswith(_PHRASES)


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
        if first + 1 + len(word) > LINE:
            return len(" ".join(words[at:])) <= LINE
        first += 1 + len(word)
    return True


def _readable(found: list[Cue]) -> Iterable[Cue]:
    for index, cue in enumerate(found):
        limit = found[index + 1].start if index + 1 < len(found) else cue.end + LINGER
        end = max(min(cue.end + LINGER, limit - 0.001), cue.start + 0.2)
        yield Cue(start=cue.start, end=end, text=cue.text)


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02},{whole % 1000:03}"

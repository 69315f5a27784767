"""Beats of one's own: a text with a time a line, an Audacity label track, or a collection that Rekordbox exported."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ministudio_cli.errors import UsageFault

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

LARGEST = 50_000_000
"""Bytes of a file of beats that are read: a collection of some ten thousand tracks."""
_FORMS = "a line a beat: its seconds, then “downbeat” where it begins a bar; or Audacity's labels, or Rekordbox XML"
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)")
_COMMA = re.compile(r"\s*\d+,\d+\s*(?:[\s;]|$)")
_FIRST = ("downbeat", "section", "drop", "bar", "1", "1.0", "↓")

Tap = tuple[float, bool]
"""A beat in seconds, and whether it begins a bar."""


def taps_of(path: Path, music: str) -> tuple[Tap, ...]:
    """The beats of a file, in order; `music` is the name of the track that they are of. Raises UsageFault where there
    are none, or where it cannot be told which are meant.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UsageFault(f"“{path.name}” has over {LARGEST // 1_000_000} MB", hint="give the beats of one track")
        text = path.read_text("utf-8-sig", errors="strict")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageFault(f"“{path.name}” is no text: {type(error).__name__}", hint=_FORMS) from error
    found = _collection(path.name, text, music) if text.lstrip().startswith("<") else _lines(path.name, text)
    beats = sorted({round(time, 6): first for time, first in found}.items())
    if len(beats) < 2:
        raise UsageFault(f"“{path.name}” holds {len(beats)} beats", hint=_FORMS)
    return tuple(beats)


def _lines(name: str, text: str) -> list[Tap]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if _COMMA.match(line):
            raise UsageFault(f"“{name}”, line {number}: decimals are written with a point", hint=_FORMS)
        words = line.replace(",", " ").split()
        # Audacity puts the range of frequencies of a label on a line of its own, after a backslash.
        if not words or words[0].startswith(("#", ";", "\\")):
            continue
        time = _seconds(words[0])
        if time is None:
            raise UsageFault(f"“{name}”, line {number}: “{words[0][:40]}” is no time", hint=_FORMS)
        # The second number of a label is its end; “3.1” is a beat of a bar.
        decimals = words[1].partition(".")[2] if len(words) > 1 else ""
        end = _seconds(words[1]) if len(decimals) > (0 if len(words) > 2 else 2) else None
        label = " ".join(words[2:] if end is not None and end >= time else words[1:]).lower()
        found.append((time, label in _FIRST or label.endswith(".1")))
    return found


def _seconds(word: str) -> float | None:
    if clock := _CLOCK.fullmatch(word):
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _collection(name: str, text: str, music: str) -> list[Tap]:
    """The beat grid of one track of a collection."""
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - hardly any film has one

    if "<!" in text.replace("<!--", ""):
        raise UsageFault(f"“{name}” declares a document type, and is not read", hint=_FORMS)
    try:
        tracks = [track for track in ET.fromstring(text).iter("TRACK") if track.find("TEMPO") is not None]  # noqa: S314 - no document type, so no entity
    except ET.ParseError as error:
        raise UsageFault(f"“{name}” is no XML that can be read: {error}", hint=_FORMS) from error
    own = [track for track in tracks if unquote(track.get("Location", "")).rpartition("/")[2] == music]
    chosen = own or (tracks if len(tracks) == 1 else [])
    if not chosen:
        raise UsageFault(
            f"“{name}” has {len(tracks)} tracks with beats, and none is of “{music}”",
            hint="export that track alone, or give the music the name that it has there",
        )
    try:
        return _grid(chosen[0])
    except (ValueError, OverflowError) as error:
        raise UsageFault(f"“{name}”: a beat grid has a value that is no number", hint=_FORMS) from error


def _grid(track: ET.Element) -> list[Tap]:
    """Beats from each mark of a tempo to the next, and from the last to the track's end."""
    marks = sorted(
        (float(mark.get("Inizio", "")), float(mark.get("Bpm", "")), int(mark.get("Metro", "4/4").split("/")[0]),
         int(mark.get("Battito", "1")))
        for mark in track.findall("TEMPO")
    )  # fmt: skip
    end = float(track.get("TotalTime", "0"))
    found = []
    for mark, (start, tempo, meter, beat) in enumerate(marks):
        if not 10 <= tempo <= 1000 or meter < 1:
            raise ValueError(tempo)
        last = marks[mark + 1][0] if mark + 1 < len(marks) else max(end, start)
        count = min(int((last - start) * tempo / 60 + 1e-6) + 1, 200_000)
        times = [start + at * 60 / tempo for at in range(count)]
        # A beat that falls on the next mark is that mark's own.
        nearly = last - 0.25 * 60 / tempo if mark + 1 < len(marks) else last + 1e-6
        found += [(time, (beat - 1 + at) % meter == 0) for at, time in enumerate(times) if time < nearly]
    return found

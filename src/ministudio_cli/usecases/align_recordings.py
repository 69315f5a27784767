"""The use case `align`: recordings of one's own, held against the lines of their screenplay."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.planning.line_tasks import says_of, spelt_in
from ministudio_cli.providers.voices.script import Script
from ministudio_cli.screenplay.model import Line, Screenplay


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLine:
    """A line of a shot, with its words as (text, start, end) in seconds of its recording."""

    shot: str
    line: str
    words: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingDoubt:
    """Where a recording and its script differ: missing, added or changed words, at a second."""

    kind: str
    words: str
    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedRecording:
    """A recording with its lines; `heard` says whether a recogniser looked for words that are missing."""

    recording: str
    heard: bool
    lines: tuple[RecordedLine, ...]
    doubts: tuple[RecordingDoubt, ...]


def aligned(film: Screenplay) -> list[AlignedRecording]:
    """Each recording that a film names. Raises UsageFault where it names none."""
    from ministudio_cli.providers.voices.recorded import aligned as align  # noqa: PLC0415 - numpy and librosa

    files: dict[str, list[tuple[str, Line, str]]] = {}
    for shot in film.shots:
        for line in shot.lines:
            if recording := film.recording_of(line):
                files.setdefault(recording, []).append((shot.id, line, film.language_of(line)))
    if not files:
        hint = "give a line or the narrator a recording: voice/07.wav"
        raise UsageFault(f"{film.file} names no recording", hint=hint)
    found = []
    for name, lines in files.items():
        own = [line for _, line, _ in lines]
        script = Script(tuple(line.text for line in own), says_of(own), spelt_in(film, own))
        placed = align(Path(film.file).parent / name, script, lines[0][2])
        found.append(
            AlignedRecording(
                recording=name,
                heard=placed.heard,
                lines=tuple(
                    RecordedLine(
                        shot=shot,
                        line=line.text,
                        words=tuple((word, round(start, 3), round(end, 3)) for word, start, end in words),
                    )
                    for (shot, line, _), words in zip(lines, placed.lines, strict=True)
                ),
                doubts=tuple(
                    RecordingDoubt(kind=doubt.kind, words=doubt.words, at=round(doubt.at, 2), text=str(doubt))
                    for doubt in placed.doubts
                ),
            )
        )
    return found


def words_of(recording: AlignedRecording) -> list[str]:
    """The same in words for a terminal."""
    rows = [recording.recording]
    for line in recording.lines:
        first, last = line.words[0][1], line.words[-1][2]
        rows.append(f"  {first:7.2f} – {last:6.2f} s  {line.shot}: {line.line}")
    rows += [f"  {doubt.at:7.2f} s  {doubt.text}" for doubt in recording.doubts]
    if not recording.heard:
        rows.append("  missing sentences are found by their length; for words: pip install 'ministudio-cli[listen]'")
    return rows

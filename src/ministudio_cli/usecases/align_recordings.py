"""Recordings of one's own, held against the lines of their screenplay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.screenplay.model import Screenplay


def aligned(film: Screenplay) -> list[dict[str, Any]]:
    """Each recording that a film names, as JSON holds it: its lines with their words' seconds, and what is doubtful.

    Raises UsageFault where it names none.
    """
    from ministudio_cli.providers.voices.recorded import aligned as align  # noqa: PLC0415 - numpy and librosa

    files: dict[str, list[tuple[str, str, str]]] = {}
    for shot in film.shots:
        for line in shot.lines:
            if recording := film.recording_of(line):
                files.setdefault(recording, []).append((shot.id, line.text, film.language_of(line)))
    if not files:
        hint = "give a line or the narrator a recording: voice/07.wav"
        raise UsageFault(f"{film.file} names no recording", hint=hint)
    found = []
    for name, lines in files.items():
        placed = align(Path(film.file).parent / name, tuple(text for _, text, _ in lines), lines[0][2])
        found.append(
            {
                "recording": name,
                "heard": placed.heard,
                "lines": [
                    {
                        "shot": shot,
                        "line": text,
                        "words": [[word, round(start, 3), round(end, 3)] for word, start, end in words],
                    }
                    for (shot, text, _), words in zip(lines, placed.lines, strict=True)
                ],
                "doubts": [
                    {"kind": doubt.kind, "words": doubt.words, "at": round(doubt.at, 2), "text": str(doubt)}
                    for doubt in placed.doubts
                ],
            }
        )
    return found


def words_of(recording: dict[str, Any]) -> list[str]:
    """The same in words for a terminal."""
    lines = [f"{recording['recording']}"]
    for line in recording["lines"]:
        first, last = line["words"][0][1], line["words"][-1][2]
        lines.append(f"  {first:7.2f} – {last:6.2f} s  {line['shot']}: {line['line']}")
    lines += [f"  {doubt['at']:7.2f} s  {doubt['text']}" for doubt in recording["doubts"]]
    if not recording["heard"]:
        lines.append("  missing sentences are found by their length; for words: pip install 'ministudio-cli[listen]'")
    return lines

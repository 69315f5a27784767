"""What was heard in music: as words, as lines for a terminal, as a picture, as labels, as clicks to check by ear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.pcm import write_wav
from ministudio_cli.sync.listen import NO_BEAT, Hearing

_BLOCKS = " ▁▂▃▄▅▆▇█"
ROW = 10.0
"""Seconds in a row of the timeline."""
CLICK = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardOnset:
    """A moment of music in seconds, with a strength from 0 to 1."""

    time: float
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardBeat:
    """A beat in seconds, with a strength from 0 to 1, and whether it begins a bar."""

    time: float
    strength: float
    downbeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardTurn:
    """A bar line in seconds on which music turns: “section”, or “drop” where it also comes in loud."""

    time: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingReport:
    """What is heard in music: beats a minute, beats a bar (0: not told), how clear its pulse is, its length in seconds,
    its beats, onsets and turns.
    """

    tempo: float
    clarity: float
    seconds: float
    beats: tuple[HeardBeat, ...]
    onsets: tuple[HeardOnset, ...]
    meter: int
    turns: tuple[HeardTurn, ...]


def hearing_report(heard: Hearing) -> HearingReport:
    """The hearing, rounded for readers."""
    lead = set(heard.downbeats)
    return HearingReport(
        tempo=round(heard.tempo, 2),
        clarity=round(heard.clarity, 2),
        seconds=round(heard.seconds, 3),
        beats=tuple(
            HeardBeat(time=round(time, 4), strength=round(strength, 3), downbeat=index in lead)
            for index, (time, strength) in enumerate(heard.beats)
        ),
        onsets=tuple(HeardOnset(time=round(time, 4), strength=round(strength, 3)) for time, strength in heard.onsets),
        meter=heard.meter,
        turns=tuple(HeardTurn(time=round(time, 4), kind=kind) for time, kind in heard.turns),
    )


def heard_words(heard: Hearing) -> str:
    """One sentence: what a cut can land on here."""
    if heard.clarity < NO_BEAT:
        return (
            f"no beat is heard in these {heard.seconds:.1f} s (pulse clarity {heard.clarity:.1f}, under {NO_BEAT:g}): "
            "cuts go by the voice"
        )
    if not heard.beats:
        return (
            f"no steady beat in these {heard.seconds:.1f} s (pulse clarity {heard.clarity:.1f}): "
            f"cuts may land on {len(heard.onsets)} onsets"
        )
    sections = [time for time, kind in heard.turns if kind == "section"]
    drops = [time for time, kind in heard.turns if kind == "drop"]
    found = "".join(
        f"; {name} at {', '.join(f'{time:.1f}' for time in times)} s"
        for name, times in (("turns", sections), ("drops", drops))
        if times
    )
    return (
        f"{heard.tempo:.1f} beats a minute, {len(heard.beats)} beats, {len(heard.downbeats)} of them downbeats, "
        f"{len(heard.onsets)} onsets in {heard.seconds:.1f} s (pulse clarity {heard.clarity:.1f}){found}"
    )


def timeline(heard: Hearing, sound: NDArray[np.float32], rate: int, columns: int) -> list[str]:
    """The waveform in rows of ten seconds, downbeats (┃) and beats (╵) under it."""
    wide = max(20, columns - 8)
    peak = float(np.abs(sound).max()) or 1.0
    lead = {heard.beats[index][0] for index in heard.downbeats if index < len(heard.beats)}
    rows: list[str] = []
    for start in np.arange(0.0, heard.seconds, ROW):
        piece = sound[int(start * rate) : int((start + ROW) * rate)]
        step = max(1, int(ROW * rate / wide))
        levels = [float(np.abs(piece[at : at + step]).max()) / peak for at in range(0, piece.size, step)]
        rows.append(f"{start:5.0f}s " + "".join(_BLOCKS[min(8, round(level * 8))] for level in levels[:wide]))
        marks = [" "] * wide
        for time, _ in heard.beats:
            if start <= time < start + ROW:
                marks[min(wide - 1, int((time - start) / ROW * wide))] = "┃" if time in lead else "╵"
        rows.append("       " + "".join(marks).rstrip())
    return rows


def labels(heard: Hearing) -> str:
    """A label track that Audacity opens: start, end and name, parted by tabs."""
    lead = set(heard.downbeats)
    turning = dict(heard.turns)
    return "".join(
        f"{time:.6f}\t{time:.6f}\t{turning.get(time) or ('downbeat' if index in lead else 'beat')}\n"
        for index, (time, _) in enumerate(heard.beats)
    )


def write_clicks(heard: Hearing, sound: NDArray[np.float32], path: Path) -> Path:
    """The music (stereo, 48 kHz) with a click on every beat, a higher one on downbeats."""
    out = sound * np.float32(0.7)
    lead = set(heard.downbeats)
    marks = list(heard.beats) or list(heard.onsets)
    for index, (time, _) in enumerate(marks):
        span = np.arange(CLICK // 40, dtype=np.float32) / CLICK
        tone = 0.5 * np.sin(2 * np.pi * (1760 if heard.beats and index in lead else 1175) * span) * np.exp(-span * 160)
        at = round(time * CLICK)
        room = min(tone.size, max(0, len(out) - at))
        out[at : at + room] += tone[:room, None]
    return write_wav(path, np.clip(out, -1, 1).astype(np.float32), CLICK)


def draw_beats(heard: Hearing, sound: NDArray[np.float32], rate: int, path: Path) -> Path:
    """Waveform, onsets, beats and downbeats in rows of twenty seconds: SVG or PNG, by the file's name."""
    wide, tall, span = 1600, 130, 20.0
    count = max(1, int(np.ceil(heard.seconds / span)))
    lead = set(heard.downbeats)
    peak = float(np.abs(sound).max()) or 1.0
    parts = [f'<rect width="{wide}" height="{tall * count}" fill="#FAFAF8"/>']
    for row in range(count):
        top, start = row * tall, row * span
        piece = sound[int(start * rate) : int((start + span) * rate)]
        step = max(1, int(span * rate / wide))
        points = [float(np.abs(piece[at : at + step]).max()) / peak for at in range(0, piece.size, step)]
        upper = " ".join(f"L{x} {top + 60 - 46 * level:.1f}" for x, level in enumerate(points))
        lower = " ".join(f"L{x} {top + 60 + 46 * points[x]:.1f}" for x in range(len(points) - 1, -1, -1))
        parts.append(f'<path d="M0 {top + 60} {upper} {lower} Z" fill="#9DB4C8"/>')
        parts += _ticks(heard.onsets, start, span, wide, (top + 110, top + 116), "#B8A890", 1, set())
        parts += _ticks(heard.beats, start, span, wide, (top + 12, top + 108), "#C8553D", 1, lead)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall * count}">{"".join(parts)}</svg>'
    if path.suffix.lower() == ".svg":
        path.write_text(svg, "utf-8")
        return path
    import resvg_py  # noqa: PLC0415

    path.write_bytes(
        bytes(resvg_py.svg_to_bytes(svg_string=svg, width=wide, height=tall * count, skip_system_fonts=True))
    )
    return path


def _ticks(
    marks: Sequence[tuple[float, float]],
    start: float,
    span: float,
    wide: int,
    rows: tuple[int, int],
    tone: str,
    width: int,
    lead: set[int],
) -> list[str]:
    return [
        f'<path d="M{(time - start) / span * wide:.1f} {rows[0]} V{rows[1]}" stroke="{tone}" '
        f'stroke-width="{3 if index in lead else width}"/>'
        for index, (time, _) in enumerate(marks)
        if start <= time < start + span
    ]

"""Measuring what is there already: a finished film, a piece of music."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ministudio_cli.providers.listening import hear
from ministudio_cli.store.files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a film is checked against: its stems or its music's file, its loudness in LUFS, and its limits."""

    narration: Path | None = None
    music: Path | None = None
    target: float | None = None
    limits: Mapping[str, float | None] = field(default_factory=dict)


def check(film: Path, asked: Asked) -> dict[str, Any]:
    """Measure a finished film, by what never saw its plan; `faults` in the result says what passes its limit."""
    beats = [time for time, _ in hear(asked.music).beats] if asked.music else []
    return measured(film, asked, beats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Where what was heard is written: a plot (PNG or SVG), the music with clicks (WAV), labels (text)."""

    plot: Path | None = None
    click: Path | None = None
    labels: Path | None = None


def listen_to(track: Path, wanted: Drawn, columns: int) -> tuple[dict[str, Any], list[str]]:
    """What is heard in a piece of music: as values, and as lines for a terminal that is so many columns wide."""
    from ministudio_cli.media.pcm import decode  # noqa: PLC0415 - numpy
    from ministudio_cli.report import beats  # noqa: PLC0415
    from ministudio_cli.sync.listen import RATE  # noqa: PLC0415

    heard, sound = hear(track), decode(track, RATE)
    if wanted.plot:
        beats.draw_beats(heard, sound, RATE, wanted.plot)
    if wanted.click:
        beats.write_clicks(heard, decode(track, beats.CLICK, mono=False), wanted.click)
    if wanted.labels:
        write_whole(wanted.labels, beats.labels(heard))
    return beats.heard_told(heard), [*beats.timeline(heard, sound, RATE, columns), beats.heard_words(heard)]


def measured(film: Path, asked: Asked, beats: Sequence[float]) -> dict[str, Any]:
    """A film held against its stems and beats that are known, in seconds."""
    from ministudio_cli.consistency.proof import Limits, faults, prove  # noqa: PLC0415 - numpy
    from ministudio_cli.report.proven import as_told  # noqa: PLC0415

    proof = prove(film, asked.narration, beats)
    limits = Limits(**{name: value for name, value in asked.limits.items() if value is not None})
    return as_told(proof, faults(proof, limits, asked.target), music=asked.music is not None)

"""The use case `beats`: what is heard in a piece of music."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ministudio_cli.providers.listening import hear
from ministudio_cli.screenplay.taps import taps_of
from ministudio_cli.store.files import write_whole

if TYPE_CHECKING:
    from ministudio_cli.report.beats import HearingReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Where what was heard is written: a plot (PNG or SVG), the music with clicks (WAV), labels (text)."""

    plot: Path | None = None
    click: Path | None = None
    labels: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of a track: beats a minute, beats a bar, a file of its beats; nothing where it is to be heard."""

    tempo: float = 0.0
    meter: int = 0
    beats: Path | None = None


def listen_to(track: Path, given: Given, wanted: Drawn, columns: int) -> tuple[HearingReport, list[str]]:
    """What is heard in a piece of music: as values, and as lines for a terminal that is so many columns wide."""
    from ministudio_cli.media.pcm import decode  # noqa: PLC0415 - numpy
    from ministudio_cli.report import beats  # noqa: PLC0415
    from ministudio_cli.sync.listen import Known  # noqa: PLC0415
    from ministudio_cli.sync.pulse import RATE  # noqa: PLC0415

    taps = taps_of(given.beats, track.name) if given.beats else ()
    heard, _ = hear(track, Known(tempo=given.tempo, meter=given.meter, beats=taps))
    sound = decode(track, RATE)
    if wanted.plot:
        beats.draw_beats(heard, sound, RATE, wanted.plot)
    if wanted.click:
        beats.write_clicks(heard, decode(track, beats.CLICK, mono=False), wanted.click)
    if wanted.labels:
        write_whole(wanted.labels, beats.labels(heard))
    return beats.hearing_report(heard), [*beats.timeline(heard, sound, RATE, columns), beats.heard_words(heard)]

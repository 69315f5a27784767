"""The beats of a composed bed, known exactly because they are written before they are played. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ministudio_cli.screenplay.music import BED_METER
from ministudio_cli.sync.problem import CutCandidate

METRE = BED_METER
PHRASE = 4
"""Beats in a bar, bars in a phrase."""


def beat_sample(tempo: Fraction, beat: int, rate: int) -> int:
    """The sample on which a beat falls, counted from 0."""
    return round(beat * 60 * rate / tempo)


def score_landings(tempo: Fraction, frames: int, fps: Fraction) -> Iterator[CutCandidate]:
    """Every beat within so many frames: bars lead, and the first bar of a phrase leads them."""
    beat = 0
    while (frame := round(beat * 60 / tempo * fps)) <= frames:
        if beat:
            leads, phrase = beat % METRE == 0, beat % (METRE * PHRASE) == 0
            yield CutCandidate(
                frame=frame,
                kind="downbeat" if leads else "beat",
                strength=1.0 if phrase else 0.9 if leads else 0.75,
                beat=beat,
                bar=beat // METRE if leads else -1,
                turn="section" if phrase else "",
            )
        beat += 1

"""The beats of a composed bed, known exactly because they are written before they are played. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ministudio_cli.sync.problem import CutCandidate

METRE = 4
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
            strength = 1.0 if beat % (METRE * PHRASE) == 0 else 0.9 if beat % METRE == 0 else 0.75
            yield CutCandidate(frame=frame, kind="downbeat" if beat % METRE == 0 else "beat", strength=strength)
        beat += 1

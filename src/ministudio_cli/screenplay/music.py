"""The music of a screenplay, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ministudio_cli.screenplay.lyrics import Lyric

BED_TEMPO, BED_METER = 92, 4
"""Beats a minute of a bed that names no tempo, and beats a bar of any."""
CROSSFADE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """`file` is a path beside the screenplay; `bed` a mood to compose in; both empty: no music. Level in dB.

    Of a file: `tempo` in beats a minute and `meter` in beats a bar where they are known, `beats` a file of beats,
    `start` the second from which it is played (None: from its first sound), `fade_in` and `fade_out` in seconds.
    `crossfade` is how long it and the music before it, where there is any, are heard together, in seconds.
    """

    file: str = ""
    bed: str = ""
    tempo: Fraction | None = None
    level: Fraction = Fraction(0)
    meter: int = 0
    beats: str = ""
    start: Fraction | None = None
    fade_in: Fraction = Fraction(0)
    fade_out: Fraction = Fraction(2)
    crossfade: Fraction = CROSSFADE
    lyrics: str = ""
    """A file with the words that are sung in it (LRC)."""
    sung: tuple[Lyric, ...] = ()
    """Those words, as they were read."""

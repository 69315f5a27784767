"""How long a shot is expected to be, before its lines are spoken. Pure."""

from __future__ import annotations

from fractions import Fraction

from ministudio_cli.planning.footage import shown
from ministudio_cli.planning.sizes import SIZES
from ministudio_cli.screenplay.model import Screenplay, Shot

LEAD = Fraction(1, 4)
TRAIL = Fraction(7, 20)
"""Air before a shot's first line and after its last, in seconds."""
SPEECH_RATE = Fraction(29, 2)
"""Characters a second that an unheard line is expected to run at."""


def expected_length(film: Screenplay, shot: Shot) -> Fraction:
    """Seconds: as asked, else what its lines take at the usual rate, its footage, or what its size is held for."""
    if shot.duration is not None:
        return shot.duration
    if not shot.lines:
        return shown(shot.clips) if shot.clips else SIZES[shot.size][1]
    spoken = sum((line.pause + Fraction(len(line.text)) / SPEECH_RATE / film.voice_of(line.speaker).pace
                  for line in shot.lines), Fraction(0))  # fmt: skip
    return max(LEAD + spoken + TRAIL, shown(shot.clips))

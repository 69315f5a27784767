"""How a line is heard beside how it is spoken: its level, what it comes through, and where it sounds. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ministudio_cli.planning.state import ShotState
from ministudio_cli.reading.acoustics import DRY, acoustics_of
from ministudio_cli.screenplay.model import NARRATOR, Line, Screenplay


@dataclass(frozen=True, slots=True, kw_only=True)
class Voicing:
    """`level` in dB; `through`: telephone, radio, loudspeaker, wall, or “”; `acoustics`: one of
    `reading.acoustics.ACOUSTICS`, or “”; `dialogue`: whether somebody of the cast says it.
    """

    level: float = 0.0
    through: str = ""
    acoustics: str = ""
    dialogue: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether a line is heard as it was spoken."""
        return not (self.level or self.through or self.acoustics)


AS_SPOKEN = Voicing()


def voicing_of(film: Screenplay, moment: ShotState, line: Line) -> Voicing:
    """A line of a shot, heard. The narrator is in no place, and who is heard through something is in another."""
    dialogue = line.speaker != NARRATOR
    place = film.set(moment.shot.set)
    acoustics = ""
    if dialogue and not line.through and place.acoustics != DRY:
        acoustics = place.acoustics or acoustics_of(moment.view.place, interior=moment.view.interior)
    return Voicing(level=float(line.level), through=line.through, acoustics=acoustics, dialogue=dialogue)

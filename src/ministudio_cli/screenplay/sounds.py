"""What a music file that a screenplay names is, by its content: played once before anything is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ministudio_cli.errors import UsageFault
from ministudio_cli.limits import VARIABLE, limits

if TYPE_CHECKING:
    from ministudio_cli.media.pcm import Damage

PLAYED = 600
"""Seconds that are decoded; what is longer is believed from there on, and played past its damage when it is used."""
_SHOWN = 3


Words = tuple[str, str]
"""What is wrong, and what to do."""


def sound_fault(path: Path) -> tuple[Words | None, Words | None]:
    """Why a file cannot serve as music, and what in it is damaged; None for what is not so."""
    try:
        size = path.stat().st_size
    except OSError as error:
        return (f"“{path.name}” cannot be read: {error.strerror or error}", "look at its rights"), None
    if not size:
        return (f"“{path.name}” is an empty file", "put the music there again"), None
    if size > limits().music_bytes:
        most = f"at most {limits().music_bytes:,} are read (or {VARIABLE}=music_bytes=…)"
        return (f"“{path.name}” has {size:,} bytes", f"make it smaller: {most}"), None
    from ministudio_cli.media.pcm import examined  # noqa: PLC0415 - most films are scored, and name no file

    try:
        return None, _words(path.name, examined(path, PLAYED))
    except UsageFault as error:
        return (error.message, error.hint or "give a WAV, FLAC, MP3 or M4A file"), None


def _words(name: str, damage: Damage) -> Words | None:
    if damage.cut:
        return f"“{name}” ends in the middle", "it is played as far as it goes: put the whole file there"
    if not damage.at:
        return None
    places = ", ".join(f"{at:.1f} s" for at in damage.at[:_SHOWN])
    more = f" and {len(damage.at) - _SHOWN} more" if len(damage.at) > _SHOWN else ""
    return f"“{name}” is damaged at {places}{more}", "it is played past that, with silence in its place"

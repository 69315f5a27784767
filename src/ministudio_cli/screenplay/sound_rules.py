"""What a screenplay asks to be heard of its places, and what of that cannot be made."""

from __future__ import annotations

from typing import Any

from ministudio_cli.reading.soundscape import SOUNDS, by_hand, is_sound_file
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.loader import Source, Written
from ministudio_cli.screenplay.traversal import P, as_mapping, sequence, shortened


def sounds_written(written: Written) -> list[tuple[P, Any]]:
    """Where a screenplay says what is heard of a place, and what it says."""
    places: list[tuple[P, Any]] = [
        (("sets", key, "sound"), as_mapping(place).get("sound"))
        for key, place in as_mapping(written.get("sets")).items()
    ]
    for number, scene in enumerate(sequence(written.get("scenes"))):
        for index, shot in enumerate(sequence(scene.get("shots"))):
            places.append((("scenes", number, "shots", index, "sound"), shot.get("sound")))
    return places


def music_places(written: Written) -> list[P]:
    """Where music is written: the film's, and those of its scenes."""
    return [("music",), *(("scenes", number, "music") for number in range(len(sequence(written.get("scenes")))))]


def warn_unheard(source: Source, written: Written) -> None:
    """Warn of sounds that are asked for and cannot be made."""
    for path, words in sounds_written(written):
        if not isinstance(words, str) or words == "none" or is_sound_file(words):
            continue
        for part in by_hand(words)[1]:
            message = f"there is no sound for “{shortened(part)[1:-1]}”: nothing is heard of it"
            hint = f"one of: {', '.join(sorted(SOUNDS))}"
            source.warnings.append(Fault(at=source.place(path), rule="sound", message=message, hint=hint))

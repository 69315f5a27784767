"""The values of a screenplay as they are written, walked over before it is built."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.loader import Source, Written
from ministudio_cli.screenplay.music import BED_METER, BED_TEMPO
from ministudio_cli.screenplay.seconds import in_music, musical, seconds

LONGEST = 3600
"""Seconds of a shot or a film."""
P = tuple[str | int, ...]
LIMITS = {
    "at": (Fraction(0), Fraction(LONGEST)),
    "lead": (Fraction(-30), Fraction(60)),
    "overlap": (Fraction(0), Fraction(30)),
    "start": (Fraction(0), Fraction(4 * 3600)),
    "fade_in": (Fraction(0), Fraction(600)),
    "fade_out": (Fraction(0), Fraction(600)),
    "crossfade": (Fraction(0), Fraction(60)),
}


def as_mapping(value: Any) -> Written:
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Written]:
    """The items; one that is no mapping becomes an empty one, so that places keep their numbers."""
    return [as_mapping(item) for item in value] if isinstance(value, list) else []


def spoken_in(path: P, shot: Written) -> list[tuple[P, Any]]:
    """A shot's lines, as they are written, with their places."""
    narration = shot.get("narration", [])
    found: list[tuple[P, Any]] = (
        [((*path, "narration", index), line) for index, line in enumerate(narration)]
        if isinstance(narration, list)
        else [((*path, "narration"), narration)]
    )
    dialogue = shot.get("dialogue")
    return found + [
        ((*path, "dialogue", index), line) for index, line in enumerate(dialogue if isinstance(dialogue, list) else [])
    ]


def as_seconds(value: Any) -> Fraction | None:
    try:
        return None if value is None else seconds(value)
    except ValueError:
        return None


def music_of(written: Written, scene: Written) -> Any:
    """What is written of the music under a scene: its own, or the film's."""
    return scene.get("music", written.get("music"))


def pulse_of(written: Written, scene: Written) -> tuple[Fraction | None, int]:
    """Beats a minute and beats a bar of the music under a scene, None and 0 where it does not say them."""
    music = as_mapping(music_of(written, scene))
    scored = "bed" in music
    tempo, meter = music.get("tempo", BED_TEMPO if scored else None), music.get("meter", BED_METER if scored else 0)
    known = isinstance(tempo, int | float) and not isinstance(tempo, bool) and 0 < tempo < math.inf
    return Fraction(str(tempo)) if known else None, meter if isinstance(meter, int) else 0


def duration_of(written: Written, scene: Written, shot: Written) -> Fraction | None:
    """A shot's length in seconds; None where it is left to its lines, or cannot be read."""
    try:
        return in_music(shot.get("duration"), *pulse_of(written, scene))
    except ValueError:
        return None


def lengths(source: Source, written: Written) -> Iterator[Fault]:
    """Lengths of time that cannot be read, or that no film has."""
    for path, value in _walk(written, ()):
        key = path[-1] if path else ""
        # Where somebody stands is no time.
        if len(path) > 2 and path[-3] == "stage":
            continue
        if key in LIMITS and isinstance(value, str | int | float) and not isinstance(value, bool):
            found, (least, most) = as_seconds(value), LIMITS[key]
            if found is None or not least <= found <= most:
                message = (
                    f"“{key}” cannot be {shortened(value)}: it lies between {float(least):g} and {float(most):g} s"
                )
                yield Fault(at=source.place(path), rule="length", message=message, hint="write 6, 6.5s, 250ms or 1m2s")
        if key not in ("duration", "length", "pause") or not isinstance(value, str | int | float) or value == "auto":
            continue
        if key == "duration" and (counted := musical(value)):
            place = path[1] if path[0] == "scenes" else None
            scene = sequence(written.get("scenes"))[place] if isinstance(place, int) else {}
            yield from _musical(source, path, pulse_of(written, scene), counted[1])
            found = Fraction(1) if (length := duration_of(written, scene, {key: value})) is None else length
        else:
            found = as_seconds(value)
        if found is None or not 0 < found <= LONGEST:
            message = f"“{key}” cannot be {shortened(value)}: it is more than 0 and at most an hour"
            yield Fault(at=source.place(path), rule="length", message=message, hint="write 6, 6.5s, 250ms or 1m2s")


def _musical(source: Source, path: P, pulse: tuple[Fraction | None, int], unit: str) -> Iterator[Fault]:
    """A length in beats or bars of music that does not say how long they are."""
    missing = "tempo" if not pulse[0] else "meter" if unit == "bar" and not pulse[1] else ""
    if missing:
        message = f"a length in {unit}s needs music whose {missing} is written"
        hint = f"write {missing}: in music: (ministudio beats FILE shows it), or the length in seconds"
        yield Fault(at=source.place(path), rule="length", message=message, hint=hint)


def shortened(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def texts(source: Source, written: Written) -> Iterator[Fault]:
    """Text that cannot be shown: blank names, control characters, line ends where there is one line."""
    for path, value in _walk(written, ()):
        if not isinstance(value, str):
            continue
        if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", value):
            yield Fault(
                at=source.place(path), rule="text", message="a control character stands in this text", hint="remove it"
            )
        elif path[-1] in ("name", "title", "line", "narration") and not value.strip():
            yield Fault(
                at=source.place(path),
                rule="text",
                message=f"“{path[-1]}” is blank",
                hint="write something, or remove it",
            )
        elif path[-1] in ("id", "set", "speaker", "transition") and re.search(r"[\n\r\t]", value):
            yield Fault(
                at=source.place(path),
                rule="text",
                message=f"“{path[-1]}” holds a tab or a line end",
                hint="write it plainly",
            )


def _walk(value: Any, path: P) -> Iterator[tuple[P, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _walk(one, (*path, index))
    elif path:
        yield path, value

"""What a schema cannot say of a shot's own footage, files that can be shown and keys that it leaves no room for; and of
shots that are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from ministudio_cli.screenplay.clips import clip_fault, clips_written
from ministudio_cli.screenplay.faults import Fault, did_you_mean
from ministudio_cli.screenplay.formats import rate_of
from ministudio_cli.screenplay.loader import Source, Written
from ministudio_cli.screenplay.references import refusal
from ministudio_cli.screenplay.seconds import FEWEST_FRAMES
from ministudio_cli.screenplay.traversal import P, as_mapping, as_seconds, music_of, sequence

_UNUSED = (
    "render",
    "action",
    "cast",
    "stage",
    "size",
    "angle",
    "same_take_as",
    "steady",
    "moving_background",
    "lighting_change",
)
"""Keys of a shot that say what is drawn or generated: nothing of them is seen in footage."""


def warn_of_accent(source: Source, path: P, scene: Written, shot: Written) -> None:
    """Warn of an accent where there is no music."""
    if "accent" in shot and music_of(as_mapping(source.value), scene) == "none":
        message, hint = "an accent falls on the music, and there is none here", "leave accent: out, or choose music:"
        source.warnings.append(Fault(at=source.place((*path, "accent")), rule="accent", message=message, hint=hint))


def clip_faults(source: Source, path: P, shot: Written, *, allow_outside: bool) -> Iterator[Fault]:
    """The faults of a shot's clips; `path` is the shot's place. What is said of it and not seen becomes a warning."""
    written = shot.get("clip")
    if written is None:
        return
    folder = Path(source.file).parent
    for place, one in _each(path, written):
        name = one.get("file") if isinstance(one, dict) else one
        if not isinstance(name, str):
            continue
        refused = refusal(name, folder, allow_outside=allow_outside)
        try:
            refused = refused or clip_fault(folder / name, clips_written(one)[0])
        except (KeyError, TypeError, ValueError):  # the schema says what is wrong with it
            continue
        if isinstance(one, dict) and "focus" in one and one.get("fit") in ("pad", "blur"):
            message = f"“focus” says nothing here: with fit: {one['fit']} nothing is cropped"
            source.warnings.append(
                Fault(at=source.place((*place, "focus")), rule="clip", message=message, hint="use fit: crop or follow")
            )
        if refused:
            named = (*place, "file") if isinstance(one, dict) else place
            yield Fault(at=source.place(named), rule="clip", message=refused[0], hint=refused[1])
    for key in _UNUSED:
        if key in shot:
            message = f"“{key}” says nothing here: this shot shows footage"
            fault = Fault(at=source.place((*path, key)), rule="clip", message=message, hint=f"remove {key}: or clip:")
            source.warnings.append(fault)


def thing_faults(source: Source, written: Written, shots: Sequence[tuple[P, Written]]) -> Iterator[Fault]:
    """Props that are named and not declared, or have the id of somebody of the cast."""
    props, cast = as_mapping(written.get("props")), as_mapping(written.get("cast"))
    for key in props:
        if key in cast:
            at = source.key_place(("props", key))
            yield Fault(at=at, rule="prop", message=f"“{key}” is in the cast, too", hint="give one of them another id")
    for path, shot in shots:
        things = shot.get("things")
        for index, key in enumerate(things if isinstance(things, list) else as_mapping(things)):
            if isinstance(key, str) and key not in props:
                place = (*path, "things", index) if isinstance(things, list) else (*path, "things", key)
                hint = did_you_mean(key, props) or "declare it under props: with its identity"
                yield Fault(at=source.place(place), rule="prop", message=f"there is no prop “{key}”", hint=hint)


def skip_faults(source: Source, shots: Sequence[tuple[P, Written]]) -> Iterator[Fault]:
    """Shots, each with its place, of which none is left in the film."""
    if shots and all(shot.get("skip") is True for _, shot in shots):
        at = source.place((*shots[0][0], "skip"))
        yield Fault(at=at, rule="skip", message="every shot is left out of the film", hint="remove skip: from one")
    left_out = {shot.get("id") for _, shot in shots if shot.get("skip") is True}
    for path, shot in shots:
        other = shot.get("same_take_as")
        if other in left_out and isinstance(other, str) and shot.get("skip") is not True:
            message = f"“{other}” is left out of the film, so its take cannot be shown here"
            at = source.place((*path, "same_take_as"))
            yield Fault(at=at, rule="skip", message=message, hint="remove skip: there, or the key here")


def too_few_frames(source: Source, path: P, written: Written, duration: Fraction | None) -> Iterator[Fault]:
    """A shot that is shorter than anything can be seen; `path` is its place."""
    try:
        rate = rate_of(as_mapping(written.get("format")).get("fps", 24))
    except ValueError:
        return
    if duration is not None and round(duration * rate) < FEWEST_FRAMES:
        message = f"this shot has {round(duration * rate)} frames; a shot has {FEWEST_FRAMES} at least"
        hint = f"write {float(FEWEST_FRAMES / rate):.2f}s or more"
        yield Fault(at=source.place((*path, "duration")), rule="too-short", message=message, hint=hint)


def last_shot(written: Written) -> tuple[int, int]:
    """The numbers of the scene and of the shot that end the film: the last that is not left out."""
    found = (-1, -1)
    for number, scene in enumerate(sequence(written.get("scenes"))):
        kept = [index for index, shot in enumerate(sequence(scene.get("shots"))) if shot.get("skip") is not True]
        found = (number, kept[-1]) if kept else found
    return found


def length_faults(source: Source, written: Written, speech: Fraction) -> Iterator[Fault]:
    """A film whose lines do not fit into its length; `speech` is the least seconds that they need."""
    length = as_seconds(written.get("length"))
    if length is not None and speech > length:
        yield Fault(
            at=source.place(("length",)),
            rule="length",
            message=f"the film is {float(length):g} s long, but its lines need at least {float(speech):.1f} s",
            hint="make the film longer or the lines shorter",
        )


def _each(path: P, written: Any) -> Iterator[tuple[P, Any]]:
    if not isinstance(written, list):
        yield (*path, "clip"), written
        return
    for index, one in enumerate(written):
        yield (*path, "clip", index), one

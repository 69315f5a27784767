"""From a file to a film: load, check everything, build."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.screenplay.art import read_art
from ministudio_cli.screenplay.build import build
from ministudio_cli.screenplay.choices import choices_of, chosen
from ministudio_cli.screenplay.clips import Clip, length_of
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.loader import Source, load
from ministudio_cli.screenplay.lyrics import lyrics_of
from ministudio_cli.screenplay.makers import ProviderNames
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.screenplay.music import Music
from ministudio_cli.screenplay.rules import rule_faults
from ministudio_cli.screenplay.schema import schema_faults


def faults_of(source: Source, *, allow_outside: bool = False) -> tuple[Fault, ...]:
    """All faults at once, in the order of the file."""
    found = [*source.faults, *schema_faults(source), *rule_faults(source, allow_outside=allow_outside)]
    # A form that is not met is said better by the rule that knows why.
    places = {(fault.at.line, fault.at.column) for fault in found if fault.rule != "form"}
    found = [fault for fault in found if fault.rule != "form" or (fault.at.line, fault.at.column) not in places]
    unique = {(fault.at.line, fault.at.column, fault.message): fault for fault in found}
    return tuple(sorted(unique.values(), key=lambda fault: (fault.at.line, fault.at.column, fault.message)))


def _measured(film: Screenplay, folder: Path) -> Screenplay:
    """The film with the length of its footage."""
    if not any(shot.clips for shot in film.shots):
        return film
    found: dict[str, Fraction] = {}

    def measured(clip: Clip) -> Clip:
        if clip.is_picture:
            return clip
        if clip.file not in found:
            found[clip.file] = length_of(folder / clip.file)
        return dataclasses.replace(clip, lasts=found[clip.file])

    scenes = [
        dataclasses.replace(
            scene,
            shots=tuple(
                shot if shot.skip else dataclasses.replace(shot, clips=tuple(map(measured, shot.clips)))
                for shot in scene.shots
            ),
        )
        for scene in film.scenes
    ]
    return dataclasses.replace(film, scenes=tuple(scenes))


def _with_lyrics(film: Screenplay, folder: Path) -> Screenplay:
    """The film with the words that are sung in its music."""

    def sung(music: Music) -> Music:
        return dataclasses.replace(music, sung=lyrics_of(folder / music.lyrics)) if music.lyrics else music

    scenes = (dataclasses.replace(scene, music=sung(scene.music)) if scene.music else scene for scene in film.scenes)
    return dataclasses.replace(film, music=sung(film.music), scenes=tuple(scenes))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """What is made inside stays: looking it through for garbage again and again doubles the time of a large file."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


Also = Callable[[Screenplay, Source], Iterable[Fault]]
"""What else is held against a film that is sound in itself: what its makers can do."""


def read(
    path: Path,
    *,
    allow_outside: bool = False,
    render: Callable[[ProviderNames], ProviderNames] | None = None,
    also: Also | None = None,
) -> Screenplay:
    """Read a screenplay; raises ScreenplayInvalid with every fault, UsageFault where there is no file.

    `render` gives other providers than the screenplay names.
    """
    with _uncollected():
        source = load(path)
        faults = faults_of(source, allow_outside=allow_outside)
        if not faults:
            film = build(source)
            film = dataclasses.replace(film, render=render(film.render)) if render else film
            art, faults = read_art(path.parent, allow_outside=allow_outside)
            film = _measured(dataclasses.replace(film, art=art), path.parent)
            film = chosen(_with_lyrics(film, path.parent), choices_of(path))
            faults = (*faults, *(also(film, source) if also else ()))
            if not faults:
                return dataclasses.replace(film, warnings=tuple(source.warnings))
    count = f"{len(faults)} fault" + "s" * (len(faults) != 1)
    raise ScreenplayInvalid(f"{path} has {count}", faults=faults, source=source.text)

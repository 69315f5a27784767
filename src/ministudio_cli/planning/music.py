"""The music of a film as tasks: a file that is listened to, or a bed that is composed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from ministudio_cli.planning.film_plan import FilmProviders
from ministudio_cli.planning.seeds import derive
from ministudio_cli.planning.tasks import BedTask, ListenTask
from ministudio_cli.screenplay.model import Screenplay


def track_of(film: Screenplay, makers: FilmProviders, references: Mapping[str, str]) -> ListenTask | None:
    """The analysis of a film's file of music; `references` are the digests of files by their names."""
    music = film.music
    if not music.file:
        return None
    return ListenTask(
        maker=makers.listen,
        file=references.get(music.file, ""),
        tempo=music.tempo,
        meter=music.meter,
        beats=references.get(music.beats, ""),
        music=PurePath(music.file).name if music.beats else "",
        start=music.start,
    )


def bed_of(film: Screenplay, makers: FilmProviders) -> BedTask | None:
    """A film's bed, whose length and sections its cuts settle."""
    music = film.music
    if music.file or not music.bed or music.tempo is None:
        return None
    return BedTask(maker=makers.bed, mood=music.bed, tempo=music.tempo, seed=derive(film.seed, "music"))

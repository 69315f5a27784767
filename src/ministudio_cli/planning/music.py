"""The music of a film as tasks: files that are listened to, and beds that are composed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from ministudio_cli.planning.film_plan import FilmProviders, MusicCue
from ministudio_cli.planning.seeds import derive
from ministudio_cli.planning.tasks import BedTask, ListenTask
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.screenplay.music import Music


def cues_of(film: Screenplay, makers: FilmProviders, references: Mapping[str, str]) -> tuple[MusicCue, ...]:
    """A film's music in its order, the same under scenes that follow each other as one cue; `references` are the
    digests of files by their names.
    """
    found: list[tuple[Music, int]] = []
    for scene in film.scenes:
        music, shots = scene.music or film.music, sum(not shot.skip for shot in scene.shots)
        if found and found[-1][0] == music:
            found[-1] = music, found[-1][1] + shots
        elif shots:
            found.append((music, shots))
    return tuple(
        MusicCue(music=music, shots=shots, bed=_bed(music, film, makers), track=_track(music, makers, references))
        for music, shots in found
    )


def _track(music: Music, makers: FilmProviders, references: Mapping[str, str]) -> ListenTask | None:
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


def _bed(music: Music, film: Screenplay, makers: FilmProviders) -> BedTask | None:
    if not music.bed or music.tempo is None:
        return None
    # Where a bed comes back it is the same piece, at another length.
    usual = film.music.bed, film.music.tempo
    of = () if (music.bed, music.tempo) == usual else (music.bed, str(music.tempo))
    return BedTask(maker=makers.bed, mood=music.bed, tempo=music.tempo, seed=derive(film.seed, "music", *of))

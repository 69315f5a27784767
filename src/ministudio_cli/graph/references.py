"""The files that a screenplay names, by the digests under which the store keeps them."""

from __future__ import annotations

import shutil
from pathlib import Path

from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.task import reference_digest
from ministudio_cli.reading.soundscape import is_sound_file
from ministudio_cli.screenplay.model import Character, Prop, Screenplay, Set
from ministudio_cli.store.files import hash_of
from ministudio_cli.store.store import Store


def references_of(film: Screenplay) -> dict[str, str]:
    """Every file that a screenplay names, with the digest under which the store keeps it."""
    known: list[Character | Set | Prop] = [*film.cast, *film.sets, *film.props]
    named = (
        {name for each in known for name in (each.reference, *each.views)}
        | {name for music in film.all_music for name in (music.file, music.beats)}
        | recordings_of(film)
        | {clip.file for shot in film.shots for clip in shot.clips}
        | {sound for shot in film.shots if is_sound_file(sound := film.sound_of(shot))}
    )
    folder = Path(film.file).parent
    return {name: reference_digest(hash_of(folder / name)) for name in sorted(named) if name}


def recordings_of(film: Screenplay) -> set[str]:
    """The sound files in which lines are recorded."""
    return {film.recording_of(line) for shot in film.shots for line in shot.lines}


def admit(plan: Plan, store: Store) -> None:
    """Take the files that a screenplay names into the store, so that a task and a store are enough to work from."""
    for name, key in plan.references.items():
        if store.find(key) is None:
            with store.scratch() as folder:
                copy = folder / "file"
                shutil.copyfile(Path(plan.film.file).parent / name, copy)
                store.publish(key, "reference", {"file": copy}, {"suffix": Path(name).suffix})

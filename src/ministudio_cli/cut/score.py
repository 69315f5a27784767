"""The music under a film: a bed composed at the film's exact length, or the user's file looped over whole bars."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from ministudio_cli.cut.edit import Music
from ministudio_cli.errors import PassingFault
from ministudio_cli.planning.film import Plan
from ministudio_cli.planning.orders import SAMPLE_RATE, BedTask, ListenTask, digest
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store
from ministudio_cli.sync.decide import loop_of
from ministudio_cli.sync.timeline import Timeline


def bed_order(plan: Plan, timeline: Timeline) -> BedTask | None:
    """The bed at the film's exact length, where the screenplay asks for one."""
    return dataclasses.replace(plan.music, samples=timeline.samples) if isinstance(plan.music, BedTask) else None


def music_under(
    plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact], made: Callable[[str], Artifact], store: Store
) -> Music | None:
    """The film's music, once it is there; `made` waits for an order under way."""
    level = float(plan.film.music.level)
    bed = bed_order(plan, timeline)
    if bed is not None:
        return Music(take=made(digest(bed)), name="bed.wav", level=level)
    if not isinstance(plan.music, ListenTask):
        return None
    start, end = loop_of(takes[digest(plan.music)].facts)
    file = store.find(plan.music.file)
    if file is None:
        raise PassingFault("the music is no longer in the store", hint="run it again")
    return Music(take=file, name="file", level=level, loop=(round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)))

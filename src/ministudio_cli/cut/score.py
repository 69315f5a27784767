"""The music under a film: a bed composed at the film's exact length, or the user's file looped over whole bars."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from ministudio_cli.cut.tasks import MusicUnder
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.task import digest
from ministudio_cli.planning.tasks import SAMPLE_RATE, BedTask
from ministudio_cli.screenplay.lyrics import Lyric
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.decide import heard_in, loop_of
from ministudio_cli.sync.timeline import Timeline, frame_sample


def bed_task(plan: Plan, timeline: Timeline) -> BedTask | None:
    """The bed at the film's exact length, where the screenplay asks for one; its sections are the film's scenes, each
    with the motif of whom it begins with.
    """
    if plan.bed is None:
        return None
    found: list[tuple[int, str]] = []
    scene = None
    for segment in timeline.segments:
        if segment.plan.shot.scene != scene:
            scene = segment.plan.shot.scene
            figures = segment.plan.moment.figures
            found.append((frame_sample(segment.cut.start, timeline.fps), figures[0].id if figures else ""))
    return dataclasses.replace(plan.bed, samples=timeline.samples, sections=tuple(found))


def sung_in(plan: Plan, takes: Mapping[str, Artifact]) -> tuple[Lyric, ...]:
    """The lyrics of a film's music, in seconds of the film; `takes` has the analysis of the music."""
    heard = heard_in(plan, takes)
    if heard is None:
        return ()
    begins = float(heard["start"])
    return tuple(
        Lyric(words=tuple((word, start - begins, end - begins) for word, start, end in lyric.words))
        for lyric in plan.film.music.sung
    )


def music_under(plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact]) -> MusicUnder | None:
    """The film's music; `takes` has the analysis of a file's."""
    level = float(plan.film.music.level)
    if bed := bed_task(plan, timeline):
        return MusicUnder(take=digest(bed), file="bed.wav", level=level)
    heard = heard_in(plan, takes)
    if heard is None or plan.track is None:
        return None
    start, end = loop_of(heard)
    loop = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
    music = plan.film.music
    fades = round(music.fade_in * SAMPLE_RATE), round(music.fade_out * SAMPLE_RATE)
    begins = round(heard["start"] * SAMPLE_RATE)
    return MusicUnder(take=plan.track.file, file="file", level=level, loop=loop, start=begins, fades=fades)

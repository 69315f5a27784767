"""The cuts of a film as a task, decided once for the same problem; and the timeline that it is cut from."""

from __future__ import annotations

from collections.abc import Mapping

from ministudio_cli.cut.assembly import film_timeline
from ministudio_cli.errors import LockStale, PassingFault
from ministudio_cli.graph.events import Event
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.graph.shooting import Shooting
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.task import digest, ours
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.decide import CutProblem, CutsTask, Decided, decided
from ministudio_cli.sync.demands import where
from ministudio_cli.sync.heard import beat_times, passage_of, played
from ministudio_cli.sync.passages import laid
from ministudio_cli.sync.problem import Cut
from ministudio_cli.sync.timeline import Timeline
from ministudio_cli.timeline import FilmTimeline


def decide_cuts(
    plan: Plan, takes: Mapping[str, Artifact], scheduler: Scheduler, before: Lock | None, *, locked: bool = False
) -> Decided:
    """The lock's cuts while they hold, else the optimum. Raises LockStale where they do not and are `locked`."""

    def solve(problem: CutProblem) -> tuple[Cut, ...]:
        if locked:
            hint = "run ministudio lock on this machine"
            raise LockStale("the lines are not as long as the lock has them", hint=hint)
        task = CutsTask(maker=ours("cuts"), problem=problem)
        kept = scheduler.run([Node(task=task, label="")])[digest(task)]
        return tuple(Cut(**cut) for cut in kept.facts["cuts"])

    return decided(plan, takes, before, solve)


def assembled(
    plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact], shooting: Shooting, scheduler: Scheduler
) -> FilmTimeline:
    """The timeline that the film is cut from. Raises PassingFault where its music is gone."""
    music, artifacts = shooting.sound.music, dict(takes)
    if music:
        scheduler.wait([shooting.sound])  # which follows the music
    for under in music:
        artifact = scheduler.store.find(under.take)
        if artifact is None:
            raise PassingFault("the film's music is no longer in the store", hint="run it again: it is made anew")
        artifacts[under.take] = artifact
    cues, fps = played(plan, timeline, takes), timeline.fps
    beats = beat_times(cues, fps)
    passages = [passage_of(each.cue, each.heard, each.frames, each.frames, fps) for each in cues]
    places = list(laid(passages, [segment.cut.end for segment in timeline.segments]))
    cutting = film_timeline(
        plan, timeline, artifacts, shooting.finished.shots, music=music, beats=beats, landings=places
    )
    for segment, clip in zip(timeline.segments, cutting.picture, strict=True):
        if (asked := segment.plan.shot.accent) and not clip.accents:
            scheduler.sink(
                Event(
                    kind="note",
                    label=f"{clip.shot}: no {asked.kind}, for nothing of the music {where(asked.on)} is in it",
                )
            )
    return cutting

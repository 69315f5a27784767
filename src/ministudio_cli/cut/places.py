"""The sound of a film's places, by its screenplay and its cuts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ministudio_cli.cut.tasks import ClipSound
from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.seeds import derive
from ministudio_cli.planning.sound_tasks import AmbienceSpan, AmbienceTask, FoleySpan, FoleyTask
from ministudio_cli.planning.task import ours
from ministudio_cli.reading.conditions import bare
from ministudio_cli.reading.soundscape import Layer, by_hand, ground_of, is_sound_file, layers_of
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.timeline import Timeline, frame_sample

NEAR = {
    "establishing": 1.5,
    "extreme-wide": 1.5,
    "wide": 1.0,
    "full": 0.5,
    "close": -1.5,
    "insert": -2.0,
    "extreme-close": -2.5,
}
"""How much louder, in dB, a place is heard in a shot of a size than in a medium one."""


def ambience_task(plan: Plan, timeline: Timeline) -> AmbienceTask | None:
    """What is heard of the places of a timeline; None where nothing is meant to be."""
    spans = []
    for segment in timeline.segments:
        start, end = (frame_sample(frame, timeline.fps) for frame in (segment.cut.start, segment.cut.end))
        level = NEAR.get(segment.plan.shot.size, 0.0)
        layers, file = layers_in(plan, segment.plan), file_in(plan, segment.plan)
        spans.append(AmbienceSpan(start=start, end=end, layers=layers, level=level, file=file))
    if not any(span.layers or span.file for span in spans):
        return None
    seed = derive(plan.film.seed, "ambience")
    return AmbienceTask(maker=ours("ambience"), spans=tuple(spans), seed=seed, samples=timeline.samples)


def foley_task(plan: Plan, timeline: Timeline, shots: Mapping[str, Artifact]) -> FoleyTask | None:
    """What is heard of what is seen in a timeline's drawn shots, by their takes; None where nothing is."""
    spans = []
    for segment in timeline.segments:
        take = shots[segment.plan.id]
        if not _heard(plan, segment.plan, take):
            continue
        start, end = (frame_sample(frame, timeline.fps) for frame in (segment.cut.start, segment.cut.end))
        spans.append(FoleySpan(take=take.order, start=start, end=end, ground=_ground(segment.plan)))
    if not spans:
        return None
    return FoleyTask(
        maker=ours("foley"), spans=tuple(spans), fps=timeline.fps, seed=derive(plan.film.seed, "foley"),
        samples=timeline.samples,
    )  # fmt: skip


def clip_sounds(timeline: Timeline, shots: Mapping[str, Artifact]) -> tuple[ClipSound, ...]:
    """The sound of a timeline's clips, one's own and generated, by its takes, where it has any that is to be heard."""
    return tuple(
        ClipSound(
            take=take.order, start=frame_sample(segment.cut.start, timeline.fps),
            end=frame_sample(segment.cut.end, timeline.fps), ducked=segment.plan.shot.own_sound == "duck",
        )
        for segment in timeline.segments
        if "sound.wav" in (take := shots[segment.plan.id]).files and segment.plan.shot.own_sound != "drop"
    )  # fmt: skip


def seen_in(plan: Plan, shot: ShotPlan, take: Artifact) -> tuple[str, ...]:
    """What is heard of what is seen in a shot, in words, with how often."""
    counted = Counter(kind for _, kind, *_ in _heard(plan, shot, take))
    return tuple(
        f"{kind}{f' on {_ground(shot)}' * (kind in ('step', 'paw', 'land'))} ×{count}"
        for kind, count in counted.items()
    )


def _heard(plan: Plan, shot: ShotPlan, take: Artifact) -> Sequence[Sequence[Any]]:
    heard: Sequence[Sequence[Any]] = () if plan.film.sound_of(shot.shot) == "none" else take.facts.get("heard", ())
    return heard


def _ground(shot: ShotPlan) -> str:
    view = shot.moment.view
    return ground_of(f"{view.place}, {view.architecture}, {view.weather}", interior=view.interior)


def file_in(plan: Plan, shot: ShotPlan) -> str:
    """The file, by its artifact, that is heard in a shot in its place's stead; “” for none."""
    asked = plan.film.sound_of(shot.shot)
    return plan.references.get(asked, "") if is_sound_file(asked) else ""


def layers_in(plan: Plan, shot: ShotPlan) -> tuple[Layer, ...]:
    """What is heard in a shot: as its screenplay says by hand, else as the words of its set do."""
    asked = plan.film.sound_of(shot.shot)
    if asked == "none" or is_sound_file(asked):
        return ()
    if asked:
        return by_hand(asked)[0]
    view = shot.moment.view
    words = f"{view.place}, {view.architecture}"
    return layers_of(words, view.weather, view.time, tuple(map(bare, view.props)), interior=view.interior)

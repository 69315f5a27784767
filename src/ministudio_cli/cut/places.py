"""The sound of a film's places, by its screenplay and its cuts."""

from __future__ import annotations

from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.seeds import derive
from ministudio_cli.planning.task import ours
from ministudio_cli.planning.tasks import AmbienceSpan, AmbienceTask
from ministudio_cli.reading.soundscape import Layer, by_hand, layers_of
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
        spans.append(AmbienceSpan(start=start, end=end, layers=layers_in(plan, segment.plan), level=level))
    if not any(span.layers for span in spans):
        return None
    seed = derive(plan.film.seed, "ambience")
    return AmbienceTask(maker=ours("ambience"), spans=tuple(spans), seed=seed, samples=timeline.samples)


def layers_in(plan: Plan, shot: ShotPlan) -> tuple[Layer, ...]:
    """What is heard in a shot: as its screenplay says by hand, else as the words of its set do."""
    asked = plan.film.sound_of(shot.shot)
    if asked == "none":
        return ()
    if asked:
        return by_hand(asked)[0]
    view = shot.moment.view
    words = f"{view.place}, {view.architecture}"
    return layers_of(words, view.weather, view.time, view.props, interior=view.interior)

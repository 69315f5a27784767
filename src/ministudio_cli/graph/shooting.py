"""Pass 2 of a film: its shots, inspected and finished, and its sound while they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ministudio_cli.cut.places import ambience_task, clip_sounds, foley_task
from ministudio_cli.cut.score import bed_tasks, music_under
from ministudio_cli.cut.tasks import SoundTask, sound_task
from ministudio_cli.errors import Blocked, MinistudioError
from ministudio_cli.graph.events import Event
from ministudio_cli.graph.finishing import Finished, finish_shots, inspections
from ministudio_cli.graph.passes import ShotNode, Stock, second_pass
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.task import ProviderRef, digest
from ministudio_cli.providers.registry import shot_provider
from ministudio_cli.screenplay.makers import ProviderNames
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Shooting:
    """The finished shots, the sound that is being mixed, and the reason of each shot that was made (“” for reused)."""

    finished: Finished
    sound: SoundTask
    reasons: Mapping[str, str]


def standing_in() -> ProviderRef:
    """What draws a shot that no model makes."""
    name = ProviderNames().shots
    return ProviderRef(name=name, version=shot_provider(name).version)


def shoot(
    plan: Plan,
    timeline: Timeline,
    takes: Mapping[str, Artifact],
    lock: Lock | None,
    scheduler: Scheduler,
    stock: Stock,
    *,
    retakes: int,
    slate: bool,
) -> Shooting:
    """Make the shots of a timeline; `takes` are the lines and the analysis of the music. A shot that a service refuses
    for good is drawn instead.
    """
    places = _begin_score(plan, timeline, scheduler)
    # What a filter refused is not sent again, whatever its length is now.
    known = second_pass(timeline, plan, lock, stock) if stock.holdings.blocked else ()
    drawn = {node.shot.id: why for node in known if (why := stock.refused(node.task))}
    reasons: dict[str, str] = {}
    while True:
        nodes = second_pass(timeline, plan, lock, stock, slate=slate, drawn=drawn, standing_in=standing_in())
        if not reasons:
            scheduler.sink(Event(kind="pass", label="pass 2", whole=len(nodes)))
        _note_reasons(nodes, reasons, scheduler)
        looks = inspections(plan, nodes)
        scheduler.start([*(node.node for node in nodes), *looks])
        made = scheduler.wait([*(node.task for node in nodes), *(look.task for look in looks)], tolerated=_refused)
        failed = scheduler.failed([node.task for node in nodes])
        refused = {node.shot.id: error.message for node in nodes if (error := failed.get(digest(node.task)))}
        if not refused:
            break
        for name, why in refused.items():
            scheduler.sink(Event(kind="note", label=f"drawn  {name}  ({why})"))
        drawn |= refused
    finished = finish_shots(
        plan, nodes, made, scheduler, retakes=retakes, maker=standing_in(), drawn=drawn, stock=stock
    )
    sound = _begin_mix(plan, timeline, takes, finished.shots, places, scheduler)
    return Shooting(finished=finished, sound=sound, reasons=reasons)


def _begin_score(plan: Plan, timeline: Timeline, scheduler: Scheduler) -> str:
    """Begin what is heard whatever the shots show; the sound of places, by its digest, or “”."""
    places = ambience_task(plan, timeline)
    beds = dict.fromkeys(filter(None, bed_tasks(plan, timeline)))
    score = [Node(task=bed, label="music", doing="composing the bed") for bed in beds]
    if places:
        score.append(Node(task=places, label="sound", doing="making the sound of places"))
    scheduler.start(score)
    return digest(places) if places else ""


def _begin_mix(
    plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact], shots: Mapping[str, Artifact], places: str,
    scheduler: Scheduler,
) -> SoundTask:  # fmt: skip
    """Begin the mix, with the sounds of what the finished shots show."""
    seen = foley_task(plan, timeline, shots)
    music = music_under(plan, timeline, takes)
    foley, clips = digest(seen) if seen else "", clip_sounds(timeline, shots)
    sound = sound_task(timeline, music, plan.film.master, places, foley, clips)
    made = [Node(task=seen, label="sound", doing="making the sounds of what is seen")] if seen else []
    scheduler.start([*made, Node(task=sound, label="sound", doing="mixing")])
    return sound


def _note_reasons(nodes: list[ShotNode], reasons: dict[str, str], scheduler: Scheduler) -> None:
    for node in nodes:
        is_new = not scheduler.store.find(digest(node.task))
        reasons[node.shot.id] = node.reason if is_new else reasons.get(node.shot.id, "")


def _refused(error: MinistudioError) -> bool:
    """Whether a shot is refused for what it shows: the film goes on without it."""
    return isinstance(error, Blocked)

"""Finishing: takes inspected, taken again where they must be, held to what their scenes share, and conformed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ministudio_cli.errors import MinistudioError, OverBudget
from ministudio_cli.graph.attempts import Attempt, finish_task, moving, row
from ministudio_cli.graph.bill import clips_due
from ministudio_cli.graph.events import Event
from ministudio_cli.graph.passes import ShotNode, Stock, drawn_task, reclipped
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.inspection_tasks import InspectTask, ShotHints, VerdictTask, ending_ahead
from ministudio_cli.planning.retake import retaken
from ministudio_cli.planning.task import ProviderRef, digest, digest_of, ours
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.purchases.budget import Item
from ministudio_cli.report.quality import ShotQuality
from ministudio_cli.store.artifact import Artifact


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The shots as they go into the film, by id, and what was measured, mended, refused and taken again."""

    shots: dict[str, Artifact]
    takes: dict[str, Artifact]
    """What each was made of, by the shot's id."""
    quality: list[ShotQuality]
    faults: tuple[str, ...]
    """What is left wrong in shots that are to be strictly steady, in words."""
    drawn: dict[str, str]
    """The shots that are drawn in place of generated ones, by id, and why."""


def inspections(plan: Plan, nodes: Sequence[ShotNode]) -> list[Node]:
    """The inspection of every take that is to be held or measured; each begins when its take is there."""
    return [
        Node(
            task=(look := inspect_task(plan, one.task)), label=f"look {one.shot.id}", doing="measuring",
            work=look.look(generated=bool(one.task.model)),
        )
        for one in nodes
        if plan.film.steady_of(one.shot.shot) != "off"
    ]  # fmt: skip


def inspect_task(plan: Plan, order: ShotTask) -> InspectTask:
    return InspectTask(
        maker=ours("inspection"),
        take=digest(order),
        plate=order.plate,
        portraits=order.portraits,
        figures=tuple((one.id, tuple(name for name, _ in one.identity)) for one in order.figures),
        format=plan.film.format,
        frames=order.head + order.body + order.tail,
    )


def finish_shots(
    plan: Plan,
    nodes: Sequence[ShotNode],
    takes: Mapping[str, Artifact],
    scheduler: Scheduler,
    *,
    maker: ProviderRef,
    retakes: int = 0,
    draft: bool = False,
    drawn: Mapping[str, str] | None = None,
    stock: Stock | None = None,
) -> Finished:
    """Judge the takes, take again within the budget, and make what goes into the film; `takes` has inspections too.

    What is still useless then is drawn by `maker`; `drawn` are the shots that are drawn already, and why.
    """
    attempts = []
    for one in nodes:
        held = plan.film.steady_of(one.shot.shot) != "off"
        inspected = takes[digest(inspect_task(plan, one.task))] if held else None
        attempts.append(Attempt(shot=one.shot, task=one.task, take=takes[digest(one.task)], inspection=inspected))
    _judge(plan, attempts, scheduler)
    left = retakes
    while left > 0 and (again := _worst(attempts)):
        left -= 1
        _take_again(plan, attempts, again, scheduler, stock or Stock(scheduler.store))
        _judge(plan, attempts, scheduler)
    replaced = dict(drawn or {}) | _draw_instead(attempts, maker, scheduler)
    tasks = {one.shot.id: finish_task(plan, one, draft=draft) for one in attempts if one.generated}
    if tasks and not draft:
        scheduler.sink(Event(kind="expect", whole=ending_ahead(sum(one.task.body for one in attempts))))
    done = scheduler.run(
        Node(task=task, label=f"finish {name}", doing="holding it steady") for name, task in tasks.items()
    )
    shots = {one.shot.id: done[digest(tasks[one.shot.id])] if one.generated else one.take for one in attempts}
    quality = [row(one, shots[one.shot.id]) for one in attempts if one.verdict]
    strict = tuple(
        f"{one.shot.id}: {fault['words']}"
        for one in attempts
        if plan.film.steady_of(one.shot.shot) == "strict"
        for fault in one.verdict.get("faults", ())
    )
    made_of = {one.shot.id: one.take for one in attempts}
    return Finished(shots=shots, takes=made_of, quality=quality, faults=strict, drawn=replaced)


def _draw_instead(attempts: Sequence[Attempt], maker: ProviderRef, scheduler: Scheduler) -> dict[str, str]:
    """Draw the shots whose takes are of no use; what was bought stays in the store."""
    lost = {one.shot.id: one for one in attempts if one.generated and one.useless}
    tasks = {name: drawn_task(one.task, maker) for name, one in lost.items()}
    done = scheduler.run(
        Node(task=task, label=f"shot {name}", doing="drawing", reason=lost[name].useless)
        for name, task in tasks.items()
    )
    why = {}
    for name, one in lost.items():
        why[name] = one.useless
        one.story.append("drawn in its place")
        one.task, one.take = tasks[name], done[digest(tasks[name])]
    return why


def _judge(plan: Plan, attempts: Sequence[Attempt], scheduler: Scheduler) -> None:
    """Write the verdict into each attempt; made once for the same inspections."""
    for one in attempts:
        if one.take.facts.get("unusable"):
            from ministudio_cli.qc.verdict import unusable  # noqa: PLC0415 - numpy, as below

            one.verdict = unusable(one.shot.id, one.take.facts["unusable"])
    inspected = [(one, one.inspection) for one in attempts if one.inspection and not one.take.facts.get("unusable")]
    if not inspected:
        return
    hints = tuple(
        ShotHints(
            shot=one.shot.id,
            inspection=inspection.order,
            group=digest_of([one.shot.shot.scene, one.shot.shot.set, one.task.view.light, one.task.view.time,
                             one.task.view.weather]),
            camera=one.task.camera,
            moving_background=moving(plan, one),
            lighting_change=one.shot.shot.lighting_change,
            generated=one.generated,
        )
        for one, inspection in inspected
    )  # fmt: skip
    task = VerdictTask(maker=ours("verdict"), shots=hints)
    judged = scheduler.run([Node(task=task, label="verdict", doing="judging the takes")])[digest(task)]
    for (one, _), verdict in zip(inspected, judged.facts["shots"], strict=True):
        one.verdict = verdict


def _worst(attempts: Sequence[Attempt]) -> Attempt | None:
    """The take that most needs to be taken again, of those that were taken least often; none is taken thrice again."""
    wrong = [one for one in attempts if one.generated and one.verdict.get("faults") and one.tried < 3]
    return max(wrong, key=lambda one: (-one.tried, float(one.verdict["weight"])), default=None)


def _take_again(plan: Plan, attempts: Sequence[Attempt], one: Attempt, scheduler: Scheduler, stock: Stock) -> None:
    """Another take of a shot, one thing changed; the better one is kept, the other stays in the store.

    It is judged in its scene: beside the takes that it stands with, as the one that it may replace was.
    """
    fault = one.verdict["faults"][0]
    one.tried += 1
    task = reclipped(plan, retaken(one.task, fault["cause"], one.tried, plan.makers.model), stock)
    model = plan.makers.model
    price = clips_due(model, task, stock) if model else task.ceiling
    if scheduler.store.find(digest(task)):
        price = Decimal(0)
    if not _consented(one, price, scheduler):
        one.story.append(f"take {one.tried} for “{fault['words']}”: not made, ${price:.2f} is not consented to (--yes)")
        one.tried = 3
        return
    look = inspect_task(plan, task)
    scheduler.sink(Event(kind="note", label=f"again  {one.shot.id}  ({fault['words']})"))
    label = f"shot {one.shot.id} take {one.tried}"
    try:
        takes = scheduler.run(
            [
                Node(task=task, label=label, doing="filming", reason=fault["words"]),
                Node(task=look, label=f"look {one.shot.id}", doing="measuring"),
            ]
        )
    except MinistudioError as error:
        # What is there already is delivered, with its fault named; the money or the service is not there for another.
        one.story.append(f"take {one.tried} for “{fault['words']}”: not made, {error.message}")
        one.tried = 3
        return
    held = plan.film.steady_of(one.shot.shot) != "off"
    tried = Attempt(
        shot=one.shot, task=task, take=takes[digest(task)], inspection=takes[digest(look)] if held else None
    )
    _judge(plan, [tried if other is one else dataclasses.replace(other) for other in attempts], scheduler)
    if not tried.verdict:
        from ministudio_cli.qc.verdict import unmeasured  # noqa: PLC0415 - numpy, as above

        # A take that is not inspected, and can carry its shot, has nothing against it.
        tried.verdict = unmeasured(one.shot.id)
    better = float(tried.verdict["weight"]) < float(one.verdict["weight"])
    one.story.append(f"take {one.tried} for “{fault['words']}”: {'kept' if better else 'no better, not kept'}")
    if better:
        one.task, one.take, one.inspection, one.verdict = tried.task, tried.take, tried.inspection, tried.verdict


def _consented(one: Attempt, price: Decimal, scheduler: Scheduler) -> bool:
    """Whether a retake may be paid for; whoever sits there is asked."""
    if scheduler.room is None or scheduler.room.budget.consents(scheduler.room.account, price):
        return True
    try:
        scheduler.room.budget.afford(scheduler.room.account, [Item(label=f"shot {one.shot.id} again", due=price)])
    except OverBudget:
        return False
    return True

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
from ministudio_cli.reading.traits import parts_of
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

    @property
    def models(self) -> dict[str, str]:
        """The model that generated each shot that is generated, by the shot's id."""
        return {shot: str(take.facts["model"]) for shot, take in self.takes.items() if "bought" in take.facts}


def inspections(plan: Plan, nodes: Sequence[ShotNode]) -> list[Node]:
    """The inspection of every take that is to be held or measured; each begins when its take is there."""
    return [
        Node(
            task=(look := inspect_task(plan, node.task)), label=f"look {node.shot.id}", doing="measuring",
            work=look.look(generated=bool(node.task.model)),
        )
        for node in nodes
        if plan.film.steady_of(node.shot.shot) != "off"
    ]  # fmt: skip


def inspect_task(plan: Plan, order: ShotTask) -> InspectTask:
    return InspectTask(
        maker=ours("inspection"),
        take=digest(order),
        plate=order.plate,
        portraits=order.portraits,
        figures=tuple((figure.id, tuple(parts_of(figure.identity))) for figure in order.figures),
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
    for node in nodes:
        held = plan.film.steady_of(node.shot.shot) != "off"
        inspected = takes[digest(inspect_task(plan, node.task))] if held else None
        attempts.append(Attempt(shot=node.shot, task=node.task, take=takes[digest(node.task)], inspection=inspected))
    _judge(plan, attempts, scheduler)
    left = retakes
    while left > 0 and (again := _worst(attempts)):
        left -= 1
        _take_again(plan, attempts, again, scheduler, stock or Stock(scheduler.store))
        _judge(plan, attempts, scheduler)
    replaced = dict(drawn or {}) | _draw_instead(attempts, maker, scheduler)
    tasks = {attempt.shot.id: finish_task(plan, attempt, draft=draft) for attempt in attempts if attempt.generated}
    if tasks and not draft:
        scheduler.sink(Event(kind="expect", whole=ending_ahead(sum(attempt.task.body for attempt in attempts))))
    done = scheduler.run(
        Node(task=task, label=f"finish {name}", doing="holding it steady") for name, task in tasks.items()
    )
    shots = {
        attempt.shot.id: done[digest(tasks[attempt.shot.id])] if attempt.generated else attempt.take
        for attempt in attempts
    }
    quality = [row(attempt, shots[attempt.shot.id]) for attempt in attempts if attempt.verdict]
    strict = tuple(
        f"{attempt.shot.id}: {fault['words']}"
        for attempt in attempts
        if plan.film.steady_of(attempt.shot.shot) == "strict"
        for fault in attempt.verdict.get("faults", ())
    )
    made_of = {attempt.shot.id: attempt.take for attempt in attempts}
    return Finished(shots=shots, takes=made_of, quality=quality, faults=strict, drawn=replaced)


def _draw_instead(attempts: Sequence[Attempt], maker: ProviderRef, scheduler: Scheduler) -> dict[str, str]:
    """Draw the shots whose takes are of no use; what was bought stays in the store."""
    lost = {attempt.shot.id: attempt for attempt in attempts if attempt.generated and attempt.useless}
    tasks = {name: drawn_task(attempt.task, maker) for name, attempt in lost.items()}
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
    for attempt in attempts:
        if attempt.take.facts.get("unusable"):
            from ministudio_cli.qc.verdict import unusable  # noqa: PLC0415 - numpy, as below

            attempt.verdict = unusable(attempt.shot.id, attempt.take.facts["unusable"])
    inspected = [
        (attempt, attempt.inspection)
        for attempt in attempts
        if attempt.inspection and not attempt.take.facts.get("unusable")
    ]
    if not inspected:
        return
    hints = tuple(
        ShotHints(
            shot=attempt.shot.id,
            inspection=inspection.order,
            group=digest_of([
                attempt.shot.shot.scene, attempt.shot.shot.set,
                attempt.task.view.light, attempt.task.view.time, attempt.task.view.weather,
            ]),
            camera=attempt.task.camera,
            moving_background=moving(plan, attempt),
            lighting_change=attempt.shot.shot.lighting_change,
            generated=attempt.generated,
        )
        for attempt, inspection in inspected
    )  # fmt: skip
    task = VerdictTask(maker=ours("verdict"), shots=hints)
    judged = scheduler.run([Node(task=task, label="verdict", doing="judging the takes")])[digest(task)]
    for (one, _), verdict in zip(inspected, judged.facts["shots"], strict=True):
        one.verdict = verdict


def _worst(attempts: Sequence[Attempt]) -> Attempt | None:
    """The take that most needs to be taken again, of those that were taken least often; none is taken thrice again."""
    wrong = [
        attempt for attempt in attempts if attempt.generated and attempt.verdict.get("faults") and attempt.tried < 3
    ]
    return max(wrong, key=lambda attempt: (-attempt.tried, float(attempt.verdict["weight"])), default=None)


def _take_again(plan: Plan, attempts: Sequence[Attempt], attempt: Attempt, scheduler: Scheduler, stock: Stock) -> None:
    """Another take of a shot, one thing changed; the better one is kept, the other stays in the store.

    It is judged in its scene: beside the takes that it stands with, as the one that it may replace was.
    """
    fault = attempt.verdict["faults"][0]
    attempt.tried += 1
    model = attempt.shot.maker.model
    task = reclipped(retaken(attempt.task, fault["cause"], attempt.tried, model), attempt.shot, stock)
    price = clips_due(model, task, stock) if model else task.ceiling
    if scheduler.store.find(digest(task)):
        price = Decimal(0)
    if not _consented(attempt, price, scheduler):
        attempt.story.append(
            f"take {attempt.tried} for “{fault['words']}”: not made, ${price:.2f} is not consented to (--yes)"
        )
        attempt.tried = 3
        return
    look = inspect_task(plan, task)
    scheduler.sink(Event(kind="note", label=f"again  {attempt.shot.id}  ({fault['words']})"))
    label = f"shot {attempt.shot.id} take {attempt.tried}"
    try:
        takes = scheduler.run(
            [
                Node(task=task, label=label, doing="filming", reason=fault["words"]),
                Node(task=look, label=f"look {attempt.shot.id}", doing="measuring"),
            ]
        )
    except MinistudioError as error:
        # What is there already is delivered, with its fault named; the money or the service is not there for another.
        attempt.story.append(f"take {attempt.tried} for “{fault['words']}”: not made, {error.message}")
        attempt.tried = 3
        return
    held = plan.film.steady_of(attempt.shot.shot) != "off"
    tried = Attempt(
        shot=attempt.shot, task=task, take=takes[digest(task)], inspection=takes[digest(look)] if held else None
    )
    _judge(plan, [tried if other is attempt else dataclasses.replace(other) for other in attempts], scheduler)
    if not tried.verdict:
        from ministudio_cli.qc.verdict import unmeasured  # noqa: PLC0415 - numpy, as above

        # A take that is not inspected, and can carry its shot, has nothing against it.
        tried.verdict = unmeasured(attempt.shot.id)
    better = float(tried.verdict["weight"]) < float(attempt.verdict["weight"])
    attempt.story.append(f"take {attempt.tried} for “{fault['words']}”: {'kept' if better else 'no better, not kept'}")
    if better:
        attempt.task, attempt.take, attempt.inspection, attempt.verdict = (
            tried.task,
            tried.take,
            tried.inspection,
            tried.verdict,
        )


def _consented(attempt: Attempt, price: Decimal, scheduler: Scheduler) -> bool:
    """Whether a retake may be paid for; whoever sits there is asked."""
    if scheduler.room is None or scheduler.room.budget.consents(scheduler.room.account, price):
        return True
    try:
        scheduler.room.budget.afford(scheduler.room.account, [Item(label=f"shot {attempt.shot.id} again", due=price)])
    except OverBudget:
        return False
    return True

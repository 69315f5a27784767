"""The bill of a film: every order with what is still to be paid of it, and why it is bought."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from decimal import Decimal

from ministudio_cli.graph.passes import ShotNode, Stock, shot_task
from ministudio_cli.planning.capability import Capability, Held
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.task import Task, digest
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.clips import words_of
from ministudio_cli.providers.registry import quotes_of
from ministudio_cli.purchases.budget import Item
from ministudio_cli.purchases.holdings import Holdings
from ministudio_cli.sync.problem import Cut
from ministudio_cli.sync.timeline import Segment


def first_bill(plan: Plan, ready: AbstractSet[str], holdings: Holdings) -> list[Item]:
    """Pass 1; `ready` holds the digests of what is in the store."""
    sets = {shot.set_plate: shot.shot.set for shot in reversed(plan.shots) if shot.set_plate}
    labelled: list[tuple[str, Task]] = [(f"plate {sets[plate]}", plate) for plate in plan.plates()]
    labelled += [(f"portrait {portrait.figure.id}", portrait) for portrait in plan.portraits()]
    labelled += [("line", line) for line in plan.lines()]
    items = []
    for label, task in labelled:
        quotes = [] if digest(task) in ready else quotes_of(task)
        due = sum((quote.price for quote in quotes if quote.key not in holdings.keys), Decimal(0))
        items.append(Item(label=label, due=due, paid=task.ceiling - due, why="not bought yet" if due else ""))
    return items


def expected_bill(plan: Plan, stock: Stock) -> list[Item]:
    """The shots at their expected lengths, while their lines are not spoken; what is bought of them is counted."""
    nodes = []
    for shot in plan.shots:
        frames = round(shot.expected * plan.film.format.fps)
        cut = Cut(shot=shot.id, start=0, end=frames, wanted=frames, landing="", cost=0, reason="expected")
        segment = Segment(plan=shot, cut=cut, head=0, tail=0, speech=())
        nodes.append(ShotNode(shot=shot, task=shot_task(plan, segment, stock), reason="expected"))
    items = second_bill(nodes, lambda _: False, stock)
    return [dataclasses.replace(item, why=f"{item.why}, at its expected length" if item.due else "") for item in items]


def second_bill(nodes: Iterable[ShotNode], ready: Callable[[str], bool], stock: Stock) -> list[Item]:
    """The shots at their exact lengths; shots that show one take are paid for once."""
    items: list[Item] = []
    seen: set[object] = set()
    for node in nodes:
        order, label = node.task, f"shot {node.shot.id}"
        price = sum(order.prices, Decimal(0))
        same = (order.maker, words_of(order), order.anchors, order.clips)
        free = ready(digest(order)) or (bool(order.model) and same in seen)
        seen.add(same)
        due, why = Decimal(0), ""
        if not free and stock.refused(order):
            items.append(Item(label=label, due=due, why="a filter refused it: it is drawn, until its words change"))
            continue
        model = node.shot.maker.model
        if not free and model:
            due = clips_due(model, order, stock)
            why = _why(model, order, stock.held(order)) if due else ""
        elif not free:
            due = price
        items.append(Item(label=label, due=due, paid=price - due, why=why))
    return items


def clips_due(model: Capability, order: ShotTask, stock: Stock) -> Decimal:
    """US dollars that are still to be paid of a shot's clips."""
    ends = any(role == "last" for role, _, _ in order.anchors)
    return model.due(order.clips, stock.held(order), order.asked_size, ends=ends)


def _why(model: Capability, order: ShotTask, held: Held) -> str:
    """Why what is bought of a shot's take does not do."""
    if not held:
        return "no bought clip has these words, this seed and these pictures"
    longest = max(float(model.carried(clips)) for clips, _ in held)
    need = float((order.head + order.body + order.tail) / order.format.fps)
    return f"{need:.2f} s are needed, the longest bought clip lasts {longest:g} s"

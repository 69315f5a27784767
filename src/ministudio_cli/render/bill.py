"""The bill of a film: every order with its price, and whether it is in the store already."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from fractions import Fraction

from ministudio_cli.plan.film import Plan, price_of, shot_price
from ministudio_cli.plan.orders import PlateOrder, PortraitOrder, ShotOrder, digest
from ministudio_cli.render.budget import Item
from ministudio_cli.render.crew import Job


def first_bill(plan: Plan, ready: AbstractSet[str]) -> list[Item]:
    """Pass 1; `ready` holds the digests of what is in the store."""
    items = []
    for order in plan.first_orders():
        label = "line"
        if isinstance(order, PlateOrder):
            label = f"plate {next(shot.shot.set for shot in plan.shots if shot.plate == order)}"
        elif isinstance(order, PortraitOrder):
            label = f"portrait {order.figure.id}"
        items.append(Item(label=label, price=price_of(plan.makers, order), ready=digest(order) in ready))
    return items


def expected_bill(plan: Plan) -> list[Item]:
    """The shots at their expected lengths, while their lines are not spoken."""
    return [Item(label=f"shot {shot.id}", price=shot.price, ready=False) for shot in plan.shots]


def second_bill(plan: Plan, jobs: Iterable[Job], ready: Callable[[str], bool]) -> list[Item]:
    """The shots at their exact lengths."""
    items = []
    for job in jobs:
        order = job.order
        assert isinstance(order, ShotOrder)  # noqa: S101 - pass 2 has no other orders
        need = Fraction(order.head + order.body + order.tail) / order.format.fps
        price = shot_price(plan.makers, order.clips, order.format, need)
        items.append(Item(label=job.label, price=price, ready=ready(digest(order))))
    return items

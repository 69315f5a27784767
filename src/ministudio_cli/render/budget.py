"""Money is asked for before the first request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ministudio_cli.errors import OverBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One order of a bill: US dollars, and whether it is in the store already and so costs nothing."""

    label: str
    price: Decimal
    ready: bool


def due(bill: Sequence[Item]) -> Decimal:
    """What is still to be paid."""
    return sum((item.price for item in bill if not item.ready), Decimal(0))


def afford(bill: Sequence[Item], max_cost: Decimal | None, *, yes: bool, spent: Decimal = Decimal(0)) -> None:
    """Raises OverBudget where a bill, with what is spent, is more than it may be, or anything at all without a yes."""
    price = due(bill)
    if max_cost is not None and price + spent > max_cost:
        raise OverBudget(
            f"the film costs ${price + spent:.2f}, more than ${max_cost}",
            hint="raise --max-cost, or plan cheaper shots",
        )
    if price > 0 and not yes:
        raise OverBudget(f"the film costs ${price:.2f}", hint="pass --yes to spend it; ministudio plan shows what for")

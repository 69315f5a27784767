"""Money is asked for before the first request."""

from __future__ import annotations

from decimal import Decimal

from ministudio_cli.errors import OverBudget
from ministudio_cli.plan.film import Plan


def afford(plan: Plan, max_cost: Decimal | None, *, yes: bool) -> None:
    """Raises OverBudget where a plan costs more than it may (US dollars), or anything at all without a yes."""
    price = plan.price
    if max_cost is not None and price > max_cost:
        raise OverBudget(
            f"the film costs ${price}, more than ${max_cost}", hint="raise --max-cost, or plan cheaper shots"
        )
    if price > 0 and not yes:
        raise OverBudget(f"the film costs ${price}", hint="pass --yes to spend it; ministudio plan shows what for")

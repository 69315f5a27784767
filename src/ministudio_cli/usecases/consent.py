"""Money before it is spent: what a run will cost, who agrees to it, and whether the services will do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from ministudio_cli.graph.bill import second_bill
from ministudio_cli.graph.passes import Stock, second_pass
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.task import digest
from ministudio_cli.providers.environment import Environment
from ministudio_cli.providers.kit import ClipProvider
from ministudio_cli.providers.registry import ProviderSet, preflight, ready
from ministudio_cli.providers.specs import used_specs
from ministudio_cli.purchases.budget import Budget, Item, due
from ministudio_cli.purchases.holdings import holdings_of
from ministudio_cli.purchases.ledger import committed, has_ledger, open_ledger
from ministudio_cli.purchases.room import account_of
from ministudio_cli.store.places import film_name, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.sync.timeline import Timeline
from ministudio_cli.usecases.options import RenderOptions


def budget_of(options: RenderOptions) -> Budget:
    """The money of one command, for all of its films."""
    return Budget(
        max_cost=options.max_cost,
        max_cost_per_film=options.max_cost_per_film,
        yes=options.yes,
        ask=options.ask,
        retry_unknown=options.retry_unknown,
    )


def enter_films(paths: Sequence[Path], options: RenderOptions, budget: Budget) -> None:
    """Tell a budget what each film of a batch has cost before, so that a cap holds for all of them together."""
    for path in paths if budget.capped else ():
        url = store_url(path, options.store)
        before = Decimal(0)
        if has_ledger(url):
            ledger = open_ledger(url)
            before = committed(ledger.purchases(), [film_name(path)])
            ledger.close()
        budget.enter(account_of(url, film_name(path)), before)


def consented(
    path: Path, plan: Plan, bill: list[Item], options: RenderOptions, budget: Budget, *, extra: Decimal = Decimal(0)
) -> None:
    """Before the first request: what is due is asked for, and the services are asked whether they will do.

    Raises OverBudget and ProviderRefused, both before anything is bought.
    """
    if not due(bill):
        return
    environment = Environment(path)
    environment.allow(used_specs(plan.film), options.ask)
    enter_films([path], options, budget)
    if options.ask is not None:
        ready(plan.film, environment)
    budget.afford(account_of(store_url(path, options.store), film_name(path)), bill, extra=extra)
    ready(plan.film, environment)
    preflight(plan.film, environment)


def retake_cost(plan: Plan, options: RenderOptions) -> Decimal:
    """US dollars that the retakes of a render may cost beside its bill: so many times the dearest shot."""
    dearest = max((shot.price for shot in plan.shots if shot.maker.model), default=Decimal(0))
    return dearest * options.retakes


def stock_of(plan: Plan, store: Store) -> Stock:
    """What is at hand for a film's shots, bought ones included."""
    providers = ProviderSet({name: dict(options) for name, options in plan.film.render.options})
    makers = {shot.maker.ref.name: providers.shots(shot.maker.ref.name) for shot in plan.shots}
    wires = {name: provider.wire for name, provider in makers.items() if isinstance(provider, ClipProvider)}
    return Stock(store, holdings_of(store.url), wires, {digest(task): task for task in plan.first_orders()})


def shot_bill(plan: Plan, timeline: Timeline, stock: Stock, before: Lock | None) -> list[Item]:
    """What the shots of a timeline still cost."""
    nodes = second_pass(timeline, plan, before, stock)
    return second_bill(nodes, lambda key: stock.store.find(key) is not None, stock)

"""The use case `plan`: what would be made, and why, at what price; nothing is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.graph.bill import expected_bill, first_bill
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import Lock, promise
from ministudio_cli.planning.task import digest
from ministudio_cli.providers.asked import undrawn
from ministudio_cli.providers.registry import ending
from ministudio_cli.purchases.budget import Item
from ministudio_cli.purchases.holdings import holdings_of
from ministudio_cli.report.summary import bill_report, plan_report
from ministudio_cli.report.values import PlanReport
from ministudio_cli.store.places import store_url
from ministudio_cli.store.store import Store
from ministudio_cli.sync.decide import decide, decided
from ministudio_cli.sync.problem import Cut
from ministudio_cli.usecases.consent import retake_cost, shot_bill, stock_of
from ministudio_cli.usecases.earlier_takes import offering
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.settle import lock_of_film, settle, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    plan: Plan
    lock: Lock | None
    report: PlanReport


def plan(path: Path, options: RenderOptions) -> Planned:
    """Plan a film. Raises ScreenplayInvalid, and LockStale where `locked` is asked for and does not hold."""
    before = lock_of_film(path)
    settled = settle(validate(path, options), before)
    store = Store(store_url(path, options.store))
    made = {key: store.find(key) is not None for key in map(digest, settled.first_orders())}
    if options.locked:
        promise(settled, before)
    cuts, bill = foreseen(settled, store, before)
    bill = offering(bill, path, settled, holdings_of(store.url), before, options)
    report = plan_report(
        settled, before, made, cuts=cuts, bill=bill_report(bill, retake_cost(settled, options)),
        undrawn=undrawn(settled), warnings=[*map(str, settled.film.warnings), *ending(settled)],
    )  # fmt: skip
    return Planned(plan=settled, lock=before, report=report)


def foreseen(plan: Plan, store: Store, before: Lock | None) -> tuple[tuple[Cut, ...], list[Item]]:
    """The cuts as a render would plan them, where the lines have been spoken and the music heard, else none; and the
    bill: shots at their planned lengths where those are known, else at the expected ones.
    """
    found = {digest(task): store.find(digest(task)) for task in (*plan.first_orders(), *plan.tracks)}
    stock = stock_of(plan, store)
    bill = first_bill(plan, {key for key, artifact in found.items() if artifact}, stock.holdings)
    heard = [digest(task) for task in (*plan.lines(), *plan.tracks)]
    takes = {key: one for key in heard if (one := found[key])}
    if len(takes) < len(heard):
        return (), [*bill, *expected_bill(plan, stock)]
    settled = decided(plan, takes, before, decide)
    return settled.cuts if plan.lines() else (), [*bill, *shot_bill(plan, settled.timeline, stock, before)]

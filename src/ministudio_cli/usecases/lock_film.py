"""The use case `lock`: pass 1 and the cut plan, written down; no shot is rendered."""

from __future__ import annotations

from pathlib import Path

from ministudio_cli.graph.cutting import decide_cuts
from ministudio_cli.graph.events import Event, ProgressSink, no_progress
from ministudio_cli.graph.passes import first_pass
from ministudio_cli.planning.lock import Lock
from ministudio_cli.store.places import store_url
from ministudio_cli.store.store import Store
from ministudio_cli.usecases.approve_anchors import hold_for_approval
from ministudio_cli.usecases.consent import budget_of, consented
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.plan_film import foreseen
from ministudio_cli.usecases.settle import keep_lock, lock_of_film, open_scheduler, settle, validate


def lock(path: Path, options: RenderOptions, sink: ProgressSink = no_progress) -> Lock:
    """Settle a film and write its lock."""
    before, budget = lock_of_film(path), budget_of(options)
    plan = settle(validate(path, options), before)
    if plan.film.approve and plan.price:
        hold_for_approval(path, plan, options, budget, sink)
    bill = foreseen(plan, Store(store_url(path, options.store)), before)[1] if plan.price else []
    consented(path, plan, [item for item in bill if not item.label.startswith("shot ")], options, budget)
    with open_scheduler(path, plan, options, sink, budget) as scheduler:
        nodes = first_pass(plan)
        sink(Event(kind="pass", label="pass 1", whole=len(nodes)))
        takes = scheduler.run(nodes)
        decided = decide_cuts(plan, takes, scheduler, before)
    return keep_lock(path, plan, decided.cuts, takes)

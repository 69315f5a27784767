"""The beginning of every use case of a film: its screenplay, its lock, its plan, and the scheduler at its store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from ministudio_cli.errors import LockStale
from ministudio_cli.graph.engine import Engine
from ministudio_cli.graph.events import ProgressSink
from ministudio_cli.graph.references import admit, references_of
from ministudio_cli.graph.scheduler import Scheduler
from ministudio_cli.limits import limits
from ministudio_cli.planning.film import plan_film
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import Lock, lock_of, parse_lock
from ministudio_cli.planning.task import digest
from ministudio_cli.providers.asked import abilities
from ministudio_cli.providers.environment import Environment
from ministudio_cli.providers.registry import providers_for, providers_of
from ministudio_cli.providers.specs import asked
from ministudio_cli.purchases.budget import Budget
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.screenplay.choices import showing
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.screenplay.read import read
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.files import write_whole
from ministudio_cli.store.lease import rendering
from ministudio_cli.store.places import film_name, lock_path, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.sync.problem import Cut
from ministudio_cli.usecases.options import RenderOptions


def validate(path: Path, options: RenderOptions) -> Screenplay:
    """The film; raises ScreenplayInvalid with every fault of its screenplay at once."""
    render = asked(options.profile, options.options)
    film = read(path, allow_outside=options.allow_outside, render=render, also=abilities)
    return showing(film, dict(options.takes)) if options.takes else film


def lock_of_film(path: Path) -> Lock | None:
    """The lock beside a screenplay; raises LockStale where it cannot be read."""
    place = lock_path(path)
    if not place.is_file():
        return None
    if place.stat().st_size > limits().lock_bytes:
        raise LockStale(f"{place.name} has {place.stat().st_size:,} bytes", hint="delete it and run: ministudio lock")
    return parse_lock(place.read_text("utf-8", errors="replace"), place.name)


def settle(film: Screenplay, before: Lock | None = None) -> Plan:
    """The plan of a film, with the seeds that its lock remembers."""
    return plan_film(film, providers_for(film), references_of(film), before.remembered if before else None)


def keep_lock(path: Path, plan: Plan, cuts: tuple[Cut, ...], takes: Mapping[str, Artifact]) -> Lock:
    """Write the lock beside a screenplay, if it says anything new; `takes` has the lines."""
    samples = {digest(line): int(takes[digest(line)].facts["samples"]) for line in plan.lines()}
    found = lock_of(plan, [(cut.start, cut.end) for cut in cuts], samples)
    place = lock_path(path)
    if not place.is_file() or place.read_text("utf-8") != found.text():
        write_whole(place, found.text())
    return found


@contextlib.contextmanager
def open_scheduler(
    path: Path, plan: Plan, options: RenderOptions, sink: ProgressSink, budget: Budget
) -> Iterator[Scheduler]:
    """A scheduler at the film's store: that is held for it, and the screenplay's own files have been taken in."""
    store = Store(store_url(path, options.store))
    with rendering(store.address):
        admit(plan, store)
        room = PurchaseRoom(store, budget, film_name(path))
        if plan.price:
            room.open()
        providers = providers_of(plan.film, Environment(path))
        engine: Engine | None = None
        if options.farm is not None:
            from ministudio_cli.graph.engines.farm import FarmEngine  # noqa: PLC0415 - distributed

            engine = FarmEngine(options.farm, store, sink, room=room, providers=providers)
        with Scheduler(
            store, sink, workers=options.workers, room=room, providers=providers, engine=engine
        ) as scheduler:
            yield scheduler

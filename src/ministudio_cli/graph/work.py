"""From (task, store) to an artifact: the whole of the work that can run anywhere.

Any process or machine that has a task and the store's URL can call `perform`: the task names the function that makes
it, and the store has every artifact that it reads.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ministudio_cli.errors import MinistudioError, PassingFault, ProviderRefused
from ministudio_cli.graph.events import Event, ProgressSink
from ministudio_cli.planning.task import Task, digest
from ministudio_cli.providers.kit import Take, TakeContext, no_purchase
from ministudio_cli.providers.registry import ProviderSet
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.runner import Runner
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store
from ministudio_cli.versions import BUILT_IN, built_in

TRIES = 3
_REPORT_EVERY = 0.2
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkContext(TakeContext):
    """What this package's own functions are given beside what a provider's author is."""

    store: Store
    providers: ProviderSet


Make = Callable[[Task, WorkContext], Take]


@cache
def function_of(target: str) -> Make:
    """The function that makes a task, by its `module:function`."""
    module, _, name = target.partition(":")
    found: Make = getattr(importlib.import_module(module), name)
    return found


def perform(
    task: Task,
    store: Store,
    progress: Progress,
    room: PurchaseRoom | None = None,
    providers: ProviderSet | None = None,
) -> Artifact:
    """The task's artifact: found, or made and published whole; what costs money goes through the purchase room."""
    key = digest(task)
    found = store.find(key)
    if found:
        return found
    _held(task)
    with store.scratch() as folder:
        context = WorkContext(
            folder=folder,
            file=lambda made, name: _file(store, made, name),
            facts=lambda made: _facts(store, made),
            progress=progress,
            purchase=Runner(key, room, task.ceiling).purchase if room else no_purchase,
            store=store,
            providers=providers or ProviderSet(),
        )
        take = function_of(task.make)(task, context)
        return store.publish(key, task.kind, take.files, take.facts)


def work(
    task: Task,
    url: str,
    key: str,
    say: ProgressSink,
    providers: ProviderSet,
    room: PurchaseRoom | None = None,
) -> Artifact:
    """Perform a task, repeating passing faults, and say how it goes. Purchases repeat themselves."""
    last = 0.0

    def progress(done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _REPORT_EVERY or done >= whole:
            last = now
            say(Event(kind="progress", order=key, done=done, whole=whole))

    say(Event(kind="start", order=key))
    for left in reversed(range(TRIES)):
        try:
            artifact = perform(task, _store(url), progress, room, providers)
        except PassingFault as fault:
            if not left or room is not None:
                say(Event(kind="fail", order=key, reason=fault.message))
                raise
            time.sleep(0.5 * 2 ** (TRIES - left))
        except MinistudioError as error:
            say(Event(kind="fail", order=key, reason=error.message))
            raise
        else:
            say(_done(key, room))
            return artifact
    raise PassingFault("no try was left")


@cache
def _store(url: str) -> Store:
    """One a process: that its folders are its own is looked at once."""
    return Store(url)


def _done(key: str, room: PurchaseRoom | None) -> Event:
    """A task is done; and what the run has cost, and what it may cost."""
    if room is None or not room.budget.spent:
        return Event(kind="done", order=key)
    most = "" if room.budget.max_cost is None else str(room.budget.max_cost)
    return Event(kind="done", order=key, spent=str(room.budget.spent), most=most)


def _held(task: Task) -> None:
    """Raises ProviderRefused where this machine's own code is not of the version that is asked for."""
    if task.maker.name in BUILT_IN and not task.asks and task.maker.version != built_in(task.maker.name):
        raise ProviderRefused(
            f"the task is for {task.maker.version}, this machine has {built_in(task.maker.name)}",
            hint="install the same version of ministudio and its packages everywhere",
        )


def _file(store: Store, made: str, name: str) -> Path:
    return store.path(_found(store, made), name)


def _facts(store: Store, made: str) -> Mapping[str, Any]:
    return _found(store, made).facts


def _found(store: Store, made: str) -> Artifact:
    artifact = store.find(made)
    if artifact is None:
        raise PassingFault("a take that this task needs is no longer in the store", hint="run it again")
    return artifact

"""From (order, store) to an artifact: the whole of the work that can run anywhere.

Any process or machine that has an order and the store's URL can call `perform`; the order names its maker, and the
store has every take that the order refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ministudio_cli.consistency.conform import carry
from ministudio_cli.consistency.hygiene import accept
from ministudio_cli.errors import PassingFault
from ministudio_cli.plan.orders import (
    BedOrder,
    FinishOrder,
    InspectOrder,
    LineOrder,
    ListenOrder,
    Order,
    PlateOrder,
    PortraitOrder,
    ShotOrder,
    digest,
)
from ministudio_cli.providers.protocols import Bench, Take, no_purse
from ministudio_cli.providers.registry import provider
from ministudio_cli.render.errands import Purse, Runner
from ministudio_cli.render.ledger import Ledger, ledger_path
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store

PARTS = ("head.mp4", "body.mp4", "tail.mp4")
Progress = Callable[[int, int], None]


def perform(order: Order, store: Store, progress: Progress, purse: Purse | None = None) -> Artifact:
    """The order's artifact: found, or made and published whole; what costs money is paid from the purse."""
    key = digest(order)
    found = store.find(key)
    if found:
        return found
    with store.scratch() as folder:
        bench = Bench(
            folder=folder,
            file=lambda made, name: _file(store, made, name),
            facts=lambda made: _facts(store, made),
            progress=progress,
            buy=Runner(key, store, Ledger(ledger_path(store.url)), purse).buy if purse else no_purse,
        )
        take = make(order, bench)
        if isinstance(order, ShotOrder):
            if "body.mp4" in take.files:
                accept(order, take)
                told = {"parts": [name for name in PARTS if name in take.files], "masked": "mask.mkv" in take.files}
                take = Take(files=take.files, facts=dict(take.facts) | told)
            else:
                take = carry(order, take, folder)
        elif isinstance(order, FinishOrder):
            accept(order, take)
        return store.publish(key, order.kind, take.files, take.facts)


def make(order: Order, bench: Bench) -> Take:
    """Let the order's maker make one take."""
    if isinstance(order, BedOrder):
        from ministudio_cli.providers.bed import Bed  # noqa: PLC0415

        return Bed().bed(order, bench)
    if isinstance(order, ListenOrder):
        from ministudio_cli.providers.listening import Listening  # noqa: PLC0415

        return Listening().listen(order, bench)
    if isinstance(order, InspectOrder):
        from ministudio_cli.consistency.inspect import inspect  # noqa: PLC0415

        return inspect(order, bench)
    if isinstance(order, FinishOrder):
        from ministudio_cli.consistency.finish import finish  # noqa: PLC0415

        return finish(order, bench)
    made: Take
    if isinstance(order, LineOrder):
        made = provider("voices", order.maker.name)().line(order, bench)
    elif isinstance(order, ShotOrder):
        made = provider("shots", order.maker.name)().shot(order, bench)
    elif isinstance(order, PlateOrder):
        made = provider("plates", order.maker.name)().plate(order, bench)
    else:
        made = provider("plates", order.maker.name)().portrait(order, bench)
    return made


def waits(order: Order) -> bool:
    """Whether the order's maker waits for a network: then a thread is enough for it."""
    kinds: dict[type[Any], str] = {
        LineOrder: "voices",
        ShotOrder: "shots",
        PlateOrder: "plates",
        PortraitOrder: "plates",
    }
    kind = kinds.get(type(order))
    return bool(kind and provider(kind, order.maker.name).waits)


def _file(store: Store, made: str, name: str) -> Path:
    return store.path(_found(store, made), name)


def _facts(store: Store, made: str) -> Mapping[str, Any]:
    return _found(store, made).facts


def _found(store: Store, made: str) -> Artifact:
    artifact = store.find(made)
    if artifact is None:
        raise PassingFault("a take that this order needs is no longer in the store", hint="run it again")
    return artifact

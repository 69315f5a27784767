"""From (order, store) to an artifact: the whole of the work that can run anywhere.

Any process or machine that has an order and the store's URL can call `perform`; the order names its maker, and the
store has every take that the order refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from ministudio_cli.consistency.conform import carry
from ministudio_cli.consistency.hygiene import accept, accept_line, accept_picture
from ministudio_cli.errors import PassingFault, ProviderRefused
from ministudio_cli.planning.orders import (
    BedTask,
    FinishTask,
    InspectTask,
    LineTask,
    ListenTask,
    Order,
    PlateTask,
    PortraitTask,
    ShotTask,
    ceiling_of,
    digest,
)
from ministudio_cli.providers.clips import take_of
from ministudio_cli.providers.kit import Provider, Take, TakeContext, no_purchase
from ministudio_cli.providers.registry import (
    ProviderSet,
    plate_provider,
    shot_provider,
    voice_provider,
)
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.runner import Runner
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store

PARTS = ("head.mp4", "body.mp4", "tail.mp4")
Progress = Callable[[int, int], None]
AnyProvider = TypeVar("AnyProvider", bound=Provider)


def perform(
    order: Order,
    store: Store,
    progress: Progress,
    room: PurchaseRoom | None = None,
    providers: ProviderSet | None = None,
) -> Artifact:
    """The order's artifact: found, or made and published whole; what costs money goes through the purchase room."""
    key = digest(order)
    found = store.find(key)
    if found:
        return found
    with store.scratch() as folder:
        context = TakeContext(
            folder=folder,
            file=lambda made, name: _file(store, made, name),
            facts=lambda made: _facts(store, made),
            progress=progress,
            purchase=Runner(key, room, ceiling_of(order)).purchase if room else no_purchase,
            take=take_of(order, store.sha256_of) if isinstance(order, ShotTask) else "",
        )
        take = make(order, context, providers or ProviderSet())
        if isinstance(order, ShotTask):
            if "body.mp4" in take.files:
                accept(order, take)
                parts = {"parts": [name for name in PARTS if name in take.files], "masked": "mask.mkv" in take.files}
                take = Take(files=take.files, facts=dict(take.facts) | parts)
            else:
                take = carry(order, take, folder)
        elif isinstance(order, FinishTask):
            accept(order, take)
        elif isinstance(order, LineTask):
            accept_line(order, take)
        elif isinstance(order, PlateTask | PortraitTask):
            accept_picture(order, take)
        return store.publish(key, order.kind, take.files, take.facts)


def make(order: Order, context: TakeContext, providers: ProviderSet) -> Take:
    """Let the order's maker make one take; raises ProviderRefused where it is not of the version that was ordered."""
    if isinstance(order, LineTask):
        return _held(providers.voice(order.maker.name), order).line(order, context)
    if isinstance(order, ShotTask):
        return _held(providers.shots(order.maker.name), order).shot(order, context)
    if isinstance(order, PlateTask | PortraitTask):
        plates = _held(providers.plates(order.maker.name), order)
        return plates.plate(order, context) if isinstance(order, PlateTask) else plates.portrait(order, context)
    return _ours(order, context)


def _ours(order: BedTask | ListenTask | InspectTask | FinishTask, context: TakeContext) -> Take:
    """What is always built in."""
    if isinstance(order, BedTask):
        from ministudio_cli.providers.bed import Bed  # noqa: PLC0415

        return Bed().bed(order, context)
    if isinstance(order, ListenTask):
        from ministudio_cli.providers.listening import Listening  # noqa: PLC0415

        return Listening().listen(order, context)
    if isinstance(order, InspectTask):
        from ministudio_cli.consistency.inspect import inspect  # noqa: PLC0415

        return inspect(order, context)
    from ministudio_cli.consistency.finish import finish  # noqa: PLC0415

    return finish(order, context)


def _held(provider: AnyProvider, order: Order) -> AnyProvider:
    if provider.version != order.maker.version:
        raise ProviderRefused(
            f"the order is for {order.maker.name} {order.maker.version}, this machine has {provider.version}",
            hint="install the same version of ministudio and its packages everywhere",
        )
    return provider


def waits(order: Order) -> bool:
    """Whether the order's maker waits for a network: then a thread is enough for it."""
    if isinstance(order, LineTask):
        return voice_provider(order.maker.name).waits
    if isinstance(order, ShotTask):
        return shot_provider(order.maker.name).waits
    return isinstance(order, PlateTask | PortraitTask) and plate_provider(order.maker.name).waits


def _file(store: Store, made: str, name: str) -> Path:
    return store.path(_found(store, made), name)


def _facts(store: Store, made: str) -> Mapping[str, Any]:
    return _found(store, made).facts


def _found(store: Store, made: str) -> Artifact:
    artifact = store.find(made)
    if artifact is None:
        raise PassingFault("a take that this order needs is no longer in the store", hint="run it again")
    return artifact

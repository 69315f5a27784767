"""The engine `dask`: computing on a Dask cluster, on this machine or on many; waiting and paying stay here.

What crosses to a worker is the task, the store's address and no credential; what comes back is that it is done. Keys
are digests, so that two films that want the same task share it.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from ministudio_cli.configuration import store_key
from ministudio_cli.errors import MinistudioError, MissingPart, PassingFault, UsageFault
from ministudio_cli.graph.engines import farm_worker
from ministudio_cli.graph.engines.local import LocalEngine
from ministudio_cli.graph.engines.machine import usable_cores
from ministudio_cli.graph.events import Event, ProgressSink
from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.task import Task
from ministudio_cli.providers.registry import ProviderSet
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store

LIVES = 3
"""How often a task is begun again whose worker was lost: Dask's own `allowed-failures`."""
_REACH = 20
"""Seconds in which a scheduler must answer, and after which one that is gone is given up."""
_GONE = "run it again when it is back: what was finished is kept, and only the rest is made"


class Farm:
    """A cluster that one run of the program uses for all of its films: by a scheduler's address, else on this machine.

    Raises MissingPart where `distributed` is not installed, and UsageFault where nobody answers.
    """

    def __init__(self, address: str = "", workers: int = 0) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")  # a second, and only farms need it
        except ImportError:
            raise MissingPart(
                "the engine dask needs the package distributed", hint="pip install ministudio-cli[farm]"
            ) from None
        # The library says on its own loggers what is said here in a sentence.
        for name in ("distributed", "distributed.client", "distributed.worker", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.address = address
        self._cluster: Any = None
        self._topics: dict[str, ProgressSink] = {}
        self._users: dict[str, int] = {}
        """How many films wait for a task, by its digest."""
        self._lock = threading.Lock()
        self.engines: weakref.WeakSet[FarmEngine] = weakref.WeakSet()
        # The workers of this machine inherit the key with which results are sealed.
        store_key()
        # Looking at every stack a hundred times a second costs a share of the drawing.
        importlib.import_module("dask").config.set({"distributed.worker.profile.enabled": False})
        try:
            if not address:
                self._cluster = distributed.LocalCluster(
                    n_workers=workers or usable_cores(), threads_per_worker=1, dashboard_address="127.0.0.1:0",
                    preload=["ministudio_cli.graph.engines.farm_worker"],
                )  # fmt: skip
            self.client: Any = distributed.Client(address or self._cluster, timeout=_REACH, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageFault(
                f"no Dask scheduler answers at {address or 'this machine'}: {_short(error)}",
                hint="start one (dask scheduler), or leave --scheduler out",
            ) from None
        self.client.subscribe_topic(farm_worker.TOPIC, self._heard)

    def join(self, key: str, sink: ProgressSink) -> None:
        """Note that a film waits for a task; what workers say of it is handed on."""
        with self._lock:
            self._users[key] = self._users.get(key, 0) + 1
            self._topics[key] = sink

    def leave(self, key: str) -> bool:
        """Note that a film waits for a task no longer; whether it was the last one here."""
        with self._lock:
            left = self._users.get(key, 1) - 1
            if left:
                self._users[key] = left
                return False
            self._users.pop(key, None)
            self._topics.pop(key, None)
            return True

    def _heard(self, logged: tuple[float, JsonObject]) -> None:
        """What a worker logged, with the second at which it did."""
        event = logged[1]
        sink = self._topics.get(str(event.get("order", "")))
        if sink is not None and event.get("kind") in ("start", "progress"):
            sink(Event(kind=event["kind"], order=event["order"], done=event["done"], whole=event["whole"]))

    @property
    def memory(self) -> int:
        """MB that the largest worker has for tasks; 0 where not all of them say."""
        workers = self.client.scheduler_info(n_workers=-1).get("workers", {})
        found = [one.get("resources", {}).get(farm_worker.MEMORY, 0) for one in workers.values()]
        return int(max(found)) if found and all(found) else 0

    def answers(self) -> bool:
        """Whether the scheduler is there; waits while the library tries to reach one that was cut off."""
        end = time.monotonic() + 2 * _REACH
        while self.client.status == "connecting" and time.monotonic() < end:
            time.sleep(0.05)
        return bool(self.client.status == "running")

    def stop(self) -> None:
        """End all films that are under way: nothing more is begun, sent or paid."""
        for engine in list(self.engines):
            engine.close(at_once=True)

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.client.close(timeout=2)
        if self._cluster is not None:
            with contextlib.suppress(Exception):
                self._cluster.close(timeout=10)


class FarmEngine:
    """The tasks of one film on a farm. Raises UsageFault where its workers cannot reach the store."""

    def __init__(
        self,
        farm: Farm,
        store: Store,
        sink: ProgressSink,
        *,
        room: PurchaseRoom | None = None,
        providers: ProviderSet | None = None,
    ) -> None:
        if farm.address and store.folder is not None and not store.url.startswith("file://"):
            raise UsageFault(
                f"the workers of {farm.address} do not see the folder {store.url}",
                hint="name a store that all of them reach: --store s3://…, or file:///… on a disk that all mount",
            )
        self.farm, self.store, self.sink = farm, store, sink
        self.providers = providers or ProviderSet()
        # What waits for a network, and all that is paid, stays in this process.
        self._here = LocalEngine(store, sink, workers=1, room=room, providers=self.providers)
        self._there: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._memory = farm.memory
        self._room = room
        farm.engines.add(self)

    def submit(self, task: Task, key: str, effort: int) -> Future[Artifact]:
        if task.waits or task.at_once:
            return self._here.submit(task, key, effort)
        made: Future[Artifact] = Future()
        self._begin(task, key, effort, made, LIVES)
        return made

    def _begin(self, task: Task, key: str, effort: int, made: Future[Artifact], lives: int) -> None:
        """Hand a task to the farm, again where the way to its scheduler was cut and is mended, `lives` times."""
        try:
            with self._lock:
                if self._closed:
                    made.cancel()
                    return
                self.farm.join(key, self._tell)
                # What needs more than there is runs alone on the largest worker.
                needed = {farm_worker.MEMORY: min(task.memory, self._memory)} if self._memory else None
                begun = self.farm.client.submit(
                    farm_worker.perform_there, task, self.store.url, key, self.providers.abroad(),
                    key=f"ministudio-{key}", priority=effort, pure=False, resources=needed,
                )  # fmt: skip
                self._there[key] = begun
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
            made.set_exception(PassingFault(f"the farm takes no task: {_short(error)}", hint=_GONE))
            return
        begun.add_done_callback(
            lambda done: self._settle(key, done, made, lambda: self._begin(task, key, effort, made, lives - 1), lives)
        )

    def _settle(self, key: str, done: Any, made: Future[Artifact], again: Callable[[], None], lives: int) -> None:
        """Take over what became of a task; what is made is found in the store."""
        with self._lock:
            if self._there.pop(key, None) is not None:
                self.farm.leave(key)
        try:
            found = None if done.status == "error" else self.store.find(key)
            if found is None and done.status == "cancelled" and lives and not self._closed and self.farm.answers():
                again()
                return
            error = None if found else self._error(key, done)
        except Exception as raised:  # noqa: BLE001 - the store may not answer
            error, found = PassingFault(f"the store does not answer: {_short(raised)}", hint=_GONE), None
        if error is None and found is None:
            error = PassingFault(
                "a task was made, and is not in the store", hint="do the workers see the same store as this machine?"
            )
        if made.cancelled() or not made.set_running_or_notify_cancel():
            return
        if error is not None:
            self._tell(
                Event(kind="fail", order=key, reason=error.message if isinstance(error, MinistudioError) else "")
            )
            made.set_exception(error)
        elif found is not None:
            self._tell(Event(kind="done", order=key))
            made.set_result(found)

    def _error(self, key: str, done: Any) -> BaseException | None:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        if done.status in ("finished", "lost"):  # a result is lost with its worker after it was finished
            return None
        if done.status == "error":
            error: BaseException = done.exception(timeout=_REACH)
            done.release()
            if isinstance(error, KilledWorker):
                return PassingFault(
                    f"{LIVES + 1} workers were lost at one task ({key[:12]})",
                    hint="look at their memory; run it again: nothing is lost",
                )
            return error
        if self._closed:
            return PassingFault("the run was ended", hint=_GONE)
        return PassingFault(f"the scheduler at {self.farm.address or 'this machine'} is gone", hint=_GONE)

    def close(self, *, at_once: bool) -> None:
        if at_once and self._room:
            self._room.stop.set()
        with self._lock:
            self._closed = True
            left, self._there = self._there, {}
        # What another film waits for goes on.
        mine = [future for key, future in left.items() if self.farm.leave(key)]
        if mine and at_once:
            with contextlib.suppress(Exception):
                self.farm.client.cancel(mine)
        self._here.close(at_once=at_once)

    def _tell(self, event: Event) -> None:
        with contextlib.suppress(Exception, SystemExit):
            self.sink(event)


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__

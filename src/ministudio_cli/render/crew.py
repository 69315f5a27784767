"""The crew: everything that can run at once, running at once. Computing goes to processes, waiting to threads."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from ministudio_cli.errors import MinistudioError, PassingFault, UnknownOutcome, together
from ministudio_cli.plan.orders import InspectOrder, Order, ShotOrder, digest
from ministudio_cli.render.effort import work_of
from ministudio_cli.render.errands import Purse
from ministudio_cli.render.events import Event, Watch
from ministudio_cli.render.perform import perform, waits
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store

TRIES = 3
THREADS = 32
_REPORT_EVERY = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An order with what the person watching reads about it."""

    order: Order
    label: str
    doing: str
    reason: str = ""
    work: int = 0
    """In frames of picture drawn, where the order alone does not tell it."""

    @property
    def effort(self) -> int:
        return self.work or work_of(self.order)


class Batch:
    """Orders under way; `result` waits for one, `wait` for all."""

    def __init__(
        self, futures: Mapping[str, Future[Artifact]], ready: Mapping[str, Artifact], labels: Mapping[str, str]
    ) -> None:
        self._futures = futures
        self._ready = ready
        self._labels = labels

    def result(self, key: str) -> Artifact:
        if key in self._ready:
            return self._ready[key]
        with _dead_worker():
            return self._futures[key].result()

    def wait(self) -> dict[str, Artifact]:
        """Every artifact by its order's digest. All orders are let finish; then all errors are raised as one."""
        wait(list(self._futures.values()))
        errors = [(key, error) for key, future in self._futures.items() if (error := future.exception())]
        ours: dict[int, tuple[str, MinistudioError]] = {}
        for key, error in errors:
            if isinstance(error, MinistudioError):
                # What waits for another order fails with it: the error belongs to the first.
                ours.setdefault(id(error), (self._labels[key], error))
        with _dead_worker():
            if ours:
                raise together(list(ours.values()))
            for _, error in errors:
                raise error
        return dict(self._ready) | {key: future.result() for key, future in self._futures.items()}


class Crew:
    """Opened for one run of the program; at its end, or on an interrupt, nobody is left working."""

    def __init__(self, store: Store, watch: Watch, *, workers: int = 0, purse: Purse | None = None) -> None:
        self.store = store
        self.purse = purse or Purse()
        self.watch = watch
        self.workers = workers or len(
            os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
        )
        self._context = multiprocessing.get_context("spawn")
        self._said: Any = self._context.Queue()
        self._processes: ProcessPoolExecutor | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._pump = threading.Thread(target=self._listen, daemon=True)
        self._closing = threading.Event()

    def __enter__(self) -> Self:
        self.store.sweep()
        self._pump.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.purse.stop.set()
        pool = self._processes
        if pool:
            workers = list((pool._processes or {}).values())  # noqa: SLF001 - no public way to end workers before 3.14
            pool.shutdown(wait=kind is None, cancel_futures=True)
            for worker in workers if kind else ():
                worker.terminate()
        if self._threads:
            self._threads.shutdown(wait=kind is None, cancel_futures=True)
        self._closing.set()
        self._pump.join(timeout=2)
        self._said.cancel_join_thread()
        self._said.close()

    def warm(self) -> None:
        """Wake one worker while the caller still reads and plans; it loads what drawing needs."""
        self._computing().submit(_load)

    def start(self, jobs: Iterable[Job]) -> Batch:
        """Begin every order that the store cannot answer, the longest first."""
        ready: dict[str, Artifact] = {}
        missing: dict[str, Job] = {}
        for job in jobs:
            key = digest(job.order)
            if key in ready or key in missing:
                continue
            found = self.store.find(key)
            if found:
                ready[key] = found
                self.watch(Event(kind="reuse", order=key, label=job.label, doing=job.doing, whole=job.effort))
            else:
                missing[key] = job
        futures: dict[str, Future[Artifact]] = {}
        for key, job in missing.items():
            self.watch(
                Event(
                    kind="wait",
                    order=key,
                    label=job.label,
                    doing=job.doing,
                    whole=job.effort,
                    reason=job.reason,
                )
            )
        for key, job in sorted(missing.items(), key=lambda item: -item[1].effort):
            if _needs(job.order) not in missing:
                futures[key] = self._submit(job.order, key)
        for key, job in missing.items():
            if key not in futures:
                futures[key] = self._after(futures[_needs(job.order)], job.order, key)
        return Batch(futures, ready, {key: job.label for key, job in missing.items()})

    def _after(self, first: Future[Artifact], order: Order, key: str) -> Future[Artifact]:
        """An order that begins when another is done, and fails as it fails."""
        later: Future[Artifact] = Future()

        def settle(done: Future[Artifact]) -> None:
            error = CancelledError() if done.cancelled() else done.exception()
            if error:
                later.set_exception(error)
            else:
                later.set_result(done.result())

        def begin(done: Future[Artifact]) -> None:
            try:
                done.result()
                self._submit(order, key).add_done_callback(settle)
            except BaseException as error:  # noqa: BLE001 - whatever it is, whoever waits must hear of it
                later.set_exception(error)

        first.add_done_callback(begin)
        return later

    def _submit(self, order: Order, key: str) -> Future[Artifact]:
        if waits(order):
            return self._waiting().submit(_work, order, self.store.url, key, self.purse)
        return self._computing().submit(_work, order, self.store.url, key)

    def perform(self, jobs: Iterable[Job]) -> dict[str, Artifact]:
        return self.start(jobs).wait()

    def _computing(self) -> ProcessPoolExecutor:
        if self._processes is None:
            self._processes = ProcessPoolExecutor(
                max_workers=self.workers,
                mp_context=self._context,
                initializer=_enter,
                initargs=(self._said, os.getpid()),
            )
        return self._processes

    def _waiting(self) -> ThreadPoolExecutor:
        if self._threads is None:
            _enter_thread(self._said)
            self._threads = ThreadPoolExecutor(max_workers=THREADS)
        return self._threads

    def _listen(self) -> None:
        while True:
            try:
                event = self._said.get(timeout=0.1)
            except queue.Empty:
                if self._closing.is_set():
                    return
            except (EOFError, OSError):
                return
            else:
                # Whoever watches may fail (a closed pipe); the crew's queue must be drained all the same.
                with contextlib.suppress(Exception, SystemExit):
                    self.watch(event)


_voice: Any = None


def _enter(said: Any, parent: int) -> None:
    """Settle a worker process: it speaks through the queue, leaves Ctrl-C to its parent, and ends when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _enter_thread(said)

    def watch_parent() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch_parent, daemon=True).start()


def _load() -> None:
    import cv2  # noqa: F401, PLC0415
    import resvg_py  # noqa: F401, PLC0415


def _enter_thread(said: Any) -> None:
    global _voice  # noqa: PLW0603 - a worker has one voice
    _voice = said


def _work(order: Order, url: str, key: str, purse: Purse | None = None) -> Artifact:
    """Perform one order, repeating passing faults, and say how it goes. Errands that cost money repeat themselves."""
    last = 0.0

    def progress(done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _REPORT_EVERY or done >= whole:
            last = now
            _say(Event(kind="progress", order=key, done=done, whole=whole))

    _say(Event(kind="start", order=key))
    for left in reversed(range(TRIES)):
        try:
            artifact = perform(order, Store(url), progress, purse)
        except PassingFault as fault:
            if not left or purse is not None or isinstance(fault, UnknownOutcome):
                _say(Event(kind="fail", order=key, reason=fault.message))
                raise
            time.sleep(0.5 * 2 ** (TRIES - left))
        except MinistudioError as error:
            _say(Event(kind="fail", order=key, reason=error.message))
            raise
        else:
            _say(_done(key, purse))
            return artifact
    raise PassingFault("no try was left")


def _done(key: str, purse: Purse | None) -> Event:
    """An order is done; and what the run has cost, and what it may cost."""
    if purse is None or not purse.spent:
        return Event(kind="done", order=key)
    most = "" if purse.max_cost is None else str(purse.max_cost)
    return Event(kind="done", order=key, spent=str(purse.spent), most=most)


def _say(event: Event) -> None:
    if _voice is not None:
        _voice.put(event)


def _needs(order: Order) -> str:
    """The order whose take this one begins with or works on, if it waits for one."""
    if isinstance(order, InspectOrder):
        return order.take
    return order.before if isinstance(order, ShotOrder) else ""


@contextlib.contextmanager
def _dead_worker() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise PassingFault(
            "a worker process was ended from outside (out of memory?)", hint="run it again; nothing is lost"
        ) from None

"""The crew: everything that can run at once, running at once. Computing goes to processes, waiting to threads."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from ministudio_cli.errors import Defect, Interrupted, MinistudioError, MissingPart, PassingFault, together
from ministudio_cli.planning.orders import InspectTask, Order, ShotTask, digest
from ministudio_cli.providers.registry import ProviderSet
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.rendering.effort import work_of
from ministudio_cli.rendering.events import Event, ProgressSink
from ministudio_cli.rendering.perform import perform, waits
from ministudio_cli.rendering.worker import Spawned, enter
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store, doubt

TRIES = 3
LIVES = 2
"""How often work is begun again whose worker process ended under it."""
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
        self,
        futures: Mapping[str, Future[Artifact]],
        ready: Mapping[str, Artifact],
        labels: Mapping[str, str],
        ended: Callable[[], Sequence[int]],
    ) -> None:
        self._futures = futures
        self._ready = ready
        self._labels = labels
        self._ended = ended

    def result(self, key: str) -> Artifact:
        if key in self._ready:
            return self._ready[key]
        with _dead_worker(self._ended):
            return self._futures[key].result()

    def wait(self, tolerated: Callable[[MinistudioError], bool] | None = None) -> dict[str, Artifact]:
        """Every artifact by its order's digest. All orders are let finish; then all errors are raised as one.

        What fails with an error that is `tolerated` is left out, where nothing fails otherwise; `failed` names it.
        """
        wait(list(self._futures.values()))
        errors = {key: error for key, future in self._futures.items() if (error := future.exception())}
        ours: dict[int, tuple[str, MinistudioError]] = {}
        with _dead_worker(self._ended):
            for key, error in errors.items():
                if isinstance(error, MinistudioError):
                    # What waits for another order fails with it: the error belongs to the first.
                    ours.setdefault(id(error), (self._labels[key], error))
            grave = [one for one in ours.values() if tolerated is None or not tolerated(one[1])]
            if grave:
                raise together(grave)
            for error in errors.values():
                if not isinstance(error, MinistudioError):
                    raise error
        done = {key: future.result() for key, future in self._futures.items() if key not in errors}
        return dict(self._ready) | done

    @property
    def failed(self) -> dict[str, MinistudioError]:
        """The orders that failed, by digest, once all have ended; one that waited for another has that one's error."""
        done = {key: future.exception() for key, future in self._futures.items() if future.done()}
        return {key: error for key, error in done.items() if isinstance(error, MinistudioError)}


class Crew:
    """Opened for one run of the program; at its end, or on an interrupt, nobody is left working."""

    def __init__(
        self,
        store: Store,
        watch: ProgressSink,
        *,
        workers: int = 0,
        room: PurchaseRoom | None = None,
        providers: ProviderSet | None = None,
    ) -> None:
        self.store = store
        self.room = room
        self.providers = providers or ProviderSet()
        self.watch = watch
        self.workers = workers or len(
            os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
        )
        self._context = Spawned()
        try:
            self._said: Any = self._context.Queue()
        except OSError as error:
            raise MissingPart(
                f"several processes cannot work together on this machine: {error.strerror} (/dev/shm)",
                hint="give the container shared memory that can be written: docker run --shm-size 256m",
            ) from None
        self._processes: ProcessPoolExecutor | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._pump = threading.Thread(target=self._listen, daemon=True)
        self._closing = threading.Event()
        self._workers: set[Any] = set()
        self._pool_lock = threading.Lock()
        self._pools = 0
        self._over = False
        self._doubt_noted = False

    def __enter__(self) -> Self:
        self.store.sweep()
        self._pump.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        if kind is not None and self.room:
            self.room.stop.set()
        pool = self._processes
        if pool:
            workers = list((pool._processes or {}).values())  # noqa: SLF001 - no public way to end workers before 3.14
            pool.shutdown(wait=kind is None, cancel_futures=True)
            for worker in workers if kind else ():
                worker.terminate()
        if self._threads:
            self._threads.shutdown(wait=kind is None, cancel_futures=True)
        if self.room:
            self.room.close()
        self._closing.set()
        self._pump.join(timeout=2)
        self._said.cancel_join_thread()
        self._said.close()

    def warm(self) -> None:
        """Wake one worker while the caller still reads and plans; it loads what drawing needs."""
        with _sigint_blocked():
            self._computing()[0].submit(_load)

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
        self._note_doubt()
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
        return Batch(futures, ready, {key: job.label for key, job in missing.items()}, self._exit_codes)

    def _note_doubt(self) -> None:
        """Say once that the store holds answers that are not taken for such."""
        if self.store.doubted and not self._doubt_noted:
            self._doubt_noted = True
            self.watch(Event(kind="note", label=f"{doubt(self.store)}; they are made anew"))

    def _exit_codes(self) -> list[int]:
        """How the workers that are no longer there ended; a signal is negative."""
        return [code for worker in self._workers if (code := worker.exitcode) is not None]

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
            return self._waiting().submit(_work, order, self.store.url, key, self.providers, self.room)
        made: Future[Artifact] = Future()
        self._compute(order, key, made, LIVES)
        return made

    def _compute(self, order: Order, key: str, made: Future[Artifact], lives: int) -> None:
        """Have a worker process make an order; where one ends under it, begin again in a new pool of them."""
        try:
            pool, number = self._computing()
            with _sigint_blocked():
                begun = pool.submit(_work, order, self.store.url, key, self.providers.abroad())
            self._workers |= set((pool._processes or {}).values())  # noqa: SLF001 - how they ended is told by no other way
        except BrokenProcessPool as error:
            self._begin_again(order, key, made, lives, number, error)
            return
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it; an interrupt ends the run at once
            made.set_exception(error)
            return

        def settle(done: Future[Artifact]) -> None:
            error = CancelledError() if done.cancelled() else done.exception()
            if isinstance(error, BrokenProcessPool):
                self._begin_again(order, key, made, lives, number, error)
            elif error:
                made.set_exception(error)
            else:
                self.store.used.add(key)
                made.set_result(done.result())

        begun.add_done_callback(settle)

    def _begin_again(
        self, order: Order, key: str, made: Future[Artifact], lives: int, number: int, error: BaseException
    ) -> None:
        ended = _end_of(self._exit_codes())
        # What cannot start does not start the second time.
        if self._over or not lives or isinstance(ended, Interrupted | MissingPart):
            made.set_exception(error)
            return
        with self._pool_lock:
            first = self._pools == number
            if first:
                self._processes = None
        if first:
            with contextlib.suppress(Exception, SystemExit):
                self.watch(Event(kind="note", label=f"{ended.message}; what it was at is begun again"))
        self._compute(order, key, made, lives - 1)

    def perform(self, jobs: Iterable[Job]) -> dict[str, Artifact]:
        return self.start(jobs).wait()

    def _computing(self) -> tuple[ProcessPoolExecutor, int]:
        """The pool of worker processes, and which one it is: one that is broken is replaced."""
        with self._pool_lock:
            if self._processes is None:
                self._pools += 1
                self._processes = ProcessPoolExecutor(
                    max_workers=self.workers,
                    mp_context=self._context,
                    initializer=enter,
                    initargs=(self._said, os.getpid()),
                )
            return self._processes, self._pools

    def _waiting(self) -> ThreadPoolExecutor:
        if self._threads is None:
            # OpenCV changes sys.path while it is imported, and a worker that is spawned just then inherits that: what
            # threads will need is imported before there are any.
            _load()
            speak_through(self._said)
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


@contextlib.contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Start workers inside with SIGINT blocked: a process inherits the mask, and `worker.enter` unblocks it once it is
    ignored there. In this process a SIGINT that arrives meanwhile is delivered at the end of the block.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _load() -> None:
    import cv2  # noqa: F401, PLC0415
    import resvg_py  # noqa: F401, PLC0415


def speak_through(said: Any) -> None:
    """Events of this process's work go into a queue."""
    global _voice  # noqa: PLW0603 - a worker has one voice
    _voice = said


def _work(order: Order, url: str, key: str, providers: ProviderSet, room: PurchaseRoom | None = None) -> Artifact:
    """Perform one order, repeating passing faults, and say how it goes. Purchases repeat themselves."""
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
            artifact = perform(order, Store(url), progress, room, providers)
        except PassingFault as fault:
            if not left or room is not None:
                _say(Event(kind="fail", order=key, reason=fault.message))
                raise
            time.sleep(0.5 * 2 ** (TRIES - left))
        except MinistudioError as error:
            _say(Event(kind="fail", order=key, reason=error.message))
            raise
        else:
            _say(_done(key, room))
            return artifact
    raise PassingFault("no try was left")


def _done(key: str, room: PurchaseRoom | None) -> Event:
    """An order is done; and what the run has cost, and what it may cost."""
    if room is None or not room.budget.spent:
        return Event(kind="done", order=key)
    most = "" if room.budget.max_cost is None else str(room.budget.max_cost)
    return Event(kind="done", order=key, spent=str(room.budget.spent), most=most)


def _say(event: Event) -> None:
    if _voice is not None:
        _voice.put(event)


def _needs(order: Order) -> str:
    """The order whose take this one begins with or works on, if it waits for one."""
    if isinstance(order, InspectTask):
        return order.take
    return order.before if isinstance(order, ShotTask) else ""


@contextlib.contextmanager
def _dead_worker(ended: Callable[[], Sequence[int]]) -> Iterator[None]:
    """A worker that ended, told by how it ended."""
    try:
        yield
    except BrokenProcessPool:
        raise _end_of(ended()) from None


def _end_of(codes: Sequence[int]) -> MinistudioError:
    signals = {-code for code in codes if code < 0}
    if signal.SIGINT in signals:
        return Interrupted("interrupted", hint="run it again; what was finished is kept")
    if getattr(signal, "SIGKILL", None) in signals:
        return PassingFault(
            "a worker process was killed from outside (the system does so where memory runs out)",
            hint="run it again, with fewer --workers where memory is short; nothing is lost",
        )
    if signals - {signal.SIGTERM}:
        name = signal.Signals(min(signals - {signal.SIGTERM})).name
        return Defect(f"a worker process crashed ({name})", hint="run it again; if it does so again, report it")
    if any(codes):
        return MissingPart(
            f"a worker process could not start or ended by itself (exit code {next(filter(None, codes))})",
            hint="from a script, call ministudio below: if __name__ == “__main__”; else look at what it printed",
        )
    return PassingFault("a worker process ended", hint="run it again; nothing is lost")

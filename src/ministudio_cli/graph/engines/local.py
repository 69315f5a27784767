"""The local engine: computing in processes, one a core, as far as memory reaches; waiting in threads."""

from __future__ import annotations

import contextlib
import dataclasses
import heapq
import itertools
import queue
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ministudio_cli.configuration import store_key
from ministudio_cli.errors import Interrupted, MinistudioError, MissingPart
from ministudio_cli.graph.engines import worker
from ministudio_cli.graph.engines.exit_codes import end_of
from ministudio_cli.graph.engines.machine import free_memory, usable_cores
from ministudio_cli.graph.events import Event, ProgressSink
from ministudio_cli.graph.work import work
from ministudio_cli.planning.task import Task
from ministudio_cli.providers.registry import ProviderSet
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store

LIVES = 2
"""How often work is begun again whose worker process ended under it."""
THREADS = 32
_ENDING = 50
"""Looks for a process that ended, 20 ms apart."""


@dataclass(frozen=True, slots=True)
class _Item:
    task: Task
    key: str
    effort: int
    made: Future[Artifact]
    lives: int = LIVES


class LocalEngine:
    """Of the tasks that can begin the longest does; what a task needs of memory is kept free for it."""

    def __init__(
        self,
        store: Store,
        sink: ProgressSink,
        *,
        workers: int = 0,
        room: PurchaseRoom | None = None,
        providers: ProviderSet | None = None,
        memory: int = 0,
    ) -> None:
        """`workers` processes (0: one a core) in `memory` MB (0: what is free now)."""
        self.store, self.sink, self.room = store, sink, room
        self.providers = providers or ProviderSet()
        self.workers = workers or usable_cores()
        self._memory = memory
        # Processes inherit a key that lasts for this run alone.
        store_key()
        self._context = worker.Spawned()
        self._lock = threading.Lock()
        self._queue: list[tuple[int, int, _Item]] = []
        self._count = itertools.count()
        self._running: dict[int, int] = {}
        """Memory in MB of what is being computed, by its number."""
        self._pool: ProcessPoolExecutor | None = None
        self._pools = 0
        self._ended: dict[int, set[Any]] = {}
        """The processes of each pool, by its number."""
        self._threads: ThreadPoolExecutor | None = None
        self._closed = False
        self._closing = threading.Event()
        self._pumps: list[tuple[threading.Thread, Any]] = []
        self._telling = threading.Lock()

    @cached_property
    def memory(self) -> int:
        """MB that its processes may need together; asked for when the first is to begin."""
        return self._memory or free_memory()

    def warm(self) -> None:
        """Start one worker process while the caller still reads and plans; it loads what drawing needs."""
        with _sigint_blocked():
            self._computing()[0].submit(worker.load)

    def submit(self, task: Task, key: str, effort: int) -> Future[Artifact]:
        if task.waits:
            begun = self._waiting().submit(work, task, self.store.url, key, self._tell, self.providers, self.room)
            begun.add_done_callback(lambda done: self._note_made(key, done))
            return begun
        made: Future[Artifact] = Future()
        if task.at_once:
            try:
                made.set_result(work(task, self.store.url, key, self._tell, self.providers))
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
                made.set_exception(error)
            return made
        self._push(_Item(task, key, effort, made))
        self._dispatch()
        return made

    def _push(self, item: _Item) -> None:
        with self._lock:
            if self._closed:
                item.made.cancel()
            else:
                heapq.heappush(self._queue, (-item.effort, next(self._count), item))

    def close(self, *, at_once: bool) -> None:
        with self._lock:
            self._closed = True
            left, self._queue = self._queue, []
        for _, _, item in left:
            item.made.cancel()
        if pool := self._pool:
            processes = list((pool._processes or {}).values())  # noqa: SLF001 - no public way to end them before 3.14
            pool.shutdown(wait=not at_once, cancel_futures=True)
            for process in processes if at_once else ():
                process.terminate()
        if self._threads:
            self._threads.shutdown(wait=not at_once, cancel_futures=True)
        self._closing.set()
        for pump, events in self._pumps:
            pump.join(timeout=2)
            events.close()

    def _dispatch(self) -> None:
        """Begin what can begin: the longest first, while there is memory for it and a process, or one soon will be: the
        next task is at the processes' door before one of them is free.
        """
        while started := self._next():
            number, item = started
            self._begin(number, item)

    def _next(self) -> tuple[int, _Item] | None:
        with self._lock:
            if self._closed or not self._queue or len(self._running) > self.workers:
                return None
            item = self._queue[0][2]
            # What needs more than there is runs alone; so does what a process ended under, since it may be the cause.
            needed = item.task.memory if item.lives == LIVES else max(item.task.memory, self.memory)
            if self._running and sum(self._running.values()) + needed > self.memory:
                return None
            _, number, _ = heapq.heappop(self._queue)
            self._running[number] = needed
            return number, item

    def _begin(self, number: int, item: _Item) -> None:
        try:
            pool, generation = self._computing()
            with _sigint_blocked():
                begun = pool.submit(worker.work_here, item.task, self.store.url, item.key, self.providers.abroad())
            self._ended[generation] |= set((pool._processes or {}).values())  # noqa: SLF001 - to tell how they ended
        except BrokenProcessPool as error:
            self._release(number)
            self._again(item, generation, error)
            return
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it; an interrupt ends the run at once
            self._release(number)
            self._fail(item, error)
            return

        def settle(done: Future[Artifact]) -> None:
            self._release(number)
            error = CancelledError() if done.cancelled() else done.exception()
            if isinstance(error, BrokenProcessPool):
                self._again(item, generation, error)
            elif error:
                self._fail(item, error)
            else:
                self._tell(Event(kind="done", order=item.key))
                self._note_made(item.key, done)
                item.made.set_result(done.result())
            self._dispatch()

        begun.add_done_callback(settle)

    def _fail(self, item: _Item, error: BaseException) -> None:
        if isinstance(error, MinistudioError):
            self._tell(Event(kind="fail", order=item.key, reason=error.message))
        item.made.set_exception(error)

    def _note_made(self, key: str, done: Future[Artifact]) -> None:
        if not done.cancelled() and not done.exception():
            self.store.used.add(key)

    def _release(self, number: int) -> None:
        with self._lock:
            self._running.pop(number, None)

    def _again(self, item: _Item, generation: int, error: BaseException) -> None:
        """Queue a task again whose worker ended under it, in a new pool of processes."""
        ended = end_of(self._exit_codes(generation))
        # What cannot start does not start the second time.
        if self._closed or not item.lives or isinstance(ended, Interrupted | MissingPart):
            ended.__cause__ = error
            self._fail(item, ended)
            return
        with self._lock:
            first = self._pools == generation
            if first:
                self._pool = None
                self._pools += 1
        self._push(dataclasses.replace(item, lives=item.lives - 1))
        if first:
            self._tell(Event(kind="note", label=f"{ended.message}; what it was at is begun again"))
        self._dispatch()

    def _exit_codes(self, generation: int) -> list[int]:
        """How the processes of a pool ended that are no longer there; a signal is negative. One that just died is
        waited for: its pipe closes before its end can be asked for.
        """
        processes = self._ended.get(generation, set())
        for _ in range(_ENDING):
            if codes := [code for process in processes if (code := process.exitcode) is not None]:
                return codes
            time.sleep(0.02)
        return []

    def _computing(self) -> tuple[ProcessPoolExecutor, int]:
        """The pool of processes and its number: one that is broken is replaced."""
        with self._lock:
            if self._pool is None:
                self._ended.setdefault(self._pools, set())
                self._pool = ProcessPoolExecutor(
                    max_workers=self.workers,
                    mp_context=self._context,
                    initializer=worker.enter,
                    initargs=(self._new_events(),),
                )
            return self._pool, self._pools

    def _new_events(self) -> Any:
        """A queue for the events of one pool: a process that is killed while it writes spoils it for all others."""
        try:
            events: Any = self._context.Queue()
        except OSError as error:
            raise MissingPart(
                f"several processes cannot work together on this machine: {error.strerror} (/dev/shm)",
                hint="give the container shared memory that can be written: docker run --shm-size 256m",
            ) from None
        pump = threading.Thread(target=self._listen, args=(events,), daemon=True)
        self._pumps.append((pump, events))
        pump.start()
        return events

    def _waiting(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._threads is None:
                # OpenCV changes sys.path while it is imported, and a process that is spawned just then inherits that:
                # what threads will need is imported before there are any.
                worker.load()
                self._threads = ThreadPoolExecutor(max_workers=THREADS)
            return self._threads

    def _listen(self, events: Any) -> None:
        while True:
            try:
                event = events.get(timeout=0.1)
            except queue.Empty:
                if self._closing.is_set():
                    return
            except Exception:  # noqa: BLE001 - closed, or spoilt by a process that was killed while it wrote
                return
            else:
                self._tell(event)

    def _tell(self, event: Event) -> None:
        """Hand an event on. Whoever listens may fail (a closed pipe); the work goes on all the same."""
        with self._telling, contextlib.suppress(Exception, SystemExit):
            self.sink(event)


@contextlib.contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Start processes inside with SIGINT blocked: a process inherits the mask, and `worker.enter` unblocks it once it
    is ignored there. In this process a SIGINT that arrives meanwhile is delivered at the end of the block.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

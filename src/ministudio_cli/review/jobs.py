"""What is under way in the room: one thing after the other, by one thread, told to all who listen."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from ministudio_cli.errors import MinistudioError
from ministudio_cli.graph.events import Event
from ministudio_cli.json_types import JsonObject

SOON, LATER = 0, 1
"""Ranks: what a viewer asked for goes before what is drawn ahead."""
_IDLE = 0.3
"""Seconds between two looks at whether it has ended, where nothing is asked for."""
_PATIENCE = 3
"""Seconds for which what is under way is waited for when the room is closed."""
_KEPT = 30
"""Results that are shown to who comes later."""


@dataclass(order=True, slots=True)
class Job:
    """Something that is asked for, and US dollars that were agreed to for it; `run` returns what became of it."""

    rank: int
    name: str = field(compare=False)
    run: Callable[[], str] = field(compare=False)
    shot: str = field(compare=False, default="")
    price: Decimal = field(compare=False, default=Decimal(0))
    number: int = 0


class Jobs:
    """Those that wait and the one that is under way. `spent` gives what the film has cost, `after` is called when one
    has ended, `failed` where it ended by a defect.
    """

    def __init__(self, spent: Callable[[], Decimal], after: Callable[[], None], failed: Callable[[], None]) -> None:
        self._spent, self._after, self._failed = spent, after, failed
        self.version = 1
        self.results: deque[JsonObject] = deque(maxlen=_KEPT)
        self.doing: JsonObject = {}
        self._queue: queue.PriorityQueue[Job] = queue.PriorityQueue()
        self._count = itertools.count(1)
        self._turn = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._running: Job | None = None
        self._spent_before = Decimal(0)
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after what is under way, which is waited for a little."""
        self.ended.set()
        self._thread.join(_PATIENCE)

    @property
    def busy(self) -> bool:
        """Whether something is still under way."""
        return self._thread.is_alive()

    def listen(self, tell: Callable[[], None]) -> Callable[[], None]:
        """Call a function, from any thread, whenever something changes; returns what ends it."""
        with self._turn:
            self._listeners.append(tell)

        def leave() -> None:
            with self._turn, contextlib.suppress(ValueError):
                self._listeners.remove(tell)

        return leave

    def state(self) -> JsonObject:
        """What waits, what is under way, and what became of the last ones."""
        with self._turn:
            waiting = [job.name for job in sorted(self._queue.queue)]
            return {
                "version": self.version, "results": list(self.results), "doing": self.doing, "waiting": waiting
            }  # fmt: skip

    def put(self, job: Job, *, once: bool = False) -> None:
        """Take something in; `once`: not where the same already waits."""
        with self._turn:
            job.number = next(self._count)
            if not once or all(other.name != job.name for other in self._queue.queue):
                self._queue.put(job)
        self.changed()

    def committed(self) -> Decimal:
        """US dollars that the film has cost, with all that is agreed to and not bought yet."""
        with self._turn:
            agreed = sum((job.price for job in self._queue.queue), Decimal(0))
            running, before = self._running, self._spent_before
        spent = self._spent()
        return max(spent, before + running.price if running else spent) + agreed

    def hear(self, event: Event) -> None:
        """Progress of what is under way."""
        if event.kind not in ("start", "progress", "note"):
            return
        words = f"{event.label} {event.doing}".strip()
        with self._turn:
            self.doing = {**self.doing, "words": words, "done": event.done, "whole": event.whole}
        self.changed(state=False)

    def changed(self, *, state: bool = True) -> None:
        """Tell all who listen; `state`: more than the progress has changed."""
        with self._turn:
            self.version += state
            listeners = list(self._listeners)
        for tell in listeners:
            tell()

    def _work(self) -> None:
        while not self.ended.is_set():
            with contextlib.suppress(queue.Empty):
                self._do(self._queue.get(timeout=_IDLE))

    def _do(self, job: Job) -> None:
        spent = self._spent() if job.price else Decimal(0)
        with self._turn:
            self._running, self._spent_before = job, spent
            self.doing = {"job": job.name, "shot": job.shot, "words": "", "done": 0, "whole": 0}
        self.changed()
        fault, hint = True, ""
        try:
            words, fault = job.run(), False
        except MinistudioError as error:
            words, hint = error.message, error.hint or ""
        except Exception as error:  # noqa: BLE001 - whatever it is, the room goes on and says so
            self._failed()
            words, hint = f"{type(error).__name__}: {error}", "a defect: please report it"
        result = {"number": job.number, "job": job.name, "shot": job.shot, "words": words, "fault": fault, "hint": hint}
        with self._turn:
            self.doing, self._running = {}, None
            if job.rank == SOON or fault:
                self.results.append(result)
        self._after()

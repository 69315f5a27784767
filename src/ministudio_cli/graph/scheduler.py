"""The scheduler: tasks and what they wait for, each made once, begun as soon as its own inputs are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from ministudio_cli.errors import MinistudioError, together
from ministudio_cli.graph.engine import Engine
from ministudio_cli.graph.engines.local import LocalEngine
from ministudio_cli.graph.events import Event, ProgressSink
from ministudio_cli.planning.task import Task, digest
from ministudio_cli.providers.registry import ProviderSet
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store, doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A task of a run with what is shown of it: a label, what is being done, why, and its effort where it is known
    better than by the task (0: by the task).
    """

    task: Task
    label: str
    doing: str = ""
    reason: str = ""
    work: int = 0

    @property
    def effort(self) -> int:
        return self.work or self.task.effort


class Scheduler:
    """Opened for one run of the program; at its end, or on an interrupt, nothing is left running.

    A graph is given to it piece by piece, where results decide what comes next: nodes whose digest is under way or
    done already are not made again.
    """

    def __init__(
        self,
        store: Store,
        sink: ProgressSink,
        *,
        workers: int = 0,
        room: PurchaseRoom | None = None,
        providers: ProviderSet | None = None,
        engine: Engine | None = None,
    ) -> None:
        self.store, self.sink, self.room = store, sink, room
        self.engine = engine or LocalEngine(store, sink, workers=workers, room=room, providers=providers)
        self._flights: dict[str, Future[Artifact]] = {}
        self._made: set[str] = set()
        """What this run began to make."""
        self._labels: dict[str, str] = {}
        self._raised: dict[str, BaseException] = {}
        """What the making of a task itself raised, by the task's digest."""
        self._lock = threading.Lock()
        self._doubt_noted = False

    def __enter__(self) -> Self:
        self.store.sweep()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self.room:
            self.room.stop.set()
        self.engine.close(at_once=kind is not None)
        if self.room:
            self.room.close()

    def start(self, nodes: Iterable[Node]) -> None:
        """Begin every task that the store cannot answer, when its inputs are there; return at once."""
        missing: dict[str, Node] = {}
        for node in nodes:
            key = digest(node.task)
            if key in missing or self._under_way(key):
                continue
            if found := self.store.find(key):
                self._flights[key] = _done(found)
                if key not in self._made:
                    self._say("reuse", key, node)
            else:
                missing[key] = node
                self._flights[key] = Future()
        self._note_doubt()
        for key, node in missing.items():
            self._labels[key] = node.label
            self._say("wait", key, node)
            self._raised.pop(key, None)
        self._made |= missing.keys()
        for key, node in sorted(missing.items(), key=lambda item: -item[1].effort):
            self._await_inputs(key, node)

    def result(self, task: Task) -> Artifact:
        """The artifact of a task that was started, once it is there; raises what its making raised."""
        return self._flights[digest(task)].result()

    def wait(
        self, tasks: Iterable[Task], tolerated: Callable[[MinistudioError], bool] | None = None
    ) -> dict[str, Artifact]:
        """Every artifact by its task's digest. All are let finish; then all errors are raised as one, each told once.

        What fails with an error that is `tolerated` is left out, where nothing fails otherwise; `failed` names it.
        """
        flights = {key: self._flights[key] for key in dict.fromkeys(map(digest, tasks))}
        wait(list(flights.values()))
        errors = {key: error for key, flight in flights.items() if (error := _error_of(flight))}
        # What waits for another task fails with it: the error belongs to the first.
        labels = {id(error): self._labels[key] for key, error in self._raised.items()}
        ours = {
            id(error): (labels.get(id(error), self._labels[key]), error)
            for key, error in errors.items()
            if isinstance(error, MinistudioError)
        }
        grave = [our for our in ours.values() if tolerated is None or not tolerated(our[1])]
        if grave:
            raise together(grave)
        for error in errors.values():
            if not isinstance(error, MinistudioError):
                raise error
        return {key: flight.result() for key, flight in flights.items() if key not in errors}

    def run(self, nodes: Iterable[Node]) -> dict[str, Artifact]:
        """Start nodes and wait for them all."""
        given = list(nodes)
        self.start(given)
        return self.wait(node.task for node in given)

    def failed(self, tasks: Collection[Task]) -> dict[str, MinistudioError]:
        """The tasks that failed by themselves, by digest: not those that only waited for another that did."""
        raised = {key: self._raised.get(key) for key in map(digest, tasks)}
        return {key: error for key, error in raised.items() if isinstance(error, MinistudioError)}

    def _under_way(self, key: str) -> bool:
        flight = self._flights.get(key)
        return flight is not None and not flight.done()

    def _await_inputs(self, key: str, node: Node) -> None:
        """Hand a task to the engine when those that it reads and are under way are done; it fails as they fail."""
        known = [flight for one in node.task.inputs if (flight := self._flights.get(one))]
        before = [flight for flight in known if not flight.done() or _error_of(flight)]
        left = len(before)

        def arrived(flight: Future[Artifact]) -> None:
            nonlocal left
            error = _error_of(flight)
            with self._lock:
                left -= 1
                first, last = left >= 0 and error is not None, left == 0
                left = -1 if error else left
            if first and error:
                self._flights[key].set_exception(error)
            elif last:
                self._submit(key, node)

        if not before:
            self._submit(key, node)
        for flight in before:
            flight.add_done_callback(arrived)

    def _submit(self, key: str, node: Node) -> None:
        flight = self._flights[key]

        def settle(done: Future[Artifact]) -> None:
            error = _error_of(done)
            if error:
                self._raised[key] = error
                flight.set_exception(error)
            else:
                flight.set_result(done.result())

        self.engine.submit(node.task, key, node.effort).add_done_callback(settle)

    def _say(self, kind: str, key: str, node: Node) -> None:
        reason = node.reason if kind == "wait" else ""
        self.sink(Event(kind=kind, order=key, label=node.label, doing=node.doing, whole=node.effort, reason=reason))

    def _note_doubt(self) -> None:
        """Say once that the store holds answers that are not taken for such."""
        if self.store.doubted and not self._doubt_noted:
            self._doubt_noted = True
            self.sink(Event(kind="note", label=f"{doubt(self.store)}; they are made anew"))


def _done(artifact: Artifact) -> Future[Artifact]:
    flight: Future[Artifact] = Future()
    flight.set_result(artifact)
    return flight


def _error_of(flight: Future[Artifact]) -> BaseException | None:
    return CancelledError() if flight.cancelled() else flight.exception()

"""How a worker process begins. Nothing heavy is imported here: the numbers of threads must stand before numpy loads."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ministudio_cli.graph.events import Event
    from ministudio_cli.planning.task import Task
    from ministudio_cli.providers.registry import ProviderSet
    from ministudio_cli.store.artifact import Artifact

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Worker(SpawnProcess):
    """A process that does not run its parent's script again: tasks are this package's own functions, and a script needs
    no guard around its calls.
    """

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - multiprocessing's own name
        with _main_hidden():
            return SpawnProcess._Popen(process_obj)  # noqa: SLF001 - as above


class Spawned(SpawnContext):
    """Starts such processes."""

    Process = Worker


@contextlib.contextmanager
def _main_hidden() -> Iterator[None]:
    """The main module without the file that a new process would run."""
    main = sys.modules["__main__"]
    spec, file = getattr(main, "__spec__", None), main.__dict__.pop("__file__", None)
    main.__spec__ = None
    try:
        yield
    finally:
        main.__spec__ = spec
        if file is not None:
            main.__file__ = file


_events: Any = None
"""The queue of this process's events."""


def enter(events: Any) -> None:
    """Settle a worker process: it speaks through the queue, leaves Ctrl-C to its parent, and ends when that is gone.

    There is a worker for each core, so that its libraries get one thread: more would only wait for each other, and sums
    would depend on the machine.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.environ.update(dict.fromkeys(_THREADS, "1"))

    def watch_parent() -> None:
        connection.wait([parent.sentinel] if parent else [])
        os._exit(1)

    parent = parent_process()
    threading.Thread(target=watch_parent, daemon=True).start()
    global _events  # noqa: PLW0603 - a worker process has one queue
    _events = events
    # Another process that was killed while it wrote holds the queue's lock for ever: this one ends all the same.
    events.cancel_join_thread()


def load() -> None:
    """Import what most tasks need."""
    import cv2  # noqa: F401, PLC0415
    import resvg_py  # noqa: F401, PLC0415


def work_here(task: Task, url: str, key: str, providers: ProviderSet) -> Artifact:
    """Perform a task in this process; that it began and how far it is goes through the queue, its end by its result."""
    from ministudio_cli.graph.work import work  # noqa: PLC0415 - numpy

    def say(event: Event) -> None:
        if event.kind in ("start", "progress"):
            _events.put(event)

    return work(task, url, key, say, providers)

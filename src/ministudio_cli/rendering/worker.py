"""How a worker process begins. Nothing heavy is imported here: the numbers of threads must stand before numpy loads."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

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


def enter(said: Any, parent: int) -> None:
    """Settle a worker process: it speaks through the queue, leaves Ctrl-C to its parent, and ends when that is gone.

    There is a worker for each core, so that its libraries get one thread: more would only wait for each other, and sums
    would depend on the machine.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.environ.update(dict.fromkeys(_THREADS, "1"))

    def watch_parent() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch_parent, daemon=True).start()
    from ministudio_cli.rendering.crew import speak_through  # noqa: PLC0415 - numpy

    speak_through(said)

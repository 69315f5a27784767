"""How a worker process begins. Nothing heavy is imported here: the numbers of threads must stand before numpy loads."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


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
    from ministudio_cli.render.crew import speak_through  # noqa: PLC0415 - numpy

    speak_through(said)

"""What runs on a Dask worker: one task, made into the shared store; and how a worker is set up for that.

A worker loads it by `dask worker --preload ministudio_cli.farm`.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ministudio_cli.graph.events import Event
    from ministudio_cli.planning.task import Task
    from ministudio_cli.providers.registry import ProviderSet

TOPIC = "ministudio"
"""Of the events of workers."""
MEMORY = "ministudio-mb"
"""The resource by which a worker says how many MB it has for tasks."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Of glibc's mallopt."""
_EVERY = 2.0
"""Seconds between two reports of one task: the scheduler hears all workers."""


def perform_there(task: Task, url: str, key: str, providers: ProviderSet) -> str:
    """Make a task into the store. What it makes stays there; only its digest is handed back."""
    from distributed import get_worker  # noqa: PLC0415

    from ministudio_cli.graph.work import work  # noqa: PLC0415 - numpy

    worker, last = get_worker(), 0.0

    def say(event: Event) -> None:
        nonlocal last
        now = time.monotonic()
        if event.kind == "start" or (event.kind == "progress" and now - last >= _EVERY):
            last = now
            with contextlib.suppress(Exception):
                worker.log_event(TOPIC, {"kind": event.kind, "order": key, "done": event.done, "whole": event.whole})

    work(task, url, key, say, providers)
    return key


def _keep_memory() -> None:
    """Let this process keep memory that it will need again: Dask's nanny has it handed back to the system after every
    array, which costs drawing a quarter of its time.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, 32 << 20)
        libc.mallopt(_TRIM_THRESHOLD, 64 << 20)


def dask_setup(worker: Any) -> None:
    """Called by Dask when a worker starts: says what memory it has, and loads what most tasks need."""
    from ministudio_cli.graph.engines.machine import free_memory  # noqa: PLC0415
    from ministudio_cli.graph.engines.worker import load  # noqa: PLC0415

    load()
    _keep_memory()
    limit = getattr(worker, "memory_manager", None)
    most = int(getattr(limit, "memory_limit", 0) or 0) >> 20
    free = free_memory()
    worker.state.total_resources[MEMORY] = worker.state.available_resources[MEMORY] = min(most, free) if most else free

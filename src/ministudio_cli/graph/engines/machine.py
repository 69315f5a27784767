"""What this machine has for an engine: cores and memory."""

from __future__ import annotations

import contextlib
import os


def usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory() -> int:
    """MB that are free on this machine, within the limit of a container."""
    import psutil  # noqa: PLC0415

    free = int(psutil.virtual_memory().available)
    with contextlib.suppress(OSError, ValueError), open("/sys/fs/cgroup/memory.max") as limit:  # noqa: PTH123
        most = int(limit.read())
        with open("/sys/fs/cgroup/memory.current") as used:  # noqa: PTH123
            free = min(free, most - int(used.read()))
    return free >> 20

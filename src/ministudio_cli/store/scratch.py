"""Names of folders and files that belong to a process while it lives."""

from __future__ import annotations

import hashlib
import os
import platform


def scratch_name() -> str:
    """How folders to work in begin that this process makes."""
    return f"{os.getpid()}-{_host()}-"


def _host() -> str:
    """A short name of this machine, without the sign that parts a folder's name."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def alive(name: str) -> bool:
    """Whether the process may still be at work that a scratch folder or a lease is named after; another
    machine's always may.
    """
    pid, host, *_ = (*name.split("-"), "", "")
    if host != _host():
        return True
    import psutil  # noqa: PLC0415

    return pid.isdigit() and psutil.pid_exists(int(pid))

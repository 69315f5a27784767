"""Who holds a purchase, and whether that buyer lives: told at once on one machine, by its pulse from another."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import secrets
import threading
import time
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ministudio_cli.purchases.ledger import Ledger

BEAT = 2.0
"""Seconds between two beats of a buyer that holds a purchase."""
PATIENCE = 15.0
"""Seconds without a beat after which a buyer on another machine is taken for dead."""


class Owner:
    """One buyer: a run of the program. Its pulse beats in a thread while it holds a purchase."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.name = f"{_machine()}-{os.getpid()}-{_born(os.getpid())}-{secrets.token_hex(6)}"
        self._held = 0
        self._count = 0
        self._turn = threading.Condition()
        self._beating: threading.Thread | None = None
        self._closed = False

    @contextlib.contextmanager
    def holding(self) -> Iterator[None]:
        """Beat while the block runs."""
        with self._turn:
            self._held += 1
            if self._beating is None:
                self._beating = threading.Thread(target=self._beat, daemon=True)
                self._beating.start()
            self._turn.notify_all()
        try:
            yield
        finally:
            with self._turn:
                self._held -= 1

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        if self._beating:
            self._beating.join(timeout=5)

    def _beat(self) -> None:
        while True:
            with self._turn:
                while not self._held and not self._closed:
                    self._turn.wait()
                if self._closed:
                    return
            self._count += 1
            # A beat that fails is made up by the next one.
            with contextlib.suppress(Exception):
                self.ledger.beat(self.name, self._count)
            with self._turn:
                if not self._closed:
                    self._turn.wait(BEAT)


class Watcher:
    """Tells whether other buyers live; for one on another machine it must have been asked for PATIENCE seconds."""

    def __init__(self, ledger: Ledger, patience: float = PATIENCE) -> None:
        self.ledger, self.patience = ledger, patience
        self._seen: dict[str, tuple[int, float]] = {}

    def alive(self, owner: str) -> bool:
        """Whether a buyer may still be at work."""
        if not owner:
            return False
        machine, process, born, *_ = (*owner.split("-"), "", "", "")
        if machine == _machine():
            return process.isdigit() and _born(int(process)) == born
        pulse, now = self.ledger.pulse(owner), time.monotonic()
        last, since = self._seen.get(owner, (None, now))
        if last != pulse:
            self._seen[owner] = (pulse, now)
            return True
        return now - since < self.patience


@cache
def _machine() -> str:
    """A name for the machine, its start and its container: process numbers mean the same inside one."""
    marks = [platform.node(), f"{uuid.getnode():x}"]
    for place in ("/proc/sys/kernel/random/boot_id", "/etc/machine-id"):
        with contextlib.suppress(OSError):
            marks.append(Path(place).read_text("utf-8").strip())
    with contextlib.suppress(OSError, AttributeError):
        marks.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\0".join(marks).encode()).hexdigest()[:12]


def _born(process: int) -> str:
    """When a process began, which tells it from a later one of the same number; “” where there is none."""
    with contextlib.suppress(OSError, IndexError):
        # Ticks since the machine began, which no clock that is set moves.
        status = Path(f"/proc/{process}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()
        return "" if status[0] == "Z" else status[19]
    import psutil  # noqa: PLC0415

    try:
        running = psutil.Process(process)
        if running.status() == psutil.STATUS_ZOMBIE:
            return ""
        return f"{running.create_time():.2f}"
    except psutil.Error:
        return ""

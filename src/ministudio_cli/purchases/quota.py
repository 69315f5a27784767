"""A model's quota, shared by everything that this program renders: so many at once, and all wait when it says so."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from ministudio_cli.errors import Interrupted

_limits: dict[str, Limit] = {}
_turn = threading.Lock()


class Limit:
    """At most `running` requests of a model at once; `pause` holds everybody back."""

    def __init__(self, running: int) -> None:
        self._free = threading.Semaphore(running)
        self._until = 0.0
        self.usual = 0.0
        """Seconds that the quickest answer took so far; 0 before there was one."""

    @contextlib.contextmanager
    def place(self, stop: threading.Event) -> Iterator[None]:
        """A place among those that run; waited for."""
        while not self._free.acquire(timeout=0.2):
            if stop.is_set():
                raise Interrupted("interrupted")
        try:
            yield
        finally:
            self._free.release()

    def observe(self, seconds: float) -> None:
        """An answer came after so many seconds: nobody needs to ask much earlier."""
        self.usual = min(self.usual or seconds, seconds)

    def pause(self, seconds: float) -> None:
        self._until = max(self._until, time.monotonic() + seconds)

    def wait(self, stop: threading.Event) -> None:
        """Wait until nobody is asked to hold back."""
        while (left := self._until - time.monotonic()) > 0:
            rest(stop, left)


def limit_of(model: str, running: int) -> Limit:
    with _turn:
        return _limits.setdefault(model, Limit(running))


def rest(stop: threading.Event, seconds: float) -> None:
    """Sleep, unless the work is stopped; raises Interrupted where it is."""
    if stop.wait(max(0.0, seconds)):
        raise Interrupted("interrupted")

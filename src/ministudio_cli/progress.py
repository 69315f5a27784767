"""What long work says, shown as it happens: live bars in a terminal, plain lines elsewhere, JSON lines for programs."""

from __future__ import annotations

import dataclasses
import threading
import time
from decimal import Decimal
from typing import Any, Self

from ministudio_cli.console import Console
from ministudio_cli.graph.events import Event
from ministudio_cli.plain import safe
from ministudio_cli.secrets import redacted

EVERY = 5.0
"""Seconds between two plain lines."""
_SURE = 0.06
"""Share of the work from which its pace says something."""
_NARROW = 100


class Pace:
    """How much of the work is done, and when it will be: work counts in frames of picture drawn, whatever is done.

    What is foreseen (`expect`) counts until the orders themselves are known.
    """

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.whole: dict[str, int] = {}
        self.done: dict[str, int] = {}
        self.expected = 0
        self._shown = 0.0

    def expect(self, work: int) -> None:
        self.expected = work

    def take_on(self, key: str, work: int) -> None:
        if key not in self.whole:
            self.whole[key] = work
            self.done[key] = 0

    def advance(self, key: str, done: int, whole: int) -> None:
        self.done[key] = self.whole[key] * min(done, whole) // max(1, whole)

    def finish(self, key: str) -> None:
        self.done[key] = self.whole[key]

    @property
    def total(self) -> int:
        return sum(self.whole.values()) + self.expected

    @property
    def share(self) -> float:
        return sum(self.done.values()) / self.total if self.total else 0.0

    def shown(self) -> float:
        """The share, never less than it was said to be: what turns out to be more work slows it down."""
        self._shown = max(self._shown, self.share)
        return self._shown

    def left(self) -> float | None:
        """Seconds; None before there is a pace."""
        share = self.share
        return (time.monotonic() - self.started) * (1 - share) / share if share >= _SURE else None


class Progress:
    """A sink for a run's events. `events`: write them as JSON lines on standard error, and nothing else."""

    def __init__(self, console: Console, *, events: bool = False) -> None:
        self.console, self.events = console, events
        self.live = console.talk.is_terminal and not console.quiet and not events
        self.pace = Pace()
        self.jobs: dict[str, Event] = {}
        self.reused = 0
        self.spent, self.most = Decimal(0), ""
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}
        self._whole: Any = None
        self._last = time.monotonic()
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        if self.live:
            from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
            from rich.progress import Progress as Bars  # noqa: PLC0415
            from rich.table import Column  # noqa: PLC0415

            wide = self.console.talk.width
            self._bars = Bars(
                TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", max_width=26)),
                BarColumn(bar_width=10 if wide < _NARROW else 28),
                TextColumn(
                    "{task.fields[said]}",
                    table_column=Column(
                        no_wrap=True, overflow="ellipsis", max_width=max(16, wide - (42 if wide < _NARROW else 60))
                    ),
                ),
                console=self.console.talk,
                transient=True,
                refresh_per_second=8,
            )
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def clear(self) -> None:
        """Take the bars away, before something else is shown."""
        if self._bars:
            self._bars.stop()
            for task in list(self._bars.task_ids):
                self._bars.remove_task(task)
            self._tasks, self._whole = {}, None

    def __call__(self, event: Event) -> None:
        """Called by several threads, one at a time."""
        with self._turn:
            if self.events:
                self._tell(event)
            elif not self.console.quiet:
                self._heard(event)

    def _tell(self, event: Event) -> None:
        self._count(event)
        payload = {name: value for name, value in dataclasses.asdict(event).items() if value}
        left = self.pace.left()
        payload |= {"share": round(self.pace.shown(), 4), "seconds_left": None if left is None else round(left, 1)}
        self.console.event({"event": payload.pop("kind")} | payload)

    def _heard(self, event: Event) -> None:
        job = self.jobs.get(event.order, event)
        self._count(event)
        if event.kind == "reuse" and (self.console.verbose or event.label.startswith("shot ")):
            self._line(f"reuse  {event.label.removeprefix('shot ')}")
        elif event.kind == "start" and job.label.startswith("shot "):
            self._line(f"render {job.label.removeprefix('shot ')}  ({job.reason})")
        elif event.kind == "fail":
            self._line(f"failed {job.label}: {event.reason}")
        elif event.kind == "note":
            self._line(event.label)
        elif event.kind == "pass":
            self._line(f"{event.label}: {event.whole} orders")
        self._show(event, job)

    def _count(self, event: Event) -> None:
        pace = self.pace
        if event.kind == "wait":
            self.jobs[event.order] = event
            pace.take_on(event.order, event.whole)
        elif event.kind == "reuse":
            self.reused += 1
        elif event.kind == "expect":
            pace.expect(event.whole)
        elif event.kind == "progress" and event.order in self.jobs:
            pace.advance(event.order, event.done, event.whole)
        elif event.kind in ("done", "fail") and event.order in self.jobs:
            pace.finish(event.order)
        if event.spent:
            self.spent = Decimal(event.spent)
        if event.most:
            self.most = event.most

    def _show(self, event: Event, job: Event) -> None:
        if self._bars is None:
            now = time.monotonic()
            if now - self._last > EVERY and event.kind in ("start", "progress", "done"):
                self._last = now
                self._line(f"{100 * self.pace.shown():3.0f} %  {self._said(event, job)}")
            return
        if self._whole is None:
            self._whole = self._bars.add_task("the film", total=1.0, said="")
            self._bars.start()
        self._bars.update(self._whole, completed=self.pace.shown(), said=self._said(None, job))
        if event.kind in ("done", "fail") and event.order in self._tasks:
            self._bars.remove_task(self._tasks.pop(event.order))
        elif event.kind in ("start", "progress") and event.order in self.jobs:
            if event.order not in self._tasks:
                self._tasks[event.order] = self._bars.add_task(job.label, total=max(1, job.whole), said=job.doing)
            self._bars.update(self._tasks[event.order], completed=self.pace.done[event.order])

    def _said(self, event: Event | None, job: Event) -> str:
        """How long it will take, what is reused and what is spent; and what is being done, where there are no bars."""
        left = self.pace.left()
        parts = [f"{self.pace.shown():.0%}"] if event is None else []
        parts += [_time(left)] if left is not None else []
        parts += [f"{self.reused} reused"] if self.reused else []
        if self.spent:
            parts.append(f"${self.spent:.2f} spent" + (f" of ${self.most}" if self.most else ""))
        if event is not None:
            doing = f"{job.label}: {job.doing}" if job.label else ""
            parts += [doing] if doing else []
        return " · ".join(parts)

    def _line(self, words: str) -> None:
        target = self._bars.console if self._bars else self.console.talk
        target.print(safe(redacted(words)), markup=False, highlight=False, soft_wrap=True)


def _time(seconds: float) -> str:
    return f"about {seconds:.0f} s left" if seconds < 90 else f"about {seconds / 60:.0f} min left"

"""The only module that prints. Results go to standard output, talk to standard error; JSON is one versioned object."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from ministudio_cli.errors import MinistudioError, ScreenplayInvalid
from ministudio_cli.render.events import Event
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.secrets import redacted

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

JSON_VERSION = 1


class Console:
    """Shows values as text or JSON, as the person asked."""

    def __init__(self, *, as_json: bool = False, quiet: bool = False, verbose: int = 0, colour: bool = True) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.verbose = verbose
        self.colour = colour
        self._talk: RichConsole | None = None
        self._out: RichConsole | None = None

    @property
    def talk(self) -> RichConsole:
        """Standard error."""
        if self._talk is None:
            self._talk = _rich(stderr=True, colour=self.colour)
        return self._talk

    @property
    def out(self) -> RichConsole:
        if self._out is None:
            self._out = _rich(stderr=False, colour=self.colour)
        return self._out

    def result(self, command: str, value: dict[str, Any], words: Sequence[Any] = ()) -> None:
        """A command's result: the value as JSON, or the words (text or rich renderables) for people."""
        if self.as_json:
            told = {"ministudio": JSON_VERSION, "command": command} | value
            sys.stdout.write(redacted(json.dumps(told, indent=1, ensure_ascii=False, default=str)) + "\n")
            return
        for one in words:
            if isinstance(one, str):
                self.raw(one)
            else:
                self.out.print(one)

    def raw(self, text: str) -> None:
        """Text for another program: no colours, no wrapping."""
        sys.stdout.write(redacted(text if text.endswith("\n") else text + "\n"))
        sys.stdout.flush()

    def say(self, words: str) -> None:
        if not self.quiet:
            self.talk.print(redacted(words), markup=False, highlight=False, soft_wrap=True)

    def fault(self, error: MinistudioError, command: str) -> None:
        """An error for people on standard error, and for programs on standard output."""
        if self.as_json:
            told = {"error": {"exit_code": error.exit_code, "message": error.message, "hint": error.hint}}
            told["error"] |= {"orders": parts} if (parts := parts_of(error)) else {}
            if isinstance(error, ScreenplayInvalid):
                told["error"]["faults"] = [fault.as_json() for fault in error.faults if isinstance(fault, Fault)]
            self.result(command, told)
            return
        if isinstance(error, ScreenplayInvalid) and error.faults:
            for fault in error.faults:
                if isinstance(fault, Fault):
                    self._caret(fault, error.source)
        self.talk.print(f"[bold red]error:[/] {_plain(error.message)}", highlight=False, soft_wrap=True)
        if error.hint:
            self.talk.print(f"  [dim]→[/] {_plain(error.hint)}", highlight=False, soft_wrap=True)

    def annotations(self, error: ScreenplayInvalid) -> None:
        """Faults as GitHub's workflow commands, which mark the lines of a pull request."""
        for fault in error.faults:
            if isinstance(fault, Fault):
                message = _escaped(fault.message + (f" ({fault.hint})" if fault.hint else ""))
                place = f"file={fault.at.file},line={fault.at.line},col={fault.at.column}"
                sys.stdout.write(f"::error {place},title={fault.rule}::{message}\n")

    def _caret(self, fault: Fault, source: str) -> None:
        self.talk.print(f"[bold]{_plain(str(fault.at))}[/] {_plain(fault.message)}", highlight=False, soft_wrap=True)
        lines = source.splitlines()
        if 0 < fault.at.line <= len(lines):
            text = lines[fault.at.line - 1]
            start = max(0, fault.at.column - 60)
            number = str(fault.at.line)
            self.talk.print(
                f"  [dim]{number} │[/] {_plain(text[start : start + 110])}", highlight=False, soft_wrap=True
            )
            pad = " " * (len(number) + 3 + fault.at.column - 1 - start)
            self.talk.print(
                f"  {pad}[red]^[/]" + (f" [dim]{_plain(fault.hint)}[/]" if fault.hint else ""),
                highlight=False,
                soft_wrap=True,
            )


class Progress:
    """What a render says, shown as it happens: live bars in a terminal, a line every few seconds elsewhere."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.live = console.talk.is_terminal and not console.quiet
        self.started = time.monotonic()
        self.work: dict[str, Event] = {}
        self.done: dict[str, int] = {}
        self.rates: list[tuple[float, int]] = []
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}
        self._whole: Any = None
        self._last = 0.0
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        if self.live:
            from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
            from rich.progress import Progress as Bars  # noqa: PLC0415

            self._bars = Bars(
                TextColumn("{task.description}"),
                BarColumn(bar_width=28),
                TextColumn("{task.fields[said]}"),
                console=self.console.talk,
                transient=True,
            )
            self._bars.start()
            self._whole = self._bars.add_task("the film", total=None, said="")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars:
            self._bars.stop()

    def __call__(self, event: Event) -> None:
        """Told by the crew's thread and by the program's own, one at a time."""
        if not self.console.quiet:
            with self._turn:
                self._told(event)

    def _told(self, event: Event) -> None:
        if event.kind in ("wait", "reuse"):
            self._settle(event)
        elif event.kind in ("start", "progress", "done", "fail") and event.order in self.work:
            self._advance(event)
        elif event.kind == "note":
            self._line(event.label)
        elif event.kind == "pass":
            self._line(f"{event.label}: {event.whole} orders")

    def _settle(self, event: Event) -> None:
        if event.kind == "reuse":
            if self.console.verbose or event.label.startswith("shot"):
                self._line(f"reuse  {event.label.removeprefix('shot ')}")
            return
        self.work[event.order] = event
        self.done[event.order] = 0

    def _advance(self, event: Event) -> None:
        job = self.work[event.order]
        if event.kind == "start" and job.label.startswith("shot"):
            self._line(f"render {job.label.removeprefix('shot ')}  ({job.reason})")
        elif event.kind == "fail":
            self._line(f"failed {job.label}: {event.reason}")
        if event.kind == "progress" and event.whole:
            self.done[event.order] = job.whole * event.done // event.whole
        if event.kind == "done":
            self.done[event.order] = job.whole
        self._show(event, job)

    def _show(self, event: Event, job: Event) -> None:
        whole, done = sum(one.whole for one in self.work.values()), sum(self.done.values())
        now = time.monotonic()
        self.rates = [(then, was) for then, was in self.rates if now - then < 20] + [(now, done)]
        left = self._left(whole - done)
        said = f"{done}/{whole} frames" + (f", about {left:.0f} s left" if left is not None else "")
        if self._bars:
            self._bars.update(self._whole, total=whole, completed=done, said=said)
            if event.kind == "done" and event.order in self._tasks:
                self._bars.remove_task(self._tasks.pop(event.order))
            elif event.kind in ("start", "progress"):
                if event.order not in self._tasks:
                    self._tasks[event.order] = self._bars.add_task(job.label, total=job.whole, said=job.doing)
                self._bars.update(self._tasks[event.order], completed=self.done[event.order])
        elif now - self._last > 5:
            self._last = now
            self._line(f"{100 * done // max(whole, 1):3d} %  {said}")

    def _left(self, frames: int) -> float | None:
        """Seconds left by the pace of the last twenty seconds; nothing before there is a pace."""
        (then, was), (now, is_) = self.rates[0], self.rates[-1]
        return frames * (now - then) / (is_ - was) if now - then > 4 and is_ > was else None

    def _line(self, words: str) -> None:
        target = self._bars.console if self._bars else self.console.talk
        target.print(redacted(words), markup=False, highlight=False, soft_wrap=True)


def table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], title: str = "") -> Any:
    """A plain table: (heading, left or right) columns and rows of text."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, header_style="bold")
    for heading, side in columns:
        # Numbers and names stay whole; what is long, and a path, gives way.
        whole = side == "right" or heading in ("shot", "part", "kind")
        shown.add_column(heading, justify="right" if side == "right" else "left", overflow="fold", no_wrap=whole)
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    return shown


def _rich(*, stderr: bool, colour: bool) -> RichConsole:
    from rich.console import Console as Rich  # noqa: PLC0415

    return Rich(stderr=stderr, no_color=None if colour else True, highlight=False, emoji=False)


def parts_of(error: MinistudioError) -> list[dict[str, object]]:
    """Where several orders failed: each with how it failed."""
    return [
        {"order": label, "exit_code": one.exit_code, "message": one.message, "hint": one.hint}
        for label, one in error.parts
    ]


def _plain(words: str) -> str:
    from rich.markup import escape  # noqa: PLC0415

    return escape(redacted(words))


def _escaped(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

"""The only module that prints. Results go to standard output, talk to standard error; JSON is one versioned object."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ministudio_cli.errors import MinistudioError, ScreenplayInvalid
from ministudio_cli.json_types import JsonObject
from ministudio_cli.limits import limits
from ministudio_cli.plain import escaped, safe
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.secrets import redacted

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

JSON_VERSION = 1


class Unprinted(Exception):
    """Standard output did not take a result."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


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

    def result(self, command: str, value: JsonObject, words: Sequence[Any] = ()) -> None:
        """A command's result: the value as JSON, or the words (text or rich renderables) for people."""
        if self.as_json:
            payload = {"ministudio": JSON_VERSION, "command": command} | value
            self._write(escaped(redacted(json.dumps(payload, indent=1, ensure_ascii=False, default=str))) + "\n")
            return
        try:
            for word in words:
                # Nothing is wrapped where no terminal is: the library that wraps is not even loaded then.
                if isinstance(word, str) and not (
                    sys.stdout.isatty() and " " in word and len(word) > self.out.width and self.out.is_terminal
                ):
                    self.raw(word)
                elif isinstance(word, str):
                    self.out.print(safe(redacted(word)), markup=False, highlight=False)
                else:
                    self.out.print(word)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unprinted(error) from None

    def raw(self, text: str) -> None:
        """Text for another program: no colours, no wrapping."""
        self._write(safe(redacted(text if text.endswith("\n") else text + "\n")))

    def event(self, value: JsonObject) -> None:
        """What is done, as one line of JSON on standard error."""
        sys.stderr.write(escaped(redacted(json.dumps(value, ensure_ascii=False))) + "\n")
        sys.stderr.flush()

    def _write(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unprinted(error) from None

    def say(self, words: str) -> None:
        if not self.quiet:
            self.talk.print(safe(redacted(words)), markup=False, highlight=False, soft_wrap=True)

    def fault(self, error: MinistudioError, command: str) -> None:
        """An error for people on standard error, and for programs on standard output."""
        if self.as_json:
            payload = {"error": {"exit_code": error.exit_code, "message": error.message, "hint": error.hint}}
            payload["error"] |= {"orders": parts} if (parts := parts_of(error)) else {}
            if isinstance(error, ScreenplayInvalid):
                payload["error"]["faults"] = [fault.as_json() for fault in error.faults if isinstance(fault, Fault)]
            self.result(command, payload)
            return
        if isinstance(error, ScreenplayInvalid) and error.faults:
            faults = [fault for fault in error.faults if isinstance(fault, Fault)]
            for fault in faults[: limits().faults]:
                self._caret(fault, error.source)
            if len(faults) > limits().faults:
                self.talk.print(f"… and {len(faults) - limits().faults} more faults", highlight=False)
        self.complain(error)

    def complain(self, error: MinistudioError) -> None:
        """An error without its faults, on standard error whatever was asked for."""
        self.talk.print(f"[bold red]error:[/] {_plain(error.message)}", highlight=False, soft_wrap=True)
        if error.hint:
            self.talk.print(f"  [dim]→[/] {_plain(error.hint)}", highlight=False, soft_wrap=True)

    def warn(self, warnings: Sequence[Fault], source: str) -> None:
        """What is allowed and most likely not meant, with its source lines, on standard error."""
        for fault in () if self.quiet or self.as_json else warnings[: limits().faults]:
            self._caret(fault, source, "[yellow]warning:[/] ")

    def annotations(self, faults: Sequence[Fault], kind: str = "error") -> None:
        """Faults as GitHub's workflow commands, which mark the lines of a pull request."""
        for fault in faults[: limits().faults]:
            message = _escaped(redacted(fault.message + (f" ({fault.hint})" if fault.hint else "")))
            place = f"file={_property(fault.at.file)},line={fault.at.line},col={fault.at.column}"
            self._write(f"::{kind} {place},title={fault.rule}::{message}\n")

    def _caret(self, fault: Fault, source: str, kind: str = "") -> None:
        self.talk.print(
            f"[bold]{_plain(str(fault.at))}[/] {kind}{_plain(fault.message)}", highlight=False, soft_wrap=True
        )
        lines = source.splitlines()
        if fault.hint and not 0 < fault.at.line <= len(lines):
            self.talk.print(f"  [dim]→ {_plain(fault.hint)}[/]", highlight=False)
        if 0 < fault.at.line <= len(lines):
            text = lines[fault.at.line - 1]
            start = max(0, fault.at.column - 60)
            number = str(fault.at.line)
            self.talk.print(
                f"  [dim]{number} │[/] {_plain(text[start : start + 110])}", highlight=False, soft_wrap=True
            )
            pad = " " * (len(number) + 3 + fault.at.column - 1 - start)
            beside = len(pad) + 4 + len(fault.hint) <= max(self.talk.width, 60)
            self.talk.print(
                f"  {pad}[red]^[/]" + (f" [dim]{_plain(fault.hint)}[/]" if fault.hint and beside else ""),
                highlight=False,
                soft_wrap=True,
            )
            if fault.hint and not beside:
                self.talk.print(f"  [dim]→ {_plain(fault.hint)}[/]", highlight=False)


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
        shown.add_row(*(Text(safe(redacted(cell))) for cell in row))
    return shown


def _rich(*, stderr: bool, colour: bool) -> RichConsole:
    from rich.console import Console as Rich  # noqa: PLC0415

    return Rich(stderr=stderr, no_color=None if colour else True, highlight=False, emoji=False)


def parts_of(error: MinistudioError) -> list[dict[str, object]]:
    """Where several orders failed: each with how it failed."""
    return [
        {"order": label, "exit_code": fault.exit_code, "message": fault.message, "hint": fault.hint}
        for label, fault in error.parts
    ]


def _plain(words: str) -> str:
    from rich.markup import escape  # noqa: PLC0415

    return escape(safe(redacted(words)))


def _escaped(words: str) -> str:
    """Data of a workflow command, in its own escapes."""
    return escaped(words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(words: str) -> str:
    return _escaped(words).replace(":", "%3A").replace(",", "%2C")

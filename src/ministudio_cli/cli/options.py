"""What every command understands, and the way each one ends."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.console import Console, Unprinted
from ministudio_cli.errors import Defect, Interrupted, MinistudioError, MissingPart, UsageFault
from ministudio_cli.plain import safe
from ministudio_cli.secrets import conceal_environment

Json = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]
Open = Annotated[bool, typer.Option("--open", help="Open what was made with the program that this machine has for it.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the result and errors.")]
MaxCost = Annotated[
    str,
    typer.Option(
        "--max-cost",
        metavar="USD",
        help="What all the films named may have cost when this is done, earlier runs included; no more is spent.",
    ),
]
MaxCostPerFilm = Annotated[
    str, typer.Option("--max-cost-per-film", metavar="USD", help="The same for each film by itself.")
]
ProviderOptions = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="KEY=VALUE", help="An option of the provider of shots, beside the screenplay’s."),
]
Slate = Annotated[
    bool, typer.Option("--slate", help="Write shot, action and timecode over the picture; where the animatic draws it.")
]
RetryUnknown = Annotated[
    bool,
    typer.Option(
        "--retry-unknown",
        help="Send again what may be paid: was never answered, or expired. It may be paid twice: look at your bill.",
    ),
]
Yes = Annotated[
    bool,
    typer.Option("--yes", "-y", help="Spend what it costs without asking; without it nothing is ever spent unasked."),
]


JsonProgress = Annotated[
    bool, typer.Option("--json-progress", help="Tell what is done as JSON lines on standard error, for other programs.")
]
Verbose = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more; twice for tracebacks.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR works too).")]
StoreUrl = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="MINISTUDIO_STORE",
        help="Where artifacts are kept; a folder or any fsspec URL.",
    ),
]
Outside = Annotated[bool, typer.Option("--allow-outside", help="Let references leave the screenplay's folder.")]
Film = Annotated[
    Path | None, typer.Argument(metavar="[SCREENPLAY]", help="The screenplay; without it, the one in this folder.")
]
Films = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[SCREENPLAY]...", help="Screenplays; without any, the one in this folder."),
]
Profile = Annotated[
    str,
    typer.Option(
        "--profile", metavar="NAME", help="Providers that go together: offline, or one that ministudio doctor lists."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Where films go; build/ beside the screenplay by default."),
]
Workers = Annotated[
    int,
    typer.Option(
        "--workers", "-w", min=0, envvar="MINISTUDIO_WORKERS", help="Processes that work at once; 0 is one a core."
    ),
]


@contextmanager
def command(name: str, console: Console) -> Iterator[None]:
    """Run a command; every way it can end becomes a sentence and an exit code, in this one place."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    _settle(stop)
    conceal_environment()
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        console.fault(Interrupted("interrupted", hint="run it again; what was finished is kept"), name)
        raise typer.Exit(Interrupted.exit_code) from None
    except BrokenPipeError:
        # Whoever read has enough; what Python would still flush has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except typer.Exit:
        raise
    except Exception as error:  # noqa: BLE001 - a traceback is our defect, never the user's reading
        fault = trouble(error)
        if isinstance(error, Unprinted):
            console.complain(fault)
        else:
            console.fault(fault, name)
        if console.verbose > 1:
            console.say(traceback.format_exc())
        raise typer.Exit(fault.exit_code) from None


def _settle(stop: Callable[[int, object], None]) -> None:
    """End as Ctrl-C does where the terminal or the system says so; print to whatever encoding there is."""
    for sign in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, sign):
            signal.signal(getattr(signal, sign), stop)
    for stream in (sys.stdout, sys.stderr):
        # A terminal or a file that cannot hold a letter is given its number instead.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def trouble(error: Exception) -> MinistudioError:
    """What the machine refuses, in our words; anything else is our own defect."""
    if isinstance(error, MinistudioError):
        return error
    if isinstance(error, Unprinted):
        return unprinted(error.cause)
    if isinstance(error, ImportError):
        return MissingPart(f"a library is missing: {error}", hint="install it, or choose another store or provider")
    if isinstance(error, OSError):
        return _refused(error)
    return Defect(f"{type(error).__name__}: {error}", hint="run it again with -vv and report what it prints")


def _refused(error: OSError) -> UsageFault:
    """What the operating system refused, with the place that it is about."""
    where = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if where and "scratch" in where.parts:
        # A folder to work in is gone by now: what it stood in is the store.
        where = Path(*where.parts[: where.parts.index("scratch")])
    at = f" ({where})" if where else ""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return UsageFault(f"no space is left on the disk{at}", hint="free some, and run it again: nothing is lost")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return UsageFault(
            f"{where or 'a file'} may not be read or written here: {error.strerror}",
            hint="look at its rights, or name other places by --store and --out",
        )
    return UsageFault(f"{error.strerror or error}{at}", hint="check the path, its rights and the space left")


def unprinted(error: OSError) -> UsageFault:
    """The result cannot be written to standard output; from here on nothing more is."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UsageFault(
        f"the result cannot be written to standard output: {error.strerror or error}", hint="write it to another place"
    )


def one_film(named: Path | None) -> Path:
    """The screenplay that is meant; raises UsageFault where that is not clear."""
    return named or films(None)[0]


def films(named: list[Path] | None) -> list[Path]:
    """The screenplays that are meant: those named, or the only one in this folder."""
    if named:
        return named
    here = screenplays_here()
    if len(here) == 1:
        return here
    if not here:
        raise UsageFault("there is no screenplay in this folder", hint="name one, or begin with: ministudio init")
    raise UsageFault(
        f"there are {len(here)} screenplays here: {', '.join(map(str, here))}", hint="name the one you mean"
    )


def apart(paths: list[Path], out: Path | None) -> list[Path]:
    """The films, each with a folder of its own; raises UsageFault where two would be delivered into one."""
    from ministudio_cli.store.places import build_folder  # noqa: PLC0415

    places: dict[Path, Path] = {}
    for path in paths:
        place = build_folder(path, out).resolve()
        if place in places and places[place].resolve() != path.resolve():
            raise UsageFault(
                f"{places[place]} and {path} would both be delivered to {place}",
                hint="rename one of them, or render them apart with another --out",
            )
        places[place] = path
    return list(dict.fromkeys(paths))


def screenplays_here() -> list[Path]:
    return [path for path in sorted(Path().glob("*.y*ml")) if _is_screenplay(path)]


def _is_screenplay(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return bool(re.search(r"^ministudio\s*:", file.read(4000), re.MULTILINE))
    except OSError:
        return False


def short(path: Path) -> str:
    """A path as short as it can be written from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def dollars(text: str, option: str = "--max-cost") -> Decimal | None:
    """A sum of US dollars, None where none was given; raises UsageFault for anything else."""
    try:
        found = Decimal(text.lstrip("$")) if text else None
    except InvalidOperation:
        found = Decimal("nan")
    if found is not None and not (found.is_finite() and found >= 0):
        raise UsageFault(f"{option} {text} is not a sum", hint=f"for example: {option} 12.50")
    return found


def pairs(given: list[str] | None) -> tuple[tuple[str, str], ...]:
    """Options as KEY=VALUE; raises UsageFault for another form."""
    found = []
    for text in given or ():
        key, sign, value = text.partition("=")
        if not (key and sign):
            raise UsageFault(f"--option {text} is not KEY=VALUE", hint="for example: --option people=all")
        found.append((key.strip(), value.strip()))
    return tuple(found)


def asker(console: Console, clear: Callable[[], None] | None = None) -> Callable[[str], bool] | None:
    """Asks whoever sits at the terminal whether money may be spent; None where nobody does, so that CI never waits."""
    if console.as_json or console.quiet or os.environ.get("CI") or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(question: str) -> bool:
        if clear:
            clear()
        return typer.confirm(safe(question), default=False, err=True)

    return ask


def there(file: Path) -> None:
    if not file.is_file():
        raise UsageFault(f"there is no file {file}", hint="name one that is there")


def drawable(plot: Path | None, *kinds: str) -> None:
    """Refuse a picture of a kind that is not drawn."""
    if plot is not None and plot.suffix.lower() not in kinds:
        raise UsageFault(f"{plot.name} is no kind of picture that is drawn here", hint=f"one of: {', '.join(kinds)}")

"""The command line: parse, call the studio, show what it returns."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ministudio_cli import __version__
from ministudio_cli.cli.group import NAMES, Group
from ministudio_cli.cli.options import unprinted
from ministudio_cli.console import Console, Unprinted
from ministudio_cli.errors import exit_codes

_EPILOG = "Exit codes: " + " · ".join(f"{code} {meaning}" for code, meaning in exit_codes().items())

app = typer.Typer(
    name="ministudio",
    help="A screenplay is source code, a film is its build.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=NAMES,
    cls=Group,
)


def _version(asked: bool) -> None:
    if asked:
        Console().raw(f"ministudio {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    _version_asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """The program. What its own help and version cannot write is told as every other failure is."""
    console = Console()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        unprinted(BrokenPipeError())
    except (OSError, Unprinted) as error:
        fault = unprinted(error.cause if isinstance(error, Unprinted) else error)
        console.complain(fault)
        sys.exit(fault.exit_code)

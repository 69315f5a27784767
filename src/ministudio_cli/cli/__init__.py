"""The command line: parse, call the studio, show what it returns."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ministudio_cli import __version__
from ministudio_cli.cli import film, house, looking, proof, trust
from ministudio_cli.cli.emulator import Group
from ministudio_cli.cli.options import unprinted
from ministudio_cli.console import Console
from ministudio_cli.errors import exit_codes

_EPILOG = "Exit codes: " + " · ".join(f"{code} {meaning}" for code, meaning in exit_codes().items())

app = typer.Typer(
    name="ministudio",
    help="A screenplay is source code, a film is its build.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
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


app.command("init", short_help="Write a small screenplay that renders at once.")(house.init)
app.command("validate", short_help="Check screenplays: every fault at once.")(film.validate)
app.command("plan", short_help="Show what will be made, why, and the price.")(film.plan)
app.command("lock", short_help="Settle seeds, voices and cuts in the lockfile.")(film.lock)
app.command("storyboard", short_help="Draw a panel for every shot, to print.")(looking.storyboard)
app.command("preview", short_help="Render single shots, small and soon.")(looking.preview)
app.command("render", short_help="Make the film.")(film.render)
app.command("report", short_help="Look at the last render, or at two.")(looking.report)
app.command("export", short_help="Take out masks and comparisons.")(looking.export)
app.command("check", short_help="Prove a finished film.")(proof.check)
app.command("beats", short_help="Listen to music: its tempo and its beats.")(proof.beats)
app.command("doctor", short_help="Say what this machine has and what is missing.")(house.doctor)
app.command("trust", short_help="Allow a folder's .env and store, or a shared store.")(trust.trust)
app.command("schema", short_help="Print the screenplay's JSON Schema.")(house.schema)
app.add_typer(house.store, name="store")


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
    except OSError as error:
        fault = unprinted(error)
        console.complain(fault)
        sys.exit(fault.exit_code)

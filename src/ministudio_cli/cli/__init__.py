"""The command line: parse, call the studio, show what it returns."""

from __future__ import annotations

from typing import Annotated

import typer

from ministudio_cli import __version__
from ministudio_cli.cli import film, house, looking, proof
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
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ministudio {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    _version_asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


app.command("init")(house.init)
app.command("validate")(film.validate)
app.command("plan")(film.plan)
app.command("lock")(film.lock)
app.command("storyboard")(looking.storyboard)
app.command("preview")(looking.preview)
app.command("render")(film.render)
app.command("report")(looking.report)
app.command("export")(looking.export)
app.command("check")(proof.check)
app.command("beats")(proof.beats)
app.command("doctor")(house.doctor)
app.command("emulator")(house.emulator)
app.command("schema")(house.schema)
app.add_typer(house.store, name="store")


def main() -> None:
    """The program."""
    app()

"""The command `storyboard`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ministudio_cli.cli.options import (
    Film,
    Json,
    JsonProgress,
    NoColor,
    Open,
    Out,
    Outside,
    Quiet,
    StoreUrl,
    Verbose,
    Workers,
    command,
    one_film,
    short,
)
from ministudio_cli.console import Console
from ministudio_cli.progress import Progress

if TYPE_CHECKING:
    pass


def storyboard(
    screenplay: Film = None,
    paper: Annotated[str, typer.Option("--paper", metavar="a4|letter", help="What it is printed on.")] = "a4",
    open_: Open = False,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    out: Out = None,
    workers: Workers = 0,
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Draw a panel for every shot, before anything is rendered: HTML, PDF and PNG sheets to print."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("storyboard", console):
        from ministudio_cli.usecases.draw_storyboard import storyboard as draw_storyboard  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        wishes = RenderOptions(store=store, out=out, allow_outside=allow_outside, workers=workers)
        with Progress(console, events=json_progress) as watch:
            written = draw_storyboard(one_film(screenplay), wishes, paper=paper, sink=watch)
        console.result("storyboard", {"written": [str(path) for path in written]}, [short(path) for path in written])
        if open_:
            typer.launch(str(written[0]))

"""The command `report`: the last render, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ministudio_cli.cli.account_words import ledger_words
from ministudio_cli.cli.options import (
    Json,
    NoColor,
    Open,
    Out,
    Quiet,
    StoreUrl,
    Verbose,
    command,
    one_film,
    short,
)
from ministudio_cli.cli.words import quality_words
from ministudio_cli.console import Console

if TYPE_CHECKING:
    pass


def report(
    render: Annotated[
        Path | None, typer.Argument(metavar="[SCREENPLAY|FOLDER]", help="A screenplay, or the folder of a build.")
    ] = None,
    other: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Another build of the film: what changed is shown.")
    ] = None,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where two renders are compared.")] = Path(
        "compare.html"
    ),
    ledger: Annotated[
        bool, typer.Option("--ledger", help="What was asked of paid services, what came of it, what it cost.")
    ] = False,
    embed: Annotated[bool, typer.Option("--embed", help="Put the film into its page, to send it alone.")] = False,
    open_: Open = False,
    store: StoreUrl = "",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Show the last render: its page, and every shot in words; two renders side by side; or the ledger."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("report", console):
        from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
        from ministudio_cli.usecases.open_dailies import dailies_page, embed_film, report_of  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415
        from ministudio_cli.usecases.read_account import account as read_account  # noqa: PLC0415

        if ledger:
            payload = read_account(render, RenderOptions(store=store))
            console.result("report", plain_of(payload), ledger_words(payload))
            return
        wishes = RenderOptions(out=out)
        if other:
            _compare(console, [render or Path(), other], wishes, to, open_=open_)
            return
        place = dailies_page(render or one_film(None), wishes)
        read = report_of(place)
        if embed:
            film = embed_film(place)
            console.say(f"{film.name} is in {short(place)} now")
        console.result("report", plain_of(read) | {"page": str(place)}, [*quality_words(read), "", short(place)])
        if open_:
            typer.launch(str(place))


def _compare(console: Console, renders: Sequence[Path], wishes: Any, to: Path, *, open_: bool) -> None:
    from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
    from ministudio_cli.usecases.compare_renders import compare as compare_renders  # noqa: PLC0415

    found = compare_renders(renders[0], renders[1], wishes, to)
    words = [found.summary, *(f"{shot.id}: {change}" for shot in found.shots for change in shot.changes)]
    console.result("report", plain_of(found) | {"page": str(to)}, [*words, short(to)])
    if open_:
        typer.launch(str(to))

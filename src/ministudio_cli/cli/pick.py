"""The command `pick`: the take that a film shows."""

from __future__ import annotations

from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Film,
    Json,
    NoColor,
    Out,
    Outside,
    Profile,
    ProviderOptions,
    Quiet,
    StoreUrl,
    Verbose,
    command,
    one_film,
    pairs,
)
from ministudio_cli.console import Console


def pick(
    shot: Annotated[str, typer.Argument(metavar="SHOT", help="A shot, by number or id.")],
    number: Annotated[int, typer.Argument(metavar="TAKE", min=1, help="The number of the take.")],
    screenplay: Film = None,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Show another take of a shot from now on. It is noted in NAME.takes.json beside the screenplay."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("pick", console):
        from ministudio_cli.cli.take_words import say_takes  # noqa: PLC0415
        from ministudio_cli.usecases.choose_takes import pick as pick_take  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, out=out, profile=profile, options=pairs(options)
        )
        say_takes(console, "pick", pick_take(one_film(screenplay), shot, number, wishes))

"""The command `reject`: a take that is not to be shown."""

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


def reject(
    shot: Annotated[str, typer.Argument(metavar="SHOT", help="A shot, by number or id.")],
    screenplay: Film = None,
    number: Annotated[
        int, typer.Option("--take", metavar="N", min=0, help="The number of the take; else the one that is shown.")
    ] = 0,
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
    """Reject a take of a shot. Another is shown then: one that is there, else a new one that the next render makes."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("reject", console):
        from ministudio_cli.cli.take_words import say_takes  # noqa: PLC0415
        from ministudio_cli.usecases.choose_takes import reject as reject_take  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, out=out, profile=profile, options=pairs(options)
        )
        say_takes(console, "reject", reject_take(one_film(screenplay), shot, number, wishes))

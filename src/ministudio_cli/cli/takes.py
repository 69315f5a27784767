"""The command `takes`: every take of every shot."""

from __future__ import annotations

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


def takes(
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
    """Show the takes of every shot: which is shown, which are rejected, what each costs and what is bought of it."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("takes", console):
        from ministudio_cli.cli.take_words import say_takes  # noqa: PLC0415
        from ministudio_cli.usecases.choose_takes import takes as all_takes  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, out=out, profile=profile, options=pairs(options)
        )
        say_takes(console, "takes", all_takes(one_film(screenplay), wishes))

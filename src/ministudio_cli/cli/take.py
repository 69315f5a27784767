"""The command `take`: more takes of a shot."""

from __future__ import annotations

from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Film,
    Json,
    JsonProgress,
    MaxCost,
    NoColor,
    Out,
    Outside,
    Profile,
    ProviderOptions,
    Quiet,
    RetryUnknown,
    StoreUrl,
    Verbose,
    Workers,
    Yes,
    asker,
    command,
    dollars,
    one_film,
    pairs,
)
from ministudio_cli.console import Console
from ministudio_cli.progress import Progress


def take(
    shot: Annotated[str, typer.Argument(metavar="SHOT", help="A shot, by number or id.")],
    screenplay: Film = None,
    variations: Annotated[
        int, typer.Option("--variations", "-n", min=1, max=20, help="How many, each with a seed of its own.")
    ] = 1,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    out: Out = None,
    max_cost: MaxCost = "",
    yes: Yes = False,
    retry_unknown: RetryUnknown = False,
    workers: Workers = 0,
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Make another take of a shot to look at, at its price; the film shows it once it is picked.

    Of a shot that a model generates it is bought, after the price was consented to, and kept with all the others.
    """
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("take", console):
        from ministudio_cli.cli.take_words import say_takes  # noqa: PLC0415
        from ministudio_cli.usecases.choose_takes import take as make_take  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        progress = Progress(console, events=json_progress)
        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, out=out, workers=workers, max_cost=dollars(max_cost), yes=yes,
            ask=asker(console, progress.clear), profile=profile, options=pairs(options), retry_unknown=retry_unknown,
        )  # fmt: skip
        with progress as watch:
            rows = make_take(one_film(screenplay), shot, wishes, variations=variations, sink=watch)
        say_takes(console, "take", rows)

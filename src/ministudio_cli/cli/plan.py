"""The command `plan`: what will be made, why, and the price."""

from __future__ import annotations

from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Film,
    Json,
    NoColor,
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
from ministudio_cli.cli.words import plan_shot, plan_words
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault


def plan(
    screenplay: Film = None,
    shot: Annotated[str, typer.Option("--shot", metavar="N|ID", help="Only this shot, by number or id.")] = "",
    prompt: Annotated[bool, typer.Option("--prompt", help="With --shot: exactly what the model will be told.")] = False,
    locked: Annotated[bool, typer.Option("--locked", help="Fail where the lock is stale.")] = False,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Show what will be made: shots, state, seeds, lengths, price and reasons. Makes and spends nothing."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("plan", console):
        from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415
        from ministudio_cli.usecases.plan_film import plan as plan_film  # noqa: PLC0415

        if prompt and not shot:
            raise UsageFault("--prompt needs --shot", hint="for example: ministudio plan --shot 3 --prompt")
        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, locked=locked, profile=profile, options=pairs(options)
        )
        planned = plan_film(one_film(screenplay), wishes)
        if shot:
            plan_shot(console, planned, shot, prompt=prompt)
        else:
            console.result("plan", plain_of(planned.report), plan_words(planned.report, console.out.width))

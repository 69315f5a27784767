"""The command `approve`: pictures that shots may be bought by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import (
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
from ministudio_cli.errors import UsageFault


def approve(
    what: Annotated[
        list[str], typer.Argument(metavar="plates|portraits|SHOT... [SCREENPLAY]", help="What is approved.")
    ],
    file: Annotated[
        Path | None, typer.Option("--file", "-f", metavar="SCREENPLAY", help="The screenplay, like the argument.")
    ] = None,
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
    """Approve plates and portraits: a film with `approve: anchors` buys no shot before all of them are.

    A picture that changes is to be approved again. What is approved stands in NAME.takes.json beside the screenplay.
    """
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("approve", console):
        from ministudio_cli.usecases.approve_anchors import approve as approve_anchors  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        named = [word for word in what if word.endswith((".yaml", ".yml"))]
        if len(named) > 1:
            raise UsageFault("one film at a time", hint="ministudio approve plates portraits story.yaml")
        path = one_film(file or (Path(named[0]) if named else None))
        asked = [word for word in what if word not in named]
        if not asked:
            raise UsageFault("approve what?", hint="plates, portraits, or a shot by number or id")
        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, out=out, profile=profile, options=pairs(options)
        )
        found = approve_anchors(path, asked, wishes)
        listed = [{"name": each.name, "picture": str(each.picture), "sha256": each.sha256} for each in found]
        console.result("approve", {"approved": listed}, [f"approved: {each.name}" for each in found])

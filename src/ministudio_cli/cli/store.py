"""The commands of `store`: list, verify, prune."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.group import NAMES
from ministudio_cli.cli.options import (
    Json,
    NoColor,
    Out,
    Outside,
    Quiet,
    StoreUrl,
    Verbose,
    command,
    films,
)
from ministudio_cli.console import Console, table

store = typer.Typer(
    help="Look into the store of artifacts: list, verify, prune.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    context_settings=NAMES,
)


@store.command("list")
def store_list(
    store_url: StoreUrl = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """List the artifacts: kind, size and the order that each answers."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("store list", console):
        opened = _opened(store_url)
        found = list(opened.orders())
        listed = [
            {"order": artifact.order, "kind": artifact.kind, "bytes": artifact.size, "files": sorted(artifact.files)}
            for artifact in found
        ]
        rows = [
            (artifact.kind, f"{artifact.size:,}", artifact.order[:16], ", ".join(sorted(artifact.files)))
            for artifact in found
        ]
        words = (
            [table((("kind", "left"), ("bytes", "right"), ("order", "left"), ("files", "left")), rows)]
            if rows
            else ["the store is empty"]
        )
        console.result("store list", {"store": opened.url, "artifacts": listed}, words)


@store.command("verify")
def store_verify(
    store_url: StoreUrl = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Read every artifact and hold it against its hash; what is damaged is forgotten and will be made again."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("store verify", console):
        opened = _opened(store_url)
        damaged = list(opened.damaged())
        for order, _ in damaged:
            opened.discard(order)
        words = [f"damaged: {order[:16]} {file} (forgotten: the next render makes it again)" for order, file in damaged]
        console.result("store verify", {"store": opened.url, "damaged": damaged}, words or ["every artifact is whole"])


@store.command("prune")
def store_prune(
    screenplays: Annotated[
        list[Path] | None, typer.Argument(metavar="[SCREENPLAY]...", help="Keep what these films use.")
    ] = None,
    store_url: StoreUrl = "",
    out: Out = None,
    allow_outside: Outside = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Remove what the present screenplays do not use."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("store prune", console):
        from ministudio_cli.store import places  # noqa: PLC0415
        from ministudio_cli.store.lease import pruning  # noqa: PLC0415
        from ministudio_cli.store.store import Store  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415
        from ministudio_cli.usecases.prune_store import used_orders  # noqa: PLC0415

        paths = films(screenplays)
        wishes = RenderOptions(store=store_url, out=out, allow_outside=allow_outside)
        opened = Store(places.store_url(paths[0], store_url))
        with pruning(opened.address):
            removed, size = opened.prune(used_orders(paths, wishes))
        console.result(
            "store prune", {"removed": removed, "bytes": size}, [f"removed {removed} files, {size / 1e6:.1f} MB"]
        )


def _opened(url: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - the store's class is loaded only here
    from ministudio_cli.store.store import Store  # noqa: PLC0415

    return Store(url or str(Path.cwd() / ".ministudio" / "store"))

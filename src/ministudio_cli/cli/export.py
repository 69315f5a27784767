"""The command `export`: masks, comparisons and material."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Film,
    Json,
    NoColor,
    Out,
    Quiet,
    StoreUrl,
    Verbose,
    command,
    one_film,
    short,
)
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault

EXPORT = Path("export")


def export(
    screenplay: Film = None,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where to write.")] = EXPORT,
    masks: Annotated[
        bool, typer.Option("--masks", help="Each character's identity mask, as a lossless grey film.")
    ] = False,
    png: Annotated[bool, typer.Option("--png", help="Masks as PNG pictures, one a frame.")] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Generated shots as they came beside what was made of them.")
    ] = False,
    material: Annotated[
        bool,
        typer.Option("--material", help="What it is made of: shots, bought clips, pictures, lines, stems."),
    ] = False,
    store: StoreUrl = "",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Take masks, comparisons and material out of the last render, for other programs and for eyes."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("export", console):
        from ministudio_cli.usecases.export_masks import export as export_masks  # noqa: PLC0415
        from ministudio_cli.usecases.export_material import export_material  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        if not (masks or compare or material):
            raise UsageFault("say what to export", hint="--masks, --compare, --material")
        wishes = RenderOptions(store=store, out=out)
        # A folder that a person names may be a link; the usual one may not.
        place = to if to == EXPORT else to.resolve()
        film, written = one_film(screenplay), list[Path]()
        if masks or compare:
            written += export_masks(film, wishes, place, masks=masks, compare=compare, png=png)
        if material:
            written += export_material(film, wishes, place)
        nothing = (
            "no shot of this film was generated: there is nothing to compare" if compare else "nobody is in this film"
        )
        words = [short(path) for path in written] or [nothing]
        console.result("export", {"written": [str(path) for path in written]}, words)

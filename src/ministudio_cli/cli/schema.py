"""The command `schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    command,
)
from ministudio_cli.console import Console


def schema(
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write it to a file.")] = None,
) -> None:
    """Print the screenplay's JSON Schema, for editors and other programs."""
    console = Console()
    with command("schema", console):
        from ministudio_cli.screenplay.schema import schema_text  # noqa: PLC0415

        if out:
            out.write_text(schema_text(), "utf-8")
        else:
            console.raw(schema_text())

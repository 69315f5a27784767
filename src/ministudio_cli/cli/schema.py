"""The command `schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import command
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault


def schema(
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write it to a file.")] = None,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="That of timeline.json, which stands beside every film.")
    ] = False,
    report: Annotated[
        str, typer.Option("--report", metavar="NAME", help="That of what plan, film (report.json) or check report.")
    ] = "",
) -> None:
    """Print the screenplay's JSON Schema, for editors and other programs."""
    console = Console()
    with command("schema", console):
        from ministudio_cli.screenplay.schema import schema_text  # noqa: PLC0415

        if report not in ("", "plan", "film", "check"):
            raise UsageFault(f"there is no report “{report}”", hint="one of: plan, film, check")
        text = schema_text(report or ("timeline" if timeline else "screenplay"))
        if out:
            out.write_text(text, "utf-8")
        else:
            console.raw(text)

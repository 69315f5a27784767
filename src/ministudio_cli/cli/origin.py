"""The command `origin`: what a file says of where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ministudio_cli.cli.options import Json, NoColor, Quiet, Verbose, command, there
from ministudio_cli.console import Console, table
from ministudio_cli.errors import CheckFailed

if TYPE_CHECKING:
    from ministudio_cli.origin.read import Credentials

_STATES = {
    "valid": "as it was signed; whether the signer is who they say is not known here",
    "trusted": "as it was signed, by somebody on the trust list",
    "invalid": "NOT as it was signed",
}


def origin(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A film, a clip, a picture or a sound.")],
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Show the credentials (C2PA) of a file: who signed it, whether it was changed since, and what it is made of.

    Exits with 8 where the file is not as it was signed.
    """
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("origin", console):
        from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
        from ministudio_cli.report.seal import seal_of  # noqa: PLC0415
        from ministudio_cli.usecases.read_origin import read_origin  # noqa: PLC0415

        there(file)
        found = read_origin(file)
        lost = seal_of(file) if found.state == "none" else None
        shown: list[Any] = _words(found)
        if lost:
            shown = [f"no credentials: it was delivered with those of {lost.signer}, and has lost them"]
        if found.ingredients:
            columns = [("part", "left"), ("where it comes from", "left"), ("credentials of its own", "left")]
            shown.append(table(columns, _rows(found)))
        console.result("origin", {"file": str(file)} | plain_of(found), shown)
        if found.state == "invalid":
            raise CheckFailed(
                f"{file.name} is not as it was signed: {'; '.join(found.why) or 'its credentials do not hold'}",
                hint="get it from whoever made it",
            )


def _words(found: Credentials) -> list[Any]:
    """Who signed it and what it says of itself, a line each."""
    from ministudio_cli.planning.source_types import IN_WORDS, IPTC  # noqa: PLC0415

    plain = found.plain.get("source", "").removeprefix(IPTC)
    if found.state == "none" and found.why:
        return [f"no credentials in it: {'; '.join(found.why)}"]
    if found.state == "none":
        called = f"; its plain metadata calls it {IN_WORDS.get(plain, plain)}" if plain else ""
        made = f", made with {found.plain['tool']}" if found.plain.get("tool") else ""
        return [
            f"no credentials{called}{made}" + (": they were lost on the way, or it was never signed" if plain else "")
        ]
    lines = [f"credentials: {_STATES[found.state]}"]
    if found.signer:
        lines.append(f"signed by: {found.signer}" + (f", {found.signed}" if found.signed else ""))
    if found.title:
        lines.append(f"title: {found.title}")
    if found.source:
        lines.append(f"it is: {IN_WORDS.get(found.source, found.source)} ({found.source})")
    if found.generator:
        lines.append(f"made with: {found.generator}")
    if found.statement:
        lines.append(f"made of: {found.statement.in_words()}")
    return lines


def _rows(found: Credentials) -> list[list[str]]:
    from ministudio_cli.planning.source_types import IN_WORDS  # noqa: PLC0415

    return [
        [
            part.title,
            IN_WORDS.get(part.source, part.source),
            "–" if part.state == "none" else f"{part.state}: {part.signer or 'signer not named'}",
        ]
        for part in found.ingredients
    ]

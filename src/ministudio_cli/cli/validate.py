"""The command `validate`: every fault at once."""

from __future__ import annotations

from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Films,
    Json,
    NoColor,
    Outside,
    Profile,
    ProviderOptions,
    Quiet,
    Verbose,
    command,
    films,
    pairs,
)
from ministudio_cli.console import Console
from ministudio_cli.errors import MinistudioError, ScreenplayInvalid, UsageFault
from ministudio_cli.json_types import JsonObject
from ministudio_cli.screenplay.faults import Fault, faults_told


def validate(
    screenplays: Films = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|github", help="How faults are printed; github marks the lines of a pull request."
        ),
    ] = "text",
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Check screenplays and report every fault at once, each with its place and what to do."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("validate", console):
        from ministudio_cli.providers.asked import held_against  # noqa: PLC0415
        from ministudio_cli.providers.specs import asked  # noqa: PLC0415
        from ministudio_cli.screenplay.read import read  # noqa: PLC0415 - the studio's other floors are not needed

        if format_ not in ("text", "github"):
            raise UsageFault(f"there is no format “{format_}”", hint="one of: text, github")
        payload: list[JsonObject] = []
        worst: MinistudioError | None = None
        for path in films(screenplays):
            try:
                film = read(path, allow_outside=allow_outside, render=asked(profile, pairs(options)), also=held_against)
                payload.append(
                    {"file": str(path), "valid": True, "title": film.title, "shots": len(film.shots), "faults": []}
                    | {"warnings": [warning.as_json() for warning in film.warnings]}
                )
                if film.warnings and format_ == "github":
                    console.annotations(film.warnings, "warning")
                elif film.warnings:
                    console.warn(film.warnings, path.read_text("utf-8-sig"))
            except (ScreenplayInvalid, UsageFault) as error:
                worst = error
                payload.append({"file": str(path), "valid": False, "faults": faults_told(error)})
                _show_faults(console, error, format_)
        words = [_valid(entry) for entry in payload if entry["valid"]]
        if as_json or format_ == "text":
            console.result("validate", {"screenplays": payload}, words)
        if worst:
            raise typer.Exit(worst.exit_code)


def _valid(found: JsonObject) -> str:
    count = len(found["warnings"])
    warned = f", {count} warning" + "s" * (count != 1) if count else ""
    return f"{found['file']}: “{found['title']}”, {found['shots']} shots, no faults{warned}"


def _show_faults(console: Console, error: MinistudioError, format_: str) -> None:
    if console.as_json:
        return
    if format_ == "github" and isinstance(error, ScreenplayInvalid):
        console.annotations([fault for fault in error.faults if isinstance(fault, Fault)])
    else:
        console.fault(error, "validate")

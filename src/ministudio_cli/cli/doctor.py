"""The command `doctor`: what this machine has and what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Json,
    NoColor,
    Profile,
    Quiet,
    Verbose,
    command,
    screenplays_here,
)
from ministudio_cli.console import Console, table
from ministudio_cli.errors import MissingPart
from ministudio_cli.planning.task import plain as plain_of
from ministudio_cli.usecases.examine_machine import Part


def doctor(
    install_voices: Annotated[
        bool, typer.Option("--install-voices", help="Only fetch the English voices, with npm.")
    ] = False,
    models: Annotated[
        bool, typer.Option("--models", help="Only list the video models: what they can do, prices.")
    ] = False,
    licences: Annotated[
        bool, typer.Option("--licences", help="Only list the licences of everything that makes films here.")
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Also try each service that films will use, with requests that are free.")
    ] = False,
    profile: Profile = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Say what this machine has, what is missing, and the command that mends it."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("doctor", console):
        from ministudio_cli.usecases.examine_machine import checkup  # noqa: PLC0415

        if install_voices:
            from ministudio_cli.providers.voices.install import install_voices as fetch  # noqa: PLC0415

            folder, count = fetch()
            console.result("doctor", {"voices": count, "folder": str(folder)}, [f"{count} voices stand in {folder}"])
            return
        if models:
            from ministudio_cli.cli.words import model_words  # noqa: PLC0415
            from ministudio_cli.providers.capabilities import (  # noqa: PLC0415
                capability,
                kind_of,
                known_models,
                picture_capability,
            )

            names = list(known_models())
            known = [capability(name) for name in names if kind_of(name) == "clips"]
            pictures = [picture_capability(name) for name in names if kind_of(name) == "pictures"]
            listed = {
                "models": [plain_of(part) for part in known],
                "pictures": [plain_of(picture) for picture in pictures],
            }
            console.result("doctor", listed, model_words(known, pictures))
            return
        if licences:
            _licences(console)
            return
        if profile:
            from ministudio_cli.providers.specs import profiled  # noqa: PLC0415

            profiled(profile)
        found = checkup(online=online, profile=profile)
        rows = [
            (_state(part), part.name, part.found + (f"\n→ {part.mend}" if part.mend and not part.ok else ""))
            for part in found
        ]
        words: list[object] = [table((("", "left"), ("part", "left"), ("found", "left")), rows)]
        missing = [part for part in found if not part.ok and not part.optional]
        words.append(f"now run: {_next(found)}")
        console.result("doctor", {"parts": [part.as_json() for part in found]}, words)
        if missing:
            raise MissingPart(f"{missing[0].name} is missing", hint=missing[0].mend)


def _licences(console: Console) -> None:
    from ministudio_cli.usecases.list_licences import licences  # noqa: PLC0415

    found = licences()
    rows = [
        (part.kind, f"{part.name} {part.version}".strip(), part.licence or "?", part.used, part.note) for part in found
    ]
    columns = (("kind", "left"), ("part", "left"), ("licence", "left"), ("used", "left"), ("", "left"))
    listed = [plain_of(part) | {"kind": part.kind} for part in found]
    console.result("doctor", {"licences": listed}, [table(columns, rows)])


def _next(found: list[Part]) -> str:
    """The one command to run next."""
    missing = next((part for part in found if not part.ok and not part.optional), None)
    if missing:
        return missing.mend
    here = screenplays_here()
    return f"ministudio render {here[0]}" if here else "ministudio init story"


def _state(part: Part) -> str:
    return "ok" if part.ok else "–" if part.optional else "missing"

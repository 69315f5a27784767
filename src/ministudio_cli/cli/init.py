"""The command `init`: a small screenplay that renders at once."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Json,
    NoColor,
    Quiet,
    Verbose,
    command,
)
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault


def init(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The screenplay's file name.")] = "story",
    title: Annotated[str, typer.Option("--title", help="The film's title; asked for where it is not given.")] = "",
    aspect: Annotated[
        str, typer.Option("--aspect", metavar="16:9|9:16|1:1", help="Wide, upright or square; asked for likewise.")
    ] = "",
    look: Annotated[str, typer.Option("--look", help="What it looks like, in words; asked for likewise.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Write a small screenplay that renders at once, and what belongs beside it."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("init", console):
        from ministudio_cli.providers.specs import variables  # noqa: PLC0415
        from ministudio_cli.screenplay.starter import ASPECTS, LOOK, starter_files  # noqa: PLC0415
        from ministudio_cli.store.files import own_folder, write_whole  # noqa: PLC0415

        stem = name.removesuffix(".yaml").removesuffix(".yml").rstrip("/")
        if not Path(stem).name or stem in (".", ".."):
            raise UsageFault("a screenplay needs a name", hint="for example: ministudio init story")
        story = Path(f"{stem}.yaml")
        if story.exists() and not force:
            raise UsageFault(f"{story} is there already", hint="choose another name, or pass --force")
        usual = Path(stem).name.replace("_", " ").replace("-", " ").title()
        asking = sys.stdin.isatty() and not (quiet or as_json)
        title = _answer("What is it called?", title, usual, asking=asking)
        aspect = _answer("Wide, upright or square?", aspect, ASPECTS[0], asking=asking, choices=ASPECTS)
        look = _answer("What does it look like?", look, LOOK, asking=asking)
        if aspect not in ASPECTS:
            raise UsageFault(f"there is no aspect “{aspect}” here", hint=f"one of: {', '.join(ASPECTS)}")
        written = []
        for path, text in starter_files(Path(stem), title, aspect, look, variables()):
            if path.exists() and path != story:
                continue
            write_whole(own_folder(path.parent) / path.name, text)
            written.append(str(path))
        named = shlex.quote(f"./{stem}.yaml" if stem.startswith("-") else f"{stem}.yaml")
        console.say(f"now run: ministudio preview {named} --shot 1, then: ministudio render {named}")
        console.result("init", {"written": written}, written)


def _answer(question: str, given: str, usual: str, *, asking: bool, choices: Sequence[str] = ()) -> str:
    """What was given as a flag, else the answer of whoever sits there, else what is usual."""
    if given or not asking:
        return given or usual
    import click  # noqa: PLC0415

    kind = click.Choice(choices) if choices else None
    return str(typer.prompt(question, default=usual, err=True, type=kind)).strip() or usual

"""The commands around the house: init, doctor, schema, store."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.checkup import Part
from ministudio_cli.cli.group import NAMES
from ministudio_cli.cli.options import (
    Json,
    NoColor,
    Out,
    Outside,
    Profile,
    Quiet,
    StoreUrl,
    Verbose,
    command,
    films,
    screenplays_here,
)
from ministudio_cli.console import Console, table
from ministudio_cli.errors import MissingPart, UsageFault
from ministudio_cli.planning.orders import plain as as_told

store = typer.Typer(
    help="Look into the store of artifacts: list, verify, prune.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    context_settings=NAMES,
)


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
        from ministudio_cli.checkup import checkup  # noqa: PLC0415

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
            listed = {"models": [as_told(one) for one in known], "pictures": [as_told(one) for one in pictures]}
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
            (_state(one), one.name, one.found + (f"\n→ {one.mend}" if one.mend and not one.ok else "")) for one in found
        ]
        words: list[object] = [table((("", "left"), ("part", "left"), ("found", "left")), rows)]
        missing = [one for one in found if not one.ok and not one.optional]
        words.append(f"now run: {_next(found)}")
        console.result("doctor", {"parts": [one.as_json() for one in found]}, words)
        if missing:
            raise MissingPart(f"{missing[0].name} is missing", hint=missing[0].mend)


def _licences(console: Console) -> None:
    from ministudio_cli.licences import licences  # noqa: PLC0415

    found = licences()
    rows = [(one.kind, f"{one.name} {one.version}".strip(), one.licence or "?", one.used, one.note) for one in found]
    columns = (("kind", "left"), ("part", "left"), ("licence", "left"), ("used", "left"), ("", "left"))
    listed = [as_told(one) | {"kind": one.kind} for one in found]
    console.result("doctor", {"licences": listed}, [table(columns, rows)])


def _next(found: list[Part]) -> str:
    """The one command to run next."""
    missing = next((one for one in found if not one.ok and not one.optional), None)
    if missing:
        return missing.mend
    here = screenplays_here()
    return f"ministudio render {here[0]}" if here else "ministudio init story"


def _state(part: Part) -> str:
    return "ok" if part.ok else "–" if part.optional else "missing"


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
        told = [{"order": one.order, "kind": one.kind, "bytes": one.size, "files": sorted(one.files)} for one in found]
        rows = [(one.kind, f"{one.size:,}", one.order[:16], ", ".join(sorted(one.files))) for one in found]
        words = (
            [table((("kind", "left"), ("bytes", "right"), ("order", "left"), ("files", "left")), rows)]
            if rows
            else ["the store is empty"]
        )
        console.result("store list", {"store": opened.url, "artifacts": told}, words)


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
        from ministudio_cli import studio  # noqa: PLC0415
        from ministudio_cli.store import places  # noqa: PLC0415
        from ministudio_cli.store.store import Store  # noqa: PLC0415

        paths = films(screenplays)
        wishes = studio.Wishes(store=store_url, out=out, allow_outside=allow_outside)
        opened = Store(places.store_url(paths[0], store_url))
        removed, size = opened.prune(studio.used_orders(paths, wishes))
        console.result(
            "store prune", {"removed": removed, "bytes": size}, [f"removed {removed} files, {size / 1e6:.1f} MB"]
        )


def _opened(url: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - the store's class is loaded only here
    from ministudio_cli.store.store import Store  # noqa: PLC0415

    return Store(url or str(Path.cwd() / ".ministudio" / "store"))

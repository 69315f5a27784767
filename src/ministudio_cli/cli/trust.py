"""The command by which a person says that what came with a folder is theirs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import Json, NoColor, Quiet, Verbose, command
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault
from ministudio_cli.json_types import JsonObject


def trust(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="A project's folder; without it, this one.")
    ] = None,
    store: Annotated[
        str,
        typer.Option(
            "--store", metavar="URL", help="Believe a shared store from now on, whoever writes to it, and nothing else."
        ),
    ] = "",
    listed: Annotated[bool, typer.Option("--list", help="Only show what is allowed.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take it back.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Say that a folder is yours: its .env may be read as it now is, and what its store holds is sealed as your own.

    Without it a .env sets nothing, and what a store holds that you did not make is made anew.
    """
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("trust", console):
        from ministudio_cli import configuration  # noqa: PLC0415

        place = (folder or Path()).resolve()
        if listed:
            found = configuration.allowed()
            value = {"dotenv": sorted(found.dotenv), "stores": list(found.stores)}
            words = [
                *(f"read: {path}" for path in sorted(found.dotenv)),
                *(f"believed: {name}" for name in found.stores),
            ]
            console.result("trust", value, words or ["nothing is allowed yet"])
            return
        if not store and not place.is_dir():
            raise UsageFault(f"there is no folder {place}", hint="name the folder of a screenplay")
        if revoke:
            configuration.revoke(place / ".env", store or str(place / ".ministudio" / "store"))
            console.result("trust", {"revoked": store or str(place)}, [f"no longer trusted: {store or place}"])
            return
        if store:
            _confirm(console, f"Believe whatever anybody writes to {store}?", yes=yes)
            configuration.allow_store(store)
            console.result("trust", {"stores": [store]}, [f"believed: {store}"])
            return
        _folder(console, place, yes=yes)


def _folder(console: Console, place: Path, *, yes: bool) -> None:
    """Allow a folder's `.env`, and seal what its store holds."""
    from ministudio_cli.configuration import allow_dotenv  # noqa: PLC0415
    from ministudio_cli.providers.environment import Environment  # noqa: PLC0415
    from ministudio_cli.providers.specs import all_specs  # noqa: PLC0415
    from ministudio_cli.store.places import store_url  # noqa: PLC0415
    from ministudio_cli.store.store import Store  # noqa: PLC0415

    environment = Environment(place / "story.yaml")
    names = environment.names(all_specs().values())
    url = store_url(place / "story.yaml")
    held = len(list(Store(url).orders(doubtful=True))) - len(list(Store(url).orders())) if Path(url).is_dir() else 0
    value: JsonObject = {"folder": str(place), "dotenv": "", "names": names, "sealed": 0}
    words = []
    if environment.dotenv and names:
        _confirm(console, f"May {environment.dotenv} set {', '.join(names)}?", yes=yes)
        allow_dotenv(environment.dotenv)
        value["dotenv"] = str(environment.dotenv)
        words.append(f"read from now on, as it is: {environment.dotenv} ({', '.join(names)})")
    if held:
        _confirm(console, f"Are the {held} results in {url} that you did not make here yours?", yes=yes)
        value["sealed"], bad = Store(url).seal()
        words.append(
            f"sealed as yours: {value['sealed']} results" + (f"; {bad} are damaged and are not" if bad else "")
        )
    console.result("trust", value, words or [f"there is nothing to allow in {place}"])


def _confirm(console: Console, question: str, *, yes: bool) -> None:
    """Raises UsageFault where nobody sits there, Abort where they say no."""
    if yes:
        return
    if console.as_json or console.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageFault("nobody can be asked here", hint="pass --yes, if it is yours")
    from ministudio_cli.plain import safe  # noqa: PLC0415

    typer.confirm(safe(question), default=False, abort=True, err=True)

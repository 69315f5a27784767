"""The command `review`: the film in a page that is alive."""

from __future__ import annotations

import secrets
import socket
from typing import Annotated

import typer

from ministudio_cli.cli.options import (
    Film,
    MaxCost,
    NoColor,
    Out,
    Outside,
    Profile,
    ProviderOptions,
    Quiet,
    StoreUrl,
    Verbose,
    Workers,
    command,
    dollars,
    one_film,
    pairs,
)
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault

LOOPBACK = "127.0.0.1"


def review(
    screenplay: Film = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes one that is free.")] = 0,
    share_readonly: Annotated[
        str,
        typer.Option(
            "--share-readonly",
            metavar="ADDRESS",
            help="An address of this machine at which others may look, by a link.",
        ),
    ] = "",
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    out: Out = None,
    max_cost: MaxCost = "",
    workers: Workers = 0,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Open the film as a page to direct from: boards, takes, notes, edits, prices; nothing is bought without a click.

    The page is on this machine alone, for whoever has its link. It ends with Ctrl-C.
    """
    console = Console(as_json=False, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("review", console):
        from ministudio_cli.review.room import Room  # noqa: PLC0415
        from ministudio_cli.review.server import Door, opened, serve  # noqa: PLC0415
        from ministudio_cli.store.places import build_folder  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        path = one_film(screenplay)
        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, out=out, max_cost=dollars(max_cost), workers=workers,
            profile=profile, options=pairs(options),
        )  # fmt: skip
        room = Room(path, wishes)
        listening = _listening(opened, share_readonly or LOOPBACK, port)
        port = listening.getsockname()[1]
        token, reading = secrets.token_urlsafe(24), secrets.token_urlsafe(24) if share_readonly else ""
        names = (share_readonly, socket.gethostname().lower()) if share_readonly else ()
        shown = LOOPBACK if share_readonly in ("", "0.0.0.0") else share_readonly  # noqa: S104 - compared, not bound
        link = f"http://{shown}:{port}/?token={token}"
        console.raw(link)
        if share_readonly:
            console.say(f"to look only: http://{share_readonly}:{port}/?token={reading}")
            console.say(
                "whoever has that link sees the film, its boards, takes, prompts, notes and prices, and changes "
                "nothing; it goes over the network unencrypted"
            )
        console.say("the room is open; Ctrl-C closes it")
        if open_ and not quiet:
            typer.launch(link)
        with room:
            try:
                serve(room, build_folder(path, out), Door(port, token, reading, names), listening)
            except KeyboardInterrupt:
                console.say("the room is closed; all that was made is kept")


def _listening(opened: object, address: str, port: int) -> socket.socket:
    try:
        made = opened(address, port)  # type: ignore[operator]
    except OSError as error:
        raise UsageFault(
            f"the room cannot be opened at {address}:{port}: {error.strerror or error}", hint="choose another --port"
        ) from None
    assert isinstance(made, socket.socket)  # noqa: S101
    return made

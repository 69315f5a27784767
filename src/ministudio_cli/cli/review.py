"""The command `review`: the film in a page that is alive."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
from collections.abc import Callable
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
        from ministudio_cli.store.files import own_folder  # noqa: PLC0415
        from ministudio_cli.store.places import build_folder  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        path = one_film(screenplay)
        wishes = RenderOptions(
            store=store, allow_outside=allow_outside, out=out, max_cost=dollars(max_cost), workers=workers,
            profile=profile, options=pairs(options),
        )  # fmt: skip
        folder = own_folder(build_folder(path, out))
        room = Room(path, wishes)
        listening = [_listening(opened, LOOPBACK, port)]
        port = listening[0].getsockname()[1]
        shared = bool(share_readonly) and share_readonly != LOOPBACK
        if shared:
            listening.append(_listening(opened, share_readonly, port))
        names = (share_readonly, socket.gethostname()) if share_readonly else ()
        reading = secrets.token_urlsafe(24) if share_readonly else ""
        door = Door(port, secrets.token_urlsafe(24), reading, names)
        console.raw(f"http://{LOOPBACK}:{port}/?token={door.token}")
        if share_readonly:
            host = f"[{share_readonly}]" if ":" in share_readonly else share_readonly
            console.raw(f"http://{host}:{port}/?token={reading}")
            console.say(
                "the second link is to look only: who has it sees the film, its boards, takes, prompts, notes and "
                "prices, and changes nothing" + ("; it goes over the network unencrypted" if shared else "")
            )
        console.say("the room is open; Ctrl-C closes it")
        if open_ and not quiet:
            # Other users of this machine see what a browser is started with: this token is good once.
            typer.launch(f"http://{LOOPBACK}:{port}/?token={door.once}")
        with room, contextlib.suppress(KeyboardInterrupt):
            serve(room, folder, door, listening)
        if room.jobs.busy:
            console.say("the room is closed; what was under way is broken off, and goes on when it is asked for again")
            os._exit(0)
        console.say("the room is closed; all that was made is kept")


def _listening(opened: Callable[[str, int], socket.socket], address: str, port: int) -> socket.socket:
    try:
        if address in ("0.0.0.0", "::"):  # noqa: S104 - it is refused
            raise UsageFault("a room is shared at one address", hint="name an address of this machine")
        return opened(address, port)
    except OSError as error:
        raise UsageFault(
            f"the room cannot be opened at {address}:{port}: {error.strerror or error}", hint="choose another --port"
        ) from None

"""The command `sign`: a film's credentials, and the certificate that they are signed with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import Json, NoColor, Quiet, Verbose, command, there
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault

_WORTH = (
    "It is a certificate of this machine’s own: whoever reads a film sees that nothing was changed, but not that it is "
    "you. For that, a certificate of an authority on the C2PA trust list is needed."
)


def sign(
    film: Annotated[Path | None, typer.Argument(metavar="[FILM]", help="A film where it was rendered.")] = None,
    setup: Annotated[bool, typer.Option("--setup", help="Make a certificate of this machine's own.")] = False,
    name: Annotated[str, typer.Option("--name", metavar="STUDIO", help="In whose name; with --setup.")] = "",
    status: Annotated[bool, typer.Option("--status", help="Say who signs films here.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Sign films, so that what they are made of can be read and a change is seen; `render` then signs what it delivers.

    A certificate of a studio's own is named by MINISTUDIO_SIGN_CERTIFICATE and MINISTUDIO_SIGN_KEY, or _COMMAND.
    """
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("sign", console):
        from ministudio_cli.origin import certificate  # noqa: PLC0415
        from ministudio_cli.usecases.sign_film import sign as sign_film  # noqa: PLC0415

        if sum((film is not None, setup, status)) != 1:
            raise UsageFault("sign what?", hint="give a film, or --setup, or --status")
        if setup and not name.strip():
            raise UsageFault("in whose name?", hint="ministudio sign --setup --name “Our Studio”")
        if film is not None:
            there(film)
            by = sign_film(film)
            words = f"{film.name} is signed by {by.name}"
        elif setup:
            by = certificate.set_up(name.strip())
            words = f"films are signed by “{by.name}” from here on ({certificate.folder()}). {_WORTH}"
        else:
            found = certificate.signer()
            if found is None:
                raise UsageFault("nobody signs films here", hint="make one: ministudio sign --setup --name NAME")
            by = found
            words = f"films are signed by “{by.name}” ({by.algorithm}), until {by.until:%Y-%m-%d}"
        facts = {"signer": by.name, "algorithm": by.algorithm, "until": f"{by.until:%Y-%m-%d}"}
        console.result("sign", facts | ({"film": str(film)} if film else {}), [words])

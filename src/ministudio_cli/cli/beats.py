"""The command `beats`: what is heard in music."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import Json, NoColor, Quiet, Verbose, command, drawable, there
from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault


def beats(
    track: Annotated[Path, typer.Argument(metavar="TRACK", help="Any audio or video file.")],
    tempo: Annotated[
        float | None, typer.Option("--tempo", min=10, max=400, metavar="BPM", help="Its tempo, where you know it.")
    ] = None,
    meter: Annotated[
        int | None, typer.Option("--meter", min=2, max=12, metavar="N", help="Its beats a bar, where you know them.")
    ] = None,
    own: Annotated[
        Path | None, typer.Option("--beats", metavar="FILE", help="Its beats: a text, Audacity labels, Rekordbox XML.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="PNG|SVG", help="Draw waveform, onsets and beats.")
    ] = None,
    click: Annotated[
        Path | None, typer.Option("--click", metavar="WAV", help="Write the music with a click on every beat.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option("--labels", metavar="TXT", help="Write labels that Audacity opens.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Listen to music: its tempo, how clear its pulse is, and the beats that cuts can land on."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("beats", console):
        from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
        from ministudio_cli.usecases import hear_music  # noqa: PLC0415

        there(track)
        if own is not None:
            there(own)
        for path in (plot, click, labels):
            if path is not None and not path.parent.is_dir():
                raise UsageFault(f"there is no folder {path.parent}", hint="make it first")
        drawable(plot, ".png", ".svg")
        wanted = hear_music.Drawn(plot=plot, click=click, labels=labels)
        given = hear_music.Given(tempo=tempo or 0.0, meter=meter or 0, beats=own)
        heard, lines = hear_music.listen_to(track, given, wanted, console.out.width)
        console.result("beats", {"file": str(track)} | plain_of(heard), lines[-1:] if quiet else lines)

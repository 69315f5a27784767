"""The command `check`: a finished film, proved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ministudio_cli.cli.options import Json, NoColor, Quiet, Verbose, command, drawable, there
from ministudio_cli.console import Console, table
from ministudio_cli.errors import CheckFailed, UsageFault


def check(
    film: Annotated[Path, typer.Argument(metavar="FILM", help="A finished film.")],
    narration: Annotated[
        Path | None,
        typer.Option("--narration", metavar="WAV", help="Its narration's stem; NAME.narration.wav beside it is found."),
    ] = None,
    dialogue: Annotated[
        Path | None,
        typer.Option("--dialogue", metavar="WAV", help="Its dialogue's stem; NAME.dialogue.wav beside it is found."),
    ] = None,
    music: Annotated[
        Path | None,
        typer.Option(
            "--music",
            metavar="FILE",
            help="Its music's stem or file, from the film's first sample; NAME.music.wav beside it is found.",
        ),
    ] = None,
    master: Annotated[
        str, typer.Option("--master", metavar="web|podcast|broadcast|none", help="The loudness it should have.")
    ] = "web",
    max_offset: Annotated[
        float, typer.Option("--max-offset", metavar="MS", help="How far a line may be out of place.")
    ] = 5.0,
    max_loudness: Annotated[
        float, typer.Option("--max-loudness", metavar="LU", help="How far the loudness may be off.")
    ] = 1.0,
    min_kappa: Annotated[
        float | None,
        typer.Option(
            "--min-kappa", metavar="K", help="How well the cuts must fall on beats: 0 is chance, 1 every cut."
        ),
    ] = None,
    max_caption_speed: Annotated[
        float | None,
        typer.Option("--max-caption-speed", metavar="CPS", help="Characters a second that a caption may run at."),
    ] = None,
    silent: Annotated[bool, typer.Option("--silent", help="Neither voice nor music is meant to be in it.")] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="PNG", help="Draw waveform, beats, cuts and lines.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Prove a finished film, from the file alone or with its stems: frames, sync, lines, cuts, beats, loudness."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("check", console):
        from ministudio_cli.cut.loudness import TARGETS  # noqa: PLC0415
        from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
        from ministudio_cli.report.measured import Asked  # noqa: PLC0415
        from ministudio_cli.report.proven import draw_proof, proof_rows  # noqa: PLC0415
        from ministudio_cli.usecases.check_film import check as check_film  # noqa: PLC0415

        there(film)
        if master not in (*TARGETS, "none"):
            raise UsageFault(f"there is no master “{master}”", hint=f"one of: {', '.join(TARGETS)}, none")
        beside = {name: film.with_suffix(f".{name}.wav") for name in ("narration", "dialogue", "music")}
        found = {name: path for name, path in beside.items() if path.is_file()}
        stems = (("narration", narration), ("dialogue", dialogue))
        asked = Asked(
            voices=tuple(filter(None, (given or found.get(name) for name, given in stems))),
            music=music or found.get("music"),
            target=TARGETS.get(master),
            silent=silent,
            limits={"offset": max_offset, "loudness": max_loudness, "kappa": min_kappa, "captions": max_caption_speed},
        )
        drawable(plot, ".png")
        for path in (*asked.voices, asked.music, plot.parent if plot else None):
            if path is not None and not path.exists():
                raise UsageFault(f"there is no {path}", hint="give a file that is there")
        measures = check_film(film, asked)
        if plot:
            draw_proof(measures, film, plot)
            console.say(f"drawn: {plot}")
        console.result(
            "check",
            {"film": str(film)} | plain_of(measures),
            [table([("measured", "left"), ("figure", "left")], [list(row) for row in proof_rows(measures)])],
        )
        if measures.faults:
            raise CheckFailed(
                f"{film.name}: {'; '.join(measures.faults)}", hint="look at those places, or raise the limit"
            )

"""The command `align`: a screenplay’s words found in recordings."""

from __future__ import annotations

from ministudio_cli.cli.options import Film, Json, NoColor, Quiet, Verbose, command, one_film
from ministudio_cli.console import Console
from ministudio_cli.errors import CheckFailed


def align(
    screenplay: Film = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Find the words of a screenplay's lines in its recordings, and say which are missing or added."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("align", console):
        from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
        from ministudio_cli.usecases import align_recordings  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415
        from ministudio_cli.usecases.settle import validate  # noqa: PLC0415

        recordings = align_recordings.aligned(validate(one_film(screenplay), RenderOptions()))
        lines = [line for each in recordings for line in align_recordings.words_of(each)]
        console.result("align", {"recordings": list(map(plain_of, recordings))}, lines)
        doubts = [doubt for each in recordings for doubt in each.doubts]
        if doubts:
            raise CheckFailed(
                "one place of the recordings is not as the script has it"
                if len(doubts) == 1
                else f"{len(doubts)} places of the recordings are not as the script has them",
                hint="record them again, or change the lines",
            )

"""The command `preview`: single shots, small and soon."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ministudio_cli.cli.options import (
    Film,
    Json,
    JsonProgress,
    MaxCost,
    NoColor,
    Open,
    Out,
    Outside,
    Profile,
    ProviderOptions,
    Quiet,
    RetryUnknown,
    Slate,
    StoreUrl,
    Verbose,
    Workers,
    Yes,
    asker,
    command,
    dollars,
    one_film,
    pairs,
    short,
    trouble,
)
from ministudio_cli.console import Console
from ministudio_cli.errors import MinistudioError
from ministudio_cli.json_types import JsonObject
from ministudio_cli.progress import Progress

if TYPE_CHECKING:
    from ministudio_cli.usecases.preview_shots import Previewed


_LOOK = 0.1
"""Seconds between two looks at a file that is watched."""


def preview(
    screenplay: Film = None,
    shot: Annotated[
        list[str] | None,
        typer.Option(
            "--shot", "-s", metavar="N|ID", help="A shot, by number or id; may be repeated. The first, if none."
        ),
    ] = None,
    first: Annotated[str, typer.Option("--from", metavar="N|ID", help="From this shot on.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="N|ID", help="Up to this shot, with it.")] = "",
    frames: Annotated[
        bool, typer.Option("--frames", help="Only three stills of each shot (of all, if none is named).")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and show again whenever it is saved.")] = False,
    open_: Open = False,
    masks: Annotated[bool, typer.Option("--masks", help="Also a clip with each character's mask over it.")] = False,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", metavar="SCREENPLAY", help="The screenplay, like the argument.")
    ] = None,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    out: Out = None,
    max_cost: MaxCost = "",
    yes: Yes = False,
    retry_unknown: RetryUnknown = False,
    slate: Slate = False,
    workers: Workers = 0,
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Render shots small: their real plate, cast, lines and length, at 540 lines and without the music.

    Of a film that a model generates it shows what is bought, else the shot as it is drawn; with a paid --profile, or
    --yes, it buys the shot as the render will use it.
    """
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("preview", console):
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415
        from ministudio_cli.usecases.preview_shots import Preview  # noqa: PLC0415

        path = one_film(file or screenplay)
        named = [*(shot or ()), *([f"{first}..{last}"] if first or last else [])]
        which = named or ([".."] if frames else ["1"])
        if not named and not frames:
            console.say("the first shot; name others by --shot, --from and --to")
        progress = Progress(console, events=json_progress)
        wishes = RenderOptions(
            store=store,
            allow_outside=allow_outside,
            out=out,
            workers=workers,
            max_cost=dollars(max_cost),
            yes=yes,
            ask=asker(console, progress.clear),
            profile=profile,
            options=pairs(options),
            retry_unknown=retry_unknown,
        )
        with progress as said, Preview(path, wishes, said) as studio:

            def make() -> list[Previewed]:
                return studio.frames(which) if frames else studio.shots(which, masks=masks, slate=slate)

            shown = _present(console, make(), said)
            if open_:
                for clip in shown:
                    typer.launch(str(clip.clip or clip.stills[0]))
            if watch:
                # What is changed while it is watched is shown as it is, and bought by no save.
                studio.buys = False
                _stay(path, lambda: _present(console, make(), said), console)


def _present(console: Console, shown: list[Previewed], said: Progress) -> list[Previewed]:
    """Tell what was made: the still in the terminal, the paths on standard output."""
    from ministudio_cli.cli.picture import show  # noqa: PLC0415

    payload: list[JsonObject] = []
    words: list[str] = []
    said.clear()
    for clip in shown:
        if not console.quiet and not console.as_json and console.colour:
            show(clip.stills[len(clip.stills) // 2], console.talk.width)
        made = [place for place in (clip.clip, clip.masks, *(clip.stills if not clip.clip else ())) if place]
        console.say(
            f"{clip.shot}: {clip.seconds:.2f} s" + (f"; a still is at {short(clip.stills[0])}" if clip.clip else "")
        )
        words += [short(place) for place in made]
        payload.append(
            {"shot": clip.shot, "seconds": clip.seconds, "clip": str(clip.clip) if clip.clip else None,
             "stills": [str(still) for still in clip.stills], "masks": str(clip.masks) if clip.masks else None}
        )  # fmt: skip
    # A program that asked for one shot reads its fields at the top.
    whole: JsonObject = payload[0] | {"still": payload[0]["stills"][0], "shots": payload}
    console.result("preview", whole, words)
    return shown


def _stay(path: Path, again: Callable[[], object], console: Console) -> None:
    """Make it again whenever the screenplay is saved, until Ctrl-C; a fault in it is told, and waited out."""
    seen = _stamp(path)
    console.say(f"watching {path}; Ctrl-C ends it")
    try:
        while True:
            time.sleep(_LOOK)
            now = _stamp(path)
            if now == seen or now is None:
                continue
            seen, begun = now, time.monotonic()
            try:
                again()
            except MinistudioError as error:
                console.fault(error, "preview")
            except Exception as error:  # noqa: BLE001 - whoever watches is writing: half a file is no end of it
                console.fault(trouble(error), "preview")
            else:
                console.say(f"shown {time.monotonic() - begun:.1f} s after it was saved")
    except KeyboardInterrupt:
        console.say("no longer watched")


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is saved; None while it is not there (editors replace files)."""
    try:
        payload = path.stat()
    except OSError:
        return None
    return payload.st_mtime_ns, payload.st_size

"""The commands that show: preview, storyboard, report, export."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ministudio_cli.cli.options import (
    Film,
    Json,
    JsonProgress,
    MaxCost,
    NoColor,
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
from ministudio_cli.cli.words import ledger_words, quality_words
from ministudio_cli.console import Console
from ministudio_cli.errors import MinistudioError, UsageFault
from ministudio_cli.progress import Progress

if TYPE_CHECKING:
    from ministudio_cli.screening import Previewed

_LOOK = 0.1
"""Seconds between two looks at a file that is watched."""

Open = Annotated[bool, typer.Option("--open", help="Open what was made with the program that this machine has for it.")]


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
        from ministudio_cli.screening import Preview  # noqa: PLC0415
        from ministudio_cli.studio import Wishes  # noqa: PLC0415

        path = one_film(file or screenplay)
        named = [*(shot or ()), *([f"{first}..{last}"] if first or last else [])]
        which = named or ([".."] if frames else ["1"])
        if not named and not frames:
            console.say("the first shot; name others by --shot, --from and --to")
        progress = Progress(console, events=json_progress)
        wishes = Wishes(
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
                for one in shown:
                    typer.launch(str(one.clip or one.stills[0]))
            if watch:
                # What is changed while it is watched is shown as it is, and bought by no save.
                studio.buys = False
                _stay(path, lambda: _present(console, make(), said), console)


def _present(console: Console, shown: list[Previewed], said: Progress) -> list[Previewed]:
    """Tell what was made: the still in the terminal, the paths on standard output."""
    from ministudio_cli.cli.picture import show  # noqa: PLC0415

    told: list[dict[str, Any]] = []
    words: list[str] = []
    said.clear()
    for one in shown:
        if not console.quiet and not console.as_json and console.colour:
            show(one.stills[len(one.stills) // 2], console.talk.width)
        made = [place for place in (one.clip, one.masks, *(one.stills if not one.clip else ())) if place]
        console.say(
            f"{one.shot}: {one.seconds:.2f} s" + (f"; a still is at {short(one.stills[0])}" if one.clip else "")
        )
        words += [short(place) for place in made]
        told.append(
            {"shot": one.shot, "seconds": one.seconds, "clip": str(one.clip) if one.clip else None,
             "stills": [str(still) for still in one.stills], "masks": str(one.masks) if one.masks else None}
        )  # fmt: skip
    # A program that asked for one shot reads its fields at the top.
    whole: dict[str, Any] = told[0] | {"still": told[0]["stills"][0], "shots": told}
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
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size


def storyboard(
    screenplay: Film = None,
    paper: Annotated[str, typer.Option("--paper", metavar="a4|letter", help="What it is printed on.")] = "a4",
    open_: Open = False,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    out: Out = None,
    workers: Workers = 0,
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Draw a panel for every shot, before anything is rendered: HTML, PDF and PNG sheets to print."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("storyboard", console):
        from ministudio_cli import screening  # noqa: PLC0415
        from ministudio_cli.studio import Wishes  # noqa: PLC0415

        wishes = Wishes(store=store, out=out, allow_outside=allow_outside, workers=workers)
        with Progress(console, events=json_progress) as watch:
            written = screening.storyboard(one_film(screenplay), wishes, paper=paper, watch=watch)
        console.result("storyboard", {"written": [str(one) for one in written]}, [short(one) for one in written])
        if open_:
            typer.launch(str(written[0]))


def report(
    render: Annotated[
        Path | None, typer.Argument(metavar="[SCREENPLAY|FOLDER]", help="A screenplay, or the folder of a build.")
    ] = None,
    other: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Another build of the film: what changed is shown.")
    ] = None,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where two renders are compared.")] = Path(
        "compare.html"
    ),
    ledger: Annotated[
        bool, typer.Option("--ledger", help="What was asked of paid services, what came of it, what it cost.")
    ] = False,
    embed: Annotated[bool, typer.Option("--embed", help="Put the film into its page, to send it alone.")] = False,
    open_: Open = False,
    store: StoreUrl = "",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Show the last render: its page, and every shot in words; two renders side by side; or the ledger."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("report", console):
        from ministudio_cli import screening, studio  # noqa: PLC0415

        if ledger:
            told = studio.account(render, studio.Wishes(store=store))
            console.result("report", told, ledger_words(told))
            return
        wishes = studio.Wishes(out=out)
        if other:
            _compare(console, [render or Path(), other], wishes, to, open_=open_)
            return
        place = screening.dailies_page(render or one_film(None), wishes)
        told = screening.report_of(place)
        if embed:
            film = screening.embed(place)
            console.say(f"{film.name} is in {short(place)} now")
        console.result("report", told | {"page": str(place)}, [*quality_words(told), "", short(place)])
        if open_:
            typer.launch(str(place))


def _compare(console: Console, renders: Sequence[Path], wishes: Any, to: Path, *, open_: bool) -> None:
    from ministudio_cli import screening  # noqa: PLC0415

    told = screening.compare(renders[0], renders[1], wishes, to)
    words = [told["summary"]]
    words += [f"{row['id']}: {change}" for row in told["shots"] for change in row["changes"]]
    console.result("report", told | {"page": str(to)}, [*words, short(to)])
    if open_:
        typer.launch(str(to))


EXPORT = Path("export")


def export(
    screenplay: Film = None,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where to write.")] = EXPORT,
    masks: Annotated[
        bool, typer.Option("--masks", help="Each character's identity mask, as a lossless grey film.")
    ] = False,
    png: Annotated[bool, typer.Option("--png", help="Masks as PNG pictures, one a frame.")] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Generated shots as they came beside what was made of them.")
    ] = False,
    store: StoreUrl = "",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Take masks and comparisons out of the last render, for other programs and for eyes."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("export", console):
        from ministudio_cli import screening  # noqa: PLC0415
        from ministudio_cli.studio import Wishes  # noqa: PLC0415

        if not (masks or compare):
            raise UsageFault("say what to export", hint="--masks, --compare, or both")
        wishes = Wishes(store=store, out=out)
        # A folder that a person names may be a link; the usual one may not.
        place = to if to == EXPORT else to.resolve()
        written = screening.export(one_film(screenplay), wishes, place, masks=masks, compare=compare, png=png)
        nothing = (
            "no shot of this film was generated: there is nothing to compare" if compare else "nobody is in this film"
        )
        words = [short(one) for one in written] or [nothing]
        console.result("export", {"written": [str(one) for one in written]}, words)

"""The commands that make a film: validate, plan, lock, render."""

from __future__ import annotations

import shlex
import traceback
from typing import Annotated, Any

import typer

from ministudio_cli.cli.options import (
    Film,
    Films,
    Json,
    JsonProgress,
    MaxCost,
    MaxCostPerFilm,
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
    apart,
    asker,
    command,
    dollars,
    films,
    one_film,
    pairs,
    short,
    trouble,
)
from ministudio_cli.cli.words import ending_words, film_words, plan_shot, plan_words
from ministudio_cli.console import Console, parts_of
from ministudio_cli.errors import MinistudioError, ScreenplayInvalid, UsageFault
from ministudio_cli.progress import Progress
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.store.places import lock_path

Retakes = Annotated[
    int,
    typer.Option(
        "--retakes",
        min=0,
        max=20,
        help="Generated takes that may be bought again in a film where one is wrong; 0 only reports.",
    ),
]


def validate(
    screenplays: Films = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|github", help="How faults are printed; github marks the lines of a pull request."
        ),
    ] = "text",
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Check screenplays and report every fault at once, each with its place and what to do."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("validate", console):
        from ministudio_cli.providers.registry import abilities  # noqa: PLC0415
        from ministudio_cli.providers.specs import asked  # noqa: PLC0415
        from ministudio_cli.screenplay.read import read  # noqa: PLC0415 - the studio's other floors are not needed

        if format_ not in ("text", "github"):
            raise UsageFault(f"there is no format “{format_}”", hint="one of: text, github")
        told: list[dict[str, Any]] = []
        worst: MinistudioError | None = None
        for path in films(screenplays):
            try:
                film = read(path, allow_outside=allow_outside, render=asked(profile, pairs(options)), also=abilities)
                told.append(
                    {"file": str(path), "valid": True, "title": film.title, "shots": len(film.shots), "faults": []}
                    | {"warnings": [one.as_json() for one in film.warnings]}
                )
                if film.warnings and format_ == "github":
                    console.annotations(film.warnings, "warning")
                elif film.warnings:
                    console.warn(film.warnings, path.read_text("utf-8-sig"))
            except (ScreenplayInvalid, UsageFault) as error:
                worst = error
                told.append({"file": str(path), "valid": False, "faults": _faults(error)})
                _show_faults(console, error, format_)
        words = [_valid(one) for one in told if one["valid"]]
        if as_json or format_ == "text":
            console.result("validate", {"screenplays": told}, words)
        if worst:
            raise typer.Exit(worst.exit_code)


def _valid(found: dict[str, Any]) -> str:
    count = len(found["warnings"])
    warned = f", {count} warning" + "s" * (count != 1) if count else ""
    return f"{found['file']}: “{found['title']}”, {found['shots']} shots, no faults{warned}"


def _faults(error: MinistudioError) -> list[dict[str, object]]:
    if isinstance(error, ScreenplayInvalid):
        return [fault.as_json() for fault in error.faults if isinstance(fault, Fault)]
    return [{"message": error.message, "hint": error.hint}]


def _show_faults(console: Console, error: MinistudioError, format_: str) -> None:
    if console.as_json:
        return
    if format_ == "github" and isinstance(error, ScreenplayInvalid):
        console.annotations([fault for fault in error.faults if isinstance(fault, Fault)])
    else:
        console.fault(error, "validate")


def plan(
    screenplay: Film = None,
    shot: Annotated[str, typer.Option("--shot", metavar="N|ID", help="Only this shot, by number or id.")] = "",
    prompt: Annotated[bool, typer.Option("--prompt", help="With --shot: exactly what the model will be told.")] = False,
    locked: Annotated[bool, typer.Option("--locked", help="Fail where the lock is stale.")] = False,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Show what will be made: shots, state, seeds, lengths, price and reasons. Makes and spends nothing."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("plan", console):
        from ministudio_cli import studio  # noqa: PLC0415

        if prompt and not shot:
            raise UsageFault("--prompt needs --shot", hint="for example: ministudio plan --shot 3 --prompt")
        wishes = studio.Wishes(
            store=store, allow_outside=allow_outside, locked=locked, profile=profile, options=pairs(options)
        )
        planned = studio.plan(one_film(screenplay), wishes)
        if shot:
            plan_shot(console, planned, shot, prompt=prompt)
        else:
            console.result("plan", planned.report, plan_words(planned.report, console.out.width))


def lock(
    screenplay: Film = None,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    max_cost: MaxCost = "",
    yes: Yes = False,
    retry_unknown: RetryUnknown = False,
    workers: Workers = 0,
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Settle seeds, voices and cuts, and write them to the lockfile. Speaks the lines, renders no shot."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("lock", console):
        from ministudio_cli import studio  # noqa: PLC0415

        path = one_film(screenplay)
        with Progress(console, events=json_progress) as watch:
            wishes = studio.Wishes(
                store=store,
                allow_outside=allow_outside,
                max_cost=dollars(max_cost),
                yes=yes,
                ask=asker(console, watch.clear),
                workers=workers,
                profile=profile,
                options=pairs(options),
                retry_unknown=retry_unknown,
            )
            found = studio.lock(path, wishes, watch)
        place = lock_path(path)
        console.result("lock", {"lock": str(place), "shots": len(found.shots)}, [str(place)])


def render(
    screenplays: Films = None,
    locked: Annotated[
        bool, typer.Option("--locked", help="Fail where the lock is stale, naming what and why.")
    ] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first film that fails.")] = False,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    out: Out = None,
    max_cost: MaxCost = "",
    max_cost_per_film: MaxCostPerFilm = "",
    yes: Yes = False,
    retry_unknown: RetryUnknown = False,
    retakes: Retakes = 2,
    slate: Slate = False,
    stems: Annotated[
        bool, typer.Option("--stems", help="Also write narration.wav and music.wav beside the film.")
    ] = False,
    workers: Workers = 0,
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Make the film: plan, draw, speak, score, cut and check it. Unchanged shots are reused, never made twice."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("render", console):
        from ministudio_cli import studio  # noqa: PLC0415

        shown: list[Progress] = []
        wishes = studio.Wishes(
            store=store,
            out=out,
            locked=locked,
            slate=slate,
            stems=stems,
            allow_outside=allow_outside,
            max_cost=dollars(max_cost),
            max_cost_per_film=dollars(max_cost_per_film, "--max-cost-per-film"),
            yes=yes,
            ask=asker(console, lambda: shown[-1].clear() if shown else None),
            workers=workers,
            profile=profile,
            options=pairs(options),
            retry_unknown=retry_unknown,
            retakes=retakes,
        )
        told: list[dict[str, Any]] = []
        worst = 0
        paths, budget = apart(films(screenplays), out), studio.budget_of(wishes)
        studio.enter_films(paths, wishes, budget)
        for path in paths:
            try:
                with Progress(console, events=json_progress) as watch:
                    shown.append(watch)
                    made = studio.render(path, wishes, watch, budget)
                told.append({"file": str(path), "film": short(made.film)} | made.report)
                console.say(film_words(made.report))
                console.say(ending_words(made.report, shlex.quote(short(path)), short(made.film.parent)))
                if not as_json:
                    console.result("render", {}, [short(made.film)])
            except Exception as raised:  # noqa: BLE001 - one bad film does not stop the others
                error = trouble(raised)
                worst = max(worst, error.exit_code)
                hint = {"exit_code": error.exit_code, "message": error.message, "hint": error.hint}
                hint |= {"orders": parts} if (parts := parts_of(error)) else {}
                hint |= {"faults": _faults(error)} if isinstance(error, ScreenplayInvalid) else {}
                told.append({"file": str(path), "error": hint})
                if not as_json:
                    console.fault(error, "render")
                if verbose > 1:
                    console.say("".join(traceback.format_exception(raised)))
                if fail_fast:
                    break
        if as_json:
            console.result("render", {"films": told, "exit_code": worst})
        if worst:
            raise typer.Exit(worst)

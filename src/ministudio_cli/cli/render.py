"""The command `render`: screenplays to films."""

from __future__ import annotations

import dataclasses
import shlex
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ministudio_cli.cli.farm_options import Engine, Made, Outcome, SchedulerAddress, at_once, farm_of
from ministudio_cli.cli.options import (
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
    pairs,
    short,
    trouble,
)
from ministudio_cli.cli.words import ending_words, film_words
from ministudio_cli.console import Console, parts_of
from ministudio_cli.errors import MinistudioError, ScreenplayInvalid
from ministudio_cli.graph.events import ProgressSink
from ministudio_cli.json_types import JsonObject
from ministudio_cli.progress import Progress
from ministudio_cli.screenplay.faults import faults_told

if TYPE_CHECKING:
    from ministudio_cli.purchases.budget import Budget
    from ministudio_cli.usecases.options import RenderOptions

Retakes = Annotated[
    int,
    typer.Option(
        "--retakes",
        min=0,
        max=20,
        help="Generated takes that may be bought again in a film where one is wrong; 0 only reports.",
    ),
]


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
        bool,
        typer.Option("--stems", help="Also write the sound apart: voice, music, footage, places, effects (.wav)."),
    ] = False,
    workers: Workers = 0,
    engine: Engine = "local",
    scheduler: SchedulerAddress = "",
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Make the film: plan, draw, speak, score, cut and check it. Unchanged shots are reused, never made twice."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("render", console):
        from ministudio_cli.usecases.consent import budget_of, enter_films  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        shown: list[Progress] = []
        wishes = RenderOptions(
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
        paths = apart(films(screenplays), out)
        rows: list[Outcome] = []
        with farm_of(engine, scheduler, workers) as farm:
            if farm is not None:
                # Of many films at once nobody could tell which one a question is about.
                asks = wishes.ask if len(paths) == 1 else None
                wishes = dataclasses.replace(wishes, farm=farm, ask=asks)
            budget = budget_of(wishes)
            enter_films(paths, wishes, budget)
            made = _maker(console, wishes, budget, as_json=as_json, verbose=verbose)
            if farm is not None and len(paths) > 1:
                rows = at_once(paths, made, console, farm, fail_fast=fail_fast)
            for path in paths if not rows else ():
                with Progress(console, events=json_progress) as watch:
                    shown.append(watch)
                    outcome = made(path, watch)
                outcome.say()
                rows.append(outcome)
                if outcome.code and fail_fast:
                    break
        worst = max(outcome.code for outcome in rows)
        if as_json:
            console.result("render", {"films": [outcome.row for outcome in rows], "exit_code": worst})
        if worst:
            raise typer.Exit(worst)


def _maker(console: Console, wishes: RenderOptions, budget: Budget, *, as_json: bool, verbose: int) -> Made:
    """What makes one film of a batch."""
    from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415
    from ministudio_cli.usecases.render_film import render as render_film  # noqa: PLC0415

    def failed(path: Path, raised: Exception) -> Outcome:
        error, trace = trouble(raised), "".join(traceback.format_exception(raised))

        def say() -> None:
            if not as_json:
                console.fault(error, "render")
            if verbose > 1:
                console.say(trace)

        return Outcome({"file": str(path), "error": _described(error)}, error.exit_code, say)

    def made(path: Path, watch: ProgressSink) -> Outcome:
        try:
            done = render_film(path, wishes, watch, budget)
        except Exception as raised:  # noqa: BLE001 - one bad film does not stop the others
            return failed(path, raised)

        def say() -> None:
            console.say(film_words(done.report))
            console.say(ending_words(done.report, shlex.quote(short(path)), short(done.film.parent)))
            if not as_json:
                console.result("render", {}, [short(done.film)])

        return Outcome({"file": str(path), "film": short(done.film)} | plain_of(done.report), 0, say)

    return made


def _described(error: MinistudioError) -> JsonObject:
    found: JsonObject = {"exit_code": error.exit_code, "message": error.message, "hint": error.hint}
    if parts := parts_of(error):
        found["orders"] = parts
    return found | ({"faults": faults_told(error)} if isinstance(error, ScreenplayInvalid) else {})

"""Where films are computed: on this machine, or on a farm; and many films on one farm at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ministudio_cli.console import Console
from ministudio_cli.errors import UsageFault
from ministudio_cli.graph.events import ProgressSink, no_progress
from ministudio_cli.json_types import JsonObject

if TYPE_CHECKING:
    from ministudio_cli.graph.engines.farm import Farm

Engine = Annotated[
    str,
    typer.Option("--engine", metavar="local|dask", help="Where it is computed: by this machine, or by a Dask cluster."),
]
SchedulerAddress = Annotated[
    str,
    typer.Option(
        "--scheduler", metavar="TCP://…", envvar="MINISTUDIO_SCHEDULER",
        help="The cluster's scheduler, with --engine dask; else a cluster is started on this machine.",
    ),
]  # fmt: skip
FILMS = 24
"""Films of a batch that are under way at once: each waits more than it works."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a film: as JSON has it, the code with which the program would end for it, and what says it to a
    person once nothing else is being shown.
    """

    row: JsonObject
    code: int
    say: Callable[[], None]


Made = Callable[[Path, ProgressSink], Outcome]


@contextmanager
def farm_of(engine: str, scheduler: str, workers: int) -> Iterator[Farm | None]:
    """The farm that was asked for; None where this machine computes by itself. Raises UsageFault for another engine."""
    if engine not in ("local", "dask"):
        raise UsageFault(f"there is no engine “{engine}”", hint="local or dask")
    if engine == "local":
        if scheduler and "MINISTUDIO_SCHEDULER" not in os.environ:
            raise UsageFault("a --scheduler is used by the engine dask", hint="add --engine dask")
        yield None
        return
    from ministudio_cli.graph.engines.farm import Farm  # noqa: PLC0415 - distributed

    farm = Farm(scheduler, workers)
    try:
        yield farm
    finally:
        farm.close()


def at_once(paths: Sequence[Path], made: Made, console: Console, farm: Farm, *, fail_fast: bool) -> list[Outcome]:
    """Many films on one farm; how many are done is said as they end. With `fail_fast` none begins after one failed; on
    an interrupt all of them end.
    """
    found: dict[Path, Outcome] = {}
    left = list(reversed(paths))
    with ThreadPoolExecutor(FILMS) as threads:
        running: dict[Future[Outcome], Path] = {}
        try:
            while left or running:
                while left and len(running) < FILMS:
                    path = left.pop()
                    running[threads.submit(made, path, no_progress)] = path
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    path = running.pop(done)
                    found[path] = done.result()
                    found[path].say()
                    console.say(f"{len(found)} of {len(paths)} films")
                    if found[path].code and fail_fast:
                        left.clear()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            farm.stop()
            raise
    return [found[path] for path in paths if path in found]

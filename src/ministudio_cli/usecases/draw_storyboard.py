"""The use case `storyboard`: the film on paper, drawn on this machine, whoever films it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.graph.events import ProgressSink, no_progress
from ministudio_cli.graph.passes import Stock, board_task, pictures_of
from ministudio_cli.graph.references import admit
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.origin import statement_of
from ministudio_cli.planning.task import digest
from ministudio_cli.report.delivery import metadata_of, write_stated
from ministudio_cli.screenplay.formats import draft_format
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.files import own_folder, write_whole
from ministudio_cli.store.lease import rendering
from ministudio_cli.store.places import build_folder, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.sync.decide import is_same
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.settle import lock_of_film, settle, validate


def storyboard(
    path: Path, options: RenderOptions, *, paper: str = "a4", sink: ProgressSink = no_progress
) -> list[Path]:
    """The storyboard beside the film, as HTML, PDF and a PNG for each sheet: drawn on this machine, whoever films."""
    from ministudio_cli.report import storyboard as board  # noqa: PLC0415

    if paper not in board.PAPERS:
        raise UsageFault(f"there is no paper “{paper}”", hint=f"one of: {', '.join(board.PAPERS)}")
    film = validate(path, dataclasses.replace(options, profile="offline"))
    small = settle(dataclasses.replace(film, format=draft_format(film.format)))
    full, before = settle(film), lock_of_film(path)
    locked = {shot.id: locked_frames(before, full, shot.id) for shot in full.shots}
    settled = all(locked.values())
    store = Store(store_url(path, options.store))
    with rendering(store.address), Scheduler(store, sink, workers=options.workers) as scheduler:
        takes = boards(small, small.shots, scheduler)
    panels, since = [], 0.0
    for shot in small.shots:
        seconds = float(locked[shot.id] / film.format.fps if settled else shot.expected)
        picture, size = board.picture_of(scheduler.store.path(takes[shot.id], "body.mp4"))
        panels.append(
            board.Panel(
                number=shot.number, id=shot.id, picture=picture, size=size, how=_how(shot), action=shot.shot.action,
                lines=tuple(line.text for line in shot.shot.lines), since=since, seconds=seconds,
            )
        )  # fmt: skip
        since += seconds
    pages = board.sheets(film.title, panels, paper, expected=not settled)
    folder = build_folder(path, options.out)
    own_folder(folder)
    whole = folder / "storyboard.html"
    write_whole(whole, board.html(film.title, pages, paper))
    printed = folder / "storyboard.pdf"
    write_whole(printed, board.pdf(film.title, pages, paper))
    pictures = [folder / f"storyboard-{number}.png" for number in range(1, len(pages) + 1)]
    stated = metadata_of(film, statement_of(small, {}, ()).pictured())
    for place, marks in zip(pictures, pages, strict=True):
        write_stated(place, board.png(marks, paper), stated)
    return [whole, printed, *pictures]


def _how(shot: ShotPlan) -> str:
    cast = ", ".join(figure.name for figure in shot.moment.figures)
    return " · ".join(filter(None, (shot.shot.size, shot.shot.camera, cast, shot.shot.set)))


def boards(plan: Plan, shots: Sequence[ShotPlan], scheduler: Scheduler) -> dict[str, Artifact]:
    """A few frames of each shot, by id: drawn in two passes like any other, before a line is spoken."""
    admit(plan, scheduler.store)
    tasks = {shot.id: board_task(plan, shot, Stock(scheduler.store)) for shot in shots}
    scheduler.start([node for shot in shots for node in pictures_of(shot)])
    takes = scheduler.run(
        Node(task=task, label=f"board {name}", doing="sketching", reason="storyboard") for name, task in tasks.items()
    )
    return {name: takes[digest(task)] for name, task in tasks.items()}


def locked_frames(before: Lock | None, full: Plan, name: str) -> int:
    """The frames that the lock gives a shot, while it is the shot that was locked, its take apart; else 0."""
    kept, shot = before.shot(name) if before else None, full.shot(name)
    return kept.frames[1] - kept.frames[0] if kept and shot and is_same(shot, kept) else 0

"""What the room shows of a film: screenplay, takes, anchors, notes and the last render, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.film_plan import ShotPlan
from ministudio_cli.purchases.budget import due
from ministudio_cli.purchases.ledger import committed, has_ledger, open_ledger
from ministudio_cli.report.json_form import plain_of
from ministudio_cli.review.notes import Note, notes_of
from ministudio_cli.screenplay.model import Line, Shot
from ministudio_cli.store.places import build_folder, film_name, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.usecases.approve_anchors import anchors, anchors_bill
from ministudio_cli.usecases.choose_takes import TakeRow, takes
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.plan_film import foreseen
from ministudio_cli.usecases.preview_shots import name_of
from ministudio_cli.usecases.settle import lock_of_film, settle, validate

_REPORT_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCard:
    """A spoken line: who, what, and its number among the lines of its shot."""

    number: int
    speaker: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCard:
    """One take: US dollars and what of that is due; the address of a clip and of a still, “” where there is none."""

    take: int
    shown: bool
    rejected: bool
    price: str
    due: str
    clip: str
    still: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotCard:
    """A shot: what its screenplay says, what will be asked for, what is made. `seconds` of the film, `film` its place
    in the last render as (first second, last), `verdict` what became of its take there, with what is wrong.
    """

    number: int
    id: str
    scene: str
    how: str
    set: str
    cast: tuple[str, ...]
    action: str
    lines: tuple[LineCard, ...]
    seconds: float
    seed: int
    prompt: str
    price: str
    due: str
    stills: tuple[str, ...]
    look: str
    takes: tuple[TakeCard, ...]
    buys: bool
    verdict: str
    faults: tuple[str, ...]
    film: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorCard:
    name: str
    picture: str
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmCard:
    """The whole film; `due` is what a render would still cost, `spent` what it has cost, in US dollars."""

    title: str
    file: str
    fps: float
    seconds: float
    width: int
    height: int
    shots: tuple[ShotCard, ...]
    anchors: tuple[AnchorCard, ...]
    anchors_due: str
    approval: bool
    notes: tuple[Note, ...]
    film: str
    due: str
    spent: str
    warnings: tuple[str, ...]


def film_card(path: Path, options: RenderOptions) -> FilmCard:
    """Read a film as the room shows it; nothing is made or spent. Raises what `validate` does."""
    before = lock_of_film(path)
    plan = settle(validate(path, options), before)
    store = Store(store_url(path, options.store))
    folder = build_folder(path, options.out)
    bill = foreseen(plan, store, before)[1] if plan.price else []
    owed = {item.label: item.due for item in bill}
    rows: dict[str, list[TakeRow]] = {}
    for row in takes(path, options):
        rows.setdefault(row.shot, []).append(row)
    report = _report(folder)
    shots = tuple(
        _shot(shot, folder, rows.get(shot.id, []), owed.get(f"shot {shot.id}", Decimal(0)), report)
        for shot in plan.shots
    )
    pictures = anchors(path, plan, options, store) if plan.film.approve else ()
    film = folder / f"{path.stem}.mp4"
    return FilmCard(
        title=plan.film.title, file=path.name, fps=float(plan.film.format.fps), seconds=float(plan.expected),
        width=plan.film.format.width, height=plan.film.format.height, shots=shots,
        anchors=tuple(
            AnchorCard(name=one.name, picture=address(one.picture, folder), approved=one.approved) for one in pictures
        ),
        anchors_due=str(due(anchors_bill(plan, store))) if plan.film.approve else "0",
        approval=bool(plan.film.approve), notes=notes_of(path), film=address(film, folder),
        due=str(due(bill)), spent=str(spent_on(path, options)), warnings=tuple(map(str, plan.film.warnings)),
    )  # fmt: skip


def spent_on(path: Path, options: RenderOptions) -> Decimal:
    """US dollars that a film has cost, by its ledger."""
    url = store_url(path, options.store)
    if not has_ledger(url):
        return Decimal(0)
    ledger = open_ledger(url)
    try:
        return committed(ledger.purchases(), [film_name(path)])
    finally:
        ledger.close()


def address(file: Path, folder: Path) -> str:
    """Where the room serves a file of a film's folder: it changes with the file. “” where there is none."""
    try:
        stamp = file.stat().st_mtime_ns
    except OSError:
        return ""
    return f"/media/{quote(file.relative_to(folder).as_posix())}?v={stamp}"


def _shot(shot: ShotPlan, folder: Path, rows: list[TakeRow], owed: Decimal, report: Mapping[str, Any]) -> ShotCard:
    shown = folder / "preview" / name_of(shot)
    stills = tuple(filter(None, (address(Path(f"{shown}-{at}.jpg"), folder) for at in (1, 2, 3))))
    verdict, faults = report["quality"].get(shot.id, ("", ()))
    return ShotCard(
        number=shot.number, id=shot.id, scene=shot.shot.scene, how=_how(shot.shot), set=shot.shot.set,
        cast=tuple(figure.name for figure in shot.moment.figures), action=shot.shot.action,
        lines=tuple(_line(number, line) for number, line in enumerate(shot.shot.lines)),
        seconds=float(shot.expected), seed=shot.seed, prompt=shot.prompt, price=str(shot.price), due=str(owed),
        stills=stills, look=_latest(folder, Path(f"{shown}-2.jpg"), rows),
        takes=tuple(_take(row, folder) for row in rows),
        buys=bool(shot.price), verdict=verdict, faults=faults, film=report["cuts"].get(shot.id),
    )  # fmt: skip


def _how(shot: Shot) -> str:
    words = [shot.size, shot.camera, *([shot.angle] if shot.angle != "eye" else [])]
    return " · ".join(words)


def _line(number: int, line: Line) -> LineCard:
    return LineCard(number=number, speaker=line.speaker, words=line.text)


def _take(row: TakeRow, folder: Path) -> TakeCard:
    own = folder / "takes" / f"{row.shot}-{row.take}"
    return TakeCard(
        take=row.take, shown=row.shown, rejected=row.rejected, price=str(row.price), due=str(row.due),
        clip=address(own.with_suffix(".mp4"), folder), still=address(own.with_suffix(".png"), folder),
    )  # fmt: skip


def _latest(folder: Path, board: Path, rows: list[TakeRow]) -> str:
    """The address of the picture of a shot as it is: its board or the still of its take, whichever is newer."""
    stills = [folder / "takes" / f"{row.shot}-{row.take}.png" for row in rows if row.shown]
    there = [place for place in (*stills, board) if place.is_file()]
    return address(max(there, key=lambda place: place.stat().st_mtime_ns), folder) if there else ""


_NOTHING: JsonObject = {"quality": {}, "cuts": {}}


def _report(folder: Path) -> JsonObject:
    """Of the last render: the verdict and the faults of each shot, and its seconds; nothing where there is no report
    that can be read.
    """
    place = folder / "report.json"
    try:
        if place.stat().st_size > _REPORT_BYTES:
            return _NOTHING
        read = json.loads(place.read_text("utf-8"))
        above, _, below = str(read["fps"]).partition("/")
        fps = int(above) / int(below or 1)
        return {
            "quality": {
                str(row["shot"]): (str(row["verdict"]), tuple(str(fault["words"]) for fault in row["faults"]))
                for row in read["quality"]
            },
            "cuts": {str(row["shot"]): (int(row["start"]) / fps, int(row["end"]) / fps) for row in read["cuts"]},
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return _NOTHING


def plain(card: FilmCard) -> JsonObject:
    """The card as JSON values."""
    return plain_of(card)

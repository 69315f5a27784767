"""The use cases `takes`, `take`, `pick` and `reject`: several takes of a shot, of which one is shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.graph.events import ProgressSink, no_progress
from ministudio_cli.graph.references import references_of
from ministudio_cli.planning.film import plan_film
from ministudio_cli.planning.film_plan import ShotPlan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.providers.registry import providers_for
from ministudio_cli.purchases.budget import due
from ministudio_cli.screenplay.choices import MOST, Choices, ShotChoice, choices_of, choices_path, showing
from ministudio_cli.store.files import own_folder, write_whole
from ministudio_cli.store.places import build_folder, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.usecases.approve_anchors import anchors
from ministudio_cli.usecases.open_dailies import report_of
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.plan_film import foreseen
from ministudio_cli.usecases.preview_shots import Preview, shot_named
from ministudio_cli.usecases.settle import lock_of_film, settle, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRow:
    """One take of a shot: whether it is shown and whether it is rejected, its price and what of that is still to be
    paid (US dollars), the clip and the still in which it can be looked at, where there are any, and what is measured of
    it where the last render showed it: in words, empty where nothing is wrong, None where it was not measured.
    """

    shot: str
    take: int
    shown: bool
    rejected: bool
    price: Decimal
    due: Decimal
    clip: Path | None
    picture: Path | None
    faults: tuple[str, ...] | None


def takes(path: Path, options: RenderOptions) -> list[TakeRow]:
    """Every take of every shot of a film, in its order."""
    return _rows(path, options)


def take(
    path: Path, which: str, options: RenderOptions, *, variations: int = 1, sink: ProgressSink = no_progress
) -> list[TakeRow]:
    """Make more takes of a shot, each with a seed of its own; the one that is shown stays. Raises OverBudget before
    anything is bought that is not consented to.
    """
    shot = _another(path, which, options)
    choice = choices_of(path).of(shot.shot)
    if choice.numbers[-1] + variations > MOST:
        raise UsageFault(f"a shot has at most {MOST} takes", hint=f"remove its line in {choices_path(path).name}")
    for number in range(choice.numbers[-1] + 1, choice.numbers[-1] + 1 + variations):
        asked = dataclasses.replace(options, takes=((shot.id, number),))
        with Preview(path, asked, sink) as studio:
            studio.buys = True
            shown = studio.shots([shot.id])[0]
        if shown.clip:
            place = own_folder(build_folder(path, options.out) / "takes") / f"{shot.id}-{number}.mp4"
            shown.clip.replace(place)
            shown.stills[0].replace(place.with_suffix(".png"))
        # Each is noted as soon as it is there: whatever becomes of the next, this one is not lost.
        choices = choices_of(path)
        _keep(path, choices.changed(shot.id, dataclasses.replace(choices.of(shot.shot), last=number)))
    return _rows(path, options, shot.id)[-variations:]


def quote(path: Path, which: str, options: RenderOptions) -> Decimal:
    """US dollars that another take of a shot would cost now, with the pictures and lines that it needs. Raises
    UsageFault where none can be made, or where pictures must be approved first.
    """
    shot = _another(path, which, options)
    number = choices_of(path).of(shot.shot).numbers[-1] + 1
    plan = settle(validate(path, dataclasses.replace(options, takes=((shot.id, number),))), lock_of_film(path))
    store = Store(store_url(path, options.store))
    if plan.film.approve and plan.price:
        made = anchors(path, plan, options, store)
        wanted = len([*plan.plates(), *plan.portraits()])
        if len(made) < wanted or not all(picture.approved for picture in made):
            raise UsageFault("plates and portraits are not approved yet", hint="make them, look at them, and approve")
    some = plan.without_music(shot_named(plan, shot.id))
    return due(foreseen(some, store, None)[1]) if plan.price else Decimal(0)


def pick(path: Path, which: str, number: int, options: RenderOptions) -> list[TakeRow]:
    """Show another take of a shot from now on."""
    shot, choices = _shot(path, which, options), choices_of(path)
    _in_file(shot, number)
    choice = choices.of(shot.shot)
    if number not in choice.numbers:
        has = f"takes 1 to {choice.numbers[-1]}" if choice.last > 1 else "one take"
        raise UsageFault(f"“{shot.id}” has {has}", hint=f"make another: ministudio take {shot.id}")
    kept = tuple(other for other in choice.rejected if other != number)
    _keep(path, choices.changed(shot.id, dataclasses.replace(choice, take=number, rejected=kept)))
    return _rows(path, options, shot.id)


def reject(path: Path, which: str, number: int, options: RenderOptions) -> list[TakeRow]:
    """Reject a take (0: the one that is shown). Another is shown then: the highest that is not rejected, else a new
    one, which the next render makes.
    """
    shot, choices = _shot(path, which, options), choices_of(path)
    choice = choices.of(shot.shot)
    number = number or choice.take
    if number not in choice.numbers:
        raise UsageFault(f"“{shot.id}” has no take {number}", hint=f"it has: {', '.join(map(str, choice.numbers))}")
    rejected = tuple(sorted({*choice.rejected, number}))
    left = [other for other in choice.numbers if other not in rejected]
    shown = choice.take if choice.take in left else left[-1] if left else choice.numbers[-1] + 1
    if shown != choice.take:
        _in_file(shot, shown)
    if shown > MOST:
        raise UsageFault(f"a shot has at most {MOST} takes", hint=f"remove its line in {choices_path(path).name}")
    changed = ShotChoice(take=shown, last=max(choice.last, shown), rejected=rejected)
    _keep(path, choices.changed(shot.id, changed))
    return _rows(path, options, shot.id)


def _another(path: Path, which: str, options: RenderOptions) -> ShotPlan:
    """A shot of which another take can be made; raises UsageFault where none can."""
    shot = _shot(path, which, options)
    if shot.plate is None:
        raise UsageFault(f"“{shot.id}” shows footage of your own", hint="name another part of it under clip:")
    if shot.price and shot.shot.continuity == "match":
        raise UsageFault(
            f"“{shot.id}” goes on from the shot before it, and is bought with it",
            hint="make another take of that one, or reject this one and render",
        )
    return shot


def _in_file(shot: ShotPlan, number: int) -> None:
    """Raises UsageFault where the screenplay itself says which take is shown."""
    if shot.shot.take not in (0, number):
        raise UsageFault(
            f"{shot.shot.at}: the screenplay says take: {shot.shot.take} for “{shot.id}”",
            hint=f"write take: {number} there, or remove the key",
        )


def _shot(path: Path, which: str, options: RenderOptions) -> ShotPlan:
    shot = shot_named(settle(validate(path, options), lock_of_film(path)), which)
    if shot.shot.same_take_as:
        raise UsageFault(
            f"“{shot.id}” shows the take of “{shot.shot.same_take_as}”", hint=f"choose of {shot.shot.same_take_as}"
        )
    return shot


def _rows(path: Path, options: RenderOptions, only: str = "") -> list[TakeRow]:
    """The takes of all shots, or of one: the film is read once, and planned and priced once for each number."""
    film, choices, before = validate(path, options), choices_of(path), lock_of_film(path)
    store, folder = Store(store_url(path, options.store)), build_folder(path, options.out) / "takes"
    shots = [shot for shot in film.shots if only in ("", shot.id)]
    # What shows the take of another has no takes of its own.
    shown = {shot.id: choices.of(film.shot(shot.same_take_as) if shot.same_take_as else shot) for shot in shots}
    numbers = {shot.id: (shown[shot.id].take,) if shot.same_take_as else shown[shot.id].numbers for shot in shots}
    references = references_of(film)
    priced: dict[tuple[str, int], tuple[Decimal, Decimal]] = {}
    for number in sorted({number for some in numbers.values() for number in some}):
        having = {shot.id: number for shot in shots if number in numbers[shot.id] and not shot.same_take_as}
        plan = plan_film(showing(film, having), providers_for(film), references, before.remembered if before else None)
        owed = {item.label: item.due for item in foreseen(plan, store, before)[1]} if plan.price else {}
        for shot in plan.shots:
            priced[shot.id, number] = shot.price, owed.get(f"shot {shot.id}", Decimal(0))
    found = _measured(path, options, {shot.id: shown[shot.id].take for shot in shots}, before)
    return [
        TakeRow(
            shot=shot.id, take=number, shown=number == shown[shot.id].take, rejected=number in shown[shot.id].rejected,
            price=priced[shot.id, number][0], due=priced[shot.id, number][1],
            clip=_there(folder / f"{shot.id}-{number}.mp4"), picture=_there(folder / f"{shot.id}-{number}.png"),
            faults=found.get((shot.id, number)),
        )
        for shot in shots
        for number in numbers[shot.id]
    ]  # fmt: skip


def _there(place: Path) -> Path | None:
    return place if place.is_file() else None


def _measured(
    path: Path, options: RenderOptions, shown: Mapping[str, int], before: Lock | None
) -> dict[tuple[str, int], tuple[str, ...]]:
    """What is wrong with the takes that the last render showed, where it was the one that the lock keeps."""
    try:
        report = report_of(build_folder(path, options.out) / "report.html")
    except UsageFault:
        return {}
    found = {}
    for shot in report.shots:
        locked, seen = before and before.shot(shot.id), report.quality_of(shot.id)
        if locked and seen and locked.digest == shot.digest and shot.id in shown:
            number = int(dict(locked.ingredients).get("take", 1))
            found[shot.id, number] = tuple(fault.words for fault in seen.faults)
    return found


def _keep(path: Path, choices: Choices) -> None:
    write_whole(choices_path(path), choices.text())

"""The use case `approve`: the pictures that all else is anchored to are looked at before shots are bought."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.errors import CheckFailed, UsageFault
from ministudio_cli.graph.bill import first_bill
from ministudio_cli.graph.events import ProgressSink
from ministudio_cli.graph.passes import pictures_of
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.task import digest
from ministudio_cli.planning.tasks import PlateTask, PortraitTask
from ministudio_cli.purchases.budget import Budget, Item
from ministudio_cli.report.delivery import copy_out
from ministudio_cli.screenplay.choices import choices_of, choices_path
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.files import write_whole
from ministudio_cli.store.places import build_folder, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.usecases.consent import consented, stock_of
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.settle import lock_of_film, open_scheduler, settle, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorPicture:
    """A plate or a portrait that is made: its name for a person, the SHA-256 of its picture, where that lies beside the
    film, and whether it is approved.
    """

    name: str
    sha256: str
    picture: Path
    approved: bool


def hold_for_approval(path: Path, plan: Plan, options: RenderOptions, budget: Budget, sink: ProgressSink) -> None:
    """Make and deliver a film's plates and portraits, and stop where one of them is not approved: raises CheckFailed.

    Nothing else of the film is bought before.
    """
    store = Store(store_url(path, options.store))
    tasks = [*plan.plates(), *plan.portraits()]
    found = {digest(task): store.find(digest(task)) for task in tasks}
    if not all(found.values()):
        consented(path, plan, anchors_bill(plan, store), options, budget)
        with open_scheduler(path, plan, options, sink, budget) as scheduler:
            nodes = {digest(node.task): node for shot in plan.shots for node in pictures_of(shot)}
            found |= scheduler.run(nodes.values())
    pictures = list(_pictures(path, plan, options, store, {key: made for key, made in found.items() if made}))
    waiting = [picture for picture in pictures if not picture.approved]
    if waiting:
        folder = build_folder(path, options.out) / "anchors"
        raise CheckFailed(
            f"{len(waiting)} of {len(pictures)} plates and portraits are not approved: "
            + ", ".join(picture.name for picture in waiting),
            hint=f"look at {folder}, then: ministudio approve plates portraits {path}",
        )


def anchors_bill(plan: Plan, store: Store) -> list[Item]:
    """What the plates and portraits of a film cost, line by line."""
    made = {key for task in (*plan.plates(), *plan.portraits()) if store.find(key := digest(task))}
    bill = first_bill(plan, made, stock_of(plan, store).holdings)
    return [item for item in bill if item.label != "line"]


def anchors(path: Path, plan: Plan, options: RenderOptions, store: Store) -> tuple[AnchorPicture, ...]:
    """The plates and portraits of a film that are made, each copied out to where a person looks at it."""
    made = {key: one for task in (*plan.plates(), *plan.portraits()) if (one := store.find(key := digest(task)))}
    return tuple(_pictures(path, plan, options, store, made))


def approve(path: Path, what: list[str], options: RenderOptions) -> list[AnchorPicture]:
    """Approve the plates, the portraits, or those of some shots. Raises UsageFault where one of them is not made."""
    plan = settle(validate(path, options), lock_of_film(path))
    store = Store(store_url(path, options.store))
    asked = _asked(plan, what)
    made = {key: artifact for key in map(digest, asked) if (artifact := store.find(key))}
    names = _names(plan)
    if missing := [names[digest(task)] for task in asked if digest(task) not in made]:
        raise UsageFault(f"not made yet: {', '.join(missing)}", hint="ministudio render makes them first")
    wanted = {names[digest(task)] for task in asked}
    pictures = [picture for picture in _pictures(path, plan, options, store, made) if picture.name in wanted]
    before = choices_of(path)
    approved = {**before.approved} | {picture.sha256: picture.name for picture in pictures}
    write_whole(choices_path(path), dataclasses.replace(before, approved=approved).text())
    return [dataclasses.replace(picture, approved=True) for picture in pictures]


def _asked(plan: Plan, what: list[str]) -> list[PlateTask | PortraitTask]:
    found: list[PlateTask | PortraitTask] = []
    for word in what:
        shot = plan.shot(word)
        if word == "plates":
            found += plan.plates()
        elif word == "portraits":
            found += plan.portraits()
        elif shot is not None:
            found += [*([shot.set_plate] if shot.set_plate else []), *shot.portraits]
        else:
            raise UsageFault(f"“{word}” is nothing to approve", hint="plates, portraits, or a shot by number or id")
    return list(dict.fromkeys(found))


def _pictures(
    path: Path, plan: Plan, options: RenderOptions, store: Store, made: Mapping[str, Artifact]
) -> Iterator[AnchorPicture]:
    """Those that are made, each copied out to where a person looks at it."""
    approved = choices_of(path).approved
    folder = build_folder(path, options.out) / "anchors"
    names = _names(plan)
    tasks: list[PlateTask | PortraitTask] = [*plan.plates(), *plan.portraits()]
    for task in tasks:
        artifact = made.get(digest(task))
        if artifact is None:
            continue
        file, name = f"{task.kind}.png", names[digest(task)]
        place = copy_out(store, artifact, file, folder / f"{name.replace(' ', '.')}.png")
        sha256 = artifact.files[file].sha256
        yield AnchorPicture(name=name, sha256=sha256, picture=place, approved=sha256 in approved)


def _names(plan: Plan) -> dict[str, str]:
    """By digest: “plate dorm”, “plate dorm 2” in another light, “portrait emma”."""
    names = {digest(portrait): f"portrait {portrait.figure.id}" for portrait in plan.portraits()}
    lights: Counter[str] = Counter()
    for plate in plan.plates():
        place = next(shot.shot.set for shot in plan.shots if shot.set_plate == plate)
        lights[place] += 1
        names[digest(plate)] = f"plate {place}" + (f" {lights[place]}" if lights[place] > 1 else "")
    return names

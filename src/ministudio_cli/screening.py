"""What people look at: shots before there is a film, the storyboard, the report, two renders side by side, masks."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ministudio_cli.cut.edit import edit_film, edit_sound
from ministudio_cli.errors import UsageFault
from ministudio_cli.media.probe import probe
from ministudio_cli.media.still import write_still
from ministudio_cli.planning.film import Plan, ShotPlan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.orders import digest
from ministudio_cli.providers.environment import Environment
from ministudio_cli.providers.registry import providers_of
from ministudio_cli.purchases.budget import due
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.rendering.crew import Crew, Job
from ministudio_cli.rendering.events import Event, ProgressSink, no_progress
from ministudio_cli.rendering.finishing import finish_shots, inspections
from ministudio_cli.rendering.passes import (
    Stock,
    admit,
    board_order,
    first_pass,
    references_of,
    second_pass,
    shot_order,
)
from ministudio_cli.report.delivery import copy_out
from ministudio_cli.report.summary import held_words
from ministudio_cli.screenplay.model import ProviderNames, Screenplay, draft_format
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.files import own_folder, write_whole
from ministudio_cli.store.places import build_folder, film_name, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.studio import (
    RenderOptions,
    budget_of,
    consented,
    foreseen,
    lock_of_film,
    settle,
    standing_in,
    stock_of,
    validate,
)
from ministudio_cli.sync.decide import spoken_of
from ministudio_cli.sync.timeline import Timeline, alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """One shot, small: a clip of so many seconds (none where only stills were asked for), its stills
    (three, or the middle one of a clip), and the masks over it where asked for.
    """

    shot: str
    clip: Path | None
    stills: tuple[Path, ...]
    masks: Path | None
    seconds: float


class Preview:
    """Opened for one run or for many: whoever draws stays awake between them.

    Of a film that is generated it shows what is bought, else the drawn shot; it buys only where that is asked for, by
    a profile or by consent, and then what the render of the film will use.
    """

    def __init__(self, path: Path, wishes: RenderOptions, watch: ProgressSink = no_progress) -> None:
        self.path, self.wishes, self.watch = path, wishes, watch
        self.budget = budget_of(wishes)
        self.buys = bool(wishes.profile or wishes.yes)
        self.store = Store(store_url(path, wishes.store))
        self.room = PurchaseRoom(self.store, self.budget, film_name(path))
        self.crew = Crew(self.store, watch, workers=wishes.workers, room=self.room)

    def __enter__(self) -> Self:
        self.crew.__enter__()
        self.crew.warm()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.crew.__exit__(kind, error, trace)

    def shots(self, which: Sequence[str], *, masks: bool = False, slate: bool = False) -> list[Previewed]:
        """Each shot with its own plate, cast, lines and length, without the music; `which` are numbers or ids, of which
        two with a “..” between them are a range.
        """
        film = validate(self.path, self.wishes)
        before = lock_of_film(self.path)
        full = settle(film, before)
        self._admit(film)
        if not full.price:
            return [self._drawn(film, before, shot, masks=masks, slate=slate) for shot in chosen(full, which)]
        chosen_shots = chosen(full, which)
        if self.buys:
            self._consent(full, chosen_shots)
        return [self._bought_or_drawn(full, before, shot, masks=masks, slate=slate) for shot in chosen_shots]

    def frames(self, which: Sequence[str]) -> list[Previewed]:
        """Three stills of each shot: drawn in a moment, or out of its clip where that is bought."""
        film = validate(self.path, self.wishes)
        before = lock_of_film(self.path)
        full = settle(film, before)
        self._admit(film)
        chosen_shots = chosen(full, which)
        if full.price and self.buys:
            self._consent(full, chosen_shots)
        shown: dict[str, Previewed] = {}
        if full.price:
            for shot in chosen_shots:
                if shot.shot.continuity != "match" and (self.buys or self._is_bought(full, shot)):
                    shown[shot.id] = self._stills_of_clip(self._generated(full, before, shot, masks=False))
        left = [shot for shot in chosen_shots if shot.id not in shown]
        drawn = _offline(film) if full.price else film
        small = settle(dataclasses.replace(drawn, format=draft_format(film.format)), before)
        takes = boards(small, [one for shot in left if (one := small.shot(shot.id))], self.crew)
        folder = build_folder(self.path, self.wishes.out) / "preview"
        for shot in left:
            stills = [
                copy_out(self.store, takes[shot.id], f"still-{at}.jpg", folder / f"{name_of(shot)}-{at}.jpg")
                for at in (1, 2, 3)
            ]
            seconds = float(locked_frames(before, full, shot.id) / film.format.fps) or float(shot.expected)
            shown[shot.id] = Previewed(shot=shot.id, clip=None, stills=tuple(stills), masks=None, seconds=seconds)
        return [shown[shot.id] for shot in chosen_shots]

    def _admit(self, film: Screenplay) -> None:
        admit(film, references_of(film), self.store)
        self.crew.providers = providers_of(film, Environment(self.path))

    def _consent(self, full: Plan, shots: Sequence[ShotPlan]) -> None:
        """Ask for the price of all that is shown, before any of it is bought."""
        whole = tuple(shot for shot in shots if shot.shot.continuity != "match")
        if not whole:
            return
        some = dataclasses.replace(full, shots=whole, music=None)
        _, bill = foreseen(some, self.store, None)
        consented(self.path, full, bill, self.wishes, self.budget)
        self.room.open()

    def _is_bought(self, full: Plan, shot: ShotPlan) -> bool:
        """Whether nothing is to be paid for a shot as a render would make it."""
        _, bill = foreseen(dataclasses.replace(full, shots=(shot,), music=None), self.store, None)
        return not due(bill)

    def _bought_or_drawn(
        self, full: Plan, before: Lock | None, shot: ShotPlan, *, masks: bool, slate: bool
    ) -> Previewed:
        # What goes on from the shot before is bought with it, by a render: alone it would be another clip.
        alone_is_whole = shot.shot.continuity != "match"
        if alone_is_whole and (self.buys or self._is_bought(full, shot)):
            return self._generated(full, before, shot, masks=masks)
        self.watch(
            Event(
                kind="note", label=f"{shot.id} is not bought: it is shown as it is drawn; --yes buys it (${shot.price})"
            )
        )
        return self._drawn(_offline(full.film), before, shot, masks=masks, slate=slate)

    def _generated(self, full: Plan, before: Lock | None, shot: ShotPlan, *, masks: bool) -> Previewed:
        """A generated shot, from the very purchases that a render makes, of as many frames as the lock gives it."""
        crew = self.crew
        alone_in_it = dataclasses.replace(full, shots=(shot,), music=None)
        takes = crew.perform(first_pass(full, only=shot))
        timeline = alone(full, shot, spoken_of(takes, shot.lines), locked_frames(before, full, shot.id))
        stock = stock_of(full, self.store)
        jobs = second_pass(timeline, alone_in_it, before, stock)
        made_of = crew.perform([*jobs, *inspections(alone_in_it, jobs)])
        finished = finish_shots(alone_in_it, jobs, made_of, crew, maker=standing_in(), draft=True)
        return self._shown(timeline, full, shot, finished.shots[shot.id], masks=masks)

    def _drawn(self, film: Screenplay, before: Lock | None, shot: ShotPlan, *, masks: bool, slate: bool) -> Previewed:
        """A drawn shot, small, of as many frames as the lock gives it (0: as it asks)."""
        small = settle(dataclasses.replace(film, format=draft_format(film.format)), before)
        full, own = settle(film, before), small.shot(shot.id)
        assert own is not None  # noqa: S101 - the same shots in another size
        takes = self.crew.perform(first_pass(small, only=own))
        timeline = alone(small, own, spoken_of(takes, own.lines), locked_frames(before, full, shot.id))
        order = shot_order(small, timeline.segments[0], Stock(self.store), draft=True, slate=slate)
        job = Job(order=order, label=f"shot {shot.id}", doing="filming", reason="preview")
        take = self.crew.perform([job])[digest(order)]
        return self._shown(timeline, small, own, take, masks=masks)

    def _shown(self, timeline: Timeline, plan: Plan, shot: ShotPlan, take: Artifact, *, masks: bool) -> Previewed:
        sound = edit_sound(self.store, timeline, None, plan.film.master)
        clip = edit_film(self.store, timeline, {shot.id: take}, sound, "", shot.id, ())
        place = build_folder(self.path, self.wishes.out) / "preview" / f"{name_of(shot)}.mp4"
        copy_out(self.store, clip, "film.mp4", place)
        over = place.with_name(f"{place.stem}-masks.mp4")
        return Previewed(
            shot=shot.id,
            clip=place,
            stills=(write_still(place, timeline.frames // 2, place.with_suffix(".png")),),
            masks=_overlay(self.store, take, over, timeline.fps) if masks else None,
            seconds=float(timeline.frames / timeline.fps),
        )

    def _stills_of_clip(self, shown: Previewed) -> Previewed:
        """Three stills out of a bought clip."""
        assert shown.clip is not None  # noqa: S101 - it was just made
        frames = probe(shown.clip).frames
        stills = tuple(
            write_still(shown.clip, frames * at // 6, shown.clip.with_name(f"{shown.clip.stem}-{number}.jpg"))
            for number, at in enumerate((1, 3, 5), 1)
        )
        return dataclasses.replace(shown, clip=None, stills=stills)


def _offline(film: Screenplay) -> Screenplay:
    """The film as it is drawn and spoken on this machine."""
    return dataclasses.replace(film, render=ProviderNames(options=film.render.options))


def locked_frames(before: Lock | None, full: Plan, name: str) -> int:
    """The frames that the lock gives a shot, while it is the shot that was locked; else 0."""
    kept, shot = before.shot(name) if before else None, full.shot(name)
    return kept.frames[1] - kept.frames[0] if kept and shot and kept.digest == shot.digest else 0


def name_of(shot: ShotPlan) -> str:
    return f"{shot.number:02d}-{shot.id}"


def chosen(plan: Plan, which: Sequence[str]) -> list[ShotPlan]:
    """The shots that are meant, in the film's order; raises UsageFault for one that is not there."""
    numbers: set[int] = set()
    for one in which:
        first, ranged, last = one.partition("..")
        start = plan.shot(first) if first else plan.shots[0]
        end = (plan.shot(last) if last else plan.shots[-1]) if ranged else start
        if start is None or end is None:
            known = ", ".join(f"{shot.number} {shot.id}" for shot in plan.shots)
            raise UsageFault(f"there is no shot “{first if start is None else last}”", hint=f"the shots are: {known}")
        if start.number > end.number:
            raise UsageFault(f"shot {start.number} comes after shot {end.number}", hint="--from names the earlier one")
        numbers |= set(range(start.number, end.number + 1))
    return [shot for shot in plan.shots if shot.number in numbers]


def boards(plan: Plan, shots: Sequence[ShotPlan], crew: Crew) -> dict[str, Artifact]:
    """A few frames of each shot, by id: drawn in two passes like any other, before a line is spoken."""
    admit(plan.film, references_of(plan.film), crew.store)
    plates = [job for shot in shots for job in first_pass(plan, only=shot) if not job.label.startswith("line ")]
    crew.perform(plates)
    orders = {shot.id: board_order(plan, shot, Stock(crew.store)) for shot in shots}
    takes = crew.perform(
        Job(order=order, label=f"board {name}", doing="sketching", reason="storyboard")
        for name, order in orders.items()
    )
    return {name: takes[digest(order)] for name, order in orders.items()}


def storyboard(
    path: Path, wishes: RenderOptions, *, paper: str = "a4", watch: ProgressSink = no_progress
) -> list[Path]:
    """The storyboard beside the film, as HTML, PDF and a PNG for each sheet: drawn on this machine, whoever films."""
    from ministudio_cli.report import storyboard as board  # noqa: PLC0415

    if paper not in board.PAPERS:
        raise UsageFault(f"there is no paper “{paper}”", hint=f"one of: {', '.join(board.PAPERS)}")
    film = validate(path, dataclasses.replace(wishes, profile="offline"))
    small = settle(dataclasses.replace(film, format=draft_format(film.format)))
    full, before = settle(film), lock_of_film(path)
    locked = {shot.id: locked_frames(before, full, shot.id) for shot in full.shots}
    settled = all(locked.values())
    with Crew(Store(store_url(path, wishes.store)), watch, workers=wishes.workers) as crew:
        takes = boards(small, small.shots, crew)
    panels, since = [], 0.0
    for shot in small.shots:
        seconds = float(locked[shot.id] / film.format.fps if settled else shot.expected)
        picture, size = board.picture_of(crew.store.path(takes[shot.id], "body.mp4"))
        panels.append(
            board.Panel(
                number=shot.number, id=shot.id, picture=picture, size=size, how=_how(shot), action=shot.shot.action,
                lines=tuple(line.text for line in shot.shot.lines), since=since, seconds=seconds,
            )
        )  # fmt: skip
        since += seconds
    pages = board.sheets(film.title, panels, paper, expected=not settled)
    folder = build_folder(path, wishes.out)
    own_folder(folder)
    whole = folder / "storyboard.html"
    write_whole(whole, board.html(film.title, pages, paper))
    printed = folder / "storyboard.pdf"
    write_whole(printed, board.pdf(film.title, pages, paper))
    pictures = [folder / f"storyboard-{number}.png" for number in range(1, len(pages) + 1)]
    for place, marks in zip(pictures, pages, strict=True):
        write_whole(place, board.png(marks, paper))
    return [whole, printed, *pictures]


def _how(shot: ShotPlan) -> str:
    cast = ", ".join(figure.name for figure in shot.moment.figures)
    return " · ".join(filter(None, (shot.shot.size, shot.shot.camera, cast, shot.shot.set)))


def report_of(place: Path) -> dict[str, Any]:
    """The report beside a dailies page; raises UsageFault where it cannot be read."""
    try:
        told: dict[str, Any] = json.loads((place.parent / "report.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise UsageFault(
            f"there is no report beside {place}", hint="render the film first: ministudio render"
        ) from None
    return {"quality": []} | told


def dailies_page(place: Path, wishes: RenderOptions) -> Path:
    """The dailies page that a screenplay, a build's folder or the page itself stands for."""
    found = place
    if place.suffix in (".yaml", ".yml"):
        found = build_folder(place, wishes.out) / "report.html"
        if not place.is_file():
            raise UsageFault(f"there is no screenplay {place}", hint="name one that is there, or the folder of a build")
        if not found.is_file():
            raise UsageFault(f"{place} was not rendered yet", hint=f"render it first: ministudio render {place}")
    elif place.is_dir():
        found = place / "report.html"
        inside = sorted(place.glob("*/report.html"))
        if not found.is_file() and inside:
            raise UsageFault(f"{place} holds no film itself", hint=f"did you mean {inside[0].parent}?")
    if not found.is_file():
        raise UsageFault(f"there is no dailies page at {found}", hint="name a screenplay, or the folder of its build")
    return found


def embed(place: Path) -> Path:
    """Put the film into its dailies page, so that the page alone can be sent; the film."""
    from ministudio_cli.report.dailies import data_of, embedded  # noqa: PLC0415

    text = place.read_text("utf-8")
    try:
        named = str(data_of(text)["film"])
        film = place.with_name("film" if named.startswith("data:") else named)
    except (ValueError, KeyError):
        raise UsageFault(f"{place} is no dailies page", hint="render the film again") from None
    if not film.is_file():
        told = "the film is in its page already" if named.startswith("data:") else f"{named} is not beside its page"
        raise UsageFault(told, hint="render the film again for a page of its own")
    write_whole(place, embedded(text, film))
    return film


def compare(one: Path, other: Path, wishes: RenderOptions, to: Path) -> dict[str, Any]:
    """Two renders side by side, written as a page; what changed, as the page has it."""
    from ministudio_cli.report.compare import comparison  # noqa: PLC0415

    pages = [dailies_page(place, wishes) for place in (one, other)]
    try:
        page, told = comparison(pages[0], pages[1], to.resolve().parent)
    except (ValueError, KeyError, UnicodeDecodeError):
        raise UsageFault("these are no two dailies pages of this version", hint="render both films again") from None
    to.parent.mkdir(parents=True, exist_ok=True)
    write_whole(to, page)
    return told


def export(path: Path, wishes: RenderOptions, folder: Path, *, masks: bool, compare: bool, png: bool) -> list[Path]:
    """Masks and comparisons of the last render's shots, written into a folder."""
    from ministudio_cli.report.views import export_comparison, export_masks  # noqa: PLC0415

    told, store = report_of(dailies_page(path, wishes)), Store(store_url(path, wishes.store))
    quality: Mapping[str, Any] = {one["shot"]: one for one in told["quality"]}
    fps = Fraction(told["fps"])
    written: list[Path] = []
    for number, shot in enumerate(told["shots"], 1):
        found = store.find(shot["take"])
        if found is None:
            raise UsageFault(f"the shot “{shot['id']}” is no longer in the store", hint="render the film again")
        name = f"{number:02d}-{shot['id']}"
        written += export_masks(store, found, folder, name, fps, png=png) if masks else []
        written += export_comparison(store, found, folder, name, held_words(quality.get(shot["id"]))) if compare else []
    return written


def _overlay(store: Store, take: Artifact, place: Path, fps: Fraction) -> Path | None:
    from ministudio_cli.report.views import write_overlay  # noqa: PLC0415

    return write_overlay(store, take, place, fps)

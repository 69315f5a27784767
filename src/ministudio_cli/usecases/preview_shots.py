"""The use case `preview`: some shots before there is a film, small and quick."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from ministudio_cli.cut.assembly import film_timeline
from ministudio_cli.cut.places import clip_sounds, foley_task
from ministudio_cli.cut.tasks import edit, sound_task
from ministudio_cli.errors import UsageFault
from ministudio_cli.graph.engines.local import LocalEngine
from ministudio_cli.graph.events import Event, ProgressSink, no_progress
from ministudio_cli.graph.finishing import finish_shots, inspections
from ministudio_cli.graph.passes import Stock, first_pass, second_pass, shot_task
from ministudio_cli.graph.references import admit
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.graph.shooting import standing_in
from ministudio_cli.media.probe import probe
from ministudio_cli.media.still import write_still
from ministudio_cli.media.xmp import Metadata, into_picture
from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.origin import Statement, statement_of
from ministudio_cli.planning.task import digest
from ministudio_cli.providers.environment import Environment
from ministudio_cli.providers.registry import providers_of
from ministudio_cli.purchases.budget import due
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.report.delivery import copy_out, metadata_of, write_stated
from ministudio_cli.screenplay.formats import draft_format
from ministudio_cli.screenplay.makers import ProviderNames
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.screenplay.staging import Transition
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.lease import rendering
from ministudio_cli.store.places import build_folder, film_name, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.sync.decide import spoken_of
from ministudio_cli.sync.timeline import Timeline, alone, transition_frames
from ministudio_cli.usecases.approve_anchors import hold_for_approval
from ministudio_cli.usecases.consent import budget_of, consented, stock_of
from ministudio_cli.usecases.draw_storyboard import boards, locked_frames
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.plan_film import foreseen
from ministudio_cli.usecases.settle import lock_of_film, settle, validate


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

    def __init__(self, path: Path, options: RenderOptions, sink: ProgressSink = no_progress) -> None:
        self.path, self.options, self.sink = path, options, sink
        self.budget = budget_of(options)
        self.buys = bool(options.profile or options.yes)
        self.store = Store(store_url(path, options.store))
        self.room = PurchaseRoom(self.store, self.budget, film_name(path))
        self.engine = LocalEngine(self.store, sink, workers=options.workers, room=self.room)
        self.scheduler = Scheduler(self.store, sink, room=self.room, engine=self.engine)

    def __enter__(self) -> Self:
        self.scheduler.__enter__()
        self.engine.warm()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.scheduler.__exit__(kind, error, trace)

    def shots(self, which: Sequence[str], *, masks: bool = False, slate: bool = False) -> list[Previewed]:
        """Each shot with its own plate, cast, lines and length, without the music; `which` are numbers or ids, of which
        two with a “..” between them are a range.
        """
        with rendering(self.store.address):
            film, before = validate(self.path, self.options), lock_of_film(self.path)
            full = settle(film, before)
            self._admit(full)
            if not full.price:
                return [self._drawn(film, before, shot, masks=masks, slate=slate) for shot in chosen(full, which)]
            chosen_shots = chosen(full, which)
            if self.buys:
                self._consent(full, chosen_shots)
            return [self._bought_or_drawn(full, before, shot, masks=masks, slate=slate) for shot in chosen_shots]

    def frames(self, which: Sequence[str]) -> list[Previewed]:
        """Three stills of each shot: drawn in a moment, or out of its clip where that is bought."""
        with rendering(self.store.address):
            film, before = validate(self.path, self.options), lock_of_film(self.path)
            full = settle(film, before)
            self._admit(full)
            chosen_shots = chosen(full, which)
            if full.price and self.buys:
                self._consent(full, chosen_shots)
            shown: dict[str, Previewed] = {}
            if full.price:
                for shot in chosen_shots:
                    if shot.shot.continuity != "match" and (self.buys or self._is_bought(full, shot)):
                        shown[shot.id] = self._stills_of_clip(full, *self._generated(full, before, shot, masks=False))
            left = [shot for shot in chosen_shots if shot.id not in shown]
            drawn = _offline(film) if full.price else film
            small = settle(dataclasses.replace(drawn, format=draft_format(film.format)), before)
            sketched = [own for shot in left if (own := small.shot(shot.id))]
            takes = boards(small, sketched, self.scheduler)
            folder = build_folder(self.path, self.options.out) / "preview"
            for shot, sketch in zip(left, sketched, strict=True):
                stated = metadata_of(film, statement_of(small.without_music(sketch), {}, ()).pictured())
                stills = [
                    write_stated(
                        folder / f"{name_of(shot)}-{at}.jpg",
                        self.store.path(takes[shot.id], f"still-{at}.jpg").read_bytes(),
                        stated,
                    )
                    for at in (1, 2, 3)
                ]
                seconds = float(locked_frames(before, full, shot.id) / film.format.fps) or float(shot.expected)
                shown[shot.id] = Previewed(shot=shot.id, clip=None, stills=tuple(stills), masks=None, seconds=seconds)
            return [shown[shot.id] for shot in chosen_shots]

    def _admit(self, plan: Plan) -> None:
        admit(plan, self.store)
        self.engine.providers = providers_of(plan.film, Environment(self.path))

    def _consent(self, full: Plan, shots: Sequence[ShotPlan]) -> None:
        """Ask for the price of all that is shown, before any of it is bought."""
        whole = tuple(shot for shot in shots if shot.shot.continuity != "match")
        if not whole:
            return
        some = full.without_music(*whole)
        if full.film.approve:
            hold_for_approval(self.path, full, self.options, self.budget, self.sink)
        _, bill = foreseen(some, self.store, None)
        consented(self.path, full, bill, self.options, self.budget)
        self.room.open()

    def _is_bought(self, full: Plan, shot: ShotPlan) -> bool:
        """Whether nothing is to be paid for a shot as a render would make it."""
        _, bill = foreseen(full.without_music(shot), self.store, None)
        return not due(bill)

    def _bought_or_drawn(
        self, full: Plan, before: Lock | None, shot: ShotPlan, *, masks: bool, slate: bool
    ) -> Previewed:
        # What goes on from the shot before is bought with it, by a render: alone it would be another clip.
        if not shot.maker.model and not shot.price:
            return self._drawn(_offline(full.film), before, shot, masks=masks, slate=slate)
        alone_is_whole = shot.shot.continuity != "match"
        if alone_is_whole and (self.buys or self._is_bought(full, shot)):
            return self._generated(full, before, shot, masks=masks)[0]
        label = f"{shot.id} is not bought: it is shown as it is drawn; --yes buys it (${shot.price})"
        self.sink(Event(kind="note", label=label))
        return self._drawn(_offline(full.film), before, shot, masks=masks, slate=slate)

    def _generated(
        self, full: Plan, before: Lock | None, shot: ShotPlan, *, masks: bool
    ) -> tuple[Previewed, Statement]:
        """A generated shot, from the very purchases that a render makes, of as many frames as the lock gives it; and
        what it is made of.
        """
        scheduler = self.scheduler
        alone_in_it = full.without_music(shot)
        takes = scheduler.run(first_pass(full, only=shot))
        timeline = alone(full, shot, spoken_of(takes, shot.lines), locked_frames(before, full, shot.id))
        stock = stock_of(full, self.store)
        nodes = second_pass(timeline, alone_in_it, before, stock, least=_needed(full, before, shot))
        made_of = scheduler.run([*(node.node for node in nodes), *inspections(alone_in_it, nodes)])
        finished = finish_shots(alone_in_it, nodes, made_of, scheduler, maker=standing_in(), draft=True)
        take, origin = finished.shots[shot.id], statement_of(alone_in_it, finished.models, finished.drawn)
        return self._shown(timeline, full, shot, takes, take, origin, masks=masks), origin

    def _drawn(self, film: Screenplay, before: Lock | None, shot: ShotPlan, *, masks: bool, slate: bool) -> Previewed:
        """A drawn shot, small, of as many frames as the lock gives it (0: as it asks)."""
        small = settle(dataclasses.replace(film, format=draft_format(film.format)), before)
        full, own = settle(film, before), small.shot(shot.id)
        assert own is not None  # noqa: S101 - the same shots in another size
        takes = self.scheduler.run(first_pass(small, only=own))
        timeline = alone(small, own, spoken_of(takes, own.lines), locked_frames(before, full, shot.id))
        task = shot_task(small, timeline.segments[0], Stock(self.store), draft=True, slate=slate)
        node = Node(task=task, label=f"shot {shot.id}", doing="filming", reason="preview")
        take = self.scheduler.run([node])[digest(task)]
        origin = statement_of(small.without_music(own), {}, ())
        return self._shown(timeline, small, own, takes, take, origin, masks=masks)

    def _shown(
        self, timeline: Timeline, plan: Plan, shot: ShotPlan, takes: Mapping[str, Artifact], take: Artifact,
        origin: Statement, *, masks: bool,
    ) -> Previewed:  # fmt: skip
        alone_in_it = plan.without_music(shot)
        seen = foley_task(alone_in_it, timeline, {shot.id: take})
        clips = clip_sounds(timeline, {shot.id: take})
        sound = sound_task(timeline, (), plan.film.master, foley=digest(seen) if seen else "", clips=clips)
        film = edit(film_timeline(alone_in_it, timeline, takes, {shot.id: take}), sound, origin=origin).film
        nodes = [Node(task=seen, label="sound", doing="making its sounds")] if seen else []
        nodes += [Node(task=sound, label="sound", doing="mixing"), Node(task=film, label="clip", doing="cutting")]
        clip = self.scheduler.run(nodes)[digest(film)]
        place = build_folder(self.path, self.options.out) / "preview" / f"{name_of(shot)}.mp4"
        copy_out(self.store, clip, "film.mp4", place)
        over = place.with_name(f"{place.stem}-masks.mp4")
        return Previewed(
            shot=shot.id,
            clip=place,
            stills=(_still(place, timeline.frames // 2, ".png", metadata_of(plan.film, origin.pictured())),),
            masks=_overlay(self.store, take, over, timeline.fps) if masks else None,
            seconds=float(timeline.frames / timeline.fps),
        )

    def _stills_of_clip(self, plan: Plan, shown: Previewed, origin: Statement) -> Previewed:
        """Three stills out of a bought clip."""
        assert shown.clip is not None  # noqa: S101 - it was just made
        frames, stated = probe(shown.clip).frames, metadata_of(plan.film, origin.pictured())
        stills = tuple(
            _still(shown.clip, frames * at // 6, f"-{number}.jpg", stated) for number, at in enumerate((1, 3, 5), 1)
        )
        return dataclasses.replace(shown, clip=None, stills=stills)


def _needed(full: Plan, before: Lock | None, shot: ShotPlan) -> int:
    """The frames that a render will want of a shot's take, by the lock: of the longest shot that shows it, with what
    the transition behind it takes; 0 where that is not known.
    """
    most = 0
    for index, other in enumerate(full.shots):
        if (other.content, other.seed, other.take) != (shot.content, shot.seed, shot.take):
            continue
        after = full.shots[index + 1].shot.transition if index + 1 < len(full.shots) else Transition()
        if frames := locked_frames(before, full, other.id):
            most = max(most, frames + transition_frames(after, full.film.format.fps))
    return most


def _still(clip: Path, frame: int, ending: str, stated: Metadata) -> Path:
    """A frame of a clip, beside it, with what it says of itself."""
    place = write_still(clip, frame, clip.with_name(clip.stem + ending))
    into_picture(place, stated)
    return place


def _offline(film: Screenplay) -> Screenplay:
    """The film as it is drawn and spoken on this machine."""
    return dataclasses.replace(film, render=ProviderNames(options=film.render.options))


def name_of(shot: ShotPlan) -> str:
    return f"{shot.number:02d}-{shot.id}"


def shot_named(plan: Plan, which: str) -> ShotPlan:
    """The shot of a number or an id; raises UsageFault for one that is not there."""
    shot = plan.shot(which)
    if shot is None:
        known = ", ".join(f"{shot.number} {shot.id}" for shot in plan.shots)
        raise UsageFault(f"there is no shot “{which}”", hint=f"the shots are: {known}")
    return shot


def chosen(plan: Plan, which: Sequence[str]) -> list[ShotPlan]:
    """The shots that are meant, in the film's order; raises UsageFault for one that is not there."""
    numbers: set[int] = set()
    for wanted in which:
        first, ranged, last = wanted.partition("..")
        start = shot_named(plan, first) if first else plan.shots[0]
        end = (shot_named(plan, last) if last else plan.shots[-1]) if ranged else start
        if start.number > end.number:
            raise UsageFault(f"shot {start.number} comes after shot {end.number}", hint="--from names the earlier one")
        numbers |= set(range(start.number, end.number + 1))
    return [shot for shot in plan.shots if shot.number in numbers]


def _overlay(store: Store, take: Artifact, place: Path, fps: Fraction) -> Path | None:
    from ministudio_cli.report.views import write_overlay  # noqa: PLC0415

    return write_overlay(store, take, place, fps)

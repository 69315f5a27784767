"""The graph of a film from its plan: what all else is anchored to, and the shots."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ministudio_cli.graph.scheduler import Node
from ministudio_cli.planning.capability import Held
from ministudio_cli.planning.clip_plan import clip_prices
from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.footage import cuts_of
from ministudio_cli.planning.lock import Lock, LockedShot, why
from ministudio_cli.planning.retake import taken_seed
from ministudio_cli.planning.state import shown_action
from ministudio_cli.planning.task import ProviderRef, Task, digest
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.clips import take_of, words_of
from ministudio_cli.providers.registry import quotes_of
from ministudio_cli.purchases.holdings import Holdings
from ministudio_cli.store.store import Store
from ministudio_cli.sync.problem import Cut
from ministudio_cli.sync.timeline import Segment, Timeline


def first_pass(plan: Plan, only: ShotPlan | None = None) -> list[Node]:
    """Plates, portraits, every line, and the music's analysis; of one shot only, where one is named."""
    nodes: list[Node] = []
    for shot in [only] if only else plan.shots:
        nodes += [*pictures_of(shot), *lines_of(shot)]
    if not only:
        nodes += [Node(task=track, label="music", doing="listening to the music") for track in plan.tracks]
    return nodes


def pictures_of(shot: ShotPlan) -> list[Node]:
    """What a shot is anchored to: its plate and portraits; nothing, where it shows footage."""
    if shot.set_plate is None:
        return []
    portraits = (
        Node(task=portrait, label=f"portrait {portrait.figure.id}", doing="drawing the portrait")
        for portrait in shot.portraits
    )
    return [Node(task=shot.set_plate, label=f"plate {shot.shot.set}", doing="painting the set"), *portraits]


def lines_of(shot: ShotPlan) -> list[Node]:
    return [
        Node(task=task, label=f"line {shot.id}", doing=f"speaking as {line.speaker}")
        for task, line in zip(shot.lines, shot.shot.lines, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Stock:
    """What is at hand for a film's shots: the store's pictures, and the clips that are bought."""

    store: Store
    holdings: Holdings = field(default_factory=Holdings)
    wires: Mapping[str, str] = field(default_factory=dict)
    """The form of the requests of each of the film's providers of shots."""
    tasks: Mapping[str, Task] = field(default_factory=dict)
    """The film's tasks of pass 1, by digest."""

    def held(self, order: ShotTask) -> Held:
        """The bought clips that show what an order asks for."""
        if not order.model:
            return frozenset()
        take = take_of(order, self.store.sha256_of)
        if not take and all(self.store.sha256_of(made, name) or self._bought(made) for _, made, name in order.anchors):
            # Pictures that are bought and not unpacked yet (of a character that was renamed) will be the same ones.
            take = words_of(order)
        return self.holdings.clips(take)

    def _bought(self, made: str) -> bool:
        task = self.tasks.get(made)
        quotes = quotes_of(task) if task is not None else ()
        return bool(quotes) and all(quote.key in self.holdings.keys for quote in quotes)

    def refused(self, order: ShotTask) -> str:
        """The words with which a filter refused what an order asks for, so that it is not sent again; “” where none."""
        if not order.model:
            return ""
        wire = self.wires.get(order.maker.name, "")
        return self.holdings.blocked.get((take_of(order, self.store.sha256_of), wire), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotNode:
    """A shot's take as it is to be made, and why; `drawn` in place of a generated one."""

    shot: ShotPlan
    task: ShotTask
    reason: str
    drawn: bool = False

    @property
    def node(self) -> Node:
        return Node(task=self.task, label=f"shot {self.shot.id}", doing="filming", reason=self.reason)


def second_pass(
    timeline: Timeline,
    plan: Plan,
    lock: Lock | None,
    stock: Stock,
    *,
    slate: bool = False,
    drawn: Collection[str] = (),
    standing_in: ProviderRef | None = None,
    least: int = 0,
) -> list[ShotNode]:
    """Every shot at its exact length, anchored to its plate and portraits, with the reason why it is made.

    The shots of `drawn` are drawn by `standing_in`, because no model makes them. Clips carry `least` frames at least.
    """
    locked = {kept.id: kept for kept in lock.shots} if lock else {}
    frames: dict[tuple[str, int, int], int] = {}
    for segment in timeline.segments:
        same = segment.plan.content, segment.plan.seed, segment.plan.take
        frames[same] = max(frames.get(same, 0), segment.cut.frames + segment.tail)
    nodes: list[ShotNode] = []
    for segment in timeline.segments:
        shot = segment.plan
        instead = standing_in is not None and shot.id in drawn
        # A drawn shot and a generated one do not go on from each other's last frames.
        continues = nodes and shot.shot.continuity == "match" and not (instead or nodes[-1].drawn)
        last = digest(nodes[-1].task) if continues else ""
        # Shots that show one take are served by clips that are long enough for the longest of them.
        task = shot_task(
            plan, segment, stock, before=last, slate=slate, need=max(least, frames[shot.content, shot.seed, shot.take])
        )
        reason = _reason(segment, locked.get(shot.id))
        if instead and standing_in:
            task, reason = drawn_task(task, standing_in), "no model makes it: drawn instead"
        nodes.append(ShotNode(shot=shot, task=task, reason=reason, drawn=instead))
    return nodes


def _reason(segment: Segment, before: LockedShot | None) -> str:
    """Why a shot is made that is not in the store."""
    reason = why(segment.plan, before)
    if not reason and before and before.frames[1] - before.frames[0] != segment.cut.frames:
        reason = f"{segment.cut.frames - (before.frames[1] - before.frames[0]):+d} frames"
    return reason or "not in the store"


def drawn_task(order: ShotTask, maker: ProviderRef) -> ShotTask:
    """The same shot for a provider that draws it."""
    return dataclasses.replace(
        order,
        maker=maker,
        model="",
        clips=(),
        prices=(),
        asked_size=0,
        anchors=(),
        negative="",
        before="",
        sounding=False,
    )


def shot_task(
    plan: Plan,
    segment: Segment,
    stock: Stock,
    *,
    before: str = "",
    draft: bool = False,
    slate: bool = False,
    need: int = 0,
) -> ShotTask:
    """The order for a shot whose place in the film is settled; `before` is the take that it continues.

    A generated one asks for the clips that cost least, those that are bought already being free; for `need` frames
    where another shot shows the same take for longer.
    """
    shot = segment.plan
    if shot.plate is None:
        return footage_task(plan, segment, draft=draft, slate=slate)
    model = shot.maker.model
    frames = segment.cut.frames + segment.tail
    short = min(plan.film.format.width, plan.film.format.height)
    order = ShotTask(
        maker=shot.maker.ref,
        prompt=shot.prompt,
        seed=taken_seed(shot.seed, shot.take, model),
        size=shot.shot.size,
        camera=shot.shot.camera,
        angle=shot.shot.angle,
        stage=shot.shot.stage,
        action=shot.shot.action if model else shown_action(shot.moment),
        title=shot.shot.title,
        figures=shot.moment.figures,
        company=plan.company.get(shot.shot.scene, ()),
        view=shot.moment.view,
        drawings=() if model else shot.moment.drawings,
        style=plan.film.style,
        format=plan.film.format,
        head=segment.head,
        body=segment.cut.frames - segment.head,
        tail=segment.tail,
        speech=segment.speech,
        plate=digest(shot.plate),
        portraits=tuple(digest(portrait) for portrait in shot.portraits),
        before=before,
        draft=draft,
        slate=_slate(shot) if slate else "",
        first=segment.cut.start if slate else 0,
        model=model.model if model else "",
        asked_size=model.size_for(short) if model else 0,
        anchors=tuple((anchor.role, *_anchor(shot, anchor.of, before)) for anchor in shot.anchors),
        negative=", ".join(plan.film.style.avoid) if model and model.negative else "",
        sounding=model is not None and shot.shot.own_sound != "drop",
    )
    seconds = max(frames, need) / plan.film.format.fps
    clips: tuple[Fraction, ...] = ()
    if model:
        ends = any(anchor.role == "last" for anchor in shot.anchors)
        clips = model.chosen(seconds, model.choices(shot.anchors), stock.held(order), short, ends=ends)
    prices = clip_prices(shot.maker, clips, plan.film.format, frames / plan.film.format.fps)
    return dataclasses.replace(order, clips=clips, prices=prices)


def footage_task(plan: Plan, segment: Segment, *, draft: bool, slate: bool) -> ShotTask:
    """The order for a shot that shows footage of one's own."""
    shot = segment.plan
    return ShotTask(
        maker=shot.maker.ref, prompt="", seed=shot.seed, size="", camera=shot.shot.camera, action="",
        title=shot.shot.title, figures=(), view=shot.moment.view, style=plan.film.style, format=plan.film.format,
        head=segment.head, body=segment.cut.frames - segment.head, tail=segment.tail, speech=(),
        plate=digest(shot.matched) if shot.matched else "", portraits=(),
        draft=draft, slate=_slate(shot) if slate else "", first=segment.cut.start if slate else 0,
        footage=cuts_of(shot.shot, plan.references),
    )  # fmt: skip


def _slate(shot: ShotPlan) -> str:
    return " · ".join(filter(None, (f"{shot.number} {shot.id}", shot.shot.size, shot.shot.action)))


def reclipped(order: ShotTask, shot: ShotPlan, stock: Stock) -> ShotTask:
    """An order for another take of a shot, with the clips that this one takes: none of another take serve it."""
    model = shot.maker.model
    if model is None:
        return order
    roles = tuple(role for role, _, _ in order.anchors)
    short = min(order.format.width, order.format.height)
    seconds = (order.head + order.body + order.tail) / order.format.fps
    first = model.lengths_for(roles)
    clips = model.chosen(seconds, first, stock.held(order), short, ends="last" in roles)
    return dataclasses.replace(order, clips=clips, prices=clip_prices(shot.maker, clips, order.format, seconds))


def board_task(plan: Plan, shot: ShotPlan, stock: Stock) -> ShotTask:
    """The order for a shot's storyboard: a frame a second, from which its stills are taken; nobody speaks."""
    seconds = max(6, round(shot.expected)) if shot.plate else max(1, int(shot.expected))
    cut = Cut(shot=shot.id, start=0, end=seconds, wanted=seconds, landing="", cost=0, reason="storyboard")
    format_ = dataclasses.replace(plan.film.format, fps=Fraction(1))
    slow = dataclasses.replace(plan, film=dataclasses.replace(plan.film, format=format_))
    return shot_task(slow, Segment(plan=shot, cut=cut, head=0, tail=0, speech=()), stock, draft=True)


def _anchor(shot: ShotPlan, of: str, before: str) -> tuple[str, str]:
    """The order that makes an anchor's picture, and the file of it; a film's last frame is a picture too."""
    if of == "before" and before:
        return before, "last.png"
    if of in ("plate", "before") and shot.plate:
        return digest(shot.plate), "plate.png"
    if picture := dict(shot.pictures).get(of):
        return picture, "file"
    return next(digest(portrait) for portrait in shot.portraits if portrait.figure.id == of), "portrait.png"

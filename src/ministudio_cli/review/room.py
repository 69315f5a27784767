"""The room's work: what viewers ask for, done one after the other by one thread, and told to all of them."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Self

from ministudio_cli.errors import CheckFailed, Defect, MinistudioError, OverBudget, ScreenplayInvalid, UsageFault
from ministudio_cli.graph.events import Event
from ministudio_cli.json_types import JsonObject
from ministudio_cli.plain import safe
from ministudio_cli.review import notes
from ministudio_cli.review.state import FilmCard, ShotCard, film_card, plain, spent_on, text_path
from ministudio_cli.screenplay.choices import choices_path
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.read import faults_of
from ministudio_cli.screenplay.rewrite import rewritten, value_at
from ministudio_cli.store.files import write_whole
from ministudio_cli.usecases import approve_anchors, choose_takes
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.preview_shots import Preview
from ministudio_cli.usecases.render_film import render

_IDLE = 0.3
"""Seconds between two looks at the screenplay, where nothing is asked for."""
_AT_ONCE = 4
"""Shots whose boards are drawn before the viewers are told."""
_SOON, _LATER = 0, 1
_KEPT = 30
"""Results that are told to who comes later."""


@dataclass(order=True, slots=True)
class Job:
    """Something that is asked for; the soonest first, then in the order in which it was asked."""

    rank: int
    number: int
    name: str = field(compare=False)
    run: Callable[[], str] = field(compare=False)
    shot: str = field(compare=False, default="")


class Room:
    """A film and those who look at it. Opened for as long as it is served.

    What costs money carries the price that was shown; it is bought for no more than that, and never beyond the cap.
    """

    def __init__(self, path: Path, options: RenderOptions) -> None:
        self.path, self.options = path, options
        self.card: FilmCard = film_card(path, options)
        self.version = 1
        self.faults: tuple[str, ...] = ()
        self.told: list[JsonObject] = []
        self.doing: JsonObject = {}
        self._jobs: queue.PriorityQueue[Job] = queue.PriorityQueue()
        self._count = itertools.count()
        self._turn = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._ended = threading.Event()
        self._seen = self._stamp()
        self._sketched: dict[str, str] = {}
        self._studio: Preview | None = None
        self._thread = threading.Thread(target=self._work, name="room", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._sketch()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(10)

    def listen(self, tell: Callable[[], None]) -> Callable[[], None]:
        """Call a function, from any thread, whenever something changes; returns what ends it."""
        with self._turn:
            self._listeners.append(tell)

        def leave() -> None:
            with self._turn, contextlib.suppress(ValueError):
                self._listeners.remove(tell)

        return leave

    def state(self) -> JsonObject:
        """All that a viewer sees."""
        with self._turn:
            return {
                "version": self.version, "film": plain(self.card), "faults": list(self.faults),
                "told": self.told[-_KEPT:],
                "doing": self.doing, "waiting": [job.name for job in sorted(self._jobs.queue)],
                "cap": None if self.options.max_cost is None else str(self.options.max_cost),
            }  # fmt: skip

    def ask(self, what: str, asked: JsonObject) -> JsonObject:
        """Do what a viewer asks for, or take it in to be done. Raises MinistudioError where it cannot be done."""
        actions: dict[str, Callable[[JsonObject], None]] = {
            "edit": self._edit, "note": self._note, "forget": self._forget, "pick": self._pick, "reject": self._reject,
            "approve": self._approve, "preview": self._preview, "take": self._take, "anchors": self._anchors,
            "render": self._render,
        }  # fmt: skip
        if what not in actions:
            raise UsageFault(f"the room does no “{safe(what)[:40]}”", hint=f"it does: {', '.join(actions)}")
        try:
            actions[what](asked)
        except (KeyError, TypeError, ValueError, ArithmeticError):
            raise UsageFault(f"“{what}” is asked for without what it needs", hint="reload the page") from None
        return {"version": self.version}

    # What is done at once.

    def _edit(self, asked: JsonObject) -> None:
        shot, number = str(asked["shot"]), asked.get("line")
        words, was = str(asked["words"]).strip(), str(asked["was"])
        if not words:
            raise UsageFault("there is nothing in it", hint="write something, or remove it in the file")
        raw = self.path.read_bytes()
        text = raw.decode("utf-8-sig")
        place = text_path(parse(text, self.path.name).value, shot, None if number is None else int(number))
        if not place:
            raise UsageFault(f"there is no such text in “{safe(shot)}”", hint="reload the page: the film was changed")
        if " ".join(value_at(text, place).split()) != " ".join(was.split()):
            raise UsageFault("this text was changed meanwhile", hint="look at it again, and then change it")
        changed = rewritten(text, place, words, self.path.name)
        source = parse(changed, str(self.path))
        if wrong := faults_of(source, allow_outside=self.options.allow_outside):
            raise ScreenplayInvalid(wrong[0].message, hint=wrong[0].hint)
        write_whole(self.path, (b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b"") + changed.encode())
        self._reread()
        self._preview({"shot": shot})

    def _note(self, asked: JsonObject) -> None:
        notes.note(self.path, self._known(asked).id, float(asked["seconds"]), str(asked["words"]))
        self._reread()

    def _forget(self, asked: JsonObject) -> None:
        notes.forget(self.path, int(asked["number"]))
        self._reread()

    def _pick(self, asked: JsonObject) -> None:
        shot = self._known(asked).id
        choose_takes.pick(self.path, shot, int(asked["take"]), self.options)
        self._reread()
        self._preview({"shot": shot})

    def _reject(self, asked: JsonObject) -> None:
        choose_takes.reject(self.path, self._known(asked).id, int(asked["take"]), self.options)
        self._reread()

    def _approve(self, asked: JsonObject) -> None:
        what = str(asked["what"])
        approve_anchors.approve(self.path, [what], self.options)
        self._reread()

    # What takes a while.

    def _preview(self, asked: JsonObject) -> None:
        shot = self._known(asked).id

        def run() -> str:
            made = self._opened().shots([shot])[0]
            return f"{shot}: {made.seconds:.2f} s"

        self._put(_SOON, f"preview {shot}", run, shot)

    def _take(self, asked: JsonObject) -> None:
        card = self._known(asked)
        price = self._agreed(asked, Decimal(card.price))

        def run() -> str:
            made = choose_takes.take(self.path, card.id, self._paying(price), sink=self._hear)
            return f"{card.id}: take {made[-1].take} is there"

        self._put(_SOON, f"take {card.id}", run, card.id)

    def _anchors(self, asked: JsonObject) -> None:
        price = self._agreed(asked, Decimal(self.card.anchors_due))

        def run() -> str:
            from ministudio_cli.usecases.consent import budget_of  # noqa: PLC0415
            from ministudio_cli.usecases.settle import lock_of_film, settle, validate  # noqa: PLC0415

            options = self._paying(price)
            plan = settle(validate(self.path, options), lock_of_film(self.path))
            with contextlib.suppress(CheckFailed):
                approve_anchors.hold_for_approval(self.path, plan, options, budget_of(options), self._hear)
            return "plates and portraits are there: look at them, and approve"

        self._put(_SOON, "plates and portraits", run)

    def _render(self, asked: JsonObject) -> None:
        price = self._agreed(asked, Decimal(self.card.due))

        def run() -> str:
            made = render(self.path, self._paying(price), self._hear)
            return f"{made.film.name}: {made.report.seconds:.1f} s"

        self._put(_SOON, "render", run)

    def _agreed(self, asked: JsonObject, price: Decimal) -> Decimal:
        """The price that a viewer saw and agreed to. Raises OverBudget where it is another, or goes beyond the cap."""
        seen = Decimal(str(asked["price"]))
        if price > seen:
            raise OverBudget(
                f"this costs ${price:.2f}, and ${seen:.2f} was shown", hint="look at the price, and ask again"
            )
        had, cap = spent_on(self.path, self.options), self.options.max_cost
        if cap is not None and had + price > cap:
            raise OverBudget(
                f"this costs ${price:.2f}; with the ${had:.2f} that the film has cost it passes the cap of ${cap}",
                hint="open the room with a higher --max-cost",
            )
        return price

    def _paying(self, price: Decimal) -> RenderOptions:
        """The options with which something is bought for a price, and for not a cent more."""
        if price <= 0:
            return dataclasses.replace(self.options, max_cost=spent_on(self.path, self.options), yes=False, retakes=0)
        most = spent_on(self.path, self.options) + price
        return dataclasses.replace(self.options, max_cost=most, yes=True, retakes=0)

    def _known(self, asked: JsonObject) -> ShotCard:
        name = str(asked["shot"])
        for card in self.card.shots:
            if card.id == name:
                return card
        raise UsageFault(f"there is no shot “{safe(name)[:60]}”", hint="reload the page: the film was changed")

    # The thread.

    def _put(self, rank: int, name: str, run: Callable[[], str], shot: str = "") -> None:
        with self._turn:
            waiting = any(job.name == name for job in self._jobs.queue)
        if not waiting:
            self._jobs.put(Job(rank, next(self._count), name, run, shot))
        self._changed()

    def _work(self) -> None:
        with contextlib.ExitStack() as stack:
            stack.callback(self._close)
            while not self._ended.is_set():
                try:
                    job = self._jobs.get(timeout=_IDLE)
                except queue.Empty:
                    self._look()
                    continue
                self._do(job)

    def _do(self, job: Job) -> None:
        self._begin(job)
        try:
            result: JsonObject = {"job": job.name, "shot": job.shot, "words": job.run(), "fault": False, "hint": ""}
        except MinistudioError as error:
            if isinstance(error, CheckFailed) and error.result is not None:
                self._close()
            result = {
                "job": job.name,
                "shot": job.shot,
                "words": error.message,
                "fault": True,
                "hint": error.hint or "",
            }
        except Exception as error:  # noqa: BLE001 - whatever it is, the room goes on and says so
            defect = Defect(f"{type(error).__name__}: {error}")
            self._close()
            result = {
                "job": job.name,
                "shot": job.shot,
                "words": defect.message,
                "fault": True,
                "hint": "a defect: please report it",
            }
        with self._turn:
            self.doing = {}
            if job.rank == _SOON or result["fault"]:
                self.told.append({"number": next(self._count), **result})
        self._reread()

    def _begin(self, job: Job) -> None:
        with self._turn:
            self.doing = {"job": job.name, "shot": job.shot, "words": "", "done": 0, "whole": 0}
        self._changed()

    def _hear(self, event: Event) -> None:
        """Progress of what is under way."""
        if event.kind not in ("start", "progress", "note"):
            return
        with self._turn:
            self.doing = {
                **self.doing,
                "words": f"{event.label} {event.doing}".strip(),
                "done": event.done,
                "whole": event.whole,
            }
        self._changed(told=False)

    def _opened(self) -> Preview:
        """Whoever draws, awake from the first time on. It buys nothing."""
        if self._studio is None:
            self._studio = Preview(self.path, dataclasses.replace(self.options, yes=False), self._hear)
            self._studio.__enter__()
            self._studio.buys = False
        return self._studio

    def _close(self) -> None:
        studio, self._studio = self._studio, None
        if studio is not None:
            with contextlib.suppress(Exception):
                studio.__exit__(None, None, None)

    def _sketch(self) -> None:
        """Boards of the shots that changed since they were drawn, some at a time."""
        changed = [card for card in self.card.shots if self._sketched.get(card.id) != _looks(card) or not card.stills]
        for first in range(0, len(changed), _AT_ONCE):
            some = changed[first : first + _AT_ONCE]
            names = [card.id for card in some]

            def run(names: list[str] = names) -> str:
                self._opened().frames(names)
                return f"{len(names)} boards"

            for card in some:
                self._sketched[card.id] = _looks(card)
            self._put(_LATER, f"boards {names[0]} to {names[-1]}", run)

    def _look(self) -> None:
        """Read the film again where somebody changed it beside the room."""
        if self._stamp() != self._seen:
            self._reread()

    def _stamp(self) -> tuple[int, ...]:
        found = []
        for place in (self.path, choices_path(self.path), notes.notes_path(self.path)):
            try:
                found.append(place.stat().st_mtime_ns)
            except OSError:
                found.append(0)
        return tuple(found)

    def _reread(self) -> None:
        self._seen = self._stamp()
        try:
            card = film_card(self.path, self.options)
        except ScreenplayInvalid as error:
            with self._turn:
                self.faults = _words(error)
        except MinistudioError as error:
            with self._turn:
                self.faults = (error.message,)
        else:
            with self._turn:
                self.card, self.faults = card, ()
            self._sketch()
        self._changed()

    def _changed(self, *, told: bool = True) -> None:
        with self._turn:
            self.version += told
            listeners = list(self._listeners)
        for tell in listeners:
            tell()


def _words(error: ScreenplayInvalid) -> tuple[str, ...]:
    return tuple(map(str, error.faults)) or (error.message,)


def _looks(card: ShotCard) -> str:
    """What a board hangs on."""
    return card.prompt + card.how + card.action + repr(card.cast)

"""The room's work: what viewers ask for, done one after the other by one thread, and told to all of them."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Self

from ministudio_cli.errors import CheckFailed, MinistudioError, OverBudget, ScreenplayInvalid, UsageFault
from ministudio_cli.json_types import JsonObject
from ministudio_cli.plain import safe
from ministudio_cli.review import notes
from ministudio_cli.review.edits import edit
from ministudio_cli.review.jobs import LATER, SOON, Job, Jobs
from ministudio_cli.review.state import FilmCard, ShotCard, film_card, plain, spent_on
from ministudio_cli.screenplay.choices import choices_path
from ministudio_cli.store.files import own_folder
from ministudio_cli.store.places import build_folder
from ministudio_cli.usecases import approve_anchors, choose_takes
from ministudio_cli.usecases.consent import budget_of
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.preview_shots import Preview, Previewed
from ministudio_cli.usecases.render_film import render
from ministudio_cli.usecases.settle import lock_of_film, settle, validate

_LOOK = 0.3
"""Seconds between two looks at the screenplay."""
_AT_ONCE = 4
"""Shots whose boards are drawn before the viewers are told."""


class Room:
    """A film and those who look at it. Opened for as long as it is served.

    What costs money carries the price that was shown; it is bought for no more than that, and never beyond the cap.
    """

    def __init__(self, path: Path, options: RenderOptions) -> None:
        self.path, self.options = path, options
        self.card: FilmCard = film_card(path, options)
        self.faults: tuple[str, ...] = ()
        self.jobs = Jobs(lambda: spent_on(path, options), self._reread, self._close)
        self._files = threading.RLock()
        """Held by whoever reads the film's files to write them, and while the film is read anew."""
        self._seen = self._stamp()
        self._sketched: dict[str, str] = {}
        self._studio: Preview | None = None
        self._watcher = threading.Thread(target=self._watch, name="watch", daemon=True)

    def __enter__(self) -> Self:
        self.jobs.start()
        self._watcher.start()
        self._sketch()
        return self

    def __exit__(self, *_: object) -> None:
        self.jobs.stop()
        if not self.jobs.busy:
            self._close()

    def state(self) -> JsonObject:
        """All that a viewer sees."""
        return {
            **self.jobs.state(), "film": plain(self.card), "faults": list(self.faults),
            "cap": None if self.options.max_cost is None else str(self.options.max_cost),
        }  # fmt: skip

    def ask(self, what: str, asked: JsonObject) -> JsonObject:
        """Do what a viewer asks for, or take it in to be done. Raises MinistudioError where it cannot be done."""
        actions: dict[str, Callable[[JsonObject], JsonObject | None]] = {
            "edit": self._edit, "note": self._note, "forget": self._forget, "pick": self._pick, "reject": self._reject,
            "approve": self._approve, "preview": self._preview, "take": self._take, "anchors": self._anchors,
            "render": self._render, "quote": self._quote,
        }  # fmt: skip
        if what not in actions:
            raise UsageFault(f"the room does no “{safe(what)[:40]}”", hint=f"it does: {', '.join(actions)}")
        try:
            with self._files:
                found = actions[what](asked)
        except MinistudioError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
            raise UsageFault(f"“{what}” is asked for without what it needs", hint="reload the page") from None
        except OSError as error:
            raise UsageFault(f"a file cannot be read or written: {error.strerror or error}") from None
        return {"version": self.jobs.version, **(found or {})}

    # What is done at once.

    def _edit(self, asked: JsonObject) -> None:
        shot, number = str(asked["shot"]), asked.get("line")
        place = shot, None if number is None else int(number)
        edit(self.path, place, str(asked["words"]), str(asked["was"]), allow_outside=self.options.allow_outside)
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
            self._keep_take(shot, made)
            return f"{shot}: {made.seconds:.2f} s"

        self.jobs.put(Job(SOON, f"preview {shot}", run, shot), once=True)

    def _keep_take(self, shot: str, made: Previewed) -> None:
        """Put a preview where the takes of its shot are looked at, under the number of the one that is shown."""
        card = next((card for card in self.card.shots if card.id == shot), None)
        number = next((take.take for take in card.takes if take.shown), 1) if card else 1
        place = own_folder(build_folder(self.path, self.options.out) / "takes") / f"{shot}-{number}.mp4"
        if made.clip:
            shutil.copyfile(made.clip, place)
            shutil.copyfile(made.stills[0], place.with_suffix(".png"))

    def _quote(self, asked: JsonObject) -> JsonObject:
        """What another take of a shot costs now."""
        return {"price": str(choose_takes.quote(self.path, self._known(asked).id, self.options))}

    def _take(self, asked: JsonObject) -> None:
        card = self._known(asked)
        price = self._agreed(asked, choose_takes.quote(self.path, card.id, self.options))

        def run() -> str:
            made = choose_takes.take(self.path, card.id, self._paying(price), sink=self.jobs.hear)
            if not any(take.clip for take in card.takes if take.shown):
                self._preview({"shot": card.id})  # to be looked at beside it
            return f"{card.id}: take {made[-1].take} is there"

        self.jobs.put(Job(SOON, f"take {card.id}", run, card.id, price))

    def _anchors(self, asked: JsonObject) -> None:
        price = self._agreed(asked, Decimal(self.card.anchors_due))

        def run() -> str:
            options = self._paying(price)
            plan = settle(validate(self.path, options), lock_of_film(self.path))
            with contextlib.suppress(CheckFailed):
                approve_anchors.hold_for_approval(self.path, plan, options, budget_of(options), self.jobs.hear)
            return "plates and portraits are there: look at them, and approve"

        self.jobs.put(Job(SOON, "plates and portraits", run, price=price))

    def _render(self, asked: JsonObject) -> None:
        price = self._agreed(asked, Decimal(self.card.due))

        def run() -> str:
            made = render(self.path, self._paying(price), self.jobs.hear)
            return f"{made.film.name}: {made.report.seconds:.1f} s"

        self.jobs.put(Job(SOON, "render", run, price=price))

    def _agreed(self, asked: JsonObject, price: Decimal) -> Decimal:
        """The price that a viewer saw and agreed to. Raises OverBudget where it is another, or goes beyond the cap with
        all that is agreed to already.
        """
        seen = Decimal(str(asked["price"]))
        if price > seen:
            raise OverBudget(f"this costs ${price}, and ${seen} was shown", hint="look at the price, and ask again")
        cap = self.options.max_cost
        if cap is None or price <= 0:
            return price
        had = self.jobs.committed()
        if had + price > cap:
            raise OverBudget(
                f"this costs ${price}; with ${had} that the film has cost or will, it passes the cap of ${cap}",
                hint="open the room with a higher --max-cost",
            )
        return price

    def _paying(self, price: Decimal) -> RenderOptions:
        """The options with which something is bought for a price, for not a cent more, and never over the cap."""
        had, cap = spent_on(self.path, self.options), self.options.max_cost
        most = had + price if cap is None else min(had + price, max(cap, had))
        # Whoever draws for previews sleeps meanwhile: two at once would take twice the memory.
        self._close()
        return dataclasses.replace(self.options, max_cost=most, yes=price > 0, retakes=0)

    def _known(self, asked: JsonObject) -> ShotCard:
        name = str(asked["shot"])
        for card in self.card.shots:
            if card.id == name:
                return card
        raise UsageFault(f"there is no shot “{safe(name)[:60]}”", hint="reload the page: the film was changed")

    # What goes on by itself.

    def _watch(self) -> None:
        """Read the film again where somebody changed it beside the room."""
        while not self.jobs.ended.wait(_LOOK):
            if self._stamp() != self._seen:
                self._reread()

    def _opened(self) -> Preview:
        """Whoever draws, awake from the first time on. It buys nothing."""
        if self._studio is None:
            studio = Preview(self.path, dataclasses.replace(self.options, yes=False), self.jobs.hear)
            studio.__enter__()
            studio.buys = False
            self._studio = studio
        return self._studio

    def _close(self) -> None:
        studio, self._studio = self._studio, None
        if studio is not None:
            with contextlib.suppress(Exception):
                studio.__exit__(None, None, None)

    def _sketch(self) -> None:
        """Boards of the shots that changed since they were drawn, some at a time."""
        # One that could not be drawn is not tried again before it is changed.
        changed = [card for card in self.card.shots if self._sketched.get(card.id) != _looks(card)]
        for first in range(0, len(changed), _AT_ONCE):
            some = changed[first : first + _AT_ONCE]
            names = [card.id for card in some]

            def run(names: list[str] = names) -> str:
                self._opened().frames(names)
                return f"{len(names)} boards"

            for card in some:
                self._sketched[card.id] = _looks(card)
            self.jobs.put(Job(LATER, f"boards {', '.join(names)}", run))

    def _stamp(self) -> tuple[int, ...]:
        found = []
        for place in (self.path, choices_path(self.path), notes.notes_path(self.path)):
            try:
                found.append(place.stat().st_mtime_ns)
            except OSError:
                found.append(0)
        return tuple(found)

    def _reread(self) -> None:
        with self._files:
            self._seen = self._stamp()
            faults: tuple[str, ...] = ()
            try:
                card = film_card(self.path, self.options)
            except ScreenplayInvalid as error:
                faults = _words(error)
            except MinistudioError as error:
                faults = (error.message,)
            except Exception as error:  # noqa: BLE001 - the page stays, and says why it shows what was
                faults = (f"the film cannot be read: {type(error).__name__}: {error}",)
            self.faults = faults
            if not faults:
                self.card = card
                self._sketch()
        self.jobs.changed()


def _words(error: ScreenplayInvalid) -> tuple[str, ...]:
    return tuple(map(str, error.faults)) or (error.message,)


def _looks(card: ShotCard) -> str:
    """What a board hangs on."""
    return card.prompt + card.how + card.action + repr(card.cast)

"""Running errands: written down, sent once, waited for with patience, fetched whole, and never paid for twice."""

from __future__ import annotations

import os
import random
import threading
import time
from decimal import Decimal
from pathlib import Path

from ministudio_cli.errors import Blocked, Busy, NothingMade, OverBudget, PassingFault, ProviderRefused, UnknownOutcome
from ministudio_cli.providers.protocols import Errand
from ministudio_cli.render.ledger import Entry, Ledger
from ministudio_cli.render.quota import Limit, limit_of, rest
from ministudio_cli.store.store import Store

SENDS = 8
"""How often a request that was surely not taken, or ended without a result, is sent again."""
FIRST_POLL = 0.2
LAST_POLL = 8.0
PATIENCE = 0.03
"""A poll comes after this share of the time waited so far, so that polling delays nobody by more."""
EARLY = 0.97
"""Share of a model's usual time before which it is hardly asked at all."""


class Purse:
    """What a run may spend, and what it must not repeat; shared by all of its threads."""

    def __init__(self, max_cost: Decimal | None = None, *, retry_unknown: bool = False) -> None:
        self.max_cost = max_cost
        self.retry_unknown = retry_unknown
        self.spent = Decimal(0)
        self.stop = threading.Event()
        self._turn = threading.Lock()

    def take(self, price: Decimal) -> None:
        """Set a price aside; raises OverBudget where it goes beyond what may be spent."""
        with self._turn:
            if self.max_cost is not None and self.spent + price > self.max_cost:
                raise OverBudget(
                    f"${self.spent} of ${self.max_cost} is spent; this costs ${price} more",
                    hint="raise --max-cost; what was bought is kept",
                )
            self.spent += price

    def give_back(self, price: Decimal) -> None:
        with self._turn:
            self.spent -= price


class Runner:
    """Runs the errands of one order."""

    def __init__(self, order: str, store: Store, ledger: Ledger, purse: Purse) -> None:
        self.order, self.store, self.ledger, self.purse = order, store, ledger, purse

    def buy(self, errand: Errand) -> Path:
        """The errand's file: bought before, or now. See Errand for what it raises."""
        found = self.store.find(errand.key)
        if found is None:
            limit = limit_of(errand.model, errand.running)
            entry = Entry(key=errand.key, event="", order=self.order, model=errand.model, price=errand.price)
            with limit.place(self.purse.stop):
                operation = self._bought(errand, entry, limit)
            found = self.store.publish(errand.key, "bought", {errand.file.name: errand.file}, {"model": errand.model})
            self.ledger.write("done", entry, operation=operation)
        return self.store.path(found, errand.file.name)

    def _bought(self, errand: Errand, entry: Entry, limit: Limit) -> str:
        """Send and fetch, as far as an earlier run has not; the operation's name, “” where there was none."""
        operation = self._standing(errand, entry)
        for left in reversed(range(SENDS)):
            resumed = bool(operation)
            operation = operation or self._send(errand, entry, limit)
            try:
                if operation:
                    self._fetch(errand, operation, limit)
                break
            except (NothingMade, Blocked) as error:
                event = "failed" if isinstance(error, NothingMade) else "blocked"
                self.ledger.write(event, entry, operation=operation, said=error.message)
                if not resumed:
                    self.purse.give_back(errand.price)
                if isinstance(error, Blocked) or not left:
                    raise
                operation = ""
                rest(self.purse.stop, _jittered(1.0))
            except ProviderRefused as error:
                self.ledger.write("expired", entry, operation=operation, said=error.message)
                said = f"{error.message}; the take was paid and cannot be fetched"
                raise ProviderRefused(said, hint="--retry-unknown buys it again") from None
        return operation

    def _standing(self, errand: Errand, entry: Entry) -> str:
        """What an earlier run left: the operation to ask after, or “” where it must be sent."""
        before = self.ledger.find(errand.key)
        if before is None or before.event in ("failed", "rejected", "lost"):
            return ""
        if before.event == "blocked":
            raise Blocked(before.said, hint="change the words: the same ones are refused again")
        if before.operation and before.event in ("submitted", "done"):
            return before.operation
        if before.event == "intent" and before.process != os.getpid() and _alive(before.process):
            raise PassingFault("another render is sending this request", hint="wait for it, then run again")
        if not (errand.cheap or self.purse.retry_unknown):
            raise UnknownOutcome(
                f"a request to {errand.model} (${errand.price}) was sent and its answer was lost: perhaps it is paid",
                hint="look at ministudio report --ledger and at your bill; --retry-unknown sends it again",
            )
        self.ledger.write("lost", entry, said="sent again by choice" if self.purse.retry_unknown else "cheap")
        return ""

    def _send(self, errand: Errand, entry: Entry, limit: Limit) -> str:
        for left in reversed(range(SENDS)):
            limit.wait(self.purse.stop)
            self.purse.take(errand.price)
            self.ledger.write("intent", entry)
            try:
                operation = errand.send()
            except Busy as error:
                self.purse.give_back(errand.price)
                self.ledger.write("rejected", entry, said=error.message)
                if not left or SENDS - left >= error.tries:
                    raise PassingFault(error.message, hint="run it again later; nothing is lost") from None
                limit.pause(error.wait or _jittered(0.5 * 2 ** (SENDS - 1 - left)))
            except Blocked as error:
                self.purse.give_back(errand.price)
                self.ledger.write("blocked", entry, said=error.message)
                raise
            except ProviderRefused as error:
                self.purse.give_back(errand.price)
                self.ledger.write("rejected", entry, said=error.message)
                raise
            except UnknownOutcome as error:
                if not left or not (errand.cheap or self.purse.retry_unknown):
                    # The intent stays open: the next run reports it, and does not repeat it unasked.
                    raise UnknownOutcome(
                        f"{error.message}; whether {errand.model} took the request (${errand.price}) is not known",
                        hint="look at your bill; --retry-unknown sends it again",
                    ) from None
                self.ledger.write("lost", entry, said=error.message)
                rest(self.purse.stop, _jittered(0.5))
            else:
                if operation:
                    self.ledger.write("submitted", entry, operation=operation)
                return operation
        raise PassingFault("no try was left")

    def _fetch(self, errand: Errand, operation: str, limit: Limit) -> None:
        """Ask after an operation until its file is here; a poll that fails in passing costs nothing but time."""
        begun = time.monotonic()
        while True:
            try:
                if errand.fetch is None or errand.fetch(operation):
                    limit.learn(time.monotonic() - begun)
                    return
            except Busy as error:
                limit.pause(error.wait)
            except NothingMade:
                raise
            except PassingFault:
                pass
            waited = time.monotonic() - begun
            if waited > errand.deadline:
                raise PassingFault(
                    f"{errand.model} has not finished after {waited:.0f} s",
                    hint="run it again: it is asked after, not paid again",
                )
            rest(self.purse.stop, _until_next(waited, limit.usual))
            limit.wait(self.purse.stop)


def _until_next(waited: float, usual: float) -> float:
    """Seconds until the next poll: long while nothing can be ready, short around the usual time, then ever longer."""
    early = usual * EARLY - waited
    if early > FIRST_POLL:
        return min(LAST_POLL, early)
    closer = 4 if 0 < waited < 1.2 * usual else 1
    return _jittered(min(LAST_POLL, max(FIRST_POLL, PATIENCE * waited) / closer))


def _jittered(seconds: float) -> float:
    return seconds * random.uniform(0.7, 1.0)  # noqa: S311 - nobody guesses a pause


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:
        return True
    return True

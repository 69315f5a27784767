"""Running purchases: claimed, written down, sent once, waited for with patience, fetched whole, never paid twice."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from pathlib import Path

from ministudio_cli.errors import (
    PassingFault,
    ProviderRefused,
    UnknownOutcome,
)
from ministudio_cli.purchases.ledger import Taken, move
from ministudio_cli.purchases.outcomes import final, jittered, refusal_of
from ministudio_cli.purchases.polling import Poll
from ministudio_cli.purchases.quota import limit_of, rest
from ministudio_cli.purchases.request import (
    Delivered,
    Failed,
    PaidRequest,
    Refused,
)
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.sending import SENDS, UNSURE, Sender
from ministudio_cli.purchases.states import HELD, Purchase, State
from ministudio_cli.store.artifact import Artifact

_LOOK = 0.1
"""Seconds between two looks at a purchase that another buyer makes."""


class Runner:
    """Makes the purchases of one order. `ceiling` is the order's price by the plan: it cannot cost more."""

    def __init__(self, order: str, room: PurchaseRoom, ceiling: Decimal | None = None) -> None:
        self.order, self.room, self.ceiling = order, room, ceiling
        self._asked: dict[str, Decimal] = {}
        self._sender, self._poll = Sender(order, room), Poll(room)

    def purchase(self, request: PaidRequest) -> Path:
        """The request's file: bought before, or now.

        Raises Blocked and ProviderRefused for good, UnknownOutcome where it is perhaps paid, OverBudget, PassingFault
        where running again helps.
        """
        self._within(request)
        room = self.room
        with room.flight(request.key):
            artifact = room.store.find(request.key)
            if artifact is None:
                with limit_of(request.model, request.running).place(room.stop):
                    artifact = self._bought(request)
            else:
                self._settle(request)
            # One file was bought, under the name that its buyer gave it.
            return room.store.path(artifact, next(iter(artifact.files)))

    def _within(self, request: PaidRequest) -> None:
        """A provider cannot buy for more than its order was priced at."""
        self._asked[request.key] = request.price
        asked = sum(self._asked.values(), Decimal(0))
        if self.ceiling is not None and asked > self.ceiling:
            raise ProviderRefused(
                f"{request.model} asks for ${asked}, the plan priced this at ${self.ceiling}; nothing was sent",
                hint="report this to the provider’s maker",
            )

    def _settle(self, request: PaidRequest) -> None:
        """What is in the store is bought: a run that was killed may not have written so."""
        room = self.room
        entry = room.ledger.find(request.key)
        if entry is not None and entry.state is State.SUBMITTED and not room.held_elsewhere(entry):
            with contextlib.suppress(Taken):
                move(room.ledger, entry, State.DONE, owner="")

    def _bought(self, request: PaidRequest) -> Artifact:
        """Buy, or go on with what another run or machine left; whoever comes second waits for the same file."""
        room = self.room
        if request.key in room.store.doubted:
            raise ProviderRefused(
                f"what was bought of {request.model} is in the store {room.store.url}, and you did not make it there;"
                " nothing was sent",
                hint="if it is yours: ministudio trust; else remove that store",
            )
        while True:
            try:
                entry = room.ledger.find(request.key)
                if entry is not None and room.held_elsewhere(entry) and (entry.state in HELD | {State.SUBMITTED}):
                    rest(room.stop, jittered(_LOOK))
                    if (artifact := room.store.find(request.key)) is not None:
                        return artifact
                    continue
                if (artifact := room.store.find(request.key)) is not None:
                    return artifact
                return self._made(request, self._standing(request, entry))
            except Taken:
                continue

    def _standing(self, request: PaidRequest, entry: Purchase | None) -> Purchase | None:
        """A purchase that nobody holds, as it is gone on with: submitted, to be asked after; else to be sent.

        Raises where it may not be sent again.
        """
        room = self.room
        if entry is None or entry.state in (State.CLAIMED, State.FAILED, State.REJECTED):
            return entry
        if entry.state in (State.BLOCKED, State.REFUSED):
            if entry.wire != request.wire:
                return entry
            ended = Refused(entry.note, content=entry.state is State.BLOCKED)
            raise final(request, ended)
        if entry.operation and entry.state in (State.SUBMITTED, State.DONE):
            return move(room.ledger, entry, State.SUBMITTED, owner=room.owner.name)
        if entry.state is State.SENDING:
            entry = move(room.ledger, entry, State.UNKNOWN, owner="", note="its buyer ended before an answer came")
        if not (room.budget.retry_unknown or (request.cheap and entry.state is State.UNKNOWN)):
            self._unsure(request, entry)
        return entry

    def _unsure(self, request: PaidRequest, entry: Purchase) -> None:
        what = f"{request.model} (${entry.price})"
        if entry.state is State.UNKNOWN:
            raise UnknownOutcome(f"a request to {what} was sent and no answer came: perhaps it is paid", hint=UNSURE)
        why = "the service no longer has it" if entry.state is State.EXPIRED else "it is no longer in the store"
        raise UnknownOutcome(f"a result of {what} was paid, and {why}", hint="--retry-unknown buys it again")

    def _made(self, request: PaidRequest, seen: Purchase | None) -> Artifact:
        """Send (unless it is submitted) and fetch, publish, and write it down."""
        room = self.room
        with room.owner.holding():
            for left in reversed(range(SENDS)):
                resumed = seen is not None and seen.state is State.SUBMITTED
                entry = seen if seen is not None and resumed else self._sender.sent(request, seen)
                ended = self._poll.ended(request, entry) if entry.operation else Delivered()
                if isinstance(ended, Delivered):
                    return self._published(request, entry)
                seen = self._ended(request, entry, ended, refund=not resumed)
                if not left:
                    raise PassingFault(f"{request.model} {ended.reason}", hint="run it again later; nothing is lost")
                rest(room.stop, jittered(1.0))
        raise AssertionError

    def _published(self, request: PaidRequest, entry: Purchase) -> Artifact:
        room = self.room
        facts = {"model": request.model, "take": request.take, "part": request.part}
        artifact = room.store.publish(request.key, "bought", {request.file.name: request.file}, facts)
        with contextlib.suppress(Taken):
            move(room.ledger, entry, State.DONE, owner="")
        return artifact

    def _ended(self, request: PaidRequest, entry: Purchase, ended: Failed | Refused, *, refund: bool) -> Purchase:
        """Write down an unpaid end; raises Blocked for a refusal."""
        room = self.room
        state = State.FAILED if isinstance(ended, Failed) else refusal_of(ended)
        entry = move(room.ledger, entry, state, owner="", note=ended.reason)
        if refund:
            room.budget.refund(room.account, request.price)
        if isinstance(ended, Refused):
            raise final(request, ended)
        return entry

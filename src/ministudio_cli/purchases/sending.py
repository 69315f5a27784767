"""Sending a paid request: claimed and written down before its first byte goes, and its answer before anything else."""

from __future__ import annotations

import contextlib
import time
from decimal import Decimal

from ministudio_cli.errors import MinistudioError, UnknownOutcome
from ministudio_cli.purchases.ledger import Taken, claim, committed, move
from ministudio_cli.purchases.outcomes import final, jittered, refusal_of
from ministudio_cli.purchases.quota import limit_of, rest
from ministudio_cli.purchases.request import (
    Accepted,
    Busy,
    Delivered,
    Denied,
    Failed,
    PaidRequest,
    Refused,
    Sent,
    Unknown,
)
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.states import Purchase, State

SENDS = 8
"""How often a request that was surely not taken, or ended without a result, is sent again."""
UNSURE = "running it again does not help: look at your bill; --retry-unknown sends it again, perhaps paid twice"


class Sender:
    """Sends the requests of one order."""

    def __init__(self, order: str, room: PurchaseRoom) -> None:
        self.order, self.room = order, room

    def sent(self, request: PaidRequest, seen: Purchase | None) -> Purchase:
        """Send a request until it is taken; the purchase as it then stands, submitted or delivered."""
        room, limit = self.room, limit_of(request.model, request.running)
        # Consent is to one more sending of what may be paid, not to as many as it takes.
        resent = seen is not None and seen.state in (State.UNKNOWN, State.EXPIRED, State.DONE)
        for left in reversed(range(SENDS)):
            limit.wait(room.stop)
            request.prepare()
            entry = self._claimed(request, seen)
            entry, ended = self._send(request, entry)
            if isinstance(ended, Accepted):
                return self._accepted(request, entry, ended.operation)
            if isinstance(ended, Delivered):
                return entry
            if isinstance(ended, Unknown):
                seen = move(room.ledger, entry, State.UNKNOWN, owner="", note=ended.reason)
                if not left or not (request.cheap or (room.budget.retry_unknown and not resent)):
                    what = f"whether {request.model} took the request (${request.price}) is not known"
                    raise UnknownOutcome(f"{ended.reason}; {what}", hint=UNSURE)
                resent = True
                rest(room.stop, jittered(0.5))
                continue
            seen = self._unsent(request, entry, ended)
            if isinstance(ended, Busy) and left and SENDS - left < ended.tries:
                limit.pause(ended.wait or jittered(0.5 * 2 ** (SENDS - 1 - left)))
            elif isinstance(ended, Failed) and left:
                rest(room.stop, jittered(1.0))
            else:
                raise final(request, ended)
        raise AssertionError

    def _accepted(self, request: PaidRequest, entry: Purchase, operation: str) -> Purchase:
        """Write the operation's name down, which is all that leads to what is paid: repeated until it is written, also
        where this buyer was taken for dead meanwhile. Raises UnknownOutcome with the name where it cannot be.
        """
        room = self.room
        for left in reversed(range(SENDS)):
            try:
                return move(room.ledger, entry, State.SUBMITTED, owner=room.owner.name, operation=operation)
            except Taken:
                found = room.ledger.find(request.key)
                if found is None or found.state not in (State.SENDING, State.UNKNOWN):
                    break
                entry = found
            except MinistudioError:
                if not left:
                    break
                time.sleep(jittered(0.25 * 2 ** (SENDS - left)))
        raise UnknownOutcome(
            f"{request.model} took the request (${request.price}) as {operation}, and the ledger could not be written",
            hint="keep that name: it is how the result is asked for; then look at the ledger’s place",
        )

    def _claimed(self, request: PaidRequest, seen: Purchase | None) -> Purchase:
        """Claim the purchase and set its price aside; gives the claim back where that goes beyond the budget."""
        room = self.room
        wanted = Purchase(
            key=request.key, model=request.model, price=request.price, order=self.order, film=room.film,
            wire=request.wire, take=request.take, part=request.part,
        )  # fmt: skip
        entry = claim(room.ledger, wanted, room.owner.name, seen)
        reserved = False
        try:
            room.budget.reserve(room.account, request.price)
            reserved = True
            if room.budget.capped:
                room.budget.hold(room.account, self._committed())
        except BaseException as error:
            if reserved:
                room.budget.refund(room.account, request.price)
            with contextlib.suppress(Taken, MinistudioError):
                move(room.ledger, entry, State.REJECTED, owner="", note=str(error))
            raise
        return entry

    def _committed(self) -> Decimal:
        """What the film has cost or may have cost; a dead buyer's claim, of which nothing was sent, left out."""
        room = self.room
        return committed(
            (
                purchase
                for purchase in room.ledger.purchases()
                if purchase.state is not State.CLAIMED
                or purchase.owner == room.owner.name
                or room.held_elsewhere(purchase)
            ),
            [room.film],
        )

    def _send(self, request: PaidRequest, entry: Purchase) -> tuple[Purchase, Sent]:  # noqa: C901 - every end of it
        """Send once. The purchase is `sending` from the moment when the first byte can go, and not before."""
        room = self.room
        held = [entry]

        def dispatch() -> None:
            if held[0].state is State.CLAIMED:
                held[0] = move(room.ledger, held[0], State.SENDING, owner=room.owner.name)

        if not request.announces:
            dispatch()
        try:
            ended = request.send(dispatch)
        except Taken:
            # Another buyer took this for dead; nothing was sent from here.
            room.budget.refund(room.account, request.price)
            raise
        except BaseException as error:
            if held[0].state is State.SENDING:
                move(room.ledger, held[0], State.UNKNOWN, owner="", note=f"{type(error).__name__}: {error}")
                if isinstance(error, MinistudioError) or not isinstance(error, Exception):
                    raise
                what = f"whether {request.model} took the request (${request.price}) is not known"
                raise UnknownOutcome(f"{type(error).__name__}: {error}; {what}", hint=UNSURE) from error
            room.budget.refund(room.account, request.price)
            move(room.ledger, held[0], State.REJECTED, owner="", note=f"{type(error).__name__}: {error}")
            raise
        if isinstance(ended, Unknown) and held[0].state is State.CLAIMED:
            # Its provider says when the first byte goes, and none went: nothing is unknown.
            return held[0], Busy(ended.reason, tries=4)
        if isinstance(ended, Accepted | Delivered):
            # What reached the service went through `sending`, whether its provider said so or not.
            try:
                dispatch()
            except Taken:
                room.budget.refund(room.account, request.price)
                raise
        return held[0], ended

    def _unsent(self, request: PaidRequest, entry: Purchase, ended: Busy | Refused | Denied | Failed) -> Purchase:
        room = self.room
        room.budget.refund(room.account, request.price)
        state = refusal_of(ended) if isinstance(ended, Refused) else State.REJECTED
        if entry.state is State.CLAIMED and state is not State.REJECTED:
            entry = move(room.ledger, entry, State.SENDING, owner=room.owner.name)
        if isinstance(ended, Failed) and entry.state is State.SENDING:
            state = State.FAILED
        return move(room.ledger, entry, state, owner="", note=ended.reason)

"""Running purchases: claimed, written down, sent once, waited for with patience, fetched whole, never paid twice."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from ministudio_cli.errors import (
    MinistudioError,
    PassingFault,
    ProviderRefused,
    UnknownOutcome,
)
from ministudio_cli.purchases.ledger import Taken, claim, committed, move
from ministudio_cli.purchases.outcomes import final, hours, jittered, refusal_of, until_next
from ministudio_cli.purchases.quota import limit_of, rest
from ministudio_cli.purchases.request import (
    Accepted,
    Busy,
    Delivered,
    Denied,
    Failed,
    Fetched,
    Gone,
    Missing,
    PaidRequest,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.states import HELD, Purchase, State
from ministudio_cli.store.artifact import Artifact

SENDS = 8
"""How often a request that was surely not taken, or ended without a result, is sent again."""
_LOOK = 0.1
"""Seconds between two looks at a purchase that another buyer makes."""
_MISSED = 6
"""Answers in a row that an operation is not known after which this run no longer asks."""
_UNSURE = "running it again does not help: look at your bill; --retry-unknown sends it again, perhaps paid twice"


class Runner:
    """Makes the purchases of one order. `ceiling` is the order's price by the plan: it cannot cost more."""

    def __init__(self, order: str, room: PurchaseRoom, ceiling: Decimal | None = None) -> None:
        self.order, self.room, self.ceiling = order, room, ceiling
        self._asked: dict[str, Decimal] = {}

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
        if entry is not None and entry.state is State.SUBMITTED and not self._other(entry):
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
                if entry is not None and self._other(entry) and (entry.state in HELD | {State.SUBMITTED}):
                    rest(room.stop, jittered(_LOOK))
                    if (artifact := room.store.find(request.key)) is not None:
                        return artifact
                    continue
                if (artifact := room.store.find(request.key)) is not None:
                    return artifact
                return self._made(request, self._standing(request, entry))
            except Taken:
                continue

    def _other(self, entry: Purchase) -> bool:
        """Whether another buyer holds a purchase and lives."""
        return entry.owner != self.room.owner.name and self.room.watcher.alive(entry.owner)

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
            raise UnknownOutcome(f"a request to {what} was sent and no answer came: perhaps it is paid", hint=_UNSURE)
        why = "the service no longer has it" if entry.state is State.EXPIRED else "it is no longer in the store"
        raise UnknownOutcome(f"a result of {what} was paid, and {why}", hint="--retry-unknown buys it again")

    def _made(self, request: PaidRequest, seen: Purchase | None) -> Artifact:
        """Send (unless it is submitted) and fetch, publish, and write it down."""
        room = self.room
        with room.owner.holding():
            for left in reversed(range(SENDS)):
                resumed = seen is not None and seen.state is State.SUBMITTED
                entry = seen if seen is not None and resumed else self._sent(request, seen)
                ended = self._fetched(request, entry) if entry.operation else Delivered()
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

    # Sending

    def _sent(self, request: PaidRequest, seen: Purchase | None) -> Purchase:
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
                    raise UnknownOutcome(f"{ended.reason}; {what}", hint=_UNSURE)
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
                one
                for one in room.ledger.purchases()
                if one.state is not State.CLAIMED or one.owner == room.owner.name or self._other(one)
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
                raise UnknownOutcome(f"{type(error).__name__}: {error}; {what}", hint=_UNSURE) from error
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

    # Fetching

    def _fetched(self, request: PaidRequest, entry: Purchase) -> Delivered | Failed | Refused:
        """Ask after an operation until it ends; a poll that fails in passing costs nothing but time.

        Raises where it cannot be asked after now; it then stays submitted, and the next run asks again.
        """
        room, limit = self.room, limit_of(request.model, request.running)
        begun, missed = time.monotonic(), 0
        fetch: Callable[[str], Fetched] = request.fetch or (lambda _: Delivered())
        try:
            while True:
                answer = fetch(entry.operation)
                if isinstance(answer, Delivered | Failed | Refused):
                    limit.observe(time.monotonic() - begun)
                    return answer
                missed = missed + 1 if isinstance(answer, Missing) else 0
                self._hopeless(request, entry, answer, missed)
                if isinstance(answer, Busy | Unreachable) and answer.wait:
                    limit.pause(answer.wait)
                waited = time.monotonic() - begun
                if waited > request.deadline:
                    self._patience_ends(request, waited)
                rest(room.stop, until_next(waited, limit.usual))
                limit.wait(room.stop)
        except BaseException:
            # Nobody asks after it any more from here: whoever comes next need not wait for this process to end.
            with contextlib.suppress(Taken, MinistudioError):
                move(room.ledger, entry, State.SUBMITTED, owner="")
            raise

    def _hopeless(self, request: PaidRequest, entry: Purchase, answer: Fetched, missed: int) -> None:
        """Raises where asking on in this run is of no use. Only what the service says is gone, or what it has not known
        for longer than it keeps results, is written off.
        """
        kept = f"{getattr(answer, 'reason', '')}; what was bought (${entry.price}) is kept and asked after again"
        if isinstance(answer, Denied):
            hint = answer.hint or "renew the credentials and run it again: it is not paid again"
            raise ProviderRefused(kept, hint=hint)
        if isinstance(answer, Gone):
            self._expired(entry, answer.reason)
        if isinstance(answer, Missing) and missed >= _MISSED:
            if hours(entry.since) > request.keeps:
                self._expired(entry, answer.reason)
            raise PassingFault(kept, hint="run it again, with the same project and location: it is not paid again")

    def _patience_ends(self, request: PaidRequest, waited: float) -> None:
        raise PassingFault(
            f"{request.model} has not finished after {waited:.0f} s",
            hint="run it again: it is asked after, not paid again",
        )

    def _expired(self, entry: Purchase, reason: str) -> None:
        move(self.room.ledger, entry, State.EXPIRED, owner="", note=reason)
        raise UnknownOutcome(
            f"{reason}; the result (${entry.price}) was paid and cannot be fetched any more",
            hint="--retry-unknown buys it again",
        )

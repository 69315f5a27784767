"""Asking after what a service makes, until it ends; what is paid is never given up for a passing fault."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from ministudio_cli.errors import MinistudioError, PassingFault, ProviderRefused, UnknownOutcome
from ministudio_cli.purchases.ledger import Taken, move
from ministudio_cli.purchases.outcomes import hours, until_next
from ministudio_cli.purchases.quota import limit_of, rest
from ministudio_cli.purchases.request import (
    Busy,
    Delivered,
    Denied,
    Failed,
    Fetched,
    Gone,
    Missing,
    PaidRequest,
    Refused,
    Unreachable,
)
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.states import Purchase, State

_MISSED = 6
"""Answers in a row that an operation is not known after which this run no longer asks."""


class Poll:
    """Asks after the operations of a room."""

    def __init__(self, room: PurchaseRoom) -> None:
        self.room = room

    def ended(self, request: PaidRequest, entry: Purchase) -> Delivered | Failed | Refused:
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

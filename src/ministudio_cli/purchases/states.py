"""The states of a purchase and their legal moves, as one table. Pure."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ministudio_cli.errors import Defect
from ministudio_cli.json_types import JsonObject


class State(enum.StrEnum):
    """Where a purchase stands."""

    CLAIMED = "claimed"
    """A buyer has it and nothing was sent yet."""
    SENDING = "sending"
    """The first byte of the request may have left; no answer is known."""
    SUBMITTED = "submitted"
    """The service took it and is asked after under the name of its operation."""
    DONE = "done"
    REJECTED = "rejected"
    """It was surely not taken, or its buyer gave it back before it was sent: it may be sent again."""
    BLOCKED = "blocked"
    """A filter refuses what it asks for; the same words are not sent again."""
    REFUSED = "refused"
    """The service does not take a request of this form; it is sent again only in another one."""
    FAILED = "failed"
    """It was taken and ended without a result and without a price: it may be sent again."""
    UNKNOWN = "unknown"
    """It was sent and no answer came: perhaps it is paid. Sent again only by consent."""
    EXPIRED = "expired"
    """It was paid, and the service no longer has its result. Bought again only by consent."""


MOVES: dict[State | None, frozenset[State]] = {
    None: frozenset({State.CLAIMED}),
    State.CLAIMED: frozenset({State.CLAIMED, State.SENDING, State.REJECTED}),
    State.SENDING: frozenset(
        {State.SUBMITTED, State.DONE, State.REJECTED, State.BLOCKED, State.REFUSED, State.FAILED, State.UNKNOWN}
    ),
    State.SUBMITTED: frozenset(
        {State.SUBMITTED, State.DONE, State.BLOCKED, State.REFUSED, State.FAILED, State.EXPIRED}
    ),
    State.DONE: frozenset({State.DONE, State.SUBMITTED, State.CLAIMED}),
    State.REJECTED: frozenset({State.CLAIMED}),
    State.BLOCKED: frozenset({State.CLAIMED}),
    State.REFUSED: frozenset({State.CLAIMED}),
    State.FAILED: frozenset({State.CLAIMED}),
    State.UNKNOWN: frozenset({State.CLAIMED, State.SUBMITTED}),
    State.EXPIRED: frozenset({State.CLAIMED}),
}
"""From each state (None: the purchase is not known yet) the states that may follow. CLAIMED and SUBMITTED may follow
themselves: another buyer takes over what a dead one left. SUBMITTED follows UNKNOWN where the one that sent it was
taken for dead, and comes back with the operation's name.
"""
HELD = frozenset({State.CLAIMED, State.SENDING})
"""States in which only their owner may act, while it lives."""
PAID = frozenset({State.SUBMITTED, State.DONE, State.EXPIRED})
PERHAPS = frozenset({State.SENDING, State.UNKNOWN})
HOLDS_MONEY = PAID | PERHAPS | {State.CLAIMED}
"""States whose price counts against a cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """One purchase as the ledger has it after its last move.

    `key` is the digest of everything that is sent; `take` the digest of what a clip shows, its length apart, and `part`
    the seconds of the clips of its shot up to this one (“8,6”). `wire` names the form of the request: a refusal of one
    form does not bind another. `price` in US dollars; `perhaps` is what earlier sendings of unknown outcome may have
    cost beside it. `since` is when the service took it, `at` when it last moved: ISO 8601, UTC.
    """

    key: str
    model: str
    price: Decimal
    state: State = State.CLAIMED
    version: int = 0
    """Counts the moves; a move is made from one version to the next, by one buyer only."""
    owner: str = ""
    order: str = ""
    film: str = ""
    operation: str = ""
    note: str = ""
    wire: str = ""
    take: str = ""
    part: str = ""
    perhaps: Decimal = Decimal(0)
    since: str = ""
    at: str = ""

    @property
    def committed(self) -> Decimal:
        """US dollars that it has cost or may have cost."""
        return self.perhaps + (self.price if self.state in HOLDS_MONEY else 0)


def fields_of(purchase: Purchase) -> JsonObject:
    """A purchase as a ledger writes it: text and whole numbers, by field in the order of the class."""
    values = {field.name: getattr(purchase, field.name) for field in dataclasses.fields(purchase)}
    return {name: str(value) if isinstance(value, Decimal | State) else value for name, value in values.items()}


def purchase_of(fields: Mapping[str, Any]) -> Purchase:
    """The purchase that a ledger wrote; raises ValueError, KeyError, TypeError or ArithmeticError for anything else."""
    typed = {
        "price": Decimal(fields["price"]),
        "perhaps": Decimal(fields["perhaps"]),
        "state": State(fields["state"]),
    }
    return Purchase(**{**fields, **typed})


def moved(before: Purchase, state: State, *, owner: str, at: str, operation: str = "", note: str = "") -> Purchase:
    """The purchase after a legal move; raises Defect for one that the table does not have."""
    if state not in MOVES[before.state if before.version else None]:
        raise Defect(f"a purchase cannot move from {before.state} to {state}")
    again = state is State.CLAIMED and before.version and before.state in (State.UNKNOWN, State.EXPIRED, State.DONE)
    fresh = state is State.CLAIMED
    return dataclasses.replace(
        before,
        state=state,
        version=before.version + 1,
        owner=owner,
        operation="" if fresh else operation or before.operation,
        note=note,
        perhaps=before.perhaps + (before.price if again else 0),
        since=at
        if state is State.SUBMITTED and before.state in (State.SENDING, State.UNKNOWN)
        else ""
        if fresh
        else before.since,
        at=at,
    )

"""What is bought already: read once from the ledger, so that plans and bills can use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from ministudio_cli.errors import MissingPart, ProviderRefused
from ministudio_cli.purchases.ledger import has_ledger, open_ledger
from ministudio_cli.purchases.states import Purchase, State

Part = tuple[tuple[Fraction, ...], bool]
"""The seconds of a shot's clips up to one of them, and whether that one ends with a given frame."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Keys of purchases that are bought or under way, and the clips of each take among them."""

    keys: frozenset[str] = frozenset()
    parts: dict[str, frozenset[Part]] = field(default_factory=dict)
    blocked: dict[tuple[str, str], str] = field(default_factory=dict)
    """Takes that a filter refused, each with the form of the request that it refused, and its words."""

    def clips(self, take: str) -> frozenset[Part]:
        """The clips that are held of a take, or of all takes whose name begins so; none of one that is not known."""
        if not take:
            return frozenset()
        found = self.parts.get(take)
        if found is None:
            found = frozenset(part for name, some in self.parts.items() if name.startswith(take) for part in some)
        return found


def holdings_in(purchases: Iterable[Purchase]) -> Holdings:
    bought = list(purchases)
    held = [purchase for purchase in bought if purchase.state in (State.SUBMITTED, State.DONE)]
    parts: dict[str, set[Part]] = {}
    for purchase in held:
        if purchase.take and purchase.part:
            clips = tuple(Fraction(piece) for piece in purchase.part.rstrip("!").split(","))
            parts.setdefault(purchase.take, set()).add((clips, purchase.part.endswith("!")))
    return Holdings(
        keys=frozenset(purchase.key for purchase in held),
        parts={take: frozenset(some) for take, some in parts.items()},
        blocked={
            (purchase.take, purchase.wire): purchase.note
            for purchase in bought
            if purchase.take and purchase.state is State.BLOCKED
        },
    )


def holdings_of(store_url: str) -> Holdings:
    """What is bought beside a store; nothing beside one that keeps no ledger."""
    if not has_ledger(store_url):
        return Holdings()
    try:
        ledger = open_ledger(store_url)
    except (ProviderRefused, MissingPart):
        return Holdings()
    try:
        return holdings_in(ledger.purchases())
    finally:
        ledger.close()

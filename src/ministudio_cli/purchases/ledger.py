"""The ledger: where each purchase stands, kept with the store, moved by one atomic act.

A ledger lives with its store: SQLite beside a store in a local folder, objects of their own inside a shared one. A move
is a compare-and-swap: it succeeds for one buyer of those that saw the same version, in any thread, process or machine
that the backend covers.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from ministudio_cli.purchases.states import PAID, PERHAPS, Purchase, State, moved
from ministudio_cli.secrets import redacted


class Taken(Exception):
    """Another buyer moved the purchase first; look at it again."""


class Ledger(Protocol):
    """What both backends offer; `append` is their only write."""

    place: str
    """Where it is, for people."""

    def find(self, key: str) -> Purchase | None: ...

    def append(self, after: Purchase) -> None:
        """Write a purchase as version `after.version`; raises Taken where that version is there already."""
        ...

    def purchases(self) -> list[Purchase]:
        """Every purchase as it stands, in the order in which they were begun."""
        ...

    def beat(self, owner: str, count: int) -> None:
        """Show that an owner lives: a count that changes."""
        ...

    def pulse(self, owner: str) -> int:
        """The count that an owner showed last; −1 where it never did."""
        ...

    def close(self) -> None: ...


def claim(ledger: Ledger, wanted: Purchase, owner: str, seen: Purchase | None = None) -> Purchase:
    """Claim a purchase that nobody holds, from where it was `seen` (None: it is not known yet).

    What is wanted now (price, wire, film, order) replaces what stood there. Raises Taken where another moved it since.
    """
    after = moved(seen or wanted, State.CLAIMED, owner=owner, at=_now())
    after = dataclasses.replace(
        wanted, state=after.state, version=after.version, owner=owner, perhaps=after.perhaps, at=after.at
    )
    ledger.append(after)
    return after


def move(
    ledger: Ledger, before: Purchase, state: State, *, owner: str, operation: str = "", note: str = ""
) -> Purchase:
    """Make one move; raises Taken where another buyer moved the purchase since `before` was read."""
    after = moved(before, state, owner=owner, at=_now(), operation=operation, note=redacted(note)[:500])
    ledger.append(after)
    return after


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def committed(purchases: Iterable[Purchase], films: Sequence[str] | None = None) -> Decimal:
    """US dollars that purchases have cost or may have cost; of some films, where they are named."""
    return sum((purchase.committed for purchase in purchases if films is None or purchase.film in films), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """A purchase and where it stands; prices are decimal US dollars."""

    at: str
    film: str
    order: str
    model: str
    state: str
    price: str
    perhaps: str
    operation: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What was asked of paid services, what came of it, and what it cost, in decimal US dollars."""

    version: int
    ledger: str
    paid: str
    perhaps_paid: str
    films: dict[str, str]
    entries: tuple[AccountEntry, ...]


def reconciled(ledger: Ledger) -> Account:
    """The sums: paid, perhaps paid, and every purchase with where it stands; versioned for other programs."""
    entries = ledger.purchases()
    paid = sum((entry.price for entry in entries if entry.state in PAID), Decimal(0))
    unsure = sum((entry.perhaps + (entry.price if entry.state in PERHAPS else 0) for entry in entries), Decimal(0))
    films = dict.fromkeys(entry.film for entry in entries if entry.film)
    return Account(
        version=2,
        ledger=ledger.place,
        paid=str(paid),
        perhaps_paid=str(unsure),
        films={film: str(committed(entries, [film])) for film in films},
        entries=tuple(
            AccountEntry(
                at=entry.at,
                film=entry.film,
                order=entry.order,
                model=entry.model,
                state=str(entry.state),
                price=str(entry.price),
                perhaps=str(entry.perhaps),
                operation=entry.operation,
                note=entry.note,
            )
            for entry in entries
        ),
    )


def open_ledger(store_url: str) -> Ledger:
    """The ledger of a store; raises ProviderRefused where the store cannot promise that a claim has one winner."""
    from ministudio_cli.purchases.objects import ObjectLedger, exclusive_files  # noqa: PLC0415 - neither is loaded
    from ministudio_cli.purchases.sqlite import SqliteLedger, old_ledger  # noqa: PLC0415 - where nothing is paid

    if "://" in store_url and not store_url.startswith("file://"):
        return ObjectLedger(store_url)
    # Two names of one folder have one ledger: links are followed.
    root = Path(store_url.removeprefix("file://")).resolve()
    if exclusive_files(root):
        return ObjectLedger(str(root))
    return SqliteLedger(root.with_name(f"{root.name}.ledger.sqlite"), old_ledger(root))


def has_ledger(store_url: str) -> bool:
    """Whether anything was ever bought beside a local store; a shared one is asked."""
    if "://" in store_url and not store_url.startswith("file://"):
        return True
    root = Path(store_url.removeprefix("file://")).resolve()
    names = (f"{root.name}.ledger.sqlite", f"{root.name}.ledger.jsonl")
    return any(root.with_name(name).exists() for name in names) or (root / "purchases").is_dir()

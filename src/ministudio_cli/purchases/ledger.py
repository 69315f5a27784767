"""The ledger: where each purchase stands, kept with the store, moved by one atomic act.

A ledger lives with its store: SQLite beside a store in a local folder, objects of their own inside a shared one. A move
is a compare-and-swap: it succeeds for one buyer of those that saw the same version, in any thread, process or machine
that the backend covers.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

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
    return sum((one.committed for one in purchases if films is None or one.film in films), Decimal(0))


def reconciled(ledger: Ledger) -> dict[str, Any]:
    """The sums: paid, perhaps paid, and every purchase with where it stands; versioned for other programs."""
    entries = ledger.purchases()
    paid = sum((one.price for one in entries if one.state in PAID), Decimal(0))
    unsure = sum((one.perhaps + (one.price if one.state in PERHAPS else 0) for one in entries), Decimal(0))
    return {
        "version": 2,
        "ledger": ledger.place,
        "paid": str(paid),
        "perhaps_paid": str(unsure),
        "films": {
            film: str(committed(entries, [film])) for film in dict.fromkeys(one.film for one in entries if one.film)
        },
        "entries": [
            {
                "at": one.at,
                "film": one.film,
                "order": one.order,
                "model": one.model,
                "state": str(one.state),
                "price": str(one.price),
                "perhaps": str(one.perhaps),
                "operation": one.operation,
                "note": one.note,
            }
            for one in entries
        ],
    }


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

"""The ledger: what was asked for, under which name it runs, how it ended and at what cost. Append-only.

One JSON object a line. An intent is on disk before a request is sent, and the operation's name before it is waited for;
so whatever kills the program, the next run knows what may have been paid and asks after it instead of paying again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ministudio_cli.secrets import redacted

PAID = ("submitted", "done", "expired")
OPEN = ("intent", "submitted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where a purchase stands: `event` is intent, submitted, done, blocked, failed, rejected, lost or expired.

    An intent, a submitted and a done one may be paid; failed, rejected and blocked ones are not; a lost one is unknown.
    """

    key: str
    event: str
    order: str
    model: str
    price: Decimal
    operation: str = ""
    said: str = ""
    at: str = ""
    process: int = 0


class Ledger:
    """Opens the ledger of a store; it crosses to another process as its path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, event: str, entry: Entry, *, operation: str = "", said: str = "") -> None:
        """Append one event of a purchase; it is on disk when this returns."""
        told = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "event": event,
            "key": entry.key,
            "order": entry.order,
            "model": entry.model,
            "price": str(entry.price),
            "operation": operation or entry.operation,
            "said": redacted(said)[:500],
            "process": os.getpid(),
        }
        line = json.dumps(told, ensure_ascii=False) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def events(self) -> Iterator[dict[str, Any]]:
        """Every event; a line that a dying machine left half-written is passed over."""
        if not self.path.is_file():
            return
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                with contextlib.suppress(ValueError):
                    told = json.loads(line)
                    if isinstance(told, dict) and "key" in told:
                        yield told

    def entries(self) -> dict[str, Entry]:
        """Where each purchase stands now, in the order they were begun."""
        found: dict[str, Entry] = {}
        for told in self.events():
            before = found.get(told["key"])
            renewed = told["event"] == "intent"
            found[told["key"]] = Entry(
                key=told["key"],
                event=told["event"],
                order=told.get("order", ""),
                model=told.get("model", ""),
                price=Decimal(told.get("price", "0")),
                operation=told.get("operation") or ("" if renewed or not before else before.operation),
                said=told.get("said", ""),
                at=told.get("at", ""),
                process=int(told.get("process", 0)),
            )
        return found

    def find(self, key: str) -> Entry | None:
        return self.entries().get(key)

    def reconciled(self) -> dict[str, Any]:
        """The sums: paid, perhaps paid, and every purchase with where it stands; versioned for other programs."""
        entries = list(self.entries().values())
        lost = [told for told in self.events() if told["event"] == "lost"]
        paid = sum((one.price for one in entries if one.event in PAID), Decimal(0))
        unsure = sum((one.price for one in entries if one.event == "intent"), Decimal(0))
        unsure += sum((Decimal(told["price"]) for told in lost), Decimal(0))
        return {
            "version": 1,
            "ledger": str(self.path),
            "paid": str(paid),
            "perhaps paid": str(unsure),
            "entries": [
                {
                    "at": one.at,
                    "order": one.order,
                    "model": one.model,
                    "state": one.event,
                    "price": str(one.price),
                    "operation": one.operation,
                    "said": one.said,
                }
                for one in entries
            ],
        }


def ledger_path(store_url: str) -> Path:
    """Beside the store; of a store that is elsewhere, among the user's own data."""
    if "://" in store_url and not store_url.startswith("file://"):
        import platformdirs  # noqa: PLC0415

        name = hashlib.sha256(store_url.encode()).hexdigest()[:16]
        return Path(platformdirs.user_data_dir("ministudio")) / "ledgers" / f"{name}.jsonl"
    root = Path(store_url.removeprefix("file://"))
    return root.with_name(f"{root.name}.ledger.jsonl")

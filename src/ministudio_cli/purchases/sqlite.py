"""The ledger of a local store: SQLite in WAL mode, each move one transaction, synced before it returns."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.json_types import JsonObject
from ministudio_cli.purchases.ledger import Taken
from ministudio_cli.purchases.states import Purchase, State, fields_of, purchase_of

_PATIENCE = 30.0
"""Seconds that a writer waits for another's transaction."""
_COLUMNS = tuple(field.name for field in dataclasses.fields(Purchase))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS purchases ({", ".join(f'"{name}" NOT NULL' for name in _COLUMNS)}, PRIMARY KEY (key));
CREATE INDEX IF NOT EXISTS by_take ON purchases (take);
CREATE TABLE IF NOT EXISTS moves (key NOT NULL, version NOT NULL, at NOT NULL, state NOT NULL, owner NOT NULL,
  operation NOT NULL, note NOT NULL, PRIMARY KEY (key, version));
CREATE TABLE IF NOT EXISTS owners (owner PRIMARY KEY, pulse NOT NULL);
PRAGMA user_version = 1;
"""


class SqliteLedger:
    """Opened once a process and shared by its threads."""

    def __init__(self, path: Path, imported: Iterable[Purchase] = ()) -> None:
        self.path = path
        self.place = str(path)
        self._turn = threading.RLock()
        self._imported = iter(imported)
        self._open: sqlite3.Connection | None = None

    def find(self, key: str) -> Purchase | None:
        with self._reading() as base:
            if base is None:
                return None
            row = base.execute("SELECT * FROM purchases WHERE key = ?", (key,)).fetchone()
        return _purchase(row) if row else None

    def append(self, after: Purchase) -> None:
        values = list(fields_of(after).values())
        with self._writing() as base:
            if after.version == 1:
                signs = ", ".join("?" * len(_COLUMNS))
                done = base.execute(f"INSERT OR IGNORE INTO purchases VALUES ({signs})", values)  # noqa: S608 - no words of anybody's are in it
            else:
                pairs = ", ".join(f'"{name}" = ?' for name in _COLUMNS)
                done = base.execute(
                    f"UPDATE purchases SET {pairs} WHERE key = ? AND version = ?",  # noqa: S608 - as above
                    [*values, after.key, after.version - 1],
                )
            if done.rowcount != 1:
                raise Taken(after.key)
            base.execute(
                "INSERT INTO moves VALUES (?, ?, ?, ?, ?, ?, ?)",
                (after.key, after.version, after.at, str(after.state), after.owner, after.operation, after.note),
            )

    def purchases(self) -> list[Purchase]:
        with self._reading() as base:
            if base is None:
                return []
            rows = base.execute("SELECT * FROM purchases ORDER BY rowid").fetchall()
        return [_purchase(row) for row in rows]

    def beat(self, owner: str, count: int) -> None:
        with self._writing() as base:
            base.execute("INSERT OR REPLACE INTO owners VALUES (?, ?)", (owner, count))

    def pulse(self, owner: str) -> int:
        with self._reading() as base:
            row = base and base.execute("SELECT pulse FROM owners WHERE owner = ?", (owner,)).fetchone()
        return int(row[0]) if row else -1

    def close(self) -> None:
        with self._turn:
            if self._open is not None:
                self._open.close()
                self._open = None

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read by; None where nothing was ever bought, so that looking makes no file."""
        with self._turn, self._words():
            if self._open is None and not self.path.exists() and not self._begun():
                yield None
            else:
                yield self._connected()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._turn, self._words():
            base = self._connected()
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                # A full disk has rolled it back already.
                with contextlib.suppress(sqlite3.Error):
                    base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")

    def _begun(self) -> bool:
        """Whether an older ledger waits to be taken over."""
        first = next(self._imported, None)
        if first is None:
            return False
        self._imported = iter([first, *self._imported])
        return True

    def _connected(self) -> sqlite3.Connection:
        if self._open is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                # For its owner only, from its first byte; SQLite gives the files beside it the same rights.
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
            deadline = time.monotonic() + _PATIENCE
            while self._open is None:
                try:
                    self._open = self._begin()
                except sqlite3.OperationalError as error:
                    # Two processes that begin a ledger at once: to change its mode SQLite does not wait by itself.
                    if "locked" not in str(error) or time.monotonic() > deadline:
                        raise
                    time.sleep(0.02)
            self._take_over()
        return self._open

    def _begin(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = FULL")
            if base.execute("PRAGMA user_version").fetchone()[0] == 0:
                base.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _take_over(self) -> None:
        """Take what an older ledger knows, once; what is known already is left."""
        for purchase in self._imported:
            with contextlib.suppress(Taken):
                self.append(dataclasses.replace(purchase, version=1))

    @contextlib.contextmanager
    def _words(self) -> Iterator[None]:
        """Damage and refusals of the database, in our words."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise UsageFault(
                f"the ledger {self.path} cannot be used: {error}",
                hint="nothing is bought until it can: restore it, or move it away and look at your bill",
            ) from None


def old_ledger(store: Path) -> Iterator[Purchase]:
    """What the ledger of an earlier version (JSON lines beside the store) knows of each purchase."""
    path = store.with_name(f"{store.name}.ledger.jsonl")
    if not path.is_file():
        return
    states = {
        "intent": State.UNKNOWN, "submitted": State.SUBMITTED, "done": State.DONE, "blocked": State.BLOCKED,
        "failed": State.FAILED, "rejected": State.REJECTED, "lost": State.UNKNOWN, "expired": State.SUBMITTED,
    }  # fmt: skip
    found: dict[str, Purchase] = {}
    text = path.read_text("utf-8", errors="replace")
    for record in _records(text):
        key, event = str(record.get("key", "")), str(record.get("event", ""))
        if not key or event not in states:
            continue
        before = found.get(key)
        operation = str(record.get("operation") or "") or (before.operation if before and event != "intent" else "")
        lost = before is not None and before.state is State.UNKNOWN and event == "lost"
        found[key] = Purchase(
            key=key,
            model=str(record.get("model", "")),
            price=Decimal(str(record.get("price", "0"))),
            state=states[event],
            order=str(record.get("order", "")),
            operation=operation,
            note=str(record.get("said", "")),
            perhaps=(before.perhaps if before else Decimal(0)) + (before.price if before and lost else Decimal(0)),
            since=str(record.get("at", "")),
            at=str(record.get("at", "")) or dt.datetime.now(dt.UTC).isoformat(),
            version=1,
        )
    yield from found.values()


def _records(text: str) -> Iterator[JsonObject]:
    """Every JSON object in lines of which a dying machine may have torn one and glued the next to it."""
    decoder = json.JSONDecoder()
    for line in text.splitlines():
        at = 0
        while (at := line.find("{", at)) >= 0:
            try:
                record, at = decoder.raw_decode(line, at)
            except ValueError:
                at += 1
                continue
            if isinstance(record, dict):
                yield record


def _purchase(row: tuple[Any, ...]) -> Purchase:
    return purchase_of(dict(zip(_COLUMNS, row, strict=True)))

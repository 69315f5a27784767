"""What the purchases of one film in one run share, and the account under which a budget counts it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import cached_property

from ministudio_cli.purchases.budget import Budget
from ministudio_cli.purchases.ledger import Ledger, committed, open_ledger
from ministudio_cli.purchases.owners import Owner, Watcher
from ministudio_cli.purchases.quota import rest
from ministudio_cli.purchases.states import Purchase
from ministudio_cli.store.store import Store


class PurchaseRoom:
    """What the purchases of one film in one run share: the ledger, the budget, the buyer; used by all threads."""

    def __init__(self, store: Store, budget: Budget, film: str) -> None:
        self.store, self.budget, self.film = store, budget, film
        self.account = account_of(store.url, film)
        self.stop = threading.Event()
        self._flights: dict[str, threading.Lock] = {}
        self._turn = threading.Lock()

    @cached_property
    def ledger(self) -> Ledger:
        return open_ledger(self.store.url)

    @cached_property
    def owner(self) -> Owner:
        return Owner(self.ledger)

    @cached_property
    def watcher(self) -> Watcher:
        return Watcher(self.ledger)

    def held_elsewhere(self, purchase: Purchase) -> bool:
        """Whether another buyer holds a purchase and lives."""
        return purchase.owner != self.owner.name and self.watcher.alive(purchase.owner)

    def open(self) -> None:
        """Raises where the store cannot keep a ledger, before anything is bought."""
        self.budget.enter(self.account, committed(self.ledger.purchases(), [self.film]))

    def close(self) -> None:
        if "owner" in self.__dict__:
            self.owner.close()
        if "ledger" in self.__dict__:
            self.ledger.close()

    @contextlib.contextmanager
    def flight(self, key: str) -> Iterator[None]:
        """One thread of this process at a time buys a key."""
        with self._turn:
            lock = self._flights.setdefault(key, threading.Lock())
        while not lock.acquire(timeout=0.2):
            rest(self.stop, 0)
        try:
            yield
        finally:
            lock.release()


def account_of(store_url: str, film: str) -> str:
    """Under which a budget counts a film: films of one name beside two stores are two."""
    return f"{store_url}#{film}"

"""What may be spent: nothing unasked, and never more than the caps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ministudio_cli.errors import OverBudget

_SEE = "ministudio plan shows what for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a bill: US dollars still to be paid and paid already, and why it is bought."""

    label: str
    due: Decimal
    paid: Decimal = Decimal(0)
    why: str = ""


def due(bill: list[Item]) -> Decimal:
    """What is still to be paid."""
    return sum((item.due for item in bill), Decimal(0))


class Budget:
    """The money of one command, shared by all of its films and threads.

    `max_cost` caps what all of its films have cost, earlier runs included; `max_cost_per_film` each film's own. `yes`
    consents to whatever the caps leave; else `ask`, where somebody sits there, is given a sentence and answers. Films
    are told apart by their account (see `room.account_of`).
    """

    def __init__(
        self,
        *,
        max_cost: Decimal | None = None,
        max_cost_per_film: Decimal | None = None,
        yes: bool = False,
        ask: Callable[[str], bool] | None = None,
        retry_unknown: bool = False,
    ) -> None:
        self.max_cost = max_cost
        self.max_cost_per_film = max_cost_per_film
        self.retry_unknown = retry_unknown
        self._yes = yes
        self._ask = ask
        self._consent: dict[str, Decimal] = {}
        self._spent: dict[str, Decimal] = {}
        self._before: dict[str, Decimal] = {}
        self._turn = threading.Lock()

    @property
    def capped(self) -> bool:
        return self.max_cost is not None or self.max_cost_per_film is not None

    @property
    def spent(self) -> Decimal:
        """US dollars that this command has spent, all films together."""
        with self._turn:
            return sum(self._spent.values(), Decimal(0))

    def spent_on(self, film: str) -> Decimal:
        with self._turn:
            return self._spent.get(film, Decimal(0))

    def enter(self, film: str, before: Decimal) -> None:
        """Take a film in, with what it has cost in earlier runs."""
        with self._turn:
            self._before.setdefault(film, before)

    def afford(self, film: str, bill: list[Item], *, extra: Decimal = Decimal(0)) -> None:
        """Hold a bill against the caps, and ask for what is not consented to yet.

        Raises OverBudget where it goes beyond a cap, or costs anything and nobody consents. `extra`: US dollars that
        takes which must be made again may cost beside it; whoever is asked consents to both.
        """
        price = due(bill)
        if price <= 0:
            return
        for cap, already, whose in self._caps(film):
            if cap is not None and already + price > cap:
                had = f" and has cost ${already:.2f} already" if already else ""
                raise OverBudget(
                    f"{whose} costs ${price:.2f}{had}, more than ${cap}",
                    hint="raise the cap, or plan cheaper shots: ministudio plan",
                )
        if self._yes or self._left(film) >= price:
            return
        words = f"the film costs ${price:.2f}"
        more = f", and up to ${extra:.2f} more where takes must be made again" if extra else ""
        if self._ask is None or not self._ask(f"{words}{more}. Spend it?"):
            raise OverBudget(words, hint=f"pass --yes to spend it; {_SEE}")
        with self._turn:
            self._consent[film] = self._consent.get(film, Decimal(0)) + price + extra

    def consents(self, film: str, price: Decimal) -> bool:
        """Whether so much more may be spent on a film without asking again."""
        return price <= 0 or self._yes or self._left(film) >= price

    def reserve(self, film: str, price: Decimal) -> None:
        """Set a price aside before its request is sent; raises OverBudget where nobody consented to it."""
        with self._turn:
            spent = self._spent.get(film, Decimal(0))
            if price > 0 and not self._yes and spent + price > self._consent.get(film, Decimal(0)):
                raise OverBudget(f"this costs ${price:.2f} more", hint=f"pass --yes to spend it; {_SEE}")
            self._spent[film] = self._spent.get(film, Decimal(0)) + price

    def refund(self, film: str, price: Decimal) -> None:
        """A request was not taken, or ended unpaid."""
        with self._turn:
            self._spent[film] -= price

    def hold(self, film: str, committed: Decimal) -> None:
        """Hold what a film has cost, by its ledger and with the claim that was just made, against the caps.

        Raises OverBudget; the claim is then given back unsent. Of two buyers at once each sees the other's claim, so
        that a cap is never passed, on however many machines a film is rendered.
        """
        with self._turn:
            others = sum(
                (before + self._spent.get(name, 0) for name, before in self._before.items() if name != film), Decimal(0)
            )
        for cap, cost, name in (
            (self.max_cost_per_film, committed, "--max-cost-per-film"),
            (self.max_cost, others + committed, "--max-cost"),
        ):
            if cap is not None and cost > cap:
                raise OverBudget(f"this would bring the cost to ${cost:.2f}, more than {name} {cap}",
                                 hint="raise the cap; what was bought is kept")  # fmt: skip

    def _caps(self, film: str) -> list[tuple[Decimal | None, Decimal, str]]:
        with self._turn:
            costs = {name: before + self._spent.get(name, 0) for name, before in self._before.items()}
        whole = sum(costs.values(), Decimal(0))
        together = "the film" if len(costs) <= 1 else "this film, with those before it,"
        return [
            (self.max_cost_per_film, costs.get(film, Decimal(0)), "the film"),
            (self.max_cost, whole, together),
        ]

    def _left(self, film: str) -> Decimal:
        """What is consented to for a film and not spent: consent to one is none to another."""
        with self._turn:
            return self._consent.get(film, Decimal(0)) - self._spent.get(film, Decimal(0))

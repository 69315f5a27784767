"""One paid request, and every way in which sending and fetching it can end: values, so that none can be overlooked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service took the request and is asked after under this name."""

    operation: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The result is in the request's file."""


@dataclass(frozen=True, slots=True)
class Pending:
    """It is not done yet."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Not now: surely not taken. `wait` in seconds, where the service says so; `tries` is how often to try in all."""

    reason: str
    wait: float = 0.0
    tries: int = 8


@dataclass(frozen=True, slots=True)
class Refused:
    """Refused for good and unpaid: the same request would be refused again. `content`: by a safety filter."""

    reason: str
    hint: str = ""
    content: bool = False


@dataclass(frozen=True, slots=True)
class Denied:
    """The credentials may not do this; nothing is said of the request itself."""

    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """It was taken and ended without a result and without a price: it may be sent again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was sent and its answer was lost: perhaps it is paid."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The service does not know what is asked after, just now or from here: that proves nothing about its price."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The service says that it had the result and no longer has it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Asking failed in passing; asking again is free."""

    reason: str
    wait: float = 0.0


Sent = Accepted | Delivered | Busy | Refused | Denied | Failed | Unknown
"""How sending a request can end."""
Fetched = Delivered | Pending | Busy | Refused | Denied | Failed | Missing | Gone | Unreachable
"""How asking after a request can end."""


def _nothing() -> None:
    """Nothing is to be prepared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidRequest:
    """A request that costs money, described so that it is sent once, waited for, and fetched again after a crash.

    `prepare` loads libraries and fetches tokens: nothing that could be paid. `send` is given `dispatch`, which it calls
    when the first byte can go (where `announces` is true; else the request counts as sent from the moment `send` is
    called). `fetch` asks after an operation and writes `file` before it returns Delivered. Any exception of `send`
    counts as Unknown once the first byte could have gone.
    """

    key: str
    """The digest of everything that is sent: the same key is the same purchase, in any film."""
    model: str
    price: Decimal
    """US dollars: the plan's figure, which is what the ledger books."""
    file: Path
    send: Callable[[Callable[[], None]], Sent]
    fetch: Callable[[str], Fetched] | None = None
    prepare: Callable[[], None] = _nothing
    announces: bool = False
    running: int = 8
    """How many of the model's requests may run at once."""
    deadline: float = 900
    """Seconds that are waited for an answer in one run."""
    keeps: float = 48
    """Hours for which the service keeps a result: a result that is missing for longer is expired."""
    cheap: bool = False
    """Whether it costs so little that a lost one may be sent again unasked."""
    wire: str = ""
    """The form of the request: what was refused in one form may be sent in another."""
    take: str = ""
    part: str = ""
    """For a clip: what it shows, its length apart, and the seconds of its shot's clips up to it (see Purchase)."""

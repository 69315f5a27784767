"""How a paid request ended, in words and states, and how long to wait for the next look."""

from __future__ import annotations

import datetime as dt
import random

from ministudio_cli.errors import (
    Blocked,
    MinistudioError,
    PassingFault,
    ProviderRefused,
)
from ministudio_cli.purchases.request import (
    Busy,
    Denied,
    Failed,
    PaidRequest,
    Refused,
)
from ministudio_cli.purchases.states import State

FIRST_POLL = 0.2
LAST_POLL = 8.0
PATIENCE = 0.03
"""A poll comes after this share of the time waited so far, so that polling delays nobody by more."""
EARLY = 0.97
"""Share of a model's usual time before which it is hardly asked at all."""


def refusal_of(ended: Refused) -> State:
    return State.BLOCKED if ended.content else State.REFUSED


def final(request: PaidRequest, ended: Busy | Refused | Denied | Failed) -> MinistudioError:
    """The error for a request that is not sent again."""
    if isinstance(ended, Refused):
        kind = Blocked if ended.content else ProviderRefused
        return kind(ended.reason, hint=ended.hint or "change what is asked for")
    if isinstance(ended, Denied):
        return ProviderRefused(ended.reason, hint=ended.hint or "run: ministudio doctor --online")
    return PassingFault(f"{request.model}: {ended.reason}", hint="run it again later; nothing is lost")


def hours(since: str) -> float:
    try:
        return (dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(since)).total_seconds() / 3600
    except ValueError:
        return 0.0


def until_next(waited: float, usual: float) -> float:
    """Seconds until the next poll: long while nothing can be ready, short around the usual time, then ever longer."""
    early = usual * EARLY - waited
    if early > FIRST_POLL:
        return min(LAST_POLL, early)
    closer = 4 if 0 < waited < 1.2 * usual else 1
    return jittered(min(LAST_POLL, max(FIRST_POLL, PATIENCE * waited) / closer))


def jittered(seconds: float) -> float:
    return seconds * random.uniform(0.7, 1.0)  # noqa: S311 - nobody guesses a pause

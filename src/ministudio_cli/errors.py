"""Every way a run can end, as one tree.

MinistudioError
├── Defect               1   our own fault
├── UsageFault           2   the command line asks for something that is not there
├── ScreenplayInvalid    3   carries every fault of the screenplay
├── LockStale            4   `--locked`, and something changed
├── ProviderRefused      5   safety, credentials, quota: trying again will not help
│   └── Blocked               a safety filter refused the content
├── MissingPart          6   something is not installed on this machine
├── OverBudget           7   over `--max-cost`, or money without `--yes`
├── CheckFailed          8   a quality or sync check failed
├── UnknownOutcome       9   a paid request's outcome is not known: running again does not help
├── PassingFault        75   the retries ran out; run again, nothing is lost
└── Interrupted        130   run again, nothing is lost
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class MinistudioError(Exception):
    """What went wrong in one sentence, and in `hint` what to do about it."""

    exit_code: ClassVar[int] = 1
    meaning: ClassVar[str] = "our own defect"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.parts: tuple[tuple[str, MinistudioError], ...] = ()
        """Where several things failed at once: what, and how."""

    def __reduce__(self) -> tuple[object, tuple[object, ...], dict[str, object]]:
        """Cross a process boundary whole: workers raise these."""
        return _rebuild, (type(self), self.message), dict(self.__dict__)


def _rebuild(kind: type[MinistudioError], message: str) -> MinistudioError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    return error


class Defect(MinistudioError):
    """Something that ministudio promised itself and broke."""


class UsageFault(MinistudioError):
    exit_code = 2
    meaning = "usage: the command asks for something that is not there"


class ScreenplayInvalid(MinistudioError):
    """`faults` holds every fault, each with its place; the console draws them with their source lines."""

    exit_code = 3
    meaning = "the screenplay is invalid"

    def __init__(self, message: str, *, faults: tuple[object, ...] = (), source: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.faults = faults
        self.source = source


class LockStale(MinistudioError):
    exit_code = 4
    meaning = "the lock is stale (`--locked`)"


class ProviderRefused(MinistudioError):
    exit_code = 5
    meaning = "a provider refused for good (safety, credentials, quota)"


class Blocked(ProviderRefused):
    """The content itself was refused, by a safety filter: the same words will be refused again."""


class MissingPart(MinistudioError):
    exit_code = 6
    meaning = "something is missing on this machine (`ministudio doctor` says what)"


class OverBudget(MinistudioError):
    exit_code = 7
    meaning = "over `--max-cost`, or a price above zero without `--yes`"


class CheckFailed(MinistudioError):
    """`result` is what was made all the same, where something was."""

    exit_code = 8
    meaning = "a quality or sync check failed"

    def __init__(self, message: str, *, hint: str = "", result: object = None) -> None:
        super().__init__(message, hint=hint)
        self.result = result


class UnknownOutcome(MinistudioError):
    """A request may be paid and nothing tells from here: a person decides, running again changes nothing."""

    exit_code = 9
    meaning = "a paid request’s outcome is unknown: look at your bill, then decide (`--retry-unknown`)"


class PassingFault(MinistudioError):
    exit_code = 75
    meaning = "a passing fault outlasted the retries: run it again, nothing is lost"


class Interrupted(MinistudioError):
    exit_code = 130
    meaning = "interrupted: run it again, nothing is lost"


_NAMED = 4
"""How many orders are named that failed for the same reason."""


def together(errors: Sequence[tuple[str, MinistudioError]]) -> MinistudioError:
    """Several failures as one error: what running again cannot mend decides its kind. What is one error, or the same
    one of several orders, stays itself.
    """
    if len(errors) == 1:
        label, error = errors[0]
        if label and label not in error.message:
            error.message = f"{label}: {error.message}"
        return error
    if len({(type(error), error.message, error.hint) for _, error in errors}) == 1:
        first, labels = errors[0][1], [label for label, _ in errors if label]
        more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
        same = _rebuild(type(first), f"{', '.join(labels[:_NAMED])}{more}: {first.message}")
        same.message, same.hint, same.parts = str(same), first.hint, tuple(errors)
        return same
    worst = min((error for _, error in errors), key=lambda error: error.exit_code)
    listed = "\n".join(
        f"  {label}: {error.message}" + (f"\n    → {error.hint}" if error.hint else "") for label, error in errors
    )
    found = _rebuild(type(worst), f"{len(errors)} orders failed:\n{listed}")
    again = "look at your bill" if issubclass(type(worst), UnknownOutcome) else "run it again once these are mended"
    found.message, found.hint = str(found), f"everything else is finished and kept; {again}"
    found.parts = tuple(errors)
    return found


def exit_codes() -> dict[int, str]:
    """The documented exit codes, from the tree itself."""
    kinds = (Defect, UsageFault, ScreenplayInvalid, LockStale, ProviderRefused, MissingPart, OverBudget)
    return {0: "done"} | {
        kind.exit_code: kind.meaning for kind in (*kinds, CheckFailed, UnknownOutcome, PassingFault, Interrupted)
    }

"""How worker processes ended, as errors."""

from __future__ import annotations

import signal
from collections.abc import Sequence

from ministudio_cli.errors import Defect, Interrupted, MinistudioError, MissingPart, PassingFault


def end_of(codes: Sequence[int]) -> MinistudioError:
    """How processes ended, from their exit codes (a signal is negative), as an error."""
    signals = {-code for code in codes if code < 0}
    if signal.SIGINT in signals:
        return Interrupted("interrupted", hint="run it again; what was finished is kept")
    if getattr(signal, "SIGKILL", None) in signals:
        return PassingFault(
            "a worker process was killed from outside (the system does so where memory runs out)",
            hint="run it again, with fewer --workers where memory is short; nothing is lost",
        )
    if signals - {signal.SIGTERM}:
        name = signal.Signals(min(signals - {signal.SIGTERM})).name
        return Defect(f"a worker process crashed ({name})", hint="run it again; if it does so again, report it")
    if any(codes):
        return MissingPart(
            f"a worker process could not start or ended by itself (exit code {next(filter(None, codes))})",
            hint="from a script, call ministudio below: if __name__ == “__main__”; else look at what it printed",
        )
    return PassingFault("a worker process ended", hint="run it again; nothing is lost")

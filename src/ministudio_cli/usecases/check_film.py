"""The use case `check`: a finished film measured by what never saw its plan."""

from __future__ import annotations

from pathlib import Path

from ministudio_cli.providers.listening import hear
from ministudio_cli.report.measured import Asked, measured
from ministudio_cli.report.values import CheckReport


def check(film: Path, asked: Asked) -> CheckReport:
    """Measure a finished film; `faults` in the result says what passes its limit."""
    beats = [time for time, _ in hear(asked.music)[0].beats] if asked.music else []
    return measured(film, asked, beats)

"""The use case `check`: a finished film measured by what never saw its plan."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ministudio_cli.providers.listening import hear
from ministudio_cli.report.measured import Asked, measured
from ministudio_cli.report.values import CheckReport
from ministudio_cli.usecases.read_origin import check_origin


def check(film: Path, asked: Asked) -> CheckReport:
    """Measure a finished film; `faults` in the result says what passes its limit."""
    beats = [time for time, _ in hear(asked.music)[0].beats] if asked.music else []
    found = measured(film, asked, beats)
    origin, wrong = check_origin(film)
    return dataclasses.replace(found, origin=origin, faults=(*found.faults, *wrong))

"""From a file to a film: load, check everything, build."""

from __future__ import annotations

from pathlib import Path

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.screenplay.build import build
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.loader import Source, load
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.screenplay.rules import rule_faults
from ministudio_cli.screenplay.schema import schema_faults


def faults_of(source: Source, *, allow_outside: bool = False) -> tuple[Fault, ...]:
    """All faults at once, in the order of the file."""
    found = [*source.faults, *schema_faults(source), *rule_faults(source, allow_outside=allow_outside)]
    unique = {(fault.at.line, fault.at.column, fault.message): fault for fault in found}
    return tuple(sorted(unique.values(), key=lambda fault: (fault.at.line, fault.at.column, fault.message)))


def read(path: Path, *, allow_outside: bool = False) -> Screenplay:
    """Read a screenplay; raises ScreenplayInvalid with every fault, UsageFault where there is no file."""
    source = load(path)
    faults = faults_of(source, allow_outside=allow_outside)
    if faults:
        count = f"{len(faults)} fault" + "s" * (len(faults) != 1)
        raise ScreenplayInvalid(f"{path} has {count}", faults=faults, source=source.text)
    return build(source)

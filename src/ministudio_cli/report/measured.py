"""A finished film measured and held against its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ministudio_cli.report.values import CheckReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a film is checked against: its stems or its music's file, its loudness in LUFS, and its limits; `silent`:
    neither voice nor music is meant.
    """

    voices: tuple[Path, ...] = ()
    music: Path | None = None
    target: float | None = None
    silent: bool = False
    limits: Mapping[str, float | None] = field(default_factory=dict)


def measured(film: Path, asked: Asked, beats: Sequence[float]) -> CheckReport:
    """A film held against its stems and beats that are known, in seconds; `faults` say what passes its limit."""
    from ministudio_cli.qc.film_faults import Limits, faults  # noqa: PLC0415
    from ministudio_cli.qc.proof import prove  # noqa: PLC0415 - numpy
    from ministudio_cli.report.proven import check_report  # noqa: PLC0415

    proof = prove(film, asked.voices, beats, asked.music)
    limits = Limits(**{name: value for name, value in asked.limits.items() if value is not None})
    return check_report(proof, faults(proof, limits, asked.target, silent=asked.silent), music=asked.music is not None)

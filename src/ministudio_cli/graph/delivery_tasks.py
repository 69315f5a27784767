"""The end of a film as tasks: its proof and its dailies page."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from ministudio_cli.planning.inspection_tasks import PROOF
from ministudio_cli.planning.task import ProviderRef, Task, ours
from ministudio_cli.report.json_form import text_of
from ministudio_cli.report.values import FilmReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofTask(Task):
    """The measures of a finished film, held against its own stem and the beats (seconds) that it was cut to."""

    kind: ClassVar[str] = "proof"
    make: ClassVar[str] = "ministudio_cli.graph.makes:proof"
    maker: ProviderRef
    film: str
    sound: str
    narrated: bool
    scored: bool
    master: str
    beats: tuple[float, ...]
    limits: tuple[tuple[str, float | None], ...]
    frames: int

    @property
    def inputs(self) -> tuple[str, ...]:
        return (self.film, self.sound)

    @property
    def memory(self) -> int:
        return 600

    @property
    def effort(self) -> int:
        return round(PROOF * self.frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailiesTask(Task):
    """The page beside a film: `report.html`, from its report as JSON; `film` is the film's name beside it."""

    kind: ClassVar[str] = "dailies"
    make: ClassVar[str] = "ministudio_cli.graph.makes:dailies"
    maker: ProviderRef
    report: str
    film: str
    captions: str
    language: str
    reads: tuple[str, ...]
    """The takes, plates, portraits and the sound that are shown."""

    @property
    def inputs(self) -> tuple[str, ...]:
        return self.reads


def dailies_task(report: FilmReport, film: str, captions: str, language: str) -> DailiesTask:
    """Why a shot was made, and what this run cost, is written into the page when it is delivered: no part of it."""
    shots = tuple(dataclasses.replace(shot, why="") for shot in report.shots)
    text = text_of(dataclasses.replace(report, shots=shots, spent=""))
    pictures = (key for shot in report.shots for key in (shot.take, shot.plate, *shot.portraits.values()))
    reads = tuple(filter(None, dict.fromkeys((*pictures, report.sound))))
    return DailiesTask(maker=ours("dailies"), report=text, film=film, captions=captions, language=language, reads=reads)

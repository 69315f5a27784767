"""The tasks that look at takes: inspection, verdict and finish. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ministudio_cli.planning.task import ProviderRef, Task
from ministudio_cli.screenplay.model import Format

_LOOK_DRAWN, _LOOK, _FINISH = 0.25, 1.8, 1.4
"""Of a frame that is looked at, drawn or generated, and of one that is finished."""


CUT, PROOF = 0.10, 0.16
"""Of a frame of the film that is cut and mixed, and that is read back. A frame takes about 60 ms of CPU to draw, a
plate 6 s (`make bench`); the other shares were set by what renders showed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectTask(Task):
    """The examination of a take of `frames` frames, against its plate and the portraits of who is in it."""

    kind: ClassVar[str] = "inspection"
    make: ClassVar[str] = "ministudio_cli.graph.makes:inspection"
    maker: ProviderRef
    take: str
    plate: str
    portraits: tuple[str, ...]
    figures: tuple[tuple[str, tuple[str, ...]], ...]
    """Each figure's id, and the names of the traits that its identity tells."""
    format: Format
    frames: int

    @property
    def inputs(self) -> tuple[str, ...]:
        return (self.take, self.plate, *self.portraits)

    @property
    def memory(self) -> int:
        return 800

    @property
    def effort(self) -> int:
        return self.look(generated=False)

    def look(self, *, generated: bool) -> int:
        """Its effort: of a drawn take two frames of twelve are looked at, of a generated one all."""
        return max(1, round((_LOOK if generated else _LOOK_DRAWN) * self.frames))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourTarget:
    """A colour that one swatch of a figure is to have, L*a*b*."""

    figure: str
    swatch: int
    lab: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask(Task):
    """A generated take made into its shot: conformed and, where it was inspected, held to its plate and colours."""

    kind: ClassVar[str] = "finished"
    make: ClassVar[str] = "ministudio_cli.graph.makes:finished"
    maker: ProviderRef
    take: str
    format: Format
    head: int
    body: int
    tail: int
    draft: bool = False
    inspection: str = ""
    """The inspection of the take; “” where nothing is to be held."""
    plate: str = ""
    camera: str = ""
    hues: tuple[ColourTarget, ...] = ()
    moving_background: bool = False
    lighting_change: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.take, self.inspection, self.plate)))

    @property
    def memory(self) -> int:
        return 300 + 240 * self.format.width * self.format.height // 1_000_000

    @property
    def effort(self) -> int:
        return round(_FINISH * (self.head + self.body + self.tail))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotHints:
    """What the screenplay says of a take that is judged; takes of one `group` are seen in one light."""

    shot: str
    inspection: str
    group: str
    camera: str
    moving_background: bool
    lighting_change: bool
    generated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictTask(Task):
    """The verdict on inspected takes, those of one scene beside each other."""

    kind: ClassVar[str] = "verdict"
    make: ClassVar[str] = "ministudio_cli.graph.makes:verdict"
    maker: ProviderRef
    shots: tuple[ShotHints, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(shot.inspection for shot in self.shots))


def shots_ahead(frames: float, *, generated: bool) -> int:
    """The effort of the shots of a film of so many frames and of all that follows them, before anything is known."""
    return round(frames * (1 + (_LOOK + _FINISH if generated else _LOOK_DRAWN) + CUT + PROOF))


def ending_ahead(frames: int, *, unfinished: bool = False) -> int:
    """The effort of what follows the shots of a film of so many frames, whose takes may be still to be finished."""
    return round(frames * (CUT + PROOF + _FINISH * unfinished))

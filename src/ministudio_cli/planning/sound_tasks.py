"""The tasks of what is heard beside voices and music: the places of a film, and what is seen in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from ministudio_cli.planning.task import ProviderRef, Task
from ministudio_cli.reading.soundscape import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbienceSpan:
    """What is heard from one sample of a film to another: the layers of sound, and their level in dB; or a file of the
    director's own, by the artifact that holds it.
    """

    start: int
    end: int
    layers: tuple[Layer, ...]
    level: float = 0.0
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbienceTask(Task):
    """The sound of a film's places, exactly `samples` long at 48 kHz: `ambience.wav`."""

    kind: ClassVar[str] = "ambience"
    make: ClassVar[str] = "ministudio_cli.graph.makes:ambience"
    maker: ProviderRef
    spans: tuple[AmbienceSpan, ...]
    seed: int
    samples: int

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(span.file for span in self.spans if span.file))

    @property
    def effort(self) -> int:
        return 2 + self.samples // 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FoleySpan:
    """A drawn shot: its take, the samples of the film at which it begins and ends, and what is walked on in it."""

    take: str
    start: int
    end: int
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoleyTask(Task):
    """The sounds of what is seen in drawn shots, exactly `samples` long at 48 kHz: `foley.wav`."""

    kind: ClassVar[str] = "foley"
    make: ClassVar[str] = "ministudio_cli.graph.makes:foley"
    maker: ProviderRef
    spans: tuple[FoleySpan, ...]
    fps: Fraction
    seed: int
    samples: int

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(span.take for span in self.spans))

    @property
    def effort(self) -> int:
        return 2 + self.samples // 400_000

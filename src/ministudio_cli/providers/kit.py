"""The provider kit: everything that the author of a provider needs, in one module.

A provider makes one take. Retrying, caching, parallelism, progress, budgets and the ledger are the studio's. A package
offers its providers by one entry point that gives a specification::

    [project.entry-points."ministudio.providers"]
    mine = "my_package:PROVIDERS"
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.errors import Defect
from ministudio_cli.planning.capability import Capability, PictureCapability
from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.credit import Credit
from ministudio_cli.planning.source_types import TRAINED
from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.tasks import LineTask, PlateTask, PortraitTask, ShotTask
from ministudio_cli.providers.spec import (
    Check,
    Credential,
    EmulatorOption,
    EmulatorSpec,
    Profile,
    ProviderSpec,
    Quote,
    Resources,
    Settings,
)
from ministudio_cli.purchases.request import (
    Accepted,
    Busy,
    Delivered,
    Denied,
    Failed,
    Fetched,
    Gone,
    Missing,
    PaidRequest,
    Pending,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from ministudio_cli.screenplay.drawing import Art

__all__ = [
    "Accepted",
    "Busy",
    "Capability",
    "Check",
    "ClipProvider",
    "ClipRequest",
    "Credential",
    "Delivered",
    "Denied",
    "EmulatorOption",
    "EmulatorSpec",
    "Failed",
    "Fetched",
    "Gone",
    "LineTask",
    "Missing",
    "OfferedVoice",
    "PaidRequest",
    "Pending",
    "PictureCapability",
    "PlateProvider",
    "PlateTask",
    "PortraitTask",
    "Profile",
    "Provider",
    "ProviderSpec",
    "Quote",
    "Refused",
    "Resources",
    "Sent",
    "Settings",
    "ShotProvider",
    "ShotTask",
    "Take",
    "TakeContext",
    "Unknown",
    "Unreachable",
    "VoiceProvider",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One rendered result: files in the context's folder, and facts about them that JSON can hold."""

    files: Mapping[str, Path]
    facts: Mapping[str, Any] = field(default_factory=dict)


def no_purchase(_request: PaidRequest) -> Path:
    """Where nothing may be bought."""
    raise Defect("this order may not spend money here")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeContext:
    """Where a take is made: a folder, the files of other takes by digest, and a way to say how far it is."""

    folder: Path
    file: Callable[[str, str], Path]
    """`file(digest, name)`: a local, verified file of a finished order."""
    facts: Callable[[str], Mapping[str, Any]]
    progress: Callable[[int, int], None]
    """`progress(done, whole)` counts frames, samples or bytes."""
    purchase: Callable[[PaidRequest], Path] = no_purchase
    """`purchase(request)` runs a paid request, never twice, and gives the file that it bought, now or before."""
    take: str = ""
    """What a generated shot shows, its length apart, as a digest: clips of the same one serve each other."""


class Provider(ABC):
    """What all providers share. One is made for each take; it keeps nothing between two."""

    version: ClassVar[str]
    """Part of every digest: raise it where the same order would give other bytes."""
    waits: ClassVar[bool] = False
    """True where it waits for a network rather than computes: it then runs in a thread of the program itself, which is
    also the only place where it is given credentials.
    """
    resources: ClassVar[Resources] = Resources()
    credits: ClassVar[tuple[Credit, ...]] = ()
    """Works of others that are seen or heard in what it makes; they stand in the film's report and credits."""
    source: ClassVar[str] = TRAINED
    """What it makes, as a digital source type of the IPTC: by a trained model, unless it says so."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def ready(self) -> None:
        """Raises ProviderRefused where credentials are missing or of the wrong kind; sends nothing."""
        return

    def preflight(self) -> None:
        """Raises ProviderRefused where the service refuses these credentials; sends only what is free."""
        return


class ShotProvider(Provider):
    """Makes a shot: `head.mp4`, `body.mp4` and `tail.mp4` (those that have frames), each exactly as long as ordered; or
    `clip-1.mp4` and on, in any rate and of about the length, which the studio conforms to the order.

    It may add `mask.mkv` (the identity masks) and `still-1.jpg` to `still-3.jpg` for the contact sheet.
    """

    second: ClassVar[Decimal] = Decimal(0)
    """US dollars a second, where it counts seconds and names no model."""
    model: ClassVar[str] = ""
    """The model that generates it: its file gives lengths, sizes, anchors and prices."""

    @abstractmethod
    def shot(self, order: ShotTask, context: TakeContext) -> Take: ...

    @classmethod
    def undrawn(cls, _view: SetState | None, _figures: list[CharacterState]) -> list[str]:
        """What it knows that it cannot draw, in words, for `plan`; most providers cannot tell."""
        return []

    @classmethod
    def unacted(cls, _action: str, _figures: list[CharacterState], _art: tuple[Art, ...]) -> list[str]:
        """What of an action's words nobody will be seen to do; `_art` are the film's own drawings on its set."""
        return []

    @classmethod
    def unrendered(cls, _look: str) -> str:
        """What its picture comes to where it has no such look, in words; “” where it has it, or cannot tell."""
        return ""

    @classmethod
    def unmoved(cls, _camera: str) -> str:
        """What it cannot move of a camera, in words; “” where it can, or cannot tell."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRequest:
    """One clip to be generated: everything that is sent. Pictures are PNG bytes, b"" where none is sent.

    `size` is the shorter side in pixels, `aspect` as “16:9”. `last` is the frame that it is to end with: only a shot's
    last clip has one.
    """

    model: str
    prompt: str
    seconds: Fraction
    size: int
    aspect: str
    seed: int
    negative: str
    first: bytes
    last: bytes
    references: tuple[bytes, ...]
    sound: bool = False
    """Whether a clip is to have sound, where the model can leave it out."""


class ClipProvider(ShotProvider):
    """A model that generates clips and is paid for them: an author writes `send` and `fetch`, the studio does the rest.

    A shot's clips are bought one after another, the first held to its anchors, each other begun with the last frame of
    the one before; each is bought once, whatever happens, and serves shorter shots too.
    """

    waits: ClassVar[bool] = True
    announces: ClassVar[bool] = False
    """True where `send` calls `dispatch` itself when the first byte can go: a kill before it is then no alarm."""

    @property
    def wire(self) -> str:
        """The form of its requests: raise it where something that was refused may be taken now."""
        return self.version

    def prepare(self) -> None:
        """Load libraries and fetch tokens; nothing that could be paid."""
        return

    @abstractmethod
    def send(self, request: ClipRequest, dispatch: Callable[[], None]) -> Sent: ...

    @abstractmethod
    def fetch(self, operation: str, file: Path) -> Fetched:
        """Ask after a clip; where it is done, write it to `file` whole and return Delivered."""

    def shot(self, order: ShotTask, context: TakeContext) -> Take:
        from ministudio_cli.providers.clips import bought_shot  # noqa: PLC0415 - loads what pictures need

        return bought_shot(self, order, context)


class PlateProvider(Provider):
    """Makes `plate.png` (and may add its layers) or `portrait.png` (and `mask.png`, the figure in it)."""

    picture: ClassVar[Decimal] = Decimal(0)
    """US dollars a picture, where the price does not hang on its size."""

    @abstractmethod
    def plate(self, order: PlateTask, context: TakeContext) -> Take: ...

    @abstractmethod
    def portrait(self, order: PortraitTask, context: TakeContext) -> Take: ...

    @classmethod
    def quotes(cls, order: PlateTask | PortraitTask) -> tuple[Quote, ...]:
        """The requests that an order will need; a picture of the user's own needs none."""
        from ministudio_cli.planning.task import digest  # noqa: PLC0415

        if order.reference or not cls.picture:
            return ()
        return (Quote(key=digest(order), price=cls.picture),)


class VoiceProvider(Provider):
    """Makes `line.wav`, 48 kHz mono; facts: `samples`, `words` as [text, start, end] in samples, `voice`."""

    character: ClassVar[Decimal] = Decimal(0)
    """US dollars a character, where its voices have no prices of their own."""
    stands_for: ClassVar[tuple[str, ...]] = ()
    """Engines of which it is the best that can speak here."""
    names_key: ClassVar[str] = ""
    """The key of a screenplay's `voice:` that names its voices; “” for `name`. With a key any name is taken."""

    @classmethod
    @abstractmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        """The voices that can speak now; empty where the engine is not on this machine."""

    @classmethod
    def lacking(cls, language: str) -> str:
        """How this engine would speak a language (a BCP 47 tag) that no voice speaks now; “” where it would not."""
        del language
        return ""

    @abstractmethod
    def line(self, order: LineTask, context: TakeContext) -> Take: ...

    @classmethod
    def quotes(cls, order: LineTask) -> tuple[Quote, ...]:
        """The requests that a line will need."""
        from ministudio_cli.planning.task import digest  # noqa: PLC0415

        named = next((offer.price for offer in cls.offered() if offer.name == order.voice.name), None)
        each = cls.character if named is None else named
        return (Quote(key=digest(order), price=each * len(order.text)),) if each else ()

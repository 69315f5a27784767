"""Orders: requests with everything settled. Same digest, same artifact, in any film.

An order is plain frozen data, so it crosses to another process or machine as it is; whoever has the order and a store
can perform it. Digests of other artifacts stand in it as text.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.screenplay.model import Format, Style, Voice

SAMPLE_RATE = 48_000
_APART = {"digest": False}
"""Of a field that an order carries and that does not shape what is made: it is no part of the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRef:
    """Who performs an order: a provider by its entry-point name, and its version, which is part of the digest."""

    name: str
    version: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateTask:
    """An empty set, larger than the frame so that the camera can move. Pixels."""

    kind: ClassVar[str] = "plate"
    maker: ProviderRef
    view: SetState
    style: Style
    width: int
    height: int
    seed: int
    prompt: str
    reference: str = ""
    price: Decimal = field(default=Decimal(0), metadata=_APART)
    """US dollars, settled by the plan: what its purchases are booked at, and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitTask:
    """A character's locked reference image."""

    kind: ClassVar[str] = "portrait"
    maker: ProviderRef
    figure: CharacterState
    style: Style
    width: int
    height: int
    seed: int
    prompt: str
    reference: str = ""
    price: Decimal = field(default=Decimal(0), metadata=_APART)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTask:
    """One spoken line, as it is written. `say` is spoken in its place; `lexicon` are the words in it that the film
    spells for its voices; `language` is its BCP 47 tag.
    """

    kind: ClassVar[str] = "line"
    maker: ProviderRef
    text: str
    language: str = "en"
    say: str = ""
    lexicon: tuple[tuple[str, str], ...] = ()
    recording: str = ""
    """The digest under which the store keeps what was recorded of it; “” where it is spoken by a voice."""
    script: tuple[str, ...] = ()
    """All lines of that recording, in order."""
    part: int = 0
    """Its own place among them."""
    voice: Voice
    seed: int
    price: Decimal = field(default=Decimal(0), metadata=_APART)


@dataclass(frozen=True, slots=True, kw_only=True)
class BedTask:
    """A composed bed of exactly `samples` at 48 kHz; 0 until the cuts are planned. Its beats follow from its tempo."""

    kind: ClassVar[str] = "bed"
    maker: ProviderRef
    mood: str
    tempo: Fraction
    seed: int
    samples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenTask:
    """The analysis of a music file; `file` is the digest under which the store keeps it."""

    kind: ClassVar[str] = "listen"
    maker: ProviderRef
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Where a line stands in its shot: samples at 48 kHz from the shot's first frame, and the line's take."""

    speaker: str
    start: int
    samples: int
    take: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotTask:
    """A moving picture of exactly head + body + tail frames: head and tail are shared with the shots beside it."""

    kind: ClassVar[str] = "shot"
    maker: ProviderRef
    prompt: str
    seed: int
    size: str
    camera: str
    action: str
    title: str
    figures: tuple[CharacterState, ...]
    view: SetState
    style: Style
    format: Format
    head: int
    body: int
    tail: int
    speech: tuple[Speech, ...]
    plate: str
    portraits: tuple[str, ...]
    before: str = ""
    """The take whose last frame this one begins with (`continuity: match`), or “”."""
    draft: bool = False
    slate: str = ""
    """What a slate over the picture says, or “”: then there is none."""
    first: int = 0
    """The film's frame that the slate's timecode begins with; 0 without a slate."""
    model: str = ""
    """The model that generates the shot, or “” where it is drawn; then nothing below is told."""
    clips: tuple[Fraction, ...] = ()
    """Seconds of each clip to ask for; each but the first begins with the last frame of the one before."""
    prices: tuple[Decimal, ...] = field(default=(), metadata=_APART)
    """US dollars of each clip, settled by the plan."""
    asked_size: int = 0
    """The clip's shorter side in pixels, as it is asked for."""
    anchors: tuple[tuple[str, str, str], ...] = ()
    """The pictures that are sent: (first, last or reference, the digest of the order that made it, its file there)."""
    negative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectTask:
    """The examination of a take of `frames` frames, against its plate and the portraits of who is in it."""

    kind: ClassVar[str] = "inspection"
    maker: ProviderRef
    take: str
    plate: str
    portraits: tuple[str, ...]
    figures: tuple[tuple[str, tuple[str, ...]], ...]
    """Each figure's id, and the names of the traits that its identity tells."""
    format: Format
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourTarget:
    """A colour that one swatch of a figure is to have, L*a*b*."""

    figure: str
    swatch: int
    lab: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask:
    """A generated take made into its shot: conformed and, where it was inspected, held to its plate and colours."""

    kind: ClassVar[str] = "finished"
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


Order = PlateTask | PortraitTask | LineTask | BedTask | ListenTask | ShotTask | InspectTask | FinishTask


def plain(value: Any) -> Any:
    """A value as JSON can hold it, exactly: fractions as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = (one for one in dataclasses.fields(value) if one.metadata.get("digest", True))
        return {one.name: plain(getattr(value, one.name)) for one in kept}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Fraction | Decimal) else value


def digest_of(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reference_digest(sha256: str) -> str:
    """Under which the store keeps a file of the user's own, known by its content."""
    return digest_of({"kind": "reference", "sha256": sha256})


def digest(order: Order) -> str:
    return digest_of({"kind": order.kind, "order": order})


def ceiling_of(order: Order) -> Decimal:
    """US dollars that the purchases of an order may cost together, as the plan priced it."""
    if isinstance(order, ShotTask):
        return sum(order.prices, Decimal(0))
    return order.price if isinstance(order, PlateTask | PortraitTask | LineTask) else Decimal(0)

"""Tasks: products with everything settled that shapes them. Same digest, same artifact, in any film. Pure.

A task is frozen data, so it crosses to another process or machine as it is; whoever has the task and a store can make
it. Artifacts of other tasks are named by those tasks' digests.
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
from ministudio_cli.versions import built_in

SAMPLE_RATE = 48_000
_PLATE, _PORTRAIT = 95, 8
_LETTER = 0.42
_LOOK_DRAWN, _LOOK, _FINISH = 0.25, 1.8, 1.4
"""Of a frame that is looked at, drawn or generated, and of one that is finished."""
CUT, PROOF = 0.10, 0.16
"""Of a frame of the film that is cut and mixed, and that is read back. A frame takes about 60 ms of CPU to draw, a
plate 6 s (`make bench`); the other shares were set by what renders showed.
"""
APART = {"digest": False}
"""Of a field that a task carries and that does not shape what is made: it is no part of the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRef:
    """What makes a task: a provider by its entry-point name, and its version, which is part of the digest."""

    name: str
    version: str = "1"
    waits: bool = field(default=False, compare=False, metadata=APART)
    """Whether it waits for a network: then a thread is enough for it."""


def ours(name: str) -> ProviderRef:
    """What this package makes itself, by its name in `versions`, as its code and libraries are now."""
    return ProviderRef(name=name, version=built_in(name))


class Task:
    """Base of every product: a frozen dataclass whose fields are all that shapes it.

    `make` names the function that makes it, as `module:function`; it is called with the task and a context and returns
    a take. `memory` is what a worker needs for it, in MB.
    """

    __slots__ = ()
    kind: ClassVar[str]
    make: ClassVar[str]
    asks: ClassVar[str] = ""
    """The kind of provider that makes it (shots, plates or voices); “” where it is this package itself."""
    memory: ClassVar[int] = 300
    at_once: ClassVar[bool] = False
    """Whether it takes no time worth another process."""
    maker: ProviderRef

    @property
    def inputs(self) -> tuple[str, ...]:
        """Digests of the tasks whose artifacts are read."""
        return ()

    @property
    def effort(self) -> int:
        """How long it takes, in frames of picture drawn at 1080 lines (about 60 ms of CPU each)."""
        return 1

    @property
    def ceiling(self) -> Decimal:
        """US dollars that its purchases may cost together, as the plan priced it."""
        return Decimal(0)

    @property
    def waits(self) -> bool:
        """Whether it waits for a network: then it runs in a thread."""
        return self.maker.waits


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateTask(Task):
    """An empty set, larger than the frame so that the camera can move. Pixels."""

    kind: ClassVar[str] = "plate"
    make: ClassVar[str] = "ministudio_cli.graph.makes:plate"
    asks: ClassVar[str] = "plates"
    memory: ClassVar[int] = 500
    maker: ProviderRef
    view: SetState
    style: Style
    width: int
    height: int
    seed: int
    prompt: str
    reference: str = ""
    price: Decimal = field(default=Decimal(0), metadata=APART)
    """US dollars, settled by the plan: what its purchases are booked at, and no more."""

    @property
    def effort(self) -> int:
        return _PLATE

    @property
    def ceiling(self) -> Decimal:
        return self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitTask(Task):
    """A character's locked reference image."""

    kind: ClassVar[str] = "portrait"
    make: ClassVar[str] = "ministudio_cli.graph.makes:portrait"
    asks: ClassVar[str] = "plates"
    memory: ClassVar[int] = 400
    maker: ProviderRef
    figure: CharacterState
    style: Style
    width: int
    height: int
    seed: int
    prompt: str
    reference: str = ""
    price: Decimal = field(default=Decimal(0), metadata=APART)

    @property
    def effort(self) -> int:
        return _PORTRAIT

    @property
    def ceiling(self) -> Decimal:
        return self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTask(Task):
    """One spoken line, as it is written. `say` is spoken in its place; `lexicon` are the words in it that the film
    spells for its voices; `language` is its BCP 47 tag.
    """

    kind: ClassVar[str] = "line"
    make: ClassVar[str] = "ministudio_cli.graph.makes:line"
    asks: ClassVar[str] = "voices"
    memory: ClassVar[int] = 900
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
    price: Decimal = field(default=Decimal(0), metadata=APART)

    @property
    def effort(self) -> int:
        return max(8, round(_LETTER * len(self.text)))

    @property
    def ceiling(self) -> Decimal:
        return self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class BedTask(Task):
    """A composed bed of exactly `samples` at 48 kHz; 0 until the cuts are planned. Its beats follow from its tempo."""

    kind: ClassVar[str] = "bed"
    make: ClassVar[str] = "ministudio_cli.graph.makes:bed"
    maker: ProviderRef
    mood: str
    tempo: Fraction
    seed: int
    samples: int = 0

    @property
    def effort(self) -> int:
        return _PORTRAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenTask(Task):
    """The analysis of a music file; `file` is the digest under which the store keeps it."""

    kind: ClassVar[str] = "listen"
    make: ClassVar[str] = "ministudio_cli.graph.makes:listen"
    memory: ClassVar[int] = 700
    maker: ProviderRef
    file: str

    @property
    def effort(self) -> int:
        return _PORTRAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Where a line stands in its shot: samples at 48 kHz from the shot's first frame, and the line's take."""

    speaker: str
    start: int
    samples: int
    take: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotTask(Task):
    """A moving picture of exactly head + body + tail frames: head and tail are shared with the shots beside it."""

    kind: ClassVar[str] = "shot"
    make: ClassVar[str] = "ministudio_cli.graph.makes:shot"
    asks: ClassVar[str] = "shots"
    memory: ClassVar[int] = 700
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
    prices: tuple[Decimal, ...] = field(default=(), metadata=APART)
    """US dollars of each clip, settled by the plan."""
    asked_size: int = 0
    """The clip's shorter side in pixels, as it is asked for."""
    anchors: tuple[tuple[str, str, str], ...] = ()
    """The pictures that are sent: (first, last or reference, the digest of the order that made it, its file there)."""
    negative: str = ""

    @property
    def frames(self) -> int:
        return self.head + self.body + self.tail

    @property
    def inputs(self) -> tuple[str, ...]:
        lines = (one.take for one in self.speech)
        pictures = (made for _, made, _ in self.anchors)
        return tuple(filter(None, dict.fromkeys((self.plate, *self.portraits, *lines, *pictures, self.before))))

    @property
    def effort(self) -> int:
        return self.frames

    @property
    def ceiling(self) -> Decimal:
        return sum(self.prices, Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectTask(Task):
    """The examination of a take of `frames` frames, against its plate and the portraits of who is in it."""

    kind: ClassVar[str] = "inspection"
    make: ClassVar[str] = "ministudio_cli.graph.makes:inspection"
    memory: ClassVar[int] = 800
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
    memory: ClassVar[int] = 800
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
        return tuple(dict.fromkeys(one.inspection for one in self.shots))


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


def digest(task: Task) -> str:
    """Under which the store keeps what a task makes."""
    return digest_of({"kind": task.kind, "order": task})


def shots_ahead(frames: float, *, generated: bool) -> int:
    """The effort of the shots of a film of so many frames and of all that follows them, before anything is known."""
    return round(frames * (1 + (_LOOK + _FINISH if generated else _LOOK_DRAWN) + CUT + PROOF))


def ending_ahead(frames: int, *, unfinished: bool = False) -> int:
    """The effort of what follows the shots of a film of so many frames, whose takes may be still to be finished."""
    return round(frames * (CUT + PROOF + _FINISH * unfinished))

"""Tasks: products with everything settled that shapes them. Same digest, same artifact, in any film. Pure.

A task is frozen data, so it crosses to another process or machine as it is; whoever has the task and a store can make
it. Artifacts of other tasks are named by those tasks' digests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.task import APART, GIVEN, ProviderRef, Task
from ministudio_cli.screenplay.drawing import Art
from ministudio_cli.screenplay.model import Format, Style, Voice
from ministudio_cli.screenplay.staging import Staging

SAMPLE_RATE = 48_000
_PLATE, _PORTRAIT = 95, 8
_LETTER = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateTask(Task):
    """An empty set, larger than the frame so that the camera can move. Pixels."""

    kind: ClassVar[str] = "plate"
    make: ClassVar[str] = "ministudio_cli.graph.makes:plate"
    asks: ClassVar[str] = "plates"
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
    def memory(self) -> int:
        return 250 + 120 * self.width * self.height // 1_000_000

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
    def memory(self) -> int:
        return 400

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
    says: tuple[str, ...] = field(default=(), metadata=GIVEN)
    """What is read in the place of each of them, “” where that is what is written; empty where it is of all."""
    voice: Voice
    seed: int
    price: Decimal = field(default=Decimal(0), metadata=APART)

    @property
    def memory(self) -> int:
        return 900

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
    sections: tuple[tuple[int, str], ...] = ()
    """The sample at which each scene begins, and whose motif is played in it."""

    @property
    def effort(self) -> int:
        return _PORTRAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenTask(Task):
    """The analysis of a music file; `file` is the digest under which the store keeps it. What is known of it: `tempo`,
    `meter`, a file of `beats` (by its digest; `music` is the name that it has there), and the second from which it is
    played (None: from its first sound).
    """

    kind: ClassVar[str] = "listen"
    make: ClassVar[str] = "ministudio_cli.graph.makes:listen"
    maker: ProviderRef
    file: str
    tempo: Fraction | None = None
    meter: int = 0
    beats: str = ""
    music: str = ""
    start: Fraction | None = None

    @property
    def memory(self) -> int:
        return 700

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
class FootageCut:
    """A part of a file of one's own: the file's digest, the second of it from which it is shown, the seconds that it is
    shown, how fast, how it fits a frame of another shape (crop, follow, pad, blur) and around what (across and down in
    shares of the picture), and whether its colours are brought near the plate's.
    """

    file: str
    start: Fraction
    seconds: Fraction
    speed: Fraction
    fit: str
    focus: tuple[Fraction, Fraction] | None
    matched: bool
    picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotTask(Task):
    """A moving picture of exactly head + body + tail frames: head and tail are shared with the shots beside it."""

    kind: ClassVar[str] = "shot"
    make: ClassVar[str] = "ministudio_cli.graph.makes:shot"
    asks: ClassVar[str] = "shots"
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
    drawings: tuple[Art, ...] = field(default=(), metadata=GIVEN)
    """The film's own drawings that its action names and its set has not."""
    angle: str = "eye"
    stage: tuple[Staging, ...] = ()
    """Where its figures stand and which way they face, where that is said."""
    company: tuple[str, ...] = ()
    """Everybody of its scene, by id, in the order in which they come in, as they stand from the left to the right."""
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
    sounding: bool = False
    """Whether the clips' own sound is taken over; where it can be left out it is asked for."""
    footage: tuple[FootageCut, ...] = ()
    """What of one's own is shown, one after another; nothing is drawn or generated then."""

    @property
    def frames(self) -> int:
        return self.head + self.body + self.tail

    @property
    def inputs(self) -> tuple[str, ...]:
        lines = (line.take for line in self.speech)
        pictures = (made for _, made, _ in self.anchors)
        own = (cut.file for cut in self.footage)
        return tuple(filter(None, dict.fromkeys((self.plate, *self.portraits, *lines, *pictures, self.before, *own))))

    @property
    def memory(self) -> int:
        return 200 + 240 * self.format.width * self.format.height // 1_000_000

    @property
    def effort(self) -> int:
        return self.frames

    @property
    def ceiling(self) -> Decimal:
        return sum(self.prices, Decimal(0))

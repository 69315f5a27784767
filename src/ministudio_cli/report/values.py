"""What the program reports, as values: `plan`, `render`, `report` and `check` write them as JSON, under these names.

Money is US dollars as exact text, times are seconds, places in a film are frames. `schemas/` has the JSON Schemas.
"""

from __future__ import annotations

from dataclasses import dataclass

from ministudio_cli.planning.credit import Credit
from ministudio_cli.planning.origin import Statement
from ministudio_cli.qc.film_measures import Proof
from ministudio_cli.report.quality import ShotQuality

VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderNames:
    """Who makes the shots, the plates and portraits, and the lines."""

    shots: str
    plates: str
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorUse:
    """A picture that a generated shot is held to: its role (first, last or reference), of what, and why."""

    role: str
    of: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedShot:
    """A shot before it is made; `settled` where its length stands in the lock."""

    number: int
    id: str
    scene: str
    set: str
    size: str
    camera: str
    cast: tuple[str, ...]
    changes: tuple[str, ...]
    by: str
    """The provider of its picture."""
    seed: int
    digest: str
    lines: int
    seconds: float
    settled: bool
    price: str
    clips: tuple[int | float, ...]
    anchors: tuple[AnchorUse, ...]
    left_out: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRow:
    """Where a shot stands: frames [start, end), seconds asked and chosen, what its end lands on, and why."""

    shot: str
    start: int
    end: int
    asked: float
    chosen: float
    lands_on: str
    cost: float
    reason: str
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BillItem:
    """Something that is still to be paid."""

    what: str
    price: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is due, what is paid already, and what retakes may cost beside."""

    due: str
    ready: str
    retakes: str
    items: tuple[BillItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPass:
    """Pass 1 in numbers; `ready` of its `tasks` are in the store."""

    plates: int
    portraits: int
    lines: int
    ready: int
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFormat:
    width: int
    height: int
    fps: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """What a render would make. `cuts` are empty until the lines have been spoken; `undrawn` has no drawing."""

    version: int
    title: str
    file: str
    format: PictureFormat
    seed: int
    seed_lock: str
    seconds: float
    price: str
    providers: ProviderNames
    voices: tuple[str, ...]
    first_pass: FirstPass
    music: str
    shots: tuple[PlannedShot, ...]
    undrawn: tuple[str, ...]
    cuts: tuple[CutRow, ...]
    bill: Bill
    warnings: tuple[str, ...]

    @property
    def makers(self) -> str:
        """The providers of its shots, in words."""
        return ", ".join(dict.fromkeys(shot.by for shot in self.shots))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """LUFS, integrated, and dBTP; None for a silent film."""

    target: str
    lufs: float | None
    true_peak: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """A line in the film, in seconds; `word_times` says how its words' times are known."""

    shot: str
    speaker: str
    text: str
    start: float
    end: float
    word_times: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmedShot:
    """A shot of a finished film: `take`, `plate` and `portraits` are digests; `why` it was made, “” for reused."""

    number: int
    id: str
    scene: str
    set: str
    size: str
    camera: str
    action: str
    cast: tuple[str, ...]
    changes: tuple[str, ...]
    seed: int
    digest: str
    take: str
    plate: str
    portraits: dict[str, str]
    anchors: tuple[AnchorUse, ...]
    left_out: tuple[str, ...]
    price: str
    prompt: str
    why: str
    by: str
    """The provider of its picture."""
    drawn: str
    """Why it is drawn in place of a generated one; “” where it is not."""
    sounds: tuple[str, ...] = ()
    """What is heard of its place, “far” where through walls, and of what is seen in it, with how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginCheck:
    """The credentials of a finished file. `state`: none, valid, trusted or invalid; who signed it; its source (a
    digital source type of the IPTC) as it is signed, else as its plain metadata has it; `pieces`: how many parts it
    states.
    """

    state: str
    signer: str
    source: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport(Proof):
    """The measures of a finished file, and what of them passes its limit; `music`: whether they were held to a file."""

    music: bool
    faults: tuple[str, ...]
    origin: OriginCheck | None = None
    """What is found in the delivered file; None where it was not looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtTake:
    """A generated take: what it was made of (keys of the ledger), and how it was conformed."""

    shot: str
    model: str
    bought: tuple[str, ...]
    slowed: float = 1.0
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmReport:
    """The finished film: nothing in it tells the time or the machine, so that the same film gives the same report."""

    version: int
    title: str
    sha256: str
    frames: int
    fps: str
    seconds: float
    width: int
    height: int
    loudness: Loudness
    music: str
    sound: str
    """Digest of the artifact with the master and the stems."""
    onsets: tuple[float, ...]
    seed: int
    seed_lock: str
    providers: ProviderNames
    voices: tuple[str, ...]
    price: str
    cuts: tuple[CutRow, ...]
    lines: tuple[SpokenLine, ...]
    shots: tuple[FilmedShot, ...]
    proof: CheckReport
    bought: tuple[BoughtTake, ...]
    quality: tuple[ShotQuality, ...]
    spent: str
    credits: tuple[Credit, ...]
    origin: Statement | None = None
    """What the film is made of, and where that comes from; None in reports of versions that did not say it."""

    @property
    def makers(self) -> str:
        """The providers of its shots, in words."""
        return ", ".join(dict.fromkeys(shot.by for shot in self.shots))

    def quality_of(self, shot: str) -> ShotQuality | None:
        return next((row for row in self.quality if row.shot == shot), None)

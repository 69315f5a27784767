"""What a provider is: a class with a name, a version and one method that makes one take.

Retrying, caching, progress, parallelism and budgets belong to `render/`, for all providers alike. A third party's
provider is one class and one line of entry point in its package::

    [project.entry-points."ministudio.voices"]
    mine = "my_package:MyVoice"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Protocol

from ministudio_cli.errors import Defect
from ministudio_cli.plan.casting import OfferedVoice
from ministudio_cli.plan.orders import LineOrder, PlateOrder, PortraitOrder, ShotOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One rendered result: files in the bench's folder, and facts about them that JSON can hold."""

    files: Mapping[str, Path]
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One paid request, told so that whoever runs it can send it once, wait for it, and fetch it again after a crash.

    `key` is the digest of everything that is sent: the same key is the same purchase, in any film. `send` makes the
    request and returns the operation's name, or writes `file` and returns “” where the answer comes at once. `fetch`
    asks after an operation: it writes `file` and returns True once it is done. Both raise Busy (not now),
    UnknownOutcome (perhaps taken), NothingMade (ended unpaid), Blocked (by a safety filter), ProviderRefused (for
    good), PassingFault (ask again).
    """

    key: str
    model: str
    price: Decimal
    file: Path
    send: Callable[[], str]
    fetch: Callable[[str], bool] | None = None
    running: int = 8
    """How many of the model's requests may run at once."""
    deadline: float = 900
    """Seconds that are waited for an answer."""
    cheap: bool = False
    """Whether it costs so little that a lost one may be sent again unasked."""


def no_purse(_errand: Errand) -> Path:
    """Where nothing may be bought."""
    raise Defect("this order may not spend money here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where a take is made: a folder to write in, the files of other takes by digest, and a way to say how far it is.

    `file(digest, name)` is a local, verified file of a finished order, `facts(digest)` what is known of it;
    `progress(done, whole)` counts frames, samples or bytes. `buy(errand)` runs a paid request (never twice) and gives
    the file that it bought; what was bought before is given again without a request.
    """

    folder: Path
    file: Callable[[str, str], Path]
    facts: Callable[[str], Mapping[str, Any]]
    progress: Callable[[int, int], None]
    buy: Callable[[Errand], Path] = no_purse


class PlateMaker(Protocol):
    """Makes `plate.png` (and may add its layers) or `portrait.png` (and `mask.png`, the figure in it)."""

    version: ClassVar[str]
    waits: ClassVar[bool]
    """True where it waits for a network rather than computes: it then runs in a thread."""
    price: ClassVar[Decimal]
    """US dollars a picture."""

    def plate(self, order: PlateOrder, bench: Bench) -> Take: ...

    def portrait(self, order: PortraitOrder, bench: Bench) -> Take: ...


class ShotMaker(Protocol):
    """Makes `head.mp4`, `body.mp4` and `tail.mp4` (those that have frames), each exactly as long as ordered; or
    `clip-1.mp4` and on, as a model gave them, which are then conformed to the order by the studio.

    It may add `mask.mkv` (the identity masks) and `still-1.jpg` to `still-3.jpg` for the contact sheet.
    """

    version: ClassVar[str]
    waits: ClassVar[bool]
    price: ClassVar[Decimal]
    """US dollars a second, where no model is named."""

    # A maker that generates names its `model`, of which a capability file tells lengths, sizes, anchors and prices.

    def shot(self, order: ShotOrder, bench: Bench) -> Take: ...

    # A maker that needs an account may add `ready()`, which raises ProviderRefused before anything is asked for.
    # A maker that knows what it cannot draw may add `undrawn(view, figures)`, which gives it in words for `plan`.


class VoiceMaker(Protocol):
    """Makes `line.wav`, 48 kHz mono; facts: `samples`, `words` as [text, start, end] in samples, `voice`."""

    version: ClassVar[str]
    waits: ClassVar[bool]
    price: ClassVar[Decimal]
    """US dollars a character."""

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        """The voices that can speak now; empty where the engine is not on this machine."""
        ...

    def line(self, order: LineOrder, bench: Bench) -> Take: ...

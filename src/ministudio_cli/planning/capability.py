"""What a model can do, as values: lengths, sizes, anchors, prices. The files they come from are dated data. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal
from fractions import Fraction

from ministudio_cli.planning.views import shown_of, view_of

RETIME = Fraction(104, 100)
"""A clip is slowed by at most this before more of it is asked for; nobody sees four percent."""
MOST_CLIPS = 4
"""Bought clips are gone on from up to so many."""
HELD = Fraction(1, 2)
"""Seconds for which a clip's last frame may stand still."""
INT32 = 2**31 - 1

Held = frozenset[tuple[tuple[Fraction, ...], bool]]
"""Clips of a take that are bought: the seconds of its clips up to one, and whether that one ends with a given frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One video model. Lengths in seconds; sizes as the picture's shorter side in pixels; prices in US dollars."""

    model: str
    dated: str
    source: str
    lengths: tuple[Fraction, ...]
    reference_lengths: tuple[Fraction, ...]
    """Lengths that it offers when reference images are sent."""
    last_frame_lengths: tuple[Fraction, ...]
    """Lengths that it offers when a last frame is sent."""
    sizes: tuple[int, ...]
    aspects: tuple[str, ...]
    fps: Fraction
    references: int
    """How many reference images it takes."""
    first_frame: bool
    last_frame: bool
    together: bool
    """Whether a first frame and reference images may be sent in one request."""
    seed: bool
    negative: bool
    prices: tuple[tuple[int, Decimal], ...]
    """By size, of what is asked for: without sound where it can be left out."""
    prices_with_sound: tuple[tuple[int, Decimal], ...] = ()
    sound: str = "none"
    """Whether clips have sound: none, optional (it is not asked for) or always."""
    asks_sound: bool = False
    """Whether sound that can be left out is asked for."""
    price_unit: str = "second"
    """What a price buys: a second or a clip."""
    seed_max: int = INT32
    people: str = "all"
    """Who may be shown without leave: all, or adults, where children need a project that is allowed to."""
    running: int = 8
    """Requests that may run at once."""
    deadline: int = 900
    """Seconds after which a run gives up waiting for a request."""
    keeps: int = 48
    """Hours for which the service keeps a result."""
    retires: str = ""

    def sounding(self) -> Capability:
        """The same model where its clips' sound is asked for: at its price, where it can be left out."""
        return replace(self, prices=self.prices_with_sound, asks_sound=True) if self.sound == "optional" else self

    def size_for(self, short: int) -> int:
        """The smallest size on offer that is no smaller than asked; the largest where none is."""
        return next((size for size in sorted(self.sizes) if size >= short), max(self.sizes))

    def price(self, short: int, seconds: Fraction) -> Decimal:
        """US dollars for a clip of so many seconds, at the size that would be asked for, rounded up to 0.0001."""
        rate = dict(self.prices)[self.size_for(short)]
        if self.price_unit == "clip":
            return rate
        whole = rate * Decimal(seconds.numerator) / Decimal(seconds.denominator)
        return whole if seconds.denominator == 1 else whole.quantize(Decimal("0.0001"), ROUND_UP)

    def seed_for(self, seed: int) -> int:
        """A derived seed inside the range that the model takes."""
        return seed % (self.seed_max + 1)

    def choices(self, anchors: Sequence[Anchor]) -> tuple[Fraction, ...]:
        """The lengths of a shot's first clip with these anchors."""
        return self.lengths_for([anchor.role for anchor in anchors])

    def lengths_for(self, roles: Sequence[str]) -> tuple[Fraction, ...]:
        return self.reference_lengths if "reference" in roles else self.lengths

    def clips(self, need: Fraction, first: Sequence[Fraction], *, ends: bool = False) -> tuple[Fraction, ...]:
        """The clips that carry so many seconds at the least price: the first of the lengths `first`, the last of those
        that take a last frame where it `ends` with one.

        Each but the first begins with the last frame of the one before, which is shown once.
        """
        final = set(self.last_frame_lengths if ends else (*self.lengths, *first))
        for count in itertools.count(1):
            best: tuple[Fraction, ...] | None = None
            parts = [tuple(first), *([self.lengths] * (count - 1))]
            parts[-1] = tuple(length for length in parts[-1] if length in final)
            if not parts[-1] or self.carried([max(part) for part in parts]) * RETIME < need:
                continue
            for clips in itertools.product(*parts) if count <= 3 else [tuple(map(max, parts))]:
                if self.carried(clips) * RETIME >= need and (best is None or sum(clips) < sum(best)):
                    best = clips
            if best:
                return best
        raise AssertionError

    def due(self, clips: Sequence[Fraction], held: Held, short: int, *, ends: bool) -> Decimal:
        """US dollars for those of a shot's clips that are not held; `ends`: its last one ends with a given frame."""
        parts = [(tuple(clips[: number + 1]), ends and number == len(clips) - 1) for number in range(len(clips))]
        return sum((self.price(short, part[0][-1]) for part in parts if part not in held), Decimal(0))

    def chosen(
        self, need: Fraction, first: Sequence[Fraction], held: Held, short: int, *, ends: bool = False
    ) -> tuple[Fraction, ...]:
        """The clips for so many seconds at the least price still to be paid: held ones where they serve, or go on."""
        whole = {clips for clips, last in held if last == ends and self.serves(clips, need)}
        begun = {clips for clips, last in held if not last and len(clips) < MOST_CLIPS}
        further = {
            (*clips, length)
            for clips in begun
            for length in (self.last_frame_lengths if ends else self.lengths)
            if self.carried((*clips, length)) * RETIME >= need
        }
        options = {self.clips(need, first, ends=ends)} | whole | further
        return min(
            options,
            key=lambda clips: (self.due(clips, held, short, ends=ends), sum(clips), len(clips), clips),
        )

    def carried(self, clips: Sequence[Fraction]) -> Fraction:
        """The seconds that clips show together."""
        return sum(clips, Fraction(0)) - (len(clips) - 1) / self.fps

    def serves(self, clips: Sequence[Fraction], need: Fraction) -> bool:
        """Whether clips that are there can be trimmed, slowed or held to so many seconds."""
        return self.carried(clips) * RETIME + HELD - 1 / self.fps >= need


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCapability:
    """One picture model. Sizes by name with the longer side that is asked for in pixels; prices in US dollars each."""

    model: str
    dated: str
    source: str
    sizes: tuple[tuple[str, int], ...]
    aspects: tuple[str, ...]
    prices: tuple[tuple[str, Decimal], ...]
    location: str = ""
    """Where the service offers it, where that is one place only."""
    seed_max: int = INT32
    running: int = 8
    retires: str = ""

    def size_for(self, width: int, height: int) -> str:
        """The smallest size whose longer side is no smaller than asked; the largest where none is."""
        wanted = max(width, height)
        return next((name for name, side in self.sizes if side >= wanted), self.sizes[-1][0])

    def aspect_for(self, width: int, height: int) -> str:
        """The shape on offer that is nearest."""

        def away(name: str) -> float:
            across, down = map(int, name.split(":"))
            return abs(across / down - width / height)

        return min(self.aspects, key=away)

    def price(self, size: str) -> Decimal:
        return dict(self.prices)[size]

    def seed_for(self, seed: int) -> int:
        return seed % (self.seed_max + 1)


def plain_number(value: Fraction) -> int | str:
    """A length as JSON and digests hold it: whole seconds as a number, others as a fraction in text."""
    return value.numerator if value.denominator == 1 else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A picture that a shot is held to: `role` is first, last or reference; `of` is plate, before or a character."""

    role: str
    of: str
    why: str


def anchors(
    capability: Capability,
    figures: tuple[str, ...],
    speakers: tuple[str, ...],
    acts: tuple[str, ...],
    *,
    match: bool,
    still: bool = False,
    things: tuple[str, ...] = (),
    views: Mapping[str, int] | None = None,
) -> tuple[tuple[Anchor, ...], tuple[str, ...]]:
    """The pictures sent with a shot, and a word on each that was left out.

    `figures`, `speakers`, `acts` (those whom the action names) and `things` (props with a picture) are ids. Within the
    model's limit: who speaks first, then who acts, then the things, the plate, and the others; then further `views`, of
    which each of them, or the plate, has so many. A last frame is sent only with a first one.
    """
    chosen: list[Anchor] = []
    left: list[str] = []
    if match and capability.first_frame:
        chosen.append(Anchor(role="first", of="before", why="continues the shot before"))
    elif not figures and capability.first_frame:
        chosen.append(Anchor(role="first", of="plate", why="nobody is in the frame: it begins as its plate"))
        if still and capability.last_frame:
            chosen.append(Anchor(role="last", of="plate", why="and the camera stands still: it ends as its plate"))
    if chosen and not capability.together:
        left += [f"{shown_of(of)}: a first frame and references do not go together" for of in (*figures, *things)]
        return tuple(chosen), tuple(left)
    speaking = [speaker for speaker in speakers if speaker in figures]
    acting = [figure for figure in figures if figure not in speaking and figure in acts]
    wanted = [(who, "speaks") for who in speaking] + [(who, "acts") for who in acting]
    wanted += [(thing, "is in the frame") for thing in things]
    if not chosen or chosen[0].of != "plate":
        wanted.append(("plate", "holds the set"))
    wanted += [(figure, "is in the frame") for figure in figures if figure not in speaking and figure not in acting]
    wanted += [(view_of(of, number), "from another side") for of, _ in tuple(wanted)
               for number in range(2, 2 + (views or {}).get(of, 0))]  # fmt: skip
    # Where they go together, a first and a last frame are among the pictures that it takes.
    room = capability.references - len(chosen)
    chosen += [Anchor(role="reference", of=of, why=why) for of, why in wanted[:room]]
    left += [f"{shown_of(of)}: the model takes {room} references" for of, _ in wanted[room:]]
    return tuple(chosen), tuple(left)

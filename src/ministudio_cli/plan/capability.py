"""What a model can do, as a value: lengths, sizes, anchors, prices. The files it comes from are dated data. Pure."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

RETIME = Fraction(104, 100)
"""A clip is slowed by at most this before more of it is asked for; nobody sees four percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One video model. Lengths in whole seconds; sizes as the picture's shorter side; prices in US dollars a second."""

    model: str
    dated: str
    source: str
    lengths: tuple[int, ...]
    reference_lengths: tuple[int, ...]
    """Lengths that it offers when reference images are sent."""
    sizes: tuple[int, ...]
    aspects: tuple[str, ...]
    fps: int
    references: int
    """How many reference images it takes."""
    first_frame: bool
    last_frame: bool
    together: bool
    """Whether a first frame and reference images may be sent in one request."""
    seed: bool
    negative: bool
    prices: tuple[tuple[int, Decimal], ...]
    """Dollars a second by size."""
    running: int
    """Requests that may run at once."""
    deadline: int
    """Seconds after which a request is given up."""
    retires: str = ""

    def size_for(self, short: int) -> int:
        """The smallest size on offer that is no smaller than asked; the largest where none is."""
        return next((size for size in sorted(self.sizes) if size >= short), max(self.sizes))

    def price(self, short: int) -> Decimal:
        """Dollars a second at the size that would be asked for."""
        return dict(self.prices)[self.size_for(short)]

    def clips(self, need: Fraction, *, references: bool) -> tuple[int, ...]:
        """The clips that carry so many seconds at the least price: the first by `references`, others by first frame.

        Each but the first begins with the last frame of the one before, which is shown once.
        """
        first = self.reference_lengths if references else self.lengths
        shared = Fraction(1, self.fps)
        for count in itertools.count(1):
            best: tuple[int, ...] | None = None
            rest = [self.lengths] * (count - 1)
            if (max(first) + (count - 1) * (max(self.lengths) - shared)) * RETIME < need:
                continue
            for clips in itertools.product(first, *rest) if count <= 3 else [(max(first), *map(max, rest))]:
                whole = sum(clips) - (count - 1) * shared
                if whole * RETIME >= need and (best is None or sum(clips) < sum(best)):
                    best = clips
            if best:
                return best
        raise AssertionError


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
    action: str,
    *,
    match: bool,
    still: bool = False,
) -> tuple[tuple[Anchor, ...], tuple[str, ...]]:
    """The pictures sent with a shot, and a word on each that was left out.

    Within the model's limit: who speaks first, then who acts (is named in the action), then the others, then the plate.
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
        left += [f"{one}: a first frame and references do not go together" for one in figures]
        return tuple(chosen), tuple(left)
    said = [one for one in speakers if one in figures]
    acting = [one for one in figures if one not in said and one in action]
    wanted = [(one, "speaks") for one in said] + [(one, "acts") for one in acting]
    if not chosen or chosen[0].of != "plate":
        wanted.append(("plate", "holds the set"))
    wanted += [(one, "is in the frame") for one in figures if one not in said and one not in acting]
    chosen += [Anchor(role="reference", of=of, why=why) for of, why in wanted[: capability.references]]
    left += [f"{of}: the model takes {capability.references} references" for of, _ in wanted[capability.references :]]
    return tuple(chosen), tuple(left)

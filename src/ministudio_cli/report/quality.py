"""What is measured of a shot's take, before it is mended and after."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SwatchSeen:
    """A colour of a figure: how far it is from its scene's, ΔE00, and how much it swings."""

    part: str
    swatch: int
    away: float
    swing: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSeen:
    figure: str
    colours: tuple[SwatchSeen, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundSeen:
    """Flicker in levels of 255; likeness to the plate (SSIM); sharpness to the plate's; ΔE00 to it; share stretched."""

    flicker: float | None = None
    like: float | None = None
    sharp: float | None = None
    away: float | None = None
    stretch: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSeen:
    background: BackgroundSeen
    figures: tuple[FigureSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMended:
    """The same after finishing; all None where nothing was done. `off`: pixels, `seam`: levels at the masks' edge."""

    flicker: float | None = None
    like: float | None = None
    sharp: float | None = None
    seam: float | None = None
    off: float | None = None
    figures: tuple[FigureSeen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSeen:
    cause: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Something that is held (plate, light, colours of NAME): whether it was, and why or why not."""

    lock: str
    done: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotQuality:
    """What was measured of a shot's take, mended and taken again. `verdict`: good, mended or fault."""

    shot: str
    verdict: str
    before: TakeSeen
    after: TakeMended
    light: str
    camera: str
    frozen: int
    black: int
    marks: tuple[tuple[float, ...], ...]
    faults: tuple[FaultSeen, ...]
    masks: str
    locks: tuple[Lock, ...]
    takes: tuple[str, ...]
    drawn: bool

    @property
    def mended_colours(self) -> dict[str, dict[int, float]]:
        """How far each figure's swatches are from their anchors after mending, ΔE00; empty for what was not mended."""
        return {figure.figure: {each.swatch: each.away for each in figure.colours} for figure in self.after.figures}

    @property
    def words(self) -> str:
        """What holding the shot steady came to: flicker before and after, and the verdict."""
        before, after = self.before.background.flicker, self.after.flicker
        change = f", flicker {before:.2f} to {after:.2f}" if before is not None and after is not None else ""
        return f"{self.verdict}{change}"

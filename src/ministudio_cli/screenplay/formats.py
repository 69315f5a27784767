"""Frame rates as they are written, and the format of a draft."""

from __future__ import annotations

from fractions import Fraction

from ministudio_cli.screenplay.model import Format

DRAFT_SIDE = 540


def rate_of(written: float) -> Fraction:
    """A frame rate as it is written, exactly: those of television are 1000/1001 of whole ones."""
    whole = round(written)
    return Fraction(whole) if whole == written else Fraction(1000 * whole, 1001)


def draft_format(wanted: Format) -> Format:
    """The same shape with a shorter side of 540 pixels, or as it is where that is no smaller."""
    scale = Fraction(DRAFT_SIDE, min(wanted.width, wanted.height))
    if scale >= 1:
        return wanted
    width, height = (2 * round(scale * side / 2) for side in (wanted.width, wanted.height))
    return Format(width=width, height=height, fps=wanted.fps)

"""The gate after: whether what was laid and held made a take better, by what came of it."""

from __future__ import annotations

import numpy as np

from ministudio_cli.qc.findings import Analysis
from ministudio_cli.qc.measure import BREATHES, MOVING, OFF, After

LEAST = 0.15
"""A lock must take at least this share of a flicker away."""


SEEN = 1.0
"""Levels of flicker under which there is little to gain, and nothing to lose by less."""


SEAM = 1.35


SWING = 0.4
"""By how much (a logarithm) the level of nearly all finished frames may swing against the take's: an exposure that
flickers by 9 % and is held swings by 0.35.
"""


SHARP = (0.55, 1.7)


UNEVEN = 0.16
"""By how much (a logarithm) the light of a part of a set may change against the rest, under a camera that stands: boil
seems to by 0.03 to 0.05, who walks before it by 0.11, nightfall by 0.12; a lamp that goes on changes it by 0.2.
"""


def gain(found: Analysis, after: After | None, *, again: bool = False) -> str:
    """What speaks against a plate that was laid, by what came of it; “” where it made things better. Where it was laid
    `again`, without what moves by itself, what is left must lie twice as well.
    """
    if after is None or not after.flicker:
        return ""
    before, now = _flickers(found, after)
    if before > SEEN and now > (1 - LEAST) * before:
        return f"flicker {before:.2f} only became {now:.2f}"
    if blurred := sharpened(found, after):
        return blurred
    seam = float(np.median(after.seam)) if after.seam else 1.0
    around = f"a seam of {seam:.2f} around the cast" if seam > SEAM else ""
    swings = "its level swings against the take's" if _swings(after) else ""
    return _misplaced(after, again=again) or swings or _parted(after) or around


def sharpened(found: Analysis, after: After) -> str:
    """In what a finished set is sharper or softer than it was filmed; “” where it is not. A focus that is pulled goes
    through all of it: no part is laid by itself.
    """
    sharp = float(np.median(after.sharp)) if after.sharp else 1.0
    was = float(np.median(found.sharp)) if len(found.sharp) else 1.0
    if SHARP[0] < sharp / max(0.2, min(was, 1.6)) < 1 / SHARP[0]:
        return ""
    return f"sharpness {was:.2f} became {sharp:.2f}"


def _misplaced(after: After, *, again: bool) -> str:
    """In what the set lies otherwise than it was filmed; “” where it does not."""
    off, breath = after.away(), after.breath()
    most = OFF if after.ruling.path.kind == "static" else MOVING
    if off > (most / 2 if again else most):
        return f"its set was laid {off:.1f} pixels of 480 off where it was filmed"
    return f"its lens goes in and out by {breath:.1f} pixels of 480, and a plate stands" if breath > BREATHES else ""


def darker(found: Analysis, after: After | None) -> str:
    """What speaks against a light that was held; “” where it did no harm."""
    if after is None or not after.flicker:
        return ""
    if _swings(after):
        return "its level swings against the take's"
    if parted := _parted(after):
        return parted
    before, now = _flickers(found, after)
    return f"flicker {before:.2f} became {now:.2f}" if now > 1.02 * before + 0.05 else ""


def _parted(after: After) -> str:
    """In what the light of a part of the set changes against the rest; “” where it does not."""
    part = after.uneven()
    return f"the light changes by {part:.0%} in a part of it, and a plate has one light" if part > UNEVEN else ""


def _swings(after: After) -> bool:
    """Whether finished frames grow lighter and darker against the take by more than any light is corrected."""
    if not after.level:
        return False
    low, high = np.percentile(np.log(np.maximum(after.level, 1e-3)), (2.5, 97.5))
    return float(high - low) > SWING


def _flickers(found: Analysis, after: After) -> tuple[float, float]:
    return float(np.median(found.flicker)) if len(found.flicker) else 0.0, float(np.median(after.flicker))

"""The light of a take against its plate's: what flickers or drifts is held, what the story asks for is kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.stabilise.path import LIKELY, SURE, curve

Numbers = NDArray[np.float64]
SLOW = 0.10
"""A light that changes by more than this share over a take is meant; where the screenplay says so, by a third of it."""
_GREY = 110.0
_WINDOW = 15
_BRIGHT = 0.10
"""A flash is brighter than what is around it by at least this share."""
_FLICKERS = 7
"""And by so many times what the light flickers by anyway (a standard deviation)."""
_LONG = 0.3
"""Share of a take beyond which what is bright is no flash."""


@dataclass(frozen=True, slots=True)
class Lights:
    """The light that each frame is given, against the plate's: gain and lift (frames, 3) BGR; how it was decided (held,
    slow), which frames are flashes, and by which share the light changes in the take.
    """

    gain: Numbers
    lift: Numbers
    kind: str
    flashes: tuple[int, ...]
    change: float


def lights(gain: Numbers, lift: Numbers, *, changing: bool = False) -> Lights:
    """Decide on a take's light from what was seen, (frames, 3) each; `changing`: the screenplay asks for a change."""
    level = (gain * _GREY + lift).mean(axis=1) / _GREY
    flash = _flashes(level)
    calm = ~flash
    fitted = _over(calm, level, SURE)
    change = float((fitted.max() - fitted.min()) / max(0.05, fitted.mean())) if len(level) else 0.0
    # A curve through flicker alone has some change of its own: that much is not believed.
    own = float(np.std((level - fitted)[calm])) * float(np.sqrt(12 / max(1, calm.sum())))
    slow = change > max(SLOW / 3 if changing else SLOW, (2 if changing else 4) * own)
    smooth_gain = np.stack([_over(calm, column) for column in gain.T], axis=1)
    smooth_lift = np.stack([_over(calm, column) for column in lift.T], axis=1)
    wanted_gain, wanted_lift = (
        (smooth_gain.copy(), smooth_lift.copy()) if slow else (np.ones_like(gain), np.zeros_like(lift))
    )
    # A flash is kept as it is seen, but for what the take is off by anyway.
    extra = gain[flash] / np.clip(smooth_gain[flash], 0.2, 5)
    wanted_lift[flash] = lift[flash] - smooth_lift[flash] * extra + wanted_lift[flash] * extra
    wanted_gain[flash] = wanted_gain[flash] * extra
    return Lights(wanted_gain, wanted_lift, "slow" if slow else "held", tuple(map(int, np.flatnonzero(flash))), change)


def _flashes(level: Numbers) -> NDArray[np.bool_]:
    """Frames far brighter than those around them, with the frames beside them."""
    if len(level) < 5:
        return np.zeros(len(level), bool)
    half = _WINDOW
    around = np.array([np.median(level[max(0, at - half) : at + half + 1]) for at in range(len(level))])
    above = level / np.maximum(around, 0.02) - 1
    usual = 1.48 * float(np.median(np.abs(above - np.median(above))))
    bright = above > max(_BRIGHT, _FLICKERS * usual)
    grown = bright | np.roll(bright, 1) | np.roll(bright, -1)
    grown[0], grown[-1] = bright[0] or bright[1], bright[-1] or bright[-2]
    return grown if grown.mean() < _LONG else np.zeros(len(level), bool)


def _over(calm: NDArray[np.bool_], column: Numbers, price: float = LIKELY) -> Numbers:
    """A column's curve through the frames that are calm, told for all of them."""
    if calm.all() or calm.sum() < 8:
        return curve(column, price=price)
    places = np.arange(len(column))
    return curve(np.interp(places, places[calm], column[calm]), price=price)

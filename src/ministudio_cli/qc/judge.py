"""Judging a take by its findings: what is mended and what is refused, and why; what must be taken again. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.qc.findings import Analysis
from ministudio_cli.qc.notes import LOST
from ministudio_cli.qc.reading import bend, cut_of, living
from ministudio_cli.stabilise.light import Lights, lights
from ministudio_cli.stabilise.path import Steady, steadied

Numbers = NDArray[np.float64]
WRONG_PLATE = 4.0
"""Median distance of the background to the plate (L*a*b*); good plates are under 3, wrong ones over 8."""
PARALLAX = 0.10
"""Share of the frame that may be neither set nor figure."""
FOLLOW, FOLLOW_STATIC = 0.6, 0.35
"""Share of points that must move as one camera moves them; under a camera that stands, waver alone may hide most."""
LIKE_STATIC = 0.9
"""Likeness to the plate (SSIM) from which such waver is believed to be no more than that."""
BEND = 2.0
"""Pixels, at the examined size, by which a tenth of a set may run ahead or stay behind as its camera travels: a flat
set has 0.8 to 1.2, real depth 3 and more.
"""
SOUND = (0.8, 0.6 / 480, 0.02, 0.04)
"""Flicker in levels, shares of the width, and shares of the light by which it swings and is off, under which nothing is
to be gained.
"""
MOVING = (3.0, 0.3)
"""Flicker in levels, and pixels of the examined size by which the set moves by itself, under which it is so too."""
STRAY = 2 / 480
"""Shares of the width by which a path may be off the camera's own."""
DIM = (0.45, 0.3, 0.3)
"""Shares of points that must follow a plate in the middle and in the worst tenth of frames for its light to be known,
and how far the light may stray from its median (a logarithm).
"""
FOCUS = {"focus", "rack", "defocus"}
"""Words of a camera that moves its focus: a plate has one sharpness, and a small picture does not show it."""
AIR = 1.8
"""Sharpness over the plate's from which what is in the air would be wiped away with the flicker."""
FLOW = 3.5
"""Pixels of motion, at the examined size, that may be left in the background."""
TOO_FAR = 26 / 480
"""Shares of the width by which a locked-off camera may have wandered."""
SUBJECT = (0.004, 0.62)
BARE = 0.9
"""Share of the frame that the cast may cover while the rest still tells the light."""
LIT = 1.5
GARMENT = (1.0, 24.0)
"""ΔE00 from which a colour is mended, and beyond which it is no longer the same garment."""
LEAST, OF_PORTRAIT = 0.06, 0.05
"""Share of a figure, and of its portrait, from which a colour of it is read well enough to be held."""
BARE_SKIN = 2.5
"""ΔE00 by which skin must change over the take to be held: a face is lit by what it turns to."""
ASIDE = 12.0
"""ΔE00 beyond which what is not the main garment has not drifted: something else was taken for it."""
AGAIN = {"garment": 20.0, "flicker": 8.0, "like": 0.4}
WORN = 0.2
"""Share of a portrait from which a garment must be seen wherever its wearer is."""
FACE = 0.4
"""Share of a figure that is face, from which its clothes may be out of the frame."""
NEAR = 0.42
"""Height of a face in shares of the frame's, from which what its figure wears may be out of the frame."""
STRANGE = 0.3
"""Share of a figure that no swatch explains, from which it wears something else."""
STRETCH = 0.045
"""Share by which proportions may change in a take: what is less is held with the set."""
BARS = 0.04
"""Share of the picture's height or width that may be black bars."""
FEATURES = 100
"""Features of a plate from which it would be seen if it were there."""
UNLIKE, FILLED = 0.5, 0.25
"""Likeness of colours to the plate's under which a set that is not seen is another one; and the share of the frame in a
garment's colour from which its wearer may fill the picture.
"""
ALIKE = 0.35
"""Share of a picture's colours under which it is not its set's; takes of their own set have more than half."""
PRESENT = (0.004, 0.8)
"""Shares of a frame in a garment's colour between which its wearer may be there: what fills it all is nobody."""
MELTS = 0.05
"""Share of its size by which a face may change its shape while it looks the same way: 0.01 to 0.02 as a rule, up to
0.03 where it turns and speaks, 0.035 in the noise of a dark picture; 0.07 where it melts.
"""
STILL, BLACK = 24, 12
"""Frames in a row that may be one and the same picture, and black."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the screenplay says of a shot: its camera, whether its background moves and its light changes."""

    camera: str
    moving_background: bool = False
    lighting_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDecision:
    """What becomes of a take's set: whether its plate is locked and why (not), along which path, in which light; and
    whether that light is known well enough to be held where the plate is not laid.
    """

    plate: bool
    why: str
    lit: bool
    path: Steady
    lights: Lights
    cut: int
    """The frame at which there is a cut inside the take, or 0."""


def rule(found: Analysis, hints: Hints) -> GateDecision:
    """The gate before a plate is laid: the first thing that speaks against it, or what speaks for it."""
    if not found.found or not len(found.place):
        plain = np.zeros((found.frames, 3))
        empty = Steady(found.place, "static", 0.0)
        why = "the plate is not seen in it"
        return GateDecision(
            plate=False, why=why, lit=False, path=empty, lights=Lights(plain + 1, plain, "held", (), 0.0),
            cut=cut_of(found),
        )  # fmt: skip
    path = steadied(found.place, hints.camera)
    light = lights(found.gain, found.lift, changing=hints.lighting_change)
    cut = cut_of(found)
    why = _against(found, hints, path, light, cut)
    lit = _lit(found, light, cut)
    if not why and _sound(found, path, light):
        why = "nothing in it needs to be held"
        lit = lit and bool(light.flashes)
    elif lit and why and _even(found):
        lit = False
    return GateDecision(
        plate=not why, why=why or "the set is held to its plate", lit=lit, path=path, lights=light, cut=cut,
    )  # fmt: skip


def _sound(found: Analysis, path: Steady, light: Lights) -> bool:
    """Whether a set stands as still and as even as it would be laid: then it is left as it was filmed."""
    flicker = float(np.median(found.flicker)) if len(found.flicker) else 0.0
    if path.kind == "static":
        calm = flicker < SOUND[0] and path.left < SOUND[1]
    else:
        # A camera that moves resamples its picture: what is left of its flow tells more than what flickers.
        calm = flicker < MOVING[0] and float(np.median(found.flow)) < MOVING[1]
    return calm and not light.flashes and _even(found)


def _even(found: Analysis) -> bool:
    """Whether there is nothing in a set's light to hold: it neither flickers nor drifts from its plate's."""
    level = (found.gain * 110 + found.lift) / 110
    steady = float(np.max(np.percentile(level, 95, axis=0) - np.percentile(level, 5, axis=0))) < SOUND[2]
    return steady and float(np.abs(np.median(level, axis=0) - 1).max()) < SOUND[3]


def _lit(found: Analysis, light: Lights, cut: int) -> bool:
    """Whether the set, however it moves, is the plate's, so that its light against the plate's means something."""
    subject = float(np.median(found.subject)) if len(found.subject) else 0.0
    seen = bool((found.follow != LOST).all()) and float(np.median(found.away)) <= WRONG_PLATE and subject < BARE
    return seen and not cut and _read(found) and (light.kind == "slow" or not _otherwise(found))


def _read(found: Analysis) -> bool:
    """Whether a set's light against its plate's was read where the plate truly is: where points follow it, and without
    gains that only a place which is none asks for.
    """
    if float(np.median(found.follow)) < DIM[0] or float(np.percentile(found.follow, 10)) < DIM[1]:
        return False
    grey = np.log(np.maximum((found.gain * 110 + found.lift).mean(axis=1) / 110, 0.02))
    if float(np.percentile(np.abs(grey - np.median(grey)), 95)) > DIM[2] and not _slow(grey):
        return False
    strange = (found.gain.mean(axis=1) < 0.5) & (found.lift.mean(axis=1) > 30)
    return float(strange.mean()) < 0.05


def _slow(level: Numbers) -> bool:
    """Whether a light changes slowly: from frame to frame by far less than over the take."""
    return float(np.median(np.abs(np.diff(level)))) < 0.1 * float(level.max() - level.min())


def _otherwise(found: Analysis) -> bool:
    """Whether the set is lit quite otherwise than its plate."""
    grey = np.median(found.gain * 110 + found.lift, axis=0) / 110
    return bool((grey > LIT).any() or (grey < 1 / LIT).any())


def _against(found: Analysis, hints: Hints, path: Steady, light: Lights, cut: int) -> str:
    """The first reason against laying the plate; “” where there is none."""
    away, rest = float(np.median(found.away)), float(np.median(found.rest)) if len(found.rest) else 0.0
    subject = float(np.median(found.subject)) if len(found.subject) else 0.0
    follow = float(np.median(found.follow))
    like = float(np.median(found.like)) if len(found.like) else 0.0
    sharp = float(np.median(found.sharp)) if len(found.sharp) else 1.0
    bent = bend(found, path.path)
    wavers = path.kind == "static" and follow >= FOLLOW_STATIC and like >= LIKE_STATIC
    reasons = (
        (bool((found.follow == LOST).any()), "the plate is not seen in all of it"),
        (bool(cut), f"there is a cut inside it, at frame {cut}"),
        (bool(FOCUS & set(hints.camera.lower().split())), "focus is pulled in it, and a plate has one sharpness"),
        (away > WRONG_PLATE, f"the set is not the plate's (distance {away:.1f}, at most {WRONG_PLATE:g})"),
        (rest > PARALLAX, f"{rest:.0%} of the frame is neither set nor cast: it moves in depth, or is another set"),
        (follow < FOLLOW and not wavers, f"only {follow:.0%} of the set is where its plate has it"),
        (
            path.kind != "static" and bent > BEND,
            f"near and far move differently, by {bent:.1f} pixels of 480, as a flat plate cannot",
        ),
        (
            path.kind == "moving" and path.stray > STRAY,
            f"its camera's path is not followed ({480 * path.stray:.1f} px)",
        ),
        (sharp > AIR, f"it has {sharp:.1f} times the plate's fine detail: rain, snow or the like is in the air"),
        (float(np.median(found.flow)) > FLOW, f"the set moves by itself, {float(np.median(found.flow)):.1f} pixels"),
        (
            path.kind == "static" and path.left > TOO_FAR,
            f"the camera was asked to stand still and wandered by {path.left:.0%} of the width",
        ),
        (subject > SUBJECT[1], f"the cast covers {subject:.0%} of the frame: too little of the set is seen"),
        (
            found.close > NEAR,
            f"a face is {found.close:.0%} of its height: its hair's edge is worth more than its set",
        ),
        (_otherwise(found) and light.kind == "held", "the set is lit quite otherwise than its plate"),
        (float((living(found, moving=False) > 0).mean()) > 0.5, "most of the set lives"),
    )
    return next((why for wrong, why in reasons if wrong), "")

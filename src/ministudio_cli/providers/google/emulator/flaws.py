"""What real models do wrong, done on purpose and by measure, beside what they should have done."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ministudio_cli.media.colour import bgr_of, ciede2000, lab_of
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.animatic.look import look_of

_WATER = {"river", "stream", "creek", "brook"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaws:
    """How much goes wrong; 0 is nothing.

    `colour`: levels by which the whole picture drifts over a clip. `clothes`: CIEDE2000 by which the cast's clothes
    drift over a clip. `wrong`: another garment from the start. `shimmer`: levels of noise, and a hundredth of it in
    shares of the width by which the picture wavers. `exposure`: share by which the light flickers. `proportions`: share
    by which a clip is stretched at its end. `short`: seconds that are missing. `mark`: a mark is burnt into every clip.
    `plain`: cards instead of drawings.
    """

    colour: float = 0.0
    clothes: float = 0.0
    wrong: bool = False
    shimmer: float = 0.0
    exposure: float = 0.0
    proportions: float = 0.0
    short: float = 0.0
    mark: bool = False
    plain: bool = False


STANDARD = Flaws(colour=6, clothes=10, shimmer=5, exposure=0.04, proportions=0.02)
"""What is called the standard drift: about what is told of painted footage."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One frame: as it should be, as it is seen, and the figures' masks as the flaws moved them (8 bits, small)."""

    clean: Any
    seen: Any
    masks: Any


def dressed(order: ShotTask, flaws: Flaws) -> ShotTask | None:
    """The same shot in clothes of another colour: by so much of CIEDE2000, or quite another garment; None without."""
    if not (flaws.clothes or flaws.wrong):
        return None
    figures = []
    for figure in order.figures:
        traits = dict(figure.identity)
        garment = next(iter(look_of(figure).garments), None)
        if garment is not None and "wears" in traits:
            colour = _other(garment.colour, flaws.clothes, order.seed, wrong=flaws.wrong)
            traits["wears"] = f"{colour} {traits['wears']}"
        figures.append(dataclasses.replace(figure, identity=tuple(traits.items())))
    return dataclasses.replace(order, figures=tuple(figures))


def _other(colour: str, distance: float, seed: int, *, wrong: bool) -> str:
    """A colour at a distance from another in a direction of the seed's own; or the one across the wheel."""
    bgr = np.array([[int(colour[at : at + 2], 16) for at in (5, 3, 1)]], np.uint8)
    here = lab_of(bgr)[0]
    if wrong:
        turn = math.atan2(here[2], here[1]) + 2.4
        there = np.array([here[0], max(30.0, math.hypot(here[1], here[2])) * math.cos(turn), 34 * math.sin(turn)])
        return _hex(there)
    chance = np.random.default_rng(seed)
    way = chance.normal(size=3) * (0.5, 1, 1)
    way[0] = abs(way[0]) if here[0] < 45 else way[0]
    there, step = here.copy(), way / np.linalg.norm(way)
    while float(ciede2000(here, there)) < distance and np.linalg.norm(there - here) < 60:
        there = there + step * 0.25
    return _hex(there)


def _hex(lab: Any) -> str:
    b, g, r = (int(part) for part in bgr_of(np.asarray(lab)[None])[0])
    return f"#{r:02X}{g:02X}{b:02X}"


Water = Callable[[Any, Any, int], Any]


def ripple(order: ShotTask) -> Water:
    """A river runs through the lower half of sets that have one, behind the cast; elsewhere nothing changes."""
    if not _WATER & set(order.view.place.lower().replace(",", " ").split()):
        return lambda frame, _masks, _number: frame
    rows, columns = order.format.height, order.format.width
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    band = np.clip(np.minimum(down - 0.62 * rows, 0.86 * rows - down) / (0.03 * rows), 0, 1)

    def run(frame: Any, masks: Any, number: int) -> Any:
        now, unit = number / 24, rows / 360
        bent_x = (
            across + 5 * unit * np.sin(down / (5 * unit) + 6 * now) + 3 * unit * np.sin(down / (2.2 * unit) - 9 * now)
        )
        bent_y = down + 3 * unit * np.sin(across / (17 * unit) + down / (6 * unit) - 7 * now)
        moved = cv2.remap(frame, bent_x, bent_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        glint = np.clip(np.sin(across / (9 * unit) + 8 * now) * np.sin(down / (3 * unit) - 5 * now) - 0.55, 0, 1) * 110
        share = band * (1 - _whole(masks, columns, rows))
        mixed = frame + (moved.astype(np.float32) + glint[..., None] - frame) * share[..., None]
        return np.clip(mixed, 0, 255).astype(np.uint8)

    return run


_DAYBREAK = ("day breaks", "dawn breaks", "the sun rises", "sunrise")


def daybreak(order: ShotTask) -> Callable[[Any, int], Any]:
    """The light of a frame by its number: day breaks where a shot's action says so; elsewhere nothing changes."""
    if not any(words in order.action.lower() for words in _DAYBREAK):
        return lambda frame, _number: frame
    frames = order.head + order.body + order.tail
    return lambda frame, number: dawn(frame, number, frames)


def dawn(frame: Any, number: int, frames: int) -> Any:
    """The light of a shot in which day breaks: from night to a warm morning."""
    t = 0.5 - 0.5 * math.cos(math.pi * number / max(1, frames - 1))
    return cv2.convertScaleAbs(frame * np.array([0.62 + 0.3 * t, 0.58 + 0.47 * t, 0.55 + 0.62 * t], np.float32))


def flawed(clean: Any, changed: Any, masks: Any, number: int, frames: int, flaws: Flaws, seed: int) -> Shown:
    """One frame as a model would give it; `changed` is the same frame in other clothes."""
    share = number / max(1, frames - 1)
    chance = np.random.default_rng([seed, number])
    seen = clean if changed is None else cv2.addWeighted(clean, 1 - share, changed, share, 0)
    rows, columns = clean.shape[:2]
    if flaws.proportions or flaws.shimmer:
        down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
        across = (across - columns / 2) / (1 + flaws.proportions * share) + columns / 2
        if flaws.shimmer:
            wave = chance.normal(0, flaws.shimmer * columns * 2e-4, (2, 5, 8)).astype(np.float32)
            across += cv2.resize(wave[0], (columns, rows), interpolation=cv2.INTER_CUBIC)
            down += cv2.resize(wave[1], (columns, rows), interpolation=cv2.INTER_CUBIC)
        seen = cv2.remap(seen, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        scale = np.float32(masks.shape[1] / columns)
        tall, wide = -(-rows // 4), masks.shape[1]
        small = (cv2.resize(across, (wide, tall)) * scale, cv2.resize(down, (wide, tall)) * scale)
        parts = [cv2.remap(part, *small, cv2.INTER_LINEAR) for part in np.split(masks, max(1, len(masks) // tall))]
        masks = np.vstack(parts)
    if flaws.colour or flaws.shimmer or flaws.exposure:
        moved = seen.astype(np.float32)
        if flaws.exposure:
            moved *= 1 + flaws.exposure * chance.normal()
        moved += np.array([flaws.colour, -flaws.colour / 2, -flaws.colour], np.float32) * share
        if flaws.shimmer:
            moved += cv2.resize(chance.normal(0, flaws.shimmer, (24, 42, 3)).astype(np.float32), (columns, rows))
        seen = np.clip(moved, 0, 255).astype(np.uint8)
    return Shown(clean, np.array(seen, np.uint8), masks.copy())


def _whole(masks: Any, columns: int, rows: int) -> Any:
    tall = -(-rows // 4)
    most = np.max(np.split(masks, max(1, len(masks) // tall)), axis=0)
    return cv2.resize(most, (columns, rows), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255

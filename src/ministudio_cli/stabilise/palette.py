"""The colours of a figure: the swatches of its portrait, named by where they stand, and the same under a light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.colour import bgr_of, ciede2000, lab_of
from ministudio_cli.media.frames import Picture

Numbers = NDArray[np.float64]
FLAT = np.array([0.5, 1.0, 1.0])
"""Light and dark count half: folds of one cloth are one colour."""
_CLUSTERS = 10
_PIXELS = 6000
_ONE = 11.0
"""How near clusters of one part lie that are one swatch, in L*a*b* with half of L*."""
_LEAST = 0.015
_CLOSE = 9.0
"""ΔE00 within which a colour is what another should be."""
_LIGHT = 0.4
"""How far a set's light is expected to tint a channel: a standard deviation of its logarithm."""
_WEIGHTS = {"skin": 1.6, "hair": 1.3}
"""Skin and hair are surer signs of the light than cloth, which may be the wrong one."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """One colour of a figure: its part (garment, hair, skin or body), L*a*b*, spread, and share of the figure."""

    part: str
    lab: tuple[float, float, float]
    spread: float
    share: float


@dataclass(frozen=True, slots=True)
class Palette:
    figure: str
    swatches: tuple[Swatch, ...]

    @property
    def lab(self) -> Numbers:
        """(swatches, 3)"""
        return np.array([swatch.lab for swatch in self.swatches])

    def main(self) -> int:
        """See `main_of`."""
        return main_of([swatch.part for swatch in self.swatches], [swatch.share for swatch in self.swatches])


def main_of(parts: Sequence[str], shares: Sequence[float]) -> int:
    """The index of a figure's largest garment (of what wears nothing, of its largest swatch); 0 where it has none."""
    worn = [index for index, part in enumerate(parts) if part in ("garment", "body")]
    return max(worn or range(len(parts)), key=lambda index: shares[index], default=0)


def palette_of(figure: str, portrait: Picture, mask: Picture, traits: Sequence[str]) -> Palette:
    """Read a portrait (BGR) inside its mask; `traits` are the names of what the identity tells (hair, skin, wears)."""
    rows, columns = portrait.shape[:2]
    scale = 240 / max(rows, columns)
    size = (max(8, round(columns * scale)), max(8, round(rows * scale)))
    small = cv2.resize(portrait, size, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > 200
    if inside.sum() < 50:
        inside = np.ones(inside.shape, bool)
    down, across = np.nonzero(inside)
    lab = lab_of(small[inside])
    labels = clustered(lab, _CLUSTERS)[1]
    height = max(1.0, float(np.ptp(down)))
    high, middle = (down - down.min()) / height, np.abs(across - np.median(across)) / height
    person = bool({"hair", "skin", "wears", "eyes"} & set(traits))
    groups: list[tuple[str, NDArray[np.bool_]]] = []
    for label in np.argsort(-np.bincount(labels)):
        here = labels == label
        if not here.any():
            continue
        part = _part(lab[here], high[here], middle[here]) if person else "body"
        near = next(
            (index for index, (other, there) in enumerate(groups) if other == part and _near(lab, high, here, there)),
            -1,
        )
        if near < 0:
            groups.append((part, here))
        else:
            groups[near] = part, groups[near][1] | here
    swatches = [_swatch(part, lab[here], here.mean()) for part, here in groups if here.mean() >= _LEAST]
    return Palette(figure, tuple(sorted(swatches, key=lambda swatch: -swatch.share)))


def _near(lab: Numbers, high: Numbers, here: NDArray[np.bool_], there: NDArray[np.bool_]) -> bool:
    """Whether two clusters are light and shade of one thing: much of a colour, and at about the same height."""
    away = (np.median(lab[here], axis=0) - np.median(lab[there], axis=0)) * FLAT
    return float(np.linalg.norm(away)) < _ONE and abs(float(np.median(high[here]) - np.median(high[there]))) < 0.18


def _swatch(part: str, lab: Numbers, share: float) -> Swatch:
    middle = np.median(lab, axis=0)
    spread = float(np.median(np.linalg.norm((lab - middle) * FLAT, axis=1)))
    return Swatch(part, (float(middle[0]), float(middle[1]), float(middle[2])), spread, float(share))


def _part(lab: Numbers, high: Numbers, middle: Numbers) -> str:
    """Skin is warm and in the face; hair is on top; what is below is worn."""
    light, red, yellow = np.median(lab, axis=0)
    in_face = float(((high > 0.05) & (high < 0.3) & (middle < 0.12)).mean())
    if light > 52 and 3 < red < 32 and 6 < yellow < 45 and in_face > 0.25:
        return "skin"
    return "hair" if float((high < 0.22).mean()) > 0.6 else "garment"


def clustered(lab: Numbers, count: int = 8) -> tuple[Numbers, NDArray[np.intp]]:
    """k-means in L*a*b*: the clusters' medians (k, 3), and each pixel's cluster."""
    weights = np.array([0.6, 1.0, 1.0])
    cv2.setRNGSeed(11)
    step = max(1, len(lab) // _PIXELS)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 25, 0.3)
    some = (lab[::step] * weights).astype(np.float32)
    _, _, centres = cv2.kmeans(some, min(count, len(some)), None, criteria, 2, cv2.KMEANS_PP_CENTERS)
    labels = np.argmin(((lab * weights)[:, None] - centres[None]) ** 2 @ np.ones(3), axis=1)
    medians = [
        np.median(lab[labels == label], axis=0) if (labels == label).any() else centres[label] / weights
        for label in range(len(centres))
    ]
    return np.stack(medians), labels


def lit(lab: Numbers, light: Numbers) -> Numbers:
    """Colours under a light: gains (BGR) in linear light."""
    linear = (bgr_of(lab) / 255) ** 2.2 * light
    return lab_of(np.clip(linear, 0, 1) ** (1 / 2.2) * 255)


def light_on(lab: Numbers, palettes: Sequence[Palette]) -> Numbers:
    """The light (gains BGR) under which pixels (n, 3) are best explained by the palettes of who is in them.

    Of every pair of a seen colour and a swatch, the light that makes one the other is tried; what a wrong garment asks
    for explains nothing else, and loses.
    """
    seen, labels = clustered(lab)
    share = np.bincount(labels, minlength=len(seen)) / len(labels)
    swatches = [swatch for palette in palettes for swatch in palette.swatches]
    reference = np.array([swatch.lab for swatch in swatches])
    weight = np.array([np.sqrt(swatch.share) * _WEIGHTS.get(swatch.part, 1.0) for swatch in swatches])
    here, there = (bgr_of(seen) / 255) ** 2.2 + 1e-3, (bgr_of(reference) / 255) ** 2.2 + 1e-3
    tries = np.log(here[:, None] / there[None]).reshape(-1, 3)
    tries = np.concatenate([np.zeros((1, 3)), tries[np.abs(tries).max(axis=1) < 1.6]])
    root = np.sqrt(share)
    scores = [_explained(one, seen, root, reference, weight) for one in tries]
    best, score = tries[int(np.argmax(scores))], max(scores)
    for _ in range(3):
        away = ciede2000(seen[:, None], lit(reference, np.exp(best))[None])
        near = away.argmin(axis=1)
        close = share * np.exp(-((away.min(axis=1) / _CLOSE) ** 2)) + 1e-9
        better = (close[:, None] * np.log(here / there[near])).sum(axis=0) / (close.sum() + 0.02)
        now = _explained(better, seen, root, reference, weight)
        if now < score:
            break
        best, score = better, now
    return np.asarray(np.exp(best), np.float64)


def _explained(light: Numbers, seen: Numbers, share: Numbers, reference: Numbers, weight: Numbers) -> float:
    """How well a light (logarithms) explains what is seen, less how unlikely it is."""
    away = ciede2000(seen[:, None], lit(reference, np.exp(light))[None])
    good = np.exp(-((away / _CLOSE) ** 2))
    tint = light - light.mean()
    odd = float((light.mean() / (2 * _LIGHT)) ** 2 + (tint @ tint) / _LIGHT**2)
    return float(share @ good.max(axis=1) + weight @ good.max(axis=0)) - 0.35 * odd

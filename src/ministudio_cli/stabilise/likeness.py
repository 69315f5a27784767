"""Who is who in a mask, and what colours each wears now: by the portraits' swatches under the light of the set."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.colour import lab_of
from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.palette import FLAT, Palette, light_on, lit
from ministudio_cli.stabilise.subject import Grade

Numbers = NDArray[np.float64]
_STRANGE = 30.0
"""A piece whose pixels are on average farther from all swatches than this belongs to nobody."""
GATE = 24.0
"""How far a pixel may be from the swatch that it is nearest to, in L*a*b* with half of L*."""
_EVERY = 3
"""Colours are read in one frame of so many: they change slowly."""
_SEEN = 0.012
"""Share of a figure's pixels from which a swatch counts as seen."""
_EXACT = 200
"""Pixels of a drawn figure from which its colours are told: those of a smaller one are of its edges, half the set's."""
_PIXELS = 3000
_LARGE = {"garment": 0.05, "hair": 0.02, "skin": 0.02, "body": 0.1}
"""Shares of a portrait from which a swatch is followed."""
_UNLIKE = 14.0
"""How far a pixel is from all colours of a figure, in the same units, when it is none of them."""
_START = 13.0
"""How far a swatch may be from what is expected when it is first seen, in L*a*b* with half of L*."""
_GLIMPSED = 0.2
"""Share of its portrait's share under which a minor swatch is not followed: trousers of whom a medium shot cuts at the
waist are a few pixels of shade, and would follow these into the coat.
"""
MERGED = 0.55
"""Share of what lies between two swatches from which the lesser has become the greater."""


class Cast:
    """The figures of one take. `light` is None until it was learnt."""

    def __init__(self, palettes: Sequence[Palette], size: tuple[int, int]) -> None:
        self.palettes = tuple(palettes)
        self.count = len(self.palettes)
        self.light: Numbers | None = None
        self.expected: list[Numbers] = []
        """Each figure's swatches under the set's light, L*a*b*."""
        self.colours: list[list[Numbers]] = [[] for _ in self.palettes]
        """Each figure's swatches as they are seen: (swatches, 4) of L*a*b* and share, NaN where one is not seen."""
        self.strange: list[list[float]] = [[] for _ in self.palettes]
        """Share of each figure's pixels that no swatch explains."""
        self.frames: list[int] = []
        self._number = 0
        self._blocks = max(3, size[0] // 16) | 1
        self._share: NDArray[np.float32] | None = None
        self._shape = size[::-1]

    def observe(self, seen: Sequence[tuple[Picture, Picture, Grade]]) -> None:
        """Learn the light from some frames, their masks, and their own grades, which are taken out."""
        pixels = [_plain(frame[mask > 0], grade) for frame, mask, grade in seen if mask.any()]
        lab = lab_of(np.concatenate(pixels)) if pixels else np.zeros((0, 3))
        self.light = light_on(lab, self.palettes) if len(lab) > 60 else np.ones(3)
        self.expected = [lit(palette.lab, self.light) for palette in self.palettes]
        self._now = [colours.copy() for colours in self.expected]
        self._followed: list[set[int]] = [set() for _ in self.palettes]

    def tell(
        self, frame: Picture, mask: Picture, grade: Grade, given: NDArray[np.uint8] | None = None
    ) -> tuple[NDArray[np.uint8], Picture]:
        """Each figure's mask (count, rows, columns), and the mask of what belongs to nobody. `given` are the figures'
        masks where they are known: then only the colours are read.
        """
        self._number += 1
        rest = np.zeros_like(mask)
        masks = np.zeros((self.count, *mask.shape), np.uint8)
        if not self.count:
            return masks, mask
        down, across = np.nonzero(mask)
        if len(down) < 20:
            return masks, rest
        lab = lab_of(_plain(frame[down, across], grade)) * FLAT
        if given is not None:
            if self._number % _EVERY == 1:
                self._read(lab / FLAT, down, across, given, shown=_EXACT)
            return given, rest
        costs = np.stack([_nearest(lab, now * FLAT) for now in self._now], axis=1)
        pieces, labels = cv2.connectedComponents(mask, connectivity=8)
        piece = labels[down, across]
        sizes = np.maximum(np.bincount(piece, minlength=pieces), 1)
        # A piece is somebody's if a good part of it is: a figure has eyes and shadows that no swatch tells.
        known = np.bincount(piece, weights=costs.min(axis=1) < 14, minlength=pieces) / sizes
        mine = (known > 0.25)[piece]
        who = self._who(lab, costs, piece, (down, across)) if self.count > 1 else np.zeros(len(down), np.intp)
        for index in range(self.count):
            chosen = mine & (who == index)
            masks[index][down[chosen], across[chosen]] = 255
        rest[down[~mine], across[~mine]] = 255
        if self._number % _EVERY == 1:
            self._read(lab / FLAT, down, across, masks)
        return masks, rest

    def _who(
        self, lab: Numbers, costs: Numbers, labels: NDArray[np.intp], where: tuple[NDArray[np.intp], NDArray[np.intp]]
    ) -> NDArray[np.intp]:
        """Whose each pixel is. Figures that stand apart are each a piece; of those that touch, each pixel is its
        surroundings' and, a little, whose it was before.
        """
        near = np.minimum(costs, _STRANGE)
        whole = self._pieces(lab, near, labels)
        shape = self._shape
        if whole is None:
            field = np.zeros((*shape, self.count + 1), np.float32)
            field[where[0], where[1], : self.count] = near
            field[where[0], where[1], self.count] = 1
            around = cv2.boxFilter(field, -1, (self._blocks, self._blocks), normalize=False)
            mean = around[where[0], where[1], : self.count] / np.maximum(around[where[0], where[1], self.count :], 1)
            if self._share is not None:
                mean -= 6 * self._share[where[0], where[1]]
            who = np.asarray(mean.argmin(axis=1), np.intp)
        else:
            who = whole
        share = np.zeros((*shape, self.count), np.float32)
        share[where[0], where[1], who] = 1
        self._share = np.asarray(cv2.boxFilter(share, -1, (self._blocks, self._blocks)).reshape(*shape, -1), np.float32)
        return who

    def _pieces(self, lab: Numbers, near: Numbers, labels: NDArray[np.intp]) -> NDArray[np.intp] | None:
        """Whose each pixel is where there is one large piece for each figure; None where there is not."""
        sizes = np.bincount(labels)
        large = np.argsort(-sizes)[: self.count + 1]
        if len(large) < self.count or sizes[large[self.count - 1]] < 0.2 * sizes[large[0]]:
            return None
        if len(large) > self.count and sizes[large[self.count]] > 0.5 * sizes[large[self.count - 1]]:
            return None
        large = large[: self.count]
        mean = np.array([[self._unlike(lab[labels == label], index) for index in range(self.count)] for label in large])
        orders = itertools.permutations(range(self.count))
        best = min(orders, key=lambda order: sum(mean[at, label] for at, label in enumerate(order)))
        owner = np.full(len(sizes), -1)
        owner[large] = best
        small = owner[labels] < 0
        who = owner[labels]
        who[small] = near[small].argmin(axis=1)
        return np.asarray(who, np.intp)

    def _unlike(self, lab: Numbers, index: int) -> float:
        """How badly a piece's pixels (n, 3, half of L*) show a figure's swatches, each by its nearest tenth: who wears
        another's coat has a face and hair of their own.
        """
        some = lab[:: max(1, len(lab) // 1500)]
        whole = weight = 0.0
        for swatch, now in zip(self.palettes[index].swatches, self.expected[index], strict=True):
            part = {"skin": 1.6, "hair": 1.3}.get(swatch.part, float(np.sqrt(swatch.share)))
            away = np.linalg.norm(some - now * FLAT, axis=1)
            whole += part * min(_STRANGE, float(np.percentile(away, 10 if swatch.share > 0.2 else 3)))
            weight += part
        return whole / max(weight, 1e-6)

    def _strange(self, own: Numbers, index: int) -> float:
        """The share of a figure's pixels that none of its colours explains: a garment as it was followed, hair and skin
        as they should be, for these do not drift.
        """
        parts = [swatch.part for swatch in self.palettes[index].swatches]
        colours = self.expected[index].copy()
        for label in self._followed[index]:
            if parts[label] in ("garment", "body"):
                colours[label] = self._now[index][label]
        return float((_nearest(own * FLAT, colours * FLAT) > _UNLIKE).mean())

    def _read(
        self,
        lab: Numbers,
        down: NDArray[np.intp],
        across: NDArray[np.intp],
        masks: NDArray[np.uint8],
        *,
        shown: int = 40,
    ) -> None:
        """Note the colours of each figure of which so many pixels are `shown`, and follow them as they drift."""
        self.frames.append(self._number - 1)
        for index, mask in enumerate(masks):
            inner = cv2.erode(mask, np.ones((5, 5), np.uint8))[down, across] > 0
            own = lab[inner]
            readable = len(own) >= shown
            own = own[:: max(1, len(own) // _PIXELS)]
            swatches, main = self._now[index], self.palettes[index].main()
            row = np.full((len(swatches), 4), np.nan)
            if readable:
                for _ in range(2 if self.colours[index] else 4):
                    away = np.linalg.norm((own[:, None] - swatches[None]) * FLAT, axis=2)
                    near, least = away.argmin(axis=1), away.min(axis=1)
                    for label, swatch in enumerate(self.palettes[index].swatches):
                        here = own[(near == label) & (least < GATE)]
                        share = len(here) / len(own)
                        if share < _SEEN or len(here) < 12:
                            continue
                        row[label] = (*np.median(here, axis=0), share)
                        start = np.linalg.norm((row[label, :3] - self.expected[index][label]) * FLAT)
                        # What is only glimpsed, or begins as quite another colour, is not this swatch.
                        enough = share >= max(0.04, _GLIMPSED * swatch.share * (label != main))
                        known = label in self._followed[index]
                        if known or (swatch.share >= _LARGE[swatch.part] and enough and start < _START):
                            self._followed[index].add(label)
                            swatches[label] = row[label, :3]
                    self._keep_apart(index)
                row[[label for label in range(len(swatches)) if label not in self._followed[index]]] = np.nan
                self.strange[index].append(self._strange(own, index))
            self.colours[index].append(row)

    def _keep_apart(self, index: int) -> None:
        """Let go of a swatch that was followed into one of which there is more in the portrait."""
        now, expected = self._now[index], self.expected[index]
        followed = self._followed[index]
        shares = [swatch.share for swatch in self.palettes[index].swatches]
        for label in sorted(followed, key=lambda label: shares[label]):
            for other in followed:
                between = float(np.linalg.norm((expected[label] - expected[other]) * FLAT))
                near = float(np.linalg.norm((now[label] - now[other]) * FLAT)) < MERGED * between
                if shares[other] > shares[label] and near:
                    followed.discard(label)
                    now[label] = expected[label]
                    break


def _plain(pixels: Picture, grade: Grade) -> Numbers:
    """Pixels with their frame's own light taken out."""
    return np.asarray(np.clip((pixels - grade.lift) / np.clip(grade.gain, 0.4, 2.5), 0, 255), np.float64)


def _nearest(lab: Numbers, swatches: Numbers) -> Numbers:
    least = np.full(len(lab), np.inf)
    for swatch in swatches:
        least = np.minimum(least, ((lab - swatch) ** 2).sum(axis=1))
    return np.asarray(np.sqrt(least), np.float64)

"""Where a plate lies in each frame of a take: a similarity, found by features once and by dense flow from then on.

Places are told without pixels: a picture's middle is (0, 0), and a unit is its own width. A similarity is
(log scale, angle in radians, x, y), from the plate to the frame, so that it holds at any resolution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.frames import Picture
from ministudio_cli.stabilise.fit import least_squares, motion, share_of, tensors
from ministudio_cli.stabilise.picture import broad, texture

Numbers = NDArray[np.float64]
LIGHT = 8.0
"""Pixels of the examined size over which what changes is light and no texture."""
WORK = 480
"""Pixels of the longer side at which takes are examined."""
PLATE = 1.25
"""How much larger than the frame a plate is kept: it shows more than the frame, or is seen closer."""
_STEP = 8
_WINDOW, _STEPS = (15, 15), (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 8, 0.03)
"""Pixels of a patch that is followed by itself; steps at most, and pixels of a step that ends them."""
_STILL = 1e-4
"""What a matrix may differ from no motion by."""
_AROUND = np.ones((9, 9), np.uint8)
_FEW = 0.6
"""Share of the points that follow by themselves under which dense flow is tried too."""


def work_size(width: int, height: int) -> tuple[int, int]:
    """The size at which frames of this shape are examined, (columns, rows), even."""
    scale = WORK / max(width, height)
    return 2 * round(width * scale / 2), 2 * round(height * scale / 2)


def matrix(place: Numbers, plate: tuple[int, int], frame: tuple[int, int]) -> Numbers:
    """A similarity as a 2 × 3 matrix between pixels of pictures of these sizes, (columns, rows)."""
    scale = math.exp(place[0]) * frame[0] / plate[0]
    turn = scale * np.array([[math.cos(place[1]), -math.sin(place[1])], [math.sin(place[1]), math.cos(place[1])]])
    middle = np.array([(plate[0] - 1) / 2, (plate[1] - 1) / 2])
    to = np.array([(frame[0] - 1) / 2 + place[2] * frame[0], (frame[1] - 1) / 2 + place[3] * frame[0]])
    return np.hstack([turn, (to - turn @ middle)[:, None]])


def place_of(found: Numbers, plate: tuple[int, int], frame: tuple[int, int]) -> Numbers:
    """The similarity that a 2 × 3 matrix between pixels is; the inverse of `matrix`."""
    scale = math.hypot(found[0, 0], found[1, 0])
    middle = found @ np.array([(plate[0] - 1) / 2, (plate[1] - 1) / 2, 1.0])
    return np.array(
        [
            math.log(max(scale, 1e-6) * plate[0] / frame[0]),
            math.atan2(found[1, 0], found[0, 0]),
            (middle[0] - (frame[0] - 1) / 2) / frame[0],
            (middle[1] - (frame[1] - 1) / 2) / frame[0],
        ]
    )


def joined(second: Numbers, first: Numbers) -> Numbers:
    """The motion (2 × 3) that is `first` and then `second`."""
    return np.hstack([second[:, :2] @ first[:, :2], (second[:, :2] @ first[:, 2] + second[:, 2])[:, None]])


def shrunk(picture: Picture, across: int) -> Picture:
    """A picture so many columns wide, its middle and its proportions kept to a fraction of a pixel."""
    down, wide = picture.shape[:2]
    size = (across, round(across * down / wide))
    soft = cv2.GaussianBlur(picture, (0, 0), 0.3 * wide / across) if wide > across else picture
    place = matrix(np.zeros(4), (wide, down), size)
    return np.asarray(
        cv2.warpAffine(soft, place, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A plate in one frame: the similarity, the share of points that follow it, and the flow that is left of it in
    pixels of the examined size, (rows, columns, 2), from the plate as it lies to what the frame shows; and by how much
    the frame is wider than it should be, as a share. `affine` (2 × 3) is the motion with all that is stretched, from
    the plate as it is kept here to the frame, in pixels.
    """

    place: Numbers
    affine: Numbers
    inliers: float
    left: NDArray[np.float32]
    stretch: float


class Registrar:
    """Finds one plate in frame after frame."""

    def __init__(self, plate: Picture, size: tuple[int, int], *, features: bool = True) -> None:
        self.size = size
        self.plate = shrunk(plate, round(size[0] * PLATE))
        self.plate_size = (self.plate.shape[1], self.plate.shape[0])
        self._grey = cv2.cvtColor(self.plate, cv2.COLOR_BGR2GRAY)
        self._even = _even(self._grey)
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._sift = cv2.SIFT.create(nfeatures=1500, contrastThreshold=0.015)
        self._features = self._sift.detectAndCompute(self._grey, None) if features else ((), None)
        self.features = len(self._features[0])
        across, down = np.meshgrid(np.arange(4, size[0], _STEP), np.arange(4, size[1], _STEP))
        self._points = np.stack([across.ravel(), down.ravel()], axis=1).astype(np.float64)

    def laid(self, place: Numbers, picture: Picture | None = None, fill: int = cv2.BORDER_REPLICATE) -> Picture:
        """The plate (or another picture of its shape) as it lies in the frame."""
        source = self.plate if picture is None else picture
        found = matrix(place, source.shape[1::-1], self.size)
        return np.asarray(cv2.warpAffine(source, found, self.size, flags=cv2.INTER_LINEAR, borderMode=fill), np.uint8)

    def covered(self, place: Numbers) -> Picture:
        """Where the frame lies inside the plate: 255, else 0."""
        whole = np.full(self.plate.shape[:2], 255, np.uint8)
        return self.laid(place, whole, cv2.BORDER_CONSTANT)

    def background(self, mask: Picture, place: Numbers) -> Picture:
        """Where a frame surely shows the plate (255): inside it, and not near what stands before it (`mask`, 255)."""
        return np.asarray(cv2.bitwise_and(cv2.bitwise_not(cv2.dilate(mask, _AROUND)), self.covered(place)), np.uint8)

    def carried(
        self,
        picture: Any,
        before: Numbers,
        now: Numbers,
        how: int = cv2.INTER_LINEAR,
        *,
        beyond: int = cv2.BORDER_CONSTANT,
    ) -> Any:
        """A picture of a frame in which the plate lay `before`, as it lies where the plate does `now`; `how` it is
        sampled, and what is `beyond` its border, in OpenCV's words.
        """
        back = cv2.invertAffineTransform(matrix(before, self.plate_size, self.size))
        step = joined(matrix(now, self.plate_size, self.size), back)
        if np.abs(step - np.eye(2, 3)).max() < _STILL:
            return picture
        return cv2.warpAffine(picture, step, self.size, flags=how, borderMode=beyond)

    def cells(self, parts: Sequence[NDArray[np.float32]], place: Numbers, grid: tuple[int, int]) -> NDArray[np.float32]:
        """The means of pictures of a frame (one channel each) in the cells of the plate as it lies there: `grid` is how
        many (columns, rows), the result (rows, columns, pictures). What lies outside the frame counts as 0.
        """
        back = cv2.invertAffineTransform(matrix(place, self.plate_size, self.size))
        scale = np.array([grid[0] / self.plate_size[0], grid[1] / self.plate_size[1]])
        # Cells are far larger than pixels: blurred first, each is a mean and no sample.
        soft = cv2.blur(cv2.merge(list(parts)), (self.size[0] // grid[0], self.size[1] // grid[1]))
        return np.asarray(cv2.warpAffine(soft, back * scale[:, None], grid, flags=cv2.INTER_LINEAR), np.float32)

    def begin(self, frame: Picture) -> Numbers | None:
        """The plate's place in a frame of which nothing is known; None where it is not seen."""
        points, descriptors = self._features
        others, said = self._sift.detectAndCompute(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), None)
        if descriptors is None or said is None or len(points) < 8 or len(others) < 8:
            return None
        pairs = [
            one[0]
            for one in cv2.BFMatcher().knnMatch(descriptors, said, k=2)
            if len(one) == 2 and one[0].distance < 0.8 * one[1].distance
        ]
        if len(pairs) < 10:
            return None
        cv2.setRNGSeed(7)
        here = np.array([points[pair.queryIdx].pt for pair in pairs], np.float32)
        there = np.array([others[pair.trainIdx].pt for pair in pairs], np.float32)
        found, follows = cv2.estimateAffinePartial2D(
            here, there, method=cv2.RANSAC, ransacReprojThreshold=2.5, maxIters=4000, confidence=0.995
        )
        if found is None or follows.sum() < 10:
            return None
        place = place_of(found, self.plate_size, self.size)
        return place if abs(place[0]) < 1.6 and abs(place[1]) < 0.5 else None

    def _around(self, lying: Picture, seen: Picture, subject: Picture | None) -> NDArray[np.float32]:
        """The dense flow from a plate to a frame, zero where `subject` (255) is: what is looked for there is not in the
        frame, and would bend the flow around it.
        """
        if subject is not None:
            seen = seen.copy()
            cv2.copyTo(lying, subject, seen)
        return np.asarray(self._flow.calc(lying, seen, None), np.float32)

    def follow(self, frame: Picture, near: Numbers, subject: Picture | None) -> Found:
        """The plate's place in a frame, from a place near it; `subject` (255) is what no point is taken from."""
        seen = _even(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))
        lying = cv2.warpAffine(
            self._even, matrix(near, self.plate_size, self.size), self.size, flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        usable = self.covered(near)
        if subject is not None:
            usable = cv2.bitwise_and(usable, cv2.bitwise_not(subject))
        at = self._points.astype(int)
        kept = usable[at[:, 1], at[:, 0]] > 0
        points = self._points[kept]
        lies = matrix(near, self.plate_size, self.size)
        flow = self._around(lying, seen, subject)
        if len(points) < 24:
            return Found(near, lies, 0.0, flow, 0.0)
        texture_of = tensors(lying)[at[kept, 1], at[kept, 0]]
        # Patches that are followed one by one do not take over the noise of an even sky beside them.
        apart, _, _ = cv2.calcOpticalFlowPyrLK(
            lying, seen, points[:, None].astype(np.float32), None, winSize=_WINDOW, maxLevel=2, criteria=_STEPS
        )
        ideal, share, stretch = motion(points, apart[:, 0].astype(np.float64), texture_of)
        if share < _FEW:
            # Where a camera moves fast, dense flow reaches farther.
            dense = np.asarray(self._flow.calc(lying, seen, None), np.float32)[at[kept, 1], at[kept, 0]]
            ideal, share, stretch = max(
                (ideal, share, stretch), motion(points, points + dense, texture_of), key=share_of
            )
        # Over all of the frame, so that neither dense points nor where nobody stands weigh.
        step = least_squares(self._points, self._points @ ideal[:, :2].T + ideal[:, 2])
        size = math.hypot(step[0, 0], step[1, 0])
        if not 0.7 < size < 1.4:
            # Nothing of the plate is seen here: what moved like that is something else.
            return Found(near, lies, 0.0, flow, 0.0)
        down, across = np.mgrid[0 : self.size[1], 0 : self.size[0]].astype(np.float32)
        left = flow - np.stack(
            [
                (step[0, 0] - 1) * across + step[0, 1] * down + step[0, 2],
                step[1, 0] * across + (step[1, 1] - 1) * down + step[1, 2],
            ],
            axis=2,
        ).astype(np.float32)
        place = place_of(joined(step, lies), self.plate_size, self.size)
        return Found(place, joined(ideal, lies), share, left, stretch)


def _even(grey: Picture) -> Picture:
    """A picture without its light: what is left is texture, at one strength everywhere."""
    detail = texture(grey, LIGHT)
    strength = cv2.sqrt(broad(detail * detail, 12)) + 4
    return np.asarray(cv2.convertScaleAbs(detail * (40 / strength), alpha=1, beta=128.0), np.uint8)

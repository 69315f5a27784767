"""Where a crop of footage looks: at a face, or at what was at a given place, followed as a calm operator would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.faces import FaceFinder
from ministudio_cli.media.frames import Picture
from ministudio_cli.providers.footage.frames import frames_at

Numbers = NDArray[np.float64]
_FACES, _THINGS = 5, 12
"""Looks a second: at faces, which are found anew each time, and at things, which are found from look to look."""
_WIDE = 640
"""Pixels of the longer side of what is looked at."""
_CALM = 0.55
"""Seconds of the Gaussian by which a path is smoothed."""
_ENOUGH = 0.2
"""Share of the looks that must find something, else nothing is followed."""
_ALIKE = 0.55
"""Correlation from which a thing is found again."""
_PLAIN = 3.0
"""Levels by which a patch must vary to be found again."""
_HEADROOM = 0.1
"""By how much of the frame's height a face stands above the middle."""


def path_of(file: Path, times: Sequence[float], focus: tuple[float, float] | None) -> Numbers | None:
    """Where a crop's middle is at each time (seconds of the file), in shares of the picture, shape (times, 2).

    It is on what is at `focus` in the first of them, else on the largest face; None where neither is found often.
    """
    if not times:
        return None
    rate = _THINGS if focus else _FACES
    count = max(2, round((times[-1] - times[0]) * rate) + 1)
    at = np.linspace(times[0], times[-1], count)
    frames = (_small(frame) for frame in frames_at(file, at.tolist()))
    seen = _thing(frames, focus) if focus else _faces(frames)
    good = ~np.isnan(seen[:, 0])
    if good.mean() < _ENOUGH:
        return None
    places = np.stack([np.interp(at, at[good], seen[good, axis]) for axis in (0, 1)], axis=1)
    calm = _smoothed(places, _CALM * (count - 1) / max(1e-6, at[-1] - at[0]))
    return np.stack([np.interp(times, at, calm[:, axis]) for axis in (0, 1)], axis=1)


def place_of(picture: Picture, focus: tuple[float, float] | None) -> tuple[float, float] | None:
    """The same of one picture."""
    if focus:
        return focus
    found = _Faces().look(_small(picture))
    return None if found is None else (float(found[0]), float(found[1]))


def _small(frame: Picture) -> Picture:
    scale = _WIDE / max(frame.shape[:2])
    if scale >= 1:
        return frame
    size = (max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale)))
    return np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)


class _Faces:
    """The largest face, look by look: near where it was, else anywhere."""

    def __init__(self) -> None:
        self.finder = FaceFinder()
        self.last: tuple[Numbers, float] | None = None

    def look(self, frame: Picture) -> Numbers | None:
        rows, columns = frame.shape[:2]
        found = None
        if self.last is not None:
            middle, wide = self.last
            found = self._within(frame, middle, max(4 * wide, 96.0))
        if found is None:
            found = max(self._everywhere(frame), key=lambda face: face[1], default=None)
        self.last = found
        return None if found is None else found[0] / (columns, rows)

    def _everywhere(self, frame: Picture) -> list[tuple[Numbers, float]]:
        """Faces in all of a frame, and in squares of half and of a third of its side."""
        rows, columns = frame.shape[:2]
        found = []
        for share in (1.0, 0.5, 0.34):
            side = share * max(rows, columns)
            across, down = (max(1, int(np.ceil(2 * size / side)) - 1) for size in (columns, rows))
            for y in np.linspace(side / 2, max(side / 2, rows - side / 2), down):
                for x in np.linspace(side / 2, max(side / 2, columns - side / 2), across):
                    face = self._within(frame, np.array([x, y]), side)
                    if face is not None:
                        found.append(face)
            if found and share < 1:
                break
        return found

    def _within(self, frame: Picture, middle: Numbers, side: float) -> tuple[Numbers, float] | None:
        """The surest face in a square around a place: its middle and width in pixels of the frame."""
        left, top = (max(0, int(value - side / 2)) for value in middle)
        part = frame[top : top + int(side) + 1, left : left + int(side) + 1]
        if min(part.shape[:2]) < 16:
            return None
        face = self.finder.find(np.ascontiguousarray(part))
        return None if face is None else (face[0] + (left, top), face[1])


def _faces(frames: Iterator[Picture]) -> Numbers:
    finder = _Faces()
    nothing = np.full(2, np.nan)
    found = [finder.look(frame) for frame in frames]
    return np.array([nothing if place is None else place for place in found])


def _thing(frames: Iterator[Picture], focus: tuple[float, float]) -> Numbers:
    """What is at a place in the first frame, found again in each other by correlation near where it was."""
    first = next(frames)
    rows, columns = first.shape[:2]
    half = round(0.09 * min(rows, columns))
    place = np.array([focus[0] * columns, focus[1] * rows])
    place = np.clip(place, half + 1, [columns - half - 2, rows - half - 2])
    known = _patch(first, place, half)
    first_known, found = known, [place / (columns, rows)]
    for frame in frames:
        best = max((_again(frame, model, place, half) for model in (known, first_known)), key=lambda match: match[1])
        if best[1] < _ALIKE:
            found.append(np.full(2, np.nan))
            if first_known.std() < _PLAIN:
                # It fades in: what is pointed at is there when there is something.
                known = first_known = _patch(frame, place, half)
            continue
        place = np.clip(best[0], half + 1, [columns - half - 2, rows - half - 2])
        known = _patch(frame, place, half)
        found.append(place / (columns, rows))
    return np.array(found)


def _patch(frame: Picture, place: Numbers, half: int) -> Picture:
    x, y = np.round(place).astype(int)
    return frame[y - half : y + half + 1, x - half : x + half + 1].copy()


def _again(frame: Picture, known: Picture, place: Numbers, half: int) -> tuple[Numbers, float]:
    """Where a patch is found best within its own size around a place, and its correlation there."""
    if known.std() < _PLAIN:
        return place, 0.0  # whatever is plain is like it
    x, y = np.round(place).astype(int)
    left, top = max(0, x - 3 * half), max(0, y - 3 * half)
    part = frame[top : y + 3 * half + 1, left : x + 3 * half + 1]
    if part.shape[0] < known.shape[0] or part.shape[1] < known.shape[1]:
        return place, 0.0
    scores = cv2.matchTemplate(part, known, cv2.TM_CCOEFF_NORMED)
    _, best, _, (across, down) = cv2.minMaxLoc(scores)
    return np.array([left + across + half, top + down + half], np.float64), float(best)


def _smoothed(places: Numbers, sigma: float) -> Numbers:
    """Places smoothed forward and back, the ends held."""
    reach = int(4 * sigma) + 1
    padded = np.pad(places, ((reach, reach), (0, 0)), mode="edge")
    weight = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma, 1e-6)) ** 2)
    weight /= weight.sum()
    return np.stack([np.convolve(padded[:, axis], weight, mode="valid") for axis in (0, 1)], axis=1)


def headroom(place: tuple[float, float], width: int, height: int, picture: Picture) -> tuple[float, float]:
    """The middle of a crop of a picture to width × height in which a face at a place stands above the middle."""
    rows, columns = picture.shape[:2]
    return place[0], place[1] + _HEADROOM * height / (max(width / columns, height / rows) * rows)

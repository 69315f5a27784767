"""Accents: what a picture does on a beat, a flash, a push of the lens or a shake, dying away over a few frames."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from ministudio_cli.cut.beats import LASTS
from ministudio_cli.media.ffmpeg import Encoder
from ministudio_cli.media.frames import Picture, decoded

_FADES = {"flash": 0.09, "push": 0.16, "shake": 0.12}
"""Seconds in which an accent falls to a third."""
_WHITE, _CLOSER, _ASIDE = 0.55, 0.055, 0.011
"""Share of white in a flash, by how much a push is closer, and a shake's shares of the width, at their height."""
_NOTHING = 0.01
"""Strength under which an accent is not seen."""
_TREMBLES = 9.0
"""Swings of a shake in a second."""


def accent(source: Path, kind: str, frames: Sequence[int], fps: Fraction, path: Path) -> Path:
    """A segment with accents on its frames `frames` (negative: before its first), of its own length and size."""
    encoder: Encoder | None = None
    try:
        for number, frame in enumerate(decoded(source)):
            if encoder is None:
                encoder = Encoder(path, frame.width, frame.height, fps, preset="veryfast", crf=17, planar=True)
            seen = tuple(_since(number, frames, fps))
            for index, plane in enumerate(frame.planes()):
                encoder.write(np.ascontiguousarray(_shown(plane, kind, seen, luma=index == 0)).data)
    except BaseException:
        if encoder is not None:
            encoder.abort()
        raise
    return encoder.close() if encoder is not None else path


def _since(number: int, frames: Sequence[int], fps: Fraction) -> Iterator[tuple[int, float]]:
    """The accents that are still seen in a frame: which they are, and the seconds since each."""
    for index, hit in enumerate(frames):
        since = float((number - hit) / fps)
        if 0 <= since < LASTS:
            yield index, since


def _shown(plane: Picture, kind: str, seen: Sequence[tuple[int, float]], *, luma: bool) -> Picture:
    """A plane of a frame as accents show it."""
    fades = [(index, since, math.exp(-since / _FADES[kind])) for index, since in seen]
    strength = max((fade for _, _, fade in fades), default=0.0)
    if strength < _NOTHING:
        return plane
    if kind == "flash":
        share = _WHITE * strength
        return np.asarray(cv2.convertScaleAbs(plane, alpha=1 - share, beta=share * (235 if luma else 128)), np.uint8)
    rows, columns = plane.shape
    x = y = 0.0
    closer = 1 + _CLOSER * strength
    if kind == "shake":
        for index, since, fade in fades:
            # Each goes another way: the golden angle never comes back to one that was.
            way, swing = 2.39996 * index, _ASIDE * columns * fade * math.cos(2 * math.pi * _TREMBLES * since)
            x, y = x + swing * math.cos(way), y + 0.6 * swing * math.sin(way)
        # As much closer as it may go aside, so that no edge comes into the picture.
        closer = 1 + 2.2 * _ASIDE * sum(fade for _, _, fade in fades)
    place = np.array(
        [[closer, 0, (1 - closer) * (columns - 1) / 2 + x], [0, closer, (1 - closer) * (rows - 1) / 2 + y]]
    )
    flags, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    return np.asarray(cv2.warpAffine(plane, place, (columns, rows), flags=flags, borderMode=border), np.uint8)

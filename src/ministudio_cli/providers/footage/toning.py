"""Footage brought near the colours of its set: one curve a channel for a whole clip, so that nothing flickers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from ministudio_cli.media.frames import Picture

LOOKS = 12
"""Frames of a clip that are looked at."""
_SHARE = 0.75
"""Of the way from the clip's colours to the plate's: all of it would take the subject's own with it."""
_GAIN = (0.7, 1.4)
"""Least and most by which a channel's contrast is changed."""


def tone_toward(plate: Path, frames: Iterator[Picture]) -> Callable[[Picture], Picture]:
    """What brings pictures (BGR) near a plate: mean and spread of each channel, as Reinhard and others match them, as
    found over some frames of the clip.
    """
    goal = _measured([np.asarray(cv2.imread(str(plate), cv2.IMREAD_COLOR), np.uint8)])
    own = _measured(list(frames))
    values = np.arange(256, dtype=np.float64)
    table = np.zeros((1, 256, 3), np.uint8)
    for channel in range(3):
        gain = float(np.clip(goal[1][channel] / max(own[1][channel], 1.0), *_GAIN))
        turned = (values - own[0][channel]) * gain + goal[0][channel]
        table[0, :, channel] = np.clip(np.round(values + _SHARE * (turned - values)), 0, 255)
    return lambda picture: np.asarray(cv2.LUT(picture, table), np.uint8)


def _measured(pictures: list[Picture]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each channel over some pictures, what is burnt out or black left aside."""
    small = [cv2.resize(picture, (96, 54), interpolation=cv2.INTER_AREA).reshape(-1, 3) for picture in pictures]
    pixels = np.concatenate(small).astype(np.float64)
    light = pixels @ np.array([0.114, 0.587, 0.299])
    kept = pixels[(light > 6) & (light < 250)]
    kept = kept if len(kept) > 0.05 * len(pixels) else pixels
    return kept.mean(axis=0), kept.std(axis=0)

"""The last step of looks that change what is seen as a whole: pixels, grey, two tones."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from ministudio_cli.providers.animatic.paint import Picture, as_bytes, vivid

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - 0.47


ROWS = 144
"""Rows of pixels that an 8-bit picture has along its shorter side."""


def _pixels(frame: Picture) -> Picture:
    """Large pixels of few colours, dithered."""
    rows, columns = frame.shape[:2]
    across, down = (round(columns * ROWS / rows), ROWS) if columns >= rows else (ROWS, round(rows * ROWS / columns))
    small = cv2.resize(frame, (across, down), interpolation=cv2.INTER_AREA).astype(np.float32)
    small = vivid(small, 1.35)
    dither = np.tile(_BAYER, (down // 4 + 1, across // 4 + 1))[:down, :across, None]
    steps = np.clip(np.round(small / 51 + dither * 0.75), 0, 5) * 51
    return np.asarray(
        cv2.resize(as_bytes(np.asarray(steps, np.float32)), (columns, rows), interpolation=cv2.INTER_NEAREST), np.uint8
    )


def _grey(frame: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8)


def _toned(dark: tuple[int, int, int], pale: tuple[int, int, int], low: int, high: int) -> Callable[[Picture], Picture]:
    """One tone for the whole frame, from a dark to a pale BGR colour between two grey levels."""
    share = np.clip((np.arange(256, dtype=np.float32) - low) / (high - low), 0, 1)[:, None]
    table = as_bytes(
        np.asarray(np.array(dark, np.float32) * (1 - share) + np.array(pale, np.float32) * share, np.float32)
    )

    def tone(frame: Picture) -> Picture:
        grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
        return np.asarray(
            cv2.merge([cv2.LUT(grey, np.ascontiguousarray(table[:, channel])) for channel in range(3)]), np.uint8
        )

    return tone


FRAMES: dict[str, Callable[[Picture], Picture]] = {
    "pixels": _pixels, "noir": _grey, "ink": _toned((40, 28, 26), (208, 230, 242), 30, 226),
    "blueprint": _toned((92, 44, 14), (252, 246, 234), 36, 246), "pencil": _toned((44, 42, 42), (248, 250, 250), 40, 246),
}  # fmt: skip
"""What is done to a whole frame: where there is but one tone, what flies through the air has it too."""

"""Decoded frames of films, one after another: for whoever works on pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import CheckFailed
from ministudio_cli.media.opening import known, opened, unreadable

Picture = NDArray[np.uint8]
"""Shape (rows, columns, 3) BGR, or (rows, columns) grey; 8 bits."""

_TELEVISION = (5, 6)
"""ffmpeg's numbers for the colours of old television (BT.601)."""


class Decoded:
    """One decoded frame, turned into pixels of any size when they are asked for."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self.width, self.height = int(frame.width), int(frame.height)

    def bgr(self, width: int, height: int) -> Picture:
        """The frame in width × height pixels, what does not fit the shape cut off around its middle: shrunk over areas,
        grown by Lanczos.
        """
        from av.video.reformatter import Colorspace, Interpolation  # noqa: PLC0415

        scale = max(width / self.width, height / self.height)
        across, down = max(width, round(self.width * scale)), max(height, round(self.height * scale))
        picture = self._frame.reformat(
            width=across,
            height=down,
            format="bgr24",
            # What a clip does not tell is taken as ffmpeg takes it.
            src_colorspace=Colorspace.ITU601 if self._frame.colorspace in _TELEVISION else Colorspace.ITU709,
            interpolation=Interpolation.AREA if across < self.width else Interpolation.LANCZOS,
        ).to_ndarray()
        left, top = (across - width) // 2, (down - height) // 2
        return np.ascontiguousarray(picture[top : top + height, left : left + width])

    def planes(self) -> tuple[Picture, Picture, Picture]:
        """Its luma, and its two colours at half the size, as they were encoded."""
        whole = self._frame.reformat(format="yuv420p").to_ndarray()
        luma, rest = whole[: self.height], whole[self.height :].reshape(2, self.height // 2, self.width // 2)
        return np.ascontiguousarray(luma), np.ascontiguousarray(rest[0]), np.ascontiguousarray(rest[1])


def decoded(path: Path) -> Iterator[Decoded]:
    """Every frame of a film, in order; raises CheckFailed where it cannot be read."""
    try:
        with opened(path) as film:
            stream = known(film.streams.video[0], path)
            stream.thread_type = "AUTO"
            for frame in film.decode(stream):
                yield Decoded(frame)
    except unreadable() as error:
        raise CheckFailed(f"{path.name} cannot be read: {error}", hint="is it a film?") from None


def grey_frames(path: Path) -> Iterator[Picture]:
    """Every frame of a grey film as it was written, (rows, columns)."""
    with opened(path) as film:
        for frame in film.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="gray"), np.uint8)

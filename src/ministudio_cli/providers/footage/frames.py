"""Frames of footage at given times: any rate, also one that varies, as it was held, in the film's colours and shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import UsageFault
from ministudio_cli.media.frames import Picture
from ministudio_cli.media.opening import known, opened, unreadable

_TELEVISION, _WIDE = (5, 6), (9, 10)
"""ffmpeg's numbers for the colours of old television (BT.601) and of HDR (BT.2020)."""
_PQ, _HLG = 16, 18
"""ffmpeg's numbers for the two curves of HDR (SMPTE 2084; ARIB STD-B67)."""
_SLACK = 1e-4
"""Seconds by which a frame may stand later than the time at which it is shown."""
_PEAK = 1000.0
"""Candela a square metre of an HLG picture's brightest; of HDR 203 are white (ITU-R BT.2408)."""
_WHITE = 203.0
_SHARE = 0.7
"""Light of a screen without HDR that white takes: what is brighter is rolled off into the rest."""


def frames_at(path: Path, times: Sequence[float]) -> Iterator[Picture]:
    """The picture (BGR, as it was held) that is shown at each time, in seconds of the file, in rising order.

    The last frame that can be decoded is shown beyond it. Raises UsageFault where there is none.
    """
    left = iter(times)
    wanted, before, shown = next(left, None), None, None
    for at, frame in _frames(path, times[0] if times else 0.0):
        while wanted is not None and before is not None and at > wanted + _SLACK:
            shown = before() if shown is None else shown
            yield shown
            wanted = next(left, None)
        if wanted is None:
            return
        before, shown = frame, None
    if before is None:
        raise UsageFault(f"“{path.name}” has no frame at {wanted or 0:.2f} s", hint="put the whole file there")
    shown = before() if shown is None else shown
    while wanted is not None:
        yield shown
        wanted = next(left, None)


def _frames(path: Path, since: float) -> Iterator[tuple[float, Callable[[], Picture]]]:
    """Each frame from shortly before a time on: its second, and what makes a picture of it; as far as it decodes."""
    some = False
    try:
        with opened(path) as film:
            stream = known(film.streams.video[0], path)
            stream.thread_type = "AUTO"
            begins = float((stream.start_time or 0) * stream.time_base)
            if since > 1:
                film.seek(int((begins + since - 0.5) / stream.time_base), stream=stream, backward=True)
            curve, square = int(stream.codec_context.color_trc or 0), float(stream.sample_aspect_ratio or 1)
            for frame in film.decode(stream):
                some = True
                yield (frame.time or 0.0) - begins, partial(_upright, frame, curve, square)
    except unreadable() as error:
        if not some:
            raise UsageFault(f"“{path.name}” cannot be decoded: {error}", hint="put the whole file there") from None


def _upright(frame: Any, curve: int, square: float) -> Picture:
    """A decoded frame in the film's colours, turned as the camera says that it was held."""
    curve = next((found for found in (frame.color_trc, curve) if found in (_PQ, _HLG)), 0)
    picture = _toned(frame, curve) if curve else _plain(frame)
    if square != 1 and square > 0:
        rows, columns = picture.shape[:2]
        picture = np.asarray(cv2.resize(picture, (max(1, round(columns * square)), rows)), np.uint8)
    return np.ascontiguousarray(np.rot90(picture, round(float(frame.rotation) / 90) % 4))


def _plain(frame: Any) -> Picture:
    from av.video.reformatter import Colorspace  # noqa: PLC0415

    colours = Colorspace.ITU601 if frame.colorspace in _TELEVISION else Colorspace.ITU709
    return np.asarray(frame.reformat(format="bgr24", src_colorspace=colours).to_ndarray(), np.uint8)


def _toned(frame: Any, curve: int) -> Picture:
    """HDR as a screen without it shows it: linear light, brightness rolled off over white, colours into BT.709."""
    colours = 9 if frame.colorspace in _WIDE else 1
    signal = frame.reformat(format="rgb48le", src_colorspace=colours).to_ndarray()
    light = _linear(curve)[signal]
    # BT.2020 into BT.709 (ITU-R BT.2087).
    light = light @ np.array(
        [[1.6605, -0.1246, -0.0182], [-0.5876, 1.1329, -0.1006], [-0.0728, -0.0083, 1.1187]], np.float32
    )
    luma = np.maximum(light @ np.array([0.2126, 0.7152, 0.0722], np.float32), 1e-6)
    over = np.maximum(luma - 1, 0)
    rolled = np.where(luma <= 1, _SHARE * luma, _SHARE + (1 - _SHARE) * over / (over + (1 - _SHARE) / _SHARE))
    light = np.clip(light * (rolled / luma)[..., None], 0, 1)
    return np.ascontiguousarray(np.round(255 * light ** (1 / 2.4)).astype(np.uint8)[..., ::-1])


@cache
def _linear(curve: int) -> NDArray[np.float32]:
    """Linear light for each value of 16 bits, of which 1 is white."""
    value = np.arange(65_536) / 65_535
    if curve == _PQ:
        power = value ** (1 / 78.84375)
        light = (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
        return np.asarray(light * 10_000 / _WHITE, np.float32)
    low, high = value**2 / 3, (np.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
    scene = np.where(value <= 0.5, low, high)
    return np.asarray(scene**1.2 * _PEAK / _WHITE, np.float32)


Place = tuple[float, float]
"""Across and down, in shares of a picture."""


def fitted(picture: Picture, width: int, height: int, fit: str, middle: Place | None = None) -> Picture:
    """A picture in a frame of width × height: cropped around its middle, or another place, or whole over black or over
    its own blur.
    """
    rows, columns = picture.shape[:2]
    if (columns, rows) == (width, height):
        return picture
    if fit in ("crop", "follow"):
        scale = max(width / columns, height / rows)
        return _scaled(picture, width, height, scale) if middle is None else _around(picture, width, height, middle)
    ground = np.zeros((height, width, 3), np.uint8)
    if fit == "blur":
        behind = _scaled(picture, width, height, max(width / columns, height / rows))
        small = cv2.resize(behind, (max(8, width // 16), max(8, height // 16)), interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), 3)
        ground = np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC) * 0.55, np.uint8)
    scale = min(width / columns, height / rows)
    across, down = (max(1, min(most, round(size * scale))) for most, size in ((width, columns), (height, rows)))
    left, top = (width - across) // 2, (height - down) // 2
    ground[top : top + down, left : left + across] = _scaled(picture, across, down, scale)
    return ground


def _around(picture: Picture, width: int, height: int, middle: Place) -> Picture:
    """A picture as large as fills a frame of width × height, cropped around a place to a part of a pixel: what is
    followed does not jump from pixel to pixel.
    """
    rows, columns = picture.shape[:2]
    scale = max(width / columns, height / rows)
    across, down = max(width, round(columns * scale)), max(height, round(rows * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    whole = cv2.resize(picture, (across, down), interpolation=way)
    left = min(max(middle[0] * across - width / 2, 0.0), float(across - width))
    top = min(max(middle[1] * down - height / 2, 0.0), float(down - height))
    shift = np.array([[1, 0, -left], [0, 1, -top]], np.float64)
    moved = cv2.warpAffine(whole, shift, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _scaled(picture: Picture, width: int, height: int, scale: float) -> Picture:
    rows, columns = picture.shape[:2]
    across, down = min(columns, max(1, round(width / scale))), min(rows, max(1, round(height / scale)))
    left, top = (columns - across) // 2, (rows - down) // 2
    kept = picture[top : top + down, left : left + across]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(kept, (width, height), interpolation=way), np.uint8)

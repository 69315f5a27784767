"""A film watched small: every frame's time and a thumbnail of it, for whoever measures pictures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import UsageFault
from ministudio_cli.media.opening import known, opened, unreadable

SMALL = (128, 72)


def watch(path: Path) -> Iterator[tuple[Fraction, NDArray[np.uint8]]]:
    """Each decoded frame's time in seconds, exactly, and its picture (BGR, 128 × 72 whatever the film's shape)."""
    try:
        with opened(path) as film:
            stream = known(film.streams.video[0], path)
            stream.thread_type = "AUTO"
            for frame in film.decode(stream):
                small = frame.reformat(width=SMALL[0], height=SMALL[1], format="bgr24", interpolation="AREA")
                yield (
                    Fraction(frame.pts or 0) * Fraction(frame.time_base or 1),
                    np.asarray(small.to_ndarray(), np.uint8),
                )
    except unreadable() as error:
        raise UsageFault(
            f"{path.name} cannot be read as a film", hint="name a finished film, such as an MP4"
        ) from error


def sound_delay(path: Path) -> float:
    """By how many seconds the first sound of a film is set to be played after its first picture."""
    with opened(path) as film:
        if not film.streams.video or not film.streams.audio:
            return 0.0
        starts = []
        for stream in (film.streams.video[0], film.streams.audio[0]):
            begins = stream.start_time
            starts.append(0.0 if begins is None else float(begins * Fraction(stream.time_base or 1)))
        return starts[1] - starts[0]


def captions_in(path: Path) -> list[tuple[float, float, str]]:
    """The text captions of a film's first subtitle track: start and end in seconds, and words."""
    found: list[tuple[float, float, str]] = []
    with opened(path) as film:
        for stream in film.streams.subtitles[:1]:
            for packet in film.demux(stream):
                raw: Any = bytes(packet)
                if packet.pts is None or len(raw) <= 2 or packet.time_base is None:
                    continue
                start = float(packet.pts * packet.time_base)
                words = raw[2 : 2 + int.from_bytes(raw[:2], "big")].decode("utf-8", errors="replace")
                found.append((start, start + float((packet.duration or 0) * packet.time_base), words))
    return found

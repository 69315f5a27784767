"""What a finished file holds, read from the file alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.errors import CheckFailed
from ministudio_cli.media.opening import opened, unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Frames and pixels of the picture, samples of the sound as its container says, how many captions and chapters."""

    width: int
    height: int
    fps: float
    frames: int
    sound_seconds: float
    captions: int
    seconds: float


def probe(path: Path) -> Contents:
    """Count what is in a film by reading its packets; raises CheckFailed where it cannot be read."""
    try:
        with opened(path) as film:
            picture = film.streams.video[0]
            sound = next(iter(film.streams.audio), None)
            words = next(iter(film.streams.subtitles), None)
            counts: dict[int, int] = {}
            for packet in film.demux():
                if packet.size and (packet.stream is not words or packet.size > 2):
                    counts[packet.stream.index] = counts.get(packet.stream.index, 0) + 1
            return Contents(
                width=picture.codec_context.width,
                height=picture.codec_context.height,
                fps=float(picture.average_rate or 0),
                frames=counts.get(picture.index, 0),
                sound_seconds=float(sound.duration * sound.time_base)
                if sound and sound.duration and sound.time_base
                else 0.0,
                captions=counts.get(words.index, 0) if words else 0,
                seconds=float(film.duration or 0) / 1e6,
            )
    except unreadable() as error:
        raise CheckFailed(f"{path.name} cannot be read back: {error}") from None

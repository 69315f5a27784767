"""Footage and pictures of one's own in place of a shot that is made: what of which file, how fast, how it fits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.limits import VARIABLE, limits
from ministudio_cli.screenplay.pictures import picture_fault
from ministudio_cli.screenplay.seconds import seconds

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
"""Endings of what is shown as a still picture."""
STILL = Fraction(4)
"""Seconds that a picture is shown where nothing says how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A part of a file: from `start` to `end` (None: its own end), in seconds of the file; `speed` 2 is twice as fast.

    `fit` is how it fills a frame of another shape: crop, follow (a crop that goes with a face, or with what is at
    `focus`), pad (black beside it) or blur (itself, blurred, beside it). `focus` is across and down in shares of the
    picture. `colour` is own, or scene: then it is brought near the colours of its set.
    `lasts` is the file's own length in seconds, found when the screenplay is read; 0 for a picture.
    """

    file: str
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    speed: Fraction = Fraction(1)
    fit: str = "crop"
    focus: tuple[Fraction, Fraction] | None = None
    colour: str = "own"
    lasts: Fraction = Fraction(0)

    @property
    def is_toned(self) -> bool:
        """Whether it is brought near the colours of its set."""
        return self.colour == "scene"

    @property
    def is_picture(self) -> bool:
        return Path(self.file).suffix.lower() in PICTURES

    @property
    def shown(self) -> Fraction:
        """Seconds that it is shown."""
        if self.is_picture:
            return self.end if self.end is not None else STILL
        end = self.lasts if self.end is None else min(self.end, self.lasts)
        return max(Fraction(0), end - self.start) / self.speed


def clips_written(written: Any) -> tuple[Clip, ...]:
    """The clips of a shot as they are written: a file, one clip, or a list of them."""
    if written is None:
        return ()
    return tuple(_clip(one) for one in (written if isinstance(written, list) else [written]))


def _clip(written: Any) -> Clip:
    if isinstance(written, str):
        return Clip(file=written)
    return Clip(
        file=written["file"],
        start=seconds(written.get("in", 0)),
        end=seconds(written["out"]) if "out" in written else None,
        speed=Fraction(str(written.get("speed", 1))),
        fit=written.get("fit", "crop"),
        focus=_focus(written.get("focus")),
        colour=written.get("colour", "own"),
    )


def _focus(written: Any) -> tuple[Fraction, Fraction] | None:
    return None if written is None else (Fraction(str(written[0])), Fraction(str(written[1])))


Words = tuple[str, str]
"""What is wrong, and what to do."""


def clip_fault(path: Path, clip: Clip) -> Words | None:
    """Why a file, or the part of it that is asked for, cannot be shown; None where it can."""
    if clip.is_picture:
        return picture_fault(path)
    try:
        lasts = length_of(path)
    except UsageFault as error:
        return error.message, error.hint or "give an MP4, MOV, MKV or WebM file, or a picture"
    if clip.start >= lasts:
        return f"“{path.name}” lasts {float(lasts):.2f} s, and is to be shown from {float(clip.start):g} s", "set in:"
    if clip.end is not None and clip.end <= clip.start:
        return f"“{path.name}” is to be shown from {float(clip.start):g} s to {float(clip.end):g} s", "set in: and out:"
    if clip.end is not None and clip.end > lasts + Fraction(1, 10):
        return f"“{path.name}” lasts {float(lasts):.2f} s, and is to be shown to {float(clip.end):g} s", "set out:"
    return None


def length_of(path: Path) -> Fraction:
    """Seconds of moving picture in a file; raises UsageFault where it has none that can be decoded."""
    found = path.stat()
    if found.st_size > limits().music_bytes:
        raise UsageFault(
            f"“{path.name}” has {found.st_size:,} bytes", hint=f"cut it, or raise {VARIABLE}=music_bytes=…"
        )
    return _read_length(path, (found.st_size, found.st_mtime_ns))


@lru_cache(maxsize=4096)
def _read_length(path: Path, _state: tuple[int, int]) -> Fraction:
    """The same file is opened once, however many shots show it, until it changes."""
    from ministudio_cli.media.opening import known, opened, unreadable  # noqa: PLC0415 - most films have no footage

    try:
        with opened(path) as container:
            if not container.streams.video:
                raise UsageFault(f"“{path.name}” has no picture", hint="give a film, or use it as music or a recording")
            stream = known(container.streams.video[0], path)
            begins = next((frame.time or 0.0 for frame in container.decode(stream)), None)
            if begins is None:
                raise UsageFault(f"no frame of “{path.name}” can be decoded", hint="put the whole file there again")
            if stream.duration and stream.time_base:
                return Fraction(stream.duration * stream.time_base)
            if container.duration:
                return Fraction(container.duration, 1_000_000)
            # Written live: its length stands nowhere but in its packets.
            container.seek(0)
            first, last = _packets(container, stream)
            return Fraction((last - first) * stream.time_base)
    except unreadable() as error:
        raise UsageFault(f"“{path.name}” is no film that can be read", hint="convert it to MP4 (H.264)") from error


def _packets(container: Any, stream: Any) -> tuple[int, int]:
    """When the first packet of a stream begins and the last one ends, in its own ticks."""
    begins: list[int] = []
    ends = [0]
    for packet in container.demux(stream):
        if packet.pts is not None:
            begins = begins[:1] or [packet.pts]
            ends = [max(ends[0], packet.pts + (packet.duration or 1))]
    return (begins or [0])[0], ends[0]

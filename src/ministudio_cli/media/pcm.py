"""Sound as arrays: WAV files in and out, and any audio file decoded."""

from __future__ import annotations

import itertools
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import Defect, UsageFault
from ministudio_cli.limits import VARIABLE, limits
from ministudio_cli.media.opening import known, opened, unreadable

Sound = NDArray[np.float32]
"""Samples from −1 to 1: shape (samples,) for mono, (samples, channels) for more."""


BLOCK = 20 * 48_000
"""Samples that long sound is worked on at once: memory does not grow with a film."""


class WavWriter:
    """Writes 16-bit PCM piece by piece; what goes beyond full scale is clipped."""

    def __init__(self, path: Path, channels: int, rate: int) -> None:
        self._file = wave.open(str(path), "wb")  # noqa: SIM115 - closed by __exit__
        self._file.setnchannels(channels)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, sound: Sound) -> None:
        self._file.writeframes(np.clip(np.rint(sound * 32767.0), -32768, 32767).astype("<i2").tobytes())


class WavReader:
    """Reads any stretch of a 16-bit WAV file."""

    def __init__(self, path: Path) -> None:
        self._file = wave.open(str(path), "rb")  # noqa: SIM115 - closed by __exit__
        if self._file.getsampwidth() != 2:
            raise Defect(f"{path} is not 16-bit")
        self.samples, self.channels = self._file.getnframes(), self._file.getnchannels()
        self.rate = self._file.getframerate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, start: int, count: int) -> Sound:
        """Up to `count` samples from `start`: shape (samples,) for mono, (samples, channels) for more."""
        self._file.setpos(min(start, self.samples))
        raw = np.frombuffer(self._file.readframes(max(0, count)), dtype="<i2")
        sound = raw.astype(np.float32) / 32768.0
        return sound if self.channels == 1 else sound.reshape(-1, self.channels)


def write_wav(path: Path, sound: Sound, rate: int) -> Path:
    """16-bit PCM; what goes beyond full scale is clipped."""
    with WavWriter(path, 1 if sound.ndim == 1 else sound.shape[1], rate) as file:
        file.write(sound)
    return path


def read_wav(path: Path) -> tuple[Sound, int]:
    """A 16-bit WAV file as (sound, rate)."""
    with WavReader(path) as file:
        return file.read(0, file.samples), file.rate


def decode(path: Path, rate: int, *, mono: bool = True) -> Sound:
    """The sound of any audio or video file at `rate`; raises UsageFault where it has none."""
    return np.concatenate(list(decoded(path, rate, mono=mono)))


@dataclass(slots=True)
class Damage:
    """Where a file could not be decoded, in seconds; each such packet is played as silence of its length."""

    at: list[float] = field(default_factory=list)
    cut: bool = False
    """It ends in the middle of something."""


def decoded(path: Path, rate: int, *, mono: bool = True, damage: Damage | None = None) -> Iterator[Sound]:
    """The sound of any audio or video file at `rate`, piece by piece: (samples,) or (samples, 2).

    Played past packets that are damaged, as players do, and through changes of rate and channels. Raises UsageFault
    where it has no sound, or more of it than `limits().music_seconds`.
    """
    some, most = 0, limits().music_seconds * rate
    damage = Damage() if damage is None else damage
    try:
        with opened(path) as container:
            if not container.streams.audio:
                raise UsageFault(f"“{path.name}” has no sound")
            turn = _Turning(rate, mono=mono)
            for frame in itertools.chain(_frames(container, path, damage), (None,)):
                for flat in turn(frame):
                    some += len(flat)
                    if some > most:
                        _too_long(path)
                    yield flat
    except unreadable() as error:
        raise _no_sound(path) from error
    if not some:
        raise UsageFault(f"“{path.name}” has no sound")


def examined(path: Path, most: float) -> Damage:
    """What of a file's sound cannot be decoded, looked for in so many seconds; raises UsageFault where it is no sound,
    or has more of it than `limits().music_seconds`.
    """
    damage, heard = Damage(), 0.0
    try:
        with opened(path) as container:
            if not container.streams.audio:
                raise UsageFault(f"“{path.name}” has no sound")
            claimed = float(container.duration or 0) / 1e6
            if claimed > limits().music_seconds:
                _too_long(path)
            for frame in _frames(container, path, damage):
                heard += 0.0 if isinstance(frame, float) else frame.samples / frame.sample_rate
                if heard > most:
                    return damage
    except unreadable() as error:
        raise _no_sound(path) from error
    if not heard:
        raise UsageFault(f"“{path.name}” has no sound")
    return damage


def _too_long(path: Path) -> None:
    raise UsageFault(
        f"“{path.name}” lasts longer than {limits().music_seconds // 60:,} minutes",
        hint=f"cut it, or raise the limit: {VARIABLE}=music_seconds=…",
    )


def _no_sound(path: Path) -> UsageFault:
    return UsageFault(f"“{path.name}” is no sound that can be read", hint="give a WAV, FLAC, MP3 or M4A file")


def _frames(container: Any, path: Path, damage: Damage) -> Iterator[Any]:
    """Frames of the first sound, and for packets that cannot be decoded as many seconds of silence (a float)."""
    from av.error import FFmpegError  # noqa: PLC0415

    stream = known(container.streams.audio[0], path)
    packets = container.demux(stream)
    at, heard = 0.0, False
    while True:
        try:
            packet = next(packets, None)
        except FFmpegError:
            damage.cut = heard
            packet = None
        if packet is None:
            return
        if packet.pts is not None and packet.time_base:
            at = float(packet.pts * packet.time_base)
        try:
            for frame in packet.decode():
                heard = True
                yield frame
        except FFmpegError:
            damage.at.append(at)
            if heard and packet.duration and packet.time_base:
                yield float(packet.duration * packet.time_base)


class _Turning:
    """Turns frames of any rate and layout into samples of one; silence is given as its seconds, the end as None."""

    def __init__(self, rate: int, *, mono: bool) -> None:
        self.rate, self.mono = rate, mono
        self._of: tuple[object, ...] = ()
        self._resampler: Any = None

    def __call__(self, frame: Any) -> Iterator[Sound]:
        if isinstance(frame, float):
            samples = round(frame * self.rate)
            yield np.zeros(samples if self.mono else (samples, 2), np.float32)
            return
        made_of = self._of if frame is None else (frame.sample_rate, frame.layout.name, frame.format.name)
        if made_of != self._of:
            yield from self._flat(None)
            from av.audio.resampler import AudioResampler  # noqa: PLC0415

            self._of = made_of
            self._resampler = AudioResampler(format="flt", layout="mono" if self.mono else "stereo", rate=self.rate)
        yield from self._flat(frame)

    def _flat(self, frame: Any) -> Iterator[Sound]:
        for out in self._resampler.resample(frame) if self._resampler else ():
            flat = out.to_ndarray().ravel().astype(np.float32)
            yield flat if self.mono else flat.reshape(-1, 2)

"""Sound as arrays: WAV files in and out, and any audio file decoded."""

from __future__ import annotations

import itertools
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import Defect, UsageFault

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


KNOWN = {
    "format_whitelist": "wav,w64,aiff,flac,mp3,aac,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ac3,amr,caf,mpegts,avi",
    "protocol_whitelist": "file",
}
"""What may be read as sound: containers that hold it themselves. Lists of other files and addresses are none."""


def decode(path: Path, rate: int, *, mono: bool = True) -> Sound:
    """The sound of any audio or video file at `rate`; raises UsageFault where it has none."""
    return np.concatenate(list(decoded(path, rate, mono=mono)))


def decoded(path: Path, rate: int, *, mono: bool = True) -> Iterator[Sound]:
    """The sound of any audio or video file at `rate`, piece by piece; raises UsageFault where it has none."""
    import av  # noqa: PLC0415
    from av.audio.resampler import AudioResampler  # noqa: PLC0415

    some = False
    try:
        with av.open(str(path), options=KNOWN) as container:
            if not container.streams.audio:
                raise UsageFault(f"{path.name} has no sound")
            resampler = AudioResampler(format="flt", layout="mono" if mono else "stereo", rate=rate)
            for frame in itertools.chain(container.decode(container.streams.audio[0]), (None,)):
                for out in resampler.resample(frame):
                    flat = out.to_ndarray().ravel().astype(np.float32)
                    some = some or bool(flat.size)
                    yield flat if mono else flat.reshape(-1, 2)
    except (OSError, ValueError) as error:
        raise UsageFault(
            f"{path.name} is no sound that can be read", hint="give a WAV, FLAC, MP3 or M4A file"
        ) from error
    if not some:
        raise UsageFault(f"{path.name} has no sound")

"""Sound as arrays: WAV files in and out, and any audio file decoded."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.errors import Defect, UsageFault

Sound = NDArray[np.float32]
"""Samples from −1 to 1: shape (samples,) for mono, (samples, channels) for more."""


def write_wav(path: Path, sound: Sound, rate: int) -> Path:
    """16-bit PCM; what goes beyond full scale is clipped."""
    pcm = np.clip(np.rint(sound * 32767.0), -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if sound.ndim == 1 else sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())
    return path


def read_wav(path: Path) -> tuple[Sound, int]:
    """A 16-bit WAV file as (sound, rate)."""
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise Defect(f"{path} is not 16-bit")
        raw = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        channels, rate = file.getnchannels(), file.getframerate()
    sound = raw.astype(np.float32) / 32768.0
    return (sound if channels == 1 else sound.reshape(-1, channels)), rate


def decode(path: Path, rate: int, *, mono: bool = True) -> Sound:
    """The sound of any audio or video file at `rate`; raises UsageFault where it has none."""
    import av  # noqa: PLC0415
    from av.audio.resampler import AudioResampler  # noqa: PLC0415

    layout = "mono" if mono else "stereo"
    pieces: list[Any] = []
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise UsageFault(f"{path.name} has no sound")
            resampler = AudioResampler(format="flt", layout=layout, rate=rate)
            for frame in container.decode(container.streams.audio[0]):
                pieces += [out.to_ndarray() for out in resampler.resample(frame)]
            pieces += [out.to_ndarray() for out in resampler.resample(None)]
    except (OSError, ValueError) as error:
        raise UsageFault(f"{path.name} cannot be decoded: {error}", hint="give a WAV, FLAC, MP3 or M4A file") from None
    if not pieces:
        raise UsageFault(f"{path.name} has no sound")
    flat = np.concatenate(pieces, axis=1).ravel().astype(np.float32)
    return flat if mono else flat.reshape(-1, 2)

"""Stems that are put together of pieces: the sound of footage placed by the cuts, lines as they are heard."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from ministudio_cli.cut.tasks import ClipSound
from ministudio_cli.media.pcm import BLOCK, WavReader, WavWriter, read_wav, write_wav
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.planning.voicing import Voicing

_EDGE = SAMPLE_RATE // 80
"""Samples in which a shot's sound fades out before its cut."""


def place_clips(clips: Sequence[tuple[ClipSound, Path]], samples: int, path: Path) -> Path | None:
    """Lay the sound of shots, each with its file (stereo), into one track of so many samples; None for none."""
    if not clips:
        return None
    with ExitStack() as files, WavWriter(path, 2, SAMPLE_RATE) as out:
        laid = [(clip, files.enter_context(WavReader(file))) for clip, file in clips]
        for first in range(0, samples, BLOCK):
            block = np.zeros((min(BLOCK, samples - first), 2), np.float32)
            for clip, sound in laid:
                length = min(sound.samples, clip.end - clip.start)
                start, end = max(clip.start, first), min(clip.start + length, first + len(block))
                if start < end:
                    piece = sound.read(start - clip.start, end - start)
                    left = np.arange(clip.start + length - start, clip.start + length - end, -1, dtype=np.float32)
                    block[start - first : end - first] += piece * np.minimum(1, (left - 1) / _EDGE)[:, None]
            out.write(block)
    return path


def write_voiced(line: Path, voicing: Voicing, most: int, path: Path) -> Path:
    """A line as it is heard, in a file of its own where that changes it; what rings on after so many samples is cut."""
    if voicing.is_plain:
        return line
    from ministudio_cli.cut.voicing import voiced  # noqa: PLC0415 - scipy

    sound, rate = read_wav(line)
    return write_wav(path, voiced(sound, voicing)[: max(most, sound.size)], rate)


def summed(parts: Sequence[Path], path: Path) -> Path | None:
    """Tracks of one length and as many channels in one; None for none."""
    if not parts:
        return None
    with ExitStack() as files:
        tracks = [files.enter_context(WavReader(part)) for part in parts]
        out = files.enter_context(WavWriter(path, tracks[0].channels, SAMPLE_RATE))
        for first in range(0, tracks[0].samples, BLOCK):
            out.write(np.sum([track.read(first, BLOCK) for track in tracks], axis=0, dtype=np.float32))
    return path

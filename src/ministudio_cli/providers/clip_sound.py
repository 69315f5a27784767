"""The sound of footage: cut as its picture is, at a loudness that lies under a voice."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from ministudio_cli.errors import UsageFault
from ministudio_cli.media.ffmpeg import EXACT, loudness, run
from ministudio_cli.media.pcm import Sound, WavWriter, decoded
from ministudio_cli.planning.tasks import SAMPLE_RATE, FootageCut

_TARGET, _MOST = -26.0, 15.0
"""LUFS to which it is brought, and dB by which it is changed at most."""
_EDGE = SAMPLE_RATE // 100
"""Samples in which a clip's sound begins and ends, so that a cut does not click."""


def own_sound(spans: Sequence[tuple[FootageCut, Path, int]], fps: Fraction, frames: int, folder: Path) -> Path | None:
    """The sound of clips, each (part, file, frames), as `sound.wav`; None where none of them has any."""
    whole = np.zeros((round(frames * SAMPLE_RATE / fps), 2), np.float32)
    at, heard = 0, False
    for number, (cut, file, count) in enumerate(spans):
        first, end = (round(frame * SAMPLE_RATE / fps) for frame in (at, at + count))
        at += count
        sound = None if cut.picture else _part(cut, file, end - first, folder / f"part-{number}.wav")
        if sound is not None and len(sound):
            edge = min(_EDGE, len(sound) // 2)
            sound[:edge] *= np.linspace(0, 1, edge, dtype=np.float32)[:, None]
            sound[len(sound) - edge :] *= np.linspace(1, 0, edge, dtype=np.float32)[:, None]
            whole[first : first + len(sound)] = sound
            heard = True
    if not heard:
        return None
    path = folder / "sound.wav"
    with WavWriter(path, 2, SAMPLE_RATE) as out:
        out.write(whole)
    level, _ = loudness(run(["-i", path, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]))
    if level > -69:
        gain = 10 ** (max(-_MOST, min(_MOST, _TARGET - level)) / 20)
        with WavWriter(path, 2, SAMPLE_RATE) as out:
            out.write(np.clip(whole * np.float32(gain), -1, 1))
    return path


def _part(cut: FootageCut, file: Path, samples: int, place: Path) -> Sound | None:
    """At most so many samples of a clip's sound, as fast as its picture; None where it has none."""
    skip, need = round(cut.start * SAMPLE_RATE), round(samples * cut.speed) + SAMPLE_RATE // 10
    pieces: list[Sound] = []
    try:
        for piece in decoded(file, SAMPLE_RATE, mono=False):
            kept = piece[skip:][: need - sum(map(len, pieces))]
            skip = max(0, skip - len(piece))
            if len(kept):
                pieces.append(kept)
            if sum(map(len, pieces)) >= need:
                break
    except UsageFault:  # no sound in it, or none that can be decoded: it is shown without
        return None
    if not pieces:
        return None
    sound = np.concatenate(pieces)
    if cut.speed == 1:
        return np.array(sound[:samples])
    if not Fraction(1, 2) <= cut.speed <= 4:
        return None  # nothing is left of a sound that is so fast or so slow
    with WavWriter(place, 2, SAMPLE_RATE) as out:
        out.write(sound)
    changed = place.with_name(f"{place.stem}-fast.wav")
    run(["-i", place, "-af", f"atempo={float(cut.speed):.6f}", *EXACT, "-c:a", "pcm_s16le", changed])
    return np.concatenate(list(decoded(changed, SAMPLE_RATE, mono=False)))[:samples]

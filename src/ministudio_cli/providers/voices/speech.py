"""What the engines share: trimming, resampling and writing a line with its word times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ministudio_cli.media.pcm import Sound, write_wav
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.providers.kit import Take
from ministudio_cli.screenplay.model import Voice

Word = tuple[str, float, float]
"""A word with its start and end in seconds."""

_PAD = 0.03
_QUIET = 0.01
_LEVEL = 0.1
"""Root mean square that a line is brought to, about −20 dBFS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a voice description bends an engine's voice: pace, pitch and level as factors."""

    pace: float
    pitch: float
    level: float = 1.0


def delivery(voice: Voice) -> Delivery:
    """Age and style words as pace and pitch; the screenplay's own pace multiplies them."""
    words = set(re.findall(r"[a-z]+", f"{voice.style} {voice.age}".lower()))
    pace = float(voice.pace)
    pitch = 1.0
    pace *= 0.9 if words & {"slow", "slower", "elder", "old", "solemn"} else 1.0
    pace *= 1.08 if words & {"quick", "fast", "bright", "child", "excited"} else 1.0
    pitch *= 1.14 if words & {"child", "girl", "boy"} else 1.06 if words & {"high", "higher"} else 1.0
    pitch *= 0.93 if words & {"deep", "low", "elder"} else 1.0
    level = 0.6 if words & {"soft", "quiet", "gentle", "whisper", "whispering", "shy"} else 1.0
    pace *= 0.94 if words & {"soft", "quiet", "gentle", "calm", "serious"} else 1.0
    level = 1.3 if words & {"loud", "shouting", "strong"} else level
    return Delivery(pace=pace, pitch=pitch, level=level)


def finished(
    sound: Sound,
    rate: int,
    words: Sequence[Word],
    path: Path,
    *,
    pitch: float,
    voice: str,
    timed: str,
    level: float = 1.0,
) -> Take:
    """Trim, bend the pitch, level and write one line; `timed` says where the word times come from."""
    import soxr  # noqa: PLC0415

    loud = np.flatnonzero(np.abs(sound) > _QUIET)
    first = max(0, int(loud[0]) - int(_PAD * rate)) if loud.size else 0
    last = min(sound.size, int(loud[-1]) + int(_PAD * rate)) if loud.size else sound.size
    bent = soxr.resample(sound[first:last].astype(np.float32), rate * pitch, SAMPLE_RATE, quality="HQ")
    power = float(np.sqrt(np.mean(np.square(bent)))) if bent.size else 0.0
    if power > 0:
        bent = bent * min(level * _LEVEL / power, 0.9 / float(np.max(np.abs(bent))))
    fade = min(240, bent.size // 2)
    if fade:
        ramp = np.linspace(0, 1, fade, dtype=np.float32)
        bent[:fade] *= ramp
        bent[-fade:] *= ramp[::-1]
    write_wav(path, bent, SAMPLE_RATE)
    scale = SAMPLE_RATE / pitch

    def within(seconds: float) -> int:
        # A word whose sound was trimmed away, or that its engine lost, stands at the line's edge.
        return int(np.clip(round((seconds - first / rate) * scale), 0, bent.size))

    placed = [[text, within(start), max(within(start), within(end))] for text, start, end in words]
    return Take(
        files={"line.wav": path}, facts={"samples": int(bent.size), "words": placed, "voice": voice, "timed": timed}
    )


def even_words(text: str, seconds: float) -> list[Word]:
    """Word times weighed by letters, for engines that give none; a pause stands after punctuation."""
    words = text.split()
    weights = [
        len(re.sub(r"\W", "", word)) + 2 + 4 * word.endswith((".", "!", "?", ",", ";", ":", "—")) for word in words
    ]
    whole = sum(weights) or 1
    times, at = [], 0.0
    for word, weight in zip(words, weights, strict=True):
        span = seconds * weight / whole
        times.append((word, at, at + span))
        at += span
    return times

"""No voice: captions over the music, each line as long as it takes to read."""

from __future__ import annotations

from typing import ClassVar

from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.source_types import ALGORITHMIC
from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask
from ministudio_cli.providers.kit import Take, TakeContext, VoiceProvider

_READ = 15.0
"""Letters a second that are read with ease."""
_LEAST = 1.0


class SilentVoice(VoiceProvider):
    version: ClassVar[str] = "silent-1"
    source: ClassVar[str] = ALGORITHMIC

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        return (OfferedVoice(name="none", gender=""),)

    @classmethod
    def lacking(cls, language: str) -> str:
        del language
        return "captions over the music alone (render: {voice: none})"

    def line(self, order: LineTask, context: TakeContext) -> Take:
        return silent(order, context, order.voice.name)


def silent(order: LineTask, context: TakeContext, voice: str) -> Take:
    """A line that is read and not heard: silence, with its words’ times by their letters."""
    import numpy as np  # noqa: PLC0415

    from ministudio_cli.media.pcm import write_wav  # noqa: PLC0415
    from ministudio_cli.providers.voices.speech import even_words  # noqa: PLC0415

    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in order.text)
    seconds = max(_LEAST, wide / _READ / float(order.voice.pace))
    samples = round(seconds * SAMPLE_RATE)
    path = write_wav(context.folder / "line.wav", np.zeros(samples, np.float32), SAMPLE_RATE)
    words = [
        [text, round(start * SAMPLE_RATE), min(samples, round(end * SAMPLE_RATE))]
        for text, start, end in even_words(order.text, seconds)
    ]
    return Take(files={"line.wav": path}, facts={"samples": samples, "words": words, "voice": voice, "timed": "silent"})

"""The last resort where no speech engine is installed: a hummed line of the right length and rhythm, and said so."""

from __future__ import annotations

from typing import ClassVar

from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.source_types import ALGORITHMIC
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.providers.kit import Take, TakeContext, VoiceProvider
from ministudio_cli.providers.voices.speech import delivery, even_words, finished

_RATE = 24_000
_LETTERS = 14.5


class HumVoice(VoiceProvider):
    version: ClassVar[str] = "hum-1"
    source: ClassVar[str] = ALGORITHMIC

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        return (OfferedVoice(name="alto", gender="female"), OfferedVoice(name="baritone", gender="male"))

    def line(self, order: LineTask, context: TakeContext) -> Take:
        import numpy as np  # noqa: PLC0415

        bent = delivery(order.voice)
        seconds = max(0.6, len(order.text) / _LETTERS / bent.pace * bent.pitch)
        words = even_words(order.text, seconds)
        time = np.arange(int(seconds * _RATE)) / _RATE
        base = 190.0 if order.voice.name == "alto" else 115.0
        envelope = np.zeros_like(time)
        for _, start, end in words:
            inside = (time >= start) & (time < end - 0.04)
            phase = (time[inside] - start) / max(end - 0.04 - start, 0.05)
            envelope[inside] = np.sin(np.pi * np.clip(phase, 0, 1)) ** 0.6
        pitch = base * (1.06 - 0.12 * time / seconds) * (1 + 0.03 * np.sin(2 * np.pi * 2.1 * time))
        turn = 2 * np.pi * np.cumsum(pitch) / _RATE
        tone = sum(np.sin(harmonic * turn) / harmonic**1.4 for harmonic in range(1, 9))
        sound = (0.2 * envelope * tone).astype(np.float32)
        path = context.folder / "line.wav"
        return finished(sound, _RATE, words, path, pitch=bent.pitch, voice=order.voice.name, timed="even")

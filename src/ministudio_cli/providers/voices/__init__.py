"""The offline voices: the best engine that is on this machine speaks."""

from __future__ import annotations

from typing import ClassVar

from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.providers.kit import Take, TakeContext, VoiceProvider

ENGINES = ("kokoro", "flite", "espeak", "hum")
"""Best first; the last always works."""


class OfflineVoice(VoiceProvider):
    """Stands for the best engine at hand. The plan names that engine, so that a lock says who really spoke."""

    version: ClassVar[str] = "1"
    stands_for: ClassVar[tuple[str, ...]] = ENGINES

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        return ()

    def line(self, order: LineTask, context: TakeContext) -> Take:
        raise NotImplementedError("the registry resolves `offline` to an engine before anything is ordered")

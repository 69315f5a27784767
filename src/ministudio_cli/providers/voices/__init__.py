"""The offline voices: the best engine that is on this machine speaks."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from ministudio_cli.plan.casting import OfferedVoice
from ministudio_cli.plan.orders import LineOrder
from ministudio_cli.providers.protocols import Bench, Take

ENGINES = ("kokoro", "flite", "espeak", "hum")
"""Best first; the last always works."""


class OfflineVoice:
    """Stands for the best engine at hand. The plan names that engine, so that a lock says who really spoke."""

    version: ClassVar[str] = "1"
    waits: ClassVar[bool] = False
    price: ClassVar[Decimal] = Decimal(0)
    stands_for: ClassVar[tuple[str, ...]] = ENGINES

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        return ()

    def line(self, order: LineOrder, bench: Bench) -> Take:
        raise NotImplementedError("the registry resolves `offline` to an engine before anything is ordered")

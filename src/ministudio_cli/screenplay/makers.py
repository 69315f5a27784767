"""Which provider makes what of a film, as a screenplay names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderNames:
    """Which provider makes what; `options` by the name of the providers' specification."""

    shots: str = "animatic"
    plates: str = "animatic"
    voice: str = "offline"
    by_shot: tuple[tuple[str, str], ...] = ()
    """Of shots, by id, that another provider makes than the film's, its name."""
    options: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()

    def of(self, shot: str) -> str:
        """The provider of a shot's picture, by the shot's id."""
        return dict(self.by_shot).get(shot, self.shots)

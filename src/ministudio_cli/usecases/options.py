"""What a run is asked beyond its screenplay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ministudio_cli.graph.engines.farm import Farm


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """The options of the command line, as values; each use case reads those that concern it."""

    store: str = ""
    out: Path | None = None
    locked: bool = False
    allow_outside: bool = False
    max_cost: Decimal | None = None
    max_cost_per_film: Decimal | None = None
    yes: bool = False
    ask: Callable[[str], bool] | None = None
    """Asks whoever sits there, where somebody does."""
    workers: int = 0
    slate: bool = False
    stems: bool = False
    profile: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Options of the providers of shots, beside those of the screenplay."""
    retry_unknown: bool = False
    retakes: int = 2
    farm: Farm | None = None
    """Where tasks are computed; None: by processes of this machine."""
    takes: tuple[tuple[str, int], ...] = ()
    """Takes of shots, by their ids, that are shown in place of those that are chosen."""

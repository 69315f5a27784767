"""How takes are shown on the console."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ministudio_cli.console import Console, table
from ministudio_cli.json_types import JsonObject

if TYPE_CHECKING:
    from ministudio_cli.usecases.choose_takes import TakeRow


def say_takes(console: Console, command: str, rows: Sequence[TakeRow]) -> None:
    """Takes as a table, and as `takes` in JSON."""
    columns = [("shot", "left"), ("take", "right"), ("", "left"), ("price", "right"), ("measured", "left"),
               ("to look at", "left")]  # fmt: skip
    shown = table(
        columns,
        [[row.shot, str(row.take), _state(row), _price(row), _measured(row), str(row.clip or "–")] for row in rows],
    )
    listed: list[JsonObject] = [
        {
            "shot": row.shot, "take": row.take, "shown": row.shown, "rejected": row.rejected, "price": str(row.price),
            "due": str(row.due), "clip": str(row.clip) if row.clip else None,
            "picture": str(row.picture) if row.picture else None,
            "faults": None if row.faults is None else list(row.faults),
        }
        for row in rows
    ]  # fmt: skip
    console.result(command, {"takes": listed}, [shown])


def _measured(row: TakeRow) -> str:
    return "" if row.faults is None else "; ".join(row.faults) or "good"


def _state(row: TakeRow) -> str:
    return "shown" if row.shown else "rejected" if row.rejected else ""


def _price(row: TakeRow) -> str:
    if not row.price:
        return "free"
    return "paid" if not row.due else f"${row.due:.2f}"

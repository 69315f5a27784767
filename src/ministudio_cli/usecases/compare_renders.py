"""The use case `report --compare`: two renders side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.store.files import write_whole
from ministudio_cli.usecases.open_dailies import dailies_page
from ministudio_cli.usecases.options import RenderOptions


def compare(one: Path, other: Path, options: RenderOptions, to: Path) -> dict[str, Any]:
    """Two renders side by side, written as a page; what changed, as the page has it."""
    from ministudio_cli.report.compare import comparison  # noqa: PLC0415

    pages = [dailies_page(place, options) for place in (one, other)]
    try:
        page, changes = comparison(pages[0], pages[1], to.resolve().parent)
    except (ValueError, KeyError, UnicodeDecodeError):
        raise UsageFault("these are no two dailies pages of this version", hint="render both films again") from None
    to.parent.mkdir(parents=True, exist_ok=True)
    write_whole(to, page)
    return changes

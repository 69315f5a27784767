"""The use case `report --compare`: two renders side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ministudio_cli.errors import UsageFault
from ministudio_cli.store.files import write_whole
from ministudio_cli.usecases.open_dailies import dailies_page
from ministudio_cli.usecases.options import RenderOptions

if TYPE_CHECKING:
    from ministudio_cli.report.compare import Comparison


def compare(path: Path, other: Path, options: RenderOptions, to: Path) -> Comparison:
    """Two renders side by side, written as a page at `to`; returns what changed."""
    from ministudio_cli.report.compare import comparison  # noqa: PLC0415

    pages = [dailies_page(place, options) for place in (path, other)]
    try:
        page, changes = comparison(pages[0], pages[1], to.resolve().parent)
    except (ValueError, KeyError, UnicodeDecodeError):
        raise UsageFault("these are no two dailies pages of this version", hint="render both films again") from None
    to.parent.mkdir(parents=True, exist_ok=True)
    write_whole(to, page)
    return changes

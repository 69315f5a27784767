"""The use case `export`: masks and comparisons of the last render's shots."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.store.places import store_url
from ministudio_cli.store.store import Store
from ministudio_cli.usecases.open_dailies import dailies_page, report_of
from ministudio_cli.usecases.options import RenderOptions


def export(path: Path, options: RenderOptions, folder: Path, *, masks: bool, compare: bool, png: bool) -> list[Path]:
    """Masks and comparisons of the last render's shots, written into a folder."""
    from ministudio_cli.report.views import export_comparison, export_masks  # noqa: PLC0415

    report, store = report_of(dailies_page(path, options)), Store(store_url(path, options.store))
    fps = Fraction(report.fps)
    written: list[Path] = []
    for number, shot in enumerate(report.shots, 1):
        found = store.find(shot.take)
        if found is None:
            raise UsageFault(f"the shot “{shot.id}” is no longer in the store", hint="render the film again")
        name = f"{number:02d}-{shot.id}"
        written += export_masks(store, found, folder, name, fps, png=png) if masks else []
        quality = report.quality_of(shot.id)
        words = quality.words if quality else "not held"
        written += export_comparison(store, found, folder, name, words) if compare else []
    return written

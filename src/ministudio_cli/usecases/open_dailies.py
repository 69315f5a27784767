"""The dailies of a finished film: its page and its report, found, read, and put into one file."""

from __future__ import annotations

import json
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.report.json_form import value_of
from ministudio_cli.report.values import FilmReport
from ministudio_cli.store.files import write_whole
from ministudio_cli.store.places import build_folder
from ministudio_cli.usecases.options import RenderOptions


def report_of(place: Path) -> FilmReport:
    """The report beside a dailies page or a film; raises UsageFault where it cannot be read."""
    try:
        return value_of(FilmReport, json.loads((place.parent / "report.json").read_text("utf-8")))
    except (OSError, ValueError):
        raise UsageFault(
            f"there is no report of this version beside {place}", hint="render the film: ministudio render"
        ) from None


def dailies_page(place: Path, options: RenderOptions) -> Path:
    """The dailies page that a screenplay, a build's folder or the page itself stands for."""
    found = place
    if place.suffix in (".yaml", ".yml"):
        found = build_folder(place, options.out) / "report.html"
        if not place.is_file():
            raise UsageFault(f"there is no screenplay {place}", hint="name one that is there, or the folder of a build")
        if not found.is_file():
            raise UsageFault(f"{place} was not rendered yet", hint=f"render it first: ministudio render {place}")
    elif place.is_dir():
        found = place / "report.html"
        inside = sorted(place.glob("*/report.html"))
        if not found.is_file() and inside:
            raise UsageFault(f"{place} holds no film itself", hint=f"did you mean {inside[0].parent}?")
    if not found.is_file():
        raise UsageFault(f"there is no dailies page at {found}", hint="name a screenplay, or the folder of its build")
    return found


def embed_film(place: Path) -> Path:
    """Put the film into its dailies page, so that the page alone can be sent; the film."""
    from ministudio_cli.report.dailies import data_of, embedded  # noqa: PLC0415

    text = place.read_text("utf-8")
    try:
        named = str(data_of(text)["film"])
        film = place.with_name("film" if named.startswith("data:") else named)
    except (ValueError, KeyError):
        raise UsageFault(f"{place} is no dailies page", hint="render the film again") from None
    if not film.is_file():
        message = "the film is in its page already" if named.startswith("data:") else f"{named} is not beside its page"
        raise UsageFault(message, hint="render the film again for a page of its own")
    write_whole(place, embedded(text, film))
    return film

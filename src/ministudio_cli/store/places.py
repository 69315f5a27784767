"""Where a film's things stand: its store and builds in the screenplay's folder, its lock beside it."""

from __future__ import annotations

import shlex
from pathlib import Path

from ministudio_cli.errors import UsageFault


def project_folder(screenplay: Path) -> Path:
    return screenplay.resolve().parent


def film_name(screenplay: Path) -> str:
    """Under which a ledger books a film: its folder and its own name, the same on every machine."""
    return f"{project_folder(screenplay).name}/{screenplay.stem}"


def store_url(screenplay: Path, asked: str = "") -> str:
    """The store's URL: as asked, else in the screenplay's folder. Raises UsageFault where a link stands there: it came
    with the folder, and leads out of it.
    """
    if asked:
        return asked
    place = project_folder(screenplay) / ".ministudio" / "store"
    for folder in (place.parent, place):
        if folder.is_symlink():
            raise UsageFault(
                f"{folder} is a link", hint=f"if it is yours: --store {shlex.quote(str(folder.resolve()))}"
            )
    return str(place)


def lock_path(screenplay: Path) -> Path:
    return screenplay.with_name(f"{screenplay.stem}.lock.json")


def build_folder(screenplay: Path, out: Path | None = None) -> Path:
    """Where a film, its captions and its reports are put. A folder that a person names may be a link, and is followed;
    what stands in a film's own may not (see `own_folder`).
    """
    return (out.resolve() if out else project_folder(screenplay) / "build") / screenplay.stem

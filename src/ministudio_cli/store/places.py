"""Where a film's things stand: its store and builds in the screenplay's folder, its lock beside it."""

from __future__ import annotations

from pathlib import Path


def project_folder(screenplay: Path) -> Path:
    return screenplay.resolve().parent


def film_name(screenplay: Path) -> str:
    """Under which a ledger books a film: its folder and its own name, the same on every machine."""
    return f"{project_folder(screenplay).name}/{screenplay.stem}"


def store_url(screenplay: Path, asked: str = "") -> str:
    """The store's URL: as asked, else in the screenplay's folder."""
    return asked or str(project_folder(screenplay) / ".ministudio" / "store")


def lock_path(screenplay: Path) -> Path:
    return screenplay.with_name(f"{screenplay.stem}.lock.json")


def build_folder(screenplay: Path, out: Path | None = None) -> Path:
    """Where a film, its captions and its reports are put."""
    return (out or project_folder(screenplay) / "build") / screenplay.stem

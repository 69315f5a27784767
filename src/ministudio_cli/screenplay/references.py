"""Files that a screenplay names must stand in its own folder, unless a person allows more."""

from __future__ import annotations

import re
from pathlib import Path

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def refusal(reference: str, folder: Path, *, allow_outside: bool = False) -> tuple[str, str] | None:
    """Why a reference cannot be used, as (what is wrong, what to do); None where it can.

    URLs and ffmpeg's protocols are never opened: only local files are, whatever is allowed.
    """
    if _SCHEME.match(reference) or "|" in reference or "\0" in reference:
        return f"“{reference}” is not a file: addresses and protocols are refused", "save it beside the screenplay"
    path = Path(reference)
    inside = "keep it beside the screenplay, or pass --allow-outside"
    if not allow_outside:
        if path.is_absolute() or reference.startswith(("/", "\\", "~")):
            return f"“{reference}” leaves the project's folder (an absolute path)", inside
        if ".." in re.split(r"[/\\]", reference):
            return f"“{reference}” leaves the project's folder (“..”)", inside
        try:
            within = (folder / path).resolve().is_relative_to(folder.resolve())
        except (OSError, RuntimeError):
            within = True  # it cannot be opened, and is refused below
        if not within:
            return f"“{reference}” leaves the project's folder (a link)", inside
    try:
        there = (folder / path).is_file()
    except OSError:
        there = False
    if not there:
        return f"there is no file “{reference}”", "put it there, beside the screenplay, or remove the key"
    return None

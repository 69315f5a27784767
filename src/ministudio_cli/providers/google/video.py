"""What both of Google's video models share."""

from __future__ import annotations

from pathlib import Path

from ministudio_cli.providers.clips import whole_clip
from ministudio_cli.providers.kit import Delivered, Fetched, Unreachable


def resolution(size: int) -> str:
    """A size (the shorter side in pixels) as the services name it."""
    return "4k" if size == 2160 else f"{size}p"


def received(file: Path) -> Fetched:
    """A clip that was written; one that came incomplete is fetched again."""
    return Delivered() if whole_clip(file) else Unreachable("a clip came incomplete")

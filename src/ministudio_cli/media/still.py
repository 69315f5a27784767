"""One frame of a film as a picture file."""

from __future__ import annotations

from pathlib import Path

from ministudio_cli.media.ffmpeg import run


def write_still(film: Path, frame: int, path: Path) -> Path:
    """Write frame number `frame` (from 0) as a PNG."""
    run(["-i", film, "-vf", f"select=eq(n\\,{frame})", "-frames:v", "1", "-update", "1", path])
    return path

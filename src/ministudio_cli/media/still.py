"""Single frames of films."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ministudio_cli.errors import Defect
from ministudio_cli.media.ffmpeg import run
from ministudio_cli.media.opening import opened


def write_still(film: Path, frame: int, path: Path) -> Path:
    """Write frame number `frame` (from 0) as a PNG."""
    run(["-i", film, "-vf", f"select=eq(n\\,{frame})", "-frames:v", "1", "-update", "1", path])
    return path


def last_frame(film: Path) -> Any:
    """The last frame as an array, (rows, columns, 3) BGR, 8 bits."""
    from av.video.reformatter import Colorspace  # noqa: PLC0415

    last = None
    with opened(film) as container:
        for frame in container.decode(video=0):
            last = frame
        if last is None:
            raise Defect(f"{film.name} has no frames")
        return last.reformat(format="bgr24", src_colorspace=Colorspace.ITU709).to_ndarray()

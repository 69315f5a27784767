"""The order to listen: a music file to its beats and onsets, kept as facts."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs

from ministudio_cli.planning.tasks import ListenTask
from ministudio_cli.providers.kit import Take, TakeContext

if TYPE_CHECKING:
    from ministudio_cli.sync.listen import Hearing


def hear(path: Path) -> Hearing:
    """The sound of any audio or video file, heard."""
    # numba compiles librosa's loops once a machine, if it has a lasting place for them.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(platformdirs.user_cache_dir("ministudio")) / "numba"))
    from ministudio_cli.media.pcm import decode  # noqa: PLC0415
    from ministudio_cli.sync.listen import RATE, listen  # noqa: PLC0415

    sound = decode(path, RATE)
    fill_cache(Path(os.environ["NUMBA_CACHE_DIR"]))
    return listen(sound)


def fill_cache(folder: Path) -> None:
    """Compile what listening needs, one process at a time: several that fill a new numba cache at once leave files in
    it that crash whoever loads them. Where the folder cannot be written nothing is cached, and nothing is done.
    """
    spec = find_spec("librosa")
    stamp = f"{spec.origin if spec else ''} {version('librosa')} {version('numba')} {sys.version}"
    filled = folder / f"filled-{hashlib.sha256(stamp.encode()).hexdigest()[:16]}"
    if filled.is_file():
        return
    from ministudio_cli.sync.listen import RATE, listen  # noqa: PLC0415

    with contextlib.suppress(OSError, sqlite3.Error):
        folder.mkdir(parents=True, exist_ok=True)
        # SQLite's lock works on every system, and ends with the process that holds it.
        lock = sqlite3.connect(folder / "filling.sqlite", timeout=600, isolation_level=None)
        with contextlib.closing(lock):
            lock.execute("BEGIN EXCLUSIVE")
            if not filled.is_file():
                at = np.arange(4 * RATE) / RATE
                listen((np.sin(5000 * at) * np.exp(-40 * (at % 0.5))).astype(np.float32))
                filled.touch()


class Listening:
    """Makes no file; its facts are the hearing."""

    def listen(self, order: ListenTask, context: TakeContext) -> Take:
        heard = hear(context.file(order.file, "file"))
        return Take(
            files={},
            facts={
                "tempo": heard.tempo,
                "clarity": heard.clarity,
                "seconds": heard.seconds,
                "beats": [list(beat) for beat in heard.beats],
                "downbeats": list(heard.downbeats),
                "onsets": [list(onset) for onset in heard.onsets],
            },
        )

"""The order to listen: a music file to its beats and onsets, kept as facts."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs

from ministudio_cli.errors import UsageFault
from ministudio_cli.planning.tasks import ListenTask
from ministudio_cli.providers.kit import Take, TakeContext

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ministudio_cli.sync.listen import Hearing, Known


SILENCE = 0.5
"""Seconds of silence at the head from which music is played from its first sound on."""
_BEFORE = 0.05
"""Seconds that are played of what is before the first sound."""
_QUIET = 0.003
"""Of the loudest hundredth of a second, under which music has not begun."""


def hear(path: Path, known: Known | None = None, start: float | None = 0.0) -> tuple[Hearing, float]:
    """The sound of any audio or video file from a second on, heard, and that second; None: from its first sound, where
    silence stands before it. Times count from there.
    """
    # numba compiles librosa's loops once a machine, if it has a lasting place for them.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(platformdirs.user_cache_dir("ministudio")) / "numba"))
    from ministudio_cli.media.pcm import decode  # noqa: PLC0415
    from ministudio_cli.sync.listen import NOTHING, listen  # noqa: PLC0415
    from ministudio_cli.sync.pulse import RATE  # noqa: PLC0415

    sound = decode(path, RATE)
    begins = first_sound(sound, RATE) if start is None else start
    if begins * RATE >= sound.size:
        raise UsageFault(
            f"“{path.name}” lasts {sound.size / RATE:.1f} s, and is to be played from {begins:g} s",
            hint="give music: an earlier start:, or leave it out",
        )
    fill_cache(Path(os.environ["NUMBA_CACHE_DIR"]))
    known = known or NOTHING
    taps = tuple((time - begins, first) for time, first in known.beats if time >= begins)
    return listen(sound[round(begins * RATE) :], replace(known, beats=taps)), begins


def first_sound(sound: NDArray[np.float32], rate: int) -> float:
    """The second from which music is played: 0 but where silence of half a second or more stands before it."""
    step = rate // 100
    count = sound.size // step
    if not count:
        return 0.0
    levels = np.abs(sound[: count * step]).reshape(count, step).max(axis=1)
    loud = np.flatnonzero(levels > max(1e-4, _QUIET * float(levels.max())))
    begins = loud[0] * step / rate if loud.size else 0.0
    return round(float(begins) - _BEFORE, 2) if begins >= SILENCE else 0.0


def fill_cache(folder: Path) -> None:
    """Compile what listening needs, one process at a time: several that fill a new numba cache at once leave files in
    it that crash whoever loads them. Where the folder cannot be written nothing is cached, and nothing is done.
    """
    spec = find_spec("librosa")
    stamp = f"{spec.origin if spec else ''} {version('librosa')} {version('numba')} {sys.version}"
    filled = folder / f"filled-{hashlib.sha256(stamp.encode()).hexdigest()[:16]}"
    if filled.is_file():
        return
    from ministudio_cli.sync.listen import listen  # noqa: PLC0415
    from ministudio_cli.sync.pulse import RATE  # noqa: PLC0415

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
        from ministudio_cli.screenplay.taps import taps_of  # noqa: PLC0415
        from ministudio_cli.sync.listen import Known  # noqa: PLC0415

        beats = taps_of(context.file(order.beats, "file"), order.music) if order.beats else ()
        known = Known(tempo=float(order.tempo or 0), meter=order.meter, beats=beats)
        asked = None if order.start is None else float(order.start)
        heard, start = hear(context.file(order.file, "file"), known, asked)
        return Take(
            files={},
            facts={
                "start": start,
                "tempo": heard.tempo,
                "meter": heard.meter,
                "clarity": heard.clarity,
                "seconds": heard.seconds,
                "beats": [list(beat) for beat in heard.beats],
                "downbeats": list(heard.downbeats),
                "onsets": [list(onset) for onset in heard.onsets],
                "turns": [list(turn) for turn in heard.turns],
            },
        )

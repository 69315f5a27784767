"""Recordings of one's own in a voice's place: a file a line, or one file for all that the narrator says."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from dataclasses import astuple
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import platformdirs

from ministudio_cli.errors import CheckFailed
from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.source_types import CAPTURED
from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask
from ministudio_cli.providers.kit import Take, TakeContext, VoiceProvider
from ministudio_cli.providers.voices.kokoro_model import LIBRARIES
from ministudio_cli.providers.voices.script import Script
from ministudio_cli.store.files import hash_of, write_whole
from ministudio_cli.versions import version_of_source

if TYPE_CHECKING:
    from ministudio_cli.providers.voices.align import Aligned

_VERSION = version_of_source(
    "recorded", "providers/voices", "reading", "media",
    libraries=(*LIBRARIES, "scipy", "faster-whisper", "imageio-ffmpeg"),
)  # fmt: skip
_AIR = 0.12
"""Seconds that are kept before a line's first word and after its last."""


class RecordedVoice(VoiceProvider):
    version: ClassVar[str] = _VERSION
    source: ClassVar[str] = CAPTURED

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        return (OfferedVoice(name="recording", gender=""),)

    def line(self, order: LineTask, context: TakeContext) -> Take:
        import numpy as np  # noqa: PLC0415

        from ministudio_cli.media.pcm import decode  # noqa: PLC0415
        from ministudio_cli.providers.voices.speech import finished  # noqa: PLC0415

        file = context.file(order.recording, "file")
        found = aligned(file, Script(order.script, order.says, order.lexicon), order.language)
        words = found.lines[order.part]
        if not words:
            raise CheckFailed("there is nothing of this line in its recording", hint="ministudio align shows what is")
        first = max(0.0, words[0][1] - _AIR) if order.part else 0.0
        last = words[-1][2] + _AIR
        after = found.lines[order.part + 1] if order.part + 1 < len(found.lines) else ()
        last = min(last, after[0][1]) if after else last
        sound = decode(file, SAMPLE_RATE)
        piece = sound[round(first * SAMPLE_RATE) : round(last * SAMPLE_RATE) if after or order.part else len(sound)]
        times = [(word, start - first, end - first) for word, start, end in words]
        since, until = words[0][1] if order.part else 0.0, after[0][1] if after else float("inf")
        doubts = [f"{doubt} ({doubt.at:.2f} s)" for doubt in found.doubts if since <= doubt.at < until]
        take = finished(
            np.asarray(piece, np.float32), SAMPLE_RATE, times, context.folder / "line.wav", pitch=1.0,
            voice="recording", timed="aligned",
        )  # fmt: skip
        return Take(files=take.files, facts=dict(take.facts) | {"doubts": doubts})


def aligned(file: Path, script: Script, language: str) -> Aligned:
    """A recording with the words of its lines. It is found once for all its lines: other processes wait for it, and it
    is kept among the user's caches.
    """
    from ministudio_cli.providers.voices.align import align  # noqa: PLC0415 - numpy

    identity = [
        RecordedVoice.version,
        hash_of(file),
        astuple(script),
        language,
        find_spec("faster_whisper") is not None,
    ]
    folder = Path(platformdirs.user_cache_dir("ministudio")) / "aligned"
    place = folder / f"{hashlib.sha256(json.dumps(identity).encode()).hexdigest()}.json"
    if not place.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(folder / "turns.sqlite", timeout=3600, isolation_level=None)) as turn:
            # SQLite's lock works on every system, and ends with the process that holds it.
            turn.execute("BEGIN EXCLUSIVE")
            if not place.is_file():
                from ministudio_cli.media.pcm import decode  # noqa: PLC0415
                from ministudio_cli.providers.voices.warping import RATE  # noqa: PLC0415

                found = align(decode(file, RATE), script, language)
                write_whole(place, json.dumps([found.lines, [astuple(doubt) for doubt in found.doubts], found.heard]))
    return _read(place)


def _read(place: Path) -> Aligned:
    from ministudio_cli.providers.voices.align import Aligned, Doubt  # noqa: PLC0415

    lines, doubts, heard = json.loads(place.read_text("utf-8"))
    words = tuple(tuple((str(word), float(start), float(end)) for word, start, end in line) for line in lines)
    return Aligned(words, tuple(Doubt(*doubt) for doubt in doubts), heard=heard)

"""Voices of programs that may be on the machine: flite, then espeak-ng. Run as programs, never required."""

from __future__ import annotations

import shutil
import subprocess
from typing import ClassVar

from ministudio_cli.errors import Defect
from ministudio_cli.media.pcm import decode
from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.source_types import ALGORITHMIC
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.providers.kit import Take, TakeContext, VoiceProvider
from ministudio_cli.providers.voices.speech import delivery, even_words, finished
from ministudio_cli.reading.aloud import read
from ministudio_cli.versions import version_of_source

_RATE = 24_000


class FliteVoice(VoiceProvider):
    version: ClassVar[str] = version_of_source("flite", "providers/voices", "reading", "media")
    source: ClassVar[str] = ALGORITHMIC

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        if not shutil.which("flite"):
            return ()
        rows = (("slt", "female", 0.5), ("rms", "male", 0.5), ("awb", "male", 0.4), ("kal16", "male", 0.1))
        return tuple(
            OfferedVoice(name=name, gender=gender, quality=quality, languages=("en",)) for name, gender, quality in rows
        )

    def line(self, order: LineTask, context: TakeContext) -> Take:
        pace = delivery(order.voice).pace
        stretch = f"duration_stretch={1 / pace:.3f}"
        arguments = ["-voice", order.voice.name, "--setf", stretch, "-f", "line.txt", "-o", "raw.wav"]
        return _spoken(order, context, "flite", arguments)


class EspeakVoice(VoiceProvider):
    version: ClassVar[str] = version_of_source("espeak", "providers/voices", "reading", "media")
    source: ClassVar[str] = ALGORITHMIC

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        if not shutil.which("espeak-ng"):
            return ()
        rows = (("en-us+f3", "female"), ("en-us+m3", "male"), ("en-gb+f2", "female"), ("en-gb+m7", "male"))
        return tuple(OfferedVoice(name=name, gender=gender, languages=("en",)) for name, gender in rows)

    def line(self, order: LineTask, context: TakeContext) -> Take:
        pace = round(165 * delivery(order.voice).pace)
        return _spoken(
            order, context, "espeak-ng", ["-v", order.voice.name, "-s", str(pace), "-f", "line.txt", "-w", "raw.wav"]
        )


def _spoken(order: LineTask, context: TakeContext, program: str, arguments: list[str]) -> Take:
    """The words go through a file, so that no line can be an option."""
    spoken = read(order.text, order.language, say=order.say, lexicon=dict(order.lexicon)).spoken
    (context.folder / "line.txt").write_text(spoken + "\n", "utf-8")
    found = shutil.which(program) or program
    done = subprocess.run([found, *arguments], cwd=context.folder, capture_output=True, check=False, timeout=300)
    raw = context.folder / "raw.wav"
    if done.returncode or not raw.is_file():
        raise Defect(f"{program} did not speak: {done.stderr.decode(errors='replace').strip()[-200:]}")
    sound = decode(raw, _RATE)
    words = even_words(order.text, sound.size / _RATE)
    path = context.folder / "line.wav"
    return finished(sound, _RATE, words, path, pitch=delivery(order.voice).pitch, voice=order.voice.name, timed="even")

"""The sound: lines placed by samples into one track, music ducked under them, mastered by gain and a limiter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg as graph
import numpy as np

from ministudio_cli.cut.loudness import TARGETS
from ministudio_cli.errors import Defect
from ministudio_cli.media.ffmpeg import AUDIO, EXACT, loudness, run
from ministudio_cli.media.pcm import BLOCK, WavReader, WavWriter
from ministudio_cli.planning.tasks import SAMPLE_RATE

CEILING, HIGHEST = -1.6, -1.1
"""The limiter's ceiling in dBFS, and the true peak in dBTP that is left once it is encoded as AAC."""
VOICE_LEVEL = 3.0
BED_LEVEL = -7.0
LOOK_AHEAD = SAMPLE_RATE * 90 // 1000
"""Samples by which music is ducked before the voice: the first syllable does not have to fight it."""
_HALF = 0.5
CLOSE_ENOUGH = 0.3
MASTERINGS = 8
"""Tries at a loudness; speech over a bed needs one or two, hard drums with a limiter at work up to five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastered:
    """The finished sound: measured integrated loudness (LUFS) and true peak (dBTP); None for silence."""

    path: Path
    lufs: float | None
    peak: float | None


def place_lines(lines: Sequence[tuple[int, Path]], samples: int, path: Path) -> Path:
    """Lay lines (sample, file) into one mono track of exactly so many samples."""
    spans: list[tuple[int, int, Path]] = []
    for start, file in sorted(lines):
        with WavReader(file) as line:
            if line.rate != SAMPLE_RATE or line.channels != 1 or start + line.samples > samples:
                raise Defect(f"a line of {line.samples} samples at {start} does not fit into {samples}")
            spans.append((start, start + line.samples, file))
    with WavWriter(path, 1, SAMPLE_RATE) as out:
        for first in range(0, samples, BLOCK):
            track = np.zeros(min(BLOCK, samples - first), np.float32)
            for start, end, file in spans:
                if start < first + track.size and end > first:
                    skip, at = max(0, first - start), max(0, start - first)
                    with WavReader(file) as line:
                        sound = line.read(skip, track.size - at)
                    track[at : at + sound.size] += sound
            out.write(track)
    return path


def speaks(track: Path) -> bool:
    """Whether anything is in a track of lines: where nobody speaks, lines are read in silence."""
    with WavReader(track) as voice:
        return any(voice.read(first, BLOCK).any() for first in range(0, voice.samples, BLOCK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stems:
    """What is mixed: voice (mono), music, ambience, effects and the sound of footage, which the voice ducks or which is
    kept (stereo); None where there is none. The music's level is in dB.
    """

    voice: Path | None = None
    music: Path | None = None
    ambience: Path | None = None
    effects: Path | None = None
    ducked: Path | None = None
    kept: Path | None = None
    level: float = 0.0

    @property
    def music_gain(self) -> float:
        """What music is multiplied with before it meets footage, which goes with it through the ducking: the two must
        fit into 16 bits together.
        """
        return 1.0 if self.ducked is None else _HALF * 10 ** ((BED_LEVEL + self.level) / 20)


def mix(stems: Stems, samples: int, path: Path) -> Path:
    """Voice over music over ambience and effects, the music ducked by the voice: 32-bit float stereo.

    All go in as channels of one file: from several they would reach the filters in an order that depends on which is
    read more quickly, and the mix would not be the same bytes each time.
    """
    if not any((stems.voice, stems.music, stems.ambience, stems.effects, stems.ducked, stems.kept)):
        with WavWriter(path, 2, SAMPLE_RATE) as out:
            for first in range(0, samples, BLOCK):
                out.write(np.zeros((min(BLOCK, samples - first), 2), np.float32))
        return path
    both = path.with_name("stems.wav")
    with ExitStack() as open_files, WavWriter(both, 6, SAMPLE_RATE) as out:
        parts = [
            (open_files.enter_context(WavReader(file)), place, ahead, gain)
            for file, place, ahead, gain in (
                (stems.voice, slice(0, 1), 0, 1.0), (stems.music, slice(1, 3), 0, stems.music_gain),
                (stems.voice, slice(3, 4), LOOK_AHEAD, 1.0), (stems.ducked, slice(1, 3), 0, _HALF),
                (stems.ambience, slice(4, 6), 0, 1.0), (stems.effects, slice(4, 6), 0, 1.0),
                (stems.kept, slice(4, 6), 0, 1.0),
            )
            if file is not None
        ]  # fmt: skip
        for first in range(0, samples, BLOCK):
            block = np.zeros((min(BLOCK, samples - first), 6), np.float32)
            for part, place, ahead, gain in parts:
                sound = part.read(first + ahead, len(block))
                block[: len(sound), place] += sound.reshape(len(sound), -1) * np.float32(gain)
            out.write(block)
    arguments = mix_arguments(both, stems)
    run([*arguments, *EXACT, "-c:a", "pcm_f32le", "-ar", str(SAMPLE_RATE), "-ac", "2", path])
    return path


def mix_arguments(file: Path, stems: Stems) -> list[str]:
    """The graph of the mix: channel 0 is the voice, 1 and 2 are the music, 3 is the voice that it is ducked by, 4 and 5
    are the ambience with the effects.
    """
    ducked = stems.voice is not None and (stems.music is not None or stems.ducked is not None)
    split = graph.input(str(file)).audio.filter_multi_output("asplit", 4 if ducked else 3)

    def spoken(index: int, channel: int) -> Any:
        own = split[index].filter("channelmap", map=f"{channel}", channel_layout="mono")
        own = own.filter("acompressor", threshold=0.1, ratio=3, attack=5, release=120)
        return own.filter("volume", f"{VOICE_LEVEL}dB").filter("aformat", channel_layouts="stereo")

    voice = spoken(0, 0)
    level = BED_LEVEL + stems.level if stems.ducked is None else -20 * math.log10(_HALF)
    heard = split[1].filter("channelmap", map="1|2", channel_layout="stereo").filter("volume", f"{level:g}dB")
    around = split[2].filter("channelmap", map="4|5", channel_layout="stereo")
    if ducked:
        duck = {"threshold": 0.02, "ratio": 4, "attack": 15, "release": 450, "knee": 4}
        heard = graph.filter([heard, spoken(3, 3)], "sidechaincompress", **duck)
    mixed = graph.filter([heard, voice, around], "amix", inputs=3, normalize=0)
    arguments: list[str] = graph.output(mixed, "out").get_args()
    return arguments[:-1]


def master(mixed: Path, target: str, folder: Path) -> Mastered:
    """Bring a mix to its loudness by gain and limiter, corrected by what was measured."""
    if target not in TARGETS:
        level, peak = _measured(mixed)
        return Mastered(path=mixed, lufs=level, peak=peak)
    level, _ = _measured(mixed)
    if level is None:
        return Mastered(path=mixed, lufs=None, peak=None)
    gain, slope, ceiling = TARGETS[target] - level, 1.0, CEILING
    path = folder / "master.wav"
    before: tuple[float, float] | None = None
    for _ in range(MASTERINGS):
        filters = (
            f"volume={gain:.3f}dB,aresample=192000,"
            f"alimiter=limit={10 ** (ceiling / 20):.4f}:attack=3:release=60:level=0:latency=1,"
            f"aresample={SAMPLE_RATE},ebur128=peak=true:framelog=quiet"
        )
        said = run(["-i", mixed, "-af", filters, *EXACT, "-c:a", "pcm_s16le", "-ar", str(SAMPLE_RATE), path])
        level, peak = loudness(said)
        if abs(level - TARGETS[target]) <= CLOSE_ENOUGH:
            over = _encoded_peak(path, folder) - HIGHEST
            if over <= 0:
                break
            # What the film's own encoder adds to the peaks is taken off the ceiling: hard onsets ring in it.
            ceiling -= over + 0.1
            continue
        # What the limiter takes back of a gain is seen from the last two tries: hard hits take most of it.
        if before is not None and abs(gain - before[0]) > 0.05:
            slope = min(1.2, max(0.15, (level - before[1]) / (gain - before[0])))
        before = (gain, level)
        gain += (TARGETS[target] - level) / slope
    return Mastered(path=path, lufs=level, peak=peak)


def _encoded_peak(path: Path, folder: Path) -> float:
    """The true peak that a master has once it is encoded as the film's sound, in dBTP."""
    encoded = folder / "encoded.m4a"
    run(["-i", path, *AUDIO, *EXACT, encoded])
    peak = _measured(encoded)[1]
    return -99.0 if peak is None else peak


def _measured(path: Path) -> tuple[float | None, float | None]:
    level, peak = loudness(run(["-i", path, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]))
    return (None, None) if level < -69 or level != level else (level, peak)  # noqa: PLR0124 - NaN

"""The sound: lines placed by samples into one track, music ducked under them, mastered by gain and a limiter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg as graph
import numpy as np

from ministudio_cli.cut.loudness import TARGETS
from ministudio_cli.errors import Defect
from ministudio_cli.media.ffmpeg import EXACT, loudness, run
from ministudio_cli.media.pcm import Sound, decode, read_wav, write_wav
from ministudio_cli.plan.orders import SAMPLE_RATE

CEILING = -1.6
"""Limiter's ceiling in dBFS; what AAC adds keeps the true peak under −1 dBTP."""
VOICE_LEVEL = 3.0
BED_LEVEL = -7.0
CLOSE_ENOUGH = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastered:
    """The finished sound: measured integrated loudness (LUFS) and true peak (dBTP); None for silence."""

    path: Path
    lufs: float | None
    peak: float | None


def place_lines(lines: Sequence[tuple[int, Path]], samples: int, path: Path) -> Path:
    """Lay lines (sample, file) into one mono track of exactly so many samples."""
    track = np.zeros(samples, np.float32)
    for start, file in lines:
        sound, rate = read_wav(file)
        if rate != SAMPLE_RATE or start + sound.size > samples:
            raise Defect(f"a line of {sound.size} samples at {start} does not fit into {samples}")
        track[start : start + sound.size] += sound
    return write_wav(path, track, SAMPLE_RATE)


def fit_music(file: Path, loop: tuple[int, int], samples: int, path: Path) -> Path:
    """Music of exactly so many samples: looped between two of them (downbeats if there are any), faded at the end."""
    music = decode(file, SAMPLE_RATE, mono=False)
    first, last = loop
    if not 0 <= first < last <= len(music):
        first, last = 0, len(music)
    if len(music) < samples:
        music = _looped(music, first, last, samples)
    music = music[:samples].copy()
    fade = min(samples, 2 * SAMPLE_RATE)
    music[samples - fade :] *= (np.cos(np.linspace(0, np.pi, fade)) * 0.5 + 0.5).astype(np.float32)[:, None]
    return write_wav(path, music, SAMPLE_RATE)


def _looped(music: Sound, first: int, last: int, samples: int) -> Sound:
    """Music that turns back from `last` to `first` until it is long enough, each turn exactly `last - first` samples.

    The 30 ms before `first` fade in over those before `last`, at equal power, so that no beat moves.
    """
    span = min(SAMPLE_RATE * 30 // 1000, first, last - first)
    turn = music[first:last].copy()
    ramp = np.linspace(0, np.pi / 2, span, dtype=np.float32)[:, None]
    if span:
        turn[-span:] = turn[-span:] * np.cos(ramp) + music[first - span : first] * np.sin(ramp)
    count = -(-(samples - first) // (last - first))
    return np.concatenate([music[:first], *([turn] * count)])


def mix(voice: Path | None, music: Path | None, level: float, samples: int, path: Path) -> Path:
    """Voice over music, the music ducked by the voice: 32-bit float stereo.

    Both go in as channels of one file: from two files they would reach the filters in an order that depends on which is
    read more quickly, and the mix would not be the same bytes each time.
    """
    if voice is None and music is None:
        return write_wav(path, np.zeros((samples, 2), np.float32), SAMPLE_RATE)
    stems = np.zeros((samples, 3), np.float32)
    if voice is not None:
        stems[:, 0] = read_wav(voice)[0]
    if music is not None:
        stems[:, 1:] = read_wav(music)[0]
    both = write_wav(path.with_name("stems.wav"), stems, SAMPLE_RATE)
    arguments = mix_arguments(both, level, voice=voice is not None, music=music is not None)
    run([*arguments, *EXACT, "-c:a", "pcm_f32le", "-ar", str(SAMPLE_RATE), "-ac", "2", path])
    return path


def mix_arguments(stems: Path, level: float, *, voice: bool, music: bool) -> list[str]:
    """The graph of the mix: channel 0 is the voice, 1 and 2 are the music."""
    source = graph.input(str(stems)).audio
    split = source.filter_multi_output("asplit", 2)
    said = (
        split[0]
        .filter("channelmap", map="0", channel_layout="mono")
        .filter("acompressor", threshold=0.1, ratio=3, attack=5, release=120)
    )
    said = said.filter("volume", f"{VOICE_LEVEL}dB").filter("aformat", channel_layouts="stereo")
    heard = (
        split[1].filter("channelmap", map="1|2", channel_layout="stereo").filter("volume", f"{BED_LEVEL + level:g}dB")
    )
    if voice and music:
        key = said.filter_multi_output("asplit", 2)
        duck = {"threshold": 0.02, "ratio": 4, "attack": 15, "release": 450, "knee": 4}
        heard = graph.filter([heard, key[1]], "sidechaincompress", **duck)
        said = key[0]
    mixed = graph.filter([heard, said], "amix", inputs=2, normalize=0)
    arguments: list[str] = graph.output(mixed, "out").get_args()
    return arguments[:-1]


def master(mixed: Path, target: str, folder: Path) -> Mastered:
    """Bring a mix to its loudness by gain and limiter, corrected by what was measured, at most twice."""
    if target not in TARGETS:
        level, peak = _measured(mixed)
        return Mastered(path=mixed, lufs=level, peak=peak)
    level, _ = _measured(mixed)
    if level is None:
        return Mastered(path=mixed, lufs=None, peak=None)
    gain = TARGETS[target] - level
    path = folder / "master.wav"
    for _ in range(3):
        filters = (
            f"volume={gain:.3f}dB,aresample=192000,"
            f"alimiter=limit={10 ** (CEILING / 20):.4f}:attack=3:release=60:level=0:latency=1,"
            f"aresample={SAMPLE_RATE},ebur128=peak=true:framelog=quiet"
        )
        said = run(["-i", mixed, "-af", filters, *EXACT, "-c:a", "pcm_s16le", "-ar", str(SAMPLE_RATE), path])
        level, peak = loudness(said)
        if abs(level - TARGETS[target]) <= CLOSE_ENOUGH:
            break
        gain += TARGETS[target] - level
    return Mastered(path=path, lufs=level, peak=peak)


def _measured(path: Path) -> tuple[float | None, float | None]:
    level, peak = loudness(run(["-i", path, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]))
    return (None, None) if level < -69 or level != level else (level, peak)  # noqa: PLR0124 - NaN

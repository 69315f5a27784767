"""Joining ready clips with narration, music, ducking and captions: ours, MoviePy's, and one hand-written ffmpeg command.

python tests/bench/assemble.py CLIPS ours|moviepy|ffmpeg      (one measurement, as JSON)
python tests/bench/assemble.py                                 (the table; needs moviepy)
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from ministudio_cli.cut import deliver, sound
from ministudio_cli.cut.played import place_music
from ministudio_cli.cut.tasks import MusicUnder
from ministudio_cli.media.ffmpeg import Encoder, ffmpeg, run
from ministudio_cli.media.pcm import WavWriter, write_wav
from ministudio_cli.report.captions import srt
from ministudio_cli.report.cues import Cue, Piece

FRAMES, FPS, WIDE, HIGH = 24, 24, 1920, 1080


def spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def parts(folder: Path, clips: int) -> tuple[list[Path], Path, Path, Path]:
    """One clip under many names, a line a second, music, captions."""
    ready = folder / "clip.mp4"
    encoder = Encoder(ready, WIDE, HIGH, FPS, preset="ultrafast", crf=20)
    for number in range(FRAMES):
        encoder.write(np.full((HIGH, WIDE, 3), 40 + number * 4, np.uint8).data)
    encoder.close()
    names = []
    for number in range(clips):
        name = folder / f"clip-{number}.mp4"
        name.hardlink_to(ready)
        names.append(name)
    span = np.arange(36_000) / 48_000
    line = write_wav(
        folder / "line.wav", (0.3 * np.sin(2 * np.pi * 180 * span) * np.hanning(36_000)).astype(np.float32), 48_000
    )
    samples = clips * FRAMES * 2000
    chance = np.random.default_rng(1).standard_normal((48_000 * 20, 2)).astype(np.float32) * 0.05
    music = folder / "music.wav"
    with WavWriter(music, 2, 48_000) as out:
        for first in range(0, samples, len(chance)):
            out.write(chance[: samples - first])
    words = folder / "said.srt"
    words.write_text(
        srt([Cue(start=n + 0.1, end=n + 0.9, lines=((Piece(f"line {n}", n + 0.1, n + 0.9),),)) for n in range(clips)]),
        "utf-8",
    )
    return names, line, music, words


def ours(folder: Path, clips: list[Path], line: Path, file: Path, words: Path) -> None:
    samples = len(clips) * FRAMES * 2000
    voice = sound.place_lines([(n * 48_000 + 4800, line) for n in range(len(clips))], samples, folder / "v.wav")
    music = MusicUnder(take="", file="", level=0, place=(0, samples), loop=(0, samples), fades=(0, 96_000))
    under, level = place_music([(music, file)], samples, folder / "m.wav")
    mixed = sound.mix(sound.Stems(voice=voice, music=under, level=level), samples, folder / "mix.wav")
    deliver.mux(clips, mixed, words, "Bench", [], FPS, folder)


def by_hand(folder: Path, clips: list[Path], line: Path, music: Path, words: Path) -> None:
    """The narration is laid down by the same means: as one command of its own it needs an input for every line."""
    samples = len(clips) * FRAMES * 2000
    voice = sound.place_lines([(n * 48_000 + 4800, line) for n in range(len(clips))], samples, folder / "v.wav")
    listing = folder / "list.txt"
    listing.write_text("".join(f"file '{clip}'\n" for clip in clips), "utf-8")
    duck = (
        "[1:a]acompressor=threshold=0.1:ratio=3:attack=5:release=120,volume=3dB,aformat=channel_layouts=stereo,asplit[n][k];"
        "[2:a]volume=-7dB[b];[b][k]sidechaincompress=threshold=0.02:ratio=4:attack=15:release=450:knee=4[d];[d][n]amix=inputs=2:normalize=0[a]"
    )
    run([
        "-f", "concat", "-safe", "0", "-i", listing, "-i", voice, "-i", music, "-i", words, "-filter_complex", duck,
        "-map", "0:v", "-map", "[a]", "-map", "3:s", "-c:v", "copy", "-c:a", "aac", "-b:a", "192k", "-c:s", "mov_text",
        "-movflags", "+faststart", folder / "hand.mp4",
    ])  # fmt: skip


def moviepy(folder: Path, clips: list[Path], line: Path, music: Path, _words: Path) -> None:
    """As its manual has it; it cannot duck, and burns no captions here."""
    from moviepy import AudioFileClip, CompositeAudioClip, VideoFileClip, concatenate_videoclips  # type: ignore[import-not-found]

    whole = concatenate_videoclips([VideoFileClip(str(clip)) for clip in clips])
    voices = [AudioFileClip(str(line)).with_start(n + 0.1) for n in range(len(clips))]
    whole = whole.with_audio(CompositeAudioClip([AudioFileClip(str(music)).with_volume_scaled(0.4), *voices]))
    whole.write_videofile(
        str(folder / "moviepy.mp4"), codec="libx264", preset="veryfast", audio_codec="aac", threads=1, logger=None
    )


def measure(clips: int, how: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        made = parts(folder, clips)
        before = spent()
        {"ours": ours, "ffmpeg": by_hand, "moviepy": moviepy}[how](folder, *made)
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return {"cpu": spent() - before, "peak": peak / 1024}


def one(clips: int, how: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, str(clips), how], capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def main() -> None:
    if len(sys.argv) > 2:
        print(json.dumps(measure(int(sys.argv[1]), sys.argv[2])))
        return
    print(
        f"ffmpeg: {ffmpeg().rsplit('/', 1)[-1]}\n\n| 1080p clips of a second | CPU s | CPU ms a clip | peak MB |\n| --- | --- | --- | --- |"
    )
    for clips, how in ((40, "ours"), (40, "ffmpeg"), (40, "moviepy"), (400, "ours"), (400, "ffmpeg"), (2000, "ours")):
        try:
            told = one(clips, how)
        except subprocess.CalledProcessError as error:
            print(f"| {clips}, {how} | not measured: {error.stderr.strip().splitlines()[-1]} | | |")
            continue
        print(
            f"| {clips}, {how} | {told['cpu']:.2f} | {1000 * told['cpu'] / clips:.1f} | {told['peak']:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()

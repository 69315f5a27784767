"""Runs ffmpeg; nobody else does. Arguments are built elsewhere, by pure functions."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

from ministudio_cli.errors import Defect, Interrupted, MinistudioError, MissingPart, PassingFault
from ministudio_cli.limits import VARIABLE, limits

EXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
"""Options without which two runs would not write the same bytes."""
_SIGNALLED = 255
AUDIO = ("-c:a", "aac", "-b:a", "192k", "-ar", "48000")
"""The sound of a film."""


@cache
def ffmpeg() -> str:
    """The ffmpeg program: MINISTUDIO_FFMPEG, else the one that imageio-ffmpeg ships, else the machine's own."""
    named = os.environ.get("MINISTUDIO_FFMPEG")
    if named:
        found = shutil.which(named)
        if not found:
            raise MissingPart(f"MINISTUDIO_FFMPEG names {named}, which is not a program", hint="unset it")
        return found
    try:
        import imageio_ffmpeg  # noqa: PLC0415

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        found = shutil.which("ffmpeg")
    if not found:
        raise MissingPart("there is no ffmpeg on this machine", hint="pip install imageio-ffmpeg")
    return found


@cache
def version() -> str:
    """The version line of the program in use."""
    done = subprocess.run([ffmpeg(), "-hide_banner", "-version"], capture_output=True, text=True, check=False)
    return done.stdout.split("\n", 1)[0]


def run(arguments: Sequence[str | Path], *, cwd: Path | None = None) -> str:
    """Run ffmpeg to its end and return what it said; raises Defect with the last lines where it fails, and where it has
    not ended after `limits().ffmpeg_seconds`.
    """
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-y", *map(str, arguments)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=limits().ffmpeg_seconds,
            cwd=cwd,
        )
    except subprocess.TimeoutExpired:
        most = f"{limits().ffmpeg_seconds:,} s"
        raise Defect(f"ffmpeg did not finish in {most}", hint=f"give it longer: {VARIABLE}=ffmpeg_seconds=…") from None
    if done.returncode:
        raise _failure("ffmpeg failed", done.returncode, _tail(done.stderr))
    return done.stderr


class Encoder:
    """Takes raw BGR frames and writes one H.264 segment of them: the film's final quality, a keyframe first."""

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        fps: Fraction | int,
        *,
        preset: str,
        crf: int,
        threads: int = 1,
        planar: bool = False,
    ) -> None:
        """`planar`: frames come as a film has them (yuv420p, its luma first), and nothing is converted."""
        pixels = "yuv420p" if planar else "bgr24"
        raw = ["-f", "rawvideo", "-pix_fmt", pixels, "-s", f"{width}x{height}", "-r", str(fps), "-i", "pipe:0"]
        matrix = ["-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=bilinear+accurate_rnd,format=yuv420p"]
        # What is not told of raw planes is taken for old television, and converted.
        as_it_is = ["-vf", "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv"]
        colours = as_it_is if planar else matrix
        self._start(path, [*raw, *colours, *h264(fps, preset=preset, crf=crf, threads=threads), *EXACT, str(path)])

    def _start(self, path: Path, arguments: list[str]) -> None:
        self.path = path
        self.frames = 0
        # Unnamed: nothing can stand in its place, and nothing is left of it.
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the encoder
        command = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-y", *arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._log)

    def write(self, frame: bytes | memoryview) -> None:
        """One frame, top row first, three bytes a pixel."""
        pipe = self._process.stdin
        if pipe is None:
            raise Defect("the encoder is closed")
        try:
            pipe.write(frame)
        except OSError:
            raise _failure("the encoder stopped", self._process.wait(timeout=600), self._said()) from None
        self.frames += 1

    def close(self) -> Path:
        if self._process.stdin:
            self._process.stdin.close()
        code = self._process.wait(timeout=600)
        said = self._said()
        self._log.close()
        if code:
            raise _failure("the encoder failed", code, said)
        return self.path

    def abort(self) -> None:
        """End the process without a result."""
        self._process.kill()
        self._process.wait()
        self._log.close()

    def _said(self) -> str:
        self._log.seek(0)
        return _tail(self._log.read().decode(errors="replace"))


STEADY = "deadzone-inter=32:deadzone-intra=6:mbtree=0:aq-mode=0:qcomp=1:ipratio=2.5"
"""One quantiser for all of a shot, and no second thoughts: what does not move is coded once and then copied, so that
a still background does not shimmer by the encoder's own hand. It costs no size, no time and 0.1 dB."""


def h264(fps: Fraction | int, *, preset: str, crf: int, threads: int = 1) -> list[str]:
    """The one video format of a film: segments made with these options join by stream copy, exact to the frame."""
    return [
        "-c:v", "libx264", "-preset", preset, "-crf", str(crf), "-pix_fmt", "yuv420p", "-bf", "0",
        "-g", str(round(10 * fps)),
        "-threads", str(threads), "-profile:v", "high", "-x264-params", STEADY,
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
        "-fps_mode", "cfr", "-r", str(fps),
        "-video_track_timescale", str(timescale(fps)), "-movie_timescale", str(timescale(fps)),
    ]  # fmt: skip


def timescale(fps: Fraction | int) -> int:
    """Ticks a second in which a frame is a whole number of them: 1000 times the rate’s numerator."""
    return 1000 * fps.numerator


def loudness(said: str) -> tuple[float, float]:
    """Integrated LUFS and true peak dBTP out of what the ebur128 filter said."""
    summary = said[said.rfind("Summary:") :]
    level = re.search(r"I:\s+(-?[\d.]+|-inf) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+|-inf) dBFS", summary)
    if not level or not peak:
        raise Defect("ffmpeg measured no loudness")
    return float(level[1]), float(peak[1])


def _failure(what: str, code: int, log: str) -> MinistudioError:
    """The error for an exit code. ffmpeg ends with 255 when a signal reached it: Ctrl-C goes to all of a terminal's
    processes at once.
    """
    if code == _SIGNALLED or -code in (signal.SIGINT, signal.SIGTERM):
        return Interrupted("interrupted", hint="run it again; what was finished is kept")
    if code == 256 - errno.ENOSPC or os.strerror(errno.ENOSPC) in log:
        return PassingFault("no space is left on the disk", hint="free some and run it again; nothing is lost")
    return Defect(f"{what} ({code}): {log}", hint="report this with the screenplay")


def _tail(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " / ".join(lines[-3:]) or "it said nothing"


class MaskEncoder(Encoder):
    """Takes raw 8-bit grey frames and keeps them without loss."""

    def __init__(self, path: Path, width: int, height: int, fps: Fraction | int) -> None:
        raw = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{height}", "-r", str(fps), "-i", "pipe:0"]
        self._start(path, [*raw, "-c:v", "ffv1", "-level", "3", "-g", "1", "-threads", "1", *EXACT, str(path)])

"""The picture: takes joined by stream copy, transitions made once where two shots share frames."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg as graph

from ministudio_cli.media.ffmpeg import EXACT, h264, run, timescale
from ministudio_cli.media.fonts import write_fonts

XFADE = {"dissolve": "fade", "wipe": "wipeleft", "fade-black": "fadeblack", "fade-white": "fadewhite"}
OPENING = {"dissolve": "black", "wipe": "black", "fade-black": "black", "fade-white": "white"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A transition of `frames` frames at the start of a shot: the tail of the shot before (None for the film's first
    shot, which opens from a colour) over the head of this one.
    """

    kind: str
    frames: int
    fps: Fraction
    before: Path | None
    after: Path


def make_join(join: Join, path: Path) -> Path:
    """Render the shared frames."""
    run([*join_arguments(join), *h264(join.fps, preset="veryfast", crf=18), *EXACT, str(path)])
    return path


def join_arguments(join: Join) -> list[str]:
    """The inputs and filters of a join, without its output's options."""
    seconds = float(join.frames / join.fps)
    after = graph.input(str(join.after))
    if join.before is None:
        picture = after.filter("fade", type="in", start_frame=0, nb_frames=join.frames, color=OPENING[join.kind])
    else:
        picture = graph.filter(
            [graph.input(str(join.before)), after], "xfade", transition=XFADE[join.kind], duration=seconds, offset=0
        )
    compiled: list[str] = graph.output(picture, "out", **{"frames:v": join.frames}).get_args()
    return compiled[:-1]


def burn(segment: Path, words: str, fps: Fraction, path: Path) -> Path:
    """A segment with captions (ASS) drawn into its frames. Words and fonts go through files with names of our own."""
    folder = path.parent / "burning"
    (folder / "fonts").mkdir(parents=True)
    shown = "".join(line for line in words.splitlines() if line.startswith("Dialogue:"))
    for font in write_fonts(shown, folder / "fonts"):
        if font.parent != folder / "fonts":
            shutil.copyfile(font, folder / "fonts" / font.name)
    (folder / "captions.ass").write_text(words, "utf-8")
    filters = "ass=filename=captions.ass:fontsdir=fonts:shaping=complex"
    run(
        ["-i", segment.resolve(), "-vf", filters, "-an", *h264(fps, preset="veryfast", crf=17), *EXACT, path.resolve()],
        cwd=folder,
    )
    return path


def concat_arguments(listing: Path, fps: Fraction) -> list[str]:
    """Inputs and options that join segments by stream copy, with timestamps counted in frames, not summed."""
    tick = 1000 * fps.denominator
    stamps = f"setts=ts=N*{tick}:duration={tick}:time_base=1/{timescale(fps)}"
    return ["-f", "concat", "-safe", "0", "-i", str(listing), "-c:v", "copy", "-bsf:v", stamps]


def write_listing(segments: list[Path], path: Path) -> Path:
    """The list that ffmpeg's concat reads; the paths are our own."""
    quoted = [str(segment.resolve()).replace("'", "'\\''") for segment in segments]
    path.write_text("ffconcat version 1.0\n" + "".join(f"file '{one}'\n" for one in quoted), "utf-8")
    return path

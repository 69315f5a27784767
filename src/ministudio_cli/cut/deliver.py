"""The finished film: picture by stream copy, sound encoded once, captions, chapters and title, ready to stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ministudio_cli.cut.picture import concat_arguments, write_listing
from ministudio_cli.media.ffmpeg import AUDIO, EXACT, run, timescale
from ministudio_cli.reading.scripts import ISO_639_2, base


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A scene in the film, in frames."""

    title: str
    start: int
    end: int


def mux(
    segments: list[Path],
    sound: Path,
    captions: Path | None,
    title: str,
    chapters: Sequence[Chapter],
    fps: Fraction,
    folder: Path,
    language: str = "en",
) -> Path:
    """Write the film: H.264 as it is, AAC 48 kHz, captions as text, the index first; `language` is a BCP 47 tag."""
    tag = ISO_639_2.get(base(language), "und")
    listing = write_listing(segments, folder / "segments.txt")
    notes = folder / "notes.txt"
    notes.write_text(metadata(title, chapters, fps), "utf-8")
    film = folder / "film.mp4"
    inputs: list[str | Path] = [*concat_arguments(listing, fps)[:6], "-i", sound, "-f", "ffmetadata", "-i", notes]
    maps = ["-map", "0:v:0", "-map", "1:a:0"]
    if captions:
        inputs += ["-i", captions]
        maps += ["-map", "3:s:0", "-c:s", "mov_text", "-metadata:s:s:0", f"language={tag}"]
    if tag != "eng":
        maps += ["-metadata:s:a:0", f"language={tag}"]
    exact = [flag for flag in EXACT if flag not in ("-map_metadata", "-1")]
    run([
        *inputs, *maps, "-map_metadata", "2", "-map_chapters", "2", *concat_arguments(listing, fps)[6:],
        *AUDIO, *exact,
        "-video_track_timescale", str(timescale(fps)), "-movie_timescale", str(timescale(fps)),
        "-movflags", "+faststart",
        "-max_interleave_delta", "0", film,  # or the order of packets, and so the bytes, would hang on who is quicker
    ])  # fmt: skip
    return film


def metadata(title: str, chapters: Sequence[Chapter], fps: Fraction) -> str:
    """Title and chapters in ffmpeg's own form, with everything a person wrote escaped."""
    parts = [";FFMETADATA1", f"title={_escaped(title)}"]
    for chapter in chapters:
        parts += [
            "[CHAPTER]",
            f"TIMEBASE={fps.denominator}/{fps.numerator}",
            f"START={chapter.start}",
            f"END={chapter.end}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(parts) + "\n"


def _escaped(words: str) -> str:
    for sign in "\\=;#":
        words = words.replace(sign, "\\" + sign)
    return words.replace("\n", " ")

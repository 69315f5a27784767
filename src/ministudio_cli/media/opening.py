"""Opening films and sound: the one place where a file meets ffmpeg's demuxers and decoders in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault

_DEMUXERS = "wav,w64,aiff,flac,mp3,aac,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ac3,eac3,amr,caf,mpegts,avi,asf"
"""Containers that hold what they play. Lists of other files and addresses are none, whatever a file is called."""
_SOUND = frozenset(
    {"mp3", "mp3float", "mp2", "mp2float", "aac", "aac_latm", "flac", "vorbis", "libvorbis", "opus", "libopus", "alac"}
    | {"ac3", "eac3", "amrnb", "amrwb", "wmav1", "wmav2", "wavpack"}
)
_PICTURE = frozenset(
    {"h264", "hevc", "av1", "libdav1d", "vp8", "vp9", "libvpx", "libvpx-vp9", "mpeg4", "mpeg2video", "prores", "ffv1"}
    | {"mjpeg", "png", "rawvideo", "dnxhd"}
)


def opened(path: Path) -> Any:
    """A PyAV container of a local file; raises what PyAV raises where it is none of those that are read.

    Close it, or use it in a `with` statement.
    """
    import av  # noqa: PLC0415

    return av.open(str(path), options={"format_whitelist": _DEMUXERS, "protocol_whitelist": "file"})


def unreadable() -> tuple[type[Exception], ...]:
    """What is raised where a file cannot be read, for an `except` clause: ffmpeg's errors are of many kinds."""
    from av.error import FFmpegError  # noqa: PLC0415

    return FFmpegError, OSError, ValueError, IndexError


def known(stream: Any, path: Path) -> Any:
    """The stream, where its codec is one that is decoded; raises UsageFault for another."""
    name = stream.codec_context.codec.name if stream.codec_context else "?"
    if name not in _SOUND | _PICTURE and not name.startswith("pcm_"):
        raise UsageFault(
            f"“{path.name}” is coded by {name}, which is not read", hint="convert it to WAV, FLAC, MP3 or MP4"
        )
    return stream

"""What a file that a screenplay names is, by its content: looked at before anything is made of it."""

from __future__ import annotations

import struct
from pathlib import Path

LARGEST = 200_000_000
"""Bytes of a file that a screenplay may name."""
MOST_PIXELS = 120_000_000
"""Pixels of a picture: more than any camera of a phone makes."""
_KINDS = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
_OTHERS = (
    (b"ftyphei", "HEIC", "save it as JPEG: on an iPhone Settings, Camera, Formats, Most Compatible; or convert it"),
    (b"ftypmif1", "HEIC", "save it as JPEG"),
    (b"ftypavif", "AVIF", "save it as PNG or JPEG"),
    (b"<svg", "SVG", "export it as PNG"),
    (b"<?xml", "SVG or XML", "export it as PNG"),
    (b"GIF8", "GIF", "save it as PNG"),
    (b"%PDF", "PDF", "export it as PNG"),
    (b"II*\0", "TIFF", "save it as PNG"),
    (b"MM\0*", "TIFF", "save it as PNG"),
)


def picture_fault(path: Path) -> tuple[str, str] | None:
    """Why a file cannot serve as a picture, as (what is wrong, what to do); None where it can."""
    found = _read(path)
    if isinstance(found, tuple):
        return found
    kind = next((name for sign, name in _KINDS if found.startswith(sign)), "")
    kind = "WebP" if found[:4] == b"RIFF" and found[8:12] == b"WEBP" else kind
    if not kind:
        for sign, name, cure in _OTHERS:
            if sign in found[:64]:
                return f"“{path.name}” is {name}, not a PNG, JPEG or WebP picture", cure
        return f"“{path.name}” is not a PNG, JPEG or WebP picture", "its content says so, whatever its name is"
    try:
        size = _size(found, kind, path)
    except EOFError:
        return f"“{path.name}” is cut short", "put the whole picture there again"
    if size and (0 in size or size[0] * size[1] > MOST_PIXELS):
        wanted = f"at most {MOST_PIXELS // 1_000_000} million pixels are read"
        return f"“{path.name}” is {size[0]} × {size[1]} pixels", f"make it smaller: {wanted}"
    return None


def _read(path: Path) -> bytes | tuple[str, str]:
    try:
        size = path.stat().st_size
        if not size:
            return f"“{path.name}” is an empty file", "put the picture there again"
        if size > LARGEST:
            return f"“{path.name}” has {size:,} bytes", f"at most {LARGEST:,} are read: make it smaller"
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        return f"“{path.name}” cannot be read: {error.strerror or error}", "look at its rights"


def _size(head: bytes, kind: str, path: Path) -> tuple[int, int] | None:
    """Width and height in pixels by the file's own header; None where the header does not give them in a fixed place.

    Raises EOFError where the file ends before them.
    """
    if kind == "PNG":
        width, height = struct.unpack(">II", _whole(head[16:24], 8))
        return width, height
    if kind == "JPEG":
        return _jpeg_size(path)
    return None


def _jpeg_size(path: Path) -> tuple[int, int] | None:
    with path.open("rb") as file:
        file.seek(2)
        for _ in range(200):
            mark = _whole(file.read(4), 4)
            if mark[0] != 0xFF:
                return None
            length = struct.unpack(">H", mark[2:])[0]
            if 0xC0 <= mark[1] <= 0xCF and mark[1] not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">xHH", _whole(file.read(5), 5))
                return width, height
            if length < 2:
                return None
            file.seek(length - 2, 1)
    return None


def _whole(data: bytes, size: int) -> bytes:
    if len(data) < size:
        raise EOFError
    return data

"""What a file that a screenplay names is, by its content: looked at before anything is made of it."""

from __future__ import annotations

import contextlib
import struct
import zlib
from pathlib import Path

from ministudio_cli.limits import VARIABLE, limits

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
    whole = False
    with contextlib.suppress(EOFError):
        size = _size(found, kind, path)
        if size and (0 in size or size[0] * size[1] > limits().pixels):
            wanted = f"at most {limits().pixels:,} pixels are read (or {VARIABLE}=pixels=…)"
            return f"“{path.name}” is {size[0]} × {size[1]} pixels", f"make it smaller: {wanted}"
        whole = _whole_file(path, kind)
    if not whole:
        return f"“{path.name}” is cut short or damaged", "put the whole picture there again"
    return None


def _read(path: Path) -> bytes | tuple[str, str]:
    try:
        size = path.stat().st_size
        if not size:
            return f"“{path.name}” is an empty file", "put the picture there again"
        if size > limits().picture_bytes:
            most = f"at most {limits().picture_bytes:,} are read (or {VARIABLE}=picture_bytes=…)"
            return f"“{path.name}” has {size:,} bytes", f"make it smaller: {most}"
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
    return _jpeg_size(path) if kind == "JPEG" else _webp_size(head)


def _webp_size(head: bytes) -> tuple[int, int] | None:
    """By the first chunk: extended, lossless or lossy."""
    data = _whole(head[12:30], 18)
    if data[:4] == b"VP8X":
        return 1 + int.from_bytes(data[12:15], "little"), 1 + int.from_bytes(data[15:18], "little")
    if data[:4] == b"VP8L":
        bits = int.from_bytes(data[9:13], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if data[:4] == b"VP8 ":
        width, height = struct.unpack("<HH", data[14:18])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _whole_file(path: Path, kind: str) -> bool:
    """Whether a file reaches its own end: a PNG's chunks, each with its sum; a JPEG's last mark; a WebP's size."""
    with path.open("rb") as file:
        if kind == "WebP":
            size = int.from_bytes(_whole(file.read(8), 8)[4:], "little")
            return path.stat().st_size >= size + 8
        if kind == "JPEG":
            file.seek(max(0, path.stat().st_size - (1 << 20)))
            return b"\xff\xd9" in file.read()
        file.seek(8)
        while True:
            length, name = struct.unpack(">I4s", _whole(file.read(8), 8))
            if length > limits().picture_bytes:
                return False
            data = _whole(file.read(length + 4), length + 4)
            if zlib.crc32(name + data[:-4]) != int.from_bytes(data[-4:], "big"):
                return False
            if name == b"IEND":
                return True


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

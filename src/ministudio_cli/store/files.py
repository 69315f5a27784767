"""Files written so that nothing is lost and no link is followed."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from ministudio_cli.errors import UsageFault

_CHUNK = 1 << 20


def hash_of(path: Path) -> str:
    """SHA-256 of a file's content, in pieces."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            sha.update(piece)
    return sha.hexdigest()


def open_new(path: Path) -> BinaryIO:
    """A file to write that is not there yet: a link or a file that somebody put in its place is not followed.

    Raises UsageFault where something is there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.fdopen(os.open(path, flags, 0o666), "wb")
    except FileExistsError:
        raise UsageFault(f"something stands at {path} already", hint="remove it, and run it again") from None


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file whole or not at all: beside, synced, renamed. A link that stands there is replaced, not followed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    with open_new(beside) as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    try:
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def own_folder(folder: Path) -> Path:
    """A folder to deliver into, made where it is not there; raises UsageFault where a link stands for it, or for one of
    the two folders that it lies in. What a person named is given resolved.
    """
    for place in (folder, *list(folder.parents)[:2]):
        if place.is_symlink():
            raise UsageFault(
                f"{place} is a link: what it leads to would be written over", hint="remove it, or name another by --out"
            )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def cleared(path: Path) -> Path:
    """A place where another program will write: the file or the link that stands there is removed first."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    return path


def remove(path: Path) -> None:
    """Remove a file, or a folder that stands where a file should; of a link only the link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

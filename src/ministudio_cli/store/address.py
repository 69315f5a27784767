"""Where a store is: a folder of this machine, or an address that several machines share. Files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs

from ministudio_cli.errors import UsageFault
from ministudio_cli.limits import limits
from ministudio_cli.store.faults import fault_of
from ministudio_cli.store.files import remove, write_whole
from ministudio_cli.store.scratch import alive

_OBJECTS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}
"""Schemes of object stores: an object appears whole or not at all."""
_NOT_THERE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
_IN_USE = 3600
"""Seconds since its last use after which a copy of a shared file may be removed."""


class Address(ABC):
    """Files by their names below a store's root, `blobs/ab/…` and `orders/ab/….json`."""

    def __init__(self, url: str, root: str) -> None:
        self.url, self.root = url, root

    @abstractmethod
    def read(self, name: str) -> str | None:
        """A small file's text; None where it is not there."""

    @abstractmethod
    def write(self, name: str, text: str) -> None: ...

    @abstractmethod
    def take(self, path: Path, name: str, size: int) -> None:
        """Put a file of `size` bytes under a name; it may be moved."""

    @abstractmethod
    def size(self, name: str) -> int:
        """In bytes; -1 where no file is."""

    @abstractmethod
    def names(self, folder: str) -> Iterator[str]:
        """Every file two folders deep below one, sorted."""

    @abstractmethod
    def remove(self, name: str) -> int:
        """Remove a file: its size, or -1 where none was removed."""

    @abstractmethod
    def local(self, name: str, size: int) -> Path:
        """A file of this machine with a file's content."""

    @abstractmethod
    def scratch(self) -> Path:
        """Where folders to work in are made."""


def address_of(url: str) -> Address:
    """The address of an fsspec URL or a folder's path."""
    if "://" in url and not url.startswith("file://"):
        return SharedAddress(url, url.split("://", 1)[1].rstrip("/"))
    return FolderAddress(url, url.removeprefix("file://"))


class FolderAddress(Address):
    """A folder of this machine. Nothing is written through a link that stands for one of its folders."""

    _own = False

    def read(self, name: str) -> str | None:
        try:
            return (Path(self.root) / name).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, UnicodeDecodeError):
            return None

    def write(self, name: str, text: str) -> None:
        write_whole(self._free(name), text)

    def take(self, path: Path, name: str, size: int) -> None:
        del size
        place = self._free(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.replace(place)

    def size(self, name: str) -> int:
        try:
            found = (Path(self.root) / name).stat()
        except OSError:
            return -1
        return found.st_size if stat.S_ISREG(found.st_mode) else -1

    def names(self, folder: str) -> Iterator[str]:
        root = Path(self.root)
        yield from sorted(str(path.relative_to(root)) for path in (root / folder).glob("*/*"))

    def remove(self, name: str) -> int:
        place = Path(self.root) / name
        size = place.lstat().st_size if os.path.lexists(place) and not place.is_dir() else -1
        remove(place)
        return size

    def local(self, name: str, size: int) -> Path:
        del size
        return Path(self.root) / name

    def scratch(self) -> Path:
        self.check()
        base = Path(self.root) / "scratch"
        try:
            base.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageFault(f"cannot write to the store {self.url}: {error.strerror}", hint="pass --store") from None
        return base

    def check(self) -> None:
        """Raises UsageFault where a link stands for one of the store's own folders: what it leads to is not ours."""
        if self._own:
            return
        root = Path(self.root)
        for folder in ("blobs", "orders", "scratch", "leases"):
            for place in (root / folder, *((root / folder).glob("*") if folder != "scratch" else ())):
                if place.is_symlink():
                    raise UsageFault(
                        f"{place} is a link: a store’s folders are its own", hint="remove it, or name another --store"
                    )
        self._own = True

    def sweep(self) -> None:
        """Remove what killed processes left half-made."""
        self.check()
        for path in (Path(self.root) / "scratch").glob("*"):
            if not alive(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def _free(self, name: str) -> Path:
        """A place to write at, where no folder stands."""
        self.check()
        place = Path(self.root) / name
        if place.is_dir():
            remove(place)
        return place


class SharedAddress(Address):
    """An fsspec address. Copies of its files are kept among the user's caches, as many as `cache_bytes` allows."""

    _files: Any = None

    @property
    def fs(self) -> Any:
        if self._files is None:
            import fsspec  # noqa: PLC0415 - only shared stores need it

            scheme = self.url.split("://", 1)[0]
            try:
                # Other machines write here too: what a listing said once is not believed for ever.
                self._files = fsspec.filesystem(scheme, **({"use_listings_cache": False} if self.holds_objects else {}))
            except ValueError:
                raise UsageFault(
                    f"there is no store of the kind “{scheme}”", hint="give a folder or an fsspec URL"
                ) from None
        return self._files

    def read(self, name: str) -> str | None:
        try:
            with self._answering():
                content = self.fs.cat_file(f"{self.root}/{name}")
            return str(content.decode())
        except (*_NOT_THERE, UnicodeDecodeError):
            return None

    def write(self, name: str, text: str) -> None:
        with self._writing():
            self._make_room_for(f"{self.root}/{name}")
            self.fs.pipe_file(f"{self.root}/{name}", text.encode())

    def take(self, path: Path, name: str, size: int) -> None:
        """An object appears at once; elsewhere a file is renamed into its place."""
        if self.size(name) == size:
            return
        place = f"{self.root}/{name}"
        with self._writing(path):
            self._make_room_for(place)
            if self.holds_objects:
                self.fs.put_file(str(path), place)
                return
            beside = f"{place}.{secrets.token_hex(8)}"
            self.fs.put_file(str(path), beside)
            self.fs.mv(beside, place)

    def size(self, name: str) -> int:
        try:
            with self._answering():
                return int(self.fs.size(f"{self.root}/{name}"))
        except _NOT_THERE:
            # No other error: an address that does not answer is not an empty one, for which all would be made anew.
            return -1

    @property
    def holds_objects(self) -> bool:
        """Whether it has no folders, and what is put there appears at once and whole."""
        return self.url.split("://", 1)[0] in _OBJECTS

    @contextlib.contextmanager
    def _answering(self, own: Path | None = None) -> Iterator[None]:
        """Raises what a store's library raises as a fault of the store (see `fault_of`); FileNotFoundError stays as it
        is. `own` is the file of this machine that is sent or written.
        """
        try:
            yield
        except _NOT_THERE:
            raise
        except Exception as error:
            if known := fault_of(error, self.url, own):
                raise known from error
            raise

    def _make_room_for(self, place: str) -> None:
        if not self.holds_objects:
            self.fs.makedirs(place.rsplit("/", 1)[0], exist_ok=True)

    @contextlib.contextmanager
    def _writing(self, own: Path | None = None) -> Iterator[None]:
        try:
            with self._answering(own):
                yield
        except FileNotFoundError as error:
            if own is not None and not own.exists():
                raise
            raise UsageFault(f"there is no store {self.url}: {error}", hint="make its bucket first") from error

    def names(self, folder: str) -> Iterator[str]:
        with self._answering():
            found = [name.lstrip("/") for name in self.fs.find(f"{self.root}/{folder}")]
        # A listing names the root in its own way, with a slash before it or without an account.
        yield from sorted(f"{folder}/{name.rsplit(f'/{folder}/', 1)[-1]}" for name in found)

    def remove(self, name: str) -> int:
        size = self.size(name)
        with contextlib.suppress(*_NOT_THERE), self._answering():
            self.fs.rm_file(f"{self.root}/{name}")
        return size

    def local(self, name: str, size: int) -> Path:
        cache = Path(platformdirs.user_cache_dir("ministudio"))
        place = cache / name
        if not place.exists() or place.stat().st_size != size:
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_suffix(f".{secrets.token_hex(8)}")
            with self._answering(beside):
                self.fs.get_file(f"{self.root}/{name}", str(beside))
            beside.replace(place)
            make_room(cache / "blobs", limits().cache_bytes)
        else:
            os.utime(place)
        return place

    def scratch(self) -> Path:
        return Path(tempfile.gettempdir())


def make_room(folder: Path, most: int) -> None:
    """Remove the copies that were not used for longest, until there are `most` bytes; none that may be in use."""
    found = []
    for path in folder.glob("*/*"):
        with contextlib.suppress(OSError):
            seen = path.stat()
            found.append((seen.st_mtime, seen.st_size, path))
    left, now = sum(size for _, size, _ in found), time.time()
    for used, size, path in sorted(found):
        if left <= most or now - used < _IN_USE:
            return
        with contextlib.suppress(OSError):
            path.unlink()
        left -= size

"""The store of artifacts: found by the order's digest, kept by content, published whole or not at all.

Layout below the store's URL (any fsspec URL; a plain path is the usual one)::

    blobs/ab/abcdef…      one file's content, named by its SHA-256
    orders/ab/abcdef….json  an artifact: which blobs answer the order with this digest

A blob is written beside its place, synced and renamed before the artifact that names it, so a killed process leaves
blobs without a name at worst, which `prune` removes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from ministudio_cli.errors import Defect, PassingFault, UsageFault
from ministudio_cli.store.artifact import Artifact, Blob

_CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OBJECTS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}
"""Schemes of object stores: an object appears whole or not at all."""


class Store:
    """Opens a store; it crosses to another process as its URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.remote = "://" in url and not url.startswith("file://")
        self.root = url.removeprefix("file://") if not self.remote else url.split("://", 1)[1].rstrip("/")
        self._verified: set[str] = set()
        self._files: Any = None

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        return Store, (self.url,)

    def find(self, order: str) -> Artifact | None:
        """The artifact of an order, if it is here whole. What is stored may be a stranger's: names that
        are no digests and no plain file names are not believed, so that no path is made of them.
        """
        if not _KEY.fullmatch(order):
            return None
        text = self._read(f"orders/{order[:2]}/{order}.json")
        if text is None:
            return None
        try:
            told = json.loads(text)
            files = {name: Blob(sha256=one["sha256"], size=one["size"]) for name, one in told["files"].items()}
            artifact = Artifact(order=order, kind=str(told["kind"]), files=files, facts=dict(told["facts"]))
            if not all(_sound(name, blob) for name, blob in files.items()):
                return None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        whole = all(self._size(f"blobs/{blob.sha256[:2]}/{blob.sha256}") == blob.size for blob in files.values())
        return artifact if whole else None

    def path(self, artifact: Artifact, name: str) -> Path:
        """A local file with the content of one of the artifact's files, verified once a process.

        Raises PassingFault where the content is not what its name says; the artifact is then forgotten, so that
        running again makes it anew.
        """
        blob = artifact.files[name]
        local = self._local(blob)
        if blob.sha256 not in self._verified:
            if hash_of(local) != blob.sha256:
                local.unlink(missing_ok=True)
                if self.remote:
                    self.fs.rm(f"{self.root}/blobs/{blob.sha256[:2]}/{blob.sha256}")
                self.forget(artifact.order)
                raise PassingFault(f"a stored {artifact.kind} was damaged and has been discarded", hint="run it again")
            self._verified.add(blob.sha256)
        return local

    def sha256_of(self, order: str, name: str) -> str:
        """The SHA-256 of one file of an order; “” where it is not made yet."""
        found = self.find(order)
        return found.files[name].sha256 if found and name in found.files else ""

    def publish(self, order: str, kind: str, files: Mapping[str, Path], facts: Mapping[str, Any]) -> Artifact:
        """Take files (they are moved) in as the artifact of an order; raises Defect for a key that names no file."""
        if not _KEY.fullmatch(order):
            raise Defect(f"“{order[:80]}” is no key of a store", hint="a digest is one")
        blobs = {name: self._take(path) for name, path in files.items()}
        artifact = Artifact(order=order, kind=kind, files=blobs, facts=dict(facts))
        told = {
            "kind": kind,
            "files": {name: {"sha256": blob.sha256, "size": blob.size} for name, blob in blobs.items()},
            "facts": artifact.facts,
        }
        self._write(f"orders/{order[:2]}/{order}.json", json.dumps(told, sort_keys=True, ensure_ascii=False))
        return artifact

    def forget(self, order: str) -> None:
        if not _KEY.fullmatch(order):
            return
        name = f"orders/{order[:2]}/{order}.json"
        if self.remote:
            self.fs.rm(f"{self.root}/{name}")
        else:
            (Path(self.root) / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder to work in, on the store's own disk where it has one, removed at the end."""
        base = Path(tempfile.gettempdir()) if self.remote else Path(self.root) / "scratch"
        try:
            base.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageFault(f"cannot write to the store {self.url}: {error.strerror}", hint="pass --store") from None
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-{_host()}-", dir=base))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def orders(self) -> Iterator[Artifact]:
        """Every artifact, in the order of their digests."""
        for name in self._list("orders"):
            artifact = self.find(Path(name).stem)
            if artifact:
                yield artifact

    def damaged(self) -> Iterator[tuple[str, str]]:
        """Every (order, file) whose content is not what its name says."""
        for name in self._list("orders"):
            artifact = self.find(Path(name).stem)
            if artifact is None:
                yield Path(name).stem, "incomplete"
                continue
            for file, blob in artifact.files.items():
                if hash_of(self._local(blob)) != blob.sha256:
                    yield artifact.order, file

    def prune(self, keep: set[str]) -> tuple[int, int]:
        """Remove every artifact whose order is not in `keep`, and every blob without one: (files, bytes) removed."""
        if self.remote:
            raise UsageFault("prune works on a local store", hint="prune a shared store where it is kept")
        kept = {blob.sha256 for one in self.orders() if one.order in keep for blob in one.files.values()}
        removed = size = 0
        for folder in ("orders", "blobs"):
            for name in list(self._list(folder)):
                path = Path(self.root) / name
                if (path.stem if folder == "orders" else path.name) not in (keep if folder == "orders" else kept):
                    removed, size = removed + 1, size + path.stat().st_size
                    path.unlink()
        self.sweep()
        return removed, size

    def sweep(self) -> None:
        """Remove what killed processes left half-made."""
        for path in () if self.remote else (Path(self.root) / "scratch").glob("*"):
            if not _alive(path.name):
                shutil.rmtree(path, ignore_errors=True)

    @property
    def fs(self) -> Any:
        if self._files is None:
            import fsspec  # noqa: PLC0415 - only shared stores need it

            scheme = self.url.split("://", 1)[0]
            try:
                # Other machines write here too: what a listing said once is not believed for ever.
                self._files = fsspec.filesystem(scheme, **({"use_listings_cache": False} if scheme in _OBJECTS else {}))
            except ValueError:
                raise UsageFault(
                    f"there is no store of the kind “{scheme}”", hint="give a folder or an fsspec URL"
                ) from None
        return self._files

    def _local(self, blob: Blob) -> Path:
        name = f"blobs/{blob.sha256[:2]}/{blob.sha256}"
        if not self.remote:
            return Path(self.root) / name
        import platformdirs  # noqa: PLC0415

        local = Path(platformdirs.user_cache_dir("ministudio")) / name
        if not local.exists() or local.stat().st_size != blob.size:
            local.parent.mkdir(parents=True, exist_ok=True)
            beside = local.with_suffix(f".{secrets.token_hex(8)}")
            self.fs.get_file(f"{self.root}/{name}", str(beside))
            beside.replace(local)
        return local

    def _take(self, path: Path) -> Blob:
        blob = Blob(sha256=hash_of(path), size=path.stat().st_size)
        name = f"blobs/{blob.sha256[:2]}/{blob.sha256}"
        if self.remote:
            if self._size(name) != blob.size:
                self._put(path, name)
            return blob
        place = Path(self.root) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.replace(place)
        self._verified.add(blob.sha256)
        return blob

    def _put(self, path: Path, name: str) -> None:
        """Put a file into a shared store whole: an object appears at once, a file is renamed into its place."""
        place = f"{self.root}/{name}"
        self.fs.makedirs(place.rsplit("/", 1)[0], exist_ok=True)
        if self.url.split("://", 1)[0] in _OBJECTS:
            self.fs.put_file(str(path), place)
            return
        beside = f"{place}.{secrets.token_hex(8)}"
        self.fs.put_file(str(path), beside)
        self.fs.mv(beside, place)

    def _read(self, name: str) -> str | None:
        try:
            if self.remote:
                return str(self.fs.cat_file(f"{self.root}/{name}").decode())
            return (Path(self.root) / name).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None

    def _write(self, name: str, text: str) -> None:
        if self.remote:
            self.fs.makedirs(f"{self.root}/{name}".rsplit("/", 1)[0], exist_ok=True)
            self.fs.pipe_file(f"{self.root}/{name}", text.encode())
        else:
            write_whole(Path(self.root) / name, text)

    def _size(self, name: str) -> int:
        try:
            if self.remote:
                return int(self.fs.size(f"{self.root}/{name}"))
            return (Path(self.root) / name).stat().st_size
        except OSError:
            return -1

    def _list(self, folder: str) -> Iterator[str]:
        if self.remote:
            root = f"{self.root}/{folder}"
            yield from sorted(name.removeprefix(self.root + "/") for name in self.fs.find(root))
        else:
            root_path = Path(self.root)
            yield from sorted(str(path.relative_to(root_path)) for path in (root_path / folder).glob("*/*"))


def _sound(name: str, blob: Blob) -> bool:
    """Whether a stored file's name and its content's are what the store itself would write."""
    return (
        isinstance(blob.sha256, str)
        and _DIGEST.fullmatch(blob.sha256) is not None
        and isinstance(blob.size, int)
        and blob.size >= 0
        and _NAME.fullmatch(name) is not None
    )


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


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: beside, synced, renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    with open_new(beside) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _host() -> str:
    """A short name of this machine, without the sign that parts a folder's name."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _alive(name: str) -> bool:
    """Whether the process that a scratch folder belongs to may still be at work; another machine's always may."""
    pid, host, *_ = (*name.split("-"), "", "")
    if host != _host():
        return True
    import psutil  # noqa: PLC0415

    return pid.isdigit() and psutil.pid_exists(int(pid))

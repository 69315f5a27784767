"""The ledger of a shared store: each move an object of its own, created exclusively, so that one buyer wins it.

Layout below the store's root::

    purchases/ab/abcdef…/000003.json   the purchase as it stands after its third move
    owners/<owner>.json                a count that shows that an owner lives

Only what the backend promises is relied on: an object that is there is not created again. S3 does so by If-None-Match,
GCS by a generation match, Azure by a refused overwrite, a mounted folder by a hard link. A store that
cannot is refused for paid work.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ministudio_cli.errors import MissingPart, PassingFault, ProviderRefused
from ministudio_cli.purchases.ledger import Taken
from ministudio_cli.purchases.states import Purchase, fields_of, purchase_of

PROMISING = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "az": "adlfs",
}
"""Schemes whose `mode="create"` is one conditional request, with the package that sends it. Elsewhere fsspec looks
first and writes then (its default), or overwrites (http, caches, zonal buckets): read in their source, 2026-11-25.
"""
_LEAST = (2024, 12)
"""The first versions of those packages that send the condition."""
_CONFLICTS = 20
_MOUNTED = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "glusterfs", "ceph", "lustre", "gpfs",
            "virtiofs", "vboxsf", "prl_fs"}  # fmt: skip
"""File systems that several machines share, on which SQLite's locks do not hold."""


class ObjectLedger:
    """Reads each purchase's newest move; keeps in memory what cannot change any more."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.place = f"{url.rstrip('/')}/purchases"
        self._turn = threading.RLock()
        self._moves: dict[str, Purchase] = {}
        """Moves by their object's name; an object is written once, so what was read stays true."""
        scheme, _, path = url.partition("://") if "://" in url else ("", "", url)
        self._fs: Any = _files(scheme) if scheme else None
        self.root = path.rstrip("/")
        self._proven = self._fs is None

    def find(self, key: str) -> Purchase | None:
        names = self._list(f"purchases/{key[:2]}/{key}")
        return self._read(max(names)) if names else None

    def append(self, after: Purchase) -> None:
        if not self._proven:
            self._promises()
            self._proven = True
        name = f"purchases/{after.key[:2]}/{after.key}/{after.version:06d}.json"
        nonce = secrets.token_hex(8)
        data = json.dumps(fields_of(after) | {"nonce": nonce}, ensure_ascii=False).encode()
        if not self._create(name, data) and not self._ours(name, nonce):
            raise Taken(after.key)
        with self._turn:
            self._moves[name] = after

    def purchases(self) -> list[Purchase]:
        newest: dict[str, str] = {}
        first: dict[str, str] = {}
        for name in sorted(self._list("purchases")):
            key = name.split("/")[2]
            newest[key] = name
            first.setdefault(key, name)
        self._fetch([*newest.values(), *first.values()])
        begun = {key: self._read(name).at for key, name in first.items()}
        return [self._read(newest[key]) for key in sorted(newest, key=lambda key: (begun[key], key))]

    def beat(self, owner: str, count: int) -> None:
        self._put(f"owners/{owner}.json", json.dumps({"pulse": count}).encode())

    def pulse(self, owner: str) -> int:
        data = self._cat(f"owners/{owner}.json")
        try:
            return int(json.loads(data)["pulse"]) if data else -1
        except (ValueError, KeyError, TypeError):
            return -1

    def close(self) -> None:
        """Nothing is held open."""

    def _read(self, name: str) -> Purchase:
        with self._turn:
            known = self._moves.get(name)
        if known is None:
            known = self._parsed(name, self._cat(name))
            with self._turn:
                self._moves[name] = known
        return known

    def _fetch(self, names: Iterable[str]) -> None:
        """Read many moves at once, as far as they are not known."""
        missing = [name for name in dict.fromkeys(names) if name not in self._moves]
        if self._fs is None or len(missing) < 2:
            return
        found = self._fs.cat([f"{self.root}/{name}" for name in missing], on_error="omit")
        with self._turn:
            for place, data in found.items():
                name = str(place)[str(place).index("purchases/") :]
                self._moves[name] = self._parsed(name, data)

    def _parsed(self, name: str, data: bytes | None) -> Purchase:
        try:
            body = json.loads(data or b"")
            body.pop("nonce", None)
            return purchase_of(body)
        except (ValueError, KeyError, TypeError, ArithmeticError, AttributeError):
            raise ProviderRefused(
                f"the ledger’s record {self.root}/{name} cannot be read",
                hint="nothing is bought until it can: restore it, or move it away and look at your bill",
            ) from None

    def _ours(self, name: str, nonce: str) -> bool:
        """Whether the object that is there is our own: its creation's answer was lost, and it was sent again."""
        try:
            return bool(json.loads(self._cat(name) or b"{}").get("nonce") == nonce)
        except ValueError:
            return False

    def _create(self, name: str, data: bytes) -> bool:
        """Create an object that is not there; False where it is. One winner among all machines."""
        if self._fs is None:
            return _linked(Path(self.root) / name, data)
        for _ in range(_CONFLICTS):
            try:
                with _reached(self.url):
                    self._fs.pipe_file(f"{self.root}/{name}", data, mode="create")
            except FileExistsError:
                return False
            except _ConflictError:
                continue
            return True
        return False

    def _promises(self) -> None:
        """Create one object twice: a store that lets that pass (some that speak S3 do) is refused."""
        name = f"owners/probe-{secrets.token_hex(12)}.json"
        if not self._create(name, b"{}") or self._create(name, b"{}"):
            raise ProviderRefused(
                f"the store {self.url} writes over what is there, although it was told not to",
                hint="for paid work use a local folder, or a store that honours conditional writes",
            )
        with contextlib.suppress(Exception):
            self._fs.rm_file(f"{self.root}/{name}")

    def _put(self, name: str, data: bytes) -> None:
        if self._fs is None:
            place = Path(self.root) / name
            beside = place.with_name(f"{place.name}.{secrets.token_hex(6)}")
            place.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(data)
            beside.replace(place)
            return
        with _reached(self.url):
            self._fs.pipe_file(f"{self.root}/{name}", data)

    def _cat(self, name: str) -> bytes | None:
        try:
            if self._fs is None:
                return (Path(self.root) / name).read_bytes()
            with _reached(self.url):
                return bytes(self._fs.cat_file(f"{self.root}/{name}"))
        except FileNotFoundError:
            return None

    def _list(self, folder: str) -> list[str]:
        """The moves below a folder, as names below the root; never from a cache."""
        if self._fs is None:
            return [str(path.relative_to(self.root)) for path in (Path(self.root) / folder).rglob("*.json")]
        with _reached(self.url):
            self._fs.invalidate_cache(f"{self.root}/{folder}")
            try:
                found = self._fs.find(f"{self.root}/{folder}")
            except FileNotFoundError:
                return []
        root = self.root.strip("/")
        return [str(name).strip("/").removeprefix(root).strip("/") for name in found if str(name).endswith(".json")]


def exclusive_files(root: Path) -> bool:
    """Whether a local folder is mounted from elsewhere, so that other machines may write there too."""
    import psutil  # noqa: PLC0415

    parts = [part for part in psutil.disk_partitions(all=True) if root.is_relative_to(part.mountpoint)]
    kind = max(parts, key=lambda part: len(part.mountpoint)).fstype.lower() if parts else ""
    return kind in _MOUNTED or kind.startswith("fuse") or str(root).startswith("\\\\")


class _ConflictError(Exception):
    """Another conditional write of the same object was under way: nothing was written; try again."""


def _files(scheme: str) -> Any:
    """The file system of a scheme that promises exclusive creation; raises ProviderRefused for any other."""
    if scheme not in PROMISING:
        raise ProviderRefused(
            f"a store of the kind “{scheme}” cannot promise that a paid request is sent by one buyer only",
            hint=f"for paid work use a local folder, or one of: {', '.join(sorted(PROMISING))}",
        )
    package = PROMISING[scheme]
    import importlib.metadata  # noqa: PLC0415

    import fsspec  # noqa: PLC0415

    try:
        version = tuple(int(part) for part in importlib.metadata.version(package).split(".")[:2])
        files = fsspec.filesystem(scheme, use_listings_cache=False, skip_instance_cache=True)
    except (ImportError, importlib.metadata.PackageNotFoundError):
        raise MissingPart(f"a store of the kind “{scheme}” needs {package}", hint=f"pip install {package}") from None
    if version < _LEAST:
        least = ".".join(map(str, _LEAST))
        raise MissingPart(
            f"{package} {'.'.join(map(str, version))} does not create exclusively",
            hint=f"pip install '{package}>={least}'",
        )
    return files


def _linked(place: Path, data: bytes) -> bool:
    """Create a whole file that is not there, by a hard link: atomic on shared mounts too."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(beside, place)
    except FileExistsError:
        return False
    except OSError as error:
        raise ProviderRefused(
            f"the folder {place.parent} cannot promise that a paid request is sent by one buyer only: {error.strerror}",
            hint="for paid work use a folder on this machine’s own disk, or an object store",
        ) from None
    finally:
        beside.unlink(missing_ok=True)
    return True


@contextlib.contextmanager
def _reached(url: str) -> Iterator[None]:
    """What a store's library raises, in our words; what is (not) there stays FileExistsError and FileNotFoundError."""
    try:
        yield
    except (FileExistsError, FileNotFoundError):
        raise
    except PermissionError as error:
        raise ProviderRefused(f"the store {url} refuses: {error}", hint="look at its credentials and rights") from None
    except OSError as error:
        code = str(getattr(error.__cause__, "response", {}).get("Error", {}).get("Code", ""))
        if code in ("PreconditionFailed", "412"):
            raise FileExistsError(str(error)) from None
        if code in ("ConditionalRequestConflict", "OperationAborted"):
            raise _ConflictError from None
        raise PassingFault(
            f"the store {url} cannot be reached: {error}", hint="run it again; nothing is lost"
        ) from None

"""The store of artifacts: found by the order's digest, kept by content, published whole or not at all.

Layout below the store's URL (any fsspec URL; a plain path is the usual one)::

    blobs/ab/abcdef…      one file's content, named by its SHA-256
    orders/ab/abcdef….json  an artifact: which blobs answer the order with this digest, and its seal

A blob is written beside its place, synced and renamed before the artifact that names it, so a killed process leaves
blobs without a name at worst, which `prune` removes.

The seal is an HMAC-SHA-256 of the artifact by its user's own key. What a store holds that this user did not make, as
one that came with a stranger's folder does, is not taken for an answer, unless they allow the store as it is
(`ministudio trust`). An address is named by a person: what stands there is believed, unless a key is set.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ministudio_cli.configuration import KEY_VARIABLE, store_allowed, store_key
from ministudio_cli.errors import Defect, PassingFault
from ministudio_cli.store.address import FolderAddress, address_of
from ministudio_cli.store.artifact import Artifact, Blob, Facts
from ministudio_cli.store.files import hash_of, remove
from ministudio_cli.store.scratch import scratch_name

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Store:
    """Opens a store; it crosses to another process as its URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.address = address_of(url)
        self.used: set[str] = set()
        """Orders that were found or published here."""
        self.doubted: set[str] = set()
        """Orders that were looked for, are here whole, and are not sealed by this user."""
        self._verified: set[str] = set()
        self._open: bool | None = None

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        return Store, (self.url,)

    def find(self, order: str) -> Artifact | None:
        """The artifact of an order, if it is here whole and sealed by this user."""
        artifact, sealed = self._read_artifact(order)
        if artifact is None or not self._whole(artifact):
            return None
        if not sealed:
            self.doubted.add(order)
            return None
        self.used.add(order)
        return artifact

    def seal(self) -> tuple[int, int]:
        """Seal what is here whole as this user's own: (artifacts that were sealed, artifacts that are damaged)."""
        done = bad = 0
        for order in self._orders():
            artifact, sealed = self._read_artifact(order)
            if artifact is not None and not sealed:
                whole = self._whole(artifact) and all(
                    hash_of(self._local(blob)) == blob.sha256 for blob in artifact.files.values()
                )
                done, bad = done + whole, bad + (not whole)
                if whole:
                    self._write_artifact(artifact)
        self.doubted.clear()
        return done, bad

    def _read_artifact(self, order: str) -> tuple[Artifact | None, bool]:
        """What an order's file says, and whether this user may believe it. What is stored may be a stranger's: names
        that are no digests and no plain file names are refused, so that no path is made of them.
        """
        if not _KEY.fullmatch(order):
            return None, False
        text = self.address.read(_order_name(order))
        if text is None:
            return None, False
        try:
            written = json.loads(text)
            files = {name: Blob(sha256=blob["sha256"], size=blob["size"]) for name, blob in written["files"].items()}
            artifact = Artifact(order=order, kind=str(written["kind"]), files=files, facts=dict(written["facts"]))
            if not all(_sound(name, blob) for name, blob in files.items()):
                return None, False
            return artifact, self._believed(artifact, written.get("seal"))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None, False

    def _believed(self, artifact: Artifact, seal: object) -> bool:
        if self._open is None:
            # Only a person names an address; one who also set a key wants it to be met.
            self._open = (not self.folder and not os.environ.get(KEY_VARIABLE)) or store_allowed(self.url)
        return self._open or (isinstance(seal, str) and hmac.compare_digest(seal.encode(), _seal(artifact).encode()))

    def _whole(self, artifact: Artifact) -> bool:
        return all(self.address.size(_blob_name(blob.sha256)) == blob.size for blob in artifact.files.values())

    def path(self, artifact: Artifact, name: str) -> Path:
        """A local file with the content of one of the artifact's files, verified once a process.

        Raises PassingFault where the content is not what its name says; the artifact is then forgotten, so that
        running again makes it anew.
        """
        blob = artifact.files[name]
        local = self._local(blob)
        if blob.sha256 not in self._verified:
            if hash_of(local) != blob.sha256:
                remove(local)
                if not self.folder:
                    self.address.remove(_blob_name(blob.sha256))
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
        # As it will be read: JSON has no tuples, and keys of text only.
        plain = json.loads(json.dumps(dict(facts), ensure_ascii=False))
        artifact = Artifact(order=order, kind=kind, files=blobs, facts=plain)
        self._write_artifact(artifact)
        self.used.add(order)
        return artifact

    def keep_used(self, film: str) -> None:
        """Remember what this run found and made for a film of a name: what `prune` leaves while it is there."""
        key = hashlib.sha256(f"used {film}".encode()).hexdigest()
        self.publish(key, "used", {}, {"film": film, "orders": sorted(self.used - {key})})

    def used_by_films(self) -> dict[str, set[str]]:
        """For each film whose last finished run is known, the orders that it used."""
        return {
            str(order.facts.get("film", "")): {order.order, *map(str, order.facts.get("orders", ()))}
            for order in self.orders()
            if order.kind == "used"
        }

    def _write_artifact(self, artifact: Artifact) -> None:
        record = _record(artifact) | {"seal": _seal(artifact)}
        self.address.write(_order_name(artifact.order), json.dumps(record, sort_keys=True, ensure_ascii=False))

    def forget(self, order: str) -> None:
        if not _KEY.fullmatch(order):
            return
        self.address.remove(_order_name(order))

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder to work in, on the store's own disk where it has one, removed at the end."""
        folder = Path(tempfile.mkdtemp(prefix=scratch_name(), dir=self.address.scratch()))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def orders(self, *, doubtful: bool = False) -> Iterator[Artifact]:
        """Every artifact that is here whole, in the order of their digests; the `doubtful` are not this user's."""
        for order in self._orders():
            artifact, sealed = self._read_artifact(order)
            if artifact is not None and (sealed or doubtful) and self._whole(artifact):
                yield artifact

    def damaged(self) -> Iterator[tuple[str, str]]:
        """Every (order, file) whose content is not what its name says."""
        for order in self._orders():
            artifact, _ = self._read_artifact(order)
            if artifact is None or not self._whole(artifact):
                yield order, "incomplete"
                continue
            for file, blob in artifact.files.items():
                if hash_of(self._local(blob)) != blob.sha256:
                    yield artifact.order, file

    def discard(self, order: str) -> None:
        """Remove a damaged artifact, with those of its blobs whose content is not what their name says."""
        artifact, _ = self._read_artifact(order)
        for blob in artifact.files.values() if artifact and self.folder else ():
            place = self._local(blob)
            if self.address.size(_blob_name(blob.sha256)) != blob.size or hash_of(place) != blob.sha256:
                remove(place)
        self.forget(order)

    def prune(self, keep: set[str]) -> tuple[int, int]:
        """Remove every artifact whose order is not in `keep`, and every blob without one: (files, bytes) removed.

        Only what the store itself would have written there is ever removed.
        """
        if self.folder:
            self.folder.check()
        kept = {
            blob.sha256 for order in self.orders(doubtful=True) if order.order in keep for blob in order.files.values()
        }
        removed = size = 0
        for folder, names, needed in (("orders", _KEY, keep), ("blobs", _DIGEST, kept)):
            for name in list(self.address.names(folder)):
                own = Path(name).stem if folder == "orders" else Path(name).name
                is_folder = self.folder is not None and (Path(self.folder.root) / name).is_dir()
                if names.fullmatch(own) and own not in needed and not is_folder:
                    freed = self.address.remove(name)
                    removed, size = removed + (freed >= 0), size + max(0, freed)
        self.sweep()
        return removed, size

    def sweep(self) -> None:
        """Remove what killed processes left half-made."""
        if self.folder:
            self.folder.sweep()

    @property
    def folder(self) -> FolderAddress | None:
        """Its address, where that is a folder of this machine."""
        return self.address if isinstance(self.address, FolderAddress) else None

    def _local(self, blob: Blob) -> Path:
        return self.address.local(_blob_name(blob.sha256), blob.size)

    def _take(self, path: Path) -> Blob:
        blob = Blob(sha256=hash_of(path), size=path.stat().st_size)
        self.address.take(path, _blob_name(blob.sha256), blob.size)
        if self.folder:
            self._verified.add(blob.sha256)
        return blob

    def _orders(self) -> Iterator[str]:
        for name in self.address.names("orders"):
            # What was being written when its process was killed is no artifact.
            if not Path(name).name.startswith("."):
                yield Path(name).stem


def _blob_name(sha256: str) -> str:
    return f"blobs/{sha256[:2]}/{sha256}"


def _order_name(order: str) -> str:
    return f"orders/{order[:2]}/{order}.json"


def doubt(store: Store) -> str:
    """What is to be said of artifacts that were looked for and are not sealed by this user."""
    return (
        f"the store {store.url} holds results that you did not make (ministudio trust believes them, if they are yours)"
    )


def _record(artifact: Artifact) -> Facts:
    """An artifact as its file holds it, its seal apart."""
    files = {name: {"sha256": blob.sha256, "size": blob.size} for name, blob in artifact.files.items()}
    return {"kind": artifact.kind, "files": files, "facts": artifact.facts}


def _seal(artifact: Artifact) -> str:
    """The keyed digest that binds what an artifact says to the order that it answers."""
    text = json.dumps([artifact.order, _record(artifact)], sort_keys=True)
    return hmac.new(store_key(), text.encode(), hashlib.sha256).hexdigest()


def _sound(name: str, blob: Blob) -> bool:
    """Whether a stored file's name and its content's are what the store itself would write."""
    return (
        isinstance(blob.sha256, str)
        and _DIGEST.fullmatch(blob.sha256) is not None
        and isinstance(blob.size, int)
        and blob.size >= 0
        and _NAME.fullmatch(name) is not None
    )

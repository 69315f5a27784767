"""Making something once: found under the digest of what it is made from, or made and published whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store

Made = tuple[Mapping[str, Path], Mapping[str, Any]]
"""Files in the folder that was given, and facts that JSON can hold."""


def made(store: Store, kind: str, key: str, make: Callable[[Path], Made]) -> Artifact:
    """The artifact under a key, found or made in a scratch folder."""
    found = store.find(key)
    if found:
        return found
    with store.scratch() as folder:
        files, facts = make(folder)
        return store.publish(key, kind, files, facts)

"""What an order made: named files known by their hashes, and a few facts about them."""

from __future__ import annotations

from dataclasses import dataclass

from ministudio_cli.json_types import JsonObject

Facts = JsonObject
"""What is known of an artifact, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """The content of one file: SHA-256 and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """The whole result of the order with this digest."""

    order: str
    kind: str
    files: dict[str, Blob]
    facts: Facts

    @property
    def size(self) -> int:
        return sum(blob.size for blob in self.files.values())

    @property
    def sha256(self) -> str:
        """The hash of an artifact with one file."""
        return next(iter(self.files.values())).sha256

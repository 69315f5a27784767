"""Seeds are derived from the global seed and the ids they cover, never drawn and never counted.

So adding a shot reseeds nobody. Seeds make offline takes reproducible and generated ones auditable; they do not make
a remote model repeat itself.
"""

from __future__ import annotations

import hashlib

from ministudio_cli.planning.task import digest_of


def derive(seed: int, *ids: str, take: int = 0) -> int:
    """A seed from 0 to 4294967295 for whatever the ids cover."""
    words = "\0".join([str(seed), *ids, str(take)])
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big")


def shot_seed(seed: int, lock: str, scene: str, shot: str, take: int = 0) -> int:
    """The seed of a shot under `film`, `scene` or `shot` lock."""
    covered = {"film": (), "scene": (scene,), "shot": (scene, shot)}[lock]
    return derive(seed, "shot", *covered, take=take)


def seed_key(kind: str, content: object) -> str:
    """Under which a lock remembers the seed of a set or a character: what it looks like, without its id."""
    return digest_of([kind, content])[:24]

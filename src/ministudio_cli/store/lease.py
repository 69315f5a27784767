"""Leases: who is at work in a store, so that nobody removes from it what a render under way has made or found.

A lease is a small file with the time until which it holds; it is renewed while its process lives. Each side writes its
own first and then looks for the other's, so that of two that begin at once at least one gives way (an object store's
listings are consistent with what was written before them).
"""

from __future__ import annotations

import contextlib
import json
import platform
import secrets
import threading
import time
from collections.abc import Iterator

from ministudio_cli.errors import MinistudioError, PassingFault, UsageFault
from ministudio_cli.store.address import Address, FolderAddress
from ministudio_cli.store.scratch import alive, scratch_name

RENDERS, PRUNES = "leases/renders", "leases/prunes"
LIFE = 900.0
"""Seconds that a lease holds; clocks of machines that share a store may differ by some minutes."""
_RENEWED = 0.25
"""Share of its life after which a lease is renewed."""


@contextlib.contextmanager
def rendering(address: Address) -> Iterator[None]:
    """Hold a store for a render; raises PassingFault while it is pruned."""
    with _held(address, RENDERS):
        if others := _holders(address, PRUNES):
            raise PassingFault(
                f"the store {address.url} is being pruned on {others[0]}", hint="run it again when that is done"
            )
        yield


@contextlib.contextmanager
def pruning(address: Address) -> Iterator[None]:
    """Hold a store to remove what is not needed; raises UsageFault while a render or another prune is at work in it."""
    with _held(address, PRUNES) as own:
        for folder, words in ((RENDERS, "a render"), (PRUNES, "another prune")):
            if others := _holders(address, folder, but=own):
                raise UsageFault(
                    f"{words} is at work in the store {address.url} on {', '.join(others)}",
                    hint="prune it when that is done; what a killed one left ends by itself in a quarter of an hour",
                )
        yield


@contextlib.contextmanager
def _held(address: Address, folder: str) -> Iterator[str]:
    name = f"{folder}/{scratch_name()}{secrets.token_hex(8)}.json"
    ended = threading.Event()

    def write() -> None:
        address.write(name, json.dumps({"host": platform.node(), "until": time.time() + LIFE}))

    def renew() -> None:
        while not ended.wait(LIFE * _RENEWED):
            with contextlib.suppress(MinistudioError, OSError):
                write()

    write()
    renewal = threading.Thread(target=renew, name="lease", daemon=True)
    renewal.start()
    try:
        yield name
    finally:
        ended.set()
        renewal.join()
        with contextlib.suppress(MinistudioError, OSError):
            address.remove(name)


def _holders(address: Address, folder: str, *, but: str = "") -> list[str]:
    """The machines whose leases hold. In a folder, one of a process of this machine that is no more holds nothing; at
    an address two machines may have one name, and only time tells.
    """
    hosts, now = set(), time.time()
    for name in address.names("leases"):
        # What begins with a dot is being written.
        if not name.startswith(f"{folder}/") or name == but or name.rsplit("/", 1)[1].startswith("."):
            continue
        try:
            lease = json.loads(address.read(name) or "{}")
            until, host = float(lease["until"]), str(lease["host"])
        except (ValueError, KeyError, TypeError):
            continue
        gone = isinstance(address, FolderAddress) and not alive(name.rsplit("/", 1)[1])
        if gone or until < now - LIFE:
            with contextlib.suppress(MinistudioError, OSError):
                address.remove(name)
        elif now < until < now + 2 * LIFE:  # what ends later than any lease could was not written by one
            hosts.add(host or "a machine without a name")
    return sorted(hosts)

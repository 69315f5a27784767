"""What a task is: a frozen value that names what makes it and what it reads. Same digest, same artifact. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar

from ministudio_cli.versions import built_in

_PLAIN = frozenset({str, int, float, bool, type(None)})
APART = {"digest": False}
"""Of a field that a task carries and that does not shape what is made: it is no part of the digest."""
GIVEN = {"digest": "given"}
"""Of a field that came later than what is stored: it is a part of the digest where it has not its default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRef:
    """What makes a task: a provider by its entry-point name, and its version, which is part of the digest."""

    name: str
    version: str = "1"
    waits: bool = field(default=False, compare=False, metadata=APART)
    """Whether it waits for a network: then a thread is enough for it."""


def ours(name: str) -> ProviderRef:
    """What this package makes itself, by its name in `versions`, as its code and libraries are now."""
    return ProviderRef(name=name, version=built_in(name))


class Task:
    """Base of every product: a frozen dataclass whose fields are all that shapes it.

    `make` names the function that makes it, as `module:function`; it is called with the task and a context and returns
    a take.
    """

    __slots__ = ()
    kind: ClassVar[str]
    make: ClassVar[str]
    asks: ClassVar[str] = ""
    """The kind of provider that makes it (shots, plates or voices); “” where it is this package itself."""
    at_once: ClassVar[bool] = False
    """Whether it takes no time worth another process."""
    maker: ProviderRef

    @property
    def inputs(self) -> tuple[str, ...]:
        """Digests of the tasks whose artifacts are read."""
        return ()

    @property
    def memory(self) -> int:
        """What a worker needs for it, in MB."""
        return 300

    @property
    def effort(self) -> int:
        """How long it takes, in frames of picture drawn at 1080 lines (about 60 ms of CPU each)."""
        return 1

    @property
    def ceiling(self) -> Decimal:
        """US dollars that its purchases may cost together, as the plan priced it."""
        return Decimal(0)

    @property
    def waits(self) -> bool:
        """Whether it waits for a network: then it runs in a thread."""
        return self.maker.waits


def plain(value: Any) -> Any:
    """A value as JSON can hold it, exactly: fractions as text."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if dataclasses.is_dataclass(kind):
        found = {name: plain(getattr(value, name)) for name in _counted(kind)}
        return found | {name: plain(own) for name, usual in _given(kind) if (own := getattr(value, name)) != usual}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Fraction | Decimal) else value


@cache
def _counted(kind: type[Any]) -> tuple[str, ...]:
    """The names of a dataclass's fields that tell its values apart."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.metadata.get("digest", True) is True)


@cache
def _given(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields that do so only where they have not their defaults, with those."""
    fields = dataclasses.fields(kind)
    return tuple((field.name, field.default) for field in fields if field.metadata.get("digest") == "given")


def digest_of(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reference_digest(sha256: str) -> str:
    """Under which the store keeps a file of the user's own, known by its content."""
    return digest_of({"kind": "reference", "sha256": sha256})


def digest(task: Task) -> str:
    """Under which the store keeps what a task makes."""
    return digest_of({"kind": task.kind, "order": task})

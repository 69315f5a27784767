"""What a package of providers offers: its specification, as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a provider is given for one film: credentials and options, as values. The process's environment is not read.

    `values` holds what the specification's credentials name, `origins` where each was found, `options` what the
    screenplay says under `render: options:`.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """A credential or an address; “” where it is not set."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A variable that a provider reads: from the real environment or, where `dotenv`, from a `.env` of the film too.

    `secret` values are never shown. `file`: it names a JSON file, of which `secret_fields` are never shown either; its
    path is meant from the folder of the `.env` that names it. Addresses of services are not to be `dotenv`.
    """

    name: str
    secret: bool = True
    file: bool = False
    secret_fields: tuple[str, ...] = ()
    dotenv: bool = True

    def secrets_in(self, value: str) -> list[str]:
        """The values that are never to be shown."""
        if not value or not (self.secret or self.secret_fields):
            return []
        if not self.file:
            return [value] if self.secret else []
        try:
            content = json.loads(Path(value).read_text("utf-8"))
        except (OSError, ValueError):
            return []
        found = content if isinstance(content, dict) else {}
        return [str(found[name]) for name in self.secret_fields if name in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What making one take needs: cores, memory in megabytes, graphics processors."""

    cpu: float = 1.0
    memory: int = 500
    gpu: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One request that an order will need: the key of its purchase, and US dollars."""

    key: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What `doctor` tells of a part: whether it works, what was found, the command or step that mends it."""

    name: str
    ok: bool
    found: str
    mend: str = ""
    optional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Providers that go together, for `--profile`."""

    shots: str
    plates: str
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatorOption:
    """An option of the command `emulator`; its type is its default's."""

    flag: str
    default: str | int | float | bool
    help: str
    metavar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatorSpec:
    """Services on this machine, for trying films without an account: `start`, given the options' values, runs them and
    gives the lines that a shell is to export.
    """

    short_help: str
    help: str
    options: tuple[EmulatorOption, ...]
    start: Callable[[Mapping[str, Any]], AbstractContextManager[list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSpec:
    """What a package offers. Providers are named by “module:Class”, so that naming them loads none of their code."""

    name: str
    """The package's own name: the key of its options in a screenplay, and of its part in `doctor`."""
    shots: Mapping[str, str] = field(default_factory=dict)
    plates: Mapping[str, str] = field(default_factory=dict)
    voices: Mapping[str, str] = field(default_factory=dict)
    models: Traversable | None = None
    """The folder of its model files (docs/providers.md), one a model."""
    credentials: tuple[Credential, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    """The JSON Schema of its options: a mapping of property names to schemas."""
    emulator: str = ""
    """“module:name” of an EmulatorSpec."""
    check: str = ""
    """“module:function” for `doctor`: given Settings, whether to go online, and a profile (“”: all), gives Checks."""

    def of(self, kind: str) -> Mapping[str, str]:
        """Its providers of a kind: shots, plates or voices."""
        named: Mapping[str, str] = getattr(self, kind)
        return named

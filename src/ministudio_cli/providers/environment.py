"""Where providers' credentials come from: the real environment, then the `.env` of the film's own project.

They are values, handed to the providers of one film: nothing is written into the process's environment, so that one
film's `.env` never pays for another's.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ministudio_cli.providers.kit import ProviderSpec, Settings
from ministudio_cli.secrets import conceal


@dataclass(frozen=True)
class Environment:
    """The variables that one film's providers may read. Without a screenplay: the real environment's only."""

    screenplay: Path | None = None

    def settings(self, spec: ProviderSpec, options: Mapping[str, object] | None = None) -> Settings:
        """What a specification's credentials are now; secret values are concealed from here on.

        The real environment wins, so `doppler run -- ministudio …` does. What is not `dotenv` is read from there alone.
        """
        values: dict[str, str] = {}
        origins: dict[str, str] = {}
        for one in spec.credentials:
            value, origin = os.environ.get(one.name, ""), "environment"
            if not value and one.dotenv and self._dotenv:
                file, content = self._dotenv
                value, origin = content.get(one.name) or "", str(file)
                if value and one.file:
                    value = str((file.parent / value).resolve())
            if value:
                values[one.name], origins[one.name] = value, origin
                conceal(*one.secrets_in(value))
        return Settings(values=values, origins=origins, options=dict(options or {}))

    @cached_property
    def _dotenv(self) -> tuple[Path, Mapping[str, str | None]] | None:
        """The nearest `.env`: beside the screenplay, or above it up to its project's root, where it has one."""
        if self.screenplay is None:
            return None
        beside = self.screenplay.resolve().parent
        above = [beside, *beside.parents]
        root = next(
            (place for place in above if (place / ".git").exists() or (place / "pyproject.toml").exists()), beside
        )
        for folder in above[: above.index(root) + 1]:
            if (folder / ".env").is_file():
                from dotenv import dotenv_values  # noqa: PLC0415 - most films have no such file

                return folder / ".env", dotenv_values(folder / ".env", interpolate=False)
        return None

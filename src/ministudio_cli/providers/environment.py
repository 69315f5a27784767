"""Where providers' credentials come from: the real environment, then the `.env` of the film's own project.

They are values, handed to the providers of one film: nothing is written into the process's environment, so that one
film's `.env` never pays for another's. A `.env` comes with its folder, which may be a stranger's: it is read only as
this user has allowed it.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ministudio_cli.configuration import allow_dotenv, dotenv_allowed
from ministudio_cli.errors import ProviderRefused
from ministudio_cli.providers.spec import Credential, ProviderSpec, Settings
from ministudio_cli.secrets import redact


@dataclass(frozen=True)
class Environment:
    """The variables that one film's providers may read. Without a screenplay: the real environment's only."""

    screenplay: Path | None = None

    def settings(self, spec: ProviderSpec, options: Mapping[str, object] | None = None) -> Settings:
        """What a specification's credentials are now; secret values are concealed from here on.

        The real environment wins, so `doppler run -- ministudio …` does. What is not `dotenv` is read from there alone.
        Raises ProviderRefused where a `.env` that this user has not allowed sets one of them.
        """
        values: dict[str, str] = {}
        origins: dict[str, str] = {}
        if named := self._from_dotenv([spec]):
            self._hold(named)
        for credential in spec.credentials:
            value, origin = os.environ.get(credential.name, ""), "environment"
            if credential.name in named and self._dotenv:
                file, content = self._dotenv
                value, origin = content.get(credential.name) or "", str(file)
                if value and credential.file:
                    value = str((file.parent / value).resolve())
            if value:
                values[credential.name], origins[credential.name] = value, origin
                redact(*credential.secrets_in(value))
        return Settings(values=values, origins=origins, options=dict(options or {}))

    def allow(self, specs: Iterable[ProviderSpec], ask: Callable[[str], bool] | None) -> None:
        """Ask whoever sits there, once for a `.env` as it is, whether it may set what these specifications read."""
        named = self._from_dotenv(specs)
        if named and ask and self._dotenv and not dotenv_allowed(self._dotenv[0]):
            question = f"{self._dotenv[0]} sets {', '.join(named)}. Is it yours, and may it be used for its films?"
            if ask(question):
                allow_dotenv(self._dotenv[0])

    @property
    def dotenv(self) -> Path | None:
        """The `.env` that this film's providers would read."""
        return self._dotenv[0] if self._dotenv else None

    def names(self, specs: Iterable[ProviderSpec]) -> list[str]:
        """The credentials of specifications that the `.env` sets, and the environment does not."""
        return list(self._from_dotenv(specs))

    def _from_dotenv(self, specs: Iterable[ProviderSpec]) -> dict[str, Credential]:
        """The credentials that only the `.env` sets, by name."""
        if not self._dotenv:
            return {}
        content = self._dotenv[1]
        return {
            credential.name: credential
            for spec in specs
            for credential in spec.credentials
            if credential.dotenv and not os.environ.get(credential.name) and content.get(credential.name)
        }

    def _hold(self, named: Mapping[str, Credential]) -> None:
        """Raises ProviderRefused where this user has not allowed the `.env` as it is."""
        if self._dotenv and not dotenv_allowed(self._dotenv[0]):
            file = self._dotenv[0]
            raise ProviderRefused(
                f"{file} sets {', '.join(named)}, and you have not allowed it as it is; nothing was sent",
                hint=f"if it is yours: ministudio trust {shlex.quote(str(file.parent))}; or set them elsewhere",
            )

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

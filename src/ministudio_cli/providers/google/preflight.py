"""Asking Google, for nothing, whether a service will do: before anything is bought, and for `doctor --online`."""

from __future__ import annotations

from typing import Any

from ministudio_cli.errors import PassingFault, ProviderRefused
from ministudio_cli.providers.google.credentials import Credentials
from ministudio_cli.providers.google.failures import problem
from ministudio_cli.providers.google.wire import TIMEOUT, client, fresh_token

_DISABLED = ("has not been used", "SERVICE_DISABLED", "it is disabled")
"""What Google writes of an API that a project has not enabled."""
_ENABLE = "enable the API for this project in Google Cloud’s console, wait some minutes, then try again"


def model_is_served(found: Credentials, kind: str, model: str, location: str = "") -> None:
    """Raises ProviderRefused where a credential is refused, or the model is not known.

    The answer proves that credential and model are known; whether a project may generate in a location only a paid
    request shows, which is refused unpaid where it may not.
    """
    if kind == "cloud":
        fresh_token(found)
    google = client(found, kind, location)
    _asked(lambda: google.models.get(model=model), f"{model} by {'the API key' if kind == 'key' else 'the project'}")


def voices_are_served(service: Any) -> list[str]:
    """The names of the voices that are on offer; raises ProviderRefused where speech is refused."""
    answer = _asked(lambda: service.list_voices(timeout=TIMEOUT, retry=None), "speech")
    return [voice.name for voice in answer.voices]


def _asked(ask: Any, what: str) -> Any:
    try:
        return ask()
    except (ProviderRefused, PassingFault):
        raise
    except Exception as error:  # noqa: BLE001 - the libraries share no base class
        found = problem(error)
        if found.code in (429, 500, 502, 503, 504) or (found.code is None):
            raise PassingFault(
                f"{what} cannot be tried just now {found.words}", hint="run it again; nothing was sent"
            ) from None
        if any(mark in found.reason for mark in _DISABLED):
            raise ProviderRefused(f"{what}: the API is not enabled {found.words}", hint=_ENABLE) from None
        if found.code in (401, 403) or "API key" in found.reason:
            hint = "use another key or account, or give it this right; ministudio doctor shows which was found"
            raise ProviderRefused(f"{what}: the credentials are refused {found.words}", hint=hint) from None
        if found.code == 404:
            hint = "look for another model: ministudio doctor --models; or for its place: GOOGLE_CLOUD_LOCATION"
            raise ProviderRefused(f"{what}: it is not known there {found.words}", hint=hint) from None
        raise ProviderRefused(f"{what} was refused {found.words}", hint="run: ministudio doctor --online") from None

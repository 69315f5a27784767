"""Where Google's credentials come from: the environment first, then `.env`; looked up, never stored, never shown."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.errors import ProviderRefused
from ministudio_cli.secrets import NAMES, conceal_environment, masked

ALSO = ("GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION", "MINISTUDIO_GOOGLE_URL")
LOCATION = "us-central1"
_HOW = "set GOOGLE_API_KEY, or GOOGLE_APPLICATION_CREDENTIALS to a service account’s file; see ministudio doctor"

_from: dict[str, str] = {}
"""Which variables a `.env` told, and which file it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What was found. `where` says where, without saying what; `url` is another address than Google's, or “”.

    `kind` is the file's own word for itself: service_account, authorized_user and others.
    """

    key: str
    file: str
    kind: str
    project: str
    location: str
    where: str
    url: str


def enter(screenplay: Path) -> None:
    """Take what a `.env` beside the screenplay, or above it up to the project's root, says into the environment.

    What the environment says already is kept, so `doppler run -- ministudio …` always wins.
    """
    for folder in (screenplay.resolve().parent, *screenplay.resolve().parent.parents):
        file = folder / ".env"
        if file.is_file():
            from dotenv import dotenv_values  # noqa: PLC0415 - most films have no such file

            told = dotenv_values(file, interpolate=False)
            for name in (*NAMES, *ALSO):
                value = told.get(name)
                if value and not os.environ.get(name):
                    # A path in the file is meant from the file's own folder.
                    is_path = name == "GOOGLE_APPLICATION_CREDENTIALS"
                    os.environ[name] = str((folder / value).resolve()) if is_path else value
                    _from[name] = str(file)
        if (folder / ".git").exists() or (folder / "pyproject.toml").exists() or folder == Path.home():
            break
    conceal_environment()


def found() -> Credentials:
    """What the environment holds now."""
    get = os.environ.get
    key = get("GOOGLE_API_KEY") or get("GEMINI_API_KEY") or ""
    file = get("GOOGLE_APPLICATION_CREDENTIALS") or ""
    if not file and not key:
        adc = _adc()
        file = str(adc) if adc.is_file() else ""
    told = _told(file)
    names = [name for name in NAMES if get(name)]
    where = ", ".join(f"{name} ({_from.get(name, 'environment')})" for name in names)
    return Credentials(
        key=key,
        file=file,
        kind=str(told.get("type") or ""),
        project=get("GOOGLE_CLOUD_PROJECT") or str(told.get("project_id") or told.get("quota_project_id") or ""),
        location=get("GOOGLE_CLOUD_LOCATION") or LOCATION,
        where=where or (f"application default credentials ({file})" if file else ""),
        url=(get("MINISTUDIO_GOOGLE_URL") or "").rstrip("/"),
    )


def some() -> None:
    """Raises ProviderRefused where there are no credentials at all."""
    one = found()
    if not one.key and not one.file:
        raise ProviderRefused("there are no Google credentials; nothing was sent", hint=_HOW)


def shown(one: Credentials) -> list[tuple[str, str]]:
    """What was found and what it unlocks, masked: (what, what for)."""
    said = []
    if one.key:
        said.append((f"an API key, {masked(one.key)}", "omni, pictures, voices"))
    if one.file:
        said.append((f"credentials for the project “{one.project or '?'}”", "veo, pictures, voices"))
    return said


def needed(kind: str) -> Credentials:
    """The credentials for `key` (an API key), `cloud` (a project) or `any` of them; raises ProviderRefused without."""
    one = found()
    if kind == "key" and not one.key:
        raise ProviderRefused("this model needs an API key", hint="set GOOGLE_API_KEY (or GEMINI_API_KEY)")
    if kind == "cloud" and not one.file:
        raise ProviderRefused(
            "this model needs a Google Cloud project",
            hint="set GOOGLE_APPLICATION_CREDENTIALS, or run: gcloud auth application-default login",
        )
    if kind == "cloud" and not one.project:
        raise ProviderRefused("no Google Cloud project is named", hint="set GOOGLE_CLOUD_PROJECT")
    if not one.key and not one.file:
        raise ProviderRefused("there are no Google credentials", hint=_HOW)
    return one


def _adc() -> Path:
    base = os.environ.get("CLOUDSDK_CONFIG") or (os.environ.get("APPDATA", "") + "/gcloud" if os.name == "nt" else "")
    return Path(base or Path.home() / ".config" / "gcloud") / "application_default_credentials.json"


def _told(file: str) -> dict[str, object]:
    try:
        told = json.loads(Path(file).read_text("utf-8")) if file else {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not JSON"
        raise ProviderRefused(f"GOOGLE_APPLICATION_CREDENTIALS cannot be read: {reason}", hint=_HOW) from None
    return told if isinstance(told, dict) else {}

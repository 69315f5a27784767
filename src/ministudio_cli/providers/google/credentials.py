"""Google's credentials for one film: read from its settings, looked up, never stored, never shown."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ministudio_cli.errors import ProviderRefused
from ministudio_cli.providers.spec import Settings
from ministudio_cli.secrets import masked

LOCATION = "us-central1"
"""Where Veo is served, unless GOOGLE_CLOUD_LOCATION says otherwise."""
_HOW = "set GOOGLE_API_KEY, or GOOGLE_APPLICATION_CREDENTIALS to a service account’s file; see ministudio doctor"


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


def credentials_in(settings: Settings) -> Credentials:
    """What a film's settings hold; gcloud's own application default credentials where they hold neither key nor file.

    Raises ProviderRefused where the file cannot be read.
    """
    key = settings.get("GOOGLE_API_KEY") or settings.get("GEMINI_API_KEY")
    file = settings.get("GOOGLE_APPLICATION_CREDENTIALS")
    if not file and not key:
        default = _default_file()
        file = str(default) if default.is_file() else ""
    content = _content(file)
    _trusted(settings, str(content.get("type") or ""))
    names = ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS")
    where = ", ".join(f"{name} ({settings.origins.get(name)})" for name in names if settings.get(name))
    return Credentials(
        key=key,
        file=file,
        kind=str(content.get("type") or ""),
        project=settings.get("GOOGLE_CLOUD_PROJECT")
        or str(content.get("project_id") or content.get("quota_project_id") or ""),
        location=settings.get("GOOGLE_CLOUD_LOCATION") or LOCATION,
        where=where or (f"application default credentials ({file})" if file else ""),
        url=_address(settings.get("MINISTUDIO_GOOGLE_URL").rstrip("/")),
    )


def needed(settings: Settings, kind: str) -> Credentials:
    """The credentials for `key` (an API key), `cloud` (a project) or `any` of them; raises ProviderRefused without."""
    found = credentials_in(settings)
    if not found.key and not found.file:
        raise ProviderRefused("there are no Google credentials; nothing was sent", hint=_HOW)
    if kind == "key" and not found.key:
        other = "; the project that is set unlocks the profile veo" if found.file else ""
        raise ProviderRefused(f"this model needs an API key{other}", hint="set GOOGLE_API_KEY (or GEMINI_API_KEY)")
    if kind == "cloud" and not found.file:
        other = "; the API key that is set unlocks the profile omni" if found.key else ""
        raise ProviderRefused(
            f"this model needs a Google Cloud project{other}",
            hint="set GOOGLE_APPLICATION_CREDENTIALS, or run: gcloud auth application-default login",
        )
    if kind == "cloud" and not found.project:
        raise ProviderRefused("no Google Cloud project is named", hint="set GOOGLE_CLOUD_PROJECT")
    if not found.key and not found.project:
        raise ProviderRefused("no Google Cloud project is named", hint="set GOOGLE_CLOUD_PROJECT")
    return found


def unlocked(found: Credentials) -> list[tuple[str, str]]:
    """What was found and what it unlocks, masked: (what, what for)."""
    rows = []
    if found.key:
        rows.append((f"an API key, {masked(found.key)}", "omni, pictures, voices"))
    if found.file:
        rows.append((f"credentials for the project “{found.project or '?'}”", "veo, pictures, voices"))
    return rows


def _address(url: str) -> str:
    """An address that keys may be sent to: encrypted, or on this machine; raises ProviderRefused for any other."""
    parts = urlsplit(url)
    near = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if url and parts.scheme != "https" and not (near and parts.scheme == "http"):
        raise ProviderRefused(
            "MINISTUDIO_GOOGLE_URL is neither https nor on this machine; nothing was sent", hint="use an https address"
        )
    return url


def _trusted(settings: Settings, kind: str) -> None:
    """A film's folder may name an account, and no recipe that reads files, runs programs or calls other addresses."""
    origin = settings.origins.get("GOOGLE_APPLICATION_CREDENTIALS", "environment")
    if origin != "environment" and kind not in ("service_account", "authorized_user"):
        raise ProviderRefused(
            f"the credentials that {origin} names are of the kind “{kind or '?'}”, which may read files and call other "
            "addresses",
            hint="set GOOGLE_APPLICATION_CREDENTIALS in the environment yourself, if they are yours",
        )


def _default_file() -> Path:
    base = os.environ.get("CLOUDSDK_CONFIG") or (os.environ.get("APPDATA", "") + "/gcloud" if os.name == "nt" else "")
    return Path(base or Path.home() / ".config" / "gcloud") / "application_default_credentials.json"


def _content(file: str) -> dict[str, object]:
    try:
        content = json.loads(Path(file).read_text("utf-8")) if file else {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not JSON"
        raise ProviderRefused(f"GOOGLE_APPLICATION_CREDENTIALS cannot be read: {reason}", hint=_HOW) from None
    return content if isinstance(content, dict) else {}

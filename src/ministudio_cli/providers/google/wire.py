"""Talking to Google: one client a credential, one place where its errors become ours."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from ministudio_cli.errors import Busy, PassingFault, ProviderRefused, UnknownOutcome
from ministudio_cli.providers.google.credentials import Credentials, needed
from ministudio_cli.secrets import redacted

TIMEOUT = 60
"""Seconds that a single request may take; generating is waited for by asking again, not by one long request."""
_CLOUD = "https://www.googleapis.com/auth/cloud-platform"
_clients: dict[tuple[str, Credentials], Any] = {}
_turn = threading.Lock()


def client(kind: str) -> Any:
    """A google-genai client for `key` (Gemini API) or `cloud` (Vertex AI), shared by all threads."""
    one = needed(kind)
    with _turn:
        if (kind, one) not in _clients:
            from google import genai  # noqa: PLC0415
            from google.genai import types  # noqa: PLC0415

            http = types.HttpOptions(
                base_url=one.url or None, timeout=TIMEOUT * 1000, retry_options=types.HttpRetryOptions(attempts=1)
            )
            with _quiet_environment():
                _clients[kind, one] = (
                    genai.Client(api_key=one.key, vertexai=False, http_options=http)
                    if kind == "key"
                    else genai.Client(
                        vertexai=True,
                        project=one.project,
                        location=one.location,
                        credentials=cloud_credentials(one),
                        http_options=http,
                    )
                )
        return _clients[kind, one]


def either() -> str:
    """`key` where there is a key, else `cloud`: for what both can do."""
    return "key" if needed("any").key else "cloud"


def cloud_credentials(one: Credentials) -> Any:
    """The file's credentials, not fetched yet: a service account's, a person's own, or what the library makes of it."""
    import google.auth  # noqa: PLC0415
    from google.oauth2 import credentials, service_account  # noqa: PLC0415

    makers: dict[str, Any] = {
        "service_account": service_account.Credentials.from_service_account_file,
        "authorized_user": credentials.Credentials.from_authorized_user_file,
    }
    try:
        make = makers.get(one.kind)
        return make(one.file, scopes=[_CLOUD]) if make else google.auth.default(scopes=[_CLOUD])[0]
    except (ValueError, google.auth.exceptions.GoogleAuthError) as error:
        said = redacted(str(error).split("\n", 1)[0][:200])
        raise ProviderRefused(f"the Google credentials cannot be used: {said}", hint="run: ministudio doctor") from None


@contextlib.contextmanager
def _quiet_environment() -> Iterator[None]:
    """google-genai logs which of two keys it uses; that both are set is not news."""
    import logging  # noqa: PLC0415

    logger = logging.getLogger("google_genai._api_client")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextlib.contextmanager
def translated(*, pays: bool) -> Iterator[None]:
    """Turn what the libraries raise into our errors. `pays`: the request makes something that costs money.

    Raises Busy where it was surely not taken, UnknownOutcome where a paying one may have been, ProviderRefused where
    it never will be, PassingFault where asking again is free.
    """
    try:
        yield
    except (PassingFault, ProviderRefused):
        raise
    except Exception as error:  # noqa: BLE001 - the libraries share no base class
        raise _ours(error, pays=pays) from None


def _ours(error: Exception, *, pays: bool) -> Exception:  # noqa: PLR0911 - a table of what each answer means
    code, said = _code(error), redacted(_said(error))
    name = type(error).__name__
    if code in (429, 503):
        return Busy(f"Google is busy ({code}): {said}", wait=_wait(error))
    if code in (401, 403):
        return ProviderRefused(
            f"Google refused the credentials ({code}): {said}", hint="run: ministudio doctor --online"
        )
    if code == 404:
        return ProviderRefused(
            f"Google does not know this (404): {said}", hint="it may have expired, or the model is not in this location"
        )
    if code is not None and 400 <= code < 500:
        return ProviderRefused(f"Google refused the request ({code}): {said}", hint="change what is asked for")
    if name in ("ConnectError", "ConnectTimeout", "RefreshError", "TransportError") or "NoResponse" in name:
        return Busy(f"Google cannot be reached: {said}", tries=4)
    if code is not None or _is_network(error):
        what = f"Google failed ({code}): {said}" if code else f"the connection was lost: {said}"
        return UnknownOutcome(what) if pays else PassingFault(what)
    return error


def _code(error: Exception) -> int | None:
    for attribute in ("code", "status_code"):
        value = getattr(error, attribute, None)
        value = getattr(value, "value", value)
        if isinstance(value, int):
            return value
    return None


def _said(error: Exception) -> str:
    message = str(getattr(error, "message", None) or error)
    # The interactions' errors carry the whole answer as text.
    inner = re.search(r"""['"]message['"]: (['"])(.*?)\1[,}]""", message)
    message = inner[2] if inner else message
    return " ".join(str(message).split())[:300]


def _is_network(error: Exception) -> bool:
    """Of the transports' own errors: httpx, requests, urllib3, grpc, sockets."""
    roots = {one.__module__.split(".")[0] for one in type(error).__mro__}
    return (
        bool(roots & {"httpx", "httpx2", "httpcore", "httpcore2", "requests", "urllib3", "grpc", "http"})
        or isinstance(error, OSError | TimeoutError)
        or type(error).__module__.startswith(("google.api_core", "google.auth", "google.genai"))
    )


def _wait(error: Exception) -> float:
    """Seconds that Retry-After asks for; 0 where it does not."""
    response = getattr(error, "response", None) or getattr(error, "raw_response", None)
    headers = getattr(response, "headers", None) or getattr(error, "headers", None) or {}
    told = headers.get("retry-after") or headers.get("Retry-After") or ""
    if told.replace(".", "", 1).isdigit():
        return float(told)
    with contextlib.suppress(ValueError, TypeError):
        import datetime as dt  # noqa: PLC0415

        return max(0.0, (parsedate_to_datetime(told) - dt.datetime.now(dt.UTC)).total_seconds())
    return 0.0

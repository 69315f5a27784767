"""Talking to Google: one client a credential and place, one table of what its answers mean."""

from __future__ import annotations

import contextlib
import contextvars
import threading
from collections.abc import Callable, Iterator
from typing import Any

from ministudio_cli.errors import ProviderRefused
from ministudio_cli.json_types import JsonObject
from ministudio_cli.providers.google.credentials import Credentials
from ministudio_cli.secrets import redacted

Body = JsonObject
"""What a request or an answer holds, as JSON."""

TIMEOUT = 60
"""Seconds that a single request may take; generating is waited for by asking again, not by one long request."""
_CLOUD = "https://www.googleapis.com/auth/cloud-platform"
SLOW = 300
"""Seconds for a request that answers with what it made: a large picture."""
_clients: dict[tuple[str, str, int, Credentials], Any] = {}
_turn = threading.Lock()
_dispatch: contextvars.ContextVar[Callable[[], None] | None] = contextvars.ContextVar("dispatch", default=None)


def client(found: Credentials, kind: str, location: str = "", seconds: int = TIMEOUT) -> Any:
    """A google-genai client for `key` (Gemini API) or `cloud` (Vertex AI, at a location), shared by all threads."""
    place = location or found.location
    with _turn:
        if (kind, place, seconds, found) not in _clients:
            from google import genai  # noqa: PLC0415
            from google.genai import types  # noqa: PLC0415

            http = types.HttpOptions(
                base_url=found.url or None,
                timeout=seconds * 1000,
                retry_options=types.HttpRetryOptions(attempts=1),
                client_args={"event_hooks": {"request": [_announced]}},
            )
            with _quiet_environment():
                _clients[kind, place, seconds, found] = (
                    genai.Client(api_key=found.key, vertexai=False, http_options=http)
                    if kind == "key"
                    else genai.Client(
                        vertexai=True,
                        project=found.project,
                        location=place,
                        credentials=token(found),
                        http_options=http,
                    )
                )
        return _clients[kind, place, seconds, found]


_tokens: dict[Credentials, Any] = {}


def token(found: Credentials) -> Any:
    """The file's credentials as google-auth has them, shared by all clients: a service account's, a person's own, or
    what the library makes of it. Not fetched yet.
    """
    import google.auth  # noqa: PLC0415
    from google.oauth2 import credentials, service_account  # noqa: PLC0415

    makers: Body = {
        "service_account": service_account.Credentials.from_service_account_file,
        "authorized_user": credentials.Credentials.from_authorized_user_file,
    }
    try:
        if found not in _tokens:
            make = makers.get(found.kind)
            # The file that was found, and no other that the library would find by itself: it is who pays.
            _tokens[found] = (
                make(found.file, scopes=[_CLOUD])
                if make
                else google.auth.load_credentials_from_file(found.file, scopes=[_CLOUD])[0]  # type: ignore[no-untyped-call]
            )
        return _tokens[found]
    except (ValueError, google.auth.exceptions.GoogleAuthError) as error:
        reason = redacted(str(error).split("\n", 1)[0][:200])
        raise ProviderRefused(f"the Google credentials cannot be used: {reason}", hint="ministudio doctor") from None


def fresh_token(found: Credentials) -> None:
    """Fetch the token now, where it is not valid: a request that is about to be paid does not wait for it.

    Raises ProviderRefused where it is refused; where it cannot be reached the request itself will say so.
    """
    import google.auth.exceptions  # noqa: PLC0415
    import google.auth.transport.requests  # noqa: PLC0415

    held = token(found)
    with _token_turn:
        if held.valid:
            return
        try:
            held.refresh(google.auth.transport.requests.Request())
        except google.auth.exceptions.RefreshError as error:
            if getattr(error, "retryable", False):
                return
            reason = redacted(str(error).split("\n", 1)[0][:200])
            raise ProviderRefused(
                f"Google refused the credentials: {reason}", hint="run: ministudio doctor --online"
            ) from None
        except google.auth.exceptions.TransportError:
            return


_token_turn = threading.Lock()


@contextlib.contextmanager
def announcing(dispatch: Callable[[], None]) -> Iterator[None]:
    """Call `dispatch` when the first byte of the request made inside goes out, and not before: a connection that is
    refused has sent nothing.
    """
    mark = _dispatch.set(dispatch)
    try:
        yield
    finally:
        _dispatch.reset(mark)


def _announced(request: Any) -> None:
    """A hook of the HTTP client: httpcore tells when it begins to send a request's headers."""
    dispatch = _dispatch.get()
    if dispatch is not None:

        def trace(event: str, _info: Body) -> None:
            if event.endswith("send_request_headers.started"):
                dispatch()

        request.extensions["trace"] = trace


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

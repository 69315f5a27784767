"""Talking to Google: one client a credential and place, one table of what its answers mean."""

from __future__ import annotations

import contextlib
import contextvars
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from ministudio_cli.errors import ProviderRefused
from ministudio_cli.providers.google.credentials import Credentials
from ministudio_cli.providers.kit import (
    Busy,
    Denied,
    Failed,
    Fetched,
    Gone,
    Missing,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from ministudio_cli.secrets import redacted

TIMEOUT = 60
"""Seconds that a single request may take; generating is waited for by asking again, not by one long request."""
_CLOUD = "https://www.googleapis.com/auth/cloud-platform"
SLOW = 300
"""Seconds for a request that answers with what it made: a large picture."""
_clients: dict[tuple[str, str, int, Credentials], Any] = {}
_turn = threading.Lock()
_dispatch: contextvars.ContextVar[Callable[[], None] | None] = contextvars.ContextVar("dispatch", default=None)
_NETWORK = {"httpx", "httpx2", "httpcore", "httpcore2", "requests", "urllib3", "grpc", "http"}


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

    makers: dict[str, Any] = {
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

        def trace(event: str, _info: dict[str, Any]) -> None:
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


@dataclass(frozen=True, slots=True)
class Problem:
    """What an exception of Google's libraries comes to: a code where there was an answer, and its words."""

    code: int | None
    reason: str
    wait: float
    away: bool
    """No connection was made: nothing was sent."""

    @property
    def words(self) -> str:
        """The reason, with the code of the answer where there was one."""
        return f"({self.code}): {self.reason}" if self.code else self.reason


def problem(error: Exception) -> Problem:
    """Read an exception of the libraries; raises it again where it is none of theirs."""
    code = _code(error)
    name = type(error).__name__
    away = any(_is_away(one) for one in _causes(error))
    if code is None and not away and name != "RefreshError" and not _is_network(error):
        raise error
    return Problem(code=code, reason=redacted(_message(error)), wait=_wait(error), away=away)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it was raised from: the libraries wrap each other's."""
    found: BaseException | None = error
    for _ in range(8):
        if found is None:
            return
        yield found
        found = found.__cause__ or found.__context__


def _is_away(error: BaseException) -> bool:
    name = type(error).__name__
    return name in ("ConnectError", "ConnectTimeout", "TransportError") or "NoResponse" in name


def sent(error: Exception) -> Sent:  # noqa: PLR0911 - a table of what each answer means
    """What an exception of a paying request means. It raises what is no answer of the service's."""
    found = problem(error)
    match found.code:
        case 429 | 503:
            return Busy(f"Google is busy {found.words}", wait=found.wait)
        case 401 | 403:
            return Denied(f"Google refused the credentials {found.words}", hint="run: ministudio doctor --online")
        case 404:
            return Denied(
                f"Google does not know this {found.words}",
                hint="the model is not in this location, or the project may not use it: ministudio doctor --online",
            )
        case 409:
            return Busy(f"Google is busy {found.words}", wait=found.wait)
        case int() if 400 <= found.code < 500 and found.code not in (408, 499):
            return _refused(found.words)
        case None if found.away or type(error).__name__ == "RefreshError":
            return Busy(f"Google cannot be reached: {found.reason}", tries=4)
        case _:
            what = f"Google failed {found.words}" if found.code else f"the connection was lost: {found.reason}"
            return Unknown(what)


def fetched(error: Exception) -> Fetched:
    """What an exception of a poll or a download means: nothing in it ever writes off what is paid."""
    found = problem(error)
    if found.code in (400, 401, 403) and _KEY.search(found.reason):
        return Denied(f"Google refused the credentials {found.words}", hint=_RENEW)
    gone = re.search(r"(?:has|have|is) expired|no longer (?:available|exists)", found.reason, re.IGNORECASE)
    if found.code == 410 or (found.code in (400, 404) and gone):
        return Gone(f"Google no longer has it {found.words}")
    if found.code == 401 or (found.code == 403 and "may not exist" not in found.reason):
        return Denied(f"Google refused the credentials {found.words}", hint=_RENEW)
    if found.code in (400, 403, 404):
        return Missing(f"Google does not know it {found.words}")
    if found.code in (429, 503):
        return Busy(f"Google is busy {found.words}", wait=found.wait)
    return Unreachable(f"Google failed {found.words}", wait=found.wait)


_KEY = re.compile(r"API[ _]keys?\b|access token|authentication credential", re.IGNORECASE)
"""What speaks of the credentials, whatever its code: a key that expired is told by 400."""
_ACCOUNT = re.compile(
    r"location is not supported|billing|has not been used|is disabled|not (?:enabled|allow)|allowlist|"
    r"for personGeneration is currently not supported",
    re.IGNORECASE,
)
"""What another account, or this one later, may be allowed: nothing is said of the request itself."""
_RENEW = "renew the key or the account, then run it again: what was bought is asked after, not paid again"
SAFETY = re.compile(
    r"support codes?:|responsible ai|usage guidelines|safety settings|violat|sensitive words|blocked by your current",
    re.IGNORECASE,
)
"""The words of a filter. A parameter that is refused has none of them."""


def _refused(words: str) -> Refused | Denied:
    if SAFETY.search(words):
        return Refused(f"the safety filter refused {words}", hint="change the words of the shot", content=True)
    if _KEY.search(words) or _ACCOUNT.search(words):
        return Denied(f"Google refuses this account {words}", hint="run: ministudio doctor --online")
    return Refused(f"Google refused the request {words}", hint="the screenplay is not the cause: report it")


def failed(message: str) -> Failed:
    return Failed(f"failed: {redacted(message)}")


def _code(error: Exception) -> int | None:
    for attribute in ("code", "status_code"):
        value = getattr(error, attribute, None)
        value = getattr(value, "value", value)
        value = value[0] if isinstance(value, tuple) else value
        if isinstance(value, int):
            return _GRPC.get(value, value) if value < 100 else value
    return None


_GRPC = {3: 400, 5: 404, 7: 403, 8: 429, 13: 500, 14: 503, 16: 401}
"""google.rpc codes as HTTP has them."""


def _message(error: Exception) -> str:
    message = str(getattr(error, "message", None) or error)
    # The interactions' errors carry the whole answer as text.
    inner = re.search(r"""['"]message['"]: (['"])(.*?)\1[,}]""", message)
    message = inner[2] if inner else message
    return " ".join(str(message).split())[:300]


def _is_network(error: Exception) -> bool:
    """Of the transports' own errors: httpx, requests, urllib3, grpc, sockets."""
    roots = {kind.__module__.split(".")[0] for kind in type(error).__mro__}
    return (
        bool(roots & _NETWORK)
        or isinstance(error, OSError | TimeoutError)
        or type(error).__module__.startswith(("google.api_core", "google.auth", "google.genai"))
    )


def _wait(error: Exception) -> float:
    """Seconds that Retry-After asks for; 0 where it does not."""
    response = getattr(error, "response", None) or getattr(error, "raw_response", None)
    headers = getattr(response, "headers", None) or getattr(error, "headers", None) or {}
    value = headers.get("retry-after") or headers.get("Retry-After") or ""
    if value.replace(".", "", 1).isdigit():
        return float(value)
    with contextlib.suppress(ValueError, TypeError):
        import datetime as dt  # noqa: PLC0415

        return max(0.0, (parsedate_to_datetime(value) - dt.datetime.now(dt.UTC)).total_seconds())
    return 0.0

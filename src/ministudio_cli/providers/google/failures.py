"""What Google's libraries raise, as outcomes of a request."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

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

_NETWORK = {"httpx", "httpx2", "httpcore", "httpcore2", "requests", "urllib3", "grpc", "http"}


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
    away = any(_is_away(cause) for cause in _causes(error))
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

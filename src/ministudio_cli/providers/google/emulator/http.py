"""What the emulator speaks over: HTTP on loopback, with the faults that befall it on the way."""

from __future__ import annotations

import contextlib
import json
import time
import urllib.parse
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from ministudio_cli.json_types import JsonObject

_STATUS = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 410: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE",
}  # fmt: skip


class Service(Protocol):
    """What answers: `weather` names the fault of a request, “” for none; `answer` may raise Drop or Answered."""

    knobs: Any

    def weather(self, path: str, body: Mapping[str, Any]) -> str: ...

    def note(self, what: str, **fields: Any) -> None: ...

    def admit(self, path: str, headers: Mapping[str, str], query: str) -> None:
        """Raises Answered where the credentials are missing or refused."""
        ...

    def answer(self, method: str, path: str, body: JsonObject) -> Any: ...


class Drop(Exception):
    """Close the connection without an answer."""


class Answered(Exception):
    """An answer other than 200; `kind` is the word of the services whose errors have no status."""

    def __init__(self, code: int, message: str, headers: Mapping[str, str] | None = None, *, kind: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.headers, self.kind = code, message, dict(headers or {}), kind


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed is what the emulator is for."""


class Handler(BaseHTTPRequestHandler):
    google: Service
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve("GET", {})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body: JsonObject = {}
        with contextlib.suppress(ValueError):
            body = json.loads(raw) if raw[:1] == b"{" else {key: value[0] for key, value in _form(raw).items()}
        self._serve("POST", body)

    def _serve(self, method: str, body: JsonObject) -> None:
        path, _, query = self.path.partition("?")
        fault = self.google.weather(path, body)
        try:
            if fault:
                self.google.note("fault", fault=fault, path=path)
            _befall(fault)
            self.google.admit(path, dict(self.headers.items()), query)
            result = self.google.answer(method, path, body)
            time.sleep(self.google.knobs.slow)
            data = result if isinstance(result, bytes) else json.dumps(result).encode()
            kind = "video/mp4" if isinstance(result, bytes) else "application/json"
            self._send(200, data, {"Content-Type": kind}, cut=fault == "truncate")
        except Drop:
            self.close_connection = True
        except Answered as answer:
            problem = {"error": {"code": answer.code, "message": answer.message}}
            problem["error"] |= (
                {"code": answer.kind} if answer.kind else {"status": _STATUS.get(answer.code, "INTERNAL")}
            )
            self.google.note("answered", code=answer.code, path=path, message=answer.message)
            self._send(
                answer.code, json.dumps(problem).encode(), {"Content-Type": "application/json", **answer.headers}
            )
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except Exception as error:  # noqa: BLE001 - whatever is sent, the emulator goes on
            problem = {"error": {"code": 400, "message": f"not understood: {error!r}", "status": "INVALID_ARGUMENT"}}
            self._send(400, json.dumps(problem).encode(), {"Content-Type": "application/json"})

    def _send(self, code: int, data: bytes, headers: Mapping[str, str], *, cut: bool = False) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        if cut:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """The emulator keeps its own log."""


def _form(raw: bytes) -> dict[str, list[str]]:
    """A form, as token requests are sent."""
    return urllib.parse.parse_qs(raw.decode("utf-8", errors="replace"))


def _befall(fault: str) -> None:
    """What a fault does before a request is looked at; one that is cut is answered first."""
    if fault == "drop":
        raise Drop
    if fault in ("429", "500"):
        raise Answered(int(fault), "as the storm has it", {"Retry-After": "0.2"} if fault == "429" else None)

"""The room on the wire: a page and its few addresses, for who has the token; only the film's own folder is served."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import ipaddress
import json
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from ministudio_cli.errors import MinistudioError
from ministudio_cli.report.dailies import page
from ministudio_cli.review.room import Room

Answer = Callable[[Request], Awaitable[Response]]
LARGEST = 64_000
"""Bytes of a request's body."""
_SERVED = {".mp4": "video/mp4", ".jpg": "image/jpeg", ".png": "image/png"}
_STILL_HERE = 15.0
"""Seconds after which a listener is told that the room is there."""
_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
}  # fmt: skip


class Door:
    """Who may come in: by the Host that was asked for, the token, and for what changes anything the Origin.

    `names` are the hosts that it answers to. `token` opens everything, from this machine alone; `reading`, where the
    room is shared, only looking. `once` is a token that is good for one entry.
    """

    def __init__(self, port: int, token: str, reading: str = "", names: tuple[str, ...] = ()) -> None:
        self.port, self.token, self.reading = port, token, reading
        self.names = frozenset({"127.0.0.1", "localhost", "[::1]", *(name.lower() for name in names)})
        self.once = secrets.token_urlsafe(24)
        self.cookie = f"ministudio_room_{port}"

    def host_is_ours(self, host: str) -> bool:
        name, _, port = host.rpartition(":")
        if not name or port != str(self.port):
            return False
        return name.lower() in self.names or (bool(self.reading) and _is_address(name))

    def rights(self, given: str, at: str) -> str:
        """“all”, “reading” or “”, for a token that came to an address of this machine."""
        if _same(given, self.token) and _is_loopback(at):
            return "all"
        return "reading" if _same(given, self.reading) else ""

    def entered(self, given: str) -> str:
        """The token that stands for one that was given in a link."""
        if not _same(given, self.once):
            return given
        self.once = ""
        return self.token


def _same(given: str, token: str) -> bool:
    return bool(given and token) and hmac.compare_digest(given.encode(), token.encode())


def _is_loopback(at: str) -> bool:
    try:
        return ipaddress.ip_address(at).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    """Whether a host is an address and no name: a name can be made to lead here by who owns it."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


class Site:
    """The room's addresses; `folder` is the film's own, from which its pictures are served."""

    def __init__(self, room: Room, folder: Path, door: Door) -> None:
        self.room, self.folder, self.door = room, folder, door

    def application(self) -> Starlette:
        """The room as an ASGI application."""
        return Starlette(
            routes=[
                Route("/", self.home),
                Route("/favicon.ico", self.nothing),
                Route("/state", self._guarded(self.state)),
                Route("/events", self._guarded(self.events)),
                Route("/media/{name:path}", self._guarded(self.media)),
                Route("/do/{what}", self._guarded(self.act, changes=True), methods=["POST"]),
            ]
        )

    def _guarded(self, answer: Answer, *, changes: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """An answer for whoever may have it; what changes anything is only for who has every right."""

        async def entered(request: Request) -> Response:
            refused = self._refused(request, changes=changes)
            response = refused or await answer(request)
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return entered

    def _refused(self, request: Request, *, changes: bool) -> Response | None:
        host = request.headers.get("host", "")
        if not self.door.host_is_ours(host):
            return PlainTextResponse("this is not the address of the room\n", 421)
        rights = self._rights(request)
        if not rights:
            return PlainTextResponse("open the address that ministudio review printed: it has the token\n", 403)
        return self._change_refused(request, rights) if changes else None

    @staticmethod
    def _change_refused(request: Request, rights: str) -> Response | None:
        host = request.headers.get("host", "")
        origin = urlsplit(request.headers.get("origin", ""))
        if rights != "all":
            return _told_off("this is shared for looking only", 403)
        if origin.scheme != "http" or origin.netloc != host:
            return _told_off("asked for from another page", 403)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _told_off("what is asked for is JSON", 415)
        return None

    def _rights(self, request: Request) -> str:
        return self.door.rights(request.cookies.get(self.door.cookie, ""), _at(request))

    async def home(self, request: Request) -> Response:
        given = self.door.entered(request.query_params.get("token", ""))
        if not given or not self.door.host_is_ours(request.headers.get("host", "")):
            return await self._guarded(self.shown)(request)
        if not self.door.rights(given, _at(request)):
            return PlainTextResponse("this token opens nothing\n", 403, _HEADERS)
        # The token does not stay in the address: neither the history nor what is copied of it holds it.
        entered = RedirectResponse("/", 303, _HEADERS)
        # A link in a letter is followed with the cookie, too; what changes anything is guarded by its Origin.
        entered.set_cookie(self.door.cookie, given, httponly=True, samesite="lax", path="/")
        return entered

    async def nothing(self, _request: Request) -> Response:
        return Response(status_code=204)

    async def shown(self, request: Request) -> Response:
        state = {**self.room.state(), "reading": self._rights(request) != "all"}
        return HTMLResponse(page("room", self.room.card.title, state))

    async def state(self, _request: Request) -> Response:
        return JSONResponse(self.room.state())

    async def media(self, request: Request) -> Response:
        found = await asyncio.to_thread(self._file, request.path_params["name"])
        if found is None:
            return PlainTextResponse("there is nothing here\n", 404)
        return FileResponse(found, media_type=_SERVED[found.suffix.lower()])

    def _file(self, name: str) -> Path | None:
        """A picture or film in the film's own folder; None for everything else, and for what a link leads out to."""
        asked = self.folder / name
        if asked.suffix.lower() not in _SERVED or ".." in Path(name).parts or not asked.is_file():
            return None
        return asked if asked.resolve().is_relative_to(self.folder.resolve()) else None

    async def act(self, request: Request) -> Response:
        try:
            asked = json.loads(await _body(request))
        except (ValueError, RecursionError):
            return _told_off("what is asked for cannot be read", 400)
        if not isinstance(asked, dict):
            return _told_off("what is asked for cannot be read", 400)
        try:
            done = await asyncio.to_thread(self.room.ask, request.path_params["what"], asked)
        except MinistudioError as error:
            return _told_off(error.message, 409, error.hint or "")
        return JSONResponse(done)

    async def events(self, request: Request) -> Response:
        return StreamingResponse(_changes(self.room, request), media_type="text/event-stream")


def _at(request: Request) -> str:
    """The address of this machine to which a request came."""
    server = request.scope.get("server")
    return str(server[0]) if server else ""


def _told_off(error: str, status: int, hint: str = "") -> Response:
    return JSONResponse({"error": error, "hint": hint}, status)


async def _body(request: Request) -> bytes:
    """The body of a request; raises ValueError where it is larger than any that is asked for."""
    held = b""
    async for piece in request.stream():
        held += piece
        if len(held) > LARGEST:
            raise ValueError
    return held


async def _changes(room: Room, request: Request) -> AsyncIterator[str]:
    """The room's version and what it does, whenever either changes."""
    changed, loop = asyncio.Event(), asyncio.get_running_loop()

    def tell() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(changed.set)

    leave = room.jobs.listen(tell)
    try:
        while not await request.is_disconnected():
            changed.clear()
            yield f"data: {json.dumps({'version': room.jobs.version, 'doing': room.jobs.doing})}\n\n"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), _STILL_HERE)
    finally:
        leave()


def serve(room: Room, folder: Path, door: Door, listening: list[socket.socket]) -> None:
    """Serve until it is interrupted."""
    import uvicorn  # noqa: PLC0415

    config = uvicorn.Config(
        Site(room, folder, door).application(), log_level="critical", access_log=False, server_header=False,
        date_header=False, timeout_graceful_shutdown=1, lifespan="off",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=listening)


def opened(address: str, port: int) -> socket.socket:
    """A socket that listens; raises OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((address, port))
    listening.listen()
    return listening

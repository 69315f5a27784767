"""The user's own configuration: the key that seals what they made, and the files and stores that they allowed.

It stands outside every film's folder (`MINISTUDIO_CONFIG`, else the platform's place for configuration), so that
nothing that comes with a film can write it::

    store.key       32 random bytes in hexadecimal; only its owner can read it
    allowed.json    {"dotenv": {"/path/.env": "its SHA-256"}, "stores": ["/path or URL"]}
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.secrets import redact

KEY_VARIABLE = "MINISTUDIO_STORE_KEY"
"""The key itself, where several machines or CI runs are to believe each other's stores."""
_PASSING = "MINISTUDIO_PASSING_KEY"
"""The key of one run, handed to the processes that it starts, where there is no place to keep one."""
_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class Allowed:
    """What this user allowed: `.env` files by path, each with the SHA-256 of the content that was allowed, and stores
    in which whatever anybody wrote is believed.
    """

    dotenv: dict[str, str] = field(default_factory=dict)
    stores: tuple[str, ...] = ()


def configuration_folder() -> Path:
    """Where the user's own configuration stands; it need not be there yet."""
    named = os.environ.get("MINISTUDIO_CONFIG")
    if named:
        return Path(named).absolute()
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_config_dir("ministudio"))


@cache
def store_key() -> bytes:
    """The key that seals the artifacts of this user's stores: MINISTUDIO_STORE_KEY, else their own, made once.

    Where there is no place to keep one, it lasts for this run and the processes that it starts.
    """
    named = os.environ.get(KEY_VARIABLE, "")
    if named:
        if len(named) < _SHORTEST:
            raise UsageFault(f"{KEY_VARIABLE} is too short", hint=f"give at least {_SHORTEST} characters of chance")
        redact(named)
        return named.encode()
    place = configuration_folder() / "store.key"
    with contextlib.suppress(OSError):
        if not place.is_file():
            _make_key(place)
        text = place.read_text("ascii", errors="replace").strip()
        if len(text) >= _SHORTEST:
            redact(text)
            return text.encode()
    passing = os.environ.setdefault(_PASSING, secrets.token_hex(32))
    redact(passing)
    return passing.encode()


def key_is_kept() -> bool:
    """Whether the key outlasts this run."""
    store_key()
    return _PASSING not in os.environ


def _make_key(place: Path) -> None:
    """Write a new key whole; of two processes that do so at once, one wins and both read what it wrote."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    try:
        os.link(beside, place)
    except FileExistsError:
        pass
    except OSError:
        # A disk without hard links: the window is a few microseconds wide.
        if not place.exists():
            beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def allowed() -> Allowed:
    """What this user allowed; nothing where the file is not there or cannot be read."""
    try:
        found = json.loads((configuration_folder() / "allowed.json").read_text("utf-8"))
        dotenv, stores = dict(found.get("dotenv", {})), tuple(map(str, found.get("stores", ())))
    except (OSError, ValueError, TypeError, AttributeError):
        return Allowed()
    return Allowed({str(path): str(sha256) for path, sha256 in dotenv.items()}, stores)


def dotenv_allowed(path: Path) -> bool:
    """Whether this user allowed a `.env` as it now is: after a change they are asked again."""
    return allowed().dotenv.get(str(path.resolve())) == _sha256(path)


def allow_dotenv(path: Path) -> None:
    """Note that this user allowed a `.env` as it now is; raises UsageFault where it cannot be written down."""
    before = allowed()
    _write(Allowed(before.dotenv | {str(path.resolve()): _sha256(path)}, before.stores))


def store_allowed(url: str) -> bool:
    """Whether whatever anybody wrote to a store is believed."""
    return _absolute(url) in allowed().stores


def allow_store(url: str) -> None:
    """Note that whatever anybody writes to a store is to be believed."""
    before = allowed()
    _write(Allowed(before.dotenv, tuple(dict.fromkeys((*before.stores, _absolute(url))))))


def revoke(path: Path, url: str) -> None:
    """Take back what was allowed of a `.env` and of a store."""
    before, gone = allowed(), str(path.resolve())
    dotenv = {name: sha256 for name, sha256 in before.dotenv.items() if name != gone}
    _write(Allowed(dotenv, tuple(store for store in before.stores if store != _absolute(url))))


def _absolute(url: str) -> str:
    return url if "://" in url else str(Path(url).resolve())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(found: Allowed) -> None:
    place = configuration_folder() / "allowed.json"
    text = json.dumps({"dotenv": found.dotenv, "stores": list(found.stores)}, indent=1, ensure_ascii=False)
    write_private(place, text + "\n")


def write_private(place: Path, text: str) -> None:
    """Write a file of the user's own configuration, which only its owner reads, whole or not at all; or UsageFault."""
    beside = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(place)
    except OSError as error:
        raise UsageFault(
            f"your own configuration cannot be written ({place.parent}): {error.strerror}",
            hint="name another folder by MINISTUDIO_CONFIG",
        ) from None
    finally:
        beside.unlink(missing_ok=True)

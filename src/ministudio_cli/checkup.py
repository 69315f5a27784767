"""What this machine has of all that a film may need."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.errors import MinistudioError


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something a film needs, or (optional) is better with: what was found, and the command that mends it."""

    name: str
    ok: bool
    found: str
    mend: str = ""
    optional: bool = False

    def as_json(self) -> dict[str, object]:
        return {"name": self.name, "ok": self.ok, "found": self.found, "mend": self.mend, "optional": self.optional}


def checkup(*, online: bool = False) -> list[Part]:
    """Every part; `online` also tries the credentials with a request that costs nothing."""
    return [_python(), _ffmpeg(), *_voices(), _store(), *_credentials(online=online)]


def _python() -> Part:
    version = ".".join(map(str, sys.version_info[:3]))
    return Part(name="Python", ok=sys.version_info >= (3, 11), found=version, mend="install Python 3.11 or newer")


def _ffmpeg() -> Part:
    from ministudio_cli.media import ffmpeg  # noqa: PLC0415

    try:
        return Part(
            name="ffmpeg", ok=True, found=" ".join(ffmpeg.version().split()[:3]).removeprefix("ffmpeg version ")
        )
    except (MinistudioError, OSError) as error:
        return Part(name="ffmpeg", ok=False, found=str(error), mend="pip install imageio-ffmpeg")


def _voices() -> list[Part]:
    from ministudio_cli.providers.registry import voice_engine  # noqa: PLC0415
    from ministudio_cli.providers.voices.kokoro import KokoroVoice, voices_folder  # noqa: PLC0415

    engine, voice = voice_engine("offline")
    names = ", ".join(one.name for one in voice.offered()[:6])
    english = len(list(voices_folder().glob("*.bin"))) if voices_folder().is_dir() else 0
    return [
        Part(
            name="offline voice",
            ok=engine not in ("hum", "espeak"),
            found=f"{engine}: {names}",
            mend="" if KokoroVoice.offered() else "pip install 'ministudio-cli[voice]'",
            optional=True,
        ),
        Part(
            name="English voices",
            ok=english > 0,
            found=f"{english} in {voices_folder()}",
            mend="" if english else "ministudio doctor --install-voices",
            optional=True,
        ),
        Part(
            name="npm",
            ok=bool(shutil.which("npm")),
            found=shutil.which("npm") or "not found",
            mend="only needed to fetch voices",
            optional=True,
        ),
    ]


def _store() -> Part:
    free = shutil.disk_usage(os.curdir).free
    return Part(name="disk", ok=free > 2e9, found=f"{free / 1e9:.0f} GB free here", mend="free 2 GB", optional=False)


def _credentials(*, online: bool) -> list[Part]:
    """Which were found and what they unlock, never what they are."""
    from ministudio_cli.providers.google import credentials  # noqa: PLC0415

    credentials.enter(Path("story.yaml"))
    try:
        one = credentials.found()
    except MinistudioError as error:
        return [Part(name="Google credentials", ok=False, found=error.message, mend=error.hint, optional=True)]
    if not one.where:
        found = "none: films are drawn and spoken on this machine"
        mend = "to generate films: GOOGLE_API_KEY or GOOGLE_APPLICATION_CREDENTIALS, in .env or the environment"
        return [Part(name="Google credentials", ok=False, found=found, mend=mend, optional=True)]
    parts = [
        Part(name="Google credentials", ok=True, found=f"{what}: unlocks {unlocks} · from {one.where}", optional=True)
        for what, unlocks in credentials.shown(one)
    ]
    return parts + ([_online(kind) for kind, have in (("key", one.key), ("cloud", one.file)) if have] if online else [])


def _online(kind: str) -> Part:
    """Whether Google accepts a credential."""
    from ministudio_cli.providers.google.wire import client, translated  # noqa: PLC0415

    name = {"key": "the API key, tried", "cloud": "the project, tried"}[kind]
    try:
        google = client(kind)
        with translated(pays=False):
            google.models.get(model="gemini-3.1-flash-image")
    except MinistudioError as error:
        return Part(name=name, ok=False, found=error.message, mend=error.hint)
    return Part(name=name, ok=True, found="Google accepts it")

"""What this machine has of all that a film may need."""

from __future__ import annotations

import dataclasses
import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ministudio_cli.errors import MinistudioError

if TYPE_CHECKING:
    from ministudio_cli.providers.spec import Settings


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


def checkup(*, online: bool = False, profile: str = "") -> list[Part]:
    """Every part; `online` also tries the services that a profile will use (without one: all that the credentials
    unlock), with requests that cost nothing.
    """
    return [_python(), _ffmpeg(), *_voices(), _store(), _key(), *_providers(online=online, profile=profile)]


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
    from ministudio_cli.providers.voices.kokoro import LANGUAGES, KokoroVoice  # noqa: PLC0415
    from ministudio_cli.providers.voices.kokoro_model import voices_folder  # noqa: PLC0415
    from ministudio_cli.providers.voices.phonemes import PARTS  # noqa: PLC0415
    from ministudio_cli.reading.scripts import base, name_of  # noqa: PLC0415

    engine, voice = voice_engine("offline")
    spoken: dict[str, list[str]] = {}
    for part in voice.offered():
        for tag in part.languages:
            spoken.setdefault(name_of(tag), []).append(part.name)
    names = "; ".join(f"{language}: {', '.join(voices)}" for language, voices in spoken.items())
    silent = [each for each in dict.fromkeys(map(base, LANGUAGES.values())) if name_of(each) not in spoken]
    return [
        Part(
            name="offline voice",
            ok=engine not in ("hum", "espeak"),
            found=f"{engine}; {names}" if names else engine,
            mend="" if KokoroVoice.offered() else "pip install 'ministudio-cli[voice]'",
            optional=True,
        ),
        _english_voices(voices_folder()),
        Part(
            name="languages",
            ok=not silent,
            found=f"not spoken: {', '.join(map(name_of, silent))}" if silent else f"all {len(spoken)}",
            mend="; ".join(dict.fromkeys(PARTS[each] for each in silent if each in PARTS)),
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


def _english_voices(folder: Path) -> Part:
    count = len(list(folder.glob("*.bin"))) if folder.is_dir() else 0
    return Part(
        name="English voices",
        ok=count > 0,
        found=f"{count} in {folder}",
        mend="" if count else "ministudio doctor --install-voices",
        optional=True,
    )


def _store() -> Part:
    free = shutil.disk_usage(os.curdir).free
    return Part(name="disk", ok=free > 2e9, found=f"{free / 1e9:.0f} GB free here", mend="free 2 GB", optional=False)


def _key() -> Part:
    from ministudio_cli.configuration import configuration_folder, key_is_kept  # noqa: PLC0415

    return Part(
        name="your own key",
        ok=key_is_kept(),
        found=f"in {configuration_folder()}" if key_is_kept() else f"cannot be kept in {configuration_folder()}",
        mend="set MINISTUDIO_CONFIG to a folder of yours, else nothing that is made is found again",
        optional=True,
    )


def _providers(*, online: bool, profile: str) -> Iterator[Part]:
    """What each package of providers tells of itself: credentials, services; and the profiles that there are."""
    from ministudio_cli.providers.environment import Environment  # noqa: PLC0415
    from ministudio_cli.providers.specs import all_specs, profiles  # noqa: PLC0415

    environment = Environment(Path("story.yaml"))
    for spec in all_specs().values():
        try:
            settings = environment.settings(spec)
        except MinistudioError as error:
            yield Part(name=f"{spec.name} credentials", ok=False, found=error.message, mend=error.hint, optional=True)
            continue
        if spec.check:
            module, _, name = spec.check.partition(":")
            try:
                found = getattr(importlib.import_module(module), name)(settings, online=online, profile=profile)
                yield from (Part(**dataclasses.asdict(part)) for part in found)
            except MinistudioError as error:
                yield Part(name=spec.name, ok=False, found=error.message, mend=error.hint, optional=True)
        elif spec.credentials:
            yield _credentials(spec.name, settings)
    names = ", ".join(profiles())
    yield Part(name="profiles", ok=True, found=names, optional=True)


def _credentials(name: str, settings: Settings) -> Part:
    """Which of a package's credentials are set, never what they are."""
    found = [f"{key} ({settings.origins[key]})" for key in settings.values]
    return Part(name=f"{name} credentials", ok=bool(found), found=", ".join(found) or "none are set", optional=True)

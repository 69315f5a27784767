"""The version of what makes a product: the code that makes it and the libraries that it calls, never a number by hand.

A change of either changes the digests of what is made by it, so that nothing stored is taken for what would be made
now. Nothing is imported for it: source files are read, and installed distributions asked for their versions.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import cast

_ROOT = Path(__file__).parent
_LARGE = 200_000
_PICTURES = (
    "numpy", "opencv-python-headless", "imageio-ffmpeg", "av", "fonttools", "font-lato", "manimgx-fonts", "uharfbuzz",
)  # fmt: skip
"""The libraries of `media`."""
BUILT_IN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bed": (("providers/bed", "sync/score", "media/pcm", "media/opening"), ("numpy", "scipy", "av")),
    "ambience": (("providers/ambience", "reading/soundscape", "media/pcm", "media/opening"), ("numpy", "scipy", "av")),
    "foley": (("providers/foley", "media/pcm", "media/opening"), ("numpy", "scipy", "av")),
    "listening": (
        (
            "providers/listening",
            "sync/listen",
            "sync/pulse",
            "sync/metre",
            "sync/sections",
            "screenplay/taps",
            "media/pcm",
            "media/opening",
        ),
        ("librosa", "numpy", "numba", "scipy", "soxr", "av"),
    ),
    "cuts": (
        (
            "sync/decide",
            "sync/heard",
            "sync/passages",
            "sync/optimiser",
            "sync/demands",
            "sync/problem",
            "sync/score",
            "sync/timeline",
        ),
        ("numpy",),
    ),
    "inspection": (("qc", "stabilise", "providers/clip_sound", "media"), (*_PICTURES, "scipy")),
    "verdict": (("qc", "stabilise", "providers/clip_sound", "media"), (*_PICTURES, "scipy")),
    "finish": (("qc", "stabilise", "providers/clip_sound", "media"), (*_PICTURES, "scipy")),
    "edit": (
        (
            "cut/edit",
            "cut/tasks",
            "cut/accents",
            "cut/beats",
            "cut/sound",
            "cut/played",
            "cut/stems",
            "cut/voicing",
            "planning/voicing",
            "reading/acoustics",
            "cut/picture",
            "cut/deliver",
            "cut/loudness",
            "reading/scripts",
            "planning/source_types",
            "timeline",
            "json_types",
            "media",
        ),
        (*_PICTURES, "ffmpeg-python", "scipy"),
    ),
    "sheet": (
        ("media/sheet", "media/writing", "media/xmp", "planning/source_types"),
        ("numpy", "opencv-python-headless"),
    ),
    "proof": (
        (
            "report/measured",
            "report/proven",
            "qc/proof",
            "qc/second_tracker",
            "qc/film_faults",
            "qc/located",
            "qc/film_measures",
            "media",
        ),
        (*_PICTURES, "librosa", "scipy"),
    ),
    "dailies": (
        (
            "report/dailies",
            "report/views",
            "report/json_form",
            "report/page",
            "stabilise/conform",
            "providers/clip_sound",
            "timeline",
            "json_types",
            "media",
        ),
        (*_PICTURES, "cattrs"),
    ),
}
"""What makes each product of this package itself: its modules and its libraries."""


def built_in(name: str) -> str:
    """The version of what this package makes itself, by a name of the table above."""
    parts, libraries = BUILT_IN[name]
    return made_by(name, *parts, libraries=libraries)


@cache
def made_by(label: str, *parts: str, libraries: tuple[str, ...] = ()) -> str:
    """`label` with twelve digits of a digest over source files and distributions.

    `parts` are modules of this package (`cut/sound`) or whole packages (`providers/animatic`, with their data, of which
    large files count by their size), without suffix; `libraries` are names of distributions, of which one that is not
    installed counts as such.
    """
    found = [f"{part} {_digest_of(part)}" for part in parts] + [
        f"{library} {_installed(library)}" for library in libraries
    ]
    return f"{label}-{hashlib.sha256(' '.join(found).encode()).hexdigest()[:12]}"


@cache
def _digest_of(part: str) -> str:
    found = hashlib.sha256()
    for file in _files(part):
        found.update(f"{file.relative_to(_ROOT).as_posix()} {file.stat().st_size}\0".encode())
        if file.stat().st_size < _LARGE:
            found.update(file.read_bytes())
    return found.hexdigest()


def version_of_source(label: str, *parts: str, libraries: tuple[str, ...] = ()) -> str:
    """The same for a class attribute, found when it is first read: naming a provider costs nothing."""
    return cast("str", _SourceVersion(label, parts, libraries))


class _SourceVersion:
    def __init__(self, label: str, parts: tuple[str, ...], libraries: tuple[str, ...]) -> None:
        self._label, self._parts, self._libraries = label, parts, libraries

    def __get__(self, instance: object, owner: type) -> str:
        return made_by(self._label, *self._parts, libraries=self._libraries)


def _files(part: str) -> list[Path]:
    place = _ROOT / part
    if not place.is_dir():
        return [place.with_suffix(".py")]
    return sorted(file for file in place.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


@cache
def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"

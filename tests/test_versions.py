"""Versions that nobody has to raise: whatever code or library makes a product is in its version."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import ministudio_cli
from ministudio_cli import versions
from ministudio_cli.providers.animatic import AnimaticPlates, AnimaticShots
from ministudio_cli.providers.registry import voice_provider

ROOT = Path(ministudio_cli.__file__).parent
# What only hands values on: frozen values, the store, money, errors, and the machinery around a provider.
CARRIES = re.compile(
    r"planning/|screenplay/|store/|purchases/|graph/(work|makes|events)|errors|secrets|plain|limits|configuration|versions"
    r"|providers/(kit|spec|registry|specs|environment|capabilities|clips)|__init__|report/(values|quality)|sync/(timeline|problem)"
)
LIBRARIES = {
    "cv2": "opencv-python-headless", "resvg_py": "resvg-py", "ffmpeg": "ffmpeg-python", "font_lato": "font-lato",
    "manimgx_fonts": "manimgx-fonts",
}  # fmt: skip
# Their releases do not change what is made.
HARMLESS = {"platformdirs", "psutil", "typing_extensions", "imageio_ffmpeg"}


@cache
def imported(file: Path) -> frozenset[str]:
    """The modules that a file imports, wherever it does, as paths below the package or as names of libraries."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ministudio_cli"):
            names += [f"{node.module}.{name.name}" for name in node.names]
        for name in names:
            if name.startswith("ministudio_cli"):
                place = name.removeprefix("ministudio_cli").lstrip(".").replace(".", "/")
                if (ROOT / f"{place}.py").is_file():
                    found.add(place)
                elif (ROOT / place / "__init__.py").is_file():
                    found.add(f"{place}/__init__".lstrip("/"))
            else:
                found.add(f"library {name.partition('.')[0]}")
    return frozenset(found)


def reached(parts: tuple[str, ...]) -> set[str]:
    left = {
        str(file.relative_to(ROOT).with_suffix(""))
        for part in parts
        for file in ([ROOT / f"{part}.py"] if (ROOT / f"{part}.py").is_file() else (ROOT / part).rglob("*.py"))
    }
    seen: set[str] = set()
    while left:
        one = left.pop()
        seen.add(one)
        if not one.startswith("library ") and not CARRIES.match(one):
            left |= imported(ROOT / f"{one}.py") - seen
    return seen


VERSIONED = {
    **versions.BUILT_IN,
    "animatic": (
        (
            "providers/animatic",
            "providers/given",
            "media",
            "reading/action",
            "reading/action_words",
            "reading/verb_forms",
            "reading/phrases",
            "reading/phrase_words",
            "reading/conditions",
            "reading/traits",
            "json_types",
        ),
        (),
    ),
}


@pytest.mark.parametrize("name", sorted(VERSIONED))
def test_the_code_that_a_product_is_made_by_is_in_its_version(name: str) -> None:
    parts, _ = VERSIONED[name]
    missing = {
        one
        for one in reached(parts)
        if not one.startswith("library ")
        and not CARRIES.match(one)
        and not any(one == part or one.startswith(f"{part}/") for part in parts)
    }
    assert not missing


@pytest.mark.parametrize("name", sorted(versions.BUILT_IN))
def test_the_libraries_that_a_product_is_made_with_are_in_its_version(name: str) -> None:
    import sys

    parts, libraries = versions.BUILT_IN[name]
    used = {one.removeprefix("library ") for one in reached(parts) if one.startswith("library ")}
    named = {
        LIBRARIES.get(stdlib_module_name, stdlib_module_name)
        for stdlib_module_name in used - set(sys.stdlib_module_names) - HARMLESS - {"", "PIL"}
    }
    assert {one for one in named if one.lower() not in {library.lower() for library in libraries}} == set()


def test_a_version_changes_with_its_code_and_its_libraries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "ministudio_cli"
    (package / "cut").mkdir(parents=True)
    code = package / "cut" / "sound.py"
    monkeypatch.setattr(versions, "_ROOT", package)

    def clear() -> None:
        for kept in (versions.made_by, versions._digest_of):
            kept.cache_clear()

    found = []
    for text, release in (("a = 1\n", "1.0"), ("a = 2\n", "1.0"), ("a = 2\n", "1.1")):
        code.write_text(text, "utf-8")
        monkeypatch.setattr(versions, "_installed", lambda _name, release=release: release)
        clear()
        found.append(versions.made_by("edit", "cut/sound", libraries=("numpy",)))
    clear()
    assert len(set(found)) == 3


def test_every_provider_of_ours_has_a_version_of_its_code() -> None:
    for version in (
        AnimaticPlates.version,
        AnimaticShots.version,
        *(voice_provider(one).version for one in ("kokoro", "recording")),
    ):
        assert re.fullmatch(r"[\w.-]+-[0-9a-f]{12}", version)
    assert AnimaticPlates.version == AnimaticShots.version

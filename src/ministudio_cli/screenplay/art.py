"""Drawings of others: `art/art.yaml` beside the screenplay, or in a package, and the SVG files that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from ministudio_cli.json_types import JsonObject
from ministudio_cli.screenplay.drawing import Art
from ministudio_cli.screenplay.faults import Fault, did_you_mean
from ministudio_cli.screenplay.model import Place
from ministudio_cli.screenplay.references import refusal

FILE = "art/art.yaml"
GROUP = "ministudio.art"
"""Entry points of packages that offer drawings."""
WHERE = ("ground", "far", "water", "sky", "wall")
_KEYS = ("file", "words", "metres", "where")
_BYTES = 400_000
_PLAIN = "save it as a plain SVG with a viewBox: shapes and gradients only"
_FORBIDDEN = re.compile(
    r"<\s*(?:script|image|foreignObject|text|use|style|animate\w*|set|a)\b|<!DOCTYPE|<!ENTITY|\b(?:xlink:)?href\s*="
    r"|@import|url\(\s*['\"]?\s*(?!#)",
    re.IGNORECASE,
)
"""What could reach beyond the file, or that is not drawn."""
_ROOT = re.compile(r"<svg\b([^>]*)>(.*)</svg\s*>", re.DOTALL | re.IGNORECASE)
_BOX = re.compile(r"viewBox\s*=\s*['\"]\s*([-\d.eE]+)[\s,]+([-\d.eE]+)[\s,]+([-\d.eE]+)[\s,]+([-\d.eE]+)")
_NAME = re.compile(r"[a-z][a-z0-9 _-]{0,40}")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A folder of drawings: its list, the name under which faults tell of that, and what may not be read from it."""

    listed: Path
    label: str
    refuses: Callable[[str], tuple[str, str] | None]

    @property
    def at(self) -> Place:
        return Place(file=self.label, line=1, column=1)


def read_art(folder: Path, *, allow_outside: bool = False) -> tuple[tuple[Art, ...], tuple[Fault, ...]]:
    """A film's drawings, whose screenplay is in `folder`, then those of installed packages; and their faults. Of two
    of one name the first is drawn.
    """
    faults: list[Fault] = []
    shelves = [
        _Shelf(folder / FILE, FILE, lambda name: refusal(f"art/{name}", folder, allow_outside=allow_outside)),
        *_packages(faults),
    ]
    found: dict[str, Art] = {}
    for shelf in shelves:
        if not shelf.listed.is_file():
            continue
        if shelf.label == FILE and (refused := refusal(FILE, folder, allow_outside=allow_outside)) is not None:
            faults.append(Fault(at=shelf.at, rule="art", message=refused[0], hint=refused[1]))
            continue
        for name, row in _rows(shelf.listed, shelf.at, faults).items():
            for art in _art(shelf, str(name), row, faults):
                found.setdefault(art.name, art)
    return (tuple(found.values()), ()) if not faults else ((), tuple(faults))


def _packages(faults: list[Fault]) -> Iterator[_Shelf]:
    """The folders of packages that offer drawings: each entry point names a package that has an art.yaml."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            spec = find_spec(point.value)
        except (ImportError, ValueError):
            spec = None
        home = Path(next(iter(spec.submodule_search_locations or ()), "")) if spec else Path()
        label = f"{point.value}/art.yaml"
        if spec is None or not (home / "art.yaml").is_file():
            at = Place(file=label, line=1, column=1)
            hint = f"the package that offers “{point.name}” names a package with an art.yaml in it, or is uninstalled"
            faults.append(Fault(at=at, rule="art", message="is not there", hint=hint))
            continue
        yield _Shelf(home / "art.yaml", label, partial(_refused, home))


def _refused(home: Path, name: str) -> tuple[str, str] | None:
    return refusal(name, home, allow_outside=False)


def _rows(place: Path, at: Place, faults: list[Fault]) -> JsonObject:
    def wrong(message: str, hint: str, here: Place = at) -> JsonObject:
        faults.append(Fault(at=here, rule="art", message=message, hint=hint))
        return {}

    form = "name: {file: …svg, words: […], metres: …}"
    try:
        text = place.read_bytes()[: _BYTES + 1]
        written = yaml.safe_load(text.decode("utf-8-sig")) if len(text) <= _BYTES else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        here = Place(file=at.file, line=mark.line + 1, column=mark.column + 1) if mark else at
        return wrong("is not YAML", form, here)
    except (OSError, ValueError) as error:
        return wrong(f"cannot be read: {error}", "make it readable, or remove it")
    if written is None:
        return {}
    return written if isinstance(written, dict) else wrong("is no mapping", form)


def _art(shelf: _Shelf, name: str, row: Any, faults: list[Fault]) -> Iterator[Art]:
    """One drawing; its faults are added to `faults`."""
    wrong = [*_wrong(name, row)]
    if not wrong:
        refused = shelf.refuses(str(row["file"]))
        wrong = [refused] if refused else []
    if not wrong:
        svg, why = _svg(shelf.listed.parent / str(row["file"]))
        wrong = [(f"“{name}”: {row['file']} {why}", _PLAIN)] if why else []
    faults += [Fault(at=shelf.at, rule="art", message=message, hint=hint) for message, hint in wrong]
    if not wrong:
        words = row.get("words", [name])
        yield Art(
            name=name, words=tuple(dict.fromkeys(str(word).lower() for word in (name, *words))),
            metres=float(row.get("metres", 1.0)), where=str(row.get("where", "ground")), svg=svg,
        )  # fmt: skip


def _wrong(name: str, row: Any) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(name):
        yield f"“{name[:40]}” is no name for a drawing", "small letters, digits, spaces and hyphens"
    if not isinstance(row, dict) or not isinstance(row.get("file"), str):
        yield f"“{name}” has no file", f"{name}: {{file: {name}.svg, words: [{name}], metres: 1.2}}"
        return
    for key in row:
        if key not in _KEYS:
            yield f"“{name}”: there is no key “{key}”", did_you_mean(str(key), _KEYS)
    metres = row.get("metres", 1.0)
    if isinstance(metres, bool) or not isinstance(metres, int | float) or not 0.02 <= metres <= 2000:
        yield f"“{name}”: metres is the height of the thing, from 0.02 to 2000", "metres: 1.2"
    if row.get("where", "ground") not in WHERE:
        yield f"“{name}”: where is none of {', '.join(WHERE)}", did_you_mean(str(row.get("where")), WHERE)
    words = row.get("words", [name])
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        yield f"“{name}”: words is a list of words", f"words: [{name}]"


def _svg(path: Path) -> tuple[str, str]:
    """The shapes of an SVG file in a group that moves them to (0, 0), with its size; else why it cannot be drawn."""
    try:
        if path.stat().st_size > _BYTES:
            return "", f"has over {_BYTES:,} bytes"
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return "", f"cannot be read: {error}"
    text = re.sub(r"<\?.*?\?>|<!--.*?-->", "", text, flags=re.DOTALL)
    if found := _FORBIDDEN.search(text):
        return "", f"has “{found[0].strip()[:30]}”, which is not drawn"
    root = _ROOT.search(text)
    box = _BOX.search(root[1]) if root else None
    if root is None or box is None:
        return "", "is no SVG with a viewBox"
    left, top, wide, tall = (float(value) for value in box.groups())
    if not (1e-3 < wide < 1e6 and 1e-3 < tall < 1e6):
        return "", "has an empty viewBox"
    return f'<svg width="{wide:g}" height="{tall:g}" viewBox="{left:g} {top:g} {wide:g} {tall:g}">{root[2]}</svg>', ""

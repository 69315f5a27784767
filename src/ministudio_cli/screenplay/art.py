"""A film's own drawings: `art/art.yaml` beside the screenplay and the SVG files that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ministudio_cli.screenplay.faults import Fault, did_you_mean
from ministudio_cli.screenplay.model import Art, Place
from ministudio_cli.screenplay.references import refusal

FILE = "art/art.yaml"
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


def read_art(folder: Path, *, allow_outside: bool = False) -> tuple[tuple[Art, ...], tuple[Fault, ...]]:
    """The drawings of a film whose screenplay is in `folder`, and every fault of them."""
    place = folder / FILE
    if not place.is_file():
        return (), ()
    faults: list[Fault] = []
    at = Place(file=FILE, line=1, column=1)
    if (refused := refusal(FILE, folder, allow_outside=allow_outside)) is not None:
        return (), (Fault(at=at, rule="art", message=refused[0], hint=refused[1]),)
    rows = _rows(place, at, faults)
    found = [art for name, row in rows.items() for art in _art(folder, str(name), row, at, faults, allow_outside)]
    return (tuple(found), ()) if not faults else ((), tuple(faults))


def _rows(place: Path, at: Place, faults: list[Fault]) -> dict[str, Any]:
    try:
        text = place.read_bytes()[: _BYTES + 1]
        written = yaml.safe_load(text.decode("utf-8-sig")) if len(text) <= _BYTES else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        here = Place(file=FILE, line=mark.line + 1, column=mark.column + 1) if mark else at
        faults.append(
            Fault(at=here, rule="art", message="is not YAML", hint="name: {file: …svg, words: […], metres: …}")
        )
        return {}
    except (OSError, ValueError) as error:
        faults.append(
            Fault(at=at, rule="art", message=f"cannot be read: {error}", hint="make it readable, or remove it")
        )
        return {}
    if written is None:
        return {}
    if not isinstance(written, dict):
        faults.append(
            Fault(at=at, rule="art", message="is no mapping", hint="name: {file: …svg, words: […], metres: …}")
        )
        return {}
    return written


def _art(folder: Path, name: str, row: Any, at: Place, faults: list[Fault], allow_outside: bool) -> Iterator[Art]:  # noqa: FBT001 - by position
    """One drawing; its faults are added to `faults`."""
    wrong = [*_wrong(name, row)]
    if not wrong:
        refused = refusal(f"art/{row['file']}", folder, allow_outside=allow_outside)
        wrong = [refused] if refused else []
    if not wrong:
        path = folder / "art" / str(row["file"])
        svg, why = _svg(path)
        wrong = [(f"“{name}”: {row['file']} {why}", _PLAIN)] if why else []
    faults += [Fault(at=at, rule="art", message=message, hint=hint) for message, hint in wrong]
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

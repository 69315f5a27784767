"""Free text to things that can be drawn: word families kept as data, one file each in `words/`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[a-zé0-9]+(?:-[a-z0-9]+)*")


@cache
def family(name: str) -> dict[str, Any]:
    """One word family, by the name of its file."""
    import yaml  # noqa: PLC0415

    text = (files("ministudio_cli.providers.animatic") / "words" / f"{name}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    return loaded


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, lower-case, hyphenated words whole and in their parts, plurals also in the singular."""
    found: list[str] = []
    for word in _WORD.findall(text.lower().replace("'s", "")):
        for part in (word, *(word.split("-") if "-" in word else ())):
            found.append(part)
            if part.endswith("s") and len(part) > 3:
                found.append(part[:-1])
    return tuple(dict.fromkeys(found))


@cache
def _index(name: str) -> dict[str, str]:
    """Word to row, for a family whose rows are lists of words or mappings with `words`."""
    index: dict[str, str] = {}
    for row, told in family(name).items():
        for word in told["words"] if isinstance(told, dict) else told:
            index.setdefault(str(word), row)
    return index


def match(name: str, text: str, default: str = "") -> str:
    """The row of a family that the text names first."""
    index = _index(name)
    return next((index[word] for word in words_of(text) if word in index), default)


def matches(name: str, text: str) -> tuple[str, ...]:
    """Every row that the text names, in the order it names them."""
    index = _index(name)
    return tuple(dict.fromkeys(index[word] for word in words_of(text) if word in index))


def first_row(name: str, texts: Iterable[str], default: str) -> str:
    """The row named by the first of several texts that names one, the family's earlier rows first."""
    rows = list(family(name))
    for text in texts:
        named = matches(name, text)
        if named:
            return min(named, key=rows.index)
    return default


def colour_in(text: str, default: str) -> str:
    """The colour that a text names, a hex colour included; of two colour words the first leads."""
    found = re.search(r"#[0-9a-fA-F]{6}", text)
    if found:
        return found[0]
    colours = family("colours")
    return next((colours[word] for word in words_of(text) if word in colours), default)

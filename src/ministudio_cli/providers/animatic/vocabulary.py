"""Free text to things that can be drawn: word families kept as data, one file each in `words/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from ministudio_cli.json_types import JsonObject
from ministudio_cli.providers.animatic.tables import table

_WORD = re.compile(r"[a-zé0-9]+(?:-[a-z0-9]+)*")


def family(name: str) -> JsonObject:
    """One word family, by the name of its file."""
    return table(f"words/{name}")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, lower-case, hyphenated words whole and in their parts, plurals also in the singular."""
    return tuple(dict.fromkeys(form for forms in _read(text) for form in forms))


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[tuple[str, ...], ...]:
    """Each word of a text with its other forms."""
    found: list[tuple[str, ...]] = []
    for word in _WORD.findall(text.lower().replace("'s", "").replace("’s", "")):
        parts = (word, *(word.split("-") if "-" in word else ()))
        found.append(tuple(form for part in parts for form in (part, *_singular(part))))
    return tuple(found)


def _singular(word: str) -> tuple[str, ...]:
    if not word.endswith("s") or len(word) < 4 or word.endswith("ss"):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    return (word[:-1], word[:-2]) if word.endswith(("ches", "shes", "xes", "sses")) else (word[:-1],)


@cache
def _index(name: str) -> dict[str, str]:
    """Word to row, for a family whose rows are lists of words or mappings with `words`."""
    index: dict[str, str] = {}
    for row, entry in family(name).items():
        for word in entry["words"] if isinstance(entry, dict) else entry:
            index.setdefault(str(word), row)
    return index


def match(name: str, text: str, default: str = "") -> str:
    """The row of a family that the text names first."""
    return next(_named(name, text), default)


def matches(name: str, text: str) -> tuple[str, ...]:
    """Every row that the text names, in the order it names them."""
    return tuple(dict.fromkeys(_named(name, text)))


def _named(name: str, text: str) -> Iterator[str]:
    """Rows in the text's order; two words that together name a row name no other."""
    index = _index(name)
    # A comma, or another stop, parts words.
    for phrase in re.split(r"[,;:.!?()]", text):
        words = _read(phrase)
        at = 0
        while at < len(words):
            after = words[at + 1] if at + 1 < len(words) else ()
            pair = next((index[key] for word in words[at] for two in after if (key := f"{word} {two}") in index), "")
            single = next((index[word] for word in words[at] if word in index), "")
            if pair or single:
                yield pair or single
            at += 2 if pair else 1


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

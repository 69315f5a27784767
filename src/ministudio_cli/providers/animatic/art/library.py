"""The art library's drawings and the nouns that name them, read when they are first asked for."""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ministudio_cli.errors import Defect
from ministudio_cli.json_types import JsonObject
from ministudio_cli.providers.animatic.tables import table
from ministudio_cli.screenplay.drawing import Art


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing of the library: SVG shapes on a canvas of `across` × `down` units."""

    name: str
    body: str
    metres: float
    """Its height."""
    where: str
    """Where such a thing is: ground, far, water, sky, wall."""
    alive: bool
    across: float = 128.0
    down: float = 128.0


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun is drawn as: the row of its table, and how it was found: name, synonym, kind, example; made or none
    where nothing draws it, and somebody made it or not.
    """

    row: str
    how: str
    metres: float


_HERE = files("ministudio_cli.providers.animatic.art")


@cache
def _rows() -> JsonObject:
    """The library's rows, and ours beside them."""
    rows: JsonObject = json.loads(lzma.decompress((_HERE / "drawings.json.xz").read_bytes()))
    for name, row in _ours().items():
        rows[name] = {
            "body": row["svg"],
            "metres": row["metres"],
            "where": row.get("where", "ground"),
            "alive": row.get("alive", False),
        }
    return rows


def _ours() -> JsonObject:
    return table("art/ours")


_ADOPTED: dict[str, Drawing] = {}
"""Drawings of films of their own, by a name that their content gives."""
_SIZE = re.compile(r'<svg width="([^"]+)" height="([^"]+)"')


def adopt(art: Art) -> str:
    """Take in a film's own drawing; gives the name under which `drawing` has it."""
    name = f"own {hashlib.sha256(repr(art).encode()).hexdigest()[:16]}"
    if name not in _ADOPTED:
        size = _SIZE.match(art.svg)
        across, down = (float(size[1]), float(size[2])) if size else (128.0, 128.0)
        _ADOPTED[name] = Drawing(
            name=name, body=art.svg, metres=art.metres, where=art.where, alive=False, across=across, down=down
        )
    return name


def drawing(name: str) -> Drawing:
    """The drawing of that name. Raises Defect where there is none."""
    return _ADOPTED[name] if name in _ADOPTED else _drawing(name)


@cache
def _drawing(name: str) -> Drawing:
    row = _rows().get(name)
    if row is None:
        raise Defect(f"the art library has no drawing “{name}”")
    return Drawing(
        name=name,
        body=str(row["body"]),
        metres=float(row["metres"]),
        where=str(row["where"]),
        alive=bool(row["alive"]),
    )


class Rows:
    """A table whose lines, in their order, are a word, a tab and what is said of it. Words are found in the text of the
    lines: there are too many to take them all apart for a few.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def get(self, word: str) -> str | None:
        """What is said of a word; None where it is not there."""
        if "\t" in word:
            return None
        sought = f"{word}\t"
        at = bisect_left(self._lines, sought)
        found = at < len(self._lines) and self._lines[at].startswith(sought)
        return self._lines[at][len(sought) :] if found else None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for line in self._lines:
            word, _, rest = line.partition("\t")
            yield word, rest


_NOTHING = Rows("")


def _tables(name: str) -> dict[str, Rows]:
    """The tables of a file, each after its name."""
    text = gzip.decompress((_HERE / name).read_bytes()).decode()
    blocks = (block.partition("\n") for block in text.split("\n\n"))
    return {table: Rows(rows) for table, _, rows in blocks}


@cache
def _nouns() -> dict[str, Rows]:
    return _tables("nouns.tsv.gz")


@cache
def _our_words() -> dict[str, str]:
    """Our own drawings' words, with what is said of each."""
    return {word: f"{name}\tname\t{row['metres']}" for name, row in _ours().items() for word in row["words"]}


def noun(table: str, word: str) -> Noun | None:
    """What a lower-case noun in the singular is, in the table `thing`, `place`, `garment` or `person`."""
    found = (_our_words().get(word) if table == "thing" else None) or _nouns().get(table, _NOTHING).get(word)
    if found is None:
        return None
    row, how, metres = found.split("\t")
    return Noun(row, how, float(metres))


@cache
def kinds_of_verbs() -> Mapping[str, str]:
    """Verbs to the motions of which they are a synonym or a kind."""
    return {verb: row.split("\t", 1)[0] for verb, row in _nouns().get("verb", _NOTHING) if verb}


def ours(name: str) -> bool:
    """Whether a drawing is of `ours.yaml`."""
    return name in _ours()


@cache
def _tongues() -> dict[str, Rows]:
    return _tables("tongues.tsv.gz")


def tongue(language: str, *, chosen: bool = False) -> Rows:
    """A language's nouns in English, by its two letters; empty where it is not known, or English. `chosen`: only those
    that go before English words that are written the same.
    """
    short = language[:2].lower()
    return _tongues().get(short + (" chosen" if chosen else ""), _NOTHING) if short != "en" else _NOTHING

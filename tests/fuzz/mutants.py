"""Mutants of things that strangers bring, by number: the same number makes the same mutant."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

WORDS = [
    "", " ", "x", "Emma", "a study", "#008080", "no", "null", "~", "1984", "-1", "1e400", ".nan", "0x1F", "2026-11-25",
    "12:30", "6s", "250ms", "9" * 40, "a" * 5000, "\u202e", "\x00", "\x1b[31m", "\u2028", "😀" * 40, "é" * 30, "ß",
    "&a x", "*a", "!t", "<<", "{", "[", "}]", "|", ">", "%", "@", "`", "---", "...", ": ", " #", "\t", "\r\n",
    "../../etc/passwd", "/dev/zero", "C:\\x", "file:x", "concat:a|b", "日本語のせりふ", "مرحبا", "שלום", "-->", "{\\an8}",
    "\n\n2\n00:00:01,000 --> 00:00:02,000\n", "::error::x", "<b>", "\\N", "=", "slow push in", "cut", "dissolve 99s",
]  # fmt: skip
VALUES: list[Any] = [None, True, False, 0, 1, -1, 2**31, 2**64, 0.1, -0.0, 1e308, [], {}, [[]], {"a": {}}, *WORDS]


def mutated(value: Any, chance: random.Random, times: int = 3) -> Any:
    """A copy of plain values, changed in a few places."""
    value = copy.deepcopy(value)
    for _ in range(chance.randint(1, times)):
        value = _changed(value, chance)
    return value


def _changed(value: Any, chance: random.Random) -> Any:
    places = list(_places(value, ()))
    if not places:
        return chance.choice(VALUES)
    path = chance.choice(places)
    node = value
    for step in path[:-1]:
        node = node[step]
    if chance.random() < 0.3:
        _moved(node, path[-1], chance)
    else:
        node[path[-1]] = _other(node[path[-1]], value, places, chance)
    return value


def _moved(node: Any, last: Any, chance: random.Random) -> None:
    """Remove, repeat or rename what stands in a place."""
    act = chance.randrange(3)
    if act == 0:
        del node[last]
    elif isinstance(node, list):
        node.insert(chance.randint(0, len(node)), copy.deepcopy(node[last]))
    else:
        node[str(chance.choice(WORDS))] = node.pop(last)


def _other(here: Any, whole: Any, places: list[Any], chance: random.Random) -> Any:
    """Something else for a place: from another place, nested deeper, with words put in, longer, or out of the list."""
    act = chance.randrange(5)
    if act == 0:
        for step in chance.choice(places):
            whole = whole[step]
        return copy.deepcopy(whole)
    if act == 1:
        for _ in range(chance.choice((1, 5, 45, 90))):
            here = [here]
        return here
    if act == 2 and isinstance(here, str):
        at = chance.randint(0, len(here))
        return here[:at] + chance.choice(WORDS) + here[at:]
    if act == 3 and isinstance(here, list):
        return here * chance.choice((0, 2, 30))
    return chance.choice(VALUES)


def _places(value: Any, path: tuple[Any, ...]) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield (*path, key)
        yield from _places(one, (*path, key))


def torn(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed in a few places: flipped, cut, repeated, filled, and words put in."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, max(0, len(out) - 1))
        size = chance.choice((1, 1, 2, 4, 16, 200))
        act = chance.randrange(6)
        if act == 0 and out:
            out[at] ^= 1 << chance.randrange(8)
        elif act == 1:
            del out[at : at + size]
        elif act == 2:
            out[at:at] = out[at : at + size] * chance.choice((1, 3, 40))
        elif act == 3:
            out[at : at + size] = bytes([chance.choice((0, 0xFF, 0x20, 0x0A, 0x80))]) * size
        elif act == 4:
            out[at:at] = chance.choice(WORDS).encode("utf-8", "surrogatepass")
        else:
            out = out[:at]
    return bytes(out)


def json_of(value: Any, chance: random.Random) -> str:
    """Values as JSON, with what only Python's reader takes for such now and then."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=True)
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    at = chance.choice(digits) if digits else 0
    return text[:at] + chance.choice(("1", "1", "Infinity", "1e999", "-1", "NaN", "9" * 400)) + text[at + 1 :]


Make = Callable[[random.Random], Any]

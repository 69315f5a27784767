"""The shapes of a mouth that says a word, from its letters."""

from __future__ import annotations

import re
from functools import lru_cache

_SHAPES = (
    ("th", "lth"), ("oo", "oo"), ("ou", "oh"), ("ow", "oh"), ("oa", "oh"), ("ee", "ee"), ("ea", "ee"), ("ai", "eh"), ("ay", "eh"),
    ("sh", "oo"), ("ch", "oo"), ("wh", "oo"), ("ph", "fv"), ("a", "ah"), ("e", "eh"), ("i", "ee"), ("o", "oh"), ("u", "oo"),
    ("y", "ee"), ("m", "mbp"), ("b", "mbp"), ("p", "mbp"), ("f", "fv"), ("v", "fv"), ("l", "lth"), ("w", "oo"), ("q", "oo"),
    ("r", "oo"), ("n", "lth"), ("d", "lth"), ("t", "lth"), ("s", "ee"), ("z", "ee"), ("c", "ee"), ("k", "eh"), ("g", "eh"), ("h", "eh"),
    ("j", "oo"), ("x", "ee"),
)  # fmt: skip
_LETTERS = re.compile("|".join(letters for letters, _ in _SHAPES))
_SHAPE = dict(_SHAPES)
_LONG = {"ah", "ee", "eh", "oh", "oo"}


@lru_cache(maxsize=4096)
def shapes_of(word: str) -> tuple[str, ...]:
    """The shapes of a word in their order, vowels twice as long as consonants."""
    found: list[str] = []
    for letters in _LETTERS.findall(re.sub(r"e$", "", word.lower()) or word.lower()):
        shape = _SHAPE[letters]
        found += [shape, shape] if shape in _LONG else [shape]
    return tuple(found) or ("eh", "ah")


def shape_of(word: str, share: float) -> str:
    """The shape at a share of a word's time."""
    shapes = shapes_of(word)
    return shapes[min(len(shapes) - 1, int(share * len(shapes)))]

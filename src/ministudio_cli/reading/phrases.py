"""Noun phrases: what a list of things names, how many of each, and how each is described. English, by rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ministudio_cli.reading.phrase_words import GATHERS, GROUPS, HOLDS, IRREGULAR, NUMBERS, SKIP

_SPLIT = re.compile(
    r"[,;:.!?()/]|\b(?:and|or|with|plus|beside|next to|near|behind|before|among|between|under|below|above|over|on|in|at"
    r"|by|from|inside|around|along|across|against|through|into|onto|towards?|full of|covered in|filled with|made of"
    r"|where|as)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One thing that a text names."""

    words: str
    """As it is written, without article."""
    noun: str
    """Its head, lower-case, in the singular where that is known; “” where no word of it is a noun."""
    described: tuple[str, ...] = ()
    """What stands before the head."""
    count: int = 1
    """How many; a plural without a number is three."""


def singular(word: str) -> str:
    """A noun's singular by its ending; the word itself where it has none."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes", "oes")):
        return word[:-2]
    return word[:-1]


def phrases(text: str, known: Callable[[str], bool]) -> Iterator[Phrase]:
    """Each thing that a text names, in its order. `known` says of a singular noun whether it is one."""
    for part in _SPLIT.split(text.lower().replace("’", "'")):
        words = [word.removesuffix("'s") for word in _WORD.findall(part)]
        for piece in _pieces(words):
            if found := _phrase(piece, known):
                yield found


def _pieces(words: list[str]) -> Iterator[list[str]]:
    """“A boy holding a ball” names two things: an article begins the next."""
    start = 0
    for at in range(1, len(words)):
        if words[at] in ("a", "an", "the") and words[at - 1] != "of":
            yield words[start:at]
            start = at
    yield words[start:]


def _phrase(words: list[str], known: Callable[[str], bool]) -> Phrase | None:
    count, at = 0, 0
    while at < len(words) and (words[at] in SKIP or words[at] in NUMBERS or words[at].isdigit()):
        if words[at] not in SKIP:
            count = NUMBERS.get(words[at]) or min(7, int(words[at]))
        at += 1
    words = words[at:]
    if "of" in words and not known(" ".join(words)):
        where = words.index("of")
        before, after = words[:where], words[where + 1 :]
        group = before[-1] if before else ""
        if group in GROUPS and after and singular(group) not in HOLDS:
            inner = _phrase(after, known)
            if inner is None:
                return None
            many = GROUPS[group] if GROUPS[group] > 1 else count or inner.count
            return replace(inner, count=many)
        words = before
    if not words:
        return None
    head = _head(words, known)
    if head is None:
        return Phrase(words=" ".join(words), noun="", described=tuple(words), count=max(1, count))
    start, end = head
    last = words[end - 1]
    before = words[start - 1 : start]
    if singular(last) in GATHERS and end - start == 1 and before and _is_known(before, known):
        # Tyre stacks are tyres.
        inner = _phrase(words[:start], known)
        return inner and replace(inner, words=" ".join(words[:end]), count=max(inner.count, GROUPS.get(last, 3)))
    one = " ".join([*words[start : end - 1], singular(last)])
    plural = singular(last) != last
    return Phrase(
        words=" ".join(words[:end]),
        noun=one if known(one) else " ".join(words[start:end]),
        described=tuple(words[:start]),
        count=count or (3 if plural else 1),
    )


def _head(words: list[str], known: Callable[[str], bool]) -> tuple[int, int] | None:
    """Where the head noun begins and ends: the longest known one at the end of what stands before a participle."""
    ends = range(len(words), 0, -1)
    # “A fox running”: who does it is the head.
    if (
        len(words) > 1
        and words[-1].endswith("ing")
        and _is_known(words[-2:-1], known)
        and not _is_known(words[-2:], known)
    ):
        ends = range(len(words) - 1, 0, -1)
    for end in ends:
        for long in (3, 2, 1):
            if end - long >= 0 and _is_known(words[end - long : end], known):
                return end - long, end
        if words[end - 1].endswith(("ed", "ly", "en")):
            continue
        if end == ends[0] and len(words) == 1:
            return None
    return None


def _is_known(words: list[str], known: Callable[[str], bool]) -> bool:
    if not words:
        return False
    joined = " ".join(words)
    return known(joined) or known(" ".join([*words[:-1], singular(words[-1])]))

"""The forms of English verbs: what a word may be a form of, and what looks like one that no table has. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ministudio_cli.reading.action_words import DETERMINERS, INSTRUMENTS, IRREGULAR, PARTICLES, PREPOSITIONS, PRONOUNS

_ENDINGS = (
    ("ies", ("y",)), ("s", ("",)), ("es", ("", "e")), ("ied", ("y",)), ("ed", ("e", "")), ("ing", ("e", "")),
)  # fmt: skip
SHUTS = ("open", "close", "shut")
"""What is done by another verb, “flicks open a fan”."""


def lemmas(word: str) -> tuple[str, ...]:
    """What a verb's form may be a form of, likeliest first."""
    word = word.lower()
    if word in IRREGULAR:
        return (IRREGULAR[word], word)
    found = [word]
    for ending, changes in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            found += [stem + change for change in changes]
            if ending in ("ed", "ing") and len(stem) > 2 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


def unknown_verb(tokens: Sequence[str], named: Sequence[tuple[int, str]]) -> int | None:
    """The place of a verb that no table has: what is inflected as one, just behind who is named or at the beginning."""
    at = max((place for place, _ in named if place < 4), default=-1) + 1
    if not 0 <= at < len(tokens) - 1:
        return None
    low = tokens[at].lower()
    follows = tokens[at + 1].lower()
    shaped = (
        low.endswith("s")
        and not low.endswith(("ss", "us", "'s", "’s"))
        and low not in DETERMINERS | PREPOSITIONS | PRONOUNS
    )
    return at if shaped and (follows in DETERMINERS or follows in PARTICLES | set(SHUTS)) else None


def verb_at(tokens: Sequence[str], at: int, verbs: Mapping[str, str]) -> tuple[int, str, str] | None:
    """The verb at a place with as many particles as make one: (words taken, lemma, row)."""
    following = [token.lower() for token in tokens[at + 1 : at + 5]]
    for lemma in lemmas(tokens[at]):
        for count in (3, 2, 1):
            words = following[:count]
            if len(words) == count and f"{lemma} {' '.join(words)}" in verbs:
                key = f"{lemma} {' '.join(words)}"
                return count + 1, key, verbs[key]
        # “plays her old guitar”, “picks the ball up”
        for away, word in enumerate(following):
            near = word in INSTRUMENTS or word == following[-1] or word in ("up", "down", "out")
            if word in PARTICLES and near and away < 4 and f"{lemma} {word}" in verbs:
                return 1, f"{lemma} {word}", verbs[f"{lemma} {word}"]
        if lemma in verbs:
            return 1, lemma, verbs[lemma]
    return None

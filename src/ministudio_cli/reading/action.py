"""A shot's action, read: who does what, with what, toward whom, in which order. English, by rules; pure.

A sentence is parted into clauses; in each the first word that is a verb somebody can act is its verb, what stands
before it says who, and what follows says with what and toward what. Nothing is guessed: what is not known is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ministudio_cli.reading.action_words import (
    DETERMINERS,
    MEANWHILE,
    NOT,
    PAIR,
    PREPOSITIONS,
    PRONOUNS,
    SAME,
    SKIPPED,
    TOGETHER,
)
from ministudio_cli.reading.verb_forms import SHUTS, unknown_verb, verb_at

_CLAUSES = re.compile(
    r"\s*(?:[;:.!?—–]|,(?=\s)|"
    r"\b(?:and then|then|while|as|before(?!\s+(?:the|a|an|his|her|its|their|my|our|this|that)\b)|"
    r"until|but|because|when|so that|and)\b"
    r")\s*",
    re.IGNORECASE,
)
_TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|St|Capt|Sgt|Lt)\.(?=\s)")
"""Their dot ends no sentence."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that is done: by whom (ids; none where nobody is named), the row of its verb, the object's noun, and
    whom or what it is toward (an id, or a noun). `meanwhile` says that it goes on beside the deed before.
    """

    who: tuple[str, ...]
    verb: str
    row: str
    thing: str = ""
    target: str = ""
    meanwhile: bool = False
    words: str = ""
    rest: str = ""
    """What follows the verb in its clause."""
    guessed: bool = False
    """Whether its verb is in no table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An action as deeds in their order, and the clauses in which no verb was known."""

    deeds: tuple[Deed, ...]
    unread: tuple[str, ...]


def read_action(
    text: str,
    cast: Mapping[str, Sequence[str]],
    verbs: Mapping[str, str],
    wider: Mapping[str, str] | None = None,
    otherwise: str = "",
) -> Read:
    """Read an action. `cast` are the names of each id; `verbs` maps a lemma, with its particle where it has one, to the
    row that stands for it; `wider` has verbs that are looked for where a clause has none of those; `otherwise` is the
    row of what somebody who is named does in a verb that neither has: it is among `unread` too.
    """
    text = _TITLES.sub(r"\1", text)
    deeds: list[Deed] = []
    unread: list[str] = []
    last: tuple[str, ...] = ()
    names_before = ""
    for clause, meanwhile in _clauses(text):
        tokens = _WORD.findall(f"{names_before} and {clause}" if names_before else clause)
        named = _named(tokens, cast)
        found = _verb(tokens, named, verbs) or (_verb(tokens, named, wider) if wider else None)
        # “Emma and David look out”: names alone go with what follows.
        low = {token.lower() for token in tokens}
        alone = bool(named) and (bool(names_before) or low <= _name_words(cast) | {"and", "the"})
        names_before = " ".join(tokens) if found is None and alone else ""
        if found is None:
            # A clause without a verb of its own goes with the one before: “to David, smiling”.
            if not names_before and tokens and not (named and deeds) and len(tokens) > 1:
                unread.append(clause.strip())
            known_who = bool(named) or bool(deeds)
            at_verb = unknown_verb(tokens, named) if otherwise and known_who and not names_before else None
            if at_verb is None:
                continue
            found = (at_verb, 1, tokens[at_verb].lower(), otherwise)
        at, used, lemma, row = found
        if {token.lower() for token in tokens[max(0, at - 2) : at]} & NOT:
            last = _who(tokens, at, named, cast, last)
            continue
        first = unknown_verb(tokens, named) if otherwise else None
        if (
            first is not None
            and first < at
            and tokens[at].lower().endswith("ing")
            and tokens[at - 1].lower() in DETERMINERS
        ):
            at, used, lemma, row = first, 1, tokens[first].lower(), otherwise  # “grips the rolling pin”
        if at and lemma in SHUTS and tokens[at].lower() in SHUTS and unknown_verb(tokens, named) == at - 1:
            at, used = at - 1, used + 1  # “flicks open a fan”
        who = _who(tokens, at, named, cast, last)
        if deeds and deeds[-1].thing and [token.lower() for token in tokens[:at]][:1] == ["it"]:
            who = ("",)  # the thing does it: “as it slides off the table”
        thing, target = _rest(tokens[at + used :], named, at + used, cast)
        if not thing and deeds and {token.lower() for token in tokens[at + used :]} & {"it", "them"}:
            thing = deeds[-1].thing
        words = clause.strip()
        guessed = row == otherwise and lemma not in verbs and not (wider and lemma in wider)
        beside = meanwhile or (at == 0 and lemma != tokens[0].lower() and tokens[0].lower().endswith("ing"))
        deed = Deed(
            who=who, verb=lemma, row=row, thing=thing, target=target, meanwhile=beside and bool(deeds), words=words,
            rest=" ".join(tokens[at + used :]), guessed=guessed,
        )  # fmt: skip
        deeds += [deed, *_beside(deed, tokens, at + used, named, cast, verbs)]
        last = who if who != ("",) else last
    return Read(deeds=tuple(deeds), unread=tuple(unread))


def _who(
    tokens: Sequence[str],
    at: int,
    named: Sequence[tuple[int, str]],
    cast: Mapping[str, Sequence[str]],
    last: tuple[str, ...],
) -> tuple[str, ...]:
    """Who does what the verb at a place says: named before it, meant by a pronoun, or as in the clause before.

    (“”,) where it is done by somebody or something else: “the alarm turns the room red”.
    """
    who = tuple(dict.fromkeys(key for place, key in named if place < at))
    before = {token.lower() for token in tokens[:at]}
    together = before & TOGETHER or "together" in {token.lower() for token in tokens} or before & PAIR
    if together:
        return who if len(who) > 1 else tuple(cast)
    if who:
        return who
    return last if before & SAME or at == 0 or not _noun_before(tokens[:at]) else ("",)


def _beside(
    deed: Deed,
    tokens: Sequence[str],
    start: int,
    named: Sequence[tuple[int, str]],
    cast: Mapping[str, Sequence[str]],
    verbs: Mapping[str, str],
) -> Iterator[Deed]:
    """What is done beside a deed: “reads, holding a cup”, “walks carrying a box”."""
    for index in range(start, len(tokens)):
        word = tokens[index].lower()
        acts = word.endswith("ing") and len(word) > 4 and tokens[index - 1].lower() not in DETERMINERS
        found = verb_at(tokens, index, verbs) if acts else None
        if found is not None and found[2] != deed.row and tokens[index - 1].lower() not in NOT:
            # “With Ana pushing from behind”: it is hers.
            other = tuple(key for place, key in named if place == index - 1 and tokens[index - 2].lower() == "with")
            thing, target = _rest(tokens[index + found[0] :], named, index + found[0], cast)
            rest = " ".join(tokens[index + found[0] :])
            rest, thing = (rest, thing) if thing or not other else (f"the {deed.thing} {rest}", deed.thing)
            yield Deed(
                who=other or deed.who, verb=found[1], row=found[2], thing=thing, target=target, meanwhile=True,
                words=deed.words, rest=rest,
            )  # fmt: skip
            return


def _name_words(cast: Mapping[str, Sequence[str]]) -> set[str]:
    return {word for names in cast.values() for name in names for word in name.lower().split()} | set(cast)


def _clauses(text: str) -> list[tuple[str, bool]]:
    """The clauses of a text, and whether each goes on beside the one before."""
    parts: list[tuple[str, bool]] = []
    at, joined = 0, ""
    for match in _CLAUSES.finditer(text):
        piece = text[at : match.start()]
        if piece.strip():
            parts.append((piece, joined in MEANWHILE))
        joined, at = match.group().strip(" ,").lower(), match.end()
    if text[at:].strip():
        parts.append((text[at:], joined in MEANWHILE))
    return parts


def _named(tokens: Sequence[str], cast: Mapping[str, Sequence[str]]) -> list[tuple[int, str]]:
    """Where each figure is named: (place of the word, id)."""
    found: list[tuple[int, str]] = []
    low = [re.sub(r"['’]s$", "", token.lower()) for token in tokens]
    for key, names in cast.items():
        for name in {*names, key.replace("_", " ")}:
            words = name.lower().replace(".", "").split()
            for at in range(len(low) - len(words) + 1):
                # “Emma's book” names a book.
                owned = tokens[at + len(words) - 1].lower().endswith(("'s", "’s"))
                if words and low[at : at + len(words)] == words and not owned:
                    found.append((at, key))
    return sorted(set(found))


def _verb(
    tokens: Sequence[str], named: Sequence[tuple[int, str]], verbs: Mapping[str, str]
) -> tuple[int, int, str, str] | None:
    """The clause's verb: its place, how many words it takes, its lemma and its row."""
    names = {place for place, _ in named}
    for at, token in enumerate(tokens):
        low = token.lower()
        if at in names or low in SKIPPED or low in DETERMINERS or low in PREPOSITIONS:
            continue
        if at and tokens[at - 1].lower() in DETERMINERS - PAIR and not low.endswith("ing"):
            continue  # “a walk”, “her run”: a noun
        if _in_object(tokens, at):
            continue  # “finds a gold wedding ring”
        if at and tokens[at - 1].lower() in PREPOSITIONS - {"to", "in"} and not low.endswith("ing"):
            continue
        found = verb_at(tokens, at, verbs)
        if found is None:
            continue
        return at, found[0], found[1], found[2]
    return None


_LIGHT = frozenset((
    "begins", "does", "feels", "gives", "has", "having", "hears", "helps", "keeps", "leaves", "lets", "makes", "making",
    "performs", "sees", "starts", "takes", "taking", "watches",
))  # fmt: skip
"""Verbs whose object is what is done, “begins a slow dance”, or does something itself, “lets her hair fall”."""


_INFLECTED = re.compile(r"[^s]s$|[aeiouy].*(?:ing|ed)$")


def _in_object(tokens: Sequence[str], at: int) -> bool:
    """Whether a word stands in an object: a bare form behind a determiner after a verb, “finds a wedding ring”."""
    if _INFLECTED.search(tokens[at].lower()):
        return False
    for place in range(at - 1, 0, -1):
        low = tokens[place].lower()
        if low in PREPOSITIONS or low in PRONOUNS - {"her"}:
            return False
        if low in DETERMINERS:
            verb, before = tokens[place - 1].lower(), tokens[place - 2].lower() if place > 1 else ""
            acts = verb.endswith(("s", "ing")) and not verb.endswith(("ss", "'s", "’s", "us"))
            return acts and verb not in DETERMINERS | _LIGHT and before not in DETERMINERS | PREPOSITIONS
    return False


def _rest(
    tokens: Sequence[str], named: Sequence[tuple[int, str]], start: int, cast: Mapping[str, Sequence[str]]
) -> tuple[str, str]:
    """The object and the target in what follows a verb: nouns, or ids of the cast."""
    thing = target = ""
    own = dict(named)
    phrase: list[str] = []
    preposition = ""

    def close() -> None:
        nonlocal thing, target, phrase
        words = [word for word in phrase if word not in DETERMINERS | PRONOUNS and not word.endswith("ly")]
        if words:
            if (not preposition and not thing) or (
                preposition in ("with", "of", "in") and not thing and preposition != "in"
            ):
                thing = words[-1]
            elif not target:
                target = words[-1]
        phrase = []

    for index, token in enumerate(tokens):
        low = token.lower()
        key = own.get(start + index)
        if key is not None:
            close()
            target = target if target in cast else key
            continue
        if low in PREPOSITIONS:
            close()
            preposition = low
            continue
        if low.endswith("ing") and phrase and phrase[-1] not in DETERMINERS:
            break
        phrase.append(low)
    close()
    return thing, target


def _noun_before(tokens: Sequence[str]) -> bool:
    """Whether somebody or something is named before the verb."""
    words = [token.lower() for token in tokens]
    return any(word not in SKIPPED | DETERMINERS | PREPOSITIONS and not word.endswith("ly") for word in words)

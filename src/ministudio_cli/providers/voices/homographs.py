"""Words that are written alike and said differently: which of a dictionary's readings a sentence asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DETERMINERS = _set(
    """a an the my your his her its our their this that these those no some any each every another which what whose one
    two three of in on at for with by from under over into new old good bad big small great first last next"""
)
_PRONOUNS = _set("i you we they he she it who")
_MODALS = _set(
    """to will would can could should shall may might must cannot can't won't don't doesn't didn't wouldn't couldn't
    shouldn't not please let let's never always and or"""
)
_PAST = _set("had has have having was were been be is are being got")
_WHEN = _set("yesterday ago already earlier before")
_OBJECTS = _set("it them him her me us the a an this that these those my your his its our their up down off out")
_LIVE = _set(
    """music show shows concert concerts broadcast broadcasts stream streams streaming audience audiences performance
    performances wire wires band bands tv event events feed feeds coverage recording recordings action bait ammunition
    demo demos session sessions report updates sound theater theatre chat"""
)
_LIVE_AFTER = _set(
    "go goes going went gone broadcast air aired stream streamed streaming perform performed recorded are is was"
)
_CLOSE_AFTER = _set(
    """to by together friend friends call up enough proximity range relationship behind quarters shot contact attention
    look"""
)
_CLOSE_BEFORE = _set(
    """so too very how as get gets got came come comes stay stays stood stand stands draw drew was is are were that feel
    keep"""
)
_LEAD = _set(
    """pipe pipes paint poisoning weight weights acid pencil bullet bullets battery batteries levels free glass shot
    crystal roof"""
)
_TINY = _set("detail details amount amounts quantities difference")

SPECIAL = {"lead": "lˈɛd"}
"""Readings that the dictionary does not have."""

Around = Sequence[str]
"""Words on one side of a word, lower case, nearest first."""


def _read(before: Around, after: Around) -> str:
    last = before[0] if before else ""
    past = set(before[:3]) & _PAST or set(after[:5]) & _WHEN or last in ("he", "she", "it")
    return "VBD" if past and last not in _MODALS - {"and", "or", "never", "always"} else ""


def _live(before: Around, after: Around) -> str:
    return "DEFAULT" if set(after[:1]) & _LIVE or set(before[:1]) & _LIVE_AFTER else "VERB"


def _close(before: Around, after: Around) -> str:
    return "DEFAULT" if set(after[:1]) & _CLOSE_AFTER or set(before[:1]) & _CLOSE_BEFORE else "VERB"


def _wound(before: Around, after: Around) -> str:
    around = set(after[:1]) & (_OBJECTS | _set("around through tight tightly"))
    return "VBD" if around and not set(before[:1]) & _DETERMINERS else ""


def _wind(before: Around, after: Around) -> str:
    objects = _OBJECTS | _set("through around back")
    return "VERB" if set(before[:1]) & _MODALS and set(after[:1]) & objects else ""


def _tear(before: Around, after: Around) -> str:
    objects = _OBJECTS | _set("apart open through")
    return "VERB" if set(before[:1]) & (_MODALS | _PRONOUNS) or set(after[:1]) & objects else ""


def _bow(before: Around, after: Around) -> str:
    deeply = set(after[:1]) & _set("down before out deeply")
    return "VERB" if set(before[:1]) & (_MODALS | _PRONOUNS) or deeply else ""


def _bass(before: Around, after: Around) -> str:
    fish = set(after[:1]) & _set("fish fishing boat") or set(before[:1]) & _set("catch caught sea fish")
    return "" if fish else "ADJ"


def _use(before: Around, after: Around) -> str:
    noun = set(before[:1]) & (_DETERMINERS - _set("one two three")) or after[:1] == ["of"]
    return "NOUN" if noun else ""


def _minute(before: Around, after: Around) -> str:
    return "ADJ" if set(before[:1]) & _set("a the very") and set(after[:1]) & _TINY else ""


def _lead(before: Around, after: Around) -> str:
    del before
    return "SPECIAL" if set(after[:1]) & _LEAD else ""


_RULES: dict[str, Callable[[Around, Around], str]] = {
    "read": _read, "live": _live, "lives": _live, "close": _close, "wound": _wound, "wind": _wind, "tear": _tear,
    "bow": _bow, "bass": _bass, "use": _use, "minute": _minute, "lead": _lead,
}  # fmt: skip


def reading(word: str, before: Around, after: Around) -> str:
    """The tag (VERB, NOUN, ADJ, VBD or SPECIAL) under which a word (lower case) is read; “” for its usual reading."""
    rule = _RULES.get(word)
    if rule:
        return rule(before, after)
    # Nouns and verbs that differ by their stress: record, present, object, produce, refuse, desert, excuse …
    if set(before[:1]) & _DETERMINERS:
        return "NOUN"
    if set(before[:1]) & (_MODALS | _PRONOUNS):
        return "VERB"
    return "VERB" if set(after[:1]) & (_OBJECTS - _set("up down off out")) else ""

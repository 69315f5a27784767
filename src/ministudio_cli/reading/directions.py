"""What stands in a line and is not to be said: markup, stage directions; and whether anything is left to say."""

from __future__ import annotations

import re

_ACTIONS = (
    "beat|pause|silence|sighs?|sighing|laughs?|laughing|laughter|chuckles?|giggles?|whispers?|whispering|shouts?|"
    "shouting|screams?|gasps?|coughs?|clears throat|sobs?|cries|crying|sniffs?|groans?|moans?|yawns?|mutters?|mumbles?|"
    "softly|quietly|loudly|angrily|sadly|happily|nervously|excitedly|sarcastically|slowly|smiles?|smiling|nods?|grins?|"
    "shrugs?|breathes?|inhales?|exhales?|music|applause|door \\w+|o\\.s\\.|v\\.o\\.|off|cont'd|continued"
)
_TAG = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|<!--.*?-->")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_ROUND = re.compile(
    rf"\(\s*(?:(?:she|he|they|we|I|a|long|short|small|deep|to \w+)\s+)?(?:{_ACTIONS})(?:[ ,][^()]*)?\)", re.IGNORECASE
)
_STARS = re.compile(rf"\*\s*(?:{_ACTIONS})(?:\s[^*]*)?\*", re.IGNORECASE)


def directions(text: str) -> list[tuple[int, int]]:
    """The stretches of a line that are markup or stage directions, in order."""
    found: list[tuple[int, int]] = []
    for pattern in (_TAG, _BRACKETS, _ROUND, _STARS):
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end in found):
                found.append(match.span())
    return sorted(found)


def says_nothing(text: str) -> bool:
    """Whether nothing of a line can be heard: it is signs, emoji or directions only."""
    left = text
    for start, end in reversed(directions(text)):
        left = left[:start] + left[end:]
    return not any(sign.isalnum() or sign in "%&@$€£¥₹" for sign in left)

"""How a thing is, read from its words: lit, out or broken. Pure."""

from __future__ import annotations

import re

OUT, LIT, BROKEN = "out", "lit", "broken"

_ALWAYS = (
    (BROKEN, r"broken|cracked|shattered|smashed|splintered|snapped|in (?:two|pieces|shards)"),
    (OUT, r"unlit|extinguished|burn(?:t|ed) out|blown out|gone out|(?:switched|turned|put) (?:off|out)|powered down"),
    (LIT, r"lit|lighted|burning|glowing|flaming|alight|ablaze|(?:switched|turned) on(?! its| his| her)"),
)
"""What says it wherever it stands: “an unlit candle”, “the cracked mirror”."""
_AS_STATE = (
    (OUT, r"out|off|dark|dead|cold|black|dimmed|empty of light"),
    (LIT, r"on|bright|shining|warm|flickering|high|low"),
)
"""What says it of a state's light alone: flame out, screen dark."""
_LIGHT = re.compile(
    r"\b(?:flame|light|lamp|fire|screen|bulb|wick|glow|display|power|candle|lantern|beam)s?\b", re.IGNORECASE
)


def condition_in(words: str) -> str:
    """out, lit or broken, as words say of a thing; “” where they say nothing of the kind."""
    return _found(words, _ALWAYS)


def condition_of(trait: str, words: str) -> str:
    """The same of one trait of a state: `flame: out`, `state: broken`."""
    lights = _LIGHT.search(trait) or _LIGHT.search(words)
    return condition_in(words) or (_found(words, _AS_STATE) if lights else "")


_NOT = re.compile(r"\b(?:not|no longer|never|isn't|isn’t|hardly|barely)\s+(?:yet\s+|quite\s+)?(\w+)", re.IGNORECASE)


def _found(words: str, rows: tuple[tuple[str, str], ...]) -> str:
    denied = " ".join(_NOT.findall(words))
    if denied:
        # What is no longer lit is out; what is not broken is as it should be.
        rest = _found(_NOT.sub("", words), rows)
        return rest or (OUT if _found(denied, rows) == LIT else "")
    return next((name for name, pattern in rows if re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE)), "")


def bare(words: str) -> str:
    """What a thing is, without what it is like now: “brass lamp” of “brass lamp, its flame out”."""
    return words.split(_ITS, maxsplit=1)[0]


def conditions_of(words: str) -> tuple[str, str]:
    """(How a thing is, the words of its colour now), of what stands after “its”; each “” where nothing says it."""
    condition = colour = ""
    for state in words.split(_ITS)[1:]:
        trait, _, rest = state.partition(" ")
        condition = condition or condition_of(trait, rest)
        if trait.lower() in _COLOUR:
            colour = rest
    return condition or condition_in(bare(words)), colour


_ITS = ", its "
_COLOUR = {"colour", "color", "paint", "coat", "finish", "shade", "hue"}

"""How voices sound in a place, by its words. Pure."""

from __future__ import annotations

import re

ACOUSTICS: dict[str, str] = {
    "cave": "cave cavern grotto mine mineshaft cistern catacomb catacombs underground dungeon",
    "church": "church cathedral chapel temple mosque synagogue crypt abbey monastery basilica mausoleum",
    "tunnel": "tunnel sewer underpass subway stairwell corridor",
    "hall": (
        "hall ballroom hangar warehouse museum theatre theater lobby gymnasium gym factory terminal atrium auditorium "
        "courtroom rotunda concourse vault nave"
    ),
    "tiles": "bathroom shower washroom sauna toilet",
    "room": "",
}
"""What voices can sound in, with the words of a place that say so; `room` only where it is asked for."""
DRY = "none"
_WORD = re.compile(r"[^\W\d_]+")
_APART = re.compile(
    r"[,;:.]|\b(?:of|in|at|on|under|over|above|below|beneath|behind|before|beside|near|with|without|by|from|after|where|full)\b"
)
_WITHIN = re.compile(r"^\s*(?:deep |somewhere )?(?:inside|in|within)\s+")


def acoustics_of(words: str, *, interior: bool | None) -> str:
    """What voices sound in, of `ACOUSTICS`, in a place of these words; “” where nothing is to be heard of it.

    `interior` is False outdoors, where nothing echoes.
    """
    if interior is False:
        return ""
    # What a place is stands last before its first comma or preposition: a palace garden is a garden.
    named = _WORD.findall(_APART.split(_WITHIN.sub("", words.lower()), maxsplit=1)[0])
    return next((kind for kind, said in ACOUSTICS.items() if named and named[-1] in said.split()), "")

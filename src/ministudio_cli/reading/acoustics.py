"""How voices sound in a place, by its words. Pure."""

from __future__ import annotations

import re

ACOUSTICS: dict[str, str] = {
    "cave": "cave cavern grotto mine mineshaft cistern catacomb catacombs underground dungeon",
    "church": "church cathedral chapel temple mosque synagogue crypt abbey monastery basilica mausoleum",
    "tunnel": "tunnel sewer underpass subway stairwell corridor pipe shaft",
    "hall": (
        "hall ballroom hangar warehouse museum theatre theater lobby gymnasium gym factory terminal atrium auditorium "
        "courtroom palace arena rotunda concourse vault"
    ),
    "tiles": "bathroom shower washroom sauna toilet",
    "room": "",
}
"""What voices can sound in, with the words of a place that say so; `room` only where it is asked for."""
DRY = "none"
_WORD = re.compile(r"[^\W\d_]+")
_OUTSIDE = re.compile(r"\b(?:outside|before|in front of|near|behind|beside|opposite|facing|across from)\b")


def acoustics_of(words: str, *, interior: bool | None) -> str:
    """What voices sound in, of `ACOUSTICS`, in a place of these words; “” where nothing is to be heard of it.

    `interior` is None where the words say whether it is indoors: outside a church nothing echoes.
    """
    words = words.lower()
    if interior is False or _OUTSIDE.search(words):
        return ""
    found = set(_WORD.findall(words))
    return next((kind for kind, said in ACOUSTICS.items() if found & set(said.split())), "")

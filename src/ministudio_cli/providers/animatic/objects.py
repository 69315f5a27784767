"""What a deed is done to: the thing that its words name, and what draws it.

An action's sentence names its main thing as the verb's object, as the whole of which that is a part (“the brim of the
hat”), or behind a preposition (“climbs into a canoe”).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.art.sprite import embedded
from ministudio_cli.providers.animatic.figure.motion import motions
from ministudio_cli.providers.animatic.things import BEINGS, COATS, LARGEST_HELD, known
from ministudio_cli.providers.animatic.titles import label
from ministudio_cli.providers.animatic.vocabulary import colour_in, family, match
from ministudio_cli.reading.action import Deed
from ministudio_cli.reading.conditions import condition_in
from ministudio_cli.reading.phrases import Phrase, phrases, singular
from ministudio_cli.screenplay.drawing import Art

_SIZE, _OVERHEAD = 5.0, 3.0
"""Metres from which a thing is a part of the place, and from which one is that flies or hangs on a wall."""
_ALIVE = 0.5
"""Metres of an animal that somebody can hold."""
_CLOTH = "#A8A49C"


@cache
def words(row: str) -> frozenset[str]:
    """A row of `words/handled.yaml`."""
    return frozenset(family("handled")[row])


@dataclass(frozen=True, slots=True)
class Object:
    """A thing that is drawn: as a hand would hold it (a row of `words/held.yaml`, or `art:` and a drawing, with its colour
    and condition), its height in metres, and the preposition before it.
    """

    name: str
    metres: float = 0.5
    before: str = ""
    part: bool = False
    """Whether its noun can be a part of something else: a dial of a machine."""
    count: int = 1
    noun: str = ""
    how: str = "name"
    """What it is called, and how its drawing was found: name, synonym, kind, or cloth where it has none."""

    @property
    def drawing(self) -> str:
        """The name of its drawing in the art library; “” where it is one of ours."""
        return re.split("[#!]", self.name.removeprefix("art:"))[0] if self.name.startswith("art:") else ""

    @property
    def small(self) -> bool:
        """Whether a hand can hold it."""
        held = self.metres <= (_ALIVE if self.alive else LARGEST_HELD) and self.drawing not in words("bulky")
        return held or self.drawing in words("long")

    @property
    def alive(self) -> bool:
        """Whether it is an animal."""
        return bool(self.drawing) and library.drawing(self.drawing).alive

    @property
    def ridden(self) -> bool:
        """Whether somebody can ride on it or in it."""
        return self.drawing in family("handled")["boards"]


def objects_of(
    deed: Deed, names: frozenset[str], worn: frozenset[str], art: tuple[Art, ...] = ()
) -> tuple[Object | None, Object | None]:
    """What a deed is done to, and the large thing that it is done at; None where its words name nothing that is drawn.
    `names` are words of the cast's names, `worn` what who does it wears: what somebody has on is not in a hand; `art` are
    drawings of the film's own.
    """
    found = list(objects_in(deed.rest, names, worn, art))
    found = [
        replace(each, before="") if each.before == "under" and each.name.startswith("umbrella") else each
        for each in found
    ]
    ways = (
        "direct",
        *(("looked",) if deed.row in words("looking") else ()),
        "boarding",
        *(("toward",) if motions()[deed.row].gait else ()),
    )
    ranked = [each for way in ways for each in found if each.before in words(way)]
    first = next((each for each in ranked if not each.part), next(iter(ranked), None))
    if first is not None and ranked[0].part and ranked[0].before == "":
        first = replace(first, before="")  # a dial on a machine: that is what is handled
    at = ("boarding", "toward", "at") if deed.row not in words("looking") else ("boarding",)
    large = (each for way in at for each in found if each.before in words(way) and not each.small and each.drawing)
    return first, next((each for each in large if each != first), None)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """“brim of”, “brake lever”, and the words that part a clause."""
    parts = "|".join(sorted(words("parts")))
    between = frozenset().union(*(words(row) for row in ("direct", "looked", "boarding", "toward", "at", "other")))
    return (
        re.compile(rf"\b(?:{parts}|{'|'.join(sorted(words('measures')))})s? of (?=\w)"),
        re.compile(rf"\b(?:{parts})s?$"),
        re.compile(rf"\b({'|'.join(sorted(between - {'', 'of'}, key=len, reverse=True))})\b"),
    )


def objects_in(rest: str, names: frozenset[str], worn: frozenset[str], art: tuple[Art, ...] = ()) -> Iterator[Object]:
    """The things that words behind a verb name, in their order."""
    part_of, _, parting = _patterns()
    own = [each for each in art if any(_names(word, rest.lower()) for word in each.words)]
    plain = rest if own else _PROPER.sub("", rest)
    text = part_of.sub("", _DOES_IT.sub("", plain.lower().replace("’", "'")))
    bounds = [
        ("", 0, 0),
        *((found[1], found.start(), found.end()) for found in parting.finditer(text)),
        ("", len(text), 0),
    ]
    for (before, _, start), (_, end, _) in itertools.pairwise(bounds):
        mine = next((each for each in own if any(_names(word, text[start:end]) for word in each.words)), None)
        if mine is not None:
            yield Object(f"art:{library.adopt(mine)}", mine.metres, before, noun=mine.name)
        else:
            yield from _in_piece(text[start:end], before, names, worn)


def _names(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word.lower())}s?\b", text) is not None


def _in_piece(piece: str, before: str, names: frozenset[str], worn: frozenset[str]) -> Iterator[Object]:
    """The things of what stands behind one preposition."""
    written = piece.split()
    # What follows a noun, “the dish straight”, is left out.
    for end in range(len(written), max(0, len(written) - 3), -1):
        if written[end - 1] in words("after"):
            continue
        named = list(phrases(" ".join(written[:end]), _known))
        drawn = [_drawn(phrase, before) for phrase in named if _is_thing(phrase, before, names, worn)]
        if any(drawn):
            yield from filter(None, drawn)
            return
        if any(phrase.noun and phrase.noun not in words("after") for phrase in named):
            return  # it is a noun, though nothing draws it: “its brake lever” is no brake


_PROPER = re.compile(r"\b[A-Z][^\W\d_]+(?:['’]s\b)?")
"""Whoever is called by a name, “tells Tom a secret”: no thing of that name."""
_DOES_IT = re.compile(r"\b(?:it|him|them) \w+$")
"""What something is heard or seen to do: “listening to it ring”."""


def _known(noun: str) -> bool:
    return known(noun) or noun in _held()


@cache
def _held() -> dict[str, str]:
    """Nouns of `words/held.yaml`, each with its row."""
    return {str(word): row for row, nouns in family("held").items() for word in nouns}


def _is_thing(phrase: Phrase, before: str, names: frozenset[str], worn: frozenset[str]) -> bool:
    """Whether a phrase is a thing, and neither somebody, a part of somebody nor what somebody wears."""
    last = phrase.noun.rsplit(maxsplit=1)[-1] if phrase.noun else ""
    nothing = {phrase.noun, singular(phrase.noun)} & words("nothing")
    # A hand is laid on a chest of one's own, and a lock is on one that is none.
    nothing |= (
        {phrase.noun} & {"chest"} if before in ("on", "to", "against", "across") and not phrase.described else set()
    )
    return (
        bool(phrase.noun) and not nothing and not set(phrase.noun.split()) & names and not {last, singular(last)} & worn
    )


def _drawn(phrase: Phrase, before: str) -> Object | None:
    described = " ".join(phrase.described)
    colour, condition = colour_in(described, ""), condition_in(described)
    dressed = colour + (f"!{condition}" if condition else "")
    noun = phrase.noun
    if row := _held().get(noun) or _held().get(singular(noun)):
        return Object(row + dressed, 0.3, before, count=phrase.count, noun=noun)
    if BEINGS.get(singular(noun)) == "horse":
        coat = colour or COATS.get(singular(noun), "")
        return Object(f"art:saddled horse{coat}", 1.9, before, count=phrase.count, noun=noun)
    whole = _patterns()[1].sub("", noun).strip()
    entry = library.noun("thing", whole) if whole != noun else None
    names = [whole] if entry is not None and entry.how == "name" else []
    if whole and whole != noun and not names:
        return None  # a part of something that is not named
    sense = None
    for name in dict.fromkeys((*names, noun, singular(noun), noun.rsplit(maxsplit=1)[-1])):
        entry = library.noun("thing", name)
        if entry is None or (name in words("parts") and entry.how != "name"):
            continue
        row = family("handled")["ours"].get(entry.row[4:], "") if entry.row.startswith("own:") else entry.row
        if row and entry.how in ("name", "synonym", "kind"):
            drawing = library.drawing(row)
            metres = drawing.metres if entry.row.startswith("own:") else entry.metres
            here = metres < (_SIZE if drawing.where in ("ground", "water") else _OVERHEAD)
            if here and not (entry.how == "kind" and row in words("wide")):
                part = name in words("parts")
                return Object(f"art:{row}{dressed}", metres, before, part, phrase.count, noun, entry.how)
            sense = sense or (name if here else None)
        fixed = {name, singular(name)} & words("fixtures")
        if entry.how == "made" and not fixed and library.noun("place", name) is None and not match("places", name):
            sense = sense or name
    if sense is None or before != "":
        return None
    return Object(_covered(sense), 0.45, before, count=phrase.count, noun=sense, how="cloth")


@cache
def _covered(noun: str) -> str:
    """The drawing of something that nothing draws, under a cloth with its name on it."""
    name = label(noun, 34)
    tall, wide = name.shape[:2]
    across = min(116.0, wide * 0.62)
    down = across * tall / wide
    svg = (
        f'<svg width="128" height="128"><path d="M12 124Q16 56 34 34Q64 16 94 34Q112 56 116 124z" fill="{_CLOTH}"/>'
        f'<path d="M40 44Q36 84 28 122M64 34Q62 80 60 122M90 44Q94 84 98 122" fill="none" stroke="#7E7A74" stroke-width="3"/>'
        f'<image x="{64 - across / 2:.1f}" y="{82 - down / 2:.1f}" width="{across:.1f}" height="{down:.1f}" '
        f'href="{embedded(name)}"/></svg>'
    )
    return "art:" + library.adopt(Art(name=f"covered {noun}", words=(noun,), metres=0.45, where="ground", svg=svg))

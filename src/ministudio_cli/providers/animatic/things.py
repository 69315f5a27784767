"""What a text's things are drawn as: our own drawings, the art library's by meaning, or a covered shape with its name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.vocabulary import colour_in, match, words_of
from ministudio_cli.reading.phrases import Phrase, phrases, singular


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing of a set and what draws it: a row of `words/props.yaml` (`own`), a being of ours, or a drawing of the art
    library (`art`); with none of them it is a covered shape.
    """

    words: str
    own: str = ""
    being: str = ""
    art: str = ""
    how: str = "name"
    """How it was found: name, synonym, kind, example or none."""
    metres: float = 0.5
    count: int = 1
    colour: str = ""

    @property
    def drawn_as(self) -> str:
        """What is seen, in a word."""
        return (self.own or self.being or self.art).replace("-", " ")


_FOREIGN = {
    "car", "bicycle", "guitar", "boat", "rocket", "suitcase", "satellite", "umbrella", "cactus", "chest", "tent", "radio",
    "telescope", "snowman", "basket", "mushrooms",
}  # fmt: skip
"""Rows of ours whose thing the library draws better where it stands free."""
_LARGEST = 1.35
"""Metres of what a hand can hold."""
BEINGS = {
    "horse": "horse", "pony": "horse", "foal": "horse", "stallion": "horse", "mare": "horse", "wolf": "dog", "fox": "dog", "coyote": "dog",
    "lion": "cat", "lioness": "cat", "bear": "bear", "polar bear": "bear", "panda": "bear", "koala": "bear", "grizzly": "bear",
}  # fmt: skip
COATS = {
    "wolf": "#7E8490", "fox": "#D2703A", "coyote": "#A88A62", "lion": "#D2A252", "lioness": "#CFA86A", "polar bear": "#EEF2F4",
    "bear": "#6E4A32", "grizzly": "#7A5638", "horse": "#8A5A38", "pony": "#A87A4E", "panda": "#E8E8EA", "koala": "#9AA0A6",
}  # fmt: skip
_METRES = {"horse": 1.7, "pony": 1.3, "dog": 0.75, "cat": 1.0, "bear": 1.4}
_LIGHTS = {"light", "lights", "glow", "shadow", "shadows", "silence", "air", "darkness", "reflection", "reflections", "sunlight", "moonlight", "smell", "sound", "music", "noise", "atmosphere", "background", "foreground", "distance", "middle", "centre", "center", "side", "corner", "edge", "view", "place", "scene", "room", "ground", "floor", "wall", "walls", "ceiling", "sky", "horizon", "window", "windows", "weather", "stars", "star", "moon", "sun", "snow", "rain", "fog", "mist", "wind", "dust", "water", "grass", "sand", "ice", "smoke", "steam"}  # fmt: skip
"""What light, air, the ground and the walls already are."""


def known(noun: str) -> bool:
    return noun in BEINGS or any(library.noun(table, noun) for table in ("thing", "person"))


def held(noun: str) -> str:
    """What of the art library a hand can hold for a noun: `art:` and the drawing's name; else “”."""
    entry = library.noun("thing", singular(noun)) or library.noun("thing", noun)
    if entry is None or not entry.row or entry.row.startswith("own:") or entry.how not in ("name", "synonym", "kind"):
        return ""
    drawing = library.drawing(entry.row)
    return f"art:{entry.row}" if entry.metres <= (_LARGEST * 0.6 if drawing.alive else _LARGEST) else ""


@lru_cache(maxsize=2048)
def things(text: str) -> tuple[Thing, ...]:
    """Each thing that a text names, in its order; places, people, light and air are none."""
    found: list[Thing] = []
    for phrase in phrases(text, known):
        thing = _thing(phrase)
        if thing is not None and all(other.drawn_as != thing.drawn_as or not thing.drawn_as for other in found):
            found.append(thing)
    return tuple(found)


def _thing(phrase: Phrase) -> Thing | None:
    """What draws a phrase; None where it is no thing of its own."""
    colour = colour_in(" ".join(phrase.described), "")
    exact = library.noun("thing", phrase.noun)
    row = match("props", phrase.words)
    if exact is not None and library.ours(exact.row):
        return Thing(words=phrase.words, art=exact.row, metres=exact.metres, count=phrase.count, colour=colour)
    if row and (row not in _FOREIGN or not _free(phrase)):
        return Thing(words=phrase.words, own=row, count=phrase.count, colour=colour)
    noun = phrase.noun or foreign(phrase.words)
    if not noun or set(words_of(noun)) & _LIGHTS:
        return None
    return _being(phrase, noun, colour) or _of_library(phrase, noun, colour)


def _being(phrase: Phrase, noun: str, colour: str) -> Thing | None:
    described = f"{phrase.described[-1]} {noun}" if phrase.described else noun
    name = described if described in BEINGS else noun
    if name not in BEINGS:
        return None
    kind = BEINGS[name]
    metres = _METRES.get(name, _METRES[kind])
    colour = colour or COATS.get(name, "")
    return Thing(words=phrase.words, being=kind, metres=metres, count=phrase.count, colour=colour)


def _of_library(phrase: Phrase, noun: str, colour: str) -> Thing | None:
    entry = library.noun("thing", noun)
    if entry is None or (library.noun("person", noun) and entry.how != "name"):
        return None
    own, art = (entry.row[4:], "") if entry.row.startswith("own:") else ("", entry.row)
    metres = 0.5 if own else entry.metres
    return Thing(words=phrase.words, own=own, art=art, how=entry.how, metres=metres, count=phrase.count, colour=colour)


def _free(phrase: Phrase) -> bool:
    entry = library.noun("thing", phrase.noun)
    return entry is not None and bool(entry.row) and not entry.row.startswith("own:")


def foreign(words: str) -> str:
    """The English noun of words in another language, “” where none of the languages that are known has them."""
    if words.isascii() and (len(words) < 3 or any(known(singular(word)) for word in words.split())):
        return ""
    for language in TONGUES:
        table = library.tongue(language)
        for part in (words, *(word for word in reversed(words.split()))):
            if part in table or singular(part) in table:
                return table.get(part) or table[singular(part)]
        if not words.isascii() and language in ("ja", "zh", "ko"):
            inside = [noun for noun in table if len(noun) > 1 and noun in words and not noun.isascii()]
            if inside:
                return table[max(inside, key=len)]
    return ""


TONGUES = ("fr", "de", "es", "it", "pt", "nl", "ja", "zh", "ko", "pl", "sv", "ru", "tr", "hi", "ar")


def undrawn_words(text: str, *, covered: bool = True) -> list[str]:
    """What a text's things are drawn as where that is not what they are, in words; `covered` is whether what nothing draws
    stands there under a cloth.
    """
    told = []
    for phrase in phrases(text, known):
        thing = _thing(phrase)
        if thing is None:
            noun = phrase.noun or foreign(phrase.words)
            if noun and (set(words_of(noun)) & _LIGHTS or library.noun("person", noun) or library.noun("place", noun)):
                continue
            if match("places", phrase.words) or match("air", phrase.words) or match("light", phrase.words):
                continue
            told.append(f"“{phrase.words}”: left out")
        elif not thing.drawn_as:
            told.append(f"“{thing.words}”: {'drawn as a covered shape with its name' if covered else 'left out'}")
        elif thing.how in ("kind", "example"):
            told.append(f"“{thing.words}”: drawn as {_article(thing.drawn_as)}")
    return told


def _article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def from_row(name: str) -> Thing:
    """A thing that belongs to a place: a row of `words/props.yaml`, or `library:` and a drawing's name."""
    if name.startswith("library:"):
        drawing = library.drawing(name.removeprefix("library:"))
        return Thing(words=drawing.name, art=drawing.name, metres=drawing.metres)
    return Thing(words=name, own=name)

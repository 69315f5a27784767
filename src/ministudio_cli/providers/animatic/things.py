"""What a text's things are drawn as: our own drawings, the art library's by meaning, or a covered shape with its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.vocabulary import colour_in, family, match, words_of
from ministudio_cli.reading.phrases import Phrase, phrases, singular
from ministudio_cli.screenplay.drawing import Art


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
    condition: str = ""
    """How it is, see `reading.conditions`."""

    @property
    def drawn_as(self) -> str:
        """What is seen, in a word."""
        return (self.own or self.being or self.art).replace("-", " ")


_FOREIGN = {
    "car", "bicycle", "guitar", "boat", "rocket", "suitcase", "satellite", "umbrella", "cactus", "chest", "tent", "radio",
    "telescope", "snowman", "basket", "mushrooms",
}  # fmt: skip
"""Rows of ours whose thing the library draws better where it stands free."""
LARGEST_HELD = 1.35
"""Metres of what a hand can hold."""
BEINGS = {
    "horse": "horse", "pony": "horse", "foal": "horse", "stallion": "horse", "mare": "horse", "colt": "horse", "filly": "horse", "steed": "horse", "mule": "horse", "donkey": "horse", "burro": "horse", "wolf": "fox", "fox": "fox", "arctic fox": "fox", "coyote": "fox", "jackal": "fox",
    "lion": "cat", "lioness": "cat", "bear": "bear", "polar bear": "bear", "panda": "bear", "koala": "bear", "grizzly": "bear",
}  # fmt: skip
COATS = {
    "wolf": "#7E8490", "fox": "#D2703A", "arctic fox": "#EEF2F4", "jackal": "#B8935A", "coyote": "#A88A62", "lion": "#D2A252", "lioness": "#CFA86A", "polar bear": "#EEF2F4",
    "bear": "#6E4A32", "grizzly": "#7A5638", "horse": "#8A5A38", "colt": "#9A6A42", "filly": "#A8784E", "mule": "#6E5A48", "donkey": "#8E8A86", "burro": "#9A928A", "pony": "#A87A4E", "panda": "#E8E8EA", "koala": "#9AA0A6",
}  # fmt: skip
_METRES = {
    "horse": 1.7,
    "pony": 1.3,
    "donkey": 1.3,
    "burro": 1.3,
    "mule": 1.5,
    "dog": 0.75,
    "fox": 0.7,
    "wolf": 0.95,
    "cat": 1.0,
    "bear": 1.4,
}
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
    return f"art:{entry.row}" if entry.metres <= (LARGEST_HELD * 0.6 if drawing.alive else LARGEST_HELD) else ""


@lru_cache(maxsize=2048)
def things(text: str, language: str = "en") -> tuple[Thing, ...]:
    """Each thing that a text names, in its order; places, people, light and air are none. `language` is the film's, whose
    own nouns go before an English noun that is only a kind of something.
    """
    found: list[Thing] = []
    sure = language[:2] != "en" and written_in(text, language)
    for phrase in phrases(text, known):
        thing = _thing(phrase, language, sure=sure)
        if thing is not None and all(other.drawn_as != thing.drawn_as or not thing.drawn_as for other in found):
            found.append(thing)
    return tuple(found)


def written_in(text: str, language: str) -> bool:
    """Whether some word of a text is a noun of a language, and none of English: then all of it is of that language."""
    table = library.tongue(language)
    words = re.findall(r"[^\W\d_]+", text.lower())
    return any(table.get(word) is not None and not known(singular(word)) for word in words)


def english(phrase: Phrase, language: str, *, sure: bool = False) -> Phrase:
    """A phrase whose noun is another language's, with the English noun for it; `sure` is whether it is of the language."""
    if sure and (noun := library.tongue(language, chosen=True).get(phrase.words)):
        return replace(phrase, noun=noun, words=noun, described=(), count=phrase.count)
    entry = library.noun("thing", phrase.noun) if phrase.noun else None
    if entry is not None and (language[:2] == "en" or entry.how in ("name", "synonym")):
        return phrase
    noun = (translated(phrase.words, language) if language[:2] != "en" else "") or (
        "" if phrase.noun else foreign(phrase.words)
    )
    if not noun:
        return phrase
    count = phrase.count if phrase.noun else _FOREIGN_NUMBERS.get(phrase.words.split()[0], 1)
    return replace(phrase, noun=noun, words=noun, described=(), count=count)


def _thing(phrase: Phrase, language: str = "en", *, sure: bool = False) -> Thing | None:
    """What draws a phrase; None where it is no thing of its own."""
    written = phrase.words
    phrase = english(phrase, language, sure=sure)
    found = _english_thing(phrase)
    return found and replace(found, words=written)


def _english_thing(phrase: Phrase) -> Thing | None:
    colour = colour_in(" ".join(phrase.described), "")
    exact = library.noun("thing", phrase.noun)
    last = phrase.words.split()[-1]
    if singular(last) != last and (plural := library.noun("thing", last)) is not None and library.ours(plural.row):
        # Fans are a crowd, a fan is none.
        exact = plural
    row = _own_row(phrase)
    if row and " " in phrase.noun and exact is not None and exact.how == "name" and not exact.row.startswith("own:"):
        row = ""  # a fire engine is no fire
    if exact is not None and library.ours(exact.row):
        return Thing(words=phrase.words, art=exact.row, metres=exact.metres, count=phrase.count, colour=colour)
    if row and (row not in _FOREIGN or not _free(phrase)):
        return Thing(words=phrase.words, own=row, count=phrase.count, colour=colour)
    noun = phrase.noun
    if not noun or set(words_of(noun)) & _LIGHTS:
        return None
    return _being(phrase, noun, colour) or _of_library(phrase, noun, colour)


def _own_row(phrase: Phrase) -> str:
    """The row of `words/props.yaml` that a phrase's head names, alone or with the word before it: a tyre stack is none of
    documents, and radar is none of a screen.
    """
    words = phrase.words.split()
    if _pair(words[-2:]):
        return match("props", " ".join(words[-2:]))
    noun = phrase.noun or " ".join(words[-1:])
    written = _props()
    # A fire escape is no fire.
    return match("props", noun if noun in written or singular(noun) in written else noun.rsplit(maxsplit=1)[-1])


@lru_cache(maxsize=1)
def _props() -> frozenset[str]:
    """Every word of `words/props.yaml`."""
    return frozenset(str(word) for row in family("props").values() for word in row)


def _pair(words: Sequence[str]) -> bool:
    joined = " ".join(words)
    return len(words) == 2 and match("props", joined) not in {"", match("props", words[0]), match("props", words[1])}


def _being(phrase: Phrase, noun: str, colour: str) -> Thing | None:
    described = f"{phrase.described[-1]} {noun}" if phrase.described else noun
    name = next((each for each in (described, noun, noun.rsplit(maxsplit=1)[-1]) if each in BEINGS), "")
    if not name:
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


def translated(words: str, language: str) -> str:
    """The English noun of words in a language, “” where it is not known: the whole, its last words, what is inside."""
    table = library.tongue(language)
    parts = words.split()
    for part in (words, *(" ".join(parts[at:]) for at in range(1, len(parts))), *reversed(parts)):
        for form in (part, singular(part), part.removesuffix("en"), part.removesuffix("n"), part.removesuffix("e")):
            if (len(form) > 1 or not form.isascii()) and (noun := table.get(form)):
                return noun
    if language[:2] in ("ja", "zh", "ko") and not words.isascii():
        inside = [(written, noun) for written, noun in table if written in words and not written.isascii()]
        return max(inside, key=lambda pair: len(pair[0]))[1] if inside else ""
    return ""


@lru_cache(maxsize=1024)
def foreign(words: str) -> str:
    """The English noun of words in whatever language has them, “” where none that is known does."""
    if words.isascii() and (len(words) < 3 or any(known(singular(word)) for word in words.split())):
        return ""
    return next((noun for language in TONGUES if (noun := translated(words, language))), "")


_FOREIGN_NUMBERS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "dos": 2, "tres": 3, "due": 2, "tre": 3,
}  # fmt: skip
TONGUES = ("fr", "de", "es", "it", "pt", "nl", "ja", "zh", "ko", "pl", "sv", "ru", "tr", "hi", "ar")


def undrawn_words(text: str, *, covered: bool = True, language: str = "en") -> list[str]:
    """What a text's things are drawn as where that is not what they are, in words; `covered` is whether what nothing draws
    stands there under a cloth.
    """
    told = []
    for phrase in phrases(text, known):
        thing = _thing(phrase, language)
        if thing is None:
            noun = english(phrase, language).noun
            if noun and (set(words_of(noun)) & _LIGHTS or library.noun("person", noun) or library.noun("place", noun)):
                continue
            if match("places", phrase.words) or match("air", phrase.words) or match("light", phrase.words):
                continue
            told.append(f"“{phrase.words}”: left out")
        elif not thing.drawn_as:
            told.append(f"“{thing.words}”: {'drawn as a covered shape with its name' if covered else 'left out'}")
        elif thing.how in ("kind", "example"):
            told.append(f"“{thing.words}”: drawn as {article(thing.drawn_as)}")
    return told


def article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def own_thing(art: Art, text: str) -> Thing:
    """A film's own drawing as a thing, as many as a text asks for."""
    named = (phrase for phrase in phrases(text, lambda noun: noun in art.words) if phrase.noun in art.words)
    return Thing(
        words=art.name,
        art=library.adopt(art),
        metres=art.metres,
        count=max((phrase.count for phrase in named), default=1),
    )


def from_row(name: str) -> Thing:
    """A thing that belongs to a place: a row of `words/props.yaml`, or `library:` and a drawing's name."""
    if name.startswith("library:"):
        drawing = library.drawing(name.removeprefix("library:"))
        return Thing(words=drawing.name, art=drawing.name, metres=drawing.metres)
    return Thing(words=name, own=name)

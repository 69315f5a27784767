"""What a character looks like, read once from its identity (which never changes) and its state (which does)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.state import KINDS, CharacterState
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.things import COATS, english, known
from ministudio_cli.providers.animatic.vocabulary import colour_in, family, first_row, match, words_of
from ministudio_cli.reading.phrases import phrases
from ministudio_cli.reading.traits import parts_of

PEOPLE = ("person", "hologram")
"""Beings that are jointed figures."""
_CHILD = {"child", "girl", "boy", "kid", "granddaughter", "grandson", "toddler", "10", "8", "9", "7", "6", "11", "12"}
_ELDER = {"elder", "elderly", "old", "grandfather", "grandmother", "grandpa", "grandma", "aged", "70", "65", "75", "80"}
_FEMALE = {
    "girl",
    "woman",
    "female",
    "she",
    "her",
    "granddaughter",
    "grandmother",
    "mother",
    "queen",
    "lady",
    "daughter",
    "sister",
}
_BESIDE = re.compile(
    r",|\b(?:with|of|in|on|at|to|by|from|as|near|who|that|wearing|carrying|named|called|belonging|dressed|raised)\b"
)
_LONG_CUTS = {"bob", "long", "ponytail", "bun", "braids"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Garment:
    """Something worn: which part of the body, how it is cut, its colour."""

    part: str
    cut: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """A state's face and posture; see `words/emotions.yaml`."""

    brow: float
    tilt: float
    eye: float
    curve: float
    part: float
    head: float
    slump: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    being: str
    age: str
    feminine: bool
    build: float
    hair: str
    hair_colour: str
    bangs: bool
    eyes: str
    skin: str
    blush: bool
    beard: str
    moustache: bool
    glow: str
    garments: tuple[Garment, ...]
    coat: str = ""
    """The colour of a beast of the art library, “” where it is its own."""
    grown: float = 1.0
    """How much larger than its kind it is."""

    def worn(self, part: str) -> Garment | None:
        return next((garment for garment in self.garments if garment.part == part), None)


def look_of(figure: CharacterState) -> Look:
    """Identity first; a state's `wears` takes the place of the identity's."""
    identity = parts_of(figure.identity)
    identity |= {key: said for key, said in parts_of(figure.state).items() if key in ("wears", "hair")}
    kind = ", ".join(identity[key] for key in KINDS if key in identity)
    if not kind and not _SOMEBODY & set(words_of(identity.get("age", ""))):
        kind = _AS.split(identity.get("age", ""))[0]  # “age: adult male orangutan”
    tale = {} if figure.art else _of_tales(kind)
    identity = {key: str(tale[key]) for key in ("hair", "wears") if tale} | identity
    text = " ".join([figure.id.replace("_", " "), figure.name, *identity.values()])
    words = set(words_of(text))
    hair = identity.get("hair", "")
    cut = first_row("hair", (hair,), "short")
    male = set(words_of(" ".join(identity.values()))) & _MALE
    if cut == "long" and male and not {"long", "flowing", "length", "shoulder-length"} & set(words_of(hair)):
        cut = "short"
    being = (
        f"art:{library.adopt(figure.art[0])}"
        if figure.art
        else match(
            "beings",
            f"{figure.id} {figure.name} {identity.get('form', '')} {identity.get('being', '')} {identity.get('body', '')} {identity.get('kind', '')}",
            "person",
        )
    )
    if being == "person" and match("beings", _head(kind)) == "robot":
        being = "robot"  # “age: robot, forty years old”
    if being == "person" and not hair and not identity.get("wears"):
        being = match("beings", text, "person")
    if tale:
        being = "person"
    elif being == "person":
        being = (
            beast_of(kind, figure.language)
            or (
                beast_of(text, figure.language)
                if not hair and not identity.get("wears") and not identity.get("skin")
                else ""
            )
            or being
        )
    age = "child" if words & _CHILD else "elder" if words & _ELDER else "adult"
    build = (
        0.9
        if words & {"slender", "slim", "thin", "lean"}
        else 1.14
        if words & {"broad", "stocky", "heavy", "stout", "large"}
        else float(tale.get("build", 1.0))
    )
    return Look(
        being=being,
        age=age,
        feminine=bool(tale.get("feminine", False))
        if tale
        else bool(words & _FEMALE) or (cut in _LONG_CUTS and not male),
        build=build,
        hair=cut if hair or age != "elder" else "short",
        hair_colour=colour_in(hair, str(tale.get("hair_colour", "#E6E4DE" if age == "elder" else "#3A2A22"))),
        bangs="bangs" in words_of(hair) or cut in ("ponytail", "bob"),
        eyes=colour_in(identity.get("eyes", ""), "#5A3E28"),
        skin=match("skin", identity.get("skin", ""), str(tale.get("skin", "#EFC4A4"))),
        blush="blush" in words or "rosy" in words or age == "child",
        beard=_beard(identity) or str(tale.get("beard", "")),
        moustache="moustache" in words and not {"beard", "bearded"} & set(words_of(" ".join(identity.values()))),
        glow=colour_in(text, "#FFD86A" if being == "orb" else "#9AD8FF"),
        coat="" if being in PEOPLE else _coat(identity, kind) or _usual_coat(being, kind),
        grown=_grown(f"{kind} {identity.get('size', '')} {identity.get('build', '')}"),
        garments=_garments(", ".join((identity.get("wears", ""), identity.get("glasses", ""), *_UNDER.findall(hair)))),
    )


_MALE = {"he", "man", "male", "beard", "boy", "grandfather", "father", "king", "prince"}
_SOMEBODY = {
    "man", "woman", "boy", "girl", "child", "kid", "toddler", "infant", "person", "teen", "teenager", "youth", "lady",
    "gentleman", "mother", "father", "grandmother", "grandfather",
}  # fmt: skip
"""What an age says of people: an adult male orangutan is none."""
_AS = re.compile(r"\b(?:as|like|of|with|in|who|that)\b|[,;]")
"""Where the kind that an age says ends."""
_AT_WORK = {
    "fire", "firefighter", "firefighters", "hard", "construction", "safety", "miner", "miners", "mining", "pith", "police", "bike",
    "bicycle", "cycling", "hi-vis",
}  # fmt: skip
"""Words of what somebody wears whose helmet leaves the face free."""
_UNDER = re.compile(r"\bunder (?:a |an |the |her |his )?([^,;]+)")
"""What hair is under is worn."""


def beast_of(text: str, language: str = "en") -> str:
    """The being that the art library has for a text's first animal or thing: `art:` and its drawing's name; else “”."""
    for phrase in phrases(text, known):
        noun = english(phrase, language).noun
        entry = library.noun("thing", noun) if noun else None
        if entry is None or (library.noun("person", noun) and entry.how != "name"):
            continue
        if entry.row and not entry.row.startswith("own:") and library.drawing(entry.row).alive:
            return f"art:{entry.row}"
    return ""


_SIZES = {  # how many times the usual height
    "giant": 2.2, "gigantic": 2.4, "enormous": 2.2, "huge": 1.9, "colossal": 2.6, "massive": 1.9, "big": 1.35, "large": 1.35, "small": 0.75,
    "little": 0.75, "tiny": 0.5, "miniature": 0.4,
}  # fmt: skip


def _grown(text: str) -> float:
    """How many times its kind's height a being is, 0.2 to 12."""
    words = words_of(text)
    if found := re.search(r"\b(?:as (?:big|large|tall) as|the size of)\s+(?:a|an|the)?\s*([a-z ]+)", text):
        thing = library.noun("thing", found[1].strip())
        kind = next(
            (library.noun("thing", phrase.noun) for phrase in phrases(text[: found.start()], known) if phrase.noun),
            None,
        )
        if thing is not None and kind is not None and kind.metres:
            return min(12.0, max(0.2, thing.metres / kind.metres))
    return next((_SIZES[word] for word in words if word in _SIZES), 1.0)


def _coat(identity: Mapping[str, str], kind: str) -> str:
    """The one colour that is said of a beast; of several none."""
    for text in (_head(kind), identity.get("skin", ""), identity.get("hair", ""), identity.get("coat", "")):
        named = [word for word in words_of(text) if word in family("colours")]
        if len(named) == 1 or (named and " and " not in text):
            return colour_in(text, "")
    return ""


def _usual_coat(being: str, kind: str) -> str:
    """The coat that an animal of our own drawing has by its kind, “” where it has none of its own."""
    words = words_of(kind)
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(words)]
    return "" if being.startswith("art:") else next((COATS[name] for name in [*pairs, *words] if name in COATS), "")


def feeling_of(figure: CharacterState) -> Feeling:
    state = dict(figure.state)
    said = " ".join(state.get(key, "") for key in ("emotion", "mood", "feeling", "expression", "face"))
    return feeling_named(match("emotions", said, "neutral"))


def feeling_named(name: str) -> Feeling:
    """A row of `words/emotions.yaml`."""
    return Feeling(**{key: float(value) for key, value in family("emotions")[name].items() if key != "words"})


def _of_tales(kind: str) -> JsonObject:
    """The row of `words/folk.yaml` that a kind's head is; empty where it is none: a giant squid is no giant, a robot
    giant is a robot, a Tasmanian devil an animal.
    """
    words = words_of(_head(kind))
    row = match("folk", " ".join(words[-1:]))
    other = match("beings", _head(kind)) or (len(words) > 1 and library.noun("thing", " ".join(words[-2:])))
    return family("folk")[row] if row and not other else {}


def _head(kind: str) -> str:
    """What of a kind says what it is, without what it wears, has or is beside."""
    return _BESIDE.split(kind)[0]


def _beard(identity: dict[str, str]) -> str:
    for said in identity.values():
        for part in said.replace(";", ",").split(","):
            if {"beard", "bearded", "moustache", "stubble"} & set(words_of(part)):
                return colour_in(part, "#E8E6E0")
    return colour_in(identity["beard"], "#E8E6E0") if "beard" in identity else ""


def _garments(said: str) -> tuple[Garment, ...]:
    """Each phrase of “white lab coat over a black turtleneck, khaki trousers” names one thing and its colour."""
    rows = family("garments")
    found: list[Garment] = []
    text = said.lower()
    for joint in (" over ", " and ", " with ", " under ", " beneath ", ";"):
        text = text.replace(joint, ",")
    for phrase in text.split(","):
        name = garment_of(phrase)
        if name == "helmet" and _AT_WORK & set(words_of(text)):
            name = "hardhat"  # of a fire, a building site or the street, under which a face is seen
        if name and all(garment.part != rows[name]["part"] for garment in found):
            colour = colour_in(phrase, _cloth(rows[name], phrase))
            found.append(Garment(part=rows[name]["part"], cut=rows[name]["cut"], colour=colour))
            if "legs" in rows[name] and all(garment.part != "legs" for garment in found):
                found.append(Garment(part="legs", cut=rows[name]["legs"], colour=colour))
    if all(garment.part not in ("top", "dress", "over") for garment in found):
        found.append(Garment(part="top", cut="shirt", colour="#7A8894"))
    return tuple(found)


def garment_of(phrase: str) -> str:
    """The row of `words/garments.yaml` that a phrase names, or that what it names is a kind of."""
    row = match("garments", phrase.replace("t shirt", "tshirt"))
    if row:
        return row
    for part in phrases(phrase, lambda noun: library.noun("garment", noun) is not None):
        entry = library.noun("garment", part.noun)
        if entry is not None:
            return entry.row
    return ""


def _cloth(row: Mapping[str, str], phrase: str) -> str:
    """The colour of a garment whose words name none."""
    if "colourful" in phrase or "colorful" in phrase:
        return "#F2A03E"
    parts = {"eyes": "#2E3038", "legs": "#4A4E5C", "top": "#6A7A8A", "over": "#7A6A5A"}
    return row.get("colour") or parts.get(row["part"], "#8A5A4A")

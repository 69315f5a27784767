"""What a place sounds like: the sounds that its words name, near or behind walls. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SOUNDS: dict[str, str] = {
    "rain": "rain rainy raining drizzle shower downpour rainfall monsoon rainstorm",
    "thunder": "thunder thunderstorm thunderstorms lightning storm stormy tempest",
    "wind": (
        "wind windy gale breeze gust gusts blizzard hurricane draught desert dune dunes tundra moor moors "
        "steppe summit peak mountain mountains mountaintop cliff cliffs plains prairie balcony rooftop "
        "snowfield glacier iceberg savanna"
    ),
    "waves": (
        "sea ocean beach shore seashore coast waves surf harbour harbor pier bay lagoon island lighthouse "
        "cove reef quay jetty"
    ),
    "stream": "river stream brook creek waterfall waterfalls fountain fountains rapids weir canal riverbank",
    "birds": (
        "forest forests woods woodland jungle rainforest meadow meadows garden gardens orchard park vineyard "
        "grove glade countryside farm field fields birds birdsong pasture wheatfield"
    ),
    "crickets": "crickets cicadas",
    "traffic": (
        "city town street streets avenue downtown road highway motorway traffic sidewalk alley crossroads "
        "crossing skyscraper skyscrapers skyline boulevard suburb parking"
    ),
    "crowd": (
        "crowd crowds market marketplace bazaar festival mall lobby airport terminal plaza parade party "
        "wedding theatre theater audience auditorium courtroom"
    ),
    "stadium": "stadium arena colosseum racetrack",
    "cafe": "café cafe restaurant bar pub bistro diner tavern canteen coffeehouse",
    "train": "train carriage railway railroad subway tram locomotive platform station metro",
    "machines": "factory workshop machines machinery engine engines mill shipyard assembly foundry",
    "computers": (
        "server servers datacenter computers laboratory lab control spaceship spacecraft cockpit console starship"
    ),
    "fire": "fire campfire fireplace bonfire hearth flames burning forge furnace",
    "underwater": "underwater undersea submarine seabed aquarium",
    "room": "room indoors silence",
    "air": "outdoors outside courtyard square village yard terrace lawn playground campsite sky clouds graveyard ruins",
}
"""The sounds that can be made, with the words that ask for each."""
KINDS: dict[str, str] = {word: kind for kind, words in SOUNDS.items() for word in words.split()}
_OUTSIDE = frozenset({"air", "wind", "waves", "stream", "birds", "crickets", "traffic", "stadium", "train"})
"""What says that a place is outside, where nothing else does."""
_WALLED = frozenset({"rain", "thunder", "wind", "waves", "birds", "crickets", "traffic"})
"""What is heard through the walls of a room that it is said of."""
_NIGHT = re.compile(r"\b(?:night|midnight|dusk|evening)\b")
_INSIDE = re.compile(
    r"\b(?:room|office|kitchen|bedroom|bathroom|studio|study|library|hall|corridor|interior|classroom|hospital|church|"
    r"cathedral|museum|shop|store|attic|basement|cellar|cabin|house|apartment|flat|loft|hut|tent|cave|tunnel|lift|elevator|"
    r"restaurant|cafe|café|bar|pub|theatre|theater|lab|laboratory|workshop|factory|warehouse|garage|cockpit|spaceship)\b"
)
_FIGURATIVE = re.compile(r"\b(?:sea|ocean|forest|river|wave|wall|city|storm)s? of (?!the\b)")
"""A sea of clouds is no sea."""
_STATIONS = "space|police|fire|gas|petrol|power|radio|research|work"
_BARS = "iron|prison|cell|chocolate|gold"
_OTHER = re.compile(
    rf"\b(?:(?:{_STATIONS}) ?stations?|(?:{_BARS}) bars?|fire (?:escape|hydrant|truck|engine|alarm)s?|"
    r"train(?:ing|er)s?|sky-?blue|sea ?food)\b"
)
"""What holds a word of a sound and is another thing."""
_WITHOUT = re.compile(r"\b(?:no|without|never|not)\b")
_DRY = re.compile(r"\b(?:dust|sand|snow)[ -]?storms?\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FAR = re.compile(r"\b(?:far|distant|faint|outside|muffled|behind)\b")

GROUNDS: dict[str, str] = {
    "snow": "snow snowy snowfield ice icy glacier tundra iceberg blizzard",
    "sand": "sand sandy beach desert dune dunes shore seashore",
    "gravel": "gravel rails railway railroad pebbles shingle rubble ruins quarry scree rooftop",
    "leaves": "leaves autumn",
    "water": "puddle puddles swamp marsh wading shallows",
    "metal": "spaceship spacecraft starship submarine cockpit deck catwalk girder tanker",
    "grass": "grass meadow meadows field fields lawn garden gardens park pasture orchard stadium pitch savanna prairie",
    "earth": (
        "forest forests woods woodland jungle path trail earth mud soil farm village grove vineyard mountain mountains "
        "moor steppe campsite battlefield valley wheatfield cornfield countryside cave"
    ),
    "stone": (
        "street streets city town road pavement square plaza courtyard stone marble tile tiles tiled concrete church "
        "cathedral castle temple palace museum station metro subway platform airport hospital kitchen bathroom lobby "
        "corridor mall market garage warehouse factory quay pier bridge alley tunnel prison dungeon laboratory lab "
        "terrace balcony pool crypt"
    ),
    "carpet": "carpet carpeted rug bedroom theatre theater cinema hotel casino dorm study lounge",
    "wood": "room office house cabin",
}
"""What is walked on, with the words that say so, the surest first; else it is wood indoors and earth outdoors."""


_FILES = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus", ".aac", ".aif", ".aiff")


def is_sound_file(words: str) -> bool:
    """Whether what is asked to be heard is a file, and no words."""
    return words.lower().endswith(_FILES)


def ground_of(words: str, *, interior: bool | None) -> str:
    """What is walked on in a place, by its words; `interior` is None where they say whether it is indoors."""
    found = set(_WORD.findall(words.lower()))
    for ground, said in GROUNDS.items():
        if found & set(said.split()):
            return ground
    nowhere = not _kinds(words) & _OUTSIDE
    inside = interior if interior is not None else nowhere or bool(_INSIDE.search(words.lower()))
    return "wood" if inside else "earth"


@dataclass(frozen=True, slots=True, order=True)
class Layer:
    """A kind of sound, and whether it is heard through walls or from afar."""

    kind: str
    muffled: bool = False


def layers_of(place: str, weather: str, time: str, props: Iterable[str], *, interior: bool | None) -> tuple[Layer, ...]:
    """What is heard in a place, by its words; `interior` is None where its words say whether it is indoors. At the
    least the tone of a room, or air.
    """
    place = _FIGURATIVE.sub(" ", place.lower())
    named = _kinds(place)
    nowhere = not named & _OUTSIDE and not weather.strip()
    inside = interior if interior is not None else bool(_INSIDE.search(place)) or nowhere
    found = {Layer(kind, inside and kind in _WALLED) for kind in named | _kinds(weather)}
    found |= {Layer(kind) for kind in _kinds(" ".join(props)) if kind in ("fire", "stream", "machines", "computers")}
    if not inside and _NIGHT.search(time.lower()) and Layer("birds") in found:
        found = found - {Layer("birds")} | {Layer("crickets")}
    if any(layer.kind == "thunder" for layer in found) and not any(layer.kind == "rain" for layer in found):
        found.add(Layer("rain", inside))
    if any(layer.kind == "underwater" for layer in found):
        return (Layer("underwater"),)
    found -= {Layer("air"), Layer("room")}
    return tuple(sorted(found | {Layer("room" if inside else "air")}))


def by_hand(words: str) -> tuple[tuple[Layer, ...], tuple[str, ...]]:
    """The layers that somebody asks for by hand (“rain, distant traffic”), and the parts that name no sound."""
    found, unknown = [], []
    for part in re.split(r"[,;]| and ", words):
        kinds = set() if _WITHOUT.search(part.lower()) else _kinds(part)
        if kinds:
            found += [Layer(kind, bool(_FAR.search(part.lower()))) for kind in sorted(kinds)]
        elif part.strip():
            unknown.append(part.strip())
    return tuple(dict.fromkeys(found)), tuple(unknown)


def _kinds(words: str) -> set[str]:
    found = set()
    for word in _WORD.findall(_OTHER.sub(" ", _DRY.sub("gale", words.lower()))):
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            if form in KINDS:
                found.add(KINDS[form])
                break
    return found

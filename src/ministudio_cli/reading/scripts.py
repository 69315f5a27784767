"""Writing systems: which ones a text is written in, and which ones a language is read in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NAMES = {
    "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "CYRILLIC": "Cyrillic",
    "GREEK": "Greek", "ARABIC": "Arabic", "HEBREW": "Hebrew", "DEVANAGARI": "Devanagari", "THAI": "Thai",
    "BENGALI": "Bengali", "TAMIL": "Tamil", "TELUGU": "Telugu", "KANNADA": "Kannada", "MALAYALAM": "Malayalam",
    "GUJARATI": "Gujarati", "GURMUKHI": "Gurmukhi", "SINHALA": "Sinhala", "LAO": "Lao", "KHMER": "Khmer",
    "MYANMAR": "Burmese", "ETHIOPIC": "Ethiopic", "ARMENIAN": "Armenian", "GEORGIAN": "Georgian", "LATIN": "Latin",
    "FULLWIDTH": "Latin",
}  # fmt: skip
_READ_IN = {
    "ja": {"Japanese", "Chinese"}, "zh": {"Chinese"}, "ko": {"Korean", "Chinese"}, "ru": {"Cyrillic"},
    "uk": {"Cyrillic"}, "bg": {"Cyrillic"}, "sr": {"Cyrillic", "Latin"}, "el": {"Greek"}, "ar": {"Arabic"},
    "fa": {"Arabic"}, "ur": {"Arabic"}, "he": {"Hebrew"}, "hi": {"Devanagari"}, "mr": {"Devanagari"},
    "ne": {"Devanagari"}, "th": {"Thai"}, "bn": {"Bengali"}, "ta": {"Tamil"}, "te": {"Telugu"}, "kn": {"Kannada"},
    "ml": {"Malayalam"}, "gu": {"Gujarati"}, "pa": {"Gurmukhi"}, "si": {"Sinhala"}, "lo": {"Lao"}, "km": {"Khmer"},
    "my": {"Burmese"}, "am": {"Ethiopic"}, "hy": {"Armenian"}, "ka": {"Georgian"},
}  # fmt: skip
_LANGUAGES = {
    "en": "English", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "de": "German",
    "nl": "Dutch", "pl": "Polish", "ja": "Japanese", "zh": "Chinese", "hi": "Hindi", "ru": "Russian",
    "ar": "Arabic", "he": "Hebrew", "ko": "Korean", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "el": "Greek",
    "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "cs": "Czech", "vi": "Vietnamese",
    "id": "Indonesian", "bn": "Bengali", "ta": "Tamil", "fa": "Persian", "ur": "Urdu", "hu": "Hungarian",
    "ro": "Romanian",
}  # fmt: skip
_MOSTLY = {
    "Japanese": "ja", "Chinese": "zh", "Korean": "ko", "Cyrillic": "ru", "Greek": "el", "Arabic": "ar", "Hebrew": "he",
    "Devanagari": "hi", "Thai": "th", "Bengali": "bn", "Tamil": "ta",
}  # fmt: skip
LOCALES = {
    "en": "en-US", "zh": "cmn-CN", "ja": "ja-JP", "hi": "hi-IN", "ko": "ko-KR", "ar": "ar-XA", "he": "he-IL",
    "uk": "uk-UA", "el": "el-GR", "sv": "sv-SE", "da": "da-DK", "cs": "cs-CZ", "vi": "vi-VN", "pt": "pt-BR",
    "bn": "bn-IN", "ta": "ta-IN", "fa": "fa-IR", "ur": "ur-IN",
}  # fmt: skip
"""The locale of a language where it is not the language itself in capitals."""
ISO_639_2 = {
    "en": "eng", "fr": "fra", "es": "spa", "it": "ita", "pt": "por", "de": "deu", "nl": "nld", "pl": "pol",
    "ja": "jpn", "zh": "zho", "hi": "hin", "ru": "rus", "ar": "ara", "he": "heb", "ko": "kor", "th": "tha",
    "tr": "tur", "uk": "ukr", "el": "ell", "sv": "swe", "da": "dan", "no": "nor", "fi": "fin", "cs": "ces",
    "vi": "vie", "id": "ind", "bn": "ben", "ta": "tam", "fa": "fas", "ur": "urd", "hu": "hun", "ro": "ron",
}  # fmt: skip
"""Codes of three letters, as MP4 tags its tracks."""


def base(language: str) -> str:
    """The language of a BCP 47 tag: “pt” of “pt-BR”."""
    return language.replace("_", "-").split("-")[0].lower()


def name_of(language: str) -> str:
    """A language's English name; its tag where it has none here."""
    return _LANGUAGES.get(base(language), language)


def scripts(text: str) -> Iterator[str]:
    """The writing system of each letter of a text, in order; letters of none that is known are left out."""
    for sign in text:
        if sign.isalpha():
            if sign.isascii():
                yield "Latin"
                continue
            words = unicodedata.name(sign, "").split()
            if words and words[0] in _NAMES:
                yield _NAMES[words[0]]


def foreign(text: str, language: str) -> str:
    """The writing system in which most of a text is written, where its language is not read in it; “” otherwise."""
    found = list(scripts(text))
    own = _READ_IN.get(base(language), {"Latin"})
    others = [script for script in found if script not in own]
    if len(others) * 2 <= len(found) or not others:
        return ""
    # Names and words in Latin letters stand in any text, but not a whole line of them in a language of its own letters.
    return max(set(others), key=others.count)


def likely(script: str) -> str:
    """The language that is most likely meant by a writing system; “” where there are too many."""
    return _MOSTLY.get(script, "")

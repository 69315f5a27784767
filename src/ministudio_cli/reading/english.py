"""English as it is written to English as it is spoken: an ordered table of patterns, each with what is said of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from ministudio_cli.reading import english_forms as say
from ministudio_cli.reading.english_tables import (
    ABBREVIATIONS,
    ACRONYMS,
    CALLS,
    DASH,
    DECADES,
    ENDINGS,
    FOLDED,
    HEADS,
    MONEY,
    MONTH,
    MONTHS,
    NAMES,
    NUMBER,
    PER,
    SIGNS,
    SPOKEN_ACRONYMS,
    TITLES,
    UNITS,
)
from ministudio_cli.reading.numerals import cardinal, number, ordinal, roman, spelt, year
from ministudio_cli.reading.spans import Edit, Reading, rewritten

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
Known = Callable[[str], bool] | None


def read(text: str, known: Known = None) -> Reading:
    """An English line as it is spoken; `known` says whether a word (lower case) is in the voice's dictionary. Without one,
    words in capitals that are in no table here are left to the voice.
    """
    taken = [False] * len(text)
    edits: list[Edit] = []
    for pattern, spoken_of in _rules():
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(taken[start:end]):
                continue
            spoken = spoken_of(match)
            if spoken is None:
                continue
            edits.append(_apart(text, start, end, spoken))
            taken[start:end] = [True] * (end - start)
    edits += list(words_left(text, taken, known))
    return rewritten(text, edits)


def _apart(text: str, start: int, end: int, spoken: str) -> Edit:
    """An edit that does not run into the words around it."""
    if spoken and start and text[start - 1].isalnum() and spoken[0].isalnum():
        spoken = f" {spoken}"
    if spoken and end < len(text) and text[end].isalnum() and spoken[-1].isalnum():
        spoken = f"{spoken} "
    return Edit(start=start, end=end, spoken=spoken)


@cache
def _rules() -> tuple[Rule, ...]:
    """In order: what stands earlier takes its characters first."""
    amount = rf"(?P<amount>{NUMBER})"
    units = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
    per = "|".join(sorted((re.escape(unit) for unit in PER), key=len, reverse=True))
    signs = "".join(re.escape(sign) for sign in MONEY)
    titles = "|".join(sorted(TITLES, key=len, reverse=True))
    short = "|".join(sorted(ABBREVIATIONS, key=len, reverse=True))
    words = r"(?P<scale>thousand|million|billion|trillion|bn|tn|[kKMBT](?![A-Za-z]))"
    clock = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s?(?P<half>[aApP]\.?\s?[mM]\b\.?))?"
    return (
        (re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]’']"), say.url),
        (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w{2,}"), lambda match: say.address(match[0])),
        (re.compile(r"\bwww\.[\w-]+(?:\.[\w-]+)+(?:/[\w./~%-]*\w)?"), say.url),
        (re.compile(rf"\b[A-Za-z][\w-]*(?:\.[\w-]+)*\.{ENDINGS}\b(?:/[\w./~%-]*\w)?(?![\w@])"), say.url),
        (re.compile(r"(?<!\w)#(?=[A-Za-z_])"), lambda _match: "hashtag "),
        (re.compile(r"(?<!\w)@(?=[A-Za-z_])"), lambda _match: "at "),
        (re.compile(r"\b24/7\b"), lambda _match: "twenty-four seven"),
        (re.compile(r"\b9/11\b"), lambda _match: "nine eleven"),
        (re.compile(r"\b(\d{4})[-/](\d\d)[-/](\d\d)\b"), say.iso),
        (re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)\b"), say.american),
        (re.compile(rf"\b{MONTH} (?P<first>\d{{1,2}}){DASH}(?P<last>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?\b"), say.day_range),
        (re.compile(rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?\b(?![:/])"),
         lambda match: say.date(match["month"], match["day"], match["year"])),
        (re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {MONTH}(?: (?P<year>\d{{4}}))?\b"),
         lambda match: say.date(match["month"], match["day"], match["year"], first=False)),
        (re.compile(rf"\b{MONTH} (?P<year>\d{{4}})\b"),
         lambda match: f"{next(n for n in MONTHS if n.lower().startswith(match['month'][:3].lower()))} {year(int(match['year']))}"),
        (re.compile(rf"\b(\d{{1,2}}):(\d\d){DASH}(\d{{1,2}}):(\d\d)(?:\s?([aApP]\.?\s?[mM]\b\.?))?"), say.hour_range),
        (re.compile(rf"\b(\d{{1,2}})(?::(\d\d))?(?:\s?[aApP]\.?[mM]\b\.?)?{DASH}(\d{{1,2}})(?::(\d\d))?\s?([aApP]\.?\s?[mM]\b\.?)"), say.hour_range),
        (re.compile(rf"\b{clock}(?!\d)"), say.clock),
        (re.compile(r"\b(\d{1,2})\s?([aA]\.?\s?[mM]|[pP]\.?\s?[mM])\b\.?(?!\w)"), say.hours),
        (re.compile(r"(?<![\w.])([ap])\.\s?m\.", re.IGNORECASE), lambda match: say.half_of_day(match[1])),
        (re.compile(rf"(?P<minus>[-−])?(?:(?P<whose>US|AU|A|CA|C|NZ|HK|S|R))?(?P<sign>[{signs}])\s?{amount}(?:\s?{words})?"
                  rf"(?:{DASH}[{signs}]?(?P<to>{NUMBER})(?:\s?(?P<toscale>thousand|million|billion|trillion|bn|[kKMBT](?![A-Za-z])))?)?"), say.money),
        (re.compile(rf"(?P<minus>)(?P<whose>)\b{amount}\s?(?:(?P<scale>million|billion|thousand)\s)?(?P<sign>[€£₽₴₫])(?P<to>)(?P<toscale>)"), say.money),
        (re.compile(rf"\b(USD|EUR|GBP|JPY|INR)\s?({NUMBER})"), say.coded),
        (re.compile(r"\+\d{1,3}[\s.-]?(?:\(\d{2,4}\)|\d{2,4})(?:[\s.-]?\d{2,4}){1,4}\b"), say.phone),
        (re.compile(r"(?<!\d)(?:\(\d{3}\)\s?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b"), say.phone),
        (re.compile(r"\b0\d{2,4} \d{3,4} \d{3,4}\b"), say.phone),
        (re.compile(r"\b555-\d{4}\b"), say.phone),
        (re.compile(rf"\b({CALLS}) (\d{{3}}(?:\d{{3,4}})?)\b(?! (?:people|times|of))"), say.dialled),
        (re.compile(r"['’](\d)0s\b"), lambda match: DECADES[f"{match[1]}0"]),
        (re.compile(r"\b(\d\d)(\d0)['’]?s\b"), say.decade),
        (re.compile(r"\b()([2-9]0)['’]?s\b"), say.decade),
        (re.compile(r"(\d+)['’′]\s?(\d{1,2})[\"”″]"), say.feet),
        (re.compile(rf"\b({NUMBER})%{DASH}({NUMBER})%"), say.percent_range),
        (re.compile(rf"\b({NUMBER})\s?[×x]\s?({NUMBER})(?:\s?(km|cm|mm|m|ft|in|px)\b)?(?![\d.])"), say.between),
        (re.compile(rf"(?<![\w.])(?P<minus>[-−])?{amount}(?:{DASH}(?P<to>{NUMBER}))?(?P<gap>[\s-])?(?P<unit>{units})(?P<power>[²³])?(?:/(?P<per>{per}))?(?![\w²³])"), say.counted),
        (re.compile(r"(\d+)?\s?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"), say.glyph),
        (re.compile(r"(?<![\d/.])(?:(?P<whole>\d+) )?(?P<above>\d+)/(?P<below>\d+)(?![\d/])"), say.divided),
        (re.compile(r"(?<![\d/.])(\d+)/(\d+)(?![\d/])"), lambda match: f"{cardinal(int(match[1]))} over {cardinal(int(match[2]))}"),
        (re.compile(r"\b(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)\b"), lambda match: ordinal(int(match[1].replace(",", "")))),
        (re.compile(r"\b(Python|Java|Node|iOS|Android|Windows|Ubuntu|version|Version|[vV]\.?)\s?(\d+(?:\.\d+)+)\b"), say.versions),
        (re.compile(r"()\b(\d+(?:\.\d+){2,})\b"), say.versions),
        (re.compile(rf"\b(\d{{4}})({DASH})(\d\d(?:\d\d)?)\b"), lambda match: say.span(re.match(r"(\d+)\D+(\d+)", match[0]))),  # type: ignore[arg-type]
        (re.compile(rf"\b({NUMBER})\s?[-–—−]\s?({NUMBER})(?![\w-])"), say.span),
        (re.compile(r"\b(?P<before>)(?P<year>\d{3,4}) (?=(?:AD|BC|BCE|CE|B\.C\.|A\.D\.)(?:\W|$))"),
         lambda match: f"{cardinal(int(match['year'])) if len(match['year']) < 4 else year(int(match['year']))} "),
        (re.compile(r"\b(?P<before>(?:[Ii]n|[Ss]ince|[Bb]y|[Yy]ear|[Uu]ntil|[Ff]rom|[Aa]round|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter|of) )(?P<year>1[0-9]\d\d|20\d\d)\b(?![,.]\d|\s?[%°$])"), say.years),
        (re.compile(r"(?<![\w.,])(?P<before>)(?P<year>1[5-9]\d\d|20\d\d)\b(?![,.]\d|\s?[%°$]|\s(?:people|times|years|days|miles|meters|metres|dollars|pounds|euros|words|steps|of|men|women|children|calories))"), say.years),
        (re.compile(rf"\b({HEADS}) ([IVXLC]+)\b(?!['’])"), say.numeral_of),
        (re.compile(rf"\b({NAMES}) ([IVX]+)\b(?!['’])"), say.numeral_after),
        (re.compile(r"\b([IVXL]{2,})\b"), lambda match: cardinal(roman(match[1])) if roman(match[1]) and match[1] not in ("II", "IV", "XL", "LL") else None),
        (re.compile(r"\bCtrl\b"), lambda _match: "control"),
        (re.compile(r"\bC\+\+"), lambda _match: "see plus plus"),
        (re.compile(r"\b([A-GCF])#(?!\w)"), lambda match: f"{match[1]} sharp"),
        (re.compile(r"#\s?(?=\d)"), lambda _match: "number "),
        (re.compile(r"\bNo\.\s?(?=\d)"), lambda _match: "number "),
        (re.compile(r"\bNos\.\s?(?=\d)"), lambda _match: "numbers "),
        (re.compile(r"\bp\.\s?(?=\d)"), lambda _match: "page "),
        (re.compile(r"\be\.\s?g\.,?"), lambda _match: "for example"),
        (re.compile(r"\bi\.\s?e\.,?"), lambda _match: "that is"),
        (re.compile(r"\bPh\.?D\b\.?"), lambda _match: "P H D"),
        (re.compile(r"\bSt\b\.?"), say.saint_or_street),
        (re.compile(rf"\b({titles})\b\.(?=\s|$)"), say.title),
        (re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|Sgt|Capt|Mt|Lt)\b(?= [A-Z])"), say.title),
        (re.compile(rf"\b({short})\b(\.)?"), say.abbreviation),
        (re.compile(r"\bw/o\b"), lambda _match: "without"),
        (re.compile(r"\bw/(?=\s)"), lambda _match: "with"),
        (re.compile(r"\b(?:[A-Z]\.){2,}(?!\w)"), lambda match: spelt(match[0])),
        (re.compile(r"\b(?:\d+[A-Za-z]{1,3}\d*|[A-Za-z]{1,4}-?\d+[A-Za-z]{0,2})\b(?<!st)(?<!nd)(?<!rd)(?<!th)"), say.mixed),
        (re.compile(rf"(?<![\w.])[-−]?(?:{NUMBER})(?![\d])"), lambda match: number(match[0])),
        (re.compile(r"\band/or\b"), lambda _match: "and or"),
        (re.compile(r"(?<=[A-Za-z])/(?=[A-Za-z])"), lambda _match: " slash "),
        (re.compile("[" + "".join(re.escape(sign) for sign in SIGNS) + "]"), say.sign),
        (re.compile(r"\s*(?:[–—―]|--+|\s-\s)\s*"), lambda _match: " — "),
        (re.compile(r"[²³]"), lambda match: " squared" if match[0] == "²" else " cubed"),
        (re.compile(r"[*_~^|\\{}\[\]<>/•·●]+"), lambda _match: " "),
        (re.compile(r"\d+"), lambda match: number(match[0])),
    )  # fmt: skip


def words_left(text: str, taken: list[bool], known: Known) -> Iterator[Edit]:
    """What is left: words in capitals, and letters that the voice has no sounds for."""
    shouts = _shouts(text)
    for match in re.finditer(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[’'][^\W\d_]+)*", text):
        start, end = match.span()
        word = match[0]
        if any(taken[start:end]):
            continue
        spoken = _plain(word)
        stem, mark, ending = spoken.partition("'")
        if stem.isupper() and len(stem) > 1:
            spoken = _capitals(stem, known, shouts=shouts) + (mark + ending.lower() if mark else "")
        elif len(stem) > 2 and stem[:-1].isupper() and stem[-1] == "s" and not (known and known(stem.lower())):
            spoken = f"{_capitals(stem[:-1], known, shouts=False)}s"
        if spoken != word:
            yield Edit(start=start, end=end, spoken=spoken)
    for at, sign in enumerate(text):
        # Whatever has neither sound nor pause: emoji, marks, letters of no known writing stay for the voice to refuse.
        if (
            not taken[at]
            and not sign.isalnum()
            and not sign.isspace()
            and unicodedata.category(sign) in ("So", "Sk", "Cf", "Co", "Cn", "Cs", "Me")
        ):
            yield Edit(start=at, end=at + 1, spoken="")


def _shouts(text: str) -> bool:
    """Whether a whole line is in capitals."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 12 and sum(sign.isupper() for sign in letters) > 0.8 * len(letters)


def _capitals(word: str, known: Known, *, shouts: bool) -> str:
    """A word in capitals: an acronym that is said as a word, one that is spelt, or a word that is stressed."""
    if word in SPOKEN_ACRONYMS:
        return SPOKEN_ACRONYMS[word]
    if word in ACRONYMS and not (shouts and known and known(word.lower())):
        return spelt(word)
    if known is None:
        return word
    if known(word.lower()) or (shouts and len(word) > 3):
        return word.lower()
    vowels = sum(sign in "AEIOUY" for sign in word)
    if len(word) > 4 and vowels:
        return word.capitalize()
    return spelt(word)


def _plain(word: str) -> str:
    """A word without accents, and with straight apostrophes."""
    word = word.replace("’", "'")
    if word.isascii():
        return word
    letters = []
    for sign in unicodedata.normalize("NFKD", word):
        low = FOLDED.get(sign.lower())
        if unicodedata.combining(sign):
            continue
        letters.append(low if low and sign.islower() else low.capitalize() if low else sign)
    return "".join(letters)

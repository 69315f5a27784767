"""What is said of a pattern that was found in English: dates, times, money, measures, numbers and names."""

from __future__ import annotations

import re

from ministudio_cli.reading.english_tables import (
    ABBREVIATIONS,
    CODES,
    DECADES,
    FRACTIONS,
    MONEY,
    MONTHS,
    ONLY_STOPPED,
    PER,
    SCALE,
    SHORT_UNITS,
    SIGNS,
    TITLES,
    UNITS,
    WHOSE,
)
from ministudio_cli.reading.numerals import cardinal, digits, number, ordinal, pair, roman, spelt, year


def address(text: str) -> str:
    """An internet address as it is said: names whole, dots and slashes by their names."""
    parts = re.split(r"([./:@_~?=&#%+-])", text)
    names = {".": "dot", "/": "slash", ":": "colon", "@": "at", "_": "underscore", "-": "dash", "~": "tilde",
             "?": "question mark", "=": "equals", "&": "and", "#": "hash", "%": "percent", "+": "plus"}  # fmt: skip
    words = []
    for part in parts:
        if part == "www":
            words.append("W W W")
        elif part in names:
            words.append(names[part])
        else:
            words += [
                spelt(piece) if len(piece) == 1 or piece.isdecimal() else piece
                for piece in re.findall(r"\d+|[^\W\d]+", part)
            ]
    return " ".join(words)


def url(match: re.Match[str]) -> str:
    text = re.sub(r"^https?://", "", match[0])
    return address(text.rstrip("/"))


def date(month: str, day: str, rest: str | None, *, first: bool = True) -> str:
    name = next(name for name in MONTHS if name.lower().startswith(month[:3].lower()))
    words = f"{name} {ordinal(int(day))}" if first else f"the {ordinal(int(day))} of {name}"
    return f"{words} {year(int(rest))}" if rest else words


def iso(match: re.Match[str]) -> str | None:
    if not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return date(MONTHS[int(match[2]) - 1], match[3], match[1])


def american(match: re.Match[str]) -> str | None:
    month, day = int(match[1]), int(match[2])
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    whole = match[3] if len(match[3]) == 4 else f"20{match[3]}"
    return date(MONTHS[month - 1], str(day), whole)


def clock(match: re.Match[str]) -> str | None:
    hour, minute, second, half = match["hour"], match["minute"], match["second"], match["half"]
    if int(hour) > 24 or int(minute) > 59:
        return None
    if second:
        parts = [(hour, "hour"), (minute, "minute"), (second, "second")]
        return " ".join(f"{cardinal(int(v))} {name}{'' if int(v) == 1 else 's'}" for v, name in parts if int(v))
    if half:
        words = cardinal(int(hour)) if int(minute) == 0 else pair(hour, minute)
        return f"{words} {half_of_day(half)}"
    return pair(hour, minute)


def half_of_day(text: str) -> str:
    return "ay em" if text[0] in "aA" else "P M"


def hours(match: re.Match[str]) -> str | None:
    if not 0 < int(match[1]) < 13:
        return None
    return f"{cardinal(int(match[1]))} {half_of_day(match[2])}"


def hour_range(match: re.Match[str]) -> str:
    def said(hour: str, minute: str | None) -> str:
        return pair(hour, minute) if minute and int(minute) else cardinal(int(hour))

    half = f" {half_of_day(match[5])}" if match[5] else ""
    first = pair(match[1], match[2]) if match[2] and not half else said(match[1], match[2])
    return f"{first} to {said(match[3], match[4])}{half}"


def money(match: re.Match[str]) -> str:
    sign = match["sign"]
    whose = WHOSE.get(match["whose"] or "", "")
    amount, scale = match["amount"], match["scale"]
    single, plural, cent, cents = MONEY[sign]
    minus = "minus " if match["minus"] else ""
    if scale:
        words = f"{number(amount)} {SCALE[scale]} {f'{whose} ' if whose else ''}{plural}"
    else:
        whole, _, rest = amount.replace(",", "").partition(".")
        name = single if whole == "1" else plural
        name = f"{whose} {name}" if whose else name
        if rest and len(rest) == 2 and cent:
            small = f"{cardinal(int(rest))} {cent if int(rest) == 1 else cents}"
            big = f"{cardinal(int(whole or 0))} {name}"
            words = big if int(rest) == 0 else small if int(whole or 0) == 0 else f"{big} and {small}"
        else:
            words = f"{number(amount)} {name}"
    if match["to"]:
        last = f"{number(match['to'])} {SCALE[match['toscale']]}" if match["toscale"] else number(match["to"])
        low = f"{number(amount)} {SCALE[scale]}" if scale and match["toscale"] else number(amount)
        shared = f" {SCALE[scale]}" if scale and not match["toscale"] else ""
        return f"{minus}{low} to {last}{shared} {plural}"
    return f"{minus}{words}"


def coded(match: re.Match[str]) -> str:
    return f"{number(match[2])} {MONEY[CODES[match[1]]][1]}"


def counted(match: re.Match[str]) -> str | None:
    unit, amount = match["unit"], match["amount"]
    if unit not in UNITS or (match["gap"] and unit in SHORT_UNITS and not re.match(r"[mhs]$|min$|ha$", unit)):
        return None
    if match["gap"] and unit in ("s", "h"):
        return None
    minus = "minus " if match["minus"] else ""
    single, plural = UNITS[unit]
    power = {"²": "square ", "2": "square ", "³": "cubic ", "3": "cubic ", None: "", "": ""}[match["power"]]
    name = single if amount == "1" and not match["to"] else plural
    per = f" per {PER[match['per']]}" if match["per"] else ""
    low = f"{number(amount)} to {number(match['to'])}" if match["to"] else number(amount)
    return f"{minus}{low} {power}{name}{per}"


def percent_range(match: re.Match[str]) -> str:
    return f"{number(match[1])} percent to {number(match[2])} percent"


def feet(match: re.Match[str]) -> str:
    feet = f"{cardinal(int(match[1]))} {'foot' if match[1] == '1' else 'feet'}"
    return f"{feet} {cardinal(int(match[2]))} {'inch' if match[2] == '1' else 'inches'}" if match[2] else feet


def fraction(above: int, below: int) -> str:
    if below == 2:
        return "one half" if above == 1 else f"{cardinal(above)} halves"
    name = "quarter" if below == 4 else ordinal(below)
    return f"{cardinal(above)} {name}{'' if above == 1 else 's'}"


def divided(match: re.Match[str]) -> str | None:
    above, below = int(match["above"]), int(match["below"])
    if not 0 < above < below or (below > 20 and below not in (32, 50, 64, 100)):
        return None
    whole = match["whole"]
    return f"{cardinal(int(whole))} and {fraction(above, below)}" if whole else fraction(above, below)


def glyph(match: re.Match[str]) -> str:
    words = fraction(*FRACTIONS[match[2]])
    return f"{cardinal(int(match[1]))} and {words}" if match[1] else words


def phone(match: re.Match[str]) -> str:
    plus = "plus " if match[0].startswith("+") else ""
    return plus + " ".join(digits(part) for part in re.findall(r"\d+", match[0]))


def dialled(match: re.Match[str]) -> str:
    return f"{match[1]} {digits(match[2])}"


def span(match: re.Match[str]) -> str | None:
    first, last = match[1], match[2]
    years = len(first) == 4 and len(last) in (2, 4) and 1000 <= int(first) <= 2100
    if years:
        if len(last) == 2:
            return f"{year(int(first))} to {cardinal(int(last)) if int(last) > 9 else f'oh {cardinal(int(last))}'}"
        return f"{year(int(first))} to {year(int(last))}"
    return f"{number(first)} to {number(last)}"


def day_range(match: re.Match[str]) -> str:
    name = next(name for name in MONTHS if name.lower().startswith(match["month"][:3].lower()))
    words = f"{name} {ordinal(int(match['first']))} to {ordinal(int(match['last']))}"
    return f"{words} {year(int(match['year']))}" if match["year"] else words


def numeral_of(match: re.Match[str]) -> str | None:
    value = roman(match[2])
    return f"{match[1]} {cardinal(value)}" if value else None


def numeral_after(match: re.Match[str]) -> str | None:
    value = roman(match[2])
    return f"{match[1]} the {ordinal(value)}" if value else None


def versions(match: re.Match[str]) -> str:
    head = f"{match[1]} " if match[1] else ""
    head = "version " if match[1] in ("v", "V", "v.") else head
    parts = match[2].split(".")
    return head + " point ".join(
        digits(part) if len(part) > 1 and part[0] == "0" else cardinal(int(part)) for part in parts
    )


def decade(match: re.Match[str]) -> str | None:
    century, tens = match[1], match[2]
    if century and tens == "00":
        return f"{cardinal(int(century))} hundreds" if century != "20" else "two thousands"
    words = DECADES[tens]
    return f"{cardinal(int(century))} {words}" if century else words


def years(match: re.Match[str]) -> str | None:
    """A bare number of four digits is a year where what stands before it says so, or it is near our own time."""
    value = int(match["year"])
    if match["before"] or 1500 <= value <= 2099:
        return f"{match['before'] or ''}{year(value)}"
    return None


def mixed(match: re.Match[str]) -> str:
    """Letters and digits in one: a flight, a road, a model. Short numbers are read as numbers."""
    parts = re.findall(r"\d+|[A-Za-z]+", match[0])
    words = []
    for part in parts:
        if part.isdecimal():
            long = len(part) > 2 or (len(part) > 1 and part.startswith("0"))
            words.append(digits(part) if long and not (len(part) == 4 and part.endswith("00")) else cardinal(int(part)))
        elif len(part) > 3 and not part.isupper():
            words.append(part)
        else:
            words.append(spelt(part))
    return " ".join(words)


def title(match: re.Match[str]) -> str | None:
    return TITLES[match[1]]


def abbreviation(match: re.Match[str]) -> str | None:
    word = match[1]
    if not match[2] and word in ONLY_STOPPED:
        return None
    spoken = ABBREVIATIONS[word]
    # A full stop that also ends the sentence goes on ending it.
    text, end = match.string, match.end()
    ends = match[2] and (
        end >= len(text)
        or (
            text[end : end + 1].isspace()
            and text[end:].lstrip()[:1].isupper()
            and word in ("etc", "Inc", "Ltd", "Corp", "Co", "Jr", "Sr")
        )
    )
    return spoken + ("." if ends else "")


def saint_or_street(match: re.Match[str]) -> str:
    """“St.” is a saint before a name that nothing names before it, and a street after a name."""
    before = match.string[: match.start()].rstrip()
    after = match.string[match.end() :].lstrip()
    named = bool(re.search(r"(?:[A-Z][\w'’]*|\d(?:st|nd|rd|th))$", before)) and not re.search(
        r"(?:^|[.!?]\s)(?:The|A|At|In|On|To|From|We|I|And|But|Near|By|Past)$", before
    )
    if named or not after[:1].isupper():
        return "street" + ("." if match[0].endswith(".") and (not after or (after[:1].isupper() and not named)) else "")
    return "saint"


def sign(match: re.Match[str]) -> str:
    return f" {SIGNS[match[0]]} "


def between(match: re.Match[str]) -> str:
    unit = {"in": "inches"}.get(match[3], UNITS[match[3]][1] if match[3] in UNITS else "")
    return f"{number(match[1])} by {number(match[2])} {unit}".rstrip()

"""English numbers as words."""

from __future__ import annotations

_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
LONGEST = 21
"""Digits beyond which a number is read digit by digit."""


def _hundreds(value: int) -> str:
    words = []
    if value >= 100:
        words += [_SMALL[value // 100], "hundred"]
        value %= 100
    if value >= 20:
        words.append(_TENS[value // 10] + (f"-{_SMALL[value % 10]}" if value % 10 else ""))
    elif value or not words:
        words.append(_SMALL[value])
    return " ".join(words)


def cardinal(value: int) -> str:
    """234 as “two hundred thirty-four”."""
    if value < 0:
        return f"minus {cardinal(-value)}"
    if value < 1000:
        return _hundreds(value)
    if len(str(value)) > LONGEST:
        return digits(str(value))
    words: list[str] = []
    scale = 0
    while value:
        value, part = divmod(value, 1000)
        if part:
            words.insert(0, f"{_hundreds(part)} {_SCALES[scale]}".strip())
        scale += 1
    return " ".join(words)


def ordinal(value: int) -> str:
    """21 as “twenty-first”."""
    words = cardinal(value)
    head, sign, last = words.rpartition("-") if "-" in words.rsplit(" ", 1)[-1] else words.rpartition(" ")
    tail = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return head + sign + tail


def year(value: int) -> str:
    """1905 as “nineteen oh five”, 2027 as “twenty twenty-seven”, 2005 as “two thousand five”."""
    century, rest = divmod(value, 100)
    if not 1000 <= value < 10000 or value % 1000 < 10:
        return cardinal(value)
    if rest == 0:
        return f"{_hundreds(century)} hundred"
    return f"{_hundreds(century)} {f'oh {_SMALL[rest]}' if rest < 10 else _hundreds(rest)}"


def digits(text: str) -> str:
    """Each digit by itself."""
    return " ".join(_SMALL[int(sign)] for sign in text if sign.isdecimal())


def number(text: str) -> str:
    """A number as it is written in English: “1,234.5”, “-3”, “.5”."""
    sign = "minus " if text[:1] in "-−" else ""
    text = text.lstrip("-−+").replace(",", "")
    whole, point, rest = text.partition(".")
    if len(whole) > 1 and whole.startswith("0") and not point:
        return sign + digits(whole)
    words = cardinal(int(whole or "0"))
    return f"{sign}{words} point {digits(rest)}" if point and rest else sign + words


def pair(hour: str, minute: str) -> str:
    """A clock's time: 7:00 “seven o'clock”, 9:05 “nine oh five”."""
    if int(minute) == 0:
        return f"{cardinal(int(hour))} o'clock" if 0 < int(hour) < 13 else f"{cardinal(int(hour))} hundred"
    return f"{cardinal(int(hour))} {f'oh {_SMALL[int(minute)]}' if int(minute) < 10 else _hundreds(int(minute))}"


def roman(text: str) -> int:
    """A Roman numeral's value; 0 where it is none as one is written."""
    value = 0
    for at, sign in enumerate(text):
        own = _ROMAN.get(sign, 0)
        if not own:
            return 0
        value += -own if at + 1 < len(text) and _ROMAN.get(text[at + 1], 0) > own else own
    return value if _written(value) == text else 0


def _written(value: int) -> str:
    found = ""
    for step, signs in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        found += signs * (value // step)
        value %= step
    return found


def spelt(text: str) -> str:
    """Letters and digits one by one: “AI 2” as “A I two”. Letters stay capitals, but “A”, which would be an article."""
    parts = [
        "ay" if sign in "Aa" else sign.upper() if sign.isalpha() else digits(sign) for sign in text if sign.isalnum()
    ]
    return " ".join(part for part in parts if part)

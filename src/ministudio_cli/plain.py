"""Text that a stranger wrote, made safe for a terminal and a CI log: the one way out for all that is printed."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1: ESC and CSI among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ufeff\ufff9-\ufffb]"  # line separators, marks
)
_COMMAND = re.compile(r"^(\s*)(::|##\[)", re.MULTILINE)
"""What a CI service takes for a command where a line begins with it."""


def safe(text: str) -> str:
    """The text with controls shown as escapes, and no line that a CI service would obey."""
    return _COMMAND.sub(lambda found: f"{found[1]}{found[2][0]} {found[2][1:]}", escaped(text))


def escaped(text: str) -> str:
    """The text with controls shown as escapes, which are JSON's own: newlines and tabs stay."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def line(text: str) -> str:
    """The text on one line, without controls: for names and titles that stand in files of lines."""
    return " ".join(_HIDDEN.sub(" ", text).split())

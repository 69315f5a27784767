"""What must never be shown or written: whoever learns a secret says so here, whoever prints or writes asks here."""

from __future__ import annotations

import os
import re
from pathlib import Path

SHOWN = "‹redacted›"
_SHORTEST = 6
_LIKELY = 12
"""Letters from which a value that only its name gives away is taken for a secret: shorter ones may be plain words."""
_NAMES = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL", re.IGNORECASE)
_known: set[str] = set()


def redact(*values: str) -> None:
    """From here on these values, and their lines where they have several, are never shown."""
    for value in values:
        _known.update(piece for piece in (value, *value.splitlines()) if len(piece.strip()) >= _SHORTEST)


def conceal_environment() -> None:
    """Conceal every value of the environment whose name says that it is secret; a path is none."""
    named = [value for name, value in os.environ.items() if _NAMES.search(name)]
    redact(*(value for value in named if len(value) >= _LIKELY and not Path(value).is_absolute()))


def redacted(text: str) -> str:
    """The text without any concealed value."""
    for value in sorted(_known, key=len, reverse=True):
        if value in text:
            text = text.replace(value, SHOWN)
    return text


def masked(value: str) -> str:
    """Enough of a secret to tell two apart, and no more."""
    return f"{len(value)} characters ending in …{value[-2:]}" if len(value) > 12 else "set"

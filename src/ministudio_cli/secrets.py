"""What must never be shown or written: whoever learns a secret says so here, whoever prints or writes asks here."""

from __future__ import annotations

import json
import os
from pathlib import Path

NAMES = ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS")
"""The variables that credentials come in, as DESIGN's order has them."""
SHOWN = "‹redacted›"
_SHORTEST = 6
_known: set[str] = set()


def conceal(*values: str) -> None:
    """From here on these values, and their lines where they have several, are never shown."""
    for value in values:
        _known.update(piece for piece in (value, *value.splitlines()) if len(piece.strip()) >= _SHORTEST)


def conceal_environment() -> None:
    """Conceal the keys of the environment, and what a service account's file holds."""
    conceal(*(os.environ.get(name, "") for name in NAMES[:2]))
    file = os.environ.get(NAMES[2], "")
    if not file:
        return
    try:
        told = json.loads(Path(file).read_text("utf-8"))
    except (OSError, ValueError):
        return
    if isinstance(told, dict):
        conceal(
            *(
                str(told[name])
                for name in ("private_key", "private_key_id", "client_secret", "refresh_token")
                if name in told
            )
        )


def redacted(text: str) -> str:
    """The text without any concealed value."""
    for value in sorted(_known, key=len, reverse=True):
        if value in text:
            text = text.replace(value, SHOWN)
    return text


def masked(value: str) -> str:
    """Enough of a secret to tell two apart, and no more."""
    return f"{len(value)} characters ending in …{value[-2:]}" if len(value) > 12 else "set"

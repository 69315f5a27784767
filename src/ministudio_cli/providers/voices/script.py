"""What is spoken in a recording, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """What is spoken in a recording: its lines as they are written, what is read in the place of each (“” for what is
    written; empty where it is of all), and words with how they are spelt for a voice.
    """

    texts: tuple[str, ...]
    says: tuple[str, ...] = ()
    lexicon: tuple[tuple[str, str], ...] = ()

    @property
    def spoken(self) -> tuple[tuple[str, str], ...]:
        """Each line, and what is read in its place."""
        return tuple(zip(self.texts, self.says or ("",) * len(self.texts), strict=True))

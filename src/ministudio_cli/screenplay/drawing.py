"""A drawing of a film's own, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Art:
    """A drawing of the film's own: the words that name it, its height in metres, where such a thing is, and its SVG."""

    name: str
    words: tuple[str, ...]
    metres: float
    where: str
    svg: str

"""What is written in the picture beside titles: how captions are drawn, and the words that say how a film is made."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionStyle:
    """How captions are drawn: size small, medium or large; position bottom, middle or top; look outline or box."""

    size: str = "medium"
    position: str = "bottom"
    look: str = "outline"

    @property
    def scale(self) -> float:
        """The letters' size as a factor of the medium one."""
        return {"small": 0.82, "medium": 1.0, "large": 1.25}[self.size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words in a corner of the picture (top-left …) for so many seconds of the film from its first frame; None: all."""

    text: str
    corner: str = "top-left"
    seconds: Fraction | None = Fraction(5)

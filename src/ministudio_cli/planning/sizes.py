"""The sizes and the angles of shots: what a model is told of each, and how long a silent shot of a size is."""

from __future__ import annotations

from fractions import Fraction

SIZES: dict[str, tuple[str, Fraction]] = {
    "establishing": ("Establishing shot of the place, figures small in it", Fraction(4)),
    "extreme-wide": ("Extreme wide shot, figures tiny in a vast place", Fraction(4)),
    "wide": ("Wide shot, full figures in their surroundings", Fraction(4)),
    "full": ("Full shot, whole figures from head to feet", Fraction(4)),
    "two-shot": ("Two-shot, both from the waist up", Fraction(3)),
    "medium": ("Medium shot, from the waist up", Fraction(3)),
    "medium-close": ("Medium close-up, from the chest up", Fraction(3)),
    "over-shoulder": ("Over-the-shoulder shot, the listener's back in the foreground", Fraction(3)),
    "pov": ("Point-of-view shot, as one of them sees it", Fraction(3)),
    "close": ("Close-up, head and shoulders", Fraction(3)),
    "insert": ("Insert shot of the hands and of what they hold", Fraction(5, 2)),
    "extreme-close": ("Extreme close-up of the face", Fraction(5, 2)),
}
"""Words for a model, and seconds of a shot in which nobody speaks."""
ANGLES = {
    "eye": "", "low": "low angle, looking up; ", "high": "high angle, looking down; ",
    "top": "top shot, straight from above; ", "dutch": "Dutch angle, the horizon tilted; ",
}  # fmt: skip
"""Words for a model; nothing is said of the height of the eyes."""

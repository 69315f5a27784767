"""What a screenplay calls the parts of somebody, as the parts that are drawn: clothing is what somebody wears. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_CALLED = {
    "wears": (
        "attire", "apparel", "clothed", "clothes", "clothing", "costume", "dressed", "garb", "garment", "garments",
        "outfit", "uniform", "wardrobe", "wear", "wearing",
    ),
    "hair": ("haircut", "hairdo", "hairstyle", "hair_style"),
    "skin": ("complexion", "skin_colour", "skin_color", "skin_tone", "skintone"),
    "eyes": ("eye", "eye_colour", "eye_color"),
}  # fmt: skip
PART = {name: part for part, names in _CALLED.items() for name in (part, *names)}
"""The part that a name of a trait stands for."""
_GARMENTS = frozenset((
    "apron", "blouse", "boots", "cap", "cape", "cloak", "dress", "gloves", "gown", "hat", "helmet", "hoodie", "jacket",
    "jeans", "jumper", "kimono", "overalls", "pants", "robe", "sari", "scarf", "shirt", "shoes", "shorts", "skirt",
    "suit", "sweater", "tie", "top", "trousers", "vest",
))  # fmt: skip
"""Names of traits that are garments; a coat can be an animal's."""


def parts_of(traits: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Traits by the part that each is of, in their order. Garments that have a name of their own, “jacket: green wool”,
    are worn too.
    """
    found: dict[str, str] = {}
    for name, words in traits:
        low = name.replace("-", "_")
        part, described = PART.get(low, name), words
        if low in _GARMENTS:
            part, described = "wears", words if low in words.lower() else f"{words} {low}"
        found[part] = f"{found[part]}, {described}" if part in found else described
    return found

"""Colours as hex text for drawings and as numbers for light."""

from __future__ import annotations

from functools import cache

RGB = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""


@cache
def rgb(colour: str) -> RGB:
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def text(value: RGB) -> str:
    return "#" + "".join(f"{max(0, min(255, round(part * 255))):02X}" for part in value)


def mix(one: str, other: str, share: float) -> str:
    """`one` with a share of `other`."""
    a, b = rgb(one), rgb(other)
    return text((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share))


def darker(colour: str, share: float = 0.25) -> str:
    """Toward a cool dark, as shade is painted."""
    return mix(colour, "#14122A", share)


def lighter(colour: str, share: float = 0.25) -> str:
    """Toward a warm light."""
    return mix(colour, "#FFF6E2", share)

"""Things in a hand: drawn at the hand, (0, 0) of their own, in the body's units."""

from __future__ import annotations

from collections.abc import Callable

from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.svg import Drawing

Held = Callable[[Drawing, float, float], None]


def _lantern(d: Drawing, x: float, y: float) -> None:
    d.ellipse(x, y + 44, 110, 110, d.glow("#FFC868", 0.6))
    d.path(f"M{x - 16} {y + 14} Q{x} {y - 12} {x + 16} {y + 14}", stroke="#3A3228", width=4)
    d.rect(x - 22, y + 12, 44, 62, "#4A3E30", radius=8)
    d.rect(x - 15, y + 22, 30, 42, d.down("#FFF4C8", "#FFB84A"), radius=6)


def _torch(d: Drawing, x: float, y: float) -> None:
    d.rect(x - 7, y - 60, 14, 110, "#6A4426", radius=5)
    _flame(d, x, y - 62, 1.6)


def _candle(d: Drawing, x: float, y: float) -> None:
    d.rect(x - 7, y - 42, 14, 54, "#F4E8CC", radius=3)
    _flame(d, x, y - 44, 0.7)


def _flame(d: Drawing, x: float, y: float, k: float) -> None:
    d.ellipse(x, y - 16 * k, 74 * k, 74 * k, d.glow("#FF9A3A", 0.6))
    for tone, wide, tall in (("#F2602A", 20, 62), ("#FFA23A", 14, 46), ("#FFE98A", 8, 28)):
        d.path(f"M{x - wide * k} {y} C{x - wide * 1.2 * k} {y - tall * 0.5 * k} {x} {y - tall * 0.6 * k} {x} {y - tall * k} "
               f"C{x + 6 * k} {y - tall * 0.6 * k} {x + wide * 1.2 * k} {y - tall * 0.5 * k} {x + wide * k} {y} Z", tone)  # fmt: skip


def _cup(d: Drawing, x: float, y: float) -> None:
    d.ellipse(x + 20, y - 14, 10, 11, "none", stroke="#D8D2C4", width=5)
    d.rect(x - 18, y - 34, 36, 38, d.across("#F4EEE2", "#C2BAA8"), radius=6)


def _spoon(d: Drawing, x: float, y: float) -> None:
    d.line([(x, y + 20), (x - 18, y - 52)], "#A8784A", 7)
    d.ellipse(x - 22, y - 62, 14, 17, "#B98A54")


def _book(d: Drawing, x: float, y: float) -> None:
    d.shape([(x, y - 8), (x - 50, y - 22), (x - 54, y - 84), (x, y - 70)], "#F2ECDC", stroke="#7A3A2E", width=5)
    d.shape([(x, y - 8), (x + 50, y - 22), (x + 54, y - 84), (x, y - 70)], "#FBF6EA", stroke="#7A3A2E", width=5)
    for row in range(4):
        d.line([(x + 10, y - 62 + row * 12), (x + 44, y - 72 + row * 12)], "#A8A08E", 2)


def _letter(d: Drawing, x: float, y: float) -> None:
    d.shape(
        [(x - 26, y - 2), (x - 30, y - 76), (x + 28, y - 82), (x + 32, y - 8)], "#F4EEDC", stroke="#C8BCA0", width=2
    )
    for row in range(4):
        d.line([(x - 18, y - 62 + row * 14), (x + 20, y - 66 + row * 14)], "#8A8478", 2.4)


def _phone(d: Drawing, x: float, y: float) -> None:
    d.rect(x - 15, y - 52, 30, 58, "#1C1E26", radius=6, turn=8)
    d.rect(x - 12, y - 48, 24, 48, d.down("#9AE0F4", "#4A8AC8"), radius=3, turn=8)


def _flower(d: Drawing, x: float, y: float) -> None:
    for lean, tone in ((-20, "#E86A8A"), (0, "#F2C84A"), (20, "#F4EEE4")):
        d.line([(x, y + 26), (x + lean, y - 44)], "#4A8A4A", 4)
        for px, py in ((-9, 0), (9, 0), (0, -9), (0, 9)):
            d.ellipse(x + lean + px, y - 48 + py, 9, 9, tone)
        d.ellipse(x + lean, y - 48, 6, 6, "#C8803A")


def _umbrella(d: Drawing, x: float, y: float) -> None:
    d.rect(x - 3, y - 190, 6, 220, "#5A3E2A")
    d.path(f"M{x - 130} {y - 150} A130 96 0 0 1 {x + 130} {y - 150} Q{x + 98} {y - 172} {x + 65} {y - 150} Q{x + 32} {y - 172} {x} {y - 150} "
           f"Q{x - 32} {y - 172} {x - 65} {y - 150} Q{x - 98} {y - 172} {x - 130} {y - 150} Z", d.across("#E0605A", "#B23A3A", "#7A2430"))  # fmt: skip


def _sword(d: Drawing, x: float, y: float) -> None:
    d.shape(
        [(x - 8, y - 10), (x - 6, y - 176), (x, y - 192), (x + 6, y - 176), (x + 8, y - 10)],
        d.across("#F0F4F8", "#9AA6B2"),
    )
    d.rect(x - 30, y - 14, 60, 9, "#B08A3E", radius=4)
    d.rect(x - 6, y - 8, 12, 38, "#4A3022", radius=4)


def _wand(d: Drawing, x: float, y: float) -> None:
    d.line([(x - 2, y + 14), (x + 16, y - 54)], "#E8E2D2", 7)


def _fruit(d: Drawing, x: float, y: float) -> None:
    d.ellipse(x, y - 22, 22, 21, d.round("#FFC88A", "#E8842F", "#A8501E"))
    d.path(f"M{x} {y - 42} Q{x + 12} {y - 56} {x + 20} {y - 46} Q{x + 8} {y - 40} {x} {y - 42} Z", "#5A8A3E")


def _ball(d: Drawing, x: float, y: float) -> None:
    d.ellipse(x, y - 26, 27, 27, d.round("#FF9A8A", "#D0453A", "#7A201E"))


def _balloon(d: Drawing, x: float, y: float) -> None:
    d.line([(x, y), (x + 6, y - 70), (x, y - 130)], "#E8E2D8", 2)
    d.ellipse(x, y - 180, 44, 54, d.round("#FFB0A0", "#E0504A", "#8A2430"))


def _camera(d: Drawing, x: float, y: float) -> None:
    d.rect(x - 34, y - 46, 68, 46, "#2A2D36", radius=8)
    d.ellipse(x, y - 23, 18, 18, "#8AA0B8", stroke="#12141A", width=6)
    d.rect(x - 14, y - 56, 28, 12, "#3A3E48", radius=3)


def _key(d: Drawing, x: float, y: float) -> None:
    d.ellipse(x, y - 40, 13, 13, "none", stroke="#E0B448", width=6)
    d.rect(x - 3, y - 28, 6, 40, "#E0B448")
    d.rect(x + 2, y - 2, 12, 5, "#E0B448")


def _laptop(d: Drawing, x: float, y: float) -> None:
    d.ellipse(x - 40, y - 44, 110, 80, d.glow("#A4E4F4", 0.35))
    d.shape(
        [(x - 96, y - 80), (x + 16, y - 80), (x + 20, y - 6), (x - 100, y - 6)],
        "#9AA4B0",
        stroke=darker("#9AA4B0", 0.3),
        width=3,
    )
    d.ellipse(x - 40, y - 44, 8, 8, lighter("#9AA4B0", 0.6))


HELD: dict[str, Held] = {
    "lantern": _lantern, "torch": _torch, "candle": _candle, "cup": _cup, "spoon": _spoon, "book": _book,
    "letter": _letter, "phone": _phone, "flower": _flower, "umbrella": _umbrella, "sword": _sword, "wand": _wand,
    "fruit": _fruit, "ball": _ball, "balloon": _balloon, "camera": _camera, "key": _key, "laptop": _laptop,
}  # fmt: skip
"""What draws a row of `words/held.yaml`."""

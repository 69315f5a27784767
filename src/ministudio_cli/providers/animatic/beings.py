"""Characters that are no people: an orb of light, a robot, animals, a crowd. The middle of the ground is (0, 0)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.art.sprite import sprite
from ministudio_cli.providers.animatic.beasts import bear, bird, camel, cat, cow, dog, fish, fox, horse, rabbit, sheep
from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.figure.skeleton import METRE
from ministudio_cli.providers.animatic.look import Look
from ministudio_cli.providers.animatic.svg import Drawing

Box = tuple[float, float, float, float]


BOX: Box = (-220.0, -560.0, 440.0, 600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a being fills its canvas, in units: its height, how far above the ground its eyes are, how high its face is.

    `stature` is its size beside a person's, `alone` how much larger it may be when the picture is its own.
    """

    height: float = 560
    eyes: float = 478
    face: float = 150
    stature: float = 1.0
    alone: float = 1.0
    box: Box = BOX


SHAPES = {
    "orb": Shape(eyes=280), "robot": Shape(), "cat": Shape(height=320, eyes=224, face=140, stature=0.62, alone=2.0),
    "dog": Shape(height=320, eyes=250, face=150, stature=0.8, alone=1.7),
    "fox": Shape(height=352, eyes=250, face=150, stature=0.8, alone=1.7),
    "bird": Shape(height=260, eyes=214, face=110, stature=0.5, alone=2.0),
    "rabbit": Shape(height=330, eyes=180, face=120, stature=0.5, alone=2.0),
    "bear": Shape(height=520, eyes=420, face=170, alone=1.1),
    "fish": Shape(height=420, eyes=290, face=170, stature=0.7, alone=1.6),
    "horse": Shape(height=560, eyes=480, face=190, stature=1.15, box=(-330.0, -580.0, 660.0, 620.0)),
    "camel": Shape(height=560, eyes=490, face=180, stature=1.2, box=(-330.0, -580.0, 660.0, 620.0)),
    "cow": Shape(height=470, eyes=370, face=190, box=(-330.0, -580.0, 660.0, 620.0)),
    "sheep": Shape(height=380, eyes=280, face=170, stature=0.75, alone=1.6, box=(-330.0, -580.0, 660.0, 620.0)),
    "crowd": Shape(height=430, eyes=330, face=84, box=(-700.0, -500.0, 1400.0, 540.0)),
    "children": Shape(height=360, eyes=270, face=100, stature=0.92, box=(-700.0, -500.0, 1400.0, 540.0)),
}  # fmt: skip


@lru_cache(maxsize=64)
def shape_of(being: str, grown: float = 1.0) -> Shape:
    """How a being fills its canvas: one of ours, or `art:` and a drawing of the art library, so much larger than its kind."""
    if not being.startswith("art:"):
        return SHAPES[being]
    drawing = library.drawing(being.removeprefix("art:"))
    picture = sprite(drawing, 128)
    # What is too small to act is shown as large as a cat, and a whale is kept within the picture.
    tall = min(max(drawing.metres * METRE * grown, 190.0), 640.0)
    wide = tall * picture.shape[1] / picture.shape[0]
    shrink = min(1.0, 900.0 / wide)
    tall, wide = tall * shrink, wide * shrink
    return Shape(
        height=tall, eyes=tall * 0.72, face=max(90.0, tall * 0.42), alone=1.0 if tall > 420 else 1.5,
        box=(-wide / 2, -tall, wide, tall),
    )  # fmt: skip


def draw_being(look: Look, *, mouth: int = 0, eyes: int = 2) -> Drawing:
    left, top, wide, tall = SHAPES[look.being].box
    d = Drawing(wide, tall, left=left, top=top)
    _DRAW[look.being](d, look, mouth, eyes)
    return d


def _orb(d: Drawing, look: Look, mouth: int, _eyes: int) -> None:
    c, pulse = look.glow, 1 + 0.05 * mouth
    y = -280
    d.ellipse(0, y, 215, 215, d.glow(c, 0.55))
    d.ellipse(0, y, 130 * pulse, 130 * pulse, d.glow(lighter(c, 0.3), 0.8))
    d.ellipse(0, y, 62 * pulse, 62 * pulse, d.round("#FFFFFF", lighter(c, 0.45), c, darker(c, 0.12)))
    d.path(
        f"M-40 {y + 14} Q-8 {y - 30} 40 {y - 6} M-34 {y + 30} Q6 {y + 2} 44 {y + 14}",
        stroke="#FFFFFF",
        width=4,
        opacity=0.55,
    )
    for mote in range(16):
        turn = mote * 2.399
        reach = 74 + (mote * 37 % 110)
        d.ellipse(
            math.cos(turn) * reach,
            y + math.sin(turn) * reach * 0.8,
            2 + mote % 3,
            2 + mote % 3,
            "#FFF8DC",
            opacity=0.85,
        )


def _robot(d: Drawing, look: Look, mouth: int, eyes: int) -> None:
    c = look.glow if look.glow != "#9AD8FF" else "#9AA8B4"
    metal = d.across(lighter(c, 0.3), c, darker(c, 0.35))
    for side in (-1, 1):
        d.rect(side * 40 - 20, -190, 40, 170, metal, radius=16)
        d.rect(side * 42 - 34, -34, 68, 36, darker(c, 0.3), radius=14)
        d.line([(side * 96, -360), (side * 122, -270), (side * 112, -190)], darker(c, 0.15), 30)
        d.ellipse(side * 112, -176, 22, 22, darker(c, 0.35))
    d.rect(-92, -392, 184, 214, metal, radius=34)
    d.rect(-52, -340, 104, 76, darker(c, 0.55), radius=12)
    for light, tone in enumerate(("#5AE0A0", "#F2D45A", "#F07A5A")):
        d.ellipse(-28 + light * 28, -302, 9, 9, tone)
    d.rect(-26, -418, 52, 34, darker(c, 0.4))
    d.rect(-84, -536, 168, 124, metal, radius=40)
    d.rect(-66, -512, 132, 70, "#101820", radius=26)
    for side in (-1, 1):
        d.ellipse(side * 32, -478, 15, (3, 8, 15)[eyes], "#7AF0FF")
    d.rect(-24, -432 - mouth, 48, 5 + mouth * 2.4, "#101820", radius=3)
    d.rect(-3, -558, 6, 26, darker(c, 0.3))
    d.ellipse(0, -556, 9, 9, "#FF6A4A")


def _crowd(d: Drawing, look: Look, mouth: int, eyes: int) -> None:
    _people(d, look, mouth, eyes, head=40.0, rows=((9, -350.0, 0.86), (8, -250.0, 1.0)))


def _children(d: Drawing, look: Look, mouth: int, eyes: int) -> None:
    _people(d, look, mouth, eyes, head=50.0, rows=((7, -290.0, 0.86), (6, -190.0, 1.0)))


def _people(
    d: Drawing, look: Look, mouth: int, eyes: int, *, head: float, rows: tuple[tuple[int, float, float], ...]
) -> None:
    """Rows of people, each of its own; some with a hand up."""
    chance = random.Random(look.eyes + look.being)  # noqa: S311 - drawing, not secrets
    for count, y, k in rows:
        for index in range(count):
            x = -640 + (index + 0.5) * 1280 / count + chance.uniform(-20, 20)
            tone = chance.choice(("#3E6FB8", "#C23B36", "#E8C547", "#3F8F57", "#6F4A9E", "#E2802F", "#3AB5B0"))
            skin = chance.choice(("#F0CBB0", "#C98F63", "#9A643F", "#E2B48F", "#6B432C"))
            hair = chance.choice(("#33292A", "#7A5233", "#E3BE6B", "#7A3520", "#1E1A1C"))
            r, top = head * k, y + chance.uniform(-14, 14)
            if chance.random() < 0.4:
                side = chance.choice((-1, 1))
                d.line(
                    [
                        (x + side * r * 1.0, top + r * 2.4),
                        (x + side * r * 1.9, top + r * 0.8),
                        (x + side * r * 1.7, top - r * 1.1),
                    ],
                    darker(tone, 0.1),
                    r * 0.55,
                )
                d.ellipse(x + side * r * 1.7, top - r * 1.3, r * 0.32, r * 0.36, skin)
            d.path(f"M{x - r * 1.5} 40 L{x - r * 1.4} {top + r * 2.1} C{x - r * 1.3} {top + r * 1.2} {x - r * 0.5} {top + r * 1.1} {x} {top + r * 1.1} C{x + r * 0.5} {top + r * 1.1} {x + r * 1.3} {top + r * 1.2} "
                   f"{x + r * 1.4} {top + r * 2.1} L{x + r * 1.5} 40 Z", d.across(lighter(tone, 0.08), darker(tone, 0.25)))  # fmt: skip
            d.rect(x - r * 0.3, top + r * 0.6, r * 0.6, r * 0.7, darker(skin, 0.2))
            cut = chance.randrange(3)
            if cut == 1:
                d.ellipse(x, top + r * 0.3, r * 1.16, r * 1.3, darker(hair, 0.2))
            d.ellipse(x, top, r, r * 1.06, d.round(lighter(skin, 0.2), skin, darker(skin, 0.15)))
            fringe = (0.1, -0.1, -0.35)[cut]
            d.path(
                f"M{x - r * 1.06} {top + r * 0.1} C{x - r * 1.2} {top - r * 1.5} {x + r * 1.2} {top - r * 1.5} {x + r * 1.06} {top + r * 0.1} C{x + r * 0.7} {top - r * (0.5 + fringe)} {x - r * 0.6} {top - r * (0.5 - fringe)} {x - r * 1.06} {top + r * 0.1} Z",
                hair,
            )
            for side in (-1, 1):
                d.ellipse(x + side * r * 0.38, top + r * 0.14, r * 0.13, r * (0.03, 0.08, 0.17)[eyes], "#2A1A18")
                d.ellipse(x + side * r * 0.6, top + r * 0.44, r * 0.2, r * 0.13, "#F0787A", opacity=0.3)
            if mouth and chance.random() < 0.7:
                d.ellipse(x, top + r * 0.56, r * 0.18, r * 0.06 * mouth, "#6A2028")
            else:
                d.path(
                    f"M{x - r * 0.24} {top + r * 0.5} Q{x} {top + r * 0.7} {x + r * 0.24} {top + r * 0.5}",
                    stroke="#8A3A3A",
                    width=r * 0.07,
                )


_DRAW: dict[str, Callable[[Drawing, Look, int, int], None]] = {
    "orb": _orb, "robot": _robot, "cat": cat, "dog": dog, "fox": fox, "bird": bird, "rabbit": rabbit, "bear": bear,
    "fish": fish, "horse": horse, "camel": camel, "cow": cow, "sheep": sheep, "crowd": _crowd,
    "children": _children,
}  # fmt: skip

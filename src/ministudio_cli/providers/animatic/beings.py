"""Characters that are no people: an orb of light, a robot, animals, a crowd. The middle of the ground is (0, 0)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.art.sprite import sprite
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


def _coat(look: Look, default: str) -> str:
    return look.hair_colour if look.hair_colour != "#3A2A22" else default


def _cat(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#C8803E")
    d.path("M70 -30 C150 -20 160 -110 118 -160 C108 -170 98 -160 106 -148 C134 -100 120 -60 60 -64 Z", darker(c, 0.1))
    d.path("M-70 0 C-84 -90 -54 -190 0 -196 C54 -190 84 -90 70 0 Z", d.across(lighter(c, 0.15), c, darker(c, 0.25)))
    d.ellipse(0, -70, 34, 60, lighter(c, 0.5), opacity=0.7)
    for side in (-1, 1):
        d.ellipse(side * 26, -8, 22, 15, lighter(c, 0.3))
        d.shape([(side * 18, -268), (side * 62, -318), (side * 66, -236)], darker(c, 0.08))
        d.shape([(side * 32, -266), (side * 56, -298), (side * 58, -246)], "#E8A0A0")
    d.ellipse(0, -224, 72, 60, d.round(lighter(c, 0.25), c, darker(c, 0.2)))
    _animal_face(d, -226, 28, eyes, "#8AC85A")
    for side in (-1, 1):
        for whisker in range(3):
            d.line([(side * 20, -204 + whisker * 5), (side * 88, -216 + whisker * 13)], "#F4F0E6", 1.6, opacity=0.8)


def _dog(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#A8723E")
    d.path("M66 -60 C120 -80 140 -130 132 -156 C124 -150 104 -110 60 -100 Z", c)
    d.path("M-72 0 C-88 -110 -60 -206 0 -210 C60 -206 88 -110 72 0 Z", d.across(lighter(c, 0.15), c, darker(c, 0.25)))
    d.ellipse(0, -80, 36, 64, lighter(c, 0.5), opacity=0.7)
    for side in (-1, 1):
        d.ellipse(side * 30, -8, 24, 15, lighter(c, 0.2))
    d.ellipse(0, -250, 70, 66, d.round(lighter(c, 0.25), c, darker(c, 0.2)))
    for side in (-1, 1):
        d.ellipse(side * 70, -240, 22, 54, darker(c, 0.3), turn=side * -14)
    d.ellipse(0, -222, 38, 30, lighter(c, 0.4))
    _animal_face(d, -258, 26, eyes, "#4A3020")


def _animal_face(d: Drawing, y: float, apart: float, eyes: int, iris: str) -> None:
    for side in (-1, 1):
        if eyes:
            d.ellipse(side * apart, y, 13, (4, 7, 14)[eyes], iris)
            d.ellipse(side * apart, y, 6, (3, 6, 12)[eyes], "#16100E")
            d.ellipse(side * apart - 4, y - 5, 3.4, 3.4, "#FFFFFF")
        else:
            d.line([(side * apart - 12, y), (side * apart, y + 5), (side * apart + 12, y)], "#2A1A14", 3)
    d.shape([(-9, y + 22), (9, y + 22), (0, y + 32)], "#3A2224")
    d.path(f"M0 {y + 32} Q-10 {y + 44} -20 {y + 36} M0 {y + 32} Q10 {y + 44} 20 {y + 36}", stroke="#3A2224", width=2.4)


def _bird(d: Drawing, look: Look, mouth: int, eyes: int) -> None:
    c = _coat(look, "#6A7A9A")
    d.path(
        "M-60 -40 C-90 -150 -20 -220 30 -200 C90 -180 80 -70 20 -30 C-10 -10 -40 -10 -60 -40 Z",
        d.round(lighter(c, 0.25), c, darker(c, 0.3)),
    )
    d.path("M-60 -60 C-30 -140 30 -140 50 -70 C10 -60 -20 -50 -60 -60 Z", darker(c, 0.2))
    d.ellipse(34, -214, 44, 42, d.round(lighter(c, 0.3), c, darker(c, 0.2)))
    d.shape([(70, -222), (116, -210 - mouth * 2), (72, -200)], "#E8A03A")
    if eyes:
        d.ellipse(46, -222, 9, 9, "#FFFFFF")
        d.ellipse(48, -222, 5, 5, "#1A1218")
    for side in (-14, 14):
        d.line([(side, -30), (side, -4)], "#C8803A", 5)


def _rabbit(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#C8B8A0")
    for side in (-1, 1):
        d.ellipse(side * 26, -282, 17, 66, c, turn=side * 10)
        d.ellipse(side * 26, -280, 8, 48, "#E8A8A8", turn=side * 10)
    d.ellipse(0, -72, 76, 78, d.round(lighter(c, 0.25), c, darker(c, 0.25)))
    d.ellipse(0, -60, 40, 52, lighter(c, 0.5), opacity=0.8)
    d.ellipse(0, -178, 60, 54, d.round(lighter(c, 0.3), c, darker(c, 0.2)))
    for side in (-1, 1):
        d.ellipse(side * 34, -8, 32, 15, lighter(c, 0.25))
    _animal_face(d, -184, 26, eyes, "#5A3A2A")


def _bear(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#7A5234")
    for side in (-1, 1):
        d.rect(side * 66 - 44, -120, 88, 126, darker(c, 0.1), radius=40)
        d.line([(side * 110, -300), (side * 150, -200), (side * 132, -130)], darker(c, 0.12), 62)
        d.ellipse(side * 72, -486, 34, 34, darker(c, 0.1))
        d.ellipse(side * 72, -484, 18, 18, lighter(c, 0.3))
    d.ellipse(0, -210, 138, 160, d.round(lighter(c, 0.2), c, darker(c, 0.3)))
    d.ellipse(0, -190, 82, 110, lighter(c, 0.3), opacity=0.7)
    d.ellipse(0, -420, 104, 92, d.round(lighter(c, 0.25), c, darker(c, 0.2)))
    d.ellipse(0, -384, 50, 40, lighter(c, 0.4))
    _animal_face(d, -430, 38, eyes, "#3A2418")


def _fish(d: Drawing, look: Look, mouth: int, eyes: int) -> None:
    c = look.hair_colour if look.hair_colour != "#3A2A22" else "#E8803A"
    d.shape([(110, -280), (206, -360), (190, -280), (206, -200)], darker(c, 0.1))
    d.path(
        "M-150 -280 C-110 -390 60 -390 130 -280 C60 -170 -110 -170 -150 -280 Z",
        d.down(lighter(c, 0.3), c, darker(c, 0.3)),
    )
    d.path("M-30 -364 C0 -420 60 -410 70 -352 Z", darker(c, 0.15))
    for stripe in (-40, 30):
        d.path(f"M{stripe} -366 Q{stripe + 24} -280 {stripe} -194", stroke="#FBF4E6", width=20, opacity=0.85)
    d.ellipse(-96, -296, 22, 22, "#FFFFFF")
    if eyes:
        d.ellipse(-100, -296, 12, (4, 7, 12)[eyes], "#1A1218")
    d.ellipse(-146, -270, 8, 5 + mouth * 2, darker(c, 0.5))


def _beast(d: Drawing, c: str, *, leg: float, neck: float, body: float) -> tuple[float, float]:
    """A four-legged body from the side, its head to the left and turned to the lens; gives the head's middle."""
    for x, tone in ((-120, darker(c, 0.3)), (150, darker(c, 0.3)), (-160, c), (112, c)):
        d.path(
            f"M{x - 26} {-leg - 30} L{x - 17} -14 L{x + 19} -14 L{x + 28} {-leg - 30} Z",
            d.across(lighter(tone, 0.1), darker(tone, 0.2)),
        )
        d.rect(x - 21, -18, 44, 20, darker(c, 0.6), radius=6)
    d.ellipse(-6, -leg - body * 0.42, 200, body * 0.56, d.round(lighter(c, 0.2), c, darker(c, 0.3)))
    hx, hy = -212.0, -leg - body * 0.6 - neck
    d.path(f"M-196 {-leg - body * 0.2} C-240 {-leg - body * 0.6} {hx - 20} {hy + 60} {hx - 16} {hy} L{hx + 44} {hy + 6} C-150 {hy + 90} -110 {-leg - body * 0.8} -90 {-leg - body * 0.7} Z",
           d.across(lighter(c, 0.12), c, darker(c, 0.15)))  # fmt: skip
    d.path(f"M196 {-leg - body * 0.6} Q250 {-leg - body * 0.3} 226 {-leg + 40}", stroke=darker(c, 0.3), width=15)
    return hx, hy


def _muzzle(d: Drawing, x: float, y: float, c: str, eyes: int, *, long: float) -> None:
    """A long face seen from the front, a little from its side."""
    d.path(f"M{x - 42} {y - 30} C{x - 40} {y + 10} {x - 40} {y + long * 0.7} {x - 26} {y + long} Q{x} {y + long + 18} {x + 26} {y + long} C{x + 40} {y + long * 0.7} {x + 40} {y + 10} {x + 42} {y - 30} "
           f"Q{x} {y - 66} {x - 42} {y - 30} Z", d.round(lighter(c, 0.25), c, darker(c, 0.2)))  # fmt: skip
    d.ellipse(x, y + long * 0.86, 27, 24, lighter(c, 0.4))
    for side in (-1, 1):
        d.ellipse(x + side * 26, y - 4, 9, (2, 6, 11)[eyes], "#1C1412")
        if eyes:
            d.ellipse(x + side * 26 - 3, y - 8, 3, 3, "#FFFFFF")
        d.ellipse(x + side * 11, y + long * 0.84, 5, 6, darker(c, 0.6))
    d.path(
        f"M{x - 12} {y + long * 0.98} Q{x} {y + long * 1.04} {x + 12} {y + long * 0.98}", stroke=darker(c, 0.6), width=3
    )


def _horse(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#8A5A38")
    x, y = _beast(d, c, leg=200, neck=150, body=190)
    mane = darker(c, 0.55)
    d.path(
        f"M{x + 10} {y - 50} C{x + 90} {y} {x + 120} {y + 120} {x + 150} {y + 190} L{x + 96} {y + 150} C{x + 70} {y + 60} {x + 40} {y + 10} {x} {y - 10} Z",
        mane,
    )
    for side in (-1, 1):
        d.shape([(x + side * 22, y - 44), (x + side * 40, y - 96), (x + side * 46, y - 34)], c)
    _muzzle(d, x, y, c, eyes, long=104)
    d.path(f"M{x - 16} {y - 60} Q{x + 4} {y - 10} {x + 14} {y - 58} Z", mane)


def _camel(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#C89A62")
    d.path("M-110 -330 C-80 -460 0 -470 30 -360 C60 -450 130 -440 150 -320 Z", d.down(lighter(c, 0.2), darker(c, 0.15)))
    x, y = _beast(d, c, leg=220, neck=170, body=170)
    d.path("M-130 -346 Q0 -300 130 -346 L120 -262 Q0 -226 -120 -262 Z", "#B23A34")
    d.path("M-128 -336 Q0 -290 128 -336 M-120 -274 Q0 -238 120 -274", stroke="#F2C84A", width=7)
    for side in (-1, 1):
        d.ellipse(x + side * 44, y - 44, 10, 20, darker(c, 0.1), turn=side * 24)
    _muzzle(d, x, y, c, eyes, long=74)


def _cow(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#E8E2D8")
    x, y = _beast(d, c, leg=150, neck=60, body=220)
    for px, py, reach in ((-60, -270, 60), (70, -240, 76), (140, -310, 44)):
        d.ellipse(px, py, reach, reach * 0.7, "#3A2E2A", turn=18)
    for side in (-1, 1):
        d.path(
            f"M{x + side * 30} {y - 40} Q{x + side * 66} {y - 60} {x + side * 58} {y - 96}", stroke="#D8CBB0", width=13
        )
        d.ellipse(x + side * 66, y - 26, 26, 13, darker(c, 0.2), turn=side * 14)
    _muzzle(d, x, y, c, eyes, long=92)


def _sheep(d: Drawing, _look: Look, _mouth: int, eyes: int) -> None:
    x, y = _beast(d, "#5A4E48", leg=120, neck=30, body=190)
    for puff in range(26):
        turn = puff * 2.4
        reach = 0.2 + 0.8 * (puff / 26) ** 0.5
        d.ellipse(
            -6 + math.cos(turn) * 170 * reach,
            -205 + math.sin(turn) * 84 * reach,
            52,
            48,
            d.round("#FFFDF6", "#F0EADC", "#CFC6B4"),
        )
    for side in (-1, 1):
        d.ellipse(x + side * 56, y - 10, 28, 12, "#5A4E48", turn=side * 16)
    _muzzle(d, x, y, "#5A4E48", eyes, long=70)
    for puff in (-26, 0, 26):
        d.ellipse(x + puff, y - 48, 27, 22, "#F4EEE2")


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
    "orb": _orb, "robot": _robot, "cat": _cat, "dog": _dog, "bird": _bird, "rabbit": _rabbit, "bear": _bear,
    "fish": _fish, "horse": _horse, "camel": _camel, "cow": _cow, "sheep": _sheep, "crowd": _crowd,
    "children": _children,
}  # fmt: skip

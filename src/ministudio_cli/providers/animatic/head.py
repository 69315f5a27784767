"""A person's head: hair, face and what they feel. The head is 100 units high, its middle at (0, 0)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.look import Feeling, Look
from ministudio_cli.providers.animatic.svg import Drawing

BOX = (-92.0, -118.0, 184.0, 246.0)
"""Left, top, width and height of a head's canvas."""
BACK = (-92.0, -90.0, 184.0, 240.0)
"""The canvas of the hair behind."""
INK = "#33222A"
FEATURES = (-40.0, -34.0, 80.0, 83.0)
"""The part of the canvas in which everything lies that a `Face` changes; a beard moves more."""
BEHIND = ("bob", "curly", "long", "ponytail", "bun")
"""Cuts that are also seen behind the neck."""
MOUTHS = 5
"""Openings of the mouth: 0 closed, to 4 wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What changes within a shot: how far the eyes (2 open, 1 half, 0 closed) and the mouth (0 to 4) are open."""

    eyes: int = 2
    mouth: int = 0
    gaze: int = 0


def draw_head(look: Look, feeling: Feeling, face: Face) -> Drawing:
    d = Drawing(BOX[2], BOX[3], left=BOX[0], top=BOX[1])
    _skull(d, look)
    _features(d, look, feeling, face)
    if look.beard:
        _beard(d, look, feeling, face)
    _front_hair(d, look)
    _worn(d, look)
    return d


def draw_back_hair(look: Look) -> Drawing:
    """The hair that falls behind the neck and the shoulders."""
    d = Drawing(BACK[2], BACK[3], left=BACK[0], top=BACK[1])
    _back_hair(d, look)
    return d


def _skull(d: Drawing, look: Look) -> None:
    skin = look.skin
    for side in (-1, 1):
        d.ellipse(side * 43, 8, 8, 12, d.round(lighter(skin, 0.1), skin, darker(skin, 0.2)))
    jaw = 1.0 if look.feminine or look.age == "child" else 1.1
    face = (f"M-44 -8 C-45 {20 * jaw:.1f} {-30 * jaw:.1f} 44 0 {50 * (0.97 if look.age == 'child' else 1):.1f} "
            f"C{30 * jaw:.1f} 44 45 {20 * jaw:.1f} 44 -8 C44 -42 24 -52 0 -52 C-24 -52 -44 -42 -44 -8 Z")  # fmt: skip
    d.path(face, d.round(lighter(skin, 0.3), skin, darker(skin, 0.13)))
    d.path(
        "M-38 12 C-30 40 -14 48 0 50 C16 48 32 40 39 12 C34 32 18 43 0 43 C-18 43 -32 32 -38 12 Z",
        darker(skin, 0.3),
        opacity=0.16,
    )
    blush = 0.5 if look.blush else 0.22
    for side in (-1, 1):
        d.ellipse(side * 27, 22, 13, 8, d.glow("#F0787A", blush))
    if look.age == "elder":
        for side in (-1, 1):
            d.line([(side * 14, 22), (side * 19, 30), (side * 19, 36)], darker(skin, 0.35), 1.6, opacity=0.6)
            d.line([(side * 36, 2), (side * 40, 6)], darker(skin, 0.35), 1.3, opacity=0.6)
        d.line([(-16, -34), (0, -36), (16, -34)], darker(skin, 0.3), 1.3, opacity=0.5)


def _features(d: Drawing, look: Look, feeling: Feeling, face: Face) -> None:
    for side in (-1, 1):
        _eye(d, look, feeling, face, side)
        _brow(d, look, feeling, side)
    d.path("M1 12 Q5 23 1 26 Q-1 27 -3 26", stroke=darker(look.skin, 0.42), width=1.9, opacity=0.8)
    d.ellipse(-3, 18, 3, 6, lighter(look.skin, 0.5), opacity=0.35)
    _mouth(d, look, feeling, face)


def _eye(d: Drawing, look: Look, feeling: Feeling, face: Face, side: int) -> None:
    x, y = side * 19.5, 5.0
    big = 1.12 if look.age == "child" else 0.9 if look.age == "elder" else 1.0
    wide, tall = 10.6 * big, 12.6 * big * feeling.eye * (1, 0.5, 1)[2 - face.eyes if face.eyes else 0]
    lid = darker(look.hair_colour if look.age != "elder" else "#5A4A42", 0.55)
    if face.eyes == 0:
        d.path(f"M{x - wide} {y + 2} Q{x} {y + 9} {x + wide} {y + 2}", stroke=lid, width=3)
        return
    d.ellipse(x, y, wide, tall, "#FBFAF6")
    ix, iy = x + face.gaze * 2.6, y + 0.6
    iris = min(9.4 * big, tall * 0.98)
    d.ellipse(ix, iy, 8.6 * big, iris, d.down(darker(look.eyes, 0.55), look.eyes, lighter(look.eyes, 0.4)))
    d.ellipse(ix, iy, 4.3 * big, iris * 0.52, "#1C1218")
    d.ellipse(ix - 3.0, iy - iris * 0.42, 3.3 * big, 3.5 * big, "#FFFFFF", opacity=0.96)
    d.ellipse(ix + 3.2, iy + iris * 0.38, 1.7 * big, 1.6 * big, "#FFFFFF", opacity=0.75)
    top = y - tall
    d.path(f"M{x - wide - 1} {y - tall * 0.32} Q{x - wide * 0.5} {top - 1.5} {x} {top - 1} Q{x + wide * 0.6} {top - 1} "
           f"{x + wide + 1} {y - tall * 0.25}", stroke=lid, width=3.4 if look.feminine else 2.7)  # fmt: skip
    d.path(
        f"M{x - wide * 0.6} {y + tall * 0.92} Q{x} {y + tall + 1.4} {x + wide * 0.6} {y + tall * 0.92}",
        stroke=darker(look.skin, 0.45),
        width=1.1,
        opacity=0.7,
    )
    if look.feminine:
        edge = x + side * wide
        d.line([(edge, y - tall * 0.34), (edge + side * 4.2, y - tall * 0.34 - 4)], lid, 2.2)


def _brow(d: Drawing, look: Look, feeling: Feeling, side: int) -> None:
    y = -14.5 - 5.5 * feeling.brow
    inner, outer = y - 5.0 * feeling.tilt, y + 3.2 * feeling.tilt
    thick = 2.6 if look.feminine else 3.8
    tone = darker(look.hair_colour, 0.2) if look.age != "elder" else "#D8D4CC"
    d.path(
        f"M{side * 9} {inner + 2:.1f} Q{side * 20} {min(inner, outer) - 3:.1f} {side * 31} {outer + 3:.1f}",
        stroke=tone,
        width=thick,
    )


def _mouth(d: Drawing, look: Look, feeling: Feeling, face: Face) -> None:
    y, curve = 36.0, feeling.curve * 5.2
    lip = mix(darker(look.skin, 0.35), "#B8434A", 0.55)
    opening = face.mouth or round(feeling.part * 3)
    if opening == 0:
        wide = 9 + abs(curve) * 0.5
        d.path(
            f"M{-wide} {y - curve * 0.35:.1f} Q0 {y + curve:.1f} {wide} {y - curve * 0.35:.1f}", stroke=lip, width=2.5
        )
        return
    wide = (0, 7.5, 9.5, 11, 9)[opening]
    tall = (0, 2.6, 5.2, 8.2, 10.5)[opening]
    up = curve * 0.3
    d.path(f"M{-wide} {y - up:.1f} Q0 {y - tall * 0.55 - up * 0.2:.1f} {wide} {y - up:.1f} Q{wide * 0.7:.1f} {y + tall * 1.25:.1f} 0 {y + tall * 1.25:.1f} "
           f"Q{-wide * 0.7:.1f} {y + tall * 1.25:.1f} {-wide} {y - up:.1f} Z", "#5E1E28", stroke=lip, width=1.8)  # fmt: skip
    if opening >= 2:
        d.path(
            f"M{-wide * 0.68:.1f} {y - up * 0.5:.1f} Q0 {y - tall * 0.3:.1f} {wide * 0.68:.1f} {y - up * 0.5:.1f} L{wide * 0.5:.1f} {y + 1.6:.1f} L{-wide * 0.5:.1f} {y + 1.6:.1f} Z",
            "#F6F0EA",
        )
        d.ellipse(0, y + tall * 0.95, wide * 0.5, tall * 0.34, "#C8606A")


def _beard(d: Drawing, look: Look, feeling: Feeling, face: Face) -> None:
    tone = look.beard
    if look.moustache:
        d.path(
            "M-24 33 C-15 24 -5 25 0 29 C5 25 15 24 24 33 C15 36 6 34 0 32 C-6 34 -15 36 -24 33 Z",
            d.down(lighter(tone, 0.12), tone),
        )
        return
    drop = (0, 1.5, 3, 4.5, 6)[face.mouth]
    d.path(f"M-43 6 C-42 34 -36 {58 + drop} 0 {70 + drop} C36 {58 + drop} 42 34 43 6 C38 24 30 30 20 29 C10 25 -10 25 -20 29 C-30 30 -38 24 -43 6 Z",
           d.down(lighter(tone, 0.15), tone, darker(tone, 0.16)))  # fmt: skip
    for x in (-24, -12, 0, 12, 24):
        d.line([(x, 42), (x * 0.9, 52 + drop), (x * 0.7, 61 + drop)], darker(tone, 0.22), 1.2, opacity=0.6)
    _mouth(d, look, feeling, face)
    d.path(
        "M-19 32 C-12 26 -4 27 0 30 C4 27 12 26 19 32 C12 34 5 34 0 32.5 C-5 34 -12 34 -19 32 Z", lighter(tone, 0.12)
    )


def _sheen(d: Drawing, look: Look) -> str:
    return d.down(lighter(look.hair_colour, 0.18), look.hair_colour, darker(look.hair_colour, 0.3))


def _back_hair(d: Drawing, look: Look) -> None:
    tone, fill = look.hair_colour, _sheen(d, look)
    if look.hair in ("bob", "curly"):
        d.path(
            "M-52 -10 C-58 -66 58 -66 52 -10 C56 18 54 42 44 54 C20 60 -20 60 -44 54 C-54 42 -56 18 -52 -10 Z",
            darker(tone, 0.28),
        )
    elif look.hair == "long":
        d.path(
            "M-52 -10 C-58 -66 58 -66 52 -10 C60 40 60 96 46 132 C20 142 -20 142 -46 132 C-60 96 -60 40 -52 -10 Z",
            darker(tone, 0.25),
        )
    elif look.hair == "ponytail":
        d.path("M20 -46 C66 -58 84 -14 68 40 C64 58 56 62 54 50 C62 10 52 -14 22 -26 Z", fill)
        d.path("M40 -44 C66 -40 72 -6 62 36", stroke=lighter(tone, 0.25), width=2.4, opacity=0.6)
        d.ellipse(25, -38, 8, 10, mix("#E2607A", tone, 0.1))
    elif look.hair == "bun":
        d.ellipse(6, -62, 23, 20, d.round(lighter(tone, 0.3), tone, darker(tone, 0.35)))
        d.path("M-8 -66 Q6 -78 20 -64 M-10 -58 Q8 -66 24 -56", stroke=lighter(tone, 0.22), width=1.8, opacity=0.6)


def _front_hair(d: Drawing, look: Look) -> None:
    tone, fill = look.hair_colour, _sheen(d, look)
    if look.hair == "bald":
        for side in (-1, 1):
            d.path(
                f"M{side * 45} 6 C{side * 50} -14 {side * 44} -26 {side * 38} -30 C{side * 40} -16 {side * 41} -4 {side * 42} 8 Z",
                fill,
            )
        d.ellipse(-12, -40, 14, 6, "#FFFFFF", opacity=0.22)
        return
    crown = "M-47 2 C-56 -62 -22 -66 0 -66 C22 -66 56 -62 47 2 "
    if look.hair == "bob":
        d.path(crown + "C51 22 50 38 43 50 C36 52 38 40 39 26 C40 4 38 -10 30 -22 C14 -14 2 -16 -6 -24 C-16 -14 -26 -10 -34 -14 C-40 0 -40 14 -39 26 "
               "C-38 40 -36 52 -43 50 C-50 38 -51 22 -47 2 Z", fill)  # fmt: skip
        for a, b in ((-26, -14), (-8, -22), (10, -16), (24, -20)):
            d.path(f"M{a} -50 Q{a - 4} {b - 16} {a - 2} {b + 2}", stroke=darker(tone, 0.3), width=1.5, opacity=0.55)
    elif look.bangs or look.hair in ("long", "braids"):
        d.path(
            crown + "C44 -8 42 -22 30 -30 C16 -20 4 -24 -2 -32 C-12 -20 -26 -18 -36 -20 C-42 -12 -44 -4 -47 2 Z", fill
        )
        for a in (-22, -4, 14, 28):
            d.path(f"M{a} -54 Q{a - 5} -40 {a - 4} -26", stroke=darker(tone, 0.3), width=1.5, opacity=0.5)
    elif look.hair == "bun":
        d.path(
            crown + "C46 -10 44 -24 34 -34 C20 -44 6 -46 -6 -46 C-20 -42 -34 -34 -40 -18 C-44 -10 -46 -4 -47 2 Z", fill
        )
        for a in (-26, -8, 10, 26):
            d.path(f"M{a} -40 Q{a * 0.6} -58 {4 + a * 0.2} -64", stroke=darker(tone, 0.3), width=1.5, opacity=0.5)
    elif look.hair == "curly":
        for index in range(13):
            x = -48 + index * 8
            y = -34 - 24 * (1 - (x / 50) ** 2) + (index % 2) * 5
            d.ellipse(x, y, 14, 13, d.round(lighter(tone, 0.22), tone, darker(tone, 0.32)))
    elif look.hair == "spiky":
        points: list[tuple[float, float]] = [(-48, 4)]
        for index in range(9):
            points += [
                (-52 + index * 13, -58 - (index % 2) * 8 - 10 * (1 - abs(index - 4) / 4)),
                (-44 + index * 11.5, -32),
            ]
        d.shape([*points, (47, 4), (40, -22), (10, -32), (-30, -26)], fill)
    else:
        d.path(
            crown + "C46 -12 44 -22 38 -30 C28 -26 14 -30 4 -38 C-8 -30 -26 -30 -38 -26 C-44 -18 -45 -8 -47 2 Z", fill
        )
        for a in (-24, -6, 12, 28):
            d.path(f"M{a} -58 Q{a - 5} -46 {a - 2} -36", stroke=darker(tone, 0.3), width=1.5, opacity=0.45)
    if look.hair == "braids":
        for side in (-1, 1):
            for knot in range(6):
                d.ellipse(
                    side * (50 - knot * 1.5),
                    24 + knot * 17,
                    11,
                    11,
                    d.round(lighter(tone, 0.2), tone, darker(tone, 0.3)),
                )
    d.path("M-30 -50 C-16 -60 10 -62 26 -54", stroke=lighter(tone, 0.45), width=3.4, opacity=0.5)


def _worn(d: Drawing, look: Look) -> None:
    glasses, hat = look.worn("eyes"), look.worn("hat")
    if glasses:
        for side in (-1, 1):
            d.ellipse(side * 19.5, 6, 15.5, 15.5, "#DDEEFF", opacity=0.14)
            d.ellipse(side * 19.5, 6, 15.5, 15.5, "none", stroke=glasses.colour, width=2.6)
            d.line([(side * 35, 4), (side * 44, 2)], glasses.colour, 2.2)
            d.line([(side * 19.5 - 8, -1), (side * 19.5 - 3, -6)], "#FFFFFF", 1.8, opacity=0.8)
        d.path("M-4 5 Q0 1 4 5", stroke=glasses.colour, width=2.4)
    if hat is None:
        return
    tone = hat.colour
    if hat.cut == "toque":
        for x, y in ((-26, -78), (0, -88), (26, -78)):
            d.ellipse(x, y, 27, 25, d.round("#FFFFFF", "#F0EDE6", "#C8C4BC"))
        d.rect(-42, -70, 84, 34, d.down("#FBFAF6", "#D8D4CC"), radius=5)
    elif hat.cut == "crown":
        for index in range(11):
            turn = math.pi * (0.06 + 0.88 * index / 10)
            px, py = -math.cos(turn) * 47, -22 - math.sin(turn) * 30
            d.ellipse(px, py, 11, 9, "#5A8A52")
            d.ellipse(px, py - 3, 9, 9, ("#F4EEE4", "#F0A8B4", tone)[index % 3])
            d.ellipse(px, py - 3, 3.4, 3.4, "#F2C84A")
    elif hat.cut == "hood":
        d.path(
            "M-62 40 C-78 -92 78 -92 62 40 C54 56 46 50 44 30 C50 -54 -50 -54 -44 30 C-46 50 -54 56 -62 40 Z",
            d.down(lighter(tone, 0.15), darker(tone, 0.2)),
        )
    elif hat.cut == "helmet":
        ring = "M-74 8 C-74 -90 74 -90 74 8 C74 84 -74 84 -74 8 Z"
        d.path(ring + " M-56 8 C-56 62 56 62 56 8 C56 -66 -56 -66 -56 8 Z", d.across("#FFFFFF", "#E4E8EC", "#A8B2BC"))
        d.path("M-56 8 C-56 62 56 62 56 8 C56 -66 -56 -66 -56 8 Z", "#7AB0E8", opacity=0.16)
        d.path("M-44 -8 C-42 -38 -20 -48 2 -48", stroke="#FFFFFF", width=6, opacity=0.75)
        d.ellipse(34, 30, 7, 12, "#FFFFFF", opacity=0.3, turn=-30)
        for side in (-1, 1):
            d.rect(side * 72 - 8, -6, 16, 30, "#9AA6B2", radius=5)
    else:
        d.path("M-40 -34 C-40 -84 40 -84 40 -34 Z", d.down(lighter(tone, 0.2), tone))
        if hat.cut == "hat":
            d.ellipse(0, -34, 70, 12, d.down(tone, darker(tone, 0.3)))
        else:
            d.path("M-42 -36 Q0 -50 62 -30 Q20 -26 -42 -30 Z", darker(tone, 0.2))

"""Characters that are no people: an orb of light, a robot, animals, a crowd. The middle of the ground is (0, 0)."""

from __future__ import annotations

import math
import random

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.look import Look
from ministudio_cli.providers.animatic.svg import Drawing

BOX = (-220.0, -560.0, 440.0, 600.0)


def draw_being(look: Look, *, mouth: int = 0, eyes: int = 2) -> Drawing:
    d = Drawing(BOX[2], BOX[3], left=BOX[0], top=BOX[1])
    {"orb": _orb, "robot": _robot, "cat": _cat, "dog": _dog, "bird": _bird, "crowd": _crowd}[look.being](
        d, look, mouth, eyes
    )
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


def _crowd(d: Drawing, look: Look, _mouth: int, _eyes: int) -> None:
    chance = random.Random(7)  # noqa: S311 - drawing, not secrets
    for row in range(2):
        for index in range(5):
            x, y = -176 + index * 88 + row * 30, -150 + row * 90
            tone = chance.choice(("#3E6FB8", "#C23B36", "#E8C547", "#3F8F57", "#6F4A9E", "#E2802F"))
            skin = chance.choice(("#F0CBB0", "#C98F63", "#9A643F", "#E2B48F"))
            hair = chance.choice(("#33292A", "#7A5233", "#E3BE6B", "#7A3520"))
            d.path(f"M{x - 38} {y + 150} C{x - 40} {y + 50} {x - 22} {y + 34} {x} {y + 34} C{x + 22} {y + 34} {x + 40} {y + 50} {x + 38} {y + 150} Z",
                   d.across(tone, darker(tone, 0.25)))  # fmt: skip
            d.ellipse(x, y, 32, 35, d.round(lighter(skin, 0.2), skin, darker(skin, 0.15)))
            d.path(
                f"M{x - 34} {y + 2} C{x - 38} {y - 46} {x + 38} {y - 46} {x + 34} {y + 2} C{x + 20} {y - 18} {x - 20} {y - 18} {x - 34} {y + 2} Z",
                hair,
            )
            for side in (-1, 1):
                d.ellipse(x + side * 12, y + 4, 4, 5, mix(look.eyes, "#2A1A14", 0.6))
            d.path(f"M{x - 8} {y + 18} Q{x} {y + 24} {x + 8} {y + 18}", stroke="#8A3A3A", width=2)

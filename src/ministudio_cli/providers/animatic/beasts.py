"""Animals of our own drawing."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter
from ministudio_cli.providers.animatic.look import Look
from ministudio_cli.providers.animatic.svg import Drawing


def _coat(look: Look, default: str) -> str:
    return look.coat or (look.hair_colour if look.hair_colour != "#3A2A22" else default)


def cat(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
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


def dog(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
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


def fox(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#D2703A")
    pale = lighter(c, 0.75)
    d.path("M58 -20 C150 0 196 -70 168 -164 C160 -190 138 -196 132 -170 C136 -120 120 -70 56 -62 Z", darker(c, 0.08))
    d.path("M168 -164 C160 -190 138 -196 132 -170 C136 -150 134 -136 130 -122 C146 -126 160 -136 168 -164 Z", pale)
    d.path("M-62 0 C-76 -100 -50 -196 0 -200 C50 -196 76 -100 62 0 Z", d.across(lighter(c, 0.15), c, darker(c, 0.25)))
    d.path("M-34 -176 C-44 -110 -26 -60 0 -40 C26 -60 44 -110 34 -176 Z", pale)
    for side in (-1, 1):
        d.ellipse(side * 27, -8, 22, 14, darker(c, 0.45))
        d.shape([(side * 14, -276), (side * 64, -352), (side * 72, -240)], darker(c, 0.1))
        d.shape([(side * 30, -276), (side * 58, -326), (side * 62, -250)], darker(c, 0.5))
    d.path(
        "M0 -176 C-26 -184 -86 -214 -84 -252 C-78 -292 -36 -300 0 -300 C36 -300 78 -292 84 -252 C86 -214 26 -184 0 -176 Z",
        d.round(lighter(c, 0.2), c, darker(c, 0.18)),
    )
    for side in (-1, 1):
        d.path(
            f"M0 -176 C{side * 22} -184 {side * 84} -210 {side * 82} -244 C{side * 50} -242 {side * 22} -226 0 -214 Z",
            pale,
        )
    _animal_face(d, -250, 30, eyes, "#B8862E")


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


def bird(d: Drawing, look: Look, mouth: int, eyes: int) -> None:
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


def rabbit(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
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


def bear(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
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


def fish(d: Drawing, look: Look, mouth: int, eyes: int) -> None:
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


def horse(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
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


def camel(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
    c = _coat(look, "#C89A62")
    d.path("M-110 -330 C-80 -460 0 -470 30 -360 C60 -450 130 -440 150 -320 Z", d.down(lighter(c, 0.2), darker(c, 0.15)))
    x, y = _beast(d, c, leg=220, neck=170, body=170)
    d.path("M-130 -346 Q0 -300 130 -346 L120 -262 Q0 -226 -120 -262 Z", "#B23A34")
    d.path("M-128 -336 Q0 -290 128 -336 M-120 -274 Q0 -238 120 -274", stroke="#F2C84A", width=7)
    for side in (-1, 1):
        d.ellipse(x + side * 44, y - 44, 10, 20, darker(c, 0.1), turn=side * 24)
    _muzzle(d, x, y, c, eyes, long=74)


def cow(d: Drawing, look: Look, _mouth: int, eyes: int) -> None:
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


def sheep(d: Drawing, _look: Look, _mouth: int, eyes: int) -> None:
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

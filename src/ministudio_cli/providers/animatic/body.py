"""A person's body below the neck, standing, seen from the front. The neck's base is at (0, 0), y grows downward."""

from __future__ import annotations

from dataclasses import dataclass

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.held import HELD
from ministudio_cli.providers.animatic.look import Feeling, Garment, Look
from ministudio_cli.providers.animatic.svg import Drawing

Box = tuple[float, float, float, float]


def box_of(held: str) -> Box:
    """Left, top, width and height of a body's canvas; what is held up needs more of it."""
    return (-190.0, -220.0, 440.0, 740.0) if held else (-190.0, -40.0, 380.0, 560.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A body's measures in units of a hundredth of the head's height."""

    shoulder: float
    waist: float
    hip: float
    torso: float
    foot: float


def frame_of(look: Look) -> Frame:
    if look.age == "child":
        return Frame(shoulder=50, waist=40, hip=42, torso=128, foot=292)
    shoulder = (64 if look.feminine else 78) * look.build
    return Frame(
        shoulder=shoulder,
        waist=(42 if look.feminine else 60) * look.build,
        hip=(54 if look.feminine else 60) * look.build,
        torso=188 if look.age == "adult" else 182,
        foot=470 if look.age == "adult" else 440,
    )


def draw_body(look: Look, feeling: Feeling, pose: str, held: str = "") -> Drawing:
    """A pose is one of relaxed, gesture, raised, despair, reach, hold; what is held is a row of `words/held.yaml`."""
    left, up, wide, tall = box_of(held)
    d = Drawing(wide, tall, left=left, top=up)
    f = frame_of(look)
    drop = 9 * feeling.slump
    top = look.worn("dress") or look.worn("top")
    over = look.worn("over")
    colour = top.colour if top else (over.colour if over else "#7A8894")
    if top and top.cut == "spacesuit":
        d.rect(-f.shoulder - 8, 6, 2 * f.shoulder + 16, f.torso - 10, d.down("#C8D0D8", "#7A8692"), radius=26)
    _legs(d, look, f)
    # Light shines through a hologram: its neck must not show behind its face.
    neck = -4 if look.being == "hologram" else -34
    d.path(f"M-15 {neck} L-15 6 Q0 {18 + drop} 15 6 L15 {neck} Z", d.down(darker(look.skin, 0.28), look.skin))
    _arms(d, look, f, drop, over or top, pose, front=False)
    _torso(d, look, f, drop, colour)
    if top:
        _details(d, look, f, drop, top)
    if over:
        _over(d, f, drop, over)
    _arms(d, look, f, drop, over or top, pose, front=True)
    _neckwear(d, look, drop)
    if held:
        _in_hand(d, look, f, drop, pose, held)
    return d


def _torso_path(f: Frame, drop: float, grow: float = 0, end: float | None = None) -> str:
    s, w, h = f.shoulder + grow, f.waist + grow, f.hip + grow
    bottom = f.torso if end is None else end
    return (f"M-17 {2 + drop * 0.3:.1f} C-34 {8 + drop:.1f} {-s + 8:.1f} {10 + drop:.1f} {-s:.1f} {30 + drop:.1f} C{-s + 2:.1f} 70 {-w - 6:.1f} 96 {-w:.1f} {f.torso * 0.66:.1f} "
            f"C{-w:.1f} {f.torso * 0.8:.1f} {-h:.1f} {f.torso * 0.9:.1f} {-h:.1f} {bottom:.1f} Q0 {bottom + 10:.1f} {h:.1f} {bottom:.1f} C{h:.1f} {f.torso * 0.9:.1f} {w:.1f} {f.torso * 0.8:.1f} "
            f"{w:.1f} {f.torso * 0.66:.1f} C{w + 6:.1f} 96 {s - 2:.1f} 70 {s:.1f} {30 + drop:.1f} C{s - 8:.1f} {10 + drop:.1f} 34 {8 + drop:.1f} 17 {2 + drop * 0.3:.1f} Q0 {16 + drop:.1f} -17 {2 + drop * 0.3:.1f} Z")  # fmt: skip


def _torso(d: Drawing, look: Look, f: Frame, drop: float, colour: str) -> None:
    dress = look.worn("dress")
    d.path(
        _torso_path(f, drop),
        d.across(darker(colour, 0.12), colour, lighter(colour, 0.08), colour, darker(colour, 0.22)),
    )
    if dress:
        h = f.hip
        d.path(f"M{-h} {f.torso - 26} C{-h - 24} {f.torso + 90} {-h - 46} {f.foot - 90} {-h - 44} {f.foot - 46} Q0 {f.foot - 22} {h + 44} {f.foot - 46} "
               f"C{h + 46} {f.foot - 90} {h + 24} {f.torso + 90} {h} {f.torso - 26} Z", d.down(colour, darker(colour, 0.25)))  # fmt: skip
        for x in (-34, 0, 32):
            d.line([(x * 0.6, f.torso + 10), (x * 1.3, f.foot - 60)], darker(colour, 0.25), 3, opacity=0.5)
    for side in (-1, 1):
        d.path(f"M{side * f.waist * 0.9:.1f} {f.torso * 0.62:.1f} Q{side * f.waist * 0.4:.1f} {f.torso * 0.7:.1f} {side * f.waist * 0.2:.1f} {f.torso * 0.66:.1f}",
               stroke=darker(colour, 0.3), width=2.4, opacity=0.45)  # fmt: skip
        d.path(f"M{side * f.shoulder * 0.8:.1f} {52 + drop:.1f} Q{side * f.shoulder * 0.72:.1f} 84 {side * f.shoulder * 0.62:.1f} 104",
               stroke=darker(colour, 0.32), width=2.6, opacity=0.5)  # fmt: skip


def _details(d: Drawing, look: Look, f: Frame, drop: float, top: Garment) -> None:
    c, y = top.colour, drop * 0.5
    if top.cut == "knit":
        d.path(
            f"M-25 {2 + y} Q0 {34 + y} 25 {2 + y} L18 {-8 + y} Q0 {14 + y} -18 {-8 + y} Z",
            d.down(lighter(c, 0.06), darker(c, 0.2)),
        )
        d.path(f"M-23 {7 + y} Q0 {36 + y} 23 {7 + y}", stroke=darker(c, 0.35), width=2, opacity=0.7)
        d.path(
            f"M{-f.hip} {f.torso - 17} Q0 {f.torso - 6} {f.hip} {f.torso - 17} L{f.hip} {f.torso} Q0 {f.torso + 10} {-f.hip} {f.torso} Z",
            darker(c, 0.16),
        )
        for x in range(-5, 6):
            d.line([(x * f.hip / 6, f.torso - 13), (x * f.hip / 6, f.torso + 4)], darker(c, 0.34), 1.5, opacity=0.5)
    elif top.cut == "shirt":
        for side in (-1, 1):
            d.shape(
                [(side * 15, -4 + y), (side * 33, 8 + y), (side * 12, 34 + y), (0, 16 + y)],
                lighter(c, 0.1),
                stroke=darker(c, 0.35),
                width=1.4,
            )
        d.line([(0, 20 + y), (0, f.torso)], darker(c, 0.35), 1.8, opacity=0.7)
        for button in range(5):
            d.ellipse(0, 38 + y + button * 32, 2.6, 2.6, lighter(c, 0.45))
    elif top.cut == "turtleneck":
        d.path(
            f"M-19 {8 + y} L-17 {-24 + y} Q0 {-16 + y} 17 {-24 + y} L19 {8 + y} Q0 {18 + y} -19 {8 + y} Z",
            d.across(darker(c, 0.2), lighter(c, 0.1), darker(c, 0.2)),
        )
        d.path(f"M-18 {-10 + y} Q0 {-2 + y} 18 {-10 + y}", stroke=darker(c, 0.4), width=1.6, opacity=0.7)
    elif top.cut == "tee":
        d.path(f"M-22 {2 + y} Q0 {30 + y} 22 {2 + y}", stroke=lighter(c, 0.3), width=4)
        for x, tone in ((-16, "#3AB5B0"), (0, "#F2D45A"), (16, "#E2607A")):
            d.ellipse(x, 74 + y, 10, 10, mix(tone, c, 0.12))
    elif top.cut in ("hoodie", "suit"):
        d.path(f"M-28 {4 + y} Q0 {40 + y} 28 {4 + y} L20 {-12 + y} Q0 {12 + y} -20 {-12 + y} Z", darker(c, 0.14))
        d.line([(0, 30 + y), (0, f.torso)], darker(c, 0.4), 2.4, opacity=0.7)
    elif top.cut == "spacesuit":
        d.ellipse(0, 2 + y, 40, 15, "#8A96A2")
        d.rect(-34, 62 + y, 68, 46, d.down("#AEB8C2", "#7A8692"), radius=8)
        for light, tone in enumerate(("#E05A4A", "#5AC88A", "#F2C84A")):
            d.ellipse(-20 + light * 20, 78 + y, 5, 5, tone)
        d.rect(-24, 90 + y, 48, 8, "#3A444E", radius=3)
        for side in (-1, 1):
            d.path(
                f"M{side * 36} {96 + y} Q{side * 66} {120 + y} {side * 52} {f.torso - 20}", stroke="#9AA6B2", width=7
            )
        d.rect(-f.hip - 2, f.torso - 22, 2 * f.hip + 4, 20, "#9AA6B2", radius=6)
    if look.age == "elder":
        d.line([(-10, 60), (-14, 90)], darker(c, 0.3), 2, opacity=0.4)


def _over(d: Drawing, f: Frame, drop: float, over: Garment) -> None:
    c = over.colour
    if over.cut == "apron":
        d.path(
            f"M-30 40 L30 40 L{f.hip + 6} {f.torso - 40} L{f.hip + 10} {f.torso + 110} L{-f.hip - 10} {f.torso + 110} L{-f.hip - 6} {f.torso - 40} Z",
            d.down(lighter(c, 0.1), c),
        )
        return
    end = f.torso + (130 if over.cut == "coat" else 24 if over.cut == "cardigan" else 8)
    flare = 18 if over.cut == "coat" else 6
    s, h = f.shoulder + 3, f.hip + flare
    for side in (-1, 1):
        shade = d.across(
            *((darker(c, 0.16), c, lighter(c, 0.08)) if side < 0 else (lighter(c, 0.05), c, darker(c, 0.24)))
        )
        d.path(f"M{side * 16} {-4 + drop * 0.4:.1f} C{side * 36} {6 + drop:.1f} {side * (s - 8):.1f} {8 + drop:.1f} {side * s:.1f} {30 + drop:.1f} C{side * s:.1f} 80 {side * (f.waist + 6):.1f} 110 {side * (f.waist + 7):.1f} {f.torso * 0.7:.1f} "
               f"C{side * (f.waist + 8):.1f} {f.torso * 0.85:.1f} {side * h:.1f} {f.torso:.1f} {side * h:.1f} {end:.1f} L{side * 15} {end + 4:.1f} C{side * 20} {f.torso * 0.7:.1f} {side * 24} 70 {side * 16} {-4 + drop * 0.4:.1f} Z", shade)  # fmt: skip
        d.path(
            f"M{side * 16} {-4 + drop * 0.4:.1f} C{side * 24} 70 {side * 20} {f.torso * 0.7:.1f} {side * 15} {end:.1f}",
            stroke=darker(c, 0.34),
            width=2.2,
            opacity=0.7,
        )
        if over.cut in ("coat", "jacket"):
            d.shape(
                [
                    (side * 15, -8 + drop * 0.4),
                    (side * 36, 12 + drop),
                    (side * 34, 44),
                    (side * 44, 52),
                    (side * 21, 92),
                ],
                lighter(c, 0.12),
                stroke=darker(c, 0.3),
                width=1.6,
            )
        d.rect(side * (f.waist * 0.62) - 15, f.torso * 0.76, 30, 4, darker(c, 0.3), radius=2, opacity=0.7)
    for button in range(3):
        d.ellipse(-17, f.torso * 0.5 + button * 30, 3.2, 3.2, darker(c, 0.42))


_POSES = {
    "relaxed": (((-16, 82), (-8, 160)), ((16, 82), (8, 160))),
    "gesture": (((-18, 78), (-10, 156)), ((30, 66), (52, 4))),
    "raised": (((-36, 40), (-54, -34)), ((36, 40), (54, -34))),
    "despair": (((-42, 44), (6, -36)), ((42, 44), (-6, -36))),
    "reach": (((-20, 74), (14, 124)), ((20, 74), (-14, 124))),
    "hold": (((-16, 82), (-8, 160)), ((40, 68), (52, 12))),
}


def _in_hand(d: Drawing, look: Look, f: Frame, drop: float, pose: str, held: str) -> None:
    """The thing at the right hand, and the fingers round it."""
    k = f.torso / 188
    x, y = f.shoulder - 13 + _POSES[pose][1][1][0] * k, 34 + drop + _POSES[pose][1][1][1] * k
    HELD[held](d, x, y)
    d.ellipse(x, y - 4, 13, 12, d.round(lighter(look.skin, 0.2), look.skin, darker(look.skin, 0.2)))


def _arms(d: Drawing, look: Look, f: Frame, drop: float, garment: Garment | None, pose: str, *, front: bool) -> None:
    """Arms at rest hang behind the torso's edge; lifted or folded ones lie before it."""
    colour = garment.colour if garment else look.skin
    k = f.torso / 188
    bare = bool(garment and garment.cut == "tee")
    for side, joints in zip((-1, 1), _POSES[pose], strict=True):
        lifted = abs(joints[1][0]) > 30 or pose in ("despair", "reach")
        if lifted != front:
            continue
        x, y = side * (f.shoulder - 13), 34 + drop
        points = [(x, y), (x + joints[0][0] * k, y + joints[0][1] * k), (x + joints[1][0] * k, y + joints[1][1] * k)]
        thick = (31 if look.age != "child" else 24) * (0.86 if look.feminine else 1.0)
        tone = darker(colour, 0.13 if side < 0 else 0.06)
        hand = points[2]
        d.ellipse(
            hand[0] + side * 1,
            hand[1] + (13 if not lifted or pose == "reach" else -11),
            11.5,
            14,
            d.round(lighter(look.skin, 0.2), look.skin, darker(look.skin, 0.2)),
        )
        if bare:
            d.line(points, look.skin, thick * 0.72)
            d.line([points[0], ((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2)], tone, thick)
        else:
            d.line(points, tone, thick)
            d.line([(px - side * thick * 0.18, py) for px, py in points], lighter(tone, 0.16), thick * 0.3, opacity=0.5)
            d.line(
                [(hand[0] - thick * 0.36, hand[1]), (hand[0] + thick * 0.36, hand[1])],
                darker(tone, 0.3),
                3,
                opacity=0.6,
            )


def _legs(d: Drawing, look: Look, f: Frame) -> None:
    legs = look.worn("legs")
    colour = legs.colour if legs else "#434A5C"
    shoes = look.worn("feet")
    skirt = legs is not None and legs.cut == "skirt"
    bare = skirt or (legs is not None and legs.cut == "shorts") or look.worn("dress") is not None
    for side in (-1, 1):
        hip, foot = side * f.hip * 0.52, side * f.hip * 0.46
        tone = look.skin if bare else colour
        thick = f.hip * 0.86
        d.path(f"M{hip - thick / 2:.1f} {f.torso - 14:.1f} L{foot - thick * 0.34:.1f} {f.foot - 12:.1f} L{foot + thick * 0.34:.1f} {f.foot - 12:.1f} L{hip + thick / 2:.1f} {f.torso - 14:.1f} Z",
               d.across(lighter(tone, 0.08), tone, darker(tone, 0.3)))  # fmt: skip
        d.line([(foot, f.foot * 0.78), (foot, f.foot - 20)], darker(tone, 0.3), 2, opacity=0.35)
        shoe = shoes.colour if shoes else "#3A2E2A"
        d.path(
            f"M{foot - 19} {f.foot - 15} Q{foot + side * 6} {f.foot - 24} {foot + 19} {f.foot - 15} Q{foot + 27} {f.foot + 7} {foot + 20} {f.foot + 8} L{foot - 20} {f.foot + 8} Q{foot - 27} {f.foot + 7} {foot - 19} {f.foot - 15} Z",
            d.down(lighter(shoe, 0.2), shoe),
        )
    if legs is not None and legs.cut in ("skirt", "shorts"):
        end = f.torso + (f.foot - f.torso) * (0.42 if skirt else 0.34)
        flare = 22 if skirt else 4
        d.path(
            f"M{-f.hip} {f.torso - 20} L{-f.hip - flare} {end} Q0 {end + 12} {f.hip + flare} {end} L{f.hip} {f.torso - 20} Z",
            d.down(colour, darker(colour, 0.2)),
        )


def _neckwear(d: Drawing, look: Look, drop: float) -> None:
    worn = look.worn("neck")
    if worn is None:
        return
    c, y = worn.colour, drop * 0.5
    if worn.cut == "tie":
        d.shape(
            [(-8, 10 + y), (8, 10 + y), (5, 24 + y), (13, 96), (0, 114), (-13, 96), (-5, 24 + y)],
            d.down(lighter(c, 0.1), c),
        )
        return
    d.path(
        f"M-33 {12 + y} C-30 {-18 + y} 30 {-18 + y} 33 {12 + y} C26 {36 + y} -26 {36 + y} -33 {12 + y} Z",
        d.down(lighter(c, 0.12), c, darker(c, 0.25)),
    )
    d.path(
        f"M-29 {8 + y} Q0 {26 + y} 29 {6 + y} M-26 {-2 + y} Q2 {12 + y} 27 {-4 + y}",
        stroke=darker(c, 0.36),
        width=2.4,
        opacity=0.7,
    )
    d.path(
        f"M-4 {26 + y} C10 {28 + y} 22 {30 + y} 24 {36 + y} L32 {112 + y} L6 {116 + y} Z", d.down(c, darker(c, 0.15))
    )
    for fringe in range(4):
        d.line([(9 + fringe * 7, 113 + y), (9 + fringe * 7, 122 + y)], darker(c, 0.2), 2)

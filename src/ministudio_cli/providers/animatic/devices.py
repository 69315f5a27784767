"""Machines and lit things. Each draws itself at (x, ground) in units at scale k, in its own colours; light comes later."""

from __future__ import annotations

import math

from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery


def screens(s: Scenery, x: float, y: float, k: float) -> None:
    """Floating windows of light, too many of them."""
    colour = s.mood.key if s.mood.name in ("screens", "alarm", "neon") else "#8FD8F0"
    for column, row, wide, tall in ((-1.05, -0.1, 150, 96), (0.05, -0.32, 240, 150), (1.15, -0.02, 170, 118),
                                    (-0.6, 0.62, 190, 112), (0.62, 0.66, 150, 90)):  # fmt: skip
        left = x + column * 190 * k - wide * k / 2 + s.chance.uniform(-14, 14)
        top = y - 480 * k + row * 190 * k + s.chance.uniform(-10, 10)
        turn = s.chance.uniform(-3.5, 3.5)
        tone = mix(colour, s.accent(), s.chance.uniform(0, 0.4))
        # Dark glass behind: light on a lit wall would be lost.
        s.base.rect(left - 4, top - 4, wide * k + 8, tall * k + 8, "#08101C", radius=9, turn=turn, opacity=0.88)
        s.shine.rect(left, top, wide * k, tall * k, s.shine.down(mix(tone, "#0A1830", 0.35), mix(tone, "#0A1830", 0.7)),
                     radius=7, opacity=0.85, turn=turn)  # fmt: skip
        s.shine.rect(left, top, wide * k, 13 * k, lighter(tone, 0.45), radius=5, opacity=0.9, turn=turn)
        s.shine.rect(left, top, wide * k, tall * k, "none", radius=7, stroke=lighter(tone, 0.3), width=2.4, turn=turn)
        for line in range(int(tall * k / 15) - 1):
            long = s.chance.uniform(0.25, 0.82) * wide * k
            s.shine.rect(left + 12, top + 22 + line * 15, long, 4.5, "#F4FDFF", radius=2, opacity=0.55, turn=turn)
        s.lamps.append(Lamp(x=left + wide * k / 2, y=top + tall * k / 2, reach=250 * k, colour=tone, strength=0.26))


def laptop(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.shape([(x - 92 * k, y), (x + 92 * k, y), (x + 112 * k, y + 20 * k), (x - 112 * k, y + 20 * k)], "#3A414C")
    s.base.rect(x - 92 * k, y - 118 * k, 184 * k, 120 * k, "#20262E", radius=8)
    tone = mix("#A4E4F4", s.accent(), 0.25)
    s.shine.rect(
        x - 84 * k, y - 110 * k, 168 * k, 104 * k, s.shine.down(lighter(tone, 0.4), tone), radius=4, opacity=0.9
    )
    s.lamps.append(Lamp(x=x, y=y - 60 * k, reach=240 * k, colour=tone, strength=0.5))


def cup(s: Scenery, x: float, y: float, k: float) -> None:
    tone = s.chance.choice(("#D8D2C4", "#C26A4A", "#4A7A8A"))
    s.base.ellipse(x + 20 * k, y - 16 * k, 13 * k, 11 * k, "none", stroke=darker(tone, 0.2), width=5 * k)
    s.base.rect(x - 18 * k, y - 36 * k, 36 * k, 38 * k, s.base.across(lighter(tone, 0.2), darker(tone, 0.3)), radius=6)
    s.base.ellipse(x, y - 36 * k, 18 * k, 5 * k, "#3A241A")


def bench(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 270 * k, y - 54 * k, 540 * k, 22 * k, "#B4BEC6", radius=5)
    s.base.rect(x - 250 * k, y - 34 * k, 500 * k, 150 * k, s.base.down("#56626E", "#333C46"), radius=5)
    for offset in (-150, 90):
        s.base.rect(x + (offset - 8) * k, y - 76 * k, 16 * k, 26 * k, "#39434F")
        s.base.rect(x + (offset - 88) * k, y - 182 * k, 176 * k, 112 * k, "#1A2028", radius=7)
        tone = lighter(s.mood.key, 0.2)
        s.shine.rect(x + (offset - 80) * k, y - 174 * k, 160 * k, 96 * k, s.shine.down(tone, darker(tone, 0.5)), radius=3,
                     opacity=0.75)  # fmt: skip
        points = [(x + (offset - 70 + 14 * i) * k, y - (120 + s.chance.uniform(-30, 30)) * k) for i in range(11)]
        s.shine.line(points, "#F4FFFF", 3, opacity=0.8)
        s.lamps.append(Lamp(x=x + offset * k, y=y - 120 * k, reach=230 * k, colour=tone, strength=0.4))
    for offset in (-230, 0, 215):
        cup(s, x + offset * k, y - 52 * k, k * 0.85)


def television(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 180 * k, y - 96 * k, 360 * k, 100 * k, "#6A4A34", radius=5)
    s.base.rect(x - 170 * k, y - 310 * k, 340 * k, 206 * k, "#16181E", radius=8)
    tone = mix("#7AB8E0", s.accent(), 0.3)
    s.shine.rect(
        x - 158 * k,
        y - 298 * k,
        316 * k,
        182 * k,
        s.shine.down(lighter(tone, 0.3), darker(tone, 0.3)),
        radius=4,
        opacity=0.8,
    )
    s.lamps.append(Lamp(x=x, y=y - 200 * k, reach=380 * k, colour=tone, strength=0.5))


def fridge(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 96 * k, y - 480 * k, 192 * k, 486 * k, s.base.across("#E4E8E8", "#B4BEC2"), radius=16)
    s.base.rect(x - 92 * k, y - 318 * k, 184 * k, 5 * k, "#8A969C")
    for top in (-430, -290):
        s.base.rect(x + 62 * k, y + top * k, 12 * k, 84 * k, "#8A969C", radius=6)


def stove(s: Scenery, x: float, y: float, k: float) -> None:
    """A range with pots that steam."""
    s.base.rect(x - 200 * k, y - 168 * k, 400 * k, 174 * k, s.base.across("#4A5058", "#2E343A"), radius=6)
    s.base.rect(x - 210 * k, y - 182 * k, 420 * k, 20 * k, "#8A9298", radius=4)
    for oven in (-186, 8):
        s.base.rect(x + oven * k, y - 118 * k, 178 * k, 96 * k, "#16181C", radius=8, stroke="#8A9298", width=3)
        s.shine.rect(x + (oven + 14) * k, y - 106 * k, 150 * k, 72 * k, "#FF9A4A", radius=6, opacity=0.35)
    for knob in range(6):
        s.base.ellipse(x + (-160 + knob * 64) * k, y - 142 * k, 9 * k, 9 * k, "#D8D2C4")
    for pot, tone in ((-120, "#B4643A"), (0, "#8A9096"), (124, "#C28A4A")):
        s.base.rect(
            x + (pot - 48) * k,
            y - 244 * k,
            96 * k,
            64 * k,
            s.base.across(lighter(tone, 0.35), tone, darker(tone, 0.4)),
            radius=8,
        )
        s.base.rect(x + (pot - 52) * k, y - 250 * k, 104 * k, 12 * k, lighter(tone, 0.15), radius=5)
        for puff in range(5):
            s.shine.ellipse(x + (pot + s.chance.uniform(-20, 20)) * k, y - (280 + puff * 40) * k, (20 + puff * 9) * k, (16 + puff * 6) * k,
                            s.shine.glow("#E8E4DC", 0.22))  # fmt: skip
    s.lamps.append(Lamp(x=x, y=y - 140 * k, reach=360 * k, colour="#FFB070", strength=0.5))


def telescope(s: Scenery, x: float, y: float, k: float) -> None:
    for lean in (-80, 0, 80):
        s.base.line([(x, y - 190 * k), (x + lean * k, y)], "#6A4A30", 12 * k)
    s.base.rect(x - 150 * k, y - 262 * k, 250 * k, 56 * k, s.base.down("#E0C078", "#8A6A2E"), radius=10, turn=-28)
    s.base.rect(x + 64 * k, y - 330 * k, 76 * k, 72 * k, s.base.down("#3A4450", "#1E242C"), radius=8, turn=-28)


def pipes(s: Scenery, x: float, y: float, k: float) -> None:
    for line, tone in enumerate(("#7A8894", "#B4643A", "#5A6672", "#8A969E")):
        top = y - (640 - line * 34) * k
        s.base.rect(x - 340 * k, top, 680 * k, 24 * k, s.base.down(lighter(tone, 0.3), tone, darker(tone, 0.45)))
        for joint in (-220, 20, 240):
            s.base.rect(x + joint * k, top - 5 * k, 26 * k, 34 * k, darker(tone, 0.2), radius=4)


def airlock(s: Scenery, x: float, y: float, k: float) -> None:
    """A heavy round door with a small window."""
    s.base.ellipse(x, y - 250 * k, 220 * k, 250 * k, s.base.round("#A8B4BE", "#6A7682", "#3A444E"))
    s.base.ellipse(x, y - 250 * k, 178 * k, 206 * k, s.base.round("#8A96A2", "#566270", "#2E3742"))
    s.base.rect(x - 5 * k, y - 456 * k, 10 * k, 412 * k, "#222A32")
    for turn in range(0, 360, 45):
        px, py = x + math.cos(math.radians(turn)) * 198 * k, y - 250 * k + math.sin(math.radians(turn)) * 228 * k
        s.base.ellipse(px, py, 12 * k, 12 * k, "#C8D0D6")
    s.shine.ellipse(x, y - 330 * k, 52 * k, 52 * k, s.shine.down("#0A1430", "#2A4A7A"))
    s.base.ellipse(x, y - 330 * k, 54 * k, 54 * k, "none", stroke="#C8D0D6", width=9 * k)
    s.shine.rect(x - 60 * k, y - 210 * k, 120 * k, 10 * k, "#FFB03A", radius=5)


def pod(s: Scenery, x: float, y: float, k: float) -> None:
    """A sleeper's pod, lit from within."""
    s.base.rect(x - 110 * k, y - 470 * k, 220 * k, 480 * k, s.base.across("#C8D2DA", "#7A8894"), radius=90)
    tone = lighter(s.mood.key, 0.3)
    s.shine.rect(
        x - 78 * k,
        y - 430 * k,
        156 * k,
        330 * k,
        s.shine.down(lighter(tone, 0.3), darker(tone, 0.5)),
        radius=70,
        opacity=0.7,
    )
    s.lamps.append(Lamp(x=x, y=y - 280 * k, reach=330 * k, colour=tone, strength=0.5))


def bridge(s: Scenery, x: float, y: float, k: float) -> None:
    """A ship's console with its displays."""
    s.base.shape([(x - 360 * k, y - 120 * k), (x + 360 * k, y - 120 * k), (x + 420 * k, y + 20 * k), (x - 420 * k, y + 20 * k)],
                 s.base.down("#6A7886", "#333D48"))  # fmt: skip
    for panel in range(6):
        left = x + (-330 + panel * 112) * k
        tone = s.chance.choice((lighter(s.mood.key, 0.2), "#7AE0B8", "#FFB86A", s.accent()))
        s.shine.rect(
            left,
            y - 104 * k,
            96 * k,
            52 * k,
            s.shine.down(lighter(tone, 0.2), darker(tone, 0.4)),
            radius=6,
            opacity=0.8,
        )
        for button in range(5):
            s.shine.rect(
                left + button * 19 * k,
                y - 34 * k,
                12 * k,
                9 * k,
                s.chance.choice(("#FF6A5A", "#FFE07A", tone)),
                radius=2,
            )
    s.lamps.append(Lamp(x=x, y=y - 80 * k, reach=520 * k, colour=lighter(s.mood.key, 0.2), strength=0.5))


def sickbed(s: Scenery, x: float, y: float, k: float) -> None:
    """A hospital bed with its monitor and drip."""
    s.base.ellipse(x, y + 10 * k, 270 * k, 20 * k, "#14100E", opacity=0.3)
    for wheel in (-200, 196):
        s.base.rect(x + wheel * k, y - 80 * k, 10 * k, 80 * k, "#8A969E")
        s.base.ellipse(x + (wheel + 5) * k, y, 13 * k, 13 * k, "#3A4248")
    s.base.rect(x - 236 * k, y - 112 * k, 470 * k, 44 * k, "#B8C4CA", radius=10)
    s.base.rect(x - 226 * k, y - 154 * k, 450 * k, 52 * k, s.base.down("#F4F8F8", "#C6D6DC"), radius=20)
    s.base.rect(
        x - 60 * k,
        y - 162 * k,
        286 * k,
        56 * k,
        s.base.down(lighter(s.accent(), 0.5), mix(s.accent(), "#8AB0BC", 0.5)),
        radius=18,
    )
    s.base.ellipse(x - 168 * k, y - 164 * k, 58 * k, 24 * k, "#FFFFFF")
    s.base.rect(x - 248 * k, y - 236 * k, 16 * k, 170 * k, "#9AA6AE", radius=6)
    s.base.rect(x + 268 * k, y - 430 * k, 7 * k, 436 * k, "#9AA6AE")
    s.base.rect(x + 246 * k, y - 430 * k, 46 * k, 66 * k, "#DCEAF0", radius=10)
    s.base.rect(x - 330 * k, y - 330 * k, 120 * k, 92 * k, "#2A323A", radius=8)
    s.base.rect(x - 274 * k, y - 240 * k, 9 * k, 246 * k, "#9AA6AE")
    s.shine.rect(x - 322 * k, y - 322 * k, 104 * k, 76 * k, "#0E3A34", radius=5)
    s.shine.line(
        [(x + (-316 + i * 12) * k, y - (284 + (26 if i % 4 == 2 else -6 if i % 4 == 3 else 0)) * k) for i in range(9)],
        "#6AF0B0",
        3,
    )
    s.lamps.append(Lamp(x=x - 270 * k, y=y - 284 * k, reach=220 * k, colour="#6AF0B0", strength=0.3))


def radio(s: Scenery, x: float, y: float, k: float) -> None:
    s.base.rect(x - 84 * k, y - 104 * k, 168 * k, 106 * k, s.base.across("#A8643A", "#6A3A22"), radius=16)
    s.base.ellipse(x - 36 * k, y - 52 * k, 34 * k, 34 * k, "#D8C49A")
    s.shine.rect(x + 12 * k, y - 84 * k, 56 * k, 26 * k, "#FFD890", radius=4, opacity=0.8)
    for knob in (24, 56):
        s.base.ellipse(x + knob * k, y - 32 * k, 11 * k, 11 * k, "#F0E2C0")


def greatlamp(s: Scenery, x: float, y: float, k: float) -> None:
    """The lamp of a lighthouse: a lens as tall as a man."""
    s.base.rect(x - 70 * k, y - 150 * k, 140 * k, 156 * k, s.base.across("#7A8894", "#3A444E"), radius=6)
    s.shine.ellipse(x, y - 330 * k, 330 * k, 330 * k, s.shine.glow("#FFE9A8", 0.8))
    for ring in range(7):
        wide = (118 - abs(ring - 3) * 20) * k
        s.base.ellipse(x, y - (190 + ring * 46) * k, wide, 26 * k, s.base.across("#CFE6EA", "#6A9AA8"))
        s.shine.ellipse(x, y - (190 + ring * 46) * k, wide * 0.8, 15 * k, "#FFF2C8", opacity=0.85)
    s.base.shape([(x - 80 * k, y - 500 * k), (x + 80 * k, y - 500 * k), (x, y - 560 * k)], "#8A6A2E")
    s.lamps.append(Lamp(x=x, y=y - 330 * k, reach=620 * k, colour="#FFE2A0", strength=0.9))

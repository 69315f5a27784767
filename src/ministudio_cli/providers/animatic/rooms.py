"""Interiors: walls, floor and windows in one-point perspective, with the things that belong there."""

from __future__ import annotations

from ministudio_cli.json_types import JsonObject
from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.land import foliage
from ministudio_cli.providers.animatic.props import furnish, named
from ministudio_cli.providers.animatic.scenery import NEAR, Lamp, Scenery, is_dark


def room(s: Scenery, kind: str, place: JsonObject) -> None:
    """A room of a kind from `words/places.yaml`, furnished with what the screenplay names, then with its own things."""
    wall = mix(place["wall"], s.accent(), 0.16)
    _shell(s, wall, place["floor"])
    _window(s, place["window"])
    furnish(s, place, ground=(s.floor, s.height))
    _ceiling_light(s)
    _close(s, kind)


def _close(s: Scenery, kind: str) -> None:
    """What the lens stands close to: the edge of something of the room's own."""
    w, h = s.width, s.height
    with s.on(NEAR):
        if "plant" in named(s) or kind in ("study", "living"):
            foliage(s, w * 1.01, h * 1.05, 1.5)
        elif kind in ("lab", "bridge"):
            s.base.rect(-40, h * 0.1, w * 0.085, h, "#141A22", radius=8)
        elif kind == "office":
            for sheet in range(12):
                s.base.rect(-20, h - sheet * 16, w * 0.1 + s.chance.uniform(-14, 14), 13, "#D8D4C8", radius=2)
        elif kind == "stage":
            s.base.path(f"M{w * 0.9} 0 Q{w * 0.95} {h * 0.5} {w * 0.91} {h} H{w} V0 Z", "#7A1E28")
        else:
            s.base.path(f"M0 {h * 0.42} Q{w * 0.06} {h * 0.46} {w * 0.055} {h} H0 Z", "#3A2A24")


def corridor(s: Scenery, place: JsonObject) -> None:
    """A passage that runs away from the lens."""
    wall = mix(place["wall"], s.accent(), 0.15)
    w, h = s.width, s.height
    cx, cy = w / 2, h * 0.45
    s.base.rect(0, 0, w, h, darker(wall, 0.5))
    steps = 9
    for step in range(steps):
        near, far = 1 / (1 + step * 0.55), 1 / (1 + (step + 1) * 0.55)
        tone = darker(wall, 0.1 + 0.08 * step)
        corners = [
            (cx + sx * w * 0.62 * k, cy + sy * h * 0.62 * k)
            for k in (near, far)
            for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        a, b, c, d, e, f, g, i = corners
        s.base.shape([a, d, i, e], s.base.across(tone, darker(tone, 0.2)))
        s.base.shape([b, c, g, f], s.base.across(darker(tone, 0.2), tone))
        s.base.shape(
            [d, c, g, i], s.base.down(darker(place["floor"], 0.05 * step), darker(place["floor"], 0.1 + 0.05 * step))
        )
        s.base.shape([a, b, f, e], darker(tone, 0.4))
        s.base.line([e, f, g, i, e], lighter(tone, 0.25), 6 * far, opacity=0.7)
        glow = lighter(s.mood.key, 0.3)
        for side in (-1, 1):
            x1, x2 = cx + side * w * 0.6 * near, cx + side * w * 0.6 * far
            s.shine.shape(
                [(x1, cy - 20 * near), (x2, cy - 20 * far), (x2, cy - 6 * far), (x1, cy - 6 * near)], glow, opacity=0.7
            )
        s.lamps.append(Lamp(x=cx, y=cy - h * 0.3 * far, reach=360 * near, colour=glow, strength=0.3))
    s.shine.ellipse(cx, cy, 60, 80, s.shine.glow(lighter(s.mood.key, 0.5)), opacity=0.9)
    s.floor = h * 0.74
    furnish(s, place, ground=(h * 0.7, h), scale=0.72)


def _shell(s: Scenery, wall: str, floor: str) -> None:
    w, h, line = s.width, s.height, s.floor
    s.base.rect(0, 0, w, line + 4, s.base.down(darker(wall, 0.28), wall))
    for index in range(int(w / 74) + 1):
        s.base.rect(index * 74 + s.chance.uniform(-3, 3), 0, 2, line, darker(wall, 0.25), opacity=0.16)
    s.base.rect(0, line, w, h - line, s.base.down(darker(floor, 0.42), lighter(floor, 0.04)))
    cx = w / 2
    for index in range(-16, 17):
        far, near = cx + index * w * 0.062, cx + index * w * 0.15
        s.base.line([(far, line), (near, h)], darker(floor, 0.55), 2.6, opacity=0.5)
    for step in range(1, 7):
        y = line + (h - line) * (step / 7) ** 1.7
        s.base.rect(0, y, w, 1.4 + step * 0.4, darker(floor, 0.5), opacity=0.35)
    s.base.rect(0, line - 24, w, 26, s.base.down(lighter(wall, 0.14), darker(wall, 0.35)))
    for side in (0, 1):
        edge, inner = (0.0, w * 0.075) if side == 0 else (w, w * 0.925)
        points = [(edge, 0.0), (inner, 0.0), (inner, line), (edge, line + (h - line) * 0.55)]
        s.base.shape(points, darker(wall, 0.5), opacity=0.75)


def _window(s: Scenery, style: str) -> None:
    if style == "none":
        return
    w, line = s.width, s.floor
    night = is_dark(s) or style == "stars"
    top, bottom = line * 0.1, line * 0.7
    spans = {"plain": ((0.42, 0.56),), "arched": ((0.4, 0.6),), "glass": ((0.08, 0.32), (0.36, 0.64), (0.68, 0.92)),
             "band": ((0.3, 0.7),), "stars": ((0.2, 0.8),)}[style]  # fmt: skip
    if style in ("band", "stars"):
        top, bottom = line * 0.12, line * (0.46 if style == "band" else 0.62)
    if style == "glass":
        top, bottom = line * 0.06, line * 0.86
    for left, right in spans:
        x, wide, tall = w * left, w * (right - left), bottom - top
        frame = "#4A3A2E" if style in ("plain", "arched") else "#5E6C76"
        arched = style == "arched"
        s.base.path(_opening(x - 14, top - 14, wide + 28, tall + 28, arched=arched), darker(frame, 0.2))
        s.base.path(_opening(x, top, wide, tall, arched=arched), "#000000")
        sky = ("#05060E", "#101A34") if style == "stars" else s.mood.sky
        s.shine.path(_opening(x, top, wide, tall, arched=arched), s.shine.down(*sky))
        _outside(s, x, top, wide, tall, night=night)
        for bar in (0.33, 0.66) if style != "plain" else (0.5,):
            s.base.rect(x + wide * bar - 4, top, 8, tall, frame)
        s.base.rect(x, top + tall * 0.42, wide, 8, frame)
        s.base.rect(x - 22, bottom + 6, wide + 44, 18, lighter(frame, 0.2), radius=4)
        reach = max(wide, tall)
        strength = 0.3 if night else 0.75
        s.lamps.append(Lamp(x=x + wide / 2, y=top + tall / 2, reach=reach * 1.5, colour=s.mood.key, strength=strength))
        if not night and s.mood.name != "fluorescent":
            _beams(s, x, top, wide)


def _opening(x: float, y: float, wide: float, tall: float, *, arched: bool) -> str:
    if not arched:
        return f"M{x} {y} H{x + wide} V{y + tall} H{x} Z"
    r = wide / 2
    return f"M{x} {y + tall} V{y + r} A{r} {r} 0 0 1 {x + wide} {y + r} V{y + tall} Z"


def _outside(s: Scenery, x: float, y: float, wide: float, tall: float, *, night: bool) -> None:
    if night:
        s.shine.ellipse(x + wide * 0.7, y + tall * 0.24, 22, 22, "#F2F0DA", opacity=0.95)
        for _ in range(14):
            s.shine.ellipse(
                x + s.chance.uniform(0.05, 0.95) * wide,
                y + s.chance.uniform(0.05, 0.7) * tall,
                1.8,
                1.8,
                "#FFFFFF",
                opacity=0.8,
            )
        return
    s.shine.ellipse(x + wide * 0.66, y + tall * 0.46, wide * 0.4, wide * 0.4, s.shine.glow(lighter(s.mood.key, 0.5)))
    for hill in range(3):
        ground = y + tall * (0.72 + hill * 0.09)
        points = [(x + wide * i / 6, ground - s.chance.uniform(0, 26)) for i in range(7)]
        tone = mix(s.mood.sky[1], darker(s.accent(), 0.4), 0.3 + 0.2 * hill)
        s.shine.shape([*points, (x + wide, y + tall), (x, y + tall)], tone, opacity=0.9)


def _beams(s: Scenery, x: float, top: float, wide: float) -> None:
    """Light that falls in through the window and lies on the floor."""
    lean = (s.width * 0.5 - x - wide / 2) * 0.3 + 170
    for pane in range(3):
        left, right = x + wide * (pane / 3 + 0.04), x + wide * (pane / 3 + 0.29)
        beam = s.shine.down(s.mood.key, darker(s.mood.key, 0.9))
        s.shine.shape(
            [(left, top + 30), (right, top + 30), (right + lean * 2.1, s.height), (left + lean * 1.6, s.height)],
            beam,
            opacity=0.13,
        )
    ground = (s.floor + s.height) / 2
    s.shine.shape([(x + lean, s.floor + 18), (x + wide + lean, s.floor + 18), (x + wide + lean * 1.9, ground + 60), (x + lean * 1.6, ground + 60)],
                  s.mood.key, opacity=0.15)  # fmt: skip


def _ceiling_light(s: Scenery) -> None:
    if s.mood.name == "fluorescent":
        for share in (0.22, 0.5, 0.78):
            s.shine.rect(s.width * share - 120, 10, 240, 16, "#F4FFFA", radius=8)
            s.lamps.append(Lamp(x=s.width * share, y=20, reach=620, colour="#EAF8F2", strength=0.5))
    if s.mood.name == "alarm":
        for share in (0.2, 0.8):
            s.shine.ellipse(s.width * share, 26, 60, 44, s.shine.glow("#FF3A2E"))
            s.shine.ellipse(s.width * share, 22, 18, 14, "#FFB0A0")
            s.lamps.append(Lamp(x=s.width * share, y=30, reach=720, colour="#FF3A30", strength=0.75))
    if s.mood.name == "golden":
        s.lamps.append(
            Lamp(
                x=s.width * 0.62,
                y=s.floor * 0.4,
                reach=s.width * 0.55,
                colour=s.mood.key,
                strength=0.54,
            )
        )

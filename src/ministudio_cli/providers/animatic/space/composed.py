"""A place put together from the blocks that its row names, or that its own words ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from ministudio_cli.errors import Defect
from ministudio_cli.json_types import JsonObject
from ministudio_cli.providers.animatic.colour import darker, lighter, mix
from ministudio_cli.providers.animatic.land import foliage, sky
from ministudio_cli.providers.animatic.scenery import NEAR, Lamp, Scenery, is_dark
from ministudio_cli.providers.animatic.space.audience import masts
from ministudio_cli.providers.animatic.space.backs import BACKS
from ministudio_cli.providers.animatic.space.grounds import GROUNDS, TONES
from ministudio_cli.providers.animatic.space.overheads import OVERHEADS
from ministudio_cli.providers.animatic.space.streets import torches
from ministudio_cli.providers.animatic.space.walls import WALLS
from ministudio_cli.providers.animatic.vocabulary import words_of

T = TypeVar("T")
NEAREST = 9.4
"""Metres to the nearest wall: the cast of a wide shot stands before it."""
DEPTH = {"inside": 12.0, "outside": 34.0}
"""Metres to what bounds a place, where its row does not say."""


def compose(s: Scenery, row: JsonObject) -> None:
    """Ground, bounds, overhead and air of a row with `ground`, and `wall` or `back`; things are set in afterwards."""
    inside = "wall" in row
    if not inside and not is_dark(s):
        # Under the open sky shadows are filled by it, whatever colour the sun has.
        s.mood = replace(s.mood, ambient=mix(s.mood.ambient, mix(s.mood.sky[1], "#B4BCC6", 0.6), 0.6))
    s.floor = s.lens.ground(max(NEAREST, float(row.get("depth", DEPTH["inside" if inside else "outside"]))))
    medium = str(row.get("air", "air"))
    if inside:
        _walls(s, row)
    elif medium == "water":
        _under_water(s)
    else:
        sky(s)
    if not inside:
        for name in str(row.get("back", "far")).split():
            _block(BACKS, name)(s, s.floor)
    name = _ground(s, str(row["ground"]), inside=inside)
    if name in ("snow", "ice") and not inside:
        s.mood = replace(s.mood, ambient=mix(s.mood.ambient, "#F4F8FC", 0.25 if is_dark(s) else 0.8))
    _block(GROUNDS, name)(s, s.floor, mix(str(row.get("floor", TONES[name])), s.accent(), 0.08))
    if inside and "interior" in row:
        _block(BACKS, str(row["interior"]))(s, s.floor)
    for overhead in overheads(s, row):
        _block(OVERHEADS, overhead)(s, s.floor, str(row.get("tone", "#8A8A8A")))
    if s.says("torch", "torches") and "castle" not in str(row.get("back", "")):
        torches(s, s.floor)
    if s.says("floodlight", "floodlights") and "stands" not in str(row.get("back", "")):
        masts(s, s.floor - s.height * 0.12)
    if inside and s.mood.name in ("golden", "candle", "afternoon"):
        s.lamps.append(Lamp(x=s.width * 0.6, y=s.floor * 0.45, reach=s.width * 0.5, colour=s.mood.key, strength=0.5))


def _block(blocks: Mapping[str, T], name: str) -> T:
    if name not in blocks:
        raise Defect(f"no block draws “{name}” of words/places.yaml", hint=f"one of {', '.join(sorted(blocks))}")
    return blocks[name]


def _ground(s: Scenery, name: str, *, inside: bool) -> str:
    """Snow lies on open ground where the words say so."""
    if (
        not inside
        and name in ("grass", "earth", "paving", "cobbles", "asphalt", "plain", "crops", "furrows", "pitch")
        and s.says("snow", "snowy", "snowfall", "blizzard")
    ):
        return "snow"
    return name


def overheads(s: Scenery, row: JsonObject) -> list[str]:
    """What is above: the row's own, and what the light's words add."""
    found = str(row.get("over", "")).split()
    words = s.says_light
    if words("aurora") or re.search(
        r"\b(?:northern|southern) lights?\b", f"{s.view.light} {s.view.weather}", re.IGNORECASE
    ):
        found.append("aurora")
    if words("shafts", "sunbeams", "beams", "rays", "god"):
        found.append("shafts")
    if words("spotlight", "spotlights", "spot", "follow-spot") and "spotlight" not in found:
        found.append("spotlight")
    hung = set(words_of(f"{s.view.light}, {s.view.place}, {s.view.architecture}"))
    # One that stands among the props hangs nowhere.
    if hung & {"lantern", "lanterns", "lampions"} and "wall" not in row and "lanterns" not in found:
        found.append("lanterns")
    return list(dict.fromkeys(found))


def _walls(s: Scenery, row: JsonObject) -> None:
    """A room as a box: a wall across, a wall on each side, windows where the row has them."""
    name, tone = str(row["wall"]), mix(str(row.get("tone", "#A89A88")), s.accent(), 0.12)
    draw = _block(WALLS, name)
    far = s.lens.depth(s.floor)
    half = min(float(row.get("half", 5.6)), s.lens.half(far) * 0.86)
    left, right = s.lens.at(-half, 0, far)[0], s.lens.at(half, 0, far)[0]
    s.base.rect(0, 0, s.width, s.floor + 4, darker(tone, 0.4))
    draw(s, left, 0, right - left, s.floor + 3, tone)
    middle, horizon = s.width / 2, s.lens.horizon
    for side, edge in ((-1, left), (1, right)):
        outer = 0.0 if side < 0 else s.width
        # What runs away from the lens leads to the middle of the horizon.
        grow = (outer - middle) / (edge - middle)
        shape = [(edge, 0.0), (outer, 0.0), (outer, horizon + (s.floor - horizon) * grow), (edge, s.floor + 3)]
        shades = (0.55, 0.3) if side < 0 else (0.3, 0.55)
        s.base.shape(shape, s.base.across(*(darker(tone, shade) for shade in shades)))
        for share in (0.3, 0.62, 0.96):
            y = s.floor * share
            s.base.line([(edge, y), (outer, horizon + (y - horizon) * grow)], darker(tone, 0.62), 3, opacity=0.5)
    _windows(s, row, left, right)


def _windows(s: Scenery, row: JsonObject, left: float, right: float) -> None:
    style = str(row.get("window", ""))
    if not style:
        return
    count = {"one": 1, "two": 2, "three": 3, "high": 4, "tall": 2, "port": 4, "wide": 1, "slit": 3}.get(style, 2)
    wide = {"wide": 0.62, "high": 0.13, "port": 0.09, "slit": 0.03, "tall": 0.12}.get(style, 0.17) * (right - left)
    top, tall = {
        "high": (0.12, 0.2),
        "tall": (0.16, 0.62),
        "wide": (0.18, 0.42),
        "port": (0.3, 0.0),
        "slit": (0.2, 0.4),
    }.get(style, (0.22, 0.42))
    frame = str(row.get("frame", "#5A4636"))
    night = is_dark(s) or row.get("air") == "space"
    colours = (
        ("#05060E", "#101A34")
        if row.get("air") == "space"
        else ("#0E4A6E", "#1E7A9A")
        if row.get("air") == "water"
        else s.mood.sky
    )
    for index in range(count):
        share = (index + 0.5) / count if count != 2 else (0.22, 0.78)[index]
        x = left + (right - left) * share - wide / 2
        y, high = s.floor * top, s.floor * tall
        if style == "port":
            r = wide / 2
            s.base.ellipse(x + r, y + r, r + 14, r + 14, s.base.round(lighter(frame, 0.4), frame, darker(frame, 0.4)))
            s.base.ellipse(x + r, y + r, r, r, "#000000")
            s.shine.ellipse(x + r, y + r, r, r, s.shine.down(*colours))
            continue
        s.base.rect(x - 14, y - 14, wide + 28, high + 28, darker(frame, 0.2), radius=4)
        s.base.rect(x, y, wide, high, "#000000")
        s.shine.rect(x, y, wide, high, s.shine.down(*colours))
        if night:
            for _ in range(10):
                s.shine.ellipse(
                    x + s.chance.random() * wide, y + s.chance.random() * high * 0.8, 1.8, 1.8, "#FFFFFF", opacity=0.8
                )
        else:
            for hill in range(2):
                level = y + high * (0.74 + 0.12 * hill)
                points = [(x + wide * step / 5, level - s.chance.uniform(0, 16)) for step in range(6)]
                s.shine.shape(
                    [*points, (x + wide, y + high), (x, y + high)],
                    mix(s.mood.sky[1], "#4A6A4A", 0.4 + 0.2 * hill),
                    opacity=0.9,
                )
        for bar in range(1, 4 if style == "wide" else 2):
            s.base.rect(x + wide * bar / (4 if style == "wide" else 2) - 4, y, 8, high, frame)
        s.base.rect(x, y + high * 0.45, wide, 7, frame)
        s.base.rect(x - 22, y + high + 8, wide + 44, 15, lighter(frame, 0.2), radius=3)
        s.lamps.append(
            Lamp(
                x=x + wide / 2,
                y=y + high / 2,
                reach=max(wide, high) * 1.9,
                colour=s.mood.key,
                strength=0.2 if night else 0.55,
            )
        )


def _under_water(s: Scenery) -> None:
    deep = is_dark(s) or s.says("deep", "abyss", "trench")
    top, low = ("#0A3A5E", "#04182E") if deep else ("#5AD0E0", "#1A6A92")
    s.base.rect(0, 0, s.width, s.height, "#000000")
    s.shine.rect(0, 0, s.width, s.height, s.shine.down(top, mix(top, low, 0.55), low), opacity=0.9)
    for index in range(7):
        x = s.width * (0.08 + index * 0.14) + s.chance.uniform(-40, 40)
        s.shine.shape(
            [(x, 0), (x + 46, 0), (x - 40 + index * 8, s.height * 0.8), (x - 150 + index * 8, s.height * 0.8)],
            s.shine.down("#CFF8F4", "#000000"),
            opacity=0.22 if not deep else 0.08,
        )
    for _ in range(40):
        x, y = s.chance.uniform(0, s.width), s.chance.uniform(0, s.height * 0.8)
        size = s.chance.uniform(2, 8)
        s.shine.ellipse(x, y, size, size, "none", stroke="#DFFAFA", width=1.6, opacity=0.6)
    s.lamps.append(Lamp(x=s.width / 2, y=0, reach=s.width * 0.8, colour="#9AE8F0", strength=0.5))


def close_by(s: Scenery, row: JsonObject) -> None:
    """What the lens stands close to."""
    kind = str(row.get("near", ""))
    w, h = s.width, s.height
    if not kind:
        return
    with s.on(NEAR):
        if kind == "leaves":
            foliage(s, -10, h * 1.02, 1.3)
            foliage(s, w + 10, h * 1.02, 1.3)
        elif kind == "pillar":
            s.base.rect(-30, 0, w * 0.075, h, s.base.across("#1E1A20", "#3A343C"))
        elif kind == "rocks":
            for edge in (0.0, w):
                s.base.shape(
                    [(edge, h * 0.6), (abs(edge - w * 0.07), h * 0.78), (abs(edge - w * 0.14), h), (edge, h)], "#241E22"
                )
        elif kind == "grain":
            for _ in range(90):
                x, tall = s.chance.uniform(0, w), s.chance.uniform(60, 150)
                s.base.line(
                    [(x, h + 10), (x + s.chance.uniform(-20, 20), h - tall)],
                    s.chance.choice(("#C8923A", "#A8742A", "#E0B05A")),
                    5,
                )

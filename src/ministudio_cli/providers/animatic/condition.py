"""Our own drawings as their words say they are: in a colour, lit, out or broken. What is drawn meanwhile is changed."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from ministudio_cli.providers.animatic.art.sprite import CRACKS
from ministudio_cli.providers.animatic.colour import mix, rgb, text
from ministudio_cli.providers.animatic.scenery import Lamp, Scenery
from ministudio_cli.providers.animatic.svg import Drawing, Mark
from ministudio_cli.providers.animatic.things import Thing
from ministudio_cli.reading.conditions import BROKEN, LIT, OUT

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_NEAR = 0.11
"""Of the circle of hues, how far from the leading one a colour is still of it."""
_VIVID = 0.22
"""Saturation from which a colour has a hue."""


@contextmanager
def as_it_is(s: Scenery, thing: Thing) -> Iterator[None]:
    """What is drawn meanwhile on the scenery's layer is the thing: afterwards it is in its colour and condition."""
    if not (thing.colour or thing.condition):
        yield
        return
    base, shine, lamps = s.base.mark(), s.shine.mark(), len(s.lamps)
    yield
    if thing.colour:
        areas = [*s.base.painted(base), *s.shine.painted(shine)]
        turned = _toward(thing.colour, areas)
        s.base.repaint(base, turned)
        s.shine.repaint(shine, turned)
        s.lamps[lamps:] = [replace(lamp, colour=mix(lamp.colour, thing.colour, 0.5)) for lamp in s.lamps[lamps:]]
    box = s.base.extent(base) or s.shine.extent(shine)
    if thing.condition == OUT:
        del s.lamps[lamps:]
        s.shine.move(shine, s.base, lambda colour: mix(mix(colour, "#808080", 0.45), "#15161C", 0.5))
    elif thing.condition == LIT and len(s.lamps) == lamps and box:
        shine_at(s, (box[0] + box[2]) / 2, box[1] + 0.3 * (box[3] - box[1]), box[3] - box[1])
    elif thing.condition == BROKEN and box:
        _crack(s.base, s.base.largest(base) or box)


def shine_at(s: Scenery, x: float, y: float, tall: float) -> None:
    """The light of something lit, `tall` units high, at a place in units."""
    s.shine.ellipse(x, y, tall * 0.7, tall * 0.7, s.shine.glow("#FFD08A", 0.55))
    s.lamps.append(Lamp(x=x, y=y, reach=2.4 * tall + 160, colour="#FFC97A", strength=0.6))


def as_drawn(drawing: Drawing, since: Mark, colour: str, condition: str) -> None:
    """What was drawn since in a colour and a condition, each “” for as it is: unlit things lose their glow."""
    if colour:
        drawing.repaint(since, _toward(colour, drawing.painted(since)))
    if condition == OUT:
        drawing.dim(since, lambda shade: mix(mix(shade, "#808080", 0.45), "#15161C", 0.3))
    if condition == BROKEN and (box := drawing.largest(since)):
        _crack(drawing, box)


def _crack(drawing: Drawing, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    width = max(2.0, 0.012 * min(right - left, bottom - top))
    for crack in CRACKS:
        points = [
            (left + min(max(x, 0.04), 0.96) * (right - left), top + min(max(y, 0.04), 0.96) * (bottom - top))
            for x, y in crack
        ]
        path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        drawing.path(path, stroke="#17141C", width=width, opacity=0.85)


def _toward(goal: str, areas: list[tuple[str, float]]) -> Callable[[str], str]:
    """A change of colours by which the leading hue of what is painted, by its area, becomes a goal; its light and dark
    stay as far apart. Where nothing has a hue, what is pale does.
    """
    hues = [0.0] * 24
    for colour, area in areas:
        hue, _, share = _hls(colour)
        if share >= _VIVID:
            hues[int(hue * 24) % 24] += area
    pale = sum(area for colour, area in areas if _hls(colour)[2] < _VIVID and _hls(colour)[1] > 0.42)
    vivid = max(hues) > 0.5 * pale
    lead = (hues.index(max(hues)) + 0.5) / 24

    def leads(colour: str) -> bool:
        hue, light, share = _hls(colour)
        if vivid:
            return share >= _VIVID * 0.7 and abs((hue - lead + 0.5) % 1 - 0.5) < _NEAR
        return share < _VIVID and light > 0.3

    of_it = sorted((_hls(colour)[1], area) for colour, area in areas if leads(colour))
    half, middle = sum(area for _, area in of_it) / 2, 0.5
    for light, area in of_it:
        half -= area
        middle = light
        if half <= 0:
            break
    hue, light, share = _hls(goal)
    light = min(light, 0.88)

    def turned(colour: str) -> str:
        if not leads(colour):
            return colour
        lightness = min(0.97, max(0.04, light + 0.8 * (_hls(colour)[1] - middle)))
        return text(colorsys.hls_to_rgb(hue, lightness, share))

    return turned


def _hls(colour: str) -> tuple[float, float, float]:
    """Hue, lightness and saturation, which a colour near black or white has little of."""
    hue, light, share = colorsys.rgb_to_hls(*rgb(colour))
    return hue, light, share * min(1.0, 4 * min(light, 1 - light))

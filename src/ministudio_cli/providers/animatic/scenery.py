"""A set in the making: what is drawn in its own colours, what shines, what stands near the lens, and the lamps."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.state import SetState
from ministudio_cli.providers.animatic.colour import mix
from ministudio_cli.providers.animatic.naming import indoors
from ministudio_cli.providers.animatic.space.lens import Lens
from ministudio_cli.providers.animatic.svg import Drawing
from ministudio_cli.providers.animatic.vocabulary import colour_in, family, first_row, match, matches, words_of
from ministudio_cli.reading.conditions import bare
from ministudio_cli.screenplay.model import Style

SHORT = 900.0
"""Units of the shorter side of every set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """A pool of light: its place and reach in units, its colour and strength."""

    x: float
    y: float
    reach: float
    colour: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """The light of a set: what shadows are filled with, what leads, and the sky outside."""

    name: str
    ambient: str
    key: str
    sky: tuple[str, str]
    strength: float
    glow: float


FAR, MIDDLE, NEAR = LAYERS = ("far", "middle", "near")
"""From the back: what fills the picture, what stands free in it, and what the lens is close to."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One depth of a set. What stands in it hides the light behind."""

    base: Drawing
    shine: Drawing


def blank(across: float, down: float) -> Layer:
    shine = Drawing(across, down)
    return Layer(Drawing(across, down, hides=shine), shine)


@dataclass(slots=True, kw_only=True)
class Scenery:
    """A plate in the making, `width` × `height` units; things are drawn on one of its layers."""

    width: float
    height: float
    mood: Mood
    view: SetState
    style: Style
    chance: random.Random
    layers: dict[str, Layer]
    layer: str = FAR
    """On which layer things are drawn now."""
    lamps: list[Lamp] = field(default_factory=list)
    floor: float = 0.0
    """Where the back wall, or the land, meets the ground: units from the top."""
    pixels: float = 1.0
    """Pixels a unit."""
    taken: int = 0
    """Standing places that are taken, the first ones first."""

    @property
    def base(self) -> Drawing:
        """What is seen by the light of the lamps, in its own colours."""
        return self.layers[self.layer].base

    @property
    def shine(self) -> Drawing:
        """What shines by itself."""
        return self.layers[self.layer].shine

    @contextmanager
    def on(self, layer: str) -> Iterator[None]:
        before, self.layer = self.layer, layer
        try:
            yield
        finally:
            self.layer = before

    @property
    def wide(self) -> bool:
        return self.width >= self.height

    @property
    def lens(self) -> Lens:
        return Lens(self.width, self.height)

    def words(self) -> str:
        """Everything that is said of the set, its weather too."""
        view = self.view
        return f"{view.place}, {view.architecture}, {', '.join(map(bare, view.props))}, {view.weather}"

    def says(self, *words: str) -> bool:
        return not set(words).isdisjoint(words_of(self.words()))

    def says_light(self, *words: str) -> bool:
        """Whether what is said of the light, the hour, the place or its weather has one of some words."""
        view = self.view
        return not set(words).isdisjoint(words_of(f"{view.light}, {view.time}, {view.weather}, {self.words()}"))

    def accent(self, index: int = 0, default: str = "#3A8A8A") -> str:
        """One of the film's own colours."""
        palette = self.style.palette
        return palette[index % len(palette)] if palette else default


def scenery(view: SetState, style: Style, seed: int, width: int, height: int) -> Scenery:
    """An empty scenery for a plate of width × height pixels."""
    scale = SHORT / min(width, height)
    across, down = width * scale, height * scale
    return Scenery(
        width=across,
        height=down,
        mood=mood_of(view, style),
        view=view,
        style=style,
        chance=random.Random(seed),  # noqa: S311 - drawing, not secrets
        layers={name: blank(across, down) for name in LAYERS},
        floor=down * (0.66 if across >= down else 0.7),
        pixels=1 / scale,
    )


_SMALL_HOURS = re.compile(r"\b(?:one|two|three|four|[1-4])(?::\d\d)?\s*(?:o'clock\s*)?(?:in the morning|a\.?m\.?)|\bsmall hours|\bdead of night|\bbefore dawn|\blate (?:at night|evening)|\bafter dark", re.IGNORECASE)  # fmt: skip


def said_time(time: str) -> str:
    """An hour's words; those of the small hours are the night's."""
    return _SMALL_HOURS.sub("night", time)


def mood_of(view: SetState, style: Style) -> Mood:
    """Light words lead, then the hour, then the place; the film's palette tints the shadows and the key."""
    time = said_time(view.time)
    lamp = match("lamps", view.light) if not matches("light", view.light) else ""
    name = lamp or first_row("light", (view.light, time, f"{view.place} {view.architecture}", style.light), "noon")
    hour = match("light", time, name)
    if name == "golden" and hour == "dawn" and "sun" in words_of(view.light):
        name = hour  # a low sun in the morning
    if name == "candle" and not indoors(view) and hour in ("night", "dusk", "dawn", "storm"):
        # Torches light what is near them, not a whole night.
        name = hour
    light: JsonObject = family("light")[name]
    sky: JsonObject = family("light").get(hour, light)
    key = mix(light["key"], colour_in(view.light, light["key"]), 0.3)
    ambient = light["ambient"]
    if style.palette:
        ambient = mix(ambient, style.palette[0], 0.14)
        key = mix(key, style.palette[-1], 0.1)
    return Mood(
        name=name,
        ambient=ambient,
        key=key,
        sky=(sky["sky"][0], sky["sky"][1]),
        strength=float(light["strength"]),
        glow=float(light["glow"]),
    )


_DARK = ("night", "screens", "alarm", "neon", "candle")


def is_dark(s: Scenery) -> bool:
    """Whether it is night outside, whatever lights the set."""
    return match("light", said_time(s.view.time), s.mood.name) in _DARK

"""A drawing in the making: shapes as SVG text, with gradients made where they are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Point = tuple[float, float]


Mark = tuple[int, int]
"""How many shapes and gradients there were."""
Box = tuple[float, float, float, float]

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_URL = re.compile(r"url\(#([a-z]+\d+)\)")
_HIDES = 'fill="#000000"'
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_ARC = re.compile(r"A(?:\s*-?[\d.]+[ ,]*){5}(-?[\d.]+ -?[\d.]+)")
_PAINT = re.compile(r' (fill|stroke)="(?!none)[^"]*"')


class Drawing:
    """Collects shapes on a canvas of `width` × `height` units.

    What is drawn here also stands before what `hides` has drawn so far: it is covered with black, which as light is
    nothing.
    """

    def __init__(
        self, width: float, height: float, *, left: float = 0, top: float = 0, hides: Drawing | None = None
    ) -> None:
        self.box = (left, top, width, height)
        self.hides = hides
        self._shapes: list[str] = []
        self._defs: list[str] = []

    def cut_below(self, y: float) -> Drawing:
        """The same drawing on a canvas that ends at `y`, where it does not end before."""
        left, top, width, height = self.box
        self.box = (left, top, width, max(1.0, min(height, y - top)))
        return self

    @property
    def empty(self) -> bool:
        return not self._shapes

    def add(self, shape: str, *, hidden: str = "") -> None:
        """A shape; `hidden` is what it covers of light where its own paint does not say."""
        self._shapes.append(shape)
        # A glow hides nothing.
        if self.hides is not None and not self.hides.empty and "url(#l" not in shape:
            self.hides.add(hidden or _PAINT.sub(r' \1="#000000"', shape))

    @contextmanager
    def within(self) -> Iterator[None]:
        """What is drawn meanwhile lies inside something that hides the light already."""
        before, self.hides = self.hides, None
        try:
            yield
        finally:
            self.hides = before

    def mark(self) -> Mark:
        """What is drawn so far, for what is drawn after it."""
        return len(self._shapes), len(self._defs)

    def painted(self, since: Mark) -> list[tuple[str, float]]:
        """The colours of what was drawn since, each with the area of the shape that has it, in square units."""
        found: list[tuple[str, float]] = []
        for shape in self._shapes[since[0] :]:
            box = _box_of(shape)
            colours = _HEX.findall(shape) or _HEX.findall("".join(self._defs_of(shape)))
            if box is not None and "url(#l" not in shape:
                area = (box[2] - box[0]) * (box[3] - box[1])
                found += [(colour, area / len(colours)) for colour in colours]
        return found

    def extent(self, since: Mark) -> Box | None:
        """The box of what was drawn since, glows apart: left, top, right and bottom; None where nothing was."""
        boxes = [box for shape in self._shapes[since[0] :] if "url(#l" not in shape and (box := _box_of(shape))]
        if not boxes:
            return None
        return (
            min(box[0] for box in boxes), min(box[1] for box in boxes),
            max(box[2] for box in boxes), max(box[3] for box in boxes),
        )  # fmt: skip

    def largest(self, since: Mark) -> Box | None:
        """The box of the largest shape with a surface of its own that was drawn since; None where nothing was."""
        boxes = [
            box for shape in self._shapes[since[0] :]
            if "url(#l" not in shape and "opacity" not in shape and 'fill="none"' not in shape
            and (box := _box_of(shape))
        ]  # fmt: skip
        return max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), default=None)

    def repaint(self, since: Mark, change: Callable[[str], str]) -> None:
        """Change each colour of what was drawn since."""
        for held, first in ((self._shapes, since[0]), (self._defs, since[1])):
            held[first:] = [_HEX.sub(lambda found: change(found[0]), part) for part in held[first:]]

    def dim(self, since: Mark, change: Callable[[str], str]) -> None:
        """Change each colour of what was drawn since, and take out what glows."""
        self._shapes[since[0] :] = [shape for shape in self._shapes[since[0] :] if "url(#l" not in shape]
        self.repaint(since, change)

    def move(self, since: Mark, other: Drawing, change: Callable[[str], str]) -> None:
        """Move what was drawn since to another drawing, each colour changed, without what glows; what only hides light
        stays.
        """
        moved, needed = self._shapes[since[0] :], self._defs[since[1] :]
        self._shapes[since[0] :] = [shape for shape in moved if _HIDES in shape]
        names: dict[str, str] = {}
        for text in needed:
            old = text.split('id="')[1].split('"')[0]
            names[old] = f"g{len(other._defs)}"
            renamed = text.replace(f'id="{old}"', f'id="{names[old]}"')
            other._defs.append(_HEX.sub(lambda found: change(found[0]), renamed))
        for shape in moved:
            if "url(#l" in shape or _HIDES in shape:
                continue
            fresh = _HEX.sub(lambda found: change(found[0]), shape)
            other.add(_URL.sub(lambda found: f"url(#{names.get(found[1], found[1])})", fresh))

    def _defs_of(self, shape: str) -> list[str]:
        return [text for name in _URL.findall(shape) for text in self._defs if f'id="{name}"' in text]

    def path(self, d: str, fill: str = "none", *, stroke: str = "", width: float = 0, opacity: float = 1) -> None:
        self.add(f'<path d="{d}" {_paint(fill, stroke, width, opacity)}/>')

    def rect(self, x: float, y: float, w: float, h: float, fill: str, *, radius: float = 0, opacity: float = 1,
             stroke: str = "", width: float = 0, turn: float = 0) -> None:  # fmt: skip
        spin = f' transform="rotate({turn:.2f} {x + w / 2:.1f} {y + h / 2:.1f})"' if turn else ""
        paint = _paint(fill, stroke, width, opacity)
        self.add(f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius:.1f}" {paint}{spin}/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, *, opacity: float = 1, stroke: str = "",
                width: float = 0, turn: float = 0) -> None:  # fmt: skip
        spin = f' transform="rotate({turn:.2f} {x:.1f} {y:.1f})"' if turn else ""
        paint = _paint(fill, stroke, width, opacity)
        self.add(f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" {paint}{spin}/>')

    def shape(
        self, points: Sequence[Point], fill: str, *, opacity: float = 1, stroke: str = "", width: float = 0
    ) -> None:
        self.path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) + " Z", fill, opacity=opacity,
                  stroke=stroke, width=width)  # fmt: skip

    def line(self, points: Sequence[Point], stroke: str, width: float, *, opacity: float = 1) -> None:
        """A soft line through points, round at its ends."""
        self.path(smooth(points), stroke=stroke, width=width, opacity=opacity)

    def blob(self, points: Sequence[Point], fill: str, *, opacity: float = 1) -> None:
        """A closed soft shape through points."""
        self.path(smooth([*points, points[0]], closed=True) + " Z", fill, opacity=opacity)

    def down(self, *stops: str) -> str:
        """A gradient from top to bottom, as a fill."""
        return self._gradient('x1="0" y1="0" x2="0" y2="1"', stops)

    def across(self, *stops: str) -> str:
        return self._gradient('x1="0" y1="0" x2="1" y2="0"', stops)

    def glow(self, colour: str, inner: float = 1.0) -> str:
        """Light that fades from the middle outward, as a fill."""
        key = f"l{len(self._defs)}"
        self._defs.append(
            f'<radialGradient id="{key}"><stop offset="0" stop-color="{colour}" stop-opacity="{inner}"/>'
            f'<stop offset="0.35" stop-color="{colour}" stop-opacity="{inner * 0.45:.3f}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        )
        return f"url(#{key})"

    def round(self, *stops: str) -> str:
        """A ball's shading, lit from the upper left, as a fill."""
        key = f"g{len(self._defs)}"
        steps = "".join(_stop(index, len(stops), stop) for index, stop in enumerate(stops))
        self._defs.append(f'<radialGradient id="{key}" cx="0.42" cy="0.36" r="0.72">{steps}</radialGradient>')
        return f"url(#{key})"

    def svg(self, box: tuple[float, float, float, float] | None = None) -> str:
        """The drawing as SVG text; of only a part of its canvas where a box in its units is given."""
        left, top, width, height = box or self.box
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}">'
        return f"{head}<defs>{''.join(self._defs)}</defs>{''.join(self._shapes)}</svg>"

    def _gradient(self, axis: str, stops: Sequence[str]) -> str:
        key = f"g{len(self._defs)}"
        steps = "".join(_stop(index, len(stops), stop) for index, stop in enumerate(stops))
        self._defs.append(f'<linearGradient id="{key}" {axis}>{steps}</linearGradient>')
        return f"url(#{key})"


def _box_of(shape: str) -> Box | None:
    """The box of a shape, as far as its numbers tell: of a path that of all its points."""
    value = {key: float(found) for key, found in re.findall(r' (x|y|width|height|cx|cy|rx|ry)="(-?[\d.]+)"', shape)}
    if "cx" in value:
        return (value["cx"] - value["rx"], value["cy"] - value["ry"],
                value["cx"] + value["rx"], value["cy"] + value["ry"])  # fmt: skip
    if "width" in value and "x" in value:
        return value["x"], value["y"], value["x"] + value["width"], value["y"] + value["height"]
    if shape.startswith("<path"):
        # Of an arc only its end is a point.
        data = _ARC.sub(r"L\1", shape.split(' d="')[1].split('"', maxsplit=1)[0])
        numbers = [float(part) for part in _NUMBERS.findall(data)]
        xs, ys = numbers[::2], numbers[1::2]
        if xs and ys:
            return min(xs), min(ys), max(xs), max(ys)
    return None


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """A Catmull-Rom curve through points, as path data."""
    count = len(points)
    d = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count - 1):
        before = points[i - 1] if i else (points[-2] if closed else points[0])
        after = points[i + 2] if i + 2 < count else (points[1] if closed else points[-1])
        (x1, y1), (x2, y2) = points[i], points[i + 1]
        a = (x1 + (x2 - before[0]) / 6, y1 + (y2 - before[1]) / 6)
        b = (x2 - (after[0] - x1) / 6, y2 - (after[1] - y1) / 6)
        d.append(f"C{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f} {x2:.1f} {y2:.1f}")
    return " ".join(d)


def _stop(index: int, count: int, stop: str) -> str:
    return f'<stop offset="{index / max(count - 1, 1):.3f}" stop-color="{stop}"/>'


def _paint(fill: str, stroke: str, width: float, opacity: float) -> str:
    # Opacity of a whole element costs a canvas of its own; of its paint it costs nothing.
    clear = f' fill-opacity="{opacity:.3f}"' if opacity < 1 and fill != "none" else ""
    paint = f'fill="{fill}"{clear}'
    if stroke:
        clear = f' stroke-opacity="{opacity:.3f}"' if opacity < 1 else ""
        paint += f' stroke="{stroke}" stroke-width="{width:.2f}" stroke-linecap="round" stroke-linejoin="round"{clear}'
    return paint

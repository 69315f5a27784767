"""What an action's words add to a shot: a graph that grows, a model that turns, papers that fly, rain, snow, motes.

Each is drawn as light over the frame, or as flat shapes, from the shot's seed and the time alone.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import cv2
import numpy as np

from ministudio_cli.providers.animatic.colour import rgb
from ministudio_cli.providers.animatic.paint import Picture
from ministudio_cli.providers.animatic.vocabulary import colour_in, matches, words_of

Effect = Callable[[Picture, float, float], None]
"""Draws into a BGR frame at `t` from 0 to 1 of the shot and at `now` seconds."""

_SHIFT = 4


def effects_for(action: str, weather: str, seed: int, accent: str) -> tuple[tuple[Effect, bool], ...]:
    """What to draw, each with whether it lies behind the cast."""
    said = set(words_of(action))
    tone = colour_in(action, accent)
    found: list[tuple[Effect, bool]] = []
    if said & {"graph", "network", "map", "constellation", "threads", "thread"}:
        found.append((_graph(seed, tone), True))
    if said & {"model", "molecule", "atom", "crystal"}:
        found.append((_model(tone), False))
    if (said & {"papers", "paper", "pages"}) and (said & {"fly", "whirl", "swirl", "drown", "fall", "drowns"}):
        found.append((_papers(seed), False))
    air = matches("air", weather)
    falling = {
        "rain": _rain,
        "snow": _snow,
        "embers": _embers,
        "confetti": _confetti,
        "dust": _motes,
        "fireflies": _motes,
    }
    found += [(falling[name](seed), False) for name in air if name in falling]
    return tuple(found)


def _bgr(colour: str) -> tuple[float, float, float]:
    red, green, blue = rgb(colour)
    return blue * 255, green * 255, red * 255


def _add_light(frame: Picture, light: Picture, left: int, top: int, blur: float) -> None:
    """Lay light over a region, with its glow."""
    lit = cv2.add(light, cv2.GaussianBlur(light, (0, 0), blur))
    region = frame[top : top + light.shape[0], left : left + light.shape[1]]
    # Light of a colour takes some of what is behind it away, or it would be white before a bright wall.
    dimmed = cv2.subtract(region, cv2.merge([cv2.convertScaleAbs(lit.max(axis=2), alpha=0.6)] * 3))
    region[:] = cv2.add(dimmed, lit)


def _point(x: float, y: float) -> tuple[int, int]:
    return round(x * (1 << _SHIFT)), round(y * (1 << _SHIFT))


def _graph(seed: int, tone: str) -> Effect:
    """Nodes that light up one after another, and threads that run between them."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    nodes = [(0.06 + 0.88 * (i + chance.uniform(-0.3, 0.3) + 0.5) / 11, chance.uniform(0.14, 0.62)) for i in range(11)]
    edges = [(i, i + 1) for i in range(10)] + [(i, i + 2) for i in range(0, 9, 2)]
    colour = _bgr(tone)

    def draw(frame: Picture, t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        light = np.zeros((int(rows * 0.7), columns, 3), np.uint8)
        thick = max(1, rows // 400)
        for number, (one, other) in enumerate(edges):
            grown = min(1.0, max(0.0, (t * 1.5 - number / len(edges)) * 4))
            if grown <= 0:
                continue
            (x1, y1), (x2, y2) = nodes[one], nodes[other]
            end = (x1 + (x2 - x1) * grown, y1 + (y2 - y1) * grown)
            ends = _point(x1 * columns, y1 * rows), _point(end[0] * columns, end[1] * rows)
            cv2.line(light, *ends, [0.75 * part for part in colour], thick, cv2.LINE_AA, _SHIFT)
            pulse = rows * (0.007 + 0.0015 * math.sin(3 * now + number))
            for x, y in ((x1, y1), end):
                cv2.circle(
                    light, _point(x * columns, y * rows), round(pulse * (1 << _SHIFT)), colour, -1, cv2.LINE_AA, _SHIFT
                )
        _add_light(frame, light, 0, 0, rows / 130)

    return draw


def _model(tone: str) -> Effect:
    """A wire model that turns slowly in the air beside the cast."""
    golden = (1 + math.sqrt(5)) / 2
    corners: list[tuple[float, float, float]] = [(s1, s2 * golden, 0.0) for s1 in (-1, 1) for s2 in (-1, 1)]
    corners += [(0.0, s1, s2 * golden) for s1 in (-1, 1) for s2 in (-1, 1)]
    corners += [(s2 * golden, 0.0, s1) for s1 in (-1, 1) for s2 in (-1, 1)]
    joined = [(i, j) for i in range(12) for j in range(i) if abs(math.dist(corners[i], corners[j]) - 2) < 0.01]
    colour = _bgr(tone)

    def draw(frame: Picture, t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        side = int(min(rows, columns) * 0.36)
        left, top = int(columns * 0.72 - side / 2), int(rows * 0.64 - side / 2)
        light = np.zeros((side, side, 3), np.uint8)
        shown = min(1.0, t * 5)
        turn, lean = 0.5 * now, 0.5
        seen = []
        for x, y, z in corners:
            across, deep = x * math.cos(turn) - z * math.sin(turn), x * math.sin(turn) + z * math.cos(turn)
            down, far = y * math.cos(lean) - deep * math.sin(lean), y * math.sin(lean) + deep * math.cos(lean)
            near = 5 / (5 + far)
            seen.append((side / 2 + across * near * side * 0.2, side / 2 + down * near * side * 0.2, near))
        for one, other in joined:
            depth = (seen[one][2] + seen[other][2]) / 2
            ends = _point(seen[one][0], seen[one][1]), _point(seen[other][0], seen[other][1])
            cv2.line(
                light,
                *ends,
                [part * shown * 0.7 * depth**2 for part in colour],
                max(1, side // 130),
                cv2.LINE_AA,
                _SHIFT,
            )
        for x, y, near in seen:
            reach = round(side * 0.016 * near * (1 << _SHIFT))
            cv2.circle(
                light,
                _point(x, y),
                reach,
                [min(255.0, part * 1.25 + 40) * shown for part in colour],
                -1,
                cv2.LINE_AA,
                _SHIFT,
            )
        _add_light(frame, light, left, top, side / 26)

    return draw


def _papers(seed: int) -> Effect:
    """Sheets that tumble through the air."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    sheets = [
        (chance.random(), chance.random(), chance.uniform(0.03, 0.09), chance.uniform(0, 6.3), chance.uniform(0.6, 1.5))
        for _ in range(16)
    ]

    def draw(frame: Picture, _t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        for x, y, speed, phase, spin in sheets:
            px = (x + speed * now * 0.8 + 0.02 * math.sin(1.7 * now + phase)) % 1.1 * columns
            py = (y + speed * now * 0.5 + 0.03 * math.sin(1.1 * now + phase)) % 1.1 * rows
            size = rows * 0.02 * (0.6 + speed * 12)
            turn, flip = spin * now + phase, 0.25 + 0.75 * abs(math.sin(spin * now * 0.9 + phase))
            corners = [(-1.0, -0.72 * flip), (1.0, -0.72 * flip), (1.0, 0.72 * flip), (-1.0, 0.72 * flip)]
            shape = [
                _point(
                    px + size * (a * math.cos(turn) - b * math.sin(turn)),
                    py + size * (a * math.sin(turn) + b * math.cos(turn)),
                )
                for a, b in corners
            ]
            tone = 150 + 70 * flip
            cv2.fillConvexPoly(frame, np.array(shape), [tone + 22, tone + 12, tone], cv2.LINE_AA, _SHIFT)

    return draw


def _falling(seed: int, count: int, speed: tuple[float, float], drift: float, mark: Callable[..., None]) -> Effect:
    """Many small things that fall (or rise, where speed is negative), nearer ones faster and larger."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    drops = [(chance.random(), chance.random(), chance.random(), chance.uniform(0, 6.3)) for _ in range(count)]

    def draw(frame: Picture, _t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        for x, y, near, phase in drops:
            fall = speed[0] + (speed[1] - speed[0]) * near
            px = (x + drift * fall * now + 0.012 * math.sin(1.3 * now + phase)) % 1.0 * columns
            py = (y + fall * now) % 1.0 * rows
            mark(frame, px, py, near, phase, now)

    return draw


def _rain(seed: int) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, _phase: float, _now: float) -> None:
        long = frame.shape[0] * (0.02 + 0.035 * near)
        tone = 130 + 70 * near
        cv2.line(
            frame, _point(x, y), _point(x - long * 0.12, y + long), [tone, tone - 8, tone - 22], 1, cv2.LINE_AA, _SHIFT
        )

    return _falling(seed, 260, (1.1, 2.0), -0.1, mark)


def _snow(seed: int) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, _phase: float, _now: float) -> None:
        reach = frame.shape[0] * (0.001 + 0.0032 * near)
        cv2.circle(frame, _point(x, y), round(reach * (1 << _SHIFT)), (250, 246, 240), -1, cv2.LINE_AA, _SHIFT)

    return _falling(seed, 220, (0.06, 0.17), 0.2, mark)


def _embers(seed: int) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, phase: float, now: float) -> None:
        glow = 0.55 + 0.45 * math.sin(5 * now + phase)
        reach = frame.shape[0] * (0.0012 + 0.002 * near)
        cv2.circle(
            frame,
            _point(x, y),
            round(reach * (1 << _SHIFT)),
            (60 * glow, 150 * glow, 255 * glow),
            -1,
            cv2.LINE_AA,
            _SHIFT,
        )

    return _falling(seed, 70, (-0.05, -0.16), 0.3, mark)


def _confetti(seed: int) -> Effect:
    tones = ((80, 80, 230), (80, 200, 240), (120, 200, 90), (220, 140, 70), (200, 110, 200))

    def mark(frame: Picture, x: float, y: float, near: float, phase: float, now: float) -> None:
        size = frame.shape[0] * (0.003 + 0.005 * near)
        turn = 3 * now + phase
        ends = (
            _point(x - size * math.cos(turn), y - size * math.sin(turn)),
            _point(x + size * math.cos(turn), y + size * math.sin(turn)),
        )
        cv2.line(frame, *ends, tones[int(phase * 10) % 5], max(1, int(size * 0.7)), cv2.LINE_AA, _SHIFT)

    return _falling(seed, 120, (0.12, 0.26), 0.1, mark)


def _motes(seed: int) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, phase: float, now: float) -> None:
        glow = max(0.0, math.sin(0.9 * now + phase))
        reach = frame.shape[0] * (0.0008 + 0.0018 * near)
        tone = (170 + 60 * glow, 215 + 35 * glow, 240 + 15 * glow)
        if glow > 0.25:
            cv2.circle(frame, _point(x, y), round(reach * (1 << _SHIFT)), tone, -1, cv2.LINE_AA, _SHIFT)

    return _falling(seed, 46, (0.006, 0.02), 0.6, mark)

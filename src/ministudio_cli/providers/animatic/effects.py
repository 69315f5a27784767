"""What an action's words add to a shot: a graph that grows, a model that turns, papers that fly, a ball that falls."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np

from ministudio_cli.providers.animatic.marks import SHIFT, Effect, add_light, bgr, point
from ministudio_cli.providers.animatic.paint import Picture
from ministudio_cli.providers.animatic.vocabulary import colour_in, words_of
from ministudio_cli.providers.animatic.weather import weather_for

_FALLS = {"falls", "fall", "drops", "drop", "bounces", "bounce", "dropped"}


def effects_for(action: str, weather: str, seed: int, accent: str) -> tuple[tuple[Effect, bool], ...]:
    """What to draw, each with whether it lies behind the cast."""
    named = set(words_of(action))
    tone = colour_in(action, accent)
    found: list[tuple[Effect, bool]] = []
    if named & {"graph", "network", "map", "constellation"}:
        found.append((_graph(seed, tone), True))
    if named & {"model", "molecule", "atom", "crystal"}:
        found.append((_model(tone), False))
    if (named & {"papers", "paper", "pages"}) and (named & {"fly", "whirl", "swirl", "drown", "fall", "drowns"}):
        found.append((_papers(seed), False))
    if named & {"ball", "apple", "stone", "coin", "marble", "orange"} and named & _FALLS:
        found.append((_ball(colour_in(action, "#D0453A")), False))
    if named & {"steam", "smoke", "steams", "smokes", "boils"}:
        found.append((_steam(seed), False))
    if named & {"explodes", "explosion", "flash", "flashes", "magic", "sparkles", "glows"}:
        found.append((_burst(seed, tone), True))
    return (*found, *weather_for(weather, seed))


def _graph(seed: int, tone: str) -> Effect:
    """Nodes that light up one after another, and threads that run between them."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    nodes = [(0.06 + 0.88 * (i + chance.uniform(-0.3, 0.3) + 0.5) / 11, chance.uniform(0.14, 0.62)) for i in range(11)]
    edges = [(i, i + 1) for i in range(10)] + [(i, i + 2) for i in range(0, 9, 2)]
    colour = bgr(tone)

    def draw(frame: Picture, t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        light = np.zeros((int(rows * 0.7), columns, 3), np.uint8)
        thick = max(1, rows // 400)
        for number, (edge, other) in enumerate(edges):
            grown = min(1.0, max(0.0, (t * 1.5 - number / len(edges)) * 4))
            if grown <= 0:
                continue
            (x1, y1), (x2, y2) = nodes[edge], nodes[other]
            end = (x1 + (x2 - x1) * grown, y1 + (y2 - y1) * grown)
            ends = point(x1 * columns, y1 * rows), point(end[0] * columns, end[1] * rows)
            cv2.line(light, *ends, [0.75 * part for part in colour], thick, cv2.LINE_AA, SHIFT)
            pulse = rows * (0.007 + 0.0015 * math.sin(3 * now + number))
            for x, y in ((x1, y1), end):
                cv2.circle(
                    light, point(x * columns, y * rows), round(pulse * (1 << SHIFT)), colour, -1, cv2.LINE_AA, SHIFT
                )
        add_light(frame, light, 0, 0, rows / 130)

    return draw


def _model(tone: str) -> Effect:
    """A wire model that turns slowly in the air beside the cast."""
    golden = (1 + math.sqrt(5)) / 2
    corners: list[tuple[float, float, float]] = [(s1, s2 * golden, 0.0) for s1 in (-1, 1) for s2 in (-1, 1)]
    corners += [(0.0, s1, s2 * golden) for s1 in (-1, 1) for s2 in (-1, 1)]
    corners += [(s2 * golden, 0.0, s1) for s1 in (-1, 1) for s2 in (-1, 1)]
    joined = [(i, j) for i in range(12) for j in range(i) if abs(math.dist(corners[i], corners[j]) - 2) < 0.01]
    colour = bgr(tone)

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
        for star, other in joined:
            depth = (seen[star][2] + seen[other][2]) / 2
            ends = point(seen[star][0], seen[star][1]), point(seen[other][0], seen[other][1])
            cv2.line(
                light,
                *ends,
                [part * shown * 0.7 * depth**2 for part in colour],
                max(1, side // 130),
                cv2.LINE_AA,
                SHIFT,
            )
        for x, y, near in seen:
            reach = round(side * 0.016 * near * (1 << SHIFT))
            cv2.circle(
                light,
                point(x, y),
                reach,
                [min(255.0, part * 1.25 + 40) * shown for part in colour],
                -1,
                cv2.LINE_AA,
                SHIFT,
            )
        add_light(frame, light, left, top, side / 26)

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
                point(
                    px + size * (a * math.cos(turn) - b * math.sin(turn)),
                    py + size * (a * math.sin(turn) + b * math.cos(turn)),
                )
                for a, b in corners
            ]
            tone = 150 + 70 * flip
            cv2.fillConvexPoly(frame, np.array(shape), [tone + 22, tone + 12, tone], cv2.LINE_AA, SHIFT)

    return draw


def _ball(tone: str) -> Effect:
    """A ball that falls, and bounces ever lower."""
    colour = bgr(tone)

    def height(now: float) -> float:
        """From 1, at the top, to 0, on the ground: each bounce keeps a little over a third."""
        since, drop = now - 0.5, 0.62
        if since < drop:
            return 1 - (max(0.0, since) / drop) ** 2
        since, peak = since - drop, 0.38
        while peak > 0.01:
            span = 2 * drop * math.sqrt(peak)
            if since < span:
                return 4 * peak * (since / span) * (1 - since / span)
            since, peak = since - span, peak * 0.38
        return 0.0

    def draw(frame: Picture, _t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        up, reach = height(now), rows * 0.028
        x, y = columns * 0.64, rows * (0.9 - 0.72 * up) - reach
        ground = (round(x), round(rows * 0.9))
        shade = frame.copy()
        cv2.ellipse(
            shade, ground, (int(reach * (1.2 - 0.5 * up)), int(reach * 0.22)), 0, 0, 360, (16, 10, 12), -1, cv2.LINE_AA
        )
        cv2.addWeighted(shade, 0.45 * (1 - 0.7 * up), frame, 1 - 0.45 * (1 - 0.7 * up), 0, dst=frame)
        for share, light in ((1.0, 0.62), (0.86, 0.85), (0.5, 1.0), (0.22, 1.3)):
            place = point(x - reach * (1 - share) * 0.42, y - reach * (1 - share) * 0.46)
            shown = [min(255.0, part * light + (46 if light > 1 else 0)) for part in colour]
            cv2.circle(frame, place, round(reach * share * (1 << SHIFT)), shown, -1, cv2.LINE_AA, SHIFT)

    return draw


def _steam(seed: int) -> Effect:
    """Soft puffs that rise and thin out."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    puffs = [
        (chance.uniform(0.24, 0.42), chance.random(), chance.uniform(0.7, 1.3), chance.uniform(0, 6.3))
        for _ in range(12)
    ]

    def draw(frame: Picture, _t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        small = np.zeros((rows // 8, columns // 8), np.uint8)
        for x, start, size, phase in puffs:
            age = (start + 0.22 * now) % 1.0
            place = point((x + 0.02 * math.sin(1.4 * now + phase)) * columns / 8, (0.74 - 0.42 * age) * rows / 8)
            reach = round(rows / 8 * 0.05 * size * (0.4 + age) * (1 << SHIFT))
            cv2.circle(small, place, reach, 96 * math.sin(math.pi * age), -1, cv2.LINE_AA, SHIFT)
        soft = cv2.resize(
            cv2.GaussianBlur(small, (0, 0), rows / 8 * 0.02), (columns, rows), interpolation=cv2.INTER_LINEAR
        )
        cv2.add(frame, cv2.cvtColor(soft, cv2.COLOR_GRAY2BGR), dst=frame)

    return draw


def _burst(seed: int, tone: str) -> Effect:
    """Sparks that fly out from behind the middle of the picture."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    sparks = [(chance.uniform(0, math.tau), chance.uniform(0.1, 0.55), chance.uniform(0, 1.0)) for _ in range(90)]
    colour = bgr(tone)

    def draw(frame: Picture, _t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        light = np.zeros((rows // 2, columns // 2, 3), np.uint8)
        for turn, reach, start in sparks:
            age = (now * 0.7 + start) % 1.0
            away = reach * (1 - (1 - age) ** 2) * rows / 2
            place = point(
                columns / 4 + math.cos(turn) * away * 1.3, rows * 0.22 + math.sin(turn) * away + 0.06 * rows * age * age
            )
            cv2.circle(
                light,
                place,
                round(rows * 0.0022 * (1 << SHIFT)),
                [part * (1 - age) for part in colour],
                -1,
                cv2.LINE_AA,
                SHIFT,
            )
        glow = cv2.add(light, cv2.GaussianBlur(light, (0, 0), rows / 130))
        cv2.add(frame, cv2.resize(glow, (columns, rows), interpolation=cv2.INTER_LINEAR), dst=frame)

    return draw

"""What is in the air: it falls, rises, drifts or flashes before the cast or behind it, from the seed and the time alone."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable

import cv2
import numpy as np

from ministudio_cli.planning.state import SetState
from ministudio_cli.providers.animatic.marks import SHIFT, Effect, point
from ministudio_cli.providers.animatic.paint import Picture, noise
from ministudio_cli.providers.animatic.vocabulary import match, matches

_NOT = re.compile(
    r"\b(?:after|before|without|no|not|about to|threat of|promise of|smell of)\s+(?:the\s+|any\s+|a\s+)?\w+",
    re.IGNORECASE,
)
"""“Thin clouds after rain” is dry."""
_OUTSIDE = ("rain", "snow", "lightning", "wind")


def air_of(view: SetState, *, inside: bool) -> str:
    """What is said of the air: indoors rain and snow fall behind the window."""
    words = _NOT.sub(" ", f"{view.weather}, {view.light}")
    return " ".join(word for word in words.split() if not inside or match("air", word) not in _OUTSIDE)


def weather_for(said: str, seed: int) -> list[tuple[Effect, bool]]:
    """What the words put into the air, each with whether it lies behind the cast."""
    named = matches("air", said)
    heavy = "storm" in said or "heavy" in said or "downpour" in said
    found: list[tuple[Effect, bool]] = []
    for name in named:
        if name == "rain":
            found += [(_rain(seed + 1, 130, far=True), True), (_rain(seed, 420 if heavy else 240, far=False), False)]
        elif name == "snow":
            found += [(_snow(seed + 1, 180, far=True), True), (_snow(seed, 120, far=False), False)]
        else:
            found.append((_AIR[name](seed), name in _BEHIND))
    return found


def falling(seed: int, count: int, speed: tuple[float, float], drift: float, mark: Callable[..., None]) -> Effect:
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


def _rain(seed: int, count: int, *, far: bool) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, _phase: float, _now: float) -> None:
        long = frame.shape[0] * (0.012 + 0.018 * near if far else 0.022 + 0.04 * near)
        tone = 100 + 40 * near if far else 140 + 65 * near
        cv2.line(
            frame, point(x, y), point(x - long * 0.12, y + long), [tone, tone - 8, tone - 22], 1, cv2.LINE_AA, SHIFT
        )

    return falling(seed, count, (0.8, 1.2) if far else (1.2, 2.1), -0.1, mark)


def _snow(seed: int, count: int, *, far: bool) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, _phase: float, _now: float) -> None:
        reach = frame.shape[0] * (0.0008 + 0.0014 * near if far else 0.0016 + 0.0036 * near)
        cv2.circle(frame, point(x, y), round(reach * (1 << SHIFT)), (250, 246, 240), -1, cv2.LINE_AA, SHIFT)

    return falling(seed, count, (0.05, 0.09) if far else (0.09, 0.2), 0.2, mark)


def _embers(seed: int) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, phase: float, now: float) -> None:
        glow = 0.55 + 0.45 * math.sin(5 * now + phase)
        reach = frame.shape[0] * (0.0012 + 0.002 * near)
        cv2.circle(
            frame,
            point(x, y),
            round(reach * (1 << SHIFT)),
            (60 * glow, 150 * glow, 255 * glow),
            -1,
            cv2.LINE_AA,
            SHIFT,
        )

    return falling(seed, 70, (-0.05, -0.16), 0.3, mark)


def _confetti(seed: int) -> Effect:
    tones = ((80, 80, 230), (80, 200, 240), (120, 200, 90), (220, 140, 70), (200, 110, 200))

    def mark(frame: Picture, x: float, y: float, near: float, phase: float, now: float) -> None:
        size = frame.shape[0] * (0.003 + 0.005 * near)
        turn = 3 * now + phase
        ends = (
            point(x - size * math.cos(turn), y - size * math.sin(turn)),
            point(x + size * math.cos(turn), y + size * math.sin(turn)),
        )
        cv2.line(frame, *ends, tones[int(phase * 10) % 5], max(1, int(size * 0.7)), cv2.LINE_AA, SHIFT)

    return falling(seed, 120, (0.12, 0.26), 0.1, mark)


def _motes(seed: int) -> Effect:
    def mark(frame: Picture, x: float, y: float, near: float, phase: float, now: float) -> None:
        glow = max(0.0, math.sin(0.9 * now + phase))
        reach = frame.shape[0] * (0.0008 + 0.0018 * near)
        tone = (170 + 60 * glow, 215 + 35 * glow, 240 + 15 * glow)
        if glow > 0.25:
            cv2.circle(frame, point(x, y), round(reach * (1 << SHIFT)), tone, -1, cv2.LINE_AA, SHIFT)

    return falling(seed, 46, (0.006, 0.02), 0.6, mark)


def _lightning(seed: int) -> Effect:
    """A bolt every few seconds, and the light of it on everything."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    times = [chance.uniform(0.5, 1.4)]
    while times[-1] < 600:
        times.append(times[-1] + chance.uniform(2.2, 4.6))

    def draw(frame: Picture, _t: float, now: float) -> None:
        struck = next((at for at in times if at <= now < at + 0.55), None)
        if struck is None:
            return
        since = now - struck
        light = math.exp(-since * 9) + 0.6 * math.exp(-(((since - 0.22) / 0.05) ** 2))
        if since < 0.3:
            _bolt(frame, random.Random(seed + round(struck * 1000)), min(1.0, light + 0.25))  # noqa: S311
        cv2.add(frame, (70 * light, 58 * light, 50 * light, 0), dst=frame)

    return draw


def _bolt(frame: Picture, chance: random.Random, strength: float) -> None:
    rows, columns = frame.shape[:2]
    x, y = columns * chance.uniform(0.15, 0.85), 0.0
    points = [(x, y)]
    while y < rows * 0.5:
        x, y = x + chance.uniform(-0.025, 0.025) * columns, y + chance.uniform(0.025, 0.06) * rows
        points.append((x, y))
    for wide, tone in ((rows // 90, 0.35), (max(1, rows // 300), 1.0)):
        light = [255 * tone * strength, 240 * tone * strength, 235 * tone * strength]
        line = np.array([point(*one) for one in points])
        cv2.polylines(frame, [line], False, light, max(1, wide), cv2.LINE_AA, SHIFT)


def _fog(seed: int) -> Effect:
    """Banks that drift across the lower half."""
    field = np.clip(noise(480, 120, seed, octaves=4, base=4) * 0.5 + 0.5, 0, 1)
    field *= np.sin(np.linspace(0.15, math.pi * 0.8, 120, dtype=np.float32))[:, None]
    twice = np.hstack([field, field[:, ::-1]])

    def draw(frame: Picture, _t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        top = rows * 4 // 10
        shift = 14.0 * now % twice.shape[1]
        warp = np.array([[1, 0, -shift], [0, 1, 0]], np.float32)
        seen = cv2.warpAffine(twice, warp, (240, 120), borderMode=cv2.BORDER_WRAP)
        cover = cv2.resize((seen * 150).astype(np.uint8), (columns, rows - top), interpolation=cv2.INTER_LINEAR)
        through = cv2.cvtColor(cv2.bitwise_not(cover), cv2.COLOR_GRAY2BGR)
        region = frame[top:]
        fog = cv2.merge([cv2.convertScaleAbs(cover, alpha=part) for part in (0.83, 0.8, 0.78)])
        cv2.add(cv2.multiply(region, through, scale=1 / 255), fog, dst=region)

    return draw


def _wind(seed: int) -> Effect:
    """Leaves that are carried across."""
    tones = ((60, 120, 190), (70, 150, 170), (60, 110, 110))
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    leaves = [(chance.random(), chance.random(), chance.uniform(0.5, 1.2), chance.uniform(0, 6.3)) for _ in range(34)]

    def draw(frame: Picture, _t: float, now: float) -> None:
        rows, columns = frame.shape[:2]
        for x, y, near, phase in leaves:
            px = (x + 0.42 * near * now) % 1.1 * columns
            py = (y + 0.05 * math.sin(2.1 * now + phase) + 0.03 * now) % 1.0 * rows
            turn, size = 4 * now * near + phase, rows * 0.008 * near
            ends = [
                (size * math.cos(turn), size * math.sin(turn)),
                (-size * 0.4 * math.sin(turn), size * 0.4 * math.cos(turn)),
            ]
            (ax, ay), (bx, by) = ends
            shape = [point(px + ax, py + ay), point(px + bx, py + by), point(px - ax, py - ay), point(px - bx, py - by)]
            cv2.fillConvexPoly(frame, np.array(shape), tones[int(phase * 10) % 3], cv2.LINE_AA, SHIFT)

    return draw


_AIR: dict[str, Callable[[int], Effect]] = {
    "embers": _embers, "confetti": _confetti, "dust": _motes, "fireflies": _motes, "lightning": _lightning, "fog": _fog,
    "wind": _wind,
}  # fmt: skip
_BEHIND = ("lightning", "fog")

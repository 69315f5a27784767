"""The camera: words to a path of exact, sub-pixel poses, one for each frame.

A pose is an offset in shares of the frame's width and height, a zoom (1 is the shot's own size) and a turn in degrees.
Every move is eased over the whole take, so that it starts and stops as a hand would.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from ministudio_cli.providers.animatic.vocabulary import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    turn: float = 0.0
    focus: float = 0.0
    """0: the cast is sharp; 1: what stands behind it is."""


STILL = Pose()


def path(words: str, frames: int, fps: float, seed: int) -> tuple[Pose, ...]:
    """The camera's pose in each of `frames` frames."""
    named = set(words_of(words))
    if frames < 1:
        return ()
    gentle = 0.6 if named & {"slow", "slowly", "gentle", "gently", "subtle"} else 1.0
    seconds = frames / fps
    reach = gentle * min(1.0, 0.45 + seconds / 12)
    shake = _shake(frames, fps, seed) if named & {"handheld", "jittery", "shaky"} else None
    strength = 1.6 if "jittery" in named or "shaky" in named else 1.0
    poses = []
    for number in range(frames):
        t = ease(number / max(frames - 1, 1))
        x, y, zoom, turn = _move(named, t, reach)
        if shake:
            sx, sy, st = shake[number]
            x, y, turn = x + sx * strength, y + sy * strength, turn + st * strength
        focus = 1 - ease(min(1.0, number / max(1, min(frames - 1, 1.6 * fps)))) if "focus" in named else 0.0
        poses.append(Pose(x=x, y=y, zoom=zoom, turn=turn, focus=focus))
    return tuple(poses)


def moves(words: str) -> bool:
    """Whether the camera moves at all."""
    return path(words, 2, 24, 0)[0] != path(words, 2, 24, 0)[1] or bool(
        {"handheld", "jittery", "shaky"} & set(words_of(words))
    )


def known(words: str) -> bool:
    """Whether a camera's words say something: a move, or that it stands still."""
    return moves(words) or bool({"static", "still", "locked", "fixed", "tripod", "focus"} & set(words_of(words)))


def angle_of(angle: str, camera: str) -> str:
    """The angle that is asked for, or that the camera's words name."""
    if angle and angle != "eye":
        return angle
    words = set(words_of(camera))
    if words & {"dutch", "canted"}:
        return "dutch"
    if words & {"overhead", "bird's-eye", "birds-eye", "top-down"} or {"bird", "eye"} <= words:
        return "top"
    # “Push to the top of a low wall” is a move: a view is called one.
    named = words & {"low", "high", "top"} if words & {"angle", "shot", "view"} else set()
    return min(named, default="eye")


def ease(t: float) -> float:
    """From 0 to 1 with rest at both ends."""
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, t)))


def _move(named: set[str], t: float, reach: float) -> tuple[float, float, float, float]:
    side = (2 * t - 1) * reach
    x = y = turn = 0.0
    zoom = 1.0
    if named & {"pan", "track", "dolly", "truck", "orbit", "whip", "tracking"}:
        span = 0.065 if "pan" in named else 0.055
        x = -side * span if "left" in named else side * span
        turn = side * 0.35 if "orbit" in named else 0.0
    if named & {"tilt", "crane", "pedestal", "boom"}:
        span = 0.055 if "tilt" in named else 0.07
        y = -side * span if "up" in named else side * span
        zoom = 1.0 + 0.05 * reach * (t if "down" in named else 1 - t) if "crane" in named else 1.0
    if named & {"push", "zoom", "forward"} and "out" not in named:
        zoom = 1.0 + 0.14 * reach * t
    if named & {"pull", "zoom", "back", "backward"} and (named & {"out", "back", "backward"}):
        zoom = 1.0 + 0.14 * reach * (1 - t)
    return x, y, zoom, turn


def _shake(frames: int, fps: float, seed: int) -> list[tuple[float, float, float]]:
    """A hand's sway: a few slow waves that never repeat together."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    waves = [
        [(chance.uniform(0.25, 0.5) * 2**k, chance.uniform(0, math.tau), 0.55**k) for k in range(4)] for _ in range(3)
    ]
    spans = (0.0055, 0.0045, 0.22)
    found = []
    for number in range(frames):
        now = number / fps
        x, y, turn = (
            span * sum(weight * math.sin(math.tau * rate * now + phase) for rate, phase, weight in wave)
            for wave, span in zip(waves, spans, strict=True)
        )
        found.append((x, y, turn))
    return found

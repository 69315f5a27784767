"""Steady footage that is not ours: photographs that ship in packages, filmed, spoilt, mended and held against the truth.

Sets and actor are photographs of scikit-image and scikit-learn (public domain and CC BY); one set has its true depth.
Run by `make bench-steady`, or by itself: `photographs.py --seeds 3 --only pan_hold_pan --keep FOLDER`.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.media.colour import bgr_of, ciede2000, lab_of  # noqa: E402
from ministudio_cli.media.ffmpeg import Encoder  # noqa: E402
from ministudio_cli.media.frames import decoded  # noqa: E402
from ministudio_cli.planning.state import CharacterState  # noqa: E402
from ministudio_cli.providers.given import given_figure  # noqa: E402
from ministudio_cli.providers.google.emulator.flaws import Flaws, Shown, flawed  # noqa: E402
from ministudio_cli.qc.finish import QUALITY  # noqa: E402
from tests.bench import drift  # noqa: E402

SIZE, FRAMES, FPS = (640, 360), 60, 24
PLATE = (960, 540)
SHOWN = 0.8
"""Share of the plate's width that a camera shows which stands in its middle."""
BOIL = Flaws(shimmer=5, exposure=0.05, colour=8)
"""A picture that boils to about 25 dB of what it should be."""
ACTOR = CharacterState(
    id="ann", name="Ann",
    identity=(("hair", "short brown"), ("skin", "fair"), ("wears", "orange space suit")), state=(),
)  # fmt: skip
Path_ = Callable[[float], tuple[float, float, float, float]]
"""(x, y, closeness, turn) of a camera at a share of the take: x and y in shares of the plate's width from its middle."""


def _folder(package: str, inside: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: make setup")
    return Path(spec.submodule_search_locations[0]) / inside


@cache
def photograph(name: str) -> Any:
    """A set's photograph (BGR), cut to the plate's shape."""
    place = _folder("sklearn", "datasets/images") if name in ("china", "flower") else _folder("skimage", "data")
    file = next(file for file in (place / f"{name}.jpg", place / f"{name}.png") if file.is_file())
    picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
    return _cut(picture, cv2.INTER_CUBIC)


def _cut(picture: Any, how: int) -> Any:
    rows, columns = picture.shape[:2]
    tall = round(columns * PLATE[1] / PLATE[0])
    if tall > rows:
        wide = round(rows * PLATE[0] / PLATE[1])
        picture = picture[:, (columns - wide) // 2 : (columns + wide) // 2]
    else:
        picture = picture[(rows - tall) // 2 : (rows + tall) // 2]
    return cv2.resize(picture, PLATE, interpolation=how)


@cache
def depth() -> Any:
    """The motorcycle's disparity, smooth and without holes, as a share of the plate's width."""
    with np.load(_folder("skimage", "data") / "motorcycle_disp.npz") as file:
        told = np.asarray(file["arr_0"], np.float32)
    holes = (~np.isfinite(told)).astype(np.uint8)
    told[holes > 0] = np.nanmedian(told[np.isfinite(told)])
    told = cv2.inpaint(np.clip(told * 2, 0, 255).astype(np.uint8), holes, 5, cv2.INPAINT_TELEA).astype(np.float32) / 2
    wide = _cut(cv2.medianBlur(told, 5), cv2.INTER_LINEAR)
    return cv2.GaussianBlur(wide, (0, 0), 3) / 741


@cache
def actor() -> tuple[Any, Any]:
    """The actor's photograph and her mask, 512 × 512."""
    return given_figure(_folder("skimage", "data") / "astronaut.png", 512, 512)


# Cameras


def still(_t: float) -> tuple[float, float, float, float]:
    return 0.0, 0.0, 1.0, 0.0


def ease(t: float) -> float:
    return float(3 * t**2 - 2 * t**3)


def within(t: float, first: float, last: float) -> float:
    return float(np.clip((t - first) / (last - first), 0, 1))


def pan(t: float) -> tuple[float, float, float, float]:
    return 0.16 * (ease(t) - 0.5), 0.0, 1.0, 0.0


def pan_hold_pan(t: float) -> tuple[float, float, float, float]:
    return 0.08 * (ease(within(t, 0, 0.3)) + ease(within(t, 0.7, 1)) - 1), 0.0, 1.0, 0.0


def push_hold(t: float) -> tuple[float, float, float, float]:
    return 0.0, 0.0, 1 + 0.22 * ease(within(t, 0.1, 0.55)), 0.0


def whip_inside(t: float) -> tuple[float, float, float, float]:
    return 0.15 * (ease(within(t, 0.45, 0.57)) - 0.5), 0.0, 1.0, 0.0


def whip_pan(t: float) -> tuple[float, float, float, float]:
    return 0.9 * ease(within(t, 0.4, 0.55)), 0.0, 1.0, 0.0


def push(t: float) -> tuple[float, float, float, float]:
    return 0.0, 0.0, 1 + 0.25 * t, 0.0


def zoom(t: float) -> tuple[float, float, float, float]:
    return 0.01 * t, 0.0, 1 + 0.5 * ease(t), 0.0


def handheld(t: float) -> tuple[float, float, float, float]:
    at = t * FRAMES / FPS
    x = 0.006 * np.sin(4.1 * at) + 0.003 * np.sin(11.3 * at + 1)
    y = 0.005 * np.sin(5.3 * at + 2) + 0.002 * np.sin(13.1 * at)
    return float(x), float(y), 1 + 0.004 * float(np.sin(2 * at)), 0.004 * float(np.sin(3.3 * at))


def shake(t: float) -> tuple[float, float, float, float]:
    at = within(t, 0.4, 1) * FRAMES * 0.6
    hit = float(np.exp(-at / 4)) if t >= 0.4 else 0.0
    return 0.012 * hit * float(np.cos(2.4 * at)), 0.014 * hit * float(np.sin(2.9 * at)), 1.0, 0.0


def breathing(t: float) -> tuple[float, float, float, float]:
    return 0.0, 0.0, 1 + 0.012 * float(np.sin(2 * np.pi * 1.5 * t)), 0.0


def dolly(t: float) -> tuple[float, float, float, float]:
    return 0.10 * (ease(t) - 0.5), 0.0, 1.0, 0.0


@dataclasses.dataclass(frozen=True)
class Case:
    """One kind of footage. `want`: mend (must become better), leave (must not become worse), refuse (its plate must not
    be laid), fault (must be told as wrong).
    """

    name: str
    place: str = "china"
    path: Path_ = still
    camera: str = "static"
    flaws: Flaws = BOIL
    want: str = "mend"
    travel: float = 0.0
    """Of a camera that moves sideways through a set with depth: shares of the width that the middle distance moves by."""
    height: float = 0.72
    """Of the actor, in shares of the frame's; 0 without her."""
    walks: float = 0.0
    blur: int = 0
    clothes: float = 0.0
    tint: float = 0.0
    """ΔE by which clothes, skin and hair drift together."""
    after: Callable[[Any, Any, float, Any], Any] | None = None
    """(frame, mask, share of the take, chance) to the frame, in the truth as well: what is meant."""
    spoils: Callable[[Any, Any, float, Any], Any] | None = None
    """The same in the footage alone: what is wrong."""
    stutter: float = 0.0
    """Share of the frames that repeat the one before."""
    other: str = ""
    """Another set's photograph as the plate."""
    moving_background: bool = False
    lighting_change: bool = False


def water(frame: Any, mask: Any, t: float, _chance: Any) -> Any:
    """The lower third moves as water does, behind the cast."""
    rows, columns = frame.shape[:2]
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    at = t * FRAMES / FPS
    moved = cv2.remap(
        frame, across + 3 * np.sin(down / 7 + 5 * at), down + 2.2 * np.sin(across / 23 - 6 * at), cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    share = np.clip((down - 0.62 * rows) / 12, 0, 1) * (1 - mask / 255.0)
    return np.clip(frame + (moved.astype(np.float32) - frame) * share[..., None], 0, 255).astype(np.uint8)


def night_falls(frame: Any, _mask: Any, t: float, _chance: Any) -> Any:
    return np.clip(frame * (np.array([1.0, 0.9, 0.75]) * (1 - 0.55 * ease(t)) + 0.0), 0, 255).astype(np.uint8)


def lamp(frame: Any, _mask: Any, t: float, _chance: Any) -> Any:
    """A lamp goes on at the left in the middle of the take."""
    rows, columns = frame.shape[:2]
    down, across = np.mgrid[0:rows, 0:columns]
    near = np.exp(-(((across - 0.2 * columns) / 130) ** 2) - ((down - 0.45 * rows) / 130) ** 2)[..., None]
    return np.clip(frame * (1 + 0.7 * within(t, 0.48, 0.52) * near * np.array([0.6, 0.9, 1.0])), 0, 255).astype(
        np.uint8
    )


def cloud(frame: Any, _mask: Any, t: float, _chance: Any) -> Any:
    across = np.arange(frame.shape[1])[None, :, None]
    return np.clip(
        frame * (1 - 0.3 * np.exp(-(((across - (1.6 * t - 0.3) * frame.shape[1]) / 120) ** 2))), 0, 255
    ).astype(np.uint8)


def focus(frame: Any, mask: Any, t: float, _chance: Any) -> Any:
    """Focus is pulled from the set to the cast: the set goes soft."""
    soft = cv2.GaussianBlur(frame, (0, 0), 0.3 + 3.2 * ease(t))
    share = (mask / 255.0)[..., None]
    return np.clip(frame * share + soft * (1 - share), 0, 255).astype(np.uint8)


def grain(frame: Any, _mask: Any, _t: float, chance: Any) -> Any:
    return np.clip(frame + chance.normal(0, 9, frame.shape[:2])[..., None], 0, 255).astype(np.uint8)


def dark(frame: Any, _mask: Any, _t: float, _chance: Any) -> Any:
    return np.clip(frame * np.array([0.5, 0.36, 0.3]), 0, 255).astype(np.uint8)


def night_grain(frame: Any, mask: Any, t: float, chance: Any) -> Any:
    return grain(dark(frame, mask, t, chance), mask, t, chance)


def rain(frame: Any, _mask: Any, _t: float, chance: Any) -> Any:
    out = frame.astype(np.float32)
    drops = np.zeros(frame.shape[:2], np.float32)
    for x, y in zip(chance.integers(0, frame.shape[1], 260), chance.integers(0, frame.shape[0], 260), strict=True):
        cv2.line(drops, (int(x), int(y)), (int(x) - 2, int(y) + 14), 60, 1, cv2.LINE_AA)
    return np.clip(out + drops[..., None], 0, 255).astype(np.uint8)


def crowd(frame: Any, mask: Any, t: float, _chance: Any) -> Any:
    """People pass far behind: dark shapes that sway through the middle of the picture."""
    out = frame.copy()
    rows, columns = frame.shape[:2]
    for at in range(9):
        x = int((0.08 + 0.11 * at + 0.05 * np.sin(2 * np.pi * (t + at / 5))) * columns)
        cv2.ellipse(out, (x, int(0.62 * rows)), (9, 26), 0, 0, 360, (60 + 9 * at, 50, 70 + 5 * at), -1, cv2.LINE_AA)
    share = (mask / 255.0)[..., None]
    return np.clip(frame * share + out * (1 - share), 0, 255).astype(np.uint8)


def car(frame: Any, mask: Any, t: float, _chance: Any) -> Any:
    out = frame.copy()
    rows, columns = frame.shape[:2]
    x = int((1.5 * t - 0.3) * columns)
    cv2.rectangle(out, (x, int(0.66 * rows)), (x + 120, int(0.78 * rows)), (40, 40, 150), -1)
    cv2.rectangle(out, (x + 24, int(0.58 * rows)), (x + 92, int(0.67 * rows)), (70, 60, 160), -1)
    share = (mask / 255.0)[..., None]
    return np.clip(frame * share + out * (1 - share), 0, 255).astype(np.uint8)


def bars(frame: Any, _mask: Any, _t: float, _chance: Any) -> Any:
    out = frame.copy()
    out[:38] = out[-38:] = 0
    return out


def watermark(frame: Any, _mask: Any, _t: float, _chance: Any) -> Any:
    out = frame.copy()
    cv2.putText(out, "GENERATED", (440, 330), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (255, 255, 255), 3, cv2.LINE_AA)
    return cv2.addWeighted(frame, 0.35, out, 0.65, 0)


def stretched(frame: Any, _mask: Any, t: float, _chance: Any) -> Any:
    rows, columns = frame.shape[:2]
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return cv2.remap(frame, (across - columns / 2) / (1 + 0.063 * t) + columns / 2, down, cv2.INTER_LINEAR)


def morph(frame: Any, mask: Any, t: float, _chance: Any) -> Any:
    """The face melts: its middle is pushed down and to the side by up to 26 pixels."""
    seen = cv2.boundingRect(mask)
    if not seen[2]:
        return frame
    x, y, reach = seen[0] + seen[2] / 2, seen[1] + 0.25 * seen[3], 0.16 * seen[3]
    rows, columns = frame.shape[:2]
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    near = np.exp(-(((across - x) ** 2 + (down - y) ** 2) / (2 * reach**2))).astype(np.float32)
    swing = 26 * float(np.sin(np.pi * t))
    return cv2.remap(frame, across - 0.5 * swing * near, down - swing * near, cv2.INTER_LINEAR)


def popping(frame: Any, _mask: Any, t: float, _chance: Any) -> Any:
    out = frame.copy()
    if 0.35 < t < 0.65:
        cv2.rectangle(out, (40, 60), (150, 190), (60, 150, 90), -1)
    return out


CASES = (
    Case("boil"), Case("boil_flower", "flower"), Case("boil_clothes", clothes=12), Case("boil_coffee", "coffee"),
    Case("boil_rocket", "rocket"), Case("boil_garage", "motorcycle_left"), Case("boil_empty", height=0),
    Case("close", height=1.5, want="leave"), Case("face_fills", "flower", height=2.6, want="leave"),
    Case("clean", flaws=Flaws(), want="leave"), Case("clean_pan", flaws=Flaws(), path=pan, camera="slow pan right", want="leave"),
    Case("clean_garage", "motorcycle_left", flaws=Flaws(), want="leave"),
    Case("pan", path=pan, camera="slow pan right"), Case("pan_garage", "motorcycle_left", path=pan, camera="slow pan right"),
    Case("pan_hold_pan", path=pan_hold_pan, camera="slow pan right"), Case("push", path=push, camera="slow push in"),
    Case("push_hold", path=push_hold, camera="slow push in"), Case("push_hold_coffee", "coffee", path=push_hold, camera="push in"),
    Case("whip_inside", path=whip_inside, camera="whip pan right"), Case("whip_pan", path=whip_pan, camera="whip pan right", want="leave"),
    Case("zoom", path=zoom, camera="zoom in"), Case("handheld", path=handheld, camera="handheld"),
    Case("shake", path=shake, camera="static", want="leave"), Case("breathing", path=breathing, want="leave"),
    Case("dolly", "motorcycle_left", path=dolly, camera="track right", travel=0.10, want="refuse"),
    Case("dolly_half", "motorcycle_left", path=dolly, camera="track right", travel=0.05, want="refuse"),
    Case("handheld_depth", "motorcycle_left", path=handheld, camera="handheld", travel=-1, want="refuse"),
    Case("walks", walks=0.4), Case("runs", "flower", walks=0.7, blur=17, want="leave"),
    Case("camouflage", "brick", want="leave"), Case("grain", after=grain), Case("night_grain", after=night_grain, want="leave"),
    Case("water_untold", "china", after=water, want="leave"), Case("water_told", after=water, want="leave", moving_background=True),
    Case("crowd_untold", after=crowd, want="leave"), Case("car_untold", after=car, want="leave"),
    Case("cloud_untold", after=cloud, want="leave"), Case("lamp_untold", after=lamp, want="leave"),
    Case("night_falls_untold", after=night_falls, want="leave"), Case("night_falls_told", after=night_falls, want="leave", lighting_change=True),
    Case("focus_untold", after=focus, want="leave"), Case("rain_untold", after=rain, want="leave"),
    Case("other_plate", other="coffee", want="fault"), Case("other_plate_2", "flower", other="rocket", want="fault"),
    Case("bars", spoils=bars, want="fault"), Case("watermark", spoils=watermark, want="fault"),
    Case("stretched", spoils=stretched, want="fault"), Case("morph", "flower", height=1.3, spoils=morph, want="fault"),
    Case("popping", spoils=popping, want="fault"), Case("tint", tint=10), Case("tint_rocket", "rocket", tint=8), Case("stutters", walks=0.4, stutter=0.25, want="fault"),
)  # fmt: skip
MOVES = (
    ("pan", pan, "slow pan right"),
    ("push", push, "slow push in"),
    ("zoom", zoom, "zoom in"),
    ("handheld", handheld, "handheld"),
)
ELSEWHERE = ("flower", "coffee", "rocket", "motorcycle_left")
CASES += (
    *(
        Case(f"{move}_{place}", place, path=path, camera=camera)
        for move, path, camera in MOVES
        for place in ELSEWHERE
        if (move, place) != ("pan", "motorcycle_left")
    ),
    Case("clothes_coffee", "coffee", clothes=12), Case("clothes_rocket", "rocket", clothes=9),
    Case("clothes_garage", "motorcycle_left", clothes=15), Case("walks_coffee", "coffee", walks=0.4),
    Case("walks_rocket", "rocket", walks=0.5), Case("walks_garage", "motorcycle_left", walks=0.3),
    Case("close_coffee", "coffee", height=1.5, want="leave"), Case("close_rocket", "rocket", height=1.9, want="leave"),
    Case("clean_push", "coffee", flaws=Flaws(), path=push, camera="slow push in", want="leave"),
    Case("clean_flower", "flower", flaws=Flaws(), want="leave"), Case("grain_coffee", "coffee", after=grain),
    Case("grain_pan", "flower", after=grain, path=pan, camera="slow pan right"), Case("lamp_coffee", "coffee", after=lamp, want="leave"),
    Case("cloud_rocket", "rocket", after=cloud, want="leave"), Case("car_garage", "motorcycle_left", after=car, want="leave"),
    Case("empty_pan", "coffee", height=0, path=pan, camera="slow pan right"),
)  # fmt: skip
"""The same and others on more sets: nothing was set while looking at these."""


def filmed(case: Case, seed: int) -> list[Shown]:
    """The take: what should have been filmed, what was, and the actor's mask at a quarter of the size."""
    picture, rolls = photograph(case.place), []
    behind = depth() if case.travel else None
    for number in range(FRAMES):
        t = number / (FRAMES - 1)
        chance = np.random.default_rng([seed, number, 3])
        clean = _seen(picture, case, t, behind)
        plain = clean.copy()
        mask = np.zeros(SIZE[::-1], np.uint8)
        dressed = None
        if case.height:
            plain, mask, dressed = _acted(clean, case, t)
        for step in (case.after,):
            if step:
                plain = step(plain, mask, t, chance)
                dressed = None if dressed is None else step(dressed, mask, t, np.random.default_rng([seed, number, 3]))
        small = cv2.resize(mask, (SIZE[0] // 4, SIZE[1] // 4), interpolation=cv2.INTER_AREA)
        one = flawed(plain, dressed, small, number, FRAMES, case.flaws, seed)
        seen = case.spoils(one.seen, mask, t, chance) if case.spoils else one.seen
        if rolls and np.random.default_rng([seed, number, 5]).random() < case.stutter:
            seen = rolls[-1].seen
        rolls.append(Shown(plain, np.ascontiguousarray(seen), small))
    return rolls


def _seen(picture: Any, case: Case, t: float, behind: Any) -> Any:
    """The set as a camera sees it at a share of the take."""
    x, y, close, turn = case.path(t)
    scale = PLATE[0] * SHOWN / close / SIZE[0]
    cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
    middle = np.array([PLATE[0] / 2 + x * PLATE[0], PLATE[1] / 2 + y * PLATE[0]])
    place = np.array([[cos, -sin, 0], [sin, cos, 0]], np.float64)
    place[:, 2] = middle - place[:, :2] @ (np.array(SIZE) / 2)
    if behind is None:
        return cv2.warpAffine(
            picture, place, SIZE, flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT
        )
    down, across = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    source = [place[row, 0] * across + place[row, 1] * down + place[row, 2] for row in (0, 1)]
    # What is near moves more: found by a fixed point, because depth is told of the plate.
    travel = case.travel if case.travel > 0 else 0.5
    mean = float(np.median(behind))
    shift = x * PLATE[0] * (1 if case.travel > 0 else 3)
    at = source[0].astype(np.float32)
    for _ in range(6):
        near = cv2.remap(behind, at, source[1].astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        at = (source[0] + shift * (near / mean - 1) * (travel / 0.10 if case.travel > 0 else 1)).astype(np.float32)
    return cv2.remap(picture, at, source[1].astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def _acted(frame: Any, case: Case, t: float) -> tuple[Any, Any, Any]:
    """The actor before a set: the frame, her mask, and the frame in other clothes where they are to drift."""
    picture, mask = actor()
    size = case.height * SIZE[1] / 512 * 1.15
    sway = 4 * np.sin(2 * np.pi * t) / 360 * SIZE[1]
    x = SIZE[0] * (0.5 + case.walks * (t - 0.5)) + sway
    # Near, her head stands at the top of the picture, and what is below goes out of it.
    head = float(np.flatnonzero(mask.max(axis=1))[0])
    y = (0.05 * SIZE[1] + (512 - head) * size) if case.height > 1 else float(SIZE[1])
    turn = 0.02 * np.sin(2 * np.pi * t + 1)
    cos, sin = size * np.cos(turn), size * np.sin(turn)
    place = np.array([[cos, -sin, x - cos * 256 + sin * 512], [sin, cos, y - sin * 256 - cos * 512]])
    lay = {"flags": cv2.INTER_AREA, "borderMode": cv2.BORDER_CONSTANT}
    laid, inside = cv2.warpAffine(picture, place, SIZE, **lay), cv2.warpAffine(mask, place, SIZE, **lay)
    if case.blur:
        kernel = np.ones((1, case.blur), np.float32) / case.blur
        laid, inside = cv2.filter2D(laid, -1, kernel), cv2.filter2D(inside, -1, kernel)
    share = (inside / 255.0)[..., None]
    done = np.clip(frame * (1 - share) + laid * share, 0, 255).astype(np.uint8)
    if not case.clothes and not case.tint:
        return done, inside, None
    dyed = _tinted(laid, case.tint) if case.tint else _dyed(laid, case.clothes)
    other = np.clip(frame * (1 - share) + dyed * share, 0, 255).astype(np.uint8)
    return done, inside, other


def worn(picture: Any) -> Any:
    """Where the orange suit is."""
    lab = lab_of(picture.reshape(-1, 3)).reshape(picture.shape)
    return (lab[..., 1] > 22) & (lab[..., 2] > 22)


def bare(picture: Any) -> Any:
    """Where her skin is."""
    lab = lab_of(picture.reshape(-1, 3)).reshape(picture.shape)
    reddish = (lab[..., 1] > 8) & (lab[..., 1] < 22) & (lab[..., 2] > 8) & (lab[..., 2] < 26)
    return (lab[..., 0] > 45) & reddish


def _dyed(picture: Any, away: float) -> Any:
    lab = lab_of(picture.reshape(-1, 3)).reshape(picture.shape)
    lab[worn(picture)] += np.array([-0.3, -0.5, -1.1]) * away
    return np.clip(bgr_of(lab.reshape(-1, 3)).reshape(picture.shape), 0, 255).astype(np.uint8)


def _tinted(picture: Any, away: float) -> Any:
    lab = lab_of(picture.reshape(-1, 3)) + np.array([-0.2, -0.4, -0.9]) * away
    return np.clip(bgr_of(lab).reshape(picture.shape), 0, 255).astype(np.uint8)


def run(case: Case, seed: int, keep: Path | None = None) -> dict[str, Any]:
    """One kind with one seed through the real inspection and finish: every figure against the truth."""
    cv2.setNumThreads(1)
    before = drift.SIZE, drift.FRAMES
    drift.SIZE, drift.FRAMES = SIZE, FRAMES
    try:
        return _run(case, seed, keep)
    finally:
        drift.SIZE, drift.FRAMES = before


def _run(case: Case, seed: int, keep: Path | None) -> dict[str, Any]:
    shown = filmed(case, seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        encoder = Encoder(folder / "clip-1.mp4", *SIZE, FPS, preset="veryfast", crf=12)
        for one in shown:
            encoder.write(np.ascontiguousarray(one.seen).data)
        encoder.close()
        plate = photograph(case.other or case.place)
        cast = (ACTOR,) if case.height else ()
        frames, _, facts = drift.finished(
            folder, plate, cast, case.camera, portraits=[actor()] if cast else [], light=case.lighting_change,
            moving=case.moving_background,
        )  # fmt: skip
        best = _as_a_film([each.clean for each in shown], folder)
    row = measured(shown, frames, facts, best)
    row |= {
        "case": case.name,
        "seed": seed,
        "want": case.want,
        "faults": [fact["words"] for fact in facts["judged"]["faults"]],
    }
    row |= {"locks": facts["locks"], "told": facts.get("after", {})}
    row["verdict"] = judged(case, row)
    if keep:
        strip(keep / f"{case.name}-{seed}.jpg", shown, facts["plain"], frames)
    return row


def _as_a_film(clean: list[Any], folder: Path) -> list[Any]:
    """What should have been filmed, as a film's own encoder leaves it: nothing finished can come nearer to it."""
    preset, crf = QUALITY[False]
    encoder = Encoder(folder / "best.mp4", *SIZE, FPS, preset=preset, crf=crf)
    for each in clean:
        encoder.write(np.ascontiguousarray(each).data)
    return [each.bgr(*SIZE) for each in decoded(encoder.close())]


def measured(  # noqa: C901 - one table
    shown: list[Shown], frames: list[Any], facts: dict[str, Any], best: list[Any]
) -> dict[str, Any]:
    """What came (as the same encoder leaves it), and what is finished, each against what should have been filmed;
    `set best` is what is left of that by the film's encoder alone.
    """
    rows: dict[str, list[float]] = {}
    before: tuple[Any, Any, Any, Any] | None = None
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    for at, (one, came, done) in enumerate(zip(shown, facts["plain"], frames, strict=True)):
        mask = cv2.resize(one.masks, SIZE, interpolation=cv2.INTER_LINEAR)
        behind = cv2.dilate(mask, np.ones((13, 13))) < 8
        inner, ring = cv2.erode(mask, np.ones((9, 9))) > 220, (cv2.dilate(mask, np.ones((9, 9))) > 100) & (mask < 250)
        errors = [each.astype(np.float32) - one.clean for each in (came, done)]
        for name, where in (("set", behind), ("cast", inner), ("edge", ring)):
            if where.sum() > 300:
                for when, error in zip(("before", "after"), errors, strict=True):
                    _add(rows, f"{name} {when}", float((error[where] ** 2).mean()))
        if before is not None:
            both = behind & before[2]
            for when, now, last in zip(("before", "after"), errors, before[:2], strict=True):
                _add(rows, f"flicker {when}", float(np.abs(now - last)[both].mean()))
        _add(rows, "set best", float(((best[at].astype(np.float32) - one.clean)[behind] ** 2).mean()))
        before = (*errors, behind, None)
        if at % 6 == 0:
            grey = cv2.cvtColor(one.clean, cv2.COLOR_BGR2GRAY)
            steep = (
                cv2.blur(cv2.Sobel(grey, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(grey, cv2.CV_32F, 0, 1) ** 2, (9, 9)) > 400
            )
            if (behind & steep).sum() > 300:
                for when, each in (("before", came), ("after", done)):
                    # Grain has a motion of its own: it is blurred away on both sides.
                    soft = [
                        cv2.GaussianBlur(two, (0, 0), 1.5) for two in (grey, cv2.cvtColor(each, cv2.COLOR_BGR2GRAY))
                    ]
                    moved = flow.calc(*soft, None)
                    _add(rows, f"moved {when}", float(np.percentile(np.linalg.norm(moved, axis=2)[behind & steep], 90)))
        hole = (np.abs(errors[1]).max(axis=2) > 45) & (np.abs(errors[0]).max(axis=2) < 30) & (mask > 200)
        _, _, told, _ = cv2.connectedComponentsWithStats(hole.astype(np.uint8))
        _add(rows, "holes", float(told[1:, cv2.CC_STAT_AREA].max(initial=0)))
        for part, where in (("suit", worn(one.clean) & inner), ("skin", bare(one.clean) & inner)):
            if where.sum() > 200:
                for when, each in (("before", came), ("after", done)):
                    colours = [np.median(lab_of(picture[where]), axis=0) for picture in (one.clean, each)]
                    _add(rows, f"{part} {when}", float(ciede2000(*colours)))
    found: dict[str, Any] = {}
    for key, values in rows.items():
        mean = statistics.fmean(values)
        if key.split()[0] in ("set", "cast", "edge"):
            found[key] = float(10 * np.log10(255**2 / max(mean, 0.05)))
        else:
            found[key] = (
                max(values) if key in ("holes", "suit before", "suit after", "skin before", "skin after") else mean
            )
    return found


def _add(rows: dict[str, list[float]], name: str, value: float) -> None:
    rows.setdefault(name, []).append(value)


def judged(case: Case, row: dict[str, Any]) -> str:
    """better, same, worse, broken, missed (wrong and not told), refused (told to be wrong although it is not)."""

    def change(name: str) -> float:
        return float(row.get(f"{name} after", 0.0)) - float(row.get(f"{name} before", 0.0))

    if case.want == "fault":
        return "told" if row["faults"] else "missed"
    # Footage that boils and cannot be held is rightly said to boil.
    if [words for words in row["faults"] if not (words.startswith("its set flickers") and case.want != "mend")]:
        return "refused"
    harm = [
        change("set") < -0.3, change("cast") < -0.5, change("edge") < -0.6, change("moved") > 0.4, change("suit") > 1.0,
        change("flicker") > 0.25,
    ]  # fmt: skip
    if row["holes"] > 400:
        return "broken"
    if any(harm):
        return "worse"
    laid = bool(row["locks"] and row["locks"][0]["done"])
    if case.want == "refuse" and laid:
        return "worse"
    return "better" if change("set") > 3 or (change("set") > 0.3 and case.want != "mend") else "same"


def strip(place: Path, shown: list[Shown], came: list[Any], frames: list[Any]) -> None:
    """Truth, what came and what is finished, at three moments."""
    rows = [np.hstack([shown[at].clean, came[at], frames[at]]) for at in (2, FRAMES // 2, FRAMES - 3)]
    place.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(place), cv2.resize(np.vstack(rows), None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA))


def line(row: dict[str, Any]) -> str:
    def pair(name: str, form: str = ".1f") -> str:
        return f"{row.get(f'{name} before', float('nan')):{form}}→{row.get(f'{name} after', float('nan')):{form}}"

    lock = (
        "plate"
        if row["locks"] and row["locks"][0]["done"]
        else next((x["lock"] for x in row["locks"] if x["done"]), "none")
    )
    why = f"off {row['told'].get('off')} " if row["told"].get("off") is not None else ""
    why += "; ".join(row["faults"])[:70] or (row["locks"][0]["why"] if row["locks"] else "")[:70]
    return (
        f"| {row['case']} {row['seed']} | {row['verdict']} | {lock} | {pair('set')} of {row['set best']:.1f} | {pair('flicker', '.2f')} | {pair('moved', '.2f')}"
        f" | {pair('cast')} | {pair('edge')} | {pair('suit')} | {pair('skin')} | {row['holes']:.0f} | {why} |"
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=1)
    asked.add_argument("--first", type=int, default=11)
    asked.add_argument("--only", nargs="*", default=[])
    asked.add_argument("--keep", type=Path)
    asked.add_argument("--workers", type=int, default=2)
    told = asked.parse_args()
    cases = [case for case in CASES if not told.only or case.name in told.only]
    jobs = [(case, seed, told.keep) for case in cases for seed in range(told.first, told.first + told.seeds)]
    print(
        "| clip | verdict | lock | set dB | flicker | moved px | cast dB | edge dB | suit ΔE | skin ΔE | hole px | why |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    counts: dict[str, int] = {}
    with ProcessPoolExecutor(told.workers) as pool:
        for row in pool.map(run, *zip(*jobs, strict=True)):
            counts[row["verdict"]] = counts.get(row["verdict"], 0) + 1
            print(line(row), flush=True)
    print(f"\n{len(jobs)} clips: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))


if __name__ == "__main__":
    main()

"""Sheets of what the animatic's figures do: every verb, size and angle; and strips to judge blind.

python tests/bench/acting.py FOLDER             the pictures of docs/directing.md
python tests/bench/acting.py FOLDER --blind 30  so many verbs in eight frames each, without their names, and key.txt
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.animatic import stage
from ministudio_cli.providers.animatic.figure.draw import draw_figure, view_of
from ministudio_cli.providers.animatic.figure.face import Face
from ministudio_cli.providers.animatic.figure.motion import Act, Performance, motions
from ministudio_cli.providers.animatic.figure.skeleton import measures_of
from ministudio_cli.providers.animatic.filming import draw_frames
from ministudio_cli.providers.animatic.look import feeling_named, look_of
from ministudio_cli.providers.animatic.sets import paint
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.screenplay.model import Format, Style

FPS = 12
_OBJECTS = {
    "pick_up": "a ball", "put_down": "a cup", "give": "a flower", "take": "a cup", "hold": "a lantern", "throw": "a ball",
    "catch": "the ball", "open": "the door", "close": "the door", "read": "a book", "drink": "a cup", "search": "",
    "carry": "a box", "push": "a crate", "pull": "a rope", "kick": "the ball", "aim": "a camera",
}  # fmt: skip
POSES = (
    "walk", "run", "sit", "kneel", "lie", "reach", "point", "wave", "cheer", "hug", "bow", "dance", "climb", "jump", "think",
    "weep",
)  # fmt: skip
_ALONG = {"walk", "run", "reach", "point", "hug", "climb"}
"""Poses that go away from the body: seen from in front they are hidden by it."""
VIEWS = (0, 45, 90, 180)
"""Degrees by which a standing figure is turned."""
_TWO = ("hug", "kiss", "shake_hands", "whisper", "give", "beckon")


def a_person(name: str, **identity: str) -> CharacterState:
    return CharacterState(id=name.lower(), name=name, identity=tuple(identity.items()), state=())


ANNA = a_person("Anna", hair="long auburn", eyes="green", wears="teal sweater, dark trousers", gender="woman")
TOM = a_person("Tom", hair="short black", skin="brown", wears="orange hoodie, blue jeans", gender="man")


def sentence(row: str) -> str:
    """An action with a motion's first verb."""
    verb = str(family("verbs")[row]["words"][0])
    first, _, rest = verb.partition(" ")
    words = " ".join(filter(None, (f"{first}s", rest, _OBJECTS.get(row, ""))))
    return f"Anna {words}" + (" Tom" if row in _TWO else "")


def frames_of(work: tuple[str, str, str, tuple[CharacterState, ...], int, tuple[int, int], float]) -> list[np.ndarray]:
    """So many frames of a shot of some seconds, evenly over it."""
    action, size, angle, figures, count, (width, height), seconds = work
    cv2.setNumThreads(1)
    view = SetState(place="a studio", architecture="", interior=True, light="noon", time="noon", weather="", props=())
    with tempfile.TemporaryDirectory() as folder:
        plate = paint(view, Style(), 7, round(width * 1.2), round(height * 1.2)).plate
        plain = cv2.addWeighted(plate, 0.12, np.full_like(plate, (206, 218, 224)), 0.88, 0)
        floor = round(0.7 * plain.shape[0])
        plain[floor:] = (plain[floor:] * 0.93).astype(np.uint8)
        cv2.imwrite(f"{folder}/plate.png", plain)
        context = TakeContext(
            folder=Path(folder), file=lambda _, name: Path(folder) / name, facts=lambda _: {}, progress=lambda *_: None
        )
        body = round(seconds * FPS)
        order = ShotTask(
            maker=ProviderRef(name="animatic"), prompt="", seed=5, size=size, angle=angle, camera="static", action=action,
            title="", figures=figures, view=view, style=Style(),
            format=Format(width=width, height=height, fps=Fraction(FPS)), head=0, body=body, tail=0, speech=(), plate="",
            portraits=(),
        )  # fmt: skip
        wanted = {round((body - 1) * (step + 0.5) / count) for step in range(count)}
        return [frame.copy() for at, (frame, _) in enumerate(draw_frames(order, context)) if at in wanted]


def pose_pictures(figure: CharacterState, unit: float) -> Iterator[tuple[str, np.ndarray]]:
    """A figure from four sides and in sixteen poses, `unit` pixels a unit: premultiplied BGRA, cut to what is seen."""
    look = look_of(figure)
    m, face = measures_of(look), Face(feeling=feeling_named("neutral"))
    shown = [("stand", side) for side in VIEWS] + [(pose, 55 if pose in _ALONG else 0) for pose in POSES]
    for pose, side in shown:
        rig = Performance(m, [Act(motion=motions()[pose], start=0.0, end=9.0)]).at(0.9).rig
        drawn = draw_figure(look, m, rig, face, view_of(rig, unit, turn=side))
        if drawn is not None:
            yield (pose if pose != "stand" or not side else f"{side} degrees"), drawn.picture


def poses(folder: Path) -> None:
    """The sheet of one character in sixteen poses, and from four sides before them."""
    cells = []
    for words, picture in pose_pictures(ANNA, 0.38):
        cell = np.full((250, 240, 3), (206, 218, 224), np.uint8)
        rows, columns = min(picture.shape[0], 220), min(picture.shape[1], 240)
        left, share = (240 - columns) // 2, picture[:rows, :columns, 3:] / 255
        place = cell[240 - rows : 240, left : left + columns]
        place[:] = np.clip(place * (1 - share) + picture[:rows, :columns, :3], 0, 255)
        cells.append(labelled(cell, words.replace("_", " ")))
    cv2.imwrite(str(folder / "poses.jpg"), tiled(cells, 5), [cv2.IMWRITE_JPEG_QUALITY, 84])


def labelled(picture: np.ndarray, words: str) -> np.ndarray:
    cv2.putText(picture, words, (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (70, 60, 60), 1, cv2.LINE_AA)
    return picture


def tiled(pictures: list[np.ndarray], across: int) -> np.ndarray:
    pictures = pictures + [np.full_like(pictures[0], 224)] * (-len(pictures) % across)
    return np.vstack([np.hstack(pictures[at : at + across]) for at in range(0, len(pictures), across)])


def blind(folder: Path, count: int, seed: int) -> None:
    chance = random.Random(seed)
    rows = chance.sample([row for row in family("verbs") if row not in ("stand", "hold", "show", "turn")], count)
    works = [
        (sentence(row), "full", "eye", (ANNA, TOM) if row in _TWO else (ANNA,), 8, (400, 300), 4.5) for row in rows
    ]
    with ProcessPoolExecutor() as pool:
        for number, found in enumerate(pool.map(frames_of, works), 1):
            cv2.imwrite(str(folder / f"{number:02d}.png"), tiled(found, 4))
    (folder / "key.txt").write_text(
        "".join(f"{number:02d} {row}: {sentence(row)}\n" for number, row in enumerate(rows, 1))
    )


def sheets(folder: Path) -> None:
    rows = list(family("verbs"))
    verbs = [
        (sentence(row), "full", "eye", (ANNA, TOM) if row in _TWO else (ANNA,), 2, (300, 225), 3.6) for row in rows
    ]
    both = (ANNA, TOM)
    sizes = [
        (
            "Anna explains",
            size,
            "eye",
            both if size in ("two-shot", "over-shoulder", "establishing") else (ANNA,),
            1,
            (400, 225),
            3.0,
        )
        for size in stage.SIZES
    ]
    angles = [
        ("Anna cheers", "full", angle, (dataclasses.replace(ANNA),), 1, (400, 225), 3.0) for angle in stage.ANGLES
    ]
    with ProcessPoolExecutor() as pool:
        drawn = [
            labelled(found[0 if motions()[row].gait else -1], row.replace("_", " "))
            for row, found in zip(rows, pool.map(frames_of, verbs), strict=True)
        ]
        cv2.imwrite(str(folder / "verbs.jpg"), tiled(drawn, 8), [cv2.IMWRITE_JPEG_QUALITY, 80])
        drawn = [labelled(found[-1], size) for size, found in zip(stage.SIZES, pool.map(frames_of, sizes), strict=True)]
        cv2.imwrite(str(folder / "sizes.jpg"), tiled(drawn, 4), [cv2.IMWRITE_JPEG_QUALITY, 82])
        drawn = [
            labelled(found[-1], angle) for angle, found in zip(stage.ANGLES, pool.map(frames_of, angles), strict=True)
        ]
        cv2.imwrite(str(folder / "angles.jpg"), tiled(drawn, 5), [cv2.IMWRITE_JPEG_QUALITY, 82])


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asks.add_argument("folder", type=Path)
    asks.add_argument("--blind", type=int, default=0)
    asks.add_argument("--seed", type=int, default=1)
    asked = asks.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.blind:
        blind(asked.folder, asked.blind, asked.seed)
    else:
        sheets(asked.folder)
        poses(asked.folder)


if __name__ == "__main__":
    main()

"""Sheets of what words are drawn as: every place, every look; and stills of unseen stories to judge blind.

python tests/bench/vocabulary.py FOLDER                     places.jpg and looks.jpg, the pictures of docs/
python tests/bench/vocabulary.py FOLDER --blind STORY.yaml…  three stills a shot, without a word of the story, and key.txt
python tests/bench/vocabulary.py FOLDER --nouns NOUNS.txt    how many nouns of a list (one a line) have a drawing, and nouns.jpg:
                                                             two hundred of them, as the art library has them
"""

from __future__ import annotations

import argparse
import collections
import random
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.planning.state import SetState  # noqa: E402
from ministudio_cli.providers.animatic.art.library import drawing  # noqa: E402
from ministudio_cli.providers.animatic.art.sprite import sprite  # noqa: E402
from ministudio_cli.providers.animatic.naming import named_place  # noqa: E402
from ministudio_cli.providers.animatic.rendering import rendering_of  # noqa: E402
from ministudio_cli.providers.animatic.sets import paint  # noqa: E402
from ministudio_cli.providers.animatic.things import things  # noqa: E402
from ministudio_cli.providers.animatic.vocabulary import family  # noqa: E402
from ministudio_cli.screenplay.model import Style  # noqa: E402
from tests.bench.sheets import stills  # noqa: E402

WIDE, TALL = 320, 180
SEEDS = 7


def a_place(name: str) -> np.ndarray[Any, Any]:
    """One row of `words/places.yaml`, drawn from its first word."""
    cv2.setNumThreads(1)
    row = family("places")[name]
    inside = row["draw"] in ("room", "corridor") or "wall" in row
    words = next(
        (word for word in row["words"] if named_place(_set(str(word), inside)).row == name), str(row["words"][0])
    )
    picture = cv2.resize(
        paint(_set(str(words), inside), Style(), SEEDS, 960, 540).plate, (WIDE, TALL), interpolation=cv2.INTER_AREA
    )
    cv2.putText(picture, words[:36], (7, TALL - 9), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(picture, words[:36], (7, TALL - 9), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1, cv2.LINE_AA)
    return np.asarray(picture)


def _set(place: str, inside: bool) -> SetState:
    return SetState(place=place, architecture="", interior=inside, light="", time="noon", weather="", props=())


def looks(folder: Path) -> np.ndarray[Any, Any]:
    """One shot in every look."""
    story = Path(tempfile.mkdtemp()) / "looks.yaml"
    tiles = []
    for name, words in family("looks").items():
        story.write_text(_LOOK.replace("LOOK", str(words[0])), "utf-8")
        assert rendering_of(Style(look=str(words[0]))).name == name
        work = tempfile.mkdtemp(dir=folder)
        picture = cv2.imread(str(stills((str(story), 0, work))[1]))
        picture = cv2.resize(picture, (WIDE * 3 // 2, TALL * 3 // 2), interpolation=cv2.INTER_AREA)
        cv2.putText(picture, str(words[0]), (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (0, 0, 0), 4, cv2.LINE_AA)
        cv2.putText(picture, str(words[0]), (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (255, 255, 255), 1, cv2.LINE_AA)
        tiles.append(picture)
    return np.vstack([np.hstack(tiles[row : row + 3]) for row in range(0, len(tiles), 3)])


_LOOK = """ministudio: 1
title: Looks
format: {aspect: "16:9", resolution: 720p, fps: 24}
seed: 12
style: {look: LOOK}
cast:
  ada: {identity: {age: woman of 30, hair: long red hair, wears: "green coat, brown boots"}}
  pip: {identity: {kind: sea turtle}}
sets:
  yard: {place: a harbour, time: afternoon, light: sun, props: [red telephone box, treasure chest, sailboat]}
scenes:
  - {id: s, set: yard, shots: [{id: a, size: wide, cast: {ada: {}, pip: {}}, action: Ada waves, duration: 3s}]}
"""


def blind(folder: Path, stories: list[str]) -> None:
    """Six stills of each story in a random order, and which is which in key.txt."""
    order = random.Random(SEEDS).sample(stories, len(stories))
    key = []
    for number, story in enumerate(order):
        with tempfile.TemporaryDirectory() as work:
            rows = [
                np.hstack([cv2.resize(cv2.imread(str(path)), (640, 360)) for path in stills((story, shot, work))])
                for shot in (0, 1)
            ]
        cv2.imwrite(str(folder / f"{number + 1:02d}.png"), np.vstack(rows))
        key.append(f"{number + 1:02d}\t{Path(story).name}")
    (folder / "key.txt").write_text("\n".join(key) + "\n", "utf-8")


def nouns(path: Path, folder: Path) -> None:
    """How a list of nouns is drawn, counted; and a sheet of two hundred of them, chosen by chance."""
    count: collections.Counter[str] = collections.Counter()
    drawings = []
    for noun in path.read_text("utf-8").split("\n"):
        if noun.strip():
            found = things(f"a {noun.strip()}")
            place = (
                named_place(_set(noun.strip(), True)).how != "none"
                or named_place(_set(noun.strip(), False)).how != "none"
            )
            drawn = found and found[0].drawn_as
            count[
                "place" if not drawn and place else found[0].how if drawn else "covered" if found else "left out"
            ] += 1
            if drawn and found[0].art:
                drawings.append((noun.strip(), found[0].art))
    print(dict(count))
    random.Random(SEEDS).shuffle(drawings)
    tiles = [a_thing(*drawing) for drawing in drawings[:200]]
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 16)
    sheet = np.vstack([np.hstack(tiles[row : row + 16]) for row in range(0, len(tiles), 16)])
    cv2.imwrite(str(folder / "nouns.jpg"), sheet, [cv2.IMWRITE_JPEG_QUALITY, 84])


def a_thing(noun: str, name: str) -> np.ndarray[Any, Any]:
    """A drawing of the art library on grey, with the noun that found it."""
    side = 100
    drawn = sprite(drawing(name), 80)
    scale = min(1.0, 92 / drawn.shape[1])
    drawn = cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    tile = np.full((side, side, 3), 205, np.float32)
    top, left = 3 + (80 - drawn.shape[0]) // 2, (side - drawn.shape[1]) // 2
    part = tile[top : top + drawn.shape[0], left : left + drawn.shape[1]]
    part *= 1 - drawn[..., 3:] / 255
    part += drawn[..., :3]
    picture = np.clip(tile, 0, 255).astype(np.uint8)
    cv2.putText(picture, noun[:16], (2, side - 3), cv2.FONT_HERSHEY_SIMPLEX, 0.34, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--blind", nargs="+", default=[])
    parser.add_argument("--nouns", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.nouns:
        nouns(arguments.nouns, arguments.folder)
        return
    if arguments.blind:
        blind(arguments.folder, arguments.blind)
        return
    rows = list(family("places"))
    with ProcessPoolExecutor() as pool:
        tiles = list(pool.map(a_place, rows))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 8)
    sheet = np.vstack([np.hstack(tiles[row : row + 8]) for row in range(0, len(tiles), 8)])
    cv2.imwrite(str(arguments.folder / "places.jpg"), sheet, [cv2.IMWRITE_JPEG_QUALITY, 78])
    with tempfile.TemporaryDirectory() as work:
        cv2.imwrite(str(arguments.folder / "looks.jpg"), looks(Path(work)), [cv2.IMWRITE_JPEG_QUALITY, 84])


if __name__ == "__main__":
    main()

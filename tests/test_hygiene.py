"""A take is read back before it is accepted."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ministudio_cli.errors import CheckFailed
from ministudio_cli.media.ffmpeg import Encoder
from ministudio_cli.media.pcm import write_wav
from ministudio_cli.planning.state import SetState
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask, PlateTask, ShotTask
from ministudio_cli.providers.kit import Take
from ministudio_cli.qc.hygiene import accept, accept_line, accept_picture
from ministudio_cli.screenplay.model import Format, Style, Voice

VIEW = SetState(place="a room", architecture="", interior=True, light="", time="", weather="", props=())


def an_order(head: int = 0, body: int = 5) -> ShotTask:
    return ShotTask(
        maker=ProviderRef(name="somebody"), prompt="", seed=1, size="wide", camera="static", action="", title="", figures=(),
        view=VIEW, style=Style(), format=Format(width=64, height=36), head=head, body=body, tail=0, speech=(), plate="",
        portraits=(),
    )  # fmt: skip


def a_take(folder: Path, frames: int = 5, width: int = 64, fps: int = 24) -> Take:
    encoder = Encoder(folder / "body.mp4", width, 36, fps, preset="ultrafast", crf=30)
    for _ in range(frames):
        encoder.write(np.zeros((36, width, 3), np.uint8).data)
    return Take(files={"body.mp4": encoder.close()})


def test_a_take_as_ordered_is_accepted(tmp_path: Path) -> None:
    accept(an_order(), a_take(tmp_path))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"frames": 4}, "4 frames instead of 5"),
        ({"width": 32}, "32×36 instead of 64×36"),
        ({"fps": 30}, "30 frames a second"),
    ],
)
def test_a_take_that_was_not_ordered_is_refused_with_what_is_wrong(
    tmp_path: Path, made: dict[str, int], said: str
) -> None:
    with pytest.raises(CheckFailed, match=said):
        accept(an_order(), a_take(tmp_path, **made))


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match=r"head\.mp4 is missing"):
        accept(dataclasses.replace(an_order(), head=3), a_take(tmp_path))


LINE = LineTask(maker=ProviderRef(name="somebody"), text="Good night, all.", voice=Voice(name="a"), seed=1)
HEARD = (0.2 * np.sin(np.arange(SAMPLE_RATE) / 9)).astype(np.float32)


def a_line(folder: Path, sound: Any = HEARD, rate: int = SAMPLE_RATE, **facts: Any) -> Take:
    path = write_wav(folder / "line.wav", np.asarray(sound, np.float32), rate)
    return Take(files={"line.wav": path}, facts={"samples": len(sound), "words": [["Good", 0, 900]]} | facts)


def test_a_line_that_is_heard_is_accepted(tmp_path: Path) -> None:
    accept_line(LINE, a_line(tmp_path))
    accept_line(dataclasses.replace(LINE, text="…"), a_line(tmp_path, np.zeros(4800), words=[]))


@pytest.mark.parametrize(
    ("take", "said"),
    [
        ({"sound": np.zeros(SAMPLE_RATE)}, "it is silent, and should say"),
        ({"sound": np.zeros(0), "words": []}, "it is silent, and should say"),
        ({"sound": np.tile(HEARD, 40)}, "for 16 letters"),
        ({"sound": np.stack([HEARD, HEARD], axis=1)}, "2 channels at 48000 Hz"),
        ({"rate": 8000}, "1 channels at 8000 Hz"),
        ({"samples": 10**9}, "its facts say 1000000000"),
        ({"words": [["Good", float("nan"), 3.0]]}, "are not times in it"),
        ({"words": [["Good", 0, 10**9]]}, "are not times in it"),
        ({"words": [["Good", 500, 3]]}, "are not times in it"),
        ({"words": "Good"}, "are not times in it"),
    ],
)
def test_a_line_that_was_not_ordered_is_refused(take: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match=said):
        accept_line(LINE, a_line(tmp_path, **take))


def test_a_line_that_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "line.wav").write_bytes(b"RIFF" + bytes(80))
    with pytest.raises(CheckFailed, match="cannot be read"):
        accept_line(LINE, Take(files={"line.wav": tmp_path / "line.wav"}, facts={"samples": 1, "words": []}))
    with pytest.raises(CheckFailed, match="is missing"):
        accept_line(LINE, Take(files={}, facts={}))


PLATE = PlateTask(
    maker=ProviderRef(name="somebody"), view=VIEW, style=Style(), width=64, height=36, seed=1, prompt=""
)  # fmt: skip


def test_a_plate_is_a_picture_of_its_shape(tmp_path: Path) -> None:
    place = tmp_path / "plate.png"
    cv2.imwrite(str(place), np.full((72, 128, 3), 9, np.uint8))
    accept_picture(PLATE, Take(files={"plate.png": place}))
    cv2.imwrite(str(place), np.full((64, 64, 3), 9, np.uint8))
    with pytest.raises(CheckFailed, match="of another shape than ordered"):
        accept_picture(PLATE, Take(files={"plate.png": place}))
    place.write_text("<html>quota</html>", "utf-8")
    with pytest.raises(CheckFailed, match="is not a PNG"):
        accept_picture(PLATE, Take(files={"plate.png": place}))
    with pytest.raises(CheckFailed, match="is missing"):
        accept_picture(PLATE, Take(files={}))

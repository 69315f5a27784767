"""A take is read back before it is accepted."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from ministudio_cli.consistency.hygiene import accept
from ministudio_cli.errors import CheckFailed
from ministudio_cli.media.ffmpeg import Encoder
from ministudio_cli.plan.orders import Maker, ShotOrder
from ministudio_cli.plan.state import View
from ministudio_cli.providers.kit import Take
from ministudio_cli.screenplay.model import Format, Style

VIEW = View(place="a room", architecture="", interior=True, light="", time="", weather="", props=())


def an_order(head: int = 0, body: int = 5) -> ShotOrder:
    return ShotOrder(
        maker=Maker(name="somebody"), prompt="", seed=1, size="wide", camera="static", action="", title="", figures=(),
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

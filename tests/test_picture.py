"""What the finished film shows, measured on its decoded frames: nothing shimmers, drifts, judders or mumbles."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ministudio_cli.media.sheet import MOST, write_sheet
from ministudio_cli.planning.state import SetState
from ministudio_cli.providers.animatic import camera
from ministudio_cli.providers.animatic.actor import cast_light
from ministudio_cli.providers.animatic.backdrop import FAR
from ministudio_cli.providers.animatic.portrait import NEUTRAL
from ministudio_cli.providers.animatic.scenery import mood_of
from ministudio_cli.screenplay.model import Style
from ministudio_cli.store.store import Store

from .builders import a_screenplay, a_shot, write
from .conftest import once, rendered
from .measure import ciede2000, frames, garment, lab

SWEATER, SHIRT = "#2F7FD0", "#C23B36"
Film = tuple[Path, dict[str, Any]]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Four shots of two people under one light; one of them moves the camera."""
    told = a_screenplay(
        a_shot("still", size="medium", camera="static", cast=["emma", "david"], dialogue=[
            {"speaker": "emma", "line": "I will tell you all about it."}, {"speaker": "david", "line": "Then tell me now, please."},
        ]),
        a_shot("hers", size="close", camera="static", cast=["emma"], dialogue=[{"speaker": "emma", "line": "It is very simple."}]),
        a_shot("his", size="close", camera="slow push in", cast=["david"], narration="He says nothing at all to that."),
        a_shot("wide", size="wide", camera="pan right", cast=["emma", "david"], duration=4),
        format={"resolution": "720p"},
        sets={"room": {"place": "an office", "time": "noon", "props": ["plant"]}},
        cast={
            "emma": {"identity": {"hair": "chestnut bob", "eyes": "amber", "wears": f"{SWEATER} wool sweater"}, "voice": {"gender": "female"}},
            "david": {"identity": {"hair": "short black", "skin": "fair", "wears": f"{SHIRT} shirt"}, "voice": {"gender": "male"}},
        },
    )  # fmt: skip
    return once(tmp_path_factory, "picture", lambda folder: rendered(write(folder, told)))


def cut_of(film: Film, shot: str) -> tuple[int, int]:
    cut = next(one for one in film[1]["cuts"] if one["shot"] == shot)
    return cut["start"], cut["end"]


def masks_of(film: Film, shot: str, figures: int) -> list[np.ndarray]:
    """The masks of a shot's take, frame by frame, one for each figure, at the film's size."""
    store = Store(str(film[0] / ".ministudio" / "store"))
    start, end = cut_of(film, shot)
    take = next(
        order
        for order in store.orders()
        if order.kind == "shot" and order.facts["frames"] == end - start and len(order.facts["figures"]) == figures
        and order.order == next(told["take"] for told in film[1]["shots"] if told["id"] == shot)
    )  # fmt: skip
    found = frames(store.path(take, "mask.mkv"), layout="gray")
    return [
        np.stack([cv2.resize(part, (1280, 720), interpolation=cv2.INTER_LINEAR) for part in np.split(mask, figures)])
        for mask in found
    ]


def test_with_a_static_camera_nothing_moves_outside_the_masks(film: Film) -> None:
    for shot, figures in (("still", 2), ("hers", 1)):
        seen = frames(film[0] / "build/story/story.mp4", *cut_of(film, shot), layout="yuv420p")
        ever = np.max([mask.max(axis=0) for mask in masks_of(film, shot, figures)], axis=0)
        # The encoder works in blocks of 16 pixels: one that holds an edge of the figure is coded again with it.
        outside = cv2.dilate((ever > 0).astype(np.uint8), np.ones((65, 65))) == 0
        assert outside.mean() > 0.2
        luma = np.stack([picture[:720] for picture in seen]).astype(np.int16)
        change = np.abs(np.diff(luma, axis=0))[:, outside]
        assert (change > 0).mean() < 1e-4, shot
        assert change.max() <= 3, shot


@pytest.mark.long
def test_clothes_keep_the_colour_of_the_portrait_under_one_light(film: Film) -> None:
    store = Store(str(film[0] / ".ministudio" / "store"))
    room = SetState(place="an office", architecture="", interior=True, light="", time="noon", weather="", props=())
    under = cast_light(mood_of(room, Style())) / cast_light(NEUTRAL)
    portraits = {order.facts["figure"]: order for order in store.orders() if order.kind == "portrait"}
    shots = {
        "emma": (("still", 2, 0), ("hers", 1, 0), ("wide", 2, 0)),
        "david": (("still", 2, 1), ("his", 1, 0), ("wide", 2, 1)),
    }
    for figure, colour in (("emma", SWEATER), ("david", SHIRT)):
        own = np.array([int(colour[at : at + 2], 16) for at in (5, 3, 1)], np.uint8)
        portrait = cv2.imread(str(store.path(portraits[figure], "portrait.png")))
        mask = cv2.imread(str(store.path(portraits[figure], "mask.png")), cv2.IMREAD_GRAYSCALE)
        lit = np.clip(portrait * under, 0, 255).astype(np.uint8)
        anchor = garment(lit, mask, lab(own))
        for shot, figures, place in shots[figure]:
            start, end = cut_of(film, shot)
            for share in (0.2, 0.5, 0.8):
                at = int((end - start) * share)
                picture = frames(film[0] / "build/story/story.mp4", start + at, start + at + 1)[0]
                seen = garment(picture, masks_of(film, shot, figures)[at][place], lab(own))
                assert ciede2000(anchor, seen) <= 2, (figure, shot, share)


def open_mouth(picture: np.ndarray, mask: np.ndarray) -> int:
    """Pixels of an open mouth's dark red within a figure."""
    blue, green, red = (picture[..., channel].astype(int) for channel in range(3))
    dark = (red > 45) & (red < 150) & (green < 0.5 * red) & (blue > 0.75 * green) & (blue < 0.72 * red) & (mask > 200)
    # The face: from the crown to the neck, where the outline is narrowest; arms that gesture are no part of it.
    rows = np.flatnonzero((mask > 200).any(axis=1))
    wide = cv2.blur((mask > 200).sum(axis=1).astype(np.float32)[:, None], (1, 9))[rows[0] : rows[-1], 0]
    narrowed = np.flatnonzero(wide < 0.72 * np.maximum.accumulate(wide))
    neck = rows[0] + int(narrowed[0] if narrowed.size else 0.6 * wide.size)
    columns = np.flatnonzero((mask[rows[0] : neck] > 200).mean(axis=0) > 0.4)
    dark[:, : columns[0]] = dark[:, columns[-1] + 1 :] = False
    dark[neck:] = False
    return int(dark.sum())


def test_mouths_open_only_with_their_own_lines(film: Film) -> None:
    for shot, figures, places in (
        ("still", 2, {"emma": 0, "david": 1}),
        ("hers", 1, {"emma": 0}),
        ("his", 1, {"david": 0}),
    ):
        start, end = cut_of(film, shot)
        pictures = frames(film[0] / "build/story/story.mp4", start, end)
        masks = masks_of(film, shot, figures)
        for figure, place in places.items():
            seen = np.array([open_mouth(picture, mask[place]) for picture, mask in zip(pictures, masks, strict=True)])
            least, most = np.percentile(seen, 5), np.percentile(seen, 95)
            opened = seen > least + max(60.0, 0.35 * (most - least))
            own = np.zeros(end - start, bool)
            for line in film[1]["lines"]:
                if line["shot"] == shot and line["speaker"] == figure:
                    own[int(line["start"] * 24) - start : int(line["end"] * 24) + 2 - start] = True
            if not own.any():
                assert opened.sum() <= 1, (shot, figure)
                continue
            assert opened[own].mean() > 0.4, (shot, figure)
            assert own[opened].mean() >= 0.9, (shot, figure)


def test_a_moving_camera_does_not_judder(film: Film) -> None:
    start, end = cut_of(film, "wide")
    seen = frames(film[0] / "build/story/story.mp4", start, end, layout="gray")
    # Above the heads there is nothing but the set. Phase correlation finds the pixel, gradients its hundredths.
    wall = [cv2.GaussianBlur(picture[:150].astype(np.float32), (0, 0), 1.5) for picture in seen]
    window = cv2.createHanningWindow((1280, 150), cv2.CV_32F)
    coarse = [cv2.phaseCorrelate(one.copy(), two.copy(), window)[0] for one, two in itertools.pairwise(wall)]
    fine = []
    for one, two in itertools.pairwise(wall):
        across = cv2.Sobel((one + two) / 2, cv2.CV_32F, 1, 0, ksize=3) / 8
        fine.append(-float((across * (two - one)).sum() / (across * across).sum()))
    assert max(abs(x) for x, _ in coarse) > 1.5
    assert max(abs(y) for _, y in coarse) < 0.15
    assert max(abs(x - shift) for (x, _), shift in zip(coarse, fine, strict=True)) < 1
    assert np.abs(np.diff(fine)).max() < 0.3
    path = [pose.x for pose in camera.path("pan right", end - start, 24, 0)]
    meant = -np.diff(path) * 1280 * FAR.slide
    assert np.abs(np.array(fine) - meant).max() < 0.3


@pytest.mark.parametrize(("shots", "shape"), [(6, (270, 480)), (300, (270, 480)), (1200, (480, 270))])
def test_a_contact_sheet_is_one_picture_however_long_the_film(
    shots: int, shape: tuple[int, int], tmp_path: Path
) -> None:
    colours = [(40, 40, 200), (40, 200, 40)]
    for at, colour in enumerate(colours):
        cv2.imwrite(str(tmp_path / f"{at}.jpg"), np.full((*shape, 3), colour, np.uint8))
    rows = [[tmp_path / "0.jpg"] * 3] * (shots - 1) + [[tmp_path / "1.jpg"] * 3]
    written = cv2.imread(str(write_sheet(rows, tmp_path / "sheet.jpg")))
    tall, wide = written.shape[:2]
    assert tall * wide < 1.1 * MOST
    assert tall < 2.5 * wide
    shown = [(np.abs(written.astype(int) - colour).max(axis=2) < 30).sum() for colour in colours]
    assert shown[0] / shown[1] == pytest.approx(shots - 1, rel=0.05)
    assert sum(shown) > 0.85 * tall * wide * shots / (shots + 8)

"""A crop that goes with a face or a thing, and footage brought near the colours of its set."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from skimage import data

from ministudio_cli.media.pcm import write_wav
from ministudio_cli.providers.footage.following import path_of, place_of
from ministudio_cli.providers.footage.frames import fitted, frames_at
from ministudio_cli.providers.footage.toning import tone_toward

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio, rendered

SIZE = (854, 480)
PORTRAIT = np.ascontiguousarray(data.astronaut()[..., ::-1])
"""Eileen Collins, public domain (NASA): her face is at (0.44, 0.22) of it."""


def walks(path: Path, ways: list[float], *, grain: int = 5) -> Path:
    """A film in which she is, at a third of the frame's height, at a share of its width in each frame."""
    chance = np.random.default_rng(3)
    behind = cv2.GaussianBlur(chance.integers(60, 190, (60, 107, 3)).astype(np.float32), (0, 0), 3)
    street = cv2.resize(behind, SIZE, interpolation=cv2.INTER_CUBIC)
    figure = cv2.resize(PORTRAIT, (240, 240), interpolation=cv2.INTER_AREA)
    path.parent.mkdir(exist_ok=True)
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.options = {"crf": "16"}
        for share in ways:
            frame = street.copy()
            left = round(share * SIZE[0] - 0.44 * 240)
            frame[220:460, left : left + 240] = figure
            frame += chance.normal(0, grain, frame.shape)
            picture = av.VideoFrame.from_ndarray(np.clip(frame, 0, 255).astype(np.uint8), format="bgr24")
            out.mux(stream.encode(picture))
        out.mux(stream.encode())
    return path


def test_a_walking_face_is_followed_to_where_it_is_and_calmly(tmp_path: Path) -> None:
    ways = [*np.full(30, 0.25), *np.linspace(0.25, 0.72, 90), *np.full(30, 0.72)]
    film = walks(tmp_path / "walk.mp4", ways)
    path = path_of(film, [number / 30 for number in range(150)], None)
    assert path is not None
    assert np.abs(path[:, 0] - ways).max() < 0.05
    assert np.abs(path[:20, 0] - 0.25).max() < 0.02
    # No jolt: a step changes by less than a pixel of an upright crop from frame to frame.
    assert np.abs(np.diff(path[:, 0], 2)).max() * SIZE[0] < 1.0
    seen = []
    times = [number / 30 for number in range(0, 150, 15)]
    for number, frame in zip(range(0, 150, 15), frames_at(film, times), strict=True):
        crop = fitted(frame, 270, 480, "follow", (path[number, 0], path[number, 1]))
        face = place_of(crop, None)
        assert face is not None
        seen.append(face[0])
    assert np.abs(np.array(seen) - 0.5).max() < 0.16


def test_what_is_pointed_at_is_followed_and_nothing_is_where_there_is_no_face(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    texture = chance.integers(0, 255, (480, 854, 3)).astype(np.float32)
    behind = cv2.GaussianBlur(texture, (0, 0), 9)
    behind = np.clip((behind - behind.mean()) * 6 + 120, 0, 255)
    ways = np.linspace(0.2, 0.8, 90)
    with av.open(str(tmp_path / "dog.mp4"), "w") as out:
        stream: Any = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for share in ways:
            frame = behind.astype(np.uint8)
            middle = (round(share * 854), 300)
            cv2.circle(frame, middle, 36, (30, 60, 220), -1)
            cv2.circle(frame, (middle[0] + 12, 290), 12, (240, 240, 240), -1)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        out.mux(stream.encode())
    times = [number / 30 for number in range(90)]
    path = path_of(tmp_path / "dog.mp4", times, (0.2, 300 / 480))
    assert path is not None
    assert np.abs(path[:, 0] - ways).max() < 0.05
    assert path_of(tmp_path / "dog.mp4", times, None) is None


def test_a_still_is_cropped_around_its_face_or_what_is_named() -> None:
    wide = cv2.copyMakeBorder(PORTRAIT, 0, 0, 900, 100, cv2.BORDER_CONSTANT, value=(90, 90, 90))
    place = place_of(wide, None)
    assert place is not None
    assert abs(place[0] - (900 + 0.44 * 512) / wide.shape[1]) < 0.03
    assert place_of(wide, (0.1, 0.9)) == (0.1, 0.9)
    ramp = np.tile(np.linspace(0, 255, 800, dtype=np.uint8)[None, :, None], (200, 1, 3))
    assert fitted(ramp, 100, 200, "crop", (0.0, 0.5)).mean() < 30
    assert fitted(ramp, 100, 200, "crop", (1.0, 0.5)).mean() > 225
    assert abs(fitted(ramp, 100, 200, "crop", (0.5, 0.5)).mean() - 127) < 3


@pytest.mark.parametrize("cast", [(40, 0, -30), (-30, 10, 45)])
def test_footage_comes_near_the_colours_of_its_set_and_stays_a_picture(
    cast: tuple[int, int, int], tmp_path: Path
) -> None:
    own = np.clip(PORTRAIT.astype(int) * 0.8 + cast, 0, 255).astype(np.uint8)
    plate = np.ascontiguousarray(data.chelsea()[..., ::-1])
    assert cv2.imwrite(str(tmp_path / "plate.png"), plate)
    toned = tone_toward(tmp_path / "plate.png", iter([own]))(own)
    goal, before, after = (picture.reshape(-1, 3).mean(axis=0) for picture in (plate, own, toned))
    assert np.abs(after - goal).sum() < 0.5 * np.abs(before - goal).sum()
    # Its light and dark are where they were.
    grey = [cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).ravel().astype(float) for picture in (own, toned)]
    assert np.corrcoef(*grey)[0, 1] > 0.97


@pytest.mark.film
def test_an_upright_film_follows_its_walker_in_its_sets_colours(tmp_path: Path) -> None:
    walks(tmp_path / "media" / "walk.mp4", list(np.linspace(0.2, 0.75, 75)))
    clip = {"file": "media/walk.mp4", "fit": "follow", "colour": "scene"}
    told = a_screenplay(
        a_shot("walk", clip=clip), format={"aspect": "9:16", "resolution": "360p"}, music="none",
    )  # fmt: skip
    report = rendered(write(tmp_path, told))
    assert report["shots"][0]["plate"] == ""
    film = tmp_path / "build" / "story" / "story.mp4"
    frames = list(frames_at(film, [0.3, 0.9, 1.5, 2.1]))
    faces = [place_of(frame, None) for frame in frames]
    assert all(face is not None and 0.25 < face[0] < 0.75 for face in faces), faces
    assert Fraction(frames[0].shape[1], frames[0].shape[0]) < 1


def test_what_fades_in_from_black_is_followed_from_when_it_is_seen(tmp_path: Path) -> None:
    chance = np.random.default_rng(7)
    behind = cv2.GaussianBlur(chance.integers(60, 190, (480, 854, 3)).astype(np.float32), (0, 0), 7)
    with av.open(str(tmp_path / "fade.mp4"), "w") as out:
        stream: Any = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(60):
            frame = (behind if number >= 10 else behind * 0).astype(np.uint8)
            if number >= 10:
                cv2.circle(frame, (427, 240), 34, (30, 60, 220), -1)
                cv2.circle(frame, (437, 232), 11, (240, 240, 240), -1)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        out.mux(stream.encode())
    path = path_of(tmp_path / "fade.mp4", [number / 30 for number in range(60)], (0.5, 0.5))
    assert path is not None
    assert np.abs(path - 0.5).max() < 0.03


@pytest.mark.film
def test_bars_stay_black_and_a_clip_of_no_frame_is_left_out(tmp_path: Path) -> None:
    walks(tmp_path / "media" / "a.mp4", [0.4] * 60)
    clips = [{"file": "media/a.mp4", "in": 1, "out": 1.01, "colour": "scene"},
             {"file": "media/a.mp4", "fit": "pad", "colour": "scene", "focus": [0.1, 0.1]}]  # fmt: skip
    told = a_screenplay(a_shot("walk", clip=clips), format={"aspect": "9:16", "resolution": "360p"}, music="none")
    path = write(tmp_path, told)
    report = rendered(path)
    assert report["frames"] > 40
    (frame,) = frames_at(tmp_path / "build" / "story" / "story.mp4", [0.5])
    assert frame[:100].max() < 12


def test_a_focus_that_crops_nothing_and_a_set_of_a_keys_name_are_understood(tmp_path: Path) -> None:
    walks(tmp_path / "media" / "a.mp4", [0.4] * 40)
    write_wav(tmp_path / "rain.wav", np.zeros(48_000, np.float32), 48_000)
    told = a_screenplay(
        a_shot("walk", clip={"file": "media/a.mp4", "fit": "blur", "focus": [0.1, 0.1]}, render="omni"),
        sets={"room": {"place": "a study"}, "reference": {"place": "a street", "sound": "rain.wav"}},
    )  # fmt: skip
    done = ministudio("validate", write(tmp_path, told))
    assert done.returncode == 0, done.stderr
    assert "“focus” says nothing here" in done.stdout + done.stderr
    assert "“render” says nothing here" in done.stdout + done.stderr

"""Accents: what a shot's picture does on the beats of its music."""

from __future__ import annotations

import dataclasses
import itertools
import json
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ministudio_cli.cut.accents import accent
from ministudio_cli.cut.beats import LASTS, hits
from ministudio_cli.cut.tasks import AccentTask, JoinTask, edit, sound_task
from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.media.ffmpeg import Encoder
from ministudio_cli.media.frames import decoded
from ministudio_cli.planning.task import digest
from ministudio_cli.screenplay.read import read
from ministudio_cli.screenplay.staging import Accent
from ministudio_cli.timeline import FilmTimeline, from_json

from .builders import a_plan, a_screenplay, a_shot, write
from .conftest import rendered

FPS = Fraction(24)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty-eight frames of a picture that stands still."""
    picture = np.full((180, 320, 3), 70, np.uint8)
    for x in range(20, 320, 40):
        cv2.rectangle(picture, (x, 40), (x + 16, 140), (60, 140, 190), -1)
    encoder = Encoder(tmp_path_factory.mktemp("plain") / "body.mp4", 320, 180, FPS, preset="veryfast", crf=12)
    for _ in range(48):
        encoder.write(picture.data)
    return encoder.close()


def frames_of(path: Path) -> list[np.ndarray]:
    return [frame.bgr(frame.width, frame.height).astype(np.float32) for frame in decoded(path)]


@pytest.mark.parametrize("kind", ["flash", "push", "shake"])
def test_an_accent_begins_in_its_own_frame_and_dies_away(kind: str, plain: Path, tmp_path: Path) -> None:
    came, done = frames_of(plain), frames_of(accent(plain, kind, (12, 30), FPS, tmp_path / "body.mp4"))
    assert len(done) == 48
    change = np.array([np.abs(one - two).mean() for one, two in zip(came, done, strict=True)])
    quiet = change[:12].max()
    assert change[12] > 3 * quiet + 1
    assert change[30] > 3 * quiet + 1
    assert change[12 + round(LASTS * 24) : 30].max() < quiet + 0.3
    assert change[48 - 6 :].max() < change[30] / 3


def test_a_flash_grows_lighter_and_a_push_larger_and_nothing_black_comes_into_a_shake(
    plain: Path, tmp_path: Path
) -> None:
    came = frames_of(plain)[5]
    flash = frames_of(accent(plain, "flash", (5,), FPS, tmp_path / "flash.mp4"))[5]
    assert flash.mean() > came.mean() + 60
    push = frames_of(accent(plain, "push", (5,), FPS, tmp_path / "push.mp4"))[5]
    bars = [np.flatnonzero(np.abs(each[90, :, 2] - 190) < 30) for each in (came, push)]
    assert np.ptp(bars[1]) > np.ptp(bars[0]) + 4
    shaken = frames_of(accent(plain, "shake", (5, 11, 17), FPS, tmp_path / "shake.mp4"))
    assert min(frame[(0, -1)].mean() for frame in shaken) > 60
    assert min(frame[:, (0, -1)].mean() for frame in shaken) > 60


def test_one_that_began_before_a_part_goes_on_in_it(plain: Path, tmp_path: Path) -> None:
    whole = frames_of(accent(plain, "flash", (6,), FPS, tmp_path / "whole.mp4"))
    later = frames_of(accent(plain, "flash", (-2,), FPS, tmp_path / "later.mp4"))
    assert abs(whole[8].mean() - later[0].mean()) < 2


def test_a_frame_without_an_accent_stays_as_light_as_it_was(plain: Path, tmp_path: Path) -> None:
    came, done = frames_of(plain), frames_of(accent(plain, "push", (30,), FPS, tmp_path / "body.mp4"))
    assert max(abs(came[at].mean() - done[at].mean()) for at in range(24)) < 0.3


def test_flashes_are_no_nearer_than_is_safe_to_look_at() -> None:
    every = tuple(range(0, 96, 4))  # six in a second
    assert np.diff(hits(every, "flash", FPS)).min() >= 8
    assert hits(every, "shake", FPS) == every
    assert hits((96, 100, 104), "flash", FPS, 93) == (104,)  # the shot before flashed on 93


@pytest.fixture(scope="module")
def flashing(tmp_path_factory: pytest.TempPathFactory) -> FilmTimeline:
    """Short shots that flash, one after another, then one that pushes and dissolves into the last."""
    folder = tmp_path_factory.mktemp("flashing")
    shots = [a_shot(f"s{at}", cast=["emma"], duration="0.5 beats", accent="flash on onset") for at in range(6)]
    shots += [
        a_shot("push", cast=["emma"], duration="4 beats", accent="push"),
        a_shot("end", transition="dissolve 0.5s"),
    ]
    story = write(folder, a_screenplay(*shots, music={"bed": "calm", "tempo": 120}, captions="none", steady="off"))
    rendered(story)
    return from_json((folder / "build/story/timeline.json").read_text("utf-8"))


@pytest.mark.film
def test_flashes_keep_apart_across_cuts_and_the_first_beat_has_one(flashing: FilmTimeline) -> None:
    flashes = [frame for clip in flashing.picture if clip.accent == "flash" for frame in clip.accents]
    assert flashes[0] == 0
    assert len(flashes) > 2
    assert np.diff(flashes).min() >= 8
    assert from_json(flashing.to_json()) == flashing


@pytest.mark.film
def test_an_accent_goes_on_into_the_transition_after_its_shot(flashing: FilmTimeline) -> None:
    *_, push, end = flashing.picture
    assert end.transition
    hit = push.accents[-1]
    late = dataclasses.replace(push, accents=(*push.accents, push.end - 2) if hit < push.end - 2 else push.accents)
    sound = sound_task(SimpleNamespace(lines=(), samples=1), None, "none")  # type: ignore[arg-type]
    edited = edit(dataclasses.replace(flashing, picture=(*flashing.picture[:-2], late, end)), sound)
    join = next(task for task in edited.parts if isinstance(task, JoinTask))
    on_join = [task for task in edited.parts if isinstance(task, AccentTask) and task.part == digest(join)]
    assert [task.hits[-1] for task in on_join] == [push.end - 2 - end.start]


def test_without_music_it_is_warned_of_and_a_lock_sees_one(tmp_path: Path) -> None:
    loud = a_screenplay(a_shot("a", cast=["emma"], accent="shake"), music="none")
    film = read(write(tmp_path, loud))
    assert [fault.rule for fault in film.warnings if "accent" in fault.message] == ["accent"]
    plans = [a_plan(a_shot("a", cast=["emma"], **more)) for more in ({}, {"accent": "shake"})]
    assert plans[0].digest != plans[1].digest


@pytest.mark.film
def test_a_film_pushes_on_the_beats_of_its_shot_alone_and_its_timeline_says_where(tmp_path: Path) -> None:
    story = write(
        tmp_path,
        a_screenplay(
            a_shot("still", cast=["emma"], duration="2 beats", steady="off"),
            a_shot("pulse", cast=["emma"], duration="4 beats", accent="push on beat", steady="off"),
            music={"bed": "calm", "tempo": 120},
            captions="none",
        ),
    )
    rendered(story)
    timeline = json.loads((story.parent / "build/story/timeline.json").read_text("utf-8"))
    still, pulse = timeline["picture"]
    assert still["accents"] == []
    assert pulse["accent"] == "push"
    beats = [marker["at"] for marker in timeline["markers"] if marker["kind"] == "beat"]
    expected = [round(beat * 24) for beat in beats if pulse["start"] <= round(beat * 24) < pulse["end"]]
    assert pulse["accents"] == expected
    assert len(expected) >= 3
    shown = frames_of(story.parent / "build/story/story.mp4")
    steps = np.array([np.abs(later - earlier).mean() for earlier, later in itertools.pairwise(shown)])
    inside = [frame for frame in expected if frame > pulse["start"]]
    assert steps[[frame - 1 for frame in inside]].min() > 3 * np.median(steps)


def test_it_is_read_and_what_is_no_accent_is_a_fault_at_its_line(tmp_path: Path) -> None:
    film = read(write(tmp_path, a_screenplay(a_shot("a", cast=["emma"], accent="shake  on 2 bars"))))
    assert film.shots[0].accent == Accent(kind="shake", on="2 bars")
    with pytest.raises(ScreenplayInvalid) as refused:
        read(write(tmp_path, a_screenplay(a_shot("a", cast=["emma"], accent="explode on beat"))))
    (fault,) = refused.value.faults
    assert fault.at.line > 1
    assert "explode" in fault.message, fault

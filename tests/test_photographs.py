"""Steadying held against photographs, which nothing in it was drawn by."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import av
import cv2
import numpy as np
import pytest

from ministudio_cli.media.frames import Decoded
from ministudio_cli.qc.examine import Examiner
from ministudio_cli.qc.faces import Faces, changed
from ministudio_cli.qc.gate import sharpened
from ministudio_cli.qc.judge import BEND, FOLLOW, MELTS
from ministudio_cli.qc.motion import Lasting, normal
from ministudio_cli.qc.pixels import bars_of
from ministudio_cli.qc.reading import LASTS, bend, living
from ministudio_cli.stabilise.grain import LEAST, Grain, grain_of
from ministudio_cli.stabilise.masks import AROUND, closed, kept
from ministudio_cli.stabilise.path import steadied
from ministudio_cli.stabilise.register import Registrar

from .bench import photographs


def run(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(photographs, "FRAMES", 36)
    return photographs.run(next(case for case in photographs.CASES if case.name == name), 21)


@pytest.mark.parametrize(
    ("name", "verdict", "laid"),
    [
        pytest.param("pan_hold_pan", "better", True, marks=pytest.mark.long),
        pytest.param("dolly", "better same", False, marks=pytest.mark.long),
        ("clean", "same", False),
        pytest.param("close", "better", True, marks=pytest.mark.long),
        pytest.param("other_plate", "told", False, marks=pytest.mark.long),
        pytest.param("boil_flower", "better", True, marks=pytest.mark.long),
        pytest.param("focus_untold", "better", False, marks=pytest.mark.long),
        pytest.param("water_untold", "better", True, marks=pytest.mark.long),
        pytest.param("boil_rocket", "better", True, marks=pytest.mark.long),
    ],
)
def test_footage_of_photographs_is_mended_or_left_never_made_worse(
    name: str, verdict: str, laid: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = run(name, monkeypatch)
    assert row["verdict"] in verdict.split(), photographs.line(row)
    assert bool(row["locks"][0]["done"]) is laid, photographs.line(row)
    if name == "pan_hold_pan":
        assert row["set after"] > row["set before"] + 5
        assert row["moved after"] < 0.7


@pytest.mark.long
def test_skin_that_drifts_with_the_clothes_is_held_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    row = run("tint", monkeypatch)
    assert row["skin before"] > 10
    assert row["skin after"] < 4.5, photographs.line(row)


def test_as_night_falls_no_part_of_the_sky_lives_by_itself_because_somebody_sways_before_it() -> None:
    case = next(case for case in photographs.CASES if case.name == "night_falls_untold")
    examiner = Examiner(photographs.photograph("china"), (480, 270), [], lambda _: None)
    for frame in photographs.filmed(case, 61):
        examiner.look(Decoded(av.VideoFrame.from_ndarray(frame.seen, format="bgr24")))
    found = Finding(examiner.living(), examiner.lasting())
    assert living(found, moving=False).max() == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["boil_rocket", "zoom_rocket"])
def test_a_plate_is_found_before_an_even_sky_whose_noise_and_cast_lead_a_flow_astray(name: str) -> None:
    case = next(case for case in photographs.CASES if case.name == name)
    examiner = Examiner(photographs.photograph("rocket"), (480, 270), [], lambda _: None)
    taken = photographs.filmed(case, 61)[:40]
    for frame in taken:
        examiner.look(Decoded(av.VideoFrame.from_ndarray(frame.seen, format="bgr24")))
    paths = [case.path(at / (photographs.FRAMES - 1)) for at in range(len(taken))]
    scale = [close / photographs.SHOWN for _, _, close, _ in paths]
    off = np.asarray(examiner.notes.place) - np.array(
        [[np.log(size), 0, -x * size, 0] for size, (x, _, _, _) in zip(scale, paths, strict=True)]
    )
    assert np.abs(np.median(off, axis=0)).max() * 480 < 0.5
    # A frame wavers by half a pixel: 240 of them to the picture's edge.
    assert np.percentile(np.abs(off), 95, axis=0)[:2].max() * 240 < 1.5
    assert np.percentile(np.abs(off), 95, axis=0)[2:].max() * 480 < 1.5
    assert np.median(examiner.notes.follow) > FOLLOW


def test_a_black_helmet_before_dark_bushes_is_no_set_as_night_falls() -> None:
    case = next(case for case in photographs.CASES if case.name == "night_falls_untold")
    examiner = Examiner(photographs.photograph("china"), (480, 270), [], lambda _: None)
    for number, frame in enumerate(photographs.filmed(case, 61)):
        examiner.look(Decoded(av.VideoFrame.from_ndarray(frame.seen, format="bgr24")))
        if number >= 50:
            cast = cv2.resize(frame.masks, (480, 270)) > 200
            missed = (cast & (examiner.subject == 0)).astype(np.uint8)
            assert missed[190:, 240:360].sum() < 120, number


@pytest.mark.parametrize("pan", [0, 6])
@pytest.mark.parametrize(("seen", "off"), [("boils", 0.0), ("ripples", 2.0), ("was shifted", 2.0)])
def test_a_flow_along_a_mast_is_believed_where_what_is_seen_lasts_too(seen: str, off: float, pan: int) -> None:
    """Flow says nothing of motion along an edge, and can be the same in frame after frame where a set only boils."""
    registrar = Registrar(photographs.photograph("rocket"), (480, 270), features=False)
    lasting, noise = Lasting(registrar), np.random.default_rng(4)
    across = np.arange(480, dtype=np.float32)[None].repeat(270, axis=0)
    flow = np.dstack([np.zeros((270, 480)), np.full((270, 480), 2.0)]).astype(np.float32)
    for number in range(12):
        on_plate = (across - pan * number) / 4
        left = {
            "boils": noise.normal(0, 6, (270, 480)),
            "ripples": 6 * np.sin(on_plate + number / 2) + noise.normal(0, 2, (270, 480)),
            "was shifted": 6 * np.sin(on_plate) + noise.normal(0, 2, (270, 480)),
        }[seen].astype(np.float32)
        place = np.array([0.0, 0.0, pan * number / 480, 0.0])
        lasting.add(number, flow, np.ones((270, 480), bool), place, left)
    assert np.nanpercentile(lasting.cells(), 90) == pytest.approx(off, abs=0.05)


@pytest.mark.parametrize(
    ("levels", "speed", "moves"), [(8.0, 0.33, True), (2.0, 0.33, False), (0.0, 0.0, False), (8.0, 0.0, False)]
)
def test_what_is_off_its_plate_by_what_slowly_changes_moves_whatever_a_flow_says(
    levels: float, speed: float, moves: bool
) -> None:
    """A river without texture on its plate: a flow finds nothing there, and what is seen is off it all the same. A wall
    that was painted over stands still.
    """
    registrar = Registrar(photographs.photograph("rocket"), (480, 270), features=False)
    lasting, noise = Lasting(registrar), np.random.default_rng(4)
    across = np.arange(480, dtype=np.float32)[None].repeat(270, axis=0)
    for number in range(24):
        left = levels * np.sin(across / 9 + speed * number) + noise.normal(0, 1.5, (270, 480))
        lasting.add(
            number, np.zeros((270, 480, 2), np.float32), np.ones((270, 480), bool), np.zeros(4), left.astype(np.float32)
        )
    assert (np.nanpercentile(lasting.cells(), 90) >= LASTS[True]) is np.bool_(moves)


@dataclasses.dataclass
class Finding:
    """What `living` reads of an examination."""

    living: Any
    lasting: Any


def test_along_an_edge_no_motion_is_told() -> None:
    flow = np.dstack([np.full((4, 6), 3.0), np.full((4, 6), 2.0)]).astype(np.float32)
    flat, steep = np.zeros((4, 6), np.float32), np.full((4, 6), 5.0, np.float32)
    assert np.allclose(normal(flow, flat, steep), [0, 2])  # a horizon
    assert np.allclose(normal(flow, steep, flat), [3, 0])  # a post
    assert np.allclose(normal(flow, steep, steep), [2.5, 2.5])
    assert not normal(flow, flat, flat).any()


def across(columns: Any) -> Any:
    """A path of so many frames that moves sideways only."""
    found = np.zeros((len(columns), 4))
    found[:, 2] = columns
    return found


@pytest.mark.parametrize("shape", ["hold", "whip", "smooth"])
def test_a_path_keeps_its_holds_its_starts_and_its_whips(shape: str) -> None:
    t = np.linspace(0, 1, 90)
    eased = {
        "hold": 0.05 * (np.clip(t / 0.3, 0, 1) + np.clip((t - 0.7) / 0.3, 0, 1)),
        "whip": 0.2 / (1 + np.exp(-(t - 0.5) * 90)),
        "smooth": 0.1 * t + 0.02 * t**2,
    }[shape]
    noise = np.random.default_rng(3).normal(0, 0.25 / 480, 90)
    steady = steadied(across(eased + noise), "whip pan right" if shape == "whip" else "slow pan right")
    away = np.abs(steady.path[:, 2] - eased) * 480
    assert steady.kind == "moving"
    assert np.percentile(away, 95) < 0.7
    assert steady.stray * 480 < 2


def test_a_camera_that_is_struck_while_it_stands_keeps_its_shake_and_one_that_drifts_does_not() -> None:
    chance = np.random.default_rng(5)
    noise = chance.normal(0, 0.2 / 480, (60, 4))
    at = np.clip(np.arange(60) - 24, 0, None)
    hit = np.where(at > 0, np.exp(-at / 4) * np.cos(2.4 * at), 0) * 6 / 480
    struck = steadied(across(hit) + noise, "static")
    assert np.abs(struck.path[:, 2] - hit).max() * 480 < 1
    assert struck.stray * 480 < 2
    drifting = steadied(across(np.linspace(0, 6 / 480, 60)) + noise, "static")
    assert drifting.kind == "static"
    assert np.ptp(drifting.path[:, 2]) == 0


def test_what_the_cast_encloses_is_the_casts() -> None:
    mask = np.zeros((270, 480), np.uint8)
    cv2.ellipse(mask, (240, 140), (70, 100), 0, 0, 360, 255, -1)
    cv2.ellipse(mask, (240, 100), (14, 18), 0, 0, 360, 0, -1)  # a cheek in the wall's colour
    cv2.rectangle(mask, (236, 118), (244, 160), 0, -1)
    assert closed(mask)[100, 240] == 255
    mask[:] = 0
    cv2.ellipse(
        mask, (240, 140), (110, 120), 0, 0, 360, 255, 14
    )  # arms in a ring: what is seen through them is the set
    assert closed(mask)[140, 240] == 0
    assert closed(np.zeros((270, 480), np.uint8)).max() == 0


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7, 8, 30])
def test_every_frame_has_what_is_kept_and_no_flash_of_a_mask_is(count: int) -> None:
    frames = []
    for number in range(count):
        mask = np.zeros((40, 60), np.uint8)
        mask[5:20, 5:20] = 0 if number == 10 else 255  # lost for one frame
        mask[25:35, 40:50] = 255 if number == 20 else 0  # seen in one frame
        frames.append([mask])
    found = list(kept(iter(frames)))
    assert len(found) == count
    assert all(one is frame for (one, _), frame in zip(found, frames, strict=True))
    if count == 30:
        assert found[10][1][10, 10] == 255
        assert AROUND == 3


@pytest.mark.parametrize(("filmed", "finished", "wrong"), [(0.22, 0.8, True), (0.9, 1.0, False), (1.3, 0.6, True)])
def test_a_set_that_became_sharper_or_softer_is_not_laid_in_parts(filmed: float, finished: float, wrong: bool) -> None:
    found, after = SimpleNamespace(sharp=np.full(8, filmed)), SimpleNamespace(sharp=[finished] * 8)
    assert bool(sharpened(found, after)) is wrong  # type: ignore[arg-type]


@dataclasses.dataclass
class Bent:
    """What `bend` reads of an examination."""

    bend: Any
    size: tuple[int, int] = (480, 270)


@pytest.mark.parametrize(("name", "deep"), [("push_rocket", False), ("dolly_half", True)])
def test_wires_before_an_even_sky_are_no_depth_and_a_garage_is(name: str, deep: bool) -> None:
    """Along a wire a flow can grow with the camera's travel where no picture shows that anything moves."""
    case = next(case for case in photographs.CASES if case.name == name)
    examiner = Examiner(photographs.photograph(case.place), (480, 270), [], lambda _: None)
    for frame in photographs.filmed(case, 61):
        examiner.look(Decoded(av.VideoFrame.from_ndarray(frame.seen, format="bgr24")))
    assert (bend(Bent(examiner.bend()), examiner.places()) > BEND) is deep  # type: ignore[arg-type]


def test_depth_runs_ahead_of_a_camera_that_travels_and_boil_does_not() -> None:
    travel = np.linspace(-0.06, 0.06, 60)
    chance = np.random.default_rng(1)
    boil = chance.normal(0, 0.8, (60, 9, 16, 2))
    near = np.zeros((9, 16))
    near[5:] = 1
    depth = boil.copy()
    depth[..., 0] += 0.12 * 480 * travel[:, None, None] * near
    path = across(travel)
    assert bend(Bent(boil), path) < BEND  # type: ignore[arg-type]
    assert bend(Bent(depth), path) > BEND  # type: ignore[arg-type]
    assert bend(Bent(depth), across(np.zeros(60))) == 0  # type: ignore[arg-type]


def test_black_bars_are_counted_from_the_edges() -> None:
    grey = np.full((100, 160), 90, np.uint8)
    assert bars_of(grey).tolist() == [0, 0, 0, 0]
    grey[:12] = grey[-9:] = 2
    assert bars_of(grey)[:2].tolist() == [12, 9]
    assert bars_of(np.zeros((100, 160), np.uint8)).tolist() == [100, 100, 160, 160]


def test_a_head_that_turns_and_speaks_is_told_from_a_face_that_melts() -> None:
    picture, mask = photographs.actor()
    faces = Faces()
    faces.look(picture, mask)
    mesh = faces.tracks[0].meshes[0]
    tall = np.ptp(mesh[:, 1])
    chance = np.random.default_rng(1)

    def turned(degrees: float, jaw: float = 0.0, melt: float = 0.0) -> Any:
        around = mesh - mesh.mean(axis=0)
        below = np.clip(around[:, 1] / tall * 2 - 0.2, 0, 1)
        around = around + np.outer(below, (0, jaw * tall, 0))
        near = np.exp(-(np.linalg.norm(around[:, :2], axis=1) ** 2) / (2 * (0.3 * tall) ** 2))
        around += np.outer(near, (0.5 * melt * tall, melt * tall, 0))
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turn = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
        return around @ turn.T + chance.normal(0, 0.001 * tall, mesh.shape)

    assert changed([turned(angle, 0.1 * (angle % 2)) for angle in range(-30, 31, 3)]) < 0.5 * MELTS
    assert changed([turned(0, melt=0.2 * np.sin(np.pi * at / 20)) for at in range(20)]) > MELTS
    assert changed([turned(0)] * 4) == 0


def test_a_laid_plate_is_given_the_grain_of_its_take() -> None:
    plate = cv2.resize(photographs.photograph("china"), photographs.SIZE, interpolation=cv2.INTER_AREA)
    chance = np.random.default_rng(5)
    takes = [
        np.clip(plate + chance.normal(0, 6, plate.shape[:2])[..., None], 0, 255).astype(np.uint8) for _ in range(6)
    ]
    found = grain_of(takes)
    assert found == pytest.approx(6, rel=0.35)
    assert grain_of([plate] * 6) == 0
    wavering = [np.roll(plate, at % 2, axis=1) for at in range(6)]
    assert grain_of(wavering) < LEAST
    grain = Grain(found)
    given = [grain.given(plate, take) for take in takes]
    assert grain_of(given) == pytest.approx(found, rel=0.2)
    assert np.abs(np.mean(given, axis=0) - plate).mean() < 2

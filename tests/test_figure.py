"""A jointed figure: whole in every motion and from every side, on its feet where it walks, as large as its size says."""

from __future__ import annotations

import dataclasses
import itertools
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.media.colour import ciede2000, lab_of
from ministudio_cli.planning.prompts import shot_prompt
from ministudio_cli.planning.state import CharacterState, moments
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.animatic import AnimaticShots, stage
from ministudio_cli.providers.animatic.acting import acts_of
from ministudio_cli.providers.animatic.camera import angle_of
from ministudio_cli.providers.animatic.casting import cast_actors
from ministudio_cli.providers.animatic.figure.draw import draw_figure, view_of
from ministudio_cli.providers.animatic.figure.face import VISEMES, Face
from ministudio_cli.providers.animatic.figure.gaits import GAITS
from ministudio_cli.providers.animatic.figure.motion import Act, Motion, Performance, mirrored, motions
from ministudio_cli.providers.animatic.figure.pose import Pose
from ministudio_cli.providers.animatic.figure.skeleton import Measures, bent, joints_of, measures_of, rig_of
from ministudio_cli.providers.animatic.figure.speech import shape_of, shapes_of
from ministudio_cli.providers.animatic.figure.things import BUILD, FURNITURE
from ministudio_cli.providers.animatic.figure.tools import TOOLS
from ministudio_cli.providers.animatic.filming import draw_frames
from ministudio_cli.providers.animatic.held import HELD
from ministudio_cli.providers.animatic.look import feeling_named, look_of
from ministudio_cli.providers.animatic.sets import paint
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.screenplay.model import Format, Style
from ministudio_cli.screenplay.read import read
from ministudio_cli.screenplay.schema import schema
from ministudio_cli.screenplay.staging import Staging

from .bench.acting import pose_pictures
from .builders import a_screenplay, a_shot, write
from .test_animatic import a_figure, a_view

PEOPLE = {
    "woman": a_figure(hair="chestnut bob", wears="blue sweater, dark trousers", gender="woman"),
    "man": a_figure(hair="short black", wears="white shirt, navy jacket, grey trousers", gender="man"),
    "child": a_figure(hair="brown ponytail", wears="yellow tee, teal trousers", age="girl of 8"),
    "elder": a_figure(hair="white", wears="blue shirt, brown apron", age="grandfather", beard="white"),
}
NEUTRAL = Face(feeling=feeling_named("neutral"))


def performed(m: Measures, name: str, aside: int = 1) -> Performance:
    return Performance(m, [Act(motion=motions()[name], start=0.0, end=9.0, aside=aside)])


@pytest.mark.parametrize("name", sorted(motions()))
def test_every_motion_keeps_its_bones_and_is_smooth(name: str) -> None:
    for figure in PEOPLE.values():
        m = measures_of(look_of(figure))
        acted = performed(m, name)
        before = None
        for step in range(60):
            rig = acted.at(step / 12).rig
            joints = joints_of(rig, m)
            for index in range(2):
                upper = np.linalg.norm(joints.elbows[index] - joints.shoulders[index])
                shin = np.linalg.norm(joints.ankles[index] - joints.knees[index])
                assert upper == pytest.approx(m.upper, rel=0.02)
                assert shin == pytest.approx(m.shin, rel=0.02)
            here = np.concatenate([joints.wrists, joints.ankles, joints.skull[None], [[0, rig.lift, 0]]])
            assert np.isfinite(here).all()
            # Nobody leaps from one place to another between two drawings.
            assert before is None or np.abs(here - before).max() < 0.42 * m.height, (name, step)
            before = here


def test_what_motions_need_can_be_built() -> None:
    for motion in motions().values():
        assert set(motion.props) <= set(BUILD), motion.name
        assert {motion.hand, motion.other} <= {"", "object"} | set(TOOLS) | set(HELD), motion.name
    assert set(BUILD) >= FURNITURE


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("gait", ["walk", "sneak", "stagger"])
def test_planted_feet_do_not_slide(who: str, gait: str) -> None:
    m = measures_of(look_of(PEOPLE[who]))
    acted = performed(m, gait)
    stride = GAITS[gait]
    held: dict[tuple[int, int], list[float]] = {}
    for step in range(24, 200):
        now = step / 24
        stance = acted.at(now)
        for index in range(2):
            cycle = now / stride.seconds + 0.5 * index
            # The ball of the foot, while it carries.
            if 0.06 < cycle % 1.0 < 0.92 * stride.stance:
                toe = math.radians(max(0.0, float(stance.rig.toes[index][0])))
                ball = float(stance.rig.feet[index][2]) + 26 * math.cos(toe)
                held.setdefault((index, int(cycle)), []).append(ball + stance.travel)
    assert len(held) >= 8
    for places in held.values():
        assert max(places) - min(places) < 0.015 * m.height


def test_two_bones_reach_what_is_near_and_point_to_what_is_far() -> None:
    pole = np.array([0.0, 0, 1])
    for far in (10.0, 100.0, 159.0):
        joint, end = bent(np.zeros(3), np.array([far, 0, 0]), 80.0, 80.0, pole)
        assert end == pytest.approx([far, 0, 0], abs=1e-6)
        assert np.linalg.norm(joint) == pytest.approx(80)
    _, end = bent(np.zeros(3), np.array([500.0, 0, 0]), 80.0, 80.0, pole)
    assert end[0] == pytest.approx(160, rel=0.01)


def test_a_mirror_twice_is_no_mirror() -> None:
    m = measures_of(look_of(PEOPLE["woman"]))
    rig = performed(m, "throw").at(0.6).rig
    again = mirrored(mirrored(rig))
    for part in dataclasses.fields(rig):
        assert np.allclose(getattr(rig, part.name), getattr(again, part.name)), part.name


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("yaw", [0, 45, 90, 180, -120])
def test_from_every_side_it_is_the_same_figure(who: str, yaw: int) -> None:
    look = look_of(PEOPLE[who])
    m = measures_of(look)
    rig = rig_of(Pose(), m)
    drawn = draw_figure(look, m, rig, NEUTRAL, view_of(rig, 1.0, turn=yaw))
    assert drawn is not None
    tall = drawn.picture.shape[0]
    assert tall == pytest.approx(m.height, rel=0.09)
    # One piece: nothing hangs in the air beside it.
    count, _, stats, _ = cv2.connectedComponentsWithStats((drawn.picture[..., 3] > 100).astype(np.uint8))
    assert max(stats[1:, cv2.CC_STAT_AREA]) > 0.995 * stats[1:, cv2.CC_STAT_AREA].sum(), count
    again = draw_figure(look, m, rig, NEUTRAL, view_of(rig, 1.0, turn=yaw))
    assert again is not None
    assert np.array_equal(drawn.picture, again.picture)


def test_in_sixteen_poses_and_from_four_sides_clothes_keep_their_colour() -> None:
    def sweater(drawn: Any) -> Any:
        """The median of what is as blue as the sweater, light and shade of it alike; L*a*b*."""
        lab = lab_of(drawn[drawn[..., 3] > 250][:, :3])
        own = lab[lab[:, 2] < -12]
        assert len(own) > 0.15 * len(lab)
        return np.median(own, axis=0)

    pictures = [picture for _, picture in pose_pictures(PEOPLE["woman"], 1.0)]
    assert len(pictures) == 20
    first = sweater(pictures[0])
    assert max(ciede2000(sweater(picture), first) for picture in pictures) <= 2


def test_mouths_take_the_shapes_of_words() -> None:
    assert {shape for word in ("mama", "see", "foot", "very", "think") for shape in shapes_of(word)} <= set(VISEMES)
    assert shape_of("mama", 0.0) == "mbp"
    assert "ee" in shapes_of("see")
    assert shapes_of("…") == ("eh", "ah")


# Sizes and angles

RANGES = {
    "establishing": (0.10, 0.20), "extreme-wide": (0.07, 0.16), "wide": (0.15, 0.32), "full": (0.62, 0.92),
}  # fmt: skip
EYES = {
    "medium": (0.22, 0.40),
    "medium-close": (0.25, 0.42),
    "close": (0.26, 0.42),
    "extreme-close": (0.30, 0.50),
    "two-shot": (0.22, 0.42),
}


def an_order(
    size: str, angle: str = "eye", action: str = "", who: str = "woman", width: int = 640, height: int = 360
) -> ShotTask:
    return ShotTask(
        maker=ProviderRef(name="animatic"), prompt="", seed=3, size=size, camera="static", angle=angle, action=action, title="",
        figures=(PEOPLE[who],), view=a_view("a study"), style=Style(), format=Format(width=width, height=height), head=0,
        body=24, tail=0, speech=(), plate="", portraits=(),
    )  # fmt: skip


def a_context(folder: Path) -> TakeContext:
    return TakeContext(folder=folder, file=lambda _, name: folder / name, facts=lambda _: {}, progress=lambda *_: None)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> TakeContext:
    folder = tmp_path_factory.mktemp("studio")
    cv2.imwrite(str(folder / "plate.png"), paint(a_view("a study"), Style(), 3, 768, 432).plate)
    return a_context(folder)


def test_every_size_and_angle_of_the_schema_is_framed() -> None:
    shot = (
        schema()["$defs"]["shot"]["properties"]
        if "$defs" in schema()
        else schema()["definitions"]["shot"]["properties"]
    )
    assert set(shot["size"]["enum"]) == set(stage.SIZES)
    assert set(shot["angle"]["enum"]) == set(stage.ANGLES)


@pytest.mark.parametrize("size", RANGES)
def test_whole_figures_take_as_much_of_the_frame_as_their_size_says(size: str, studio: TakeContext) -> None:
    for who in ("woman", "man", "elder"):
        *_, (_, masks) = draw_frames(an_order(size, who=who), studio)
        rows = np.flatnonzero(masks.max(axis=1) > 100)
        share = (rows[-1] - rows[0] + 1) / masks.shape[0]
        assert RANGES[size][0] <= share <= RANGES[size][1], (size, who, share)


@pytest.mark.parametrize("size", EYES)
@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (480, 480)])
def test_eyes_are_where_their_size_puts_them(size: str, width: int, height: int, tmp_path: Path) -> None:
    for who, figure in PEOPLE.items():
        (actor,) = cast_actors(an_order(size, who=who, width=width, height=height), a_context(tmp_path), 24)
        rig = actor.performance.at(0.5).rig  # type: ignore[attr-defined]
        m = measures_of(look_of(figure))
        skull = view_of(rig, actor.mark.unit, pitch=actor.mark.pitch).seen(joints_of(rig, m).skull)[0][0]
        eyes = (actor.mark.y + skull[1]) / height
        low, high = EYES[size]
        assert low <= eyes <= high, (size, who, eyes)


@pytest.mark.parametrize("size", sorted(stage.SIZES))
@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640)])
@pytest.mark.parametrize("count", [2, 3])
def test_everybody_stands_in_the_frame(size: str, width: int, height: int, count: int, tmp_path: Path) -> None:
    figures = tuple(
        dataclasses.replace(figure, id=who, name=who.title()) for who, figure in list(PEOPLE.items())[:count]
    )
    order = dataclasses.replace(an_order(size, width=width, height=height), figures=figures)
    actors = [actor for actor in cast_actors(order, a_context(tmp_path), 24) if not actor.part.absent]
    assert len({actor.mark.x for actor in actors}) == len(actors)
    for actor in actors:
        rig = actor.performance.at(0.5).rig  # type: ignore[attr-defined]
        skull = view_of(rig, actor.mark.unit).seen(joints_of(rig, actor.m).skull)[0][0]  # type: ignore[attr-defined]
        assert 0 < actor.mark.x + skull[0] < width, actor.part
        if size != "insert":
            assert 0 < actor.mark.y + skull[1] < height, actor.part


def staged(size: str, *stage: Staging) -> ShotTask:
    figures = tuple(
        dataclasses.replace(PEOPLE[who], id=name, name=name.title())
        for who, name in (("woman", "anna"), ("man", "tom"))
    )
    return dataclasses.replace(an_order(size), figures=figures, stage=stage)


def test_who_is_staged_stands_and_faces_as_it_is_said(tmp_path: Path) -> None:
    def marks(*stage: Staging) -> list[Any]:
        return cast_actors(staged("wide", *stage), a_context(tmp_path), 24)

    anna, tom = marks()
    assert anna.mark.x < tom.mark.x
    anna, tom = marks(
        Staging(who="anna", at=Fraction(4, 5)), Staging(who="tom", at=Fraction(1, 5), depth="far", faces="anna")
    )
    assert (anna.mark.x, tom.mark.x) == pytest.approx((0.8 * 640, 0.2 * 640))
    assert tom.mark.unit < 0.7 * anna.mark.unit
    assert tom.mark.y < anna.mark.y
    assert tom.part.acts[0].aside == 1
    assert tom.part.acts[0].target == "anna"
    (anna, tom) = marks(Staging(who="anna", faces="away"), Staging(who="tom", faces="left", depth="near"))
    assert anna.part.acts[0].motion.side > 150
    assert tom.part.acts[0].aside == -1
    assert tom.mark.unit > 1.3 * anna.mark.unit


def test_staging_is_checked_and_sent_to_models(tmp_path: Path) -> None:
    stage = {"emma": {"at": "left", "faces": "david", "depth": "far"}}
    path = write(tmp_path, a_screenplay(a_shot("a", cast=["emma", "david"], action="Emma waits", stage=stage)))
    film = read(path)
    assert film.shots[0].stage == (Staging(who="emma", at=Fraction(1, 5), faces="david", depth="far"),)
    (moment,) = moments(film)
    assert "Emma stands at the left, far from the lens, facing David." in shot_prompt(moment, film.style)
    for wrong, words in (
        ({"emma": {"faces": "emma"}}, "cannot face"), ({"emma": {"faces": "nobody"}}, "cannot face"),
        ({"zoe": {"at": "left"}}, "unknown character"), ({"emma": {"at": 2}}, "at"), ({"emma": {"depth": "deep"}}, "depth"),
    ):  # fmt: skip
        write(tmp_path, a_screenplay(a_shot("a", cast=["emma", "david"], stage=wrong)))
        with pytest.raises(ScreenplayInvalid) as caught:
            read(path)
        assert any(words in str(fault) for fault in caught.value.faults), wrong


def test_closer_sizes_are_closer_and_an_angle_changes_the_picture(studio: TakeContext) -> None:
    units = [cast_actors(an_order(size), studio, 24)[0].mark.unit for size in (
        "extreme-wide", "establishing", "wide", "full", "medium", "medium-close", "close", "extreme-close")]  # fmt: skip
    assert units == sorted(units)
    seen = {}
    for angle in stage.ANGLES:
        *_, (frame, masks) = draw_frames(an_order("full", angle), studio)
        seen[angle] = frame.copy(), masks.copy()
    for angle, (frame, _) in seen.items():
        if angle != "eye":
            assert np.abs(frame.astype(int) - seen["eye"][0]).mean() > 4, angle
    # From right above a figure is shorter.
    tall = {angle: np.ptp(np.flatnonzero(masks.max(axis=1) > 100)) for angle, (_, masks) in seen.items()}
    assert tall["top"] < 0.8 * tall["eye"]


def test_dialogue_is_cut_over_shoulders_and_keeps_its_line(tmp_path: Path) -> None:
    anna, tom = (
        dataclasses.replace(PEOPLE[who], id=name, name=name.title())
        for who, name in (("woman", "anna"), ("man", "tom"))
    )
    for speaker in ("Anna", "Tom") * 4:
        order = dataclasses.replace(
            an_order("over-shoulder", action=f"{speaker} explains"), figures=(anna, tom), company=("anna", "tom")
        )
        actors = {actor.part.acts[0].target or "": actor for actor in cast_actors(order, a_context(tmp_path), 24)}
        by_name = {"tom" if target == "anna" else "anna": actor for target, actor in actors.items()}
        assert by_name["anna"].mark.x < by_name["tom"].mark.x
        listener = by_name["tom" if speaker == "Anna" else "anna"]
        assert abs(listener.part.acts[0].motion.side) > 120
        assert listener.mark.unit > by_name[speaker.lower()].mark.unit
        # Both look across the line: who stands at the left to the right.
        assert by_name["anna"].part.acts[0].aside == 1
        assert by_name["tom"].part.acts[0].aside == -1


def test_who_is_alone_faces_as_with_the_others_of_the_scene(tmp_path: Path) -> None:
    anna, tom = (
        dataclasses.replace(PEOPLE[who], id=name, name=name.title())
        for who, name in (("woman", "anna"), ("man", "tom"))
    )
    for figure, aside in ((anna, 1), (tom, -1)):
        order = dataclasses.replace(an_order("close"), figures=(figure,), company=("anna", "tom"))
        (actor,) = cast_actors(order, a_context(tmp_path), 24)
        assert {act.aside for act in actor.part.acts} == {aside}


def test_nobody_breathes_as_another_does(tmp_path: Path) -> None:
    twins = [dataclasses.replace(PEOPLE["woman"], id=name, name=name.title()) for name in ("anna", "berta", "carla")]
    order = dataclasses.replace(an_order("wide"), figures=tuple(twins))
    chests = []
    for actor in cast_actors(order, a_context(tmp_path), 240):
        rig = actor.performance.at(0.0).rig  # type: ignore[attr-defined]
        chests.append([actor._alive(rig, now).spine[1] for now in np.arange(0, 10, 0.25)])  # type: ignore[attr-defined]
    for one in range(3):
        for other in range(one):
            assert np.corrcoef(chests[one], chests[other])[0, 1] < 0.95


def test_furniture_stands_still_while_somebody_works_at_it(studio: TakeContext) -> None:
    order = dataclasses.replace(an_order("full", action="One types"), body=48)
    drawn = [(frame.copy(), masks.copy()) for frame, masks in draw_frames(order, studio)]
    ever = np.max([masks for _, masks in drawn], axis=0)
    outside = np.kron(cv2.dilate(ever, np.ones((3, 3))), np.ones((4, 4), np.uint8)) == 0
    assert all(np.array_equal(frame[outside], drawn[0][0][outside]) for frame, _ in drawn)
    assert any(not np.array_equal(frame, drawn[0][0]) for frame, _ in drawn)


def test_a_figure_may_be_anybody(tmp_path: Path) -> None:
    figure = CharacterState(id="nobody", name="Nobody", identity=(), state=())
    order = dataclasses.replace(an_order("wide"), figures=(figure,))
    assert cast_actors(order, a_context(tmp_path), 24)


def test_who_sees_is_not_seen_and_every_mask_is_its_figures(studio: TakeContext) -> None:
    anna, tom = (
        dataclasses.replace(PEOPLE[who], id=name, name=name.title())
        for who, name in (("woman", "anna"), ("man", "tom"))
    )
    order = dataclasses.replace(an_order("pov", action="Tom looks at Anna"), figures=(anna, tom))
    *_, (_, masks) = draw_frames(order, studio)
    seen, sees = np.split(masks, 2)
    assert seen.max() > 200
    assert not sees.any()
    # Whoever is drawn first, the masks are in the order's own order.
    order = dataclasses.replace(an_order("over-shoulder", action="Anna explains"), figures=(anna, tom))
    *_, (_, masks) = draw_frames(order, studio)
    left, right = (np.average(np.arange(mask.shape[1]), weights=mask.sum(axis=0)) for mask in np.split(masks, 2))
    assert left < right


def test_hair_trails_the_same_in_both_frames_of_a_drawing(studio: TakeContext) -> None:
    running = dataclasses.replace(PEOPLE["child"], id="mia", name="Mia")
    order = dataclasses.replace(an_order("wide", action="Mia runs"), figures=(running,), body=48)
    frames = [frame.copy() for frame, _ in draw_frames(order, studio)]
    changed = [not np.array_equal(first, second) for first, second in itertools.pairwise(frames)]
    # On twos: every second step shows the same drawing again.
    assert sum(changed) <= len(frames) // 2


def test_two_things_done_at_once_are_one_motion() -> None:
    anna = dataclasses.replace(PEOPLE["woman"], id="anna", name="Anna")
    (act,) = acts_of([anna], "Anna runs carrying a lantern", [], 4.0, {"anna": 0.5})["anna"]
    assert (act.motion.gait, act.thing) == ("run", "lantern")
    assert act.motion.keys == motions()["carry"].keys
    (act,) = acts_of([anna], "Anna waves while she walks", [], 4.0, {"anna": 0.5})["anna"]
    assert (act.motion.gait, act.motion.keys) == ("walk", motions()["wave"].keys)


@pytest.mark.parametrize(("camera", "angle"), [
    ("low angle, slow push in", "low"), ("slow low-angle tracking shot", "low"), ("high angle", "high"), ("top shot", "top"),
    ("overhead", "top"), ("dutch tilt", "dutch"), ("high crane down", "eye"), ("tilted up slowly", "eye"),
    ("push to the top of a low wall", "eye"), ("static", "eye"),
])  # fmt: skip
def test_an_angle_in_the_cameras_words_is_seen(camera: str, angle: str) -> None:
    assert angle_of("", camera) == angle
    assert angle_of("low", camera) == "low"
    if angle != "eye":
        assert AnimaticShots.unmoved(camera) == ""


def test_a_row_of_verbs_says_nothing_that_nobody_reads() -> None:
    known = {"words", "from"} | {field.name for field in dataclasses.fields(Motion)} - {"name", "start"}
    for name, row in family("verbs").items():
        assert set(row) <= known, name

"""The offline picture: drawn from words and seed alone, the same each time, a character the same in every shot."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest

from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.animatic import beings, camera, held, places, props, stage, vocabulary
from ministudio_cli.providers.animatic.acting import acts_of
from ministudio_cli.providers.animatic.actor import Part, trimmed
from ministudio_cli.providers.animatic.casting import cast_actors
from ministudio_cli.providers.animatic.compose import lay
from ministudio_cli.providers.animatic.deeds import unacted
from ministudio_cli.providers.animatic.filming import draw_frames
from ministudio_cli.providers.animatic.look import feeling_of, look_of
from ministudio_cli.providers.animatic.naming import place_of
from ministudio_cli.providers.animatic.paint import rasterise
from ministudio_cli.providers.animatic.person import Person
from ministudio_cli.providers.animatic.portrait import NEUTRAL, draw_portrait
from ministudio_cli.providers.animatic.scenery import scenery
from ministudio_cli.providers.animatic.sets import paint
from ministudio_cli.providers.animatic.things import from_row
from ministudio_cli.providers.animatic.titles import Slate
from ministudio_cli.providers.animatic.undrawn import undrawn
from ministudio_cli.providers.animatic.vocabulary import colour_in, family, match, matches
from ministudio_cli.providers.animatic.weather import air_of, weather_for
from ministudio_cli.providers.given import given_figure
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.screenplay.model import Format, Style


def a_view(
    place: str, *, interior: bool = True, light: str = "", time: str = "noon", props: tuple[str, ...] = ()
) -> SetState:
    return SetState(place=place, architecture="", interior=interior, light=light, time=time, weather="", props=props)


def a_figure(emotion: str = "calm", **identity: str) -> CharacterState:
    return CharacterState(id="one", name="One", identity=tuple(identity.items()), state=(("emotion", emotion),))


def test_the_same_words_and_seed_draw_the_same_plate_and_another_seed_another() -> None:
    view = a_view("a study", props=("plant",))
    one, two, three = (paint(view, Style(), seed, 320, 180).plate for seed in (3, 3, 4))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, three)


@pytest.mark.parametrize("kind", sorted(family("places")))
def test_every_place_draws_a_plate_with_light_and_depth(kind: str) -> None:
    told = family("places")[kind]
    inside = told["draw"] in ("room", "corridor")
    plate = paint(a_view(f"a {told['words'][0]}", interior=inside), Style(), 5, 320, 180).plate
    grey = cv2.cvtColor(plate, cv2.COLOR_BGR2GRAY)
    assert 20 < grey.mean() < 235
    assert grey.std() > 12


@pytest.mark.parametrize("light", sorted(family("light")))
def test_every_light_leaves_a_picture_that_is_neither_black_nor_burnt(light: str) -> None:
    plate = paint(a_view("a laboratory", light=family("light")[light]["words"][0], time=""), Style(), 5, 320, 180).plate
    grey = cv2.cvtColor(plate, cv2.COLOR_BGR2GRAY)
    assert 18 < np.median(grey) < 225
    assert (grey > 250).mean() < 0.3


def test_night_is_darker_than_noon_and_alarm_is_red() -> None:
    night, noon, alarm = (
        paint(a_view("a lab", light=one, time=""), Style(), 5, 320, 180).plate for one in ("moonlight", "noon", "alarm")
    )
    assert night.mean() < noon.mean() * 0.75
    assert alarm[..., 2].mean() > 1.3 * alarm[..., 0].mean()


def test_the_words_of_every_prop_have_a_drawing() -> None:
    assert set(family("props")) == set(props.PLACE), "a row of words/props.yaml and one of PLACE in props.py"
    assert set(family("beings")) == set(beings.SHAPES) | {"hologram"}


def test_there_is_a_drawing_for_everything_that_words_can_name() -> None:
    assert len(family("props")) >= 60
    assert set(family("held")) == set(held.HELD)
    drawn = {told["draw"] for told in family("places").values()}
    assert drawn - {"room", "corridor", "composed"} == set(places.PLACES)
    for told in family("places").values():
        assert {name for name in told["props"] if ":" not in name} <= set(props.PLACE)
        assert all(from_row(name).drawn_as for name in told["props"])


@pytest.mark.parametrize("name", sorted(props.PLACE))
def test_every_prop_is_seen_and_named_by_its_own_words(name: str) -> None:
    words = family("props").get(name)
    assert words
    assert all(match("props", word) == name for word in words), words
    s = scenery(a_view("a room"), Style(), 3, 320, 180)
    props.PLACE[name][1](s, s.width / 2, s.height * 0.8, 1.0)
    layer = s.layers["far"]
    assert not layer.base.empty or not layer.shine.empty
    pixels = rasterise(layer.base, 320, 180)[..., 3], rasterise(layer.shine, 320, 180)[..., 3]
    assert max(np.count_nonzero(pixel) for pixel in pixels) > 60


@pytest.mark.parametrize("being", sorted(beings.SHAPES))
def test_every_being_fills_its_canvas_and_has_its_eyes_where_it_says(being: str) -> None:
    look = look_of(CharacterState(id="it", name="It", identity=(("kind", family("beings")[being][0]),), state=()))
    assert look.being == being
    drawing = beings.draw_being(look)
    sprite = trimmed(rasterise(drawing, round(drawing.box[2] / 2), round(drawing.box[3] / 2)), drawing.box)
    shape = beings.SHAPES[being]
    top = sprite.y / sprite.scale
    assert top == pytest.approx(shape.height, rel=0.35)
    assert shape.eyes < top


def test_two_words_name_one_thing() -> None:
    assert matches("props", "a street lamp") == ("streetlamp",)
    assert matches("props", "school desks, string lights") == ("schooldesks", "lights")
    assert matches("garments", "chef hat") == ("toque",)
    assert matches("props", "a weather vane") == ("vane",)
    assert matches("props", "weather, vane") == ()


def test_what_cannot_be_drawn_is_said() -> None:
    view = a_view("a flumph", props=("piano", "a quaffle"), light="warm")
    figure = a_figure("discombobulated", wears="blue shirt, a starfish costume", hair="long red")
    said = " ".join(undrawn(view, [figure]))
    for word in ("flumph", "quaffle", "starfish", "discombobulated"):
        assert word in said
    for word in ("piano", "shirt", "long red", "light"):
        assert word not in said
    assert undrawn(a_view("a study", props=("plants",)), [a_figure(hair="chestnut bob", wears="blue sweater")]) == ()


def test_a_plate_has_layers_and_the_layers_make_the_plate() -> None:
    painted = paint(a_view("a study", props=("armchair", "plant")), Style(), 5, 480, 270)
    assert painted.middle is not None
    assert painted.near is not None
    whole = painted.far.copy()
    lay(whole, painted.middle, np.array([[1.0, 0, 0], [0, 1, 0]]))
    assert np.array_equal(whole, painted.plate)
    assert 0.02 < (painted.middle[..., 3] > 128).mean() < 0.6
    assert (painted.near[..., 3] > 0).mean() < 0.3
    # Premultiplied: no colour is brighter than its cover where it is not light.
    assert (painted.near[..., :3].max(axis=2) <= painted.near[..., 3]).all()


def test_a_shift_is_the_warp_it_replaces() -> None:
    chance = np.random.default_rng(4)
    sprite = cv2.GaussianBlur(chance.integers(0, 255, (60, 80, 4), np.uint8), (0, 0), 2)
    sprite[..., :3] = cv2.min(sprite[..., :3], cv2.merge([sprite[..., 3]] * 3))
    for x, y in ((20.3, 11.7), (-9.4, -20.2), (100.0, 70.5), (110.6, 80.0)):
        one, two = (np.full((128, 160, 3), 90, np.uint8) for _ in range(2))
        lay(one, sprite, np.array([[1.0, 0, x], [0, 1, y]]))
        # A turn too small to see takes the other way.
        lay(two, sprite, np.array([[1.0, -1e-5, x], [1e-5, 1, y]]))
        assert np.abs(one.astype(int) - two).max() <= 8, (x, y)


def test_nine_students_do_not_blink_together() -> None:
    part = Part(mark=stage.Mark(x=300, y=300, unit=3.0), mood=NEUTRAL, mouths=[0])
    students = [Person(dataclasses.replace(a_figure(), id=f"student_{number}"), part) for number in range(1, 10)]
    shut = [tuple(number for number in range(240) if student.eyes(number, 24) != 2) for student in students]
    assert len(set(shut)) == 9


def test_a_portrait_of_the_users_own_is_cut_from_its_ground(tmp_path: Path) -> None:
    picture, mask = draw_portrait(a_figure(hair="long red", wears="green dress"), 384, 512)
    cover = (mask / 255.0)[..., None]
    ground = np.linspace(90, 190, 512)[:, None, None] + np.random.default_rng(1).normal(0, 4, picture.shape)
    cv2.imwrite(str(tmp_path / "zoe.png"), np.clip(picture * cover + ground * (1 - cover), 0, 255).astype(np.uint8))
    _, found = given_figure(tmp_path / "zoe.png", 384, 512)
    both, either = ((found > 127) & (mask > 127)).sum(), ((found > 127) | (mask > 127)).sum()
    assert both / either > 0.93


def test_what_the_hands_hold_comes_from_the_action() -> None:
    kara = dataclasses.replace(a_figure(), id="kara", name="Kara")
    for action, thing in (("Kara holds up a torch", "torch"), ("Kara looks at the torch", "")):
        (act, *_), places = acts_of([kara], action, [], 4.0, {"kara": 0.5})["kara"][-1:], None
        assert act.thing == thing, (action, places)


def test_what_nobody_can_act_is_said() -> None:
    kara = dataclasses.replace(a_figure(), id="kara", name="Kara")
    assert unacted("Kara transmogrifies the teapot and waves", [kara]) == [
        "action “Kara transmogrifies the teapot”: no motion for it"
    ]
    assert unacted("Kara waves; the lamp flickers", [kara]) == []


def test_weather_stays_outside() -> None:
    inside, outside = (
        SetState(place="x", architecture="", interior=interior, light="", time="", weather="rain, dust", props=())
        for interior in (True, False)
    )
    assert len(weather_for(air_of(inside, inside=True), 1)) == 1
    assert len(weather_for(air_of(outside, inside=False), 1)) == 3


def test_a_slate_counts_the_films_frames() -> None:
    slate = Slate("3 three · wide", 47, 24, 640, 360)
    pictures = []
    for number in (0, 1, 1):
        frame = np.full((360, 640, 3), 120, np.uint8)
        slate.draw(frame, number)
        pictures.append(frame)
    assert not np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[1], pictures[2])
    assert (pictures[0][:340] == 120).all()


def test_plurals_and_synonyms_match() -> None:
    assert match("props", "three monitors") == "screens"
    assert matches("props", "towers of documents and plants") == ("stacks", "plant")
    assert place_of(a_view("the bazaar", interior=False)) == "city"
    assert place_of(a_view("an unheard-of somewhere")) == "empty"


def test_costumes_are_read_from_plain_words() -> None:
    look = look_of(a_figure(hair="dark hair in a bun", wears="white lab coat over a black turtleneck, khaki trousers"))
    worn = {garment.part: (garment.cut, garment.colour) for garment in look.garments}
    assert worn["over"] == ("coat", colour_in("white", ""))
    assert worn["top"] == ("turtleneck", colour_in("black", ""))
    assert worn["legs"][1] == colour_in("khaki", "")
    assert look.hair == "bun"


def test_age_and_feeling_show() -> None:
    assert look_of(a_figure(age="10")).age == "child"
    assert look_of(a_figure(age="70", beard="white")).beard
    assert feeling_of(a_figure("fearful")).eye > feeling_of(a_figure("defeated")).eye


def test_feeling_changes_the_face_and_never_the_costume() -> None:
    told = {"hair": "chestnut bob", "wears": "cerulean sweater"}
    calm, afraid = (draw_portrait(a_figure(emotion, **told), 384, 512) for emotion in ("calm", "afraid"))
    assert not np.array_equal(calm[0], afraid[0])
    chest = (slice(230, 280), slice(170, 214))
    assert np.abs(calm[0][chest].astype(int) - afraid[0][chest].astype(int)).mean() < 6
    assert calm[1][260, 192] == 255
    assert calm[1][10, 10] == 0


@pytest.mark.parametrize(
    "words", ["pan left", "tilt up", "push in", "pull out", "crane down", "slow track right", "orbit", "handheld"]
)
def test_every_move_is_smooth_and_starts_and_ends_at_rest(words: str) -> None:
    poses = camera.path(words, 96, 24, 3)
    steps = [abs(b.x - a.x) + abs(b.y - a.y) + abs(b.zoom - a.zoom) for a, b in itertools.pairwise(poses)]
    jumps = [abs(b - a) for a, b in itertools.pairwise(steps)]
    assert max(steps) < 0.01
    assert max(jumps) < 0.002
    assert camera.moves(words)
    if words != "handheld":
        assert steps[0] < 0.2 * max(steps)
        assert steps[-1] < 0.2 * max(steps)


def test_a_static_camera_is_static() -> None:
    assert len(set(camera.path("static", 48, 24, 3))) == 1
    assert not camera.moves("static")


def test_colour_words_are_colours() -> None:
    assert vocabulary.colour_in("a forest green scarf", "") == family("colours")["green"]
    assert vocabulary.colour_in("#12AB9F silk", "") == "#12AB9F"


def test_an_actor_acts_what_its_own_name_does_and_not_a_name_that_holds_it(tmp_path: Path) -> None:
    al, alma = (dataclasses.replace(a_figure(), id=name.lower(), name=name) for name in ("Al", "Alma"))
    order = ShotTask(
        maker=ProviderRef(name="animatic"), prompt="", seed=3, size="wide", camera="static", action="Alma waves", title="",
        figures=(al, alma), view=a_view("a study"), style=Style(), format=Format(), head=0, body=24, tail=0, speech=(),
        plate="", portraits=(),
    )  # fmt: skip
    context = TakeContext(
        folder=tmp_path, file=lambda _, name: tmp_path / name, facts=lambda _: {}, progress=lambda *_: None
    )
    acted = {actor.part.acts[-1].motion.name for actor in cast_actors(order, context, 24)}
    assert acted == {"wave", "stand"}
    assert [act.motion.name for act in acts_of((al, alma), "Alma waves", [], 4.0, {"al": 0.3, "alma": 0.7})["al"]] == [
        "stand"
    ]


def test_what_is_drawn_outside_the_masks_of_a_static_camera_is_the_same_to_the_bit(tmp_path: Path) -> None:
    orb = CharacterState(id="orb", name="Orb", identity=(("form", "an orb of light"),), state=())
    view = a_view("a study")
    cv2.imwrite(str(tmp_path / "plate.png"), paint(view, Style(), 3, 768, 432).plate)
    order = ShotTask(
        maker=ProviderRef(name="animatic"), prompt="", seed=3, size="medium", camera="static", action="", title="",
        figures=(a_figure(hair="chestnut bob"), orb),
        view=view, style=Style(), format=Format(width=640, height=360), head=0, body=40, tail=0, speech=(),
        plate="", portraits=(),
    )  # fmt: skip
    context = TakeContext(
        folder=tmp_path, file=lambda _, name: tmp_path / name, facts=lambda _: {}, progress=lambda *_: None
    )
    drawn = [(frame.copy(), masks.copy()) for frame, masks in draw_frames(order, context)]
    ever = np.max([masks.reshape(2, 90, 160).max(axis=0) for _, masks in drawn], axis=0)
    outside = np.kron(cv2.dilate(ever, np.ones((3, 3))), np.ones((4, 4), np.uint8)) == 0
    assert outside.mean() > 0.3
    assert all(np.array_equal(frame[outside], drawn[0][0][outside]) for frame, _ in drawn)
    assert any(not np.array_equal(frame, drawn[0][0]) for frame, _ in drawn)

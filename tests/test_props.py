"""Props with an identity: the same words in every shot, a state that is carried, a picture that is sent along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.planning.state import SetState, moments, shown_action
from ministudio_cli.providers.animatic.acting import acts_of
from ministudio_cli.providers.animatic.figure.tools import held_picture
from ministudio_cli.providers.animatic.held import HELD
from ministudio_cli.providers.animatic.props import as_they_are
from ministudio_cli.providers.animatic.sets import paint
from ministudio_cli.providers.animatic.undrawn import undrawn
from ministudio_cli.reading.conditions import conditions_of
from ministudio_cli.screenplay.model import Style
from ministudio_cli.screenplay.read import read

from .builders import a_film, a_plan, a_screenplay, a_shot, write
from .conftest import ministudio, rendered
from .test_google import by_key, clips, google

LAMP = {"identity": {"material": "dented brass", "shade": "green glass"}, "state": {"flame": "lit"}}


def a_story(**told: Any) -> dict[str, Any]:
    shots = [
        a_shot("stands", duration=2),
        a_shot("lifts", cast=["emma"], action="Emma lifts the oil lamp", duration=2),
        a_shot("elsewhere", cast=["emma"], action="Emma waits", duration=2),
        a_shot("dark", cast=["emma"], things={"oil_lamp": {"flame": "out"}}, duration=2),
        a_shot("after", cast=["emma"], action="Emma holds the Oil Lamp", duration=2),
    ]
    base = {"props": {"oil_lamp": LAMP}, "sets": {"room": {"place": "a study", "time": "night"}}}
    return a_screenplay(*shots, **(base | told))


def test_a_prop_is_in_the_shots_that_name_it_and_keeps_its_state() -> None:
    seen = {moment.shot.id: moment.things for moment in moments(a_film(a_story()))}
    assert {shot: [thing.id for thing in things] for shot, things in seen.items()} == {
        "stands": [], "lifts": ["oil_lamp"], "elsewhere": [], "dark": ["oil_lamp"], "after": ["oil_lamp"]
    }  # fmt: skip
    assert dict(seen["lifts"][0].state) == {"flame": "lit"}
    assert dict(seen["after"][0].state) == {"flame": "out"}
    assert seen["after"][0].words == "dented brass green glass oil lamp, its flame out"


def test_its_identity_is_the_same_words_in_every_prompt() -> None:
    plan = a_plan(
        *a_story()["scenes"][0]["shots"], **{key: value for key, value in a_story().items() if key == "props"}
    )
    own = "Prop, oil lamp: material dented brass; shade green glass."
    assert [own in shot.prompt for shot in plan.shots] == [False, True, False, True, True]
    assert "Now: flame out." in plan.shots[4].prompt
    assert "oil_lamp: flame out" in plan.shots[3].moment.changed


def test_on_a_set_it_stands_as_it_is_and_changes_there() -> None:
    told = a_story(sets={"room": {"place": "a study", "props": ["desk", "oil lamp"]}})
    seen = list(moments(a_film(told)))
    assert [thing.id for thing in seen[0].things] == ["oil_lamp"]
    assert seen[0].view.props == ("desk", "dented brass green glass oil lamp, its flame lit")
    assert seen[4].view.props == ("desk", "dented brass green glass oil lamp, its flame out")


def test_who_draws_an_action_reads_what_the_thing_is() -> None:
    lifted = next(moment for moment in moments(a_film(a_story())) if moment.shot.id == "lifts")
    assert shown_action(lifted) == "Emma lifts the dented brass green glass oil lamp"


def test_films_without_props_are_planned_as_before() -> None:
    plain = a_plan(a_shot("a", cast=["emma"], action="Emma waves"))
    empty = a_plan(a_shot("a", cast=["emma"], action="Emma waves"), props={})
    assert plain.shots[0].digest == empty.shots[0].digest
    assert "things" not in dict(plain.shots[0].ingredients)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"things": ["oil_lmp"]}, "“oil_lmp”"),
        ({"things": {"nothing": {"a": "b"}}}, "“nothing”"),
    ],
)
def test_a_prop_that_is_not_declared_is_a_fault_at_its_place(change: dict[str, Any], word: str, tmp_path: Path) -> None:
    told = a_story()
    told["scenes"][0]["shots"][1] |= change
    with pytest.raises(ScreenplayInvalid) as caught:
        read(write(tmp_path, told))
    assert word in caught.value.faults[0].message


def test_a_prop_with_the_id_of_somebody_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ScreenplayInvalid) as caught:
        read(write(tmp_path, a_story(props={"emma": LAMP, "oil_lamp": LAMP})))
    assert "in the cast, too" in caught.value.faults[0].message


@pytest.mark.film
def test_its_picture_goes_along_with_the_shots_that_it_is_in(tmp_path: Path) -> None:
    picture = np.zeros((1500, 1200, 3), np.uint8)
    picture[300:1200, 400:800] = (40, 160, 200)
    cv2.imwrite(str(tmp_path / "lamp.png"), picture)
    lamp = LAMP | {"reference": "lamp.png"}
    shots = [
        a_shot("waits", cast=["emma"], action="Emma waits", duration=4),
        a_shot("lifts", cast=["emma"], action="Emma lifts the oil lamp", duration=4),
    ]
    told = a_screenplay(
        *shots, props={"oil_lamp": lamp}, music="none", steady="off",
        render={"shots": "omni", "plates": "animatic", "voice": "hum"},
    )  # fmt: skip
    path = write(tmp_path, told)
    with google() as emulator:
        done = ministudio("render", path, "--yes", "--retakes", "0", "--json", "-q", **by_key(emulator))
        assert done.returncode == 0, done.stdout
        bought = {("lifts" in one["prompt"]): one for one in clips(emulator)}
    assert "is oil lamp" in bought[True]["prompt"]
    assert len(bought[True]["references"]) == len(bought[False]["references"]) + 1
    shot = json.loads(done.stdout)["films"][0]["shots"][1]
    assert [anchor["of"] for anchor in shot["anchors"]].count("oil_lamp") == 1
    # Another picture under the same name is another film.
    cv2.imwrite(str(tmp_path / "lamp.png"), 255 - picture)
    assert ministudio("plan", path, "--locked", "-q").returncode in (2, 4)


@pytest.mark.film
@pytest.mark.long
def test_a_drawn_film_with_props_is_rendered(tmp_path: Path) -> None:
    told = a_story(sets={"room": {"place": "a study", "props": ["desk", "oil lamp"]}}, music="none")
    report = rendered(write(tmp_path, told))
    assert len(report["shots"]) == 5


def painted(*props: str) -> np.ndarray[Any, Any]:
    view = SetState(place="a study", architecture="", interior=True, light="", time="night", weather="", props=props)
    return paint(view, Style(), 7, 480, 270).plate.astype(np.float32)


@pytest.mark.parametrize("kind", ["floor lamp", "armchair", "suitcase", "vase"])
def test_a_thing_is_seen_in_the_colour_that_is_written(kind: str) -> None:
    """Drawings of ours and of the library alike, named in the identity or as what it is painted now."""
    red, green = painted(f"red {kind}"), painted(f"green {kind}")
    apart = np.abs(red - green).max(axis=2)
    changed = apart >= max(30.0, float(np.sort(apart.ravel())[-200]))
    assert changed.sum() > 60
    assert (red[changed][:, 2] - red[changed][:, 1]).mean() > 30
    assert (green[changed][:, 1] - green[changed][:, 2]).mean() > 15
    assert np.array_equal(painted(f"{kind}, its colour green"), green)


@pytest.mark.parametrize(("lit", "out"), [
    ("floor lamp", "floor lamp, its light off"), ("candles", "unlit candles"),
    ("oil lamp, its flame lit", "oil lamp, its flame out"),
])  # fmt: skip
def test_what_is_out_gives_no_light(lit: str, out: str) -> None:
    assert painted(lit).mean() > painted(out).mean() + 2


def test_a_state_is_no_thing_of_its_own() -> None:
    """“Its flame out” is no fire beside the lamp, to the eye or to the ear."""
    assert np.array_equal(painted("oil lamp, its flame out"), painted("unlit oil lamp"))
    film = a_film(a_story(sets={"room": {"place": "a study", "props": ["oil lamp"]}}))
    assert not [words for moment in moments(film) for words in undrawn(moment.view, []) if "flame" in words]


def test_what_is_broken_is_seen_to_be() -> None:
    for kind in ("mirror", "blue suitcase"):
        assert np.abs(painted(f"broken {kind}") - painted(kind)).max() > 60
    assert np.array_equal(painted("mirror, its glass shattered"), painted("broken mirror"))


@pytest.mark.parametrize(("action", "thing"), [
    ("Emma holds a green cup", "cup#3F8F57"), ("Emma holds a broken cup", "cup!broken"), ("Emma holds a cup", "cup"),
    ("Emma lifts the unlit brass lantern", "lantern!out"),
])  # fmt: skip
def test_what_is_held_is_as_it_is_written(action: str, thing: str) -> None:
    figures = next(iter(moments(a_film(a_screenplay(a_shot("a", cast=["emma"], action=action)))))).figures
    acts = acts_of(figures, action, [], 3.0, {"emma": 0.5})
    assert thing in {act.thing for act in acts["emma"]}


@pytest.mark.parametrize(("words", "condition"), [
    ("oil lamp, its flame no longer lit", "out"), ("mirror, its glass not broken", ""), ("an unlit candle", "out"),
    ("vase, its state repaired and no longer cracked", ""), ("screen, its stand turned on its side", ""),
    ("screen, its picture dark", ""), ("screen, its display dark", "out"), ("lamp, its light never lit", "out"),
])  # fmt: skip
def test_what_is_denied_is_not_so(words: str, condition: str) -> None:
    assert conditions_of(words)[0] == condition


def test_a_things_state_is_not_that_of_another_whose_name_holds_it() -> None:
    view = SetState(
        place="a kitchen", architecture="", interior=True, light="", time="", weather="",
        props=("green cupboard, its door broken", "cup", "brass lamp, its light off", "desk",
               "mirror in a gold frame, its glass cracked", "lamp post, its light on"),
    )  # fmt: skip
    seen = {thing.words: (thing.condition, bool(thing.colour)) for thing in as_they_are(view)}
    assert seen["cup"] == ("", False)
    assert seen["green cupboard"] == ("broken", True)
    assert seen["brass lamp"][0] == "out"
    assert seen["desk"] == ("", False)
    assert seen["mirror"][0] == "broken"


@pytest.mark.parametrize("name", sorted(HELD))
def test_nothing_that_is_held_is_cut_off(name: str) -> None:
    picture, _, _ = held_picture(name, 1000)
    alpha = picture[..., 3]
    assert alpha.any()
    edges = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    assert edges.max() < 8

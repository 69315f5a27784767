"""The thing that an action is about: found in its words, and seen in every size of shot."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from ministudio_cli.planning.state import CharacterState, moments
from ministudio_cli.providers.animatic import belonging
from ministudio_cli.providers.animatic.acting import acts_of
from ministudio_cli.providers.animatic.art import library
from ministudio_cli.providers.animatic.casting import cast_actors
from ministudio_cli.providers.animatic.deeds import unacted
from ministudio_cli.providers.animatic.figure import placed, tools
from ministudio_cli.providers.animatic.figure.draw import view_of
from ministudio_cli.providers.animatic.figure.motion import Performance, motions
from ministudio_cli.providers.animatic.figure.skeleton import joints_of, measures_of
from ministudio_cli.providers.animatic.filming import draw_frames
from ministudio_cli.providers.animatic.look import look_of
from ministudio_cli.providers.animatic.sets import paint
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.screenplay.drawing import Art
from ministudio_cli.screenplay.model import Style
from ministudio_cli.screenplay.read import read

from .conftest import ministudio
from .test_animatic import a_figure, a_view
from .test_figure import a_context, an_order

ANA = a_figure(hair="brown bob", wears="blue coat, leather mask, hiking boots", gender="woman")
ANA = dataclasses.replace(ANA, id="ana", name="Ana")
TOM = dataclasses.replace(a_figure(hair="short black", wears="white shirt"), id="tom", name="Tom")
GOAT = CharacterState(id="ana", name="Ana", identity=(("species", "goat"),), state=())


def shown(action: str, *others: CharacterState) -> dict[str, set[str]]:
    """What each of the cast has in the hand or beside it in some act."""
    figures = [ANA, *others]
    places = {figure.id: 0.3 + 0.4 * at for at, figure in enumerate(figures)}
    acts = acts_of(figures, action, [], 4.0, places)
    return {key: {name for act in own for name in (act.thing, *act.motion.props) if name} for key, own in acts.items()}


def drawings(found: set[str]) -> set[str]:
    """The names of what is drawn, without where it is and in which colour."""
    return {re.split("[#!]", name.rpartition(":")[2])[0] for name in found}


@pytest.mark.parametrize(("action", "thing"), [
    # The object, of two words and with what is said of it.
    ("Ana carries a tall wedding cake through the door", "art:wedding cake"),
    ("Ana drags a heavy green suitcase off the back seat", "art:luggage#3F8F57"),
    ("Ana turns the hourglass over", "art:hourglass-done"),
    ("Ana rolls the spare wheel up the slope", "art:wheel"),
    ("Ana kisses the trophy", "art:trophy"),
    ("Ana sets a battered violin case on the table", "art:instrument case"),
    ("Ana peels a wet page from the press", "letter"),
    ("Ana chews a carrot", "art:carrot"),
    # The whole of a part.
    ("Ana straightens the brim of the straw hat", "art:womans-hat"),
    ("Ana grabs the handles of the wheelchair", "ahead:art:manual-wheelchair"),
    ("Ana kicks the engine of her motorcycle", "ahead:art:motorcycle"),
    # Behind a preposition.
    ("Ana hammers a small dent into the steel drum", "on:art:steel drum"),
    ("Ana leans on the shovel", "art:shovel"),
    ("Ana ties fresh twigs onto a broken broom", "art:broom!broken"),
    ("Ana walks toward a satellite dish", "ahead:art:satellite-antenna"),
    ("Ana lifts a duckling into the blue wheelbarrow", "ahead:art:wheelbarrow#3E6FB8"),
    ("Ana squints through the eyepiece of the sextant", "art:sextant"),
    ("Ana slaps a thick rope of dough onto the counter", "art:bread"),
    ("Ana pulls a rusty bicycle upright out of the long grass", "ahead:art:bicycle"),
    ("Ana adjusts a dial on the handle of her metal detector", "art:metal detector"),
    ("Ana sits on the log under the open umbrella", "umbrella"),
    ("Ana hurls the javelin into the fog", "art:spear"),
    ("Ana hangs the steelpan around her neck", "art:steel drum"),
    ("Ana holds a paper kite over her head", "art:kite"),
    ("Ana crouches before the iron-bound chest", "ahead:art:treasure-chest"),
    ("Ana drags a dripping crab pot over the rail with both hands", "art:net bag"),
    ("Ana wobbles down the empty lane on the bicycle", "under:art:bicycle"),
    ("Ana spins the battered globe", "art:desk globe"),
    # What is cooked, cut, flown, gripped and typed on.
    ("Ana fries an egg in a black pan", "on:art:cooking"),
    ("Ana stirs the soup in a copper pot", "on:art:steaming-bowl"),
    ("Ana cooks", "on:art:pot-of-food"),
    ("Ana kneads the dough", "on:art:bread"),
    ("Ana slices an onion on the board", "on:art:onion"),
    ("Ana flips a pancake", "art:pancakes"),
    ("Ana flies a green kite", "above:art:kite#3F8F57"),
    ("Ana closes her fingers around the javelin", "art:spear"),
    ("Ana hammers at the typewriter", "on:art:typewriter"),
    ("Ana tosses noodles high out of the wok", "art:steaming-bowl"),
    ("Ana sweeps the floor with a broom", "art:broom"),
    ("Ana jumps back from the microscope and covers her mouth", "ahead:art:microscope"),
    ("Ana spreads tomato sauce over the pizza", "ahead:art:pizza"),
    ("Ana draws the bow across the cello strings", "violin"),
    ("Ana mops the deck", "art:broom"),
    ("Ana waters the sunflowers", "art:watering can"),
    ("Ana takes a photograph with her old camera", "camera"),
    ("Ana takes a photo of him with her phone", "phone"),
    ("Ana polishes the silver trophy", "art:trophy#C3C8D0"),
    ("Ana shakes the snow globe", "art:snow globe"),
    ("Ana swings the tennis racket", "art:tennis"),
    ("Ana plays chess", "art:chess-pawn"),
    ("Ana plays video games", "art:video-game"),
    ("Ana puts on the helmet", "art:military-helmet"),
    ("Ana stirs the potion in the cauldron", "ahead:art:cauldron"),
    ("Ana takes a tray of cookies out of the oven", "art:cookie"),
    # What does something itself.
    ("The dragon egg cracks on the anvil as Ana leans in", "ahead:art:egg"),
    ("Ana presses a button and the pram folds flat", "ahead:art:pram"),
    ("The turtle crawls into the surf while Ana walks behind it", "ahead:art:turtle"),
    ("The old yellow tram climbs up the street with Ana driving", "ahead:art:tram-car#E8C547"),
    ("The telephone rings and Ana picks it up", "phone"),
    # What is ridden.
    ("Ana races down the corridor in her wheelchair", "under:art:manual-wheelchair"),
    ("Ana climbs into a canoe", "under:art:canoe"),
    ("Ana rides the elephant through the river", "under:art:elephant"),
    ("Ana shoots out of the window on the broom", "under:art:broom"),
    # In ways of their own.
    ("Ana plays a fast run on the steel drum", "ahead:art:steel drum"),
    ("Ana raises the trumpet and plays to the empty chairs", "art:trumpet"),
    ("Ana draws her bow", "bow"),
    ("Ana pumps the handcar along the rails", "under:art:handcar"),
    # Said again by “it”, kept in the hand, done in a verb that no table has.
    ("Ana takes the binoculars and lifts them over her head", "art:binoculars"),
    ("Ana flombs a red fan", "art:folding-hand-fan#C23B36"),
    ("Ana flicks open a red fan", "art:folding-hand-fan#C23B36"),
])  # fmt: skip
def test_the_thing_of_an_action_is_found_in_its_words(action: str, thing: str) -> None:
    assert thing in shown(action)["ana"]


@pytest.mark.parametrize(("action", "wrong"), [
    ("Ana pulls the antenna straight", "rope"),
    ("Ana pulls down her mask", "rope"),
    ("Ana drags its brake lever down", "art:wheel"),
    ("Ana braces her boots on the hull", "art:hiking-boot"),
    ("Ana catches the hourglass as it slides off the table", "crate"),
    ("Ana runs down the hill", "art:feather"),
    ("Ana pushes the trolley of the museum", "crate"),
    ("Ana plays the trumpet", "piano"),
    ("Ana stares at the tiger", "art:tiger"),
    ("Ana clicks the handlebars into place", "laptop"),
    ("Ana drags a dripping crab pot over the rail", "rope"),
    ("Ana plants her feet", "shovel"),
    ("Ana braces her legs on the rolling deck", "crate"),
    ("Ana listens to it ring", "art:ring"),
    ("Ana hands the knotted quipu to a man", "art:machine"),
    ("Ana works a lockpick into its lock", "desk"),
])  # fmt: skip
def test_nothing_stands_in_for_what_is_named(action: str, wrong: str) -> None:
    assert wrong.removeprefix("art:") not in drawings(shown(action)["ana"])


@pytest.mark.parametrize(
    ("action", "wrong"),
    [
        ("Ana cuts the fishing net off a sea turtle", "stove"),
        ("Ana peels a wet page off the press", "stove"),
        ("Ana flies a kite", "art:kite"),
        ("The old man bows to Ana", "bow"),
        ("The rain falls and the wind blows as Ana waits", "art:"),
    ],
)
def test_a_verb_is_not_drawn_in_another_of_its_senses(action: str, wrong: str) -> None:
    held = shown(action)["ana"]
    assert not any(name == wrong or (wrong.endswith(":") and wrong in name) for name in held)
    assert not any("bow-and-arrow" in name for name in held)


@pytest.mark.parametrize(
    ("action", "wrong"),
    [
        ("Ana plays in the sand", "piano"),
        ("Ana plays tag with Tom", "piano"),
        ("Ana sweeps the street", "shovel"),
        ("Ana waters the roses", "table"),
        ("Ana paints the wall", "easel"),
        ("Ana writes on the blackboard", "desk"),
        ("Ana polishes the trophy", "workbench"),
        ("Ana puts on a coat", "table"),
        ("Ana takes the picture off the wall", "camera"),
        ("Ana takes down the photograph", "camera"),
        ("Ana climbs off and waves", "ladder"),
        ("Ana prepares for the trip", "stove"),
        ("Ana strokes the falcon and slips off its hood", "stove"),
        ("Ana draws the bow across the cello strings", "bow"),
    ],
)
def test_a_verb_needs_what_its_object_says(action: str, wrong: str) -> None:
    assert wrong not in shown(action)["ana"]


@pytest.mark.parametrize(
    ("action", "thing"),
    [
        ("Ana plays", "piano"),
        ("Ana plays a song", "piano"),
        ("Ana plays a waltz on the piano", "piano"),
        ("Ana paints", "easel"),
        ("Ana paints a portrait", "easel"),
        ("Ana writes a letter", "desk"),
        ("Ana puts the book on the table", "table"),
        ("Ana digs a hole", "shovel"),
    ],
)
def test_and_has_it_where_its_object_does_not(action: str, thing: str) -> None:
    assert thing in shown(action)["ana"]


def test_what_is_done_with_somebody_is_done_by_them_to_the_same_thing() -> None:
    found = shown("Tom pulls the sled over the ridge with Ana pushing from behind", TOM)
    assert "along:art:sled" in found["ana"]


def test_what_is_laid_down_stays_and_what_is_held_stays_in_the_hand() -> None:
    acts = acts_of([ANA], "Ana lays the trophy on the table and looks up", [], 5.0, {"ana": 0.5})["ana"]
    assert "on:art:trophy" in acts[-1].motion.props
    acts = acts_of([ANA], "Ana picks up the trophy and smiles", [], 5.0, {"ana": 0.5})["ana"]
    assert acts[-1].thing == "art:trophy"
    acts = acts_of([ANA], "Ana throws the trophy and smiles", [], 5.0, {"ana": 0.5})["ana"]
    assert acts[-1].thing == ""


def test_whoever_is_pushed_sits_in_it_and_two_who_ride_together_ride_on_one() -> None:
    found = shown("Ana pushes Tom's wheelchair", TOM)
    assert "under:art:manual-wheelchair" in found["tom"]
    assert not any("wheelchair" in name for name in found["ana"])
    found = shown("Ana and Tom pump the handcar along the rails", TOM)
    assert "shared:art:handcar" in found["ana"]
    assert "with:art:handcar" in found["tom"]


def test_what_nothing_draws_is_held_under_a_cloth_with_its_name() -> None:
    (name,) = (name for name in shown("Ana holds up the quipu")["ana"] if name.startswith("art:own "))
    assert library.drawing(name.removeprefix("art:")).name == name.removeprefix("art:")


def test_what_something_else_stands_for_is_told() -> None:
    assert unacted("Ana holds up the quipu", [ANA]) == [
        "action “Ana holds up the quipu”: “quipu” is under a cloth with its name"
    ]
    (words,) = unacted("Ana holds up the goblet", [ANA])
    assert words.startswith("action “Ana holds up the goblet”: “goblet” is drawn as a cup")
    assert unacted("Ana holds up the trophy", [ANA]) == []


@pytest.mark.parametrize("props", ["[a quipu]", "[a worktable]"])
def test_a_films_own_drawing_is_under_no_cloth(tmp_path: Path, props: str) -> None:
    """Whether its set names it or its action alone; that stands nothing on the set, whose plate stays the same."""
    (tmp_path / "art").mkdir()
    (tmp_path / "art/art.yaml").write_text("quipu: {file: quipu.svg, words: [quipu], metres: 0.4}\n")
    (tmp_path / "art/quipu.svg").write_text('<svg viewBox="0 0 9 9"><rect width="9" height="9" fill="#e00"/></svg>')
    story = tmp_path / "story.yaml"
    story.write_text(
        "ministudio: 1\ntitle: Knots\ncast:\n  ana: {name: Ana, identity: {age: woman of 34}}\n"
        f"sets:\n  kitchen: {{place: a kitchen, props: {props}}}\nscenes:\n  - id: first\n    set: kitchen\n"
        "    shots: [{id: a, cast: {ana: {}}, action: Ana holds up the quipu, duration: 3s}]\n"
    )
    done = ministudio("validate", story)
    assert done.returncode == 0, done.stderr
    assert "no faults" in done.stdout + done.stderr
    assert "cloth" not in done.stdout + done.stderr
    moment = next(moments(read(story)))
    acts = acts_of(moment.figures, moment.shot.action, [], 3.0, {"ana": 0.5}, art=moment.art)["ana"]
    assert f"art:{library.adopt(moment.art[0])}" in {act.thing for act in acts}
    assert [art.name for art in moment.view.art] == (["quipu"] if "quipu" in props else [])


def test_a_films_own_drawing_is_in_the_hand() -> None:
    can = Art(name="zap can", words=("zap", "zap can"), metres=0.2, where="ground", svg='<svg width="9" height="9"/>')
    for action in ("Ana opens a cold Zap", "Ana drinks from the Zap can"):
        acts = acts_of([ANA], action, [], 4.0, {"ana": 0.5}, art=(can,))["ana"]
        assert f"art:{library.adopt(can)}" in {act.thing for act in acts}, action


def test_somebody_is_called_by_what_it_is_and_by_a_part_of_its_name() -> None:
    tin = CharacterState(id="tin", name="Unit Nine", identity=(("age", "robot, decades old"),), state=())
    cook = CharacterState(id="cook", name="Inés Okafor", identity=(("age", "woman of 45"),), state=())
    for figure, action in ((tin, "The robot climbs into a canoe"), (cook, "Inés climbs into a canoe"), (cook, "The woman climbs into a canoe")):  # fmt: skip
        acts = acts_of([figure], action, [], 4.0, {figure.id: 0.5})[figure.id]
        assert "under:art:canoe" in acts[-1].motion.props, action


def test_who_does_nothing_that_is_named_is_borne_by_what_moves() -> None:
    assert "under:art:snowmobile" in shown("The snowmobile roars away with Ana crouched over the handlebars")["ana"]


def test_who_crouches_goes_on_crouching_while_its_hands_work() -> None:
    m = measures_of(look_of(ANA))
    acts = acts_of([ANA], "Ana crouches and touches the ground", [], 5.0, {"ana": 0.5})["ana"]
    roots = [Performance(m, acts).at(now).rig.root[1] for now in (1.0, 4.8)]
    assert roots[1] == pytest.approx(roots[0], abs=2)
    assert roots[0] < 0.7 * m.hip


@pytest.mark.parametrize("action", [
    "Ana fights the dragon", "Ana walks toward the elephant", "Ana repairs the motorcycle", "Ana cleans the bathtub",
    "Ana shows Tom the motorcycle",
])  # fmt: skip
def test_a_bystander_stands_by(action: str) -> None:
    assert shown(action, TOM)["tom"] == set()


@pytest.mark.parametrize("action", [
    "An elephant in the distance", "In the corner, a throne. Silence", "Flowers in the wind", "Lights on the water",
    "A motorcycle roars past. Ana's hair flies", "Ana breathes the cold air", "Ana crosses the floor", "Ana follows the path",
    "Ana looks through the window", "Ana listens to music", "Ana turns the corner", "Ana tells Tom a secret",
    "Ana watches tennis", "Ana laughs over the phone", "Ana meditates on a rock", "Ana stands on the mat", "Ana turns red",
    "Ana talks with the robot", "Ana waits for the bus", "Ana walks into a bucket",
])  # fmt: skip
def test_nothing_is_at_hand_that_nobody_handles(action: str) -> None:
    found = shown(action)["ana"] - {"shovel", "heap", "stool", "piano"}
    assert not any(name.startswith("art:") or "under:" in name for name in found), found
    assert not drawings(found) & {"window", "cat", "tumbler-glass", "credit-card", "bus", "musical-score"}


@pytest.mark.parametrize(("action", "motion"), [
    ("Ana rises from her chair", "rise"), ("Ana kicks the ball", "kick"), ("Ana works late", "type"), ("Ana turns over in bed", "turn"),
    ("Ana opens the door", "open"), ("Ana closes the door", "close"), ("Ana types a letter", "type"), ("Ana plays the piano", "play_piano"),
])  # fmt: skip
def test_what_is_done_is_still_done(action: str, motion: str) -> None:
    acts = acts_of([ANA], action, [], 4.0, {"ana": 0.5})["ana"]
    assert acts[-1].motion.name == motion
    assert set(motions()[motion].props) <= set(acts[-1].motion.props)
    assert acts[-1].thing == "" or motion == "type"


def test_animals_stand_before_who_does_not_carry_them() -> None:
    for action in (
        "Ana strokes the dog",
        "Ana feeds the ducks",
        "Ana jumps over the dog",
        "Ana recoils from the snake",
    ):
        assert not any(name.startswith("art:") for name in shown(action)["ana"]), action
    assert "art:cat" in shown("Ana holds her cat")["ana"]
    assert "along:art:dog" in shown("Ana walks the dog")["ana"]
    assert "under:art:saddled horse#8A5A38" in shown("Ana rides her horse")["ana"]


def test_whoever_rides_has_something_under_them() -> None:
    for action in ("Ana rides", "Ana rides down the lane", "Ana rides on through the night", "Ana rides home"):
        assert "bicycle" in shown(action)["ana"], action
    assert "under:art:bicycle" in shown("Ana gets on her bike and rides away")["ana"]
    for action in ("Ana gallops over the hill", "Ana climbs onto her horse. Ana rides off"):
        assert any(name.startswith("under:art:saddled horse") for name in shown(action)["ana"]), action
    for action in ("Ana rides the lift", "Ana rides in the elevator", "Ana rides a zorb"):
        (act,) = acts_of([ANA], action, [], 4.0, {"ana": 0.5})["ana"]
        assert act.motion.posture != "ride", action


def test_whoever_is_carried_by_another_of_the_cast_has_no_bicycle() -> None:
    bella = CharacterState(id="bella", name="Bella", identity=(("species", "horse"),), state=())
    assert shown("Ana rides Bella over the hill", bella)["ana"] == set()


def test_two_who_ride_two_things_go_on_riding() -> None:
    for action in ("Ana and Tom ride motorcycles", "Ana rides an elephant. Tom rides an elephant"):
        acts = acts_of([ANA, TOM], action, [], 4.0, {"ana": 0.3, "tom": 0.7})
        assert all(own[-1].motion.gait == "ride" for own in acts.values()), action


def test_names_are_no_verbs_and_a_stranger_is_nobody_of_the_cast() -> None:
    waits = dataclasses.replace(TOM, name="Tom Waits")
    (act,) = acts_of([waits], "Tom waits by the door", [], 4.0, {"tom": 0.5})["tom"]
    assert act.motion.name == "stand"
    assert unacted("Tom waits by the door", [waits]) == []
    man = dataclasses.replace(TOM, identity=(("age", "man of 50"),))
    acts = acts_of([man, ANA], "A man runs past", [], 4.0, {"tom": 0.3, "ana": 0.7})
    assert {act.motion.gait for own in acts.values() for act in own} == {""}


def test_what_is_worn_is_named_by_its_garments() -> None:
    ana = dataclasses.replace(ANA, identity=(("wears", "dress with a bird print, apple-green shirt, net stockings"),))
    for action, thing in (
        ("Ana eats an apple", "fruit"),
        ("Ana holds a bird", "art:bird"),
        ("Ana straightens her shirt", ""),
    ):
        acts = acts_of([ana], action, [], 4.0, {"ana": 0.5})["ana"]
        assert acts[-1].thing == thing, action


def test_what_is_let_go_of_is_no_ball() -> None:
    act = acts_of([ANA], "Ana lets go of the bars", [], 4.0, {"ana": 0.5})["ana"][-1]
    assert (act.motion.hand, act.thing) == ("", "")
    act = acts_of([ANA], "Ana throws the ball", [], 4.0, {"ana": 0.5})["ana"][-1]
    assert act.thing == "ball"


def test_tools_stay_where_they_work_in_a_close_shot(studio: TakeContext) -> None:
    """A ladle over a pot is below a face: only what is shown is raised beside it."""
    order = dataclasses.replace(an_order("close"), action="Ana stirs the soup", figures=(ANA,))
    (actor,) = cast_actors(order, studio, 24)
    act = actor.part.acts[-1]
    rig = actor.performance.at(0.8).rig  # type: ignore[attr-defined]
    assert act.motion.hand == "ladle"
    assert np.array_equal(actor._shown(rig, act, 0.8).hands, rig.hands)  # type: ignore[attr-defined]


def test_before_joins_what_is_done_and_not_where() -> None:
    acts = acts_of([ANA, TOM], "Ana runs before Tom falls", [], 4.0, {"ana": 0.3, "tom": 0.7})
    assert [act.motion.name for act in acts["tom"] if act.motion.name != "stand"] == ["fall"]


def test_only_what_is_seen_is_told_to_stand_for_something() -> None:
    for action in ("A stranger holds up a goblet", "Ana looks for a goblet", "Ana dreams of a goblet"):
        assert unacted(action, [ANA]) == [], action


def test_what_a_verb_without_a_motion_is_said_to_be() -> None:
    assert unacted("Ana flombs a red fan", [ANA]) == ["action “Ana flombs a red fan”: no motion for it"]


def test_every_drawing_that_is_named_is_there() -> None:
    rows = family("handled")
    for name in {*rows["bulky"], *rows["hangs"], *rows["rightward"], *rows["boards"], *rows["winds"], *rows["drums"]}:
        assert library.drawing(name).metres > 0
    for row in ("ridden", "boarded", "kept", "bare", "free", "release"):
        assert set(rows[row]) <= set(motions()), row


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> TakeContext:
    folder = tmp_path_factory.mktemp("studio")
    cv2.imwrite(str(folder / "plate.png"), paint(a_view("a study"), Style(), 3, 768, 432).plate)
    return a_context(folder)


def differs(
    action: str, size: str, studio: TakeContext, monkeypatch: pytest.MonkeyPatch, who: CharacterState = ANA
) -> np.ndarray:
    """Where the middle frame of a shot would be another without the thing."""
    order = dataclasses.replace(an_order(size), action=action, figures=(who,))
    empty = np.zeros((4, 4, 4), np.uint8)
    frames = []
    for bare in (False, True):
        with monkeypatch.context() as patch:
            if bare:
                for module in (tools, belonging):
                    patch.setattr(module, "held_picture", lambda *_args, **_more: (empty, 2.0, 2.0))
                for module in (placed, belonging):
                    patch.setattr(module, "picture_of", lambda *_args, **_more: empty)
            drawn = [frame.copy() for frame, _ in draw_frames(order, studio)]
            frames.append(drawn[len(drawn) // 2].astype(int))
    return np.asarray(np.abs(frames[0] - frames[1]).max(axis=2) > 14)


@pytest.mark.parametrize("size", ["wide", "full", "medium", "medium-close", "close"])
@pytest.mark.parametrize("action", [
    "Ana holds up an hourglass", "Ana opens a green suitcase", "Ana kicks the engine of her motorcycle", "Ana inspects a skull",
    "Ana polishes a trumpet", "Ana picks up the amphora",
])  # fmt: skip
def test_it_is_seen_in_every_size(action: str, size: str, studio: TakeContext, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = differs(action, size, studio, monkeypatch)
    assert seen.mean() > {"wide": 0.0004, "full": 0.003}.get(size, 0.006), action
    if size in ("medium-close", "close"):
        (actor,) = cast_actors(dataclasses.replace(an_order(size), action=action, figures=(ANA,)), studio, 24)
        rig = actor.performance.at(0.5).rig  # type: ignore[attr-defined]
        skull = view_of(rig, actor.mark.unit).seen(joints_of(rig, actor.m).skull)[0][0]  # type: ignore[attr-defined]
        x, y = round(actor.mark.x + skull[0]), round(actor.mark.y + skull[1])
        face = seen[max(0, y - 20) : y + 20, max(0, x - 20) : x + 20]
        assert face.mean() < 0.35, action


@pytest.mark.parametrize(("action", "size"), [
    ("Ana tugs the straw hat off the scarecrow", "full"), ("Ana chews the straw hat", "close"), ("Ana climbs into a teacup", "wide"),
])  # fmt: skip
def test_an_animal_has_what_it_is_about_too(
    action: str, size: str, studio: TakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert differs(action, size, studio, monkeypatch, GOAT).mean() > 0.002

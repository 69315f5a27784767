"""An action is read: who does what, with what, toward whom, in which order; what is not known is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic.acting import acts_of
from ministudio_cli.providers.animatic.deeds import read, verb_rows
from ministudio_cli.providers.animatic.figure.motion import Motion, motions
from ministudio_cli.reading.action import Deed, read_action
from ministudio_cli.reading.verb_forms import lemmas

ANA = CharacterState(id="ana", name="Ana", identity=(), state=())
CAST = {"emma": ("Emma",), "david": ("David",), "keeper": ("The Keeper", "Keeper")}


def deeds(text: str) -> list[Deed]:
    return list(read_action(text, CAST, verb_rows()).deeds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emma waves", [("emma", "wave", "", "")]),
        ("Emma throws the ball to David", [("emma", "throw", "ball", "david")]),
        ("Emma picks the ball up and throws it to David", [("emma", "pick_up", "ball", ""), ("emma", "throw", "ball", "david")]),
        ("David pours tea for Emma, then hands her the cup", [("david", "pour", "tea", "emma"), ("david", "give", "cup", "")]),
        ("The Keeper teaches Emma", [("keeper", "explain", "", "emma")]),
        ("Emma plays her old guitar while David dances", [("emma", "play_guitar", "guitar", ""), ("david", "dance", "", "")]),
        ("She kneels beside the old dog", [("", "kneel", "", "dog")]),
        ("Emma sat down and wept", [("emma", "sit", "", ""), ("emma", "weep", "", "")]),
        ("Emma is running across the field", [("emma", "run", "", "field")]),
        ("Emma and David shake hands", [("emma david", "shake_hands", "", "")]),
        ("Emma, tired, lies down", [("emma", "lie", "", "")]),
        ("The two laugh together", [("emma david keeper", "laugh", "", "")]),
        ("Emma stands up from her chair", [("emma", "rise", "", "chair")]),
        ("David is asleep in bed", [("david", "sleep", "", "")]),
        ("Emma walks to the window carrying a lantern", [("emma", "walk", "", "window"), ("emma", "carry", "lantern", "")]),
        ("Emma looks for her keys", [("emma", "search", "keys", "")]),
        ("David tries to open the door", [("david", "open", "door", "")]),
        ("The old keeper rings the bell", [("keeper", "knock", "bell", "")]),
        ("Emma begins a slow dance", [("emma", "dance", "", "")]),
    ],
)  # fmt: skip
def test_who_does_what_with_what_toward_whom(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [(" ".join(deed.who), deed.row, deed.thing, deed.target) for deed in deeds(text)]
    for got, wanted in zip(found, expected, strict=True):
        assert got[:3] == wanted[:3], (got, wanted)
        assert not wanted[3] or got[3] == wanted[3], (got, wanted)


def test_what_somebody_else_does_is_nobodys_of_the_cast() -> None:
    (deed,) = deeds("The alarm turns the room red")
    assert deed.who == ("",)


def test_a_name_within_a_name_is_another_and_what_is_owned_is_no_actor() -> None:
    assert [deed.who for deed in read_action("Emmaline waves", CAST, verb_rows()).deeds] == [("",)]
    (deed,) = deeds("David reads Emma's letter")
    assert deed.who == ("david",)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Emma finds a gold wedding ring in a pillowcase", []), ("Emma holds a brass ring", ["hold"]),
        ("Emma stands holding a brass ring", ["stand", "hold"]),
    ],
)  # fmt: skip
def test_what_is_in_an_object_is_no_verb(text: str, rows: list[str]) -> None:
    assert [deed.row for deed in deeds(text)] == rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Losing his balance David falls", "fall"), ("Emma spends the night crying", "weep"), ("Emma roams the streets singing", "sing"),
        ("The man leading the horse stops", "stop"), ("Emma keeps the door open", "open"),
    ],
)  # fmt: skip
def test_what_follows_an_object_is_a_verb_still(text: str, row: str) -> None:
    assert row in {deed.row for deed in deeds(text)}


def test_nouns_are_no_verbs() -> None:
    assert [deed.row for deed in deeds("Emma looks at the dance")] == ["look"]
    assert [deed.row for deed in deeds("Emma takes a walk")] == ["take"]


@pytest.mark.parametrize(
    "text",
    ["Emma does not look up", "Emma doesn't look up", "Emma never looks up", "Emma writes without looking up"],
)
def test_what_is_not_done_is_no_deed(text: str) -> None:
    assert "look_up" not in [deed.row for deed in deeds(text)]


def test_clauses_that_are_not_known_are_named() -> None:
    found = read_action("Emma transmogrifies the teapot, then waves", CAST, verb_rows())
    assert found.unread == ("Emma transmogrifies the teapot",)
    assert [deed.row for deed in found.deeds] == ["wave"]


@pytest.mark.parametrize(("form", "lemma"), [
    ("waves", "wave"), ("stopped", "stop"), ("carries", "carry"), ("running", "run"), ("caught", "catch"), ("kneels", "kneel"),
    ("dancing", "dance"), ("pushes", "push"), ("tried", "try"), ("wept", "weep"), ("planes", "plane"), ("planned", "plan"), ("planing", "plane"),
])  # fmt: skip
def test_forms_of_verbs(form: str, lemma: str) -> None:
    assert next(each for each in lemmas(form) if each in verb_rows() or each == lemma) == lemma


def test_every_verb_has_a_motion_and_there_are_eighty() -> None:
    assert len(motions()) >= 80
    assert set(verb_rows().values()) == set(motions())


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = read_action(text, CAST, verb_rows())
    assert all(deed.row in motions() for deed in found.deeds)


def test_a_titles_dot_ends_no_sentence() -> None:
    figure = CharacterState(id="pritchard", name="Mr. Pritchard", identity=(), state=())
    (deed,) = read("Mr. Pritchard chases the fox across the yard with a broom", [figure]).deeds
    assert (deed.who, deed.row) == (("pritchard",), "run")


def test_who_rides_what_is_no_bicycle_has_none_and_who_turns_a_key_does_not_turn() -> None:
    def first(action: str) -> Motion:
        acts = acts_of([ANA], action, [], 3.0, {"ana": 0.5})["ana"]
        return next(act.motion for act in acts if act.motion.name not in ("stand", "idle"))

    assert first("Ana rides the elephant").props == ("under:art:elephant",)
    assert "bicycle" in first("Ana rides her bicycle").props
    assert "bicycle" in first("Ana pedals home").props
    assert first("Ana turns a big key").name == "reach"
    assert first("Ana raises the binoculars").name == "hold"

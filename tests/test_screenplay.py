"""The screenplay: what is read, what is refused, and how it is said."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.errors import ScreenplayInvalid, UsageFault
from ministudio_cli.limits import limits
from ministudio_cli.screenplay.loader import load, parse
from ministudio_cli.screenplay.read import faults_of, read
from ministudio_cli.screenplay.schema import schema
from ministudio_cli.screenplay.seconds import seconds

from .builders import a_film, a_screenplay, a_shot, write

TEN = Path(__file__).parent / "screenplays" / "ten_mistakes.yaml"


def faults(text: str) -> list[tuple[int, str]]:
    source = parse(text, "story.yaml")
    return [(fault.at.line, fault.message) for fault in faults_of(source)]


def test_ten_mistakes_are_reported_at_once_each_on_its_line() -> None:
    with pytest.raises(ScreenplayInvalid) as caught:
        read(TEN)
    lines = [fault.at.line for fault in caught.value.faults]
    assert lines == [2, 4, 5, 12, 15, 16, 17, 18, 22, 23]
    hints = " ".join(fault.hint for fault in caught.value.faults)
    for word in ("title", "1080p", "dorm", "wide", "emma"):
        assert f"“{word}”" in hints


def test_every_fault_names_file_line_and_column() -> None:
    with pytest.raises(ScreenplayInvalid) as caught:
        read(TEN)
    first = caught.value.faults[0]
    assert str(first.at).endswith("ten_mistakes.yaml:2:1")


def test_a_duplicate_key_is_refused_and_both_lines_are_named() -> None:
    found = faults("ministudio: 1\ntitle: A\ntitle: B\nscenes: []\n")
    assert (3, "“title” stands here twice") in found


def test_tags_are_refused() -> None:
    found = faults("ministudio: 1\ntitle: !!python/object:os.system x\nscenes: []\n")
    assert any("!!python" in message for _, message in found)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    for one, other in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f"{one}: &{one} [{','.join(f'*{other}' for _ in range(10))}]\n"
    with pytest.raises(ScreenplayInvalid, match="not a screenplay") as caught:
        parse(bomb, "bomb.yaml")
    assert "expands" in caught.value.faults[0].message


def test_an_alias_to_itself_is_refused() -> None:
    assert any("refers to itself" in message for _, message in faults("a: &a [*a]\n"))


def test_a_file_over_the_stated_size_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"#" * (limits().screenplay_bytes + 1))
    with pytest.raises(ScreenplayInvalid, match="not a screenplay"):
        load(path)


def test_a_missing_file_is_a_usage_fault() -> None:
    with pytest.raises(UsageFault, match="cannot read"):
        load(Path("nowhere.yaml"))


def test_words_that_yaml_1_1_would_bend_stay_text() -> None:
    assert parse("a: [on, no, yes, 12:30, 0o7, 1_000]", "x").value == {
        "a": ["on", "no", "yes", "12:30", "0o7", "1_000"]
    }


@pytest.mark.parametrize(
    ("told", "found"),
    [(6, 6), ("6s", 6), ("1m2s", 62), ("250ms", Fraction(1, 4)), ("2m", 120), ("6.5", Fraction(13, 2))],
)
def test_lengths_are_read_as_people_write_them(told: object, found: Fraction) -> None:
    assert seconds(told) == found


@pytest.mark.parametrize("told", ["", "soon", "1h", True, None, "1s2m"])
def test_what_is_no_length_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match="not a length"):
        seconds(told)


@pytest.mark.parametrize("key", ["start", "fade_in", "fade_out"])
@pytest.mark.parametrize("value", ["", "999999999m", "-1s"])
def test_where_music_begins_and_how_it_fades_is_held_to_what_can_be(key: str, value: str, tmp_path: Path) -> None:
    told = a_screenplay(music={"file": "theme.wav", key: value})
    with pytest.raises(ScreenplayInvalid) as caught:
        read(write(tmp_path, told))
    assert any(
        key in fault.message or "pattern" in fault.rule or fault.rule == "schema" for fault in caught.value.faults
    )


@pytest.mark.parametrize(
    "reference", ["/etc/passwd", "../x.png", "http://169.254.169.254/x", "concat:a|b", "pipe:0", "~/x.png", "C:\\x.png"]
)
def test_references_that_leave_the_folder_are_refused_with_their_line(tmp_path: Path, reference: str) -> None:
    told = a_screenplay()
    told["sets"]["room"]["reference"] = reference
    path = write(tmp_path, told)
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    fault = caught.value.faults[0]
    assert fault.rule == "reference"
    assert reference.split("|", maxsplit=1)[0][:10] in path.read_text().splitlines()[fault.at.line - 1]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    picture = cv2.imencode(".png", np.zeros((4, 4, 3), np.uint8))[1]
    (tmp_path / "secret.png").write_bytes(picture.tobytes())
    (project / "in.png").symlink_to(tmp_path / "secret.png")
    told = a_screenplay()
    told["cast"]["emma"]["reference"] = "in.png"
    path = write(project, told)
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    assert "a link" in caught.value.faults[0].message
    assert read(path, allow_outside=True).character("emma").reference == "in.png"


def test_a_line_that_no_voice_can_say_in_time_is_a_fault_of_the_shot(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1, narration="word " * 40)))
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    assert caught.value.faults[0].rule == "too-short"


def test_the_first_shot_has_nothing_to_match(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", continuity="match")))
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    assert caught.value.faults[0].rule == "continuity"


def test_the_schema_describes_every_property_for_editors() -> None:
    def described(node: object, path: str) -> None:
        if isinstance(node, dict):
            for name, one in node.get("properties", {}).items():
                assert "description" in one or "$ref" in one, f"{path}.{name}"
                described(one, f"{path}.{name}")
            for name, one in node.get("$defs", {}).items():
                described(one, name)

    described(schema(), "screenplay")
    assert json.dumps(schema())


@given(st.text(max_size=200))
def test_no_text_makes_the_loader_fail_but_as_a_fault(text: str) -> None:
    try:
        source = parse(text, "any.yaml")
    except ScreenplayInvalid as error:
        assert error.faults  # noqa: PT017 - both ends are right
    else:
        faults_of(source)


NASTY = {
    "empty file": "",
    "a list": "- a\n",
    "null scenes": "ministudio: 1\ntitle: a\nscenes:\n",
    "blank duration": 'ministudio: 1\ntitle: a\nsets: {r: {place: x}}\nscenes: [{id: s, set: r, shots: [{id: a, duration: " "}]}]\n',
    "tiny duration": "ministudio: 1\ntitle: a\nsets: {r: {place: x}}\nscenes: [{id: s, set: r, shots: [{id: a, duration: 0.00001}]}]\n",
    "endless duration": "ministudio: 1\ntitle: a\nsets: {r: {place: x}}\nscenes: [{id: s, set: r, shots: [{id: a, duration: 99999999m}]}]\n",
    "a list as speaker": "ministudio: 1\ntitle: a\nscenes: [{id: s, set: r, shots: [{id: a, dialogue: [{speaker: [x], line: hi}]}]}]\n",
    "true as pace": "ministudio: 1\ntitle: a\nnarrator: {voice: {pace: true}}\nscenes: [{id: s, set: r, shots: [{id: a, narration: hi}]}]\n",
    "endless pace": "ministudio: 1\ntitle: a\nnarrator: {voice: {pace: 1e999}}\nscenes: [{id: s, set: r, shots: [{id: a, narration: hi}]}]\n",
    "a bell in a title": 'ministudio: 1\ntitle: "a\\ab"\nscenes: []\n',
    "a blank name": 'ministudio: 1\ntitle: a\ncast: {m: {name: " ", identity: {hair: bob}}}\nscenes: []\n',
    "a long file name": "ministudio: 1\ntitle: a\nmusic: {file: " + "x" * 300 + "}\nscenes: []\n",
    "a NUL": "ministudio: 1\ntitle: a\0b\n",
    "a tab in a transition": 'ministudio: 1\ntitle: a\nsets: {r: {place: x}}\nscenes: [{id: s, set: r, shots: [{id: a, transition: "dissolve\\t1s"}]}]\n',
    "brackets without end": "[" * 100_000,
    "dashes without end": "- " * 30_000 + "x",
}


@pytest.mark.parametrize("name", NASTY)
def test_every_nasty_screenplay_is_a_fault_with_its_place_and_nothing_worse(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, NASTY[name])
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    assert all(fault.at.line >= 1 and fault.message for fault in caught.value.faults)


def test_a_long_transition_is_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", transition="dissolve 61s")))
    with pytest.raises(ScreenplayInvalid) as caught:
        read(path)
    assert "at most 30 s" in caught.value.faults[0].message


@pytest.mark.parametrize("aspect", schema()["properties"]["format"]["properties"]["aspect"]["enum"])
@pytest.mark.parametrize("resolution", ["360p", "1080p"])
def test_every_aspect_has_even_sides_of_its_shape(aspect: str, resolution: str) -> None:
    made = a_film(a_screenplay(format={"aspect": aspect, "resolution": resolution})).format
    across, down = map(int, aspect.split(":"))
    assert made.width % 2 == made.height % 2 == 0
    assert min(made.width, made.height) == int(resolution[:-1])
    assert abs(made.width / made.height - across / down) < 0.01


def test_scenes_that_are_no_list_are_a_fault_and_no_defect(tmp_path: Path) -> None:
    told = a_screenplay(music={"bed": "calm"})
    told["scenes"] = {"opening": {"id": "a", "set": "room", "shots": [a_shot("first", duration="2 bars")]}}
    with pytest.raises(ScreenplayInvalid) as caught:
        read(write(tmp_path, told))
    assert any("scenes" in fault.message for fault in caught.value.faults)

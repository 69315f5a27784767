"""Takes as values: several of a shot, one shown; bought once each, chosen by text, approved before money is spent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.errors import UsageFault
from ministudio_cli.screenplay.choices import MOST, Choices, ShotChoice, choices_of

from .builders import a_plan, a_screenplay, a_shot, write
from .conftest import ministudio, rendered
from .test_google import by_key, google


def rows(done: Any) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["takes"]
    return found


# What is chosen, as text

numbers = st.integers(1, MOST)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=12),
        st.builds(
            lambda take, more, rejected: ShotChoice(
                take=take, last=min(MOST, take + more), rejected=tuple(sorted(set(rejected)))
            ),
            numbers, st.integers(0, 9), st.lists(numbers, max_size=4),
        ),
    ),
    st.dictionaries(st.text("0123456789abcdef", min_size=64, max_size=64), st.text(max_size=20), max_size=4),
)  # fmt: skip
def test_what_is_chosen_is_written_and_read_back(shots: dict[str, ShotChoice], approved: dict[str, str]) -> None:
    choices = Choices(shots=shots, approved=approved)
    written = json.loads(choices.text())
    assert {key: one["take"] for key, one in written["shots"].items()} == {key: one.take for key, one in shots.items()}
    assert written["approved"] == approved


def test_a_file_of_choices_is_read_as_it_was_written(tmp_path: Path) -> None:
    choices = Choices(shots={"a": ShotChoice(take=2, last=3, rejected=(1,))}, approved={"0" * 64: "plate room"})
    (tmp_path / "story.takes.json").write_text(choices.text(), "utf-8")
    assert choices_of(tmp_path / "story.yaml") == choices
    # One shot a line: a diff says what was chosen.
    assert sum('"a"' in line and '"take": 2' in line for line in choices.text().splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"shots": 3}',
        '{"shots": {"a": {"take": 0}}}',
        '{"shots": {"a": {"take": 1e9}}}',
        '{"shots": {"a": {"take": 1e999}}}',
        "{" * 9999,
    ],
)
def test_choices_that_say_nothing_are_told_and_nothing_is_bought(text: str, tmp_path: Path) -> None:
    (tmp_path / "story.takes.json").write_text(text, "utf-8")
    with pytest.raises(UsageFault, match=r"story.takes.json does not say which takes are chosen"):
        choices_of(tmp_path / "story.yaml")


def test_another_take_has_another_seed_and_the_first_keeps_its_own() -> None:
    def seeds(**more: Any) -> list[str]:
        return [shot.digest for shot in a_plan(scenes=[{"id": "s", "set": "room", "shots": [
            {"id": "a", **more}, {"id": "b"}]}], sets={"room": {"place": "a study"}}).shots]  # fmt: skip

    plain, first, second = seeds(), seeds(take=1), seeds(take=2)
    assert plain == first
    assert plain[0] != second[0]
    assert plain[1] == second[1]


# A drawn film


def test_takes_of_a_drawn_film_are_made_picked_and_rejected(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("a", duration=1, cast=["emma"], action="Emma waves"), a_shot("b", duration=1), music={"bed": "warm"}
    )
    path = write(tmp_path, told)
    first = rendered(path)
    made = rows(ministudio("take", "a", path, "--variations", "2", "--json", "-q"))
    assert [(row["take"], row["shown"]) for row in made] == [(2, False), (3, False)]
    assert all(Path(row["clip"]).stat().st_size > 1000 for row in made)
    assert rendered(path)["sha256"] == first["sha256"]  # the one that was shown stays
    rows(ministudio("pick", "a", "2", path, "--json", "-q"))
    second = rendered(path)
    assert second["sha256"] != first["sha256"]
    assert [(cut["start"], cut["end"]) for cut in second["cuts"]] == [
        (cut["start"], cut["end"]) for cut in first["cuts"]
    ]
    assert [shot["take"] for shot in second["shots"]][1:] == [shot["take"] for shot in first["shots"]][1:]
    told_off = ministudio("render", path, "--locked", "-q")
    assert told_off.returncode == 0, told_off.stderr
    left = rows(ministudio("reject", "a", path, "--json", "-q"))
    assert [(row["take"], row["shown"], row["rejected"]) for row in left] == [
        (1, False, False), (2, False, True), (3, True, False)
    ]  # fmt: skip
    rows(ministudio("pick", "1", "1", path, "--json", "-q"))
    assert rendered(path)["sha256"] == first["sha256"]
    listed = rows(ministudio("takes", path, "--json"))
    assert [(row["shot"], row["take"]) for row in listed] == [("a", 1), ("a", 2), ("a", 3), ("b", 1)]


def test_what_cannot_be_chosen_is_one_sentence(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("a", duration=1, take=2), a_shot("b", duration=1), a_shot("c", duration=1, same_take_as="b")
    )
    path = write(tmp_path, told)
    for arguments, words in (
        (("pick", "a", "1", path), "the screenplay says take: 2 for “a”"),
        (("pick", "b", "4", path), "“b” has one take"),
        (("pick", "nobody", "1", path), "there is no shot “nobody”"),
        (("take", "c", path), "“c” shows the take of “b”"),
        (("reject", "b", path, "--take", "7"), "“b” has no take 7"),
        (("approve", "plates", path), "not made yet: plate room"),
        (("approve", "clouds", path), "“clouds” is nothing to approve"),
    ):
        done = ministudio(*arguments)
        assert done.returncode == 2, (arguments, done.stdout, done.stderr)
        assert words in " ".join(done.stderr.split()), done.stderr


def test_a_shot_that_is_skipped_is_not_in_the_film_and_what_it_changes_holds(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("a", duration=1), a_shot("b", duration=1, weather="snow", skip=True), a_shot("c", duration=1)
    )
    report = rendered(write(tmp_path, told))
    assert [shot["id"] for shot in report["shots"]] == ["a", "c"]
    assert len({shot["plate"] for shot in report["shots"]}) == 2
    told["scenes"][0]["shots"] = [shot | {"skip": True} for shot in told["scenes"][0]["shots"]]
    (tmp_path / "none").mkdir()
    done = ministudio("validate", write(tmp_path / "none", told))
    assert done.returncode == 3
    assert "every shot is left out" in done.stderr


# A bought film


def a_paid_film(folder: Path, **more: Any) -> Path:
    return write(folder, a_screenplay(
        a_shot("a", duration=4, cast=["emma"], action="Emma waves"), a_shot("b", duration=4),
        render={"shots": "omni", "plates": "animatic", "voice": "hum"}, music={"bed": "warm"}, steady="off", **more,
    ))  # fmt: skip


def test_a_take_is_bought_once_and_choosing_again_costs_nothing(tmp_path: Path) -> None:
    with google() as emulator:
        held = by_key(emulator)
        path = a_paid_film(tmp_path)
        done = ministudio("render", path, "--yes", "--retakes", "0", "--json", "-q", **held)
        assert done.returncode == 0, done.stderr
        spent = [json.loads(done.stdout)["films"][0]["spent"]]
        bought = ministudio("take", "a", path, "--json", "-q", **held)
        assert bought.returncode == 7, bought.stdout  # nothing is bought unasked
        made = rows(ministudio("take", "a", path, "--yes", "--json", "-q", **held))
        assert [(row["take"], row["due"]) for row in made] == [(2, "0")]
        assert float(made[0]["price"]) > 0
        rows(ministudio("pick", "a", "2", path, "--json", "-q", **held))
        again = ministudio("render", path, "--retakes", "0", "--json", "-q", **held)
        assert again.returncode == 0, again.stderr
        spent.append(json.loads(again.stdout)["films"][0]["spent"])
        rows(ministudio("pick", "a", "1", path, "--json", "-q", **held))
        last = ministudio("render", path, "--retakes", "0", "--json", "-q", **held)
        assert last.returncode == 0, last.stderr
        spent.append(json.loads(last.stdout)["films"][0]["spent"])
        ledger = json.loads(ministudio("report", path, "--ledger", "--json", **held).stdout)
    paid = [row for row in ledger["entries"] if row["state"] == "done"]
    assert len(paid) == 3
    assert spent[1] == spent[2] != spent[0]


def test_nothing_but_plates_and_portraits_is_bought_until_they_are_approved(tmp_path: Path) -> None:
    with google() as emulator:
        held = by_key(emulator)
        path = a_paid_film(tmp_path, approve="anchors")
        stopped = ministudio("render", path, "--yes", "--retakes", "0", "--json", "-q", **held)
        assert stopped.returncode == 8, stopped.stdout
        said = json.loads(stopped.stdout)["films"][0]["error"]["message"]
        assert said.endswith("plates and portraits are not approved: plate room, portrait emma")
        assert not emulator_clips(path, held)
        folder = tmp_path / "build" / "story" / "anchors"
        assert {file.name for file in folder.iterdir()} == {"plate.room.png", "portrait.emma.png"}
        assert ministudio("approve", "plates", path, "-q", **held).returncode == 0
        half = ministudio("render", path, "--yes", "--retakes", "0", "--json", "-q", **held)
        assert json.loads(half.stdout)["films"][0]["error"]["message"].endswith("not approved: portrait emma")
        assert ministudio("approve", "a", str(path), "-q", **held).returncode == 0
        done = ministudio("render", path, "--yes", "--retakes", "0", "--json", "-q", **held)
        assert done.returncode == 0, done.stderr
        assert "error" not in json.loads(done.stdout)["films"][0] or "approved" not in done.stdout
        assert len(emulator_clips(path, held)) == 2


def emulator_clips(path: Path, held: dict[str, str]) -> list[dict[str, Any]]:
    done = ministudio("report", path, "--ledger", "--json", **held)
    if done.returncode:
        return []
    return [row for row in json.loads(done.stdout)["entries"] if row["state"] == "done"]


def test_all_that_a_film_is_made_of_is_taken_out_by_names_that_are_read(tmp_path: Path) -> None:
    with google() as emulator:
        held = by_key(emulator)
        path = a_paid_film(tmp_path)
        assert ministudio("render", path, "--yes", "--retakes", "0", "-q", **held).returncode == 0
    done = ministudio("export", path, "--material", "--to", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "bought-01-a-clip-1.mp4", "bought-02-b-clip-1.mp4", "plate-room.png", "portrait-emma.png", "shot-01-a.mp4",
        "shot-02-b.mp4", "stem-ambience.wav", "stem-music.wav",
    ]  # fmt: skip


@pytest.mark.long
def test_choosing_a_take_of_a_shot_as_long_as_its_lines_buys_nothing_more(tmp_path: Path) -> None:
    """A take is bought as long as the film has the shot, with the transition behind it."""
    with google() as emulator:
        held = by_key(emulator)
        path = write(tmp_path, a_screenplay(
            a_shot("a", cast=["emma"], action="Emma waves", narration="This is what was said on a long morning in May."),
            a_shot("b", transition="dissolve 1s", narration="And this was not said by anybody at all."),
            render={"shots": "omni", "plates": "animatic", "voice": "hum"}, music={"bed": "warm"}, steady="off",
        ))  # fmt: skip
        assert ministudio("render", path, "--yes", "--retakes", "0", "-q", **held).returncode == 0
        rows(ministudio("take", "a", path, "--yes", "--json", "-q", **held))
        before = len(emulator_clips(path, held))
        picked = rows(ministudio("pick", "a", "2", path, "--json", "-q", **held))
        assert [float(row["due"]) for row in picked] == [0, 0]
        done = ministudio("render", path, "--retakes", "0", "--json", "-q", **held)
        assert done.returncode == 0, done.stdout
        assert len(emulator_clips(path, held)) == before


def test_no_take_is_bought_before_its_anchors_are_approved(tmp_path: Path) -> None:
    with google() as emulator:
        held = by_key(emulator)
        path = a_paid_film(tmp_path, approve="anchors")
        for command in (("take", "a", path), ("preview", path, "--shot", "1"), ("lock", path)):
            done = ministudio(*command, "--yes", "-q", **held)
            assert done.returncode == 8, (command, done.stdout, done.stderr)
            assert "are not approved" in done.stderr
        assert not emulator_clips(path, held)


def test_what_goes_on_from_another_shot_has_no_takes_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(
        a_shot("a", duration=4), a_shot("b", duration=4, continuity="match"),
        render={"shots": "omni", "plates": "animatic", "voice": "hum"},
    ))  # fmt: skip
    done = ministudio("take", "b", path, "--yes")
    assert done.returncode == 2
    assert "goes on from the shot before it" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("shots", "words"),
    [
        ([{"id": "a", "duration": 1}, {"id": "b", "skip": True, "duration": 1}], ""),
        ([{"id": "a", "skip": True, "duration": 1}, {"id": "b", "same_take_as": "a"}], "“a” is left out of the film"),
        (
            [{"id": "a", "narration": {"line": "Hi.", "overlap": "1s"}}, {"id": "b", "skip": True}],
            "no shot to run on over",
        ),
        (
            [{"id": "a", "skip": True}, {"id": "b", "narration": {"line": "Hi.", "lead": "-0.5s"}}],
            "cannot begin before",
        ),
        ([{"id": "a", "skip": True}, {"id": "b", "continuity": "match"}], "no shot before it to match"),
    ],
)
def test_rules_know_what_is_left_out(shots: list[dict[str, Any]], words: str, tmp_path: Path) -> None:
    done = ministudio("validate", write(tmp_path, a_screenplay(*shots)))
    assert done.returncode == (3 if words else 0), done.stderr
    assert words in " ".join(done.stderr.split())


def test_a_line_that_is_left_out_takes_no_time(tmp_path: Path) -> None:
    long = "word " * 60
    told = a_screenplay(a_shot("a", duration=2), a_shot("b", skip=True, narration=long), length="4s")
    assert ministudio("validate", write(tmp_path, told)).returncode == 0

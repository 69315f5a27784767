"""The command line: what it says, where it says it, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ministudio_cli import __version__
from ministudio_cli.errors import Defect, LockStale, ScreenplayInvalid, exit_codes
from ministudio_cli.screenplay.schema import schema_text

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio

TEN = Path(__file__).parent / "screenplays" / "ten_mistakes.yaml"
LINES = (2, 4, 5, 12, 15, 16, 17, 18, 22, 23)


def test_validate_shows_every_fault_with_its_line_a_caret_and_a_suggestion() -> None:
    done = ministudio("validate", TEN)
    assert done.returncode == 3
    for line in LINES:
        assert f"ten_mistakes.yaml:{line}:" in done.stderr
    assert "did you mean “title”?" in done.stderr
    assert done.stderr.count("^") >= len(LINES)
    assert done.stdout == ""


def test_validate_as_json_is_one_object_with_every_fault() -> None:
    done = ministudio("validate", TEN, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 3
    assert [fault["line"] for fault in told["screenplays"][0]["faults"]] == list(LINES)


def test_validate_for_github_marks_every_line() -> None:
    done = ministudio("validate", TEN, "--format", "github")
    assert done.returncode == 3
    marks = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert len(marks) == len(LINES)
    assert all(f",line={line}," in mark for line, mark in zip(LINES, marks, strict=True))


def test_the_three_references_of_an_attacker_are_refused_with_their_lines(tmp_path: Path) -> None:
    told = a_screenplay(music={"file": "http://169.254.169.254/x"})
    told["cast"]["emma"]["reference"] = "/etc/passwd"
    told["sets"]["room"]["reference"] = "concat:a|b"
    done = ministudio("validate", write(tmp_path, told), "--json")
    faults = json.loads(done.stdout)["screenplays"][0]["faults"]
    assert done.returncode == 3
    assert len(faults) == 3
    assert {fault["rule"] for fault in faults} == {"reference"}


def test_a_valid_screenplay_says_so_on_standard_output(tmp_path: Path) -> None:
    done = ministudio("validate", write(tmp_path, a_screenplay()))
    assert (done.returncode, done.stderr) == (0, "")
    assert "no faults" in done.stdout


def test_a_file_that_is_not_there_is_a_usage_fault_without_a_traceback() -> None:
    done = ministudio("render", "nowhere.yaml")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "nowhere.yaml" in done.stderr


def test_an_unknown_shot_lists_those_there_are(tmp_path: Path) -> None:
    done = ministudio("plan", write(tmp_path, a_screenplay(a_shot("one"), a_shot("two"))), "--shot", "9")
    assert done.returncode == 2
    assert "1 one, 2 two" in done.stderr


def test_an_unknown_provider_is_a_usage_fault_with_the_choices(tmp_path: Path) -> None:
    done = ministudio("plan", write(tmp_path, a_screenplay(render={"shots": "animatics"})))
    assert done.returncode == 2
    assert "did you mean “animatic”?" in done.stderr


def test_an_order_in_a_fixed_shot_that_the_voice_outlasts_names_the_shot(tmp_path: Path) -> None:
    path = write(
        tmp_path, a_screenplay(a_shot("short", duration=2, narration="This line is only just too long for it."))
    )
    done = ministudio("render", path)
    assert done.returncode == 3
    assert "short" in done.stderr
    assert "story.yaml:" in done.stderr


def test_a_damaged_reference_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "set.png").write_bytes(b"not a picture")
    told = a_screenplay(a_shot("a", duration=1))
    told["sets"]["room"]["reference"] = "set.png"
    done = ministudio("render", write(tmp_path, told))
    assert done.returncode == 3
    assert "“set.png” is not a PNG, JPEG or WebP picture" in done.stderr
    assert "story.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


def test_init_writes_a_film_that_is_valid_and_never_over_another(tmp_path: Path) -> None:
    assert ministudio("init", "mine", "--title", 'A "quoted": title', cwd=tmp_path).returncode == 0
    assert ministudio("validate", cwd=tmp_path).returncode == 0
    assert json.loads(ministudio("plan", "--json", cwd=tmp_path).stdout)["title"] == 'A "quoted": title'
    again = ministudio("init", "mine", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert (tmp_path / ".env.example").is_file()


def test_schema_prints_the_schema(tmp_path: Path) -> None:
    assert ministudio("schema").stdout == schema_text()
    ministudio("schema", "--out", tmp_path / "s.json")
    assert json.loads((tmp_path / "s.json").read_text())["title"].startswith("ministudio")


def test_doctor_says_what_is_there_and_never_a_secret(tmp_path: Path) -> None:
    done = ministudio("doctor", "--json", cwd=tmp_path, GOOGLE_API_KEY="AIza-very-secret")
    parts = {part["name"]: part for part in json.loads(done.stdout)["parts"]}
    assert done.returncode == 0
    assert parts["ffmpeg"]["ok"]
    assert "GOOGLE_API_KEY" in parts["Google credentials"]["found"]
    assert "very-secret" not in done.stdout + done.stderr


def test_a_missing_ffmpeg_is_exit_6_with_what_to_do(tmp_path: Path) -> None:
    done = ministudio("render", write(tmp_path, a_screenplay(a_shot("a", duration=1))), MINISTUDIO_FFMPEG="/no/ffmpeg")
    assert done.returncode == 6
    assert "MINISTUDIO_FFMPEG" in done.stderr


def test_the_store_can_be_listed_when_it_is_empty(tmp_path: Path) -> None:
    assert "empty" in ministudio("store", "list", "--store", tmp_path / "none").stdout


def test_help_and_version_and_completion_are_there() -> None:
    assert __version__ in ministudio("--version").stdout
    text = ministudio("--help").stdout
    for word in (
        "init",
        "validate",
        "plan",
        "lock",
        "preview",
        "render",
        "doctor",
        "schema",
        "store",
        "--install-completion",
    ):
        assert word in text


def test_max_cost_below_nothing_refuses_nothing_that_is_free(tmp_path: Path) -> None:
    done = ministudio("lock", write(tmp_path, a_screenplay(a_shot("a", duration=1))), "--max-cost", "0", "-q")
    assert done.returncode == 0, done.stderr
    assert ministudio("lock", tmp_path / "story.yaml", "--max-cost", "much").returncode == 2


@pytest.mark.parametrize(
    "error", [Defect("d", hint="h"), LockStale("l"), ScreenplayInvalid("s", faults=(1,), source="x")]
)
def test_errors_cross_processes_whole(error: Exception) -> None:
    import pickle

    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(back), vars(back)) == (type(error), vars(error))


def test_exit_codes_are_those_of_the_contract() -> None:
    assert list(exit_codes()) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 75, 130]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("ministudio: 1\n\ttitle: x\n", "indent with spaces, not with tabs"),
        ("ministudio: 1\ntitle: She: is: gone\n", "put it in quotes: plain text holds no colon"),
        ("ministudio: 1\ntitle: x\n  cast: {}\n", "spaces here"),
        ("hello\n", "ministudio init writes one to begin with"),
    ],
)
def test_what_is_no_screenplay_is_told_with_its_cure(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "story.yaml").write_text(text, "utf-8")
    done = ministudio("validate", "story.yaml", cwd=tmp_path)
    assert done.returncode == 3
    assert told in done.stderr


def test_one_place_has_one_fault(tmp_path: Path) -> None:
    write(tmp_path, a_screenplay(a_shot("one", cast=[], duration=-2)))
    done = ministudio("validate", "story.yaml", "--json", cwd=tmp_path)
    faults = json.loads(done.stdout)["screenplays"][0]["faults"]
    assert [fault["message"] for fault in faults] == ["“duration” cannot be -2: it is more than 0 and at most an hour"]


def test_commands_that_look_say_what_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, a_screenplay(a_shot("one", cast=[], duration=1), a_shot("two", cast=[], duration=1)))
    (tmp_path / "deep" / "story").mkdir(parents=True)
    (tmp_path / "deep" / "story" / "report.html").write_text("no page", "utf-8")
    for arguments, code, told in (
        (("report", "nosuch.yaml"), 2, "there is no screenplay nosuch.yaml"),
        (("report", "story.yaml"), 2, "ministudio render story.yaml"),
        (("report", "deep"), 2, "did you mean deep/story?"),
        (("report", "deep/story", "deep/story"), 2, "no two dailies pages"),
        (("preview", "story.yaml", "--from", "2", "--to", "1", "--frames"), 2, "shot 2 comes after shot 1"),
        (("check", "story.yaml"), 2, "cannot be read as a film"),
        (("beats", "story.yaml"), 2, "no sound that can be read"),
        (("render", "story.yaml", "--max-cost", "-1"), 2, "is not a sum"),
        (
            ("render", "story.yaml", "--profile", "omni", "--yes"),
            5,
            "there are no Google credentials; nothing was sent",
        ),
    ):
        done = ministudio(*arguments, cwd=tmp_path, HOME=str(tmp_path))
        assert done.returncode == code, (arguments, done.stderr)
        assert told in done.stderr, (arguments, done.stderr)
    assert not (tmp_path / "build").exists()


def test_init_takes_its_three_answers_as_flags(tmp_path: Path) -> None:
    done = ministudio(
        "init", "lamp", "--title", 'The "Lamp": a film', "--aspect", "9:16", "--look", "watercolour: wet", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".github" / "workflows" / "film.yml").is_file()
    planned = json.loads(ministudio("plan", "lamp.yaml", "--json", cwd=tmp_path).stdout)
    assert planned["title"] == 'The "Lamp": a film'
    assert planned["format"]["height"] > planned["format"]["width"]
    wrong = ministudio("init", "other", "--aspect", "4:5", cwd=tmp_path)
    assert wrong.returncode == 2
    assert not (tmp_path / "other.yaml").exists()


def test_a_plan_counts_where_shots_are_fixed_and_tells_a_camera_that_it_does_not_know(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_screenplay(
            a_shot("one", cast=[], duration=2, camera="swoosh spirally"), a_shot("two", cast=[], at="30s", duration=2)
        ),
    )
    planned = json.loads(ministudio("plan", "story.yaml", "--json", cwd=tmp_path).stdout)
    assert planned["seconds"] == 32
    assert "camera “swoosh spirally”: stands still" in planned["undrawn"]

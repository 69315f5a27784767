"""What the program reports is published: its JSON keeps to the schemas, and comes back as the same values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ministudio_cli.report.json_form import plain_of, value_of
from ministudio_cli.report.values import CheckReport, FilmReport, PlanReport
from ministudio_cli.screenplay.schema import schema_text

from .conftest import ministudio
from .reference import report_schema

Story = tuple[Path, dict[str, Any]]
ENVELOPE = {"ministudio", "command", "film"}


def reported(*words: object) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ministudio(*words, "--json").stdout)
    return {key: value for key, value in told.items() if key not in ENVELOPE}


@pytest.mark.parametrize("name", ["plan", "film", "check"])
def test_the_published_schema_is_that_of_the_values(name: str) -> None:
    assert schema_text(name) == report_schema(name), "run: make docs"
    assert ministudio("schema", "--report", name).stdout == schema_text(name)


def test_what_is_reported_keeps_to_its_schema_and_comes_back_as_it_was(story: Story) -> None:
    path, _ = story
    film = path.parent / "build" / path.stem / f"{path.stem}.mp4"
    reports: dict[str, tuple[type, dict[str, Any]]] = {
        "plan": (PlanReport, reported("plan", path)),
        "film": (FilmReport, json.loads((film.parent / "report.json").read_text("utf-8"))),
        "check": (CheckReport, reported("check", film)),
    }
    for name, (kind, told) in reports.items():
        Draft202012Validator(json.loads(schema_text(name))).validate(told)
        assert json.loads(json.dumps(plain_of(value_of(kind, told)))) == told
        assert not [key for key in _keys(told) if not key.isidentifier()]


def test_the_credits_say_whose_work_is_in_a_film(story: Story) -> None:
    path, film = story
    names = [work["name"] for work in film["credits"]]
    assert names == ["Noto Emoji", "Lato", "Noto"]  # its voice hums
    written = (path.parent / "build" / path.stem / "credits.txt").read_text("utf-8")
    assert written.startswith("A Test\n")
    assert all(f"{work['name']}, {work['holder']} ({work['licence']})" in written for work in film["credits"])


def test_a_report_of_another_form_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("<p>", "utf-8")
    for text in ("{}", "[]", '{"quality": []}', "not JSON", "null", '{"shots": 5}', '{"loudness": [1]}'):
        (tmp_path / "report.json").write_text(text, "utf-8")
        done = ministudio("report", tmp_path)
        assert done.returncode == 2
        assert "no report of this version" in done.stderr
        assert "Traceback" not in done.stderr


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        # The keys of portraits are ids of the screenplay.
        inner = [key for name, one in value.items() if name != "portraits" for key in _keys(one)]
        return [*value, *inner]
    return [key for one in value for key in _keys(one)] if isinstance(value, list) else []

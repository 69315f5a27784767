"""The timeline beside a film: of its published form, read back as it was, and true to the film and its store."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from ministudio_cli.screenplay.schema import schema_text
from ministudio_cli.store.store import Store
from ministudio_cli.timeline import FilmTimeline, from_json

from .conftest import ministudio

VALIDATOR = Draft202012Validator(json.loads(schema_text("timeline")))


@pytest.fixture(scope="module")
def written(story: tuple[Path, dict[str, Any]]) -> tuple[FilmTimeline, dict[str, Any], Path]:
    path, report = story
    text = (path.parent / "build" / "story" / "timeline.json").read_text("utf-8")
    VALIDATOR.validate(json.loads(text))
    found = from_json(text)
    assert found.to_json() == text
    return found, report, path


def test_its_tracks_are_the_films(written: tuple[FilmTimeline, dict[str, Any], Path]) -> None:
    timeline, report, _ = written
    assert (timeline.rate, timeline.frames, timeline.samples) == (24, report["frames"], report["frames"] * 2000)
    ends = [clip.end for clip in timeline.picture]
    assert [clip.start for clip in timeline.picture] == [0, *ends[:-1]]
    assert ends[-1] == timeline.frames
    assert [(clip.shot, clip.start, clip.end) for clip in timeline.picture] == [
        (cut["shot"], cut["start"], cut["end"]) for cut in report["cuts"]
    ]
    dissolve = timeline.picture[1].transition
    assert dissolve is not None
    assert (dissolve.kind, dissolve.frames) == ("dissolve", timeline.picture[0].handles[1])
    for clip, line in zip(timeline.voice, report["lines"], strict=True):
        assert clip.start / 48_000 == pytest.approx(line["start"], abs=1e-4)
        assert clip.end / 48_000 == pytest.approx(line["end"], abs=1e-4)
        assert clip.start <= clip.words[0][1] < clip.words[-1][2] <= clip.end
        assert [word for word, _, _ in clip.words] == line["text"].split()
    assert [clip.end for clip in timeline.music] == [timeline.samples]
    assert {marker.kind for marker in timeline.markers} == {"beat", "chapter"}


def test_its_sources_are_in_the_store(written: tuple[FilmTimeline, dict[str, Any], Path]) -> None:
    timeline, _, path = written
    store = Store(str(path.parent / ".ministudio" / "store"))
    for clip in (*timeline.picture, *timeline.voice, *timeline.music):
        artifact = store.find(clip.source.artifact)
        assert artifact is not None
        assert artifact.files[clip.source.file].sha256 == clip.source.sha256


def test_any_rate_is_kept_and_another_form_is_refused(
    written: tuple[FilmTimeline, dict[str, Any], Path], tmp_path: Path
) -> None:
    timeline, _, _ = written
    for rate in (Fraction(24000, 1001), Fraction(25), Fraction(60000, 1001)):
        other = dataclasses.replace(timeline, rate=rate)
        VALIDATOR.validate(json.loads(other.to_json()))
        assert from_json(other.to_json()) == other
    told = json.loads(timeline.to_json())
    with pytest.raises(ValueError, match="this version"):
        from_json(json.dumps(told | {"ministudio_timeline": 1}))
    with pytest.raises(ValidationError):
        VALIDATOR.validate(told | {"unknown": 1})
    assert ministudio("schema", "--timeline", "--out", tmp_path / "t.json").returncode == 0
    assert (tmp_path / "t.json").read_text("utf-8") == schema_text("timeline")

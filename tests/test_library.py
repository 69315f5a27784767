"""ministudio from Python: a stranger's script without a guard, typed values, errors and notebooks."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import ministudio_cli
from ministudio_cli import Event, Film, FilmPlan, MinistudioError, Options, check, plan, preview, read, render
from ministudio_cli.errors import OverBudget, ScreenplayInvalid

from .builders import a_screenplay, a_shot, write
from .conftest import ENVIRONMENT, ministudio
from .test_docs import blocks


def test_the_scripts_of_the_page_render_a_film_watch_it_and_read_its_report(tmp_path: Path) -> None:
    """Run as a script is run: no guard, the worker processes must not run it again."""
    assert ministudio("init", "story", cwd=tmp_path).returncode == 0
    text = (tmp_path / "story.yaml").read_text("utf-8").replace("resolution: 1080p", "resolution: 360p")
    (tmp_path / "story.yaml").write_text(text + "\nrender: {voice: hum}\n", "utf-8")
    script = tmp_path / "script.py"
    script.write_text("\n".join(blocks("docs/python.md", "python")), "utf-8")
    first = blocks("docs/python.md", "python")[0]
    assert len([line for line in first.splitlines() if line.strip()]) <= 10
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("FilmPlan(") == 1, "a worker ran the script"
    assert "\nstart " in done.stdout
    assert "\ndone " in done.stdout
    assert str(Path("build/story/story.mp4")) in done.stdout
    assert "there is no shot “no-such-shot” → the shots are:" in done.stdout
    assert (tmp_path / "build" / "story" / "story.mp4").is_file()


def test_a_film_that_does_not_pass_its_check_is_returned_with_what_is_wrong(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told = a_screenplay(
        a_shot("one", cast=["emma"], narration="Hello there.", duration=2), check={"captions": 1}, music="none"
    )
    path, before, events = write(tmp_path, told), dict(os.environ), list[Event]()
    caplog.set_level(logging.INFO, logger="ministudio_cli")
    film = render(path, progress=events.append)
    assert film.path.is_file()
    assert len(film.faults) == 1
    assert "does not pass its check" in film.faults[0]
    assert ministudio("render", path, "-q").returncode == 8
    assert {event.kind for event in events} >= {"pass", "start", "done"}
    assert {name for name in os.environ if os.environ.get(name) != before.get(name)} <= {
        "LD_LIBRARY_PATH"
    }  # OpenCV's own
    assert (film.frames, film.width, film.height, film.spent) == (48, 640, 360, Decimal(0))
    assert [(line.shot, line.text) for line in film.lines] == [("one", "Hello there.")]
    assert [shot.id for shot in film.shots] == ["one"]
    assert [(clip.shot, clip.end) for clip in film.timeline.picture] == [("one", 48)]
    assert "<td>one</td>" in film._repr_html_()
    assert "does not pass" in repr(film)


def test_values_and_errors_have_their_types(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("one", cast=["emma"], duration=3)))
    found: FilmPlan = plan(path)
    assert [(shot.id, shot.seconds, shot.price) for shot in found.shots] == [("one", 3.0, Decimal(0))]
    assert "<td>one</td>" in found._repr_html_()
    assert read(path).shots[0].id == "one"
    with pytest.raises(OverBudget) as over:
        render(path, Options(profile="omni"))
    assert over.value.hint
    with pytest.raises(MinistudioError):
        preview(path, ["nobody"])
    with pytest.raises(MinistudioError):
        check(path)
    with pytest.raises(ScreenplayInvalid) as invalid:
        read(write(tmp_path, "ministudio: 1\nscenes: 7\n", "bad.yaml"))
    assert invalid.value.faults
    assert set(ministudio_cli.__all__) <= {*dir(ministudio_cli), *ministudio_cli.__all__}
    assert isinstance(Film, type)
    with pytest.raises(AttributeError):
        ministudio_cli.no_such_name  # type: ignore[attr-defined]  # noqa: B018

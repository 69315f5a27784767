"""What a person sees: the dailies page and two renders side by side in a real browser, the storyboard, previews."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ministudio_cli.cli.picture import shown
from ministudio_cli.progress import Pace
from ministudio_cli.report.storyboard import PAPERS, Panel, html, pdf, png, sheets

from .builders import a_screenplay, a_shot, write
from .conftest import ENVIRONMENT, ministudio, once

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


def a_story(action: str = "Emma reads") -> dict[str, Any]:
    return a_screenplay(
        a_shot("reads", size="wide", cast=["emma"], action=action, narration="Once there was a book.", duration=3),
        a_shot("looks", size="close", cast=["emma"], dialogue=[{"speaker": "emma", "line": "It knew </script> me."}]),
        a_shot("leaves", size="medium", cast=["emma"], duration=2),
        music={"bed": "calm", "tempo": 96},
    )


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of two renders of a film: the second has another action in its first shot."""

    def both(folder: Path) -> int:
        path = write(folder, a_story())
        assert ministudio("render", path, "-q").returncode == 0
        shutil.copytree(folder / "build" / "story", folder / "before" / "story")
        write(folder, a_story("Emma waves"))
        return ministudio("render", path, "-q").returncode

    folder, code = once(tmp_path_factory, "pages", both)
    assert code == 0
    return folder / "before" / "story", folder / "build" / "story"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if BROWSER is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        one = driver.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        )
        yield one
        one.close()


def until(page: Any, holds: str, seconds: float = 10) -> None:
    """Wait until something holds; the page forbids the evaluation that the driver's own waiting needs."""
    for _ in range(round(20 * seconds)):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)


class Opened:
    """A page of ours in a browser, with all that it said and asked for."""

    def __init__(self, browser: Any, place: Path, wide: int = 1440, theme: str = "dark") -> None:
        self.page = browser.new_page(viewport={"width": wide, "height": 900}, color_scheme=theme)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(place.resolve().as_uri())
        until(self.page, "[...document.querySelectorAll('video')].every((one) => one.readyState >= 2)")

    def __enter__(self) -> Any:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.page.close()
        assert self.said == []
        assert [one for one in self.asked if not one.startswith(("file:", "data:"))] == []


def serious(page: Any) -> list[str]:
    """What axe holds for serious faults of a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def the_time(page: Any) -> float:
    return float(page.evaluate("document.querySelector('#film').currentTime"))


@pytest.mark.parametrize(("wide", "theme"), [(1440, "dark"), (390, "light")])
def test_the_dailies_page_plays_seeks_shows_and_walks_by_keyboard(
    builds: tuple[Path, Path], browser: Any, wide: int, theme: str
) -> None:
    report = json.loads((builds[1] / "report.json").read_text("utf-8"))
    cut = report["cuts"][0]["end"] / 24
    with Opened(browser, builds[1] / "report.html", wide, theme) as page:
        assert page.inner_text("h1") == "A Test"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious(page) == []
        page.keyboard.press("k")
        until(page, "document.querySelector('#film').currentTime > 0.3")
        page.keyboard.press(" ")
        assert page.evaluate("document.querySelector('#film').paused")
        box = page.locator("#scope").bounding_box()
        page.evaluate("document.querySelector('.reel').scrollLeft = 0")
        page.mouse.click(box["x"] + box["width"] * cut / report["seconds"], box["y"] + 60)
        assert the_time(page) == pytest.approx(cut, abs=1.5 * report["seconds"] / box["width"])
        page.keyboard.press("Home")
        page.keyboard.press("Shift+ArrowRight")
        assert the_time(page) == pytest.approx(cut, abs=1e-3)
        page.keyboard.press("ArrowLeft")
        assert the_time(page) == pytest.approx(cut - 1 / 24, abs=1e-3)
        page.locator("#strip button").nth(1).click()
        assert page.inner_text("#card-title") == "2 looks"
        assert "It knew </script> me." in page.inner_text("#card")
        assert page.evaluate("[...document.querySelectorAll('#card img')].every((one) => one.naturalWidth > 40)")
        assert page.locator("#card .anchors img").count() == 2
        assert serious(page) == []
        page.keyboard.press("ArrowRight")
        assert page.inner_text("#card-title") == "3 leaves"
        page.keyboard.press("Escape")
        assert not page.evaluate("document.querySelector('#card').open")
        page.locator("body").click(position={"x": 5, "y": 5})
        page.keyboard.press("Enter")
        assert page.evaluate("document.querySelector('#card').open")
        page.keyboard.press("Escape")
        page.keyboard.press("t")
        assert page.evaluate("document.documentElement.dataset.theme") == ("light" if theme == "dark" else "dark")
        assert serious(page) == []


def test_two_renders_are_compared_in_step(builds: tuple[Path, Path], browser: Any, tmp_path: Path) -> None:
    place = tmp_path / "sub" / "compare.html"
    done = ministudio("report", builds[0], builds[1], "--to", place)
    assert done.returncode == 0, done.stderr
    assert "1 of 3 shots changed" in done.stdout
    assert "reads: action: Emma reads → Emma waves" in done.stdout
    with Opened(browser, place) as page:
        assert serious(page) == []
        page.click("#play")
        until(page, "[...document.querySelectorAll('video')].every((one) => one.currentTime > 0.5)")
        page.click("#play")
        times = page.evaluate("[...document.querySelectorAll('video')].map((one) => one.currentTime)")
        assert times[0] == pytest.approx(times[1], abs=0.15)
        page.locator("#list button").nth(2).click()
        times = page.evaluate("[...document.querySelectorAll('video')].map((one) => one.currentTime)")
        assert times[0] == times[1] > 2


def test_a_page_can_carry_its_film(builds: tuple[Path, Path], browser: Any, tmp_path: Path) -> None:
    shutil.copytree(builds[1], tmp_path / "story")
    assert ministudio("report", tmp_path / "story", "--embed").returncode == 0
    alone = tmp_path / "alone.html"
    shutil.move(tmp_path / "story" / "report.html", alone)
    shutil.rmtree(tmp_path / "story")
    with Opened(browser, alone) as page:
        assert page.evaluate("document.querySelector('#film').duration") > 5


def test_the_page_tells_what_this_run_made_and_is_made_once(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("one", cast=[], duration=1)))
    assert ministudio("render", path, "-q").returncode == 0
    page = tmp_path / "build" / "story" / "report.html"
    assert '"made":{"one":"new"}' in page.read_text("utf-8").replace('": ', '":')
    assert ministudio("render", path, "-q").returncode == 0
    assert '"made":{"one":""}' in page.read_text("utf-8").replace('": ', '":')


def a_panel(number: int, words: str = "Emma walks a long way through the rain and does not look back") -> Panel:
    picture = cv2.imencode(".jpg", np.full((90, 160, 3), 90, np.uint8))[1].tobytes()
    return Panel(
        number=number, id=f"shot_{number}", picture=picture, size=(160, 90), how="wide · static · Emma · room",
        action=words, lines=(words * 9,), since=3.0 * (number - 1), seconds=3.0,
    )  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS)
def test_a_storyboard_is_laid_out_inside_its_paper(paper: str) -> None:
    pages = sheets("A & B", [a_panel(number) for number in range(1, 15)], paper, expected=True)
    assert len(pages) == 3
    wide, tall = PAPERS[paper]
    for marks in pages:
        for mark in marks:
            assert 0 <= mark.x <= wide
            assert 0 < mark.y + mark.tall <= tall
        drawn = cv2.imdecode(np.frombuffer(png(marks, paper), np.uint8), cv2.IMREAD_GRAYSCALE)
        margin = int(8 / wide * drawn.shape[1])
        assert drawn[:, -margin:].min() > 250  # nothing runs over the edge
        assert drawn[-margin:].min() > 250
        assert drawn.min() < 90
    assert "A &amp; B" in html("A & B", pages, paper)
    made = pdf("A & B", pages, paper)
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", made)) == 3


def test_storyboard_and_stills_come_before_anything_is_rendered(tmp_path: Path) -> None:
    path = write(tmp_path, a_story() | {"render": {"shots": "veo", "plates": "gemini", "voice": "google"}})
    done = ministudio("storyboard", path, "--json")
    assert done.returncode == 0, done.stderr
    written = [Path(load) for load in json.loads(done.stdout)["written"]]
    assert [one.name for one in written] == ["storyboard.html", "storyboard.pdf", "storyboard-1.png"]
    stills = ministudio("preview", path, "--from", "2", "--frames", "--json")
    assert stills.returncode == 0, stills.stderr
    told = json.loads(stills.stdout)["shots"]
    assert [one["shot"] for one in told] == ["looks", "leaves"]
    assert all(cv2.imread(one) is not None for shot in told for one in shot["stills"])
    wrong = ministudio("preview", path, "--from", "9", "--frames")
    assert wrong.returncode == 2
    assert "there is no shot “9”" in wrong.stderr


def test_a_watched_screenplay_is_shown_again_when_it_is_saved(tmp_path: Path) -> None:
    path = write(tmp_path, a_story())
    command = [sys.executable, "-m", "ministudio_cli", "preview", str(path), "--frames", "--watch"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stderr is not None
        heard = iter(watching.stderr.readline, "")
        assert any("watching" in line for line in heard)
        path.write_text("title: [", "utf-8")
        assert any("error:" in line for line in heard)
        write(tmp_path, a_story("Emma waves"))
        assert any("after it was saved" in line for line in heard)
        watching.terminate()
        watching.communicate(timeout=20)


def test_progress_for_programs_is_json_lines_whose_share_grows(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("one", cast=["emma"], duration=2)))
    done = ministudio("render", path, "--json-progress")
    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert {"pass", "wait", "start", "done", "progress", "expect"} <= {event["event"] for event in events}
    shares = [event["share"] for event in events if event["event"] == "done"]
    assert shares == sorted(shares)
    assert events[-1]["share"] > 0.7


def test_the_time_left_follows_the_work_that_is_known() -> None:
    pace = Pace()
    pace.started = time.monotonic() - 10
    pace.expect(300)
    pace.take_on("plate", 100)
    assert pace.left() is None
    pace.finish("plate")
    assert pace.share == pytest.approx(0.25)
    assert pace.left() == pytest.approx(30, rel=0.01)
    pace.expect(0)
    pace.take_on("shot", 100)
    assert pace.left() == pytest.approx(10, rel=0.01)


def test_a_terminal_shows_a_picture_as_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.full((90, 160, 3), 90, np.uint8)
    picture[:] = (0, 0, 255)
    cv2.imwrite(str(tmp_path / "red.png"), picture)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for terminal, sign in (("xterm-kitty", "\x1b_Ga=T"), ("xterm-256color", "\x1b[38;5;196;48;5;196m▀")):
        monkeypatch.setenv("TERM", terminal)
        monkeypatch.delenv("COLORTERM", raising=False)
        monkeypatch.delenv("TERM_PROGRAM", raising=False)
        assert sign in shown(tmp_path / "red.png", 80)
    assert max(line.count("▀") for line in shown(tmp_path / "red.png", 40).splitlines()) == 39
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(tmp_path / "red.png", 80) == ""

"""The room: a film directed from its page, in real browsers; who may come in; edits that leave the file as it was."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.errors import UsageFault
from ministudio_cli.review.jobs import SOON, Job, Jobs
from ministudio_cli.review.room import Room
from ministudio_cli.review.server import Door
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.rewrite import rewritten, value_at
from ministudio_cli.usecases.options import RenderOptions

from .builders import a_screenplay, a_shot, write
from .conftest import ENVIRONMENT
from .test_google import by_key, clips, google
from .test_page import browser, serious, until

__all__ = ["browser"]

# An edit of a text, in its file

_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
_STYLES = ("plain", "single", "double", "literal", "folded")


def written(style: str, value: str, indent: str) -> str:
    """A scalar in a style, or double-quoted where that cannot hold it."""
    one_line = " ".join(value.split())
    forms = {
        "plain": one_line, "single": "'" + one_line.replace("'", "''") + "'",
        "literal": f"|-\n{indent}  {one_line}", "folded": f">\n{indent}  {one_line}",
    }  # fmt: skip
    form = forms.get(style, json.dumps(value))
    try:
        if yaml.safe_load(f"a: {form}\n") is not None and one_line:
            return form
    except yaml.YAMLError:
        pass
    return json.dumps(value)


@given(
    texts=st.lists(st.tuples(st.sampled_from(_STYLES), _TEXTS), min_size=3, max_size=3),
    new=_TEXTS.filter(lambda text: text.strip()),
    which=st.integers(0, 2),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_an_edit_leaves_every_comment_and_quote_in_its_place(
    texts: list[tuple[str, str]], new: str, which: int, ends: str
) -> None:
    lines = ["# the head", "title:   \"A 'quoted' title\"   # kept", "shots:"]
    for number, (style, text) in enumerate(texts):
        lines += [
            f"  # shot {number}",
            f"  - id: s{number}",
            f"    action: {written(style, text, '    ')}",
            "    size:  'wide'  # as it was",
        ]
    before = ends.join("\n".join([*lines, "# the end", ""]).split("\n"))
    try:
        value = parse(before, "story.yaml").value
    except Exception:  # noqa: BLE001 - a text that YAML does not have in this style
        return
    after = rewritten(before, ("shots", which, "action"), new)
    found = value_at(after, ("shots", which, "action"))
    # A block of lines ends with a line's end, whatever stood there.
    assert found in ({new, new.rstrip("\n") + "\n"} if texts[which][0] in ("literal", "folded") else {new})
    new = found
    wanted = {
        **value,
        "shots": [{**shot, "action": new} if at == which else shot for at, shot in enumerate(value["shots"])],
    }
    assert parse(after, "story.yaml").value == wanted
    # All that stands before and behind the text is as it was, to the character.
    start = before.index("action:", before.index(f"id: s{which}")) + len("action:")
    end = before.index("    size:", start)
    assert after.startswith(before[:start])
    assert after.endswith(before[end:])


@pytest.mark.parametrize(
    "text",
    [
        "shots:\n  - id: a\n    size: wide # keep\n",
        "shots: [{id: a, size: wide}] # keep\n",
        "shots:\n- {id: a,\n   size: wide} # keep\n",
    ],
)
def test_a_text_that_is_missing_is_put_behind_the_id(text: str) -> None:
    after = rewritten(text, ("shots", 0, "action"), "Emma: waves, and # goes")
    assert parse(after, "story.yaml").value == {
        "shots": [{"id": "a", "action": "Emma: waves, and # goes", "size": "wide"}]
    }
    assert after.count("# keep") == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: | # why\n  one\n  two\n\n# next\nb: 1\n", "a: | # why\n  new\n\n# next\nb: 1\n"),
        ("a: >-\n  one\n  two\n\nb: 1\n", "a: >-\n  new\n\nb: 1\n"),
        ("a: |+\r\n  one\r\nb: 1\r\n", "a: |+\r\n  new\r\nb: 1\r\n"),
        ("a: |\n  one", "a: |\n  new"),
        ("a:   # nothing yet\nb: 1\n", 'a: "new"   # nothing yet\nb: 1\n'),
        ("a: one # kept\nb: 1\n", "a: new # kept\nb: 1\n"),
    ],
)
def test_blocks_keep_their_form_their_comments_and_the_lines_behind_them(before: str, after: str) -> None:
    found = rewritten(before, ("a",), "new")
    assert found == after or (
        before.startswith("a:  ")
        and found in (after, "a: new   # nothing yet\nb: 1\n", "a:new   # nothing yet\nb: 1\n")
    )


def test_a_text_that_several_places_share_is_not_changed_behind_their_back() -> None:
    with pytest.raises(UsageFault, match="several places share it"):
        rewritten("shots:\n  - {id: a, action: &x Waves}\n  - {id: b, action: *x}\n", ("shots", 0, "action"), "Sits")


# The page, served


@dataclass(frozen=True)
class Open:
    """A room that is open: its link, port and film."""

    link: str
    port: int
    token: str
    path: Path
    reading: str = ""

    def asked(self, method: str, address: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """One request, with the token's cookie and the page's own Host and Origin but where `headers` say otherwise."""
        own = {"Host": f"127.0.0.1:{self.port}", "Cookie": f"ministudio_room_{self.port}={self.token}"}
        if method == "POST":
            own |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        sent = {
            name: value
            for name, value in (own | {key.replace("_", "-"): value for key, value in headers.items()}).items()
            if value
        }
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        wire.putrequest(method, address, skip_host=True)
        data = b"" if body is None else json.dumps(body).encode()
        for name, value in (sent | {"Content-Length": str(len(data))}).items():
            wire.putheader(name, value)
        wire.endheaders(data)
        answer = wire.getresponse()
        found = answer.status, answer.read()
        wire.close()
        return found

    def state(self) -> dict[str, Any]:
        status, body = self.asked("GET", "/state")
        assert status == 200
        found: dict[str, Any] = json.loads(body)
        return found

    def until(self, holds: Any, seconds: float = 90) -> dict[str, Any]:
        """The state, once something holds of it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.state()
            if holds(state):
                return state
            time.sleep(0.2)
        raise AssertionError(json.dumps(self.state()["results"])[-2000:])


@contextmanager
def room(path: Path, *options: str, **extra: str) -> Iterator[Open]:
    """The command, as a person starts it."""
    with subprocess.Popen(
        [sys.executable, "-c", "from ministudio_cli.cli import main; main()", "review", str(path), "--no-open", *options],
        env=ENVIRONMENT | extra, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            link = process.stdout.readline().strip()
            found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)", link)
            if found is None:
                raise AssertionError(process.communicate()[1])
            reading = ""
            if "--share-readonly" in options:
                reading = process.stdout.readline().rpartition("token=")[2].strip()
            yield Open(link, int(found[1]), found[2], path, reading)
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("room")
    told = a_screenplay(
        a_shot("reads", cast=["emma"], action="Emma reads", narration="Once there was a book.", duration=3),
        a_shot("waves", cast=["emma"], duration=2),
        music="none",
    )
    with room(write(folder, told)) as open_room:
        yield open_room


def test_who_has_no_token_or_comes_from_elsewhere_is_not_let_in(drawn: Open) -> None:
    assert drawn.asked("GET", "/")[0] == 200
    assert drawn.asked("GET", "/", Cookie="")[0] == 403
    assert drawn.asked("GET", "/?token=guess", Cookie="")[0] == 403
    assert drawn.asked("GET", "/state", Cookie=f"ministudio_room_{drawn.port}=guess")[0] == 403
    for host in ("evil.example", f"evil.example:{drawn.port}", "127.0.0.1", "127.0.0.1:1", ""):
        assert drawn.asked("GET", "/state", Host=host)[0] in (400, 421), host
        assert drawn.asked("GET", f"/?token={drawn.token}", Host=host, Cookie="")[0] in (400, 421), host
    edit = {"shot": "reads", "line": None, "words": "Emma is robbed", "was": "Emma reads"}
    for headers in (
        {"Origin": "http://evil.example"}, {"Origin": ""}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
        {"Cookie": ""}, {"Content_Type": "text/plain"}, {"Host": f"evil.example:{drawn.port}"},
    ):  # fmt: skip
        assert drawn.asked("POST", "/do/edit", edit, **headers)[0] in (403, 415, 421), headers
    assert "Emma is robbed" not in drawn.path.read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "..%2fsecret.png",
        "%2e%2e/secret.png",
        "..%2f..%2fsecret.png",
        "report.json",
        "link.png",
        "%00.png",
        "linked/secret.png",
    ],
)
def test_nothing_outside_the_films_folder_is_served(drawn: Open, name: str, tmp_path: Path) -> None:
    build = drawn.path.parent / "build" / "story"
    build.mkdir(parents=True, exist_ok=True)
    for place in (tmp_path, build.parent, drawn.path.parent):
        (place / "secret.png").write_bytes(b"secret")
    (build / "report.json").write_text('{"secret": 1}', "utf-8")
    for link, to in ((build / "link.png", tmp_path / "secret.png"), (build / "linked", tmp_path)):
        link.unlink(missing_ok=True)
        link.symlink_to(to)
    status, body = drawn.asked("GET", f"/media/{name}")
    assert status in (400, 404)
    assert b"secret" not in body
    (build / "own picture#1.png").write_bytes(b"own")
    assert drawn.asked("GET", "/media/own%20picture%231.png") == (200, b"own")


@pytest.mark.parametrize(
    ("what", "body"),
    [("edit", {}), ("take", {"shot": "reads"}), ("take", {"shot": "nobody", "price": "0"}), ("pick", {"shot": "reads", "take": "x"}),
     ("explode", {}), ("note", {"shot": "reads", "seconds": 0, "words": ""}), ("take", {"shot": "reads", "price": "NaN"}), ("edit", [1])],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(drawn: Open, what: str, body: Any) -> None:
    status, said = drawn.asked("POST", f"/do/{what}", body)
    assert status in (400, 409), said
    assert json.loads(said)["error"]
    assert "Traceback" not in said.decode()


def test_who_looks_only_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", cast=["emma"], action="Emma reads", duration=1), music="none"))
    before = path.read_bytes()
    with room(path, "--share-readonly", "127.0.0.1") as shared:
        status, _ = shared.asked("GET", f"/?token={shared.reading}", Cookie="")
        assert status == 303
        cookie = f"ministudio_room_{shared.port}={shared.reading}"
        assert b'"reading":true' in shared.asked("GET", "/", Cookie=cookie)[1]
        whatever = {"shot": "a", "line": None, "words": "Emma dances", "was": "Emma reads", "take": 1, "price": "0",
                    "what": "plates", "seconds": 0, "number": 1}  # fmt: skip
        for what in (
            "edit",
            "note",
            "forget",
            "pick",
            "reject",
            "approve",
            "preview",
            "take",
            "anchors",
            "render",
            "quote",
        ):
            assert shared.asked("POST", f"/do/{what}", whatever, Cookie=cookie)[0] == 403
        assert path.read_bytes() == before
        assert not path.with_name("story.notes.json").exists()
        assert shared.asked("POST", "/do/edit", whatever)[0] == 200


def test_a_link_for_the_browser_is_good_once_and_the_token_only_from_this_machine() -> None:
    door = Door(8000, "all-of-it", "looking", ("192.0.2.7", "Studio"))
    assert door.rights("all-of-it", "127.0.0.1") == "all"
    assert door.rights("all-of-it", "::1") == "all"
    assert door.rights("all-of-it", "192.0.2.7") == ""
    assert door.rights("looking", "192.0.2.7") == "reading"
    assert door.rights("", "127.0.0.1") == ""
    once = door.once
    assert door.entered(once) == "all-of-it"
    assert door.entered(once) == once
    assert door.host_is_ours("studio:8000")
    assert door.host_is_ours("192.0.2.7:8000")
    assert not door.host_is_ours("evil.example:8000")


def test_a_board_that_cannot_be_drawn_is_told_once_and_the_room_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", cast=["emma"], action="Emma reads", duration=1), music="none"))
    calls: list[int] = []

    def broken(_: Any) -> Any:
        calls.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Room, "_opened", broken)
    with Room(path, RenderOptions()) as own:
        time.sleep(2)
        assert len(calls) == 1
        assert own.jobs.busy
        own.ask("preview", {"shot": "a"})
        time.sleep(1)
        assert [result["fault"] for result in own.state()["results"]] == [True, True]
        # What is written in a stranger's files closes the page for nobody.
        (tmp_path / "story.notes.json").write_text(
            '{"notes": [{"number": 1e999, "shot": "a", "seconds": 1e999, "words": "x"}]}', "utf-8"
        )
        folder = tmp_path / "build" / "story"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text('{"fps": "24/0", "quality": [], "cuts": []}', "utf-8")
        time.sleep(1.5)
        assert own.state()["faults"] == ["story.notes.json holds no notes"]
        (tmp_path / "story.notes.json").unlink()
        time.sleep(1.5)
        assert own.state()["faults"] == []
        assert own.jobs.busy


def test_what_is_agreed_to_and_waits_counts_against_the_cap() -> None:
    spent, let_go = [Decimal(0)], threading.Event()

    def buy(price: str) -> Any:
        def run() -> str:
            let_go.wait(20)
            spent[0] += Decimal(price)
            return "bought"

        return run

    jobs = Jobs(lambda: spent[0], lambda: None, lambda: None)
    jobs.start()
    jobs.put(Job(SOON, "render", buy("0.80"), price=Decimal("0.80")))
    jobs.put(Job(SOON, "take", buy("0.50"), price=Decimal("0.50")))
    assert jobs.committed() == Decimal("1.30")
    let_go.set()
    for _ in range(100):
        if spent[0] == Decimal("1.30") and not jobs.state()["doing"]:
            break
        time.sleep(0.05)
    assert jobs.committed() == spent[0] == Decimal("1.30")
    jobs.stop()
    assert not jobs.busy


@pytest.mark.film
def test_a_film_is_directed_from_its_page_while_another_looks_on(drawn: Open, browser: Any) -> None:
    drawn.until(lambda state: all(shot["stills"] for shot in state["film"]["shots"]))
    pages = [browser.new_page(viewport={"width": wide, "height": 900}) for wide in (1440, 390)]
    said: list[str] = []
    for page in pages:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(drawn.link)
        assert "token" not in page.url
    director, other = pages
    assert serious(director) == []
    assert serious(other) == []
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # An action is edited, written into the file, previewed, and seen by the other.
    director.click("[data-shot=reads] .text")
    director.fill("#editor", "Emma dances: slowly")
    director.click("text=Save")
    until(other, "document.querySelector('[data-shot=reads]').innerText.includes('Emma dances: slowly')")
    assert parse(drawn.path.read_text("utf-8"), "s").value["scenes"][0]["shots"][0]["action"] == "Emma dances: slowly"
    drawn.until(lambda state: state["film"]["shots"][0]["takes"][0]["clip"])
    # Another take, both in step, the second picked, a note at a moment, by keyboard where there is a key.
    director.click("[data-shot=reads] .look")
    assert serious(director) == []
    director.click("#another")
    drawn.until(lambda state: len(state["film"]["shots"][0]["takes"]) == 2)
    until(other, "document.querySelector('[data-shot=reads]').innerText.includes('of 2')")
    until(director, "document.querySelectorAll('.take').length === 2")
    until(director, "document.querySelectorAll('.take video').length === 2")
    director.click("[aria-label='Pick take 2']")
    drawn.until(lambda state: state["film"]["shots"][0]["takes"][1]["shown"])
    until(director, "document.querySelector('.take.shown').dataset.take === '2'")
    director.fill("#note", "Slower here")
    director.click("text=Keep the note")
    until(other, "document.querySelector('#notes').innerText.includes('Slower here')")
    assert json.loads((drawn.path.parent / "story.notes.json").read_text("utf-8"))["notes"][0]["shot"] == "reads"
    director.keyboard.press("Escape")
    # A screenplay that somebody breaks in an editor is told, with its line, and mended.
    whole = drawn.path.read_text("utf-8")
    drawn.path.write_text(whole.replace("size:", "sizze:").replace("duration: 2", "duration: soon"), "utf-8")
    until(other, "document.querySelector('#faults').innerText.includes('soon')")
    drawn.path.write_text(whole, "utf-8")
    until(other, "document.querySelector('#faults').hidden")
    for page in pages:
        page.close()
    assert said == []


@pytest.mark.film
def test_money_is_spent_by_a_click_at_the_price_that_was_shown_and_never_over_the_cap(
    tmp_path: Path, browser: Any
) -> None:
    with google() as emulator:
        told = a_screenplay(
            a_shot("a", duration=4, cast=["emma"], action="Emma waves"), a_shot("b", duration=4, action="Rain"),
            music="none", steady="off", approve="anchors",
            render={"shots": "omni", "plates": "animatic", "voice": "hum"},
        )  # fmt: skip
        with room(write(tmp_path, told), "--max-cost", "0.15", **by_key(emulator)) as paid:
            page = browser.new_page()
            asked: list[str] = []
            page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
            page.goto(paid.link)
            state = paid.until(lambda state: not state["doing"] and not state["waiting"])
            assert clips(emulator) == []
            price = state["film"]["shots"][0]["price"]
            assert float(price) < 0.15 < 2 * float(price)
            # A price that is not the one that was shown buys nothing.
            assert paid.asked("POST", "/do/take", {"shot": "a", "price": "0.01"})[0] == 409
            page.click("text=Make them")
            until(page, "document.querySelectorAll('#anchors img').length === 2")
            assert clips(emulator) == []
            # Before the pictures are approved no shot is bought.
            page.click("[data-shot=a] .look")
            page.click("#another")
            until(page, "document.querySelector('#card-refused').innerText.includes('approved')")
            assert clips(emulator) == []
            page.keyboard.press("Escape")
            page.click("text=Approve all plates")
            page.click("text=Approve all portraits")
            until(page, "document.querySelector('#anchors').innerText.includes('all approved')")
            paid.until(lambda state: not state["doing"] and not state["waiting"])
            page.wait_for_timeout(500)
            page.click("[data-shot=a] .look")
            page.click("#another")
            # The question is answered while the driver listens.
            until(page, "document.querySelector('[data-shot=a]').innerText.includes('of 2')", 60)
            assert len(clips(emulator)) == 1
            assert f"${float(price):.2f}" in asked[-1]
            assert "the cap is $0.15" in asked[-1]
            # The next goes beyond the cap: told, and not bought.
            page.click("#another")
            page.wait_for_timeout(2000)
            status, told = paid.asked("POST", "/do/take", {"shot": "a", "price": price})
            assert status == 409
            assert "cap of $0.15" in json.loads(told)["error"]
            until(page, "document.querySelector('#card-refused').innerText.includes('cap')")
            page.click("[aria-label='Pick take 2']")
            paid.until(lambda state: state["film"]["shots"][0]["takes"][1]["shown"])
            paid.until(lambda state: not state["doing"] and not state["waiting"])
            assert len(clips(emulator)) == 1
            assert float(paid.state()["film"]["spent"]) <= 0.15
            page.close()

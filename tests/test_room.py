"""The room: a film directed from its page, in real browsers; who may come in; edits that leave the file as it was."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.errors import UsageFault
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.rewrite import rewritten, value_at

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
    assert value_at(after, ("shots", which, "action")) == new
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


def test_a_text_that_several_places_share_is_not_changed_behind_their_back() -> None:
    with pytest.raises(UsageFault, match="more than one place"):
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
        own = {"Host": f"127.0.0.1:{self.port}", "Cookie": f"ministudio_room={self.token}"}
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
        raise AssertionError(json.dumps(self.state()["told"])[-2000:])


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
                assert process.stderr is not None
                reading = process.stderr.readline().rpartition("token=")[2].strip()
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
    assert drawn.asked("GET", "/state", Cookie="ministudio_room=guess")[0] == 403
    for host in ("evil.example", f"evil.example:{drawn.port}", "127.0.0.1", "127.0.0.1:1", ""):
        assert drawn.asked("GET", "/state", Host=host)[0] in (400, 421), host
        assert drawn.asked("GET", f"/?token={drawn.token}", Host=host, Cookie="")[0] in (400, 421), host
    edit = {"shot": "reads", "line": None, "words": "Emma dances", "was": "Emma reads"}
    for headers in (
        {"Origin": "http://evil.example"}, {"Origin": ""}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
        {"Cookie": ""}, {"Content_Type": "text/plain"}, {"Host": f"evil.example:{drawn.port}"},
    ):  # fmt: skip
        assert drawn.asked("POST", "/do/edit", edit, **headers)[0] in (403, 415, 421), headers
    assert "Emma dances" not in drawn.path.read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "../story.yaml",
        "..%2f..%2fstory.yaml",
        "%2e%2e/%2e%2e/story.yaml",
        "/etc/passwd",
        "story.lock.json",
        "link.png",
        "..%5cstory.png",
        "%00.png",
    ],
)
def test_nothing_outside_the_films_folder_is_served(drawn: Open, name: str, tmp_path: Path) -> None:
    build = drawn.path.parent / "build" / "story"
    build.mkdir(parents=True, exist_ok=True)
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    link = build / "link.png"
    link.unlink(missing_ok=True)
    link.symlink_to(secret)
    status, body = drawn.asked("GET", f"/media/{name}")
    assert status in (400, 404)
    assert b"secret" not in body


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
    with room(path, "--share-readonly", "127.0.0.1") as shared:
        cookie = f"ministudio_room={shared.reading}"
        assert b'"reading":true' in shared.asked("GET", "/", Cookie=cookie)[1]
        edit = {"shot": "a", "line": None, "words": "Emma dances", "was": "Emma reads"}
        assert shared.asked("POST", "/do/edit", edit, Cookie=cookie)[0] == 403
        assert shared.asked("POST", "/do/edit", edit)[0] == 200


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
    until(other, "document.querySelector('[data-shot=reads]').innerText.includes('of 2')")
    until(director, "document.querySelectorAll('.take').length === 2")
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
            paid.until(lambda state: any("approved" in one["words"] for one in state["told"]))
            assert clips(emulator) == []
            page.keyboard.press("Escape")
            page.click("text=Approve all plates")
            page.click("text=Approve all portraits")
            until(page, "document.querySelector('#anchors').innerText.includes('all approved')")
            page.click("[data-shot=a] .look")
            page.click("#another")
            paid.until(lambda state: len(state["film"]["shots"][0]["takes"]) == 2)
            assert len(clips(emulator)) == 1
            assert f"${float(price):.2f}" in asked[-1]
            assert "the cap is $0.15" in asked[-1]
            # The next goes beyond the cap: told, and not bought.
            page.click("#another")
            paid.asked("POST", "/do/take", {"shot": "a", "price": price})
            until(page, "document.querySelector('#doing').innerText.includes('cap')")
            page.click("[aria-label='Pick take 2']")
            paid.until(lambda state: state["film"]["shots"][0]["takes"][1]["shown"])
            paid.until(lambda state: not state["doing"] and not state["waiting"])
            assert len(clips(emulator)) == 1
            assert float(paid.state()["film"]["spent"]) <= 0.15
            page.close()

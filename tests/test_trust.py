"""What comes with a folder is a stranger's until its user says otherwise: its store, its links, its `.env`."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ministudio_cli.configuration import allow_dotenv, dotenv_allowed, store_key
from ministudio_cli.errors import ProviderRefused, UsageFault
from ministudio_cli.providers.environment import Environment
from ministudio_cli.providers.google.registration import PROVIDERS
from ministudio_cli.store.store import Store

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT, ministudio, rendered, small_story


def a_store(folder: Path) -> tuple[Store, Path]:
    store = Store(str(folder / ".ministudio" / "store"))
    for key in ("one", "two"):
        (folder / f"{key}.txt").write_text(key, "utf-8")
        store.publish(key, "bought" if key == "one" else "line", {"a.txt": folder / f"{key}.txt"}, {"of": (1, key)})
    return store, folder / ".ministudio" / "store"


def unsealed(root: Path, seal: str | None = None) -> None:
    """As another user's program would have written it."""
    for file in (root / "orders").glob("*/*.json"):
        found = json.loads(file.read_text("utf-8")) | {"seal": seal}
        file.write_text(json.dumps(found), "utf-8")


def test_what_this_user_made_is_found_and_what_another_made_is_not(tmp_path: Path) -> None:
    store, root = a_store(tmp_path)
    assert store.find("one")
    for seal in (None, "", "0" * 64, "é" * 64):
        unsealed(root, seal)
        opened = Store(str(root))
        assert opened.find("one") is None
        assert opened.doubted == {"one"}
        assert [order.order for order in opened.orders(doubtful=True)] == ["one", "two"]
        assert not list(opened.orders())
        assert not list(opened.damaged())


def test_an_answer_is_bound_to_its_question(tmp_path: Path) -> None:
    _, root = a_store(tmp_path)
    first, second = (root / "orders" / key[:2] / f"{key}.json" for key in ("one", "two"))
    shutil.copy(first, second)
    assert Store(str(root)).find("two") is None
    told = json.loads(first.read_text("utf-8"))
    for change in ({"kind": "shot"}, {"facts": {"of": [2, "one"]}}, {"files": {}}):
        first.write_text(json.dumps(told | change), "utf-8")
        assert Store(str(root)).find("one") is None, change
    first.write_text(json.dumps(told), "utf-8")
    assert Store(str(root)).find("one")


def test_what_was_bought_by_somebody_is_never_pruned(tmp_path: Path) -> None:
    _, root = a_store(tmp_path)
    unsealed(root)
    path = write(tmp_path, a_screenplay(a_shot("still", duration=1)))
    assert ministudio("store", "prune", path).returncode == 0
    assert {order.order for order in Store(str(root)).orders(doubtful=True)} == {"one"}


def test_a_store_that_came_with_a_film_is_made_anew_and_said_so_until_it_is_trusted(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("still", duration=1)))
    first = rendered(path)
    other = {"MINISTUDIO_CONFIG": str(tmp_path / "another")}
    done = ministudio("render", path, "--json", **other)
    assert done.returncode == 0
    assert "that you did not make" in done.stderr
    assert all(shot["why"] for shot in json.loads(done.stdout)["films"][0]["shots"])
    assert json.loads(done.stdout)["films"][0]["sha256"] == first["sha256"]
    # It was made anew by that other user: for the first it is now a stranger's, until they say that it is theirs.
    nobody = ministudio("trust", tmp_path)
    assert nobody.returncode == 2
    assert "nobody can be asked" in nobody.stderr
    trusted = ministudio("trust", tmp_path, "--yes", "--json")
    assert json.loads(trusted.stdout)["sealed"] > 0
    again = ministudio("render", path, "--json")
    assert "that you did not make" not in again.stderr
    assert not any(shot["why"] for shot in json.loads(again.stdout)["films"][0]["shots"])


def test_a_shared_store_is_believed_by_choice(tmp_path: Path) -> None:
    _, root = a_store(tmp_path)
    unsealed(root)
    assert ministudio("trust", "--store", root, "--yes").returncode == 0
    assert Store(str(root)).find("one")
    assert str(root) in ministudio("trust", "--list").stdout
    assert ministudio("trust", "--store", root, "--revoke").returncode == 0
    assert Store(str(root)).find("one") is None
    assert Store("memory://nobody/store").find("one") is None


def test_one_key_for_several_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISTUDIO_STORE_KEY", "a key that two machines share")
    store_key.cache_clear()
    try:
        store, root = a_store(tmp_path)
        assert store.find("one")
        monkeypatch.setenv("MINISTUDIO_CONFIG", str(tmp_path / "another"))
        store_key.cache_clear()
        assert Store(str(root)).find("one")
        monkeypatch.setenv("MINISTUDIO_STORE_KEY", "short")
        store_key.cache_clear()
        with pytest.raises(UsageFault, match="too short"):
            store_key()
    finally:
        monkeypatch.undo()
        store_key.cache_clear()


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    script = "from ministudio_cli.configuration import store_key; print(store_key().hex())"
    held = ENVIRONMENT | {"MINISTUDIO_CONFIG": str(tmp_path / "mine")}
    with ThreadPoolExecutor(6) as pool:
        made = list(
            pool.map(
                lambda _: subprocess.run([ENTRY[0], "-c", script], env=held, capture_output=True, check=True).stdout,
                range(6),
            )
        )
    assert len(set(made)) == 1
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["store.key"]
    assert (tmp_path / "mine" / "store.key").stat().st_mode & 0o077 == 0


def test_without_a_place_for_a_key_a_film_is_made_all_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("still", duration=1)))
    (tmp_path / "file").write_text("", "utf-8")
    held = {"MINISTUDIO_CONFIG": str(tmp_path / "file" / "below")}
    done = ministudio("render", path, "--json", "-q", **held)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "cannot be kept" in ministudio("doctor", **held).stdout


@pytest.mark.parametrize("link", ["blobs", "orders", "scratch", "blobs/ab"])
def test_a_link_in_a_store_leads_nothing_out_of_it(link: str, tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("still", duration=1)))
    outside = tmp_path / "outside"
    (outside / "ab").mkdir(parents=True)
    (outside / "ab" / "precious.txt").write_text("precious", "utf-8")
    place = tmp_path / ".ministudio" / "store" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(outside)
    for command in (("render", path), ("store", "prune", path)):
        done = ministudio(*command)
        assert done.returncode == 2
        assert "is a link" in done.stderr
    assert [path.name for path in outside.rglob("*")] == ["ab", "precious.txt"]


@pytest.mark.parametrize("link", [".ministudio", ".ministudio/store"])
def test_a_store_that_is_a_link_is_named_by_a_person_or_not_used(link: str, tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("still", duration=1)))
    (tmp_path / "outside").mkdir()
    place = tmp_path / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(tmp_path / "outside")
    done = ministudio("plan", path)
    assert done.returncode == 2
    assert "--store" in done.stderr
    assert not list((tmp_path / "outside").iterdir())


@pytest.mark.parametrize("what", ["order", "blob"])
def test_verify_heals_a_folder_that_stands_in_a_files_place(what: str, tmp_path: Path) -> None:
    store, root = a_store(tmp_path)
    artifact = store.find("one")
    assert artifact
    sha256 = artifact.files["a.txt"].sha256
    place = root / "orders" / "on" / "one.json" if what == "order" else root / "blobs" / sha256[:2] / sha256
    place.unlink()
    (place / "inside").mkdir(parents=True)
    done = ministudio("store", "verify", "--store", root, "--json")
    assert done.returncode == 0, done.stdout
    assert [order for order, _ in json.loads(done.stdout)["damaged"]] == ["one"]
    again = ministudio("store", "verify", "--store", root, "--json")
    assert json.loads(again.stdout)["damaged"] == []
    (tmp_path / "one.txt").write_text("one", "utf-8")
    opened = Store(str(root))
    made = opened.publish("one", "bought", {"a.txt": tmp_path / "one.txt"}, {})
    assert opened.path(made, "a.txt").read_text("utf-8") == "one"


def test_a_dotenv_sets_nothing_before_it_is_allowed_nor_after_it_changed(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GOOGLE_API_KEY=a-key-of-nobody-123\n", "utf-8")
    environment = Environment(tmp_path / "story.yaml")
    with pytest.raises(ProviderRefused, match=r"sets GOOGLE_API_KEY.*not allowed"):
        environment.settings(PROVIDERS)
    questions: list[str] = []
    environment.allow([PROVIDERS], lambda question: bool(questions.append(question)))
    assert len(questions) == 1
    assert not dotenv_allowed(tmp_path / ".env")
    environment.allow([PROVIDERS], lambda _: True)
    assert environment.settings(PROVIDERS).get("GOOGLE_API_KEY") == "a-key-of-nobody-123"
    environment.allow([PROVIDERS], lambda _: pytest.fail("it was asked twice"))
    (tmp_path / ".env").write_text("GOOGLE_API_KEY=another-key-456789\n", "utf-8")
    with pytest.raises(ProviderRefused):
        Environment(tmp_path / "story.yaml").settings(PROVIDERS)


def test_what_the_environment_sets_and_what_nobody_reads_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("GOOGLE_API_KEY=theirs-123456\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("GOOGLE_API_KEY", "mine-123456789")
    assert Environment(tmp_path / "story.yaml").settings(PROVIDERS).get("GOOGLE_API_KEY") == "mine-123456789"


def test_in_ci_a_dotenv_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=4), render={"shots": "omni", "voice": "hum"}))
    (tmp_path / ".env").write_text("GOOGLE_API_KEY=a-key-of-nobody-123\n", "utf-8")
    done = ministudio("render", path, "--yes", CI="1", MINISTUDIO_GOOGLE_URL="http://127.0.0.1:9")
    assert done.returncode == 5
    assert f"ministudio trust {tmp_path}" in done.stderr
    assert "a-key-of-nobody" not in done.stdout + done.stderr
    assert "ministudio trust" in ministudio("doctor", cwd=tmp_path).stdout


def test_on_a_terminal_it_is_asked_once(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GOOGLE_API_KEY=a-key-of-nobody-123\n", "utf-8")
    main, side = pty.openpty()
    process = subprocess.Popen(
        [*ENTRY, "trust", str(tmp_path)], stdin=side, stdout=subprocess.PIPE, stderr=side, env=ENVIRONMENT, text=True
    )
    os.close(side)
    shown = b""
    while b"[y/N]" not in shown:
        shown += os.read(main, 1000)
    os.write(main, b"y\n")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "GOOGLE_API_KEY" in out
    assert dotenv_allowed(tmp_path / ".env")
    os.close(main)


def test_what_is_allowed_stands_outside_of_every_film(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\n", "utf-8")
    allow_dotenv(tmp_path / ".env")
    assert small_story()
    assert [path.name for path in tmp_path.iterdir()] == [".env"]

"""The store: whole artifacts or none, verified, shared."""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from ministudio_cli.errors import PassingFault, UsageFault
from ministudio_cli.store import lease
from ministudio_cli.store.address import make_room
from ministudio_cli.store.faults import fault_of
from ministudio_cli.store.scratch import scratch_name
from ministudio_cli.store.store import Store

from .builders import a_screenplay, a_shot, write
from .conftest import Traffic, ministudio

KEY = "ab" * 32


def put(store: Store, text: str = "hello", key: str = KEY) -> None:
    with store.scratch() as folder:
        (folder / "a.txt").write_text(text)
        store.publish(key, "test", {"a.txt": folder / "a.txt"}, {"words": 1})


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Store(str(tmp_path / "store") if request.param == "folder" else f"memory://{tmp_path.name}")


def test_what_was_being_written_when_its_process_was_killed_is_no_damage(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    beside = tmp_path / "store" / "orders" / "ab" / f".{'ab' * 32}.json.4711-0badcafe"
    beside.parent.mkdir(parents=True)
    beside.write_text('{"files": {', "utf-8")
    assert list(store.damaged()) == []
    assert list(store.orders()) == []


def test_what_is_published_is_found_with_its_facts(store: Store) -> None:
    put(store)
    found = store.find(KEY)
    assert found is not None
    assert store.path(found, "a.txt").read_text() == "hello"
    assert found.facts == {"words": 1}
    assert [order.order for order in store.orders()] == [KEY]


def test_nothing_is_found_before_it_is_published(store: Store) -> None:
    assert store.find(KEY) is None


def test_a_store_crosses_to_another_process_as_its_url(store: Store) -> None:
    assert pickle.loads(pickle.dumps(store)).url == store.url  # noqa: S301 - our own bytes


def test_damage_is_noticed_on_reading_and_the_artifact_forgotten(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    put(store)
    found = Store(str(tmp_path)).find(KEY)
    assert found is not None
    blob = next((tmp_path / "blobs").glob("*/*"))
    blob.write_text("HELLO")
    fresh = Store(str(tmp_path))
    assert list(fresh.damaged()) == [(KEY, "a.txt")]
    with pytest.raises(PassingFault, match="damaged"):
        fresh.path(found, "a.txt")
    assert fresh.find(KEY) is None


def test_prune_keeps_what_is_needed_and_nothing_else(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    put(store)
    put(store, "other", "cd" * 32)
    removed, size = store.prune({KEY})
    assert (removed, size > 0) == (2, True)
    assert store.find(KEY) is not None
    assert store.find("cd" * 32) is None


def test_a_writer_killed_at_any_moment_leaves_no_half_artifact(tmp_path: Path) -> None:
    script = (
        "import sys; from ministudio_cli.store.store import Store; s = Store(sys.argv[1]); n = 0\n"
        "while True:\n"
        "  n += 1; key = f'{n:064x}'\n"
        "  with s.scratch() as f:\n"
        "    (f / 'a').write_bytes(key.encode() * 4000); s.publish(key, 'test', {'a': f / 'a'}, {})\n"
        "    print(n, flush=True)\n"
    )
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(5):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    store = Store(str(tmp_path))
    assert len(list(store.orders())) >= 5
    assert list(store.damaged()) == []
    store.prune({order.order for order in store.orders()})
    assert list((tmp_path / "scratch").iterdir()) == []


def test_copies_of_a_shared_store_are_bounded_and_none_in_use_is_removed(tmp_path: Path) -> None:
    now = time.time()
    for number in range(6):
        place = tmp_path / "aa" / f"file{number}"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"x" * 100)
        age = 0 if number == 5 else 10_000 - number
        os.utime(place, (now - age, now - age))
    make_room(tmp_path, 250)
    assert sorted(path.name for path in (tmp_path / "aa").iterdir()) == ["file4", "file5"]
    make_room(tmp_path, 0)
    assert [path.name for path in (tmp_path / "aa").iterdir()] == ["file5"]


def test_an_address_that_refuses_a_tenth_of_the_requests_is_asked_again(
    s3: str, traffic: Traffic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = Store(f"{s3}/{uuid.uuid4().hex}")
    traffic.troubled = True
    keys = [f"{number:02x}" * 32 for number in range(30)]
    for key in keys:
        put(store, f"of {key}", key)
    found = [Store(store.url).find(key) for key in keys]
    traffic.troubled = False
    assert traffic.refused >= 12
    assert all(found)
    assert [store.path(each, "a.txt").read_text() for each in found if each] == [f"of {key}" for key in keys]


def test_a_task_costs_few_requests(s3: str, traffic: Traffic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one file: two to find that it is not there, four to publish it, three to find it, and what its file is read by."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = Store(f"{s3}/{uuid.uuid4().hex}")
    store.find(KEY)
    assert traffic.asked.total() <= 2, traffic.asked
    traffic.asked.clear()
    put(store)
    assert traffic.asked.total() <= 4, traffic.asked
    traffic.asked.clear()
    again = Store(store.url)
    found = again.find(KEY)
    assert found is not None
    assert traffic.asked.total() <= 3, traffic.asked
    again.path(found, "a.txt")
    assert traffic.asked.total() <= 5, traffic.asked


def test_an_address_that_does_not_answer_is_not_taken_for_an_empty_one(
    s3: str, traffic: Traffic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = Store(f"{s3}/{uuid.uuid4().hex}")
    put(store)
    monkeypatch.setattr(
        traffic, "refuses", lambda method, path: "503 Slow Down" if method == "HEAD" and "/blobs/" in path else ""
    )
    with pytest.raises(PassingFault, match=r"does not answer: .*Service Unavailable"):
        Store(store.url).find(KEY)


@pytest.mark.parametrize(
    ("held", "code", "words"),
    [
        ({}, 2, "the store s3://nowhere/x refuses: "),
        ({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}, 75, "the store s3://nowhere/x does not answer: "),
    ],
)
def test_an_address_without_credentials_or_that_nobody_serves_is_named(
    held: dict[str, str], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("s3fs")
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    held |= {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1"}
    path = write(tmp_path, a_screenplay(a_shot("a", duration=2)))
    done = ministudio("render", path, "--store", "s3://nowhere/x", "-q", HOME=str(tmp_path), **held)
    assert done.returncode == code, done.stderr
    assert words in done.stderr


def test_a_film_at_an_address_that_refuses_a_tenth_of_the_requests_is_the_same_film(
    s3: str, traffic: Traffic, tmp_path: Path
) -> None:
    story = a_screenplay(
        *(a_shot(name, duration=1) for name in ("a", "b")), format={"resolution": "360p"}, music="none"
    )
    digests = []
    for place in (str(tmp_path / "store"), f"{s3}/{uuid.uuid4().hex}"):
        traffic.troubled = place.startswith("s3")
        (tmp_path / "film").mkdir(exist_ok=True)
        path = write(tmp_path / "film", story)
        done = ministudio(
            "render", path, "--store", place, "--json", "-q", XDG_CACHE_HOME=str(tmp_path / place[:2].strip("/")),
            **{name: value for name, value in os.environ.items() if name.startswith("AWS_")},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        digests.append(json.loads(done.stdout)["films"][0]["sha256"])
    assert traffic.refused > 4
    assert digests[0] == digests[1]


def test_nothing_is_pruned_while_a_render_holds_the_store_and_none_begins_while_it_is_pruned(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lease.rendering(store.address):
        with pytest.raises(UsageFault, match="a render is at work"), lease.pruning(store.address):
            pass
        with lease.rendering(store.address):  # as many as there are
            pass
    with lease.pruning(store.address):
        with pytest.raises(PassingFault, match="is being pruned"), lease.rendering(store.address):
            pass
        with pytest.raises(UsageFault, match="another prune"), lease.pruning(store.address):
            pass
    assert list(store.address.names("leases")) == []
    # A machine that was switched off: its lease ends by itself.
    store.address.write("leases/renders/4711-elsewher-1.json", json.dumps({"host": "away", "until": time.time() + 60}))
    with pytest.raises(UsageFault, match="on away"), lease.pruning(store.address):
        pass
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    with lease.pruning(store.address):
        pass


def test_a_lease_is_renewed_while_its_process_lives(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_RENEWED", 1e-4)
    with lease.rendering(store.address):
        name = next(store.address.names("leases"))
        ends = [json.loads(store.address.read(name) or "{}")["until"]]
        for _ in range(200):
            time.sleep(0.1)
            if (end := json.loads(store.address.read(name) or "{}")["until"]) != ends[-1]:
                ends.append(end)
            if len(ends) == 3:
                break
        assert ends == sorted(set(ends))
        assert len(ends) == 3


def test_a_render_that_was_killed_on_this_machine_holds_nothing(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = f"leases/renders/{scratch_name().replace(str(os.getpid()), str(ended.pid))}1.json"
    store.address.write(name, json.dumps({"host": "here", "until": time.time() + 600}))
    with lease.pruning(store.address):
        pass
    assert store.address.size(name) == -1


def test_a_shared_store_is_pruned(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = Store(f"{s3}/{uuid.uuid4().hex}")
    put(store, "kept")
    put(store, "not kept", "cd" * 32)
    with lease.rendering(store.address), pytest.raises(UsageFault, match="at work"), lease.pruning(store.address):
        pass
    removed, size = store.prune({KEY})
    assert removed == 2
    assert size > len("not kept")
    assert [order.order for order in store.orders()] == [KEY]
    assert len(list(store.address.names("blobs"))) == 1


def test_a_damaged_order_at_an_address_is_no_order_and_what_is_gone_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = Store(f"memory://{tmp_path.name}")
    put(store)
    store.address.fs.pipe_file(f"{store.address.root}/orders/ab/{KEY}.json", b"\xff\xfe")
    assert store.find(KEY) is None
    assert store.address.remove("orders/ab/nothing.json") == -1


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(5, "Service Unavailable"), PassingFault, "does not answer"),
        (PermissionError("403"), UsageFault, "refuses"),
        (ValueError("Invalid bucket name\nregex"), UsageFault, "there can be no store s3://b: Invalid bucket name$"),
        (OSError(28, "No space left on device"), None, ""),
        (PermissionError(13, "Permission denied", "/home/ann/.cache/ministudio/blobs/ab/x"), None, ""),
        (ImportError("Please install gcsfs"), None, ""),
        (TypeError("our own"), None, ""),
    ],
)
def test_what_a_stores_library_raises_is_the_stores_fault_where_it_is(
    error: Exception, kind: type[Exception] | None, words: str
) -> None:
    found = fault_of(error, "s3://b", Path("/home/ann/.cache/ministudio/blobs/ab/x.1234"))
    assert type(found) is (kind or type(None))
    assert re.search(words, str(found))


def test_a_lease_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    beside = tmp_path / "store" / "leases" / "renders" / f".{scratch_name()}1.json.{os.getpid()}-ab"
    beside.parent.mkdir(parents=True)
    beside.write_text("{")
    with lease.pruning(store.address):
        assert beside.exists()


@pytest.mark.usefixtures("s3")
def test_a_bucket_that_is_not_there_is_named() -> None:
    store = Store(f"s3://nobody-made-it-{uuid.uuid4().hex[:8]}/x")
    with pytest.raises(UsageFault, match="there is no store s3://nobody"):
        put(store)
    with pytest.raises(UsageFault, match="there is no store s3://nobody"), lease.rendering(store.address):
        pass


@pytest.mark.parametrize("command", [("render",), ("storyboard",), ("preview", "--frames")])
def test_the_commands_hold_the_store_they_work_in(command: tuple[str, ...], tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1), format={"resolution": "360p"}, music="none"))
    store = Store(str(tmp_path / "store"))
    with lease.pruning(store.address):
        done = ministudio(*command, path, "--store", store.url, "-q")
    assert done.returncode == 75, done.stderr
    assert "is being pruned on" in done.stderr
    assert list(store.address.names("orders")) == []
    with lease.rendering(store.address):
        done = ministudio("store", "prune", path, "--store", store.url)
    assert done.returncode == 2, done.stderr
    assert "a render is at work in the store" in done.stderr

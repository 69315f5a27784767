"""The same film on many machines: a scheduler and workers of their own, in empty folders, at one object store."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ministudio_cli.errors import CheckFailed, MinistudioError, MissingPart, UsageFault
from ministudio_cli.graph.engines import farm as farms
from ministudio_cli.graph.engines.farm import Farm, FarmEngine
from ministudio_cli.graph.events import no_progress
from ministudio_cli.planning.task import ProviderRef, Task, digest
from ministudio_cli.providers.kit import Take
from ministudio_cli.providers.registry import ProviderSet
from ministudio_cli.store.store import Store

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT
from .test_google import by_key, google

ABROAD = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow(Task):
    """A task of half a second that wants more memory than there is."""

    kind: ClassVar[str] = "slow"
    make: ClassVar[str] = "tests.test_farm:slow"
    maker: ProviderRef
    number: int

    @property
    def memory(self) -> int:
        return 10_000_000


def slow(_task: Slow, _context: Any) -> Take:
    time.sleep(0.5)
    return Take(files={}, facts={})


def broken(_task: Slow, context: Any) -> Take:
    with (Path(context.store.address.root) / "tries").open("a", encoding="ascii") as tries:
        tries.write("x")
    raise CheckFailed("it is broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken(Slow):
    kind: ClassVar[str] = "broken"
    make: ClassVar[str] = "tests.test_farm:broken"


class Machines:
    """A scheduler and workers in processes, homes and folders of their own."""

    def __init__(self, base: Path) -> None:
        self.base, self.processes = base, list[subprocess.Popen[bytes]]()
        self.file = base / "scheduler.json"
        self.scheduler = self.start(
            "scheduler",
            "distributed.cli.dask_scheduler",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            self.file,
        )
        self.wait_for(self.file.exists)
        self.address = str(json.loads(self.file.read_text("utf-8"))["address"])

    def worker(self, *more: object) -> subprocess.Popen[bytes]:
        return self.start(
            f"worker-{len(self.processes)}", "distributed.cli.dask_worker", "--scheduler-file", self.file, "--nthreads",
            "1", "--no-dashboard", "--no-nanny", "--preload", "ministudio_cli.farm", *more,
        )  # fmt: skip

    def start(self, name: str, module: str, *arguments: object) -> subprocess.Popen[bytes]:
        home = self.base / name
        home.mkdir()
        held = {key: value for key, value in ENVIRONMENT.items() if not key.startswith("MINISTUDIO")}
        held |= {key: os.environ[key] for key in ABROAD if key in os.environ} | {"HOME": str(home)}
        voices = ENVIRONMENT.get("MINISTUDIO_VOICES")
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *map(str, arguments)], cwd=home, stdout=log, stderr=log,
                env=held | ({"MINISTUDIO_VOICES": voices} if voices else {}),
            )  # fmt: skip
        self.processes.append(process)
        return process

    def wait_for(self, there: Any, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not there():
            assert time.monotonic() < end, self.logs()
            time.sleep(0.05)

    def logs(self) -> str:
        return "".join(path.read_text("utf-8", errors="replace") for path in sorted(self.base.glob("*/log")))

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path: Path, s3: str) -> Iterator[Machines]:  # noqa: ARG001 - it sets the addresses
    (tmp_path / "farm").mkdir()
    held = Machines(tmp_path / "farm")
    yield held
    held.end()


def a_film(folder: Path, shots: int = 3) -> Path:
    folder.mkdir(exist_ok=True)
    actions = ["Emma waves", "Emma reads", "Emma walks", "Emma points"]
    told = a_screenplay(
        *(a_shot(f"s{n}", duration=2, cast=["emma"], action=actions[n % 4], narration="Here we are.") for n in range(shots)),
        music={"bed": "warm"},
    )  # fmt: skip
    return write(folder, told)


def render(path: Path, *options: object, wait: bool = True, **extra: str) -> Any:
    held = ENVIRONMENT | {key: os.environ[key] for key in ABROAD if key in os.environ} | extra
    started = subprocess.Popen(
        [*ENTRY, "render", str(path), "--json", "-q", *map(str, options)], env=held, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    if not wait:
        return started
    out, err = started.communicate(timeout=280)
    return started.returncode, out, err


def sha(answer: tuple[int, str, str]) -> str:
    assert answer[0] == 0, answer[1] + answer[2]
    return str(json.loads(answer[1])["films"][0]["sha256"])


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The film's SHA-256 by the engine of this machine."""
    return sha(render(a_film(tmp_path_factory.mktemp("home"))))


@pytest.mark.long
def test_a_farm_of_strangers_makes_the_same_bytes_and_loses_nothing_with_a_worker(
    machines: Machines,
    at_home: str,
    s3: str,
    tmp_path: Path,
) -> None:
    """Two workers, of which one is killed in the middle."""
    first, _ = machines.worker(), machines.worker()
    path, store = a_film(tmp_path / "film"), f"{s3}/{uuid.uuid4().hex}"
    running = render(path, "--engine", "dask", "--scheduler", machines.address, "--store", store, wait=False)
    import s3fs

    files = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    machines.wait_for(lambda: len(files.find(f"{store.removeprefix('s3://')}/orders")) >= 4, 120)
    first.send_signal(signal.SIGKILL)
    out, err = running.communicate(timeout=280)
    assert sha((running.returncode, out, err)) == at_home
    before = {name: files.info(name)["LastModified"] for name in files.find(f"{store.removeprefix('s3://')}/blobs")}
    again = render(path, "--engine", "dask", "--scheduler", machines.address, "--store", store)
    assert sha(again) == at_home
    after = {name: files.info(name)["LastModified"] for name in files.find(f"{store.removeprefix('s3://')}/blobs")}
    assert before == after  # nothing is made, or published, twice
    assert not [name for name in files.find(store.removeprefix("s3://")) if "/scratch" in name]


@pytest.mark.long
def test_a_scheduler_that_is_gone_is_told_and_only_the_rest_is_made_again(
    machines: Machines,
    at_home: str,
    s3: str,
    tmp_path: Path,
) -> None:
    machines.worker()
    path, store = a_film(tmp_path / "film"), f"{s3}/{uuid.uuid4().hex}"
    running = render(path, "--engine", "dask", "--scheduler", machines.address, "--store", store, wait=False)
    import s3fs

    files = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    machines.wait_for(lambda: len(files.find(f"{store.removeprefix('s3://')}/orders")) >= 3, 120)
    machines.scheduler.kill()
    out, err = running.communicate(timeout=120)
    assert running.returncode == 75, out + err
    said = json.loads(out)["films"][0]["error"]
    assert "is gone" in said["message"] or "takes no task" in said["message"]
    assert "what was finished is kept" in said["hint"]
    assert "Traceback" not in err
    kept = len(files.find(f"{store.removeprefix('s3://')}/orders"))
    assert kept >= 3
    assert sha(render(path, "--store", store)) == at_home


def test_a_worker_of_another_version_is_refused_and_named(machines: Machines, s3: str, tmp_path: Path) -> None:
    other = tmp_path / "other.py"
    other.write_text(
        "from ministudio_cli.providers.animatic import AnimaticPlates, AnimaticShots\n"
        "AnimaticPlates.version = AnimaticShots.version = 'animatic-of-another-day'\n", "utf-8",
    )  # fmt: skip
    machines.worker("--preload", other)
    path = a_film(tmp_path / "film", 1)
    code, out, err = render(
        path, "--engine", "dask", "--scheduler", machines.address, "--store", f"{s3}/{uuid.uuid4().hex}"
    )
    assert code == 5, out + err
    assert "this machine has animatic-of-another-day" in out
    assert "install the same version" in out


def test_money_and_credentials_stay_at_home(machines: Machines, s3: str, tmp_path: Path) -> None:
    machines.worker()
    with google() as emulator:
        held = by_key(emulator)
        told = a_screenplay(
            a_shot("a", duration=4, cast=["emma"], action="Emma waves"), music={"bed": "warm"}, steady="off",
            render={"shots": "omni", "plates": "animatic", "voice": "hum"},
        )  # fmt: skip
        path, store = write(tmp_path, told), f"{s3}/{uuid.uuid4().hex}"
        arguments = ("--engine", "dask", "--scheduler", machines.address, "--store", store, "--yes", "--retakes", "0")
        spent = [json.loads(render(path, *arguments, **held)[1])["films"][0]["spent"] for _ in range(2)]
        key = next(value for name, value in held.items() if "KEY" in name)
    assert float(spent[0]) > 0
    assert float(spent[1]) == 0
    assert key.encode() not in machines.logs().encode()
    worker = machines.processes[-1]
    found = {b"distributed": False, key.encode(): False}
    proc = Path(f"/proc/{worker.pid}")
    with (proc / "maps").open(encoding="ascii") as maps, (proc / "mem").open("rb") as mem:
        for line in maps:
            place, rights = line.split()[:2]
            first, last = (int(part, 16) for part in place.split("-"))
            if "rw" in rights and last - first < 1 << 30 and "[v" not in line:
                mem.seek(first)
                memory = mem.read(last - first)
                found = {word: seen or word in memory for word, seen in found.items()}
    assert found == {b"distributed": True, key.encode(): False}
    assert key.encode() not in pickle.dumps(ProviderSet({}, None).abroad())


def test_where_a_farm_cannot_be_used_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = a_film(tmp_path / "film", 1)
    for options, code, words in (
        (("--engine", "clouds"), 2, "there is no engine “clouds”"),
        (("--scheduler", "tcp://127.0.0.1:1"), 2, "a --scheduler is used by the engine dask"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"), 2, "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ):
        monkeypatch.setattr(farms, "_REACH", 1)
        found, out, err = render(path, *options)
        assert found == code
        assert words in out + err
        assert "Traceback" not in err
    monkeypatch.setattr(farms.importlib, "import_module", _missing)
    with pytest.raises(MissingPart, match="needs the package distributed"):
        farms.Farm()


def _missing(name: str) -> Any:
    raise ImportError(name)


def test_workers_that_do_not_see_the_store_are_not_asked(machines: Machines, tmp_path: Path) -> None:
    code, out, err = render(a_film(tmp_path / "film", 1), "--engine", "dask", "--scheduler", machines.address)
    assert code == UsageFault.exit_code
    assert "do not see the folder" in out + err


@pytest.mark.long
def test_many_films_are_under_way_at_once_on_a_cluster_of_this_machine(tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        told = a_screenplay(a_shot("a", duration=1), music={"bed": "warm"}) | {
            "title": f"Film {number}",
            "seed": number,
        }
        (tmp_path / f"f{number}").mkdir()
        paths.append(write(tmp_path / f"f{number}", told))
    started = subprocess.run(
        [*ENTRY, "render", *map(str, paths), "--json", "--engine", "dask", "--workers", "2"], env=ENVIRONMENT,
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert started.returncode == 0, started.stderr
    assert [row["title"] for row in json.loads(started.stdout)["films"]] == ["Film 0", "Film 1", "Film 2"]
    assert "3 of 3 films" in started.stderr


def test_a_film_that_ends_takes_nothing_from_another_and_no_task_is_too_large_or_tried_again(tmp_path: Path) -> None:
    farm = Farm("", 1)
    try:
        store = Store(str(tmp_path / "store"))
        first, second = (FarmEngine(farm, store, no_progress) for _ in range(2))
        tasks = [Slow(maker=ProviderRef(name="slow"), number=number) for number in range(4)]
        ended = [first.submit(task, digest(task), 1) for task in tasks]
        kept = [second.submit(task, digest(task), 1) for task in tasks[:2]]
        first.close(at_once=True)
        assert [future.result(60).kind for future in kept] == ["slow", "slow"]
        assert all(future.done() for future in ended[:2])
        one = Broken(maker=ProviderRef(name="broken"), number=0)
        with pytest.raises(CheckFailed, match="it is broken"):
            second.submit(one, digest(one), 1).result(60)
        assert (tmp_path / "store" / "tries").read_text("ascii") == "x"
        assert not farm._users
        last = FarmEngine(farm, store, no_progress)
        left = last.submit(tasks[3], digest(tasks[3]), 1)
        farm.stop()
        with pytest.raises(MinistudioError):
            left.result(20)
    finally:
        farm.close()


def test_a_worker_lost_just_after_its_task_and_a_connection_that_breaks_cost_nothing(tmp_path: Path) -> None:
    farm = Farm("", 1)
    try:
        store = Store(str(tmp_path / "store"))
        engine = FarmEngine(farm, store, no_progress)
        first, second = (Slow(maker=ProviderRef(name="slow"), number=number) for number in range(2))
        # Dask calls back from one thread: while that is busy, the worker that holds a finished result can be lost.
        busy = threading.Event()
        farm.client.submit(int).add_done_callback(lambda _: busy.wait(60))
        made = engine.submit(first, digest(first), 1)
        until(lambda: store.find(digest(first)))
        until(lambda: farm.client.futures[f"ministudio-{digest(first)}"].status == "finished")
        farm.client.futures[f"ministudio-{digest(first)}"].lose()
        busy.set()
        assert made.result(60).kind == "slow"
        # The scheduler is there; only the way to it was cut.
        later = engine.submit(second, digest(second), 1)
        until(lambda: f"ministudio-{digest(second)}" in farm.client.futures)
        farm.client.loop.add_callback(farm.client.scheduler_comm.comm.abort)
        assert later.result(60).kind == "slow"
    finally:
        farm.close()


def until(there: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end
        time.sleep(0.01)

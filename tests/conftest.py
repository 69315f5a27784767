"""What the tests that render share: the real program, run as a person runs it."""

from __future__ import annotations

import atexit
import fcntl
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from ministudio_cli.configuration import allow_dotenv
from ministudio_cli.media.pcm import write_wav
from ministudio_cli.providers.listening import fill_cache

from .builders import a_screenplay, a_shot, write

Run = Callable[..., subprocess.CompletedProcess[str]]
# Nothing is tested by the clock: two processes run the tests, and a machine may be busy.
settings.register_profile("ministudio", deadline=None)
settings.load_profile("ministudio")

ENTRY = [sys.executable, "-c", "from ministudio_cli.cli import main; main()"]

# The tests have a configuration of their own: a key, and what is allowed. All processes of one run share it, those of a
# farm too, which load this module by the tasks of a test.
if "MINISTUDIO_OF_TESTS" not in os.environ:
    os.environ["MINISTUDIO_OF_TESTS"] = "1"
    os.environ["MINISTUDIO_CONFIG"] = tempfile.mkdtemp(prefix="ministudio-config-")
    atexit.register(shutil.rmtree, os.environ["MINISTUDIO_CONFIG"], ignore_errors=True)
# Each process has a core to itself at most: more threads of linear algebra would only wait for each other.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")
# And compiled loops of their own, which the workers of one run inherit and share.
if "NUMBA_CACHE_DIR" not in os.environ:
    os.environ["NUMBA_CACHE_DIR"] = tempfile.mkdtemp(prefix="ministudio-numba-")
    atexit.register(shutil.rmtree, os.environ["NUMBA_CACHE_DIR"], ignore_errors=True)
_HIDDEN = (
    "GOOGLE_API_KEY",
    "GEMINI_API_KEY",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "MINISTUDIO_STORE",
    "MINISTUDIO_STORE_KEY",
)
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in _HIDDEN} | {
    "NO_COLOR": "1",
    "COLUMNS": "120",
}


_NO_FILM = {
    "test_animatic", "test_capability", "test_fuzz", "test_hygiene", "test_licences", "test_optimiser", "test_plan",
    "test_purchases", "test_screenplay", "test_store", "test_strict_emulator",
}  # fmt: skip
"""Modules whose tests need no film: `make check` runs these."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem not in _NO_FILM:
            item.add_marker(pytest.mark.film)


def ministudio(*arguments: object, cwd: Path | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, without colours or credentials. Tests run beside each other, so that it
    computes in one process unless `MINISTUDIO_WORKERS` says otherwise.
    """
    words, environment = [*map(str, arguments)], ENVIRONMENT | {"MINISTUDIO_WORKERS": "1"} | extra
    if not all(key.startswith(_READ_LATE) for key in extra):
        return subprocess.run(
            [*ENTRY, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
    with tempfile.TemporaryDirectory() as folder:
        out, err = (Path(folder) / name for name in ("out", "err"))
        process = _LOADED.Process(target=forked_run, args=(words, environment, cwd and str(cwd), str(out), str(err)))
        process.start()
        process.join(300)
        if process.is_alive():
            process.kill()
            raise subprocess.TimeoutExpired(words, 300)
        texts = [path.read_text("utf-8", errors="strict") if path.exists() else "" for path in (out, err)]
        return subprocess.CompletedProcess([*ENTRY, *words], process.exitcode or 0, *texts)


_READ_LATE = ("MINISTUDIO_", "GOOGLE_", "GEMINI_", "NO_COLOR", "COLUMNS", "CI")
"""Variables that nothing reads while it is loaded."""


def forked_run(*arguments: Any) -> None:
    from . import forked

    forked.run(*arguments)


_LOADED = multiprocessing.get_context("forkserver")
_LOADED.set_forkserver_preload(["tests.forked"])


def dotenv(folder: Path, text: str) -> Path:
    """A `.env` that this user has allowed."""
    path = folder / ".env"
    path.write_text(text, "utf-8")
    allow_dotenv(path)
    return path


def rendered(path: Path, *options: object) -> dict[str, Any]:
    """Render one film and return its report."""
    done = ministudio("render", path, "--json", "-q", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    film: dict[str, Any] = json.loads(done.stdout)["films"][0]
    return film


def small_story() -> dict[str, Any]:
    """Three short shots with a bed, two speakers and a transition: seconds to render."""
    return a_screenplay(
        a_shot(
            "look", size="wide", camera="slow push in", cast=["emma"], action="Emma reads", narration="Hello there."
        ),
        a_shot(
            "answer",
            size="close",
            cast={"emma": {"emotion": "happy"}},
            dialogue=[{"speaker": "emma", "line": "Yes, hello."}],
            transition="dissolve 0.3s",
        ),
        a_shot("end", size="medium", cast=["emma", "david"], duration=2, title="The End"),
        music={"bed": "warm", "tempo": 120},
    )


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> tuple[Path, Any]:
    """A folder that is filled once in a run, whichever of its processes asks first, and what filling it returned (as
    JSON). Tests only read it: what they change they copy.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"once-{name}"
    folder.mkdir(exist_ok=True)
    result = folder.with_suffix(".json")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.is_file():
            result.write_text(json.dumps(make(folder)), "utf-8")
    return folder, json.loads(result.read_text("utf-8"))


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A film that was rendered once: its screenplay and its report."""
    folder, report = once(tmp_path_factory, "film", lambda folder: rendered(write(folder, small_story())))
    return folder / "story.yaml", report


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """What listening needs is compiled: by two commands that begin at once, with their exit codes. (Several processes
    that fill one new numba cache at once leave it broken, unless each waits for its turn.)
    """

    def both(folder: Path) -> list[int]:
        clicks = np.zeros(48_000 * 6, np.float32)
        for at in range(0, len(clicks), 24_000):
            clicks[at : at + 1200] = np.hanning(1200) * np.sin(np.arange(1200))
        track = write_wav(folder / "theme.wav", clicks, 48_000)
        running = [
            subprocess.Popen([*ENTRY, "beats", str(track), "--json"], env=ENVIRONMENT, stdout=subprocess.DEVNULL)
            for _ in range(2)
        ]
        codes = [process.wait(timeout=600) for process in running]
        fill_cache(Path(os.environ["NUMBA_CACHE_DIR"]))
        return codes

    codes: list[int] = once(tmp_path_factory, "compiled", both)[1]
    return codes


class Traffic:
    """What an S3 server was asked for, by method; and whether it answers each tenth request with a 503 or a 500."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.troubled = False
        self.refused = 0

    def refuses(self, method: str, path: str) -> str:
        """The answer in place of the one that was asked for; “” where there is none."""
        self.asked[f"{method} {path.split('/')[3] if path.count('/') > 2 else path}"] += 1
        if not self.troubled or self.asked.total() % 10:
            return ""
        self.refused += 1
        return "503 Slow Down" if self.refused % 2 else "500 Internal Server Error"


TRAFFIC = Traffic()


@pytest.fixture
def traffic() -> Iterator[Traffic]:
    """Of the S3 server, from now on."""
    TRAFFIC.asked.clear()
    TRAFFIC.refused = 0
    yield TRAFFIC
    TRAFFIC.troubled = False


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A real S3 server on loopback that answers one request at a time; the address of a bucket in it."""
    pytest.importorskip("moto")
    import s3fs
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Silent(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, *_: Any) -> None:
            """Nobody reads it."""

    turn = threading.Lock()

    class Application(DomainDispatcherApplication):
        """One request at a time: moto looks and then writes, which two threads could do at once."""

        def __call__(self, environ: Any, start_response: Any) -> Any:
            with turn:
                if status := TRAFFIC.refuses(environ["REQUEST_METHOD"], environ["PATH_INFO"]):
                    if length := int(environ.get("CONTENT_LENGTH") or 0):
                        environ["wsgi.input"].read(length)
                    code = status[4:].replace(" ", "").replace("ServerError", "Error")
                    body = (
                        b"" if environ["REQUEST_METHOD"] == "HEAD" else f"<Error><Code>{code}</Code></Error>".encode()
                    )
                    start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
                    return [body]
                return super().__call__(environ, start_response)

    server = make_server("127.0.0.1", 0, Application(create_backend_app), threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    held = {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1"}  # fmt: skip
    before = {name: os.environ.get(name) for name in held}
    os.environ.update(held)
    s3fs.S3FileSystem.clear_instance_cache()
    bucket = f"bucket-{uuid.uuid4().hex[:12]}"
    s3fs.S3FileSystem(skip_instance_cache=True).mkdir(bucket)
    yield f"s3://{bucket}"
    server.shutdown()
    server.server_close()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})
    s3fs.S3FileSystem.clear_instance_cache()

"""A provider that was written from docs/providers.md alone, in a package of its own, as a stranger would."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ministudio_cli.media.ffmpeg import run

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT, dotenv, ministudio

PAGE = Path(__file__).resolve().parents[1] / "docs" / "providers.md"
KEY = "cards-secret-5521f0c9"


class CardService:
    """Cards for money, on loopback: one clip a job, a second each."""

    def __init__(self) -> None:
        self.jobs: dict[str, float] = {}
        self.bodies: list[dict[str, Any]] = []
        self.latency = 0.2
        service = self

        class Handler(BaseHTTPRequestHandler):
            def _end(self, code: int, data: bytes) -> None:
                self.send_response(code)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.headers["Authorization"] != f"Bearer {KEY}":
                    # A service that repeats the key it was given: it must not be seen anywhere.
                    return self._end(401, f"bad key {self.headers['Authorization']}".encode())
                service.bodies.append(body)
                name = f"job-{len(service.jobs)}"
                service.jobs[name] = time.monotonic()
                return self._end(200, json.dumps({"id": name}).encode())

            def do_GET(self) -> None:
                name = self.path.split("/")[2]
                if self.path.endswith("/clip"):
                    return self._end(200, service.clip(name))
                done = time.monotonic() - service.jobs[name] > service.latency
                return self._end(200, json.dumps({"state": "done" if done else "running"}).encode())

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def clip(self, name: str) -> bytes:
        frames = self.bodies[int(name.removeprefix("job-"))]["frames"]
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "clip.mp4"
            source = "testsrc2=size=640x360:rate=16"
            run(["-f", "lavfi", "-i", source, "-frames:v", str(frames), "-pix_fmt", "yuv420p", place])
            return place.read_bytes()


@pytest.fixture
def cards() -> Iterator[CardService]:
    service = CardService()
    yield service
    service.server.shutdown()
    service.server.server_close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package of the page, as files on the path, with the metadata that installing it writes."""
    text = PAGE.read_text("utf-8")
    part = text.split("## A package that pays")[1]
    toml, init, model, shots = (
        re.search(rf"^```{kind}\n(.*?)^```", found, re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]
        for kind, found in (
            ("toml", part), ("py", part.split("`cardworks/__init__.py`")[1]),
            ("yml", part.split("`cardworks/models/cards-1.yaml`")[1]), ("py", part.split("`cardworks/shots.py`")[1]),
        )
    )  # fmt: skip
    site = tmp_path / "site"
    (site / "cardworks" / "models").mkdir(parents=True)
    (site / "cardworks" / "__init__.py").write_text(init, "utf-8")
    (site / "cardworks" / "shots.py").write_text(shots, "utf-8")
    (site / "cardworks" / "models" / "cards-1.yaml").write_text(model, "utf-8")
    info = site / "cardworks-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: cardworks\nVersion: 1.0\n", "utf-8")
    points = re.search(r'entry-points\."([\w.]+)"\]\n(.*?)\n\n', toml, re.DOTALL)
    assert points
    (info / "entry_points.txt").write_text(f"[{points[1]}]\n{points[2].replace(chr(34), '')}\n", "utf-8")
    return site


def a_card_film(tmp_path: Path) -> Path:
    folder = tmp_path / "film"
    folder.mkdir()
    (folder / ".git").mkdir()
    dotenv(folder, f"CARDWORKS_KEY={KEY}\n")
    shots = [a_shot(f"card-{n}", size="wide", action=f"A card falls, {n}", duration=2.5) for n in range(3)]
    return write(folder, a_screenplay(*shots, captions="none", steady="off"))


@pytest.mark.long
def test_it_is_priced_capped_killed_and_resumed_and_its_key_is_never_seen(
    package: Path, cards: CardService, tmp_path: Path
) -> None:
    path = a_card_film(tmp_path)
    held = {"PYTHONPATH": str(package), "CARDWORKS_URL": cards.url}
    profile = ("--profile", "cards")
    seen = ""
    plan = ministudio("plan", path, *profile, "--json", **held)
    assert plan.returncode == 0, plan.stderr
    assert json.loads(plan.stdout)["bill"]["due"] == "0.15"
    assert json.loads(plan.stdout)["shots"][0]["clips"] == [3]
    assert ministudio("render", path, *profile, **held).returncode == 7
    capped = ministudio("render", path, *profile, "--yes", "--max-cost", "0.14", **held)
    assert (capped.returncode, cards.bodies) == (7, [])
    refused = ministudio("render", path, *profile, "--yes", "-vv", **(held | {"CARDWORKS_KEY": KEY[::-1]}))
    assert refused.returncode == 5
    assert KEY[::-1] not in refused.stdout + refused.stderr
    cards.latency = 30.0
    process = subprocess.Popen(
        [*ENTRY, "render", str(path), *profile, "--yes", "-q"], env=ENVIRONMENT | held,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    while len(cards.bodies) < 3:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    account = json.loads(ministudio("report", path, "--ledger", "--json", **held).stdout)
    assert [entry["state"] for entry in account["entries"]] == ["submitted"] * 3
    cards.latency = 0.0
    done = ministudio("render", path, *profile, "--yes", "--json", "-vv", **held)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(cards.bodies) == 3, "a second job was bought"
    report = json.loads(done.stdout)["films"][0]
    assert (report["fps"], report["frames"]) == ("24", 180)  # its 16 frames a second became the film's 24
    seen += done.stdout + done.stderr + json.dumps(account)
    doctor = ministudio("doctor", cwd=path.parent, **held)
    assert "cardworks credentials" in doctor.stdout
    assert "CARDWORKS_KEY" in doctor.stdout
    assert re.search(r"profiles.*cards", doctor.stdout, re.DOTALL)
    assert "cards-1" in ministudio("doctor", "--models", **held).stdout
    seen += doctor.stdout + doctor.stderr
    assert KEY not in seen
    files = [file for file in path.parent.rglob("*") if file.is_file() and file.name != ".env"]
    assert not [file for file in files if KEY.encode() in file.read_bytes()]


def test_its_options_are_held_against_its_schema_at_their_line(package: Path, tmp_path: Path) -> None:
    path = a_card_film(tmp_path)
    text = path.read_text("utf-8").replace("render:\n", "render:\n  options: {cardworks: {finish: glossy}}\n")
    path.write_text(text, "utf-8")
    done = ministudio("validate", path, "--profile", "cards", "--json", PYTHONPATH=str(package))
    assert done.returncode == 3
    fault = json.loads(done.stdout)["screenplays"][0]["faults"][0]
    assert "glossy" in fault["message"]
    assert text.splitlines()[fault["line"] - 1].strip().startswith("options:")


def test_it_conforms(package: Path, cards: CardService, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from cardworks.shots import Cards\n"
        "from ministudio_cli.providers.kit import Settings\n"
        "from ministudio_cli.testing.conformance import conforms\n"
        f"given = Settings(values={{'CARDWORKS_KEY': {KEY!r}, 'CARDWORKS_URL': {cards.url!r}}})\n"
        f"print(conforms(Cards, Path({str(tmp_path)!r}), given))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=ENVIRONMENT | {"PYTHONPATH": str(package)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "()", done.stdout + done.stderr


def test_a_package_that_is_broken_or_offers_no_specification_says_which(package: Path) -> None:
    (package / "cardworks" / "__init__.py").write_text("import nowhere_to_be_found\n", "utf-8")
    done = ministudio("doctor", PYTHONPATH=str(package))
    assert done.returncode == 6
    assert "cardworks" in done.stderr
    assert "Traceback" not in done.stderr
    (package / "cardworks" / "__init__.py").write_text("PROVIDERS = {}\n", "utf-8")
    assert "no ProviderSpec" in ministudio("doctor", PYTHONPATH=str(package)).stderr


def test_no_module_outside_googles_folder_names_it() -> None:
    source = Path(__file__).resolve().parents[1] / "src" / "ministudio_cli"
    words = re.compile(r"google|gemini|\bveo\b|\bomni\b|vertex", re.IGNORECASE)
    for file in source.rglob("*.py"):
        if "google" not in file.relative_to(source).parts:
            assert not words.search(file.read_text("utf-8")), file

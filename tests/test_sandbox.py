"""A hostile folder, worked on by every command, while its file and network accesses are recorded from outside.

strace (where this machine has it) sees every system call of every process; Python's own audit events are recorded in any
case. Nothing may be read of what is planted outside, nothing written beyond the folder, the user's own places and
scratch, and nobody called.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ministudio_cli.cli.group import COMMANDS as EVERY
from ministudio_cli.planning.task import digest
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.settle import settle, validate

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT, ministudio
from .test_google import google

AUDIT = """
import os, sys
_WRITES = {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"}
_busy = False
def _hook(event, arguments):
    global _busy
    if _busy or event not in {"open", "socket.connect", "socket.getaddrinfo", *_WRITES}:
        return
    _busy = True
    try:
        with os.fdopen(os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND), "a") as log:
            writes = event in _WRITES or event == "open" and (
                any(sign in str(arguments[1] or "") for sign in "wax+") or (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR))
            names = [os.path.abspath(os.fsdecode(one)) for one in arguments[:2] if isinstance(one, (str, bytes, os.PathLike))
                     and not (event == "open" and one is arguments[1])]
            if event.startswith("socket"):
                names = [repr(arguments[1] if event == "socket.connect" else arguments[0])]
            for name in names:
                log.write(f"{'connect' if event.startswith('socket') else 'write' if writes else 'read'} {name}\\n")
    finally:
        _busy = False
sys.addaudithook(_hook)
"""
_OPEN = re.compile(r'(?:\w+\()(?:AT_FDCWD(?:<[^>]*>)?, |\d+(?:<[^>]*>)?, )?"((?:[^"\\]|\\.)*)"')


def a_hostile_folder(base: Path, thief: str) -> Path:
    """Everything at once: planted answers, links, a `.env`, credentials that read files, a lock, titles that speak."""
    folder, outside = base / "film", base / "outside"
    outside.mkdir(parents=True)
    (folder / "build" / "story").mkdir(parents=True)
    for name in ("precious.txt", "id_rsa", "page.html"):
        (outside / name).write_text(f"{name}: precious", "utf-8")
    told = a_screenplay(
        a_shot("a", duration=1, cast=["emma"], action="\x9b2J::error::x"), title="T\u202e\n::stop-commands::x"
    )
    told["cast"]["emma"]["name"] = "Emma\n\n2\n00:00:00,000 --> 00:00:09,000\nforged"
    path = write(folder, told)
    credentials = {
        "type": "external_account", "audience": "x", "subject_token_type": "x", "token_url": f"{thief}/token",
        "credential_source": {"file": str(outside / "id_rsa"), "executable": {"command": f"touch {outside}/ran"}},
    }  # fmt: skip
    (folder / "account.json").write_text(json.dumps(credentials), "utf-8")
    (folder / ".env").write_text(
        f"GOOGLE_API_KEY=a-planted-key-12345\nMINISTUDIO_GOOGLE_URL={thief}\nGOOGLE_APPLICATION_CREDENTIALS=account.json\n"
        f"MINISTUDIO_FFMPEG={outside}/ran\nMINISTUDIO_STORE={outside}\nPATH={outside}\n",
        "utf-8",
    )
    store = folder / ".ministudio" / "store"
    settled = settle(validate(path, RenderOptions()))
    for order in settled.first_orders():
        key = digest(order)
        place = store / "orders" / key[:2] / f"{key}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        size = (outside / "precious.txt").stat().st_size
        files = {"plate.png": {"sha256": "../../../../outside/precious.txt", "size": size}}
        place.write_text(json.dumps({"kind": "plate", "files": files, "facts": {}}), "utf-8")
    (folder / "build" / "story" / "story.mp4").symlink_to(outside / "precious.txt")
    (folder / "build" / "story" / "report.json").symlink_to(outside / "page.html")
    (folder / "build" / "story" / "storyboard.pdf").symlink_to(outside / "precious.txt")
    (folder / "build" / "story" / "story.srt").symlink_to(outside / "precious.txt")
    (folder / "screenplay.schema.json").symlink_to(outside / "planted.json")
    (folder / "story.lock.json").write_text(json.dumps({"ministudio-lock": 1, "shots": {"a": [["[" * 90]]}}), "utf-8")
    (base / ".env").write_text("GEMINI_API_KEY=of-somebody-above-99\n", "utf-8")
    return path


def recorded(text: str, cwd: Path) -> Iterator[tuple[str, str]]:
    """(act, place) of strace's lines: write for what changes something, read for what is opened, connect for sockets."""
    for line in text.splitlines():
        call = re.search(r"(\w+)\(", line)
        if not call or " = -1 E" in line:
            continue
        if call[1] == "connect":
            if "AF_INET" in line:
                yield "connect", line
            continue
        changes = call[1] not in ("openat", "open") or bool(re.search(r"O_WRONLY|O_RDWR|O_CREAT", line))
        for name in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            yield "write" if changes else "read", str((cwd / name).resolve() if not name.startswith("/") else name)


CALLS = (
    "openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,symlink,symlinkat,link,linkat,"
    "truncate,chmod,fchmodat,connect"
)
COMMANDS = [
    ("validate", "story.yaml"), ("plan", "story.yaml"), ("plan", "story.yaml", "--profile", "veo"),
    ("storyboard", "story.yaml"), ("preview", "story.yaml", "--shot", "1"), ("init", "second", "--title", "T"),
    ("render", "story.yaml", "--profile", "omni", "--yes"), ("doctor",), ("lock", "story.yaml"),
    ("render", "story.yaml", "--slate", "--stems"), ("report", "story.yaml"), ("report", "story.yaml", "--ledger"),
    ("export", "story.yaml", "--masks"), ("check", "build/story/story.mp4", "--silent"), ("store", "verify"),
    ("store", "prune", "story.yaml"), ("trust", "--list"), ("schema",), ("beats", "story.yaml"), ("align", "story.yaml"),
    ("takes", "story.yaml"), ("take", "1", "story.yaml"), ("pick", "1", "1", "story.yaml"), ("reject", "1", "story.yaml"),
    ("approve", "plates", "story.yaml"), ("sign", "--setup", "--name", "A Studio"), ("sign", "build/story/story.mp4"), ("origin", "build/story/story.mp4"),
]  # fmt: skip


def test_every_command_is_watched_and_stands_in_the_table_of_what_it_trusts() -> None:
    table = (Path(__file__).resolve().parents[1] / "docs" / "security.md").read_text("utf-8")
    table = table.partition("## What each command trusts")[2].partition("\n## ")[0]
    assert {name for name in EVERY if f"`{name}`" not in table} == set()
    # These serve this machine alone, until they are ended.
    assert set(EVERY) - {command[0] for command in COMMANDS} == {"emulator", "review"}


def test_every_command_keeps_to_the_folder_its_users_places_and_scratch(tmp_path: Path) -> None:
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "sitecustomize.py").write_text(AUDIT, "utf-8")
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    for place in (home / ".ssh", home / ".config" / "gcloud", scratch):
        place.mkdir(parents=True)
    (home / ".ssh" / "id_rsa").write_text("precious", "utf-8")
    strace, said = shutil.which("strace"), ""
    with google() as thief:
        path = a_hostile_folder(tmp_path / "base", thief.url)
        log = tmp_path / "audit.log"
        held = {key: value for key, value in ENVIRONMENT.items() if key != "MINISTUDIO_CONFIG"} | {
            "HOME": str(home), "TMPDIR": str(scratch), "XDG_CONFIG_HOME": str(home / ".config"), "CI": "1",
            "XDG_CACHE_HOME": str(home / ".cache"), "PYTHONPATH": str(tmp_path / "audit"), "AUDIT_LOG": str(log),
            "XDG_DATA_HOME": str(home / ".local"), "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        accesses: list[tuple[str, str, str]] = []
        for command in COMMANDS:
            if "--stems" in command:  # as its advice says, and then the film is made
                assert "delete it" in said
                path.with_name("story.lock.json").unlink()
            trace = tmp_path / "trace.log"
            watched = [strace, "-f", "--seccomp-bpf", "-qq", "-s", "500", "-o", str(trace), "-e",
                       f"trace={CALLS}"] if strace else []  # fmt: skip
            done = subprocess.run(
                [*map(str, watched), *ENTRY, *command],
                cwd=path.parent,
                env=held,
                capture_output=True,
                text=True,
                check=False,
            )
            said = done.stdout + done.stderr
            assert done.returncode in (0, 2, 4, 5), (command, said)
            assert "Traceback" not in said
            assert "precious" not in said.replace("precious.txt", "")
            assert not [line for line in said.splitlines() if line.lstrip().startswith(("::stop", "::error"))]
            name = " ".join(command)
            if strace:
                accesses += [(name, *one) for one in recorded(trace.read_text("utf-8", "replace"), path.parent)]
            if log.exists():
                lines = log.read_text("utf-8", "replace").splitlines()
                accesses += [(name, *line.split(" ", 1)) for line in lines]  # type: ignore[misc]
                log.unlink()
        assert thief.log == []
    assert len([access for access in accesses if access[1] == "write"]) > 100
    mine = (
        str(path.parent),
        str(home / ".config" / "ministudio"),
        str(home / ".cache"),
        str(scratch),
        "/dev/",
        "/proc/",
    )
    mine += (str(tmp_path / "audit.log"),)
    written = {(name, place) for name, act, place in accesses if act == "write" and not place.startswith(mine)}
    assert not written
    read = {(name, place) for name, act, place in accesses if act == "read" and place.startswith(str(tmp_path))}
    planted = {
        (name, place)
        for name, place in read
        if not place.startswith((*mine, str(tmp_path / "audit"), str(home / ".local")))
        and place not in (str(home), str(home / ".config"))
        and not place.startswith(str(home / ".config" / "gcloud"))
    }
    assert not planted
    called = {(name, place) for name, act, place in accesses if act == "connect"}
    assert not called
    outside = tmp_path / "base" / "outside"
    assert {path.name: path.read_text("utf-8") for path in outside.iterdir()} == {
        name: f"{name}: precious" for name in ("precious.txt", "id_rsa", "page.html")
    }
    assert (path.parent / "build" / "story" / "story.mp4").stat().st_size > 1000


@pytest.mark.skipif(
    not shutil.which("strace"), reason="only Python’s own audit events are seen: Debian: apt install strace"
)
def test_the_recorder_sees_what_python_does_not(tmp_path: Path) -> None:
    """Held against itself: a program that is not Python writes, reads and calls, and all three are seen."""
    trace = tmp_path / "trace.log"
    script = (
        f"import cv2, numpy, socket; cv2.imwrite('{tmp_path}/a.png', numpy.zeros((2, 2))); cv2.imread('/etc/hostname')"
    )
    subprocess.run(
        [str(shutil.which("strace")), "-f", "-qq", "-o", str(trace), "-e", "trace=openat,connect", sys.executable, "-c", script],
        check=False, capture_output=True,
    )  # fmt: skip
    seen = set(recorded(trace.read_text("utf-8", "replace"), tmp_path))
    assert ("write", f"{tmp_path}/a.png") in seen
    assert ("read", "/etc/hostname") in seen


@pytest.mark.parametrize("link", ["build", "build/story", "build/story/preview", "export"])
def test_a_folder_to_deliver_into_that_is_a_link_is_refused(link: str, tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1, cast=["emma"])))
    if link == "export":
        assert ministudio("render", path, "-q").returncode == 0
    (tmp_path / "outside").mkdir()
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "outside")
    command = {"export": ("export", path, "--masks"), "build/story/preview": ("preview", path, "--shot", 1)}
    done = ministudio(*command.get(link, ("storyboard", path)), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "is a link" in done.stderr
    assert not list((tmp_path / "outside").iterdir())
    assert (tmp_path / link).is_symlink()

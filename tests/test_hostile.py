"""What a stranger's folder may not do: reach out of itself, take a key, speak to the terminal, or hold the program up."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import ministudio_cli
from ministudio_cli.errors import ProviderRefused, ScreenplayInvalid, UsageFault
from ministudio_cli.media.pcm import decode
from ministudio_cli.plain import escaped, line, safe
from ministudio_cli.providers.given import given_picture
from ministudio_cli.providers.google.credentials import credentials_in
from ministudio_cli.providers.spec import Settings
from ministudio_cli.report.delivery import copy_out
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.read import faults_of, read
from ministudio_cli.screenplay.seconds import seconds
from ministudio_cli.store.store import Store

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT, ministudio


def an_order(store: Path, sha256: object, size: object = 3, name: str = "body.mp4") -> str:
    key = "ab" * 32
    (store / "orders" / "ab").mkdir(parents=True)
    told = {"kind": "shot", "files": {name: {"sha256": sha256, "size": size}}, "facts": {}}
    (store / "orders" / "ab" / f"{key}.json").write_text(json.dumps(told), "utf-8")
    return key


@pytest.mark.parametrize("sha256", ["../../../precious.txt", "/etc/hostname", 7, None, "A" * 64, "ab" * 31])
def test_a_stored_order_leads_to_no_file_outside_the_store(sha256: object, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("abc", "utf-8")
    store = tmp_path / "a" / "b" / "store"
    key = an_order(store, sha256)
    assert Store(str(store)).find(key) is None
    assert (tmp_path / "precious.txt").read_text("utf-8") == "abc"


@pytest.mark.parametrize("name", ["../x", "/x", "a/b", ".hidden", ""])
def test_a_stored_file_has_a_plain_name(name: str, tmp_path: Path) -> None:
    assert Store(str(tmp_path)).find(an_order(tmp_path, "ab" * 32, name=name)) is None


def test_what_is_delivered_follows_no_link(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    (tmp_path / "film.mp4").write_bytes(b"film")
    made = store.publish("k", "film", {"film.mp4": tmp_path / "film.mp4"}, {})
    (tmp_path / "precious.txt").write_text("precious", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    build = tmp_path / "build"
    build.mkdir()
    (build / "F").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageFault, match="is a link"):
        copy_out(store, made, "film.mp4", build / "F" / "F.mp4")
    (build / "G").mkdir()
    (build / "G" / ".G.mp4.part").symlink_to(tmp_path / "precious.txt")
    (build / "G" / "G.mp4").symlink_to(tmp_path / "precious.txt")
    copy_out(store, made, "film.mp4", build / "G" / "G.mp4")
    assert (tmp_path / "precious.txt").read_text("utf-8") == "precious"
    assert (build / "G" / "G.mp4").read_bytes() == b"film"
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize(
    "text", ["title: \n" + " [ # ]\n" * 30_000, "title: \n" + ' [ "]", \n' * 50_000, "a: " + "{a: " * 3000]
)
def test_a_file_that_nests_too_deeply_is_refused_before_it_is_followed(text: str) -> None:
    with pytest.raises(ScreenplayInvalid) as raised:
        parse(text, "story.yaml")
    assert "nests too deeply" in raised.value.faults[0].message  # type: ignore[attr-defined]


def test_brackets_in_text_nest_nothing() -> None:
    shots = [a_shot(f"s{number}", action="an [ unbalanced { bracket") for number in range(450)]
    import yaml

    assert faults_of(parse(yaml.safe_dump(a_screenplay(*shots)), "story.yaml")) == ()


def test_a_length_of_time_is_read_in_no_time_whatever_it_is() -> None:
    begun = time.process_time()
    for text in (" " * 50_000, "1m" + " " * 50_000 + "x", "9" * 50_000, "1" * 30_000 + "m" + "2" * 30_000):
        with pytest.raises(ValueError, match="length of time"):
            seconds(text)
    assert seconds(" 1m 2.5s ") == seconds("62.5")
    assert time.process_time() - begun < 1


def test_text_speaks_to_no_terminal_and_to_no_ci(tmp_path: Path) -> None:
    hostile = "A\x1b]0;x\x07\x9b2J\u202e gnp\u2028B"
    assert not set(safe(hostile)) & set("\x1b\x07\x9b\u202e\u2028")
    assert json.loads(escaped(json.dumps(hostile, ensure_ascii=False))) == hostile
    assert line("A\n::error::x") == "A ::error::x"
    assert not [
        one
        for one in safe("fine\n::stop-commands::x\n  ##[group]y").splitlines()
        if one.lstrip().startswith(("::", "##["))
    ]
    told = a_screenplay(a_shot("a", duration=1), title="T\n::error file=README.md::forged\x9b31m\u202e")
    path = write(tmp_path, told)
    for command in (("validate",), ("plan",), ("plan", "--json"), ("validate", "--format", "github")):
        done = ministudio(command[0], path, *command[1:])
        for printed in (done.stdout + done.stderr).splitlines():
            assert not printed.lstrip().startswith("::error file=README")
            assert not set(printed) & set("\x9b\u202e\x1b")


def test_a_characters_name_is_one_line_and_forges_no_cue(tmp_path: Path) -> None:
    told = a_screenplay(a_shot("a", dialogue=[{"speaker": "emma", "line": "Hello."}]))
    told["cast"]["emma"]["name"] = "Emma\n\n2\n00:00:00,000 --> 00:00:09,000\nforged"
    film = read(write(tmp_path, told))
    assert "\n" not in film.character("emma").name


def test_at_most_fifty_faults_are_printed_and_the_rest_counted(tmp_path: Path) -> None:
    told = a_screenplay() | {f"unknown{number}": 1 for number in range(300)}
    done = ministudio("validate", write(tmp_path, told))
    assert done.returncode == 3
    assert done.stderr.count("unknown key") + done.stderr.count("is not") <= 60
    assert "and 250 more faults" in done.stderr


def test_a_list_of_other_files_is_no_music(tmp_path: Path) -> None:
    secret = tmp_path / "secret.wav"
    from ministudio_cli.media.pcm import write_wav

    write_wav(secret, np.zeros(48_000, np.float32), 48_000)
    music = tmp_path / "theme.mp3"
    music.write_text(f"ffconcat version 1.0\nfile {secret}\n", "utf-8")
    with pytest.raises(UsageFault):
        decode(music, 22_050)
    assert decode(secret, 22_050).size


@pytest.mark.parametrize(
    "url", ["http://example.com", "ftp://127.0.0.1", "file:///etc", "http://127.0.0.1.example.com"]
)
def test_a_key_is_sent_to_no_address_that_is_neither_encrypted_nor_here(url: str) -> None:
    with pytest.raises(ProviderRefused, match="https"):
        credentials_in(Settings(values={"GOOGLE_API_KEY": "k", "MINISTUDIO_GOOGLE_URL": url}))
    for fine in ("https://example.com", "http://127.0.0.1:8765", "http://localhost:1", ""):
        credentials_in(Settings(values={"GOOGLE_API_KEY": "k", "MINISTUDIO_GOOGLE_URL": fine}))


@pytest.mark.parametrize("kind", ["external_account", "impersonated_service_account", "gdch_service_account", ""])
def test_a_films_dotenv_names_no_recipe_for_credentials(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "account.json"
    file.write_text(
        json.dumps({"type": kind, "credential_source": {"file": "/etc/passwd"}, "project_id": "p"}), "utf-8"
    )
    name = "GOOGLE_APPLICATION_CREDENTIALS"
    with pytest.raises(ProviderRefused, match="which may read files"):
        credentials_in(Settings(values={name: str(file)}, origins={name: str(tmp_path / ".env")}))
    assert credentials_in(Settings(values={name: str(file)}, origins={name: "environment"})).kind == kind


def a_picture(path: Path, rows: int, columns: int) -> Path:
    path.write_bytes(cv2.imencode(path.suffix, np.full((rows, columns, 3), 200, np.uint8))[1].tobytes())
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heic", "is HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is SVG"),
        (b"plain words", "not a PNG, JPEG or WebP"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (40_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0",
            "40000 × 40000 pixels",
        ),
        (b"\xff\xd8\xff\xc0\x00\x11\x08\x00", "is cut short"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is cut short"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "is cut short"),
    ],
)
def test_a_picture_is_looked_at_by_validate_and_named_with_its_line(content: bytes, words: str, tmp_path: Path) -> None:
    told = a_screenplay()
    told["sets"]["room"]["reference"] = "room.png"
    (tmp_path / "room.png").write_bytes(content)
    done = ministudio("validate", write(tmp_path, told), "--json")
    assert done.returncode == 3
    fault = json.loads(done.stdout)["screenplays"][0]["faults"][0]
    assert words in fault["message"]
    assert fault["line"] > 1


def test_a_thin_picture_is_cropped_before_it_is_scaled(tmp_path: Path) -> None:
    picture = given_picture(a_picture(tmp_path / "line.png", 20_000, 1), 1536, 864)
    assert picture.shape == (864, 1536, 3)


def test_a_phones_photograph_stands_upright(tmp_path: Path) -> None:
    upright = np.zeros((40, 20, 3), np.uint8)
    upright[:20, :, 2] = 255
    turned = cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE)
    packed = cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    path = tmp_path / "photo.jpg"
    path.write_bytes(packed[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + packed[2:])
    picture = given_picture(path, 20, 40)
    assert picture[5, 10, 2] > 200
    assert picture[35, 10, 2] < 60


def test_two_films_are_never_delivered_over_each_other(tmp_path: Path) -> None:
    paths = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        paths.append(write(tmp_path / name, a_screenplay(), "f.yaml"))
    done = ministudio("render", *paths, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "would both be delivered" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_any_encoding_of_the_output_is_written_to(encoding: str, tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(title="Größe 日本 “quoted”"))
    for command in ("validate", "plan", "doctor"):
        words = [*ENTRY, command, *([str(path)] if command != "doctor" else [])]
        done = subprocess.run(words, env=ENVIRONMENT | {"PYTHONIOENCODING": encoding}, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        done.stdout.decode(encoding)


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals as POSIX has them")
def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(*(a_shot(f"s{number}", duration=1) for number in range(200))))
    reader = subprocess.Popen(
        [*ENTRY, "plan", str(path), "--json"], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert reader.stdout
    assert reader.stderr
    reader.stdout.read(10)
    reader.stdout.close()
    words = reader.stderr.read()
    reader.stderr.close()
    assert reader.wait(60) == 0, words
    assert b"Traceback" not in words
    assert b"Exception" not in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: @anna", "put it in quotes: plain text does not begin with @"),
        ("title: !Stop it", "put it in quotes: text that begins with !"),
        ("title: %x", "put it in quotes: plain text does not begin with %"),
        ("title: `x", "put it in quotes: plain text does not begin with `"),
        ("title: [ open", "put it in quotes: plain text does not begin with ["),
        ("title: {open", "put it in quotes: plain text does not begin with {"),
        ("title: *open eyes", "put it in quotes: plain text does not begin with *"),
        ("title: | open", "put it in quotes: plain text does not begin with |"),
        ("title: > open", "put it in quotes: plain text does not begin with >"),
        ("title: Rome: a love story", "put it in quotes: plain text holds no colon"),
        ("style:\n  palette: [#008080, #D4AF37]\nscenes: []", "put it in quotes: after a space, # begins a comment"),
        ("style: {look: #fff}\nscenes: []", "put it in quotes: after a space, # begins a comment"),
        ("scenes:\n\t- {id: a}", "indent with spaces, not with tabs"),
        ("scenes:\n\u00a0 - {id: a}\n  - b: c: d", "no-break space"),
        ("scenes:\n  - id: a\n set: b", "check the indentation (1 spaces here, 2 above) and the quotes"),
        ("cast: &a {b: *a}", "write the value out"),
        ("title: T\ntitle: U", "the first is on line 2: keep one"),
        ("cast: {a: &x {name: A}, b: {<<: *x}}", "write the keys out"),
    ],
)
def test_a_first_mistake_in_yaml_is_told_its_cure(text: str, words: str) -> None:
    try:
        faults: Any = parse(f"ministudio: 1\n{text}\n", "story.yaml").faults
    except ScreenplayInvalid as error:
        faults = error.faults
    assert words in faults[0].hint


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("narration: We are number #1 in town", (1, 26), "the text is only “We are number”"),
        ("narration: &then we went home.", (1, 12), "“&then” is taken for an anchor"),
        ("title: #008080", (1, 8), "the text is only “”"),
    ],
)
def test_text_that_yaml_takes_away_is_warned_of(text: str, place: tuple[int, int], words: str) -> None:
    warning = parse(text, "story.yaml").warnings[0]
    assert (warning.at.line, warning.at.column) == place
    assert words in warning.message
    assert "put it in quotes" in warning.hint


@pytest.mark.parametrize(
    "text", ["title: Rome # a working title", "fps: 24 #film", "a: &x T\nb: *x", 'title: "No. #1"', "a: C#", "a: b#1"]
)
def test_what_is_meant_is_not_warned_of(text: str) -> None:
    assert not parse(text, "story.yaml").warnings


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": 1984}, 'put it in quotes: "1984"'),
        ({"sets": {"study": {"place": "a study", "interior": "no"}}}, "write false"),
        ({"sets": {"study": {"place": "a study", "interior": "On"}}}, "write true"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_its_cure(changes: dict[str, Any], words: str, tmp_path: Path) -> None:
    told = a_screenplay(a_shot("a", duration=1, narration="Hello.")) | changes
    done = ministudio("validate", write(tmp_path, told))
    assert done.returncode == 3
    assert words in done.stderr


def test_warnings_are_seen_wherever_a_film_is(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1)))
    path.write_text(path.read_text("utf-8").replace("title: ", "title: Number #1 "), "utf-8")
    done = ministudio("validate", path)
    assert done.returncode == 0
    assert "warning: a comment begins here" in done.stderr
    assert "no faults, 1 warning" in done.stdout
    assert json.loads(ministudio("validate", path, "--json").stdout)["screenplays"][0]["warnings"][0]["line"] == 2
    assert ministudio("validate", path, "--format", "github").stdout.startswith("::warning file=")
    assert "a comment begins here" in ministudio("plan", path).stdout
    assert "a comment begins here" in ministudio("render", path).stderr


def test_a_lock_of_nested_lists_is_told_and_not_followed(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1)))
    (tmp_path / "story.lock.json").write_text("[" * 100_000, "utf-8")
    done = ministudio("plan", path)
    assert done.returncode == 4
    assert "is not a lockfile" in done.stderr


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this machine has no /dev/full")
@pytest.mark.parametrize(
    "command",
    [
        ("render", "{}", "--json"),
        ("render", "{}"),
        ("plan", "{}"),
        ("plan", "{}", "--json"),
        ("validate", "{}", "--json"),
        ("validate", "{}", "--format", "github"),
        ("schema",),
        ("doctor",),
        ("store", "list"),
        ("--help",),
        ("--version",),
        ("render", "--help"),
    ],
)
def test_a_full_output_is_one_sentence_and_exit_2(command: tuple[str, ...], tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1), title="Number #1" if "github" in command else "T"))
    if "github" in command:
        path.write_text(path.read_text("utf-8").replace("title: 'Number #1'", "title: Number #1"), "utf-8")
    for unbuffered in ("", "1"):
        with FULL.open("w") as full:
            done = subprocess.run(
                [*ENTRY, *(part.format(path) for part in command)],
                cwd=tmp_path,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                env=ENVIRONMENT | {"PYTHONUNBUFFERED": unbuffered},
                check=False,
            )
        assert done.returncode == 2, done.stderr
        assert "cannot be written to standard output: No space left on device" in done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr


def small_disk(tmp_path: Path, size: str) -> Path | None:
    """A folder on a disk of its own, so small that it is soon full; None where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        [shutil.which("mount") or "mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    return None if done.returncode else place


@pytest.mark.parametrize(("where", "size"), [("store", "300k"), ("store", "1m"), ("store", "3m"), ("build", "100k")])
def test_a_full_disk_is_named_as_what_it_is(where: str, size: str, tmp_path: Path) -> None:
    disk = small_disk(tmp_path, size)
    if disk is None:
        pytest.skip("no disk may be mounted here")
    try:
        told = a_screenplay(a_shot("a", duration=1, cast=["emma"]), a_shot("b", duration=3, narration="Hello there."))
        (tmp_path / "film").mkdir()
        path = write(tmp_path / "film" if where == "build" else disk, told)
        options = ("--out", disk) if where == "build" else ()
        done = ministudio("render", path, "-q", *options, *(() if where == "build" else ("--out", tmp_path / "out")))
        assert done.returncode in (2, 75), done.stderr
        assert "no space is left on the disk" in done.stderr
        assert "scratch/" not in done.stderr
        assert "libpng" not in done.stderr
        assert not list(disk.rglob("*.part"))
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(disk)], check=False)


def test_a_place_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1)))
    (tmp_path / ".ministudio").write_text("", "utf-8")
    done = ministudio("render", path)
    assert done.returncode == 2
    assert str(tmp_path / ".ministudio") in done.stderr


def test_there_is_one_way_out() -> None:
    """Everything that is printed goes through the console, which makes it safe; a picture's own escapes are its own."""
    source = Path(ministudio_cli.__file__).parent
    allowed = {source / "console.py", source / "cli" / "picture.py"}
    ways = []
    for file in sorted(set(source.rglob("*.py")) - allowed):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if re.fullmatch(r"print|(typer|click)\.(echo|secho)|sys\.std(out|err)\.write\w*", called):
                    ways.append(f"{file.name}:{node.lineno} {called}")
    assert not ways


def test_progress_as_json_reaches_no_terminal_raw(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1, cast={"emma": {"emotion": "\x9b31m\u202e"}})))
    done = ministudio("render", path, "--json-progress", "-q")
    assert done.returncode == 0
    assert not set(done.stderr) & set("\x1b\x9b\u202e")

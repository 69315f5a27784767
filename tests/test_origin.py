"""Films that say what they are: held by the C2PA library in a process of its own, and by Pillow for pictures."""

from __future__ import annotations

import hashlib
import http.server
import json
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import c2pa
import imageio_ffmpeg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from PIL import Image

from ministudio_cli.cut.tasks import BurntTask
from ministudio_cli.errors import MinistudioError, UsageFault
from ministudio_cli.media.xmp import Metadata, boxes, into_film, into_picture, of_file
from ministudio_cli.origin.certificate import certificate, set_up, signer
from ministudio_cli.origin.read import credentials_of
from ministudio_cli.origin.sign import signed
from ministudio_cli.planning.origin import Piece, Statement, source_of, statement_of
from ministudio_cli.planning.source_types import ALGORITHMIC, CAPTURED, IPTC, MIXED, MIXED_TRAINED, TRAINED
from ministudio_cli.providers.google.emulator import takes as emulated
from ministudio_cli.providers.registry import providers_for

from .builders import a_film, a_plan, a_screenplay, a_shot, write
from .conftest import dotenv, ministudio, once, small_story
from .stamping import authority
from .test_google import by_key, google

READ = """
import c2pa, json, sys
with c2pa.Reader(sys.argv[1]) as reader:
    found = json.loads(reader.json())
    print(json.dumps({"state": reader.get_validation_state(), "active": found["manifests"][found["active_manifest"]],
                      "all": found["manifests"]}))
"""


def read_elsewhere(film: Path) -> dict[str, Any]:
    """What the library alone, without ministudio, reads in a file."""
    done = subprocess.run([sys.executable, "-c", READ, film], capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def declared(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Each ingredient's title and the source type of the action that placed it."""
    actions = next(each["data"]["actions"] for each in manifest["assertions"] if each["label"] == "c2pa.actions.v2")
    placed = {
        reference["url"].rsplit("/", 1)[-1]: action.get("digitalSourceType", "").removeprefix(IPTC)
        for action in actions[1:]
        for reference in action["parameters"]["ingredients"]
    }
    return [(each["title"], placed[each["label"]]) for each in manifest["ingredients"]]


@pytest.fixture(scope="session")
def signed_film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A film rendered where a certificate is set up: its folder, and what was reported. It is only read."""

    def make(folder: Path) -> dict[str, Any]:
        path, config = write(folder, small_story()), str(folder / "config")
        plain = ministudio("render", path, "--json", "-q", MINISTUDIO_CONFIG=config)
        assert plain.returncode == 0, plain.stderr
        assert ministudio("sign", "--setup", "--name", "A Studio", MINISTUDIO_CONFIG=config).returncode == 0
        shutil.copy(folder / "build" / "story" / "story.mp4", folder / "plain.mp4")
        before = hashlib.sha256((folder / "plain.mp4").read_bytes()).hexdigest()
        done = ministudio("render", path, "--json", "-q", MINISTUDIO_CONFIG=config)
        assert done.returncode == 0, done.stderr
        return {"unsigned": json.loads(plain.stdout)["films"][0], "before": before,
                "signed": json.loads(done.stdout)["films"][0]}  # fmt: skip

    folder, report = once(tmp_path_factory, "signed", make)
    return folder, report


def film_in(folder: Path) -> Path:
    return folder / "build" / "story" / "story.mp4"


def copied(folder: Path, place: Path) -> Path:
    shutil.copytree(folder / "build" / "story", place, dirs_exist_ok=True)
    return place / "story.mp4"


# Time stamps


def test_a_time_stamp_says_when_a_film_was_signed_and_one_that_is_changed_is_seen(
    signed_film: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = Path(shutil.copy(signed_film[0] / "plain.mp4", tmp_path / "film.mp4"))
    key = ec.generate_private_key(ec.SECP256R1())
    with authority() as (address, held):
        for name, value in (a_chain(tmp_path, key) | {"MINISTUDIO_SIGN_TIMESTAMP": address}).items():
            monkeypatch.setenv(name, value)
        by = signer()
        assert by
        signed(film, "A Test", Statement(source=ALGORITHMIC, plan="", pieces=()), by)
        assert held.stamped == 1
    found = read_elsewhere(film)
    assert found["state"] == "Valid"
    assert credentials_of(film).signed == found["active"]["signature_info"]["time"]
    whole = film.read_bytes()
    behind = whole.index(held.certificate.signature) + len(held.certificate.signature)
    for at in (whole.index(b"A clock") - 400, behind + 400):  # in what was stamped, and in the authority's signature
        film.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert credentials_of(film).state == "invalid"


@pytest.mark.parametrize("answer", [b"", b"no stamp"], ids=["nobody there", "no stamp"])
def test_an_authority_that_gives_no_stamp_is_named_and_the_film_is_kept(
    answer: bytes, signed_film: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = Path(shutil.copy(signed_film[0] / "plain.mp4", tmp_path / "film.mp4"))
    before = film.read_bytes()
    key = ec.generate_private_key(ec.SECP256R1())
    with authority() as (listening, held):
        monkeypatch.setattr(held, "answer", lambda _: answer)
        address = listening if answer else "http://127.0.0.1:1/"
        for name, value in (a_chain(tmp_path, key) | {"MINISTUDIO_SIGN_TIMESTAMP": address}).items():
            monkeypatch.setenv(name, value)
        by = signer()
        assert by
        with pytest.raises(UsageFault, match=f"the time stamping authority {address} gave no stamp"):
            signed(film, "A Test", Statement(source=ALGORITHMIC, plan="", pieces=()), by)
    assert film.read_bytes() == before


# What a film is made of


def test_a_film_states_each_of_its_pieces_with_what_made_it() -> None:
    film = a_screenplay(
        a_shot("drawn", cast=["emma"], narration="Hello."), a_shot("failed", cast=["emma"]),
        sets={"room": {"place": "a study"}}, music={"bed": "warm"},
    )  # fmt: skip
    plan = a_plan(**{**film, "scenes": film["scenes"]})
    stated = statement_of(plan, {}, set(), ["ambience"])
    assert {piece.role for piece in stated.pieces} == {"shot", "set", "figure", "voice", "music", "sound"}
    assert [piece.id for piece in stated.pieces if piece.role == "shot"] == ["drawn", "failed"]


def test_what_the_providers_make_is_known_of_each() -> None:
    makers = providers_for(a_film(a_screenplay(render={"shots": "omni", "plates": "animatic", "voice": "hum"})))
    assert makers.shots.source == TRAINED
    assert dict(makers.sources) == {"plates": ALGORITHMIC, "voice": ALGORITHMIC}
    assert dict(providers_for(a_film(a_screenplay(render={"voice": "offline"}))).sources)["voice"] == TRAINED


@pytest.mark.parametrize(
    ("sources", "whole"),
    [
        ([ALGORITHMIC, ALGORITHMIC], ALGORITHMIC), ([ALGORITHMIC, TRAINED], MIXED_TRAINED), ([CAPTURED, ""], CAPTURED),
        ([CAPTURED, ALGORITHMIC], MIXED), ([TRAINED], TRAINED),
    ],
)  # fmt: skip
def test_a_film_is_what_its_pieces_make_of_it(sources: list[str], whole: str) -> None:
    assert source_of(sources) == whole


@pytest.mark.parametrize("name", ["sheet.jpg", "still.png"])
def test_plain_metadata_is_read_back_by_others_whatever_the_title(name: str, tmp_path: Path) -> None:
    told = Metadata(title="A <b>&\x00 “film”", description="drawn", language="pt-BR", source=IPTC + ALGORITHMIC)
    picture = tmp_path / name
    Image.new("RGB", (32, 16), "red").save(picture)
    into_picture(picture, told)
    with Image.open(picture) as seen:
        seen.load()
        text = seen.info["xmp"].decode() if "xmp" in seen.info else seen.info["XML:com.adobe.xmp"]
        assert seen.getpixel((3, 3))[0] > 240  # type: ignore[index]
    assert IPTC + ALGORITHMIC in text
    assert "A &lt;b&gt;&amp; “film”" in text
    assert of_file(picture)["title"] == "A <b>& “film”"


def test_previews_and_storyboards_say_what_they_are(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1), a_shot("b", duration=1)))
    assert ministudio("storyboard", path, "-q").returncode == 0
    assert ministudio("preview", path, "--shot", "1", "--frames", "-q").returncode == 0
    assert ministudio("preview", path, "--shot", "2", "-q").returncode == 0
    made = sorted(each for each in (tmp_path / "build").rglob("*") if each.suffix in (".png", ".jpg", ".mp4"))
    assert [each.name for each in made] == ["01-a-1.jpg", "01-a-2.jpg", "01-a-3.jpg", "02-b.mp4", "02-b.png",
                                            "storyboard-1.png"]  # fmt: skip
    for each in made:
        said = of_file(each)
        assert said["source"] == IPTC + ALGORITHMIC
        assert "made by a program" in said["description"]


# The signed film


def test_a_signed_film_is_read_by_the_library_and_says_what_the_report_says(
    signed_film: tuple[Path, dict[str, Any]],
) -> None:
    folder, report = signed_film
    found = read_elsewhere(film_in(folder))
    assert found["state"] == "Valid"
    pieces = report["signed"]["origin"]["pieces"]
    assert declared(found["active"]) == [(f"{piece['role']} {piece['id']}", piece["source"]) for piece in pieces]
    shots = [piece["id"] for piece in pieces if piece["role"] == "shot"]
    assert shots == [shot["id"] for shot in report["signed"]["shots"]]
    assert found["active"]["signature_info"]["issuer"] == "A Studio"


def test_signing_changes_nothing_but_the_delivered_copy(signed_film: tuple[Path, dict[str, Any]]) -> None:
    folder, report = signed_film
    assert report["signed"]["sha256"] == report["unsigned"]["sha256"] == report["before"]
    assert hashlib.sha256(film_in(folder).read_bytes()).hexdigest() != report["before"]


def test_a_signed_film_passes_its_check_and_is_not_signed_anew(
    signed_film: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, _ = signed_film
    done = ministudio("check", film_in(folder), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["origin"]["state"] == "valid"
    place = tmp_path / "again"
    shutil.copytree(folder, place)
    before = film_in(place).read_bytes()
    again = ministudio("render", place / "story.yaml", "-q", "--locked", MINISTUDIO_CONFIG=str(place / "config"))
    assert again.returncode == 0, again.stderr
    assert film_in(place).read_bytes() == before


def test_a_byte_that_is_changed_anywhere_is_seen(signed_film: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, _ = signed_film
    whole, film, chance = film_in(folder).read_bytes(), tmp_path / "alone.mp4", random.Random(3)
    places = [
        at + step for _, at, size in boxes(film_in(folder)) for step in (4, 9, size // 2, size - 1) if step < size
    ]
    places += [chance.randrange(len(whole)) for _ in range(24)]
    for at in places:
        changed = bytearray(whole)
        changed[at] ^= 0x41
        film.write_bytes(changed)
        assert credentials_of(film).state in ("invalid", "none"), at
    delivered = copied(folder, tmp_path / "delivered")
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 1
    delivered.write_bytes(changed)
    done = ministudio("check", delivered)
    assert done.returncode == 8
    assert "it is not as it was signed" in done.stderr


def test_a_copy_that_lost_its_credentials_is_told(signed_film: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, _ = signed_film
    film = copied(folder, tmp_path / "copy")
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", film_in(folder), "-c", "copy", film], check=True
    )
    done = ministudio("check", film)
    assert done.returncode == 8
    assert "it was delivered with the credentials of A Studio: signing, and has none" in done.stderr
    shown = ministudio("origin", film)
    assert shown.returncode == 0
    assert "has lost them" in shown.stdout


def test_credentials_that_do_not_declare_a_shot_are_false(
    signed_film: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, report = signed_film
    film = copied(folder, tmp_path / "false")
    (film.parent / "signed.json").unlink()
    pieces = [Piece(**piece) for piece in report["signed"]["origin"]["pieces"]]
    less = Statement(source=CAPTURED, plan="", pieces=tuple(piece for piece in pieces if piece.id != "answer"))
    monkeypatch.setenv("MINISTUDIO_CONFIG", str(folder / "config"))
    by = signer()
    assert by
    signed(film, "A Test", less, by)
    done = ministudio("check", film)
    assert done.returncode == 8
    assert "its credentials do not declare the shot answer" in done.stderr


def test_no_private_key_leaves_its_place(signed_film: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = signed_film
    kept = [path for path in folder.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]
    assert kept == [folder / "config" / "sign" / "key.pem"]
    assert kept[0].stat().st_mode & 0o077 == 0


def test_without_a_certificate_it_is_said_once_how_to_have_one(
    tmp_path: Path, story: tuple[Path, dict[str, Any]]
) -> None:
    shutil.copytree(story[0].parent, tmp_path / "film")
    held = {"MINISTUDIO_CONFIG": str(tmp_path / "config"), "MINISTUDIO_STORE_KEY": "a" * 32}
    said = [ministudio("render", tmp_path / "film" / "story.yaml", **held).stderr for _ in range(2)]
    assert "ministudio sign --setup" in said[0]
    assert "ministudio sign --setup" not in said[1]
    film = film_in(tmp_path / "film")
    assert of_file(film)["source"] == IPTC + ALGORITHMIC
    assert credentials_of(film).state == "none"


# Bought clips


def test_a_bought_clip_that_carries_credentials_is_kept_as_an_ingredient(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINISTUDIO_CONFIG", str(tmp_path / "vendor"))
    vendor, plain = set_up("A Vendor"), emulated.clip

    def with_credentials(asked: str, *others: Any) -> bytes:
        film = tmp_path / f"{hashlib.sha256(asked.encode()).hexdigest()}.mp4"
        film.write_bytes(plain(asked, *others))
        if "walks" in asked:
            signed(film, "A clip", Statement(source=TRAINED, plan="", pieces=()), vendor)
        return film.read_bytes()

    monkeypatch.setattr(emulated, "clip", with_credentials)
    monkeypatch.setenv("MINISTUDIO_CONFIG", str(tmp_path / "studio"))
    set_up("A Studio")
    story = a_screenplay(
        a_shot("signed", cast=["emma"], action="Emma walks", duration=2), a_shot("bare", cast=["emma"], action="Emma waits", duration=2),
        captions="none", steady="off", render={"shots": "omni", "plates": "animatic", "voice": "hum"},
    )  # fmt: skip
    path = write(tmp_path, story)
    with google() as emulator:
        held = by_key(emulator) | {"MINISTUDIO_CONFIG": str(tmp_path / "studio")}
        done = ministudio("render", path, "--json", "-q", "--yes", **held)
    assert done.returncode == 0, done.stderr
    film = film_in(tmp_path)
    found = read_elsewhere(film)
    assert found["state"] == "Valid"
    assert dict(declared(found["active"]))["shot signed"] == TRAINED
    assert any(each["signature_info"]["issuer"] == "A Vendor" for each in found["all"].values())
    parts = {part.title: part for part in credentials_of(film).ingredients}
    assert (parts["shot signed"].state, parts["shot signed"].signer) == ("valid", "A Vendor: signing (A Vendor)")
    assert parts["shot bare"].state == "none"
    assert credentials_of(film).source == MIXED_TRAINED
    assert ministudio("check", film, "--silent").returncode == 0


# Certificates


def a_chain(folder: Path, key: Any, *, days: int = 30, phrase: str = "", swapped: bool = False) -> dict[str, str]:
    """The variables that name a studio's own certificate and key, written into a folder."""
    above = ec.generate_private_key(ec.SECP256R1())
    chain = [certificate("studio", "S", key, "root", above, days=days), certificate("root", "S", above, "root", above)]
    pem = [each.public_bytes(serialization.Encoding.PEM) for each in chain]
    (folder / "chain.pem").write_bytes(b"".join(reversed(pem) if swapped else pem))
    locked: Any = serialization.BestAvailableEncryption(phrase.encode()) if phrase else serialization.NoEncryption()
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    )
    return {"MINISTUDIO_SIGN_CERTIFICATE": str(folder / "chain.pem"), "MINISTUDIO_SIGN_KEY": str(folder / "key.pem")}


@pytest.mark.parametrize(
    "kind",
    [
        lambda: ec.generate_private_key(ec.SECP256R1()), lambda: ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate, lambda: rsa.generate_private_key(65537, 2048),
    ],
    ids=["P-256", "P-384", "Ed25519", "RSA"],
)  # fmt: skip
def test_a_studios_own_certificate_signs(
    kind: Any, signed_film: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in a_chain(tmp_path, kind()).items():
        monkeypatch.setenv(name, value)
    by, film = signer(), copied(signed_film[0], tmp_path / "own")
    assert by
    signed(film, "A Test", Statement(source=ALGORITHMIC, plan="", pieces=()), by)
    assert read_elsewhere(film)["active"]["signature_info"]["common_name"] == "studio"


@pytest.mark.parametrize("answer", ["plain", "nonsense", "of another key"])
def test_a_signing_command_is_asked_and_its_answer_is_tried(
    answer: str, signed_film: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    held = a_chain(tmp_path, key)
    del held["MINISTUDIO_SIGN_KEY"]
    if answer == "of another key":
        a_chain(tmp_path / "other", key) if (tmp_path / "other").is_dir() else (tmp_path / "other").mkdir()
        a_chain(tmp_path / "other", ec.generate_private_key(ec.SECP256R1()))
        shutil.copy(tmp_path / "other" / "key.pem", tmp_path / "key.pem")
    script = tmp_path / "sign.py"
    script.write_text(
        "import sys\nfrom cryptography.hazmat.primitives import hashes, serialization as s\n"
        "from cryptography.hazmat.primitives.asymmetric import ec\n"
        f"key = s.load_pem_private_key(open({str(tmp_path / 'key.pem')!r}, 'rb').read(), None)\n"
        + ("sys.stdout.write('hello')\n" if answer == "nonsense" else
           "sys.stdout.buffer.write(key.sign(sys.stdin.buffer.read(), ec.ECDSA(hashes.SHA256())))\n"),
        "utf-8",
    )  # fmt: skip
    for name, value in (held | {"MINISTUDIO_SIGN_COMMAND": f"{sys.executable} {script}"}).items():
        monkeypatch.setenv(name, value)
    film = copied(signed_film[0], tmp_path / "own")
    by, before, nothing = signer(), film.read_bytes(), Statement(source=ALGORITHMIC, plan="", pieces=())
    assert by
    if answer == "plain":
        signed(film, "A Test", nothing, by)
        assert credentials_of(film).signer == "studio (S)"
        return
    with pytest.raises(MinistudioError, match=r"no signature|not of the certificate"):
        signed(film, "A Test", nothing, by)
    assert film.read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("phrase", "the passphrase of the key to sign with is wrong"), ("no phrase", "has a passphrase"),
        ("expired", "expired on"), ("order", "out of order"), ("other key", "is not the certificate’s"),
        ("no key", "a certificate to sign with and no key"), ("no certificate", "holds no certificate"),
        ("nowhere", "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_certificate_is_one_sentence_and_the_film_is_kept(
    wrong: str, words: str, story: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    held = a_chain(
        tmp_path, key, days=-1 if wrong == "expired" else 30, phrase="sesame" if "phrase" in wrong else "",
        swapped=wrong == "order",
    )  # fmt: skip
    if wrong == "phrase":
        held["MINISTUDIO_SIGN_PASSPHRASE"] = "open sesame"  # noqa: S105
    if wrong == "other key":
        (tmp_path / "key.pem").write_bytes(
            ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    if wrong == "no key":
        del held["MINISTUDIO_SIGN_KEY"]
    if wrong == "no certificate":
        (tmp_path / "chain.pem").write_text("hello", "utf-8")
    if wrong == "nowhere":
        held["MINISTUDIO_SIGN_CERTIFICATE"] = str(tmp_path / "gone.pem")
    for name, value in held.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageFault, match=words):
        signer()
    if wrong == "expired":
        shutil.copytree(story[0].parent, tmp_path / "film")
        done = ministudio("render", tmp_path / "film" / "story.yaml", "-q", **held)
        assert done.returncode == 2
        assert "expired on" in done.stderr
        assert "Traceback" not in done.stderr
        assert film_in(tmp_path / "film").is_file()


def test_another_certificate_signs_the_film_and_not_its_signed_copy(
    signed_film: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    place = tmp_path / "again"
    shutil.copytree(signed_film[0], place)
    held = a_chain(tmp_path, ec.generate_private_key(ec.SECP256R1())) | {"MINISTUDIO_CONFIG": str(place / "config")}
    done = ministudio("render", place / "story.yaml", "-q", **held)
    assert done.returncode == 0, done.stderr
    found = credentials_of(film_in(place))
    assert found.signer == "studio (S)"
    assert found.film == signed_film[1]["before"]
    assert len(read_elsewhere(film_in(place))["all"]) == 1
    assert ministudio("check", film_in(place)).returncode == 0


def test_an_address_in_a_strangers_film_is_not_visited(
    signed_film: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINISTUDIO_CONFIG", str(signed_film[0] / "config"))
    by, film, asked = signer(), tmp_path / "remote.mp4", list[str]()
    assert by

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        created = {"action": "c2pa.created", "digitalSourceType": IPTC + CAPTURED}
        made = {
            "title": "t",
            "format": "video/mp4",
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
        }
        plain = signed_film[0] / "plain.mp4"
        with c2pa.Builder(json.dumps(made)) as builder, plain.open("rb") as unsigned, film.open("w+b") as written:
            builder.set_no_embed()
            builder.set_remote_url(f"http://127.0.0.1:{server.server_port}/manifest")
            own = c2pa.Signer.from_callback(by.sign, c2pa.C2paSigningAlg.ES256, by.chain)
            builder.sign(own, "video/mp4", unsigned, written)
        done = ministudio("origin", film)
        assert done.returncode == 0, done.stderr
        assert "which is not asked" in done.stdout
        server.shutdown()
    assert asked == []


def test_a_second_setup_keeps_the_first_key(tmp_path: Path) -> None:
    held = {"MINISTUDIO_CONFIG": str(tmp_path)}
    assert ministudio("sign", "--status", **held).returncode == 2
    assert ministudio("sign", "--setup", **held).returncode == 2
    assert ministudio("sign", "--setup", "--name", "One", **held).returncode == 0
    key = (tmp_path / "sign" / "key.pem").read_bytes()
    done = ministudio("sign", "--setup", "--name", "Two", **held)
    assert done.returncode == 2
    assert "there is a key already" in done.stderr
    assert (tmp_path / "sign" / "key.pem").read_bytes() == key
    assert key.decode() not in done.stdout + done.stderr


def test_credentials_of_what_carries_none_or_is_no_media(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("hello", "utf-8")
    done = ministudio("origin", tmp_path / "words.txt")
    assert done.returncode == 8
    assert "is of no kind that carries credentials" in done.stderr
    film = tmp_path / "broken.mp4"
    film.write_bytes(b"\0\0\0\x20ftypisom" + b"\0" * 40)
    assert "Traceback" not in ministudio("origin", film).stderr
    into_film(film, Metadata(title="x", description="", language="en", source=IPTC + CAPTURED))
    assert c2pa.Reader.try_create(film) is None


def test_a_film_in_a_container_that_carries_no_credentials_is_checked_all_the_same(
    story: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    film = tmp_path / "story.mkv"
    made = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-i",
        film_in(story[0].parent),
        "-map",
        "0:v",
        "-map",
        "0:a",
    ]
    subprocess.run([*made, "-c", "copy", film], check=True)
    done = ministudio("check", film, "--json")
    assert done.returncode in (0, 8), done.stderr
    assert json.JSONDecoder().raw_decode(done.stdout)[0]["origin"] is None
    assert "credentials" not in done.stderr


def test_a_films_own_dotenv_names_no_certificate(story: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    shutil.copytree(story[0].parent, tmp_path / "film")
    dotenv(tmp_path / "film", "MINISTUDIO_SIGN_CERTIFICATE=gone.pem\nMINISTUDIO_SIGN_COMMAND=touch signed\n")
    done = ministudio("render", tmp_path / "film" / "story.yaml", "-q")
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("signed*"))


# The mark in the picture


def test_a_label_is_drawn_where_it_is_asked_for_and_only_its_segments_are_encoded_again(
    story: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    from ministudio_cli.report.captions import ass
    from ministudio_cli.screenplay.lettering import Label

    label = a_film(a_screenplay(label={"text": "Made with {AI}", "corner": "top-right", "seconds": 1.5})).label
    assert label == Label(text="Made with {AI}", corner="top-right", seconds=label.seconds if label else None)
    assert a_film(a_screenplay(label="AI")).label == Label(text="AI")
    first, later = (ass((), (640, 360), label=label, since=since, until=since + 1) for since in (1.0, 1.5))
    assert "Dialogue: 1,0:00:00.00,0:00:00.50,Label" in first
    assert "Made with \\{AI\\}" in first
    assert "Dialogue" not in later
    shutil.copytree(story[0].parent, tmp_path / "film")
    path = tmp_path / "film" / "story.yaml"
    path.write_text(path.read_text("utf-8") + "label: {text: Made with AI, seconds: 1}\n", "utf-8")
    before = {row.name for row in (path.parent / ".ministudio" / "store").rglob("*") if row.is_dir()}
    done = ministudio("render", path, "-q", "--json", MINISTUDIO_STORE_KEY="")
    assert done.returncode == 0, done.stderr
    assert before
    kinds = json.loads(ministudio("store", "list", "--store", path.parent / ".ministudio" / "store", "--json").stdout)
    burnt = [row for row in kinds["artifacts"] if row["kind"] == BurntTask.kind]
    assert len(burnt) == 1  # of three shots and a dissolve

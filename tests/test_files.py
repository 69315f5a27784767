"""What a screenplay names is looked at before anything is made of it: by content, to its end, within limits."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ministudio_cli.errors import UsageFault
from ministudio_cli.limits import VARIABLE, limits
from ministudio_cli.media.ffmpeg import run
from ministudio_cli.media.pcm import Damage, decode, decoded, write_wav
from ministudio_cli.providers.given import given_picture
from ministudio_cli.screenplay.pictures import picture_fault
from ministudio_cli.screenplay.sounds import sound_fault

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT, ministudio, rendered

RATE = 44_100


def a_tone(seconds: float, rate: int = RATE) -> np.ndarray[Any, Any]:
    at = np.arange(round(seconds * rate)) / rate
    return (0.3 * np.sin(2 * np.pi * 440 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 2 * at))).astype(np.float32)


def coded(folder: Path, name: str, seconds: float = 6, rate: int = RATE) -> Path:
    write_wav(folder / "tone.wav", a_tone(seconds, rate), rate)
    run(["-i", folder / "tone.wav", folder / name])
    return folder / name


def with_music(folder: Path, name: str) -> Path:
    return write(folder, a_screenplay(a_shot("a", duration=2), music={"file": name}))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda file: file.write_bytes(b""), "is an empty file"),
        (lambda file: file.write_text("not music at all\n" * 900, "utf-8"), "is no sound that can be read"),
        (lambda file: file.write_bytes(b"\x00" * 40_000), "is no sound that can be read"),
        (lambda file: file.write_text(f"ffconcat version 1.0\nfile {file}\n", "utf-8"), "is no sound that can be read"),
        (
            lambda file: run(["-f", "lavfi", "-i", "color=c=red:s=64x64:d=1", "-f", "mp4", file]) and None,
            "has no sound",
        ),
    ],
)
def test_music_that_is_none_is_told_at_its_line(make: Any, words: str, tmp_path: Path) -> None:
    make(tmp_path / "song.mp3")
    done = ministudio("validate", with_music(tmp_path, "song.mp3"))
    assert done.returncode == 3
    assert words in done.stderr
    assert "“song.mp3”" in done.stderr
    assert "story.yaml:" in done.stderr


def test_music_plays_past_a_bad_packet_and_says_so(tmp_path: Path) -> None:
    file = coded(tmp_path, "song.mp3")
    whole = decode(file, RATE)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = bytes(300)
    file.write_bytes(data)
    damage = Damage()
    heard = np.concatenate(list(decoded(file, RATE, damage=damage)))
    assert abs(len(heard) - len(whole)) < 0.06 * RATE
    tail = slice(5 * RATE, 5 * RATE + 2000)
    shifts = [
        float(np.corrcoef(heard[5 * RATE + s : 5 * RATE + s + 2000], whole[tail])[0, 1]) for s in (-1152, 0, 1152)
    ]
    assert max(shifts) > 0.95, "what comes after it is heard as before"
    report = rendered(with_music(tmp_path, "song.mp3"))
    assert report["film"]


def test_a_file_that_was_cut_off_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    file = coded(tmp_path, "song.flac")
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * 2 // 3])
    assert 3.5 < len(decode(file, RATE)) / RATE < 4.5
    fault, damage = sound_fault(file)
    assert fault is None
    assert damage
    done = ministudio("validate", with_music(tmp_path, "song.flac"))
    assert done.returncode == 0
    assert "song.flac" in done.stderr


def test_two_files_of_other_rates_joined_are_both_heard(tmp_path: Path) -> None:
    one, two = coded(tmp_path, "one.mp3", 3, 44_100), coded(tmp_path, "two.mp3", 3, 22_050)
    (tmp_path / "song.mp3").write_bytes(one.read_bytes() + two.read_bytes())
    heard = decode(tmp_path / "song.mp3", RATE)
    assert 5.5 < len(heard) / RATE < 6.6
    assert float(np.abs(heard[int(4.5 * RATE) :]).max()) > 0.1


def test_junk_after_the_end_is_not_heard(tmp_path: Path) -> None:
    file = coded(tmp_path, "song.mp3")
    file.write_bytes(file.read_bytes() + b"\x01junk" * 4000)
    assert 5.9 < len(decode(file, RATE)) / RATE < 6.3
    assert sound_fault(file)[0] is None


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_picture_is_looked_at_to_its_end(name: str, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (120, 160, 3), np.uint8)
    file = tmp_path / name
    assert cv2.imwrite(str(file), noise)
    assert picture_fault(file) is None
    data = file.read_bytes()
    for share in (0.2, 0.6, 0.95):
        file.write_bytes(data[: int(len(data) * share)])
        fault = picture_fault(file)
        assert fault
        assert "cut short or damaged" in fault[0]
    if name == "a.png":
        torn = bytearray(data)
        torn[len(torn) // 2] ^= 0xFF
        file.write_bytes(torn)
        assert picture_fault(file)


@pytest.mark.parametrize("chunk", [b"VP8X", b"VP8L"])
def test_a_pictures_pixels_are_read_from_any_webp(chunk: bytes, tmp_path: Path) -> None:
    wide = 16_000
    if chunk == b"VP8X":
        body = bytes(4) + (wide - 1).to_bytes(3, "little") * 2
    else:
        body = b"\x2f" + ((wide - 1) | (wide - 1) << 14).to_bytes(4, "little") + bytes(9)
    data = b"WEBP" + chunk + len(body).to_bytes(4, "little") + body
    (tmp_path / "a.webp").write_bytes(b"RIFF" + len(data).to_bytes(4, "little") + data)
    fault = picture_fault(tmp_path / "a.webp")
    assert fault
    assert "16000 × 16000 pixels" in fault[0]


def test_limits_are_a_persons_to_raise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = coded(tmp_path, "song.mp3", 3)
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((40, 50, 3), np.uint8))
    try:
        monkeypatch.setenv(VARIABLE, "music_seconds=2, pixels=1e3")
        limits.cache_clear()
        fault, _ = sound_fault(file)
        assert fault
        assert "music_seconds=…" in fault[1]
        with pytest.raises(UsageFault, match="lasts longer"):
            decode(file, RATE)
        picture = picture_fault(tmp_path / "a.png")
        assert picture
        assert "pixels=…" in picture[1]
        for wrong in ("pixel=3", "pixels", "pixels=-1", "pixels=1e999", "pixels=nan"):
            monkeypatch.setenv(VARIABLE, wrong)
            limits.cache_clear()
            with pytest.raises(UsageFault, match="is no limit"):
                limits()
    finally:
        monkeypatch.undo()
        limits.cache_clear()
    assert sound_fault(file) == (None, None)
    assert ministudio("validate", with_music(tmp_path, "song.mp3"), **{VARIABLE: "x=1"}).returncode == 2


def struck(folder: Path, name: str, *options: str) -> Path:
    """Music of 120 beats a minute in any form that ffmpeg writes."""
    at = np.arange(6 * RATE) / RATE
    write_wav(
        folder / "struck.wav", (0.5 * np.sin(2 * np.pi * 880 * at) * np.exp(-40 * (at % 0.5))).astype(np.float32), RATE
    )
    run(["-i", folder / "struck.wav", *options, folder / name])
    return folder / name


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("u8.wav", ("-c:a", "pcm_u8")), ("s24.wav", ("-c:a", "pcm_s24le", "-ar", "96000")), ("f64.wav", ("-c:a", "pcm_f64le")),
        ("alaw.wav", ("-c:a", "pcm_alaw", "-ar", "8000")), ("a.opus", ()), ("surround.flac", ("-ac", "6")), ("a.m4a", ()),
    ],
)  # fmt: skip
def test_music_of_any_depth_and_rate_is_the_same_sound(name: str, options: tuple[str, ...], tmp_path: Path) -> None:
    file = struck(tmp_path, name, *options)
    plain, heard = decode(tmp_path / "struck.wav", 22_050), decode(file, 22_050)
    size = min(len(plain), len(heard))
    shift = 800  # a coder's delay is not a fault of ours
    found = (
        np.correlate(heard[: size - shift], plain[shift : size - 2 * shift], "valid") if size > 3000 else np.zeros(1)
    )
    loud = float(np.sqrt(np.mean(plain[:size] ** 2)) / np.sqrt(np.mean(heard[:size] ** 2)))
    assert 0.5 < loud < 4
    assert float(found.max()) > 0.5 * float((plain[shift : size - 2 * shift] ** 2).sum()) / loud


@pytest.mark.parametrize("mode", ["CMYK", "P", "RGB", "I;16", "L", "LA", "1"])
def test_pictures_of_any_kind_keep_their_colours(mode: str, tmp_path: Path) -> None:
    pillow = pytest.importorskip("PIL.Image")
    halves = np.zeros((36, 64, 3), np.uint8)
    halves[:, :32], halves[:, 32:] = (200, 40, 40), (40, 40, 200)
    picture = pillow.fromarray(halves)
    if mode == "I;16":
        picture = pillow.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    else:
        picture = picture.convert(mode)
    file = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    picture.save(file)
    assert picture_fault(file) is None
    read_back = given_picture(file, 64, 36)
    left, right = read_back[18, 8].astype(int), read_back[18, 56].astype(int)
    grey = (88, 88, 88), (58, 58, 58)
    wanted = ((40, 40, 200), (200, 40, 40)) if mode in ("CMYK", "P", "RGB") else grey
    assert np.abs(left - wanted[0]).max() < (170 if mode == "1" else 14)
    assert np.abs(right - wanted[1]).max() < (200 if mode == "1" else 14)


def test_odd_names_of_folders_and_files_are_names(tmp_path: Path) -> None:
    folder = tmp_path / "【720P】100% #1: a'b, [x] 😀"
    folder.mkdir()
    struck(folder, "söng's #1, [x].wav")
    told = a_screenplay(a_shot("a", narration="Hello there."), captions="burn", music={"file": "söng's #1, [x].wav"})
    report = rendered(write(folder, told, "stör'y %03d.yaml"))
    assert Path(report["film"]).is_file()


def test_what_was_left_empty_by_a_crash_is_made_again(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1)))
    first = rendered(path)
    for blob in (tmp_path / ".ministudio" / "store" / "blobs").glob("*/*"):
        blob.write_bytes(b"")
    (tmp_path / "build" / "story" / "story.mp4").write_bytes(b"")
    assert rendered(path)["sha256"] == first["sha256"]


def test_a_broken_link_beside_a_screenplay_stops_nobody(tmp_path: Path) -> None:
    write(tmp_path, a_screenplay(a_shot("a", duration=1)))
    (tmp_path / "broken.yaml").symlink_to(tmp_path / "missing.yaml")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    assert ministudio("validate", cwd=tmp_path).returncode == 0
    for name in ("broken.yaml", "loop.yaml"):
        done = ministudio("validate", name, cwd=tmp_path)
        assert done.returncode == 2
        assert f"cannot read {name}" in done.stderr


def test_without_shared_memory_it_is_said_what_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1)))
    script = 'mount -t tmpfs -o ro tmpfs /dev/shm && exec "$@"'
    own = [shutil.which("unshare") or "unshare", "-m", "sh", "-c"]
    if subprocess.run([*own, "mount -t tmpfs -o ro tmpfs /dev/shm", "x"], capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    done = subprocess.run(
        [*own, script, "x", *ENTRY, "render", str(path)], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 6
    assert "shared memory" in done.stderr

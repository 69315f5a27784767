"""Footage of one's own: any rate, shape and turn, cut to the voice and the beat like any other shot."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.media import opening
from ministudio_cli.media.ffmpeg import run
from ministudio_cli.media.pcm import decode, write_wav
from ministudio_cli.media.probe import probe
from ministudio_cli.providers.footage.frames import fitted, frames_at
from ministudio_cli.screenplay.clips import length_of
from ministudio_cli.sync.optimiser import plan_cuts
from ministudio_cli.sync.problem import CutCandidate, ShotConstraint

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio, once, rendered

RATE = 48_000


def filmed(path: Path, times: list[float], *, size: tuple[int, int] = (96, 64), tone: bool = False) -> Path:
    """A clip whose frame at each time is as grey as its number times ten (under 25); a tone of 440 Hz where asked."""
    path.parent.mkdir(exist_ok=True)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 90_000)
        stream.options = {"crf": "10"}
        sound: Any = out.add_stream("aac", rate=RATE) if tone else None
        for number, at in enumerate(times):
            frame = av.VideoFrame.from_ndarray(
                np.full((size[1], size[0], 3), 10 * number % 250, np.uint8), format="bgr24"
            )
            frame.pts, frame.time_base = round(at * 90_000), Fraction(1, 90_000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
        if tone:
            wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(int(times[-1] * RATE)) / RATE).astype(np.float32)
            for first in range(0, wave.size, 1024):
                piece = av.AudioFrame.from_ndarray(wave[None, first : first + 1024], format="fltp", layout="mono")
                piece.rate, piece.pts = RATE, first
                out.mux(sound.encode(piece))
            out.mux(sound.encode())
    return path


def greys(path: Path, times: list[float]) -> list[int]:
    return [round(float(frame.mean()) / 10) for frame in frames_at(path, times)]


def ffmpeg(*arguments: object) -> None:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)], check=True)


# Frames


def test_each_time_shows_the_frame_that_stands_then_at_a_rate_that_varies(tmp_path: Path) -> None:
    at = [0.0, 0.03, 0.2, 0.25, 0.5, 0.9, 1.0, 1.04, 1.6, 2.0]
    clip = filmed(tmp_path / "vfr.mp4", at)
    times = [number / 24 for number in range(48)]
    assert greys(clip, times) == [
        max(index for index, begins in enumerate(at) if begins <= time + 1e-4) for time in times
    ]


def test_it_is_shown_from_its_middle_and_stands_still_beyond_its_end(tmp_path: Path) -> None:
    clip = filmed(tmp_path / "long.mp4", [number / 4 for number in range(24)])
    assert greys(clip, [4.0, 4.3, 5.75, 7.0, 9.0]) == [16, 17, 23, 23, 23]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_it_is_upright_as_the_camera_was_held(turn: int, tmp_path: Path) -> None:
    picture = np.zeros((64, 96, 3), np.uint8)
    picture[:20, :20] = 255
    cv2.imwrite(str(tmp_path / "corner.png"), picture)
    ffmpeg("-loop", 1, "-i", tmp_path / "corner.png", "-t", 1, "-pix_fmt", "yuv420p", tmp_path / "flat.mp4")
    ffmpeg("-display_rotation:v:0", turn, "-i", tmp_path / "flat.mp4", "-c", "copy", tmp_path / "held.mp4")
    # ffmpeg turns what it decodes by itself.
    ffmpeg("-i", tmp_path / "held.mp4", "-frames:v", 1, tmp_path / "upright.png")
    shown, wanted = next(iter(frames_at(tmp_path / "held.mp4", [0.0]))), cv2.imread(str(tmp_path / "upright.png"))
    assert shown.shape == wanted.shape
    assert np.abs(shown.astype(int) - wanted).mean() < 3


def test_hdr_is_shown_as_a_screen_without_it_shows_it(tmp_path: Path) -> None:
    """White of 203 cd/m² is nearly white, the brightest not cut off before, grey stays grey, order is kept."""
    levels = [0.02, 1, 20, 100, 203, 500, 1000]  # cd/m²
    power = [(level / 10_000) ** 0.1593017578125 for level in levels]
    signal = [((0.8359375 + 18.8515625 * p) / (1 + 18.6875 * p)) ** 78.84375 for p in power]
    picture = (
        np.repeat(np.round(np.array(signal) * 65_535).astype(np.uint16), 16)[None, :, None].repeat(64, 0).repeat(3, 2)
    )
    cv2.imwrite(str(tmp_path / "pq.png"), picture)
    curves = "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv"
    form = f"scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le,{curves}"
    ffmpeg(
        "-loop",
        1,
        "-i",
        tmp_path / "pq.png",
        "-t",
        0.5,
        "-vf",
        form,
        "-c:v",
        "libx264",
        "-crf",
        8,
        tmp_path / "hdr.mp4",
    )
    shown = next(iter(frames_at(tmp_path / "hdr.mp4", [0.0]))).astype(float)
    steps = [shown[20:44, 16 * number + 4 : 16 * number + 12].mean(axis=(0, 1)) for number in range(len(levels))]
    bright = [float(step.mean()) for step in steps]
    assert bright == sorted(bright)
    assert bright[0] < 12
    assert 150 < bright[4] < 240
    assert bright[6] - bright[5] > 3
    assert all(step.max() - step.min() < 6 for step in steps)


def test_it_fills_a_frame_of_another_shape_as_it_is_asked() -> None:
    tall = np.full((160, 90, 3), 200, np.uint8)
    tall[:10] = (0, 0, 255)
    crop, pad, blur = (fitted(tall, 320, 180, fit) for fit in ("crop", "pad", "blur"))
    assert crop.shape == pad.shape == blur.shape == (180, 320, 3)
    assert crop.min() >= 190
    assert pad[:, :100].max() == 0
    assert pad[90, 160].min() > 190
    assert tuple(pad[3, 160]) == (0, 0, 255)
    assert 0 < blur[90, 20].mean() < 150


# Cuts


@given(
    shots=st.lists(
        st.tuples(st.integers(6, 60), st.integers(6, 120), st.integers(0, 140), st.sampled_from(["", "beat", "downbeat", "free"])),
        min_size=1, max_size=6,
    ),
    total=st.none() | st.integers(30, 500),
    music=st.booleans(),
)  # fmt: skip
@settings(deadline=None, max_examples=200)
def test_no_shot_is_longer_than_its_footage_or_it_is_said_that_it_cannot_be(
    shots: list[tuple[int, int, int, str]], total: int | None, *, music: bool
) -> None:
    demands = [
        ShotConstraint(shot=f"s{n}", least=least, wanted=wanted, most=max(most, least) if most else 0, on=on)
        for n, (least, wanted, most, on) in enumerate(shots)
    ]
    landings = [CutCandidate(frame=at, kind="downbeat" if at % 60 == 0 else "beat") for at in range(0, 1500, 15)]
    try:
        cuts = plan_cuts(demands, landings if music else (), 24.0, total)
    except ScreenplayInvalid:
        return
    for cut, demand in zip(cuts, demands, strict=True):
        assert cut.frames >= demand.least
        assert not demand.most or cut.frames <= demand.most
    assert total is None or cuts[-1].end == total


def test_footage_too_short_for_its_lines_is_told_with_what_helps(tmp_path: Path) -> None:
    filmed(tmp_path / "media" / "own.mp4", [number / 30 for number in range(20)])
    told = a_screenplay(a_shot("a", clip="media/own.mp4", narration="A sentence that takes some seconds to be said."))
    done = ministudio("render", write(tmp_path, told), "-q")
    assert done.returncode == 3
    assert "“a” needs" in done.stderr
    assert "its footage lasts 0.6" in done.stderr
    assert "another clip" in done.stderr


@pytest.mark.parametrize(
    ("clip", "words"),
    [
        ("media/gone.mp4", "there is no file “media/gone.mp4”"),
        ("../own.mp4", "leaves the project's folder"),
        ("http://example.com/a.mp4", "addresses and protocols are refused"),
        ("media/words.mp4", "“words.mp4” is no film that can be read"),
        ("media/sound.wav", "“sound.wav” has no picture"),
        ({"file": "media/own.mp4", "in": "3s"}, "“own.mp4” lasts 1.00 s, and is to be shown from 3 s"),
        ({"file": "media/own.mp4", "in": 0.5, "out": 0.2}, "is to be shown from 0.5 s to 0.2 s"),
        ({"file": "media/own.mp4", "out": "9s"}, "“own.mp4” lasts 1.00 s, and is to be shown to 9 s"),
        ({"file": "media/words.png"}, "“words.png” is not a PNG, JPEG or WebP picture"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence_at_its_line(clip: Any, words: str, tmp_path: Path) -> None:
    filmed(tmp_path / "media" / "own.mp4", [number / 30 for number in range(30)])
    (tmp_path / "media" / "words.mp4").write_text("these are words", "utf-8")
    (tmp_path / "media" / "words.png").write_text("these are words", "utf-8")
    write_wav(tmp_path / "media" / "sound.wav", np.zeros(4800, np.float32), RATE)
    done = ministudio("validate", write(tmp_path, a_screenplay(a_shot("a", clip=clip))))
    assert done.returncode == 3
    assert words in " ".join(done.stdout.split()) + " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


# Films


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A film of one's own clip, a picture with a move, a drawn shot and two clips, with the stems. It is only read."""

    def make(folder: Path) -> dict[str, Any]:
        filmed(folder / "media" / "own.mp4", [number / 7 for number in range(25)], size=(128, 256), tone=True)
        picture = np.random.default_rng(1).integers(0, 255, (40, 60, 3)).astype(np.uint8)
        cv2.imwrite(str(folder / "media" / "photo.jpg"), cv2.resize(picture, (900, 600)))
        told = a_screenplay(
            a_shot("own", clip="media/own.mp4", narration="This is the street."),
            a_shot("photo", clip={"file": "media/photo.jpg", "out": "2s"}, camera="slow push in", transition="dissolve 0.5s"),
            a_shot("drawn", duration=2),
            a_shot("two", clip=[{"file": "media/own.mp4", "in": 1, "out": 2, "fit": "blur"},
                                {"file": "media/own.mp4", "in": 2, "speed": 2, "fit": "pad"}], clip_sound="keep"),
            music={"bed": "warm"},
        )  # fmt: skip
        return rendered(write(folder, told), "--stems")

    return once(tmp_path_factory, "street", make)


def test_a_film_with_footage_is_as_exact_as_any(street: tuple[Path, dict[str, Any]]) -> None:
    folder, report = street
    film = folder / "build" / "story" / "story.mp4"
    done = ministudio("check", film, "--json")
    assert done.returncode == 0, done.stdout
    proof = json.loads(done.stdout)
    assert [line["offset"] for line in proof["lines"]] == [0.0]
    assert proof["frames"] == report["frames"]
    assert proof["uneven"] == 0
    assert probe(film).frames == report["frames"]
    assert [shot["take"] != "" for shot in report["shots"]] == [True] * 4
    stated = {piece["id"]: piece["source"] for piece in report["origin"]["pieces"] if piece["role"] == "shot"}
    assert stated == {"own": "digitalCapture", "photo": "", "drawn": "algorithmicMedia", "two": "digitalCapture"}


def test_its_sound_stands_where_its_picture_does(street: tuple[Path, dict[str, Any]]) -> None:
    folder, report = street
    sound = decode(folder / "build" / "story" / "story.production.wav", RATE, mono=True)
    for cut in report["cuts"]:
        first, end = (round(cut[edge] * RATE / 24) for edge in ("start", "end"))
        loud = float(np.abs(sound[first + RATE // 4 : end - RATE // 4]).max())
        assert (loud > 0.01) == (cut["shot"] in ("own", "two")), cut["shot"]
    assert len(sound) == report["frames"] * RATE // 24


def test_a_film_with_footage_is_replayed_to_the_byte(street: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, report = street
    for name in ("media", "story.yaml", "story.lock.json"):
        original = folder / name
        (tmp_path / name).mkdir() if original.is_dir() else (tmp_path / name).write_bytes(original.read_bytes())
    for file in (folder / "media").iterdir():
        (tmp_path / "media" / file.name).write_bytes(file.read_bytes())
    assert rendered(tmp_path / "story.yaml", "--locked")["sha256"] == report["sha256"]


def test_what_is_said_of_a_shot_of_footage_and_not_seen_is_a_warning(tmp_path: Path) -> None:
    filmed(tmp_path / "media" / "own.mp4", [number / 30 for number in range(30)])
    told = a_screenplay(a_shot("a", clip="media/own.mp4", action="Emma waves", size="wide"))
    done = ministudio("validate", write(tmp_path, told))
    assert done.returncode == 0
    said = " ".join((done.stdout + done.stderr).split())
    assert "“action” says nothing here: this shot shows footage" in said
    assert "“size” says nothing here" in said


def test_footage_does_not_clip_over_loud_music(tmp_path: Path) -> None:
    """Music at full scale, footage at −2 dB: the mix of both, ducked by nobody, is what they are."""
    from ministudio_cli.cut.sound import BED_LEVEL, Stems, mix

    at = np.arange(RATE) / RATE
    music = (0.98 * np.sin(2 * np.pi * 220 * at)).astype(np.float32)
    own = (0.8 * np.sin(2 * np.pi * 700 * at)).astype(np.float32)
    for name, sound in (("music", music), ("own", own)):
        write_wav(tmp_path / f"{name}.wav", np.stack([sound, sound], axis=1), RATE)
    stems = Stems(music=tmp_path / "music.wav", ducked=tmp_path / "own.wav", level=-3.0)
    mixed = decode(mix(stems, RATE, tmp_path / "mix.wav"), RATE, mono=False)[:, 0]
    wanted = music * 10 ** ((BED_LEVEL - 3) / 20) + own
    assert np.abs(mixed - wanted).max() < 0.01


def test_a_film_written_live_has_the_length_of_its_packets(tmp_path: Path) -> None:
    clip = filmed(tmp_path / "own.mp4", [number / 30 for number in range(45)])
    ffmpeg("-i", clip, "-c", "copy", "-f", "matroska", "-live", 1, tmp_path / "live.mkv")
    assert abs(float(length_of(tmp_path / "live.mkv")) - 1.5) < 0.05


def test_a_file_is_opened_once_for_all_its_shots_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[Path] = []
    real = opening.opened
    monkeypatch.setattr(opening, "opened", lambda path: times.append(path) or real(path))
    film = tmp_path / "street.mp4"
    for seconds in (2, 5):
        run(["-y", "-f", "lavfi", "-i", f"testsrc2=s=64x36:r=24:d={seconds}", "-pix_fmt", "yuv420p", film])
        assert [round(float(length_of(film)), 1) for _ in range(3)] == [seconds] * 3
    assert len(times) == 2


def test_a_damaged_end_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    clip = filmed(tmp_path / "own.mp4", [number / 30 for number in range(60)])
    ffmpeg("-i", clip, "-c", "copy", tmp_path / "whole.mkv")
    data = (tmp_path / "whole.mkv").read_bytes()
    (tmp_path / "cut.mkv").write_bytes(data[: int(0.6 * len(data))])
    shown = list(frames_at(tmp_path / "cut.mkv", [0.0, 1.9]))
    assert len(shown) == 2


def test_a_picture_that_is_a_line_is_padded() -> None:
    assert fitted(np.zeros((1, 4000, 3), np.uint8), 64, 36, "pad").shape == (36, 64, 3)


def test_a_plan_that_footage_makes_impossible_is_refused_at_once() -> None:
    demands = [ShotConstraint(shot=f"s{n}", least=12, wanted=48, most=48) for n in range(40)]
    demands.append(ShotConstraint(shot="end", least=12, wanted=48, start=4000))
    landings = [CutCandidate(frame=at, kind="beat") for at in range(0, 6000, 15)]
    with pytest.raises(ScreenplayInvalid, match="no cut plan fits"):
        plan_cuts(demands, landings, 24.0, None)

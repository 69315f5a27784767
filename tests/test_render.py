"""From a screenplay to a film, by the real program: exact, repeatable, never made twice, never lost."""

from __future__ import annotations

import itertools
import json
import os
import pickle
import random
import shutil
import signal
import subprocess
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import yaml

from ministudio_cli.errors import Defect, Interrupted, MissingPart, PassingFault, ProviderRefused
from ministudio_cli.graph.engines.exit_codes import end_of
from ministudio_cli.graph.engines.local import LocalEngine
from ministudio_cli.graph.events import no_progress
from ministudio_cli.graph.work import perform
from ministudio_cli.media.pcm import decode, read_wav
from ministudio_cli.media.probe import probe
from ministudio_cli.planning.task import ProviderRef, digest
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.screenplay.model import Voice
from ministudio_cli.store.store import Store

from .builders import a_plan, a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT, ministudio, rendered, small_story

Story = tuple[Path, dict[str, Any]]


def artifacts(path: Path) -> dict[str, list[str]]:
    """Every artifact of a film's store; what a film of a name used is kept under that name, and is left out."""
    store = Store(str(path.parent / ".ministudio" / "store"))
    return {
        order.order: [blob.sha256 for blob in order.files.values()] for order in store.orders() if order.kind != "used"
    }


def frames_of(film: Path) -> list[np.ndarray]:
    with av.open(str(film)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def test_the_film_has_exactly_the_frames_samples_captions_and_chapters_it_was_planned_with(story: Story) -> None:
    path, report = story
    film = path.parent / "build" / "story" / "story.mp4"
    seen = probe(film)
    assert (seen.width, seen.height, seen.fps) == (640, 360, 24)
    assert seen.frames == report["frames"] == report["cuts"][-1]["end"]
    assert seen.sound_seconds == pytest.approx(report["seconds"], abs=0.03)
    assert seen.captions >= 2
    with av.open(str(film)) as container:
        assert container.metadata["title"] == "A Test"
        assert {stream.codec_context.name for stream in container.streams if stream.type != "data"} >= {"h264", "aac"}
        assert container.streams.video[0].codec_context.pix_fmt == "yuv420p"
        assert container.streams.audio[0].codec_context.sample_rate == 48_000
        chapters = [
            (chapter["metadata"]["title"], chapter["start"], chapter["end"]) for chapter in container.chapters()
        ]
    assert [title for title, _, _ in chapters] == ["One"]
    head = film.read_bytes()[:400_000]
    assert head.index(b"moov") < head.index(b"mdat")


def test_every_line_stands_inside_its_shot_and_at_its_sample(story: Story) -> None:
    path, report = story
    cuts = {cut["shot"]: cut for cut in report["cuts"]}
    for line in report["lines"]:
        assert line["start"] >= cuts[line["shot"]]["start"] / 24 + 0.24
        assert line["end"] <= cuts[line["shot"]]["end"] / 24 - 0.34
    store = Store(str(path.parent / ".ministudio" / "store"))
    sound = next(order for order in store.orders() if order.kind == "sound")
    track, _ = read_wav(store.path(sound, "voice.wav"))
    assert track.shape[0] == report["frames"] * 2000
    for line in report["lines"]:
        first, last = round(line["start"] * 48_000), round(line["end"] * 48_000)
        assert np.abs(track[first:last]).max() > 0.05
    assert np.abs(track[: round(report["lines"][0]["start"] * 48_000) - 1]).max() == 0


def test_the_sound_is_mastered_to_its_loudness_under_its_ceiling(story: Story) -> None:
    _, report = story
    assert report["loudness"]["lufs"] == pytest.approx(-14, abs=0.5)
    assert report["loudness"]["true_peak"] <= -1.0


def test_the_bed_ducks_under_the_voice_and_lasts_to_the_end(story: Story) -> None:
    path, report = story
    sound = decode(path.parent / "build" / "story" / "story.mp4", 48_000)
    assert abs(sound.size - report["frames"] * 2000) <= 2048
    assert np.abs(sound[-24_000:]).max() > 1e-4


def test_a_second_render_makes_nothing_and_gives_the_same_film(story: Story) -> None:
    path, report = story
    before = artifacts(path)
    again = ministudio("render", path)
    assert again.returncode == 0
    assert again.stderr.count("reuse ") == 3
    assert "render " not in again.stderr
    assert artifacts(path) == before
    assert rendered(path)["sha256"] == report["sha256"]


def test_two_empty_stores_give_the_same_bytes(story: Story, tmp_path: Path) -> None:
    path, report = story
    other = write(tmp_path, small_story())
    assert rendered(other, "--workers", 2)["sha256"] == report["sha256"]
    assert artifacts(other) == artifacts(path)


def test_one_changed_shot_is_one_shot_rendered(tmp_path: Path) -> None:
    told = small_story()
    path = write(tmp_path, told)
    rendered(path)
    told["scenes"][0]["shots"][2]["title"] = "Fin"
    write(tmp_path, told)
    done = ministudio("render", path)
    assert done.returncode == 0, done.stderr
    assert "render end  (title changed)" in done.stderr
    assert done.stderr.count("reuse ") == 2
    assert done.stderr.count("render ") == 1


def test_locked_after_an_edit_exits_4_and_says_what_is_stale_and_why(tmp_path: Path) -> None:
    told = small_story()
    path = write(tmp_path, told)
    locked = ministudio("lock", path, "-q")
    assert locked.returncode == 0, locked.stderr
    told["scenes"][0]["shots"][0]["action"] = "Emma sleeps"
    write(tmp_path, told)
    done = ministudio("render", path, "--locked")
    assert done.returncode == 4
    assert "look: prompt, action changed" in done.stderr
    assert not (tmp_path / "build").exists()


@pytest.mark.long
def test_killed_at_five_moments_and_run_again_it_is_the_same_film_and_nothing_is_done_twice(
    story: Story, tmp_path: Path
) -> None:
    _, report = story
    path = write(tmp_path, small_story())
    chance = random.Random(5)
    finished: dict[str, list[str]] = {}
    made_at: dict[str, int] = {}
    orders = tmp_path / ".ministudio" / "store" / "orders"
    for _ in range(5):
        process = subprocess.Popen(
            [*ENTRY, "render", str(path), "-q"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.4, 5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(1.2)
        now = artifacts(path)
        assert finished.items() <= now.items()
        for key in finished:
            assert (orders / key[:2] / f"{key}.json").stat().st_mtime_ns == made_at[key]
        finished = now
        made_at = {key: (orders / key[:2] / f"{key}.json").stat().st_mtime_ns for key in now}
    assert rendered(path)["sha256"] == report["sha256"]
    assert list(Store(str(tmp_path / ".ministudio" / "store")).damaged()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_exits_130_and_leaves_only_whole_artifacts(tmp_path: Path, number: signal.Signals) -> None:
    path = write(tmp_path, a_screenplay(a_shot("long", duration=60, camera="pan left", cast=["emma"])))
    process = subprocess.Popen(
        [*ENTRY, "render", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job ignores SIGINT, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    assert process.stderr is not None
    while "render long" not in process.stderr.readline():
        assert process.poll() is None
    time.sleep(0.5)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert list(Store(str(tmp_path / ".ministudio" / "store")).damaged()) == []


def test_hostile_words_are_rendered_and_captioned_as_written(tmp_path: Path) -> None:
    first, second = "'; %{pts} \\: [x] said the line", "A star 🎬 and مرحبا بالعالم"
    told = a_screenplay(a_shot("a", narration=first, title="'; %{pts} \\: [x] <b>"), a_shot("b", narration=second))
    told["title"] = "a=b;c#d\\e"
    path = write(tmp_path, told)
    rendered(path)
    captions = (tmp_path / "build" / "story" / "story.srt").read_text("utf-8").replace("\n", " ")
    assert first in captions
    assert second in captions
    with av.open(str(tmp_path / "build" / "story" / "story.mp4")) as film:
        assert film.metadata["title"] == told["title"]
        words = film.streams.subtitles[0]
        packets = b"".join(bytes(packet) for packet in film.demux(words))
    assert "🎬 and مرحبا".encode() in packets
    assert b"%{pts}" in packets


def test_with_a_static_camera_nothing_moves_outside_the_mask(tmp_path: Path) -> None:
    path = write(
        tmp_path, a_screenplay(a_shot("still", size="medium", cast=["emma"], narration="Nothing here moves but me."))
    )
    rendered(path)
    store = Store(str(tmp_path / ".ministudio" / "store"))
    take = next(order for order in store.orders() if order.kind == "shot")
    pictures = frames_of(store.path(take, "body.mp4"))
    masks = frames_of(store.path(take, "mask.mkv"))
    ever = np.max([np.kron(mask, np.ones((4, 4), np.uint8)) for mask in masks], axis=0)[:360, :640]
    # x264 works in blocks of 16 pixels and smooths across their edges: stay clear of them.
    grown = np.zeros_like(ever)
    for row, column in np.argwhere(ever > 0)[::7]:
        grown[max(0, row - 40) : row + 40, max(0, column - 40) : column + 40] = 1
    outside = grown == 0
    assert outside.mean() > 0.2
    assert (ever > 128).mean() > 0.05
    steps = [np.abs(one.astype(int) - other)[outside].max() for one, other in itertools.pairwise(pictures)]
    assert max(steps[1:]) <= 6  # what x264 still refines in a picture that stands; the drawing itself is exact


def test_a_batch_goes_on_past_a_bad_film_and_ends_with_the_worst_exit_code(tmp_path: Path, story: Story) -> None:
    good, _ = story
    bad = write(tmp_path, "ministudio: 1\n", "bad.yaml")
    done = ministudio("render", bad, good, "--json", "-q")
    told = json.loads(done.stdout)
    assert done.returncode == told["exit_code"] == 3
    assert told["films"][0]["error"]["exit_code"] == 3
    assert told["films"][1]["frames"] > 0
    stopped = json.loads(ministudio("render", bad, good, "--json", "-q", "--fail-fast").stdout)
    assert len(stopped["films"]) == 1


def test_a_preview_is_small_and_true_to_its_length(story: Story, tmp_path: Path) -> None:
    path, report = story
    shutil.copytree(path.parent, tmp_path / "film")
    done = ministudio("preview", "--shot", "2", "--json", "-q", cwd=tmp_path / "film")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    seen = probe(Path(told["clip"]))
    cut = report["cuts"][1]
    assert seen.frames == cut["end"] - cut["start"]
    assert Path(told["still"]).stat().st_size > 10_000


def test_the_film_is_found_where_one_screenplay_is_in_the_folder(story: Story, tmp_path: Path) -> None:
    path, _ = story
    assert ministudio("plan", cwd=path.parent).returncode == 0
    done = ministudio("plan", cwd=tmp_path)
    assert done.returncode == 2
    assert "ministudio init" in done.stderr


def test_silence_is_a_film_too(tmp_path: Path) -> None:
    told = a_screenplay(a_shot("a", duration=1), music="none", captions="none", sound="none")
    path = write(tmp_path, told)
    report = rendered(path)
    assert report["frames"] == 24
    assert report["loudness"]["lufs"] is None
    assert probe(tmp_path / "build" / "story" / "story.mp4").captions == 0


def test_store_verify_finds_damage_and_the_next_render_mends_it(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", duration=1)))
    first = rendered(path)
    store = tmp_path / ".ministudio" / "store"
    plate = next(order for order in Store(str(store)).orders() if order.kind == "plate")
    blob = plate.files["plate.png"].sha256
    (store / "blobs" / blob[:2] / blob).write_bytes(b"x" * plate.files["plate.png"].size)
    done = ministudio("store", "verify", "--store", store)
    assert "damaged" in done.stdout
    assert rendered(path)["sha256"] == first["sha256"]
    assert "every artifact is whole" in ministudio("store", "verify", "--store", store).stdout


def test_a_plan_is_json_that_other_programs_read(story: Story) -> None:
    path, _ = story
    told = json.loads(ministudio("plan", path, "--json").stdout)
    assert told["ministudio"] == 1
    assert [shot["id"] for shot in told["shots"]] == ["look", "answer", "end"]
    assert all(shot["settled"] for shot in told["shots"])
    prompt = ministudio("plan", path, "--shot", "answer", "--prompt").stdout
    assert "Emma: hair chestnut bob; wears blue sweater." in prompt
    assert yaml.safe_load(path.read_text())["cast"]["emma"]["identity"]["hair"] in prompt


def test_an_order_and_a_store_are_enough_to_work_from_elsewhere(tmp_path: Path) -> None:
    plan = a_plan(a_shot("a", cast=["emma"], narration="Hello."))
    work = pickle.dumps(([plan.shots[0].plate, *plan.shots[0].portraits, *plan.shots[0].lines], Store(str(tmp_path))))
    orders, store = pickle.loads(work)  # noqa: S301 - our own bytes
    for order in orders:
        made = perform(order, store, lambda *_: None)
        assert made.order == digest(order)
        assert Store(str(tmp_path)).find(digest(order)) == made


def test_a_shot_that_matches_begins_with_the_last_frame_of_the_shot_before(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("a", size="wide", cast=["emma"], duration=1),
        a_shot("b", size="close", cast=["emma"], duration=1, continuity="match"),
        a_shot("c", size="wide", cast=["emma"], duration=1),
    )
    rendered(write(tmp_path, told))
    frames = frames_of(tmp_path / "build" / "story" / "story.mp4")
    step = [float(np.abs(frames[at].astype(int) - frames[at - 1]).mean()) for at in (24, 48)]
    assert step[0] < step[1] / 4  # what is left is the encoder's own noise between two keyframes


def test_a_changed_length_is_never_hidden_by_the_lock(tmp_path: Path) -> None:
    told = a_screenplay(a_shot("a", duration=1), a_shot("b"), length="4s")
    path = write(tmp_path, told)
    assert rendered(path)["frames"] == 96
    told["length"] = "5s"
    write(tmp_path, told)
    assert ministudio("render", path, "--locked").returncode == 4
    assert rendered(path)["frames"] == 120


def test_a_render_does_not_hang_on_a_closed_pipe(tmp_path: Path) -> None:
    path = write(tmp_path, small_story())
    process = subprocess.Popen([*ENTRY, "render", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    process.stderr.readline()
    process.stderr.close()
    process.wait(timeout=120)


def test_burnt_captions_are_lit_in_the_picture_and_only_where_something_is_said(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("said", size="wide", cast=["emma"], narration="These words are seen.", duration=3),
        a_shot("still", size="wide", cast=["emma"], duration=2),
    )
    plain = rendered(write(tmp_path, told))
    before = frames_of(Path(plain["film"]))
    rendered(write(tmp_path, told | {"captions": "burn"}))
    after = frames_of(Path(plain["film"]))
    assert (tmp_path / "build" / "story" / "story.ass").is_file()
    lower = slice(300, 352)
    lit = [
        int((np.abs(one[lower].astype(int) - two[lower]) > 60).sum()) for one, two in zip(before, after, strict=True)
    ]
    assert lit[36] > 300
    assert max(lit[74:]) == 0


def test_once_the_lines_are_spoken_the_plan_shows_every_cut(story: Story) -> None:
    path, report = story
    done = ministudio("plan", path, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["cuts"] == report["cuts"]
    assert "ends on" in ministudio("plan", path).stdout


@pytest.mark.parametrize(
    ("codes", "kind", "words"),
    [
        ([-signal.SIGKILL], PassingFault, "where memory runs out"),
        ([0, -signal.SIGINT], Interrupted, "interrupted"),
        ([-signal.SIGSEGV], Defect, "SIGSEGV"),
        ([1], MissingPart, "exit code 1"),
        ([], PassingFault, "a worker process ended"),
    ],
)
def test_a_worker_that_ended_is_told_by_how_it_ended(codes: list[int], kind: type[Exception], words: str) -> None:
    error = end_of(codes)
    assert type(error) is kind
    assert words in error.message
    assert ("memory" in error.message) == (kind is PassingFault and bool(codes))


def test_an_order_for_another_version_is_refused(tmp_path: Path) -> None:
    order = LineTask(maker=ProviderRef(name="hum", version="hum-99"), text="Hello.", voice=Voice(name="alto"), seed=1)
    with pytest.raises(ProviderRefused, match="hum-99"):
        perform(order, Store(str(tmp_path / "store")), lambda *_: None)


def _workers_of(parent: int) -> list[int]:
    """The worker processes of a run that have computed for a while."""
    found = []
    for children in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in children.read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes()
            ticks = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11]
            if b"spawn_main" in words and int(ticks) > 150:
                found.append(int(child))
    return found


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="it looks for worker processes in /proc")
def test_a_worker_that_is_killed_costs_its_task_and_not_the_run(
    story: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path = write(tmp_path, small_story())
    process = subprocess.Popen(
        [*ENTRY, "render", str(path), "--json"],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (workers := _workers_of(process.pid)):
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(workers[0], signal.SIGKILL)
    out, words = process.communicate(timeout=300)
    assert process.returncode == 0, words
    assert "begun again" in words
    assert json.loads(out)["films"][0]["sha256"] == story[1]["sha256"]


@pytest.mark.long
def test_prune_keeps_what_the_present_film_needs_and_nothing_else(tmp_path: Path) -> None:
    def story(size: str) -> dict[str, Any]:
        return a_screenplay(a_shot("a", size=size, cast=["emma"], duration=1), music="none")

    path = write(tmp_path, story("wide"))
    rendered(path)
    first = rendered(write(tmp_path, story("close")))
    store = Store(str(tmp_path / ".ministudio" / "store"))
    assert [order.kind for order in store.orders()].count("film") == 2
    assert ministudio("store", "prune", path).returncode == 0
    left = {order.order: order.kind for order in store.orders()}
    assert {
        kind: list(left.values()).count(kind) for kind in ("film", "shot", "sound", "sheet", "proof")
    } == dict.fromkeys(("film", "shot", "sound", "sheet", "proof"), 1)
    again = rendered(path)
    assert again["sha256"] == first["sha256"]
    assert {order.order for order in store.orders()} == set(left)


def test_an_interrupt_while_work_is_handed_out_ends_the_run_at_once(tmp_path: Path) -> None:
    class Interrupting:
        def submit(self, *_: object) -> None:
            raise KeyboardInterrupt

    order = LineTask(maker=ProviderRef(name="hum", version="hum-1"), text="Hello.", voice=Voice(), seed=1)
    engine = LocalEngine(Store(str(tmp_path / "store")), no_progress)
    engine._computing = lambda: (Interrupting(), 1)  # type: ignore[assignment, method-assign, return-value]
    with pytest.raises(KeyboardInterrupt):
        engine.submit(order, digest(order), 1)


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        (23.976, Fraction(24000, 1001)),
        pytest.param(29.97, Fraction(30000, 1001), marks=pytest.mark.long),
        pytest.param(50, Fraction(50), marks=pytest.mark.long),
    ],
)
def test_a_film_has_exactly_the_rate_that_is_written(written: float, rate: Fraction, tmp_path: Path) -> None:
    story = a_screenplay(
        a_shot("a", cast=["emma"], narration="Hello."),
        a_shot("b", cast=["emma"], duration=2, transition="dissolve 0.3s"),
        format={"resolution": "360p", "fps": written},
    )
    path = write(tmp_path, story)
    report = rendered(path)
    film = path.parent / "build" / "story" / "story.mp4"
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        times = [frame.pts * stream.time_base for frame in container.decode(stream) if frame.pts is not None]
    assert times == [number / rate for number in range(report["frames"])]
    assert report["fps"] == str(rate)
    assert abs(probe(film).sound_seconds - float(report["frames"] / rate)) < 0.03
    assert max(abs(line["offset"]) for line in report["proof"]["lines"]) < 0.01
    assert report["proof"]["uneven"] == 0
    assert (
        json.loads((film.parent / "timeline.json").read_text("utf-8"))["rate"] == f"{rate.numerator}/{rate.denominator}"
    )

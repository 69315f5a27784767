"""Nothing that a stranger brings ends in anything but an answer or an error of ours, soon and in little memory.

`make fuzz` runs 50,000 cases; `MINISTUDIO_FUZZ` says how many, `MINISTUDIO_FUZZ_FROM` the first. A failure names its number.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
import yaml

from ministudio_cli.errors import MinistudioError
from ministudio_cli.media.ffmpeg import run
from ministudio_cli.media.pcm import write_wav
from ministudio_cli.planning.lock import lock_of, parse_lock
from ministudio_cli.planning.task import digest
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.report.captions import ass, srt, vtt
from ministudio_cli.report.cues import cues
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.pictures import picture_fault
from ministudio_cli.screenplay.read import faults_of, read
from ministudio_cli.screenplay.seconds import seconds
from ministudio_cli.screenplay.sounds import sound_fault
from ministudio_cli.store.store import Store
from ministudio_cli.timeline import Source, VoiceClip
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.plan_film import plan as plan_film
from ministudio_cli.usecases.settle import settle, validate
from tests.builders import a_screenplay, a_shot, write
from tests.conftest import ENTRY, ENVIRONMENT

from .mutants import WORDS, json_of, mutated, torn

ROOT = Path(__file__).resolve().parents[2]
CASES = int(os.environ.get("MINISTUDIO_FUZZ", "700"))
FIRST = int(os.environ.get("MINISTUDIO_FUZZ_FROM", "1"))
SLOWEST, MOST = 2.0, 100_000
"""CPU seconds of a case; kilobytes that a test's cases may need beside what its process held before them."""
SEEDS = [
    path.read_text("utf-8")
    for path in sorted([*ROOT.glob("screenplays/*.yaml"), *ROOT.glob("tests/screenplays/ten/*.yaml")])
]
SMALL = a_screenplay(
    a_shot("look", size="wide", camera="slow push in", cast=["emma"], action="Emma reads", narration="Hello there."),
    a_shot("answer", cast={"emma": {"emotion": "happy"}}, dialogue=[{"speaker": "emma", "line": "Yes."}]),
    a_shot("end", duration=2, title="The End", transition="dissolve 0.3s"),
    music={"bed": "warm", "tempo": 120},
)


def share(part: float) -> range:
    return range(FIRST, FIRST + max(1, round(CASES * part)))


def peak() -> int:
    """The most that this process has held in memory (kB)."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1])  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def held_afresh() -> int:
    """What this process holds now (kB), from where its peak is counted anew: other tests, run in it before, count for
    nothing. Where the system cannot begin anew (only Linux can, proc(5)) the peak until now is taken.
    """
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return peak()


def held(numbers: range, case: Callable[[random.Random], object]) -> None:
    """Every case ends in an answer or an error of ours, in time."""
    before = held_afresh()
    for number in numbers:
        begun = time.process_time()
        try:
            case(random.Random(number))
        except MinistudioError:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told with its number
            pytest.fail(f"case {number}: {type(error).__name__}: {error}")
        took = time.process_time() - begun
        assert took < SLOWEST, f"case {number} took {took:.1f} s"
    assert peak() - before < MOST


def test_screenplays_changed_in_their_values(tmp_path: Path) -> None:
    values = [yaml.safe_load(text) for text in SEEDS] + [SMALL]

    def case(chance: random.Random) -> None:
        told = mutated(chance.choice(values), chance)
        try:
            text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
        except (yaml.YAMLError, RecursionError):
            return
        read(write(tmp_path, text))

    held(share(0.25), case)


def test_screenplays_torn_in_their_bytes(tmp_path: Path) -> None:
    def case(chance: random.Random) -> None:
        (tmp_path / "story.yaml").write_bytes(torn(chance.choice(SEEDS).encode(), chance))
        read(tmp_path / "story.yaml")

    held(share(0.25), case)


def test_text_made_of_yamls_own_signs() -> None:
    signs = [*"[]{}:,-#&*!|>%@`'\"?\n \t", "<<: ", "- ", ": ", "\n  ", "title", "ministudio: 1\n", "scenes:", *WORDS]

    def case(chance: random.Random) -> None:
        source = parse("".join(chance.choices(signs, k=chance.choice((5, 60, 2000)))), "story.yaml")
        faults_of(source)

    held(share(0.15), case)


def test_locks(tmp_path: Path) -> None:
    """Read, and a film planned by them, made to render with `--locked` as well."""
    path = write(tmp_path, SMALL)
    place = tmp_path / "story.lock.json"
    settled = settle(validate(path, RenderOptions()))
    frames = [(24 * at, 24 * at + 24) for at in range(len(settled.shots))]
    own = json.loads(lock_of(settled, frames, {digest(line): 900 for line in settled.lines()}).text())

    def case(chance: random.Random) -> None:
        text = json_of(mutated(own, chance), chance).encode("utf-8", "surrogatepass")
        text = text if chance.random() < 0.7 else torn(text, chance)
        parse_lock(text.decode("utf-8", "replace"), "lock")
        place.write_bytes(text)
        plan_film(path, RenderOptions(locked=chance.random() < 0.5))

    held(share(0.1), case)


def test_orders_of_a_store(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    (tmp_path / "a.txt").write_text("abc", "utf-8")
    store.publish("ab" * 32, "shot", {"body.mp4": tmp_path / "a.txt"}, {"samples": 3, "words": [["a", 0, 3]]})
    (tmp_path / "precious.txt").write_text("precious", "utf-8")
    place = tmp_path / "store" / "orders" / "ab" / f"{'ab' * 32}.json"
    whole = json.loads(place.read_text("utf-8"))

    def case(chance: random.Random) -> None:
        text = json_of(mutated(whole, chance), chance)
        place.write_bytes(
            text.encode("utf-8", "surrogatepass") if chance.random() < 0.6 else torn(text.encode(), chance)
        )
        opened = Store(store.url)
        found = opened.find("ab" * 32)
        assert found is None or found.facts == whole["facts"]
        list(opened.orders(doubtful=True))
        list(opened.damaged())
        assert (tmp_path / "precious.txt").read_text("utf-8") == "precious"

    held(share(0.05), case)


def test_lengths_of_time() -> None:
    def case(chance: random.Random) -> None:
        with contextlib.suppress(ValueError):
            seconds("".join(chance.choices("0123456789.ms +-e_ \u0660", k=chance.choice((3, 12, 4000)))))

    held(share(0.05), case)


def _spoken(chance: random.Random) -> tuple[VoiceClip, ...]:
    at, lines = 0, []
    for _ in range(chance.randint(1, 6)):
        words = []
        for text in " ".join(chance.choices(WORDS, k=chance.randint(1, 9))).split():
            if text.strip("\x00"):
                span = chance.choice((1, 900, 24_000))
                words.append((text[:80], at, at + span))
                at += span
        if words:
            start = chance.choice((0, 480))
            lines.append(
                VoiceClip(
                    shot="a", speaker="a", name=chance.choice(("", "Emma", "A --> B")), text="", language="en",
                    start=start, end=start + words[-1][2], source=Source(artifact="", file="", sha256=""),
                    words=tuple((text, start + first, start + last) for text, first, last in words),
                )
            )  # fmt: skip
    return tuple(lines)


def test_captions_hold_as_many_cues_as_were_made_by_another_decoder(tmp_path: Path) -> None:
    """What was written is read by ffmpeg's own readers, which never saw our code."""

    def case(chance: random.Random) -> None:
        shown = cues(_spoken(chance))
        for suffix, text in (("srt", srt(shown)), ("vtt", vtt(shown)), ("ass", ass(shown, (640, 360)))):
            (tmp_path / f"a.{suffix}").write_text(text, "utf-8")
            if shown:
                with av.open(str(tmp_path / f"a.{suffix}")) as file:
                    found = [packet for packet in file.demux() if packet.size]
                assert len(found) == len(shown), suffix

    held(share(0.05), case)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    folder = tmp_path_factory.mktemp("media")
    noise = np.random.default_rng(1).integers(0, 255, (40, 60, 3), np.uint8)
    for name in ("a.png", "a.jpg", "a.webp"):
        cv2.imwrite(str(folder / name), noise)
    tone = (0.3 * np.sin(np.arange(16_000) / 9)).astype(np.float32)
    write_wav(folder / "a.wav", tone, 16_000)
    for name in ("a.mp3", "a.flac", "a.ogg", "a.m4a"):
        run(["-i", folder / "a.wav", folder / name])
    return [(file.name, file.read_bytes()) for file in sorted(folder.iterdir())]


def test_media_torn_in_their_bytes(media: list[tuple[str, bytes]], tmp_path: Path) -> None:
    def case(chance: random.Random) -> None:
        name, data = chance.choice(media)
        head = data[: chance.choice((64, 400, len(data)))]
        file = tmp_path / name
        file.write_bytes(torn(head, chance) + data[len(head) :])
        if name.split(".")[1] in ("png", "jpg", "webp"):
            if picture_fault(file) is None:
                cv2.imread(str(file))
        else:
            sound_fault(file)

    held(share(0.1), case)


def valid(numbers: Iterator[int], count: int) -> list[dict[str, Any]]:
    """Mutants that have no fault: shots with other words, cameras, sizes, moods, lights, lengths and transitions."""
    choices: dict[str, list[Any]] = {
        "size": ["wide", "medium", "close", "extreme close"], "camera": ["static", "slow pan right", "handheld", "crane up"],
        "action": ["Emma waves", "a dog runs by", "rain on the window", "日本", "“quoted” & <b>", "x" * 300],
        "duration": [1, "1.2s", "1500ms"], "transition": ["cut", "dissolve 0.2s", "fade 0.3s"], "title": ["T", "A: b", "é"],
        "narration": ["Hi.", "One, two.", "Ça va? 9:30!"], "continuity": ["free", "match"],
    }  # fmt: skip
    found: list[dict[str, Any]] = []
    for number in numbers:
        chance = random.Random(number)
        shots = []
        for at in range(chance.randint(1, 2)):
            keys = chance.sample(list(choices), chance.randint(1, 4))
            shots.append(a_shot(f"s{at}", **{"duration": 1} | {key: chance.choice(choices[key]) for key in keys}))
            if "narration" in shots[-1]:
                shots[-1]["duration"] = "auto"
        told = a_screenplay(*shots, format={"resolution": "360p", "aspect": chance.choice(["16:9", "9:16", "1:1"])})
        told["sets"]["room"]["place"] = chance.choice(["a study", "a beach", "the moon", "a ship in a storm", "“?”"])
        told["captions"] = chance.choice(["none", "soft", "burn"])
        if not faults_of(parse(yaml.safe_dump(told, allow_unicode=True), "story.yaml")):
            found.append(told)
        if len(found) == count:
            break
    return found


def test_valid_mutants_become_films(tmp_path: Path) -> None:
    """One for every 250 cases: 200 in `make fuzz`."""
    wanted = max(2, CASES // 250)
    paths = []
    for number, told in enumerate(valid(iter(range(FIRST, FIRST + 50 * wanted)), wanted)):
        paths.append(write(tmp_path, told, f"film-{number}.yaml"))
    assert len(paths) == wanted
    done = subprocess.run(
        [*ENTRY, "render", *map(str, paths), "--json", "-q"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    films = json.loads(done.stdout)["films"]
    broken = [
        (film["file"], film.get("error")) for film in films if "error" in film and film["error"]["exit_code"] != 3
    ]
    assert not broken
    made = [film for film in films if "film" in film]
    assert len(made) > 0.9 * wanted
    assert all(Fraction(one["frames"]) > 0 for one in made)
    assert "Traceback" not in done.stderr
    assert SAMPLE_RATE == 48_000

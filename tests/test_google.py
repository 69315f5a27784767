"""Google for real: the real client libraries, over the wire, to the emulator. No money, no network, no mocks."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ministudio_cli.media.probe import probe
from ministudio_cli.providers.animatic import AnimaticPlates, AnimaticShots
from ministudio_cli.providers.google.emulator.flaws import Flaws
from ministudio_cli.providers.google.emulator.knobs import Knobs
from ministudio_cli.providers.google.emulator.server import Emulator
from ministudio_cli.providers.google.omni import Omni
from ministudio_cli.providers.google.pictures import GeminiPlates
from ministudio_cli.providers.google.speech import GoogleVoice
from ministudio_cli.providers.google.veo import Veo
from ministudio_cli.providers.spec import Settings
from ministudio_cli.providers.voices.hum import HumVoice
from ministudio_cli.purchases.ledger import Ledger, open_ledger, reconciled
from ministudio_cli.purchases.states import State
from ministudio_cli.report.json_form import plain_of
from ministudio_cli.testing.conformance import conforms

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, dotenv, ministudio, small_story

KEY = "AIzaTest-4f8a1c77e0b94d2f9a55"
PLAIN = Flaws(plain=True)
TIMES = int(os.environ.get("MINISTUDIO_KILLS", "1"))


@contextlib.contextmanager
def google(**knobs: Any) -> Iterator[Emulator]:
    told = {"latency": 0.3, "voice": "hum", "flaws": PLAIN} | knobs
    with Emulator(Knobs(**told)) as emulator:
        yield emulator


def by_key(emulator: Emulator) -> dict[str, str]:
    return {"MINISTUDIO_GOOGLE_URL": emulator.url, "GOOGLE_API_KEY": KEY}


def by_account(emulator: Emulator, folder: Path) -> dict[str, str]:
    file = folder / "account.json"
    if not file.is_file():
        emulator.service_account(file)
    return {"MINISTUDIO_GOOGLE_URL": emulator.url, "GOOGLE_APPLICATION_CREDENTIALS": str(file)}


def clips(emulator: Emulator) -> list[dict[str, Any]]:
    return [entry for entry in emulator.log if entry["what"] == "clip"]


def a_silent_story(count: int = 3, **told: Any) -> dict[str, Any]:
    shots = [
        a_shot(f"s{number}", size="wide", cast=["emma"], action=f"Emma does thing {number}", duration=2)
        for number in range(count)
    ]
    return a_screenplay(*shots, **({"captions": "none", "steady": "off"} | told))


def ledger_of(path: Path) -> Ledger:
    return open_ledger(str(path.parent / ".ministudio" / "store"))


def account_of(path: Path) -> dict[str, Any]:
    return plain_of(reconciled(ledger_of(path)))


@pytest.mark.parametrize("profile", ["omni", pytest.param("veo", marks=pytest.mark.long)])
def test_a_film_is_generated_held_to_its_anchors_and_never_bought_twice(profile: str, tmp_path: Path) -> None:
    # What is measured of takes and mended is the same for both.
    path = write(tmp_path, small_story() | ({"steady": "off"} if profile == "omni" else {}))
    with google(flaws=Flaws()) as emulator:
        held = by_key(emulator) if profile == "omni" else by_account(emulator, tmp_path)
        done = ministudio("render", path, "--profile", profile, "--yes", "--json", "-q", **held)
        assert done.returncode == 0, done.stdout + done.stderr
        report = json.loads(done.stdout)["films"][0]
        plan = json.loads(ministudio("plan", path, "--profile", profile, "--json", **held).stdout)
        asked = clips(emulator)
        assert len(asked) == 3
        assert all(count == 1 for count in emulator.paid().values())
        for shot in plan["shots"]:
            sent = next(one for one in asked if one["prompt"] == report["shots"][shot["number"] - 1]["prompt"])
            assert sent["seed"] == shot["seed"]
            for who in shot["cast"]:
                words = {
                    "emma": "Emma: hair chestnut bob; wears blue sweater.",
                    "david": "David: hair short black; wears grey shirt.",
                }
                assert words[who] in sent["prompt"]
            assert len(sent["references"]) == sum(one["role"] == "reference" for one in shot["anchors"])
            assert sent["seconds"] in ((4, 6, 8) if profile == "veo" else range(3, 16))
        seen = probe(tmp_path / "build" / "story" / "story.mp4")
        assert (seen.frames, seen.width, seen.height) == (report["frames"], 640, 360)
        assert float(report["spent"]) > 0
        assert plan["bill"]["due"] == "0"
        before = len(emulator.log)
        again = ministudio("render", path, "--profile", profile, "--json", "-q", **held)
        assert json.loads(again.stdout)["films"][0]["sha256"] == report["sha256"]
        assert len(emulator.log) == before
        account = json.loads(ministudio("report", path, "--ledger", "--json").stdout)
    assert account["perhaps_paid"] == "0"
    assert Decimal(account["paid"]) == Decimal(report["spent"])
    assert {one["state"] for one in account["entries"]} == {"done"}


@pytest.mark.long
def test_a_line_longer_than_the_model_is_carried_by_clips_that_go_on_from_each_other(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("long", cast=["emma"], duration=14), captions="none", steady="off"))
    with google() as emulator:
        done = ministudio("render", path, "--profile", "veo", "--yes", "-q", **by_account(emulator, tmp_path))
        assert done.returncode == 0, done.stderr
        asked = clips(emulator)
    assert [one["seconds"] for one in asked] == [8, 6]
    assert asked[0]["references"]
    assert not asked[0]["first"]
    assert asked[1]["first"]
    assert asked[0]["seed"] == asked[1]["seed"]
    assert probe(tmp_path / "build" / "story" / "story.mp4").frames == 14 * 24


def test_a_locked_off_shot_of_an_empty_set_begins_and_ends_as_its_plate(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        a_screenplay(
            a_shot("empty", duration=3), captions="none", steady="off", render={"shots": "veo", "voice": "hum"}
        ),
    )
    with google() as emulator:
        done = ministudio("render", path, "--yes", "-q", **by_account(emulator, tmp_path))
        assert done.returncode == 0, done.stderr
        assert clips(emulator)[0]["first"]
        assert [entry["what"] for entry in emulator.log].count("last frame") == 1
    plan = json.loads(ministudio("plan", path, "--json").stdout)
    assert [one["role"] for one in plan["shots"][0]["anchors"]] == ["first", "last"]


def test_a_plan_is_priced_with_its_anchors_without_a_key_and_without_googles_libraries() -> None:
    script = (
        "import sys; sys.argv = ['ministudio', 'plan', 'screenplays/contextbytes_brand_story.yaml', '--profile', 'veo', '--json']\n"
        "from ministudio_cli.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(repr(sorted(m for m in sys.modules if m.split('.')[0] in ('google', 'grpc', 'httpx2'))))"
    )
    done = subprocess.run([ENTRY[0], "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[]"
    told = json.loads(done.stdout)
    assert all(set(shot["clips"]) <= {4, 6, 8} for shot in told["shots"])
    assert all(anchor["why"] for shot in told["shots"] for anchor in shot["anchors"])
    assert Decimal(told["bill"]["due"]) > 15
    assert all(item["why"] for item in told["bill"]["items"])


def test_what_a_model_cannot_do_is_an_error_at_its_line(tmp_path: Path) -> None:
    told = a_screenplay(format={"aspect": "1:1", "fps": 30, "resolution": "360p"})
    done = ministudio("validate", write(tmp_path, told), "--profile", "veo", "--json")
    assert done.returncode == 3
    faults = json.loads(done.stdout)["screenplays"][0]["faults"]
    assert {fault["rule"] for fault in faults} == {"model"}
    assert ["16:9, 9:16" in fault["hint"] or "24" in fault["hint"] for fault in faults] == [True, True]
    assert all(fault["line"] > 1 for fault in faults)


def test_a_file_of_the_users_own_overrides_a_model_and_a_retired_one_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay())
    models = tmp_path / "models"
    models.mkdir()
    import ministudio_cli

    shipped = Path(ministudio_cli.__file__).parent / "providers" / "google" / "models" / "veo-3.1-generate-001.yaml"
    text = shipped.read_text("utf-8")
    (models / shipped.name).write_text(text.replace("2027-05-31", "2026-01-01"), "utf-8")
    done = ministudio("plan", path, "--profile", "veo", MINISTUDIO_MODELS=str(models))
    assert done.returncode == 3
    assert "was retired on 2026-01-01" in done.stderr
    assert "veo-3.1-lite" in ministudio("doctor", "--models", MINISTUDIO_MODELS=str(models)).stdout


def test_money_is_capped_asked_for_and_written_down(tmp_path: Path) -> None:
    path = write(tmp_path, a_silent_story())
    with google() as emulator:
        held = by_key(emulator)
        refused = ministudio("render", path, "--profile", "omni", **held)
        assert (refused.returncode, emulator.log) == (7, [])
        assert "--yes" in refused.stderr
        capped = ministudio("render", path, "--profile", "omni", "--yes", "--max-cost", "0.20", **held)
        assert (capped.returncode, emulator.log) == (7, [])
        assert not (tmp_path / ".ministudio" / "store.ledger.sqlite").exists()
        plan = json.loads(ministudio("plan", path, "--profile", "omni", "--json", **held).stdout)
        done = ministudio("render", path, "--profile", "omni", "--yes", "--max-cost", "0.35", "-q", **held)
        assert done.returncode == 0, done.stderr
        assert (
            Decimal(account_of(path)["paid"]) == emulator.billed() == Decimal(plan["bill"]["due"]) == Decimal("0.341")
        )


def test_without_credentials_it_is_said_what_is_needed(tmp_path: Path) -> None:
    path = write(tmp_path, a_silent_story(1))
    done = ministudio("render", path, "--profile", "omni", "--yes", HOME=str(tmp_path))
    assert done.returncode == 5
    assert "GOOGLE_API_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dotenv_above_the_screenplay_is_found_and_the_environment_wins(tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    path = write(folder, a_silent_story(1))
    with google() as emulator:
        dotenv(tmp_path, f"GOOGLE_API_KEY={KEY}\n")
        (tmp_path / ".git").mkdir()
        done = ministudio("render", path, "--profile", "omni", "--yes", "-q", MINISTUDIO_GOOGLE_URL=emulator.url)
        assert done.returncode == 0, done.stderr
    other = ministudio("doctor", cwd=folder, GOOGLE_API_KEY="another-key-of-mine-77")
    assert "…77" in other.stdout
    assert "another-key-of-mine" not in other.stdout + other.stderr


def states_of_the_clip(path: Path) -> list[str]:
    """Every state that the purchase of a film's clip went through, by the ledger's own file; the last is where it is."""
    place = path.parent / ".ministudio" / "store.ledger.sqlite"
    if not place.exists():
        return []
    with (
        contextlib.closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as base,
        contextlib.suppress(sqlite3.Error),
    ):
        rows = base.execute(
            "SELECT moves.state FROM moves JOIN purchases ON moves.key = purchases.key WHERE model LIKE '%omni%'"
            " ORDER BY moves.rowid"
        )
        return [row[0] for row in rows]
    return []


def moment(name: str, path: Path, emulator: Emulator) -> Callable[[], bool]:
    """When a render is killed: before its submit, in it, before its first poll, while it polls, while it downloads."""

    def stands(*states: State) -> bool:
        return bool(set(states_of_the_clip(path)) & set(map(str, states)))

    moments: dict[str, Callable[[], bool]] = {
        "claimed": lambda: stands(State.CLAIMED),
        "submit": lambda: stands(State.SENDING),
        "submitted": lambda: stands(State.SUBMITTED),
        "polling": lambda: any(entry["what"] == "poll" for entry in emulator.log),
        "download": lambda: any(entry["what"] == "download" for entry in emulator.log),
    }
    return moments[name]


@pytest.mark.long
@pytest.mark.parametrize("when", ["claimed", "submit", "submitted", "polling", "download"])
def test_killed_at_any_moment_the_film_is_finished_by_running_again_and_no_take_is_paid_twice(
    when: str, tmp_path: Path
) -> None:
    shas = set()
    for turn in range(TIMES):
        folder = tmp_path / str(turn)
        folder.mkdir()
        path = write(folder, a_silent_story(1, render={"shots": "omni", "voice": "hum"}))
        with google(slow=0.4) as emulator:
            held = {key: value for key, value in os.environ.items() if not key.startswith("GOOGLE")} | by_key(emulator)
            process = subprocess.Popen(
                [*ENTRY, "render", str(path), "--yes", "-q"],
                env=held,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            reached = moment(when, path, emulator)
            while not reached():
                assert process.poll() is None, process.communicate()
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            # Once the first byte may have gone nobody can know; before that, and once it is answered, there is no alarm.
            unknowable = states_of_the_clip(path)[-1] == State.SENDING
            done = ministudio("render", path, "--yes", "--json", "-q", **by_key(emulator))
            assert (done.returncode == 9) == unknowable, done.stdout
            if unknowable:  # reported, not repeated
                assert when in ("claimed", "submit")
                assert "perhaps it is paid" in done.stdout
                paid = sum(emulator.paid().values())
                assert ministudio("render", path, "--yes", "-q", **by_key(emulator)).returncode == 9
                assert sum(emulator.paid().values()) == paid
                done = ministudio("render", path, "--yes", "--retry-unknown", "--json", "-q", **by_key(emulator))
            else:
                assert all(count == 1 for count in emulator.paid().values())
            assert done.returncode == 0, done.stdout + done.stderr
            shas.add(json.loads(done.stdout)["films"][0]["sha256"])
    assert len(shas) == 1


@pytest.mark.long
def test_a_storm_a_refusal_and_one_that_never_ends_stop_nobody_else(tmp_path: Path) -> None:
    told = a_silent_story(6, render={"shots": "omni", "voice": "hum"})
    told["scenes"][0]["shots"][2]["action"] = "Emma and the forbidden word"
    told["scenes"][0]["shots"][4]["action"] = "Emma waits endlessly"
    path = write(tmp_path, told)
    models = tmp_path / "models"
    models.mkdir()
    import ministudio_cli

    shipped = Path(ministudio_cli.__file__).parent / "providers" / "google" / "models" / "gemini-omni-1.2-flash.yaml"
    (models / shipped.name).write_text(shipped.read_text("utf-8").replace("deadline: 900", "deadline: 12"), "utf-8")
    with google(storm=0.3, refuse="forbidden", hang="endlessly", seed=11) as emulator:
        held = by_key(emulator) | {"MINISTUDIO_MODELS": str(models)}
        begun = time.monotonic()
        done = ministudio("render", path, "--yes", "--retry-unknown", "--json", "-q", **held)
        assert time.monotonic() - begun < 60
        assert sum(entry["what"] == "fault" for entry in emulator.log) > 5
        assert all(count == 1 for count in emulator.paid().values())
        assert len(clips(emulator)) == 6
        assert done.returncode == 75
        assert "shot s4" in json.loads(done.stdout)["films"][0]["error"]["message"]
        states = sorted(one["state"] for one in account_of(path)["entries"])
        assert states == ["blocked", *["done"] * 4, "submitted"]
        # What does not end is asked after again; what is refused is drawn, and the film is delivered.
        emulator.knobs = dataclasses.replace(emulator.knobs, hang="", storm=0.0)
        (models / shipped.name).write_text(shipped.read_text("utf-8"), "utf-8")
        again = ministudio("render", path, "--json", "-q", **held)
        assert again.returncode == 8, again.stdout
        assert len(clips(emulator)) == 6
    film = json.loads((tmp_path / "build" / "story" / "report.json").read_text("utf-8"))
    assert {shot["id"]: bool(shot["drawn"]) for shot in film["shots"]} == {f"s{n}": n == 2 for n in range(6)}
    assert "violence" in film["shots"][2]["drawn"]
    assert [cut["drawn"] for cut in film["cuts"]] == [n == 2 for n in range(6)]
    assert "s2" in json.loads(again.stdout)["films"][0]["error"]["message"]
    assert probe(tmp_path / "build" / "story" / "story.mp4").frames == film["frames"]


def test_a_take_that_was_taken_without_an_answer_is_reported_and_not_repeated(tmp_path: Path) -> None:
    path = write(tmp_path, a_silent_story(2, render={"shots": "veo", "voice": "hum"}))
    with google(lose="thing 1") as emulator:
        held = by_account(emulator, tmp_path)
        for _ in range(2):
            done = ministudio("render", path, "--yes", "-q", **held)
            assert done.returncode == 9
            assert "shot s1" in done.stderr
            assert "run it again" not in done.stderr
            assert "--retry-unknown" in done.stderr
        assert len(clips(emulator)) == 2
    assert account_of(path)["perhaps_paid"] == "1.60"


@pytest.mark.long
def test_an_empty_a_forgotten_and_an_expired_take_are_told_apart(tmp_path: Path) -> None:
    for knob, code, words, state in (
        ("empty", 75, "gave no video", "failed"),
        ("forget", 75, "is kept and asked after again", "submitted"),
        ("expire", 9, "cannot be fetched", "expired"),
    ):
        folder = tmp_path / knob
        folder.mkdir()
        path = write(folder, a_silent_story(1, render={"shots": "veo", "voice": "hum"}))
        with google(**{knob: "thing 0"}, latency=0.0) as emulator:
            done = ministudio("render", path, "--yes", "-q", **by_account(emulator, tmp_path / knob))
        assert done.returncode == code, done.stderr
        assert words in done.stderr
        assert account_of(path)["entries"][0]["state"] == state


@pytest.mark.long
def test_a_clip_a_little_short_is_slowed_then_held_and_one_far_too_short_is_drawn_instead(tmp_path: Path) -> None:
    told = a_silent_story(1, render={"shots": "omni", "voice": "hum"})
    told["scenes"][0]["shots"][0]["duration"] = 3
    for short, code in ((0.1, 0), (0.4, 0), (2.0, 8)):
        folder = tmp_path / str(short)
        folder.mkdir()
        path = write(folder, told)
        with google(flaws=Flaws(plain=True, short=short)) as emulator:
            done = ministudio("render", path, "--yes", "--json", "-q", "--retakes", "1", **by_key(emulator))
            assert len(clips(emulator)) == 1 + (code == 8)
        assert done.returncode == code, done.stdout
        report = json.loads((folder / "build" / "story" / "report.json").read_text("utf-8"))
        if code == 0:
            bought = report["bought"][0]
            assert bought["slowed"] == pytest.approx(min(3 / (3 - short), 1.04), abs=0.02)
            assert (bought["held"] > 0) == (short > 0.3)
        else:
            assert "the shot needs 3.00 s" in report["shots"][0]["drawn"]


def test_no_part_of_any_credential_is_found_in_anything_that_is_written(tmp_path: Path) -> None:
    line = [{"speaker": "emma", "line": "Yes, hello."}]
    path = write(tmp_path, a_screenplay(a_shot("one", cast=["emma"], narration="Hello.", dialogue=line), steady="off"))
    said = ""
    with google(storm=0.2, seed=3) as emulator:
        account = by_account(emulator, tmp_path)
        for profile, held in (("omni", by_key(emulator)), ("veo", account)):
            done = ministudio("render", path, "--profile", profile, "--yes", "-vv", "--retry-unknown", **held)
            said += done.stdout + done.stderr
        broken = ministudio(
            "render",
            path,
            "--profile",
            "omni",
            "--yes",
            "-vv",
            "--store",
            tmp_path / "s2",
            GOOGLE_API_KEY=KEY,
            MINISTUDIO_GOOGLE_URL="http://127.0.0.1:1",
        )
        said += broken.stdout + broken.stderr
        said += ministudio("doctor", "--online", **by_key(emulator)).stdout
        said += ministudio("report", path, "--ledger").stdout
        said += json.dumps(emulator.log)
    told = json.loads(Path(account["GOOGLE_APPLICATION_CREDENTIALS"]).read_text("utf-8"))
    pieces = [KEY, told["private_key_id"], *told["private_key"].splitlines()[1:-1]]
    pieces += [KEY[:12], KEY[-12:], told["private_key_id"][:16]]
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file.name != "account.json"]
    assert len(files) > 20
    for piece in pieces:
        assert piece not in said
        assert not [file for file in files if piece.encode() in file.read_bytes()]


def settings_of(held: dict[str, str]) -> Settings:
    return Settings(values=held, origins=dict.fromkeys(held, "test"))


@pytest.mark.parametrize("provider", [AnimaticShots, Veo, Omni, AnimaticPlates, GeminiPlates, HumVoice, GoogleVoice])
def test_every_provider_conforms(provider: type[Any], tmp_path: Path) -> None:
    with google() as emulator:
        held = by_account(emulator, tmp_path) if provider is Veo else by_key(emulator)
        assert conforms(provider, tmp_path, settings_of(held)) == ()
        assert all(count <= 3 for count in emulator.paid().values())  # three stores, one purchase in each


@pytest.mark.long
def test_googles_voice_times_its_words_by_marks_and_splits_what_is_too_long(tmp_path: Path) -> None:
    words = "Größere Wörter brauchen größere Äpfel überall. " * 100
    told = a_screenplay(
        a_shot("a", narration="These words are marked."),
        a_shot("b", dialogue=[{"speaker": "emma", "line": words.strip()}]),
        render={"voice": "google"},
        narrator={"voice": {"google": "en-US-Neural2-D"}},
    )
    path = write(tmp_path, told)
    with google() as emulator:
        done = ministudio("lock", path, "--yes", "-q", **by_key(emulator))
        assert done.returncode == 0, done.stderr
        said = [entry for entry in emulator.log if entry["what"] == "speech"]
    assert sum("<mark" in entry["text"] for entry in said) == 1
    assert len(said) == 3
    assert all(len(entry["text"].encode()) <= 5000 for entry in said)


def test_the_emulator_speaks_over_grpc_too() -> None:
    import grpc
    from google.cloud import texttospeech as tts

    with google() as emulator:
        port = emulator.serve_grpc()
        transport = tts.TextToSpeechClient.get_transport_class("grpc")
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            client = tts.TextToSpeechClient(transport=transport(channel=channel))
            answer = client.synthesize_speech(
                input=tts.SynthesisInput(text="Hello."),
                voice=tts.VoiceSelectionParams(language_code="en-US", name="en-US-Studio-O"),
                audio_config=tts.AudioConfig(audio_encoding=tts.AudioEncoding.LINEAR16),
                timeout=20,
            )
    assert answer.audio_content.startswith(b"RIFF")

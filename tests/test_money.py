"""Nothing unasked, nothing twice, one price: what a director pays, by the command line and the strict emulator."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ministudio_cli.providers.google.emulator.flaws import Flaws

from .builders import a_screenplay, a_shot, write
from .conftest import ENTRY, ENVIRONMENT, dotenv, ministudio
from .test_google import account_of, by_account, by_key, clips, google

SILENT = {"captions": "none", "steady": "off"}


def a_generated_story(*shots: dict[str, Any], shots_by: str = "omni", **told: Any) -> dict[str, Any]:
    base = SILENT | {"render": {"shots": shots_by, "plates": "animatic", "voice": "hum"}}
    return a_screenplay(*shots, **(base | told))


def a_walk(key: str, seconds: float = 3, **told: Any) -> dict[str, Any]:
    return a_shot(key, size="wide", cast=["emma"], action=f"Emma walks, {key}", duration=seconds, **told)


def planned(path: Path, *options: object, **held: str) -> dict[str, Any]:
    done = ministudio("plan", path, "--json", *options, **held)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def owed(path: Path, *options: object, **held: str) -> Decimal:
    return Decimal(planned(path, *options, **held)["bill"]["due"])


def made(path: Path, *options: object, **held: str) -> dict[str, Any]:
    done = ministudio("render", path, "--json", "-q", *options, **held)
    assert done.returncode == 0, done.stdout + done.stderr
    film: dict[str, Any] = json.loads(done.stdout)["films"][0]
    return film


def test_a_preview_of_frames_by_a_paid_profile_asks_before_it_buys(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_walk("one"), a_walk("two")))
    with google() as emulator:
        held = by_account(emulator, tmp_path)
        for extra in (("--frames",), ("--shot", "1"), ("--frames", "--shot", "2")):
            done = ministudio("preview", path, "--profile", "veo", *extra, **held)
            assert done.returncode == 7, done.stderr
            assert "$" in done.stderr
            assert "--yes" in done.stderr
        assert emulator.log == []
    assert not list(tmp_path.rglob("*.ledger.sqlite"))


@pytest.mark.long
def test_a_preview_of_a_generated_film_shows_the_drawn_shot_until_it_is_bought(tmp_path: Path) -> None:
    path = write(tmp_path, a_generated_story(a_walk("one"), a_walk("two")))
    with google() as emulator:
        held = by_key(emulator)
        drawn = ministudio("preview", path, "--shot", "1", **held)
        assert drawn.returncode == 0, drawn.stderr
        assert "is shown as it is drawn" in drawn.stderr
        assert emulator.log == []
        bought = ministudio("preview", path, "--shot", "1", "--yes", "--json", "-q", **held)
        assert bought.returncode == 0, bought.stderr
        assert len(clips(emulator)) == 1
        again = ministudio("preview", path, "--shot", "1", "--frames", "--json", "-q", **held)
        assert again.returncode == 0, again.stderr
        assert len(json.loads(again.stdout)["shots"][0]["stills"]) == 3
        assert len(clips(emulator)) == 1
        film = made(path, "--yes", **held)
        assert len(clips(emulator)) == 2, "render uses what the preview bought"
        assert Decimal(film["spent"]) == Decimal("0.069")


def test_retakes_are_not_bought_unasked(tmp_path: Path) -> None:
    told = a_generated_story(a_walk("one"))
    path = write(tmp_path, told)
    with google(brief="walks") as emulator:
        held = by_key(emulator)
        first = ministudio("render", path, "--yes", "--retakes", "0", "-q", **held)
        assert first.returncode == 8, first.stderr
        assert len(clips(emulator)) == 1
        second = ministudio("render", path, "-q", **held)
        assert second.returncode == 8, second.stderr
        assert len(clips(emulator)) == 1, "a retake was bought unasked"
        third = ministudio("render", path, "--yes", "-q", **held)
        assert third.returncode == 0, third.stderr
        assert len(clips(emulator)) == 2


@pytest.mark.long
def test_a_batch_under_a_cap_never_passes_it_and_a_rerun_counts_what_was_spent(tmp_path: Path) -> None:
    paths = []
    for name in ("first", "second", "third"):
        folder = tmp_path / name
        folder.mkdir()
        paths.append(
            write(folder, a_generated_story(a_walk(f"{name}-a", 3), a_walk(f"{name}-b", 3), shots_by="veo-fast"))
        )
    with google() as emulator:
        held = by_account(emulator, tmp_path)
        # 1.60 a film: two clips of 8 s at 0.10 a second.
        done = ministudio("render", *paths, "--yes", "--json", "-q", "--max-cost", "1.70", **held)
        assert done.returncode == 7
        assert emulator.billed() == Decimal("1.60")
        codes = [film.get("error", {}).get("exit_code", 0) for film in json.loads(done.stdout)["films"]]
        assert codes == [0, 7, 7]
        assert ministudio("render", *paths, "--yes", "-q", "--max-cost", "3.19", **held).returncode == 7
        assert emulator.billed() == Decimal("1.60")
        each = ministudio("render", *paths, "--yes", "-q", "--max-cost-per-film", "1.60", **held)
        assert each.returncode == 0, each.stderr
        assert emulator.billed() == Decimal("4.80")


@pytest.mark.long
@pytest.mark.parametrize("same", [False, True])
def test_shots_of_the_same_words_are_two_takes_unless_one_is_asked_for(same: bool, tmp_path: Path) -> None:
    words = {"size": "wide", "cast": ["emma"], "action": "Emma waits"}
    again = words | ({"same_take_as": "a"} if same else {})
    story = a_generated_story(
        a_shot("a", duration=3, **words), a_walk("b"), a_shot("c", duration=5, **again), shots_by="omni"
    )
    path = write(tmp_path, story)
    with google() as emulator:
        due = owed(path)
        film = made(path, "--yes", **by_key(emulator))
        assert len(clips(emulator)) == (2 if same else 3)
        assert due == emulator.billed() == Decimal(film["spent"])
        takes = {shot["shot"]: shot["bought"] for shot in film["bought"]}
        assert (takes["a"] == takes["c"]) == same
        seeds = {shot["id"]: shot["seed"] for shot in film["shots"]}
        assert (seeds["a"] == seeds["c"]) == same
    assert account_of(path)["perhaps_paid"] == "0"


def test_the_take_of_a_shot_of_other_words_cannot_be_shown_again(tmp_path: Path) -> None:
    path = write(tmp_path, a_generated_story(a_walk("a"), a_walk("b", same_take_as="a")))
    done = ministudio("plan", path)
    assert done.returncode == 3
    assert "of the same words" in done.stderr


@pytest.mark.long
def test_what_is_bought_serves_music_that_changed_shots_made_shorter_and_scenes_renamed(tmp_path: Path) -> None:
    def story(seconds: float, scene: str, **told: Any) -> dict[str, Any]:
        found = a_generated_story(a_walk("one", seconds), a_walk("two", 4), shots_by="veo-fast", **told)
        found["scenes"][0]["id"] = scene
        return found

    path = write(tmp_path, story(6, "opening"))
    with google() as emulator:
        held = by_account(emulator, tmp_path)
        made(path, "--yes", **held)
        paid = emulator.billed()
        for change in (
            story(5, "opening"),
            story(4, "opening"),
            story(6, "opening", music={"bed": "warm", "tempo": 120}),
            story(6, "beginning"),
            story(6, "beginning", music={"bed": "calm", "tempo": 90}),
        ):
            write(tmp_path, change)
            assert owed(path, **held) == 0, planned(path, **held)["bill"]
            made(path, **held)
            assert emulator.billed() == paid
        write(tmp_path, story(12, "beginning"))
        bill = planned(path, **held)["bill"]
        assert Decimal(bill["due"]) > 0
        assert "are needed, the longest bought clip lasts" in bill["items"][0]["why"]


@pytest.mark.long
def test_a_set_and_a_character_that_are_renamed_keep_their_plate_and_portrait(tmp_path: Path) -> None:
    def story(room: str, who: str) -> dict[str, Any]:
        base = a_generated_story(a_shot("one", size="wide", cast=[who], action="Emma waits", duration=3))
        base["render"]["plates"] = "gemini"
        base["sets"] = {room: base["sets"]["room"]}
        base["scenes"][0]["set"] = room
        base["cast"] = {who: base["cast"]["emma"] | {"name": "Emma"}}
        return base

    path = write(tmp_path, story("room", "emma"))
    with google() as emulator:
        held = by_key(emulator)
        made(path, "--yes", **held)
        paid = emulator.billed()
        write(tmp_path, story("chamber", "heroine"))
        assert owed(path, **held) == 0, planned(path, **held)["bill"]
        made(path, **held)
        assert emulator.billed() == paid


@pytest.mark.parametrize(
    ("profile", "resolution"), [("omni", "720p"), pytest.param("veo-fast", "1080p", marks=pytest.mark.long)]
)
def test_the_bill_that_plan_tells_is_what_the_service_bills_to_the_cent(
    profile: str, resolution: str, tmp_path: Path
) -> None:
    narrator = {"voice": {"google": "en-US-Neural2-D"}}
    story = a_screenplay(
        a_shot("one", cast=["emma"], action="Emma looks up", narration="Größe & more: “quoted” words, at 5 < 6."),
        a_shot("two", duration=3),
        format={"resolution": resolution}, narrator=narrator, **SILENT,
    )  # fmt: skip
    path = write(tmp_path, story)
    with google() as emulator:
        held = by_key(emulator) if profile == "omni" else by_account(emulator, tmp_path)
        ministudio("lock", path, "--profile", profile, "--yes", "-q", **held)
        before = emulator.billed()
        due = owed(path, "--profile", profile, **held)
        film = made(path, "--profile", profile, "--yes", **held)
        assert before + due == emulator.billed()
        assert Decimal(film["spent"]) == due
        assert Decimal(account_of(path)["paid"]) == emulator.billed()


@pytest.mark.long
@pytest.mark.parametrize("fault", ["stray", "small", "upright", "brief"])
def test_what_comes_back_is_looked_at_and_taken_again(fault: str, tmp_path: Path) -> None:
    # A clip of one second can be held on its last frame for a short shot, and cannot carry a long one.
    seconds = 3 if fault == "brief" else 1.5
    story = a_generated_story(
        a_walk("one", seconds), a_walk("two", seconds), steady="auto" if fault == "stray" else "off"
    )
    path = write(tmp_path, story)
    with google(**{fault: "walks, two"}, **({"flaws": Flaws()} if fault == "stray" else {})) as emulator:
        film = made(path, "--yes", **by_key(emulator))
        assert len(clips(emulator)) == 3
        assert Decimal(film["spent"]) == emulator.billed()
    row = next(one for one in film["quality"] if one["shot"] == "two")
    assert "kept" in row["takes"][0]
    assert not any(shot["drawn"] for shot in film["shots"])


def test_the_wrong_kind_of_credential_is_found_before_anything_is_bought(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_walk("one")))
    with google() as emulator:
        key, account = by_key(emulator), by_account(emulator, tmp_path)
        for profile, held, words in (("veo", key, "Google Cloud project"), ("omni", account, "API key")):
            done = ministudio("render", path, "--profile", profile, "--yes", HOME=str(tmp_path), **held)
            assert done.returncode == 5
            assert words in done.stderr
        emulator.revoked = True
        refused = ministudio("render", path, "--profile", "omni", "--yes", **key)
        assert refused.returncode == 5
        assert "refused" in refused.stderr
        assert emulator.billed() == 0
        assert KEY_WORDS not in refused.stderr


KEY_WORDS = "AIzaTest-4f8a1c77"


def test_doctor_tries_each_service_of_a_profile_for_nothing(tmp_path: Path) -> None:
    with google() as emulator:
        held = by_account(emulator, tmp_path)
        found = json.loads(ministudio("doctor", "--online", "--profile", "veo", "--json", **held).stdout)["parts"]
        tried = {part["name"]: part["ok"] for part in found}
        assert tried["veo-3.1-generate-001 (us-central1)"]
        assert tried["pictures (global)"]
        assert tried["speech"]
        wrong = held | {"GOOGLE_CLOUD_PROJECT": "another-project"}
        assert ministudio("doctor", "--online", "--profile", "omni", **wrong).returncode == 6
        assert emulator.billed() == 0
        assert not clips(emulator)


@pytest.mark.long
def test_a_films_own_dotenv_pays_for_no_other_film_and_names_no_address(tmp_path: Path) -> None:
    paths = []
    for name in ("own", "none"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / ".git").mkdir()
        paths.append(write(folder, a_generated_story(a_walk(name))))
    with google() as emulator, google() as thief:
        dotenv(tmp_path / "own", f"GOOGLE_API_KEY={by_key(emulator)['GOOGLE_API_KEY']}\n")
        held = {"MINISTUDIO_GOOGLE_URL": emulator.url, "HOME": str(tmp_path)}
        done = ministudio("render", *paths, "--yes", "--json", "-q", **held)
        codes = [film.get("error", {}).get("exit_code", 0) for film in json.loads(done.stdout)["films"]]
        assert codes == [0, 5]
        assert len(clips(emulator)) == 1
        dotenv(tmp_path / "none", f"MINISTUDIO_GOOGLE_URL={thief.url}\n")
        ministudio("render", paths[1], "--yes", **by_key(emulator))
        assert thief.log == []
        assert len(clips(emulator)) == 2


def test_a_dotenv_above_a_folder_that_is_no_project_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    path = write(folder, a_generated_story(a_walk("one")))
    (tmp_path / ".env").write_text("GOOGLE_API_KEY=of-somebody-else-1234\n", "utf-8")
    done = ministudio("render", path, "--yes", HOME=str(tmp_path))
    assert done.returncode == 5
    assert "no Google credentials" in done.stderr


@pytest.mark.long
def test_a_child_in_the_cast_is_told_before_a_cent_is_spent_with_what_to_do(tmp_path: Path) -> None:
    story = a_screenplay(a_walk("one"), **SILENT)
    story["cast"]["emma"]["identity"]["age"] = "a girl of ten"
    path = write(tmp_path, story)
    with google(children=True) as emulator:
        held = by_account(emulator, tmp_path)
        done = ministudio("render", path, "--profile", "veo", "--yes", **held)
        assert done.returncode == 3
        assert "is a child" in done.stderr
        assert "people: all" in done.stderr
        assert emulator.log == []
        assert ministudio("validate", path, "--profile", "omni").returncode == 0
        made(path, "--profile", "veo", "--option", "people=all", "--yes", **held)
        assert len(clips(emulator)) == 1


@pytest.mark.parametrize("when", ["drawing", "buying"])
def test_ctrl_c_to_all_processes_ends_with_130_and_the_film_is_finished_later(when: str, tmp_path: Path) -> None:
    path = write(tmp_path, a_generated_story(a_walk("one", 8), a_walk("two", 8)))
    with google(latency=30.0) as emulator:
        held = by_key(emulator)
        process = subprocess.Popen(
            [*ENTRY, "render", str(path), "--yes"], env=ENVIRONMENT | held, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            # A shell's background job ignores SIGINT, and so would what it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
        )  # fmt: skip
        begun = time.monotonic()
        while not (clips(emulator) if when == "buying" else time.monotonic() - begun > 3.0):
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, words = process.communicate(timeout=60)
        assert process.returncode == 130, words
        assert "out of memory" not in words
        assert "Traceback" not in words


SCREENPLAYS = Path(__file__).resolve().parents[1] / "screenplays"
ONCE = [("contextbytes_brand_story", "omni"), ("quantum_tiktok", "veo")]
OTHERS = [
    ("contextbytes_brand_story", "veo"), ("the_last_algorithm", "veo"), ("the_last_algorithm", "omni"), ("quantum_tiktok", "omni"),
]  # fmt: skip
ALL = os.environ.get("MINISTUDIO_PRODUCTIONS") == "all"
"""Every production is bought from both models."""


@pytest.mark.long
@pytest.mark.parametrize(("production", "profile"), ONCE + (OTHERS if ALL else []))
def test_the_strict_emulator_takes_every_request_of_every_production(
    production: str, profile: str, tmp_path: Path
) -> None:
    import yaml

    told = yaml.safe_load((SCREENPLAYS / f"{production}.yaml").read_text("utf-8"))
    told["format"] = told["format"] | {"resolution": "360p"}
    told |= {"steady": "off"}
    path = write(tmp_path, told, f"{production}.yaml")
    child = ("--option", "people=all") if (production, profile) == ("quantum_tiktok", "veo") else ()
    with google(children=bool(child), latency=0.1) as emulator:
        held = by_key(emulator) if profile == "omni" else by_account(emulator, tmp_path)
        ministudio("lock", path, "--profile", profile, "--yes", "-q", *child, **held)
        before = emulator.billed()
        due = owed(path, "--profile", profile, *child, **held)
        film = made(path, "--profile", profile, "--yes", *child, **held)
        assert not [entry for entry in emulator.log if entry["what"] in ("answered", "refused")]
        assert not any(shot["drawn"] for shot in film["shots"])
        assert before + due == emulator.billed()
        assert all(count == 1 for count in emulator.paid().values())
        assert len(film["shots"]) == sum(len(scene["shots"]) for scene in told["scenes"])

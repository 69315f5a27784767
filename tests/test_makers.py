"""Shots of one film by several providers: each at its own price, with its own abilities, beside the others."""

from __future__ import annotations

import json
from pathlib import Path

from ministudio_cli.errors import ScreenplayInvalid

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio
from .test_google import by_key, clips, google


def a_film(folder: Path, **told: object) -> Path:
    acted = [("gate", "Emma waves"), ("market", "Emma walks past the stalls"), ("home", "Emma reads a letter")]
    shots = [a_shot(name, size="wide", cast=["emma"], action=action, duration=3) for name, action in acted]
    shots[1]["render"] = "omni"
    shots[2] |= told
    return write(folder, a_screenplay(*shots, captions="none", steady="off"))


def test_one_shot_of_a_drawn_film_is_bought_and_replayed(tmp_path: Path) -> None:
    path = a_film(tmp_path)
    with google() as emulator:
        held = by_key(emulator)
        plan = json.loads(ministudio("plan", path, "--json", **held).stdout)
        assert [shot["by"] for shot in plan["shots"]] == ["animatic", "omni", "animatic"]
        assert [item["what"] for item in plan["bill"]["items"]] == ["shot market"]
        refused = ministudio("render", path, "-q", **held)
        assert refused.returncode != 0
        assert not clips(emulator)
        done = ministudio("render", path, "--yes", "--json", "-q", **held)
        assert done.returncode == 0, done.stdout + done.stderr
        report = json.loads(done.stdout)["films"][0]
        assert len(clips(emulator)) == 1
        assert "walks past the stalls" in clips(emulator)[0]["prompt"]
        assert [shot["by"] for shot in report["shots"]] == ["animatic", "omni", "animatic"]
        assert report["spent"] == plan["bill"]["due"]
        makers = {(piece["id"], piece["maker"]) for piece in report["origin"]["pieces"] if piece["role"] == "shot"}
        assert makers == {("gate", "animatic"), ("market", "omni"), ("home", "animatic")}
        again = ministudio("render", path, "--locked", "--json", "-q", **held)
        assert json.loads(again.stdout)["films"][0]["sha256"] == report["sha256"]
        assert len(clips(emulator)) == 1
        # Without its purchases and without a key all of it is drawn, where that is asked for.
        drawn = json.loads(ministudio("plan", path, "--profile", "offline", "--json").stdout)
        assert {shot["by"] for shot in drawn["shots"]} == {"animatic"}
        assert not drawn["bill"]["items"]


def test_what_the_other_provider_cannot_do_is_said_at_the_shot(tmp_path: Path) -> None:
    joined = ministudio("validate", a_film(tmp_path, continuity="match"))
    assert joined.returncode == ScreenplayInvalid.exit_code
    assert "go on from each other" in joined.stdout + joined.stderr
    text = a_film(tmp_path).read_text("utf-8")
    lost = tmp_path / "lost.yaml"
    lost.write_text(text.replace("render: omni", "render: omnia"), "utf-8")
    unknown = ministudio("validate", lost)
    assert unknown.returncode != 0
    assert "omnia" in unknown.stderr + unknown.stdout
    assert "omni" in unknown.stderr.replace("omnia", "") + unknown.stdout.replace("omnia", "")
    assert "resolution: 360p" in text
    fast = text.replace("resolution: 360p", "resolution: 360p\n  fps: 30")
    path = tmp_path / "rate.yaml"
    path.write_text(fast, "utf-8")
    told = ministudio("validate", path)
    line = next(at for at, words in enumerate(fast.splitlines(), 1) if "render: omni" in words)
    assert f"{path.name}:{line}:" in told.stdout + told.stderr


def test_a_take_that_an_edit_no_longer_fits_is_offered_with_what_it_needs(tmp_path: Path) -> None:
    path = a_film(tmp_path)
    text = path.read_text("utf-8")
    with google() as emulator:
        held = by_key(emulator)
        assert ministudio("render", path, "--yes", "-q", **held).returncode == 0
        path.write_text(text.replace("walks past the stalls", "runs past the stalls"), "utf-8")
        (item,) = json.loads(ministudio("plan", path, "--json", **held).stdout)["bill"]["items"]
        assert item["what"] == "shot market"
        assert "with its former action it is shown again and costs nothing" in item["why"]
        # So it is.
        path.write_text(text, "utf-8")
        assert not json.loads(ministudio("plan", path, "--json", **held).stdout)["bill"]["items"]
        path.write_text(text.replace("size: wide", "size: close"), "utf-8")
        (item,) = json.loads(ministudio("plan", path, "--json", **held).stdout)["bill"]["items"]
        assert "former size it is" in item["why"]
        assert len(clips(emulator)) == 1

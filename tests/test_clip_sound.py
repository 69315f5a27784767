"""The sound of generated clips: asked for at its price, kept in time with its picture, ducked under a voice."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ministudio_cli.errors import UsageFault
from ministudio_cli.media.pcm import read_wav
from ministudio_cli.providers import capabilities

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio
from .test_google import by_account, clips, google


def a_story(folder: Path, shots: str = "veo-fast", **told: Any) -> Path:
    first = a_shot("market", size="wide", cast=["emma"], action="Emma walks past the stalls", duration=3) | told
    second = a_shot("home", size="wide", cast=["emma"], action="Emma reads a letter", duration=3)
    return write(folder, a_screenplay(
        first, second, captions="none", steady="off", music="none", sound="none",
        render={"shots": shots, "plates": "animatic", "voice": "hum"},
    ))  # fmt: skip


def tone(sound: np.ndarray[Any, Any], pitch: float, since: float, until: float) -> float:
    """How loud a pitch is in a part of a sound, against all of it."""
    part = sound[int(since * 48_000) : int(until * 48_000)].mean(axis=1)
    power = np.abs(np.fft.rfft(part * np.hanning(part.size))) ** 2
    at = np.fft.rfftfreq(part.size, 1 / 48_000)
    return float(power[np.abs(at - pitch) < 12].sum() / max(power.sum(), 1e-12))


def test_it_is_paid_where_it_is_asked_for_and_heard_where_its_shot_is(tmp_path: Path) -> None:
    silent = json.loads(ministudio("plan", a_story(tmp_path), "--json").stdout)
    path = a_story(tmp_path, clip_sound="keep")
    with google() as emulator:
        held = by_account(emulator, tmp_path)
        plan = json.loads(ministudio("plan", path, "--json", **held).stdout)
        rates = Decimal("0.12") / Decimal("0.10")
        assert Decimal(plan["shots"][0]["price"]) == Decimal(silent["shots"][0]["price"]) * rates
        assert plan["shots"][1]["price"] == silent["shots"][1]["price"]
        done = ministudio("render", path, "--yes", "--stems", "--json", "-q", **held)
        assert done.returncode == 0, done.stdout + done.stderr
        report = json.loads(done.stdout)["films"][0]
        asked = {entry["prompt"]: entry for entry in clips(emulator)}
        assert [asked[shot["prompt"]]["sound"] for shot in report["shots"]] == [True, False]
        assert Decimal(report["spent"]) == Decimal(plan["bill"]["due"]) == emulator.billed()
        heard, _ = read_wav(tmp_path / "build" / "story" / "story.production.wav")
        pitch = 300 + asked[report["shots"][0]["prompt"]]["seed"] % 500
        cut = report["cuts"][0]["end"] / 24
        assert tone(heard, pitch, 0.05, cut - 0.1) > 0.8
        assert np.abs(heard[int((cut + 0.1) * 48_000) :]).max() < 1e-3
        again = ministudio("render", path, "--locked", "--json", "-q", **held)
        assert json.loads(again.stdout)["films"][0]["sha256"] == report["sha256"]
        assert len(clips(emulator)) == 2


def test_the_same_film_is_drawn_without_it_and_says_so(tmp_path: Path) -> None:
    path = a_story(tmp_path, clip_sound="duck")
    drawn = ministudio("validate", path, "--profile", "offline")
    assert drawn.returncode == 0, drawn.stderr
    line = next(at for at, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "clip_sound" in text)
    assert f"story.yaml:{line}:" in drawn.stderr + drawn.stdout
    assert "the shot is drawn" in drawn.stderr + drawn.stdout


def test_the_same_words_with_and_without_it_are_two_purchases(tmp_path: Path) -> None:
    words = {"size": "wide", "cast": ["emma"], "action": "Emma reads a letter", "duration": 3}
    shots = [
        a_shot("heard", **words, clip_sound="keep"),
        a_shot("silent", **words),
        a_shot("other", **words, render="omni"),
    ]
    film = a_screenplay(
        *shots, captions="none", music="none", render={"shots": "veo-fast", "plates": "animatic", "voice": "hum"}
    )
    items = json.loads(ministudio("plan", write(tmp_path, film), "--json").stdout)["bill"]["items"]
    assert [item["what"] for item in items] == ["shot heard", "shot silent", "shot other"]


def test_a_model_whose_sound_has_no_price_is_refused_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(capabilities.__file__).parent / "google" / "models" / "veo-3.1-fast-generate-001.yaml"
    text = own.read_text("utf-8")
    file = tmp_path / own.name
    file.write_text("\n".join(row for row in text.splitlines() if not row.startswith("prices_with_sound")), "utf-8")
    monkeypatch.setattr(capabilities, "_content", lambda _: (file, yaml.safe_load(file.read_text("utf-8"))))
    capabilities.capability.cache_clear()
    try:
        with pytest.raises(UsageFault, match="cannot be used"):
            capabilities.capability("veo-3.1-fast-generate-001")
    finally:
        capabilities.capability.cache_clear()

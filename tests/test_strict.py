"""Under `steady: strict` what is wrong with photographic footage exits 8 with the right words; what is right passes."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ministudio_cli.media.ffmpeg import Encoder

from .bench import drift, photographs
from .bench.photographs import Case, actor
from .builders import a_screenplay, a_shot, write
from .conftest import ministudio
from .test_google import by_key, clips, google

CASES = {case.name: case for case in photographs.CASES}
FRAMES = 30


def another(frame: Any, mask: Any, _t: float, _chance: Any) -> Any:
    """Somebody else: in blue, and dark-haired."""
    turned = cv2.cvtColor(frame, cv2.COLOR_BGR2HSV)
    turned[..., 0] = (turned[..., 0].astype(int) + 95) % 180
    turned[..., 2] = np.clip(turned[..., 2].astype(float) * 0.75, 0, 255)
    share = (mask / 255.0)[..., None]
    return np.clip(cv2.cvtColor(turned, cv2.COLOR_HSV2BGR) * share + frame * (1 - share), 0, 255).astype(np.uint8)


# The word by which a shot's action names its clip, the clip, and what is said of it; “” for nothing.
WRONG = {
    "elsewhere": (CASES["other_plate"], "it is another shot: its set is not seen"),
    "stranger": (dataclasses.replace(CASES["boil"], spoils=another), "mae does not wear what is told"),
    "stretching": (CASES["stretched"], "everything in it grows"),
    "melting": (CASES["morph"], "a face in it changes its shape"),
    "written": (CASES["watermark"], "something is written in the picture, bottom right"),
    "letterbox": (CASES["bars"], "it has black bars over"),
    "popping": (CASES["popping"], "something that covers"),
    "jerky": (CASES["stutters"], "its motion stutters"),
}
RIGHT = {
    "nearby": (CASES["close"], ""),
    "hidden": (CASES["camouflage"], ""),
    "nightly": (CASES["night_grain"], ""),
    "flawless": (CASES["clean"], ""),
}


def a_photographic_film(folder: Path, told: dict[str, tuple[Case, str]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shot of each case, strictly steady, and the clips that the emulator is to give for it."""
    for name, value in (("FRAMES", FRAMES), ("SIZE", photographs.SIZE)):
        monkeypatch.setattr(drift, name, value)
    monkeypatch.setattr(photographs, "FRAMES", FRAMES)
    (folder / "clips").mkdir()
    picture, mask = actor()
    cv2.imwrite(str(folder / "mae.png"), np.dstack([picture, mask]))
    sets, scenes = {}, []
    for word, (case, _) in told.items():
        plate = case.other or case.place
        cv2.imwrite(str(folder / f"{plate}.png"), photographs.photograph(plate))
        sets[plate] = {"place": f"a {plate}", "reference": f"{plate}.png"}
        encoder = Encoder(
            folder / "clips" / f"{word}.mp4", *photographs.SIZE, photographs.FPS, preset="veryfast", crf=12
        )
        for shown in photographs.filmed(case, 31):
            encoder.write(np.ascontiguousarray(shown.seen).data)
        encoder.close()
        shot = a_shot(word, size="medium", cast=["mae"], action=f"Mae waits, {word}", duration=FRAMES / photographs.FPS)
        scenes.append({"id": f"at-{word}", "set": plate, "shots": [shot]})
    mae = {
        "identity": {"hair": "blond", "skin": "fair", "wears": "orange space suit"}, "reference": "mae.png",
        "voice": {"gender": "female"},
    }  # fmt: skip
    film = a_screenplay(
        *(), scenes=scenes, sets=sets, cast={"mae": mae}, captions="none", music="none", steady="strict",
        render={"shots": "omni", "voice": "hum"}, format={"resolution": "360p"},
    )  # fmt: skip
    return write(folder, film)


def rendered(path: Path, retakes: int) -> tuple[int, str, list[str]]:
    """The exit code of a render through the emulator, what it said, and the prompts of the clips that were bought."""
    with google(footage=str(path.parent / "clips")) as emulator:
        done = ministudio(
            "render", path, "--json", "-q", "--max-cost", 40, "--yes", "--retakes", retakes, **by_key(emulator)
        )
        said = json.loads(done.stdout)["films"][0].get("error", {}).get("message", "")
        return done.returncode, said, [entry["prompt"] for entry in clips(emulator)]


@pytest.mark.long
@pytest.mark.parametrize("half", [0, 1])
def test_what_is_wrong_is_named_and_taken_again_within_the_budget(
    half: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = dict([*WRONG.items()][half::2])
    code, said, bought = rendered(a_photographic_film(tmp_path, cases, monkeypatch), len(cases))
    assert code == 8, said
    for word, (_, told) in cases.items():
        assert f"{word}: {told}" in said
        first, second = (prompt for prompt in bought if word in prompt)
        assert first != second or word in ("elsewhere", "stranger")


@pytest.mark.long
def test_what_is_right_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said, bought = rendered(a_photographic_film(tmp_path, RIGHT, monkeypatch), len(RIGHT))
    assert code == 0, said
    assert len(bought) == len(RIGHT)

"""Several pictures of one character, set or prop: all go along as far as the model takes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.planning.capability import anchors
from ministudio_cli.providers.capabilities import capability

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio
from .test_google import by_key, clips, google


def a_picture(path: Path, shade: int) -> str:
    path.parent.mkdir(exist_ok=True)
    picture = np.full((360, 270, 3), shade, np.uint8)
    cv2.circle(picture, (135, 120), 60, (40, 90, 200), -1)
    assert cv2.imwrite(str(path), picture)
    return f"refs/{path.name}"


def a_story(folder: Path, count: int = 3, **told: Any) -> Path:
    pictures = [a_picture(folder / "refs" / f"emma{number}.png", 40 * number) for number in range(1, count + 1)]
    film = a_screenplay(
        a_shot("market", size="wide", cast=["emma"], action="Emma walks past the stalls", duration=3),
        captions="none", steady="off", render={"shots": "omni", "plates": "animatic", "voice": "hum"},
    )  # fmt: skip
    film["cast"]["emma"]["reference"] = pictures
    return write(folder, film | told)


def test_every_picture_goes_along_and_is_named_in_the_prompt(tmp_path: Path) -> None:
    path = a_story(tmp_path)
    with google() as emulator:
        held = by_key(emulator)
        plan = json.loads(ministudio("plan", path, "--json", **held).stdout)
        assert [anchor["of"] for anchor in plan["shots"][0]["anchors"]] == ["emma", "plate", "emma+2", "emma+3"]
        done = ministudio("render", path, "--yes", "--json", "-q", **held)
        assert done.returncode == 0, done.stdout + done.stderr
        (clip,) = clips(emulator)
        assert len(clip["references"]) == len(set(clip["references"])) == 4
        assert "reference picture 1 is Emma; reference picture 2 is the empty set" in clip["prompt"]
        assert (
            "reference picture 3 is Emma from another side; reference picture 4 is Emma from another side"
            in clip["prompt"]
        )
        # Another picture of her is another take; the same pictures are the take that is there.
        again = json.loads(ministudio("plan", path, "--json", **held).stdout)
        assert again["bill"]["due"] == "0"
        a_picture(tmp_path / "refs" / "emma3.png", 200)
        assert json.loads(ministudio("plan", path, "--json", **held).stdout)["bill"]["due"] != "0"


def test_a_model_that_takes_few_gets_one_of_each_first() -> None:
    veo = capability("veo-3.1-generate-001")
    sent, left = anchors(
        veo, ("emma", "david"), ("david",), ("emma",), match=False, things=(), views={"emma": 2, "plate": 1}
    )
    assert [anchor.of for anchor in sent] == ["david", "emma", "plate"]
    assert [words.split(":")[0] for words in left] == [
        "emma from another side",
        "emma from another side",
        "plate from another side",
    ]


def test_one_picture_is_what_it_was_and_a_missing_one_is_named_at_its_line(tmp_path: Path) -> None:
    digests = []
    for name in ("text", "list"):
        folder = tmp_path / name
        folder.mkdir()
        path = a_story(folder, 1)
        if name == "text":
            path.write_text(path.read_text("utf-8").replace("reference:\n    - refs", "reference: refs"), "utf-8")
            assert "reference: refs/emma1.png" in path.read_text("utf-8")
        plan = json.loads(ministudio("plan", path, "--json").stdout)
        digests.append(plan["shots"][0]["digest"])
    assert digests[0] == digests[1]
    path = a_story(tmp_path)
    (tmp_path / "refs" / "emma2.png").unlink()
    lost = ministudio("validate", path)
    assert lost.returncode == ScreenplayInvalid.exit_code
    line = next(at for at, words in enumerate(path.read_text("utf-8").splitlines(), 1) if "emma2.png" in words)
    assert f"story.yaml:{line}:" in lost.stderr + lost.stdout

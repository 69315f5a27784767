"""Films that are hard to cut, rendered small by the real program: what came of each, as a table.

A hundred shots; a voice a third slower; no music; ambient sound; 20 s of music for a minute of film; six-eight; a file with
a long silence.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ministudio_cli.media.pcm import write_wav
from tests.builders import a_screenplay, a_shot
from tests.test_listening import struck

RATE = 22_050
WORDS = [
    "the",
    "morning",
    "came",
    "slowly",
    "over",
    "the",
    "hills",
    "and",
    "nobody",
    "spoke",
    "of",
    "it",
    "while",
    "we",
    "walked",
    "down",
    "to",
    "the",
    "water",
    "where",
    "the",
    "boats",
    "were",
    "waiting",
    "and",
    "someone",
    "laughed",
    "because",
    "it",
    "had",
    "all",
    "been",
    "so",
    "simple",
    "from",
    "the",
    "very",
    "first",
    "day",
    "that",
    "we",
    "looked",
    "for",
    "it",
]


def story(shots: int, **told: Any) -> dict[str, Any]:
    """So many shots in two sets, spoken in lines of several lengths."""
    sizes = ("wide", "medium", "close")
    made = []
    for number in range(shots):
        first = number * 5 % len(WORDS)
        line = " ".join((WORDS * 2)[first : first + 4 + number * 3 % 9]).capitalize() + "."
        said = {"narration": line} if number % 3 else {}
        made.append(a_shot(f"s{number}", size=sizes[number % 3], cast=[("emma", "david")[number % 2]], **said))
    base = a_screenplay(
        *made,
        format={"resolution": "360p"},
        sets={"room": {"place": "an office", "time": "noon"}, "park": {"place": "a park", "interior": False}},
    )
    half = shots // 2
    base["scenes"] = [
        {"id": "one", "set": "room", "shots": made[:half]},
        {"id": "two", "set": "park", "shots": made[half:]},
    ]
    return base | told


def music(folder: Path) -> dict[str, str]:
    chance = np.random.default_rng(5)
    beats = list(np.arange(0.5, 19.6, 0.6))
    eighths = list(np.arange(0.5, 69, 60 / 132 / 1.0))
    ambient = np.convolve(chance.standard_normal(RATE * 70), np.ones(900) / 900, mode="same") * 3
    pulse = list(np.arange(0.4, 20, 0.5)) + list(np.arange(45.0, 69, 0.5))
    tracks = {
        "twenty": struck(beats, 20), "sixeight": struck(eighths, 70, accents=[n % 6 == 0 for n in range(len(eighths))]),
        "ambient": ambient.astype(np.float32), "silence": struck(pulse, 70),
    }  # fmt: skip
    for name, track in tracks.items():
        write_wav(folder / f"{name}.wav", track, RATE)
    return {name: f"{name}.wav" for name in tracks}


def render(folder: Path, name: str, told: dict[str, Any]) -> dict[str, Any]:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")
    command = [sys.executable, "-c", "from ministudio_cli.cli import main; main()", "render", str(path), "--json", "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": done.stderr[-300:] or done.stdout[-600:]}
    film: dict[str, Any] = json.loads(done.stdout)["films"][0]
    return film


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        files = music(folder)
        bed = {"bed": "calm", "tempo": 96}
        slow = story(18, music=bed, narrator={"voice": {"pace": 0.7}})
        films = {
            "100 shots": story(100, music=bed), "a voice 30 % slower": slow, "no music": story(18, music="none"),
            **{name: story(18, music={"file": file}) for name, file in files.items()},
        }  # fmt: skip
        print(
            "| film | seconds | cuts on the beat, as planned | seen on it | κ | lines: worst offset ms, cut off | loudness |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for name, told in films.items():
            film = render(folder, name.replace(" ", "_").replace("%", ""), told)
            if "error" in film:
                print(f"| {name} | {film['error']!r} |")
                continue
            proof, cuts = film["proof"], film["cuts"][:-1]
            planned = [cut["end"] for cut in cuts if cut["lands_on"] in ("beat", "downbeat")]
            seen = sum(any(abs(one - cut) <= 1 for one in proof["cuts"]) for cut in planned)
            worst = max((abs(line["offset"]) for line in proof["lines"]), default=0)
            lost = sum(not line["whole"] for line in proof["lines"])
            kappa = "–" if proof["kappa"] is None else f"{proof['kappa']:.2f}"
            print(
                f"| {name} | {film['seconds']:.1f} | {len(planned)} of {len(cuts)} | {seen} | {kappa} | {worst:.2f}, {lost} | {film['loudness']['lufs']} |",
                flush=True,
            )


if __name__ == "__main__":
    main()

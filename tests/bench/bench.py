"""The figures of docs/bench.md: ratios measured side by side in one run, never a timed test.

Run by `make bench`. CPU seconds are those of a process and its children, from the operating system's own accounting.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = ["from ministudio_cli.cli import main; main()"]


def cpu(command: list[str], cwd: Path | None = None) -> tuple[float, float, float]:
    """One run: CPU seconds, wall seconds, peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime), wall, after.ru_maxrss / 1024


def program(*arguments: object) -> list[str]:
    return [sys.executable, "-c", *SPOKEN, *map(str, arguments)]


def against(one: list[str], other: list[str], runs: int = 5) -> float:
    """The median ratio of CPU, pair by pair, after one warm-up of each."""
    cpu(one)
    cpu(other)
    return statistics.median(cpu(one)[0] / cpu(other)[0] for _ in range(runs))


def start_up() -> list[tuple[str, str, str]]:
    base = [sys.executable, "-c", "import typer, yaml, rich, jsonschema"]
    story = ROOT / "screenplays" / "contextbytes_brand_story.yaml"
    return [
        ("`ministudio --help` ÷ its imports, CPU", f"{against(program('--help'), base):.2f}", "≤ 1.5"),
        ("`ministudio validate` ÷ its imports, CPU", f"{against(program('validate', story), base):.2f}", "≤ 1.5"),
    ]


def again() -> list[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        told = yaml.safe_load((ROOT / "screenplays" / "contextbytes_brand_story.yaml").read_text("utf-8"))
        path.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")
        first, first_wall, _ = cpu(program("render", path, "-q"))
        _, wall, _ = cpu(program("render", path, "-q"))
        told["scenes"][0]["shots"][0]["action"] = "Emma drowns in papers and windows"
        path.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")
        _, edited, _ = cpu(program("render", path, "-q"))
        report = json.loads((Path(folder) / "build" / "story" / "report.json").read_text("utf-8"))
        made = [shot["id"] for shot in report["shots"] if shot["why"]]
    return [
        ("brand story from nothing, wall s (CPU s)", f"{first_wall:.0f} ({first:.0f})", "< 240"),
        ("nothing changed: wall ÷ the first's", f"{100 * wall / first_wall:.1f} % ({wall:.2f} s)", "< 3 %, < 1.5 s"),
        ("one action changed: shots made, wall s", f"{len(made)} ({edited:.0f} s)", "1"),
    ]


def planning() -> list[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.yaml"
        told: dict[str, Any] = yaml.safe_load((ROOT / "screenplays" / "the_last_algorithm.yaml").read_text("utf-8"))
        shots = [
            {
                "id": f"s{n}",
                "cast": {"sarah": {"emotion": "calm" if n % 2 else "shocked"}},
                "narration": f"This is line {n}.",
            }
            for n in range(2000)
        ]
        told["scenes"] = [{"id": "all", "set": "lab", "shots": shots}]
        path.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")
        seconds, wall, memory = cpu(program("plan", path, "--json"))
    return [("plan of 2,000 shots: wall s (CPU s), peak MB", f"{wall:.1f} ({seconds:.1f}), {memory:.0f}", "< 5, < 500")]


def drawing() -> list[tuple[str, str, str]]:
    """CPU of drawing and encoding each kind of shot against CPU of encoding the very same frames."""
    script = Path(__file__).with_name("draw.py")
    rows: list[tuple[str, str, str]] = []
    plates = []
    for size, move in (
        ("wide", "slow pan right"),
        ("medium", "slow push in"),
        ("close", "static"),
        ("medium", "handheld"),
    ):
        done = subprocess.run([sys.executable, str(script), size, move], capture_output=True, text=True, check=True)
        told = json.loads(done.stdout)
        plates.append(told["plate"])
        rows.append(
            (
                f"1080p24 {size}, {move}: drawing + encoding ÷ encoding (ms a frame)",
                f"{told['ratio']:.2f} ({told['both']:.0f} ÷ {told['encode']:.0f}), {told['memory']:.0f} MB",
                "≤ 1.5, ≤ 700 MB",
            )
        )
    rows.append(("a plate for 1080p, CPU s", f"{statistics.median(plates):.1f}", "≤ 8"))
    return [*rows, ("preview of one shot (540p), its plate ready: wall s", f"{_preview():.1f}", "< 3")]


def _preview() -> float:
    """Seconds until a changed shot of four seconds is there to be seen."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        story = yaml.safe_load((ROOT / "tests" / "screenplays" / "ten" / "kitchen.yaml").read_text("utf-8"))
        shot = story["scenes"][0]["shots"][1]
        for action in ("He waits", "He tastes the sauce"):
            shot["action"] = action
            path.write_text(yaml.safe_dump(story, sort_keys=False), "utf-8")
            _, wall, _ = cpu(program("preview", path, "--shot", "2"))
    return wall


def main() -> None:
    parts: dict[str, Callable[[], list[tuple[str, str, str]]]] = {
        "start": start_up, "plan": planning, "draw": drawing, "render": again,
    }  # fmt: skip
    chosen = sys.argv[1:] or list(parts)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print("| measured | figure | goal |\n| --- | --- | --- |")
    for name in chosen:
        for measured, figure, goal in parts[name]():
            print(f"| {measured} | {figure} | {goal} |", flush=True)


if __name__ == "__main__":
    main()

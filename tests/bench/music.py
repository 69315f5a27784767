"""Listening held against annotated music: `music.py FOLDER`, where each piece of music has its beats beside it.

`song.wav` (any sound file) with `song.beats`: a line a beat, its time in seconds and, after a tab, 1 on a downbeat. Such
annotations are public (GTZAN, Ballroom, Hainsworth, SIMAC, POP909, ASAP); no music is kept here.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.media.pcm import decode  # noqa: E402
from ministudio_cli.sync.listen import RATE, listen  # noqa: E402

FRAME = 1 / 24


def f_measure(truth: Sequence[float], found: Sequence[float], near: float) -> float:
    """Each found time answers one true time at most, as in mir_eval."""
    left, hits = sorted(found), 0
    for at in truth:
        best = min(left, key=lambda other: abs(other - at), default=None)
        if best is not None and abs(best - at) <= near:
            left.remove(best)
            hits += 1
    return 2 * hits / max(1, len(truth) + len(found))


def within(truth: list[float], found: list[float], near: float) -> float:
    """The share of what was found that has a true time near it."""
    if not found:
        return float("nan")
    return float(np.mean([min(abs(at - true) for true in truth) <= near for at in found]))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    folder = asked.parse_args().folder
    print("| piece | F70 | F25 | within a frame | downbeats F70 | tempo | beats given | CPU s a minute |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    rows = []
    for marks in sorted(folder.glob("*.beats")):
        file = next(path for path in sorted(folder.glob(f"{marks.stem}.*")) if path != marks)
        lines = [line.split("\t") for line in marks.read_text("utf-8").splitlines() if line.strip()]
        truth = [float(line[0]) for line in lines]
        bars = [float(line[0]) for line in lines if len(line) > 1 and line[1] == "1"]
        sound = decode(file, RATE)
        # What stands outside of the annotation is not judged.
        first, last = truth[0] - 0.5, truth[-1] + 0.5
        begun = time.process_time()
        heard = listen(sound)
        cost = (time.process_time() - begun) / max(1.0, heard.seconds) * 60
        found = [at for at, _ in heard.beats if first <= at <= last]
        down = [heard.beats[at][0] for at in heard.downbeats if first <= heard.beats[at][0] <= last]
        row = (
            f_measure(truth, found, 0.07), f_measure(truth, found, 0.025), within(truth, found, FRAME),
            f_measure(bars, down, 0.07) if bars else float("nan"),
        )  # fmt: skip
        rows.append((marks.stem, row, bool(found)))
        print(
            f"| {marks.stem} | " + " | ".join(f"{value:.2f}" for value in row)
            + f" | {heard.tempo:.0f} | {len(found)} of {len(truth)} | {cost:.2f} |",
            flush=True,
        )  # fmt: skip
    every = np.array([row for _, row, _ in rows])
    given = np.array([row for _, row, there in rows if there])
    print(
        f"\n{len(rows)} pieces: F70 {every[:, 0].mean():.2f}, F25 {every[:, 1].mean():.2f}; beats given for {len(given)}: "
        f"F70 {given[:, 0].mean():.2f}, within a frame {np.nanmean(given[:, 2]):.2f}, mostly wrong (F70 under .35) "
        f"{int((given[:, 0] < 0.35).sum())}; downbeats F70 {np.nanmean(every[:, 3]):.2f}, of those given "
        f"{np.nanmean(given[:, 3]):.2f}"
    )


if __name__ == "__main__":
    main()

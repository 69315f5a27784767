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
from numpy.typing import NDArray
from scipy.signal import lfilter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.media.pcm import decode  # noqa: E402
from ministudio_cli.qc.second_tracker import tracked  # noqa: E402
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


def without_beat(seed: int) -> dict[str, NDArray[np.float64]]:
    """Forty seconds of what has no beat: noise of three colours, rain, wind, clicks by chance, typing, a pad."""
    chance = np.random.default_rng(seed)
    count = RATE * 40
    white = chance.standard_normal(count)
    found = {"white": 0.1 * white, "brown": 0.002 * np.cumsum(white), "rain": 0.01 * white, "clicks": np.zeros(count)}
    found["pink"] = 0.5 * lfilter([0.05, -0.0959, 0.0506, -0.0044], [1, -2.4949, 2.0173, -0.5222], white)
    swell = np.interp(np.arange(count), np.linspace(0, count, 30), chance.random(30))
    found["wind"] = 0.02 * lfilter([1], [1, -0.98], white) * (0.5 + 0.5 * swell)
    found["typing"] = np.zeros(count)
    for at in chance.integers(0, count - 200, 6000):
        found["rain"][at : at + 200] += 0.1 * chance.normal() * np.exp(-np.arange(200) / 20)
    for name, long, fall, pause in (
        ("clicks", 2000, 200, lambda: chance.exponential(0.4)),
        ("typing", 900, 120, lambda: chance.lognormal(np.log(0.16), 0.45) + (chance.random() < 0.12) * chance.exponential(0.8)),
    ):  # fmt: skip
        at = int(pause() * RATE)
        while at < count - long:
            found[name][at : at + long] += 0.3 * np.exp(-np.arange(long) / fall) * chance.normal(size=long)
            at += max(1, int(pause() * RATE))
    turn = 2 * np.pi * np.arange(count) / RATE
    found["pad"] = sum(
        0.1 * np.sin(pitch * turn) * (0.5 + 0.5 * np.sin(chance.uniform(0.05, 0.2) * turn))
        for pitch in (110, 165, 220, 277)
    )
    return found


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    folder = asked.parse_args().folder
    claimed = [
        f"{name} {seed}"
        for seed in range(100, 108)
        for name, sound in without_beat(seed).items()
        if listen(sound.astype(np.float32)).beats
    ]
    print(f"beats claimed in {len(claimed)} of 64 sounds that have none: {', '.join(claimed) or 'none'}\n")
    print(
        "| piece | F70 | F25 | within a frame | downbeats F70 | second tracker F70 | tempo | beats given | CPU s a minute |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
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
            f_measure(truth, [at for at in tracked(iter([sound]), RATE) if first <= at <= last], 0.07),
        )  # fmt: skip
        rows.append((marks.stem, row, bool(found)))
        print(
            f"| {marks.stem} | " + " | ".join(f"{value:.2f}" for value in row)
            + f" | {heard.tempo:.0f} | {len(found)} of {len(truth)} | {cost:.2f} |",
            flush=True,
        )  # fmt: skip
    if not rows:
        raise SystemExit(f"there is no .beats in {folder}")
    every = np.array([row for _, row, _ in rows])
    given = np.array([row for _, row, there in rows if there])
    print(
        f"\n{len(rows)} pieces: F70 {every[:, 0].mean():.2f}, F25 {every[:, 1].mean():.2f}; beats given for {len(given)}: "
        f"F70 {given[:, 0].mean():.2f}, within a frame {np.nanmean(given[:, 2]):.2f}, mostly wrong (F70 under .35) "
        f"{int((given[:, 0] < 0.35).sum())}; downbeats F70 {np.nanmean(every[:, 3]):.2f}, of those given "
        f"{np.nanmean(given[:, 3]):.2f}; second tracker F70 {every[:, 4].mean():.2f}"
    )


if __name__ == "__main__":
    main()

"""How steady footage becomes: the emulator's flaws at stated strengths, against the animatic's exact truth.

Run by `make bench-steady`: every case goes through the real inspection and finish, as files, and the finished
frames are held against what should have been filmed. `drift.py --clips FOLDER` takes clips of your own instead, each
`NAME.mp4` with its plate `NAME.png`, and tells what was measured before and after.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.graph.work import perform  # noqa: E402
from ministudio_cli.media.colour import ciede2000, lab_of  # noqa: E402
from ministudio_cli.media.ffmpeg import Encoder  # noqa: E402
from ministudio_cli.media.frames import decoded, grey_frames  # noqa: E402
from ministudio_cli.planning.inspection_tasks import ColourTarget, FinishTask, InspectTask  # noqa: E402
from ministudio_cli.planning.task import digest, ours  # noqa: E402
from ministudio_cli.providers.animatic.portrait import draw_portrait  # noqa: E402
from ministudio_cli.providers.animatic.sets import paint  # noqa: E402
from ministudio_cli.providers.google.emulator.flaws import Flaws, Shown, dawn  # noqa: E402
from ministudio_cli.providers.google.emulator.footage import filmed, understood  # noqa: E402
from ministudio_cli.qc.finish import QUALITY  # noqa: E402
from ministudio_cli.screenplay.model import Format  # noqa: E402
from ministudio_cli.stabilise.register import work_size  # noqa: E402
from ministudio_cli.store.store import Store  # noqa: E402

SIZE, FRAMES, FPS = (960, 540), 48, 24
EMMA = "Emma: hair short chestnut bob with soft bangs; eyes large amber; skin fair with a blush; build slender; wears cerulean blue wool sweater."
DAVID = "David: hair short black; eyes dark; skin warm bronze; glasses round silver glasses; wears charcoal shirt, forest green scarf."
SETS = {
    "study": "Place: a garden study; architecture: arched mahogany shelves and a spiral stair; light: golden light; time: golden hour; with plants, rug.",
    "office": "Place: a glass-walled office; architecture: whiteboards full of diagrams; light: hard fluorescent light; time: day; with desk, papers.",
    "dorm": "Place: Emma's cluttered dorm room; architecture: bookshelf, a narrow bed; light: blue light of many screens; time: late at night; with laptop.",
    "storm": "Place: a field with a lone tree; time: night; air: a thunderstorm with lightning.",
    "river": "Place: a forest by a river; light: soft; time: day; with trees.",
}
_OTHER = 24
"""Levels by which another garment shows."""
BOIL = Flaws(shimmer=8, exposure=0.09, colour=12)
"""A picture that boils to about 25 dB of what it should be."""


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    size: str = "medium"
    camera: str = "static"
    cast: tuple[str, ...] = (EMMA,)
    place: str = "study"
    flaws: Flaws = BOIL
    kind: str = "static"
    """static or moving: held to the goals of either; refuse: must not be locked; keep: what is meant must survive."""
    layers: bool = False
    light: bool = False
    other_plate: bool = False


CASES = (
    Case("shimmer and flicker", flaws=BOIL),
    Case(
        "proportions drift by 4 %", size="wide", cast=(EMMA, DAVID), flaws=dataclasses.replace(BOIL, proportions=0.04)
    ),
    Case("clothes drift by 5", place="office", flaws=dataclasses.replace(BOIL, clothes=5)),
    Case("clothes drift by 12", flaws=dataclasses.replace(BOIL, clothes=12)),
    Case("clothes drift by 20", size="close", place="dorm", flaws=dataclasses.replace(BOIL, clothes=20)),
    Case("pan", size="wide", camera="slow pan right", kind="moving"),
    Case("push in", camera="slow push in", cast=(DAVID,), place="office", kind="moving"),
    Case("handheld", size="close", camera="handheld", kind="moving"),
    Case("parallax", size="wide", camera="track right", layers=True, kind="refuse", flaws=Flaws(shimmer=3)),
    Case("another plate", other_plate=True, kind="refuse"),
    Case("day breaks", light=True, kind="keep"),
    Case("lightning", place="storm", kind="keep", flaws=Flaws(shimmer=5, colour=6)),
    Case("a river", size="wide", place="river", kind="keep", flaws=Flaws(shimmer=3)),
)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--first", type=int, default=101)
    asked.add_argument("--lines", type=int, default=SIZE[1], help="of the footage: 1080 for CPU at full size")
    asked.add_argument("--clips", type=Path)
    told = asked.parse_args()
    if told.clips:
        for clip in sorted(told.clips.glob("*.mp4")):
            print(clip.name, own_clip(clip, clip.with_suffix(".png")))
        return
    jobs = [(case, seed) for case in CASES for seed in range(told.first, told.first + told.seeds)]
    with ProcessPoolExecutor(2, initializer=_sized, initargs=(told.lines,)) as pool:
        rows = list(pool.map(run, *zip(*jobs, strict=True)))
    print(
        "| case | locked | flicker, levels (truth) | set PSNR, dB (truth) | clothes ΔE00 | mask IoU | CPU ms a frame: look, finish |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for case in CASES:
        own = [row for row, (job, _) in zip(rows, jobs, strict=True) if job is case]
        mean = {key: statistics.fmean(row[key] for row in own) for key in own[0]}
        print(
            f"| {case.name} | {sum(row['locked'] for row in own):.0f} of {len(own)} "
            f"| {mean['flicker before']:.2f} → {mean['flicker after']:.2f} ({mean['flicker truth']:.2f}) "
            f"| {mean['psnr before']:.1f} → {mean['psnr after']:.1f} ({mean['psnr truth']:.1f}) | {mean['clothes before']:.1f} → {mean['clothes after']:.1f} "
            f"| {mean['iou']:.2f} | {mean['look']:.0f}, {mean['finish']:.0f} |",
            flush=True,
        )
    worse = [
        f"{case.name} {seed}"
        for row, (case, seed) in zip(rows, jobs, strict=True)
        if row["locked"] and row["psnr after"] < row["psnr before"] - 0.1
    ]
    print(f"\nof the look, {statistics.fmean(row['decode'] for row in rows):.0f} ms a frame are decoding")
    applied = sum(row["locked"] for row in rows)
    print(f"applied and worse: {len(worse)} of {len(rows)} runs, {applied:.0f} applied; {', '.join(worse)}")


def _sized(lines: int) -> None:
    global SIZE  # noqa: PLW0603 - one size a process
    SIZE = (2 * round(lines * 8 / 9), lines)


def run(case: Case, seed: int) -> dict[str, float]:
    """One case with one seed: everything measured on the finished file."""
    cv2.setNumThreads(1)
    camera = "static camera, locked off" if case.camera == "static" else f"camera: {case.camera}"
    sizes = {"wide": "Wide shot, full figures", "medium": "Medium shot, from the waist up", "close": "Close-up, head"}
    words = [f"{sizes[case.size]}; {camera}.", *case.cast, "Action: they wait.", SETS[case.place], "Style: painted."]
    told = dataclasses.replace(understood("\n".join(words)), pictures=("the empty set",))
    painted = paint(told.view, told.style, seed, round(SIZE[0] * 1.2), round(SIZE[1] * 1.2))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        png = bytes(cv2.imencode(".png", painted.plate)[1])
        layers = painted if case.layers else None
        shown = list(filmed(told, SIZE, FRAMES, seed, b"", [png], case.flaws, folder, layers=layers))
        other = list(filmed(told, SIZE, FRAMES, seed, b"", [png], Flaws(wrong=True), folder, layers=layers))[-1]
        worn = cv2.absdiff(other.clean, shown[-1].clean).max(axis=2) > _OTHER
        if case.light:
            shown = [
                Shown(dawn(one.clean, at, FRAMES), dawn(one.seen, at, FRAMES), one.masks)
                for at, one in enumerate(shown)
            ]
        plate = painted.plate
        if case.other_plate:
            plate = paint(told.view, told.style, seed + 1000, plate.shape[1], plate.shape[0]).plate
        encoder = Encoder(folder / "clip-1.mp4", *SIZE, FPS, preset="veryfast", crf=12)
        for one in shown:
            encoder.write(np.ascontiguousarray(one.seen).data)
        encoder.close()
        frames, masks, facts = finished(folder, plate, told.figures, case.camera, place=case.place, light=case.light)
        facts |= {"told": _encoded(folder, [one.clean for one in shown]), "worn": worn}
        return _measured(case, shown, frames, masks, facts)


def _encoded(folder: Path, frames: list[Any]) -> list[Any]:
    """Frames as the film's own encoder leaves them."""
    preset, crf = QUALITY[False]
    encoder = Encoder(folder / "truth.mp4", *SIZE, FPS, preset=preset, crf=crf)
    for frame in frames:
        encoder.write(np.ascontiguousarray(frame).data)
    encoder.close()
    return [one.bgr(*SIZE) for one in decoded(folder / "truth.mp4")]


def finished(
    folder: Path,
    plate: Any,
    figures: Any,
    camera: str,
    *,
    place: str = "",
    light: bool = False,
    moving: bool = False,
    portraits: Sequence[tuple[Any, Any]] = (),
) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """The finished frames, the masks, and the facts, of `clip-1.mp4` in a folder; `portraits` are (picture, mask) of
    figures that are not drawn.
    """
    begun = time.process_time()
    for frame in decoded(folder / "clip-1.mp4"):
        frame.bgr(*work_size(*SIZE))
    decode = time.process_time() - begun
    store = Store(str(folder / "store"))
    shape = Format(width=SIZE[0], height=SIZE[1], fps=Fraction(FPS))
    moving = moving or place == "river"
    keys = []
    cv2.imwrite(str(folder / "plate.png"), plate)
    store.publish("aa" * 32, "plate", {"plate.png": folder / "plate.png"}, {})
    for index, figure in enumerate(figures):
        picture, mask = portraits[index] if portraits else draw_portrait(figure, 768, 1024)
        cv2.imwrite(str(folder / "portrait.png"), picture)
        cv2.imwrite(str(folder / "mask.png"), mask)
        keys.append(f"{index:02x}" * 32)
        files = {"portrait.png": folder / "portrait.png", "mask.png": folder / "mask.png"}
        store.publish(keys[-1], "portrait", files, {})
    store.publish("bb" * 32, "shot", {"clip-1.mp4": folder / "clip-1.mp4"}, {"clips": ["clip-1.mp4"]})
    look = InspectTask(
        maker=ours("inspection"), take="bb" * 32, plate="aa" * 32, portraits=tuple(keys),
        figures=tuple((figure.id, tuple(name for name, _ in figure.identity)) for figure in figures), format=shape, frames=FRAMES,
    )  # fmt: skip
    begun = time.process_time()
    inspected = perform(look, store, lambda *_: None)
    looked = time.process_time() - begun
    from ministudio_cli.qc.findings import load
    from ministudio_cli.qc.judge import Hints
    from ministudio_cli.qc.verdict import Seen, verdict

    found = load(store.path(inspected, "findings.npz"), inspected.facts)
    hints = Hints(camera=camera, moving_background=moving, lighting_change=light)
    told = inspected.facts
    seen = Seen(
        shot="s", group="g", hints=hints, found=found, generated=True, marks=told["marks"], alike=told["alike"],
        present=told["present"], face=told["face"],
    )  # fmt: skip
    judged = verdict([seen])[0]
    hues = tuple(ColourTarget(figure=figure, swatch=at, lab=tuple(lab)) for figure, at, *lab in judged["hues"])
    order = FinishTask(
        maker=ours("finish"), take="bb" * 32, format=shape, head=0, body=FRAMES, tail=0, inspection=digest(look),
        plate="aa" * 32, camera=camera, hues=hues, moving_background=moving, lighting_change=light,
    )  # fmt: skip
    begun = time.process_time()
    done = perform(order, store, lambda *_: None)
    facts = dict(done.facts) | {
        "look": looked,
        "decode": decode,
        "finish": time.process_time() - begun,
        "judged": judged,
    }
    facts["plain"] = perform(dataclasses.replace(order, inspection="", plate="", hues=()), store, lambda *_: None)
    facts["plain"] = [one.bgr(*SIZE) for one in decoded(store.path(facts["plain"], "body.mp4"))]
    frames = [one.bgr(*SIZE) for one in decoded(store.path(done, "body.mp4"))]
    return frames, list(grey_frames(store.path(inspected, "mask.mkv"))), facts


def own_clip(clip: Path, plate: Path) -> dict[str, Any]:
    """A clip of one's own: what was measured before and after, and what was decided."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "clip-1.mp4").write_bytes(clip.read_bytes())
        _, _, facts = finished(folder, cv2.imread(str(plate)), (), "handheld")
    return {"before": facts["judged"]["before"]["background"], "after": facts["after"], "locks": facts["locks"]}


def _measured(
    case: Case, shown: list[Shown], frames: list[Any], masks: list[Any], facts: dict[str, Any]
) -> dict[str, float]:
    count = len(case.cast)
    rows: dict[str, list[float]] = {key: [] for key in ("b", "a", "t", "fb", "fa", "ft", "iou")}
    before = None
    # What is held against the finish is the same clip conformed and encoded, and not held at all; and of the truth,
    # what the same encoder leaves of it.
    came = [Shown(one.clean, plain, one.masks) for one, plain in zip(shown, facts["plain"], strict=True)]
    for at, (one, done, told) in enumerate(zip(came, frames, facts["told"], strict=True)):
        truth = np.split(one.masks, count)
        whole = cv2.resize(np.max(truth, axis=0), SIZE)
        behind = cv2.dilate(whole, np.ones((9, 9))) < 8
        behind[-round(SIZE[1] * 0.07) :] = False  # contact shadows belong to the figures
        rows["b"].append(_psnr(one.seen, one.clean, behind))
        rows["a"].append(_psnr(done, one.clean, behind))
        rows["t"].append(_psnr(told, one.clean, behind))
        found = [cv2.resize(part, SIZE) for part in np.split(masks[at], count + 1)[:count]]
        rows["iou"] += [
            float(((a > 127) & (b > 127)).sum() / max(1, ((a > 127) | (b > 127)).sum()))
            for a, b in ((cv2.resize(part, SIZE), own) for part, own in zip(truth, found, strict=True))
        ]
        # A moving camera's own motion is costly to find: every third pair of frames tells as much.
        if before is not None and (case.camera == "static" or at % 3 == 0):
            both = behind & before[1]
            # Each camera's own motion is taken out, as one similarity: what is left is flicker.
            for key, last, now in (("fb", before[0].seen, one.seen), ("fa", before[2], done), ("ft", before[3], told)):
                moved = last if case.camera == "static" else _followed(last, now, both)
                rows[key].append(float(cv2.absdiff(now, moved)[both].mean()))
        before = one, behind, done, told
    clothes = _clothes(came[-1], frames[-1], facts["worn"] & (cv2.resize(truth[0], SIZE) > 240))
    mean = {key: statistics.fmean(values) for key, values in rows.items()}
    return {
        "locked": float(facts["locks"][0]["done"]), "psnr before": mean["b"], "psnr after": mean["a"],
        "psnr truth": mean["t"], "decode": 1000 * facts["decode"] / FRAMES,
        "flicker before": mean["fb"], "flicker after": mean["fa"], "flicker truth": mean["ft"], "iou": mean["iou"],
        "clothes before": clothes[0], "clothes after": clothes[1],
        "look": 1000 * facts["look"] / FRAMES, "finish": 1000 * facts["finish"] / FRAMES,
    }  # fmt: skip


def _psnr(one: Any, other: Any, where: Any) -> float:
    error = float(((one.astype(float) - other) ** 2)[where].mean())
    return float(10 * np.log10(255**2 / max(error, 0.05)))


def _followed(last: Any, now: Any, where: Any) -> Any:
    """A frame moved as the camera moved to the next: the similarity that most of the background's flow agrees on."""
    grey = [cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in (last, now)]
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(*grey, None)
    down, across = np.nonzero(where)
    some = slice(None, None, max(1, len(down) // 4000))
    here = np.stack([across[some], down[some]], axis=1).astype(np.float32)
    cv2.setRNGSeed(5)
    found, _ = cv2.estimateAffinePartial2D(here, here + flow[down[some], across[some]], ransacReprojThreshold=0.3)
    return cv2.warpAffine(last, found, now.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _clothes(last: Shown, done: Any, inside: Any) -> tuple[float, float]:
    """The colour of the first figure's clothes in the last frame, against the truth: as it came, as it is finished.

    Clothes are what another garment would change (`inside`).
    """
    truth, seen, now = (lab_of(each[inside]) for each in (last.clean, last.seen, done))
    centre = np.median(truth[np.linalg.norm((truth - np.median(truth, axis=0)) * (0.4, 1, 1), axis=1) < 16], axis=0)
    near = np.linalg.norm((truth - centre) * (0.4, 1, 1), axis=1) < 12
    told = np.median(truth[near], axis=0)
    return tuple(float(ciede2000(told, _mode(each, np.median(each[near], axis=0)))) for each in (seen, now))  # type: ignore[return-value]


def _mode(lab: Any, start: Any) -> Any:
    """The colour around a first guess of which there is most: where the figure was moved, other things are among it."""
    for _ in range(5):
        start = np.median(lab[np.linalg.norm((lab - start) * (0.4, 1, 1), axis=1) < 10], axis=0)
    return start


if __name__ == "__main__":
    main()

"""Conforming: clips as a model gave them, made exactly the frames, the size and the rate that were ordered.

A clip is trimmed before it is retimed, retimed by at most four percent before it is held still, and held for at most
half a second; what is shorter than that is refused, never stretched.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import ffmpeg as graph
import numpy as np

from ministudio_cli.errors import CheckFailed
from ministudio_cli.media.ffmpeg import EXACT, h264, run
from ministudio_cli.media.probe import probe
from ministudio_cli.media.still import write_still
from ministudio_cli.media.watch import watch
from ministudio_cli.plan.capability import RETIME
from ministudio_cli.plan.orders import ShotOrder
from ministudio_cli.providers.protocols import Take

HELD = Fraction(1, 2)
"""Seconds for which the last frame may stand still."""
DARK = 6.0
"""Mean level under which a frame is black."""
FROZEN = 0.02
"""Mean difference of successive small frames under which nothing moves."""


def conform(order: ShotOrder, take: Take, folder: Path) -> Take:
    """The take with head, body and tail; raises CheckFailed for clips that cannot carry the shot."""
    clips = [take.files[name] for name in sorted(take.files, key=_number) if name.startswith("clip-")]
    if not clips:
        raise CheckFailed(f"{order.maker.name} made no clip", hint="report this to the provider’s maker")
    _look(order, clips)
    fps = order.format.fps
    total = order.head + order.body + order.tail
    have = _seconds(clips)
    need = total / fps
    slower = min(max(need / have, Fraction(1)), RETIME)
    held = max(Fraction(0), need - have * slower)
    if held > HELD:
        raise CheckFailed(
            f"the clips last {float(have):.2f} s, the shot needs {float(need):.2f} s",
            hint="the model gave less than was asked for; change the shot’s words or its length to order another take",
        )
    files = _cut(order, clips, slower, folder)
    stills = {}
    for number, share in enumerate((1, 3, 5), 1):
        still = folder / f"still-{number}.jpg"
        stills[still.name] = _still(files["body.mp4"], order.body * share // 6, still)
    told = {"frames": total, "slowed": round(float(slower), 4), "held": int(held * fps)}
    return Take(files={**take.files, **files, **stills}, facts=dict(take.facts) | told)


def _cut(order: ShotOrder, clips: list[Path], slower: Fraction, folder: Path) -> dict[str, Path]:
    """Join, retime, scale and part the clips in one run of ffmpeg; each part is a segment of its own."""
    fps = int(order.format.fps)
    width, height = order.format.width, order.format.height
    streams = []
    for number, clip in enumerate(clips):
        stream = graph.input(str(clip)).video
        if number:
            # Its first frame is the last one of the clip before.
            stream = stream.filter("trim", start_frame=1)
        stream = stream.filter("scale", width, height, force_original_aspect_ratio="increase", flags="lanczos")
        streams.append(stream.filter("crop", width, height).filter("setsar", 1).filter("setpts", "PTS-STARTPTS"))
    whole = graph.concat(*streams) if len(streams) > 1 else streams[0]
    whole = whole.filter("setpts", f"PTS*{slower.numerator}/{slower.denominator}").filter("fps", fps)
    whole = whole.filter("tpad", stop_mode="clone", stop=int(HELD * fps) + fps)
    parts = [
        (name, frames) for name, frames in (("head", order.head), ("body", order.body), ("tail", order.tail)) if frames
    ]
    split = whole.filter_multi_output("split", len(parts))
    arguments: list[str] = []
    outputs, first = [], 0
    files = {}
    for number, (name, frames) in enumerate(parts):
        piece = (
            split[number].filter("trim", start_frame=first, end_frame=first + frames).filter("setpts", "PTS-STARTPTS")
        )
        files[f"{name}.mp4"] = folder / f"{name}.mp4"
        outputs.append(graph.output(piece, str(folder / f"{name}.mp4")))
        first += frames
    compiled: list[str] = graph.merge_outputs(*outputs).get_args()
    for argument in compiled:
        if argument.endswith(tuple(str(path) for path in files.values())):
            arguments += ["-an", *h264(fps, preset="veryfast", crf=18), *EXACT]
        arguments.append(argument)
    run(arguments)
    return files


def _look(order: ShotOrder, clips: list[Path]) -> None:
    """Raises CheckFailed for clips that are black or frozen, or have another shape than was asked for."""
    for clip in clips:
        seen = probe(clip)
        shape, wanted = seen.width / seen.height, order.format.width / order.format.height
        if abs(shape / wanted - 1) > 0.03:
            raise CheckFailed(f"a clip is {seen.width}×{seen.height}, not {order.format.aspect}", hint=_AGAIN)
        levels, steps = [], []
        before = None
        for _, picture in watch(clip):
            levels.append(float(picture.mean()))
            if before is not None:
                steps.append(float(np.abs(picture.astype(np.int16) - before).mean()))
            before = picture.astype(np.int16)
        if levels and max(levels) < DARK:
            raise CheckFailed("a clip is black from end to end", hint=_AGAIN)
        if steps and order.figures and max(steps) < FROZEN:
            raise CheckFailed("a clip is frozen: nothing moves in it", hint=_AGAIN)


_AGAIN = "it is paid and kept; change the shot’s words to order another take"


def _seconds(clips: list[Path]) -> Fraction:
    whole = Fraction(0)
    for number, clip in enumerate(clips):
        seen = probe(clip)
        whole += Fraction(seen.frames - (1 if number else 0)) / Fraction(seen.fps).limit_denominator(1001)
    return whole


def _number(name: str) -> int:
    digits = "".join(sign for sign in name if sign.isdigit())
    return int(digits or 0)


def _still(film: Path, frame: int, path: Path) -> Path:
    import cv2  # noqa: PLC0415

    from ministudio_cli.media.sheet import write_still as shrink  # noqa: PLC0415

    shrink(cv2.imread(str(write_still(film, frame, path.with_suffix(".png")))), path)
    return path

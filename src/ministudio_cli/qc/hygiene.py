"""Hygiene: a take is what was ordered, whoever made it: frames, rate and size of a shot, a picture that can be read, a
line that is heard, as long as its words and its own facts.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator

import numpy as np

from ministudio_cli.errors import CheckFailed, MinistudioError
from ministudio_cli.media.pcm import WavReader
from ministudio_cli.media.probe import probe
from ministudio_cli.planning.inspection_tasks import FinishTask
from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask, PlateTask, PortraitTask, ShotTask
from ministudio_cli.providers.kit import Take
from ministudio_cli.screenplay.pictures import picture_fault

SHAPE = 0.03
"""Share by which a picture's shape may differ from what was ordered."""
_SILENT = 1e-3
_HEADER = 4096


def accept(order: ShotTask | FinishTask, take: Take) -> None:
    """Read a take's parts back; raises CheckFailed with everything that is not as ordered."""
    wanted = {"head.mp4": order.head, "body.mp4": order.body, "tail.mp4": order.tail}
    size = (order.format.width, order.format.height)
    faults = []
    for name, frames in wanted.items():
        if not frames:
            continue
        if name not in take.files:
            faults.append(f"{name} is missing")
            continue
        seen = probe(take.files[name])
        if seen.frames != frames:
            faults.append(f"{name} has {seen.frames} frames instead of {frames}")
        if (seen.width, seen.height) != size:
            faults.append(f"{name} is {seen.width}×{seen.height} instead of {size[0]}×{size[1]}")
        if round(seen.fps, 3) != round(float(order.format.fps), 3):
            faults.append(f"{name} runs at {seen.fps:g} frames a second instead of {float(order.format.fps):g}")
    _refuse(order.maker.name, faults)


def accept_line(order: LineTask, take: Take) -> None:
    """Hold a spoken line against its order and its facts; raises CheckFailed with everything that is not so."""
    _refuse(order.maker.name, list(_line_faults(order, take)))


def _line_faults(order: LineTask, take: Take) -> Iterator[str]:
    path, samples, words = take.files.get("line.wav"), take.facts.get("samples"), take.facts.get("words")
    if path is None or not path.is_file():
        yield "line.wav is missing"
        return
    if path.stat().st_size > _HEADER + 2 * _longest(order):
        yield f"line.wav has {path.stat().st_size:,} bytes, for {len(order.text)} letters"
        return
    try:
        with WavReader(path) as file:
            sound, form = file.read(0, file.samples), (file.rate, file.channels)
    except (OSError, EOFError, ValueError, wave.Error, MinistudioError) as error:
        yield f"line.wav cannot be read: {error}"
        return
    if form != (SAMPLE_RATE, 1):
        yield f"line.wav has {form[1]} channels at {form[0]} Hz instead of one at {SAMPLE_RATE}"
    if len(sound) != samples:
        yield f"line.wav has {len(sound)} samples, its facts say {samples}"
    spoken = take.facts.get("timed") != "silent" and any(letter.isalnum() for letter in order.say or order.text)
    if spoken and (not len(sound) or float(np.abs(sound).max()) < _SILENT):
        yield f"it is silent, and should say “{order.text[:60]}” (write it as it is spoken)"
    if not isinstance(words, list) or not all(_is_word(word, len(sound)) for word in words):
        yield "the times of its words are not times in it"


def _longest(order: LineTask) -> int:
    """Samples beyond which no voice needs a line's letters."""
    return round(SAMPLE_RATE * (4 + 0.6 * len(order.text)) / min(1.0, float(order.voice.pace)))


def _is_word(word: object, samples: int) -> bool:
    """Whether it is [text, first sample, sample after the last], within the line."""
    match word:
        case [str(), int(start), int(end)]:
            return 0 <= start <= end <= samples
    return False


def accept_picture(order: PlateTask | PortraitTask, take: Take) -> None:
    """Read a plate or a portrait back; raises CheckFailed where it is no picture or of another shape."""
    name = f"{order.kind}.png"
    path = take.files.get(name)
    fault = (f"{name} is missing", "") if path is None or not path.is_file() else picture_fault(path)
    if fault is None and path is not None:
        import cv2  # noqa: PLC0415 - a plan does without it

        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None:
            fault = (f"{name} cannot be read", "")
        elif abs(picture.shape[1] / picture.shape[0] / (order.width / order.height) - 1) > SHAPE:
            fault = (f"{name} is {picture.shape[1]}×{picture.shape[0]}, of another shape than ordered", "")
    _refuse(order.maker.name, [fault[0]] if fault else [])


def _refuse(maker: str, faults: list[str]) -> None:
    if faults:
        hint = "report this to the provider’s maker"
        raise CheckFailed(f"{maker} made a take that was not ordered: {'; '.join(faults)}", hint=hint)

"""The inspection of a take: from its clips, its plate and its portraits to findings and identity masks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.ffmpeg import MaskEncoder
from ministudio_cli.media.frames import Decoded, Picture, decoded, grey_frames
from ministudio_cli.planning.inspection_tasks import InspectTask
from ministudio_cli.providers.kit import Take, TakeContext
from ministudio_cli.qc import faces
from ministudio_cli.qc.examine import Examiner
from ministudio_cli.qc.findings import save
from ministudio_cli.qc.judge import BARS
from ministudio_cli.qc.reading import stutter
from ministudio_cli.qc.relevance import SAMPLES, belonging
from ministudio_cli.stabilise.conform import conformed
from ministudio_cli.stabilise.grain import FRAMES, grain_of
from ministudio_cli.stabilise.palette import Palette, palette_of
from ministudio_cli.stabilise.register import work_size
from ministudio_cli.stabilise.segment import segmenter

_PAIR = 24
"""A drawn take is looked at in two successive frames of so many: it is drawn from its plate, and drifts nowhere."""


def inspect(order: InspectTask, context: TakeContext) -> Take:
    """Look at a whole take once. Files: `findings.npz`, and `mask.mkv` for a take that brought no masks of its own."""
    cv2.setNumThreads(1)
    size = work_size(order.format.width, order.format.height)
    palettes = [_palette(order, index, context) for index in range(len(order.figures))]
    plate = np.asarray(cv2.imread(str(context.file(order.plate, "plate.png")), cv2.IMREAD_COLOR), np.uint8)
    taken = context.facts(order.take)
    if taken.get("unusable"):
        # What cannot carry its shot is judged by that alone.
        return Take(files={}, facts={"unusable": taken["unusable"], "masks": "none", "marks": []})
    files: dict[str, Path] = {}
    ours: list[bool] = []
    if taken.get("masked"):
        examiner = Examiner(plate, size, palettes, lambda _mask: None)
        _look_at_drawn(order, context, examiner)
        examiner.close()
    else:
        shown: list[Picture] = []
        opening: list[Picture] = []
        every, watch = max(1, order.frames // SAMPLES), _FaceWatch(order)
        masks = MaskEncoder(context.folder / "mask.mkv", size[0], size[1] * (len(palettes) + 1), order.format.fps)
        try:
            examiner = Examiner(plate, size, palettes, lambda mask: masks.write(mask.data), segmenter())
            last: Decoded | None = None
            for number, frame in enumerate(_frames(order, context)):
                ours.append(frame is last)
                last = frame
                if number % every == 0:
                    shown.append(frame.bgr(*size))
                if number < FRAMES:
                    opening.append(frame.bgr(order.format.width, order.format.height))
                examiner.look(frame)
                watch.look(number, frame, examiner.subject)
                context.progress(number + 1, order.frames)
            examiner.close()
        except BaseException:
            masks.abort()
            raise
        files["mask.mkv"] = masks.close()
    files["findings.npz"], facts = save(examiner, context.folder / "findings.npz")
    if not taken.get("masked"):
        sign = belonging(shown, plate, palettes)
        facts |= {"alike": sign.alike, "present": list(sign.present), "face": round(watch.faces.change(), 4)}
        facts |= {"stutter": stutter(np.asarray(examiner.notes.step), np.asarray(ours, bool))}
        facts |= {"grain": round(grain_of(opening), 3), "close": round(watch.faces.close(), 3)}
    kind = "exact" if taken.get("masked") else "estimated"
    # Where there are bars the picture is another cut of its plate, and every edge would look written.
    marks = [] if taken.get("masked") or examiner.bars() > BARS else examiner.marks.boxes()
    return Take(files=files, facts=facts | {"masks": kind, "marks": marks})


class _FaceWatch:
    """Looks for faces in some frames of a take with a cast."""

    def __init__(self, order: InspectTask) -> None:
        self.faces = faces.Faces()
        self._every = max(faces.SELDOM, order.frames // faces.SAMPLES) if order.figures else 0
        shrink = min(1.0, faces.WIDE / order.format.width)
        self._size = round(order.format.width * shrink), round(order.format.height * shrink)

    def look(self, number: int, frame: Decoded, subject: Picture | None) -> None:
        if self._every and number % self._every == 0:
            everywhere = np.full((9, 16), 255, np.uint8)
            self.faces.look(frame.bgr(*self._size), everywhere if subject is None else subject)


def _look_at_drawn(order: InspectTask, context: TakeContext, examiner: Examiner) -> None:
    given = _masks(context.file(order.take, "mask.mkv"), len(order.figures), examiner.size)
    for number, (frame, masks) in enumerate(zip(_frames(order, context), given, strict=True)):
        if number % _PAIR < 2:
            examiner.look(frame, masks, apart=number % _PAIR == 0)
        context.progress(number + 1, order.frames)


def _frames(order: InspectTask, context: TakeContext) -> Iterator[Decoded]:
    """The take's frames: out of its clips, or of the parts that a provider made exactly."""
    taken = context.facts(order.take)
    if taken.get("clips"):
        yield from conformed(
            [context.file(order.take, name) for name in taken["clips"]], order.frames, order.format.fps
        )
    for name in taken.get("parts", ()):
        yield from decoded(context.file(order.take, name))


def _masks(path: Path, figures: int, size: tuple[int, int]) -> Iterator[NDArray[np.uint8]]:
    for picture in grey_frames(path):
        parts = np.split(picture, max(1, figures))[:figures]
        yield np.array([cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in parts], np.uint8).reshape(
            figures, size[1], size[0]
        )


def _palette(order: InspectTask, index: int, context: TakeContext) -> Palette:
    figure, traits = order.figures[index]
    portrait: Any = cv2.imread(str(context.file(order.portraits[index], "portrait.png")), cv2.IMREAD_COLOR)
    mask: Picture = np.asarray(
        cv2.imread(str(context.file(order.portraits[index], "mask.png")), cv2.IMREAD_GRAYSCALE), np.uint8
    )
    return palette_of(figure, portrait, mask, traits)

"""The inspection of a take: from its clips, its plate and its portraits to findings and identity masks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.consistency.conform import conformed
from ministudio_cli.consistency.examine import Examiner
from ministudio_cli.consistency.findings import save
from ministudio_cli.consistency.marks import boxes
from ministudio_cli.consistency.palette import Palette, palette_of
from ministudio_cli.consistency.register import work_size
from ministudio_cli.consistency.segment import segmenter
from ministudio_cli.media.ffmpeg import MaskEncoder
from ministudio_cli.media.frames import Decoded, Picture, decoded, grey_frames
from ministudio_cli.plan.orders import InspectOrder
from ministudio_cli.providers.protocols import Bench, Take

_PAIR = 12
"""A drawn take is looked at in two successive frames of so many: it is drawn from its plate, and drifts nowhere."""


def inspect(order: InspectOrder, bench: Bench) -> Take:
    """Look at a whole take once. Files: `findings.npz`, and `mask.mkv` for a take that brought no masks of its own."""
    cv2.setNumThreads(1)
    size = work_size(order.format.width, order.format.height)
    palettes = [_palette(order, index, bench) for index in range(len(order.figures))]
    plate = np.asarray(cv2.imread(str(bench.file(order.plate, "plate.png")), cv2.IMREAD_COLOR), np.uint8)
    told = bench.facts(order.take)
    files: dict[str, Path] = {}
    if told.get("masked"):
        examiner = Examiner(plate, size, palettes, lambda _mask: None)
        _look_at_drawn(order, bench, examiner)
        examiner.close()
    else:
        masks = MaskEncoder(bench.folder / "mask.mkv", size[0], size[1] * (len(palettes) + 1), int(order.format.fps))
        try:
            examiner = Examiner(plate, size, palettes, lambda mask: masks.write(mask.data), segmenter())
            for number, frame in enumerate(_frames(order, bench)):
                examiner.look(frame)
                bench.progress(number + 1, order.frames)
            examiner.close()
        except BaseException:
            masks.abort()
            raise
        files["mask.mkv"] = masks.close()
    files["findings.npz"], facts = save(examiner, bench.folder / "findings.npz")
    kind = "exact" if told.get("masked") else "estimated"
    marks = [] if told.get("masked") else boxes(examiner.marks())
    return Take(files=files, facts=facts | {"masks": kind, "marks": marks})


def _look_at_drawn(order: InspectOrder, bench: Bench, examiner: Examiner) -> None:
    given = _masks(bench.file(order.take, "mask.mkv"), len(order.figures), examiner.size)
    for number, (frame, masks) in enumerate(zip(_frames(order, bench), given, strict=True)):
        if number % _PAIR < 2:
            examiner.look(frame, masks, apart=number % _PAIR == 0)
        bench.progress(number + 1, order.frames)


def _frames(order: InspectOrder, bench: Bench) -> Iterator[Decoded]:
    """The take's frames: out of its clips, or of the parts that a provider made exactly."""
    told = bench.facts(order.take)
    if told.get("clips"):
        yield from conformed([bench.file(order.take, name) for name in told["clips"]], order.frames, order.format.fps)
    for name in told.get("parts", ()):
        yield from decoded(bench.file(order.take, name))


def _masks(path: Path, figures: int, size: tuple[int, int]) -> Iterator[NDArray[np.uint8]]:
    for picture in grey_frames(path):
        parts = np.split(picture, max(1, figures))[:figures]
        yield np.array([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in parts], np.uint8).reshape(
            figures, size[1], size[0]
        )


def _palette(order: InspectOrder, index: int, bench: Bench) -> Palette:
    figure, traits = order.figures[index]
    portrait: Any = cv2.imread(str(bench.file(order.portraits[index], "portrait.png")), cv2.IMREAD_COLOR)
    mask: Picture = np.asarray(
        cv2.imread(str(bench.file(order.portraits[index], "mask.png")), cv2.IMREAD_GRAYSCALE), np.uint8
    )
    return palette_of(figure, portrait, mask, traits)

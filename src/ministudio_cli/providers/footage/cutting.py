"""A shot out of files: each frame of the film shows the frame of the footage that stands at its time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from ministudio_cli.media.ffmpeg import Encoder
from ministudio_cli.media.frames import Picture
from ministudio_cli.media.sheet import write_still
from ministudio_cli.media.writing import write_picture
from ministudio_cli.planning.tasks import FootageCut, ShotTask
from ministudio_cli.providers.animatic import camera
from ministudio_cli.providers.animatic.filming import QUALITY
from ministudio_cli.providers.animatic.titles import Slate, show_title, title_card
from ministudio_cli.providers.clip_sound import own_sound
from ministudio_cli.providers.footage.following import headroom, path_of, place_of
from ministudio_cli.providers.footage.frames import fitted, frames_at
from ministudio_cli.providers.footage.toning import LOOKS, tone_toward
from ministudio_cli.providers.given import given_whole
from ministudio_cli.providers.kit import Take, TakeContext


def cut_shot(order: ShotTask, context: TakeContext) -> Take:
    """The take's parts, its stills, its last frame and its sound."""
    cv2.setNumThreads(1)
    total, fps = order.frames, order.format.fps
    frames, (preset, crf) = _titled(order, context), QUALITY[order.draft]
    files: dict[str, Path] = {}
    wanted, stills, done = {order.head + order.body * share // 6 for share in (1, 3, 5)}, list[Path](), 0
    for name, count in (("head", order.head), ("body", order.body), ("tail", order.tail)):
        if not count:
            continue
        encoder = Encoder(
            context.folder / f"{name}.mp4", order.format.width, order.format.height, fps, preset=preset,
            crf=crf if name == "body" else 12,
        )  # fmt: skip
        try:
            for _ in range(count):
                frame = next(frames)
                if done in wanted:
                    stills.append(write_still(frame, context.folder / f"still-{len(stills) + 1}.jpg"))
                encoder.write(np.ascontiguousarray(frame).data)
                done += 1
                context.progress(done, total)
                if done == order.head + order.body:
                    files["last.png"] = write_picture(context.folder / "last.png", frame)
        except BaseException:
            encoder.abort()
            raise
        files[f"{name}.mp4"] = encoder.close()
    files |= {path.name: path for path in stills}
    cuts = zip(order.footage, _counts(order), strict=True)
    spans = [(cut, context.file(cut.file, "file"), count) for cut, count in cuts]
    if sound := own_sound(spans, fps, total, context.folder):
        files["sound.wav"] = sound
    return Take(files=files, facts={"frames": total, "figures": []})


def _counts(order: ShotTask) -> list[int]:
    """The frames of a shot that each of its clips has; the last one has what is left."""
    ends, at = [0], Fraction(0)
    for cut in order.footage:
        at += cut.seconds * order.format.fps
        ends.append(min(order.frames, round(at)))
    ends[-1] = order.frames
    return [end - start for start, end in pairwise(ends)]


def _frames(order: ShotTask, context: TakeContext) -> Iterator[Picture]:
    width, height, fps = order.format.width, order.format.height, order.format.fps
    for cut, count in zip(order.footage, _counts(order), strict=True):
        if not count:
            continue
        file = context.file(cut.file, "file")
        plate = context.file(order.plate, "plate.png") if cut.matched and order.plate else None
        if cut.picture:
            yield from _moved(order, cut, file, count, plate)
            continue
        times = [float(cut.start + Fraction(number) * cut.speed / fps) for number in range(count)]
        focus = _focus(cut)
        path = path_of(file, times, focus) if cut.fit == "follow" else None
        toned = tone_toward(plate, frames_at(file, times[:: max(1, count // LOOKS)])) if plate else None
        for number, frame in enumerate(frames_at(file, times)):
            middle = focus if path is None else (float(path[number, 0]), float(path[number, 1]))
            if path is not None and focus is None and middle is not None:
                middle = headroom(middle, width, height, frame)
            yield fitted(toned(frame) if toned else frame, width, height, cut.fit, middle)


def _focus(cut: FootageCut) -> tuple[float, float] | None:
    return (float(cut.focus[0]), float(cut.focus[1])) if cut.focus else None


def _moved(order: ShotTask, cut: FootageCut, file: Path, count: int, plate: Path | None) -> Iterator[Picture]:
    """A still picture under the shot's camera."""
    width, height = order.format.width, order.format.height
    poses = camera.path(order.camera, count, float(order.format.fps), order.seed)
    moves = any(pose != poses[0] for pose in poses)
    picture = given_whole(file)
    # As large as a move needs: what leads out of the frame is never black, what is enlarged stays sharp.
    room = 1 + 2.2 * max((max(abs(pose.x), abs(pose.y)) + 0.006 * abs(pose.turn) for pose in poses), default=0.0)
    grown = 1.5 if moves else 1.0
    middle = place_of(picture, _focus(cut)) if cut.fit == "follow" else _focus(cut)
    if middle and cut.fit == "follow" and not cut.focus:
        middle = headroom(middle, width, height, picture)
    if plate:
        picture = tone_toward(plate, iter([picture]))(picture)
    large = fitted(picture, round(width * grown), round(height * grown), cut.fit, middle)
    for pose in poses:
        if not moves:
            yield large
            continue
        scale = pose.zoom * room / grown
        warp = cv2.getRotationMatrix2D((large.shape[1] / 2, large.shape[0] / 2), pose.turn, scale)
        warp[0, 2] += width / 2 - large.shape[1] / 2 - pose.x * width
        warp[1, 2] += height / 2 - large.shape[0] / 2 - pose.y * height
        yield np.asarray(cv2.warpAffine(large, warp, (width, height), flags=cv2.INTER_CUBIC,
                                        borderMode=cv2.BORDER_REPLICATE), np.uint8)  # fmt: skip


def _titled(order: ShotTask, context: TakeContext) -> Iterator[Picture]:
    """The frames with the shot's title and slate."""
    width, height, fps = order.format.width, order.format.height, float(order.format.fps)
    card = title_card(order.title, order.style, width, height) if order.title else None
    slate = Slate(order.slate, order.first, fps, width, height) if order.slate else None
    for number, frame in enumerate(_frames(order, context)):
        shown = frame.copy() if card or slate else frame
        if card is not None:
            show_title(shown, card, number / fps, order.frames / fps)
        if slate is not None:
            slate.draw(shown, number)
        yield shown

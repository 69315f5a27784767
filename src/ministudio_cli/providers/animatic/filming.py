"""Pass 2: the locked plate under the camera, the cast over it, frame by frame into the encoder."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from ministudio_cli.media.ffmpeg import Encoder, MaskEncoder
from ministudio_cli.media.sheet import write_still
from ministudio_cli.media.still import last_frame
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.animatic import camera
from ministudio_cli.providers.animatic.actor import Actor
from ministudio_cli.providers.animatic.backdrop import Backdrop
from ministudio_cli.providers.animatic.camera import angle_of
from ministudio_cli.providers.animatic.casting import cast_actors
from ministudio_cli.providers.animatic.compose import GRID
from ministudio_cli.providers.animatic.effects import effects_for
from ministudio_cli.providers.animatic.naming import indoors
from ministudio_cli.providers.animatic.paint import Painted, Picture, decoded
from ministudio_cli.providers.animatic.rendering import rendering_of
from ministudio_cli.providers.animatic.scenery import LAYERS
from ministudio_cli.providers.animatic.stage import (
    FLOATING,
    WIDE,
    frame_set,
)
from ministudio_cli.providers.animatic.titles import Slate, show_title, title_card
from ministudio_cli.providers.animatic.weather import air_of
from ministudio_cli.providers.kit import Take, TakeContext

QUALITY = {False: ("veryfast", 18), True: ("ultrafast", 23)}
"""x264 preset and crf of a final take and of a draft."""
MATCH = 10
"""Frames over which a shot that continues another leaves the other's last frame, which is its own first."""


def film_shot(order: ShotTask, context: TakeContext) -> Take:
    """Draw the whole take: head, body and tail, each a segment of its own, and the identity masks beside them."""
    cv2.setNumThreads(1)
    total = order.head + order.body + order.tail
    parts = [
        (name, count) for name, count in (("head", order.head), ("body", order.body), ("tail", order.tail)) if count
    ]
    actors = cast_actors(order, context, total)
    frames = draw_frames(order, context, actors)
    size = (order.format.width, order.format.height)
    fps = order.format.fps
    preset, crf = QUALITY[order.draft]
    files: dict[str, Path] = {}
    done = 0
    small = _mask_size(order)
    wanted = {order.head + order.body * share // 6 for share in (1, 3, 5)}
    stills: list[Path] = []
    masks = MaskEncoder(context.folder / "mask.mkv", small[0], small[1] * max(1, len(order.figures)), fps)
    try:
        for name, count in parts:
            encoder = Encoder(
                context.folder / f"{name}.mp4", *size, fps, preset=preset, crf=crf if name == "body" else 12
            )
            try:
                for _ in range(count):
                    frame, mask = next(frames)
                    if done in wanted:
                        stills.append(write_still(frame, context.folder / f"still-{len(stills) + 1}.jpg"))
                    encoder.write(frame.data)
                    masks.write(mask.data)
                    done += 1
                    context.progress(done, total)
            except BaseException:
                encoder.abort()
                raise
            files[f"{name}.mp4"] = encoder.close()
    except BaseException:
        masks.abort()
        raise
    files["mask.mkv"] = masks.close()
    files |= {path.name: path for path in stills}
    facts = {"frames": total, "figures": [figure.id for figure in order.figures], "mask": "exact"}
    return Take(files=files, facts=facts | ({"heard": heard} if (heard := heard_of(actors, total)) else {}))


def heard_of(actors: Sequence[Actor], frames: int) -> list[list[int | str | float]]:
    """What can be heard of the cast in so many frames, by time: [first frame, kind, loudness 0 to 1, pan −1 to 1]."""
    found = [each for actor in actors for each in actor.heard() if 0 <= each.frame < frames]
    return [
        [each.frame, each.kind, round(each.weight, 3), round(each.pan, 3)]
        for each in sorted(found, key=lambda each: (each.frame, each.kind, each.pan))
    ]


def draw_frames(
    order: ShotTask, context: TakeContext, actors: Sequence[Actor] | None = None
) -> Iterator[tuple[Picture, Picture]]:
    """Each frame (BGR) with the figures' masks, a quarter of the size, one below the other."""
    total = order.head + order.body + order.tail
    fps = float(order.format.fps)
    width, height = order.format.width, order.format.height
    actors = cast_actors(order, context, total) if actors is None else actors
    angle = angle_of(order.angle, order.camera)
    framing = frame_set(order.size, angle, order.seed, alone=not actors)
    shown = sorted(
        ((index, actor) for index, actor in enumerate(actors) if not actor.part.absent),
        key=lambda pair: (pair[1].look.being == "orb", pair[1].mark.unit),
    )
    stood = [actor.mark.y for _, actor in shown if actor.look.being not in FLOATING and order.size in WIDE]
    backdrop = Backdrop(
        _painted(order, context),
        framing,
        width,
        height,
        focus="focus" in order.camera,
        ground=max(stood, default=math.inf),
    )
    card = title_card(order.title, order.style, width, height) if order.title else None
    accent = order.style.palette[0] if order.style.palette else "#4FC3D0"
    effects = effects_for(order.action, air_of(order.view, inside=indoors(order.view)), order.seed, accent)
    slate = Slate(order.slate, order.first, fps, width, height) if order.slate else None
    rendering = rendering_of(order.style)
    small = _mask_size(order)
    masks = np.zeros((small[1] * max(1, len(actors)), small[0]), np.uint8)
    continued = last_frame(context.file(order.before, "body.mp4")) if order.before else None
    for number, pose in enumerate(camera.path(order.camera, total, fps, order.seed)):
        frame = backdrop.behind(pose)
        masks[:] = 0
        t = number / max(total - 1, 1)
        for effect, behind in effects:
            if behind:
                effect(frame, t, number / fps)
        for index, actor in shown:
            actor.draw(frame, masks[index * small[1] : (index + 1) * small[1]], pose, number, fps)
        backdrop.before(frame, masks, pose)
        for effect, behind in effects:
            if not behind:
                effect(frame, t, number / fps)
        if card is not None:
            show_title(frame, card, number / fps, total / fps)
        if continued is not None and number < MATCH:
            share = camera.ease(number / MATCH)
            frame = np.asarray(cv2.addWeighted(frame, share, continued, 1 - share, 0), np.uint8)
        covers = masks
        if framing.roll:
            frame, covers = _rolled(frame, framing.roll), _rolled_masks(masks, framing.roll, small)
        frame = rendering.frame(frame)
        if slate is not None:
            slate.draw(frame, number)
        yield frame, covers


def _rolled(frame: Picture, degrees: float) -> Picture:
    """A frame as a tilted camera sees it, large enough that no corner is empty."""
    rows, columns = frame.shape[:2]
    tilt = math.radians(abs(degrees))
    grow = math.cos(tilt) + max(columns / rows, rows / columns) * math.sin(tilt)
    warp = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, grow)
    return np.asarray(cv2.warpAffine(frame, warp, (columns, rows), flags=cv2.INTER_LINEAR), np.uint8)


def _rolled_masks(masks: Picture, degrees: float, small: tuple[int, int]) -> Picture:
    return np.vstack([_rolled(part, degrees) for part in np.split(masks, max(1, masks.shape[0] // small[1]))])


def _painted(order: ShotTask, context: TakeContext) -> Painted:
    """The plate's layers; a picture that is not ours has only one."""
    layers = context.facts(order.plate).get("layers", ())
    far, *free = (
        decoded(context.file(order.plate, f"{name}.png").read_bytes()) if name in layers else None for name in LAYERS
    )
    if far is None:
        far = decoded(context.file(order.plate, "plate.png").read_bytes())
    return Painted(far, *free)


def _mask_size(order: ShotTask) -> tuple[int, int]:
    return -(-order.format.width // GRID), -(-order.format.height // GRID)

"""Pass 2: the locked plate under the camera, the cast over it, frame by frame into the encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ministudio_cli.media.ffmpeg import Encoder, MaskEncoder
from ministudio_cli.media.pcm import Sound, read_wav
from ministudio_cli.media.sheet import write_still
from ministudio_cli.media.still import last_frame
from ministudio_cli.planning.capability import named_in
from ministudio_cli.planning.tasks import SAMPLE_RATE, ShotTask
from ministudio_cli.providers.animatic import camera
from ministudio_cli.providers.animatic.actor import Actor, Part, cast
from ministudio_cli.providers.animatic.backdrop import Backdrop
from ministudio_cli.providers.animatic.compose import GRID
from ministudio_cli.providers.animatic.effects import effects_for
from ministudio_cli.providers.animatic.head import MOUTHS
from ministudio_cli.providers.animatic.look import look_of
from ministudio_cli.providers.animatic.paint import Painted, Picture, blend, decoded, premultiplied
from ministudio_cli.providers.animatic.scenery import LAYERS, mood_of
from ministudio_cli.providers.animatic.sets import place_of
from ministudio_cli.providers.animatic.stage import block, frame_set, held_in, pose_for
from ministudio_cli.providers.animatic.titles import Slate, title_card
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
    frames = draw_frames(order, context)
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
    return Take(
        files=files, facts={"frames": total, "figures": [figure.id for figure in order.figures], "mask": "exact"}
    )


def draw_frames(order: ShotTask, context: TakeContext) -> Iterator[tuple[Picture, Picture]]:
    """Each frame (BGR) with the figures' masks, a quarter of the size, one below the other."""
    total = order.head + order.body + order.tail
    fps = float(order.format.fps)
    width, height = order.format.width, order.format.height
    actors = cast_actors(order, context, total)
    framing = frame_set(order.size, order.seed, alone=not actors)
    backdrop = Backdrop(_painted(order, context), framing, width, height, focus="focus" in order.camera)
    card = title_card(order.title, order.style, width, height) if order.title else None
    accent = order.style.palette[0] if order.style.palette else "#4FC3D0"
    effects = effects_for(order.action, air_of(order.view), order.seed, accent)
    slate = Slate(order.slate, order.first, fps, width, height) if order.slate else None
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
        for index, actor in enumerate(actors):
            actor.draw(frame, masks[index * small[1] : (index + 1) * small[1]], pose, number, fps)
        backdrop.before(frame, masks, pose)
        for effect, behind in effects:
            if not behind:
                effect(frame, t, number / fps)
        if card is not None:
            _show(frame, card, t)
        if continued is not None and number < MATCH:
            share = camera.ease(number / MATCH)
            frame = np.asarray(cv2.addWeighted(frame, share, continued, 1 - share, 0), np.uint8)
        if slate is not None:
            slate.draw(frame, number)
        yield frame, masks


def _painted(order: ShotTask, context: TakeContext) -> Painted:
    """The plate's layers; a picture that is not ours has only one."""
    layers = context.facts(order.plate).get("layers", ())
    far, *free = (
        decoded(context.file(order.plate, f"{name}.png").read_bytes()) if name in layers else None for name in LAYERS
    )
    if far is None:
        far = decoded(context.file(order.plate, "plate.png").read_bytes())
    return Painted(far, *free)


def cast_actors(order: ShotTask, context: TakeContext, total: int) -> list[Actor]:
    """The figures on their marks, those behind first."""
    looks = [look_of(figure) for figure in order.figures]
    marks = block(looks, order.size, order.format.width, order.format.height, order.seed)
    mood = mood_of(order.view, order.style)
    adrift = place_of(order.view) == "space"
    actors = []
    for index, (figure, mark) in enumerate(zip(order.figures, marks, strict=True)):
        mouths = mouth_track(order, figure.id, context, total)
        others = [other.x - mark.x for place, other in enumerate(marks) if place != index]
        gaze = 0 if not others else 1 if min(others, key=abs) > 0 else -1
        acts = len(order.figures) == 1 or any(named_in(order.action, name) for name in (figure.name, figure.id))
        action = order.action if acts else ""
        slump = dict(figure.state).get("emotion", "")
        pose = pose_for(f"{action} {slump}", 1.0 if slump in ("overwhelmed", "defeated") else 0.0, speaking=any(mouths))
        part = Part(
            mark=mark, mood=mood, pose=pose, held=held_in(action) if pose == "hold" else "", action=order.action,
            mouths=mouths, gaze=gaze, adrift=adrift,
        )  # fmt: skip
        actors.append(cast(figure, part, _given(order, index, context)))
    return sorted(actors, key=lambda actor: actor.look.being == "orb")


def _given(order: ShotTask, index: int, context: TakeContext) -> Picture | None:
    """The cut-out of a portrait that is the user's own: premultiplied BGRA, no larger than the figure."""
    key = order.portraits[index] if index < len(order.portraits) else ""
    if not key or not context.facts(key).get("given"):
        return None
    picture = decoded(context.file(key, "portrait.png").read_bytes())
    mask = decoded(context.file(key, "mask.png").read_bytes())
    left, top, wide, tall = cv2.boundingRect(cv2.threshold(mask, 24, 255, cv2.THRESH_BINARY)[1])
    cut = cv2.merge([*cv2.split(picture[..., :3]), mask])[top : top + tall, left : left + wide]
    return premultiplied(np.ascontiguousarray(cut)) if wide and tall else None


def mouth_track(order: ShotTask, speaker: str, context: TakeContext, total: int) -> Sequence[int]:
    """How far a mouth is open in each frame, from the waveform of its own lines and nobody else's."""
    track = np.zeros(total, np.int8)
    fps = float(order.format.fps)
    for line in order.speech:
        if line.speaker != speaker:
            continue
        sound, _ = read_wav(context.file(line.take, "line.wav"))
        words = context.facts(line.take)["words"]
        track = np.maximum(track, _openings(sound, words, line.start, total, fps))
    return [int(level) for level in track]


def _openings(sound: Sound, words: Sequence[Sequence[Any]], start: int, total: int, fps: float) -> Any:
    span = SAMPLE_RATE / fps
    loud = np.zeros(total)
    for number in range(total):
        at = int(number * span) - start
        piece = sound[max(0, at) : max(0, int(at + span))]
        loud[number] = float(np.sqrt(np.mean(np.square(piece)))) if piece.size else 0.0
    heard = loud[loud > 0.004]
    if not heard.size:
        return np.zeros(total, np.int8)
    level = np.clip(loud / float(np.percentile(heard, 92)), 0, 1)
    level = np.where(loud > 0.012, np.ceil(level * (MOUTHS - 1)), 0)
    inside = np.zeros(total, bool)
    for _, first, last in words:
        inside[int((start + first) / span) : int((start + last) / span) + 1] = True
    return np.where(inside, level, 0).astype(np.int8)


def _show(frame: Picture, card: tuple[Picture, int, int], t: float) -> None:
    """A title that comes up out of the second half of its shot."""
    share = camera.ease((t - 0.5) / 0.2)
    if share <= 0:
        return
    picture, left, top = card
    shown = cv2.convertScaleAbs(picture, alpha=share) if share < 1 else picture
    blend(frame[top : top + picture.shape[0], left : left + picture.shape[1]], shown)


def _mask_size(order: ShotTask) -> tuple[int, int]:
    return -(-order.format.width // GRID), -(-order.format.height // GRID)

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
from ministudio_cli.plan.orders import SAMPLE_RATE, ShotOrder
from ministudio_cli.providers.animatic import camera
from ministudio_cli.providers.animatic.actor import MASK_SCALE, Actor, blend
from ministudio_cli.providers.animatic.effects import effects_for
from ministudio_cli.providers.animatic.head import MOUTHS
from ministudio_cli.providers.animatic.look import look_of
from ministudio_cli.providers.animatic.paint import Picture, decoded
from ministudio_cli.providers.animatic.scenery import mood_of
from ministudio_cli.providers.animatic.stage import block, frame_set, pose_for
from ministudio_cli.providers.animatic.titles import title_card
from ministudio_cli.providers.protocols import Bench, Take

QUALITY = {False: ("veryfast", 18), True: ("ultrafast", 23)}
"""x264 preset and crf of a final take and of a draft."""
MATCH = 10
"""Frames over which a shot that continues another leaves the other's last frame, which is its own first."""
_MARGIN = 1.14
"""How much more of the set than the frame is kept ready around it, so that the camera can move."""


def film_shot(order: ShotOrder, bench: Bench) -> Take:
    """Draw the whole take: head, body and tail, each a segment of its own, and the identity masks beside them."""
    cv2.setNumThreads(1)
    total = order.head + order.body + order.tail
    parts = [
        (name, count) for name, count in (("head", order.head), ("body", order.body), ("tail", order.tail)) if count
    ]
    frames = draw_frames(order, bench)
    size = (order.format.width, order.format.height)
    fps = int(order.format.fps)
    preset, crf = QUALITY[order.draft]
    files: dict[str, Path] = {}
    done = 0
    small = _mask_size(order)
    wanted = {order.head + order.body * share // 6 for share in (1, 3, 5)}
    stills: list[Path] = []
    masks = MaskEncoder(bench.folder / "mask.mkv", small[0], small[1] * max(1, len(order.figures)), fps)
    try:
        for name, count in parts:
            encoder = Encoder(
                bench.folder / f"{name}.mp4", *size, fps, preset=preset, crf=crf if name == "body" else 12
            )
            try:
                for _ in range(count):
                    frame, mask = next(frames)
                    if done in wanted:
                        stills.append(write_still(frame, bench.folder / f"still-{len(stills) + 1}.jpg"))
                    encoder.write(frame.data)
                    masks.write(mask.data)
                    done += 1
                    bench.progress(done, total)
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


def draw_frames(order: ShotOrder, bench: Bench) -> Iterator[tuple[Picture, Picture]]:
    """Each frame (BGR) with the figures' masks, a quarter of the size, one below the other."""
    plate = decoded(bench.file(order.plate, "plate.png").read_bytes())
    total = order.head + order.body + order.tail
    fps = float(order.format.fps)
    width, height = order.format.width, order.format.height
    actors = cast_actors(order, bench, total)
    framing = frame_set(order.size, order.seed, alone=not actors)
    set_ready = _backdrop(plate, order, framing)
    soft = cv2.GaussianBlur(set_ready, (0, 0), height / 1080 * 9) if "focus" in order.camera else None
    poses = camera.path(order.camera, total, fps, order.seed)
    card = title_card(order.title, order.style, width, height) if order.title else None
    accent = order.style.palette[0] if order.style.palette else "#4FC3D0"
    effects = effects_for(order.action, order.view.weather + " " + order.view.light, order.seed, accent)
    small = _mask_size(order)
    masks = np.zeros((small[1] * max(1, len(actors)), small[0]), np.uint8)
    continued = last_frame(bench.file(order.before, "body.mp4")) if order.before else None
    still: Picture | None = None
    for number, pose in enumerate(poses):
        if still is not None and not camera.moves(order.camera) and soft is None:
            frame = still.copy()
        else:
            frame = _seen(set_ready, pose, width, height)
            if soft is not None and pose.focus < 1:
                share = 1 - pose.focus
                frame = cv2.addWeighted(_seen(soft, pose, width, height), share, frame, 1 - share, 0)
            still = frame.copy() if number == 0 else still
        masks[:] = 0
        t = number / max(total - 1, 1)
        for effect, behind in effects:
            if behind:
                effect(frame, t, number / fps)
        for index, actor in enumerate(actors):
            actor.draw(frame, masks[index * small[1] : (index + 1) * small[1]], pose, number, total, fps)
        for effect, behind in effects:
            if not behind:
                effect(frame, t, number / fps)
        if card is not None:
            _show(frame, card, t)
        if continued is not None and number < MATCH:
            share = camera.ease(number / MATCH)
            frame = np.asarray(cv2.addWeighted(frame, share, continued, 1 - share, 0), np.uint8)
        yield frame, masks


def cast_actors(order: ShotOrder, bench: Bench, total: int) -> list[Actor]:
    """The figures on their marks, those behind first."""
    looks = [look_of(figure) for figure in order.figures]
    marks = block(looks, order.size, order.format.width, order.format.height)
    mood = mood_of(order.view, order.style)
    actors = []
    for index, (figure, mark) in enumerate(zip(order.figures, marks, strict=True)):
        mouths = mouth_track(order, figure.id, bench, total)
        others = [other.x - mark.x for place, other in enumerate(marks) if place != index]
        gaze = 0 if not others else 1 if min(others, key=abs) > 0 else -1
        told = order.action if figure.name.lower() in order.action.lower() or len(order.figures) == 1 else ""
        slump = dict(figure.state).get("emotion", "")
        pose = pose_for(f"{told} {slump}", 1.0 if slump in ("overwhelmed", "defeated") else 0.0, speaking=any(mouths))
        seed = int.from_bytes(figure.id.encode()[:4].ljust(4, b"x"), "big") % 100_000
        actors.append(Actor(figure, mark, mood, pose, order.action, mouths, seed, gaze))
    return sorted(actors, key=lambda actor: actor.look.being == "orb")


def mouth_track(order: ShotOrder, speaker: str, bench: Bench, total: int) -> Sequence[int]:
    """How far a mouth is open in each frame, from the waveform of its own lines and nobody else's."""
    track = np.zeros(total, np.int8)
    fps = float(order.format.fps)
    for line in order.speech:
        if line.speaker != speaker:
            continue
        sound, _ = read_wav(bench.file(line.take, "line.wav"))
        words = bench.facts(line.take)["words"]
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


def _backdrop(plate: Picture, order: ShotOrder, framing: Any) -> Picture:
    """The part of the plate that the shot can see, at the shot's own scale and softness."""
    width, height = order.format.width, order.format.height
    wide, tall = round(width * _MARGIN / 2) * 2, round(height * _MARGIN / 2) * 2
    rows, columns = plate.shape[:2]
    # A wide shot sees the whole plate but the margin for its moves.
    scale = max(wide / columns, tall / rows) * framing.zoom
    x = min(max(framing.x * columns, wide / 2 / scale), columns - wide / 2 / scale)
    y = min(max(framing.y * rows, tall / 2 / scale), rows - tall / 2 / scale)
    warp = np.array([[scale, 0, wide / 2 - x * scale], [0, scale, tall / 2 - y * scale]])
    seen = cv2.warpAffine(
        plate,
        warp,
        (wide, tall),
        flags=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )
    blur = framing.blur * height / 1080
    soft = cv2.GaussianBlur(seen, (0, 0), blur) if blur > 0.4 else seen
    # Four channels warp in half the time of three.
    return np.asarray(cv2.cvtColor(soft, cv2.COLOR_BGR2BGRA), np.uint8)


def _seen(backdrop: Picture, pose: camera.Pose, width: int, height: int) -> Picture:
    rows, columns = backdrop.shape[:2]
    zoom = 1 + (pose.zoom - 1) * 0.75
    x = columns / 2 + pose.x * width
    y = rows / 2 + pose.y * height
    if pose.turn:
        warp = cv2.getRotationMatrix2D((x, y), -pose.turn * 0.6, zoom)
        warp[:, 2] += (width / 2 - x, height / 2 - y)
    else:
        warp = np.array([[zoom, 0, width / 2 - x * zoom], [0, zoom, height / 2 - y * zoom]])
    seen = cv2.warpAffine(backdrop, warp, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGRA2BGR), np.uint8)


def _show(frame: Picture, card: tuple[Picture, int, int], t: float) -> None:
    """A title that comes up out of the second half of its shot."""
    share = camera.ease((t - 0.5) / 0.2)
    if share <= 0:
        return
    picture, left, top = card
    shown = cv2.convertScaleAbs(picture, alpha=share) if share < 1 else picture
    blend(frame[top : top + picture.shape[0], left : left + picture.shape[1]], shown)


def _mask_size(order: ShotOrder) -> tuple[int, int]:
    return -(-order.format.width // MASK_SCALE), -(-order.format.height // MASK_SCALE)

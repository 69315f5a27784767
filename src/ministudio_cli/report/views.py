"""Masks and comparisons, taken out of the store for other programs and for eyes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ministudio_cli.errors import UsageFault
from ministudio_cli.media.ffmpeg import Encoder, MaskEncoder
from ministudio_cli.media.frames import Picture, decoded, grey_frames
from ministudio_cli.media.writing import write_picture
from ministudio_cli.stabilise.conform import conformed
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.files import cleared, own_folder
from ministudio_cli.store.store import Store

_SIDE = 960
"""Pixels of a comparison's half, along its longer side."""
_EDGE = (80, 230, 255)
_TINTS = ((80, 200, 255), (255, 190, 80), (150, 255, 120), (220, 130, 255))


def export_masks(store: Store, shot: Artifact, folder: Path, name: str, fps: Fraction, *, png: bool) -> list[Path]:
    """One mask for each figure of a shot: a lossless grey film, or a folder of PNG pictures; what was written."""
    figures = list(shot.facts.get("figures", ()))
    if "mask.mkv" not in shot.files or not figures:
        return []
    own_folder(folder)
    written: list[Path] = []
    encoders: list[MaskEncoder] = []
    try:
        for number, masks in enumerate(masks_of(store, shot)):
            for index, (figure, mask) in enumerate(zip(figures, masks, strict=False)):
                place = folder / f"{name}-{figure}"
                if png:
                    own_folder(place)
                    write_picture(cleared(place / f"{number:05d}.png"), mask)
                elif len(encoders) <= index:
                    encoders.append(MaskEncoder(cleared(place.with_suffix(".mkv")), mask.shape[1], mask.shape[0], fps))
                if not number:
                    written.append(place if png else place.with_suffix(".mkv"))
                if not png:
                    encoders[index].write(np.ascontiguousarray(mask).data)
    finally:
        for encoder in encoders:
            encoder.close()
    return written


def export_comparison(store: Store, shot: Artifact, folder: Path, name: str, words: str) -> list[Path]:
    """A generated shot as it came beside what was made of it, the masks' edges on the right: a film and a still."""
    take = store.find(str(shot.facts.get("take", "")))
    if take is None or "clips" not in take.facts:
        return []
    own_folder(folder)
    fps = Fraction(str(shot.facts["fps"]))
    parts = [part for part in ("head.mp4", "body.mp4", "tail.mp4") if part in shot.files]
    finished = (frame for part in parts for frame in decoded(store.path(shot, part)))
    came = conformed([store.path(take, clip) for clip in take.facts["clips"]], int(shot.facts["frames"]), fps)
    masks: Iterator[list[Picture]] = masks_of(store, shot) if "mask.mkv" in shot.files else iter(())
    film, still = folder / f"{name}-compare.mp4", folder / f"{name}-compare.jpg"
    encoder: Encoder | None = None
    middle = int(shot.facts["frames"]) // 2
    for number, (before, after) in enumerate(zip(came, finished, strict=True)):
        scale = _SIDE / max(after.width, after.height)
        size = (2 * round(after.width * scale / 2), 2 * round(after.height * scale / 2))
        right = after.bgr(*size)
        _outlined(right, next(masks, []), len(shot.facts.get("figures", ())))
        pair = np.hstack([_titled(before.bgr(*size), "as it came"), _titled(right, words)])
        if encoder is None:
            encoder = Encoder(cleared(film), pair.shape[1], pair.shape[0], fps, preset="veryfast", crf=20)
        encoder.write(np.ascontiguousarray(pair).data)
        if number == middle:
            write_picture(cleared(still), pair, [cv2.IMWRITE_JPEG_QUALITY, 88])
    if encoder is None:
        raise UsageFault(f"the shot “{name}” has no frames", hint="render it again")
    encoder.close()
    return [film, still]


def write_overlay(store: Store, shot: Artifact, film: Path, fps: Fraction) -> Path | None:
    """A shot with each figure's mask over it, in a colour of its own, as a film; None where it has no figures."""
    figures = list(shot.facts.get("figures", ()))
    if "mask.mkv" not in shot.files or not figures:
        return None
    parts = [part for part in ("head.mp4", "body.mp4", "tail.mp4") if part in shot.files]
    frames = (frame.bgr(frame.width, frame.height) for part in parts for frame in decoded(store.path(shot, part)))
    encoder: Encoder | None = None
    for picture, masks in zip(frames, masks_of(store, shot), strict=True):
        shown = tinted(picture, masks, figures)
        if encoder is None:
            encoder = Encoder(cleared(film), shown.shape[1], shown.shape[0], fps, preset="veryfast", crf=20)
        encoder.write(np.ascontiguousarray(shown).data)
    if encoder is not None:
        encoder.close()
    return film


def tinted(picture: Picture, masks: list[Picture], figures: list[str]) -> Picture:
    """A frame, dimmed where nobody stands, with the figures' masks and names in their colours."""
    size = picture.shape[1::-1]
    shown = cv2.convertScaleAbs(picture, alpha=0.55).astype(np.float32)
    grown = [cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR) for mask in masks[: len(figures)]]
    for index, mask in enumerate(grown):
        share = (mask.astype(np.float32) / 255)[..., None]
        tint = np.array(_TINTS[index % len(_TINTS)], np.float32)
        shown = shown * (1 - share) + (picture * 0.75 + tint * 0.25) * share
    canvas = np.clip(shown, 0, 255).astype(np.uint8)
    for index, (figure, mask) in enumerate(zip(figures, grown, strict=True)):
        ink = _TINTS[index % len(_TINTS)]
        edges: Any = cv2.findContours((mask > 127).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
        cv2.drawContours(canvas, edges, -1, ink, 2, cv2.LINE_AA)
        if edges:
            left, top, _, _ = cv2.boundingRect(max(edges, key=len))
            at = (left + 6, max(22, top + 22))
            for colour, wide in (((0, 0, 0), 3), (ink, 1)):
                cv2.putText(canvas, figure, at, cv2.FONT_HERSHEY_SIMPLEX, 0.6, colour, wide, cv2.LINE_AA)
    return np.asarray(canvas, np.uint8)


def masks_of(store: Store, shot: Artifact) -> Iterator[list[Picture]]:
    """Each frame's masks, one a figure; estimated ones have a last one, of what is nobody's."""
    count = max(1, len(shot.facts["figures"]))
    parts = count + (1 if shot.facts.get("mask") == "estimated" else 0)
    for picture in grey_frames(store.path(shot, "mask.mkv")):
        yield [np.asarray(layer, np.uint8) for layer in np.split(picture, parts)]


def _outlined(picture: Picture, masks: list[Picture], figures: int) -> None:
    for mask in masks[:figures]:
        grown = cv2.resize(mask, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        edges: Any = cv2.findContours((grown > 127).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
        cv2.drawContours(picture, edges, -1, _EDGE, 1, cv2.LINE_AA)


def _titled(picture: Picture, words: str) -> Picture:
    for away, colour in ((1, (0, 0, 0)), (0, (255, 255, 255))):
        cv2.putText(picture, words, (14 + away, 28 + away), cv2.FONT_HERSHEY_SIMPLEX, 0.6, colour, 1, cv2.LINE_AA)
    return picture

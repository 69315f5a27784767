"""Pictures that the user gives, fitted to the size that is asked; a figure is cut from its ground."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from ministudio_cli.errors import UsageFault
from ministudio_cli.media.frames import Picture

_WORK = 384
"""Lines at which a figure is cut out."""


def given_picture(path: Path, width: int, height: int) -> Picture:
    """The picture (BGR) scaled and cropped around its middle to width × height; raises UsageFault where it is none."""
    return _fitted(_read(path)[..., :3], width, height)


def given_whole(path: Path) -> Picture:
    """The picture (BGR) as it is, upright; raises UsageFault where it is none."""
    return np.ascontiguousarray(_read(path)[..., :3])


def given_figure(path: Path, width: int, height: int) -> tuple[Picture, Picture]:
    """A portrait (BGR) and its figure's mask (8 bits): the picture's transparency, else what is not its ground."""
    picture = _fitted(_read(path), width, height)
    colour = np.ascontiguousarray(picture[..., :3])
    if picture.shape[2] == 4 and int(picture[..., 3].min()) < 250:
        return colour, np.ascontiguousarray(picture[..., 3])
    return colour, _cut_out(colour)


def _read(path: Path) -> Picture:
    with path.open("rb") as file:
        head = file.read(12)
    # A camera's own turning is honoured by OpenCV only where it reads colours; only PNG and WebP have transparency.
    way = cv2.IMREAD_COLOR if head.startswith(b"\xff\xd8") else cv2.IMREAD_UNCHANGED
    try:
        picture = cv2.imread(str(path), way)
    except cv2.error as error:
        raise UsageFault(f"the picture {path.name} is too large to be read", hint="make it smaller") from error
    if picture is None:
        raise UsageFault(f"the picture {path.name} cannot be read", hint="give a PNG, JPEG or WebP file")
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return np.asarray(picture if picture.dtype == np.uint8 else cv2.convertScaleAbs(picture, alpha=1 / 257), np.uint8)


def _fitted(picture: Picture, width: int, height: int) -> Picture:
    """Cropped to the shape that is asked around its middle, and then scaled: what is thrown away is never made."""
    rows, columns = picture.shape[:2]
    scale = max(width / columns, height / rows)
    across, down = min(columns, max(1, round(width / scale))), min(rows, max(1, round(height / scale)))
    top, left = (rows - down) // 2, (columns - across) // 2
    kept = picture[top : top + down, left : left + across]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(kept, (width, height), interpolation=way), np.uint8)


def _cut_out(picture: Picture) -> Picture:
    """GrabCut: the ground is learnt from the upper corners and the sides, the figure stands in the middle."""
    rows, columns = picture.shape[:2]
    scale = _WORK / rows
    small = cv2.resize(picture, (round(columns * scale), _WORK), interpolation=cv2.INTER_AREA)
    wide = small.shape[1]
    mask = np.full(small.shape[:2], cv2.GC_PR_BGD, np.uint8)
    mask[int(_WORK * 0.08) :, int(wide * 0.2) : int(wide * 0.8)] = cv2.GC_PR_FGD
    mask[int(_WORK * 0.3) : int(_WORK * 0.8), int(wide * 0.44) : int(wide * 0.56)] = cv2.GC_FGD
    edge = max(2, wide // 40)
    mask[:edge] = mask[: _WORK // 2, :edge] = mask[: _WORK // 2, -edge:] = cv2.GC_BGD
    cv2.setRNGSeed(1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, mask, (0, 0, 1, 1), *models, 6, cv2.GC_INIT_WITH_MASK)
    figure = np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(figure)
    if count > 1:
        figure = np.where(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()), 255, 0).astype(np.uint8)
    soft = cv2.GaussianBlur(cv2.morphologyEx(figure, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), (0, 0), 1.2)
    return np.asarray(cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_CUBIC), np.uint8)

"""Laying one picture over another at a sub-pixel place: only where it is seen, in 8 bits."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.providers.animatic.paint import Picture, blend

GRID = 4
"""Masks are a quarter of the frame's size: what is laid keeps to their grid."""


def lay(
    frame: Picture, over: Picture, warp: NDArray[np.float64], *, edge: int = cv2.BORDER_CONSTANT
) -> tuple[int, int, Picture] | None:
    """Warp a premultiplied BGRA picture into a BGR frame, in place.

    `warp` is 2 × 3, from the picture's pixels to the frame's. Gives the column and row of the region that was touched,
    on the grid of the masks, and what was laid there; None where nothing is seen.
    """
    rows, columns = frame.shape[:2]
    tall, wide = over.shape[:2]
    corners = np.array([[0, 0, 1], [wide, 0, 1], [0, tall, 1], [wide, tall, 1]], np.float64) @ warp.T
    left, top = (max(0, int(np.floor(least)) - 1) // GRID * GRID for least in corners.min(axis=0))
    right = min(columns, -(-(int(np.ceil(corners[:, 0].max())) + 1) // GRID) * GRID)
    bottom = min(rows, -(-(int(np.ceil(corners[:, 1].max())) + 1) // GRID) * GRID)
    if right <= left or bottom <= top:
        return None
    size = (right - left, bottom - top)
    if edge == cv2.BORDER_CONSTANT and abs(warp[0, 0] - 1) < 1e-4 and abs(warp[0, 1]) < 1e-6:
        patch = _shifted(over, warp[0, 2] - left, warp[1, 2] - top, size)
    else:
        moved = warp.copy()
        moved[:, 2] -= (left, top)
        patch = np.asarray(cv2.warpAffine(over, moved, size, flags=cv2.INTER_LINEAR, borderMode=edge), np.uint8)
    blend(frame[top:bottom, left:right], patch)
    return left, top, patch


def _shifted(over: Picture, x: float, y: float, size: tuple[int, int]) -> Picture:
    """The picture at a sub-pixel place on an empty canvas of width × height: bilinear, without a warp."""
    wide, tall = size
    canvas = np.zeros((tall, wide, 4), np.uint8)
    ix, iy = int(np.floor(x)), int(np.floor(y))
    fx, fy = x - ix, y - iy
    left, top = max(0, ix), max(0, iy)
    right, bottom = min(wide, ix + over.shape[1] + 1), min(tall, iy + over.shape[0] + 1)
    if right <= left or bottom <= top:
        return canvas
    # One row and column more on each side, so that edges fade into nothing.
    bare = cv2.copyMakeBorder(
        over[max(0, top - iy - 1) : bottom - iy, max(0, left - ix - 1) : right - ix],
        int(top - iy < 1), int(bottom - iy > over.shape[0]), int(left - ix < 1), int(right - ix > over.shape[1]),
        cv2.BORDER_CONSTANT, value=(0, 0, 0, 0),
    )  # fmt: skip
    across = cv2.addWeighted(bare[:, 1:], 1 - fx, bare[:, :-1], fx, 0)
    cv2.addWeighted(across[1:], 1 - fy, across[:-1], fy, 0, dst=canvas[top:bottom, left:right])
    return canvas


def slid(picture: Picture, left: float, top: float, width: int, height: int) -> Picture:
    """The width × height window of a BGR picture at a sub-pixel place: what a warp would give, in a third of its time."""
    rows, columns = picture.shape[:2]
    left, top = min(max(left, 0.0), columns - width - 1.0), min(max(top, 0.0), rows - height - 1.0)
    x, y = int(left), int(top)
    fx, fy = left - x, top - y
    across = picture[y : y + height + 1, x : x + width]
    if fx:
        across = cv2.addWeighted(across, 1 - fx, picture[y : y + height + 1, x + 1 : x + 1 + width], fx, 0)
    return np.asarray(
        cv2.addWeighted(across[:height], 1 - fy, across[1 : height + 1], fy, 0) if fy else across[:height].copy(),
        np.uint8,
    )


def pieces(picture: Picture) -> list[tuple[int, int, Picture]]:
    """What stands in a mostly empty BGRA picture, cut apart where columns are empty: column, row and cut-out of each."""
    seen: Any = picture[..., 3].max(axis=0) > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], seen.view(np.int8), [0]])))
    found = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(picture[:, left:right, 3].max(axis=1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        found.append((int(left), top, np.ascontiguousarray(picture[top:bottom, left:right])))
    return found

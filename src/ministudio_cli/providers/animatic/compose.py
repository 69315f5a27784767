"""Laying one picture over another at a sub-pixel place: only where it is seen, in 8 bits."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.providers.animatic.paint import Picture

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
    moved = warp.copy()
    moved[:, 2] -= (left, top)
    patch = cv2.warpAffine(over, moved, (right - left, bottom - top), flags=cv2.INTER_LINEAR, borderMode=edge)
    blend(frame[top:bottom, left:right], patch)
    return left, top, np.asarray(patch, np.uint8)


def blend(under: Picture, over: Picture) -> None:
    """Lay a premultiplied BGRA patch over a BGR region, in place."""
    colour, alpha = cv2.cvtColor(over, cv2.COLOR_BGRA2BGR), over[..., 3]
    through = cv2.cvtColor(cv2.bitwise_not(alpha), cv2.COLOR_GRAY2BGR)
    cv2.add(cv2.multiply(under, through, scale=1 / 255), colour, dst=under)


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

"""What is burnt into a picture: writing and watermarks, which stand still in the frame and not in the set."""

from __future__ import annotations

import cv2
import numpy as np

from ministudio_cli.media.frames import Picture

_LARGEST = 0.05
"""Share of the frame beyond which it is no mark."""


def boxes(still: Picture) -> list[list[float]]:
    """Each mark as [left, top, width, height] in shares of the frame; `still` is 255 where it stood all the time."""
    rows, columns = still.shape
    joined = cv2.morphologyEx(still, cv2.MORPH_CLOSE, np.ones((3, max(3, columns // 24)), np.uint8))
    _, _, told, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for left, top, wide, tall, area in told[1:].tolist():
        # Writing stands at an edge, and is wider than it is high.
        outside = top + tall > 0.8 * rows or top < 0.2 * rows
        if outside and wide > 1.5 * tall and 0.0004 * still.size < area < _LARGEST * still.size:
            found.append(
                [round(left / columns, 3), round(top / rows, 3), round(wide / columns, 3), round(tall / rows, 3)]
            )
    return found

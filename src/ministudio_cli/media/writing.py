"""Writing pictures, so that a disk that is full says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2

from ministudio_cli.errors import Defect

QUICK = (cv2.IMWRITE_PNG_COMPRESSION, 3)


def write_picture(path: Path, picture: Any, options: Sequence[int] = ()) -> Path:
    """Write an array, (rows, columns[, 3 or 4]) of 8 bits, in the format of the path's suffix; raises OSError.

    `options` are OpenCV's. The bytes are made in memory: OpenCV writes to a file without telling why it failed.
    """
    done, data = cv2.imencode(path.suffix, picture, list(options))
    if not done:
        raise Defect(f"{path.name} cannot be encoded")
    path.write_bytes(data.tobytes())
    return path

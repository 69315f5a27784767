"""Pictures that the user gives: used as they are, only fitted to the size that is asked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from ministudio_cli.errors import UsageFault
from ministudio_cli.providers.animatic.paint import Picture


def given_picture(path: Path, width: int, height: int) -> Picture:
    """The picture scaled and cropped around its middle to width × height; raises UsageFault where it is none."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise UsageFault(f"the reference {path.name} is not a picture", hint="give a PNG or JPEG file")
    rows, columns = picture.shape[:2]
    scale = max(width / columns, height / rows)
    grown = cv2.resize(
        picture,
        (round(columns * scale), round(rows * scale)),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
    )
    top, left = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    return np.asarray(grown[top : top + height, left : left + width], np.uint8)

"""People, as a small network sees them: used where its weights are installed, added to what the plate tells."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ministudio_cli.media.frames import Picture

_SIDE = 256
_SURE = 0.7


def weights() -> Path | None:
    """The file of MediaPipe's selfie segmentation (Apache-2.0), if a package that ships it is installed."""
    try:
        spec = find_spec("mediapipe")
    except (ImportError, ValueError):
        return None
    for folder in spec.submodule_search_locations or () if spec else ():
        for found in sorted(Path(folder).rglob("selfie_segmentation.tflite")):
            return found
    return None


@cache
def segmenter() -> Callable[[Picture], Picture] | None:
    """Frame (BGR) to the mask of people in it (8 bits, hard); None where there are no weights to do it with."""
    file = weights()
    if file is None:
        return None
    try:
        network: Any = cv2.dnn.readNetFromTFLite(str(file))
    except (cv2.error, AttributeError):
        return None

    def people(frame: Picture) -> Picture:
        blob = cv2.dnn.blobFromImage(frame, 1 / 255, (_SIDE, _SIDE), swapRB=True)
        network.setInput(blob)
        share = np.asarray(network.forward(), np.float32).reshape(_SIDE, _SIDE)
        grown = cv2.resize(share, frame.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        return np.where(grown > _SURE, 255, 0).astype(np.uint8)

    return people

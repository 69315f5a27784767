"""What an examination writes down of each frame."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LOST = -1.0
"""The share of points that follow a plate which is not seen."""


@dataclass(slots=True)
class Notes:
    """What was seen, a row for each frame unless it says otherwise. Lengths in shares of its width, levels of 255.

    `place`: the plate's similarity. `follow`: the share of points that follow it, LOST where it is not seen (the rest
    of that row then says nothing). `away`: the median distance of the background to the plate in L*a*b*. `flow`: what
    motion is left in the background, in pixels of the small size.
    `gain`, `lift`: the light (BGR). `subject`, `rest`: shares of the frame that the figures cover, and that is neither
    figure nor set. `flicker`: change of the background from the frame before, the camera's motion taken out. `step`:
    mean change of the whole picture. `level`: its mean. `like`, `sharp`: structural similarity of the background to the
    plate, and sharpness over the plate's (one row for some frames). `stretch`: by how much the set is wider than high.
    `bend`: the motion that is left in cells of the plate, (rows, columns, 2) pixels; NaN where it cannot be told.
    """

    place: list[Numbers] = field(default_factory=list)
    follow: list[float] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    flow: list[float] = field(default_factory=list)
    gain: list[Numbers] = field(default_factory=list)
    lift: list[Numbers] = field(default_factory=list)
    subject: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)
    flicker: list[float] = field(default_factory=list)
    step: list[float] = field(default_factory=list)
    level: list[float] = field(default_factory=list)
    stretch: list[float] = field(default_factory=list)
    like: list[float] = field(default_factory=list)
    sharp: list[float] = field(default_factory=list)
    bend: list[Numbers] = field(default_factory=list)

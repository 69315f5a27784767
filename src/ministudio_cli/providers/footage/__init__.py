"""Footage of one's own as shots: cut out of its files at the film's rate and size, with its own sound."""

from __future__ import annotations

from typing import ClassVar

from ministudio_cli.errors import UsageFault
from ministudio_cli.planning.credit import LETTERING, Credit
from ministudio_cli.planning.source_types import CAPTURED
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.kit import ShotProvider, Take, TakeContext
from ministudio_cli.versions import version_of_source


class FootageShots(ShotProvider):
    """Makes the take's parts with `last.png`, and `sound.wav` (48 kHz stereo, as long as the take) if it has sound.

    It only makes shots that have a `clip:`; raises UsageFault for another.
    """

    version: ClassVar[str] = version_of_source(
        "footage", "providers/footage", "providers/clip_sound",
        "providers/given", "providers/animatic/camera", "providers/animatic/titles",
        "providers/animatic/filming", "media",
        libraries=("numpy", "opencv-python-headless", "resvg-py", "imageio-ffmpeg", "av"),
    )  # fmt: skip
    source: ClassVar[str] = CAPTURED
    credits: ClassVar[tuple[Credit, ...]] = LETTERING

    def shot(self, order: ShotTask, context: TakeContext) -> Take:
        from ministudio_cli.providers.footage.cutting import cut_shot  # noqa: PLC0415 - OpenCV

        if not order.footage:
            raise UsageFault("footage makes only shots that have a clip:", hint="name another provider of shots")
        return cut_shot(order, context)

    @classmethod
    def unmoved(cls, camera: str) -> str:
        from ministudio_cli.providers.animatic.camera import known  # noqa: PLC0415

        return "" if known(camera) else f"the camera “{camera}” stands still: it says no move"

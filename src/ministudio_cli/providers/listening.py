"""The order to listen: a music file to its beats and onsets, kept as facts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import platformdirs

from ministudio_cli.plan.orders import ListenOrder
from ministudio_cli.providers.bed_version import LISTENING
from ministudio_cli.providers.kit import Take, TakeContext

if TYPE_CHECKING:
    from ministudio_cli.sync.listen import Hearing


def hear(path: Path) -> Hearing:
    """The sound of any audio or video file, heard."""
    # numba compiles librosa's loops once a machine, if it has a lasting place for them.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(platformdirs.user_cache_dir("ministudio")) / "numba"))
    from ministudio_cli.media.pcm import decode  # noqa: PLC0415
    from ministudio_cli.sync.listen import RATE, listen  # noqa: PLC0415

    return listen(decode(path, RATE))


class Listening:
    """Makes no file; its facts are the hearing."""

    version: ClassVar[str] = LISTENING

    def listen(self, order: ListenOrder, context: TakeContext) -> Take:
        heard = hear(context.file(order.file, "file"))
        return Take(
            files={},
            facts={
                "tempo": heard.tempo,
                "clarity": heard.clarity,
                "seconds": heard.seconds,
                "beats": [list(one) for one in heard.beats],
                "downbeats": list(heard.downbeats),
                "onsets": [list(one) for one in heard.onsets],
            },
        )

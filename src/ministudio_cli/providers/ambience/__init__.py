"""Ambience made on this machine: rain, wind, waves, birds, traffic, crowds, by numbers alone, the same bytes each time.

A kind of sound is a function in `nature` or `people`, with its level in `sounds`; the words that ask for it stand in
`reading.soundscape`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.pcm import WavWriter
from ministudio_cli.planning.sound_tasks import AmbienceTask
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.providers.ambience.recorded import Recorded
from ministudio_cli.providers.ambience.sounds import Sounding, sounding
from ministudio_cli.providers.kit import Take, TakeContext

FADE = SAMPLE_RATE // 4
"""Samples in which one place's sound passes into another's."""


class Ambience:
    """Makes `ambience.wav`, 48 kHz stereo, exactly as long as ordered."""

    def ambience(self, order: AmbienceTask, context: TakeContext) -> Take:
        path = context.folder / "ambience.wav"
        files = {key: Recorded(context.file(key, "file"), context.folder / f"{key}.wav") for key in order.inputs}
        with WavWriter(path, 2, SAMPLE_RATE) as out:
            for piece in pieces(order, files):
                out.write(piece)
        context.progress(order.samples, order.samples)
        return Take(files={"ambience.wav": path}, facts={"samples": order.samples})


def pieces(order: AmbienceTask, files: Mapping[str, Recorded] | None = None) -> Iterator[NDArray[np.float32]]:
    """The sound second by second, shape (samples, 2); `files` are the sounds of its files, by their artifacts."""
    kinds = sorted({layer for span in order.spans for layer in span.layers})
    playing: list[tuple[Sounding | Recorded, NDArray[np.float64], NDArray[np.float64]]] = []
    for layer in kinds:
        marks, gains = _gains(order, [layer in span.layers for span in order.spans])
        playing.append((sounding(layer.kind, order.seed, muffled=layer.muffled), marks, gains))
    for file, sound in (files or {}).items():
        marks, gains = _gains(order, [span.file == file for span in order.spans])
        playing.append((sound, marks, gains))
    for start in range(0, order.samples, SAMPLE_RATE):
        count = min(SAMPLE_RATE, order.samples - start)
        at = np.arange(start, start + count)
        whole = np.zeros((count, 2), np.float32)
        for source, marks, gains in playing:
            gain = np.interp(at, marks, gains).astype(np.float32)
            if gain.any():
                whole += source.more(SAMPLE_RATE)[:count] * gain[:, None]
        yield whole


def _gains(order: AmbienceTask, heard: Sequence[bool]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How loud a sound is along the film that is heard in some spans: places in samples, and the gain at each."""
    marks: list[float] = []
    gains: list[float] = []
    for span, there in zip(order.spans, heard, strict=True):
        gain = 10 ** (span.level / 20) if there else 0.0
        ramp = min(FADE, (span.end - span.start) // 2) / 2
        marks += [span.start + ramp, span.end - ramp]
        gains += [gain, gain]
    return np.asarray(marks, np.float64), np.asarray(gains, np.float64)

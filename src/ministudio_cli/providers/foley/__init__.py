"""Foley made on this machine: steps, knocks, doors, keys, each where it is seen, by numbers alone.

A kind of sound is a function in `sounds`; a verb says which it makes in `animatic/words/verbs.yaml`; the words that say
what is walked on stand in `reading.soundscape`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.pcm import WavWriter
from ministudio_cli.planning.sound_tasks import FoleySpan, FoleyTask
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.providers.foley.sounds import made
from ministudio_cli.providers.kit import Take, TakeContext

_WIDTH = 0.75
"""How far to a side something at the edge of the frame is heard."""
_FALL = SAMPLE_RATE * 30 // 1000
"""Samples in which a sound ends with its shot."""


class Foley:
    """Makes `foley.wav`, 48 kHz stereo, exactly as long as ordered; facts: `sounds` (how many)."""

    def foley(self, order: FoleyTask, context: TakeContext) -> Take:
        laid = [
            (start, sound)
            for span in order.spans
            for start, sound in _laid(span, context.facts(span.take).get("heard", ()), order)
        ]
        path = context.folder / "foley.wav"
        with WavWriter(path, 2, SAMPLE_RATE) as out:
            for piece in _pieces(laid, order.samples):
                out.write(piece)
        context.progress(order.samples, order.samples)
        return Take(files={"foley.wav": path}, facts={"samples": order.samples, "sounds": len(laid)})


def _laid(span: FoleySpan, heard: Any, order: FoleyTask) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Each sound of a shot, (samples, 2), with the sample of the film that it begins at."""
    for number, (frame, kind, weight, pan) in enumerate(heard):
        start = span.start + round(frame * SAMPLE_RATE / order.fps)
        if start >= span.end:
            continue
        own = hashlib.sha256(f"{span.take} {number} {kind}".encode()).digest()[:4]
        chance = np.random.default_rng([order.seed, int.from_bytes(own, "big")])
        sound = made(kind, span.ground, chance)[: span.end - start] * float(weight)
        if start + sound.size == span.end:
            fall = min(_FALL, sound.size)
            sound[-fall:] *= np.linspace(1, 0, fall)
        side = (_WIDTH * float(pan) + 1) * np.pi / 4
        yield start, np.stack([sound * np.cos(side), sound * np.sin(side)], axis=1).astype(np.float32)


def _pieces(laid: list[tuple[int, NDArray[np.float32]]], samples: int) -> Iterator[NDArray[np.float32]]:
    for first in range(0, samples, SAMPLE_RATE):
        count = min(SAMPLE_RATE, samples - first)
        whole = np.zeros((count, 2), np.float32)
        for start, sound in laid:
            at = max(start, first)
            end = min(start + len(sound), first + count)
            if at < end:
                whole[at - first : end - first] += sound[at - start : end - start]
        yield whole

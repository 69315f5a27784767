"""Foley made on this machine: steps, knocks, doors, keys, each where it is seen, by numbers alone.

A kind of sound is a function in `sounds`; a verb says which it makes in `animatic/words/verbs.yaml`; the words that say
what is walked on stand in `reading.soundscape`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
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
        laid = sorted(
            (each for span in order.spans for each in _laid(span, context.facts(span.take).get("heard", ()), order)),
            key=lambda each: each.start,
        )
        path = context.folder / "foley.wav"
        with WavWriter(path, 2, SAMPLE_RATE) as out:
            for piece in _pieces(laid, order):
                out.write(piece)
        context.progress(order.samples, order.samples)
        return Take(files={"foley.wav": path}, facts={"samples": order.samples, "sounds": len(laid)})


@dataclass(frozen=True, slots=True)
class _Laid:
    """One sound: the sample of the film that it begins at, what it is, and the sample at which its shot ends."""

    start: int
    end: int
    kind: str
    weight: float
    pan: float
    ground: str
    name: str


def _laid(span: FoleySpan, heard: Any, order: FoleyTask) -> Iterator[_Laid]:
    for number, (frame, kind, weight, pan) in enumerate(heard):
        start = span.start + round(frame * SAMPLE_RATE / order.fps)
        if start < span.end:
            yield _Laid(start, span.end, kind, float(weight), float(pan), span.ground, f"{span.take} {number} {kind}")


def _sound(laid: _Laid, seed: int) -> NDArray[np.float32]:
    """The sound, (samples, 2), from the side where it is seen; it ends with its shot."""
    own = hashlib.sha256(laid.name.encode()).digest()[:4]
    chance = np.random.default_rng([seed, int.from_bytes(own, "big")])
    sound = made(laid.kind, laid.ground, chance)[: laid.end - laid.start] * laid.weight
    if laid.start + sound.size == laid.end:
        fall = min(_FALL, sound.size)
        sound[-fall:] *= np.linspace(1, 0, fall)
    side = (_WIDTH * laid.pan + 1) * np.pi / 4
    return np.stack([sound * np.cos(side), sound * np.sin(side)], axis=1).astype(np.float32)


def _pieces(laid: list[_Laid], order: FoleyTask) -> Iterator[NDArray[np.float32]]:
    """Second by second: a sound is made when its second comes, and forgotten when it has ended."""
    left, ringing = list(reversed(laid)), list[tuple[int, NDArray[np.float32]]]()
    for first in range(0, order.samples, SAMPLE_RATE):
        count = min(SAMPLE_RATE, order.samples - first)
        while left and left[-1].start < first + count:
            due = left.pop()
            ringing.append((due.start, _sound(due, order.seed)))
        whole = np.zeros((count, 2), np.float32)
        for start, sound in ringing:
            at, end = max(start, first), min(start + len(sound), first + count)
            if at < end:
                whole[at - first : end - first] += sound[at - start : end - start]
        ringing = [(start, sound) for start, sound in ringing if start + len(sound) > first + count]
        yield whole

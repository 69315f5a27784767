"""The offline voice's reading of texts as spectra, without its sound: what a recording is compared with.

Nine tenths of what the model computes turns a description of the sound (512 numbers, 80 times a second) into samples. A
comparison of spectra needs no samples: one matrix gives the spectrum from that description (`spectra.npz`, fitted to
what the model says itself by `tests/bench/spectra.py`), and the words' times are exact as they are when it speaks.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ministudio_cli.planning.casting import speaks
from ministudio_cli.providers.voices.kokoro import KokoroVoice, chunks_of, own_language, pace_of, token_times
from ministudio_cli.providers.voices.kokoro_model import (
    DURATIONS,
    RATE,
    cached_model,
    inputs_of,
    model_file,
    samples_of,
    session,
)  # fmt: skip
from ministudio_cli.providers.voices.phonemes import Token, known
from ministudio_cli.providers.voices.script import Script
from ministudio_cli.providers.voices.warping import QUIETEST, Frames, frames_in
from ministudio_cli.reading.aloud import read
from ministudio_cli.reading.spans import timed
from ministudio_cli.store.files import write_whole

DESCRIPTION = "/decoder/decoder/decode.3/Div_4_output_0"
"""What the model's last part makes samples of: shape (1, 512, frames)."""
DESCRIBED = 80.0
"""Frames of it a second."""
PAUSE = 0.25
"""Seconds of silence before and after each text: where silence of the recording may lie."""
Times = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a text from `first` up to, without, `last`."""

    line: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Texts as a voice reads them: natural logarithms of power in mel bands, shape (frames, bands), and the words of
    each text with their seconds.
    """

    spectra: Frames
    words: tuple[tuple[Times, ...], ...]

    def without(self, sentences: Sequence[Sentence]) -> Reference:
        """The reading as if sentences of it had not been read."""
        kept = np.ones(len(self.spectra), bool)
        dropped = set()
        for sentence in sentences:
            own = self.words[sentence.line]
            end = own[sentence.last][1] if sentence.last < len(own) else own[-1][2]
            kept[frames_in(own[sentence.first][1]) : frames_in(end)] = False
            dropped |= {(sentence.line, at) for at in range(sentence.first, sentence.last)}
        moved = np.concatenate([[0], np.cumsum(kept)]) / frames_in(1.0)

        def place(seconds: float) -> float:
            return float(np.interp(seconds * frames_in(1.0), np.arange(len(moved)), moved))

        words = tuple(
            tuple(
                (word, place(start), place(end))
                for at, (word, start, end) in enumerate(own)
                if (line, at) not in dropped
            )
            for line, own in enumerate(self.words)
        )
        return Reference(spectra=self.spectra[kept], words=words)


def reference_voice(language: str, *, deep: bool) -> str | None:
    """The offline voice whose reading is compared with a recording in a language: a man's where `deep`, the best there
    is; None where none speaks it.
    """
    able = [voice for voice in KokoroVoice.offered() if speaks(voice, language)]
    if not able:
        return None
    return max(able, key=lambda voice: ((voice.gender == "male") == deep, voice.quality)).name


@lru_cache(maxsize=4)
def reference_of(script: Script, language: str, voice: str) -> Reference:
    """The texts of a script, one after another, as a voice reads them."""
    pause = np.full((frames_in(PAUSE), len(matrix()[1])), QUIETEST, np.float32)
    pieces, words, frames = [pause], [], len(pause)
    own = own_language(voice, language)
    for text, say in script.spoken:
        reading = read(text, own, say=say, lexicon=dict(script.lexicon), known=known)
        times: list[tuple[int, int, float, float]] = []
        samples = 0
        for chunk in chunks_of(reading.spoken, own):
            described, lengths = _described(chunk, voice, pace_of(own))
            times += token_times(chunk, lengths, samples)
            samples += int(lengths.sum())
            pieces.append(spectra(described, frames_in(samples / RATE) - frames_in((samples - lengths.sum()) / RATE)))
        pieces.append(pause)
        start = frames / frames_in(1.0)
        words.append(tuple((word, start + since, start + until) for word, since, until in timed(reading, times)))
        frames += frames_in(samples / RATE) + len(pause)
    return Reference(spectra=np.concatenate(pieces), words=tuple(words))


def spectra(described: Frames, frames: int) -> Frames:
    """The spectra of a description, shape (frames, 512)."""
    weights, level, centre = matrix()
    return np.asarray((at_spectra(described, frames) - centre) @ weights + level, np.float32)


def at_spectra(described: Frames, frames: int) -> Frames:
    """A description at the times of a sound's spectra. Its own frames stand for the middles of their lengths."""
    at = np.arange(frames) / frames_in(1.0) * DESCRIBED - 0.5
    below = np.clip(at.astype(int), 0, len(described) - 1)
    above = np.minimum(below + 1, len(described) - 1)
    share = np.clip(at - below, 0.0, 1.0)[:, None]
    return np.asarray(described[below] * (1 - share) + described[above] * share, np.float32)


def _described(chunk: Sequence[Token], voice: str, pace: float) -> tuple[Frames, Any]:
    """The description of a piece's sound, shape (frames, 512), and its tokens' lengths in samples."""
    described, lengths = session(_describing()).run(None, inputs_of(chunk, voice, pace))
    return np.asarray(described[0].T, np.float32), samples_of(lengths)


@cache
def _describing() -> Path:
    """The model without its last part, made once for the user."""
    place = cached_model("spectra")
    if place.is_file():
        return place
    import onnx  # noqa: PLC0415
    import onnx.utils  # noqa: PLC0415

    model = onnx.load(str(model_file()))
    model.graph.output.append(onnx.helper.make_empty_tensor_value_info(DESCRIPTION))
    inputs = [given.name for given in model.graph.input]
    part = onnx.utils.Extractor(model).extract_model(inputs, [DESCRIPTION, DURATIONS])
    return write_whole(place, part.SerializeToString())


@cache
def matrix() -> tuple[Frames, Frames, Frames]:
    """The matrix, shape (512, bands), the bands' mean level, and the description's mean."""
    with (importlib.resources.files("ministudio_cli.providers.voices") / "spectra.npz").open("rb") as stream:
        packed = np.load(stream)
        return tuple(np.asarray(packed[name], np.float32) for name in ("weights", "level", "centre"))  # type: ignore[return-value]

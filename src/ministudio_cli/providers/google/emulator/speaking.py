"""The emulator's speech: the machine's own offline voice, or a hum, with the marks that were asked for."""

from __future__ import annotations

import html
import re
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

from ministudio_cli.media.pcm import write_wav
from ministudio_cli.planning.casting import speaks
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.providers.registry import voice_engine
from ministudio_cli.providers.spec import Settings
from ministudio_cli.screenplay.model import Voice

_turn = threading.Lock()
_MALE = {"Charon", "Fenrir", "Orus", "Puck", "Algenib", "Q", "D"}


def speak(said: str, voice: str, engine: str, length: float) -> tuple[bytes, list[tuple[str, float]]]:
    """The words as a WAV file, and each mark's seconds; `length` stretches them."""
    from ministudio_cli.media.pcm import read_wav  # noqa: PLC0415

    names = re.findall(r'<mark name="([^"]+)"/>', said)
    words = html.unescape(re.sub(r"<[^>]+>", " ", said))
    _, maker = voice_engine(engine)
    wanted = "male" if voice.rsplit("-", 1)[-1] in _MALE else "female"
    language = "-".join(voice.split("-")[:2])
    offered = [each for each in maker.offered() if speaks(each, language)] or maker.offered()
    fit = next((offer.name for offer in offered if offer.gender == wanted), offered[0].name)
    order = LineTask(
        maker=ProviderRef(name=engine),
        text=" ".join(words.split()) or "…",
        language=language,
        voice=Voice(name=fit, pace=Fraction(1) / Fraction(str(length))),
        seed=0,
    )
    with _turn, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        context = TakeContext(folder=folder, file=_none, facts=_none, progress=lambda *_: None)
        take = maker(Settings()).line(order, context)
        sound, _ = read_wav(take.files["line.wav"])
        audio = write_wav(folder / "said.wav", sound, SAMPLE_RATE).read_bytes()
        times = [start / SAMPLE_RATE for _, start, _ in take.facts["words"]]
    return audio, [(mark, times[min(number, len(times) - 1)]) for number, mark in enumerate(names) if times]


def grpc_server(engine: str, length: float, note: Callable[..., None]) -> tuple[Any, int]:
    """The speech service over gRPC on a port of its own."""
    import grpc  # noqa: PLC0415
    from google.cloud import texttospeech_v1beta1 as tts  # noqa: PLC0415

    def synthesize(request: Any, _context: object) -> Any:
        text = request.input.text or request.input.ssml
        note("speech", text=text, voice=request.voice.name)
        audio, marks = speak(text, request.voice.name, engine, length)
        points = [tts.Timepoint(mark_name=name, time_seconds=at) for name, at in marks]
        return tts.SynthesizeSpeechResponse(audio_content=audio, timepoints=points)

    server = grpc.server(ThreadPoolExecutor(max_workers=4))
    method = grpc.unary_unary_rpc_method_handler(
        synthesize,
        request_deserializer=tts.SynthesizeSpeechRequest.deserialize,
        response_serializer=tts.SynthesizeSpeechResponse.serialize,
    )
    for version in ("v1", "v1beta1"):
        service = f"google.cloud.texttospeech.{version}.TextToSpeech"
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, {"SynthesizeSpeech": method}),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def _none(*_: object) -> Any:
    raise NotImplementedError

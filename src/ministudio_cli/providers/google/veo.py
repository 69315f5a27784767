"""Veo on Vertex AI: one long-running operation a clip, whose bytes come with its answer."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.errors import Blocked, NothingMade, ProviderRefused
from ministudio_cli.plan.orders import ShotOrder
from ministudio_cli.providers.google.credentials import some
from ministudio_cli.providers.google.video import Calls, Request, film, written
from ministudio_cli.providers.google.wire import client, translated
from ministudio_cli.providers.protocols import Bench, Take

VERSION = "veo-1"
_PASSING = {4, 8, 10, 13, 14}
"""google.rpc codes of an operation that failed by no fault of its request: deadline, quota, aborted, internal, away."""


class Veo:
    """Generates a shot's clips, held to its plate and portraits."""

    version: ClassVar[str] = VERSION
    ready = staticmethod(some)
    waits: ClassVar[bool] = True
    price: ClassVar[Decimal] = Decimal(0)
    model: ClassVar[str] = "veo-3.1-generate-001"

    def shot(self, order: ShotOrder, bench: Bench) -> Take:
        return film(order, bench, Calls(send=_send, fetch=_fetch))


class VeoFast(Veo):
    model: ClassVar[str] = "veo-3.1-fast-generate-001"


class VeoLite(Veo):
    model: ClassVar[str] = "veo-3.1-lite-generate-001"


def _send(request: Request) -> str:
    google = client("cloud")
    from google.genai import types  # noqa: PLC0415

    def picture(data: bytes) -> Any:
        return types.Image(image_bytes=data, mime_type="image/png")

    config = types.GenerateVideosConfig(
        number_of_videos=1,
        duration_seconds=request.seconds,
        seed=request.seed,
        aspect_ratio=request.aspect,
        resolution="4k" if request.size == 2160 else f"{request.size}p",
        negative_prompt=request.negative or None,
        enhance_prompt=False,
        generate_audio=False,
        last_frame=picture(request.last) if request.last else None,
        reference_images=[
            types.VideoGenerationReferenceImage(
                image=picture(one), reference_type=types.VideoGenerationReferenceType.ASSET
            )
            for one in request.references
        ]
        or None,
    )
    source = types.GenerateVideosSource(prompt=request.prompt, image=picture(request.first) if request.first else None)
    with translated(pays=True):
        name = google.models.generate_videos(model=request.model, source=source, config=config).name
    if not name:
        raise NothingMade("the answer names no operation")
    return str(name)


def _fetch(operation: str, file: Path) -> bool:
    google = client("cloud")
    from google.genai import types  # noqa: PLC0415

    with translated(pays=False):
        told = google.operations.get(types.GenerateVideosOperation(name=operation))  # type: ignore[call-arg]
    if not told.done:
        return False
    if told.error:
        code, said = told.error.get("code"), str(told.error.get("message", "no reason given"))
        if code in _PASSING:
            raise NothingMade(f"the model failed: {said}")
        if code == 3:
            raise Blocked(f"the model refused: {said}", hint="change the words of the shot")
        raise ProviderRefused(f"the model failed ({code}): {said}")
    answer = told.response or told.result
    if answer and answer.rai_media_filtered_count:
        reasons = "; ".join(answer.rai_media_filtered_reasons or ["no reason given"])
        raise Blocked(f"the safety filter refused: {reasons}", hint="change the words of the shot")
    videos = (answer.generated_videos if answer else None) or []
    data = videos[0].video.video_bytes if videos and videos[0].video else None
    if not data:
        raise NothingMade("the operation is done and gave no video")
    return written(data, file)

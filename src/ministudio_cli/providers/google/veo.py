"""Veo on Vertex AI: one long-running operation a clip, whose bytes come with its answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.providers.google.credentials import needed
from ministudio_cli.providers.google.failures import SAFETY, failed, fetched, sent
from ministudio_cli.providers.google.preflight import model_is_served
from ministudio_cli.providers.google.video import received, resolution
from ministudio_cli.providers.google.wire import announcing, client, fresh_token
from ministudio_cli.providers.kit import (
    Accepted,
    ClipProvider,
    ClipRequest,
    Denied,
    Failed,
    Fetched,
    Gone,
    Missing,
    Pending,
    Refused,
    Sent,
)
from ministudio_cli.secrets import redacted

VERSION = "veo-2"
_PASSING = {4, 8, 10, 13, 14}
"""google.rpc codes of an operation that failed by no fault of its request: deadline, quota, aborted, internal, away."""
_DENIED, _NOT_FOUND = {7, 16}, 5


class Veo(ClipProvider):
    """Generates a shot's clips, held to its plate and portraits."""

    version: ClassVar[str] = VERSION
    announces: ClassVar[bool] = True
    model: ClassVar[str] = "veo-3.1-generate-001"

    @property
    def wire(self) -> str:
        """Whoever is allowed to show children sends another request."""
        return f"{VERSION}:{self.settings.options.get('people', 'adults')}"

    def ready(self) -> None:
        needed(self.settings, "cloud")

    def preflight(self) -> None:
        found = needed(self.settings, "cloud")
        model_is_served(found, "cloud", self.model)

    def prepare(self) -> None:
        found = needed(self.settings, "cloud")
        client(found, "cloud")
        from google.genai import types  # noqa: F401, PLC0415

        fresh_token(found)

    def send(self, request: ClipRequest, dispatch: Callable[[], None]) -> Sent:
        google = client(needed(self.settings, "cloud"), "cloud")
        from google.genai import types  # noqa: PLC0415

        def picture(data: bytes) -> Any:
            return types.Image(image_bytes=data, mime_type="image/png")

        # enhancePrompt is left out: Veo 3 refuses to do without. Sound costs nothing where it is left out.
        config = types.GenerateVideosConfig(
            number_of_videos=1,
            duration_seconds=int(request.seconds),
            seed=request.seed,
            aspect_ratio=request.aspect,
            resolution=resolution(request.size),
            negative_prompt=request.negative or None,
            person_generation="allow_all" if self.settings.options.get("people") == "all" else None,
            generate_audio=request.sound,
            last_frame=picture(request.last) if request.last else None,
            reference_images=[
                types.VideoGenerationReferenceImage(
                    image=picture(data), reference_type=types.VideoGenerationReferenceType.ASSET
                )
                for data in request.references
            ]
            or None,
        )
        first = picture(request.first) if request.first else None
        source = types.GenerateVideosSource(prompt=request.prompt, image=first)
        try:
            with announcing(dispatch):
                name = google.models.generate_videos(model=request.model, source=source, config=config).name
        except Exception as error:  # noqa: BLE001 - the libraries share no base class
            return sent(error)
        return Accepted(str(name)) if name else Failed("the answer names no operation")

    def fetch(self, operation: str, file: Path) -> Fetched:
        google = client(needed(self.settings, "cloud"), "cloud")
        from google.genai import types  # noqa: PLC0415

        try:
            answer = google.operations.get(types.GenerateVideosOperation(name=operation))  # type: ignore[call-arg]
        except Exception as error:  # noqa: BLE001 - as above
            return fetched(error)
        if not answer.done:
            return Pending()
        if answer.error:
            return operation_error(answer.error.get("code"), str(answer.error.get("message", "no reason given")))
        content = answer.response or answer.result
        if content and content.rai_media_filtered_count:
            reasons = redacted("; ".join(content.rai_media_filtered_reasons or ["no reason given"]))
            return Refused(f"the safety filter refused: {reasons}", hint="change the words of the shot", content=True)
        videos = (content.generated_videos if content else None) or []
        data = videos[0].video.video_bytes if videos and videos[0].video else None
        if not data:
            return Failed("the operation is done and gave no video")
        file.write_bytes(data)
        return received(file)


def operation_error(code: object, message: str) -> Fetched:
    """What the error of a finished operation means (google.rpc codes). None of them is billed."""
    words = redacted(message)
    if code in _PASSING:
        return failed(words)
    if code == _NOT_FOUND:
        return Gone(f"Google no longer has it: {words}") if "expired" in words else Missing(f"not found: {words}")
    if code in _DENIED:
        return Denied(f"Google refused the credentials: {words}")
    if SAFETY.search(words):
        return Refused(f"the safety filter refused: {words}", hint="change the words of the shot", content=True)
    return Refused(f"the model refused the request ({code}): {words}", hint="report this to ministudio")


class VeoFast(Veo):
    """The faster, cheaper model."""

    model: ClassVar[str] = "veo-3.1-fast-generate-001"


class VeoLite(Veo):
    """The cheapest model."""

    model: ClassVar[str] = "veo-3.1-lite-generate-001"

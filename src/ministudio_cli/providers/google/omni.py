"""Omni by an API key: one interaction in the background a clip, whose file is downloaded by its own address."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.providers.google.credentials import needed
from ministudio_cli.providers.google.failures import failed, fetched, sent
from ministudio_cli.providers.google.preflight import model_is_served
from ministudio_cli.providers.google.video import received, resolution
from ministudio_cli.providers.google.wire import Body, announcing, client
from ministudio_cli.providers.kit import (
    Accepted,
    ClipProvider,
    ClipRequest,
    Failed,
    Fetched,
    Pending,
    Refused,
    Sent,
    Unreachable,
)
from ministudio_cli.secrets import redacted

VERSION = "omni-2"


class Omni(ClipProvider):
    """Generates a shot's clips, held to its plate, portraits, first and last frame."""

    version: ClassVar[str] = VERSION
    announces: ClassVar[bool] = True
    model: ClassVar[str] = "gemini-omni-1.2-flash"

    def ready(self) -> None:
        needed(self.settings, "key")

    def preflight(self) -> None:
        model_is_served(needed(self.settings, "key"), "key", self.model)

    def prepare(self) -> None:
        google = client(needed(self.settings, "key"), "key")
        assert google.interactions  # noqa: S101 - loaded when it is first asked for

    def send(self, request: ClipRequest, dispatch: Callable[[], None]) -> Sent:
        google = client(needed(self.settings, "key"), "key")
        pictures = [picture for picture in (request.first, request.last, *request.references) if picture]
        parts: list[Body] = [
            {"type": "image", "data": base64.b64encode(picture).decode(), "mime_type": "image/png"}
            for picture in pictures
        ]
        tags = sources(first=bool(request.first), last=bool(request.last), references=len(request.references))
        parts.append({"type": "text", "text": f"{tags}\n{request.prompt}" if tags else request.prompt})
        task = "image_to_video" if request.first else "reference_to_video" if request.references else "text_to_video"
        try:
            with announcing(dispatch):
                answer = google.interactions.create(
                    model=request.model,
                    background=True,
                    input=parts,
                    response_format={
                        "type": "video",
                        "duration": f"{int(request.seconds)}s",
                        "aspect_ratio": request.aspect,
                        "resolution": resolution(request.size),
                        "delivery": "uri",
                    },
                    generation_config={"seed": request.seed, "video_config": {"task": task}},
                )
        except Exception as error:  # noqa: BLE001 - the libraries share no base class
            return sent(error)
        return Accepted(str(answer.id)) if answer.id else Failed("the answer names no interaction")

    def fetch(self, operation: str, file: Path) -> Fetched:
        google = client(needed(self.settings, "key"), "key")
        try:
            answer = google.interactions.get(operation)
            if answer.status in ("in_progress", "queued"):
                return Pending()
            if answer.status in ("failed", "cancelled", "incomplete"):
                return failed(f"the interaction ended as {answer.status}")
            video = answer.output_video
            return _without_video(answer.output_text or "") if video is None else _received(google, video, file)
        except Exception as error:  # noqa: BLE001 - as above
            return fetched(error)


def _received(google: Any, video: Any, file: Path) -> Fetched:
    """A completed interaction's clip, from its answer or by its address."""
    if video.data:
        file.write_bytes(base64.b64decode(video.data))
        return received(file)
    if not video.uri:
        return Unreachable("the clip has no address yet")
    state = _state_of(google, video.uri)
    if state == "FAILED":
        return failed("the clip’s file could not be made")
    if state == "PROCESSING":
        return Pending()
    google.files.download(file=video.uri, destination=str(file))
    return received(file)


def sources(*, first: bool, last: bool, references: int) -> str:
    """What each picture is for, in Omni's own tags: pictures count from 1 as they are sent, references from 0.

    Source: ai.google.dev/gemini-api/docs/omni, read 2026-09-18.
    """
    number = 1
    frames, named = [], []
    for tag, there in (("FIRST_FRAME", first), ("LAST_FRAME", last)):
        if there:
            frames.append(f"<{tag}>@Image{number}")
            number += 1
    for index in range(references):
        named.append(f"<IMAGE_REF_{index}>@Image{number}")
        number += 1
    parts = [f"[# Sources {' '.join(frames)}]"] if frames else []
    parts += [f"[# References {' '.join(named)}]"] if named else []
    return " ".join(parts)


def _state_of(google: Any, uri: str) -> str:
    """Where a clip's file stands: PROCESSING, ACTIVE or FAILED; “” where the service does not say."""
    found = re.search(r"files/([\w-]+)", uri)
    if not found:
        return ""
    state = google.files.get(name=f"files/{found[1]}").state
    return str(getattr(state, "value", state) or "")


def _without_video(text: str) -> Fetched:
    """A completed interaction that gave no video: words are a refusal."""
    words = redacted(" ".join(text.split())[:300])
    if words:
        return Refused(f"the model refused: {words}", hint="change the words of the shot", content=True)
    return Failed("the interaction is completed and gave no video")

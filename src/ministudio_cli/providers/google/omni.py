"""Omni by an API key: one interaction in the background a clip, whose file is downloaded by its own address."""

from __future__ import annotations

import base64
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.errors import Blocked, NothingMade, PassingFault
from ministudio_cli.plan.orders import ShotOrder
from ministudio_cli.providers.google.credentials import some
from ministudio_cli.providers.google.video import Calls, Request, checked, film, written
from ministudio_cli.providers.google.wire import client, translated
from ministudio_cli.providers.protocols import Bench, Take

VERSION = "omni-1"


class Omni:
    """Generates a shot's clips, held to its plate, portraits and first frame."""

    version: ClassVar[str] = VERSION
    ready = staticmethod(some)
    waits: ClassVar[bool] = True
    price: ClassVar[Decimal] = Decimal(0)
    model: ClassVar[str] = "gemini-omni-1.2-flash"

    def shot(self, order: ShotOrder, bench: Bench) -> Take:
        return film(order, bench, Calls(send=_send, fetch=_fetch))


def _send(request: Request) -> str:
    google = client("key")
    tags = ["<FIRST_FRAME>"] if request.first else []
    tags += [f"<IMAGE_REF_{number}>" for number in range(len(request.references))]
    pictures = [*([request.first] if request.first else []), *request.references]
    told: list[dict[str, Any]] = [
        {"type": "image", "data": base64.b64encode(one).decode(), "mime_type": "image/png"} for one in pictures
    ]
    told.append({"type": "text", "text": f"{' '.join(tags)}\n{request.prompt}" if tags else request.prompt})
    shape = {"type": "video", "duration": f"{request.seconds}s", "aspect_ratio": request.aspect}
    shape |= {"resolution": "4k" if request.size == 2160 else f"{request.size}p", "delivery": "uri"}
    task = "image_to_video" if request.first else "reference_to_video" if request.references else "text_to_video"
    with translated(pays=True):
        answer = google.interactions.create(
            model=request.model,
            background=True,
            input=told,
            response_format=shape,
            generation_config={"seed": request.seed, "video_config": {"task": task}},
        )
    if not answer.id:
        raise NothingMade("the answer names no interaction")
    return str(answer.id)


def _fetch(operation: str, file: Path) -> bool:
    google = client("key")
    with translated(pays=False):
        answer = google.interactions.get(operation)
    if answer.status in ("in_progress", "queued"):
        return False
    if answer.status in ("failed", "cancelled", "incomplete"):
        raise NothingMade(f"the interaction ended as {answer.status}")
    video = answer.output_video
    if video is None:
        said = answer.output_text or ""
        if said:
            raise Blocked(f"the model refused: {' '.join(said.split())[:300]}", hint="change the words of the shot")
        raise NothingMade("the interaction is completed and gave no video")
    if video.data:
        return written(base64.b64decode(video.data), file)
    if not video.uri:
        raise PassingFault("the clip has no address yet")
    with translated(pays=False):
        google.files.download(file=video.uri, destination=str(file))
    return checked(file)

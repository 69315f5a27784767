"""Plates and portraits by Gemini's image models; a picture of the user's own is used as it is, unpaid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.planning.capability import PictureCapability
from ministudio_cli.planning.task import digest_of
from ministudio_cli.planning.tasks import PlateTask, PortraitTask
from ministudio_cli.providers.capabilities import picture_capability
from ministudio_cli.providers.google.credentials import Credentials, needed
from ministudio_cli.providers.google.failures import sent
from ministudio_cli.providers.google.preflight import model_is_served
from ministudio_cli.providers.google.wire import SLOW, announcing, client, fresh_token
from ministudio_cli.providers.kit import (
    Delivered,
    Failed,
    PaidRequest,
    PlateProvider,
    Refused,
    Sent,
    Take,
    TakeContext,
    Unknown,
)
from ministudio_cli.providers.spec import Quote

VERSION = "gemini-3"
_KINDS = (b"\x89PNG", b"\xff\xd8", b"RIFF")
_FILTERS = {"SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
            "RECITATION", "IMAGE_RECITATION"}  # fmt: skip


class GeminiPlates(PlateProvider):
    """Pictures by the flash model, in the least size that covers the order."""

    waits: ClassVar[bool] = True
    model: ClassVar[str] = "gemini-3.1-flash-image"
    version: ClassVar[str] = f"{VERSION}:{model}"

    def ready(self) -> None:
        needed(self.settings, "any")

    def preflight(self) -> None:
        found = needed(self.settings, "any")
        model_is_served(found, _kind(found), self.model, picture_capability(self.model).location)

    @classmethod
    def quotes(cls, order: PlateTask | PortraitTask) -> tuple[Quote, ...]:
        if order.reference:
            return ()
        model = picture_capability(cls.model)
        size = model.size_for(order.width, order.height)
        return (Quote(key=_key(model, order), price=model.price(size)),)

    def plate(self, order: PlateTask, context: TakeContext) -> Take:
        from ministudio_cli.media.writing import QUICK, write_picture  # noqa: PLC0415 - pictures load OpenCV
        from ministudio_cli.providers.given import given_picture  # noqa: PLC0415

        picture = given_picture(self._picture(order, context), order.width, order.height)
        path = write_picture(context.folder / "plate.png", picture, QUICK)
        return Take(files={"plate.png": path}, facts={"width": order.width, "height": order.height, "layers": []})

    def portrait(self, order: PortraitTask, context: TakeContext) -> Take:
        from ministudio_cli.media.writing import QUICK, write_picture  # noqa: PLC0415 - as above
        from ministudio_cli.providers.given import given_figure  # noqa: PLC0415

        picture, mask = given_figure(self._picture(order, context), order.width, order.height)
        files = {
            "portrait.png": write_picture(context.folder / "portrait.png", picture, QUICK),
            "mask.png": write_picture(context.folder / "mask.png", mask, QUICK),
        }
        return Take(files=files, facts={"figure": order.figure.id, "given": False})

    def _picture(self, order: PlateTask | PortraitTask, context: TakeContext) -> Path:
        """The picture's file: the user's own, or bought."""
        if order.reference:
            return context.file(order.reference, "file")
        model = picture_capability(self.model)
        file = context.folder / "picture"
        return context.purchase(
            PaidRequest(
                key=_key(model, order),
                model=self.model,
                price=order.price,
                file=file,
                prepare=self._prepare,
                send=lambda dispatch: self._send(model, order, file, dispatch),
                announces=True,
                running=model.running,
                wire=VERSION,
            )
        )

    def _client(self, model: PictureCapability) -> Any:
        found = needed(self.settings, "any")
        return client(found, _kind(found), model.location, SLOW)

    def _prepare(self) -> None:
        found = needed(self.settings, "any")
        self._client(picture_capability(self.model))
        if _kind(found) == "cloud":
            fresh_token(found)

    def _send(
        self, model: PictureCapability, order: PlateTask | PortraitTask, file: Path, dispatch: Callable[[], None]
    ) -> Sent:
        google = self._client(model)
        shape = {
            "aspect_ratio": model.aspect_for(order.width, order.height),
            "image_size": model.size_for(order.width, order.height),
        }
        try:
            with announcing(dispatch):
                answer = google.models.generate_content(
                    model=model.model,
                    contents=[order.prompt],
                    config={
                        "response_modalities": ["IMAGE"],
                        "image_config": shape,
                        "seed": model.seed_for(order.seed),
                    },
                )
        except Exception as error:  # noqa: BLE001 - the libraries share no base class
            return sent(error)
        return _received(answer, file)


class GeminiProPlates(GeminiPlates):
    """The same by the pro model."""

    model: ClassVar[str] = "gemini-3-pro-image"
    version: ClassVar[str] = f"{VERSION}:{model}"


def _kind(found: Credentials) -> str:
    """The key where there is one, else the project: pictures are made by both."""
    return "key" if found.key else "cloud"


def _key(model: PictureCapability, order: PlateTask | PortraitTask) -> str:
    """The digest of everything that is sent."""
    aspect, size = model.aspect_for(order.width, order.height), model.size_for(order.width, order.height)
    request = [model.model, order.prompt, aspect, size, model.seed_for(order.seed)]
    return digest_of({"kind": "purchase", "request": request})


def _received(answer: Any, file: Path) -> Sent:
    """The picture in an answer; a refusal with its reason where there is none by intent."""
    parts = answer.parts or []
    data = next((part.inline_data.data for part in parts if part.inline_data and part.inline_data.data), None)
    if data:
        if not any(bytes(data).startswith(sign) for sign in _KINDS):
            return Unknown("what came is not a picture")
        file.write_bytes(bytes(data))
        return Delivered()
    feedback = answer.prompt_feedback
    reason = feedback.block_reason if feedback else None
    if reason is None and answer.candidates:
        reason = answer.candidates[0].finish_reason
    name = str(getattr(reason, "value", reason))
    if name in _FILTERS:
        hint = "change the words of the set or the character"
        return Refused(f"the picture was refused: {name}", hint=hint, content=True)
    return Failed("the model gave no picture")

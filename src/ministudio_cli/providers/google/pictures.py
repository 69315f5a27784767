"""Plates and portraits by Gemini's image models; a picture of the user's own is used as it is, unpaid."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from ministudio_cli.errors import Blocked, NothingMade, PassingFault
from ministudio_cli.plan.orders import PlateOrder, PortraitOrder, digest_of
from ministudio_cli.providers.google.credentials import some
from ministudio_cli.providers.google.wire import client, either, translated
from ministudio_cli.providers.protocols import Bench, Errand, Take

VERSION = "gemini-2"
MODEL = "gemini-3.1-flash-image"
PRICE = Decimal("0.067")
"""US dollars a picture of up to 2K: read 2026-11-20 on ai.google.dev/gemini-api/docs/pricing, 0.067 at 1K."""
_ASPECTS = {"16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1.0, "4:5": 4 / 5, "3:4": 3 / 4}
_KINDS = ((b"\x89PNG", ".png"), (b"\xff\xd8", ".jpg"), (b"RIFF", ".webp"))


class GeminiPlates:
    version: ClassVar[str] = f"{VERSION}:{MODEL}"
    ready = staticmethod(some)
    waits: ClassVar[bool] = True
    price: ClassVar[Decimal] = PRICE

    def plate(self, order: PlateOrder, bench: Bench) -> Take:
        from ministudio_cli.providers.animatic.given import given_picture  # noqa: PLC0415

        picture = given_picture(_picture(order, bench), order.width, order.height)
        path = _saved(picture, bench.folder / "plate.png")
        return Take(files={"plate.png": path}, facts={"width": order.width, "height": order.height, "layers": []})

    def portrait(self, order: PortraitOrder, bench: Bench) -> Take:
        from ministudio_cli.providers.animatic.given import given_figure  # noqa: PLC0415

        picture, mask = given_figure(_picture(order, bench), order.width, order.height)
        files = {"portrait.png": bench.folder / "portrait.png", "mask.png": bench.folder / "mask.png"}
        _saved(picture, files["portrait.png"])
        _saved(mask, files["mask.png"])
        return Take(files=files, facts={"figure": order.figure.id, "given": False})


def _picture(order: PlateOrder | PortraitOrder, bench: Bench) -> Path:
    """The picture's file: the user's own, or bought."""
    if order.reference:
        return bench.file(order.reference, "file")
    shape = order.width / order.height
    aspect = min(_ASPECTS, key=lambda name: abs(_ASPECTS[name] - shape))
    size = "2K" if max(order.width, order.height) > 1400 else "1K"
    file = bench.folder / "picture"

    def send() -> str:
        google = client(either())
        with translated(pays=True):
            answer = google.models.generate_content(
                model=MODEL,
                contents=[order.prompt],
                config={
                    "response_modalities": ["IMAGE"],
                    "image_config": {"aspect_ratio": aspect, "image_size": size},
                    "seed": order.seed % 2**31,
                },
            )
        file.write_bytes(_bytes(answer))
        return ""

    key = digest_of({"kind": "purchase", "request": [MODEL, order.prompt, aspect, size, order.seed]})
    return bench.buy(Errand(key=key, model=MODEL, price=PRICE, file=file, send=send))


def _bytes(answer: Any) -> bytes:
    """The picture in an answer; raises Blocked with the reason where there is none by intent."""
    parts = answer.parts or []
    data = next((part.inline_data.data for part in parts if part.inline_data and part.inline_data.data), None)
    if data:
        if not any(bytes(data).startswith(sign) for sign, _ in _KINDS):
            raise PassingFault("what came is not a picture")
        return bytes(data)
    feedback = answer.prompt_feedback
    reason = feedback.block_reason if feedback else None
    if reason is None and answer.candidates:
        reason = answer.candidates[0].finish_reason
    name = getattr(reason, "value", reason)
    if name in (None, "STOP", "OTHER", "MAX_TOKENS"):
        raise NothingMade("the model gave no picture")
    raise Blocked(f"the picture was refused: {name}", hint="change the words of the set or the character")


def _saved(picture: Any, path: Path) -> Path:
    import cv2  # noqa: PLC0415

    cv2.imwrite(str(path), picture, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    return path

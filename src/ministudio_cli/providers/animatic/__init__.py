"""The offline picture: the film's free first draft, drawn on this machine from the plan, in two passes.

Pass 1 paints each set once, as a plate, and each character's portrait. Pass 2 moves the camera over the locked plate
and lays the cast over it; the alpha of the cast is the identity mask, exact by construction.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from ministudio_cli.plan.orders import PlateOrder, PortraitOrder, ShotOrder
from ministudio_cli.providers.protocols import Bench, Take

VERSION = "animatic-1"


class AnimaticPlates:
    """Draws `plate.png` and `portrait.png`; a picture of the user's own is used as it is."""

    version: ClassVar[str] = VERSION
    waits: ClassVar[bool] = False
    price: ClassVar[Decimal] = Decimal(0)

    def plate(self, order: PlateOrder, bench: Bench) -> Take:
        import cv2  # noqa: PLC0415

        from ministudio_cli.providers.animatic.given import given_picture  # noqa: PLC0415
        from ministudio_cli.providers.animatic.sets import draw_plate  # noqa: PLC0415

        cv2.setNumThreads(1)
        picture = (
            given_picture(bench.file(order.reference, "file"), order.width, order.height)
            if order.reference
            else draw_plate(order.view, order.style, order.seed, order.width, order.height)
        )
        path = bench.folder / "plate.png"
        cv2.imwrite(str(path), picture, [cv2.IMWRITE_PNG_COMPRESSION, 3])
        return Take(files={"plate.png": path}, facts={"width": order.width, "height": order.height})

    def portrait(self, order: PortraitOrder, bench: Bench) -> Take:
        import cv2  # noqa: PLC0415

        from ministudio_cli.providers.animatic.given import given_picture  # noqa: PLC0415
        from ministudio_cli.providers.animatic.portrait import draw_portrait  # noqa: PLC0415

        cv2.setNumThreads(1)
        path, mask_path = bench.folder / "portrait.png", bench.folder / "mask.png"
        if order.reference:
            cv2.imwrite(str(path), given_picture(bench.file(order.reference, "file"), order.width, order.height))
            return Take(files={"portrait.png": path}, facts={})
        picture, mask = draw_portrait(order.figure, order.width, order.height)
        cv2.imwrite(str(path), picture)
        cv2.imwrite(str(mask_path), mask)
        return Take(files={"portrait.png": path, "mask.png": mask_path}, facts={})


class AnimaticShots:
    """Films a shot from its locked plate."""

    version: ClassVar[str] = VERSION
    waits: ClassVar[bool] = False
    price: ClassVar[Decimal] = Decimal(0)

    def shot(self, order: ShotOrder, bench: Bench) -> Take:
        from ministudio_cli.providers.animatic.filming import film_shot  # noqa: PLC0415

        return film_shot(order, bench)

"""The offline picture: the film's free first draft, drawn on this machine from the plan, in two passes.

Pass 1 paints each set once, as a plate, and each character's portrait. Pass 2 moves the camera over the locked plate
and lays the cast over it; the alpha of the cast is the identity mask, exact by construction.
"""

from __future__ import annotations

from typing import ClassVar

from ministudio_cli.planning.credit import LETTERING, Credit
from ministudio_cli.planning.source_types import ALGORITHMIC
from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.tasks import PlateTask, PortraitTask, ShotTask
from ministudio_cli.providers.kit import PlateProvider, ShotProvider, Take, TakeContext
from ministudio_cli.screenplay.drawing import Art
from ministudio_cli.versions import version_of_source

_VERSION = version_of_source(
    "animatic", "providers/animatic", "providers/given", "media", "reading/action", "reading/action_words", "reading/verb_forms", "reading/phrases",
    "reading/phrase_words", "reading/conditions", "reading/traits", "json_types",
    libraries=("numpy", "opencv-python-headless", "resvg-py", "imageio-ffmpeg", "ffmpeg-python", "av"),
)  # fmt: skip


_CREDITS = (
    Credit(name="Noto Emoji", holder="the Noto Emoji authors", licence="Apache-2.0", used_for="drawings of things"),
    *LETTERING,
)
"""Names stand on what is covered, and on slates."""


class AnimaticPlates(PlateProvider):
    """Draws `plate.png` with its layers, and `portrait.png`; a picture of the user's own is used as it is."""

    version: ClassVar[str] = _VERSION
    source: ClassVar[str] = ALGORITHMIC
    credits: ClassVar[tuple[Credit, ...]] = _CREDITS

    def plate(self, order: PlateTask, context: TakeContext) -> Take:
        import cv2  # noqa: PLC0415

        from ministudio_cli.media.writing import write_picture  # noqa: PLC0415
        from ministudio_cli.providers.animatic.sets import paint  # noqa: PLC0415
        from ministudio_cli.providers.given import given_picture  # noqa: PLC0415

        cv2.setNumThreads(1)
        pictures = {}
        if order.reference:
            pictures["plate"] = given_picture(context.file(order.reference, "file"), order.width, order.height)
        else:
            painted = paint(order.view, order.style, order.seed, order.width, order.height)
            named = {"plate": painted.plate, "far": painted.far, "middle": painted.middle, "near": painted.near}
            pictures = {name: picture for name, picture in named.items() if picture is not None}
        files = {f"{name}.png": context.folder / f"{name}.png" for name in pictures}
        for name, picture in pictures.items():
            write_picture(files[f"{name}.png"], picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        layers = [name for name in pictures if name != "plate"]
        return Take(files=files, facts={"width": order.width, "height": order.height, "layers": layers})

    def portrait(self, order: PortraitTask, context: TakeContext) -> Take:
        import cv2  # noqa: PLC0415

        from ministudio_cli.media.writing import write_picture  # noqa: PLC0415
        from ministudio_cli.providers.animatic.portrait import draw_portrait  # noqa: PLC0415
        from ministudio_cli.providers.given import given_figure  # noqa: PLC0415

        cv2.setNumThreads(1)
        path, mask_path = context.folder / "portrait.png", context.folder / "mask.png"
        picture, mask = (
            given_figure(context.file(order.reference, "file"), order.width, order.height)
            if order.reference
            else draw_portrait(order.figure, order.width, order.height)
        )
        write_picture(path, picture)
        write_picture(mask_path, mask)
        return Take(
            files={"portrait.png": path, "mask.png": mask_path},
            facts={"figure": order.figure.id, "given": bool(order.reference)},
        )


class AnimaticShots(ShotProvider):
    """Films a shot from its locked plate."""

    version: ClassVar[str] = _VERSION
    source: ClassVar[str] = ALGORITHMIC
    credits: ClassVar[tuple[Credit, ...]] = _CREDITS

    @classmethod
    def undrawn(cls, view: SetState | None, figures: list[CharacterState]) -> list[str]:
        """What of a moment's words has no drawing."""
        from ministudio_cli.providers.animatic.undrawn import undrawn  # noqa: PLC0415

        return list(undrawn(view, figures))

    @classmethod
    def unrendered(cls, look: str) -> str:
        """What a style's look comes to where none of its words is a way of drawing."""
        from ministudio_cli.providers.animatic.vocabulary import match  # noqa: PLC0415

        return f"look “{look}”: drawn as painted" if look and not match("looks", look) else ""

    @classmethod
    def unmoved(cls, camera: str) -> str:
        """What a camera's words come to where none of them is a move, “” where one is."""
        from ministudio_cli.providers.animatic.camera import angle_of, known  # noqa: PLC0415

        return "" if known(camera) or angle_of("", camera) != "eye" else f"camera “{camera}”: stands still"

    @classmethod
    def unacted(cls, action: str, figures: list[CharacterState], art: tuple[Art, ...]) -> list[str]:
        """What of an action nobody is seen to do."""
        from ministudio_cli.providers.animatic.deeds import unacted  # noqa: PLC0415

        return unacted(action, figures, art)

    def shot(self, order: ShotTask, context: TakeContext) -> Take:
        from ministudio_cli.providers.animatic.filming import film_shot  # noqa: PLC0415

        return film_shot(order, context)

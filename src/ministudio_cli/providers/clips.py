"""The clips of a generated shot, bought one after another; what every model of clips shares."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from ministudio_cli.errors import Blocked, PassingFault
from ministudio_cli.media.probe import probe
from ministudio_cli.planning.capability import plain_number
from ministudio_cli.planning.task import digest_of
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.capabilities import capability
from ministudio_cli.providers.kit import ClipProvider, ClipRequest, PaidRequest, Take, TakeContext
from ministudio_cli.store.files import hash_of

_PROP = 1024
"""Pixels of the longer side of a prop's picture."""


def bought_shot(provider: ClipProvider, order: ShotTask, context: TakeContext) -> Take:
    """Buy the clips that the plan asks for: the first held to its anchors, each other begun with the last frame."""
    ability = capability(order.model)
    pictures = [(role, _anchor(context, made, name, order)) for role, made, name in order.anchors]
    sources = [(role, name, hash_of(context.file(made, name))) for role, made, name in order.anchors]
    first = next((data for role, data in pictures if role == "first"), b"")
    last = next((data for role, data in pictures if role == "last"), b"")
    references = tuple(data for role, data in pictures if role == "reference")
    clips: dict[str, Path] = {}
    bought: list[str] = []
    for number, (seconds, price) in enumerate(zip(order.clips, order.prices, strict=True), 1):
        if number > 1:
            first = last_frame_of(clips[f"clip-{number - 1}.mp4"])
            references = references if ability.together else ()
        request = ClipRequest(
            model=order.model, prompt=order.prompt, seconds=seconds, size=order.asked_size,
            aspect=order.format.aspect, seed=order.seed, negative=order.negative, first=first,
            last=last if number == len(order.clips) else b"", references=references,
            sound=order.sounding and ability.sound == "optional",
        )  # fmt: skip
        file = context.folder / f"bought-{number}.mp4"
        paid = PaidRequest(
            key=key_of(request, sources if number == 1 else [("first", "last frame", bought[-1]), *sources]),
            model=order.model,
            price=price,
            file=file,
            prepare=provider.prepare,
            send=lambda dispatch, request=request: provider.send(request, dispatch),  # type: ignore[misc]
            fetch=lambda operation, file=file: provider.fetch(operation, file),  # type: ignore[misc]
            announces=provider.announces,
            running=ability.running,
            deadline=ability.deadline,
            keeps=ability.keeps,
            wire=provider.wire,
            take=context.take,
            part=part_of(order.clips[:number], ends=bool(request.last)),
        )
        try:
            found = context.purchase(paid)
        except Blocked as error:
            error.hint = suspicion(order.prompt) or error.hint
            raise
        kept = context.folder / f"clip-{number}.mp4"
        shutil.copyfile(found, kept)
        clips[kept.name] = kept
        bought.append(paid.key)
        context.progress(number, len(order.clips))
    figures = [figure.id for figure in order.figures]
    return Take(files=clips, facts={"model": order.model, "bought": bought, "figures": figures})


def part_of(clips: tuple[Fraction, ...], *, ends: bool) -> str:
    """How the ledger names the last of these clips: their seconds, and “!” where it ends with a given frame."""
    return ",".join(str(plain_number(clip)) for clip in clips) + ("!" if ends else "")


def take_of(order: ShotTask, content: Any) -> str:
    """What a generated shot shows, its length apart: model, words, seed, size and the content of its anchors.

    `content(made, name)` gives the SHA-256 of an anchor's picture, or “” where it is not made yet; then the take is
    not known either, and “”.
    """
    anchors = [(role, content(made, name)) for role, made, name in order.anchors]
    if not order.model or not all(sha for _, sha in anchors):
        return ""
    return words_of(order) + digest_of({"kind": "anchors", "anchors": anchors})[:32]


def words_of(order: ShotTask) -> str:
    """The first part of a take's name: all that is sent with it but the content of its pictures."""
    roles = [role for role, _, _ in order.anchors]
    shape: list[Any] = [
        order.model,
        order.prompt,
        order.seed,
        order.asked_size,
        order.format.aspect,
        order.negative,
        roles,
    ]
    if order.sounding and capability(order.model).sound == "optional":
        shape.append("with sound")
    return digest_of({"kind": "take", "take": shape})[:32]


def key_of(request: ClipRequest, sources: Sequence[tuple[str, str, str]]) -> str:
    """The digest of everything that is sent: the same purchase has the same one, on every machine.

    Pictures count by what they are made from, (role, file, SHA-256 or the purchase before): how they are packed hangs
    on the libraries of a machine.
    """
    pictures = {"first", "last", "references"}
    fields: dict[str, Any] = {name: getattr(request, name) for name in request.__slots__ if name not in pictures}
    fields["seconds"] = plain_number(request.seconds)
    if not request.sound:
        # As it was before sound could be asked for: what was bought then stays bought.
        del fields["sound"]
    roles = [bool(request.first), bool(request.last), len(request.references)]
    return digest_of({"kind": "purchase", "request": fields, "pictures": [roles, list(sources)]})


_SUSPECTS = {
    "violence": "attack beat blood bomb corpse dead death gore gun injured kill knife murder shoot war weapon wound",
    "people": "boy child children daughter girl granddaughter kid kiss naked nude sexy teenager toddler",
    "names": "celebrity disney marvel pixar president pope",
    "harm": "cocaine drug drunk heroin suicide terrorist torture",
}
"""Words that filters are known to stop at; minors, because people may often be generated only as adults."""


def suspicion(prompt: str) -> str:
    """The words of a refused prompt that a filter most likely stopped at, as a hint; “” where none is known."""
    words = dict.fromkeys(re.findall(r"[a-z]+", prompt.lower()))
    found = {kind: [word for word in words if word in known.split()] for kind, known in _SUSPECTS.items()}
    named = [f"{', '.join(f'“{word}”' for word in some)} ({kind})" for kind, some in found.items() if some]
    return f"words likely at fault: {'; '.join(named)}; write them otherwise" if named else ""


def whole_clip(file: Path) -> bool:
    """Whether a downloaded clip is whole; one that is not is removed, so that it is fetched again."""
    try:
        whole = probe(file).frames > 0 and b"moov" in _boxes(file)
    except Exception:  # noqa: BLE001 - whatever a broken file does to a demuxer, it is to be fetched again
        whole = False
    if not whole:
        file.unlink(missing_ok=True)
    return whole


def _boxes(file: Path) -> set[bytes]:
    """The names of an MP4 file's boxes; raises ValueError where the last one is cut short."""
    found: set[bytes] = set()
    data = file.read_bytes()
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        size = int.from_bytes(data[at + 8 : at + 16], "big") if size == 1 else size or len(data) - at
        if size < 8 or at + size > len(data):
            raise ValueError(file.name)
        found.add(data[at + 4 : at + 8])
        at += size
    return found


def _anchor(context: TakeContext, made: str, name: str, order: ShotTask) -> bytes:
    """An anchor as it is sent: a plate in the film's own shape, a prop's picture no larger than is of use, a portrait
    and a last frame as they are.
    """
    import cv2  # noqa: PLC0415

    path = context.file(made, name)
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise PassingFault(f"the picture {name} cannot be read")
    if name == "file" and (scale := _PROP / max(picture.shape[:2])) < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if name == "plate.png":
        rows, columns = picture.shape[:2]
        wide, tall = order.format.width, order.format.height
        scale = min(columns / wide, rows / tall)
        across, down = round(wide * scale), round(tall * scale)
        top, left = (rows - down) // 2, (columns - across) // 2
        picture = picture[top : top + down, left : left + across]
        short = min(order.asked_size, 1080)
        scale = short / min(wide, tall)
        picture = cv2.resize(picture, (round(wide * scale), round(tall * scale)), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".png", picture)[1])


def last_frame_of(path: Path) -> bytes:
    """The last frame of a clip as PNG."""
    import cv2  # noqa: PLC0415

    from ministudio_cli.media.still import last_frame  # noqa: PLC0415

    return bytes(cv2.imencode(".png", last_frame(path))[1])

"""What both video models share: the pictures that go along, the clips of a shot bought one after another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ministudio_cli.errors import Blocked, PassingFault
from ministudio_cli.media.probe import probe
from ministudio_cli.plan.orders import ShotOrder, digest_of
from ministudio_cli.providers.capabilities import capability
from ministudio_cli.providers.protocols import Bench, Errand, Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One clip to be generated: everything that is sent. Pictures are PNG or JPEG bytes."""

    model: str
    prompt: str
    seconds: int
    size: int
    aspect: str
    seed: int
    negative: str
    first: bytes
    last: bytes
    """The frame that it is to end with, or b"": only the last clip of a shot has one."""
    references: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The two requests that a model's service understands: send one and name its operation, and fetch it to a file."""

    send: Callable[[Request], str]
    fetch: Callable[[str, Path], bool]


def film(order: ShotOrder, bench: Bench, calls: Calls) -> Take:
    """Buy the clips that the plan asks for: the first held to its anchors, each other begun with the last frame."""
    ability = capability(order.model)
    pictures = [(role, _picture(bench, made, name, order)) for role, made, name in order.anchors]
    first = next((one for role, one in pictures if role == "first"), b"")
    last = next((one for role, one in pictures if role == "last"), b"")
    references = tuple(one for role, one in pictures if role == "reference")
    clips: dict[str, Path] = {}
    bought: list[str] = []
    for number, seconds in enumerate(order.clips, 1):
        if number > 1:
            first = _last_frame(clips[f"clip-{number - 1}.mp4"])
            references = references if ability.together else ()
        request = Request(
            model=order.model,
            prompt=order.prompt,
            seconds=seconds,
            size=order.asked_size,
            aspect=order.format.aspect,
            seed=order.seed,
            negative=order.negative,
            first=first,
            last=last if number == len(order.clips) else b"",
            references=references,
        )
        file = bench.folder / f"bought-{number}.mp4"
        errand = Errand(
            key=key_of(request),
            model=order.model,
            price=ability.price(order.asked_size) * Decimal(seconds),
            file=file,
            send=lambda request=request: calls.send(request),  # type: ignore[misc]
            fetch=lambda operation, file=file: calls.fetch(operation, file),  # type: ignore[misc]
            running=ability.running,
            deadline=ability.deadline,
        )
        try:
            found = bench.buy(errand)
        except Blocked as error:
            error.hint = suspicion(order.prompt) or error.hint
            raise
        kept = bench.folder / f"clip-{number}.mp4"
        kept.write_bytes(found.read_bytes())
        clips[kept.name] = kept
        bought.append(errand.key)
        bench.progress(number, len(order.clips))
    return Take(
        files=clips, facts={"model": order.model, "bought": bought, "figures": [one.id for one in order.figures]}
    )


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
    said = [f"{', '.join(f'“{word}”' for word in some)} ({kind})" for kind, some in found.items() if some]
    return f"words likely at fault: {'; '.join(said)}; write them otherwise" if said else ""


def key_of(request: Request) -> str:
    """The digest of everything that is sent: the same purchase has the same one."""
    told: dict[str, Any] = {name: getattr(request, name) for name in request.__slots__}
    told["first"] = hashlib.sha256(request.first).hexdigest() if request.first else ""
    told["last"] = hashlib.sha256(request.last).hexdigest() if request.last else ""
    told["references"] = [hashlib.sha256(one).hexdigest() for one in request.references]
    return digest_of({"kind": "purchase", "request": told})


def written(data: bytes, file: Path) -> bool:
    """Write a clip and read it back; raises PassingFault where it came incomplete."""
    file.write_bytes(data)
    return checked(file)


def checked(file: Path) -> bool:
    """Whether a downloaded clip is whole; raises PassingFault where it is not, so that it is fetched again."""
    try:
        whole = probe(file).frames > 0 and b"moov" in _boxes(file)
    except Exception:  # noqa: BLE001 - whatever a broken file does to a demuxer, it is to be fetched again
        whole = False
    if not whole:
        file.unlink(missing_ok=True)
        raise PassingFault("a clip came incomplete")
    return True


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


def _picture(bench: Bench, made: str, name: str, order: ShotOrder) -> bytes:
    """An anchor as it is sent: a plate in the film's own shape, a portrait and a last frame as they are."""
    import cv2  # noqa: PLC0415

    path = bench.file(made, name)
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise PassingFault(f"the picture {name} cannot be read")
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


def _last_frame(path: Path) -> bytes:
    import cv2  # noqa: PLC0415

    from ministudio_cli.media.still import last_frame  # noqa: PLC0415

    return bytes(cv2.imencode(".png", last_frame(path))[1])

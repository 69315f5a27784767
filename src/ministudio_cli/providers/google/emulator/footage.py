"""The emulator's pictures: drawn by the animatic from nothing but the prompt and the pictures that were sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ministudio_cli.media.ffmpeg import EXACT, Encoder, h264, run
from ministudio_cli.media.writing import write_picture
from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.animatic.filming import draw_frames
from ministudio_cli.providers.animatic.paint import Painted
from ministudio_cli.providers.animatic.portrait import draw_portrait
from ministudio_cli.providers.animatic.sets import paint
from ministudio_cli.providers.google.emulator.flaws import Flaws, Shown, daybreak, dressed, flawed, ripple
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.screenplay.model import Format, Style

FPS = 24
_SMALL = 360
_SIZES = {"Extreme": "extreme-close", "Close": "close", "Medium": "medium", "Wide": "wide"}
_OUTSIDE = re.compile(r"balcony|field|street|forest|sea|sky|garden$|mountain|beach|desert|roof", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a prompt says, as far as an animatic can draw it."""

    size: str
    camera: str
    action: str
    figures: tuple[CharacterState, ...]
    view: SetState
    style: Style
    pictures: tuple[str, ...]
    """What each reference picture shows, as the prompt names it."""


def understood(prompt: str) -> Understood:
    """Read a prompt as the plan writes it; what it does not say is left plain."""
    lines = prompt.splitlines()
    size = next((word for sign, word in _SIZES.items() if any(line.startswith(sign) for line in lines)), "medium")
    camera = _after(prompt, "camera: ", ".") or "static"
    figures = []
    for line in lines:
        wanted = re.match(r"^([^:;.]{1,60}): (?=\S+ )(.*?)\.(?: Now: (.*)\.)?$", line)
        if (
            wanted
            and not wanted[1].startswith("Prop, ")
            and wanted[1] not in ("Action", "Place", "Style", "Light", "Palette", "Pictures", "Portrait")
        ):
            name = wanted[1]
            figures.append(
                CharacterState(
                    id=name.lower().replace(" ", "_"),
                    name=name,
                    identity=_traits(wanted[2]),
                    state=_traits(wanted[3] or ""),
                )
            )
    place = next((line for line in lines if line.startswith("Place: ")), "Place: a room.")
    parts = dict(part.partition(": ")[::2] for part in place.rstrip(".").split("; ") if ": " in part)
    props = next((part[5:].split(", ") for part in place.rstrip(".").split("; ") if part.startswith("with ")), [])
    name = parts.get("Place", "a room")
    view = SetState(
        place=name,
        architecture=parts.get("architecture", ""),
        interior=not _OUTSIDE.search(name),
        light=parts.get("light", ""),
        time=parts.get("time", ""),
        weather=parts.get("air", ""),
        props=tuple(props),
    )
    style = Style(look=_after(prompt, "Style: ", "."), palette=tuple(re.findall(r"#[0-9A-Fa-f]{6}", prompt)))
    pictures = tuple(re.findall(r"reference picture \d+ is ([^;.]+)", prompt))
    return Understood(
        size=size, camera=camera, action=_after(prompt, "Action: ", "\n").rstrip("."), figures=tuple(figures),
        view=view, style=style, pictures=pictures,
    )  # fmt: skip


def picture(prompt: str, width: int, height: int, seed: int) -> bytes:
    """A plate or a portrait as PNG, as the prompt asks."""
    wanted = understood(prompt)
    if prompt.startswith("Portrait") and wanted.figures:
        drawn = draw_portrait(wanted.figures[0], width, height)[0]
    else:
        drawn = np.ascontiguousarray(paint(wanted.view, wanted.style, seed, width, height).plate[..., :3])
    _mark(drawn)
    return bytes(cv2.imencode(".png", drawn)[1])


def clip(
    prompt: str,
    seconds: float,
    size: tuple[int, int],
    seed: int,
    first: bytes,
    references: list[bytes],
    flaws: Flaws,
    folder: Path,
    sound: bool = False,  # noqa: FBT001, FBT002 - as the others
) -> bytes:
    """A clip as MP4: drawn small, marked as emulated, flawed as asked for, scaled up; with `sound` where asked for."""
    wanted = understood(prompt)
    width, height = size
    scale = min(1.0, _SMALL / min(size))
    small = (2 * round(width * scale / 2), 2 * round(height * scale / 2))
    frames = round(max(0.5, seconds - flaws.short) * FPS)
    encoder = Encoder(folder / "small.mp4", *small, FPS, preset="ultrafast", crf=16)
    source = (
        (Shown(clean=card, seen=card, masks=None) for card in _cards(small, frames, seed))
        if flaws.plain
        else filmed(wanted, small, frames, seed, first, references, flaws, folder)
    )
    for shown in source:
        if flaws.mark:
            _mark(shown.seen)
        encoder.write(shown.seen.data)
    encoder.close()
    run(
        [
            "-i",
            folder / "small.mp4",
            "-vf",
            f"scale={width}:{height}",
            *h264(FPS, preset="ultrafast", crf=20),
            *EXACT,
            "-metadata",
            "comment=emulated: no model made this",
            folder / "clip.mp4",
        ]
    )
    made = (folder / "clip.mp4").read_bytes()
    return heard(made, seed, folder) if sound else made


def given(film: Path, seconds: float, size: tuple[int, int], folder: Path, seed: int | None = None) -> bytes:
    """A clip of one's own as the model would give it: so long, held at its end where it is shorter, and so large; with
    the sound of a seed, where one is given.
    """
    width, height = size
    held = f"scale={width}:{height},fps={FPS},tpad=stop_mode=clone:stop_duration={seconds}"
    kept = ["-t", str(seconds), "-an", *h264(FPS, preset="ultrafast", crf=12), *EXACT]
    run(["-i", film, "-vf", held, *kept, folder / "clip.mp4"])
    made = (folder / "clip.mp4").read_bytes()
    return made if seed is None else heard(made, seed, folder)


def heard(film: bytes, seed: int, folder: Path) -> bytes:
    """A clip with sound: a bell's tone whose pitch is of its seed, struck each second."""
    silent, whole = folder / "silent.mp4", folder / "heard.mp4"
    silent.write_bytes(film)
    pitch = 300 + seed % 500
    tone = f"aevalsrc=0.3*sin(2*PI*{pitch}*t)*exp(-4*mod(t\\,1)):s=48000"
    run(["-i", silent, "-f", "lavfi", "-i", tone, "-c:v", "copy", "-c:a", "aac", "-shortest", *EXACT, whole])
    return whole.read_bytes()


def filmed(
    wanted: Understood, size: tuple[int, int], frames: int, seed: int, first: bytes, references: list[bytes],
    flaws: Flaws, folder: Path, layers: Painted | None = None,
) -> Iterator[Shown]:  # fmt: skip
    """A shot as it should be and as it is seen, frame by frame; `layers` are the set in depth."""
    width, height = size
    room = (2 * round(width * 0.6), 2 * round(height * 0.6))
    sent = dict(zip(wanted.pictures, references, strict=False))
    plate = sent.get("the empty set", b"") or (first if not wanted.figures else b"")
    painted = layers or Painted(
        _read(plate, *room) if plate else paint(wanted.view, wanted.style, seed, *room).plate, None, None
    )
    if first and wanted.figures:
        begin = Encoder(folder / "first.mp4", width, height, FPS, preset="ultrafast", crf=12)
        begin.write(_read(first, width, height).data)
        begin.close()
    order = ShotTask(
        maker=ProviderRef(name="emulator"), prompt="", seed=seed, size=wanted.size, camera=wanted.camera,
        action=wanted.action, title="", figures=wanted.figures, view=wanted.view, style=wanted.style,
        format=Format(width=width, height=height, fps=Fraction(FPS)), head=0, body=frames, tail=0, speech=(),
        plate="plate", portraits=(), before="first" if first and wanted.figures else "", draft=True,
    )  # fmt: skip
    named = {"plate": painted.plate, "far": painted.far, "middle": painted.middle, "near": painted.near}
    files = {"first": folder / "first.mp4"}
    for name, picture in named.items():
        if picture is not None:
            files[name] = folder / f"{name}.png"
            write_picture(files[name], picture)
    context = TakeContext(
        folder=folder,
        file=lambda made, name: files["first" if made == "first" else name.removesuffix(".png")],
        facts=lambda _made: {"layers": [name for name in named if name in files and name != "plate"]},
        progress=lambda *_: None,
    )
    worn = dressed(order, flaws)
    if worn and flaws.wrong:
        order, worn = worn, None
    others = draw_frames(worn, context) if worn else None
    water, light = ripple(order), daybreak(order)
    for number, (frame, masks) in enumerate(draw_frames(order, context)):
        other = next(others)[0] if others else None
        clean = light(water(frame, masks, number), number)
        changed = light(water(other, masks, number), number) if other is not None else None
        yield flawed(clean, changed, masks, number, frames, flaws, seed)


def _cards(size: tuple[int, int], frames: int, seed: int) -> Any:
    """A moving bar on a ground of the seed's own colour."""
    ground = np.array([40 + seed % 160, 40 + seed // 7 % 160, 40 + seed // 49 % 160], np.uint8)
    for number in range(frames):
        frame = np.empty((size[1], size[0], 3), np.uint8)
        frame[:] = ground
        at = number * (size[0] - 20) // max(1, frames - 1)
        frame[:, at : at + 20] = 255 - ground
        yield frame


def _mark(frame: Any) -> None:
    """A mark as services burn them into what they give away."""
    scale = frame.shape[0] / 900
    place = (round(frame.shape[1] * 0.02) + 2, round(frame.shape[0] * 0.97))
    for colour, thick in (((0, 0, 0), 4), ((255, 255, 255), 1)):
        cv2.putText(frame, "GENERATED", place, cv2.FONT_HERSHEY_SIMPLEX, max(0.4, scale), colour, thick, cv2.LINE_AA)


def _read(data: bytes, width: int, height: int) -> Any:
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return cv2.resize(found, (width, height), interpolation=cv2.INTER_AREA)


def _traits(words: str) -> tuple[tuple[str, str], ...]:
    return tuple((pair.partition(" ")[0], pair.partition(" ")[2]) for pair in words.split("; ") if " " in pair)


def _after(text: str, sign: str, end: str) -> str:
    return text.split(sign, 1)[1].split(end, 1)[0].strip() if sign in text else ""

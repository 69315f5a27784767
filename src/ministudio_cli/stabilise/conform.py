"""Conforming: which frame of which clip each frame of a shot shows, and whether the clips can carry it at all.

A clip is trimmed before it is retimed, retimed by at most four percent before it is held still, and held for at most
half a second; what is shorter than that is refused, never stretched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from ministudio_cli.errors import CheckFailed
from ministudio_cli.media.frames import Decoded, decoded
from ministudio_cli.media.probe import Contents, probe
from ministudio_cli.media.still import write_still
from ministudio_cli.media.watch import watch
from ministudio_cli.planning.capability import HELD, RETIME
from ministudio_cli.planning.tasks import FootageCut, ShotTask
from ministudio_cli.providers.clip_sound import own_sound
from ministudio_cli.providers.kit import Take

SHAPE = 0.03
"""Share by which a clip's shape may differ from the film's."""
SMALL = 0.9
"""Share of the film's shorter side that a clip must have: what is smaller would be blurred up."""
DARK = 6.0
"""Mean level under which a frame is black."""
FROZEN = 0.02
"""Mean difference of successive small frames under which nothing moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The (clip, frame) that each frame of a shot shows, by how much they are slowed, frames held still at the end."""

    sources: tuple[tuple[int, int], ...]
    slowed: Fraction
    held: int


def edit_list(frames: int, fps: Fraction, clips: Sequence[tuple[int, Fraction]]) -> Edit:
    """How clips, (frames, rate) each, become a shot of so many frames. Pure.

    Each clip but the first begins with the last frame of the one before, which is shown once.
    """
    shown = [(index, frame) for index, (count, _) in enumerate(clips) for frame in range(min(index, 1), count)]
    rate = clips[0][1]
    need, have = frames / fps, len(shown) / rate
    slowed = min(max(need / have, Fraction(1)), RETIME)
    places = [int(number * rate / (fps * slowed)) for number in range(frames)]
    held = sum(place >= len(shown) for place in places)
    return Edit(sources=tuple(shown[min(place, len(shown) - 1)] for place in places), slowed=slowed, held=held)


def clips_in(take: Iterable[str]) -> list[str]:
    """The names of a take's clips, in their order; none where the take is a finished shot."""
    return sorted((name for name in take if name.startswith("clip-")), key=lambda name: int(name[5:].split(".")[0]))


def edit_of(clips: Sequence[Path], frames: int, fps: Fraction) -> Edit:
    seen = [probe(clip) for clip in clips]
    return edit_list(frames, fps, [(clip.frames, _rate(clip)) for clip in seen])


def conformed(clips: Sequence[Path], frames: int, fps: Fraction) -> Iterator[Decoded]:
    """Every frame of a shot, out of its clips; each clip is decoded once."""
    sources = iter(edit_of(clips, frames, fps).sources)
    wanted = next(sources, None)
    for index, clip in enumerate(clips):
        last: Decoded | None = None
        for number, frame in enumerate(decoded(clip)):
            last = frame
            while wanted == (index, number):
                yield frame
                wanted = next(sources, None)
            if wanted is None or wanted[0] > index:
                break
        # A clip may have a frame less than its packets promise.
        while last is not None and wanted is not None and wanted[0] == index:
            yield last
            wanted = next(sources, None)


def carry(order: ShotTask, take: Take, folder: Path) -> Take:
    """A take of clips, with how they carry its shot, and `last.png`, the frame that a shot after it can begin with.

    Clips that cannot carry it are kept, since they are paid, and `unusable` says why; raises CheckFailed without any.
    """
    clips = [take.files[name] for name in clips_in(take.files)]
    if not clips:
        raise CheckFailed(f"{order.maker.name} made no clip", hint="report this to the provider’s maker")
    total = order.head + order.body + order.tail
    edit = edit_of(clips, total, order.format.fps)
    facts = {"frames": total, "slowed": round(float(edit.slowed), 4), "held": edit.held, "clips": clips_in(take.files)}
    if wrong := _unusable(order, clips, edit):
        facts["unusable"] = wrong
    sound = _sound(order, clips, edit, folder) if order.sounding else None
    files = {"sound.wav": sound} if sound else {}
    facts["heard"] = sound is not None
    clip, frame = edit.sources[order.head + order.body - 1]
    last = write_still(clips[clip], frame, folder / "last.png")
    return Take(files={**take.files, **files, last.name: last}, facts=dict(take.facts) | facts)


def _sound(order: ShotTask, clips: Sequence[Path], edit: Edit, folder: Path) -> Path | None:
    """The clips' own sound as their picture is shown: as slow, and without what is shown of another clip."""
    counts = Counter(clip for clip, _ in edit.sources)
    firsts = dict(reversed(edit.sources))
    spans = [
        (
            FootageCut(
                file="", start=firsts[clip] / _rate(probe(clips[clip])), seconds=count / order.format.fps,
                speed=1 / edit.slowed, fit="crop", focus=None, matched=False, picture=False,
            ),
            clips[clip], count,
        )
        for clip, count in sorted(counts.items())
    ]  # fmt: skip
    return own_sound(spans, order.format.fps, order.head + order.body + order.tail, folder)


def _unusable(order: ShotTask, clips: list[Path], edit: Edit) -> str:
    """Why clips cannot carry a shot: of another shape, too small, black, frozen or too short; “” where they can."""
    short = min(order.format.width, order.format.height)
    for clip in clips:
        seen = probe(clip)
        shape, wanted = seen.width / seen.height, order.format.width / order.format.height
        if abs(shape / wanted - 1) > SHAPE:
            return f"a clip is {seen.width}×{seen.height}, not {order.format.aspect}"
        if min(seen.width, seen.height) < SMALL * short:
            return f"a clip is {seen.width}×{seen.height}, too small for {order.format.width}×{order.format.height}"
        levels, steps = [], []
        before = None
        for _, picture in watch(clip):
            levels.append(float(picture.mean()))
            if before is not None:
                steps.append(float(np.abs(picture.astype(np.int16) - before).mean()))
            before = picture.astype(np.int16)
        if levels and max(levels) < DARK:
            return "a clip is black from end to end"
        if steps and order.figures and max(steps) < FROZEN:
            return "a clip is frozen: nothing moves in it"
    if edit.held > HELD * order.format.fps:
        have = sum(clip.frames / clip.fps for clip in map(probe, clips))
        need = float((order.head + order.body + order.tail) / order.format.fps)
        return f"the clips last {have:.2f} s, the shot needs {need:.2f} s"
    return ""


def _rate(seen: Contents) -> Fraction:
    return Fraction(seen.fps).limit_denominator(1001)
